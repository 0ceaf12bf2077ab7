use super::*;
use crate::model::report::SkipReason;
use crate::model::{PairState, Sides, SkippedId};
use crate::store::testing::{at, customer, id, ids, store};
use crate::store::{NewSkipped, Slice, Store};
use pretty_assertions::assert_eq;

/// Skipped pairs with these names and reasons, each older than the next.
fn skipped(pairs: &[(&str, SkipReason)]) -> Store {
    let store = store();
    store
        .write(|w| {
            for (number, (label, reason)) in (1..).zip(pairs) {
                let pair = w.couple(&customer(), ids(number, 1000 + number))?;
                w.put_skipped(&NewSkipped {
                    mapping: customer(),
                    coupling: Some(pair),
                    ids: ids(number, 1000 + number).map(Some),
                    labels: Sides::new((*label).to_owned(), String::new()),
                    reason: *reason,
                    problem: None,
                    since: at(i64::try_from(number).unwrap()),
                    open_fields: Vec::new(),
                })?;
            }
            Ok(())
        })
        .unwrap();
    store
}

const MIXED: [(&str, SkipReason); 6] = [
    ("Éclair", SkipReason::Conflict),
    ("beta Works GmbH", SkipReason::DeletedInDv),
    ("Alpha", SkipReason::DeletedInDv),
    ("Beta Works Ltd", SkipReason::Conflict),
    ("alpha", SkipReason::Blocked),
    ("", SkipReason::DeletedInDv),
];

const ALWAYS: GoOn<'static> = &|| true;

#[test]
fn what_is_found_stands_as_the_list_itself_has_it() {
    let store = skipped(&MIXED);
    let read = store.read();
    let sorts = [
        None,
        Some(SkippedSort::Record),
        Some(SkippedSort::Reason),
        Some(SkippedSort::Mapping),
        Some(SkippedSort::Since),
    ];
    for sort in sorts {
        for down in [false, true] {
            let order = sort.map(|sort| (sort, down));
            let filter = SkippedFilter::default();
            let listed = read.skipped_ids(&filter, order, Slice::ALL).unwrap();
            let listed: Vec<i64> = listed.into_iter().map(|SkippedId(id)| id).collect();
            let found = read.find_skipped(&filter, order, None, ALWAYS).unwrap();
            // The list does not know that É is a large é.
            if sort != Some(SkippedSort::Record) {
                assert_eq!(found[0].1, listed, "{order:?}");
            }
            assert_eq!(found[0].1.len(), MIXED.len());
        }
    }
    let up = Some((SkippedSort::Record, false));
    let found = read.find_skipped(&SkippedFilter::default(), up, None, ALWAYS);
    let rows = read.skipped_at(&found.unwrap()[0].1).unwrap();
    let names: Vec<String> = rows
        .into_iter()
        .map(|row| row.unwrap().record.labels.bc)
        .collect();
    assert_eq!(
        names,
        [
            "",
            "alpha",
            "Alpha",
            "beta Works GmbH",
            "Beta Works Ltd",
            "Éclair"
        ]
    );
}

#[test]
fn a_text_is_found_in_whatever_case_and_only_where_it_is() {
    let store = skipped(&MIXED);
    let read = store.read();
    let count = |text: &str| -> usize {
        let filter = SkippedFilter {
            search: Some(text.to_owned()),
            ..SkippedFilter::default()
        };
        let found = read.find_skipped(&filter, None, None, ALWAYS).unwrap();
        let found = found.iter().map(|(_, ids)| ids.len()).sum();
        assert_eq!(read.count_skipped(&filter).unwrap(), found as u64, "{text}");
        found
    };
    assert_eq!(count("BETA works"), 2);
    assert_eq!(count("éCLAIR"), 1);
    assert_eq!(count("nobody"), 0);
    assert_eq!(count(&id(1001).hyphenated().to_string()), 1);
}

#[test]
fn groups_come_in_one_look_the_largest_first() {
    let store = skipped(&MIXED);
    let read = store.read();
    let filter = SkippedFilter::default();
    let found = read
        .find_skipped(&filter, None, Some(Grouping::Reason), ALWAYS)
        .unwrap();
    let sizes: Vec<(&str, usize)> = found
        .iter()
        .map(|(name, ids)| (name.as_str(), ids.len()))
        .collect();
    assert_eq!(
        sizes,
        [("deleted_in_dv", 3), ("conflict", 2), ("blocked", 1)]
    );
    let listed = read.skipped_by_reason(&filter).unwrap();
    assert_eq!(listed.len(), found.len());
    let by_mapping = read.find_skipped(&filter, None, Some(Grouping::Mapping), ALWAYS);
    assert_eq!(by_mapping.unwrap()[0].0, customer().as_str());
}

#[test]
fn couplings_are_found_by_name_and_state_and_those_that_are_gone_leave_a_gap() {
    let store = skipped(&MIXED);
    let read = store.read();
    let all = CouplingFilter::default();
    for sort in [
        CouplingSort::Made,
        CouplingSort::State,
        CouplingSort::BcLabel,
        CouplingSort::LastSynced,
    ] {
        for down in [false, true] {
            let listed = read.coupling_ids(&all, sort, down, Slice::ALL).unwrap();
            let listed: Vec<i64> = listed.into_iter().map(|id| id.0).collect();
            let found = read.find_couplings(&all, sort, down, ALWAYS).unwrap();
            assert_eq!(found[0].1, listed, "{sort:?}");
        }
    }
    let none = CouplingFilter {
        states: vec![PairState::Broken],
        ..CouplingFilter::default()
    };
    let found = read.find_couplings(&none, CouplingSort::Made, false, ALWAYS);
    assert_eq!(found.unwrap(), []);
    let rows = read.couplings_at(&[2, 99, 1]).unwrap();
    let there: Vec<Option<i64>> = rows
        .iter()
        .map(|row| row.as_ref().map(|row| row.id.0))
        .collect();
    assert_eq!(there, [Some(2), None, Some(1)]);
}

#[test]
fn a_look_that_nobody_wants_any_more_ends() {
    let many: Vec<(&str, SkipReason)> = (0..=STRETCH)
        .map(|_| ("same", SkipReason::Conflict))
        .collect();
    let store = skipped(&many);
    let found = store
        .read()
        .find_skipped(&SkippedFilter::default(), None, None, &|| false);
    assert_eq!(found.unwrap_err().cause, Cause::Cancelled);
}
