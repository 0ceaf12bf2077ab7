//! Paints rows and hands cells to the model.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use eframe::egui::CornerRadius;
use eframe::egui::FontSelection;
use eframe::egui::Galley;
use eframe::egui::Id;
use eframe::egui::Layout;
use eframe::egui::Modifiers;
use eframe::egui::Rect;
use eframe::egui::Response;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::Stroke;
use eframe::egui::StrokeKind;
use eframe::egui::Style;
use eframe::egui::TextStyle;
use eframe::egui::TextWrapMode;
use eframe::egui::Ui;
use eframe::egui::UiBuilder;
use eframe::egui::Vec2;
use eframe::egui::WidgetInfo;
use eframe::egui::WidgetText;
use eframe::egui::pos2;
use eframe::egui::vec2;
use egui_table::CellInfo;
use egui_table::HeaderCellInfo;
use egui_table::PrefetchInfo;
use egui_table::TableDelegate;

use crate::i18n::visible;
use crate::ui::design::DesignExt as _;
use crate::ui::design::Icon;
use crate::ui::design::space;
use crate::ui::design::text;
use crate::ui::widgets::Checked;
use crate::ui::widgets::paint_check_box;
use crate::ui::words::WordsExt as _;

use super::column::Align;
use super::column::Column;
use super::header;
use super::header::HeaderAsk;
use super::layout::TableLayout;
use super::model::Group;
use super::model::Row;
use super::model::TableModel;
use super::selection::Selection;

/// Space at both sides of a cell's content.
pub(super) const CELL_PADDING: f32 = 12.0;
/// Width of the column of check boxes.
pub(super) const CHECK_WIDTH: f32 = 40.0;

/// What was done to a row in this frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Pointed {
    /// Clicked, with the keys that were held.
    Click(u64, Modifiers),
    /// Its check box was clicked.
    Check(u64),
    /// Double clicked.
    Open(u64),
    /// Clicked with the other button.
    Menu(u64),
    /// The head of a group was clicked.
    Fold(u64),
}

/// Draws one frame of a table.
pub(super) struct Painted<'a, M: TableModel> {
    pub(super) model: &'a mut M,
    /// The shown columns, left to right, without check boxes and filler.
    pub(super) columns: &'a [(&'a Column, f32)],
    pub(super) all_columns: &'a [Column],
    pub(super) layout: &'a TableLayout,
    pub(super) selection: &'a Selection<M::Id>,
    pub(super) checkboxes: bool,
    pub(super) row_height: f32,
    pub(super) table: Id,
    /// The row under the keyboard, and whether the table has the keyboard.
    pub(super) cursor: Option<(u64, bool)>,
    /// The style inside cells, made once per frame.
    pub(super) cell_style: Arc<Style>,
    /// The visible part of the window that the table stands in.
    pub(super) frame: Rect,
    /// Where rows end at the right: the bar that scrolls them stands beyond.
    pub(super) right: f32,
    pub(super) out: Out,
}

/// What the frame brought.
#[derive(Default)]
pub(super) struct Out {
    pub(super) visible: Range<u64>,
    pub(super) pointed: Option<Pointed>,
    pub(super) header: Option<HeaderAsk>,
    pub(super) cursor_rect: Option<Rect>,
    /// Rows before this one are named in the accessibility tree; a row is painted once per region.
    named: u64,
}

/// Gives the id of a row in the accessibility tree.
pub(super) fn row_id(table: Id, index: u64) -> Id {
    table.with(("row", index))
}

impl<M: TableModel> Painted<'_, M> {
    fn column(&self, number: usize) -> Slot<'_> {
        let number = if self.checkboxes {
            let Some(number) = number.checked_sub(1) else {
                return Slot::Check;
            };
            number
        } else {
            number
        };
        match self.columns.get(number) {
            Some((column, _)) => Slot::Column(column),
            None => Slot::Filler,
        }
    }

    /// Names a row for those who do not see it: all its cells, or what keeps it from being shown.
    fn row_name(&self, ui: &Ui, index: u64, row: &Row<M::Id>) -> String {
        let texts = ui.texts();
        let number = texts.count(index + 1);
        match row {
            Row::Ready(_) => {
                let cells: Vec<_> = self
                    .columns
                    .iter()
                    .map(|(c, _)| self.words(index, c.key))
                    .collect();
                let told: Vec<&str> = cells
                    .iter()
                    .map(AsRef::as_ref)
                    .filter(|cell| !cell.is_empty())
                    .collect();
                told.join(", ")
            }
            Row::Group(group) => {
                let key = if group.open {
                    "table-group-open"
                } else {
                    "table-group-closed"
                };
                let title = format!("{}, {}", group.title, texts.count(group.count));
                texts.t_args(key, &[("group", title.into())])
            }
            Row::NotLoaded | Row::Loading => {
                texts.t_args("table-row-loading", &[("row", number.into())])
            }
            Row::Failed(why) => texts.named(&texts.t("table-row-failed"), why),
        }
    }

    /// Puts a row into the accessibility tree. Its words are gathered only when somebody listens.
    fn name_row(&self, ui: &Ui, response: &Response, index: u64, row: &Row<M::Id>) {
        let listens = ui
            .ctx()
            .accesskit_node_builder(response.id, |_| ())
            .is_some();
        if !listens {
            return;
        }
        let name = self.row_name(ui, index, row);
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &name));
        let selected = matches!(row, Row::Ready(id) if self.selection.contains(id));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_selected(selected);
            node.set_row_index(usize::try_from(index).unwrap_or(usize::MAX));
            if let Row::Group(group) = row {
                node.set_expanded(group.open);
            }
        });
    }

    fn note_pointing(&mut self, index: u64, row: &Row<M::Id>, response: &Response) {
        let found = if let Row::Group(_) = row {
            response.clicked().then_some(Pointed::Fold(index))
        } else if response.double_clicked() {
            Some(Pointed::Open(index))
        } else if response.clicked() {
            Some(Pointed::Click(
                index,
                response.ctx.input(|input| input.modifiers),
            ))
        } else if response.secondary_clicked() {
            Some(Pointed::Menu(index))
        } else {
            None
        };
        self.out.pointed = found.or(self.out.pointed);
    }

    fn paint_row(&self, ui: &Ui, rect: Rect, row: &Row<M::Id>, hovered: bool, cursor: bool) {
        let tokens = ui.tokens();
        let selected = matches!(row, Row::Ready(id) if self.selection.contains(id));
        let fill = match row {
            Row::Group(_) => Some(tokens.table.group),
            _ if selected => Some(tokens.table.selected),
            _ if hovered => Some(tokens.table.hover),
            _ => None,
        };
        if let Some(fill) = fill {
            ui.painter().rect_filled(rect, CornerRadius::ZERO, fill);
        }
        let line = Stroke::new(1.0, tokens.line.hairline);
        ui.painter()
            .hline(rect.x_range(), rect.bottom() - 0.5, line);
        if cursor {
            let ring = Stroke::new(2.0, tokens.line.focus);
            // Where columns scroll, the row is wider than what is seen of it; the ring closes at the edge all the same.
            let seen = self.frame.left()..=rect.right().min(self.right);
            let seen = Rect::from_x_y_ranges(seen, rect.y_range());
            ui.painter()
                .rect_stroke(seen, CornerRadius::same(3), ring, StrokeKind::Inside);
        }
    }

    /// Paints the head of a group over all columns; it stays in place when columns scroll under it.
    fn paint_group(&self, ui: &Ui, rect: Rect, group: &Group<M::Id>) {
        let tokens = ui.tokens();
        let sign = leading_sign(self.frame.left() + CELL_PADDING, rect);
        let chevron = if group.open {
            Icon::ChevronDown
        } else {
            Icon::ChevronRight
        };
        chevron.paint(ui.painter(), sign, tokens.text.weak);
        let room = (self.frame.right() - sign.right() - 96.0).max(40.0);
        let title = galley(ui, &group.title, text::strong_style(), room);
        let at = pos2(
            sign.right() + space::S,
            rect.center().y - title.size().y / 2.0,
        );
        let end = at.x + title.size().x;
        ui.painter().galley(at, title, tokens.text.strong);
        let count = galley(
            ui,
            &ui.texts().count(group.count),
            TextStyle::Body,
            f32::INFINITY,
        );
        let at = pos2(end + space::M, rect.center().y - count.size().y / 2.0);
        ui.painter().galley(at, count, tokens.text.weak);
    }

    /// Paints why a row cannot be shown over all columns.
    fn paint_failure(&self, ui: &Ui, rect: Rect, why: &str) {
        let tokens = ui.tokens();
        let sign = leading_sign(self.frame.left() + CELL_PADDING, rect);
        Icon::Error.paint(ui.painter(), sign, tokens.danger.ink);
        let said = ui.texts().named(&ui.texts().t("table-row-failed"), why);
        let room = (self.frame.right() - sign.right() - 2.0 * CELL_PADDING).max(40.0);
        let words = galley(ui, &said, TextStyle::Body, room);
        let at = pos2(
            sign.right() + space::S,
            rect.center().y - words.size().y / 2.0,
        );
        ui.painter().galley(at, words, tokens.text.body);
    }

    fn check_cell(&mut self, ui: &mut Ui, index: u64, row: &Row<M::Id>) {
        let Row::Ready(id) = row else {
            return;
        };
        let selected = self.selection.contains(id);
        let rect = ui.max_rect();
        let response = ui.interact(rect, self.table.with(("check", index)), Sense::CLICK);
        let texts = ui.texts();
        let first = self
            .columns
            .first()
            .map(|(column, _)| self.words(index, column.key));
        let name = texts.t_args(
            "table-select-row",
            &[("row", first.unwrap_or_default().into())],
        );
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, selected, &name));
        if response.clicked() {
            self.out.pointed = Some(Pointed::Check(index));
        }
        let place = Rect::from_center_size(rect.center(), Vec2::splat(space::ICON));
        paint_check_box(
            ui,
            place,
            if selected {
                Checked::All
            } else {
                Checked::None
            },
        );
    }

    fn ready_cell(&self, ui: &mut Ui, index: u64, column: &Column) {
        let inside = ui.max_rect().shrink2(vec2(CELL_PADDING, 0.0));
        let layout = match column.align {
            Align::Left => Layout::left_to_right(eframe::egui::Align::Center),
            Align::Right => Layout::right_to_left(eframe::egui::Align::Center),
        };
        let cell = UiBuilder::new()
            .max_rect(inside)
            .layout(layout)
            .style(Arc::clone(&self.cell_style));
        let mut ui = ui.new_child(cell);
        if !self.model.draw(&mut ui, index, column.key) {
            self.paint_text(&ui, inside, index, column);
        }
    }

    /// A cell in words; what comes from a service is shown, never obeyed.
    fn words(&self, index: u64, key: &'static str) -> Cow<'_, str> {
        match self.model.text(index, key) {
            Cow::Borrowed(words) => visible(words),
            Cow::Owned(words) => Cow::Owned(visible(&words).into_owned()),
        }
    }

    /// Paints a cell of words without making a widget of it: the row already says them aloud.
    fn paint_text(&self, ui: &Ui, inside: Rect, index: u64, column: &Column) {
        let words = self.words(index, column.key);
        let laid = galley(ui, &words, TextStyle::Body, inside.width());
        let size = laid.size();
        let left = match column.align {
            Align::Left => inside.left(),
            Align::Right => inside.right() - size.x,
        };
        let shortened = laid.elided;
        ui.painter().galley(
            pos2(left, inside.center().y - size.y / 2.0),
            laid,
            ui.tokens().text.body,
        );
        if shortened && ui.rect_contains_pointer(inside) {
            let id = self.table.with(("cell", index, column.key));
            ui.interact(inside, id, Sense::hover())
                .on_hover_text(words.as_ref());
        }
    }

    /// Tells egui how wide a cell would like to be, when the person double clicked the edge of the column.
    fn measure(&self, ui: &mut Ui, index: u64, column: &Column) {
        let width = galley(
            ui,
            &self.words(index, column.key),
            TextStyle::Body,
            f32::INFINITY,
        )
        .size()
        .x;
        ui.set_min_width(width + 2.0 * CELL_PADDING + space::S);
    }
}

/// What stands in a column of the grid.
enum Slot<'a> {
    Check,
    Column(&'a Column),
    Filler,
}

/// Gives the place of a sign at the left of a row.
fn leading_sign(left: f32, row: Rect) -> Rect {
    let top = row.center().y - space::ICON / 2.0;
    Rect::from_min_size(pos2(left, top), Vec2::splat(space::ICON))
}

fn galley(ui: &Ui, words: &str, style: TextStyle, room: f32) -> Arc<Galley> {
    WidgetText::from(words).into_galley(
        ui,
        Some(TextWrapMode::Truncate),
        room,
        FontSelection::Style(style),
    )
}

impl<M: TableModel> TableDelegate for Painted<'_, M> {
    fn prepare(&mut self, info: &PrefetchInfo) {
        self.out.visible = info.visible_rows.clone();
        self.model.prepare(info.visible_rows.clone());
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let rect = ui.max_rect();
        let tokens = ui.tokens();
        ui.painter()
            .rect_filled(rect, CornerRadius::ZERO, tokens.table.header);
        let line = Stroke::new(1.0, tokens.line.hairline);
        ui.painter()
            .hline(rect.x_range(), rect.bottom() - 0.5, line);
        let ask = match self.column(cell.col_range.start) {
            Slot::Filler => None,
            Slot::Check => {
                let total = self.model.row_count();
                header::check_all(ui, self.table, self.selection.count(total), total)
            }
            Slot::Column(column) if ui.is_sizing_pass() => {
                let width = galley(ui, &column.title, text::strong_style(), f32::INFINITY)
                    .size()
                    .x;
                ui.set_min_width(width + 2.0 * CELL_PADDING + space::ICON + space::XS);
                None
            }
            Slot::Column(column) => {
                header::heading(ui, self.table, column, self.layout, self.all_columns)
            }
        };
        self.out.header = ask.or(self.out.header.take());
    }

    fn row_ui(&mut self, ui: &mut Ui, index: u64) {
        let rect = ui.max_rect();
        let row = self.model.row(index);
        let first = index >= self.out.named;
        self.out.named = self.out.named.max(index + 1);
        // A row is painted once for the columns that stay and once for those that scroll.
        let whole = row_id(self.table, index);
        let part = whole.with("other region");
        let (id, other) = if first { (whole, part) } else { (part, whole) };
        let response = ui.interact(rect, id, Sense::CLICK);
        let other = ui.ctx().read_response(other);
        let hovered = response.hovered() || other.is_some_and(|other| other.hovered());
        let at_cursor = self.cursor.is_some_and(|(cursor, _)| cursor == index);
        let focused = self.cursor == Some((index, true));
        if first {
            self.name_row(ui, &response, index, &row);
        }
        if at_cursor {
            self.out.cursor_rect = Some(rect);
        }
        self.note_pointing(index, &row, &response);
        self.paint_row(ui, rect, &row, hovered, focused);
        match &row {
            Row::Group(group) => self.paint_group(ui, rect, group),
            Row::Failed(why) => self.paint_failure(ui, rect, why),
            Row::NotLoaded | Row::Loading | Row::Ready(_) => {}
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let index = cell.row_nr;
        let row = self.model.row(index);
        let slot = self.column(cell.col_nr);
        let column = match slot {
            Slot::Check => return self.check_cell(ui, index, &row),
            Slot::Filler => return,
            Slot::Column(column) => column,
        };
        if ui.is_sizing_pass() {
            if let Row::Ready(_) = row {
                self.measure(ui, index, column);
            }
            return;
        }
        match row {
            Row::Ready(_) => self.ready_cell(ui, index, column),
            Row::NotLoaded | Row::Loading => {
                let rect = ui.max_rect();
                let length = (rect.width() - 2.0 * CELL_PADDING) * 0.6;
                let bar = Rect::from_min_size(
                    pos2(rect.left() + CELL_PADDING, rect.center().y - 5.0),
                    vec2(length.max(0.0), 10.0),
                );
                let fill = ui.tokens().surface.hover;
                ui.painter().rect_filled(bar, CornerRadius::same(4), fill);
            }
            // These are painted over the whole row.
            Row::Group(_) | Row::Failed(_) => {}
        }
    }

    fn default_row_height(&self) -> f32 {
        self.row_height
    }
}
