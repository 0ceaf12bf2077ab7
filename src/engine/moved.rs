//! Several mappings on the same two sets: records that move from one to another, and pairs that more than one of them sees.
//!
//! A customer of France that becomes one of Belgium leaves one mapping and enters the other. It takes its coupling along, with
//! what both sides last agreed on, so that the partner follows. Without this its former pair would rest, and the other
//! mapping would create a second partner.
//!
//! Invariant: a record that is coupled in one of them is given no other partner by another one, neither by a run nor by a person
//! who does not say that the former one is given up.

use super::Engine;
use super::matching::Asked;
use super::naming::naming_of;
use super::observe::observed_fields;
use super::request::MatchChoice;
use super::tally::Tally;
use super::widened::{flows_of, widened};
use crate::merge::MergeRules;
use crate::model::filter::Filter;
use crate::model::reason::Problem;
use crate::model::report::HistoryAction;
use crate::model::{
    Coupling, CouplingId, FieldName, Fields, MappingName, Observation, Record, Side, Sides,
    TableMapping,
};
use crate::store::{NewHistory, Reader};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// How many couplings are taken over at once.
const AT_ONCE: usize = 1000;

impl Engine<'_> {
    /// Takes over the couplings of records that entered this mapping's filter and left another's.
    pub(super) async fn take_over_moved(
        &mut self,
        mapping: &TableMapping,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        for side in self.sides_with_somebody_alone(mapping)? {
            for former in self.told_apart(mapping, side)? {
                let reader = self.store.read();
                let elsewhere = reader.coupled_elsewhere(&mapping.name, side, &former.name)?;
                let mut moved = Vec::new();
                for record in elsewhere {
                    let Some(coupling) = reader.coupling(record.coupling)? else {
                        continue;
                    };
                    let partner = side.other();
                    let id = *coupling.ids.get(partner);
                    let is_free = reader.coupling_id_of(&mapping.name, partner, id)?.is_none();
                    // A partner that this mapping neither sees nor writes would never follow.
                    let follows = mapping.direction.writes(partner)
                        || reader.uncoupled_one(&mapping.name, partner, id)?.is_some();
                    let gone = *coupling.seen.get(partner) == Observation::Deleted;
                    if (record.left || !former.enabled) && is_free && follows && !gone {
                        moved.push(coupling);
                    }
                }
                for some in moved.chunks(AT_ONCE) {
                    self.check_cancel()?;
                    self.take_over(mapping, &former, some, tally).await?;
                }
            }
        }
        Ok(())
    }

    async fn take_over(
        &mut self,
        mapping: &TableMapping,
        from: &TableMapping,
        moved: &[Coupling],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        // A partner that still passes the former mapping's filter and not this one's is about to follow, and must not rest
        // for it. So it is read here. One that passes neither went its own way.
        let mut partners: Sides<HashMap<Uuid, Record>> = Sides::default();
        for side in Side::BOTH {
            let mut unseen = Vec::new();
            for coupling in moved {
                let id = *coupling.ids.get(side);
                let known = self.store.read().uncoupled_one(&mapping.name, side, id)?;
                if known.is_none() {
                    unseen.push(id);
                }
            }
            if unseen.is_empty() {
                continue;
            }
            let fields = observed_by_both(mapping, from, side);
            let set = mapping.sets.get(side);
            let remote = self.remotes.get(side);
            let found = remote.read_by_ids(set, &fields, &unseen).await?;
            let found = found.into_iter().map(|record| (record.id, record));
            partners.get_mut(side).extend(found);
        }
        let agreed = self.agreed_here(mapping, from, moved).await?;
        let now = self.env.now();
        let job = tally.job(&mapping.name, Side::Dv);
        self.store.write(|w| {
            for former in moved {
                let id = w.move_coupling(former.id, &mapping.name)?;
                if let Some(base) = agreed.get(&former.id) {
                    w.set_base(id, Some(base))?;
                }
                for side in Side::BOTH {
                    let found = partners.get_mut(side).remove(former.ids.get(side));
                    if let Some(record) = found {
                        let naming = naming_of(mapping, side, &record.fields);
                        let stays = may_pass(from, side, &record);
                        if stays && from.enabled {
                            // Should it never follow, the former mapping is the one that sees it.
                            let known = naming_of(from, side, &record.fields);
                            w.observe(&from.name, side, &record, &known, None)?;
                        }
                        let seen = if stays || may_pass(mapping, side, &record) {
                            Observation::from(record)
                        } else {
                            Observation::OutOfFilter
                        };
                        w.set_seen(id, side, &seen, &naming)?;
                    }
                }
                for (name, action) in [
                    (&former.mapping, HistoryAction::Uncouple),
                    (&mapping.name, HistoryAction::Couple),
                ] {
                    w.add_history(&NewHistory::link(job, now, name, former.ids, action))?;
                }
            }
            Ok(())
        })?;
        let count = moved.len() as u64;
        tally.count(&mapping.name, Side::Dv, |c| c.coupled += count);
        if let Some(former) = moved.first() {
            tally.count(&former.mapping, Side::Dv, |c| c.uncoupled += count);
        }
        Ok(())
    }

    /// What pairs agreed on in their former mapping counts here too, but not where both sides agreed to differ since a field
    /// flowed one way there: where it flows both ways here, nobody would ever look at it again.
    async fn agreed_here(
        &mut self,
        mapping: &TableMapping,
        from: &TableMapping,
        moved: &[Coupling],
    ) -> Result<HashMap<CouplingId, Sides<Fields>>, Problem> {
        let mut agreed = HashMap::new();
        let fields = widened(mapping, &flows_of(from));
        if fields.is_empty() {
            return Ok(agreed);
        }
        let schemas = self.schemas(mapping).await?;
        let rules = MergeRules::new(mapping, Sides::new(Some(&*schemas.bc), Some(&*schemas.dv)));
        let bases = moved.iter().filter_map(|pair| pair.base.as_ref());
        let bases = bases.flat_map(|base| [(Side::Bc, &base.bc), (Side::Dv, &base.dv)]);
        let lookups = self.prepare_lookups(mapping, bases).await?;
        for pair in moved {
            let mut base = pair.base.clone();
            if let Some(base) = base.as_mut()
                && rules.forget_difference(base, &fields, &lookups)
            {
                agreed.insert(pair.id, base.clone());
            }
        }
        Ok(agreed)
    }

    /// Whether another mapping on the same two sets has written something in this run since this one was read.
    pub(super) fn is_overtaken(
        &self,
        mapping: &TableMapping,
        tally: &Tally,
    ) -> Result<bool, Problem> {
        let beside = self.others(mapping)?;
        Ok(beside.iter().any(|other| tally.has_written(&other.name)))
    }

    /// Couples here what another mapping on the same two sets has coupled and this one sees too: a record has one partner,
    /// however many mappings look at it.
    pub(super) async fn share_pairs(
        &mut self,
        mapping: &TableMapping,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let sides = self.sides_with_somebody_alone(mapping)?;
        if sides.is_empty() {
            return Ok(());
        }
        for other in self.others(mapping)? {
            let sees_the_same = other.filters == mapping.filters;
            for side in sides.iter().copied() {
                let shared = self.shared(mapping, side, &other.name, sees_the_same)?;
                for some in shared.chunks(AT_ONCE) {
                    self.check_cancel()?;
                    self.couple_pairs(mapping, some, tally)?;
                    self.share_agreement(mapping, &other, some).await?;
                }
            }
        }
        Ok(())
    }

    /// What pairs agreed on in the mapping that coupled them holds here too: what one side has cleared since is no field that
    /// was never filled in.
    async fn share_agreement(
        &mut self,
        mapping: &TableMapping,
        from: &TableMapping,
        shared: &[Sides<Uuid>],
    ) -> Result<(), Problem> {
        let mut pairs = Vec::new();
        for ids in shared {
            let reader = self.store.read();
            let there = reader.coupling_of(&from.name, Side::Bc, ids.bc)?;
            let here = reader.coupling_id_of(&mapping.name, Side::Bc, ids.bc)?;
            if let (Some(there), Some(here)) = (there, here)
                && there.base.is_some()
                && there.ids == *ids
            {
                pairs.push((here, there));
            }
        }
        let former: Vec<Coupling> = pairs.iter().map(|(_, there)| there.clone()).collect();
        let agreed = self.agreed_here(mapping, from, &former).await?;
        self.store.write(|w| {
            for (here, there) in &pairs {
                let base = agreed.get(&there.id).or(there.base.as_ref());
                w.set_base(*here, base)?;
            }
            Ok(())
        })
    }

    /// The sides on which a record has no partner: in a mapping in step that is neither, and nothing more is asked.
    fn sides_with_somebody_alone(&self, mapping: &TableMapping) -> Result<Vec<Side>, Problem> {
        let mut sides = Vec::new();
        for side in Side::BOTH {
            if self.store.read().count_uncoupled(&mapping.name, side)? > 0 {
                sides.push(side);
            }
        }
        Ok(sides)
    }

    /// Lets the mappings on the same two sets that follow in this run couple what they match, before this one creates a partner
    /// for a record that has one there.
    pub(super) async fn match_beside(
        &mut self,
        mapping: &TableMapping,
        following: &[TableMapping],
        couples_all: bool,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        if self.sides_with_somebody_alone(mapping)?.is_empty() {
            return Ok(());
        }
        for other in following.iter().filter(|other| is_beside(mapping, other)) {
            if other.only_coupled && !couples_all {
                continue;
            }
            self.succeed_gone(other, Asked::ByRun, tally).await?;
            let all = MatchChoice::default();
            self.match_uncoupled(other, Asked::ByRun, &all, tally)
                .await?;
        }
        Ok(())
    }

    /// The pairs of another mapping whose record of this side is alone here, and whose other record is free.
    fn shared(
        &self,
        mapping: &TableMapping,
        side: Side,
        other: &MappingName,
        sees_the_same: bool,
    ) -> Result<Vec<Sides<Uuid>>, Problem> {
        let reader = self.store.read();
        let elsewhere = reader.coupled_elsewhere(&mapping.name, side, other)?;
        let partner = side.other();
        let (alone_here, alone_there) =
            (self.parted(mapping, side)?, self.parted(mapping, partner)?);
        let mut shared = Vec::new();
        for record in elsewhere.into_iter().filter(|record| !record.left) {
            let Some(coupling) = reader.coupling(record.coupling)? else {
                continue;
            };
            let id = *coupling.ids.get(partner);
            let there = !matches!(
                coupling.seen.get(partner),
                Observation::Deleted | Observation::OutOfFilter
            );
            let alone = reader.uncoupled_one(&mapping.name, partner, id)?.is_some();
            let free = reader.coupling_id_of(&mapping.name, partner, id)?.is_none();
            let parted = alone_here.has(&reader, record.id)? || alone_there.has(&reader, id)?;
            if there && free && !parted && (alone || sees_the_same) {
                shared.push(coupling.ids);
            }
        }
        Ok(shared)
    }

    /// Those of these records that are coupled in another mapping on the same two sets: they have their partner there, and no
    /// run gives them a second one.
    pub(super) fn partnered_elsewhere(
        &self,
        mapping: &TableMapping,
        side: Side,
        ids: &(impl Iterator<Item = Uuid> + Clone),
    ) -> Result<HashSet<Uuid>, Problem> {
        let mut partnered = HashSet::new();
        if self.store.read().count_uncoupled(&mapping.name, side)? == 0 {
            return Ok(partnered);
        }
        for (other, _) in self.beside(mapping)? {
            let reader = self.store.read();
            for id in ids.clone() {
                if reader.coupling_id_of(&other, side, id)?.is_some() {
                    partnered.insert(id);
                }
            }
        }
        Ok(partnered)
    }

    /// Those of these pairs of which no other mapping on the same two sets has coupled a record with another one: the two that
    /// it has coupled with each other may be coupled here as well.
    pub(super) fn without_rivals(
        &self,
        mapping: &TableMapping,
        mut pairs: Vec<Sides<Uuid>>,
    ) -> Result<Vec<Sides<Uuid>>, Problem> {
        let others = self.on_the_same_sets(mapping)?;
        if others.is_empty() || pairs.is_empty() {
            return Ok(pairs);
        }
        let mut rivalled = HashSet::new();
        for (other, pair) in others
            .iter()
            .flat_map(|other| pairs.iter().map(move |pair| (other, pair)))
        {
            for side in Side::BOTH {
                let reader = self.store.read();
                let here = reader.coupling_id_of(&other.name, side, *pair.get(side))?;
                if here.is_some()
                    && here
                        != reader.coupling_id_of(
                            &other.name,
                            side.other(),
                            *pair.get(side.other()),
                        )?
                {
                    rivalled.insert(pair.bc);
                }
            }
        }
        pairs.retain(|pair| !rivalled.contains(&pair.bc));
        Ok(pairs)
    }

    /// The other mappings on the same two sets that have another filter on this side, and those that are switched off: they
    /// see nothing any more, so what they coupled belongs to whoever sees it now.
    fn told_apart(&self, mapping: &TableMapping, side: Side) -> Result<Vec<TableMapping>, Problem> {
        let mut others = self.store.read().mappings()?;
        others.retain(|other| {
            let told_apart = other.filters.get(side) != mapping.filters.get(side);
            is_another(mapping, other) && (told_apart || !other.enabled)
        });
        Ok(others)
    }

    /// A pair that was taken over although one of its records still passes the former mapping's filter alone: that record is
    /// about to follow, and is read as what it is. A person may decide what keeps it from following.
    pub(super) async fn bring_along(
        &mut self,
        mapping: &TableMapping,
        coupling: &Coupling,
    ) -> Result<(), Problem> {
        let all = self.store.read().mappings()?;
        for side in Side::BOTH {
            let there = coupling.seen.get(side.other()).fields().is_some();
            if *coupling.seen.get(side) != Observation::OutOfFilter || !there {
                continue;
            }
            for former in all.iter().filter(|other| is_beside(mapping, other)) {
                let filter = former.filters.get(side).as_deref().and_then(Filter::parse);
                let Some(filter) = filter.filter(|_| former.filters != mapping.filters) else {
                    continue;
                };
                let fields = observed_by_both(mapping, former, side);
                let (set, id) = (mapping.sets.get(side), *coupling.ids.get(side));
                let remote = self.remotes.get(side);
                let found = remote.read_by_ids(set, &fields, &[id]).await?;
                let Some(record) = found
                    .into_iter()
                    .next()
                    .filter(|record| filter.matches(&record.fields))
                else {
                    continue;
                };
                let naming = naming_of(mapping, side, &record.fields);
                self.store.write(|w| {
                    w.set_seen(coupling.id, side, &Observation::from(record), &naming)
                })?;
                break;
            }
        }
        Ok(())
    }

    /// The records of a side that were parted in this mapping or another one on the same two sets, switched off or not.
    pub(super) fn parted(&self, mapping: &TableMapping, side: Side) -> Result<Parted, Problem> {
        let reader = self.store.read();
        let mut parted = Vec::new();
        for other in reader.mappings()? {
            let same = other.name == mapping.name || is_another(mapping, &other);
            if same && reader.any_parted(&other.name, side)? {
                parted.push(other.name);
            }
        }
        Ok(Parted {
            side,
            mappings: parted,
        })
    }

    /// The other mappings on the same two sets that are switched on.
    pub(super) fn others(&self, mapping: &TableMapping) -> Result<Vec<TableMapping>, Problem> {
        let mut all = self.store.read().mappings()?;
        all.retain(|other| is_beside(mapping, other));
        Ok(all)
    }

    /// The other mappings on the same two sets, also those that are switched off: what they coupled is coupled.
    pub(super) fn on_the_same_sets(
        &self,
        mapping: &TableMapping,
    ) -> Result<Vec<TableMapping>, Problem> {
        let mut all = self.store.read().mappings()?;
        all.retain(|other| is_another(mapping, other));
        Ok(all)
    }

    /// The other mappings on the same two sets, each with whether it sees the very same records.
    fn beside(&self, mapping: &TableMapping) -> Result<Vec<(MappingName, bool)>, Problem> {
        let all = self.store.read().mappings()?;
        let others = all.into_iter().filter(|other| is_beside(mapping, other));
        let others = others.map(|other| {
            let sees_the_same = other.filters == mapping.filters;
            (other.name, sees_the_same)
        });
        Ok(others.collect())
    }
}

/// What two mappings read of a side, and what their filters ask for there.
fn observed_by_both(mapping: &TableMapping, other: &TableMapping, side: Side) -> Vec<FieldName> {
    let mut fields = observed_fields(mapping, side);
    fields.extend(observed_fields(other, side));
    fields.sort();
    fields.dedup();
    fields
}

/// Whether a record passes a mapping's filter, as far as that can be told here.
pub(super) fn may_pass(mapping: &TableMapping, side: Side, record: &Record) -> bool {
    let filter = mapping.filters.get(side).as_deref().and_then(Filter::parse);
    filter.is_none_or(|filter| filter.matches(&record.fields))
}

/// Whether records of a side were parted from their partners, in whichever mapping on the same two sets: where a run gives one
/// no partner since somebody wanted it alone, or its partner is gone, it gives it none after it moved either.
pub(super) struct Parted {
    side: Side,
    /// Those of the mappings in which any record of the side was parted: mostly none.
    mappings: Vec<MappingName>,
}

impl Parted {
    pub(super) fn none(&self) -> bool {
        self.mappings.is_empty()
    }

    /// Whether a record was parted, so that none is created for it.
    pub(super) fn has(&self, reader: &Reader<'_>, id: Uuid) -> Result<bool, Problem> {
        for name in &self.mappings {
            if reader.is_parted(name, self.side, id)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a record was parted from a partner that still exists, so that it is not matched either.
    pub(super) fn keeps_alone(&self, reader: &Reader<'_>, id: Uuid) -> Result<bool, Problem> {
        for name in &self.mappings {
            if reader.stays_alone(name, self.side, id)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn is_beside(mapping: &TableMapping, other: &TableMapping) -> bool {
    other.enabled && is_another(mapping, other)
}

fn is_another(mapping: &TableMapping, other: &TableMapping) -> bool {
    other.name != mapping.name && other.sets == mapping.sets
}
