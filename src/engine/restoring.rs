//! Pairs whose missing record is made again: uncoupled for it, and coupled as they were if it does not come to be.
//!
//! The remaining record must stand alone to get a new partner. If the program dies then, or the service does not answer, it would
//! stand alone for good where its mapping leaves uncoupled records alone, and nothing would list it (`docs/semantics.md` §7.7). So what
//! the pair was is noted in the transaction that uncouples it.

use super::Engine;
use super::tally::Tally;
use super::trace;
use crate::model::reason::{Cause, Problem};
use crate::model::report::HistoryAction;
use crate::model::{
    Coupling, CouplingId, Fields, MappingName, Observation, PairState, Side, Sides, TableMapping,
};
use crate::store::{Naming, RESTORING, Writer};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a pair was.
#[derive(Debug, Serialize, Deserialize)]
struct Restoring {
    mapping: MappingName,
    /// The side whose record is gone.
    missing: Side,
    ids: Sides<Uuid>,
    base: Option<Sides<Fields>>,
}

/// Uncouples a pair so that its missing record can be made again, and notes what it was.
pub(super) fn begin(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    coupling: &Coupling,
    missing: Side,
) -> Result<(), Problem> {
    let note = Restoring {
        mapping: coupling.mapping.clone(),
        missing,
        ids: coupling.ids,
        base: coupling.base.clone(),
    };
    let text = serde_json::to_string(&note);
    let text = text.map_err(|error| Problem::new(Cause::Internal).saying(error.to_string()))?;
    w.set_fact(&format!("{RESTORING}{}", coupling.id.0), Some(&text))?;
    w.uncouple(coupling.id)?;
    trace::linked(w, context, coupling.ids, HistoryAction::Uncouple)
}

impl Engine<'_> {
    /// Ends what was begun with pairs of a mapping: one that has a partner again, or is listed for why it got none, needs nothing more;
    /// any other is what it was.
    pub(super) fn end_restoring(
        &mut self,
        mapping: &TableMapping,
        tally: &mut Tally,
    ) -> Result<Vec<CouplingId>, Problem> {
        let noted = self.store.read().facts(RESTORING)?;
        if noted.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.env.now();
        let job = tally.job(&mapping.name, Side::Dv);
        let context = trace::Context::new(mapping, job, now, &self.remotes, &self.options);
        let mut back = Vec::new();
        self.store.write(|w| {
            for (name, text) in &noted {
                let Ok(note) = serde_json::from_str::<Restoring>(text) else {
                    w.set_fact(name, None)?;
                    continue;
                };
                if note.mapping == mapping.name {
                    back.extend(put_back(w, &context, &note)?);
                    w.set_fact(name, None)?;
                }
            }
            Ok(())
        })?;
        for id in &back {
            tally.give_up(*id);
        }
        Ok(back)
    }

    /// The same for all mappings, before a run: what an earlier one could not end.
    pub(super) fn recover_restoring(&mut self, mappings: &[TableMapping]) -> Result<(), Problem> {
        for mapping in mappings {
            self.end_restoring(mapping, &mut Tally::default())?;
        }
        Ok(())
    }
}

/// Couples a pair as it was, where its remaining record still stands alone and nothing lists it.
fn put_back(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    note: &Restoring,
) -> Result<Option<CouplingId>, Problem> {
    let left = note.missing.other();
    let (name, source) = (&note.mapping, *note.ids.get(left));
    if w.uncoupled_one(name, left, source)?.is_none()
        || w.error_of(name, left, source)?.is_some()
        || w.skipped_record(name, left, source)?.is_some()
        || w.coupling_of(name, note.missing, *note.ids.get(note.missing))?
            .is_some()
    {
        return Ok(None);
    }
    let id = w.couple(name, note.ids)?;
    w.set_seen(id, note.missing, &Observation::Deleted, &Naming::default())?;
    w.set_base(id, note.base.as_ref())?;
    w.set_state(id, PairState::Pending, true)?;
    trace::linked(w, context, note.ids, HistoryAction::Couple)?;
    Ok(Some(id))
}

#[cfg(test)]
#[path = "restoring_tests.rs"]
mod tests;
