//! Records that get another partner than they had: what refers to them follows.
//!
//! A pair agreed on a reference that means one coupled pair on both sides. Once one record of that pair is coupled anew, both
//! sides still hold what they agreed on, but it means two different pairs now; nobody would ever look at it again. So the
//! reference of the side that refers to the newly coupled record counts as changed there, and the other side follows.

use super::Engine;
use crate::merge::rules::held_by_nobody;
use crate::model::mapping::{Lookup, LookupKey};
use crate::model::reason::Problem;
use crate::model::{
    CouplingId, Direction, FieldName, Fields, PairState, Side, Sides, TableMapping, Value,
};
use std::collections::HashSet;
use uuid::Uuid;

/// A field of a mapping that refers to the records of another.
struct Tie<'m> {
    lookup: &'m Lookup,
    names: Sides<&'m FieldName>,
    flows: Direction,
}

/// A pair with what it agreed on, as it is to be from now on.
struct Reopened {
    id: CouplingId,
    base: Sides<Fields>,
    state: PairState,
}

impl Engine<'_> {
    /// These records of a mapping are about to get another partner: opens the references to them, in all mappings, of pairs
    /// that agreed on their former partners. Call it first, so that nothing is missed if the program dies in between.
    pub(super) fn open_references_to(
        &mut self,
        owner: &TableMapping,
        records: &Sides<HashSet<Uuid>>,
    ) -> Result<(), Problem> {
        if Side::BOTH.iter().all(|side| records.get(*side).is_empty()) {
            return Ok(());
        }
        for child in self.store.read().mappings()? {
            let ties = ties(&child, owner);
            let mut after = None;
            while !ties.is_empty() {
                self.check_cancel()?;
                let chunk = self.options.chunk;
                let pairs = self
                    .store
                    .read()
                    .couplings_after(&child.name, after, chunk)?;
                let Some(last) = pairs.last() else { break };
                after = Some(last.id);
                let mut reopened = Vec::new();
                for pair in pairs {
                    let Some(mut base) = pair.base else { continue };
                    let mut opened = false;
                    for tie in &ties {
                        opened |= self.open_tie(tie, owner, &mut base, records)?;
                    }
                    if opened {
                        let (id, state) = (pair.id, pair.state);
                        reopened.push(Reopened { id, base, state });
                    }
                }
                self.store.write(|w| {
                    for Reopened { id, base, state } in &reopened {
                        w.set_base(*id, Some(base))?;
                        let state = match state {
                            PairState::InStep => PairState::Pending,
                            state => *state,
                        };
                        w.set_state(*id, state, true)?;
                    }
                    Ok(())
                })?;
            }
        }
        Ok(())
    }

    /// Opens one reference, if it means one of the records and, on the other side, nothing but its former partner.
    fn open_tie(
        &self,
        tie: &Tie<'_>,
        owner: &TableMapping,
        base: &mut Sides<Fields>,
        records: &Sides<HashSet<Uuid>>,
    ) -> Result<bool, Problem> {
        let value = |side: Side| base.get(side).value(tie.names.get(side).as_str());
        if Side::BOTH.iter().any(|side| value(*side).is_empty()) {
            return Ok(false);
        }
        let mut targets = Sides::default();
        for side in Side::BOTH {
            *targets.get_mut(side) = self.target_of(tie.lookup, owner, side, value(side))?;
        }
        for side in Side::BOTH {
            let Some(own) = targets
                .get(side)
                .filter(|id| records.get(side).contains(id))
            else {
                continue;
            };
            let other = side.other();
            if let Some(target) = *targets.get(other) {
                if records.get(other).contains(&target) {
                    return Ok(false);
                }
                let coupling = self.store.read().coupling_of(&owner.name, other, target)?;
                // What both sides agreed to let differ is no matter of this coupling.
                if coupling.is_some_and(|coupling| *coupling.ids.get(side) != own) {
                    return Ok(false);
                }
            }
            let changed = if tie.flows.writes(other) { side } else { other };
            let name = (*tie.names.get(changed)).clone();
            let nobody = held_by_nobody(value(changed));
            base.get_mut(changed).set(name, nobody);
            return Ok(true);
        }
        Ok(false)
    }

    /// The record that a reference of one side means, as far as the cache knows.
    pub(super) fn target_of(
        &self,
        lookup: &Lookup,
        owner: &TableMapping,
        side: Side,
        value: &Value,
    ) -> Result<Option<Uuid>, Problem> {
        Ok(match (side, lookup.key, value) {
            (_, _, Value::Guid(id)) => Some(*id),
            (_, _, Value::Choice(choice)) => Some(crate::model::ids::option_record_id(*choice)),
            (Side::Bc, LookupKey::CompanyContact, Value::Text(number)) => {
                self.store.read().company_contact(number)?
            }
            (_, _, Value::Text(key)) => {
                let reader = self.store.read();
                let pair = reader.partner_by_key(&owner.name, side, key)?;
                pair.map(|pair| *pair.get(side))
            }
            _ => None,
        })
    }
}

/// The fields of a mapping that refer to another's records.
fn ties<'m>(child: &'m TableMapping, owner: &TableMapping) -> Vec<Tie<'m>> {
    let fields = child.active_fields().filter_map(|field| {
        let lookup = field.lookup.as_ref()?;
        let name = |side| field.fields_of(side).into_iter().next();
        let names = Sides::new(name(Side::Bc)?, name(Side::Dv)?);
        let flows = child.direction_of(field)?;
        (lookup.mapping == owner.name).then_some(Tie {
            lookup,
            names,
            flows,
        })
    });
    fields.collect()
}
