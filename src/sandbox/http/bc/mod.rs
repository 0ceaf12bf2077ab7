//! Business Central API v2.0 on the wire.
//!
//! - `batch`: JSON `$batch`.
//! - `csdl`: `$metadata`.
//! - `directory`: companies, environments, the service document.
//! - `errors`: error bodies.
//! - `json`: records as JSON.
//! - `media`: pictures, attachments, PDF.
//! - `read`: GET.
//! - `route`: from an address to what it means.
//! - `write`: POST, PATCH, DELETE and bound actions.

pub mod batch;
pub mod csdl;
pub mod directory;
pub mod errors;
pub mod json;
pub mod media;
pub mod read;
pub mod route;
pub mod write;

use uuid::Uuid;

use super::common::Common;
use super::exchange::{Call, Reply, Service};
use super::limits::Limits;
use super::stats;
use crate::sandbox::system::bc::{Bc, Caller};
use crate::sandbox::system::refusal::Refusal;
use route::{Place, Target};

/// What a request is answered from.
#[derive(Debug)]
pub struct Session<'a> {
    /// What both servers share.
    pub common: &'a Common,
    /// The service.
    pub bc: &'a mut Bc,
    /// Its limits.
    pub limits: &'a Limits,
    /// The user that the client is signed in as.
    pub user: Uuid,
}

impl Session<'_> {
    /// On whose behalf something is written in a company.
    pub fn caller(&self, company: Uuid) -> Caller {
        Caller {
            company,
            user: self.user,
        }
    }
}

/// Answers a request to the service.
pub fn answer(
    common: &Common,
    limits: &Limits,
    client: Option<Uuid>,
    call: &Call,
    reorder: bool,
) -> Reply {
    let place = match route::place(common, call) {
        Ok(place) => place,
        Err(refused) => return finish(errors::refused(&refused)),
    };
    let mut world = common.world();
    let user = match client {
        Some(client) if common.has_own_user(client) => world.bc.user_named(&client.to_string()),
        _ => world.bc.service_user(),
    };
    let mut session = Session {
        common,
        bc: &mut world.bc,
        limits,
        user,
    };
    let reply = match &place.target {
        Target::Batch if call.method == "POST" => {
            let (reply, kinds) = batch::answer(&mut session, &place, call, reorder);
            drop(world);
            let mut stats = common.stats();
            for kind in kinds {
                *stats.of(Service::Bc).batch_items.entry(kind).or_default() += 1;
            }
            reply
        }
        _ => one(&mut session, &place, call),
    };
    finish(reply)
}

/// Answers a request that is no batch.
pub fn one(session: &mut Session<'_>, place: &Place, call: &Call) -> Reply {
    if let Target::Records(records) = &place.target
        && let Some(done) = media::answer(session, place, records, call)
    {
        return done.unwrap_or_else(|refused: Refusal| errors::refused(&refused));
    }
    let done = match (call.method.as_str(), &place.target) {
        ("GET", Target::Environments) => Ok(directory::environments(place, call)),
        ("GET", Target::Service) => Ok(directory::service_document(session, place)),
        ("GET", Target::Metadata) => Ok(csdl::answer(session, place)),
        ("GET", Target::EntityDefinitions) => Ok(directory::entity_definitions(session, place)),
        ("GET", Target::Companies(companies)) => {
            directory::companies(session, place, companies, call)
        }
        ("GET", Target::Records(records)) => read::answer(session, place, records, call),
        ("POST" | "PATCH" | "PUT" | "DELETE", Target::Records(records)) => {
            write::answer(session, place, records, call)
        }
        _ => Err(errors::method_not_allowed()),
    };
    done.unwrap_or_else(|refused: Refusal| errors::refused(&refused))
}

/// Kind of a batch item, for the counts.
pub fn kind(call: &Call) -> &'static str {
    stats::kind(call)
}

fn finish(reply: Reply) -> Reply {
    let id = reply
        .header("request-id")
        .map_or_else(|| Uuid::new_v4().to_string(), str::to_owned);
    let known = reply.header("request-id").is_some();
    let reply = reply
        .with("OData-Version", "4.0")
        .with("x-ms-correlation-request-id", id.clone());
    if known {
        reply
    } else {
        reply.with("request-id", id)
    }
}
