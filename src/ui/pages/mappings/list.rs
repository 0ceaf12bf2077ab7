//! The list of mappings: on or off, tables, direction, how many records take part.

use crate::app::command::MappingCommand;
use crate::app::mapping::{MappingLine, MappingPage, Origin};
use crate::i18n::{Arg, Texts};
use crate::model::{Direction, Sides};
use crate::ui::design::{DesignExt as _, Icon, Mark, Tone, icon, space, text};
use crate::ui::widgets::{StateChip, follow_focus, paint_focus_ring, switch};
use eframe::egui::{
    CornerRadius, Label, Layout, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2,
};

/// Height of an entry in points.
const ENTRY: f32 = 76.0;

/// Draws the list.
pub(super) fn show(ui: &mut Ui, texts: Texts, page: &MappingPage, sent: &mut Vec<MappingCommand>) {
    // The keys that scroll belong to the mapping beside the list.
    ScrollArea::vertical()
        .id_salt("mappings-list")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            if let Some(editor) = page.editor.as_ref().filter(|one| one.stored.is_none()) {
                ui.label(text::strong(editor.draft.name.as_str()));
                ui.add(StateChip::mark(Mark::Open, texts.t("mappings-unsaved")));
                ui.add_space(space::S);
            }
            for line in &page.lines {
                entry(ui, texts, page, line, sent);
            }
            follow_focus(ui, "mappings-list");
        });
}

fn entry(
    ui: &mut Ui,
    texts: Texts,
    page: &MappingPage,
    line: &MappingLine,
    sent: &mut Vec<MappingCommand>,
) {
    let tokens = ui.tokens();
    let mapping = &line.mapping;
    let open = page.editor.as_ref();
    let chosen = open.is_some_and(|editor| editor.draft.name == mapping.name);
    let name = line_words(texts, line);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), ENTRY), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    let fill = match (chosen, response.hovered()) {
        (true, _) => tokens.table.selected,
        (false, true) => tokens.surface.hover,
        (false, false) => tokens.surface.card,
    };
    ui.painter()
        .rect_filled(rect, CornerRadius::same(space::RADIUS), fill);
    paint_focus_ring(ui, &response, rect.shrink(2.0));
    let inside = UiBuilder::new()
        .max_rect(rect.shrink2(vec2(space::S, 6.0)))
        .layout(Layout::top_down(eframe::egui::Align::Min));
    let mut inner = ui.new_child(inside);
    inner.spacing_mut().item_spacing.y = 2.0;
    inner.spacing_mut().interact_size.y = 16.0;
    // A click on the words is a click on the entry.
    inner.style_mut().interaction.selectable_labels = false;
    inner.horizontal(|ui| {
        let mut on = mapping.enabled;
        let words = texts.t_args(
            "mappings-takes-part",
            &[("mapping", Arg::from(mapping.name.as_str()))],
        );
        if switch(ui, &words, &mut on).changed() {
            sent.push(MappingCommand::Enable(mapping.name.clone(), on));
        }
        ui.add(Label::new(text::strong(mapping.name.as_str())).truncate());
    });
    inner.horizontal(|ui| {
        let room = (ui.available_width() - 32.0) / 2.0;
        part(ui, room, mapping.sets.bc.as_str());
        ui.add(icon(arrow(mapping.direction)).color(tokens.text.weak));
        part(ui, room, mapping.sets.dv.as_str());
    });
    inner.horizontal(|ui| {
        if page.is_draft(&mapping.name) {
            ui.add(StateChip::mark(Mark::Open, texts.t("mappings-unsaved")));
            return;
        }
        ui.label(text::small(records(texts, line)));
        if line.origin == Origin::Changed {
            ui.add(StateChip::tone(Tone::Info, texts.t("mappings-changed")).icon(Icon::Edit));
        }
    });
    if response.clicked() {
        sent.push(MappingCommand::Open(mapping.name.clone()));
    }
}

fn part(ui: &mut Ui, room: f32, words: &str) {
    let layout = Layout::left_to_right(eframe::egui::Align::Center);
    ui.allocate_ui_with_layout(vec2(room, 16.0), layout, |ui| {
        ui.set_max_width(room);
        ui.add(Label::new(text::small(words)).truncate());
    });
}

/// How many records of each side take part.
fn records(texts: Texts, line: &MappingLine) -> String {
    let Some(counts) = &line.counts else {
        return texts.t("full-unread").into_owned();
    };
    let pairs = counts.couplings();
    let all = Sides::new(counts.uncoupled.bc + pairs, counts.uncoupled.dv + pairs);
    let args = [
        ("bc", Arg::from(texts.count(all.bc))),
        ("dv", Arg::from(texts.count(all.dv))),
    ];
    texts.t_args("mappings-records", &args)
}

/// An entry in one line: name, tables, direction, whether it takes part.
pub(super) fn line_words(texts: Texts, line: &MappingLine) -> String {
    let mapping = &line.mapping;
    let sign = match mapping.direction {
        Direction::Both => "⇄",
        Direction::ToDataverse => "→",
        Direction::ToBusinessCentral => "←",
    };
    let state = if mapping.enabled {
        "mappings-on"
    } else {
        "mapping-off"
    };
    let (bc, dv) = (&mapping.sets.bc, &mapping.sets.dv);
    format!("{}: {bc} {sign} {dv}, {}", mapping.name, texts.t(state))
}

/// The sign of a direction.
pub(super) fn arrow(direction: Direction) -> Icon {
    match direction {
        Direction::Both => Icon::ArrowBoth,
        Direction::ToDataverse => Icon::ArrowRight,
        Direction::ToBusinessCentral => Icon::ArrowLeft,
    }
}
