//! What a plan would do, one line per write, for `plan` and for previews.

use super::lookups::Lookups;
use super::naming::naming_of;
use super::plan::{PairPlan, Step};
use crate::model::plan::{ActionField, ActionLine, FieldChange, SideWrite};
use crate::model::reason::{Problem, Reason};
use crate::model::{Coupling, Direction, Fields, Side, Sides, TableMapping, Value};
use uuid::Uuid;

/// The lines of one pair; none if nothing would be done.
pub(super) fn of_pair(
    mapping: &TableMapping,
    coupling: &Coupling,
    plan: &PairPlan,
    lookups: &Lookups,
    lines: &mut Vec<ActionLine>,
) {
    let line = |action: &str, side: Side, fields: Vec<ActionField>| ActionLine {
        mapping: mapping.name.clone(),
        bc_id: Some(coupling.ids.bc),
        dv_id: Some(coupling.ids.dv),
        label: label_of_pair(mapping, coupling),
        action: action.to_owned(),
        direction: Direction::towards(side),
        fields,
        reason: plan.reason.clone(),
    };
    match &plan.step {
        Step::Settle | Step::Rest => {}
        Step::Write(writes) => {
            for side in Side::BOTH {
                lines.extend(
                    writes
                        .get(side)
                        .as_ref()
                        .map(|write| line(action_of(write), side, fields_of(write))),
                );
            }
        }
        Step::Uncouple => lines.push(line("uncouple", Side::Dv, Vec::new())),
        Step::Restore(side) => lines.push(line("insert", *side, Vec::new())),
        Step::Ask(reason) => {
            let open = match &plan.reason {
                Reason::Conflict { fields } => fields.clone(),
                _ => Vec::new(),
            };
            let fields = open
                .into_iter()
                .map(|name| open_field(plan, name))
                .collect();
            let action = if *reason == crate::model::report::SkipReason::Conflict {
                "conflict"
            } else {
                "skip"
            };
            lines.push(line(action, Side::Dv, fields));
        }
        Step::Fail { written, problem } => {
            let mut failing = line("fail", *written, Vec::new());
            failing.reason = Reason::Problem(lookups.explain(problem.clone()));
            lines.push(failing);
        }
    }
}

/// The line of two records that match each other.
pub(super) fn of_match(mapping: &TableMapping, ids: Sides<Uuid>, label: String) -> ActionLine {
    ActionLine {
        mapping: mapping.name.clone(),
        bc_id: Some(ids.bc),
        dv_id: Some(ids.dv),
        label,
        action: "couple".to_owned(),
        direction: Direction::towards(Side::Dv),
        fields: Vec::new(),
        reason: Reason::Matched,
    }
}

/// The line of a record that would be created, or why it cannot be.
pub(super) fn of_create(
    mapping: &TableMapping,
    side: Side,
    source: Uuid,
    label: String,
    planned: &Result<Fields, Problem>,
) -> ActionLine {
    let ids = match side {
        Side::Bc => Sides::new(None, Some(source)),
        Side::Dv => Sides::new(Some(source), None),
    };
    let (action, fields, reason) = match planned {
        Ok(fields) => (
            "insert",
            after_fields(fields),
            Reason::New { side: side.other() },
        ),
        Err(problem) => ("fail", Vec::new(), Reason::Problem(problem.clone())),
    };
    ActionLine {
        mapping: mapping.name.clone(),
        bc_id: ids.bc,
        dv_id: ids.dv,
        label,
        action: action.to_owned(),
        direction: Direction::towards(side),
        fields,
        reason,
    }
}

/// The lines of the writes of one pair.
pub(super) fn of_writes(
    mapping: &TableMapping,
    coupling: &Coupling,
    writes: &Sides<Option<SideWrite>>,
    reason: &Reason,
) -> Vec<ActionLine> {
    let mut lines = Vec::new();
    let plan = PairPlan {
        step: Step::Write(writes.clone()),
        reason: reason.clone(),
        merge: None,
    };
    of_pair(mapping, coupling, &plan, &Lookups::default(), &mut lines);
    lines
}

/// How people call a pair: by what Business Central holds, else by what Dataverse holds.
fn label_of_pair(mapping: &TableMapping, coupling: &Coupling) -> String {
    let labels = Side::BOTH.into_iter().filter_map(|side| {
        let fields = coupling.seen.get(side).fields()?;
        Some(naming_of(mapping, side, fields).label)
    });
    labels
        .into_iter()
        .find(|label| !label.is_empty())
        .unwrap_or_default()
}

fn action_of(write: &SideWrite) -> &'static str {
    match write {
        SideWrite::Create { .. } => "insert",
        SideWrite::Update { .. } => "modify",
        SideWrite::Delete { .. } => "delete",
    }
}

fn fields_of(write: &SideWrite) -> Vec<ActionField> {
    match write {
        SideWrite::Create { fields, .. } => after_fields(fields),
        SideWrite::Update { changes, .. } => changes.iter().map(change).collect(),
        SideWrite::Delete { .. } => Vec::new(),
    }
}

fn change(change: &FieldChange) -> ActionField {
    ActionField {
        name: change.field.clone(),
        before: change.before.to_json(),
        after: change.after.to_json(),
    }
}

fn after_fields(fields: &Fields) -> Vec<ActionField> {
    let line = |(name, value): (&crate::model::FieldName, &Value)| ActionField {
        name: name.clone(),
        before: serde_json::Value::Null,
        after: value.to_json(),
    };
    fields.iter().map(line).collect()
}

/// An open field: what Business Central has as `before`, what Dataverse has as `after`.
fn open_field(plan: &PairPlan, name: crate::model::FieldName) -> ActionField {
    let field = plan
        .merge
        .as_ref()
        .and_then(|merge| merge.field(name.as_str()));
    let (before, after) = field.map_or((Value::Empty, Value::Empty), |f| {
        (f.values.bc.clone(), f.values.dv.clone())
    });
    ActionField {
        name,
        before: before.to_json(),
        after: after.to_json(),
    }
}
