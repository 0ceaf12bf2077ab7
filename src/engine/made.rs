//! What was created is coupled with what it stands for, whether the answer showed it or a later look-up.
//!
//! Invariant: both sides agree on no more than what was sent; what the service filled in or somebody changed since is that
//! side's own change and is planned (`docs/semantics.md` §8).

use super::as_sent::is_blank;
use super::naming::SideNames;
use super::tally::Tally;
use super::trace;
use super::unanswered::left_out;
use super::untaken::not_given;
use crate::merge::normalize::on_one_side;
use crate::model::reason::Problem;
use crate::model::{
    EntitySchema, FieldName, Fields, MappingName, Observation, PairState, Record, Side, Sides,
    TableMapping, Value,
};
use crate::store::{NewPair, Writer};
use std::borrow::Cow;
use uuid::Uuid;

/// How a record is known that was created.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shown<'s> {
    /// The answer to the create showed it, so that what differs from what was sent is the service's doing.
    InAnswer {
        /// The mappings of references of the source that could not be carried.
        awaited: &'s [MappingName],
    },
    /// It was read afterwards: what differs from what was sent may be somebody's change, and counts as one. The pair is
    /// looked at again in any case.
    Later {
        /// How values of its side compare.
        schema: &'s EntitySchema,
        /// What the source held when the record was made from it, if that is known; what differs now was changed since.
        made_from: Option<&'s Fields>,
    },
}

/// A record that was created.
#[derive(Debug)]
pub(super) struct Made<'c> {
    /// The record that it stands for.
    pub(super) source: Uuid,
    /// What was sent.
    pub(super) sent: &'c Fields,
    /// The record as it is known.
    pub(super) record: Record,
    /// How it is known.
    pub(super) shown: Shown<'c>,
}

/// A record was created: it is coupled with what it stands for.
pub(super) fn created(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    side: Side,
    made: Made<'_>,
    tally: &mut Tally,
) -> Result<(), Problem> {
    let (mapping, names) = (context.mapping, context.names(side));
    let Made {
        source,
        sent,
        record,
        shown,
    } = made;
    let mut ids = Sides::new(source, source);
    *ids.get_mut(side) = record.id;
    let stored = as_it_is(sent, record, names);
    let after = &stored.fields;
    let naming = names.naming(after);
    // What the service filled in by itself (a number, a city from a post code) is its change and flows back.
    let filled: Vec<_> = after
        .iter()
        .filter(|(name, value)| {
            !is_blank(value) && sent.value(name.as_str()).is_empty() && names.mapped.contains(name)
        })
        .map(|(name, _)| name.clone())
        .collect();
    let filled = without_left_out(w, mapping, side, source, filled)?;
    let (changed, made_from) = match shown {
        Shown::InAnswer { .. } => (Vec::new(), None),
        Shown::Later { schema, made_from } => (differing(schema, sent, after), made_from),
    };
    let agreed = if filled.is_empty() && changed.is_empty() {
        Cow::Borrowed(after)
    } else {
        let mut agreed = after.clone();
        for name in &filled {
            agreed.set(name.clone(), Value::Empty);
        }
        for (name, value) in &changed {
            agreed.set((*name).clone(), (*value).clone());
        }
        Cow::Owned(agreed)
    };
    let left_out = match shown {
        Shown::InAnswer { .. } => Vec::new(),
        Shown::Later { made_from, .. } => left_out(mapping, side, sent, made_from),
    };
    let (is_plain, awaited) = match shown {
        Shown::InAnswer { awaited } => (awaited.is_empty(), awaited),
        Shown::Later { .. } => (false, [].as_slice()),
    };
    let owed = mapping.gives_constants(side.other());
    let short = match shown {
        Shown::InAnswer { .. } => not_given(w, mapping, side, source, (sent, after))?,
        Shown::Later { .. } => None,
    };
    let made_from = short.as_ref().or(made_from);
    let pending = !filled.is_empty() || !is_plain || owed || short.is_some();
    let values = sent
        .iter()
        .map(|(name, _)| after.value(name.as_str()).clone());
    let written = Fields::of(sent.names(), values.collect()).unwrap_or_default();
    let pair = NewPair {
        mapping: &mapping.name,
        side,
        source,
        record: &stored,
        naming: &naming,
        base: &agreed,
        made_from,
        written: &written,
        pending,
        job: context.job,
        now: context.now,
    };
    let made = if let Some(made) = w.couple_created(&pair)? {
        made
    } else {
        w.observe(&mapping.name, side, &stored, &naming, None)?;
        let id = w.couple(&mapping.name, ids)?;
        let Some(coupling) = w.coupling(id)? else {
            return Ok(());
        };
        let mut base = Sides::from_fn(|s| super::apply::fields_of(&coupling, s));
        *base.get_mut(side) = agreed.into_owned();
        if let Some(was) = made_from {
            *base.get_mut(side.other()) = was.clone();
        }
        trace::settle(w, context, &coupling, &base)?;
        if pending {
            w.set_state(id, PairState::Pending, true)?;
        }
        trace::created(w, context, side, ids, naming.label, written)?;
        id
    };
    // What they refer to may be coupled before the pair is looked at again; then nothing would tell that it was left out.
    for target in awaited {
        w.await_reference(made, target)?;
    }
    for target in left_out {
        w.owe_reference(made, target)?;
    }
    w.close_errors(&mapping.name, ids.map(Some))?;
    tally.count(&mapping.name, side, |c| {
        c.inserted += 1;
        c.coupled += 1;
    });
    Ok(())
}

/// What the service filled in, but for references that the source holds too and that could not be carried: its own value
/// must not give way to a default. The two stay apart until the reference can be carried.
fn without_left_out(
    w: &Writer<'_>,
    mapping: &TableMapping,
    side: Side,
    source: Uuid,
    mut filled: Vec<FieldName>,
) -> Result<Vec<FieldName>, Problem> {
    let reference = |name: &FieldName| {
        let mut fields = mapping.active_fields();
        fields.find(|field| field.lookup.is_some() && field.fields_of(side).contains(&name))
    };
    if !filled.iter().any(|name| reference(name).is_some()) {
        return Ok(filled);
    }
    let seen = w.uncoupled_one(&mapping.name, side.other(), source)?;
    if let Some(held) = seen.as_ref().and_then(Observation::fields) {
        filled.retain(|name| {
            reference(name).is_none_or(|field| {
                let own = field.fields_of(side.other());
                own.iter().all(|own| held.value(own.as_str()).is_empty())
            })
        });
    }
    Ok(filled)
}

/// A record with what it holds: what was sent, and above all what the service answered.
fn as_it_is(sent: &Fields, answered: Record, names: &SideNames) -> Record {
    let tells_all = sent
        .iter()
        .all(|(name, _)| answered.fields.get(name.as_str()).is_some());
    if tells_all && answered.fields.names().is_same(&names.observed) {
        return answered;
    }
    let mut fields = sent.clone();
    for name in names.observed.as_slice() {
        if let Some(value) = answered.fields.get(name.as_str()) {
            fields.set(name.clone(), value.clone());
        }
    }
    Record { fields, ..answered }
}

/// The fields that hold something else than what was sent.
pub(super) fn differing<'s>(
    schema: &EntitySchema,
    sent: &'s Fields,
    now: &Fields,
) -> Vec<(&'s FieldName, &'s Value)> {
    sent.iter()
        .filter(|(name, value)| {
            let kind = schema.field(name.as_str()).map(|field| &field.kind);
            !on_one_side(kind, value, now.value(name.as_str())).is_same()
        })
        .collect()
}
