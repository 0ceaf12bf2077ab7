//! Promise 6: whatever is not in step is listed somewhere.

use super::ledger::{Actor, Key, token_of};
use super::oracle::{Broken, Moment, Oracle, Promise, broken, key_of, pair_of};
use raccord::model::mapping::{
    DeletionPolicy, Direction, FieldMapping, OnUnresolved, TableMapping, UpdatePolicy,
};
use raccord::model::report::HistoryAction;
use raccord::model::{Coupling, Observation, PairState, Side, Value};

impl Oracle<'_> {
    /// Promises 4 and 6: what is not in step is listed.
    pub(super) fn nothing_is_silent(&self) -> Result<(), Broken> {
        for coupling in &self.couplings {
            self.pair_is_in_step_or_listed(coupling)?;
        }
        let office = self.player.stage.office.borrow();
        for (key, held) in office.ledger.living() {
            let token = token_of(key.set, held);
            for mapping in self.mappings_of(*key, &token) {
                let coupled = self.couplings.iter().any(|coupling| {
                    let of = self.player.story.shape.mapping(coupling.mapping.as_str());
                    of.is_some_and(|of| of.sets == mapping.sets)
                        && *coupling.ids.get(key.side) == key.id
                });
                let uncoupled = self.history.iter().any(|entry| {
                    entry.action == HistoryAction::Uncouple
                        && *entry.ids.get(key.side) == Some(key.id)
                });
                // A record that lost its partner for no other reason than to get a new one is missed in any mapping.
                let wanted = (!mapping.only_coupled || uncoupled)
                    && mapping.direction.writes(key.side.other())
                    && office.fits(key, mapping.filters.get(key.side).as_deref());
                let left_alone = uncoupled && self.may_stay_alone(mapping, &token);
                let listed = || {
                    let reader = self.player.store().read();
                    let error = reader.error_of(&mapping.name, key.side, key.id).unwrap();
                    let skipped = reader.skipped_record(&mapping.name, key.side, key.id);
                    error.is_some() || skipped.unwrap().is_some()
                };
                if !coupled && wanted && !left_alone && !listed() {
                    return broken(
                        Promise::Silence,
                        format!(
                            "{} {token} of {:?} has no partner and is listed nowhere",
                            key.set, key.side
                        ),
                    );
                }
            }
        }
        Ok(())
    }

    /// Whether somebody, or a policy, wanted the pair of a record apart.
    fn may_stay_alone(&self, mapping: &TableMapping, token: &str) -> bool {
        let deeds = &self.player.deeds;
        let altered = deeds.altered.iter().map(|(_, altered)| altered);
        // Records stay alone in whichever mapping on the same two sets.
        let all = self.player.story.shape.mappings.iter().chain(altered);
        let mut policies = all.filter(|other| other.sets == mapping.sets);
        deeds.uncoupled.contains(token)
            || super::story::is_wide(self.player.story.seed)
            || policies.any(|mapping| mapping.on_deletion == DeletionPolicy::Uncouple)
    }

    fn pair_is_in_step_or_listed(&self, coupling: &Coupling) -> Result<(), Broken> {
        let mapping = self
            .player
            .story
            .shape
            .mapping(coupling.mapping.as_str())
            .unwrap();
        let reader = self.player.store().read();
        let is_listed = !matches!(coupling.state, PairState::InStep | PairState::Pending)
            || reader.skipped_of(coupling.id).unwrap().is_some()
            || reader.error_of_coupling(coupling.id).unwrap().is_some();
        if is_listed {
            return Ok(());
        }
        let token = self.player.token_of_coupling(coupling).unwrap_or_default();
        let office = self.player.stage.office.borrow();
        let keys = Side::BOTH.map(|side| key_of(mapping, side, coupling));
        let [bc_key, dv_key] = keys;
        let (Some(bc), Some(dv)) = (office.ledger.held(&bc_key), office.ledger.held(&dv_key))
        else {
            return broken(
                Promise::Silence,
                format!(
                    "{token} is gone on a side and the pair counts as {:?}",
                    coupling.state
                ),
            );
        };
        if keys
            .iter()
            .any(|key| !office.fits(key, mapping.filters.get(key.side).as_deref()))
        {
            return broken(
                Promise::Silence,
                format!(
                    "{token} left its filter and the pair counts as {:?}",
                    coupling.state
                ),
            );
        }
        for field in mapping.active_fields() {
            let Some((bc_name, dv_name)) = pair_of(field) else {
                continue;
            };
            let Some(way) = mapping.direction_of(field) else {
                continue;
            };
            let (bc_value, dv_value) = (&bc[bc_name], &dv[dv_name]);
            if self.in_step(field, bc_value, dv_value)
                || self.may_stand(mapping, field, way, &bc_key, &dv_key, (bc_value, dv_value))
            {
                continue;
            }
            return broken(
                Promise::Silence,
                format!(
                    "{} {token}: {bc_name} {:?} and {dv_name} {:?}, and the pair counts as {:?}",
                    mapping.name,
                    bc_value.to_plain(),
                    dv_value.to_plain(),
                    coupling.state
                ),
            );
        }
        Ok(())
    }

    /// Whether a difference is as it should be.
    fn may_stand(
        &self,
        mapping: &TableMapping,
        field: &FieldMapping,
        way: Direction,
        bc: &Key,
        dv: &Key,
        (bc_value, dv_value): (&Value, &Value),
    ) -> bool {
        if let Some(lookup) = &field.lookup
            && lookup.on_unresolved != OnUnresolved::Fail
        {
            // Only what a reference means now can be carried, not what it once meant.
            let office = self.player.stage.office.borrow();
            let means = |side: Side, value: &Value, coupling: &Coupling| match side {
                Side::Dv => value.as_guid() == Some(coupling.ids.dv),
                Side::Bc => {
                    let customer = Key {
                        side,
                        set: "customers",
                        id: coupling.ids.bc,
                    };
                    let held = office.ledger.held(&customer);
                    held.is_some_and(|held| held["number"] == *value)
                }
            };
            // Of a record that left its filter nothing newer is known, and its number may be new.
            let filters = self.player.story.shape.mapping(lookup.mapping.as_str());
            let filter = filters.and_then(|mapping| mapping.filters.bc.as_deref());
            let is_known = |side: Side, coupling: &Coupling| {
                let customer = Key {
                    side: Side::Bc,
                    set: "customers",
                    id: coupling.ids.bc,
                };
                side == Side::Dv || office.fits(&customer, filter)
            };
            let coupled = |side: Side, value: &Value| {
                value.is_empty()
                    || self.couplings.iter().any(|coupling| {
                        coupling.mapping == lookup.mapping
                            && means(side, value, coupling)
                            && is_known(side, coupling)
                            && !Side::BOTH
                                .iter()
                                .any(|side| *coupling.seen.get(*side) == Observation::Deleted)
                    })
            };
            if !coupled(Side::Bc, bc_value) || !coupled(Side::Dv, dv_value) {
                return true;
            }
        }
        let (from, to) = match way {
            Direction::Both => return false,
            Direction::ToDataverse => (bc, dv),
            Direction::ToBusinessCentral => (dv, bc),
        };
        let Some((bc_name, dv_name)) = pair_of(field) else {
            return false;
        };
        let (source, name) = match from.side {
            Side::Bc => (bc_value, dv_name),
            Side::Dv => (dv_value, bc_name),
        };
        // An edit on the side that nothing flows from stands until the other side's next change.
        let line_of = |key: &Key, name: &str| {
            let mut lines = self.lines.iter();
            lines
                .find(|((own, field), _)| own == key && *field == name)
                .map(|(_, line)| line)
        };
        let source_name = match from.side {
            Side::Bc => bc_name,
            Side::Dv => dv_name,
        };
        let (Some(line), Some(source_line)) = (line_of(to, name), line_of(from, source_name))
        else {
            return false;
        };
        if never_moved(source_line, line) {
            return true;
        }
        if self.decided_apart(to, name, line) && self.decided_apart(from, source_name, source_line)
        {
            return true;
        }
        // What a person took back is a person's.
        let taken_back = |moment: &Moment| {
            self.history.iter().any(|entry| {
                entry.reason == "reverted"
                    && *entry.ids.get(to.side) == Some(to.id)
                    && entry.after.get(name) == Some(&moment.value)
            })
        };
        let by_raccord = line
            .last()
            .is_some_and(|moment| moment.actor == Actor::Raccord && !taken_back(moment));
        // A policy may decide for the side that nothing is written to from here: it keeps what it has.
        let by_policy = mapping.on_update_conflict != UpdatePolicy::Ask;
        let touched = source_line
            .last()
            .is_some_and(|moment| moment.actor == Actor::Person);
        !by_raccord
            && (by_policy && touched
                || line.iter().any(|moment| match from.side {
                    Side::Bc => self.in_step(field, source, &moment.value),
                    Side::Dv => self.in_step(field, &moment.value, source),
                }))
    }

    /// Whether what a record holds was written since a person decided so. Both may go back to what they last agreed on, which
    /// may be a difference.
    fn decided_apart(&self, at: &Key, name: &str, line: &[Moment]) -> bool {
        line.last().is_some_and(|last| {
            last.actor == Actor::Raccord
                && self.history.iter().any(|entry| {
                    entry.reason == "decided"
                        && entry.side == at.side
                        && *entry.ids.get(at.side) == Some(at.id)
                        && entry.after.get(name) == Some(&last.value)
                })
        })
    }
}

/// Whether the source of a field never said anything: a record that was made keeps what its maker did not say, also where a
/// person edits that and takes it back before a run sees it.
fn never_moved(source: &[Moment], destination: &[Moment]) -> bool {
    let Some(made) = source.iter().rfind(|one| one.actor != Actor::Person) else {
        return false;
    };
    let written = |one: &Moment| one.actor == Actor::Raccord && one.at > made.at;
    let is_back = source
        .last()
        .is_some_and(|now| now.actor == Actor::Person && now.value == made.value);
    source.iter().all(|one| one.actor != Actor::Person)
        || is_back && !destination.iter().any(written)
}
