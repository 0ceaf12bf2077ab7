//! Fields that a service took without taking them: it accepted the write, and its answer shows the value from before.
//!
//! A column that became read-only since its schema was read is written like that, and so is one that a plug-in puts back. What
//! was sent is on one side only then, so the two sides have not agreed on it (`docs/semantics.md` §5.11). What the table is like is
//! read anew: where the field cannot be written the next plan says so; where it can, the service's own way of keeping a value
//! (fewer decimals) is told from a value that it did not want.

use super::Engine;
use super::apply::{PairWork, WorkState, agreed_on, fields_of};
use super::as_sent::is_blank;
use super::tally::Tally;
use super::trace;
use crate::merge::normalize::on_one_side;
use crate::merge::rules::held_by_nobody;
use crate::model::plan::{FieldChange, SideWrite};
use crate::model::reason::{Cause, Problem};
use crate::model::{EntitySchema, FieldName, Fields, Observation, Side, TableMapping, Value};
use crate::store::Writer;
use uuid::Uuid;

/// The changes that an answer shows as if they had not been sent.
pub(super) fn not_taken(changes: &[FieldChange], after: &Fields) -> Vec<FieldChange> {
    let kept = changes.iter().filter(|change| {
        let now = after.value(change.field.as_str());
        on_one_side(None, now, &change.before).is_same()
            && !on_one_side(None, now, &change.after).is_same()
    });
    kept.cloned().collect()
}

/// Whether a record that was read after a write shows a field as if it had not been sent.
pub(super) fn shows_the_old(work: &PairWork, side: Side, shown: &Fields) -> bool {
    match work.writes.get(side) {
        Some(SideWrite::Update { changes, .. }) => !not_taken(changes, shown).is_empty(),
        _ => false,
    }
}

/// Keeps what was agreed of fields that were not taken, so that they count as changed where their value came from.
pub(super) fn keep_open(mapping: &TableMapping, side: Side, work: &mut PairWork) {
    let other = side.other();
    let there = fields_of(&work.coupling, other);
    for field in mapping.active_fields() {
        let own = field.fields_of(side);
        let is_open = |change: &FieldChange| own.contains(&&change.field);
        if !work.untaken.iter().any(is_open) {
            continue;
        }
        let agreed = |side: Side, name: &FieldName| {
            let base = work.coupling.base.as_ref();
            base.and_then(|base| base.get(side).get(name.as_str()).cloned())
        };
        let mut kept = Vec::new();
        for name in &own {
            let mut changes = work.untaken.iter();
            let held = changes.find(|change| change.field == **name);
            if let Some(held) = held {
                let was = agreed(side, name).unwrap_or_else(|| held.before.clone());
                kept.push((side, (*name).clone(), was));
            }
        }
        for name in field.fields_of(other) {
            let now = there.value(name.as_str());
            let was = agreed(other, name).unwrap_or_else(|| never_held(now));
            kept.push((other, name.clone(), was));
        }
        work.kept.extend(kept);
    }
}

/// What a value that nobody agreed on yet is compared with: it counts as changed.
pub(super) fn never_held(now: &Value) -> Value {
    if now.is_empty() {
        held_by_nobody(now)
    } else {
        Value::Empty
    }
}

/// What a new record's source holds as far as it is agreed on, where the answer to the create shows nothing at all for something
/// that was sent: what that came from is not.
pub(super) fn not_given(
    w: &Writer<'_>,
    mapping: &TableMapping,
    side: Side,
    source: Uuid,
    (sent, after): (&Fields, &Fields),
) -> Result<Option<Fields>, Problem> {
    let lacks = |name: &FieldName| {
        let wanted = sent.value(name.as_str());
        !is_blank(wanted) && is_blank(after.value(name.as_str()))
    };
    if !sent.iter().any(|(name, _)| lacks(name)) {
        return Ok(None);
    }
    let held = w.uncoupled_one(&mapping.name, side.other(), source)?;
    let mut agreed = held.as_ref().and_then(Observation::fields).cloned();
    if let Some(agreed) = &mut agreed {
        let fields = mapping.active_fields();
        let short = fields.filter(|field| field.fields_of(side).into_iter().any(&lacks));
        for name in short.flat_map(|field| field.fields_of(side.other())) {
            let never = never_held(agreed.value(name.as_str()));
            agreed.set(name.clone(), never);
        }
    }
    Ok(agreed)
}

impl Engine<'_> {
    /// After the writes of a side: reads anew what its table is like if a field was not taken, and says what that means.
    pub(super) async fn look_at_untaken(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        works: &mut [PairWork],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        if works.iter().all(|work| work.untaken.is_empty()) {
            return Ok(());
        }
        self.renew_schema(mapping, side).await?;
        let schema = self
            .remotes
            .get(side)
            .schema(mapping.sets.get(side))
            .await?;
        let now = self.env.now();
        let job = tally.job(&mapping.name, side);
        let context = trace::Context::new(mapping, job, now, &self.remotes, &self.options);
        let reporter = &mut *self.reporter;
        self.store.write(|w| {
            for work in works.iter_mut() {
                let untaken = std::mem::take(&mut work.untaken);
                let (own_way, refused): (Vec<_>, Vec<_>) = untaken
                    .into_iter()
                    .filter(|change| is_writable(&schema, &change.field))
                    .partition(|change| is_own_way(&schema, change));
                if let Some(change) = refused.first() {
                    let problem = Problem::new(Cause::ValueNotKept)
                        .on(side)
                        .of(&mapping.name)
                        .with("field", &change.field)
                        .with("value", &change.after.to_plain());
                    trace::fail_pair(w, &context, side, &work.coupling, &problem)?;
                    tally.count(&mapping.name, side, |c| c.failed += 1);
                    let from = side.other();
                    let label = context.label_in(from, &work.coupling);
                    reporter.record_problem(&mapping.name, (from, &label), &problem);
                    work.state = WorkState::Failed(side, problem);
                } else if !own_way.is_empty() {
                    agree(mapping, side, work, &own_way);
                    let waits = work.by_itself.as_ref().map(|changed| !changed.is_empty());
                    let is_settled = work.kept.is_empty() && !waits.bc && !waits.dv;
                    if is_settled && work.state == WorkState::Again(side) {
                        trace::settle(w, &context, &work.coupling, &agreed_on(work))?;
                        work.state = WorkState::Done;
                    }
                }
            }
            Ok(())
        })
    }
}

/// What the service keeps in its own way counts as taken after all.
fn agree(mapping: &TableMapping, side: Side, work: &mut PairWork, taken: &[FieldChange]) {
    for field in mapping.active_fields() {
        let own = field.fields_of(side);
        if taken.iter().any(|change| own.contains(&&change.field)) {
            let others = field.fields_of(side.other());
            work.kept.retain(|(of, name, _)| {
                let names = if *of == side { &own } else { &others };
                !names.contains(&name)
            });
        }
    }
}

pub(super) fn is_writable(schema: &EntitySchema, name: &FieldName) -> bool {
    let field = schema.field(name.as_str());
    field.is_some_and(|field| !field.read_only)
}

/// Whether what is there may be what was sent, as this field keeps it: a number with fewer digits, a moment without its
/// fraction, a text in capitals or without blanks.
fn is_own_way(schema: &EntitySchema, change: &FieldChange) -> bool {
    let kind = schema.field(change.field.as_str()).map(|field| &field.kind);
    if on_one_side(kind, &change.before, &change.after).is_same() {
        return true;
    }
    match (&change.before, &change.after) {
        (Value::Text(held), Value::Text(sent)) => {
            held.trim().to_lowercase() == sent.trim().to_lowercase()
        }
        (Value::Instant(held), Value::Instant(sent)) => {
            held.duration_since(*sent).abs() < jiff::SignedDuration::from_mins(1)
        }
        (held, sent) => match (held.as_decimal(), sent.as_decimal()) {
            (Some(held), Some(sent)) => {
                held.scale() < sent.scale()
                    && crate::model::transform::round(sent, held.scale()) == held
            }
            _ => false,
        },
    }
}

#[cfg(test)]
#[path = "untaken_tests.rs"]
mod tests;
