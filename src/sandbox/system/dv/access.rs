//! Who may do what: enabled users, administration mode, privileges by table.

use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, def::TableDef, refusal::Refusal};

use super::{Caller, Dv, refusals, setup::ADMINISTRATOR_TEMPLATE};

/// What a privilege is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Creating rows.
    Create,
    /// Reading rows.
    Read,
    /// Changing rows.
    Write,
    /// Deleting rows.
    Delete,
    /// Letting a row of this table refer to another.
    Append,
    /// Letting another row refer to a row of this table.
    AppendTo,
    /// Changing a row's owner.
    Assign,
    /// Sharing a row.
    Share,
}

impl Right {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 8] = [
        Self::Create,
        Self::Read,
        Self::Write,
        Self::Delete,
        Self::Append,
        Self::AppendTo,
        Self::Assign,
        Self::Share,
    ];

    /// Its part of the privilege's name.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::Read => "Read",
            Self::Write => "Write",
            Self::Delete => "Delete",
            Self::Append => "Append",
            Self::AppendTo => "AppendTo",
            Self::Assign => "Assign",
            Self::Share => "Share",
        }
    }
}

/// The name of a privilege on a table (`prvWriteAccount`).
pub fn privilege(right: Right, def: &TableDef) -> String {
    format!("prv{}{}", right.verb(), def.schema_name)
}

/// The id of a privilege; the same name always has the same one.
pub fn privilege_id(name: &str) -> Uuid {
    let mut bytes = [0_u8; 16];
    for (at, letter) in name.bytes().enumerate() {
        if let Some(byte) = bytes.get_mut(at % 16) {
            *byte = byte.wrapping_mul(31).wrapping_add(letter);
        }
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Whether a user is a system administrator.
pub fn is_administrator(dv: &Dv, user: Uuid) -> bool {
    dv.paired("systemuserroles_association", user)
        .into_iter()
        .filter_map(|role| dv.stored("roles", role, "roletemplateid")?.as_guid())
        .any(|template| template == ADMINISTRATOR_TEMPLATE)
}

pub(super) fn admit(dv: &Dv, caller: Caller) -> Result<(), Refusal> {
    let user = dv
        .get("systemusers", caller.user)
        .map_err(|_gone| refusals::not_member())?;
    if user.get("isdisabled") == Some(Cell::Bool(true)) {
        return Err(refusals::user_disabled(caller.user));
    }
    if dv.settings.administration_mode && !is_administrator(dv, caller.user) {
        return Err(refusals::administration_mode());
    }
    Ok(())
}

pub(super) fn check(dv: &Dv, caller: Caller, right: Right, set: &str) -> Result<(), Refusal> {
    admit(dv, caller)?;
    let def = dv.table(set)?.def();
    check_def(dv, caller, right, def)
}

pub(super) fn check_def(
    dv: &Dv,
    caller: Caller,
    right: Right,
    def: &TableDef,
) -> Result<(), Refusal> {
    if dv.settings.missing_privileges.is_empty() {
        return Ok(());
    }
    let name = privilege(right, def);
    let id = privilege_id(&name);
    if dv
        .settings
        .missing_privileges
        .contains(&(caller.user, name.clone()))
    {
        return Err(refusals::no_privilege(def, caller.user, &name, id));
    }
    Ok(())
}

impl Dv {
    /// Takes a privilege from a user.
    pub fn revoke(&mut self, user: Uuid, privilege: &str) {
        self.settings
            .missing_privileges
            .insert((user, privilege.to_owned()));
    }

    /// Gives a privilege back to a user.
    pub fn grant(&mut self, user: Uuid, privilege: &str) {
        self.settings
            .missing_privileges
            .remove(&(user, privilege.to_owned()));
    }

    /// The names of the privileges that a user has, table by table.
    pub fn privileges(&self, user: Uuid) -> Vec<String> {
        self.defs()
            .flat_map(|def| Right::ALL.map(|right| privilege(right, def)))
            .filter(|name| {
                !self
                    .settings
                    .missing_privileges
                    .contains(&(user, name.clone()))
            })
            .collect()
    }
}
