//! Headings: sort by click, columns by menu.

use eframe::egui::Align2;
use eframe::egui::FontSelection;
use eframe::egui::Id;
use eframe::egui::Rect;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::TextWrapMode;
use eframe::egui::Ui;
use eframe::egui::Vec2;
use eframe::egui::WidgetInfo;
use eframe::egui::WidgetText;
use eframe::egui::accesskit::SortDirection;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::ui::design::DesignExt as _;
use crate::ui::design::Icon;
use crate::ui::design::space;
use crate::ui::design::text;
use crate::ui::widgets::Checked;
use crate::ui::widgets::MenuItem;
use crate::ui::widgets::paint_check_box;
use crate::ui::widgets::paint_focus_ring;
use crate::ui::words::WordsExt as _;

use super::column::Align;
use super::column::Column;
use super::layout::Sort;
use super::layout::TableLayout;
use super::rows::CELL_PADDING;

/// What a heading asks of the layout or the selection.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum HeaderAsk {
    /// Next order of this column.
    ClickSort(&'static str),
    /// This order.
    Sort(Option<Sort>),
    /// Show or hide a column.
    Show(&'static str, bool),
    /// Move a column, to the right or to the left.
    Shift(&'static str, bool),
    /// The page's own columns.
    Reset,
    /// Select all rows, or none.
    SelectAll(bool),
}

/// Shows the heading of a column.
pub(super) fn heading(
    ui: &mut Ui,
    table: Id,
    column: &Column,
    layout: &TableLayout,
    all: &[Column],
) -> Option<HeaderAsk> {
    let tokens = ui.tokens();
    let rect = ui.max_rect();
    let response = ui.interact(rect, table.with(("heading", column.key)), Sense::click());
    let sort = layout
        .sort
        .as_ref()
        .filter(|sort| sort.column == column.key);
    let texts = ui.texts();
    let title: (&str, _) = ("column", column.title.as_str().into());
    let name = match sort {
        None => column.title.clone(),
        Some(sort) if sort.descending => texts.t_args("table-sorted-descending", &[title]),
        Some(_) => texts.t_args("table-sorted-ascending", &[title]),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &name));
    ui.ctx()
        .accesskit_node_builder(response.id, |node| match sort {
            Some(sort) if sort.descending => node.set_sort_direction(SortDirection::Descending),
            Some(_) => node.set_sort_direction(SortDirection::Ascending),
            None => {}
        });

    let lit = column.sortable && response.hovered();
    let ink = if sort.is_some() || lit {
        tokens.text.strong
    } else {
        tokens.text.weak
    };
    let inside = rect.shrink2(vec2(CELL_PADDING, 0.0));
    let arrow = if sort.is_some() { space::ICON } else { 0.0 };
    let words = WidgetText::from(column.title.as_str()).into_galley(
        ui,
        Some(TextWrapMode::Truncate),
        (inside.width() - arrow).max(0.0),
        FontSelection::Style(text::strong_style()),
    );
    let left = match column.align {
        Align::Left => inside.left(),
        Align::Right => inside.right() - words.size().x - arrow,
    };
    let end = left + words.size().x;
    ui.painter().galley(
        pos2(left, inside.center().y - words.size().y / 2.0),
        words,
        ink,
    );
    if let Some(sort) = sort {
        let sign = if sort.descending {
            Icon::SortDown
        } else {
            Icon::SortUp
        };
        let place =
            Rect::from_min_size(pos2(end + 4.0, inside.center().y - 6.0), Vec2::splat(12.0));
        sign.paint(ui.painter(), place, tokens.accent.ink);
    }
    // A short rule shows where the edge to drag is.
    let rule = eframe::egui::Stroke::new(1.0, tokens.line.edge);
    ui.painter().vline(
        rect.right() - 0.5,
        rect.shrink2(vec2(0.0, 10.0)).y_range(),
        rule,
    );
    paint_focus_ring(ui, &response, rect.shrink(3.0));

    let mut ask =
        (column.sortable && response.clicked()).then_some(HeaderAsk::ClickSort(column.key));
    response.context_menu(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ask = column_menu(ui, column, layout, all).or(ask.take());
    });
    let help = match (&column.help, column.sortable) {
        (Some(help), _) => Some(help.clone()),
        (None, true) => Some(texts.t("table-sort-hint").into_owned()),
        (None, false) => None,
    };
    if let Some(help) = help {
        response.on_hover_text(help);
    }
    ask
}

/// Shows the entries that sort, move, hide and choose columns.
fn column_menu(
    ui: &mut Ui,
    column: &Column,
    layout: &TableLayout,
    all: &[Column],
) -> Option<HeaderAsk> {
    let texts = ui.texts();
    let mut ask = None;
    let mut entry = |ui: &mut Ui, item: MenuItem, asks: HeaderAsk| {
        if ui.add(item).clicked() {
            ask = Some(asks);
        }
    };
    if column.sortable {
        for (key, icon, descending) in [
            ("table-sort-ascending", Icon::SortUp, false),
            ("table-sort-descending", Icon::SortDown, true),
        ] {
            let sort = Sort {
                column: column.key.to_owned(),
                descending,
            };
            let item = MenuItem::new(texts.t(key)).icon(icon);
            entry(ui, item, HeaderAsk::Sort(Some(sort)));
        }
        ui.separator();
    }
    let left = MenuItem::new(texts.t("table-move-left")).icon(Icon::ArrowLeft);
    entry(ui, left, HeaderAsk::Shift(column.key, false));
    let right = MenuItem::new(texts.t("table-move-right")).icon(Icon::ArrowRight);
    entry(ui, right, HeaderAsk::Shift(column.key, true));
    ui.separator();
    column_choice(ui, layout, all).or(ask)
}

/// Shows the entries that show, hide and reset columns.
pub(super) fn column_choice(
    ui: &mut Ui,
    layout: &TableLayout,
    all: &[Column],
) -> Option<HeaderAsk> {
    let mut ask = None;
    let mut entry = |ui: &mut Ui, item: MenuItem, asks: HeaderAsk| {
        if ui.add(item).clicked() {
            ask = Some(asks);
        }
    };
    for other in all {
        let shown = layout.is_shown(other.key);
        let item = MenuItem::new(&other.title).checked(shown);
        entry(ui, item, HeaderAsk::Show(other.key, !shown));
    }
    ui.separator();
    let reset = MenuItem::new(ui.texts().t("table-reset-columns")).icon(Icon::Undo);
    entry(ui, reset, HeaderAsk::Reset);
    ask
}

/// Shows the box that selects all rows of the filter, or none.
pub(super) fn check_all(ui: &mut Ui, table: Id, selected: u64, total: u64) -> Option<HeaderAsk> {
    let rect = ui.max_rect();
    let response = ui.interact(rect, table.with("check all"), Sense::click());
    let checked = match selected {
        0 => Checked::None,
        _ if selected < total => Checked::Some,
        _ => Checked::All,
    };
    let name = ui.texts().t("action-select-all");
    response
        .widget_info(|| WidgetInfo::selected(Role::CheckBox, true, checked == Checked::All, &name));
    let place = Align2::CENTER_CENTER.align_size_within_rect(Vec2::splat(space::ICON), rect);
    paint_check_box(ui, place, checked);
    paint_focus_ring(ui, &response, place.expand(1.0));
    response
        .clicked()
        .then_some(HeaderAsk::SelectAll(checked != Checked::All))
}
