//! Hands the remembered widths to the grid and takes dragged ones back.

use eframe::egui::{Context, EventFilter, Id, Key, Modifiers, Rect, Role, Ui};
use egui_table::TableState;

use super::column::{Align, Column};
use super::rows;
use crate::ui::WordsExt as _;
use crate::ui::widgets::paint_focus_ring;

/// The widest that a column can be, in points.
const WIDEST: f32 = 2000.0;
/// By how much an arrow changes the width of a column, in points.
const STEP: f32 = 16.0;

/// Columns of words that are at least so wide, in points, share the room that is left: shorter ones hold dates and names of
/// states, which no width makes clearer.
const GROWS: f32 = 180.0;

/// Gives the columns the room that the window has and they do not need, so that words are cut only where there is none.
///
/// Only while nobody has changed a width: from then on each column is as wide as it was left.
pub(super) fn grown(
    shown: Vec<(&Column, f32)>,
    checkboxes: bool,
    room: f32,
) -> Vec<(&Column, f32)> {
    let checks = if checkboxes { rows::CHECK_WIDTH } else { 0.0 };
    let used: f32 = shown.iter().map(|(_, width)| width).sum();
    let spare = room - checks - used;
    let untouched = |(column, width): &(&Column, f32)| (width - column.width).abs() < 0.1;
    let grows = |column: &Column| column.align == Align::Left && column.width >= GROWS;
    let growing: f32 = shown
        .iter()
        .filter(|(column, _)| grows(column))
        .map(|(_, width)| width)
        .sum();
    if spare <= 0.0 || growing <= 0.0 || !shown.iter().all(untouched) {
        return shown;
    }
    let by = 1.0 + spare / growing;
    let grow = |(column, width)| (column, if grows(column) { width * by } else { width });
    shown.into_iter().map(grow).collect()
}

/// What the keyboard does at the edges of columns.
#[derive(Default)]
pub(super) struct Edges {
    /// The columns that got another width.
    pub(super) widths: Vec<(&'static str, f32)>,
    /// The column whose edge has the keyboard out of sight.
    pub(super) out_of_sight: Option<usize>,
}

/// The widths that one frame is drawn with.
pub(super) struct Widths {
    pub(super) columns: Vec<egui_table::Column>,
    keys: Vec<(&'static str, Id, f32)>,
    pub(super) sticky: usize,
}

impl Widths {
    /// Lays out the shown columns in the room there is, after the check boxes and before a filler.
    pub(super) fn new(shown: &[(&Column, f32)], checkboxes: bool, room: f32) -> Self {
        let fixed = |name: &str, width: f32| {
            egui_table::Column::new(width)
                .range(width..=width)
                .resizable(false)
                .id(Id::unique(("table", name)))
        };
        let mut columns = Vec::new();
        let mut keys = Vec::new();
        if checkboxes {
            columns.push(fixed("check", rows::CHECK_WIDTH));
        }
        for (column, width) in shown {
            let id = Id::unique(("table", column.key));
            columns.push(
                egui_table::Column::new(*width)
                    .range(column.min_width..=WIDEST)
                    .resizable(true)
                    .id(id),
            );
            keys.push((column.key, id, *width));
        }
        let used: f32 = columns.iter().map(|column| column.current).sum();
        // Rows reach to the right edge even when their columns do not.
        if used < room {
            columns.push(fixed("filler", room - used));
        }
        let first = usize::from(checkboxes) + 1;
        let first_width: f32 = columns
            .iter()
            .take(first)
            .map(|column| column.current)
            .sum();
        let sticky = if first_width * 2.0 < room && used > room {
            first
        } else {
            0
        };
        Self {
            columns,
            keys,
            sticky,
        }
    }

    /// Puts the widths where the grid looks for them, so that it never measures by itself.
    pub(super) fn store(&self, ctx: &Context, id: Id) {
        let mut state = TableState::load(ctx, id).unwrap_or_default();
        state.col_widths = self
            .columns
            .iter()
            .filter_map(|column| Some((column.id?, column.current)))
            .collect();
        state.store(ctx, id);
    }

    /// Names the edges between columns, at which the keyboard stops too: there ← and → change the width of the column before.
    pub(super) fn edges(&self, ui: &Ui, grid: Id, shown: &[(&Column, f32)], frame: Rect) -> Edges {
        let mut edges = Edges::default();
        for (column, width) in shown {
            let own = Id::unique(("table", column.key));
            let edge = grid.with(own).with("resize");
            let Some(response) = ui.ctx().read_response(edge) else {
                continue;
            };
            let name = [("column", column.title.as_str().into())];
            let name = ui.texts().t_args("table-column-width", &name);
            ui.ctx().accesskit_node_builder(edge, |node| {
                node.set_role(Role::Splitter);
                node.set_label(name);
            });
            if !response.has_focus() {
                continue;
            }
            let arrows = EventFilter {
                horizontal_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(edge, arrows));
            paint_focus_ring(ui, &response, response.rect.shrink(3.0));
            for (key, by) in [(Key::ArrowLeft, -STEP), (Key::ArrowRight, STEP)] {
                if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                    let width = (width + by).clamp(column.min_width, WIDEST);
                    edges.widths.push((column.key, width));
                }
            }
            if response.gained_focus() && !frame.x_range().contains(response.rect.center().x) {
                edges.out_of_sight = self.columns.iter().position(|one| one.id == Some(own));
            }
        }
        edges
    }

    /// Lists the columns whose width the person changed in this frame.
    pub(super) fn changed(&self, ctx: &Context, id: Id) -> Vec<(&'static str, f32)> {
        let Some(state) = TableState::load(ctx, id) else {
            return Vec::new();
        };
        self.keys
            .iter()
            .filter_map(|(key, id, before)| {
                let now = state.col_widths.get(id)?;
                ((now - before).abs() > 0.1).then_some((*key, *now))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        vec![
            Column::new("when", "When", 120.0),
            Column::new("record", "Record", 200.0),
            Column::new("why", "Why", 300.0),
            Column::new("tries", "Attempts", 200.0).number(),
        ]
    }

    fn widths(columns: &[Column], touched: Option<f32>, room: f32) -> Vec<f32> {
        let mut shown: Vec<_> = columns.iter().map(|own| (own, own.width)).collect();
        if let (Some(width), Some(first)) = (touched, shown.first_mut()) {
            first.1 = width;
        }
        let grown = grown(shown, false, room).into_iter();
        grown.map(|(_, width)| width.round()).collect()
    }

    #[test]
    fn words_take_the_room_that_is_left() {
        assert_eq!(
            widths(&columns(), None, 920.0),
            [120.0, 240.0, 360.0, 200.0]
        );
    }

    #[test]
    fn nothing_grows_without_room_or_against_the_person() {
        assert_eq!(
            widths(&columns(), None, 700.0),
            [120.0, 200.0, 300.0, 200.0]
        );
        let own = widths(&columns(), Some(90.0), 920.0);
        assert_eq!(own, [90.0, 200.0, 300.0, 200.0]);
    }
}
