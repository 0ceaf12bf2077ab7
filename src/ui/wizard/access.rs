//! Steps 2 and 3: where both services are, and who signs in.

use super::checks::list;
use super::form::{Access, Form, Words, secret};
use super::send;
use crate::app::App;
use crate::app::wizard::Trial;
use crate::app::wizard::command::WizardCommand;
use crate::app::wizard::draft::{Draft, SignInDraft};
use crate::app::wizard::fields::FieldName;
use crate::i18n::{Arg, Texts};
use crate::model::Side;
use crate::remote::connection::RawKind;
use crate::ui::design::{Icon, Tone, space, text};
use crate::ui::widgets::{Button, Notice, StateChip, card, radio, select, toggle};
use crate::worker::explain::side_name;
use eframe::egui::{Label, Ui};

/// Draws step 2.
pub(super) fn business_central(ui: &mut Ui, app: &mut App) {
    failure_first(ui, app, Side::Bc);
    let mut form = Form::of(app);
    card(ui, |ui| {
        moved(ui, app);
        let words = Words {
            label: "wizard-address-bc",
            help: Some("wizard-address-bc-help"),
            hint: "https://businesscentral.dynamics.com/contoso.com/production",
        };
        form.text(ui, app, FieldName::Address(Side::Bc), words, |draft| {
            &mut draft.addresses.bc
        });
        if form.draft.has_environment() {
            environment(ui, app, &mut form);
        }
        company(ui, app, &mut form);
    });
    ui.add_space(space::M);
    card(ui, |ui| {
        ui.label(text::heading(app.texts.t("wizard-who")));
        ui.add_space(space::S);
        sign_in(ui, app, &mut form, Side::Bc);
        network(ui, app, &mut form);
    });
    form.done(app);
    ui.add_space(space::M);
    if !failed(app, Side::Bc) {
        trial(ui, app, Side::Bc);
    }
}

/// Draws step 3.
pub(super) fn dataverse(ui: &mut Ui, app: &mut App) {
    failure_first(ui, app, Side::Dv);
    let texts = app.texts;
    let mut form = Form::of(app);
    card(ui, |ui| {
        moved(ui, app);
        let words = Words {
            label: "wizard-address-dv",
            help: Some("wizard-address-dv-help"),
            hint: "https://contoso.crm4.dynamics.com",
        };
        form.text(ui, app, FieldName::Address(Side::Dv), words, |draft| {
            &mut draft.addresses.dv
        });
        let found = app.wizard.offers.organisations.iter();
        let options = found.map(|one| (one.url.clone(), format!("{} ({})", one.name, one.url)));
        offered(
            ui,
            texts,
            "wizard-organisations",
            options.collect(),
            &mut form.draft.addresses.dv,
        );
    });
    ui.add_space(space::M);
    card(ui, |ui| {
        ui.label(text::heading(texts.t("wizard-who")));
        ui.add_space(space::S);
        let of_bc = &form.draft.sign_in.bc;
        if of_bc.is_of_directory() || of_bc.kind == RawKind::None {
            let tenant = of_bc.tenant.clone();
            let label = texts.t("wizard-same-sign-in");
            toggle(ui, &label, &mut form.draft.same_sign_in);
            let key = if !form.draft.same_sign_in {
                "wizard-same-not"
            } else if tenant.is_empty() {
                "wizard-same-help"
            } else {
                "wizard-same-help-tenant"
            };
            let args = [("tenant", Arg::from(tenant))];
            ui.add(Label::new(text::small(texts.t_args(key, &args))).wrap());
            ui.add_space(space::S);
        }
        if !form.draft.shares_sign_in() {
            sign_in(ui, app, &mut form, Side::Dv);
        }
    });
    form.done(app);
    ui.add_space(space::M);
    if !failed(app, Side::Dv) {
        trial(ui, app, Side::Dv);
    }
}

/// What stands in the way is seen without scrolling, also in a small window.
fn failure_first(ui: &mut Ui, app: &mut App, side: Side) {
    // A place of its own also when it is empty: the fields below stay the same ones, so that typing goes on in them.
    ui.scope(|ui| {
        if failed(app, side) {
            trial(ui, app, side);
            ui.add_space(space::M);
        }
    });
}

fn failed(app: &App, side: Side) -> bool {
    app.wizard.trial(side).is_some_and(|trial| !trial.passed())
}

/// Says that what was pasted belongs to the other side.
fn moved(ui: &mut Ui, app: &App) {
    ui.scope(|ui| {
        let Some(side) = app.wizard.moved_to else {
            return;
        };
        let name = side_name(app.texts, side);
        let words = [("side", Arg::from(name.as_ref()))];
        Notice::new(Tone::Info, app.texts.t_args("wizard-moved", &words)).show(ui);
        ui.add_space(space::S);
    });
}

fn environment(ui: &mut Ui, app: &App, form: &mut Form) {
    let words = Words {
        label: "wizard-environment",
        help: Some("wizard-environment-help"),
        hint: "production",
    };
    form.text(ui, app, FieldName::Environment, words, |draft| {
        &mut draft.environment
    });
    let offers = app.wizard.offers.environments.iter();
    let options = offers.map(|one| (one.name.clone(), format!("{} ({})", one.name, one.kind)));
    offered(
        ui,
        app.texts,
        "wizard-environments",
        options.collect(),
        &mut form.draft.environment,
    );
}

fn company(ui: &mut Ui, app: &App, form: &mut Form) {
    let words = Words {
        label: "wizard-company",
        help: Some("wizard-company-help"),
        hint: "CRONUS FR",
    };
    form.text(ui, app, FieldName::Company, words, |draft| {
        &mut draft.company
    });
    let offers = app.wizard.offers.companies.iter();
    let options = offers.map(|one| {
        let label = if one.display_name.is_empty() || one.display_name == one.name {
            one.name.clone()
        } else {
            format!("{} ({})", one.display_name, one.name)
        };
        (one.name.clone(), label)
    });
    offered(
        ui,
        app.texts,
        "wizard-companies",
        options.collect(),
        &mut form.draft.company,
    );
}

/// What the services say there is to choose from; nothing before somebody is signed in.
fn offered(
    ui: &mut Ui,
    texts: Texts,
    name: &str,
    mut options: Vec<(String, String)>,
    value: &mut String,
) {
    ui.scope(|ui| {
        if options.is_empty() {
            return;
        }
        let name = texts.t(name);
        if options.iter().all(|(own, _)| own != value) {
            options.insert(0, (value.clone(), texts.t("wizard-choose").into_owned()));
        }
        ui.horizontal_wrapped(|ui| {
            ui.label(text::weak(name.as_ref()));
            select(ui, &name, value, &options);
        });
        ui.add_space(space::S);
    });
}

/// How a side is signed in to, with the fields that this way needs.
fn sign_in(ui: &mut Ui, app: &mut App, form: &mut Form, side: Side) {
    let texts = app.texts;
    let own = |draft: &Draft| -> SignInDraft { draft.sign_in.get(side).clone() };
    let kinds = [
        (RawKind::Browser, "wizard-kind-browser"),
        (RawKind::DeviceCode, "wizard-kind-device"),
        (RawKind::ClientCredentials, "wizard-kind-secret"),
        (RawKind::Certificate, "wizard-kind-certificate"),
        (RawKind::Basic, "wizard-kind-basic"),
    ];
    let name = texts.t("wizard-kind").into_owned();
    ui.label(text::strong(&name));
    for (kind, key) in kinds {
        if kind == RawKind::Basic && side == Side::Dv {
            continue;
        }
        let chosen = &mut form.draft.sign_in.get_mut(side).kind;
        radio(ui, chosen, kind, &texts.t(key));
    }
    ui.add_space(space::S);
    let now = own(&form.draft);
    if now.is_of_directory() {
        let words = Words {
            label: "wizard-tenant",
            help: Some("wizard-tenant-help"),
            hint: "contoso.onmicrosoft.com",
        };
        form.text(ui, app, FieldName::Tenant(side), words, move |draft| {
            &mut draft.sign_in.get_mut(side).tenant
        });
        let words = Words {
            label: "wizard-client-id",
            help: Some(if now.is_person() {
                "wizard-client-id-help-person"
            } else {
                "wizard-client-id-help"
            }),
            hint: "11111111-2222-3333-4444-555555555555",
        };
        form.text(ui, app, FieldName::ClientId(side), words, move |draft| {
            &mut draft.sign_in.get_mut(side).client_id
        });
    }
    match now.kind {
        RawKind::Basic => {
            let words = Words {
                label: "wizard-user",
                help: Some("wizard-user-help"),
                hint: "SYNC",
            };
            form.text(ui, app, FieldName::User(side), words, move |draft| {
                &mut draft.sign_in.get_mut(side).user
            });
        }
        RawKind::Certificate => {
            let words = Words {
                label: "wizard-certificate",
                help: Some("wizard-certificate-help"),
                hint: "/home/sync/raccord.pem",
            };
            form.text(ui, app, FieldName::Certificate(side), words, move |draft| {
                &mut draft.sign_in.get_mut(side).certificate
            });
            let choose = Button::quiet(texts.t("wizard-certificate-choose"));
            if ui.add(choose.icon(Icon::Folder)).clicked() {
                send(app, WizardCommand::ChooseCertificate(side));
            }
        }
        _ => {}
    }
    if now.wants_secret() {
        secret_of(ui, app, &now, side);
        if now.kind == RawKind::ClientCredentials {
            let words = Words {
                label: "wizard-expires",
                help: Some("wizard-expires-help"),
                hint: "2027-05-31",
            };
            form.text(ui, app, FieldName::Expires(side), words, move |draft| {
                &mut draft.sign_in.get_mut(side).secret_expires
            });
        }
    }
    toggle(ui, &texts.t("wizard-more"), &mut form.draft.more);
    if form.draft.more && now.is_of_directory() {
        ui.add_space(space::S);
        let words = Words {
            label: "wizard-authority",
            help: Some("wizard-authority-help"),
            hint: "https://login.microsoftonline.com",
        };
        form.text(ui, app, FieldName::Authority(side), words, move |draft| {
            &mut draft.sign_in.get_mut(side).authority
        });
    }
}

/// The secret of a side, and where it will be.
fn secret_of(ui: &mut Ui, app: &mut App, now: &SignInDraft, side: Side) {
    let texts = app.texts;
    let words = Words {
        label: if now.kind == RawKind::Basic {
            "wizard-key"
        } else {
            "wizard-secret"
        },
        help: Some(if app.wizard.has_secrets() {
            "wizard-secret-help-editing"
        } else {
            "wizard-secret-help"
        }),
        hint: "",
    };
    let typed = app.wizard.secrets.get(side).clone();
    if let Some(typed) = secret(ui, app, FieldName::Secret(side), words, &typed) {
        send(app, WizardCommand::Secret(side, typed));
    }
    ui.add(Label::new(text::small(texts.t(kept(app)))).wrap());
    ui.add_space(space::S);
}

/// Where the secret will be.
fn kept(app: &App) -> &'static str {
    use crate::app::wizard::draft::Keep;
    match app.wizard.draft.keep {
        Keep::KeyStore => "wizard-keep-key-store-help",
        Keep::File => "wizard-keep-file-help",
        Keep::Session => "wizard-keep-session-help",
    }
}

/// The way to both services, for those whose network needs it.
fn network(ui: &mut Ui, app: &mut App, form: &mut Form) {
    if !form.draft.more {
        return;
    }
    let words = Words {
        label: "wizard-proxy",
        help: Some("wizard-proxy-help"),
        hint: "http://proxy.example:3128",
    };
    let proxy: Access = (Draft::proxy, Draft::set_proxy);
    form.text_of(ui, app, FieldName::Proxy, words, proxy);
    let words = Words {
        label: "wizard-proxy-user",
        help: Some("wizard-proxy-user-help"),
        hint: "",
    };
    let user: Access = (Draft::proxy_user, Draft::set_proxy_user);
    form.text_of(ui, app, FieldName::ProxyUser, words, user);
    // A place of its own also when it is empty: the fields below stay the same ones.
    ui.scope(|ui| {
        if form.draft.proxy_user().is_empty() {
            return;
        }
        let words = Words {
            label: "wizard-proxy-password",
            help: Some(if app.wizard.has_secrets() {
                "wizard-secret-help-editing"
            } else {
                kept(app)
            }),
            hint: "",
        };
        let typed = app.wizard.proxy_password.clone();
        if let Some(typed) = secret(ui, app, FieldName::ProxyPassword, words, &typed) {
            send(app, WizardCommand::ProxyPassword(typed));
        }
    });
    let words = Words {
        label: "wizard-ca-file",
        help: Some("wizard-ca-file-help"),
        hint: "/etc/ssl/company-ca.pem",
    };
    let file: Access = (Draft::ca_file, Draft::set_ca_file);
    form.text_of(ui, app, FieldName::CaFile, words, file);
}

/// The button that tries the way in, and what came of it.
fn trial(ui: &mut Ui, app: &mut App, side: Side) {
    let texts = app.texts;
    let person = app.wizard.draft.sign_in_of(side).is_person();
    let trial = app.wizard.trial(side).cloned();
    card(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let (key, sign) = match (&trial, person) {
                (Some(_), _) => ("action-try-again", Icon::Retry),
                (None, true) => ("wizard-sign-in", Icon::Key),
                (None, false) => ("wizard-test", Icon::Plug),
            };
            let button = Button::quiet(texts.t(key)).icon(sign);
            let button = button.enabled(app.wizard.work.is_none());
            if ui.add(button).clicked() {
                send(app, WizardCommand::Try(side));
            }
            if let Some(trial) = &trial {
                ui.add(outcome(texts, trial));
            } else {
                ui.add(Label::new(text::weak(texts.t("wizard-not-tried"))).wrap());
            }
        });
        if let Some(trial) = &trial {
            ui.add_space(space::S);
            list(ui, app, &trial.checks, false);
        }
    });
}

fn outcome(texts: Texts, trial: &Trial) -> StateChip {
    let user = trial.user.as_deref().unwrap_or_default();
    let args = [("user", Arg::from(user))];
    if !trial.passed() {
        return StateChip::tone(Tone::Error, texts.t("wizard-trial-failed"));
    }
    let key = if user.is_empty() {
        "wizard-trial-passed"
    } else {
        "wizard-trial-signed-in"
    };
    StateChip::tone(Tone::Success, texts.t_args(key, &args))
}
