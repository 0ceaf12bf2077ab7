//! The list of couplings.

use super::reading::Listing;
use super::wish::Wish;
use crate::app::speaking::Speaking;
use crate::model::reason::Problem;
use crate::model::{CouplingId, PairState};
use crate::store::{
    CouplingFilter, CouplingRow, CouplingSort, Found, GoOn, ListTable, Reader, Slice,
};

/// What differs for couplings.
#[derive(Debug)]
pub enum Couplings {}

impl Listing for Couplings {
    const TABLE: ListTable = ListTable::Couplings;
    type Row = CouplingRow;
    type Id = CouplingId;

    fn id(row: &CouplingRow) -> CouplingId {
        row.id
    }

    fn number(id: CouplingId) -> i64 {
        id.0
    }

    fn named(number: i64) -> CouplingId {
        CouplingId(number)
    }

    fn rows(reader: &Reader<'_>, numbers: &[i64]) -> Result<Vec<Option<CouplingRow>>, Problem> {
        reader.couplings_at(numbers)
    }

    fn found(reader: &Reader<'_>, wish: &Wish, go_on: GoOn<'_>) -> Result<Option<Found>, Problem> {
        let (sort, down) = order(wish);
        let by_itself = sort == CouplingSort::Made;
        if by_itself && wish.search().is_none() && !is_rare(reader, wish)? {
            return Ok(None);
        }
        reader
            .find_couplings(&filter(wish), sort, down, go_on)
            .map(Some)
    }

    fn count(reader: &Reader<'_>, wish: &Wish) -> Result<u64, Problem> {
        reader.count_couplings(&filter(wish))
    }

    fn page(reader: &Reader<'_>, wish: &Wish, slice: Slice) -> Result<Vec<CouplingRow>, Problem> {
        let (sort, down) = order(wish);
        reader.list_couplings(&filter(wish), sort, down, slice)
    }

    fn ids(reader: &Reader<'_>, wish: &Wish, slice: Slice) -> Result<Vec<CouplingId>, Problem> {
        let (sort, down) = order(wish);
        reader.coupling_ids(&filter(wish), sort, down, slice)
    }

    fn text(row: &CouplingRow, column: &str, speaking: &Speaking) -> String {
        let time =
            |at: Option<jiff::Timestamp>| at.map(|at| speaking.moment(at)).unwrap_or_default();
        match column {
            "bc" => row.labels.bc.clone(),
            "dv" => row.labels.dv.clone(),
            "state" => speaking.texts.t(pair_key(row.state)).into_owned(),
            "mapping" => row.mapping.to_string(),
            "synced" => time(row.last_synced),
            "bc-changed" => time(row.modified.bc),
            "dv-changed" => time(row.modified.dv),
            "bc-id" => row.ids.bc.hyphenated().to_string(),
            "dv-id" => row.ids.dv.hyphenated().to_string(),
            _ => String::new(),
        }
    }
}

/// One in so many is rare.
const RARE: u64 = 4;

fn filter(wish: &Wish) -> CouplingFilter {
    CouplingFilter {
        mapping: wish.mapping.clone(),
        states: wish.states.clone(),
        search: wish.search(),
    }
}

/// Whether so few pairs fit that each page of them would have to be looked for among very many others.
fn is_rare(reader: &Reader<'_>, wish: &Wish) -> Result<bool, Problem> {
    if wish.mapping.is_none() && wish.states.is_empty() {
        return Ok(false);
    }
    let fitting = reader.count_couplings(&filter(wish))?;
    Ok(fitting.saturating_mul(RARE) < reader.at_most(ListTable::Couplings)?)
}

fn order(wish: &Wish) -> (CouplingSort, bool) {
    let Some((column, down)) = &wish.sort else {
        return (CouplingSort::Made, false);
    };
    let sort = match column.as_str() {
        "bc" => CouplingSort::BcLabel,
        "dv" => CouplingSort::DvLabel,
        "state" => CouplingSort::State,
        "synced" => CouplingSort::LastSynced,
        _ => CouplingSort::Made,
    };
    (sort, *down)
}

/// The key of a state's name.
pub fn pair_key(state: PairState) -> &'static str {
    match state {
        PairState::InStep => "pair-in-step",
        PairState::Pending => "pair-pending",
        PairState::Conflict => "pair-conflict",
        PairState::Skipped => "pair-skipped",
        PairState::Error => "pair-error",
        PairState::Broken => "pair-broken",
    }
}
