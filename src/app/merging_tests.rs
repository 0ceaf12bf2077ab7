use super::*;
use crate::i18n::Lang;
use crate::merge::{MergeInput, MergeRules};
use crate::model::mapping::{ConflictDetection, DeletionPolicy, FieldSource, UpdatePolicy};
use crate::model::report::{SkipReason, SkippedRecord};
use crate::model::{
    Coupling, CouplingId, Direction, EntitySchema, FieldKind, FieldMapping, FieldSchema, Fields,
    Observation, PairState, SetName, TableMapping, Value,
};
use pretty_assertions::assert_eq;
use uuid::Uuid;

const NAMES: [&str; 4] = ["name", "city", "phone", "note"];

fn field(name: &str) -> FieldMapping {
    FieldMapping {
        source: FieldSource::Pair(Sides::new(name.into(), name.into())),
        direction: Direction::Both,
        rules: Sides::default(),
        lookup: None,
        matching: None,
        group: None,
        owner: None,
        not_null: false,
        replaces: Vec::new(),
        enabled: true,
    }
}

fn mapping() -> TableMapping {
    TableMapping {
        name: "CUSTOMER".into(),
        sets: Sides::new(SetName::new("customers"), SetName::new("accounts")),
        direction: Direction::Both,
        enabled: true,
        only_coupled: false,
        filters: Sides::default(),
        conflict_detection: ConflictDetection::Field,
        on_update_conflict: UpdatePolicy::Ask,
        on_deletion: DeletionPolicy::Ask,
        depends_on: Vec::new(),
        on_create: Sides::default(),
        templates: Vec::new(),
        create_unmatched: false,
        sweep_every: crate::model::Cadence::default(),
        running: crate::model::running::RunSettings::default(),
        fields: NAMES.map(field).to_vec(),
    }
}

/// Texts of up to ten characters on both sides.
fn schema(set: &str) -> EntitySchema {
    let fields = NAMES.map(|name| FieldSchema {
        name: name.into(),
        kind: FieldKind::Text { max: Some(10) },
        read_only: false,
        required: false,
    });
    EntitySchema {
        set: SetName::new(set),
        key: "id".into(),
        change_tracking: false,
        modified_field: None,
        fields: fields.to_vec(),
    }
}

fn values(values: [&str; 4]) -> Fields {
    NAMES
        .into_iter()
        .zip(values)
        .map(|(name, value)| (name.into(), Value::text(value)))
        .collect()
}

/// A conflict: the base is `a` everywhere, both sides are given.
#[expect(
    clippy::default_trait_access,
    reason = "the type has no name outside the engine"
)]
pub(crate) fn view(bc: [&str; 4], dv: [&str; 4]) -> ConflictView {
    let mapping = mapping();
    let schemas = Sides::new(schema("customers"), schema("accounts"));
    let base = Sides::new(values(["a"; 4]), values(["a"; 4]));
    let now = Sides::new(values(bc), values(dv));
    let lookups = Default::default();
    let merge = MergeRules::new(&mapping, schemas.as_ref().map(Some))
        .merge(&MergeInput::new(Some(&base), now.as_ref()), &lookups);
    let ids = Sides::new(Uuid::from_u128(1), Uuid::from_u128(2));
    ConflictView {
        record: SkippedRecord {
            id: SkippedId(1),
            mapping: mapping.name.clone(),
            coupling: Some(CouplingId(1)),
            ids: ids.map(Some),
            labels: Sides::new(String::new(), "Fabrikam".to_owned()),
            reason: SkipReason::Conflict,
            problem: None,
            since: jiff::Timestamp::UNIX_EPOCH,
            open_fields: Vec::new(),
        },
        coupling: Coupling {
            id: CouplingId(1),
            mapping: mapping.name.clone(),
            ids,
            seen: now.map(|fields| Observation::Seen {
                etag: None,
                modified: None,
                modified_by: None,
                fields,
            }),
            base: Some(base),
            state: PairState::Conflict,
            last_synced: None,
            last_job: None,
        },
        mapping,
        schemas,
        lookups,
        merge,
        links: Sides::default(),
        refused: Sides::default(),
    }
}

/// `name` and `phone` changed on both sides, `city` in Business Central only, `note` nowhere.
fn merging() -> Merging {
    let view = view(["b", "b", "b", "a"], ["c", "a", "c", "a"]);
    Merging::new(SkippedId(1), view, None)
}

fn open(merging: &Merging) -> Vec<usize> {
    merging.open().map(|field| field.index).collect()
}

#[test]
fn a_conflict_begins_at_its_first_open_field_and_is_called_by_the_name_it_has() {
    let merging = merging();
    assert_eq!(open(&merging), [0, 2]);
    assert_eq!(merging.focus, 0);
    assert_eq!(merging.hidden(), 1);
    assert_eq!(merging.title(), "Fabrikam");
}

#[test]
fn a_step_goes_through_what_is_shown_and_stays_at_the_ends() {
    let mut merging = merging();
    let mut way = Vec::new();
    for rows in [-1, 1, 1, 1, -1] {
        merging.step(rows);
        way.push(merging.focus);
    }
    assert_eq!(way, [0, 1, 2, 2, 1]);
    merging.sight.unchanged = true;
    merging.step(i32::MAX);
    assert_eq!(merging.focus, 3);
}

#[test]
fn the_next_open_field_begins_again_at_the_end_and_skips_what_is_decided() {
    let mut merging = merging();
    merging.step_open(true);
    assert_eq!(merging.focus, 2);
    merging.step_open(true);
    assert_eq!(merging.focus, 0);
    merging.step_open(false);
    assert_eq!(merging.focus, 2);
    merging.decide(&[2], &Pick::Bc);
    merging.step_open(true);
    assert_eq!(merging.focus, 0);
    merging.decide(&[0], &Pick::Bc);
    merging.step_open(true);
    assert_eq!(merging.focus, 0, "with nothing open the focus stays");
}

#[test]
fn open_and_impossible_results_hinder_in_this_order() {
    let mut merging = merging();
    assert_eq!(merging.hindrance(), Some(Hindrance::Open(2)));
    let too_long = Pick::Custom(Value::text("more than ten characters"));
    merging.decide(&[0], &too_long);
    merging.decide(&[2], &Pick::Dv);
    assert_eq!(
        merging.hindrance(),
        Some(Hindrance::Impossible("name".into()))
    );
    merging.decide(&[0], &Pick::Custom(Value::text("short")));
    assert_eq!(merging.hindrance(), None);
    let written = merging.will_write();
    assert_eq!(written.bc.fields, ["name".into(), "phone".into()]);
    assert_eq!(written.dv.fields, ["name".into(), "city".into()]);
}

#[test]
fn undo_takes_back_one_gesture_and_redo_takes_it_again() {
    let mut merging = merging();
    assert!(!merging.draft.can_undo());
    merging.decide(&[0, 2], &Pick::Bc);
    assert_eq!(open(&merging), [0_usize; 0]);
    merging.draft.undo();
    merging.refresh();
    assert_eq!(open(&merging), [0, 2]);
    assert!(!merging.draft.can_undo());
    merging.draft.redo();
    merging.refresh();
    assert_eq!(merging.hindrance(), None);
}

#[test]
fn decisions_survive_a_side_that_moved_on_only_where_their_values_stayed() {
    let mut merging = merging();
    merging.decide(&[0, 2], &Pick::Bc);
    merging.renew(view(["b", "b", "b", "a"], ["c", "a", "d", "a"]));
    assert_eq!(open(&merging), [2], "only the phone number moved again");
    assert_eq!(merging.decisions().len(), 1);
}

#[test]
fn a_draft_is_taken_up_where_it_was_left_and_a_broken_one_is_no_draft() {
    let mut before = merging();
    before.decide(&[0], &Pick::Dv);
    let kept = serde_json::to_string(&before.draft).unwrap();
    let after = Merging::new(SkippedId(1), before.view.clone(), Some(&kept));
    assert_eq!(after.draft, before.draft);
    assert_eq!((open(&after), after.focus), (vec![2], 2));
    let broken = Merging::new(SkippedId(1), before.view, Some("{"));
    assert_eq!(open(&broken), [0, 2]);
}

#[test]
fn typing_begins_with_the_result_or_else_with_business_central() {
    let en = Texts::new(Lang::En);
    let mut merging = merging();
    merging.begin_edit(0, en);
    assert_eq!(merging.editing.clone().unwrap().text, "b");
    merging.decide(&[2], &Pick::Dv);
    merging.begin_edit(2, en);
    assert_eq!(merging.editing.unwrap().text, "c");
    assert_eq!(merging.focus, 2);
}

#[test]
fn what_a_side_refuses_is_said_while_it_is_typed() {
    let en = Texts::new(Lang::En);
    let mut merging = merging();
    merging.begin_edit(0, en);
    merging.typed("more than ten characters".to_owned(), en);
    let wrong = merging.editing.clone().unwrap().wrong;
    assert!(matches!(wrong, Some(Wrong::Refused(_))), "{wrong:?}");
    merging.typed("short".to_owned(), en);
    assert_eq!(merging.editing.unwrap().wrong, None);
}

#[test]
fn what_moved_meanwhile_is_named_by_side_and_the_old_choice_is_remembered() {
    let mut merging = merging();
    merging.decide(&[0, 2], &Pick::Bc);
    merging.renew(view(["b", "b", "b", "a"], ["c", "a", "d", "a"]));
    let moved = merging.moved.clone().unwrap();
    assert_eq!(moved.fields, Sides::new(vec![], vec!["phone".into()]));
    assert_eq!(merging.was(2), Some(&Pick::Bc));
    assert_eq!(merging.was(0), None);
    merging.review_moved();
    assert_eq!((merging.focus, merging.moved.is_none()), (2, true));
    merging.decide(&[2], &Pick::Dv);
    assert_eq!(merging.was(2), None);
}

#[test]
fn nothing_is_said_when_what_moved_is_not_in_the_merge() {
    let mut merging = merging();
    let same = merging.view.clone();
    merging.renew(same);
    assert_eq!(merging.moved, None);
}

#[test]
fn words_filter_the_fields_and_the_focus_stays_among_them() {
    let mut merging = merging();
    let has = |field: &FieldMerge, words: &str| field.name.as_str().contains(words);
    merging.filter("Note".to_owned(), has);
    let shown: Vec<usize> = merging.shown().iter().map(|field| field.index).collect();
    assert_eq!((shown, merging.focus), (vec![3], 3), "also unchanged ones");
    merging.filter(" ".to_owned(), has);
    assert_eq!(merging.shown().len(), 3);
}

#[test]
fn take_all_of_a_section_leaves_what_only_one_side_changed() {
    let merging = merging();
    assert_eq!(merging.contested(Section::General), [0, 2]);
    assert_eq!(merging.contested(Section::Address), [0_usize; 0]);
}

#[test]
fn a_text_of_several_lines_is_taken_apart_where_both_know_it() {
    let mut view = view(["b", "b", "b", "a"], ["c", "a", "c", "a"]);
    let lines = |text: &str| Value::text(text);
    let note = view
        .merge
        .fields
        .iter_mut()
        .find(|field| field.index == 3)
        .unwrap();
    note.values.base = Some(Sides::new(lines("1\n2\n3"), lines("1\n2\n3")));
    note.values.bc = lines("one\n2\n3");
    note.values.dv = lines("1\n2\nthree");
    let mut merging = Merging::new(SkippedId(1), view, None);
    merging.begin_edit(3, Texts::new(Lang::En));
    let editing = merging.editing.unwrap();
    let Editor::Lines { pieces } = editing.editor else {
        panic!("{:?}", editing.editor);
    };
    assert_eq!(pieces.len(), 3);
}
