//! What the checks of a connection ask of a service beyond what a synchronisation needs. All of it only reads.

use crate::model::SetName;
use crate::model::reason::Problem;
use async_trait::async_trait;
use jiff::SignedDuration;
use std::collections::BTreeSet;
use std::time::Duration;
use uuid::Uuid;

/// Questions that only checks ask. A service that cannot answer one says so by `None`.
#[async_trait(?Send)]
pub trait Survey {
    /// How far the service's clock is ahead of this machine's, by its newest answer; to the second.
    fn clock_ahead(&self) -> Option<SignedDuration>;

    /// How long the token in use still lives, where there is one.
    fn token_left(&self) -> Option<Duration> {
        None
    }

    /// The id of the tenant that the token in use is from, where the sign-in service tells.
    async fn token_tenant(&self) -> Option<String> {
        None
    }

    /// What tells this environment from any other, as [`super::Identity::environment`]; in one request.
    async fn environment(&self) -> Result<Option<String>, Problem> {
        Ok(None)
    }

    /// The tenant that the service tells callers who are not signed in to go to.
    async fn tenant(&self) -> Result<Option<String>, Problem> {
        Ok(None)
    }

    /// The user or application that this program acts as there.
    async fn account(&self) -> Result<Option<Account>, Problem> {
        Ok(None)
    }

    /// The names of all privileges that this user has.
    async fn privileges(&self) -> Result<Option<BTreeSet<String>>, Problem> {
        Ok(None)
    }

    /// The names of the privileges that a table knows, in the order of the sets; an unknown table has none.
    async fn privileges_of(&self, _sets: &[SetName]) -> Result<Vec<Vec<Privilege>>, Problem> {
        Ok(Vec::new())
    }

    /// Published duplicate detection rules for these sets: the set and the rule's name.
    async fn duplicate_rules(
        &self,
        _sets: &[SetName],
    ) -> Result<Option<Vec<(SetName, String)>>, Problem> {
        Ok(None)
    }

    /// The language of the organisation and the one in which this user sees labels.
    async fn languages(&self) -> Result<Option<Languages>, Problem> {
        Ok(None)
    }
}

/// The user or application that this program acts as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: Uuid,
    /// Its name for people.
    pub name: Option<String>,
    /// Whether it is an application, which needs no licence.
    pub is_application: bool,
    /// Whether it is disabled.
    pub disabled: bool,
    /// Whether it has a licence, if the service tells.
    pub licensed: Option<bool>,
    /// How it may work with the data.
    pub access: Access,
    /// Its roles, those of its teams among them.
    pub roles: Vec<Role>,
}

/// How a user may work with the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Access {
    /// Reading and writing, by a person.
    ReadWrite,
    /// Settings only.
    Administrative,
    /// Reading only.
    Read,
    /// The maker's support.
    Support,
    /// Reading and writing, by a program.
    NonInteractive,
    /// Administration for somebody else.
    DelegatedAdministrator,
    /// The service does not tell.
    Unknown,
}

impl Access {
    /// Whether records may be read and written.
    pub fn may_work(self) -> bool {
        matches!(self, Self::ReadWrite | Self::NonInteractive | Self::Unknown)
    }
}

/// A role of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// Whether it is that of a system administrator, whatever its name.
    pub administrator: bool,
}

/// A privilege on a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Privilege {
    /// What it allows.
    pub right: Right,
    /// Its name (`prvWriteAccount`).
    pub name: String,
}

/// What a privilege on a table allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// Creating rows.
    Create,
    /// Reading rows.
    Read,
    /// Changing rows.
    Write,
    /// Deleting rows.
    Delete,
    /// Changing a row's owner.
    Assign,
    /// Letting a row of this table refer to another.
    Append,
    /// Letting another row refer to one of this table.
    AppendTo,
}

impl Right {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Create,
        Self::Read,
        Self::Write,
        Self::Delete,
        Self::Assign,
        Self::Append,
        Self::AppendTo,
    ];

    /// The word for it in the names of privileges.
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::Read => "Read",
            Self::Write => "Write",
            Self::Delete => "Delete",
            Self::Assign => "Assign",
            Self::Append => "Append",
            Self::AppendTo => "AppendTo",
        }
    }
}

/// Languages by their Windows number (1033 is English).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Languages {
    /// The organisation's.
    pub organisation: i64,
    /// The one in which this user sees labels.
    pub user: i64,
}
