//! Business Central API v2.0 as it treats records; the wire is elsewhere.
//!
//! Invariants: a field is never without a value when it is read; an id and its code always agree; `lastModifiedDateTime`
//! moves with every change; there is no change log.
//!
//! - `actions`: bound actions of documents.
//! - `body`: reading a body into a draft.
//! - `contacts`: the company contact of a customer or vendor.
//! - `documents`: what orders, quotes, invoices and credit memos take over from partners and work out from lines.
//! - `etag`: weak, opaque etags.
//! - `flow`: fields that are worked out when read.
//! - `helpers`: small questions of several tables, and what an administrator enters.
//! - `furnish`: what a new company begins with.
//! - `intake`: from what a client sent to what a field holds.
//! - `journals`: journals, their lines, and posting them.
//! - `links`: references by id and by code.
//! - `masters`: what single tables demand besides types.
//! - `media`: pictures and the contents of attachments.
//! - `refusals`: what it says when it refuses.
//! - `series`: numbers given to records that come without one.
//! - `show`: what it shows for "empty".
//! - `tables`: the entity sets and their fields.
//! - `write`: creating, changing, deleting.

mod actions;
mod body;
mod contacts;
mod documents;
pub mod etag;
mod flow;
mod furnish;
mod helpers;
mod intake;
mod journals;
mod links;
mod masters;
pub mod media;
pub mod refusals;
mod series;
pub mod show;
pub mod tables;
mod write;

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use uuid::Uuid;

use super::{
    cell::Cell,
    clock::SkewedClock,
    def::{Name, TableDef},
    given::{IfMatch, Values},
    refusal::Refusal,
    store::{Store, TableNo},
    view::{RowView, TableView, Through},
};

/// Business Central with its companies.
#[derive(Debug)]
pub struct Bc {
    /// What the service can be told to do differently.
    pub settings: Settings,
    store: Store,
    defs: Vec<Arc<TableDef>>,
    companies: Vec<Company>,
    users: Vec<User>,
    local_currency: String,
    media: HashMap<Uuid, media::Media>,
}

/// What the service can be told to do differently.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether a new customer or vendor gets a company contact (Marketing Setup).
    pub contact_for_customer: bool,
    /// Whether numbers may be chosen by the client instead of the number series.
    pub manual_numbers: bool,
    /// Whether a client may choose the `id` of a new record.
    pub client_ids: bool,
    /// What users may not do, by table name (`Customer`).
    pub denied: BTreeSet<(Uuid, String, Permission)>,
}

/// What a user may do with the records of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
pub enum Permission {
    /// Reading them.
    Read,
    /// Creating them.
    Insert,
    /// Changing them.
    Modify,
    /// Deleting them.
    Delete,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            contact_for_customer: true,
            manual_numbers: true,
            client_ids: true,
            denied: BTreeSet::new(),
        }
    }
}

/// One company.
#[derive(Debug)]
pub struct Company {
    /// Its id.
    pub id: Uuid,
    /// Its name, the key in links.
    pub name: String,
    /// Its name for people.
    pub display_name: String,
    tables: HashMap<Name, TableNo>,
    series: HashMap<String, u64>,
}

/// A user of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The security id.
    pub id: Uuid,
    /// The user name.
    pub name: String,
}

/// On whose behalf and in which company something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The company's id.
    pub company: Uuid,
    /// The user's security id.
    pub user: Uuid,
}

impl Bc {
    /// A service without companies.
    pub fn new(clock: SkewedClock, seed: u64, local_currency: &str) -> Self {
        let mut store = Store::new(clock, seed);
        let user = User {
            id: store.new_id(),
            name: "RACCORD".to_owned(),
        };
        Self {
            settings: Settings::default(),
            store,
            defs: tables::all().into_iter().map(Arc::new).collect(),
            companies: Vec::new(),
            users: vec![user],
            local_currency: local_currency.to_owned(),
            media: HashMap::new(),
        }
    }

    /// The service's clock.
    pub fn clock_mut(&mut self) -> &mut SkewedClock {
        &mut self.store.clock
    }

    /// The companies, oldest first.
    pub fn companies(&self) -> &[Company] {
        &self.companies
    }

    /// A company by id.
    ///
    /// # Errors
    /// `Internal_CompanyNotFound`.
    pub fn company(&self, id: Uuid) -> Result<&Company, Refusal> {
        self.companies
            .iter()
            .find(|company| company.id == id)
            .ok_or_else(|| refusals::no_company(&id.to_string()))
    }

    /// A company by name.
    ///
    /// # Errors
    /// `Internal_CompanyNotFound`.
    pub fn company_named(&self, name: &str) -> Result<&Company, Refusal> {
        self.companies
            .iter()
            .find(|company| company.name == name)
            .ok_or_else(|| refusals::no_company(name))
    }

    /// Adds a company with the setup that it cannot be without.
    pub fn add_company(&mut self, name: &str) -> Uuid {
        let id = self.store.new_id();
        let mut tables: HashMap<Name, TableNo> = self
            .defs
            .iter()
            .filter(|def| def.set != tables::FINANCIAL_DETAILS)
            .map(|def| {
                let (unique, indexed) = tables::indexes(&def.set);
                let table = super::table::Table::new(Arc::clone(def), unique, indexed);
                (def.set.clone(), self.store.add(table))
            })
            .collect();
        if let Some(customers) = tables.get("customers").copied() {
            tables.insert(tables::FINANCIAL_DETAILS.into(), customers);
        }
        self.companies.push(Company {
            id,
            name: name.to_owned(),
            display_name: name.to_owned(),
            tables,
            series: HashMap::new(),
        });
        self.furnish(id, name);
        id
    }

    /// Removes a company, as when an administrator deletes it.
    pub fn remove_company(&mut self, id: Uuid) {
        self.companies.retain(|company| company.id != id);
    }

    /// The user that an API client is signed in as when nothing else is said.
    pub fn service_user(&self) -> Uuid {
        self.users.first().map_or(Uuid::nil(), |user| user.id)
    }

    /// A user by name; a new one is entered.
    pub fn user_named(&mut self, name: &str) -> Uuid {
        if let Some(user) = self.users.iter().find(|user| user.name == name) {
            return user.id;
        }
        let id = self.store.new_id();
        self.users.push(User {
            id,
            name: name.to_owned(),
        });
        id
    }

    /// The users of the service.
    pub fn users(&self) -> &[User] {
        &self.users
    }

    /// The tables that the service offers, custom API pages included.
    pub fn defs(&self) -> impl Iterator<Item = &TableDef> {
        self.defs.iter().map(Arc::as_ref)
    }

    /// A table's definition by its entity set.
    pub fn def(&self, set: &str) -> Option<&TableDef> {
        self.defs().find(|def| def.set == set)
    }

    /// A table of a company.
    ///
    /// # Errors
    /// No such company, no such entity set.
    pub fn table(&self, company: Uuid, set: &str) -> Result<TableView<'_>, Refusal> {
        let number = self.number(company, set)?;
        let through = Through::Bc { bc: self, company };
        let view = self
            .store
            .table(number)
            .map(|table| TableView::new(through, table))
            .ok_or_else(|| refusals::no_set(set))?;
        if set == tables::FINANCIAL_DETAILS {
            let def = self.defs.iter().find(|def| def.set == set);
            return def
                .map(|def| view.shown_as(def))
                .ok_or_else(|| refusals::no_set(set));
        }
        Ok(view)
    }

    /// One record.
    ///
    /// # Errors
    /// No such company, entity set or record.
    pub fn get(&self, company: Uuid, set: &str, id: Uuid) -> Result<RowView<'_>, Refusal> {
        let table = self.table(company, set)?;
        let row = if table.def().key == "id" {
            table.get(id)
        } else {
            // `contactsInformation` is known by the contact's id, and several of its rows may have the same.
            let key = table.def().key.clone();
            let first = self
                .all_holding(company, set, &key, &Cell::Guid(id))
                .into_iter()
                .next();
            first.and_then(|row| table.get(row))
        };
        row.ok_or_else(|| refusals::no_row(table.def(), id))
    }

    /// How many records a set has; 0 for what does not exist.
    pub fn len(&self, company: Uuid, set: &str) -> usize {
        self.table(company, set).map_or(0, |table| table.len())
    }

    /// Checks that a user may do something with the records of a set.
    ///
    /// # Errors
    /// The permission is missing.
    pub fn may(&self, caller: Caller, permission: Permission, set: &str) -> Result<(), Refusal> {
        let Some(def) = self.def(set) else {
            return Err(refusals::no_set(set));
        };
        let denied = &self.settings.denied;
        let refused = !denied.is_empty()
            && denied.contains(&(caller.user, def.schema_name.to_string(), permission));
        if refused {
            return Err(refusals::no_permission(def, permission));
        }
        Ok(())
    }

    /// Creates a record, with nested rows if there are any, and gives its id.
    ///
    /// # Errors
    /// Everything that the service refuses in a POST; nothing is changed then.
    pub fn create(&mut self, caller: Caller, set: &str, values: Values) -> Result<Uuid, Refusal> {
        self.may(caller, Permission::Insert, set)?;
        self.atomically(|bc| write::create(bc, caller, set, values))
    }

    /// Changes a record.
    ///
    /// # Errors
    /// Everything that the service refuses in a PATCH; nothing is changed then.
    pub fn update(
        &mut self,
        caller: Caller,
        set: &str,
        id: Uuid,
        if_match: &IfMatch,
        values: Values,
    ) -> Result<(), Refusal> {
        self.may(caller, Permission::Modify, set)?;
        self.atomically(|bc| write::update(bc, caller, set, id, if_match, values))
    }

    /// Deletes a record.
    ///
    /// # Errors
    /// Everything that the service refuses in a DELETE; nothing is changed then.
    pub fn delete(
        &mut self,
        caller: Caller,
        set: &str,
        id: Uuid,
        if_match: &IfMatch,
    ) -> Result<(), Refusal> {
        self.may(caller, Permission::Delete, set)?;
        self.atomically(|bc| write::delete(bc, caller, set, id, if_match))
    }

    /// Carries out a bound action (its name without the name space).
    ///
    /// # Errors
    /// No such action, or a business rule said no; nothing is changed then.
    pub fn act(
        &mut self,
        caller: Caller,
        set: &str,
        id: Uuid,
        if_match: &IfMatch,
        action: &str,
    ) -> Result<Acted, Refusal> {
        self.may(caller, Permission::Modify, set)?;
        self.atomically(|bc| actions::act(bc, caller, set, id, if_match, action))
    }

    /// Begins a transaction over all companies; they nest. While the world is locked nobody sees what is inside.
    pub fn begin(&mut self) {
        self.store.begin();
    }

    /// Keeps what was done since the matching [`Bc::begin`].
    pub fn commit(&mut self) {
        self.store.commit();
    }

    /// Undoes what was done since the matching [`Bc::begin`].
    pub fn rollback(&mut self) {
        self.store.rollback();
    }

    fn atomically<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.store.begin();
        let done = work(self);
        match done {
            Ok(_) => self.store.commit(),
            Err(_) => self.store.rollback(),
        }
        done
    }

    fn number(&self, company: Uuid, set: &str) -> Result<TableNo, Refusal> {
        self.company(company)?
            .tables
            .get(set)
            .copied()
            .ok_or_else(|| refusals::no_set(set))
    }
}

/// What a bound action did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acted {
    /// Nothing to show (204).
    Done,
    /// It made another record (201 with its place).
    Made {
        /// The entity set of the new record.
        set: &'static str,
        /// Its id.
        id: Uuid,
    },
}

#[cfg(test)]
mod tests;
