//! Carries out what a person does to a table: selection, keyboard, order, folds.

use std::hash::Hash;

use eframe::egui::Modifiers;
use eframe::egui::Pos2;
use eframe::egui::Ui;

use super::column::Column;
use super::copy;
use super::header::HeaderAsk;
use super::keys;
use super::keys::Ask;
use super::keys::Reach;
use super::model::Row;
use super::model::TableModel;
use super::rows::Pointed;
use super::view::Copied;
use super::view::Extending;
use super::view::Table;
use super::view::TableResponse;
use super::view::TableSpec;

impl<Id: Clone + Eq + Hash> Table<Id> {
    /// Does what a key asks.
    pub(super) fn answer_key<M: TableModel<Id = Id>>(
        &mut self,
        ui: &Ui,
        ask: Ask,
        spec: &TableSpec<'_>,
        model: &mut M,
        response: &mut TableResponse<Id>,
    ) {
        // What is being looked for was asked before.
        self.extending = None;
        let row = model.row(self.cursor);
        match (ask, row) {
            (Ask::Go(step, reach), _) => {
                let page = self.visible.end.saturating_sub(self.visible.start);
                let fresh = !self.moved && matches!(step, keys::Step::Down | keys::Step::Up);
                let open_head = |row| matches!(row, Row::Group(group) if group.open);
                let to = if fresh && step == keys::Step::Down && open_head(model.row(self.cursor)) {
                    // What a person wants to go to first is a row, not the head of its group.
                    step.from(self.cursor, model.row_count(), page)
                } else if fresh {
                    self.cursor
                } else {
                    step.from(self.cursor, model.row_count(), page)
                };
                self.go(to, reach, model);
            }
            (Ask::Toggle, Row::Ready(id)) => {
                self.selection.toggle(id.clone());
                self.cursor_id = Some(id);
                self.anchor = self.cursor;
            }
            (Ask::Open, Row::Ready(id)) => response.opened = Some(id),
            (Ask::Toggle | Ask::Open, Row::Group(group)) => response.folded = Some(group.id),
            (Ask::Fold(open), Row::Group(group)) if group.open != open => {
                response.folded = Some(group.id);
            }
            (Ask::All, _) => self.selection.select_all(),
            (Ask::Copy, _) => {
                let shown = self.layout.shown(spec.columns);
                let columns: Vec<&Column> = shown.iter().map(|(column, _)| *column).collect();
                let (text, rows) = copy::tsv(model, &columns, &self.selection);
                if rows < self.selection.count(model.row_count()).min(copy::MOST) {
                    // Some were never in sight: whoever has the rows copies them.
                    response.copied = Some(Copied::Elsewhere);
                } else if rows > 0 {
                    ui.ctx().copy_text(text);
                    response.copied = Some(Copied::Rows(rows));
                }
            }
            (Ask::Menu, Row::Ready(id)) => {
                self.select_for_menu(id);
                self.menu_at = Some(Pos2::ZERO);
                self.reveal = Some(self.cursor);
            }
            (Ask::Toggle | Ask::Open | Ask::Fold(_) | Ask::Menu, _) => {}
        }
    }

    /// Moves the keyboard to a row and lets the selection follow.
    fn go<M: TableModel<Id = Id>>(&mut self, to: u64, reach: Reach, model: &mut M) {
        self.cursor = to;
        self.moved = true;
        self.reveal = Some(to);
        model.prepare(to..to.saturating_add(1).min(model.row_count()));
        let row = model.row(to);
        self.cursor_id = match &row {
            Row::Ready(id) => Some(id.clone()),
            Row::Group(group) => Some(group.id.clone()),
            Row::NotLoaded | Row::Loading | Row::Failed(_) => None,
        };
        match (reach, row) {
            (Reach::Leave, _) => {}
            (Reach::Extend, _) => self.extend_to(to, model),
            (Reach::Select, Row::Ready(id)) => {
                self.anchor = to;
                self.selection.select_only(id);
            }
            (Reach::Select, Row::NotLoaded | Row::Loading) => {
                self.anchor = to;
                self.select_when_ready = true;
            }
            (Reach::Select, Row::Group(_) | Row::Failed(_)) => self.anchor = to,
        }
    }

    fn extend_to<M: TableModel<Id = Id>>(&mut self, to: u64, model: &mut M) {
        self.extending = Some(Extending {
            rows: self.anchor.min(to)..self.anchor.max(to).saturating_add(1),
            adds: false,
        });
        self.extend(model);
    }

    /// Selects from here to there, once it is known which rows these are; whether it was done now.
    pub(super) fn extend<M: TableModel<Id = Id>>(&mut self, model: &mut M) -> bool {
        let Some(Extending { rows, adds }) = self.extending.clone() else {
            return false;
        };
        let Some(ids) = model.ids(rows) else {
            return false;
        };
        self.extending = None;
        if adds {
            self.selection.add(ids);
        } else {
            self.selection.select_these(ids);
        }
        true
    }

    fn select_for_menu(&mut self, id: Id) {
        if !self.selection.contains(&id) {
            self.selection.select_only(id.clone());
        }
        self.cursor_id = Some(id);
    }

    /// Does what was done to a row with the pointer.
    pub(super) fn answer_pointer<M: TableModel<Id = Id>>(
        &mut self,
        ui: &Ui,
        pointed: Pointed,
        model: &mut M,
        response: &mut TableResponse<Id>,
    ) {
        let (Pointed::Click(index, _)
        | Pointed::Check(index)
        | Pointed::Open(index)
        | Pointed::Menu(index)
        | Pointed::Fold(index)) = pointed;
        self.cursor = index;
        self.moved = true;
        self.extending = None;
        match (pointed, model.row(index)) {
            (Pointed::Fold(_), Row::Group(group)) => {
                self.cursor_id = Some(group.id.clone());
                response.folded = Some(group.id);
            }
            (Pointed::Click(_, modifiers), Row::Ready(id)) => {
                self.click(index, id, modifiers, model);
            }
            (Pointed::Check(_), Row::Ready(id)) => {
                let shift = ui.input(|input| input.modifiers.shift);
                if shift {
                    self.extending = Some(Extending {
                        rows: self.anchor.min(index)..self.anchor.max(index).saturating_add(1),
                        adds: true,
                    });
                    self.extend(model);
                } else {
                    self.selection.toggle(id.clone());
                }
                self.anchor = index;
                self.cursor_id = Some(id);
            }
            (Pointed::Open(_), Row::Ready(id)) => {
                self.selection.select_only(id.clone());
                self.cursor_id = Some(id.clone());
                response.opened = Some(id);
            }
            (Pointed::Menu(_), Row::Ready(id)) => {
                self.select_for_menu(id);
                self.anchor = index;
                self.menu_at = ui.input(|input| input.pointer.interact_pos());
            }
            _ => {}
        }
    }

    fn click<M: TableModel<Id = Id>>(
        &mut self,
        index: u64,
        id: Id,
        modifiers: Modifiers,
        model: &mut M,
    ) {
        self.cursor_id = Some(id.clone());
        match (modifiers.shift, modifiers.command) {
            (true, _) => self.extend_to(index, model),
            (false, true) => {
                self.selection.toggle(id);
                self.anchor = index;
            }
            (false, false) => {
                self.selection.select_only(id);
                self.anchor = index;
            }
        }
    }

    /// Does what a heading asks.
    pub(super) fn answer_header(&mut self, ask: HeaderAsk, spec: &TableSpec<'_>) {
        self.answer_columns(ask, spec.columns);
    }

    /// Does what is asked of the columns.
    pub(super) fn answer_columns(&mut self, ask: HeaderAsk, columns: &[Column]) {
        match ask {
            HeaderAsk::ClickSort(key) => self.layout.click_sort(key),
            HeaderAsk::Sort(sort) => self.layout.sort = sort,
            HeaderAsk::Show(key, shown) => self.layout.set_shown(key, shown),
            HeaderAsk::Shift(key, to_the_right) => self.layout.shift(key, to_the_right),
            HeaderAsk::Reset => self.layout.reset(columns),
            HeaderAsk::SelectAll(true) => self.selection.select_all(),
            HeaderAsk::SelectAll(false) => self.selection.clear(),
        }
    }
}
