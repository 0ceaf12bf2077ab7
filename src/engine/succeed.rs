//! Records that take the place of one that is gone: deleted, and entered anew under the same key.
//!
//! A pair of which one record is gone waits for a person, or for what its mapping says. If meanwhile exactly one record came
//! that matches the remaining one, that is its partner from now on: to create another one for it would make a duplicate of the
//! remaining record. So it is where the mapping leaves new records alone, too: the pair is none. Nothing was agreed with it yet,
//! so what differs is asked about (`docs/semantics.md` §4.6).
//!
//! Where another mapping on the same two sets gave the remaining record a partner, that one takes the place: a record has one
//! partner, however many mappings see it.
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
        if reader.count_uncoupled(&mapping.name, gone)? == 0 {
            return Ok(Vec::new());
        }
        let left_behind = reader.left_behind(&mapping.name, gone)?;
        let (mut found, left_behind) = self.followed_beside(mapping, gone, left_behind)?;
        if left_behind.is_empty() || groups.is_empty() {
            return Ok(found);
        }
        self.index_keys(mapping, &groups, asked).await?;
        found.extend(self.successors(mapping, &groups, gone, left_behind).await?);
        Ok(found)
    }

    /// The pairs whose remaining record has got another partner in a mapping on the same two sets, which this one sees: that
    /// mapping made the missing record again, or matched the one that came. The others of these pairs are handed back.
    fn followed_beside(
        &self,
        mapping: &TableMapping,
        gone: Side,
        left_behind: Vec<Coupling>,
    ) -> Result<(Vec<Successor>, Vec<Coupling>), Problem> {
        let mut found = Vec::new();
        let mut others = left_behind;
        for beside in self.others(mapping)? {
            let mut still = Vec::new();
            for pair in others {
                let reader = self.store.read();
                let remaining = *pair.ids.get(gone.other());
                let partner = reader.coupling_of(&beside.name, gone.other(), remaining)?;
                let partner = partner.filter(|one| one.seen.get(gone).fields().is_some());
                let partner = partner.map(|one| *one.ids.get(gone));
                match partner {
                    Some(id) if reader.uncoupled_one(&mapping.name, gone, id)?.is_some() => {
                        found.push(Successor { pair, id });
                    }
                    _ => still.push(pair),
                }
            }
            others = still;
        }
        Ok((found, others))
    }

    /// The partner that a mapping on the same two sets has given a record, read now; nothing if it has none that exists.
    pub(super) async fn partner_beside(
        &self,
        mapping: &TableMapping,
        gone: Side,
        source: Uuid,
    ) -> Result<Option<Record>, Problem> {
        for beside in self.others(mapping)? {
            let partner = self
                .store
                .read()
                .coupling_of(&beside.name, gone.other(), source)?;
            let Some(id) = partner.map(|one| *one.ids.get(gone)) else {
                continue;
            };
            let fields = observed_fields(mapping, gone);
            let remote = self.remotes.get(gone);
            let found = remote
                .read_by_ids(mapping.sets.get(gone), &fields, &[id])
                .await?
                .pop();
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Before the partner of a record is made again: couples it with the one that a mapping on the same two sets has made or
    /// matched for it meanwhile, if this one sees that. Answers whether there is one: then none is made.
    pub(super) async fn follow_beside(
        &mut self,
        mapping: &TableMapping,
        gone: Side,
        source: Uuid,
        tally: &mut Tally,
    ) -> Result<bool, Problem> {
        let Some(record) = self.partner_beside(mapping, gone, source).await? else {
            return Ok(false);
        };
        let reader = self.store.read();
        let taken = reader.coupling_id_of(&mapping.name, gone, record.id)?;
        if taken.is_none() && may_pass(mapping, gone, &record) {
            let mut ids = Sides::new(source, source);
            *ids.get_mut(gone) = record.id;
            self.take_in(mapping, gone, &record)?;
            self.couple_pairs(mapping, &[ids], tally)?;
        }
        Ok(true)
    }

    fn take_in(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        record: &Record,
    ) -> Result<(), Problem> {
        let naming = naming_of(mapping, side, &record.fields);
        self.store.write(|w| {
            w.observe(&mapping.name, side, record, &naming, None)
                .map(|_| ())
        })
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
            self.take_in(mapping, gone, &record)?;
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
