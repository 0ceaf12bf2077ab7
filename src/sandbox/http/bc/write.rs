//! POST, PATCH, DELETE and bound actions.

use uuid::Uuid;

use super::super::exchange::{Call, Reply};
use super::Session;
use super::errors;
use super::read::{self, Found};
use super::route::{Place, Records};
use crate::sandbox::odata::body::{self, BodyError, Members};
use crate::sandbox::odata::url::Segment;
use crate::sandbox::system::bc::{Acted, Bc};
use crate::sandbox::system::cell::Cell;
use crate::sandbox::system::def::Join;
use crate::sandbox::system::given::{Given, IfMatch, Values};
use crate::sandbox::system::refusal::Refusal;
use crate::sandbox::system::view::Through;

/// Answers a write on records.
pub fn answer(
    session: &mut Session<'_>,
    place: &Place,
    records: &Records,
    call: &Call,
) -> Result<Reply, Refusal> {
    let company = read::company(session.bc, records)?;
    if call
        .header("data-access-intent")
        .is_some_and(|intent| intent.eq_ignore_ascii_case("readonly"))
    {
        return Err(Refusal::new(
            400,
            "BadRequest_InvalidOperation",
            "A request with the data access intent ReadOnly cannot write.",
        ));
    }
    if call.method == "POST"
        && let Some((last, before)) = records.path.split_last()
        && let Some(action) = last.name.strip_prefix("Microsoft.NAV.")
    {
        return act(session, place, company, before, action, call);
    }
    match (
        call.method.as_str(),
        find(session.bc, place, company, records)?,
    ) {
        ("POST", Aim::Set { set, parent }) => create(session, place, company, &set, parent, call),
        ("PATCH" | "PUT", Aim::Record { set, id }) => {
            update(session, place, company, &set, id, call)
        }
        ("DELETE", Aim::Record { set, id }) => {
            let caller = session.caller(company);
            session.bc.delete(caller, &set, id, &if_match(call))?;
            Ok(Reply::empty(204))
        }
        _ => Err(errors::method_not_allowed()),
    }
}

/// What a write is aimed at.
enum Aim {
    Set {
        set: String,
        parent: Option<(String, Uuid)>,
    },
    Record {
        set: String,
        id: Uuid,
    },
}

fn find(bc: &Bc, place: &Place, company: Uuid, records: &Records) -> Result<Aim, Refusal> {
    match read::find(bc, place, company, &records.path)? {
        Found::Record { row, .. } => Ok(Aim::Record {
            set: row.def().set.to_string(),
            id: row.id(),
        }),
        Found::Set { view, .. } => {
            let set = view.def().set.to_string();
            let parent = match records.path.split_last() {
                Some((last, before)) if !before.is_empty() => {
                    parent(bc, place, company, before, &last.name)?
                }
                _ => None,
            };
            Ok(Aim::Set { set, parent })
        }
        Found::Count { .. } | Found::Field { .. } | Found::Nothing => {
            Err(errors::method_not_allowed())
        }
    }
}

/// The field of a new record that refers to the record whose collection it is added to.
fn parent(
    bc: &Bc,
    place: &Place,
    company: Uuid,
    before: &[Segment],
    nav: &str,
) -> Result<Option<(String, Uuid)>, Refusal> {
    let Found::Record { row, .. } = read::find(bc, place, company, before)? else {
        return Ok(None);
    };
    Ok(row.def().nav(nav).and_then(|nav| match &nav.join {
        Join::HeldBy { field } => Some((field.to_string(), row.id())),
        Join::Holds { .. } | Join::Pairs { .. } => None,
    }))
}

fn create(
    session: &mut Session<'_>,
    place: &Place,
    company: Uuid,
    set: &str,
    parent: Option<(String, Uuid)>,
    call: &Call,
) -> Result<Reply, Refusal> {
    let mut given = values(session.bc, set, read_body(call)?)?;
    if let Some((field, id)) = parent
        && !given.iter().any(|(name, _)| *name == field)
    {
        given.insert(0, (field, Given::Value(Cell::Guid(id))));
    }
    let caller = session.caller(company);
    let id = session.bc.create(caller, set, given)?;
    let address = format!("{}/companies({company})/{set}", place.root);
    let location = format!("{address}({id})");
    let preferences = call.preferences();
    if preferences.has("return-no-content") || preferences.get("return") == Some("minimal") {
        return Ok(Reply::empty(204)
            .with("Location", location.clone())
            .with("OData-EntityId", location));
    }
    let bc: &Bc = session.bc;
    let row = bc.get(company, set, id)?;
    Ok(read::one(
        Through::Bc { bc, company },
        &row,
        place,
        &address,
        call,
        201,
    )?
    .with("Location", location))
}

fn update(
    session: &mut Session<'_>,
    place: &Place,
    company: Uuid,
    set: &str,
    id: Uuid,
    call: &Call,
) -> Result<Reply, Refusal> {
    let given = values(session.bc, set, read_body(call)?)?;
    let caller = session.caller(company);
    session.bc.update(caller, set, id, &if_match(call), given)?;
    let bc: &Bc = session.bc;
    let row = bc.get(company, set, id)?;
    let address = format!("{}/companies({company})/{set}", place.root);
    read::one(
        Through::Bc { bc, company },
        &row,
        place,
        &address,
        call,
        200,
    )
}

fn act(
    session: &mut Session<'_>,
    place: &Place,
    company: Uuid,
    before: &[Segment],
    action: &str,
    call: &Call,
) -> Result<Reply, Refusal> {
    let (set, id) = match read::find(session.bc, place, company, before)? {
        Found::Record { row, .. } => (row.def().set.to_string(), row.id()),
        _ => return Err(errors::method_not_allowed()),
    };
    let caller = session.caller(company);
    Ok(
        match session.bc.act(caller, &set, id, &if_match(call), action)? {
            Acted::Done => Reply::empty(204),
            Acted::Made { set, id } => Reply::empty(201).with(
                "Location",
                format!("{}/companies({company})/{set}({id})", place.root),
            ),
        },
    )
}

/// The `If-Match` header.
pub fn if_match(call: &Call) -> IfMatch {
    match call.header("if-match").map(str::trim) {
        None | Some("") => IfMatch::Absent,
        Some("*") => IfMatch::Any,
        Some(etag) => IfMatch::Etag(etag.to_owned()),
    }
}

fn read_body(call: &Call) -> Result<Members, Refusal> {
    if let Some(kind) = call.header("content-type")
        && !kind.to_ascii_lowercase().contains("json")
    {
        return Err(Refusal::new(
            415,
            "BadRequest",
            format!("The media type '{kind}' is not supported."),
        ));
    }
    body::read(&call.body).map_err(|error| match error {
        BodyError::Empty => errors::bad_body("The request body is empty."),
        BodyError::Json(error) => errors::bad_body(format!("Invalid JSON: {error}.")),
    })
}

/// Members of a body as the service's rules take them; control information is passed over.
fn values(bc: &Bc, set: &str, members: Members) -> Result<Values, Refusal> {
    let def = bc.def(set);
    let mut values = Values::new();
    for (name, value) in members {
        if name.starts_with('@') || name.contains("@odata.") {
            continue;
        }
        let target = || {
            def.and_then(|def| def.nav(&name))
                .map_or("", |nav| nav.target.as_ref())
        };
        let given = match value {
            serde_json::Value::Object(nested) => Given::Row(self::values(bc, target(), nested)?),
            serde_json::Value::Array(rows) => Given::Rows(
                rows.into_iter()
                    .map(|row| match row {
                        serde_json::Value::Object(nested) => self::values(bc, target(), nested),
                        _ => Err(errors::bad_body(format!(
                            "An item of '{name}' is not an object."
                        ))),
                    })
                    .collect::<Result<_, _>>()?,
            ),
            plain => Given::Value(body::cell(&plain).ok_or_else(|| {
                errors::bad_body(format!("Cannot read the value of property '{name}'."))
            })?),
        };
        values.push((name, given));
    }
    Ok(values)
}
