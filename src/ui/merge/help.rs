//! What the editor is for and what its keys do, over the page.

use super::keys::bindings;
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::i18n::Texts;
use crate::ui::design::{DesignExt as _, space, text};
use crate::ui::widgets::Button;
use eframe::egui::os::OperatingSystem;
use eframe::egui::{
    CornerRadius, Frame, Grid, Id, Key, KeyboardShortcut, Label, Margin, Modal, ScrollArea, Stroke,
    Ui,
};

/// Widest that the help gets, in points.
const WIDTH: f32 = 560.0;

/// Draws the help.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let tokens = ui.tokens();
    let frame = Frame::new()
        .fill(tokens.surface.raised)
        .stroke(Stroke::new(1.0, tokens.line.edge))
        .corner_radius(CornerRadius::same(space::RADIUS_LARGE))
        .shadow(ui.visuals().window_shadow)
        .inner_margin(Margin::same(20));
    let room = ui.ctx().content_rect().size();
    let modal = Modal::new(Id::unique("merge-help"))
        .frame(frame)
        .backdrop_color(tokens.backdrop)
        .show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(room.x - 2.0 * space::XXL));
            ui.label(text::heading(texts.t("merge-help-title")));
            ScrollArea::vertical()
                .max_height((room.y - 180.0).max(80.0))
                .show(ui, |ui| {
                    ui.add(Label::new(texts.t("merge-help-text")).wrap());
                    ui.add_space(space::S);
                    keys(ui, app);
                });
            ui.add_space(space::S);
            ui.add(Button::quiet(texts.t("action-close"))).clicked()
        });
    if modal.inner || modal.should_close() {
        app.send(Command::Merge(MergeCommand::ToggleHelp));
    }
}

fn keys(ui: &mut Ui, app: &App) {
    let all = bindings(0);
    Grid::new("merge-help-keys")
        .num_columns(2)
        .spacing([space::L, space::XS])
        .show(ui, |ui| {
            for binding in &all {
                let Some(words) = binding.words else {
                    continue;
                };
                let alike = all.iter().filter(|other| other.is_like(binding));
                let shortcuts: Vec<String> = alike
                    .flat_map(super::keys::Binding::shortcuts)
                    .map(|shortcut| named(ui, app.texts, &shortcut))
                    .collect();
                ui.label(text::strong(shortcuts.join("   ")));
                ui.label(app.texts.t(words));
                ui.end_row();
            }
        });
}

/// A shortcut as it is written on the keyboards of the person's language; on a Mac as the system writes it.
fn named(ui: &Ui, texts: Texts, shortcut: &KeyboardShortcut) -> String {
    if matches!(ui.ctx().os(), OperatingSystem::Mac | OperatingSystem::IOS) {
        return ui.ctx().format_shortcut(shortcut);
    }
    let mut parts: Vec<String> = Vec::new();
    let held = shortcut.modifiers;
    if held.command || held.ctrl {
        parts.push("Ctrl".to_owned());
    }
    if held.alt {
        parts.push("Alt".to_owned());
    }
    if held.shift {
        parts.push(texts.t("key-shift").into_owned());
    }
    parts.push(match shortcut.logical_key {
        Key::ArrowLeft => texts.t("key-left").into_owned(),
        Key::ArrowRight => texts.t("key-right").into_owned(),
        Key::ArrowUp => texts.t("key-up").into_owned(),
        Key::ArrowDown => texts.t("key-down").into_owned(),
        Key::Enter => texts.t("key-enter").into_owned(),
        Key::Backspace => texts.t("key-backspace").into_owned(),
        Key::PageUp => texts.t("key-page-up").into_owned(),
        Key::PageDown => texts.t("key-page-down").into_owned(),
        other => other.symbol_or_name().to_owned(),
    });
    parts.join("+")
}
