//! Versions for services that have none: a mark made from what a record holds, compared again right before a write.
//!
//! The mark names the fields that it was made from, so that two mappings that read different fields of one set do not take
//! each other's marks for changes. What remains is the moment between that read and the write; such a service has no way to
//! close it.

use super::client::Client;
use super::notes::Note;
use super::read::{self, Manners};
use super::table::Table;
use crate::model::{Etag, FieldName, Record};
use crate::remote::{Write, WriteOutcome};
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use uuid::Uuid;

/// What marks made here begin with; no service's etags do.
const PREFIX: &str = "raccord:";

/// The selections of fields that marks were made from.
#[derive(Debug, Default)]
pub struct Versions(RefCell<HashMap<u64, Vec<FieldName>>>);

/// A version that matches nothing: whoever writes with it must read first.
pub fn unread() -> Etag {
    Etag(format!("{PREFIX}unread"))
}

/// The version that the service itself gave.
pub fn real(etag: Option<&Etag>) -> Option<&Etag> {
    etag.filter(|etag| !etag.0.starts_with(PREFIX))
}

impl Versions {
    /// Marks records that came without a version.
    pub fn mark(
        &self,
        client: &Client,
        table: &Table,
        fields: &[FieldName],
        records: &mut [Record],
    ) {
        let mut unmarked = records
            .iter_mut()
            .filter(|record| record.etag.is_none())
            .peekable();
        // A read of keys only cannot tell whether anything changed.
        if unmarked.peek().is_none() || fields.is_empty() {
            return;
        }
        client.notes.take(Note::NoEtags, Some(table.set().as_str()));
        let selection = self.selection(fields);
        for record in unmarked {
            record.etag = Some(mark(selection, fields, record));
        }
    }

    /// Marks the record in an outcome, if it holds all the fields that marks of its set are made from.
    pub fn mark_outcome(
        &self,
        client: &Client,
        table: &Table,
        write: &Write,
        observed: &[FieldName],
        outcome: &mut WriteOutcome,
    ) {
        let WriteOutcome::Done(Some(record)) = outcome else {
            return;
        };
        let earlier = match write {
            Write::Update { etag, .. } => etag.as_ref().and_then(|etag| self.fields_of(etag)),
            Write::Create { .. } | Write::Delete { .. } => None,
        };
        let fields = earlier.unwrap_or_else(|| observed.to_vec());
        let has_all = fields
            .iter()
            .all(|name| record.fields.get(name.as_str()).is_some());
        if has_all {
            self.mark(client, table, &fields, std::slice::from_mut(record));
        }
    }

    /// Reads marked records again and tells which must not be written: changed ones and those that are gone.
    pub async fn guard(
        &self,
        client: &Client,
        table: &Table,
        manners: Manners,
        writes: &[&Write],
    ) -> Vec<Option<WriteOutcome>> {
        let mut outcomes: Vec<Option<WriteOutcome>> = vec![None; writes.len()];
        let mut by_selection: HashMap<Vec<FieldName>, Vec<(usize, Uuid, &Etag)>> = HashMap::new();
        for (index, write) in writes.iter().enumerate() {
            let (Write::Update {
                id,
                etag: Some(etag),
                ..
            }
            | Write::Delete {
                id,
                etag: Some(etag),
            }) = write
            else {
                continue;
            };
            if !etag.0.starts_with(PREFIX) {
                continue;
            }
            match self.fields_of(etag) {
                Some(fields) => by_selection
                    .entry(fields)
                    .or_default()
                    .push((index, *id, etag)),
                // Not read yet, or made by an earlier run from fields that nobody read since: reading again gives a mark that can be compared.
                None => set(&mut outcomes, index, WriteOutcome::Stale),
            }
        }
        for (fields, guarded) in by_selection {
            let ids: Vec<Uuid> = guarded.iter().map(|(_, id, _)| *id).collect();
            let selection = self.selection(&fields);
            let read = match table.wire_fields(client.side, &fields) {
                Ok(wire) => read::by_ids(client, table, manners, &wire, &ids).await,
                Err(problem) => Err(problem),
            };
            for (index, id, etag) in guarded {
                let outcome = match &read {
                    Ok(records) => match records.iter().find(|record| record.id == id) {
                        Some(record) if mark(selection, &fields, record) == *etag => continue,
                        Some(_) => WriteOutcome::Stale,
                        None => WriteOutcome::Gone,
                    },
                    Err(problem) => WriteOutcome::NotSent(problem.clone()),
                };
                set(&mut outcomes, index, outcome);
            }
        }
        outcomes
    }

    fn selection(&self, fields: &[FieldName]) -> u64 {
        let mut sorted = fields.to_vec();
        sorted.sort();
        let mut hasher = DefaultHasher::new();
        sorted.hash(&mut hasher);
        let selection = hasher.finish();
        self.0.borrow_mut().entry(selection).or_insert(sorted);
        selection
    }

    fn fields_of(&self, etag: &Etag) -> Option<Vec<FieldName>> {
        let rest = etag.0.strip_prefix(PREFIX)?;
        let (selection, _) = rest.split_once(':')?;
        let selection = u64::from_str_radix(selection, 16).ok()?;
        self.0.borrow().get(&selection).cloned()
    }
}

fn set(outcomes: &mut [Option<WriteOutcome>], index: usize, outcome: WriteOutcome) {
    if let Some(slot) = outcomes.get_mut(index) {
        *slot = Some(outcome);
    }
}

fn mark(selection: u64, fields: &[FieldName], record: &Record) -> Etag {
    let mut sorted: Vec<&FieldName> = fields.iter().collect();
    sorted.sort();
    let mut hasher = DefaultHasher::new();
    record.modified.hash(&mut hasher);
    for name in sorted {
        record.fields.value(name.as_str()).hash(&mut hasher);
    }
    Etag(format!("{PREFIX}{selection:016x}:{:016x}", hasher.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Value;

    #[test]
    fn a_mark_changes_with_its_fields_and_not_with_their_order() {
        let name = |name: &str| FieldName::new(name);
        let record = |first: &str, second: &str| Record {
            id: Uuid::nil(),
            etag: None,
            modified: None,
            modified_by: None,
            fields: [
                (name("a"), Value::text(first)),
                (name("b"), Value::text(second)),
            ]
            .into_iter()
            .collect(),
        };
        let versions = Versions::default();
        let both = [name("a"), name("b")];
        let turned = [name("b"), name("a")];
        let selection = versions.selection(&both);
        assert_eq!(selection, versions.selection(&turned));
        let etag = mark(selection, &both, &record("1", "2"));
        assert_eq!(etag, mark(selection, &turned, &record("1", "2")));
        assert_ne!(etag, mark(selection, &both, &record("1", "3")));
        assert_eq!(versions.fields_of(&etag), Some(both.to_vec()));
        assert_eq!(real(Some(&etag)), None);
    }
}
