//! The connection's part of the settings: what it is, and what can be done with it.

use super::send;
use crate::app::App;
use crate::app::command::{AboutCommand, Command};
use crate::app::route::Route;
use crate::app::wizard::command::WizardCommand;
use crate::i18n::Texts;
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, Detail, details};
use eframe::egui::{Label, Ui};

/// The parts of a connection file, and what stands above each.
const PARTS: [(&str, Option<&str>); 3] = [
    ("", None),
    ("business_central.", Some("word-bc")),
    ("dataverse.", Some("word-dv")),
];

/// A line of the connection file in words, if it belongs to a part; a setting that is met too rarely for words of its own is
/// called as in the file.
fn said(texts: Texts, part: &str, path: &str, value: &str) -> Option<(String, String)> {
    let own = |part: &str| path.strip_prefix(part);
    let sides = PARTS
        .iter()
        .map(|(part, _)| *part)
        .filter(|part| !part.is_empty());
    let rest = if part.is_empty() {
        let elsewhere = sides.into_iter().any(|part| own(part).is_some());
        (!elsewhere).then_some(path)?
    } else {
        own(part)?
    };
    let key = match rest {
        "name" => "wizard-name",
        "url" if part == "dataverse." => "wizard-address-dv",
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
        _ => return Some((rest.to_owned(), value.to_owned())),
    };
    let value = match (key, value) {
        ("wizard-kind", "browser") => texts.t("wizard-kind-browser").into_owned(),
        ("wizard-kind", "device_code") => texts.t("wizard-kind-device").into_owned(),
        ("wizard-kind", "client_credentials") => texts.t("wizard-kind-secret").into_owned(),
        ("wizard-kind", "certificate") => texts.t("wizard-kind-certificate").into_owned(),
        ("wizard-kind", "basic") => texts.t("wizard-kind-basic").into_owned(),
        _ => value.to_owned(),
    };
    Some((texts.t(key).into_owned(), value))
}

/// Draws the part.
pub(in crate::ui) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    if app.preferences.connection.is_empty() {
        ui.label(text::weak(texts.t("why-not-connected")));
    } else {
        let lines = app.preferences.connection.clone();
        for (part, title) in PARTS {
            let rows: Vec<(String, String)> = lines
                .iter()
                .filter_map(|(path, value)| said(texts, part, path, value))
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
        let in_bc = said(texts, "business_central.", kind, "certificate").unwrap();
        assert_eq!(in_bc.0, texts.t("wizard-kind"));
        assert_eq!(in_bc.1, texts.t("wizard-kind-certificate"));
        assert_eq!(said(texts, "dataverse.", kind, "certificate"), None);
        assert_eq!(said(texts, "", kind, "certificate"), None);
        let name = said(texts, "", "name", "Contoso").unwrap();
        assert_eq!(
            name,
            (texts.t("wizard-name").into_owned(), "Contoso".into())
        );
        let rare = said(texts, "", "network.connect_timeout", "15").unwrap();
        assert_eq!(rare, ("network.connect_timeout".into(), "15".into()));
    }
}
