//! Functions and actions of the organization and of users, and the service document.

use serde_json::{Value, json};
use uuid::Uuid;

use super::super::exchange::{Call, JSON, Reply};
use super::{Session, choices, closings, errors, multiple, questions};
use crate::sandbox::odata::literal::Literal;
use crate::sandbox::odata::url::{Arguments, Segment};
use crate::sandbox::system::dv::access::privilege_id;
use crate::sandbox::system::dv::refusals;
use crate::sandbox::system::refusal::Refusal;
use crate::sandbox::system::view::RowView;

/// The version that the service claims to be.
pub const VERSION: &str = "9.2.26111.00154";

/// The root: the sets that it has.
pub fn service_document(session: &Session<'_>) -> Reply {
    let sets: Vec<Value> = session
        .dv
        .defs()
        .map(|def| json!({"name": def.set, "kind": "EntitySet", "url": def.set}))
        .collect();
    Reply::body(
        200,
        JSON,
        json!({"@odata.context": format!("{}/$metadata", session.root), "value": sets}).to_string(),
    )
}

/// Functions and actions that belong to no row.
pub fn unbound(
    session: &mut Session<'_>,
    method: &str,
    name: &str,
    segment: &Segment,
    call: &Call,
) -> Result<Reply, Refusal> {
    match (method, name) {
        ("GET", "WhoAmI") => Ok(answer(
            session,
            "WhoAmIResponse",
            json!({
                "BusinessUnitId": session.dv.places().business_unit,
                "UserId": session.caller.user,
                "OrganizationId": session.dv.places().organization,
            }),
        )),
        ("GET", "RetrieveVersion") => Ok(answer(
            session,
            "RetrieveVersionResponse",
            json!({"Version": VERSION}),
        )),
        ("GET", "RetrieveCurrentOrganization") => Ok(organization(session, call)),
        ("GET", "RetrieveAvailableLanguages") => Ok(answer(
            session,
            "RetrieveAvailableLanguagesResponse",
            json!({"LocaleIds": [1033, 1036]}),
        )),
        ("GET", "RetrieveTotalRecordCount") => questions::record_counts(session, segment, call),
        ("GET", "RetrieveDuplicates") => questions::duplicates(session, segment, call),
        ("POST", "InsertOptionValue" | "UpdateOptionValue" | "DeleteOptionValue") => {
            choices::answer(session, name, call)
        }
        ("POST", "PublishXml" | "PublishAllXml") => Ok(Reply::empty(204)),
        ("POST", "BulkDelete") => multiple::bulk_delete(session, call),
        ("POST", name) => match closings::named(name) {
            Some(closing) => closings::answer(session, closing, call),
            None => Err(errors::no_segment(&segment.name)),
        },
        (_, _) => Err(errors::no_segment(&segment.name)),
    }
}

/// An answer of a type of its own.
pub fn answer(session: &Session<'_>, type_name: &str, mut members: Value) -> Reply {
    if let Value::Object(members) = &mut members {
        let context = format!(
            "{}/$metadata#Microsoft.Dynamics.CRM.{type_name}",
            session.root
        );
        members.shift_insert(0, "@odata.context".to_owned(), Value::String(context));
    }
    Reply::body(200, JSON, members.to_string())
}

fn organization(session: &Session<'_>, call: &Call) -> Reply {
    let id = session.dv.places().organization;
    let name = session
        .dv
        .get("organizations", id)
        .ok()
        .and_then(|row| row.get("name"))
        .and_then(|cell| cell.as_text().map(str::to_owned))
        .unwrap_or_default();
    let endpoints = json!({
        "Count": 2, "IsReadOnly": false, "Keys": ["WebApplication", "OrganizationService"],
        "Values": [format!("{}/", call.origin), format!("{}/XRMServices/2011/Organization.svc", call.origin)],
    });
    answer(
        session,
        "RetrieveCurrentOrganizationResponse",
        json!({"Detail": {
            "OrganizationId": id, "FriendlyName": name, "OrganizationVersion": VERSION,
            "EnvironmentId": id, "Geo": "EMEA", "TenantId": super::super::server::TENANT_ID, "UrlName": "sandbox",
            "UniqueName": "sandbox", "State": "Enabled", "Endpoints": endpoints,
        }}),
    )
}

/// Functions bound to a row.
pub fn bound(
    session: &Session<'_>,
    row: &RowView<'_>,
    name: &str,
    segment: &Segment,
    call: &Call,
) -> Result<Reply, Refusal> {
    if row.def().entity != "systemuser" {
        return Err(refusals::no_action(name));
    }
    if name == "RetrievePrincipalAccess" {
        return questions::access(session, row, segment, call);
    }
    let business_unit = session.dv.places().business_unit;
    let privilege = |name: &str| {
        json!({
            "Depth": "Global", "PrivilegeId": privilege_id(name), "BusinessUnitId": business_unit,
            "PrivilegeName": name, "RecordFilterId": Uuid::nil(), "RecordFilterUniqueName": "",
        })
    };
    let owned = session.dv.privileges(row.id());
    let shown: Vec<Value> = match (name, &segment.arguments) {
        ("RetrieveUserPrivileges", _) => owned.iter().map(|name| privilege(name)).collect(),
        ("RetrieveUserPrivilegeByPrivilegeName", Some(Arguments::Named(named))) => {
            let wanted = named
                .iter()
                .find_map(|(key, value)| match (key.as_str(), value) {
                    ("PrivilegeName", Literal::Text(text)) => Some(text.as_str()),
                    _ => None,
                });
            let wanted = wanted.ok_or_else(errors::bad_url)?;
            owned
                .iter()
                .filter(|name| name.eq_ignore_ascii_case(wanted))
                .map(|name| privilege(name))
                .collect()
        }
        _ => return Err(refusals::no_action(name)),
    };
    Ok(answer(
        session,
        &format!("{name}Response"),
        json!({"RolePrivileges": shown}),
    ))
}

/// Actions bound to a row.
pub fn bound_action(
    session: &mut Session<'_>,
    path: &[Segment],
    name: &str,
    _call: &Call,
) -> Result<Reply, Refusal> {
    let (set, id) = match super::path::find(session.dv, path)? {
        super::path::Found::Row { row, .. } => (row.def().set.to_string(), row.id()),
        _ => return Err(refusals::no_action(name)),
    };
    let closing = closings::named(name).filter(|closing| closing.set() == set);
    let closing = closing.ok_or_else(|| refusals::no_action(name))?;
    session.dv.close(session.caller, closing, id, -1)?;
    Ok(Reply::empty(204))
}
