//! What records are called: read from the fields that name them, or stored apart where those do not say.

use super::codec::{Bytes, put_number};
use super::handle::{Reader, Writer};
use super::packed::leads_of;
use super::records::Naming;
use crate::model::mapping::LookupKey;
use crate::model::reason::Problem;
use crate::model::{FieldName, Side, Sides, TableMapping};
use rusqlite::OptionalExtension as _;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// What a connection knows of mappings, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Naturals(RefCell<HashMap<i64, Natural>>);

#[derive(Clone, Debug)]
struct Natural {
    leads: Rc<Sides<Vec<FieldName>>>,
    keyed: bool,
}

impl Naturals {
    pub(super) fn forget(&self) {
        self.0.borrow_mut().clear();
    }
}

/// A name in its stored form: the length of the key and one (0: no key), the key, the label.
pub(super) fn pack(naming: &Naming) -> Vec<u8> {
    let key = naming.key.as_deref();
    let mut out = Vec::with_capacity(2 + naming.label.len() + key.map_or(0, str::len));
    put_number(&mut out, key.map_or(0, |key| key.len() as u128 + 1));
    out.extend_from_slice(key.unwrap_or_default().as_bytes());
    out.extend_from_slice(naming.label.as_bytes());
    out
}

fn unpack(packed: &[u8]) -> rusqlite::Result<Naming> {
    let mut bytes = Bytes(packed);
    let length: usize = bytes.small()?;
    let key = match length.checked_sub(1) {
        Some(length) => Some(bytes.text(length)?.to_owned()),
        None => None,
    };
    let label = bytes.text(bytes.0.len())?.to_owned();
    Ok(Naming { key, label })
}

/// What the texts of the naming fields come to: with two or more, the first is the key.
fn by_leads(leads: &[String]) -> Naming {
    let key = match leads {
        [key, _, ..] if !key.is_empty() => Some(key.clone()),
        _ => None,
    };
    let words: Vec<&str> = leads
        .iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    Naming {
        key,
        label: words.join(" "),
    }
}

/// The stored form of a name, if the naming fields do not come to it by themselves.
pub(super) fn beyond(naming: &Naming, leads: &[String]) -> Option<Vec<u8>> {
    (by_leads(leads) != *naming).then(|| pack(naming))
}

/// What a record is called, from its stored parts.
pub(super) fn naming(
    name: Option<&[u8]>,
    fields: Option<&[u8]>,
    base: Option<&[u8]>,
    side: Side,
) -> rusqlite::Result<Naming> {
    match name {
        Some(name) => unpack(name),
        None => Ok(by_leads(&leads_of(fields, base, side)?)),
    }
}

impl Reader<'_> {
    /// The fields that name a mapping's records.
    pub(super) fn leads(&self, mapping: i64) -> Result<Rc<Sides<Vec<FieldName>>>, Problem> {
        Ok(self.natural(mapping)?.leads)
    }

    /// The key that is to be stored apart, because another mapping finds records by it.
    pub(super) fn kept_key(
        &self,
        mapping: i64,
        naming: &Naming,
    ) -> Result<Option<String>, Problem> {
        let keyed = self.natural(mapping)?.keyed;
        Ok(naming.key.clone().filter(|_| keyed))
    }

    /// Whether another mapping finds this one's records by their keys.
    pub(super) fn is_keyed(&self, mapping: i64) -> Result<bool, Problem> {
        Ok(self.natural(mapping)?.keyed)
    }

    fn natural(&self, mapping: i64) -> Result<Natural, Problem> {
        if let Some(natural) = self.memory.naturals.0.borrow().get(&mapping) {
            return Ok(natural.clone());
        }
        let found: Option<(String, bool)> = self
            .db
            .prepare_cached("SELECT definition, keyed FROM mapping WHERE id = ?1")?
            .query_row([mapping], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let natural = match found {
            Some((definition, keyed)) => {
                let definition: TableMapping = super::columns::from_json(&definition)?;
                Natural {
                    leads: Rc::new(Sides::from_fn(|side| definition.label_fields(side))),
                    keyed,
                }
            }
            None => Natural {
                leads: Rc::default(),
                keyed: false,
            },
        };
        let mut naturals = self.memory.naturals.0.borrow_mut();
        naturals.insert(mapping, natural.clone());
        Ok(natural)
    }
}

impl Writer<'_> {
    /// Marks the mappings whose records others find by their keys, and stores the keys of their pairs.
    pub(super) fn mark_keyed(&self) -> Result<(), Problem> {
        self.memory.naturals.forget();
        let wanted: Vec<String> = self
            .mappings()?
            .iter()
            .flat_map(|mapping| mapping.fields.iter())
            .filter_map(|field| field.lookup.as_ref())
            .filter(|lookup| lookup.key == LookupKey::Key)
            .map(|lookup| lookup.mapping.as_str().to_owned())
            .collect();
        let mut list = self
            .db
            .prepare_cached("SELECT id, name FROM mapping WHERE keyed = 0 AND removed = 0")?;
        let rows = list.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let others: Vec<(i64, String)> = rows.collect::<rusqlite::Result<_>>()?;
        for (mapping, _) in others.iter().filter(|(_, name)| wanted.contains(name)) {
            self.db
                .prepare_cached("UPDATE mapping SET keyed = 1 WHERE id = ?1")?
                .execute([mapping])?;
            self.db
                .prepare_cached(
                    "UPDATE coupling SET bc_key = key_of(bc_name, bc_fields, base, 0),
                         dv_key = key_of(dv_name, dv_fields, base, 1) WHERE mapping = ?1",
                )?
                .execute([mapping])?;
        }
        Ok(())
    }
}
