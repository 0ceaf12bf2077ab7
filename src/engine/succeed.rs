//! Records that take the place of one that is gone: deleted, and entered anew under the same key.
//!
//! A pair of which one record is gone waits for a person, or for what its mapping says. If meanwhile exactly one record came
//! that matches the remaining one, that is its partner from now on: to create another one for it would make a duplicate of the
//! remaining record. So it is where the mapping leaves new records alone, too: the pair is none. Nothing was agreed with it yet,
//! so what differs is asked about (`docs/semantics.md` §4.6).
//!
//! A run reads first, so it knows such a record. Where single records are looked at, nobody has read what else came: before a
//! record is made again there, the service is asked for one that matches.

use super::Engine;
use super::create::Alone;
use super::lookups::Lookups;
use super::matching::{Asked, Groups, criteria, match_key};
use super::moved::may_pass;
use super::naming::naming_of;
use super::observe::observed_fields;
use super::tally::Tally;
use crate::model::mapping::FieldSource;
use crate::model::reason::{Cause, Problem};
use crate::model::report::HistoryAction;
use crate::model::{
    Coupling, CouplingId, FieldMapping, Fields, PairState, Record, Side, Sides, TableMapping,
};
use crate::store::NewHistory;
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// So many candidates are enough to tell one from several, even if some of them have partners.
const CANDIDATES: usize = 20;

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
            // A mapping that leaves new records alone may have many: they are gone through only after something happened.
            if mapping.only_coupled
                && asked == Asked::ByRun
                && !tally.has_new(&mapping.name, gone)
                && !self.is_newly_gone(mapping, gone)?
            {
                continue;
            }
            let found = self.successors_of(mapping, gone, asked).await?;
            self.succeed(mapping, gone, &found, tally)?;
        }
        Ok(())
    }

    /// Whether pairs of which one record is gone have not been worked on since.
    fn is_newly_gone(&self, mapping: &TableMapping, gone: Side) -> Result<bool, Problem> {
        let left_behind = self.store.read().left_behind(&mapping.name, gone)?;
        let mut states = left_behind.iter().map(|pair| pair.state);
        Ok(states.any(|state| state == PairState::Pending))
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

    /// Before the partner of a record is made again on the side where it is gone: couples the record with one there that
    /// matches it and that no run has read yet. Answers whether it must not be made, since there is one, or several.
    ///
    /// `made` is what the new record would hold.
    pub(super) async fn succeed_unread(
        &mut self,
        mapping: &TableMapping,
        gone: Side,
        (source, held): &Alone,
        made: &Fields,
        tally: &mut Tally,
    ) -> Result<bool, Problem> {
        for fields in criteria(mapping).values() {
            let Some(wanted) = sought(fields, gone, held, made) else {
                continue;
            };
            let found = self
                .remotes
                .get(gone)
                .find(
                    mapping.sets.get(gone),
                    &observed_fields(mapping, gone),
                    std::slice::from_ref(&wanted),
                    CANDIDATES,
                )
                .await?;
            let mut found = self.that_match(mapping, fields, gone, held, found).await?;
            let Some(record) = found.pop() else { continue };
            if !found.is_empty() {
                self.list_alone(mapping, gone, &[*source], Cause::SeveralMatches, tally)?;
                return Ok(true);
            }
            let naming = naming_of(mapping, gone, &record.fields);
            self.store.write(|w| {
                w.observe(&mapping.name, gone, &record, &naming, None)
                    .map(|_| ())
            })?;
            let mut ids = Sides::new(*source, *source);
            *ids.get_mut(gone) = record.id;
            self.couple_pairs(mapping, &[ids], tally)?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Those of these records that match one of the other side, belong to the mapping and have no partner.
    async fn that_match(
        &mut self,
        mapping: &TableMapping,
        fields: &[&FieldMapping],
        side: Side,
        held: &Fields,
        mut found: Vec<Record>,
    ) -> Result<Vec<Record>, Problem> {
        let all = found.iter().map(|record| (side, &record.fields));
        let all: Vec<_> = all.chain([(side.other(), held)]).collect();
        let lookups = self.prepare_lookups(mapping, all.into_iter()).await?;
        let key = match_key(fields, side.other(), held, &lookups);
        found.retain(|record| {
            may_pass(mapping, side, record)
                && match_key(fields, side, &record.fields, &lookups) == key
        });
        let ids = found.iter().map(|record| record.id);
        let elsewhere = self.partnered_elsewhere(mapping, side, &ids)?;
        let mut free = Vec::new();
        for record in found {
            let reader = self.store.read();
            let coupled = reader.coupling_id_of(&mapping.name, side, record.id)?;
            if coupled.is_none() && !elsewhere.contains(&record.id) {
                free.push(record);
            }
        }
        Ok(free)
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

/// What a record must hold to match one of the other side; nothing if that has a blank criterion.
fn sought(criteria: &[&FieldMapping], side: Side, held: &Fields, made: &Fields) -> Option<Fields> {
    let mut wanted = Fields::new();
    for field in criteria {
        for name in field.fields_of(side) {
            let as_made = made.value(name.as_str());
            // A key that only flows from the side that is gone would not be given to a new record.
            let as_held = match &field.source {
                FieldSource::Pair(pair) if field.lookup.is_none() => {
                    held.value(pair.get(side.other()).as_str())
                }
                _ => as_made,
            };
            let value = if as_made.is_empty() { as_held } else { as_made };
            if value.is_empty() {
                return None;
            }
            wanted.set(name.clone(), value.clone());
        }
    }
    (!wanted.is_empty()).then_some(wanted)
}
