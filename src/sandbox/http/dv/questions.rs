//! Functions that ask about rows: how many there are, what is like them, who may do what with them.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::exchange::{Call, JSON, Reply};
use super::functions::answer;
use super::json::Annotations;
use super::path::{Found, find};
use super::{Session, errors, read};
use crate::sandbox::odata::literal::Literal;
use crate::sandbox::odata::url::{Arguments, Segment, path_and_query, segments};
use crate::sandbox::odata::writer::Object;
use crate::sandbox::system::def::TableDef;
use crate::sandbox::system::dv::access::{Right, privilege};
use crate::sandbox::system::dv::refusals;
use crate::sandbox::system::refusal::Refusal;
use crate::sandbox::system::view::{RowView, Through};

/// The text of an argument, whether it stands in the address or behind an alias.
fn argument(segment: &Segment, call: &Call, name: &str) -> Option<String> {
    let Some(Arguments::Named(named)) = &segment.arguments else {
        return None;
    };
    let (_, literal) = named.iter().find(|(known, _)| known == name)?;
    let text = match literal {
        Literal::Alias(alias) => call.query.get(&format!("@{alias}"))?.to_owned(),
        Literal::Text(text) => return Some(text.clone()),
        Literal::Guid(id) => id.to_string(),
        Literal::Number(number) => number.to_string(),
        _ => return None,
    };
    let text = text.trim();
    let bare = text
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    Some(bare.unwrap_or(text).to_owned())
}

fn needed(segment: &Segment, call: &Call, name: &str) -> Result<String, Refusal> {
    argument(segment, call, name).ok_or_else(|| {
        errors::bad_request(format!(
            "The parameter '{name}' of {} is missing.",
            segment.name
        ))
    })
}

/// JSON as functions take it, with the quotes of either kind.
fn tree(text: &str) -> Option<Value> {
    serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&text.replace('\'', "\"")))
        .ok()
}

fn no_entity(name: &str) -> Refusal {
    Refusal::new(
        404,
        "0x80040217",
        format!("The entity with a name = '{name}' was not found in the MetadataCache."),
    )
}

/// `RetrieveTotalRecordCount`.
pub fn record_counts(
    session: &Session<'_>,
    segment: &Segment,
    call: &Call,
) -> Result<Reply, Refusal> {
    let text = needed(segment, call, "EntityNames")?;
    let names: Vec<String> = tree(&text)
        .and_then(|tree| serde_json::from_value(tree).ok())
        .ok_or_else(errors::bad_url)?;
    let counts = names
        .iter()
        .map(|name| {
            let def = session.dv.def_named(name);
            let def = def.ok_or_else(|| no_entity(name))?;
            session.dv.may_read(session.caller, &def.set)?;
            Ok(session.dv.len(&def.set))
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    Ok(answer(
        session,
        "RetrieveTotalRecordCountResponse",
        json!({"EntityRecordCountCollection": {
            "Count": names.len(), "IsReadOnly": false, "Keys": names, "Values": counts,
        }}),
    ))
}

/// `RetrieveDuplicates`: the rows that the rules hold for duplicates of a row that is sent along.
pub fn duplicates(session: &Session<'_>, segment: &Segment, call: &Call) -> Result<Reply, Refusal> {
    let entity = tree(&needed(segment, call, "BusinessEntity")?);
    let Some(Value::Object(entity)) = entity else {
        return Err(errors::bad_request(
            "The parameter 'BusinessEntity' is not an object.",
        ));
    };
    let matching = needed(segment, call, "MatchingEntityName")?;
    let view = match session.dv.def_named(&matching) {
        Some(def) => session.dv.table(&def.set)?,
        None => return Err(no_entity(&matching)),
    };
    session.dv.may_read(session.caller, &view.def().set)?;
    let paging = argument(segment, call, "PagingInfo").and_then(|text| tree(&text));
    let number = |name: &str, default: usize| {
        let found = paging
            .as_ref()
            .and_then(|paging| paging.get(name)?.as_u64());
        found
            .and_then(|found| usize::try_from(found).ok())
            .filter(|found| *found > 0)
            .unwrap_or(default)
    };
    let (page, size) = (number("PageNumber", 1), number("Count", 50));
    let own = own_id(&entity, view.def());
    let text = |column: &str| entity.get(column)?.as_str().map(str::to_owned);
    let found: Vec<RowView<'_>> = session
        .dv
        .duplicates(&view.def().set, own, text)
        .into_iter()
        .skip((page - 1).saturating_mul(size))
        .take(size)
        .filter_map(|id| view.get(id))
        .collect();
    let shape = read::shape(session, Through::Dv(session.dv), view, call)?;
    let annotations = Annotations::asked(&call.preferences());
    let mut out = Vec::new();
    let mut object = Object::begin(&mut out);
    let context = read::context(session, &view.def().set, &shape, "");
    object.text("@odata.context", &context);
    read::list(&mut object, &found, &shape, &annotations);
    object.end();
    Ok(Reply::body(200, JSON, out))
}

fn own_id(entity: &Map<String, Value>, def: &TableDef) -> Option<Uuid> {
    entity.get(def.key.as_ref())?.as_str()?.parse().ok()
}

/// `RetrievePrincipalAccess`: what a user may do with a row.
pub fn access(
    session: &Session<'_>,
    user: &RowView<'_>,
    segment: &Segment,
    call: &Call,
) -> Result<Reply, Refusal> {
    let target = needed(segment, call, "Target")?;
    let address = tree(&target)
        .and_then(|tree| tree.get("@odata.id")?.as_str().map(str::to_owned))
        .ok_or_else(errors::bad_url)?;
    let (path, _) = path_and_query(&address);
    let local = path
        .rsplit_once("/api/data/")
        .and_then(|(_, rest)| rest.split_once('/'))
        .map_or(path, |(_, rest)| rest);
    let path = segments(local).map_err(|_unreadable| errors::bad_url())?;
    let Found::Row { row } = find(session.dv, &path)? else {
        return Err(errors::bad_url());
    };
    let owned = session.dv.privileges(user.id());
    let rights: Vec<String> = Right::ALL
        .into_iter()
        .filter(|right| owned.contains(&privilege(*right, row.def())))
        .map(|right| format!("{}Access", right.verb()))
        .collect();
    if rights.is_empty() {
        return Err(refusals::no_row(row.def(), row.id()));
    }
    Ok(answer(
        session,
        "RetrievePrincipalAccessResponse",
        json!({"AccessRights": rights.join(", ")}),
    ))
}
