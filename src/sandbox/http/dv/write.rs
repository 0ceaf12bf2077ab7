//! POST, PATCH, PUT and DELETE on rows, columns and references.

use uuid::Uuid;

use super::super::exchange::{Call, Reply};
use super::body::{if_match, if_none_match, members, reference, values};
use super::path::{Found, Key, find};
use super::read;
use super::{Session, errors, functions, multiple};
use crate::sandbox::odata::url::Segment;
use crate::sandbox::system::cell::Cell;
use crate::sandbox::system::def::{Join, TableDef};
use crate::sandbox::system::dv::{Dv, refusals};
use crate::sandbox::system::given::{Given, IfMatch, Values, Written};
use crate::sandbox::system::refusal::Refusal;

/// Answers a write below an entity set.
pub fn answer(session: &mut Session<'_>, path: &[Segment], call: &Call) -> Result<Reply, Refusal> {
    let Some((last, before)) = path.split_last() else {
        return Err(errors::bad_url());
    };
    if call.method == "POST"
        && let Some(action) = last.name.strip_prefix("Microsoft.Dynamics.CRM.")
    {
        return match before {
            [set] if set.arguments.is_none() => multiple::answer(session, &set.name, action, call),
            _ => functions::bound_action(session, before, action, call),
        };
    }
    if last.name == "$ref" {
        return references(session, before, call);
    }
    match (call.method.as_str(), path) {
        ("POST", [set]) if set.arguments.is_none() => {
            let given = values(session, session.dv.def(&set.name), members(call)?)?;
            create(session, &set.name, given, call)
        }
        ("POST", _) => create_connected(session, before, last, call),
        ("PATCH", [set]) => upsert(session, set, call),
        ("DELETE", [set]) => {
            let row = Row::of(session.dv, set)?;
            session
                .dv
                .delete(session.caller, &row.set, row.id, &if_match(call))?;
            Ok(Reply::empty(204))
        }
        ("PUT" | "DELETE", [set, column]) => one_column(session, set, column, call),
        _ => Err(errors::method_not_allowed()),
    }
}

/// A row that is there, by set and id.
struct Row {
    set: String,
    id: Uuid,
}

impl Row {
    fn of(dv: &Dv, segment: &Segment) -> Result<Self, Refusal> {
        Self::at(dv, std::slice::from_ref(segment))
    }

    fn at(dv: &Dv, path: &[Segment]) -> Result<Self, Refusal> {
        match find(dv, path)? {
            Found::Row { row } => Ok(Self {
                set: row.def().set.to_string(),
                id: row.id(),
            }),
            _ => Err(errors::method_not_allowed()),
        }
    }
}

/// Whether the client wants the row back.
fn wants_representation(call: &Call) -> bool {
    call.preferences().get("return") == Some("representation")
}

fn create(
    session: &mut Session<'_>,
    set: &str,
    given: Values,
    call: &Call,
) -> Result<Reply, Refusal> {
    refuse_duplicates(session, set, None, &given, call)?;
    let id = session.dv.create(session.caller, set, given)?;
    written(session, set, Written { id, created: true }, call)
}

/// Looks for duplicates where the client asks for that: the header says that the search is not to be left out.
fn refuse_duplicates(
    session: &Session<'_>,
    set: &str,
    own: Option<Uuid>,
    given: &Values,
    call: &Call,
) -> Result<(), Refusal> {
    let asked = call
        .header("mscrm.suppressduplicatedetection")
        .is_some_and(|value| value.eq_ignore_ascii_case("false"));
    if !asked {
        return Ok(());
    }
    let row = own.and_then(|id| session.dv.get(set, id).ok());
    session.dv.refuse_duplicates(set, own, |column| {
        let sent = given.iter().find(|(name, _)| name == column);
        let cell = match sent {
            Some((_, Given::Value(cell))) => Some(cell.clone()),
            Some(_) => None,
            None => row.as_ref().and_then(|row| row.get(column)),
        };
        cell?.as_text().map(str::to_owned)
    })
}

/// The answer to a write of one row.
fn written(
    session: &mut Session<'_>,
    set: &str,
    written: Written,
    call: &Call,
) -> Result<Reply, Refusal> {
    if let Some(content_id) = call.header("content-id") {
        session
            .made
            .insert(content_id.to_owned(), (set.to_owned(), written.id));
    }
    let address = format!("{}/{set}({})", session.root, written.id);
    let reply = if wants_representation(call) {
        let row = session.dv.get(set, written.id)?;
        read::one(session, &row, call, if written.created { 201 } else { 200 })?
    } else {
        Reply::empty(204)
    };
    let reply = reply.with("OData-EntityId", address.clone());
    Ok(if written.created {
        reply.with("Location", address)
    } else {
        reply
    })
}

/// POST to a collection of another row: the new row is connected with it.
fn create_connected(
    session: &mut Session<'_>,
    before: &[Segment],
    last: &Segment,
    call: &Call,
) -> Result<Reply, Refusal> {
    let parent = Row::at(session.dv, before)?;
    let def = session.dv.def(&parent.set).ok_or_else(errors::bad_url)?;
    let nav = def
        .nav(&last.name)
        .ok_or_else(|| errors::no_segment(&last.name))?
        .clone();
    let target = session
        .dv
        .def(&nav.target)
        .ok_or_else(|| errors::no_segment(&last.name))?;
    let mut given = values(session, Some(target), members(call)?)?;
    match &nav.join {
        Join::HeldBy { field } => {
            let back = back_reference(target, field, &parent.set)
                .ok_or_else(|| errors::no_segment(&last.name))?;
            given.push((
                back,
                Given::Bind {
                    set: parent.set,
                    id: parent.id,
                },
            ));
            create(session, &nav.target, given, call)
        }
        Join::Pairs { .. } => {
            let id = session.dv.create(session.caller, &nav.target, given)?;
            session.dv.associate(
                session.caller,
                &parent.set,
                parent.id,
                &nav.name,
                (&nav.target, id),
            )?;
            written(session, &nav.target, Written { id, created: true }, call)
        }
        Join::Holds { .. } => Err(errors::method_not_allowed()),
    }
}

/// The navigation property by which a row of `target` refers, in `field`, to a row of `set`.
fn back_reference(target: &TableDef, field: &str, set: &str) -> Option<String> {
    let back = target.navigation.iter().find(|nav| {
        nav.target == set && matches!(&nav.join, Join::Holds { field: held } if *held == field)
    });
    back.map(|nav| nav.name.to_string())
}

fn upsert(session: &mut Session<'_>, segment: &Segment, call: &Call) -> Result<Reply, Refusal> {
    let set = segment.name.as_str();
    let key = Key::of(session.dv.table(set)?, segment)?.ok_or_else(errors::method_not_allowed)?;
    let given = values(session, session.dv.def(set), members(call)?)?;
    let (if_match, if_none_match) = (if_match(call), if_none_match(call));
    if let Key::Id(id) = &key {
        refuse_duplicates(session, set, Some(*id), &given, call)?;
    }
    let done = match key {
        Key::Id(id) => {
            session
                .dv
                .upsert(session.caller, set, id, &if_match, if_none_match, given)?
        }
        Key::Alternate(columns) => session.dv.upsert_by_key(
            session.caller,
            set,
            &columns,
            &if_match,
            if_none_match,
            given,
        )?,
    };
    written(session, set, done, call)
}

/// `PUT …/name {"value":…}` and `DELETE …/name`.
fn one_column(
    session: &mut Session<'_>,
    set: &Segment,
    column: &Segment,
    call: &Call,
) -> Result<Reply, Refusal> {
    let path = [set.clone(), column.clone()];
    let (row, name) = match find(session.dv, &path)? {
        Found::Column { row, position, .. } => {
            let name = row
                .def()
                .at(position)
                .map(|field| field.name.to_string())
                .ok_or_else(errors::bad_url)?;
            (
                Row {
                    set: row.def().set.to_string(),
                    id: row.id(),
                },
                name,
            )
        }
        _ => return Err(errors::method_not_allowed()),
    };
    let value = if call.method == "DELETE" {
        Given::Value(Cell::Null)
    } else {
        let sent_body = members(call)?;
        let wanted = sent_body
            .get("value")
            .ok_or_else(|| errors::bad_request("The body must hold a member 'value'."))?;
        let plain = crate::sandbox::odata::body::cell(wanted)
            .ok_or_else(|| errors::bad_request("The value cannot be converted."))?;
        Given::Value(plain)
    };
    let condition = match if_match(call) {
        IfMatch::Absent => IfMatch::Any,
        stated => stated,
    };
    session.dv.update(
        session.caller,
        &row.set,
        row.id,
        &condition,
        vec![(name, value)],
    )?;
    Ok(Reply::empty(204))
}

/// `…/$ref`: connects and disconnects rows.
fn references(
    session: &mut Session<'_>,
    before: &[Segment],
    call: &Call,
) -> Result<Reply, Refusal> {
    let Some((nav, path)) = before.split_last() else {
        return Err(errors::bad_url());
    };
    let row = Row::at(session.dv, path)?;
    let def = session.dv.def(&row.set).ok_or_else(errors::bad_url)?;
    let property = def
        .nav(&nav.name)
        .ok_or_else(|| errors::no_segment(&nav.name))?;
    let (name, collection) = (property.name.to_string(), property.is_collection());
    match call.method.as_str() {
        "POST" | "PUT" => {
            if (call.method == "PUT") == collection {
                return Err(errors::method_not_allowed());
            }
            let body = members(call)?;
            let address = body
                .get("@odata.id")
                .and_then(|value| value.as_str())
                .ok_or_else(|| errors::bad_request("The body must hold a member '@odata.id'."))?;
            let (set, id) = reference(session, address)?;
            session
                .dv
                .associate(session.caller, &row.set, row.id, &name, (&set, id))?;
        }
        "DELETE" => {
            let by_key = match Key::of(session.dv.table(&property.target)?, nav)? {
                Some(Key::Id(id)) => Some(id),
                Some(Key::Alternate(columns)) => {
                    Some(session.dv.by_key(&property.target, &columns)?.id())
                }
                None => None,
            };
            let target = match (by_key, call.query.filled("$id")) {
                (None, Some(address)) => Some(reference(session, address)?.1),
                (found, _) => found,
            };
            if collection && target.is_none() {
                return Err(errors::bad_request(
                    "The row to be disconnected is not named.",
                ));
            }
            session
                .dv
                .disassociate(session.caller, &row.set, row.id, &name, target)?;
        }
        _ => return Err(refusals::no_action("$ref")),
    }
    Ok(Reply::empty(204))
}
