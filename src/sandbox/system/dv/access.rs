//! Who may do what: enabled users, administration mode, privileges by table.

use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, def::TableDef, refusal::Refusal};

use super::{Caller, Dv, refusals, setup::ADMINISTRATOR_TEMPLATE};

/// Tables in which an organization is set up: users who may only administer see them, and nobody needs a licence for them.
const SET_UP: [&str; 7] = [
    "systemusers",
    "teams",
    "roles",
    "businessunits",
    "organizations",
    "usersettingscollection",
    "duplicaterules",
];

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
    if !has_role(dv, caller.user) {
        return Err(refusals::no_roles(caller.user));
    }
    Ok(())
}

/// Whether a user has a role, of its own or through a team.
fn has_role(dv: &Dv, user: Uuid) -> bool {
    let holds = |relationship, of| !dv.paired(relationship, of).is_empty();
    holds("systemuserroles_association", user)
        || dv
            .paired("teammembership_association", user)
            .into_iter()
            .any(|team| holds("teamroles_association", team))
}

/// Refuses users who may not work with the records of a table whatever their roles: without a licence, or by their access mode.
fn may_work(dv: &Dv, caller: Caller, right: Right, def: &TableDef) -> Result<(), Refusal> {
    if SET_UP.contains(&def.set.as_ref()) {
        return Ok(());
    }
    let stored = |column| dv.stored("systemusers", caller.user, column);
    let licensed = stored("islicensed") == Some(Cell::Bool(true));
    let allowed = match mode_of(dv, caller.user) {
        // An application needs no licence, a person does.
        0 if !licensed && stored("applicationid").is_none_or(|id| id.is_null()) => {
            return Err(refusals::unlicensed(caller.user));
        }
        2 => right == Right::Read,
        mode => matches!(mode, 0 | 4),
    };
    if allowed {
        return Ok(());
    }
    let name = privilege(right, def);
    let id = privilege_id(&name);
    Err(refusals::no_privilege(
        def,
        (caller.user, mode_of(dv, caller.user)),
        &name,
        id,
    ))
}

/// A user's access mode by its number; that of people who read and write if none is stored.
fn mode_of(dv: &Dv, user: Uuid) -> i64 {
    match dv.stored("systemusers", user, "accessmode") {
        Some(Cell::Int(mode)) => mode,
        _ => 0,
    }
}

pub(super) fn check(dv: &Dv, caller: Caller, right: Right, set: &str) -> Result<(), Refusal> {
    admit(dv, caller)?;
    let def = dv.table(set)?.def();
    may_work(dv, caller, right, def)?;
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
        return Err(refusals::no_privilege(
            def,
            (caller.user, mode_of(dv, caller.user)),
            &name,
            id,
        ));
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
