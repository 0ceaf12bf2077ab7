//! What the page is for and how it is used.

use crate::app::App;
use crate::app::command::{Command, Layer};
use crate::app::route::Route;
use crate::i18n::Arg;
use crate::ui::design::{Icon, space};
use crate::ui::widgets::Button;
use eframe::egui::{Label, Ui};

/// Draws the help of the page that is shown.
pub(super) fn show(ui: &Ui, app: &mut App, here: Route) {
    let page = app.texts.t(here.label_key());
    let title = app
        .texts
        .t_args("help-title", &[("page", Arg::from(page.as_ref()))]);
    super::sheet(ui, app, &title, 560.0, |ui, app| {
        let words = app.texts.t(here.help_key());
        for paragraph in words.split('\n').filter(|line| !line.trim().is_empty()) {
            ui.add(Label::new(paragraph).wrap());
            ui.add_space(space::S);
        }
        let keys = Button::quiet(app.texts.t("keys-title")).icon(Icon::Help);
        if ui.add(keys).clicked() {
            app.send(Command::Show(Layer::Shortcuts));
        }
    });
}
