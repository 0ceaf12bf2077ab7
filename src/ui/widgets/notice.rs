//! A bar with a message that stays until it is dealt with.

use eframe::egui::CornerRadius;
use eframe::egui::Frame;
use eframe::egui::KeyboardShortcut;
use eframe::egui::Label;
use eframe::egui::Margin;
use eframe::egui::Role;
use eframe::egui::Ui;

use crate::ui::design::DesignExt as _;
use crate::ui::design::Icon;
use crate::ui::design::Tone;
use crate::ui::design::icon;
use crate::ui::design::space;
use crate::ui::words::WordsExt as _;

use super::button::Button;
use super::chip::from_right;

/// A message in the page, not over it: offline, a token that ran out, a side that changed.
#[must_use = "show it with .show(ui)"]
pub struct Notice<'a> {
    tone: Tone,
    message: String,
    action: Option<(String, &'a mut bool)>,
    key: Option<KeyboardShortcut>,
    dismiss: Option<&'a mut bool>,
}

impl<'a> Notice<'a> {
    /// A message of the given tone, one sentence.
    pub fn new(tone: Tone, message: impl Into<String>) -> Self {
        Self {
            tone,
            message: message.into(),
            action: None,
            key: None,
            dismiss: None,
        }
    }

    /// Offers the next step; `clicked` becomes true when it is taken.
    pub fn action(mut self, label: impl Into<String>, clicked: &'a mut bool) -> Self {
        self.action = Some((label.into(), clicked));
        self
    }

    /// Shows the key that takes the next step too; whoever shows the bar listens for it.
    pub fn key(mut self, key: KeyboardShortcut) -> Self {
        self.key = Some(key);
        self
    }

    /// Lets the person put the message away; `dismissed` becomes true.
    pub fn dismiss(mut self, dismissed: &'a mut bool) -> Self {
        self.dismiss = Some(dismissed);
        self
    }

    /// Shows the bar over the whole width.
    pub fn show(self, ui: &mut Ui) {
        let tokens = ui.tokens();
        let texts = ui.texts();
        let frame = Frame::new()
            .fill(self.tone.wash(tokens))
            .corner_radius(CornerRadius::same(space::RADIUS))
            .inner_margin(Margin::symmetric(12, 6));
        let shown = frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.set_min_height(space::TARGET);
                ui.add(icon(self.tone.icon()).color(self.tone.color(tokens)));
                from_right(ui, |ui| {
                    if let Some(dismissed) = self.dismiss {
                        let button =
                            Button::icon_only(Icon::Cross, texts.t("notice-dismiss")).small();
                        *dismissed |= ui.add(button).clicked();
                    }
                    if let Some((label, clicked)) = self.action {
                        let button = Button::quiet(label).small();
                        let button = match self.key {
                            Some(key) => button.shortcut(key),
                            None => button,
                        };
                        *clicked |= ui.add(button).clicked();
                    }
                    let left = eframe::egui::Layout::left_to_right(eframe::egui::Align::Center);
                    ui.with_layout(left, |ui| ui.add(Label::new(&self.message).wrap()));
                });
            });
        });
        let spoken = format!("{}: {}", texts.t(self.tone.text_key()), self.message);
        ui.ctx().accesskit_node_builder(shown.response.id, |node| {
            node.set_role(Role::Status);
            node.set_label(spoken);
            node.set_live(eframe::egui::accesskit::Live::Polite);
        });
    }
}
