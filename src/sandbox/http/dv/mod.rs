//! Dataverse Web API v9.2 on the wire.
//!
//! - `apply`: `$apply` aggregation.
//! - `batch`: multipart `$batch` with change sets.
//! - `body`: bodies of writes, references included.
//! - `choices`: actions that customize option sets.
//! - `closings`: actions that close sales documents or publish a product.
//! - `csdl`: `$metadata`.
//! - `customize`: what a customizer adds to tables.
//! - `definitions`: `EntityDefinitions` and `GlobalOptionSetDefinitions`.
//! - `delta`: change tracking.
//! - `errors`: error bodies.
//! - `fetch`: `fetchXml` and `sql`; `fetch_links`: with linked tables.
//! - `functions`: functions and actions of the organization.
//! - `json`: rows as JSON with annotations.
//! - `multiple`: `CreateMultiple` and its kin, `BulkDelete`.
//! - `paging`: cookies in next links.
//! - `path`: where a path leads.
//! - `questions`: functions that ask about rows.
//! - `read`: GET.
//! - `write`: POST, PATCH, PUT, DELETE.

pub mod apply;
pub mod batch;
pub mod body;
pub mod choices;
pub mod closings;
pub mod csdl;
pub mod customize;
pub mod definitions;
pub mod delta;
pub mod errors;
pub mod fetch;
pub mod fetch_links;
pub mod functions;
pub mod json;
pub mod multiple;
pub mod paging;
pub mod path;
pub mod questions;
pub mod read;
pub mod write;

use std::collections::HashMap;

use uuid::Uuid;

use super::common::Common;
use super::exchange::{Call, Reply, Service};
use super::limits::Limits;
use crate::sandbox::odata::text::decode_path;
use crate::sandbox::odata::url::{Segment, segments};
use crate::sandbox::system::cell::Cell;
use crate::sandbox::system::dv::{Caller, Dv, refusals};
use crate::sandbox::system::refusal::Refusal;

/// What a request is answered from.
#[derive(Debug)]
pub struct Session<'a> {
    /// What both servers share.
    pub common: &'a Common,
    /// The service.
    pub dv: &'a mut Dv,
    /// Its limits.
    pub limits: &'a Limits,
    /// The user that the client is signed in as.
    pub caller: Caller,
    /// The service's root without a slash at the end: `http://host/api/data/v9.2`.
    pub root: String,
    /// What earlier requests of the same change set made: content id to set and id.
    pub made: HashMap<String, (String, Uuid)>,
}

/// Answers a request to the service.
pub fn answer(common: &Common, limits: &Limits, client: Option<Uuid>, call: &Call) -> Reply {
    finish(
        answered(common, limits, client, call).unwrap_or_else(|refused| errors::refused(&refused)),
    )
}

fn answered(
    common: &Common,
    limits: &Limits,
    client: Option<Uuid>,
    call: &Call,
) -> Result<Reply, Refusal> {
    let (root, local) = root(call)?;
    let mut world = common.world();
    let dv = &mut world.dv;
    let caller = caller(dv, common, client, call)?;
    dv.admit(caller)?;
    let mut session = Session {
        common,
        dv,
        limits,
        caller,
        root,
        made: HashMap::new(),
    };
    let path = segments(&local).map_err(|_unreadable| errors::bad_url())?;
    if let [only] = path.as_slice()
        && only.name == "$batch"
    {
        if call.method != "POST" {
            return Err(errors::method_not_allowed());
        }
        let (reply, kinds) = batch::answer(&mut session, call);
        drop(world);
        let mut stats = common.stats();
        for kind in kinds {
            *stats.of(Service::Dv).batch_items.entry(kind).or_default() += 1;
        }
        return Ok(reply);
    }
    one(&mut session, &path, call)
}

/// Answers a request that is no batch, whatever it was part of.
pub fn one(session: &mut Session<'_>, path: &[Segment], call: &Call) -> Result<Reply, Refusal> {
    let Some((first, rest)) = path.split_first() else {
        return Ok(functions::service_document(session));
    };
    let name = first
        .name
        .strip_prefix("Microsoft.Dynamics.CRM.")
        .unwrap_or(&first.name);
    match (call.method.as_str(), name) {
        ("GET", "$metadata") => Ok(csdl::answer(session, call)),
        (_, "$batch") => Err(errors::bad_request(
            "A batch request cannot contain another batch request.",
        )),
        ("GET", "EntityDefinitions") => definitions::tables(session, first, rest, call),
        ("POST", "EntityDefinitions") => match (&first.arguments, rest) {
            (Some(table), [collection]) => {
                let set = definitions::named_table(session.dv, table)?.set.to_string();
                customize::answer(session, &set, collection, call)
            }
            (None, []) => customize::new_table(session, call),
            _ => Err(errors::method_not_allowed()),
        },
        ("PUT" | "DELETE", "EntityDefinitions") => match (&first.arguments, rest) {
            (Some(table), []) => {
                let set = definitions::named_table(session.dv, table)?.set.to_string();
                customize::table(session, &set, call)
            }
            _ => Err(errors::not_implemented("changing or removing columns")),
        },
        ("GET", "RelationshipDefinitions") => {
            definitions::across::relationships(session, first, rest, call)
        }
        ("GET", "sdkmessagefilters") => definitions::across::messages(session, call),
        ("GET", "GlobalOptionSetDefinitions") => definitions::global_choices(session, first, call),
        (method, name) if rest.is_empty() && session.dv.def(name).is_none() => {
            functions::unbound(session, method, name, first, call)
        }
        ("GET", _) => read::answer(session, path, call),
        ("POST" | "PATCH" | "PUT" | "DELETE", _) => write::answer(session, path, call),
        _ => Err(errors::method_not_allowed()),
    }
}

/// The root of the service, as the client wrote it, and the path behind it.
pub fn root(call: &Call) -> Result<(String, String), Refusal> {
    let not_found = || Refusal::new(404, "0x8006088a", "Resource not found for the segment.");
    let rest = call
        .path
        .strip_prefix("/api/data/v")
        .ok_or_else(not_found)?;
    let (version, local) = rest.split_once('/').unwrap_or((rest, ""));
    if !matches!(decode_path(version).as_str(), "9.0" | "9.1" | "9.2") {
        return Err(not_found());
    }
    Ok((
        format!("{}/api/data/v{version}", call.origin),
        local.to_owned(),
    ))
}

/// The user behind a client id, or the one that it acts for.
fn caller(dv: &Dv, common: &Common, client: Option<Uuid>, call: &Call) -> Result<Caller, Refusal> {
    let signed_in = match client {
        None => dv.service_user(),
        Some(client) => {
            let users = dv.table("systemusers")?;
            let by_index = users.holding("applicationid", &Cell::Guid(client));
            let user = match by_index {
                Some(ids) => ids.first().copied(),
                None => users
                    .scan(None)
                    .find(|row| {
                        row.get("applicationid").and_then(|cell| cell.as_guid()) == Some(client)
                    })
                    .map(|row| row.id()),
            };
            match user {
                Some(user) => Caller { user },
                None if common.is_first_app(client) => dv.service_user(),
                None => return Err(refusals::not_member()),
            }
        }
    };
    let acts_for = |name: &str, column: &str| -> Result<Option<Caller>, Refusal> {
        let Some(text) = call.header(name) else {
            return Ok(None);
        };
        let id: Uuid = text.parse().map_err(|_unreadable| {
            errors::bad_request(format!("The header {name} holds no id."))
        })?;
        let found = dv
            .table("systemusers")?
            .scan(None)
            .find(|row| row.get(column).and_then(|cell| cell.as_guid()) == Some(id))
            .map(|row| Caller { user: row.id() });
        found.map(Some).ok_or_else(refusals::not_member)
    };
    if let Some(other) = acts_for("mscrmcallerid", "systemuserid")? {
        return Ok(other);
    }
    Ok(acts_for("callerobjectid", "azureactivedirectoryobjectid")?.unwrap_or(signed_in))
}

fn finish(reply: Reply) -> Reply {
    let id = Uuid::new_v4().to_string();
    reply
        .with("OData-Version", "4.0")
        .with("REQ_ID", id.clone())
        .with("x-ms-service-request-id", id)
}
