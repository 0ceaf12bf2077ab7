//! Writes that take a value from somebody: noted before they are sent, so that the value is in the history even if the
//! answer is lost or the program dies before it is stored.
//!
//! Once it was done, such a write is all that is left of the value: the next read shows both sides agreeing. Most
//! writes take nothing from anybody and are not noted.

use super::Engine;
use super::apply::PairWork;
use super::trace;
use crate::model::plan::SideWrite;
use crate::model::reason::{Problem, Reason};
use crate::model::report::HistoryAction;
use crate::model::{Coupling, Observation, Side, TableMapping};
use crate::store::{NewHistory, Overwrite};

/// Whether a write takes a value from somebody.
pub(super) fn takes_something(work: &PairWork, side: Side) -> bool {
    let decided = matches!(
        work.reason,
        Reason::Policy { .. } | Reason::Decided | Reason::Taken { .. }
    );
    match work.writes.get(side) {
        Some(SideWrite::Update { .. }) => decided || work.lost.iter().any(|(own, ..)| *own == side),
        Some(SideWrite::Delete { .. }) => true,
        Some(SideWrite::Create { .. }) | None => false,
    }
}

impl Engine<'_> {
    /// Notes those of these writes that take something.
    pub(super) fn note_overwrites<'w>(
        &self,
        context: &trace::Context<'_>,
        side: Side,
        works: impl Iterator<Item = &'w PairWork>,
    ) -> Result<(), Problem> {
        let overwrites: Vec<Overwrite> = works
            .filter(|work| takes_something(work, side))
            .filter_map(|work| {
                let entry = match work.writes.get(side).as_ref()? {
                    SideWrite::Update { changes, .. } => {
                        trace::entry_of(context, side, work, HistoryAction::Modify, changes)
                    }
                    SideWrite::Delete { .. } => {
                        trace::entry_of(context, side, work, HistoryAction::Delete, &[])
                    }
                    SideWrite::Create { .. } => return None,
                };
                Some(Overwrite {
                    coupling: work.coupling.id,
                    side,
                    entry,
                })
            })
            .collect();
        if overwrites.is_empty() {
            return Ok(());
        }
        // The value goes with the write: the note must be on the disk first.
        self.store.write_durably(|w| {
            for overwrite in &overwrites {
                w.put_overwrite(overwrite)?;
            }
            Ok(())
        })
    }

    /// Looks up the noted writes whose answer is not stored. What was done enters the history; what was not is forgotten
    /// and planned again.
    pub(super) async fn recover_overwrites(
        &mut self,
        mapping: &TableMapping,
    ) -> Result<(), Problem> {
        let open = self.store.read().overwrites(&mapping.name)?;
        for overwrite in open {
            let Overwrite {
                coupling,
                side,
                entry,
            } = &overwrite;
            if let Some(known) = self.store.read().coupling(*coupling)? {
                self.observe_ids(mapping, *side, &[*known.ids.get(*side)])
                    .await?;
            }
            let now = self.store.read().coupling(*coupling)?;
            self.store.write(|w| {
                if now.as_ref().is_none_or(|now| may_be_done(now, entry)) {
                    w.add_history(entry)?;
                }
                w.close_overwrite(*coupling, *side)
            })?;
        }
        Ok(())
    }
}

/// Whether a write was done, as far as can be told. In doubt it was: a value too many in the history harms nobody.
fn may_be_done(now: &Coupling, entry: &NewHistory) -> bool {
    match (now.seen.get(entry.side), entry.action) {
        (Observation::Deleted, _) => true,
        (_, HistoryAction::Delete) => false,
        (Observation::Seen { fields, .. }, _) => !entry
            .before
            .iter()
            .all(|(name, before)| fields.value(name.as_str()) == before),
        (Observation::Unread | Observation::OutOfFilter, _) => true,
    }
}
