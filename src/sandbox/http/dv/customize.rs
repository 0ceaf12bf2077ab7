//! What a customizer does by way of descriptions: new tables, columns and alternate keys; changed and removed tables.

use std::borrow::Cow;

use serde_json::Value;

use super::super::exchange::{Call, Reply};
use super::body::members;
use super::choices::label;
use super::definitions::metadata_id;
use super::{Session, errors};
use crate::sandbox::odata::body::Members;
use crate::sandbox::odata::url::Segment;
use crate::sandbox::system::def::{Access, FieldDef, FieldKind, Name, OptionDef};
use crate::sandbox::system::dv::customizing::{NewTable, TableChanges, caption};
use crate::sandbox::system::refusal::Refusal;

/// Answers a POST to `EntityDefinitions(…)/Keys` or `…/Attributes`.
pub fn answer(
    session: &mut Session<'_>,
    set: &str,
    collection: &Segment,
    call: &Call,
) -> Result<Reply, Refusal> {
    let body = members(call)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let schema_name = text("SchemaName").ok_or_else(|| missing("SchemaName"))?;
    let table = session.dv.table(set)?.def().entity.to_string();
    let id = match collection.name.as_str() {
        "Keys" => {
            let columns: Vec<&str> = body
                .get("KeyAttributes")
                .and_then(Value::as_array)
                .ok_or_else(|| missing("KeyAttributes"))?
                .iter()
                .filter_map(Value::as_str)
                .collect();
            session.dv.add_key(set, schema_name, &columns)?;
            metadata_id(&format!("key {table} {schema_name}"))
        }
        "Attributes" => {
            let field = column(&body, schema_name)?;
            if session.dv.table(set)?.def().field(&field.name).is_some() {
                let text = format!("An attribute with the name {} already exists.", field.name);
                return Err(Refusal::new(400, "0x80044363", text));
            }
            let id = metadata_id(&format!("column {table} {}", field.name));
            session.dv.add_column(set, field)?;
            id
        }
        _ => return Err(errors::method_not_allowed()),
    };
    let table_id = metadata_id(&format!("table {table}"));
    let place = format!(
        "{}/EntityDefinitions({table_id})/{}({id})",
        session.root, collection.name
    );
    Ok(Reply::empty(204).with("OData-EntityId", place))
}

/// Answers a POST to `EntityDefinitions`.
pub fn new_table(session: &mut Session<'_>, call: &Call) -> Result<Reply, Refusal> {
    let body = members(call)?;
    let schema_name = body
        .get("SchemaName")
        .or_else(|| body.get("LogicalName"))
        .and_then(Value::as_str)
        .ok_or_else(|| missing("SchemaName"))?;
    let attributes = body.get("Attributes").and_then(Value::as_array);
    let mut primary = None;
    let mut columns = Vec::new();
    for attribute in attributes.into_iter().flatten() {
        let Value::Object(attribute) = attribute else {
            return Err(missing("SchemaName"));
        };
        let name = attribute
            .get("SchemaName")
            .and_then(Value::as_str)
            .ok_or_else(|| missing("SchemaName"))?;
        let field = column(attribute, name)?;
        let is_primary = attribute.get("IsPrimaryName").and_then(Value::as_bool) == Some(true);
        if is_primary && primary.is_none() {
            primary = Some(field);
        } else {
            columns.push(field);
        }
    }
    let primary = primary.ok_or_else(|| {
        errors::bad_request("One of the attributes must have the property 'IsPrimaryName'.")
    })?;
    let flag = |name: &str| body.get(name).and_then(Value::as_bool);
    let logical = session.dv.add_table(NewTable {
        schema_name: schema_name.to_owned(),
        set: body
            .get("EntitySetName")
            .and_then(Value::as_str)
            .map(str::to_owned),
        label: body
            .get("DisplayName")
            .and_then(label)
            .unwrap_or_else(|| caption(schema_name)),
        primary,
        columns,
        change_tracking: flag("ChangeTrackingEnabled").unwrap_or(false),
    })?;
    let id = metadata_id(&format!("table {logical}"));
    let place = format!("{}/EntityDefinitions({id})", session.root);
    Ok(Reply::empty(204).with("OData-EntityId", place))
}

/// Answers a PUT or DELETE of `EntityDefinitions(…)`.
pub fn table(session: &mut Session<'_>, set: &str, call: &Call) -> Result<Reply, Refusal> {
    if call.method == "DELETE" {
        session.dv.remove_table(set)?;
        return Ok(Reply::empty(204));
    }
    let body = members(call)?;
    let changes = TableChanges {
        label: body.get("DisplayName").and_then(label),
        change_tracking: body.get("ChangeTrackingEnabled").and_then(Value::as_bool),
    };
    session.dv.change_table(set, changes)?;
    Ok(Reply::empty(204))
}

fn missing(name: &str) -> Refusal {
    errors::bad_request(format!("The property '{name}' is missing."))
}

/// The column that a description means.
fn column(body: &Members, schema_name: &str) -> Result<FieldDef, Refusal> {
    let class = body
        .get("@odata.type")
        .and_then(Value::as_str)
        .and_then(|name| {
            name.trim_start_matches('#')
                .strip_prefix("Microsoft.Dynamics.CRM.")
        })
        .and_then(|name| name.strip_suffix("AttributeMetadata"))
        .ok_or_else(|| missing("@odata.type"))?;
    let max = |usual: usize| {
        let asked = body.get("MaxLength").and_then(Value::as_u64);
        asked
            .and_then(|length| usize::try_from(length).ok())
            .unwrap_or(usual)
    };
    let kind = match class {
        "String" => FieldKind::Text { max: max(100) },
        "Memo" => FieldKind::Memo { max: max(2_000) },
        "Boolean" => FieldKind::Bool,
        "Integer" => FieldKind::Int,
        "BigInt" => FieldKind::BigInt,
        "Decimal" => FieldKind::Decimal,
        "Double" => FieldKind::Double,
        "Money" => FieldKind::Money,
        "DateTime" => match body.get("Format").and_then(Value::as_str) {
            Some("DateOnly") => FieldKind::Date,
            _ => FieldKind::DateTime,
        },
        "UniqueIdentifier" => FieldKind::Guid,
        "Picklist" => FieldKind::Picklist {
            global: None,
            options: options(body),
        },
        other => return Err(errors::not_implemented(&format!("columns of type {other}"))),
    };
    let required = body
        .get("RequiredLevel")
        .and_then(|level| level.get("Value"))
        .and_then(Value::as_str)
        .is_some_and(|level| level.ends_with("Required"));
    let owned = |text: &str| -> Name { Cow::Owned(text.to_owned()) };
    Ok(FieldDef {
        name: owned(&schema_name.to_lowercase()),
        schema_name: owned(schema_name),
        kind,
        access: Access::ReadWrite,
        required,
        computed: false,
        range: None,
        label: body.get("DisplayName").and_then(label),
    })
}

fn options(body: &Members) -> Vec<OptionDef> {
    let listed = body
        .get("OptionSet")
        .and_then(|set| set.get("Options"))
        .and_then(Value::as_array);
    listed
        .into_iter()
        .flatten()
        .filter_map(|option| {
            Some(OptionDef {
                value: i32::try_from(option.get("Value")?.as_i64()?).ok()?,
                label: label(option.get("Label")?)?,
                state: None,
            })
        })
        .collect()
}
