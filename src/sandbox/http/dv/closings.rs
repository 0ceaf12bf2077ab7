//! Actions that close sales documents or publish a product.

use serde_json::Value;
use uuid::Uuid;

use super::super::exchange::{Call, Reply};
use super::body::{members, reference};
use super::{Session, errors};
use crate::sandbox::odata::body::Members;
use crate::sandbox::system::dv::Closing;
use crate::sandbox::system::refusal::Refusal;

/// The closing action of this name, if there is one.
pub fn named(name: &str) -> Option<Closing> {
    Closing::ALL
        .into_iter()
        .find(|closing| closing.name() == name)
}

/// `{"Status": …, "OpportunityClose": {"opportunityid@odata.bind": …}}` and its kin.
pub fn answer(session: &mut Session<'_>, closing: Closing, call: &Call) -> Result<Reply, Refusal> {
    let body = members(call)?;
    let status = body.get("Status").and_then(Value::as_i64).unwrap_or(-1);
    let id = row(session, closing, &body)?.ok_or_else(|| {
        errors::bad_request(format!(
            "The body of {} does not name a row.",
            closing.name()
        ))
    })?;
    session.dv.close(session.caller, closing, id, status)?;
    Ok(Reply::empty(204))
}

/// The row that the activity in the body refers to; the reference may have either form.
fn row(session: &Session<'_>, closing: Closing, body: &Members) -> Result<Option<Uuid>, Refusal> {
    let activities = body.values().filter_map(Value::as_object);
    for (name, value) in activities.flatten() {
        let address = match value {
            Value::String(address) if name.ends_with("@odata.bind") => address,
            Value::Object(nested) => match nested.get("@odata.id") {
                Some(Value::String(address)) => address,
                _ => continue,
            },
            _ => continue,
        };
        let (set, id) = reference(session, address)?;
        if set == closing.set() {
            return Ok(Some(id));
        }
    }
    Ok(None)
}
