//! Fields that flow in more ways than before, since a person changed the direction of their mapping or their own, or switched
//! their row on.
//!
//! What the receiving side of a one-way field says by itself is let stand (`docs/semantics.md` §4): both sides agree to differ.
//! Once the field flows back as well, that is no agreement any more. Nobody would ever look at it again, so it is forgotten
//! here, and the field is compared as in a new coupling. The same is true of what the base holds of a field that no row
//! carried: it was read to name the record or for the filter, and nobody compared it.
//!
//! Invariant: pairs agree on nothing before this was done for the mapping as it is now.

use super::Engine;
use super::coverage::Coverage;
use super::store_pages::to_json;
use crate::merge::MergeRules;
use crate::model::reason::Problem;
use crate::model::{Direction, FieldMapping, PairState, Side, Sides, TableMapping};
use std::collections::BTreeMap;

/// How each field of a mapping flows, by the names that it has on both sides.
pub(super) type Flows = BTreeMap<String, Option<Direction>>;

impl Engine<'_> {
    /// Looks at fields anew that flow in more ways than when pairs of this mapping could last agree.
    pub(super) async fn look_at_widened(&mut self, mapping: &TableMapping) -> Result<(), Problem> {
        let now = flows_of(mapping);
        let before = Coverage::of(&self.store.read(), &mapping.name, Side::Bc)?.flows;
        if before.as_ref() == Some(&now) {
            return Ok(());
        }
        if let Some(before) = before {
            let widened = widened(mapping, &before);
            if !widened.is_empty() {
                self.forget_difference(mapping, &widened).await?;
            }
        }
        let mut coverage = Coverage::of(&self.store.read(), &mapping.name, Side::Bc)?;
        coverage.flows = Some(now);
        let text = to_json(&coverage)?;
        self.store
            .write(|w| w.set_coverage(&mapping.name, Side::Bc, Some(&text)))
    }

    /// Forgets what the pairs of a mapping agreed on in these fields, wherever they agreed to differ.
    async fn forget_difference(
        &mut self,
        mapping: &TableMapping,
        fields: &[usize],
    ) -> Result<(), Problem> {
        let schemas = self.schemas(mapping).await?;
        let rules = MergeRules::new(mapping, Sides::new(Some(&*schemas.bc), Some(&*schemas.dv)));
        let mut after = None;
        loop {
            self.check_cancel()?;
            let chunk = self.options.chunk;
            let pairs = self
                .store
                .read()
                .couplings_after(&mapping.name, after, chunk)?;
            let Some(last) = pairs.last() else {
                return Ok(());
            };
            after = Some(last.id);
            let agreed = pairs.iter().filter_map(|pair| pair.base.as_ref());
            let agreed = agreed.flat_map(|base| [(Side::Bc, &base.bc), (Side::Dv, &base.dv)]);
            let lookups = self.prepare_lookups(mapping, agreed).await?;
            let mut reopened = Vec::new();
            for mut pair in pairs {
                if let Some(base) = pair.base.as_mut()
                    && rules.forget_difference(base, fields, &lookups)
                {
                    reopened.push(pair);
                }
            }
            self.store.write(|w| {
                for pair in &reopened {
                    w.set_base(pair.id, pair.base.as_ref())?;
                    let state = match pair.state {
                        PairState::InStep => PairState::Pending,
                        state => state,
                    };
                    w.set_state(pair.id, state, true)?;
                }
                Ok(())
            })?;
        }
    }
}

pub(super) fn flows_of(mapping: &TableMapping) -> Flows {
    mapping
        .active_fields()
        .map(|field| (called(field), mapping.direction_of(field)))
        .collect()
}

fn called(field: &FieldMapping) -> String {
    let names = |side: Side| {
        let names: Vec<&str> = field
            .fields_of(side)
            .iter()
            .map(|name| name.as_str())
            .collect();
        names.join("+")
    };
    format!("{}>{}", names(Side::Bc), names(Side::Dv))
}

/// The places of the fields that reach a side which they did not reach before. One that no row carried reached neither.
pub(super) fn widened(mapping: &TableMapping, before: &Flows) -> Vec<usize> {
    let reaches = |direction: Option<Direction>, side: Side| {
        direction.is_some_and(|direction| direction.writes(side))
    };
    let fields = mapping.fields.iter().enumerate();
    let widened = fields.filter(|(_, field)| {
        let was = before.get(&called(field)).copied().flatten();
        let now = mapping.direction_of(field);
        let mut sides = Side::BOTH.into_iter();
        field.enabled && sides.any(|side| reaches(now, side) && !reaches(was, side))
    });
    widened.map(|(index, _)| index).collect()
}

#[cfg(test)]
mod tests {
    use crate::engine::request::{RecordRef, SyncRequest};
    use crate::engine::testing::world::{World, total};
    use crate::model::report::SkipReason;
    use crate::model::{Direction, PairState, Side};

    /// A pair of which Dataverse's city was changed while the table flowed to Dataverse only.
    fn let_stand(city: &str) -> (World, crate::model::Sides<uuid::Uuid>) {
        let mut world = World::new(|mapping| mapping.direction = Direction::ToDataverse);
        let ids = world.in_step("C-1");
        world.dv.edit(ids.dv, "address1_city", city);
        assert_eq!(total(&world.sync()).modified, 0);
        assert_eq!(world.bc.text(ids.bc, "city"), "Lyon");
        (world, ids)
    }

    fn flow(world: &mut World, direction: Direction) {
        world.mapping.direction = direction;
        let mapping = world.mapping.clone();
        world.store.write(|w| w.put_mapping(&mapping, 0)).unwrap();
    }

    #[test]
    fn a_difference_that_stood_is_asked_about_once_the_table_flows_both_ways() {
        let (mut world, ids) = let_stand("Metz");
        flow(&mut world, Direction::Both);
        assert_eq!(world.plan().needs_attention.conflicts, 1);
        assert_eq!(world.sync().needs_attention.conflicts, 1);
        let record = world.skipped(ids).unwrap();
        assert_eq!(record.reason, SkipReason::Conflict);
        assert_eq!(record.open_fields, ["city".into()]);
        assert_eq!(world.bc.text(ids.bc, "city"), "Lyon");
        assert_eq!(world.dv.text(ids.dv, "address1_city"), "Metz");
        // It is asked once, and what agreed is left alone.
        world.bc.edit(ids.bc, "city", "Metz");
        assert_eq!(world.sync().needs_attention.conflicts, 0);
        let state = world.coupling(Side::Bc, ids.bc).unwrap().state;
        assert_eq!(state, PairState::InStep);
    }

    #[test]
    fn a_table_that_is_turned_round_brings_what_stood_to_the_other_side() {
        let (mut world, ids) = let_stand("Metz");
        flow(&mut world, Direction::ToBusinessCentral);
        assert_eq!(total(&world.sync()).modified, 1);
        assert_eq!(world.bc.text(ids.bc, "city"), "Metz");
        assert!(total(&world.sync()).is_quiet());
    }

    #[test]
    fn a_field_that_flows_in_fewer_ways_is_not_looked_at_again() {
        let mut world = World::new(|_| {});
        let ids = world.in_step("C-1");
        world.mapping.fields[3].direction = Direction::ToDataverse;
        flow(&mut world, Direction::Both);
        world.dv.edit(ids.dv, "address1_city", "Metz");
        assert!(total(&world.sync()).is_quiet());
        world.mapping.fields[3].direction = Direction::Both;
        flow(&mut world, Direction::Both);
        assert_eq!(world.sync().needs_attention.conflicts, 1);
    }

    /// Switches the row of the name, which every read brings along, on or off.
    fn switch_name(world: &mut World, on: bool) {
        world.mapping.fields[1].enabled = on;
        flow(world, Direction::Both);
    }

    fn rename_both(world: &World, ids: crate::model::Sides<uuid::Uuid>) {
        world.bc.edit(ids.bc, "displayName", "Dupont");
        world.dv.edit(ids.dv, "name", "Durand");
    }

    #[test]
    fn what_changed_while_a_row_was_off_is_asked_about_once_it_is_on_again() {
        let mut world = World::new(|_| {});
        let ids = world.in_step("C-1");
        switch_name(&mut world, false);
        rename_both(&world, ids);
        assert_eq!(total(&world.sync()).modified, 0);
        switch_name(&mut world, true);
        assert_eq!(world.sync().needs_attention.conflicts, 1);
        let open = world.skipped(ids).unwrap().open_fields;
        assert_eq!(open, ["displayName".into()]);
    }

    #[test]
    fn a_run_over_one_record_while_a_row_is_off_agrees_on_nothing_of_that_row() {
        let mut world = World::new(|_| {});
        let ids = world.in_step("C-1");
        switch_name(&mut world, false);
        rename_both(&world, ids);
        world.bc.edit(ids.bc, "city", "Metz");
        let record = RecordRef {
            side: Side::Bc,
            id: ids.bc,
        };
        let request = SyncRequest {
            records: vec![record],
            ..SyncRequest::default()
        };
        let report = world.engine(async |engine| engine.sync(&request).await);
        assert_eq!(total(&report.unwrap()).modified, 1);
        switch_name(&mut world, true);
        assert_eq!(world.sync().needs_attention.conflicts, 1);
    }
}
