//! The operations of Dataverse: each one is carried out wholly or not at all.

use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    given::{IfMatch, IfNoneMatch, Values, Written},
    refusal::Refusal,
    view::RowView,
};

use super::{Caller, Dv, access, actions, delete, write};

impl Dv {
    /// Checks that a caller may use the service at all: enabled, and an administrator in administration mode.
    ///
    /// # Errors
    /// The user is unknown, disabled, or kept out.
    pub fn admit(&self, caller: Caller) -> Result<(), Refusal> {
        access::admit(self, caller)
    }

    /// Checks that a caller may read a table.
    ///
    /// # Errors
    /// The privilege is missing.
    pub fn may_read(&self, caller: Caller, set: &str) -> Result<(), Refusal> {
        access::check(self, caller, access::Right::Read, set)
    }

    /// Creates a row, with nested rows if there are any, and gives its id.
    ///
    /// # Errors
    /// Everything that the service refuses in a POST; nothing is changed then.
    pub fn create(&mut self, caller: Caller, set: &str, values: Values) -> Result<Uuid, Refusal> {
        self.atomically(|dv| write::create(dv, caller, set, None, values))
    }

    /// Changes a row that must be there (PATCH with `If-Match`).
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
        self.atomically(|dv| write::update(dv, caller, set, id, if_match, values))
    }

    /// PATCH by id with the meaning that its headers give it: without `If-Match` a missing row is created, with
    /// `If-None-Match: *` a present one is refused.
    ///
    /// # Errors
    /// Everything that the service refuses in a PATCH; nothing is changed then.
    pub fn upsert(
        &mut self,
        caller: Caller,
        set: &str,
        id: Uuid,
        if_match: &IfMatch,
        if_none_match: IfNoneMatch,
        values: Values,
    ) -> Result<Written, Refusal> {
        self.atomically(|dv| write::upsert(dv, caller, set, id, if_match, if_none_match, values))
    }

    /// PATCH by an alternate key; a row that is made gets the key's values.
    ///
    /// # Errors
    /// As [`Dv::upsert`], and when the columns are no key.
    pub fn upsert_by_key(
        &mut self,
        caller: Caller,
        set: &str,
        key: &[(String, Cell)],
        if_match: &IfMatch,
        if_none_match: IfNoneMatch,
        values: Values,
    ) -> Result<Written, Refusal> {
        self.atomically(|dv| {
            write::upsert_by_key(dv, caller, set, key, if_match, if_none_match, values)
        })
    }

    /// Deletes a row.
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
        self.atomically(|dv| delete::delete(dv, caller, set, id, if_match))
    }

    /// The row that the values of an alternate key name.
    ///
    /// # Errors
    /// The columns are no key (`0x80060890`), or no row has these values (`0x80060891`).
    pub fn by_key(&self, set: &str, key: &[(String, Cell)]) -> Result<RowView<'_>, Refusal> {
        write::by_key(self, set, key)
    }

    /// `CreateMultiple`: all rows or none; their ids in order.
    ///
    /// # Errors
    /// The first refusal.
    pub fn create_multiple(
        &mut self,
        caller: Caller,
        set: &str,
        rows: Vec<Values>,
    ) -> Result<Vec<Uuid>, Refusal> {
        self.atomically(|dv| {
            rows.into_iter()
                .map(|values| write::create(dv, caller, set, None, values))
                .collect()
        })
    }

    /// `UpdateMultiple`: all rows or none; each names its row by the primary key.
    ///
    /// # Errors
    /// The first refusal.
    pub fn update_multiple(
        &mut self,
        caller: Caller,
        set: &str,
        rows: Vec<Values>,
    ) -> Result<(), Refusal> {
        self.atomically(|dv| {
            rows.into_iter()
                .try_for_each(|values| write::update_named(dv, caller, set, values))
        })
    }

    /// `UpsertMultiple`: all rows or none; each names its row by the primary key or by alternate key columns.
    ///
    /// # Errors
    /// The first refusal.
    pub fn upsert_multiple(
        &mut self,
        caller: Caller,
        set: &str,
        rows: Vec<Values>,
    ) -> Result<Vec<Written>, Refusal> {
        self.atomically(|dv| {
            rows.into_iter()
                .map(|values| write::upsert_named(dv, caller, set, values))
                .collect()
        })
    }

    /// Connects two rows by a collection-valued or single-valued navigation property (`POST`/`PUT …/$ref`).
    ///
    /// # Errors
    /// No such property or row, or a missing privilege.
    pub fn associate(
        &mut self,
        caller: Caller,
        set: &str,
        id: Uuid,
        nav: &str,
        target: (&str, Uuid),
    ) -> Result<(), Refusal> {
        self.atomically(|dv| actions::associate(dv, caller, set, id, nav, target))
    }

    /// Disconnects two rows (`DELETE …/$ref`); `target` is needed for a collection.
    ///
    /// # Errors
    /// No such property or row, or a missing privilege.
    pub fn disassociate(
        &mut self,
        caller: Caller,
        set: &str,
        id: Uuid,
        nav: &str,
        target: Option<Uuid>,
    ) -> Result<(), Refusal> {
        self.atomically(|dv| actions::disassociate(dv, caller, set, id, nav, target))
    }

    /// The rows at the other end of a many-to-many navigation property, in the order of their ids.
    pub fn paired(&self, relationship: &str, id: Uuid) -> Vec<Uuid> {
        self.pairs.of(relationship, id)
    }

    /// Begins a transaction; they nest. While the world is locked nobody sees what is inside.
    pub fn begin(&mut self) {
        self.store.begin();
        self.pairs.begin();
    }

    /// Keeps what was done since the matching [`Dv::begin`].
    pub fn commit(&mut self) {
        self.store.commit();
        self.pairs.commit();
    }

    /// Undoes what was done since the matching [`Dv::begin`].
    pub fn rollback(&mut self) {
        self.store.rollback();
        self.pairs.rollback();
    }

    pub(super) fn atomically<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.begin();
        let done = work(self);
        match done {
            Ok(_) => self.commit(),
            Err(_) => self.rollback(),
        }
        done
    }
}
