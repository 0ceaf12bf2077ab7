//! Records that take the place of one that is gone: deleted, and entered anew under the same key.
//!
//! A pair of which one record is gone waits for a person, or for what its mapping says. If meanwhile exactly one record came
//! that matches the remaining one, that is its partner from now on: to create another one for it would make a duplicate of the
//! remaining record. Nothing was agreed with it yet, so what differs is asked about (`docs/semantics.md` §4.6).

use super::Engine;
use super::lookups::Lookups;
use super::matching::{Asked, Groups, criteria, match_key};
use super::tally::Tally;
use crate::model::reason::Problem;
use crate::model::report::HistoryAction;
use crate::model::{Coupling, CouplingId, Side, Sides, TableMapping};
use crate::store::NewHistory;
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// A pair of which one record is gone, and the record that takes its place.
struct Successor {
    pair: Coupling,
    id: Uuid,
}

impl Engine<'_> {
    /// Gives the remaining record of pairs of which the other one is gone to records that match it and have no partner.
    pub(super) async fn succeed_gone(
        &mut self,
        mapping: &TableMapping,
        asked: Asked,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        for gone in Side::BOTH {
            let found = self.successors_of(mapping, gone, asked).await?;
            self.succeed(mapping, gone, &found, tally)?;
        }
        Ok(())
    }

    /// The pairs whose missing record a run would replace by one that came: nothing is deleted or created for them.
    pub(super) async fn will_be_succeeded(
        &mut self,
        mapping: &TableMapping,
    ) -> Result<HashSet<CouplingId>, Problem> {
        let mut pairs = HashSet::new();
        for gone in Side::BOTH {
            let found = self.successors_of(mapping, gone, Asked::ByRun).await?;
            pairs.extend(found.into_iter().map(|one| one.pair.id));
        }
        Ok(pairs)
    }

    async fn successors_of(
        &mut self,
        mapping: &TableMapping,
        gone: Side,
        asked: Asked,
    ) -> Result<Vec<Successor>, Problem> {
        let groups = criteria(mapping);
        let reader = self.store.read();
        if groups.is_empty() || reader.count_uncoupled(&mapping.name, gone)? == 0 {
            return Ok(Vec::new());
        }
        let left_behind = reader.left_behind(&mapping.name, gone)?;
        if left_behind.is_empty() {
            return Ok(Vec::new());
        }
        self.index_keys(mapping, &groups, asked).await?;
        self.successors(mapping, &groups, gone, left_behind).await
    }

    /// The pairs that exactly one record matches, where it matches nothing else.
    async fn successors(
        &mut self,
        mapping: &TableMapping,
        groups: &Groups<'_>,
        gone: Side,
        left_behind: Vec<Coupling>,
    ) -> Result<Vec<Successor>, Problem> {
        let side = gone.other();
        let seen = left_behind
            .iter()
            .filter_map(|pair| Some((side, pair.seen.get(side).fields()?)));
        let lookups = match side {
            Side::Bc => self.prepare_lookups(mapping, seen).await?,
            Side::Dv => Lookups::default(),
        };
        let mut waiting: BTreeMap<_, _> = left_behind.into_iter().map(|p| (p.id, p)).collect();
        let mut taken = HashSet::new();
        let mut found = Vec::new();
        for (group, fields) in groups {
            let mut by_key: HashMap<String, Vec<_>> = HashMap::new();
            for pair in waiting.values() {
                let known = pair.seen.get(side).fields();
                if let Some(key) = known.and_then(|known| match_key(fields, side, known, &lookups))
                {
                    by_key.entry(key).or_default().push(pair.id);
                }
            }
            for (key, pairs) in by_key {
                let [pair] = pairs.as_slice() else { continue };
                let Some(id) = self.store.read().sole_match(*group, gone, &key)? else {
                    continue;
                };
                if taken.insert(id)
                    && let Some(pair) = waiting.remove(pair)
                {
                    found.push(Successor { pair, id });
                }
            }
        }
        Ok(found)
    }

    fn succeed(
        &mut self,
        mapping: &TableMapping,
        gone: Side,
        found: &[Successor],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        if found.is_empty() {
            return Ok(());
        }
        let mut remaining = Sides::<HashSet<Uuid>>::default();
        let side = gone.other();
        *remaining.get_mut(side) = found.iter().map(|one| *one.pair.ids.get(side)).collect();
        self.open_references_to(mapping, &remaining)?;
        let now = self.env.now();
        let job = tally.job(&mapping.name, Side::Dv);
        self.store.write(|w| {
            for Successor { pair, id } in found {
                let mut ids = pair.ids;
                *ids.get_mut(gone) = *id;
                w.repoint(pair.id, gone, *id)?;
                for (ids, action) in [
                    (pair.ids, HistoryAction::Uncouple),
                    (ids, HistoryAction::Couple),
                ] {
                    w.add_history(&NewHistory::link(job, now, &mapping.name, ids, action))?;
                }
            }
            Ok(())
        })?;
        let count = found.len() as u64;
        tally.count(&mapping.name, Side::Dv, |c| {
            c.coupled += count;
            c.uncoupled += count;
        });
        Ok(())
    }
}
