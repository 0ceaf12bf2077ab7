//! Couplings: which record belongs to which, and where each pair stands.

use super::list::{self, Shown, Speaking};
use crate::app::App;
use crate::app::lists::CouplingList;
use crate::app::rows::Rows;
use crate::i18n::Arg;
use crate::model::{CouplingId, PairState};
use crate::store::CouplingRow;
use crate::ui::design::{Icon, Mark, Tone};
use crate::ui::state::UiState;
use crate::ui::table::Column;
use crate::ui::widgets::{PageState, StateChip, page_header};
use eframe::egui::Ui;

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState) {
    let texts = app.texts;
    let total = app.couplings.rows.total();
    page_header(
        ui,
        texts.t("nav-couplings"),
        texts.t_args("couplings-sentence", &[("count", Arg::from(total))]),
        |_| {},
    );
    if total == 0 {
        let empty = PageState::Empty {
            icon: Icon::Link,
            title: texts.t("couplings-empty-title").into_owned(),
            why: texts.t("couplings-empty-why").into_owned(),
            action: None,
        };
        empty.show(ui);
        return;
    }
    let columns = [
        Column::new("bc", texts.t("word-bc"), 280.0).unsortable(),
        Column::new("dv", texts.t("word-dv"), 280.0).unsortable(),
        Column::new("state", texts.t("couplings-column-state"), 140.0).unsortable(),
        Column::new("mapping", texts.t("word-table-mapping"), 150.0).unsortable(),
        Column::new("synced", texts.t("merge-last-synced"), 140.0).unsortable(),
    ];
    let speaking = Speaking::of(app);
    let mut couplings = std::mem::take(&mut app.couplings);
    let name = texts.t("nav-couplings");
    let spec = ("couplings", name.as_ref(), columns.as_slice(), false);
    list::show(
        ui,
        &mut couplings,
        app.reader(),
        &mut state.couplings,
        &speaking,
        spec,
    );
    app.couplings = couplings;
}

impl Shown for CouplingList {
    type Row = CouplingRow;
    type Id = CouplingId;

    fn rows(&self) -> &Rows<CouplingRow> {
        &self.rows
    }

    fn id(row: &CouplingRow) -> CouplingId {
        row.id
    }

    fn text(row: &CouplingRow, column: &str, speaking: &Speaking) -> String {
        match column {
            "bc" => row.labels.bc.clone(),
            "dv" => row.labels.dv.clone(),
            "state" => speaking.texts.t(key_of(row.state)).into_owned(),
            "mapping" => row.mapping.to_string(),
            "synced" => row
                .last_synced
                .map(|at| speaking.moment(at))
                .unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn draw(ui: &mut Ui, row: &CouplingRow, column: &str, speaking: &Speaking) -> bool {
        if column != "state" {
            return false;
        }
        let words = speaking.texts.t(key_of(row.state));
        ui.add(match row.state {
            PairState::InStep => StateChip::mark(Mark::Done, words),
            PairState::Pending => StateChip::tone(Tone::Info, words),
            PairState::Conflict => StateChip::mark(Mark::Open, words),
            PairState::Skipped => StateChip::mark(Mark::Blocked, words),
            PairState::Error | PairState::Broken => StateChip::mark(Mark::Invalid, words),
        });
        true
    }
}

fn key_of(state: PairState) -> &'static str {
    match state {
        PairState::InStep => "pair-in-step",
        PairState::Pending => "pair-pending",
        PairState::Conflict => "pair-conflict",
        PairState::Skipped => "pair-skipped",
        PairState::Error => "pair-error",
        PairState::Broken => "pair-broken",
    }
}
