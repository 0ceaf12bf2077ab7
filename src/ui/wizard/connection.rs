//! The connection's part of the settings: what it is, and what can be done with it.

use super::send;
use crate::app::App;
use crate::app::command::{AboutCommand, Command};
use crate::app::route::Route;
use crate::app::wizard::command::WizardCommand;
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, Detail, details};
use eframe::egui::{Label, Ui};

/// Draws the part.
pub(in crate::ui) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    if app.preferences.connection.is_empty() {
        ui.label(text::weak(texts.t("why-not-connected")));
    } else {
        let rows: Vec<Detail<'_>> = app
            .preferences
            .connection
            .iter()
            .map(|(name, value)| Detail {
                name,
                value,
                copy: false,
            })
            .collect();
        details(ui, &rows);
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
