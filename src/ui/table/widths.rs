//! Hands the remembered widths to the grid and takes dragged ones back.

use eframe::egui::Context;
use eframe::egui::Id;
use egui_table::TableState;

use super::column::Column;
use super::rows;

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
                    .range(column.min_width..=2000.0)
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
