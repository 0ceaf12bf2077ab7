//! `EntityDefinitions`, `RelationshipDefinitions` and `GlobalOptionSetDefinitions`: the service describes itself.
//!
//! Descriptions are small, so they are built as JSON trees and queried as such.
//!
//! - `across`: relationships of all tables, and the messages that they take.
//! - `attribute`: columns.
//! - `choice`: option sets and labels.
//! - `project`: `$select`, `$filter` and `$expand` over trees.
//! - `table`: tables, keys and relationships.

pub mod across;
pub mod attribute;
pub mod choice;
pub mod project;
pub mod table;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::exchange::{Call, JSON, Reply};
use super::{Session, errors};
use crate::sandbox::odata::literal::Literal;
use crate::sandbox::odata::url::{Arguments, Segment};
use crate::sandbox::system::def::{FieldKind, TableDef};
use crate::sandbox::system::dv::Dv;
use crate::sandbox::system::refusal::Refusal;

/// The id under which something is described: the same at every start, different for every name.
pub fn metadata_id(name: &str) -> Uuid {
    // FNV-1a over 128 bits.
    let hash = name.bytes().fold(
        0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128,
        |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b),
    );
    uuid::Builder::from_random_bytes(hash.to_be_bytes()).into_uuid()
}

/// Answers `EntityDefinitions…`.
pub fn tables(
    session: &Session<'_>,
    first: &Segment,
    rest: &[Segment],
    call: &Call,
) -> Result<Reply, Refusal> {
    let dv: &Dv = session.dv;
    let context = |what: &str| format!("{}/$metadata#{what}", session.root);
    let Some(arguments) = &first.arguments else {
        if !rest.is_empty() {
            return Err(errors::no_segment(&first.name));
        }
        let all: Vec<Value> = dv
            .defs()
            .map(|def| Value::Object(table::describe(def)))
            .collect();
        let expand = |tree: &Map<String, Value>, name: &str| expand_table(dv, tree, name);
        let found = project::list(all, &call.query, &expand)?;
        return Ok(list(&context("EntityDefinitions"), found, call));
    };
    let def = named_table(dv, arguments)?;
    let Some((collection, more)) = rest.split_first() else {
        let one = project::one(&table::describe(def), &call.query, &|tree, name| {
            expand_table(dv, tree, name)
        })?;
        return Ok(single(&context("EntityDefinitions/$entity"), one));
    };
    let place = format!("EntityDefinitions('{}')/{}", def.entity, collection.name);
    let trees = match collection.name.as_str() {
        "Attributes" => return attributes(session, def, collection, more, call),
        "Keys" => table::keys(def),
        "ManyToOneRelationships" => table::many_to_one(dv, def),
        "OneToManyRelationships" => table::one_to_many(dv, def),
        "ManyToManyRelationships" => table::many_to_many(dv, def),
        "Privileges" => table::privileges(def),
        property => return member(&table::describe(def), property, &context(&place)),
    };
    let found = project::list(trees, &call.query, &no_expansion)?;
    Ok(list(&context(&place), found, call))
}

fn attributes(
    session: &Session<'_>,
    def: &TableDef,
    collection: &Segment,
    more: &[Segment],
    call: &Call,
) -> Result<Reply, Refusal> {
    let dv: &Dv = session.dv;
    let place = format!(
        "{}/$metadata#EntityDefinitions('{}')/Attributes",
        session.root, def.entity
    );
    let expand = |tree: &Map<String, Value>, name: &str| expand_attribute(dv, def, tree, name);
    let (cast, more) = match more.split_first() {
        Some((segment, more)) if segment.name.starts_with("Microsoft.Dynamics.CRM.") => {
            (Some(&segment.name), more)
        }
        _ => (None, more),
    };
    let fits = |tree: &Map<String, Value>| {
        cast.is_none_or(|cast| {
            cast == "Microsoft.Dynamics.CRM.AttributeMetadata"
                || tree
                    .get("@odata.type")
                    .and_then(Value::as_str)
                    .map(|name| name.trim_start_matches('#'))
                    == Some(cast)
                || (cast == "Microsoft.Dynamics.CRM.EnumAttributeMetadata"
                    && tree.contains_key("OptionSetName"))
        })
    };
    let suffix = cast.map_or_else(String::new, |cast| format!("/{cast}"));
    let Some(arguments) = &collection.arguments else {
        if let Some(unknown) = more.first() {
            return Err(errors::no_segment(&unknown.name));
        }
        let all: Vec<Value> = def
            .fields
            .iter()
            .zip(1..)
            .map(|(field, number)| attribute::describe(def, field, number))
            .filter(|tree| fits(tree))
            .map(Value::Object)
            .collect();
        let found = project::list(all, &call.query, &expand)?;
        return Ok(list(&format!("{place}{suffix}"), found, call));
    };
    let field = def
        .fields
        .iter()
        .zip(1..)
        .find(|(field, _)| names(arguments, &field.name, attribute::id(def, field)))
        .ok_or_else(|| {
            Refusal::new(
                404,
                "0x80060888",
                "Could not find an attribute with the specified key.",
            )
        })?;
    let tree = attribute::describe(def, field.0, field.1);
    if !fits(&tree) {
        return Err(Refusal::new(
            404,
            "0x80060888",
            "The attribute is not of the type asked for.",
        ));
    }
    match more {
        [] => Ok(single(
            &format!("{place}{suffix}/$entity"),
            project::one(&tree, &call.query, &expand)?,
        )),
        [segment] => match expand(&tree, &segment.name) {
            Some(Value::Object(found)) => Ok(single(
                &format!("{place}{suffix}/{}/$entity", segment.name),
                project::one(&found, &call.query, &no_expansion)?,
            )),
            Some(_) => Ok(Reply::empty(204)),
            None => member(&tree, &segment.name, &place),
        },
        [_, unknown, ..] => Err(errors::no_segment(&unknown.name)),
    }
}

/// Answers `GlobalOptionSetDefinitions…`.
pub fn global_choices(
    session: &Session<'_>,
    first: &Segment,
    call: &Call,
) -> Result<Reply, Refusal> {
    let dv: &Dv = session.dv;
    let context = format!("{}/$metadata#GlobalOptionSetDefinitions", session.root);
    let all = || dv.global_choices().map(choice::global);
    match &first.arguments {
        None => {
            let trees = all().map(Value::Object).collect();
            let found = project::list(trees, &call.query, &no_expansion)?;
            Ok(list(&context, found, call))
        }
        Some(arguments) => {
            let found = dv
                .global_choices()
                .find(|choice| names(arguments, &choice.name, choice::global_id(&choice.name)))
                .map(choice::global)
                .ok_or_else(|| {
                    Refusal::new(
                        404,
                        "0x80040217",
                        "Could not find an option set with the specified key.",
                    )
                })?;
            Ok(single(
                &format!("{context}/$entity"),
                project::one(&found, &call.query, &no_expansion)?,
            ))
        }
    }
}

fn no_expansion(_: &Map<String, Value>, _: &str) -> Option<Value> {
    None
}

/// The table that a key names.
pub fn named_table<'a>(dv: &'a Dv, arguments: &Arguments) -> Result<&'a TableDef, Refusal> {
    dv.defs()
        .find(|def| names(arguments, &def.entity, table::id(def)))
        .ok_or_else(|| {
            let name = match arguments {
                Arguments::Single(key) => key.plain(),
                Arguments::Named(named) => named
                    .first()
                    .map_or_else(String::new, |(_, key)| key.plain()),
                Arguments::Empty => String::new(),
            };
            Refusal::new(
                404,
                "0x80040217",
                format!("The entity with a name = '{name}' was not found in the MetadataCache."),
            )
        })
}

/// Whether a key names the thing of this logical name and id.
fn names(arguments: &Arguments, logical_name: &str, id: Uuid) -> bool {
    match arguments {
        Arguments::Single(Literal::Guid(key)) => *key == id,
        Arguments::Single(Literal::Text(text)) => text == logical_name,
        Arguments::Named(named) => match named.as_slice() {
            [(name, Literal::Text(text))]
                if matches!(name.as_str(), "LogicalName" | "Name" | "SchemaName") =>
            {
                text == logical_name
            }
            [(name, Literal::Guid(key))] if name == "MetadataId" => *key == id,
            _ => false,
        },
        _ => false,
    }
}

fn expand_table(dv: &Dv, tree: &Map<String, Value>, name: &str) -> Option<Value> {
    let def = dv.def_named(tree.get("LogicalName")?.as_str()?)?;
    let list = match name {
        "Attributes" => def
            .fields
            .iter()
            .zip(1..)
            .map(|(field, number)| Value::Object(attribute::describe(def, field, number)))
            .collect(),
        "Keys" => table::keys(def),
        "ManyToOneRelationships" => table::many_to_one(dv, def),
        "OneToManyRelationships" => table::one_to_many(dv, def),
        "ManyToManyRelationships" => table::many_to_many(dv, def),
        _ => return None,
    };
    Some(Value::Array(list))
}

fn expand_attribute(
    dv: &Dv,
    def: &TableDef,
    tree: &Map<String, Value>,
    name: &str,
) -> Option<Value> {
    let field = def.field(tree.get("LogicalName")?.as_str()?)?;
    let global = match &field.kind {
        FieldKind::Picklist { global, .. } => global.as_ref(),
        FieldKind::State { .. } | FieldKind::Status { .. } | FieldKind::Bool => None,
        _ => return None,
    };
    match name {
        "OptionSet" => Some(choice::of_column(dv, def, field)),
        "GlobalOptionSet" => {
            let found =
                global.and_then(|name| dv.global_choices().find(|choice| choice.name == *name));
            Some(found.map_or(Value::Null, |choice| Value::Object(choice::global(choice))))
        }
        _ => None,
    }
}

fn list(context: &str, trees: Vec<Value>, call: &Call) -> Reply {
    let mut body = Map::new();
    body.insert("@odata.context".to_owned(), json!(context));
    if call.query.flag("$count") {
        body.insert("@odata.count".to_owned(), json!(trees.len()));
    }
    body.insert("value".to_owned(), Value::Array(trees));
    Reply::body(200, JSON, Value::Object(body).to_string())
}

fn single(context: &str, mut tree: Map<String, Value>) -> Reply {
    tree.shift_insert(0, "@odata.context".to_owned(), json!(context));
    Reply::body(200, JSON, Value::Object(tree).to_string())
}

fn member(tree: &Map<String, Value>, name: &str, context: &str) -> Result<Reply, Refusal> {
    match tree.get(name) {
        Some(value) if value.is_object() => {
            let members = value.as_object().cloned().unwrap_or_default();
            Ok(single(context, members))
        }
        Some(value) => Ok(Reply::body(
            200,
            JSON,
            json!({"@odata.context": context, "value": value}).to_string(),
        )),
        None => Err(errors::no_segment(name)),
    }
}
