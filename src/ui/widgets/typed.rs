//! A text field over a value that lives elsewhere: what is typed is handed on as soon as it can be the value, and kept in the
//! field while it cannot.

use eframe::egui::Id;
use eframe::egui::Margin;
use eframe::egui::TextEdit;
use eframe::egui::Ui;
use eframe::egui::accesskit::Invalid;

use crate::ui::design::DesignExt as _;
use crate::ui::design::text;

/// Shows a small label over a text field; answers a text that is another one and fits.
///
/// While the field has the keyboard it shows what was typed, afterwards what is so; a text that does not fit is marked.
pub fn typed(
    ui: &mut Ui,
    id: Id,
    label: &str,
    now: &str,
    width: f32,
    fits: impl Fn(&str) -> bool,
) -> Option<String> {
    let tokens = ui.tokens();
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let kept: Option<String> = ui.data(|data| data.get_temp(id)).filter(|_| has_focus);
    let mut typing = kept.unwrap_or_else(|| now.to_owned());
    let label = ui.label(text::small(label));
    let fine = fits(&typing);
    let response = ui
        .scope(|ui| {
            if !fine {
                let widgets = &mut ui.visuals_mut().widgets;
                for widget in [&mut widgets.inactive, &mut widgets.hovered] {
                    widget.bg_stroke.color = tokens.danger.ink;
                }
                ui.visuals_mut().selection.stroke.color = tokens.danger.ink;
            }
            ui.add(
                TextEdit::singleline(&mut typing)
                    .id(id)
                    .desired_width(width - 16.0)
                    .margin(Margin::symmetric(8, 5)),
            )
        })
        .inner
        .labelled_by(label.id);
    if !fine {
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_invalid(Invalid::True));
    }
    let changed = response.changed();
    let new = (changed && fits(&typing) && typing != now).then(|| typing.clone());
    ui.data_mut(|data| data.insert_temp(id, typing));
    new
}
