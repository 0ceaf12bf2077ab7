//! Bodies of writes: members as the service's rules take them, with references resolved.

use serde_json::Value;
use uuid::Uuid;

use super::super::exchange::Call;
use super::path::Key;
use super::{Session, errors};
use crate::sandbox::odata::body::{self, BodyError, Members};
use crate::sandbox::odata::url::{path_and_query, segments};
use crate::sandbox::system::cell::Cell;
use crate::sandbox::system::def::TableDef;
use crate::sandbox::system::given::{Given, IfMatch, IfNoneMatch, Values};
use crate::sandbox::system::refusal::Refusal;

/// Reads a body that must be a JSON object.
pub fn members(call: &Call) -> Result<Members, Refusal> {
    if let Some(kind) = call.header("content-type")
        && !kind.to_ascii_lowercase().contains("json")
    {
        return Err(Refusal::new(
            415,
            "0x80060888",
            format!("The content type '{kind}' is not supported."),
        ));
    }
    body::read(&call.body).map_err(|error| match error {
        BodyError::Empty => payload("", "The request body is empty."),
        BodyError::Json(error) => payload("", &format!("The payload is not valid JSON: {error}.")),
    })
}

fn payload(set: &str, inner: &str) -> Refusal {
    Refusal::new(
        400,
        "0x80048d19",
        format!(
            "Error identified in Payload provided by the user for Entity :'{set}', InnerException : {inner}"
        ),
    )
}

/// Members as the service's rules take them; control information is passed over.
pub fn values(
    session: &Session<'_>,
    def: Option<&TableDef>,
    members: Members,
) -> Result<Values, Refusal> {
    let set = def.map_or("", |def| def.set.as_ref());
    let mut values = Values::new();
    for (name, value) in members {
        if let Some(nav) = name.strip_suffix("@odata.bind") {
            values.push((nav.to_owned(), bound(session, set, &name, &value)?));
            continue;
        }
        if name.contains('@') {
            continue;
        }
        let target = || {
            def.and_then(|def| def.nav(&name))
                .and_then(|nav| session.dv.def(&nav.target))
        };
        let given =
            match value {
                Value::Object(nested) => Given::Row(self::values(session, target(), nested)?),
                Value::Array(rows) => Given::Rows(
                    rows.into_iter()
                        .map(|row| match row {
                            Value::Object(nested) => self::values(session, target(), nested),
                            _ => Err(payload(
                                set,
                                &format!("An item of '{name}' is not an object."),
                            )),
                        })
                        .collect::<Result<_, _>>()?,
                ),
                plain => Given::Value(body::cell(&plain).ok_or_else(|| {
                    payload(set, &format!("Cannot convert the value of '{name}'."))
                })?),
            };
        values.push((name, given));
    }
    Ok(values)
}

fn bound(session: &Session<'_>, set: &str, name: &str, value: &Value) -> Result<Given, Refusal> {
    match value {
        Value::Null => Ok(Given::Value(Cell::Null)),
        Value::String(address) => {
            let (set, id) = reference(session, address)?;
            Ok(Given::Bind { set, id })
        }
        _ => Err(payload(
            set,
            &format!("The value of '{name}' is not an address."),
        )),
    }
}

/// The row that an address in a body means: absolute, from the root, relative, by key, or `$1` within a change set.
pub fn reference(session: &Session<'_>, address: &str) -> Result<(String, Uuid), Refusal> {
    let address = address.trim();
    let unknown =
        || errors::bad_request(format!("Resource not found for the segment '{address}'."));
    if let Some(content_id) = address.trim_start_matches('/').strip_prefix('$') {
        return session.made.get(content_id).cloned().ok_or_else(|| {
            errors::bad_request(format!(
                "The reference '${content_id}' does not name an earlier request of the change set."
            ))
        });
    }
    let (path, _) = path_and_query(address);
    let local = match path.split_once("/api/data/v") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, local)| local),
        None => path,
    };
    let path = segments(local).map_err(|_unreadable| errors::bad_url())?;
    let [segment] = path.as_slice() else {
        return Err(unknown());
    };
    let view = session.dv.table(&segment.name)?;
    match Key::of(view, segment)? {
        Some(Key::Id(id)) => Ok((segment.name.clone(), id)),
        Some(Key::Alternate(columns)) => Ok((
            segment.name.clone(),
            session.dv.by_key(&segment.name, &columns)?.id(),
        )),
        None => Err(unknown()),
    }
}

/// The `If-Match` header.
pub fn if_match(call: &Call) -> IfMatch {
    match call.header("if-match").map(str::trim) {
        None | Some("" | "null") => IfMatch::Absent,
        Some("*") => IfMatch::Any,
        Some(etag) => IfMatch::Etag(etag.to_owned()),
    }
}

/// The `If-None-Match` header.
pub fn if_none_match(call: &Call) -> IfNoneMatch {
    match call.header("if-none-match").map(str::trim) {
        Some("*") => IfNoneMatch::Any,
        _ => IfNoneMatch::Absent,
    }
}
