//! About the program: what runs here, whether the connection is well, and a report for support.

use crate::app::App;
use crate::app::about::check_line;
use crate::app::command::{AboutCommand, Command};
use crate::i18n::{Arg, Texts};
use crate::ui::design::{DesignExt as _, Icon, Tone, icon, space, text};
use crate::ui::widgets::{Button, Detail, card, details, page_header, scrolled};
use crate::worker::checks::CheckStatus;
use eframe::egui::{Label, ScrollArea, Ui};

/// Height of the preview in points.
const PREVIEW: f32 = 320.0;

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    page_header(ui, texts.t("nav-about"), texts.t("about-sentence"), |ui| {
        let save = Button::quiet(texts.t("about-save")).icon(Icon::Export);
        if ui.add(save).clicked() {
            app.send(Command::About(AboutCommand::ChooseFile));
        }
        let copy = Button::quiet(texts.t("about-copy")).icon(Icon::Copy);
        if ui.add(copy).clicked() {
            ui.ctx().copy_text(app.report());
        }
    });
    scrolled(ui, "about", |ui| {
        crash(ui, app);
        card(ui, |ui| {
            let facts = app.facts();
            let rows: Vec<Detail<'_>> = facts
                .iter()
                .map(|(name, value)| Detail {
                    name,
                    value,
                    copy: false,
                })
                .collect();
            details(ui, &rows);
            ui.add_space(space::S);
            let restart = Command::About(AboutCommand::Restart { safe: !app.safe });
            let button = Button::quiet(restart_words(texts, app.safe))
                .icon(Icon::Retry)
                .disabled_because(app.why_not(&restart));
            if ui.add(button).clicked() {
                app.send(restart);
            }
            ui.add(Label::new(text::small(texts.t("about-safe-help"))).wrap());
        });
        ui.add_space(space::M);
        checks(ui, app);
        ui.add_space(space::M);
        card(ui, |ui| {
            ui.label(text::strong(texts.t("about-diagnostics")));
            ui.add(Label::new(text::weak(texts.t("about-diagnostics-help"))).wrap());
            let shown = app.about.preview.is_some();
            let key = if shown { "about-hide" } else { "about-preview" };
            let eye = if shown { Icon::EyeOff } else { Icon::Eye };
            if ui.add(Button::quiet(texts.t(key)).icon(eye)).clicked() {
                app.send(Command::About(AboutCommand::Preview));
            }
            if let Some(preview) = &app.about.preview {
                ui.add_space(space::S);
                ScrollArea::both()
                    .id_salt("diagnostics")
                    .max_height(PREVIEW)
                    .auto_shrink([false, true])
                    .show(ui, |ui| {
                        ui.add(Label::new(text::mono(preview)).extend());
                    });
            }
        });
        ui.add_space(space::M);
        card(ui, |ui| {
            ui.label(text::strong(texts.t("about-licences")));
            ui.add(Label::new(texts.t("about-licences-text")).wrap());
        });
    });
}

fn restart_words(texts: Texts, safe: bool) -> String {
    let key = if safe {
        "about-restart"
    } else {
        "about-restart-safe"
    };
    texts.t(key).into_owned()
}

/// What a mistake of the program left behind the last time: to be looked at, and sent by whoever wants to.
fn crash(ui: &mut Ui, app: &mut App) {
    let Some(report) = app.crash.clone() else {
        return;
    };
    let texts = app.texts;
    card(ui, |ui| {
        ui.label(text::strong(texts.t("about-crash")));
        ui.add(Label::new(text::weak(texts.t("about-crash-help"))).wrap());
        ScrollArea::both()
            .id_salt("crash")
            .max_height(PREVIEW / 2.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.add(Label::new(text::mono(&report)).extend());
            });
        ui.add_space(space::S);
        ui.horizontal_wrapped(|ui| {
            let copy = Button::quiet(texts.t("about-copy")).icon(Icon::Copy);
            if ui.add(copy).clicked() {
                ui.ctx().copy_text(report);
            }
            let save = Button::quiet(texts.t("about-save")).icon(Icon::Export);
            if ui.add(save).clicked() {
                app.send(Command::About(AboutCommand::ChooseFile));
            }
            let forget = Button::plain(texts.t("about-crash-forget"));
            if ui.add(forget).clicked() {
                app.send(Command::About(AboutCommand::ForgetCrash));
            }
        });
    });
    ui.add_space(space::M);
}

fn checks(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    card(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(text::strong(texts.t("about-checks")));
            let why = app.why_no_work().map(|key| texts.t(key).into_owned());
            let check = Button::quiet(texts.t("about-check"))
                .icon(Icon::Shield)
                .disabled_because(why);
            if ui.add(check).clicked() {
                app.send(Command::About(AboutCommand::Check));
            }
            if app.about.is_checking() {
                ui.label(text::weak(texts.t("state-loading")));
            } else if let Some(took) = app.about.took {
                let millis = u64::try_from(took.as_millis()).unwrap_or(0);
                let args = [("ms", Arg::from(texts.count(millis)))];
                ui.label(text::small(texts.t_args("about-took", &args)));
            }
        });
        let Some(made) = &app.about.checks else {
            ui.add(Label::new(text::weak(texts.t("about-checks-help"))).wrap());
            return;
        };
        for check in made {
            let (sign, color) = match check.status {
                CheckStatus::Ok => (Icon::Check, Tone::Success.color(ui.tokens())),
                CheckStatus::Unknown => (Icon::Minus, ui.tokens().text.weak),
                CheckStatus::Warning => (Icon::Warning, Tone::Warning.color(ui.tokens())),
                CheckStatus::Failed => (Icon::Cross, Tone::Error.color(ui.tokens())),
            };
            ui.horizontal_top(|ui| {
                ui.add(icon(sign).color(color));
                ui.add(Label::new(check_line(texts, check)).wrap());
            });
        }
    });
}
