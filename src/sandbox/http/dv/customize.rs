//! What a customizer adds to a table by way of its description: columns and alternate keys.

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
