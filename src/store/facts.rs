//! Small named values: identities of environments, capabilities, connections, numbers of company contacts.

use super::columns::Id;
use super::handle::{Reader, Writer};
use crate::model::reason::Problem;
use rusqlite::{OptionalExtension as _, params};
use uuid::Uuid;

impl Reader<'_> {
    /// The fact of that name.
    pub fn fact(&self, name: &str) -> Result<Option<String>, Problem> {
        let mut find = self
            .db
            .prepare_cached("SELECT value FROM fact WHERE name = ?1")?;
        Ok(find.query_row([name], |row| row.get(0)).optional()?)
    }

    /// All facts whose names begin so, by name.
    pub fn facts(&self, beginning: &str) -> Result<Vec<(String, String)>, Problem> {
        let mut list = self.db.prepare_cached(
            "SELECT name, value FROM fact WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
        )?;
        let rows = list.query_map([beginning], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// All connections by name, each as the text in which it was stored. Secrets are never among them.
    pub fn connections(&self) -> Result<Vec<(String, String)>, Problem> {
        let mut list = self
            .db
            .prepare_cached("SELECT name, definition FROM connection ORDER BY name")?;
        let rows = list.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The connection of that name.
    pub fn connection(&self, name: &str) -> Result<Option<String>, Problem> {
        let mut find = self
            .db
            .prepare_cached("SELECT definition FROM connection WHERE name = ?1")?;
        Ok(find.query_row([name], |row| row.get(0)).optional()?)
    }

    /// The customer that a company contact stands for.
    pub fn company_contact(&self, number: &str) -> Result<Option<Uuid>, Problem> {
        let mut find = self
            .db
            .prepare_cached("SELECT customer FROM company_contact WHERE number = ?1")?;
        let found = find
            .query_row([number], |row| row.get::<_, Id>(0))
            .optional()?;
        Ok(found.map(|Id(customer)| customer))
    }

    /// The number of the company contact that stands for a customer; the lowest, should there be several.
    pub fn company_contact_of(&self, customer: Uuid) -> Result<Option<String>, Problem> {
        let mut find = self.db.prepare_cached(
            "SELECT number FROM company_contact WHERE customer = ?1 ORDER BY number LIMIT 1",
        )?;
        Ok(find
            .query_row([Id(customer)], |row| row.get(0))
            .optional()?)
    }
}

impl Writer<'_> {
    /// Stores a fact; nothing removes it.
    pub fn set_fact(&self, name: &str, value: Option<&str>) -> Result<(), Problem> {
        match value {
            Some(value) => self
                .db
                .prepare_cached(
                    "INSERT INTO fact (name, value) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
                )?
                .execute([name, value])?,
            None => self
                .db
                .prepare_cached("DELETE FROM fact WHERE name = ?1")?
                .execute([name])?,
        };
        Ok(())
    }

    /// Stores a connection, in the stead of one of the same name. The text must hold no secret.
    pub fn put_connection(&self, name: &str, definition: &str) -> Result<(), Problem> {
        self.db
            .prepare_cached(
                "INSERT INTO connection (name, definition) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET definition = excluded.definition",
            )?
            .execute([name, definition])?;
        Ok(())
    }

    /// Removes a connection; whether there was one.
    pub fn remove_connection(&self, name: &str) -> Result<bool, Problem> {
        let removed = self
            .db
            .prepare_cached("DELETE FROM connection WHERE name = ?1")?
            .execute([name])?;
        Ok(removed > 0)
    }

    /// Remembers which customer a company contact stands for.
    pub fn put_company_contact(&self, number: &str, customer: Uuid) -> Result<(), Problem> {
        self.db
            .prepare_cached(
                "INSERT INTO company_contact (number, customer) VALUES (?1, ?2)
                 ON CONFLICT (number) DO UPDATE SET customer = excluded.customer WHERE customer <> excluded.customer",
            )?
            .execute(params![number, Id(customer)])?;
        Ok(())
    }

    /// Forgets all company contacts.
    pub fn clear_company_contacts(&self) -> Result<(), Problem> {
        self.db
            .prepare_cached("DELETE FROM company_contact")?
            .execute([])?;
        Ok(())
    }
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
