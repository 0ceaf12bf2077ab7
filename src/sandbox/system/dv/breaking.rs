//! What a careless administrator or customizer may have set up wrongly; each can be put right again.

use uuid::Uuid;

use super::setup::{ADMINISTRATOR_TEMPLATE, DUPLICATE_RULES, FIRST_DUPLICATE_RULE};
use super::{Dv, choices::ChoiceName};
use crate::sandbox::system::cell::Cell;
use crate::sandbox::system::def::{FieldDef, FieldKind};
use crate::sandbox::system::refusal::Refusal;

/// Roles of users.
const ROLES: &str = "systemuserroles_association";

impl Dv {
    /// Changes columns of the user that API clients act as.
    pub fn set_service_user(&mut self, changes: &[(&str, Cell)]) {
        let (user, by) = (self.places.service_user, self.places.administrator);
        self.patch(by, "systemusers", user, changes);
    }

    /// Makes the user that API clients act as a system administrator, or takes that role away.
    pub fn set_administrator(&mut self, on: bool) {
        let user = self.places.service_user;
        let Some(role) = self.role(|template| template == Some(ADMINISTRATOR_TEMPLATE)) else {
            return;
        };
        if on {
            self.pairs.add(ROLES.into(), user, role);
        } else {
            self.pairs.remove(ROLES, user, role);
        }
    }

    /// Gives the default team the role of a system administrator and lets the service user join it, or undoes that.
    pub fn set_administrator_by_team(&mut self, on: bool) {
        let user = self.places.service_user;
        let role = self.role(|template| template == Some(ADMINISTRATOR_TEMPLATE));
        let team = self
            .table("teams")
            .ok()
            .and_then(|teams| teams.scan(None).next().map(|row| row.id()));
        let (Some(role), Some(team)) = (role, team) else {
            return;
        };
        for (relationship, left, right) in [
            ("teammembership_association", user, team),
            ("teamroles_association", team, role),
        ] {
            if on {
                self.pairs.add(relationship.into(), left, right);
            } else {
                self.pairs.remove(relationship, left, right);
            }
        }
    }

    /// Takes all roles from the user that API clients act as, or gives the usual one back.
    pub fn set_without_roles(&mut self, on: bool) {
        let user = self.places.service_user;
        if on {
            for role in self.paired(ROLES, user) {
                self.pairs.remove(ROLES, user, role);
            }
        } else {
            self.give_basic_role(user);
        }
    }

    /// Gives a user the role with which records can be worked with.
    pub(super) fn give_basic_role(&mut self, user: Uuid) {
        if let Some(role) = self.role(|template| template != Some(ADMINISTRATOR_TEMPLATE)) {
            self.pairs.add(ROLES.into(), user, role);
        }
    }

    fn role(&self, is: impl Fn(Option<Uuid>) -> bool) -> Option<Uuid> {
        let roles = self.table("roles").ok()?;
        roles.scan(None).map(|row| row.id()).find(|role| {
            let template = self.stored("roles", *role, "roletemplateid");
            is(template.and_then(|template| template.as_guid()))
        })
    }

    /// The language in which the user that API clients act as sees labels.
    pub fn set_language(&mut self, language: i64) {
        let (user, by) = (self.places.service_user, self.places.administrator);
        let changes = [("uilanguageid", Cell::Int(language))];
        self.patch(by, "usersettingscollection", user, &changes);
    }

    /// Publishes the rules about duplicates, or takes them out of force.
    pub fn set_duplicate_rules(&mut self, published: bool) {
        let by = self.places.administrator;
        let (state, status) = if published { (1, 2) } else { (0, 0) };
        for number in 0..DUPLICATE_RULES.len() {
            let id = Uuid::from_u128(FIRST_DUPLICATE_RULE + number as u128);
            let changes = [
                ("statecode", Cell::Int(state)),
                ("statuscode", Cell::Int(status)),
            ];
            self.patch(by, "duplicaterules", id, &changes);
        }
    }

    /// Changes columns of the base currency.
    pub fn set_base_currency(&mut self, changes: &[(&str, Cell)]) {
        let (currency, by) = (self.places.base_currency, self.places.administrator);
        self.patch(by, "transactioncurrencies", currency, changes);
    }

    /// Turns this organization into a copy of itself, which has another id; a copy of a copy is the first again.
    pub fn copy_organization(&mut self) {
        const MASK: u128 = 0xc0b1_ed00_0000_0000_0000_0000_0000_0000;
        let before = self.places.organization;
        let after = Uuid::from_u128(before.as_u128() ^ MASK);
        let Ok(number) = self.number("organizations") else {
            return;
        };
        let Some(row) = self.store.row(number, before).cloned() else {
            return;
        };
        self.store.remove(number, before);
        self.store.put(number, after, row);
        self.places.organization = after;
    }

    /// Changes how a column is described.
    ///
    /// # Errors
    /// No such table; a column that does not exist changes nothing.
    pub fn shape_column(
        &mut self,
        set: &str,
        column: &str,
        shape: impl FnOnce(&mut FieldDef),
    ) -> Result<(), Refusal> {
        self.edit_def(set, |def| {
            let position = def.position(column);
            if let Some(field) = position.and_then(|position| def.at_mut(position)) {
                shape(field);
            }
            Ok(())
        })
    }

    /// Sets the longest text that a column takes.
    ///
    /// # Errors
    /// No such table.
    pub fn set_length(&mut self, set: &str, column: &str, length: usize) -> Result<(), Refusal> {
        self.shape_column(set, column, |field| {
            if let FieldKind::Text { max } | FieldKind::Memo { max } = &mut field.kind {
                *max = length;
            }
        })
    }

    /// Gives a column another name, so that its old one is missing.
    ///
    /// # Errors
    /// No such table.
    pub fn rename_column(&mut self, set: &str, from: &str, to: &str) -> Result<(), Refusal> {
        self.edit_def(set, |def| {
            def.rename(from, to);
            Ok(())
        })
    }

    /// Takes an option away from a column, or gives it back with that caption.
    ///
    /// # Errors
    /// No such column.
    pub fn set_option(
        &mut self,
        table: &str,
        column: &str,
        value: i32,
        caption: Option<&str>,
    ) -> Result<(), Refusal> {
        let choice = ChoiceName::Column { table, column };
        match caption {
            None => self.delete_option(choice, value),
            Some(caption) => {
                let label = super::customizing::caption(caption);
                self.insert_option(choice, Some(value), label).map(|_| ())
            }
        }
    }
}
