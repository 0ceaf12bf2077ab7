//! What work is expected to cost: requests, and the time that they take.

use super::full::FullRow;
use super::full_plan::FullPlan;
use crate::engine::full::{LineStatus, Recommendation};
use crate::model::{Side, Sides};
use jiff::SignedDuration;
use std::collections::BTreeMap;

/// Writes that go in one request.
const AT_ONCE: u64 = 100;
/// Records that one page of a read brings.
const PAGE: u64 = 5_000;
/// What a request that reads is taken to last, and one that writes a batch, in milliseconds. Assumptions, not measurements:
/// nobody has timed a customer's own services before the first run, so the page says which pace the estimate is made from.
pub const READ_MILLIS: u64 = 400;
/// See [`READ_MILLIS`]; for a whole batch of [`AT_ONCE`] writes.
pub const WRITE_MILLIS: Sides<u64> = Sides {
    bc: 12_000,
    dv: 6_000,
};

/// What some work is expected to cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Requests to each side, as far as can be foreseen.
    pub requests: Sides<u64>,
    /// How long it takes at the pace of [`READ_MILLIS`] and [`WRITE_MILLIS`], one request after another.
    pub duration: SignedDuration,
}

impl Cost {
    /// So many requests that read, and so many batches of writes.
    pub fn of(reads: Sides<u64>, batches: Sides<u64>) -> Self {
        let millis =
            |side: Side| reads.get(side) * READ_MILLIS + batches.get(side) * WRITE_MILLIS.get(side);
        let seconds = (millis(Side::Bc) + millis(Side::Dv)) / 1_000;
        Self {
            requests: Sides::from_fn(|side| reads.get(side) + batches.get(side)),
            duration: SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX).max(1)),
        }
    }
}

/// How many batches so many writes take.
pub fn batches(writes: u64) -> u64 {
    writes.div_ceil(AT_ONCE)
}

/// What it costs to run the mappings of a full synchronisation that have not succeeded: both sides are read, and where one side
/// has nothing yet, all of the other's records are created there.
pub fn of_full(rows: &[FullRow]) -> Cost {
    let (mut reads, mut writes) = (Sides::<u64>::default(), Sides::<u64>::default());
    for row in rows {
        let line = &row.line;
        if line.status == LineStatus::Success {
            continue;
        }
        for side in Side::BOTH {
            *reads.get_mut(side) += line.records.get(side).div_ceil(PAGE).max(1);
            let alone = *line.records.get(side) == 0;
            if alone && line.recommendation == Some(Recommendation::FullSynchronisation) {
                *writes.get_mut(side) += batches(*line.records.get(side.other()));
            }
        }
    }
    Cost::of(reads, writes)
}

/// What it costs to run the chosen lines of a plan: their records are read again on both sides, then written.
pub fn of_plan(plan: &FullPlan) -> Cost {
    let mut by_mapping: BTreeMap<&str, Sides<u64>> = BTreeMap::new();
    for (index, row) in plan.shown() {
        if !plan.chosen.contains(&index) || row.record.is_none() {
            continue;
        }
        let written = plan.towards.get(&index).copied().or(row.category.1);
        let own = by_mapping.entry(row.line.mapping.as_str()).or_default();
        *own.get_mut(written.unwrap_or(Side::Dv)) += 1;
    }
    let (mut reads, mut writes) = (Sides::<u64>::default(), Sides::<u64>::default());
    for own in by_mapping.values() {
        for side in Side::BOTH {
            *reads.get_mut(side) += batches(own.bc + own.dv);
            *writes.get_mut(side) += batches(*own.get(side));
        }
    }
    Cost::of(reads, writes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::full::FullLine;
    use crate::model::report::Counters;

    fn row(records: Sides<u64>, recommendation: Recommendation, status: LineStatus) -> FullRow {
        FullRow {
            wave: 1,
            line: FullLine {
                mapping: "CUSTOMER".into(),
                depends_on: Vec::new(),
                recommendation: Some(recommendation),
                status,
                waits_for: Vec::new(),
                records,
                counters: Counters::default(),
                finished: None,
                problem: None,
            },
        }
    }

    #[test]
    fn nothing_takes_no_request() {
        assert_eq!(
            Cost::of(Sides::default(), Sides::default()).requests,
            Sides::default()
        );
        assert_eq!(of_full(&[]).duration, SignedDuration::from_secs(1));
    }

    #[test]
    fn what_is_only_on_one_side_is_written_to_the_other_and_what_is_done_costs_nothing() {
        let full = Recommendation::FullSynchronisation;
        let rows = [
            row(Sides::new(12_000, 0), full, LineStatus::Waiting),
            row(
                Sides::new(900, 800),
                Recommendation::CoupleRecords,
                LineStatus::Error,
            ),
            row(Sides::new(9_000, 9_000), full, LineStatus::Success),
        ];
        let cost = of_full(&rows);
        // Three pages and one; one and one, and 120 batches.
        assert_eq!(cost.requests, Sides::new(4, 2 + 120));
        assert_eq!(
            cost.duration,
            SignedDuration::from_secs((6 * 400 + 120 * 6_000) / 1_000)
        );
    }
}
