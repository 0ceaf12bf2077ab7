//! The connection's part of the settings: what it is, and what can be done with it.

use super::send;
use crate::app::App;
use crate::app::command::{AboutCommand, Command};
use crate::app::route::Route;
use crate::app::wizard::command::WizardCommand;
use crate::i18n::{Arg, Texts};
use crate::model::Side;
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, Detail, details};
use eframe::egui::{Label, Ui};

/// What a line of the connection file is about: one side or both, and its name there.
fn place(path: &str) -> (Option<Side>, &str) {
    match path.split_once('.') {
        Some(("business_central", name)) => (Some(Side::Bc), name),
        Some(("dataverse", name)) => (Some(Side::Dv), name),
        _ => (None, path),
    }
}

/// A line of the connection file in words; a setting that is met too rarely for words of its own is called as in the file.
fn said(texts: Texts, path: &str, value: &str) -> (String, String) {
    let (side, name) = place(path);
    let key = match name {
        "name" => "wizard-name",
        "url" if side == Some(Side::Dv) => "wizard-address-dv",
        "url" => "wizard-address-bc",
        "company" => "wizard-company",
        "environment" => "wizard-environment",
        "sign_in.kind" => "wizard-kind",
        "sign_in.tenant" => "wizard-tenant",
        "sign_in.client_id" => "wizard-client-id",
        "sign_in.certificate" => "wizard-certificate",
        "sign_in.authority" => "wizard-authority",
        "sign_in.user" => "wizard-user",
        "sign_in.secret_expires" => "wizard-expires",
        "network.proxy" => "wizard-proxy",
        "network.proxy_user" => "wizard-proxy-user",
        "network.ca_file" => "wizard-ca-file",
        "network.no_proxy" => "wizard-no-proxy",
        "network.proxy_secret_env" => "wizard-proxy-secret-env",
        "sign_in.token_url" => "wizard-token-url",
        "sign_in.scope" => "wizard-scope",
        "sign_in.secret_env" => "wizard-secret-env",
        _ if name.ends_with("_timeout") => return (time_limit(texts, name), value.to_owned()),
        _ => return (name.to_owned(), value.to_owned()),
    };
    let value = match (key, value) {
        ("wizard-kind", "browser") => texts.t("wizard-kind-browser").into_owned(),
        ("wizard-kind", "device_code") => texts.t("wizard-kind-device").into_owned(),
        ("wizard-kind", "client_credentials") => texts.t("wizard-kind-secret").into_owned(),
        ("wizard-kind", "certificate") => texts.t("wizard-kind-certificate").into_owned(),
        ("wizard-kind", "basic") => texts.t("wizard-kind-basic").into_owned(),
        _ => value.to_owned(),
    };
    (texts.t(key).into_owned(), value)
}

/// A time limit in words.
fn time_limit(texts: Texts, name: &str) -> String {
    let what = name
        .trim_start_matches("network.")
        .trim_end_matches("_timeout");
    let what = texts.t(&format!("wizard-timeout-{what}"));
    texts.t_args("wizard-timeout", &[("what", Arg::from(what))])
}

/// Draws the part.
pub(in crate::ui) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    if app.preferences.connection.is_empty() {
        ui.label(text::weak(texts.t("why-not-connected")));
    } else {
        let lines = app.preferences.connection.clone();
        for (side, title) in [
            (None, None),
            (Some(Side::Bc), Some("word-bc")),
            (Some(Side::Dv), Some("word-dv")),
        ] {
            let rows: Vec<(String, String)> = lines
                .iter()
                .filter(|(path, _)| place(path).0 == side)
                .map(|(path, value)| said(texts, path, value))
                .collect();
            if rows.is_empty() {
                continue;
            }
            if let Some(title) = title {
                ui.add_space(space::S);
                ui.label(text::strong(texts.t(title)));
            }
            let rows: Vec<Detail<'_>> = rows
                .iter()
                .map(|(name, value)| Detail {
                    name,
                    value,
                    copy: false,
                })
                .collect();
            details(ui, &rows);
        }
    }
    ui.add_space(space::S);
    let connected = app.connection.is_some();
    let edit = if connected {
        ("wizard-edit", WizardCommand::Edit)
    } else {
        ("welcome-connect", WizardCommand::Open)
    };
    let person = app.preferences.connection.iter().any(|(name, value)| {
        name.ends_with("kind") && matches!(&**value, "browser" | "device_code")
    });
    let mut buttons = vec![(edit.0, Icon::Plug, Command::Wizard(edit.1))];
    if connected {
        buttons.push((
            "wizard-test",
            Icon::Shield,
            Command::About(AboutCommand::Check),
        ));
    }
    if person {
        let sign_in = Command::Wizard(WizardCommand::SignIn);
        buttons.push(("wizard-sign-in-again", Icon::Key, sign_in));
        let sign_out = Command::Wizard(WizardCommand::SignOut);
        buttons.push(("wizard-sign-out", Icon::Lock, sign_out));
    }
    buttons.push((
        "settings-connect",
        Icon::Folder,
        Command::ChooseConnectionFile,
    ));
    ui.horizontal_wrapped(|ui| {
        for (key, icon, command) in buttons {
            let button = Button::quiet(texts.t(key))
                .icon(icon)
                .disabled_because(app.why_not(&command));
            if ui.add(button).clicked() {
                let test = matches!(command, Command::About(_));
                app.send(command);
                if test {
                    app.send(Command::Go(Route::About));
                }
            }
        }
        let beside = Button::quiet(texts.t("wizard-beside")).icon(Icon::Plus);
        if ui.add(beside).clicked() {
            send(app, WizardCommand::ChooseBeside);
        }
    });
    ui.add(Label::new(text::small(texts.t("wizard-beside-help"))).wrap());
    ui.add(Label::new(text::small(texts.t("settings-network"))).wrap());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn a_line_stands_in_its_part_in_words() {
        let texts = Texts::new(Lang::Fr);
        let kind = "business_central.sign_in.kind";
        assert_eq!(place(kind), (Some(Side::Bc), "sign_in.kind"));
        assert_eq!(place("network.proxy"), (None, "network.proxy"));
        let (name, value) = said(texts, kind, "certificate");
        assert_eq!(name, texts.t("wizard-kind"));
        assert_eq!(value, texts.t("wizard-kind-certificate"));
        let (name, _) = said(texts, "dataverse.url", "https://contoso.crm4.dynamics.com");
        assert_eq!(name, texts.t("wizard-address-dv"));
        let (name, value) = said(texts, "network.connect_timeout", "15");
        assert!(!name.contains("connect_timeout"), "{name}");
        assert_eq!(value, "15");
        let unknown = said(texts, "network.of_a_newer_version", "15");
        assert_eq!(unknown, ("network.of_a_newer_version".into(), "15".into()));
    }
}
