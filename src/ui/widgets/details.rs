//! Pairs of a name and a value, as in a side panel.

use eframe::egui::Label;
use eframe::egui::RichText;
use eframe::egui::Ui;
use eframe::egui::vec2;

use crate::ui::design::Icon;
use crate::ui::design::space;
use crate::ui::design::text;
use crate::ui::words::WordsExt as _;

use super::button::Button;

/// A value beside its name.
pub struct Detail<'a> {
    /// What it is.
    pub name: &'a str,
    /// The value as text.
    pub value: &'a str,
    /// Whether it is worth copying: ids, addresses, messages.
    pub copy: bool,
}

/// Shows names in a column at the left and values beside them, breaking long values.
pub fn details(ui: &mut Ui, rows: &[Detail<'_>]) {
    let texts = ui.texts();
    let names = (ui.available_width() * 0.36).clamp(96.0, 200.0);
    ui.spacing_mut().item_spacing.y = space::XS;
    for row in rows {
        ui.horizontal_top(|ui| {
            ui.allocate_ui(vec2(names, 20.0), |ui| {
                ui.set_width(names);
                ui.add(Label::new(text::weak(row.name)).wrap());
            });
            let room = ui.available_width()
                - if row.copy {
                    space::TARGET + space::S
                } else {
                    0.0
                };
            ui.vertical(|ui| {
                ui.set_width(room.max(40.0));
                let value = if row.value.is_empty() {
                    text::weak(texts.t("value-empty"))
                } else {
                    RichText::new(row.value).line_height(Some(20.0))
                };
                ui.add(Label::new(value).wrap());
            });
            if row.copy {
                let name = texts.t_args("field-copy", &[("field", row.name.into())]);
                if ui
                    .add(Button::icon_only(Icon::Copy, name).small())
                    .clicked()
                {
                    ui.ctx().copy_text(row.value.to_owned());
                }
            }
        });
    }
}
