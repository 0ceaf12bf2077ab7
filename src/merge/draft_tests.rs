use super::*;
use crate::merge::testing::{any_text, fields, pair, table};
use crate::merge::{MergeInput, State, Unresolving, merge_record};
use crate::model::{Direction, FieldMapping, Fields, TableMapping};
use pretty_assertions::assert_eq;
use proptest::prelude::*;

const NAMES: [&str; 3] = ["a", "b", "c"];

/// Three fields; the first two belong to a group.
fn mapping() -> TableMapping {
    let grouped = |name| FieldMapping {
        group: Some("group".into()),
        ..pair(name, name, Direction::Both)
    };
    table(vec![
        grouped("a"),
        grouped("b"),
        pair("c", "c", Direction::Both),
    ])
}

fn of(values: [&str; 3]) -> Fields {
    fields(&[
        ("a", values[0].into()),
        ("b", values[1].into()),
        ("c", values[2].into()),
    ])
}

fn merge_of(mapping: &TableMapping, base: [&str; 3], bc: [&str; 3], dv: [&str; 3]) -> RecordMerge {
    let base = Sides::new(of(base), of(base));
    let (bc, dv) = (of(bc), of(dv));
    let input = MergeInput::new(Some(&base), Sides::new(&bc, &dv));
    merge_record(mapping, Sides::default(), &input, &Unresolving)
}

/// All three fields changed on both sides.
fn conflict(mapping: &TableMapping) -> RecordMerge {
    merge_of(mapping, ["0", "0", "0"], ["1", "1", "1"], ["2", "2", "2"])
}

fn name(text: &str) -> FieldName {
    text.into()
}

#[test]
fn a_conflict_is_decided_field_by_field_and_then_written() {
    let mapping = mapping();
    let rules = MergeRules::new(&mapping, Sides::default());
    let merge = conflict(&mapping);
    let mut draft = MergeDraft::new();
    assert_eq!(
        draft.progress(&merge),
        DraftProgress {
            decided: 0,
            open: 3
        }
    );

    draft.decide(&merge, [(&name("a"), Pick::Bc), (&name("b"), Pick::Bc)]);
    let half = draft.apply(&rules, &merge, &Unresolving);
    assert_eq!(half.open_fields(), [name("c")]);
    let problems = half.finish().unwrap_err();
    assert_eq!(
        (problems.len(), problems[0].problem.cause),
        (1, Cause::Conflict)
    );
    let will = half.will_write();
    assert_eq!(
        (will.bc.fields.len(), will.dv.fields.len(), will.bc.open),
        (0, 2, vec![name("c")])
    );

    draft.decide(&merge, [(&name("c"), Pick::Custom("3".into()))]);
    let writes = draft.apply(&rules, &merge, &Unresolving).finish().unwrap();
    assert_eq!((writes.bc.len(), writes.dv.len()), (1, 3));
    assert_eq!(
        draft.progress(&merge),
        DraftProgress {
            decided: 3,
            open: 0
        }
    );
}

#[test]
fn the_latest_decision_of_a_group_counts() {
    let mapping = mapping();
    let rules = MergeRules::new(&mapping, Sides::default());
    let merge = conflict(&mapping);
    let mut draft = MergeDraft::new();
    draft.decide(&merge, [(&name("b"), Pick::Bc)]);
    draft.decide(&merge, [(&name("a"), Pick::Dv)]);
    let picks = |draft: &MergeDraft| {
        let merge = draft.apply(&rules, &merge, &Unresolving);
        merge
            .fields
            .into_iter()
            .map(|field| field.pick)
            .collect::<Vec<_>>()
    };
    assert_eq!(picks(&draft), [Pick::Dv, Pick::Dv, Pick::Undecided]);
    draft.undo();
    assert_eq!(picks(&draft), [Pick::Bc, Pick::Bc, Pick::Undecided]);
}

#[test]
fn a_decision_counts_only_for_the_values_it_was_made_from() {
    let mapping = mapping();
    let rules = MergeRules::new(&mapping, Sides::default());
    let mut draft = MergeDraft::new();
    let merge = conflict(&mapping);
    draft.decide(&merge, [(&name("a"), Pick::Bc), (&name("c"), Pick::Dv)]);

    let moved = merge_of(&mapping, ["0", "0", "0"], ["1", "1", "1"], ["2", "2", "9"]);
    assert_eq!(draft.reopened(&moved), [(&name("c"), &Pick::Dv)]);
    let applied = draft.apply(&rules, &moved, &Unresolving);
    assert_eq!(
        applied.field("a").map(FieldMerge::state),
        Some(State::Decided)
    );
    assert_eq!(applied.open_fields(), [name("c")]);

    let equal = merge_of(&mapping, ["0", "0", "0"], ["1", "1", "1"], ["2", "2", "1"]);
    assert_eq!(draft.reopened(&equal), []);
    assert!(
        draft
            .apply(&rules, &equal, &Unresolving)
            .open_fields()
            .is_empty()
    );
}

#[test]
fn a_draft_survives_being_stored() {
    let mapping = mapping();
    let merge = conflict(&mapping);
    let mut draft = MergeDraft::new();
    draft.decide(&merge, [(&name("a"), Pick::Custom("ü".into()))]);
    draft.decide(&merge, [(&name("c"), Pick::Base)]);
    draft.undo();
    let stored = serde_json::to_string(&draft).unwrap();
    assert_eq!(serde_json::from_str::<MergeDraft>(&stored).unwrap(), draft);
}

#[derive(Clone, Debug)]
enum Move {
    Decide(Vec<(usize, Pick)>),
    Reopen(usize),
    Undo,
    Redo,
}

fn any_move() -> impl Strategy<Value = Move> {
    let pick = prop_oneof![
        Just(Pick::Bc),
        Just(Pick::Dv),
        Just(Pick::Base),
        Just(Pick::Undecided),
        any_text().prop_map(Pick::Custom),
    ];
    prop_oneof![
        3 => proptest::collection::vec((0..3_usize, pick), 1..3).prop_map(Move::Decide),
        1 => (0..3_usize).prop_map(Move::Reopen),
        1 => Just(Move::Undo),
        1 => Just(Move::Redo),
    ]
}

fn make(draft: &mut MergeDraft, merge: &RecordMerge, each: Move) -> bool {
    match each {
        Move::Decide(picks) => {
            let names = NAMES.map(FieldName::new);
            draft.decide(
                merge,
                picks.into_iter().map(|(field, pick)| (&names[field], pick)),
            );
            true
        }
        Move::Reopen(field) => {
            let before = draft.decisions.clone();
            draft.reopen([&FieldName::new(NAMES[field])]);
            before != draft.decisions
        }
        Move::Undo => draft.undo(),
        Move::Redo => draft.redo(),
    }
}

proptest! {
    #[test]
    fn undoing_what_was_done_changes_nothing(moves in proptest::collection::vec(any_move(), 0..8), last in any_move()) {
        let mapping = mapping();
        let merge = conflict(&mapping);
        let mut draft = MergeDraft::new();
        for each in moves {
            make(&mut draft, &merge, each);
        }
        let before = draft.decisions.clone();
        let undoes = matches!(last, Move::Undo);
        if make(&mut draft, &merge, last) {
            let after = draft.decisions.clone();
            let reversed = if undoes { draft.redo() } else { draft.undo() };
            prop_assert!(reversed);
            prop_assert_eq!(&draft.decisions, &before);
            let repeated = if undoes { draft.undo() } else { draft.redo() };
            prop_assert!(repeated);
            prop_assert_eq!(draft.decisions, after);
        }
    }

    #[test]
    fn everything_can_be_undone(moves in proptest::collection::vec(any_move(), 0..8)) {
        let mapping = mapping();
        let merge = conflict(&mapping);
        let mut draft = MergeDraft::new();
        for each in moves {
            make(&mut draft, &merge, each);
        }
        while draft.undo() {}
        prop_assert!(draft.is_empty());
    }

    #[test]
    fn looking_again_at_unchanged_values_changes_nothing(moves in proptest::collection::vec(any_move(), 0..8)) {
        let mapping = mapping();
        let rules = MergeRules::new(&mapping, Sides::default());
        let merge = conflict(&mapping);
        let mut draft = MergeDraft::new();
        for each in moves {
            make(&mut draft, &merge, each);
        }
        let again = conflict(&mapping);
        prop_assert_eq!(draft.reopened(&again), []);
        prop_assert_eq!(draft.apply(&rules, &again, &Unresolving), draft.apply(&rules, &merge, &Unresolving));
    }
}
