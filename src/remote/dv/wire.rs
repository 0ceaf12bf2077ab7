//! How writes to Dataverse are spelt and what their answers mean.

use super::{Dv, MANNERS};
use crate::model::reason::Problem;
use crate::model::{FieldName, Record, Side};
use crate::remote::address::encode_query;
use crate::remote::errors;
use crate::remote::http::{Answer, Call, Method};
use crate::remote::odata::body;
use crate::remote::odata::judge::judge;
use crate::remote::odata::notes::Note;
use crate::remote::odata::page::malformed;
use crate::remote::odata::read;
use crate::remote::odata::table::{Table, WireField};
use crate::remote::odata::versions;
use crate::remote::odata::write::{self, Bulk, Head, Verdict, WriteWire};
use crate::remote::{Write, WriteOutcome};
use async_trait::async_trait;
use serde::Deserialize;
use std::collections::HashSet;
use std::time::Duration;
use uuid::Uuid;

/// The spelling of writes.
pub(super) struct DvWire<'a>(pub &'a Dv);

impl DvWire<'_> {
    fn observed(&self, table: &Table) -> Vec<FieldName> {
        let observed = self.0.observed.borrow();
        observed
            .get(table.set().as_str())
            .cloned()
            .unwrap_or_default()
    }

    fn is_foreign(&self) -> bool {
        self.0.client.is_foreign()
    }

    fn creates_by_post(&self) -> bool {
        self.is_foreign() || self.0.creates_by_post.get()
    }

    /// Asks for the record as it is after the write: what is observed of it, or all of it.
    fn returning(&self, table: &Table, mut head: Head) -> Head {
        let observed = self.observed(table);
        let wire: Vec<&WireField> = observed
            .iter()
            .filter_map(|name| table.field(name.as_str()))
            .collect();
        if !wire.is_empty() && !self.is_foreign() {
            let select = encode_query(&table.select(&wire));
            head.url = format!("{}?$select={select}", head.url);
        }
        match read::prefer(MANNERS, &wire, &["return=representation".to_owned()]) {
            Some(prefer) => head.with("prefer", prefer),
            None => head,
        }
    }

    fn set_bulk(&self, table: &Table, bulk: BulkUse) {
        let mut all = self.0.bulk.borrow_mut();
        // What a table does not have, it will not have the next moment.
        if all.get(table.set()) != Some(&BulkUse::Absent) {
            all.insert(table.set().clone(), bulk);
        }
    }
}

/// Whether `CreateMultiple` is used for a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BulkUse {
    /// The last message was refused: batches are used until one goes through without a refusal.
    Resting,
    /// It was carried out last.
    Good,
    /// The table does not have it.
    Absent,
}

#[async_trait(?Send)]
impl WriteWire for DvWire<'_> {
    fn head(&self, table: &Table, write: &Write) -> Head {
        let client = &self.0.client;
        match write {
            Write::Create { .. } if self.creates_by_post() => {
                client.notes.take(Note::CreateByPost, None);
                let head = Head::with_body(Method::Post, client.url(&table.path));
                self.returning(table, head)
            }
            Write::Create { id, .. } => {
                let url = client.url(&table.record_path(*id));
                let head = Head::with_body(Method::Patch, url).with("if-none-match", "*");
                self.returning(table, head)
            }
            Write::Update { id, etag, .. } => {
                let url = client.url(&table.record_path(*id));
                let head = Head::with_body(Method::Patch, url);
                let head = match versions::real(etag.as_ref()) {
                    Some(etag) => head.with("if-match", etag.0.clone()),
                    // Without it Dataverse would create a record that is gone.
                    None if !self.is_foreign() => head.with("if-match", "*"),
                    None => head,
                };
                self.returning(table, head)
            }
            Write::Delete { id, etag } => {
                let url = client.url(&table.record_path(*id));
                let head = Head::without_body(Method::Delete, url);
                match versions::real(etag.as_ref()) {
                    Some(etag) => head.with("if-match", etag.0.clone()),
                    None => head,
                }
            }
        }
    }

    fn body(&self, table: &Table, write: &Write, into: &mut Vec<u8>) -> Result<(), Problem> {
        match write {
            Write::Create { id, fields } => {
                let id = self.creates_by_post().then_some(*id);
                body::write(into, table, None, id, fields)
            }
            Write::Update { fields, .. } => body::write(into, table, None, None, fields),
            Write::Delete { .. } => Ok(()),
        }
    }

    /// `CreateMultiple`. Changes never go this way: `UpdateMultiple` takes no version, so that it would overwrite what somebody
    /// else wrote meanwhile.
    fn bulk(&self, table: &Table, writes: &[&Write]) -> Option<Call> {
        let is_used = !matches!(
            self.0.bulk.borrow().get(table.set()),
            Some(BulkUse::Resting | BulkUse::Absent)
        );
        if !is_used || self.creates_by_post() || writes.len() < 2 {
            return None;
        }
        let type_name = type_name(table);
        let bytes: usize = writes.iter().map(|write| write::bytes_of(write)).sum();
        let mut content = Vec::with_capacity(bytes);
        content.extend_from_slice(b"{\"Targets\":[");
        for (index, write) in writes.iter().enumerate() {
            let Write::Create { id, fields } = write else {
                return None;
            };
            if index > 0 {
                content.push(b',');
            }
            // A record that cannot be expressed is told apart in a batch.
            body::write(&mut content, table, Some(&type_name), Some(*id), fields).ok()?;
        }
        content.extend_from_slice(b"]}");
        let path = format!("{}/Microsoft.Dynamics.CRM.CreateMultiple", table.path);
        Some(Call::json(Method::Post, self.0.client.url(&path), content))
    }

    fn judge_bulk(&self, table: &Table, writes: &[&Write], answer: &Answer) -> Bulk {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Created {
            ids: Vec<Uuid>,
        }
        if answer.is_success() {
            let created: Option<Created> = serde_json::from_slice(&answer.body).ok();
            let ids: HashSet<Uuid> = created.into_iter().flat_map(|all| all.ids).collect();
            let is_made = |write: &&Write| match write {
                Write::Create { id, .. } => ids.contains(id),
                Write::Update { .. } | Write::Delete { .. } => false,
            };
            if ids.len() == writes.len() && writes.iter().all(is_made) {
                self.set_bulk(table, BulkUse::Good);
                return Bulk::Done;
            }
            // It says that other records were made than those that were asked for.
            self.set_bulk(table, BulkUse::Absent);
            return Bulk::Unclear;
        }
        match answer.status {
            413 => Bulk::TooLarge,
            404 | 405 | 501 => {
                self.set_bulk(table, BulkUse::Absent);
                Bulk::Refused
            }
            408 | 502 | 504 => Bulk::Unclear,
            500..=599 if !errors::is_refusal(answer) => Bulk::Unclear,
            _ => {
                self.set_bulk(table, BulkUse::Resting);
                Bulk::Refused
            }
        }
    }

    fn after_creates(&self, table: &Table, after_bulk: bool, any_refused: bool) {
        let now = self.0.bulk.borrow().get(table.set()).copied();
        match (now, after_bulk, any_refused) {
            // Nothing is wrong with any of the records: it is the message that the table does not take.
            (Some(BulkUse::Resting), true, false) => self.set_bulk(table, BulkUse::Absent),
            (Some(BulkUse::Resting), false, false) => self.set_bulk(table, BulkUse::Good),
            _ => {}
        }
    }

    fn judge(&self, table: &Table, write: &Write, answer: &Answer) -> Verdict {
        let is_create = matches!(write, Write::Create { .. });
        if is_create && !self.creates_by_post() && matches!(answer.status, 404 | 405 | 501) {
            // A service without upsert: nothing was written, and POST is its way.
            self.0.creates_by_post.set(true);
            let problem = errors::problem_of(Side::Dv, answer);
            return Verdict::Again(problem, Some(Duration::ZERO));
        }
        let observed = self.observed(table);
        let mut verdict = judge(&self.0.client, table, write, answer, &observed);
        if let Verdict::Outcome(outcome) = &mut verdict {
            let versions = &self.0.versions;
            versions.mark_outcome(&self.0.client, table, write, &observed, outcome);
        }
        if let (Write::Create { id, .. }, Verdict::Outcome(outcome)) = (write, &verdict) {
            let created = match outcome {
                WriteOutcome::Done(Some(record)) => Some(record.id),
                WriteOutcome::Created(created) => Some(*created),
                _ => None,
            };
            if created.is_some_and(|created| created != *id) {
                if !self.creates_by_post() {
                    // The id stands in the address, so that this answer belongs to another write.
                    let problem = malformed(Side::Dv, answer, "the answer is about another record");
                    return Verdict::Outcome(WriteOutcome::Unknown(problem));
                }
                let set = table.set().as_str();
                self.0.client.notes.take(Note::IdsIgnored, Some(set));
            }
        }
        verdict
    }

    async fn read_back(&self, table: &Table, ids: &[Uuid]) -> Result<Vec<Record>, Problem> {
        let observed = self.observed(table);
        let wire = table.wire_fields(Side::Dv, &observed)?;
        let mut records = read::by_ids(&self.0.client, table, MANNERS, &wire, ids).await?;
        self.0
            .versions
            .mark(&self.0.client, table, &observed, &mut records);
        Ok(records)
    }

    async fn guard(&self, table: &Table, writes: &[&Write]) -> Vec<Option<WriteOutcome>> {
        let versions = &self.0.versions;
        versions.guard(&self.0.client, table, MANNERS, writes).await
    }
}

/// The name of a table's type, as rows in `Targets` must state it.
fn type_name(table: &Table) -> String {
    format!("Microsoft.Dynamics.CRM.{}", table.entity)
}
