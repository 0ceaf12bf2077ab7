use super::*;
use crate::app::merging::tests::view;
use crate::engine::request::PickRequest;
use pretty_assertions::assert_eq;

/// Two conflicts: in the first `name` and `phone` are open, in the second only `name`.
fn run() -> RulesRun {
    let mut run = RulesRun::new(vec![SkippedId(1), SkippedId(2)]);
    run.add(
        SkippedId(1),
        view(["b", "b", "b", "a"], ["c", "a", "c", "a"]),
        None,
    );
    run.add(
        SkippedId(2),
        view(["b", "a", "a", "a"], ["c", "a", "a", "a"]),
        None,
    );
    run
}

fn sum(run: &RulesRun) -> [usize; 5] {
    let sum = run.sum();
    [sum.fields, sum.records, sum.open, sum.bc, sum.dv]
}

#[test]
fn a_rule_says_what_it_would_decide_before_it_decides_anything() {
    let mut run = run();
    assert_eq!(run.fields(), ["name".into(), "phone".into()]);
    assert_eq!(sum(&run), [3, 2, 0, 0, 2]);
    run.choose(Rule::Side(Side::Dv));
    assert_eq!(
        sum(&run),
        [3, 2, 0, 2, 1],
        "what only Business Central changed goes to Dataverse whatever the rule"
    );
    run.only(Some("name".into()));
    assert_eq!(sum(&run), [2, 2, 1, 1, 0]);
    run.only(None);
    run.tick(SkippedId(1));
    assert_eq!(sum(&run), [1, 1, 0, 1, 0]);
    run.choose(Rule::Filled);
    assert_eq!(sum(&run), [0, 0, 1, 0, 0], "both have a value");
}

#[test]
fn filling_is_one_step_that_can_be_taken_back() {
    let mut run = run();
    let kept = run.fill();
    assert_eq!(kept.len(), 2);
    assert!(kept.iter().all(|(_, draft)| draft.is_some()));
    assert_eq!(run.ready(), [SkippedId(1), SkippedId(2)]);
    assert_eq!(run.request(SkippedId(1)).unwrap().fields.len(), 2);
    let back = run.unfill();
    assert_eq!(back, [(SkippedId(1), None), (SkippedId(2), None)]);
    assert_eq!(run.ready(), [SkippedId(0); 0]);
}

#[test]
fn what_a_person_decided_before_is_left_alone() {
    let mut draft = MergeDraft::new();
    let view = view(["b", "b", "b", "a"], ["c", "a", "c", "a"]);
    draft.decide(&view.merge, [(&"name".into(), Pick::Dv)]);
    let mut run = RulesRun::new(vec![SkippedId(1)]);
    run.add(SkippedId(1), view, stored(&draft).as_deref());
    assert_eq!(run.lines[0].decides, ["phone".into()]);
    run.fill();
    let fields = run.request(SkippedId(1)).unwrap().fields;
    let picks: Vec<_> = fields.into_iter().map(|one| one.pick).collect();
    assert_eq!(
        picks,
        [PickRequest::Side(Side::Dv), PickRequest::Side(Side::Bc)]
    );
}

#[test]
fn the_later_record_wins_only_where_both_times_are_known() {
    let mut later = view(["b", "a", "a", "a"], ["c", "a", "a", "a"]);
    let at = |seen: &mut Observation, second: i64| {
        if let Observation::Seen { modified, .. } = seen {
            *modified = jiff::Timestamp::from_second(second).ok();
        }
    };
    let mut unknown = RulesRun::new(vec![SkippedId(1)]);
    unknown.add(SkippedId(1), later.clone(), None);
    unknown.choose(Rule::Later);
    assert_eq!(sum(&unknown), [0, 0, 1, 0, 0]);
    at(&mut later.coupling.seen.bc, 10);
    at(&mut later.coupling.seen.dv, 20);
    let mut run = RulesRun::new(vec![SkippedId(1)]);
    run.add(SkippedId(1), later, None);
    run.choose(Rule::Later);
    assert_eq!(sum(&run), [1, 1, 0, 1, 0]);
}

#[test]
fn texts_are_appended_and_amounts_compared() {
    let text = view(["b", "a", "a", "a"], ["c", "a", "a", "a"]);
    let field = &text.merge.fields[0];
    assert_eq!(
        Rule::Append.pick(&text, field),
        Some(Pick::Custom(Value::text("b c")))
    );
    assert_eq!(Rule::Larger.pick(&text, field), None);
    assert_eq!(larger(&Value::Int(3), &Value::Int(2)), Some(Side::Bc));
    assert_eq!(larger(&Value::Int(2), &Value::Int(2)), None);
    assert_eq!(larger(&Value::Choice(3), &Value::Choice(2)), None);
}

#[test]
fn no_more_is_looked_at_together_than_fits_into_memory() {
    let ids = (0..510).map(SkippedId).collect();
    let run = RulesRun::new(ids);
    assert_eq!((run.total, run.left_out), (500, 10));
}
