//! Which tables there are: from `EntityDefinitions`, or from `$metadata` of services that have none.

use super::Dv;
use crate::model::reason::{Cause, Problem};
use crate::model::{SetName, Side};
use crate::remote::address::Address;
use crate::remote::http::{Answer, Call};
use crate::remote::odata::csdl::Csdl;
use crate::remote::odata::notes::Note;
use crate::remote::odata::page::malformed;
use serde::Deserialize;
use std::rc::Rc;

/// The tables.
pub(super) enum Definitions {
    /// As Dataverse lists them.
    Listed(Vec<Definition>),
    /// As `$metadata` declares them.
    Declared(Rc<Csdl>),
}

/// One table as Dataverse lists it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Definition {
    /// The name of the entity type.
    pub logical_name: String,
    /// The name of the entity set; tables that the Web API does not show have none.
    #[serde(default)]
    pub entity_set_name: Option<String>,
    /// The key.
    #[serde(default)]
    pub primary_id_attribute: Option<String>,
    /// Whether changes are tracked.
    #[serde(default)]
    pub change_tracking_enabled: Option<bool>,
}

impl Definitions {
    /// The names of all entity sets.
    pub(super) fn sets(&self) -> Vec<SetName> {
        match self {
            Self::Listed(list) => {
                let sets = list
                    .iter()
                    .filter_map(|table| table.entity_set_name.as_ref());
                sets.map(SetName::new).collect()
            }
            Self::Declared(csdl) => csdl.sets(),
        }
    }

    /// Whether this is a service without table definitions, written by somebody else.
    pub(super) fn is_foreign(&self) -> bool {
        matches!(self, Self::Declared(_))
    }

    /// The table behind an entity set; nothing for services that do not list their tables.
    pub(super) fn entity_of(&self, set: &str) -> Option<String> {
        let Self::Listed(list) = self else {
            return None;
        };
        let found = list
            .iter()
            .find(|table| table.entity_set_name.as_deref() == Some(set))?;
        Some(found.logical_name.clone())
    }

    /// The entity set of a table.
    pub(super) fn set_of(&self, entity: &str) -> Option<String> {
        match self {
            Self::Listed(list) => {
                let found = list.iter().find(|table| table.logical_name == entity)?;
                found.entity_set_name.clone()
            }
            Self::Declared(csdl) => csdl.set_of(entity).map(str::to_owned),
        }
    }
}

/// The tables, asked for once.
///
/// # Errors
/// The service has neither definitions nor `$metadata`, or cannot be asked.
pub(super) async fn definitions(dv: &Dv) -> Result<Rc<Definitions>, Problem> {
    let found = dv.definitions.get_or_try_init(|| find(dv)).await?;
    Ok(Rc::clone(found))
}

async fn find(dv: &Dv) -> Result<Rc<Definitions>, Problem> {
    #[derive(Deserialize)]
    struct List {
        value: Vec<Definition>,
    }
    let url = dv.client.url(
        "EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute,ChangeTrackingEnabled",
    );
    let answer = dv.client.read_any(&Call::get(url)).await?;
    if answer.is_success() {
        let list: List = serde_json::from_slice(&answer.body).map_err(|error| {
            malformed(Side::Dv, &answer, &error.to_string()).with("field", "EntityDefinitions")
        })?;
        return Ok(Rc::new(Definitions::Listed(list.value)));
    }
    let refused = crate::remote::errors::problem_of(Side::Dv, &answer);
    if !matches!(answer.status, 400 | 404 | 405 | 501) {
        return Err(refused);
    }
    let csdl = match csdl_at(dv, &dv.client.root()).await {
        Ok(csdl) => csdl,
        // A bare host was typed, so that Dataverse's usual path was tried; others have their root at the host itself.
        Err(_) if dv.endpoint.url.path().is_empty() => {
            let root = dv.endpoint.url.clone();
            let csdl = csdl_at(dv, &root)
                .await
                .map_err(|_neither| wrong_address(dv, &answer))?;
            dv.client.notes.take(Note::RootElsewhere, None);
            dv.client.set_root(root);
            csdl
        }
        Err(_) => return Err(wrong_address(dv, &answer)),
    };
    dv.client.set_foreign();
    dv.client.notes.take(Note::NoEntityDefinitions, None);
    Ok(Rc::new(Definitions::Declared(csdl)))
}

fn wrong_address(dv: &Dv, answer: &Answer) -> Problem {
    let mut wrong = crate::remote::errors::problem_of(Side::Dv, answer);
    wrong.cause = Cause::WrongAddress;
    wrong.with("address", dv.endpoint.url.as_str())
}

async fn csdl_at(dv: &Dv, root: &Address) -> Result<Rc<Csdl>, Problem> {
    let url = format!("{}/$metadata", root.as_str());
    let call = Call::get(url).with("accept", "application/xml");
    let answer = dv.client.read(&call).await?;
    Csdl::parse(&answer.body)
        .map(Rc::new)
        .map_err(|problem| problem.on(Side::Dv))
}
