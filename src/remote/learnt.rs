//! What a connector learnt of its service, kept for the next process: schemas, the company, how batches are taken.
//!
//! It saves requests, never decides: what is missing in it is asked for, and what is old is thrown away.

use super::odata::batch::BatchSupport;
use super::odata::client::Client;
use super::odata::notes::Note;
use super::odata::table::Table;
use crate::model::{SetName, Sides};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::rc::Rc;
use uuid::Uuid;

/// The version of this form.
const FORMAT: u32 = 2;
/// How long it is believed, in this process too: a window may be open for weeks.
pub const BELIEVED: SignedDuration = SignedDuration::from_hours(12);

/// What earlier processes learnt of both services, as [`super::Remote::learnt`] gave it.
pub type BothLearnt = Sides<Option<String>>;

/// The fallbacks that a text of [`super::Remote::learnt`] tells of; none if it cannot be understood.
pub fn notes_in(text: &str) -> Vec<(Note, Option<String>)> {
    serde_json::from_str::<Learnt>(text)
        .map(|learnt| learnt.notes)
        .unwrap_or_default()
}

/// What was learnt of one service.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Learnt {
    format: u32,
    root: String,
    /// When it was written, by this machine's clock.
    taken: Timestamp,
    batches: BatchSupport,
    foreign: bool,
    /// The company with its path, in Business Central.
    #[serde(default)]
    pub company: Option<LearntCompany>,
    /// Whether creates go by `POST`, in Dataverse.
    #[serde(default)]
    pub creates_by_post: bool,
    /// Entity types by entity set, in Dataverse.
    #[serde(default)]
    pub entities: HashMap<SetName, String>,
    /// Fallbacks that were taken, so that they need not be found again.
    #[serde(default)]
    notes: Vec<(Note, Option<String>)>,
    tables: Vec<Rc<Table>>,
}

/// A company that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearntCompany {
    /// What it was looked for by.
    pub wanted: String,
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: Option<String>,
}

impl Learnt {
    /// Writes down what a client knows.
    pub fn new(client: &Client, tables: Vec<Rc<Table>>) -> Self {
        Self {
            format: FORMAT,
            root: client.root().as_str().to_owned(),
            // What the oldest of it is believed until holds for all.
            taken: client.learnt_since(Timestamp::now()),
            batches: client.batch_support(),
            foreign: client.is_foreign(),
            company: None,
            creates_by_post: false,
            entities: HashMap::new(),
            // This happens once; the next process must not believe that it happened to it.
            notes: client
                .notes
                .all()
                .into_iter()
                .filter(|(note, _)| *note != Note::DeltaExpired)
                .collect(),
            tables,
        }
    }

    /// Adds what only Dataverse has.
    #[must_use]
    pub fn with_entities(
        mut self,
        entities: HashMap<SetName, String>,
        creates_by_post: bool,
    ) -> Self {
        self.entities = entities;
        self.creates_by_post = creates_by_post;
        self
    }

    /// Adds what only Business Central has.
    #[must_use]
    pub fn with_company(mut self, company: Option<LearntCompany>) -> Self {
        self.company = company;
        self
    }

    /// As text for the cache; nothing if nothing was learnt.
    pub fn write(self) -> Option<String> {
        if self.tables.is_empty() {
            return None;
        }
        serde_json::to_string(&self).ok()
    }

    /// Reads it again, if it is about this service and still to be believed.
    pub fn read(text: &str, client: &Client, now: Timestamp) -> Option<Self> {
        let learnt: Self = serde_json::from_str(text).ok()?;
        let age = now.duration_since(learnt.taken);
        let is_recent = age >= SignedDuration::ZERO && age <= BELIEVED;
        // A root that was found elsewhere begins with the address that was given.
        let origin = client.root().origin();
        (learnt.format == FORMAT && is_recent && learnt.root.starts_with(&origin)).then_some(learnt)
    }

    /// Gives a client what concerns it, and returns the tables.
    pub fn apply(&self, client: &Client) -> Vec<Rc<Table>> {
        client.set_batch_support(self.batches);
        client.learnt_since(self.taken);
        client.notes.restore(&self.notes);
        if self.foreign {
            client.set_foreign();
        }
        if let Ok(root) = super::address::Address::parse(&self.root) {
            client.set_root(root);
        }
        self.tables.clone()
    }
}
