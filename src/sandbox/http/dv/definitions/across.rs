//! Descriptions that belong to no single table: `RelationshipDefinitions`, and which messages each table takes.

use serde_json::{Map, Value, json};

use super::super::super::exchange::{Call, Reply};
use super::super::Session;
use super::{list, metadata_id, names, no_expansion, project, single, table};
use crate::sandbox::odata::url::Segment;
use crate::sandbox::system::dv::Dv;
use crate::sandbox::system::refusal::Refusal;

/// The messages about many rows at once that every standard table takes.
const MESSAGES: [&str; 3] = ["CreateMultiple", "UpdateMultiple", "UpsertMultiple"];

/// Answers `RelationshipDefinitions…`, also cast to one of its two kinds.
pub fn relationships(
    session: &Session<'_>,
    first: &Segment,
    rest: &[Segment],
    call: &Call,
) -> Result<Reply, Refusal> {
    let context = format!("{}/$metadata#RelationshipDefinitions", session.root);
    let cast = match rest {
        [] => None,
        [kind] if kind.name.starts_with("Microsoft.Dynamics.CRM.") => Some(kind.name.as_str()),
        [other, ..] => return Err(super::super::errors::no_segment(&other.name)),
    };
    let found: Vec<Value> = all(session.dv)
        .into_iter()
        .filter(|tree| {
            let own = tree.get("@odata.type").and_then(Value::as_str);
            cast.is_none_or(|cast| own.map(|own| own.trim_start_matches('#')) == Some(cast))
        })
        .collect();
    let Some(arguments) = &first.arguments else {
        let shown = project::list(found, &call.query, &no_expansion)?;
        return Ok(list(&context, shown, call));
    };
    let known = |tree: &&Map<String, Value>| {
        let text = |name: &str| tree.get(name).and_then(Value::as_str);
        let id = text("MetadataId").and_then(|id| id.parse().ok());
        let (Some(name), Some(id)) = (text("SchemaName"), id) else {
            return false;
        };
        names(arguments, name, id)
    };
    let tree = found
        .iter()
        .filter_map(Value::as_object)
        .find(known)
        .ok_or_else(|| {
            Refusal::new(
                404,
                "0x80060888",
                "Could not find a relationship with the specified key.",
            )
        })?;
    let shown = project::one(tree, &call.query, &no_expansion)?;
    Ok(single(&format!("{context}/$entity"), shown))
}

/// Every relationship once.
fn all(dv: &Dv) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for def in dv.defs() {
        let kinds = [
            ("OneToMany", table::many_to_one(dv, def)),
            ("ManyToMany", table::many_to_many(dv, def)),
        ];
        for (kind, trees) in kinds {
            for mut tree in trees {
                if let Some(members) = tree.as_object_mut() {
                    let own = format!("#Microsoft.Dynamics.CRM.{kind}RelationshipMetadata");
                    members.shift_insert(0, "@odata.type".to_owned(), json!(own));
                }
                // Both tables tell of a relationship that is kept beside them.
                let id = tree.get("MetadataId");
                if !found.iter().any(|known| known.get("MetadataId") == id) {
                    found.push(tree);
                }
            }
        }
    }
    found
}

/// Answers `sdkmessagefilters`, by which clients find out whether a table takes many rows at once.
pub fn messages(session: &Session<'_>, call: &Call) -> Result<Reply, Refusal> {
    let dv: &Dv = session.dv;
    let filters = dv
        .defs()
        .flat_map(|def| {
            MESSAGES.iter().map(|message| {
                json!({
                    "sdkmessagefilterid": metadata_id(&format!("filter {message} {}", def.entity)),
                    "primaryobjecttypecode": def.entity,
                    "secondaryobjecttypecode": "none",
                    "_sdkmessageid_value": metadata_id(&format!("message {message}")),
                    "sdkmessageid": {
                        "sdkmessageid": metadata_id(&format!("message {message}")),
                        "name": message,
                    },
                })
            })
        })
        .collect();
    let message = |tree: &Map<String, Value>, name: &str| match name {
        "sdkmessageid" => tree.get(name).cloned(),
        _ => None,
    };
    let mut shown = project::list(filters, &call.query, &message)?;
    if call.query.filled("$expand").is_none() {
        for tree in shown.iter_mut().filter_map(Value::as_object_mut) {
            tree.shift_remove("sdkmessageid");
        }
    }
    let context = format!("{}/$metadata#sdkmessagefilters", session.root);
    Ok(list(&context, shown, call))
}
