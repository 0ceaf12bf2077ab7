use super::*;
use crate::model::Side;
use crate::model::report::{ErrorEnd, HistoryAction, SkipReason};
use crate::model::{Direction, PairState};
use crate::store::testing::{at, customer, id, ids, mapping, store};
use crate::store::{NewError, NewHistory, NewSkipped};
use pretty_assertions::assert_eq;

fn failure(number: u128, second: i64) -> NewError {
    let end = |side, id| ErrorEnd {
        side,
        id,
        label: String::new(),
        url: None,
    };
    NewError {
        job: None,
        mapping: customer(),
        direction: Direction::ToDataverse,
        time: at(second),
        problem: Problem::new(Cause::TooLong),
        source: end(Side::Bc, Some(id(number))),
        destination: end(Side::Dv, None),
    }
}

#[test]
fn every_state_is_counted_by_mapping() {
    let store = store();
    store
        .write(|w| {
            w.put_mapping(&mapping("ITEM"), 1)?;
            let states = [
                PairState::InStep,
                PairState::InStep,
                PairState::Pending,
                PairState::Conflict,
                PairState::Skipped,
                PairState::Error,
                PairState::Broken,
            ];
            for (number, state) in (1..).zip(states) {
                let coupling = w.settled_pair(number, "x")?;
                w.set_state(coupling, state, state == PairState::Pending)?;
                if state == PairState::Conflict {
                    w.put_skipped(&NewSkipped {
                        mapping: customer(),
                        coupling: Some(coupling),
                        ids: Sides::default(),
                        labels: Sides::default(),
                        reason: SkipReason::Conflict,
                        problem: None,
                        since: at(1),
                        open_fields: Vec::new(),
                    })?;
                }
            }
            w.see_record(Side::Bc, 50, "x", 1)?;
            w.put_error(&failure(50, 1))
        })
        .unwrap();
    let counts = store.read().mapping_counts().unwrap();
    let expected = MappingCounts {
        mapping: customer(),
        in_step: 2,
        pending: 1,
        conflict: 1,
        skipped: 1,
        error: 1,
        broken: 1,
        to_look_at: 1,
        uncoupled: Sides::new(1, 0),
        open_errors: 1,
        skipped_records: 1,
    };
    assert_eq!(counts[0].couplings(), 7);
    assert_eq!(counts[0], expected);
    assert_eq!(
        (counts[1].mapping.as_str(), counts[1].couplings()),
        ("ITEM", 0)
    );
}

#[test]
fn writes_and_failures_are_counted_by_minute_and_side() {
    let store = store();
    let write = |side, second, action| NewHistory {
        side,
        time: at(second),
        action,
        ..NewHistory::link(None, at(0), &customer(), ids(1, 2), HistoryAction::Modify)
    };
    store
        .write(|w| {
            w.add_history(&write(Side::Bc, 0, HistoryAction::Insert))?;
            w.add_history(&write(Side::Dv, 1, HistoryAction::Modify))?;
            w.add_history(&write(Side::Dv, 2, HistoryAction::Delete))?;
            w.add_history(&write(Side::Dv, 3, HistoryAction::Couple))?;
            w.add_history(&write(Side::Dv, 300, HistoryAction::Modify))?;
            w.put_error(&failure(1, 301))?;
            w.put_error(&failure(1, 302))
        })
        .unwrap();
    let minute = |second: i64| Timestamp::from_second(at(second).as_second() / 60 * 60).unwrap();
    let points = store.read().throughput(at(-60), at(600), 1).unwrap();
    assert_eq!(
        points,
        [
            ThroughputPoint {
                at: minute(0),
                written: Sides::new(1, 2),
                failed: Sides::default()
            },
            ThroughputPoint {
                at: minute(300),
                written: Sides::new(0, 1),
                failed: Sides::new(0, 2)
            },
        ]
    );
    let hour = store
        .read()
        .throughput(at(-3600), at(3600), 60 * 24)
        .unwrap();
    assert_eq!(hour.iter().map(|point| point.written.dv).sum::<u64>(), 3);
    assert!(hour.len() <= 2);
    assert_eq!(store.read().throughput(at(600), at(900), 1), Ok(Vec::new()));
    // The plot stays when the history is cleaned up.
    store.write(|w| w.clear_history(at(9000))).unwrap();
    assert_eq!(
        store.read().throughput(at(-60), at(600), 1).unwrap(),
        points
    );
}
