//! Pairs that belong to another pair: persons to their company, lines to their document. They are uncoupled with it.

use super::Engine;
use crate::model::mapping::{Lookup, LookupKey, OnUnresolved};
use crate::model::reason::Problem;
use crate::model::{Coupling, Side, Sides, TableMapping};
use std::collections::HashSet;
use uuid::Uuid;

/// How many couplings are looked at together.
const AT_ONCE: usize = 1000;

impl Engine<'_> {
    /// The couplings of other mappings that belong to these pairs of a mapping, and what belongs to those in turn.
    pub(super) fn dependants(
        &self,
        mapping: &TableMapping,
        pairs: &[Coupling],
    ) -> Result<Vec<(TableMapping, Vec<Coupling>)>, Problem> {
        let all = self.store.read().mappings()?;
        let mut found: Vec<(TableMapping, Vec<Coupling>)> = Vec::new();
        let mut owners = vec![(mapping.clone(), pairs.to_vec())];
        while let Some((owner, pairs)) = owners.pop() {
            let ids = Sides::from_fn(|side| -> HashSet<Uuid> {
                pairs.iter().map(|pair| *pair.ids.get(side)).collect()
            });
            for child in &all {
                let is_known = child.name == mapping.name
                    || found.iter().any(|(known, _)| known.name == child.name);
                if is_known {
                    continue;
                }
                let belonging = self.belonging(child, &owner, &ids)?;
                if !belonging.is_empty() {
                    found.push((child.clone(), belonging.clone()));
                    owners.push((child.clone(), belonging));
                }
            }
        }
        Ok(found)
    }

    /// The pairs of a mapping that belong to one of these pairs of another.
    fn belonging(
        &self,
        child: &TableMapping,
        owner: &TableMapping,
        ids: &Sides<HashSet<Uuid>>,
    ) -> Result<Vec<Coupling>, Problem> {
        let ties: Vec<(&Lookup, Sides<&str>)> = child
            .active_fields()
            .filter_map(|field| {
                let lookup = field.lookup.as_ref()?;
                let is_tie = lookup.key == LookupKey::CompanyContact
                    || lookup.on_unresolved == OnUnresolved::Wait;
                if lookup.mapping != owner.name || !is_tie {
                    return None;
                }
                let name = |side| field.fields_of(side).into_iter().next();
                Some((lookup, Sides::new(name(Side::Bc)?, name(Side::Dv)?)))
            })
            .map(|(lookup, names)| (lookup, names.map(crate::model::FieldName::as_str)))
            .collect();
        let mut found = Vec::new();
        if ties.is_empty() {
            return Ok(found);
        }
        let mut after = None;
        loop {
            self.check_cancel()?;
            let reader = self.store.read();
            let some = reader.couplings_after(&child.name, after, AT_ONCE)?;
            let Some(last) = some.last() else {
                return Ok(found);
            };
            after = Some(last.id);
            for pair in some {
                for (lookup, names) in &ties {
                    if self.is_tied(&pair, lookup, owner, names, ids)? {
                        found.push(pair);
                        break;
                    }
                }
            }
        }
    }

    /// Whether a pair refers to one of these records, on every side on which it refers to any that is known.
    fn is_tied(
        &self,
        pair: &Coupling,
        lookup: &Lookup,
        owner: &TableMapping,
        names: &Sides<&str>,
        ids: &Sides<HashSet<Uuid>>,
    ) -> Result<bool, Problem> {
        let mut tied = false;
        for side in Side::BOTH {
            let fields = pair.seen.get(side).fields();
            let Some(value) = fields.map(|fields| fields.value(names.get(side))) else {
                continue;
            };
            match self.target_of(lookup, owner, side, value)? {
                Some(target) if ids.get(side).contains(&target) => tied = true,
                Some(_) => return Ok(false),
                None => {}
            }
        }
        Ok(tied)
    }
}
