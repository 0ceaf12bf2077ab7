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
use crate::model::{
    Coupling, FieldMapping, Observation, PairState, Side, Sides, TableMapping, Value,
};
use crate::store::{NewHistory, Overwrite};
use jiff::SignedDuration;

/// A request that was on its way for longer than this does not arrive any more.
const LATEST: SignedDuration = SignedDuration::from_hours(1);

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
    /// Notes those of these writes that take something, and those that are to follow on the other side: should only the first
    /// half be done, the second still tells what it takes.
    pub(super) fn note_overwrites<'w>(
        &self,
        contexts: &Sides<trace::Context<'_>>,
        side: Side,
        works: impl Iterator<Item = &'w PairWork>,
    ) -> Result<(), Problem> {
        let mut overwrites = Vec::new();
        for work in works {
            for own in Side::BOTH {
                let Some(write) = work.writes.get(own) else {
                    continue;
                };
                if !takes_something(work, own) {
                    continue;
                }
                let (action, changes, guard) = match write {
                    SideWrite::Update { changes, etag, .. } => {
                        (HistoryAction::Modify, changes.as_slice(), etag)
                    }
                    SideWrite::Delete { etag, .. } => (HistoryAction::Delete, [].as_slice(), etag),
                    SideWrite::Create { .. } => continue,
                };
                overwrites.push(Overwrite {
                    coupling: work.coupling.id,
                    side: own,
                    entry: trace::entry_of(contexts.get(own), own, work, action, changes),
                    guard: guard.clone(),
                    sent: own == side,
                });
            }
        }
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

    /// Looks up the noted writes whose answer is not stored. What was done enters the history; what was not is planned
    /// again, and forgotten once the pair agrees. What was not done yet may still arrive, as long as the record has the version
    /// that the write was guarded by.
    pub(super) async fn recover_overwrites(
        &mut self,
        mapping: &TableMapping,
    ) -> Result<(), Problem> {
        let open = self.store.read().overwrites(&mapping.name)?;
        for side in Side::BOTH {
            let mut ids = Vec::new();
            for noted in open.iter().filter(|noted| noted.sent && noted.side == side) {
                let known = self.store.read().coupling(noted.coupling)?;
                ids.extend(known.map(|known| *known.ids.get(side)));
            }
            self.observe_ids(mapping, side, &ids).await?;
        }
        for noted in open {
            let Overwrite { coupling, side, .. } = noted;
            let now = self.store.read().coupling(coupling)?;
            let is_unchanged = noted.guard.is_some()
                && now
                    .as_ref()
                    .is_some_and(|now| now.seen.get(side).etag() == noted.guard.as_ref());
            let done = noted.sent
                && !is_unchanged
                && now
                    .as_ref()
                    .is_none_or(|now| may_be_done(now, &noted.entry));
            let settled = now.is_none_or(|now| now.state == PairState::InStep);
            let may_arrive =
                is_unchanged && self.env.now().duration_since(noted.entry.time) < LATEST;
            if !settled && (!noted.sent || may_arrive) {
                continue;
            }
            self.store.write(|w| {
                if done {
                    w.add_history(&noted.entry)?;
                }
                if done || settled {
                    w.close_overwrite(coupling, side)
                } else {
                    w.take_back_overwrite(coupling, side)
                }
            })?;
        }
        Ok(())
    }

    /// What planned writes take that an earlier plan decided to take: once its first half was done, the second looks like any
    /// change that flows.
    pub(super) fn carry_lost(
        &self,
        mapping: &TableMapping,
        works: &mut [PairWork],
    ) -> Result<(), Problem> {
        let open = self.store.read().overwrites(&mapping.name)?;
        for noted in &open {
            let Some(work) = works.iter_mut().find(|w| w.coupling.id == noted.coupling) else {
                continue;
            };
            let Some(SideWrite::Update { changes, .. }) = work.writes.get(noted.side) else {
                continue;
            };
            for change in changes {
                let field = mapping
                    .active_fields()
                    .find(|field| field.fields_of(noted.side).contains(&&change.field));
                let name = field.map_or(&change.field, FieldMapping::name);
                let lost = (noted.side, name.clone(), change.before.clone());
                let was = noted.entry.before.get(change.field.as_str());
                if was == Some(&change.before)
                    && !was.is_none_or(Value::is_empty)
                    && !work.lost.contains(&lost)
                {
                    work.lost.push(lost);
                }
            }
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
