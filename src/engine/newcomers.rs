//! Creates after the cache came back from a copy.
//!
//! What was coupled after the copy was made is not in it: such records look as if they had no partner, and to create one would
//! make a duplicate on both sides. Matching finds most pairs again. Of what is left, records that the copy did not know get no
//! partner while there are such on both sides, or while a pair waits whose record on their own side is gone and may be the one
//! that they replace. They stand among the errors until they are coupled, or a person lets partners be created
//! (`docs/semantics.md` §8).

use super::Engine;
use crate::model::reason::Problem;
use crate::model::{Side, Sides, TableMapping};
use std::collections::HashSet;
use uuid::Uuid;

impl Engine<'_> {
    /// The records of each side that get no partner yet. Called when a mapping has been read and matched.
    pub(super) fn held_back(
        &mut self,
        mapping: &TableMapping,
    ) -> Result<Sides<HashSet<Uuid>>, Problem> {
        let name = &mapping.name;
        if self.store.read().is_brought_back(name)? {
            self.store.write(|w| w.note_newcomers(name))?;
        }
        let newcomers = Sides::new(
            self.newcomers(mapping, Side::Bc)?,
            self.newcomers(mapping, Side::Dv)?,
        );
        let mut held = Sides::<HashSet<Uuid>>::default();
        for side in Side::BOTH {
            let own = newcomers.get(side);
            let may_be_coupled = !own.is_empty()
                && (!newcomers.get(side.other()).is_empty()
                    || !self.store.read().left_behind(name, side)?.is_empty());
            if may_be_coupled {
                held.get_mut(side).clone_from(own);
            }
        }
        let is_any = |sides: &Sides<HashSet<Uuid>>| !sides.bc.is_empty() || !sides.dv.is_empty();
        if is_any(&newcomers) && !is_any(&held) {
            // Whoever might be their partner is not there.
            self.forget_newcomers(mapping)?;
        }
        Ok(held)
    }

    /// Newcomers of a side that a run might give a partner.
    fn newcomers(&self, mapping: &TableMapping, side: Side) -> Result<HashSet<Uuid>, Problem> {
        let reader = self.store.read();
        let mut alone = reader.newcomers(&mapping.name, side)?;
        if alone.is_empty() {
            return Ok(alone);
        }
        let elsewhere = self.partnered_elsewhere(mapping, side, &alone.iter().copied())?;
        alone.retain(|id| !elsewhere.contains(id));
        let parted = self.parted(mapping, side)?;
        let mut stay = HashSet::new();
        for id in alone {
            if !parted.has(&reader, id)? {
                stay.insert(id);
            }
        }
        Ok(stay)
    }

    /// Somebody who knows says that the newcomers of a mapping have no partner: they are records like all others.
    pub(super) fn forget_newcomers(&mut self, mapping: &TableMapping) -> Result<(), Problem> {
        let name = &mapping.name;
        let reader = self.store.read();
        let known = reader.is_brought_back(name)?
            || !reader.newcomers(name, Side::Bc)?.is_empty()
            || !reader.newcomers(name, Side::Dv)?.is_empty();
        if known {
            self.store.write(|w| w.forget_newcomers(name))?;
        }
        Ok(())
    }
}
