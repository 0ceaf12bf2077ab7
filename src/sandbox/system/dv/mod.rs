//! Dataverse Web API v9.2 as it treats rows; the wire is elsewhere.
//!
//! Invariants: an empty text is no text; a row always has an owner or an organization; the version counter grows with
//! every change of any table; a deleted row of a tracked table stays in the change log.
//!
//! - `access`: who may do what.
//! - `actions`: pairs of rows, closing actions, what a customizer adds.
//! - `api`: the operations, each wholly or not at all.
//! - `breaking`: what a careless administrator or customizer may have set up wrongly.
//! - `choices`: option sets, global and local.
//! - `currency`: rates that are copied into rows, and the rules of the currency table.
//! - `customizing`: whole tables that a customizer makes, changes or takes away; rules about duplicates.
//! - `delete`: deleting, and what it does to the rows that refer to the row.
//! - `etag`: row versions as etags.
//! - `flow`: columns that are worked out when read.
//! - `intake`: from what a client sent to what a column holds.
//! - `pairs`: many-to-many relationships.
//! - `refusals`: what it says when it refuses.
//! - `rules`: what single tables demand besides types.
//! - `sales`: lines of documents, their prices and totals.
//! - `setup`: the organization that a service begins with.
//! - `show`: what it shows.
//! - `states`: state and status reason.
//! - `tables`: the tables and their columns.
//! - `track`: change tracking and its tokens.
//! - `write`: creating, changing, upserting.

pub mod access;
pub mod actions;
mod api;
mod breaking;
pub mod choices;
mod currency;
pub mod customizing;
mod delete;
pub mod etag;
mod flow;
mod intake;
mod pairs;
pub mod refusals;
mod rules;
mod sales;
mod setup;
pub mod show;
mod states;
pub mod tables;
pub mod track;
mod write;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    cell::Cell,
    clock::SkewedClock,
    def::{Name, TableDef},
    refusal::Refusal,
    store::{Store, TableNo},
    view::{RowView, TableView, Through},
};

pub use actions::Closing;
pub use choices::{ChoiceName, GlobalChoice};
pub use track::DeltaToken;

/// Dataverse with its one organization.
#[derive(Debug)]
pub struct Dv {
    /// What the service can be told to do differently.
    pub settings: Settings,
    store: Store,
    defs: Vec<Arc<TableDef>>,
    tables: HashMap<Name, TableNo>,
    choices: BTreeMap<Name, GlobalChoice>,
    pairs: pairs::Pairs,
    places: Places,
    tokens_expired_at: Option<Timestamp>,
    principal: Arc<TableDef>,
}

/// Rows that the service cannot be without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// The organization.
    pub organization: Uuid,
    /// The root business unit.
    pub business_unit: Uuid,
    /// The base currency.
    pub base_currency: Uuid,
    /// The user that an API client is signed in as when nothing else is said.
    pub service_user: Uuid,
    /// A person who may do everything.
    pub administrator: Uuid,
}

/// What the service can be told to do differently.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether only administrators are let in.
    pub administration_mode: bool,
    /// Privileges that a user lacks, by name (`prvWriteAccount`).
    pub missing_privileges: BTreeSet<(Uuid, String)>,
    /// How long a delta token is good for, in days.
    pub token_days: i64,
    /// Whether new products are active at once (organization setting).
    pub products_start_active: bool,
    /// Columns that a plug-in gives back what they held when somebody changes them, by entity set.
    pub put_back: BTreeSet<(String, String)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            administration_mode: false,
            missing_privileges: BTreeSet::new(),
            token_days: 7,
            products_start_active: false,
            put_back: BTreeSet::new(),
        }
    }
}

/// On whose behalf something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The user's `systemuserid`.
    pub user: Uuid,
}

impl Dv {
    /// A service with an organization, its root business unit, its base currency and three users.
    pub fn new(clock: SkewedClock, seed: u64, base_currency: &str) -> Self {
        setup::organization(clock, seed, base_currency)
    }

    /// The service's clock.
    pub fn clock_mut(&mut self) -> &mut SkewedClock {
        &mut self.store.clock
    }

    /// Rows that the service cannot be without.
    pub fn places(&self) -> Places {
        self.places
    }

    /// The user that an API client is signed in as when nothing else is said.
    pub fn service_user(&self) -> Caller {
        Caller {
            user: self.places.service_user,
        }
    }

    /// The version of the newest change.
    pub fn version(&self) -> u64 {
        self.store.version()
    }

    /// The tables that the service offers, custom ones included.
    pub fn defs(&self) -> impl Iterator<Item = &TableDef> {
        self.defs.iter().map(Arc::as_ref)
    }

    /// A table's definition by its entity set.
    pub fn def(&self, set: &str) -> Option<&TableDef> {
        self.defs().find(|def| def.set == set)
    }

    /// A table's definition by its logical name.
    pub fn def_named(&self, logical_name: &str) -> Option<&TableDef> {
        self.defs().find(|def| def.entity == logical_name)
    }

    /// A table's definition by the object type code in a reference.
    pub fn def_coded(&self, object_type_code: i32) -> Option<&TableDef> {
        self.defs()
            .find(|def| def.object_type_code == object_type_code)
    }

    /// A table.
    ///
    /// # Errors
    /// No such entity set.
    pub fn table(&self, set: &str) -> Result<TableView<'_>, Refusal> {
        if set == tables::PRINCIPALS {
            return Ok(self.table("systemusers")?.shown_as(&self.principal));
        }
        let number = self.number(set)?;
        self.store
            .table(number)
            .map(|table| TableView::new(Through::Dv(self), table))
            .ok_or_else(|| refusals::no_set(set))
    }

    /// The users or the teams as owners, whichever a reference to an owner leads to.
    pub fn owners(&self, owner: &Cell) -> Option<TableView<'_>> {
        let Cell::Reference { table, .. } = owner else {
            return None;
        };
        let set = self.def_coded(*table)?.set.clone();
        Some(self.table(&set).ok()?.shown_as(&self.principal))
    }

    /// A stored value of a row, as other rules need it.
    pub(super) fn stored(&self, set: &str, id: Uuid, column: &str) -> Option<Cell> {
        let table = self.store.table(self.number(set).ok()?)?;
        let row = table.row(id)?;
        Some(row.get(table.def.position(column)?))
    }

    /// How many decimals amounts in a currency have.
    pub(super) fn currency_precision(&self, currency: Uuid) -> u32 {
        self.stored("transactioncurrencies", currency, "currencyprecision")
            .and_then(|precision| precision.as_int())
            .and_then(|precision| u32::try_from(precision).ok())
            .unwrap_or(2)
    }

    /// Changes a table's definition, as a customizer does.
    pub(super) fn edit_def<T>(
        &mut self,
        set: &str,
        edit: impl FnOnce(&mut TableDef) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let number = self.number(set)?;
        let mut def = TableDef::clone(&self.table(set)?.shared_def());
        let done = edit(&mut def)?;
        let def = Arc::new(def);
        if let Some(slot) = self.defs.iter_mut().find(|slot| slot.set == set) {
            *slot = Arc::clone(&def);
        }
        if let Some(table) = self.store.table_mut(number) {
            table.def = def;
        }
        Ok(done)
    }

    /// One row.
    ///
    /// # Errors
    /// No such entity set or row.
    pub fn get(&self, set: &str, id: Uuid) -> Result<RowView<'_>, Refusal> {
        let table = self.table(set)?;
        table
            .get(id)
            .ok_or_else(|| refusals::no_row(table.def(), id))
    }

    /// How many rows a table has; 0 for what does not exist.
    pub fn len(&self, set: &str) -> usize {
        self.table(set).map_or(0, |table| table.len())
    }

    fn number(&self, set: &str) -> Result<TableNo, Refusal> {
        self.tables
            .get(set)
            .copied()
            .ok_or_else(|| refusals::no_set(set))
    }
}

#[cfg(test)]
mod tests;
