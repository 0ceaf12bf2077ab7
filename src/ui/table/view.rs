//! The table itself: what the person did to it, and what it asks of the page.

use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

use eframe::egui::EventFilter;
use eframe::egui::Id as WidgetId;
use eframe::egui::LayerId;
use eframe::egui::Popup;
use eframe::egui::PopupKind;
use eframe::egui::Pos2;
use eframe::egui::Rect;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::Stroke;
use eframe::egui::Style;
use eframe::egui::TextWrapMode;
use eframe::egui::Ui;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::ui::design::DesignExt as _;
use crate::ui::design::space;

use super::column::Column;
use super::keys;
use super::layout::Sort;
use super::layout::TableLayout;
use super::model::Row;
use super::model::TableModel;
use super::rows;
use super::rows::Out;
use super::rows::Painted;
use super::selection::Selection;
use super::widths;
use super::widths::Widths;

/// What a page says about its table each frame.
pub struct TableSpec<'a> {
    /// The stable name of the table within its page.
    pub id: &'static str,
    /// What the table holds, read aloud: "Conflicts".
    pub name: &'a str,
    /// All columns that there are, in the page's order.
    pub columns: &'a [Column],
    /// Whether rows have check boxes at the left.
    pub checkboxes: bool,
}

/// What the person asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct TableResponse<Id> {
    /// Open this row: Enter or double click.
    pub opened: Option<Id>,
    /// Fold this group open or shut.
    pub folded: Option<Id>,
    /// The order of rows is another one now, see [`Table::sort`].
    pub sort_changed: bool,
    /// The selection is another one now, see [`Table::selection`].
    pub selection_changed: bool,
    /// Widths, places or order of columns changed: remember [`Table::layout`].
    pub layout_changed: bool,
    /// What came of copying the selected rows, if that was asked.
    pub copied: Option<Copied>,
}

/// What came of copying the selected rows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Copied {
    /// So many rows are in the clipboard.
    Rows(u64),
    /// Some of them the table does not have: whoever has them is to copy them.
    Elsewhere,
}

/// A selection from here to there, until it is known which rows these are.
#[derive(Clone, Debug)]
pub(super) struct Extending {
    pub(super) rows: Range<u64>,
    /// What was selected before stays selected.
    pub(super) adds: bool,
}

/// A table's state between frames. A page keeps one for each of its tables.
#[derive(Clone, Debug)]
pub struct Table<Id: Eq + Hash> {
    pub(super) layout: TableLayout,
    pub(super) selection: Selection<Id>,
    pub(super) cursor: u64,
    pub(super) cursor_id: Option<Id>,
    /// The keyboard was moved at least once; before, the first arrow only shows where it stands.
    pub(super) moved: bool,
    /// Where a selection with Shift began.
    pub(super) anchor: u64,
    /// What was selected with Shift and is being looked for.
    pub(super) extending: Option<Extending>,
    /// The cursor went to a row that is still on its way; it is selected as soon as it is there.
    pub(super) select_when_ready: bool,
    pub(super) reveal: Option<u64>,
    /// The column that is brought into sight in the next frame.
    reveal_column: Option<usize>,
    pub(super) visible: Range<u64>,
    pub(super) revision: u64,
    pub(super) menu_at: Option<Pos2>,
}

impl<Id: Clone + Eq + Hash> Default for Table<Id> {
    fn default() -> Self {
        Self::new(TableLayout::default())
    }
}

impl<Id: Clone + Eq + Hash> Table<Id> {
    /// Starts with a remembered layout.
    pub fn new(layout: TableLayout) -> Self {
        Self {
            layout,
            selection: Selection::default(),
            cursor: 0,
            cursor_id: None,
            moved: false,
            anchor: 0,
            extending: None,
            select_when_ready: false,
            reveal: None,
            reveal_column: None,
            visible: 0..0,
            revision: 0,
            menu_at: None,
        }
    }

    /// Gives the layout, to be remembered.
    pub fn layout(&self) -> &TableLayout {
        &self.layout
    }

    /// Takes over a remembered layout.
    pub fn set_layout(&mut self, layout: TableLayout) {
        self.layout = layout;
    }

    /// Gives the shown columns as key and heading, left to right.
    pub fn shown_columns(&self, columns: &[Column]) -> Vec<(String, String)> {
        let shown = self.layout.shown(columns).into_iter();
        shown
            .map(|(column, _)| (column.key.to_owned(), column.title.clone()))
            .collect()
    }

    /// Adds the entries that show, hide and reset columns to a menu.
    pub fn column_chooser(&mut self, ui: &mut Ui, columns: &[Column]) {
        self.layout.reconcile(columns);
        if let Some(ask) = super::header::column_choice(ui, &self.layout, columns) {
            self.answer_columns(ask, columns);
        }
    }

    /// Gives the order of rows that the model has to provide.
    pub fn sort(&self) -> Option<&Sort> {
        self.layout.sort.as_ref()
    }

    /// Gives the selected rows.
    pub fn selection(&self) -> &Selection<Id> {
        &self.selection
    }

    /// Changes the selected rows, for instance to none after they were dealt with.
    pub fn selection_mut(&mut self) -> &mut Selection<Id> {
        &mut self.selection
    }

    /// Gives the row under the keyboard, if it was ever on one.
    pub fn cursor(&self) -> Option<&Id> {
        self.cursor_id.as_ref()
    }

    /// Goes to a row by its number and brings it into sight.
    pub fn go_to(&mut self, index: u64) {
        self.cursor = index;
        self.cursor_id = None;
        self.moved = true;
        self.anchor = index;
        self.select_when_ready = true;
        self.reveal = Some(index);
    }

    /// Shows the table over all the room there is, without a menu.
    pub fn show<M: TableModel<Id = Id>>(
        &mut self,
        ui: &mut Ui,
        spec: &TableSpec<'_>,
        model: &mut M,
    ) -> TableResponse<Id> {
        self.show_with_menu(ui, spec, model, |_, _| {})
    }

    /// Shows the table over all the room there is; `menu` draws the menu of the selected rows.
    pub fn show_with_menu<M: TableModel<Id = Id>>(
        &mut self,
        ui: &mut Ui,
        spec: &TableSpec<'_>,
        model: &mut M,
        menu: impl FnOnce(&mut Ui, &Selection<Id>),
    ) -> TableResponse<Id> {
        self.layout.reconcile(spec.columns);
        let layout_before = self.layout.clone();
        let followed = self.follow_rows(model);
        // A selection is copied only in frames in which something was done.
        let mut selection_before = None;
        let mut response = TableResponse {
            opened: None,
            folded: None,
            sort_changed: false,
            selection_changed: false,
            layout_changed: false,
            copied: None,
        };
        let id = ui.make_persistent_id(spec.id);
        let rect = ui.available_rect_before_wrap();
        let focused = self.take_focus(ui, id, rect, spec, model);
        if focused {
            for ask in ui.input_mut(keys::read) {
                selection_before.get_or_insert_with(|| self.selection.kept());
                self.answer_key(ui, ask, spec, model, &mut response);
            }
        }
        let out = self.paint(ui, id, rect, focused, spec, model);
        self.visible = out.visible;
        if out.header.is_some() || out.pointed.is_some() {
            selection_before.get_or_insert_with(|| self.selection.kept());
        }
        if let Some(ask) = out.header {
            self.answer_header(ask, spec);
        }
        if let Some(pointed) = out.pointed {
            ui.memory_mut(|memory| memory.request_focus(id));
            self.answer_pointer(ui, pointed, model, &mut response);
        }
        self.show_menu(ui, id, out.cursor_rect, menu);
        response.selection_changed = followed
            || selection_before.is_some_and(|before| before.as_ref() != Some(&self.selection));
        response.sort_changed = self.layout.sort != layout_before.sort;
        response.layout_changed = self.layout != layout_before;
        response
    }

    /// Keeps cursor and selection on the rows that they were on when rows come, go or move; true when that changed
    /// the selection.
    fn follow_rows<M: TableModel<Id = Id>>(&mut self, model: &mut M) -> bool {
        let count = model.row_count();
        let mut changed = self.extend(model);
        if self.revision != model.revision() {
            self.revision = model.revision();
            changed = self.selection.forget_missing(|id| model.exists(id));
            if let Some(index) = self.cursor_id.as_ref().and_then(|id| model.index_of(id)) {
                self.cursor = index;
            }
        }
        self.cursor = self.cursor.min(count.saturating_sub(1));
        self.anchor = self.anchor.min(count.saturating_sub(1));
        if count == 0 {
            self.cursor_id = None;
            return changed;
        }
        if let Row::Ready(id) = model.row(self.cursor) {
            if self.select_when_ready {
                self.selection.select_only(id.clone());
                self.cursor_id = Some(id);
                self.select_when_ready = false;
                changed = true;
            } else if self.cursor_id.is_some() {
                self.cursor_id = Some(id);
            }
        }
        changed
    }

    /// Makes the table one stop of the Tab key and names it; tells whether it has the keyboard.
    fn take_focus<M: TableModel<Id = Id>>(
        &mut self,
        ui: &Ui,
        id: WidgetId,
        rect: Rect,
        spec: &TableSpec<'_>,
        model: &M,
    ) -> bool {
        let response = ui.interact(rect, id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, spec.name));
        let focused = response.has_focus();
        let count = model.row_count();
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_row_count(usize::try_from(count).unwrap_or(usize::MAX));
            node.set_column_count(spec.columns.len());
            node.set_multiselectable();
            if focused && count > 0 {
                node.set_active_descendant(rows::row_id(id, self.cursor).accesskit_id());
            }
        });
        if focused {
            let filter = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        }
        focused
    }

    fn paint<M: TableModel<Id = Id>>(
        &mut self,
        ui: &mut Ui,
        id: WidgetId,
        frame: Rect,
        focused: bool,
        spec: &TableSpec<'_>,
        model: &mut M,
    ) -> Out {
        let scroll_bar = ui.spacing().scroll.allocated_width();
        let room = frame.width() - scroll_bar;
        let columns = widths::grown(self.layout.shown(spec.columns), spec.checkboxes, room);
        let widths = Widths::new(&columns, spec.checkboxes, room);
        let mut grid = egui_table::Table::new()
            .id_salt(spec.id)
            .num_rows(model.row_count())
            .columns(widths.columns.clone())
            .num_sticky_cols(widths.sticky)
            .headers([egui_table::HeaderRow::new(36.0)]);
        if let Some(row) = self.reveal.take().filter(|row| *row < model.row_count()) {
            grid = grid.scroll_to_row(row, None);
        }
        if let Some(column) = self.reveal_column.take() {
            grid = grid.scroll_to_column(column, Some(eframe::egui::Align::Max));
        }
        let count = model.row_count();
        let mut cell_style = Style::clone(ui.style());
        cell_style.wrap_mode = Some(TextWrapMode::Truncate);
        let mut painted = Painted {
            model,
            columns: &columns,
            all_columns: spec.columns,
            layout: &self.layout,
            selection: &self.selection,
            checkboxes: spec.checkboxes,
            row_height: ui.row_height(space::ROW),
            table: id,
            cursor: (count > 0).then_some((self.cursor, focused)),
            cell_style: Arc::new(cell_style),
            frame,
            right: frame.left() + room,
            out: Out::default(),
        };
        let resized = ui.scope(|ui| {
            let state_id = grid.get_id(ui);
            widths.store(ui.ctx(), state_id);
            // The grid rules every column from top to bottom with this line; headings have their own short rule.
            ui.visuals_mut().widgets.noninteractive.bg_stroke = Stroke::NONE;
            // Numbers at the edge are read, not hinted at.
            ui.spacing_mut().scroll.fade.strength = 0.0;
            ui.painter()
                .rect_filled(frame, 0.0, ui.tokens().surface.card);
            grid.show(ui, &mut painted);
            let edges = widths.edges(ui, state_id, &columns, frame);
            let mut changed = widths.changed(ui.ctx(), state_id);
            changed.extend(edges.widths);
            (changed, edges.out_of_sight)
        });
        let out = painted.out;
        let (changed, out_of_sight) = resized.inner;
        if !changed.is_empty() {
            // The edge that is dragged stays under the pointer only if no other column takes or gives room.
            for (column, width) in &columns {
                self.layout.set_width(column.key, *width);
            }
        }
        for (key, width) in changed {
            self.layout.set_width(key, width);
        }
        self.reveal_column = out_of_sight;
        out
    }

    fn show_menu(
        &mut self,
        ui: &Ui,
        id: WidgetId,
        cursor: Option<Rect>,
        menu: impl FnOnce(&mut Ui, &Selection<Id>),
    ) {
        let Some(at) = self.menu_at else {
            return;
        };
        // From the keyboard there is no place of a click: the menu hangs under the row.
        let at = match cursor {
            Some(row) if at == Pos2::ZERO => row.left_bottom() + vec2(space::XXL, 0.0),
            _ => at,
        };
        self.menu_at = Some(at);
        let mut open = true;
        let layer: LayerId = ui.layer_id();
        Popup::new(id.with("menu"), ui.ctx().clone(), at, layer)
            .kind(PopupKind::Menu)
            .layout(eframe::egui::Layout::top_down_justified(
                eframe::egui::Align::Min,
            ))
            .style(eframe::egui::containers::menu::menu_style)
            .open_bool(&mut open)
            .show(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                menu(ui, &self.selection);
            });
        if !open {
            self.menu_at = None;
        }
    }
}
