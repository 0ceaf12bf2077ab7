//! How writes to Dataverse are spelt and what their answers mean.

use super::{Dv, MANNERS};
use crate::model::reason::Problem;
use crate::model::{FieldName, Record, Side};
use crate::remote::address::encode_query;
use crate::remote::http::{Answer, Call, Method};
use crate::remote::odata::body;
use crate::remote::odata::notes::Note;
use crate::remote::odata::page::malformed;
use crate::remote::odata::read;
use crate::remote::odata::table::{Table, WireField};
use crate::remote::odata::versions;
use crate::remote::odata::write::{Verdict, WriteWire, judge};
use crate::remote::{Write, WriteOutcome};
use async_trait::async_trait;
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
    fn returning(&self, table: &Table, mut call: Call) -> Call {
        let observed = self.observed(table);
        let wire: Vec<&WireField> = observed
            .iter()
            .filter_map(|name| table.field(name.as_str()))
            .collect();
        if !wire.is_empty() && !self.is_foreign() {
            let select = encode_query(&table.select(&wire));
            call.url = format!("{}?$select={select}", call.url);
        }
        let prefer = read::prefer(MANNERS, &wire, &["return=representation".to_owned()]);
        read::preferring(call, prefer.as_deref())
    }
}

#[async_trait(?Send)]
impl WriteWire for DvWire<'_> {
    fn call(&self, table: &Table, write: &Write) -> Result<Call, Problem> {
        let client = &self.0.client;
        Ok(match write {
            Write::Create { id, fields } if self.creates_by_post() => {
                client.notes.take(Note::CreateByPost, None);
                let body = body::write(table, Some(*id), fields)?;
                let call = Call::json(Method::Post, client.url(&table.path), body);
                self.returning(table, call)
            }
            Write::Create { id, fields } => {
                let body = body::write(table, None, fields)?;
                let url = client.url(&table.record_path(*id));
                let call = Call::json(Method::Patch, url, body).with("if-none-match", "*");
                self.returning(table, call)
            }
            Write::Update { id, etag, fields } => {
                let body = body::write(table, None, fields)?;
                let url = client.url(&table.record_path(*id));
                let call = Call::json(Method::Patch, url, body);
                let call = match versions::real(etag.as_ref()) {
                    Some(etag) => call.with("if-match", etag.0.clone()),
                    // Without it Dataverse would create a record that is gone.
                    None if !self.is_foreign() => call.with("if-match", "*"),
                    None => call,
                };
                self.returning(table, call)
            }
            Write::Delete { id, etag } => {
                let call = Call {
                    method: Method::Delete,
                    ..Call::get(client.url(&table.record_path(*id)))
                };
                match versions::real(etag.as_ref()) {
                    Some(etag) => call.with("if-match", etag.0.clone()),
                    None => call,
                }
            }
        })
    }

    fn judge(&self, table: &Table, write: &Write, answer: &Answer) -> Verdict {
        let is_create = matches!(write, Write::Create { .. });
        if is_create && !self.creates_by_post() && matches!(answer.status, 404 | 405 | 501) {
            // A service without upsert: nothing was written, and POST is its way.
            self.0.creates_by_post.set(true);
            let problem = crate::remote::errors::problem_of(Side::Dv, answer);
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
