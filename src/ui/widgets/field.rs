//! A labelled input with help and a message when what is typed cannot stand.

use eframe::egui::Label;
use eframe::egui::Margin;
use eframe::egui::Response;
use eframe::egui::TextEdit;
use eframe::egui::Ui;
use eframe::egui::WidgetText;

use crate::ui::design::DesignExt as _;
use crate::ui::design::Icon;
use crate::ui::design::icon;
use crate::ui::design::space;
use crate::ui::design::text;
use crate::ui::words::WordsExt as _;

use super::button::Button;

/// A label above an input, help below it, and an error in place of the help.
#[must_use = "finish with .text(…), .secret(…) or .show(…)"]
pub struct Field<'a> {
    label: String,
    help: Option<String>,
    hint: Option<String>,
    error: Option<&'a str>,
    width: f32,
}

impl<'a> Field<'a> {
    /// An input with a label, no colon.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            help: None,
            hint: None,
            error: None,
            width: 320.0,
        }
    }

    /// Explains the input below it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Shows an example inside the empty input.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says what is wrong and how to mend it. Show it only after the person has left the field.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Sets the width of the input in points.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Shows a line of text.
    pub fn text(self, ui: &mut Ui, value: &mut String) -> Response {
        let hint = self.hint.clone().unwrap_or_default();
        let width = self.width;
        self.show(ui, |ui| ui.add(edit(value, &hint, width)))
    }

    /// Shows a secret: masked, with a button that reveals it.
    pub fn secret(self, ui: &mut Ui, value: &mut String, revealed: &mut bool) -> Response {
        let label = self.label.clone();
        let hint = self.hint.clone().unwrap_or_default();
        let width = self.width - space::CONTROL - space::XS;
        self.show(ui, |ui| {
            let texts = ui.texts();
            let (sign, key) = if *revealed {
                (Icon::EyeOff, "field-hide")
            } else {
                (Icon::Eye, "field-reveal")
            };
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::XS;
                let input = ui.add(edit(value, &hint, width).password(!*revealed));
                let name = texts.t_args(key, &[("field", (&label).into())]);
                if ui.add(Button::icon_only(sign, name)).clicked() {
                    *revealed = !*revealed;
                }
                input
            })
            .inner
        })
    }

    /// Shows any input under the label; it is named by the label.
    pub fn show(self, ui: &mut Ui, input: impl FnOnce(&mut Ui) -> Response) -> Response {
        let tokens = ui.tokens();
        let shown = ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            let label = ui.label(text::strong(&self.label));
            let response = ui
                .scope(|ui| {
                    if self.error.is_some() {
                        let widgets = &mut ui.visuals_mut().widgets;
                        widgets.inactive.bg_stroke.color = tokens.danger.ink;
                        widgets.hovered.bg_stroke.color = tokens.danger.ink;
                    }
                    input(ui)
                })
                .inner
                .labelled_by(label.id);
            ui.set_max_width(self.width.max(320.0));
            if let Some(error) = self.error {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = space::XS;
                    ui.add(icon(Icon::Error).color(tokens.danger.ink));
                    ui.add(Label::new(text::small(error).color(tokens.danger.ink)).wrap());
                });
                ui.ctx().accesskit_node_builder(response.id, |node| {
                    node.set_invalid(eframe::egui::accesskit::Invalid::True);
                    node.set_description(error);
                });
            } else if let Some(help) = &self.help {
                ui.add(Label::new(text::small(help)).wrap());
                ui.ctx().accesskit_node_builder(response.id, |node| {
                    node.set_description(help.as_str());
                });
            }
            response
        });
        shown.inner
    }
}

fn edit<'t>(value: &'t mut String, hint: &str, width: f32) -> TextEdit<'t> {
    TextEdit::singleline(value)
        .hint_text(WidgetText::from(hint))
        .desired_width(width - 2.0 * space::S)
        .margin(Margin::symmetric(8, 6))
}
