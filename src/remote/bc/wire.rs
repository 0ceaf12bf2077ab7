//! How writes to Business Central are spelt and what their answers mean.

use super::{Bc, MANNERS};
use crate::model::reason::Problem;
use crate::model::{FieldName, Record, Side};
use crate::remote::http::{Answer, Method};
use crate::remote::odata::body;
use crate::remote::odata::judge::judge;
use crate::remote::odata::notes::Note;
use crate::remote::odata::read;
use crate::remote::odata::table::{Blank, Table};
use crate::remote::odata::versions;
use crate::remote::odata::write::{Head, Verdict, WriteWire};
use crate::remote::{Write, WriteOutcome};
use async_trait::async_trait;
use uuid::Uuid;

/// The spelling of writes.
pub(super) struct BcWire<'a>(pub &'a Bc);

impl BcWire<'_> {
    fn observed(&self, table: &Table) -> Vec<FieldName> {
        let observed = self.0.observed.borrow();
        observed
            .get(table.set().as_str())
            .cloned()
            .unwrap_or_default()
    }
}

#[async_trait(?Send)]
impl WriteWire for BcWire<'_> {
    fn head(&self, table: &Table, write: &Write) -> Head {
        let client = &self.0.client;
        match write {
            Write::Create { .. } => Head::with_body(Method::Post, client.url(&table.path)),
            Write::Update { id, etag, .. } => {
                let url = client.url(&table.record_path(*id));
                let head = Head::with_body(Method::Patch, url);
                match versions::real(etag.as_ref()) {
                    Some(etag) => head.with("if-match", etag.0.clone()),
                    // Business Central refuses an update that names no version; others may refuse the star.
                    None if table.blank == Blank::Zero => head.with("if-match", "*"),
                    None => head,
                }
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
            Write::Create { id, fields } => body::write(into, table, None, Some(*id), fields),
            Write::Update { fields, .. } => body::write(into, table, None, None, fields),
            Write::Delete { .. } => Ok(()),
        }
    }

    fn judge(&self, table: &Table, write: &Write, answer: &Answer) -> Verdict {
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
                let set = table.set().as_str();
                self.0.client.notes.take(Note::IdsIgnored, Some(set));
            }
        }
        verdict
    }

    async fn read_back(&self, table: &Table, ids: &[Uuid]) -> Result<Vec<Record>, Problem> {
        let observed = self.observed(table);
        let (real, _) = Bc::without_virtual(table, &observed);
        let wire = table.wire_fields(Side::Bc, &real)?;
        let mut records = read::by_ids(&self.0.client, table, MANNERS, &wire, ids).await?;
        self.0
            .versions
            .mark(&self.0.client, table, &real, &mut records);
        Ok(records)
    }

    async fn guard(&self, table: &Table, writes: &[&Write]) -> Vec<Option<WriteOutcome>> {
        let versions = &self.0.versions;
        versions.guard(&self.0.client, table, MANNERS, writes).await
    }
}
