//! Columns.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::choice::{label, no_label};
use super::metadata_id;
use crate::sandbox::system::def::{Access, FieldDef, FieldKind, TableDef};

/// The id of a column's description.
pub fn id(def: &TableDef, field: &FieldDef) -> Uuid {
    metadata_id(&format!("column {} {}", def.entity, field.name))
}

/// What the service says about a column; `number` is its place in the table from 1.
pub fn describe(def: &TableDef, field: &FieldDef, number: u32) -> Map<String, Value> {
    let primary = field.name == def.key;
    let kind = Kind::of(&field.kind);
    let required = match (primary, field.required, field.access) {
        (true, ..) | (_, true, Access::ReadOnly) => "SystemRequired",
        (_, true, Access::ReadWrite | Access::CreateOnly) => "ApplicationRequired",
        _ => "None",
    };
    let tree = json!({
        "@odata.type": format!("#Microsoft.Dynamics.CRM.{}AttributeMetadata", kind.class),
        "MetadataId": id(def, field),
        "LogicalName": field.name,
        "SchemaName": field.schema_name,
        "EntityLogicalName": def.entity,
        "ColumnNumber": number,
        "AttributeOf": null,
        "AttributeType": kind.code,
        "AttributeTypeName": {"Value": format!("{}Type", kind.type_name)},
        "DisplayName": field.label.as_ref().map_or_else(no_label, label),
        "Description": no_label(),
        "RequiredLevel": {
            "Value": required, "CanBeChanged": required == "None",
            "ManagedPropertyLogicalName": "canmodifyrequirementlevelsettings",
        },
        "IsPrimaryId": primary,
        "IsPrimaryName": field.name == def.primary_name,
        "IsValidForCreate": field.access != Access::ReadOnly,
        "IsValidForUpdate": field.access == Access::ReadWrite,
        "IsValidForRead": true,
        "IsValidODataAttribute": true,
        "IsCustomAttribute": def.custom && field.name.contains('_'),
        "IsManaged": !def.custom,
        "IsLogical": false,
        "IsFilterable": true,
        "IsSearchable": false,
        "IsRetrievable": true,
        "IsSecured": false,
        "SourceType": if field.computed { json!(1) } else { json!(0) },
    });
    let Value::Object(mut members) = tree else {
        return Map::new();
    };
    for (name, value) in particulars(def, field) {
        members.insert(name.to_owned(), value);
    }
    members
}

struct Kind {
    class: &'static str,
    code: &'static str,
    type_name: &'static str,
}

impl Kind {
    fn of(kind: &FieldKind) -> Self {
        let same = |name| Self {
            class: name,
            code: name,
            type_name: name,
        };
        match kind {
            FieldKind::Text { .. } | FieldKind::Code { .. } | FieldKind::Enum { .. } => {
                same("String")
            }
            FieldKind::Memo { .. } => same("Memo"),
            FieldKind::Bool => same("Boolean"),
            FieldKind::Int => same("Integer"),
            FieldKind::BigInt | FieldKind::RowVersion => same("BigInt"),
            FieldKind::Decimal => same("Decimal"),
            FieldKind::Double => same("Double"),
            FieldKind::Money => same("Money"),
            FieldKind::Date | FieldKind::DateTime => same("DateTime"),
            FieldKind::Guid => Self {
                class: "UniqueIdentifier",
                code: "Uniqueidentifier",
                type_name: "Uniqueidentifier",
            },
            FieldKind::Picklist { .. } => same("Picklist"),
            FieldKind::State { .. } => same("State"),
            FieldKind::Status { .. } => same("Status"),
            FieldKind::Lookup { .. } => same("Lookup"),
            FieldKind::Customer => Self {
                class: "Lookup",
                code: "Customer",
                type_name: "Customer",
            },
            FieldKind::Owner => Self {
                class: "Lookup",
                code: "Owner",
                type_name: "Owner",
            },
            FieldKind::EntityName => same("EntityName"),
        }
    }
}

/// What only columns of one type have.
fn particulars(def: &TableDef, field: &FieldDef) -> Vec<(&'static str, Value)> {
    let range = |least: i64, most: i64| {
        let (least, most) = field.range.unwrap_or((least, most));
        vec![("MinValue", json!(least)), ("MaxValue", json!(most))]
    };
    match &field.kind {
        FieldKind::Text { max } | FieldKind::Code { max } => vec![
            ("MaxLength", json!(max)),
            ("DatabaseLength", json!(max * 2)),
            ("Format", json!(text_format(&field.name))),
            ("FormatName", json!({"Value": text_format(&field.name)})),
            ("ImeMode", json!("Auto")),
        ],
        FieldKind::Memo { max } => vec![("MaxLength", json!(max)), ("Format", json!("TextArea"))],
        FieldKind::Int => {
            let mut found = range(-2_147_483_648, 2_147_483_647);
            found.push(("Format", json!("None")));
            found
        }
        FieldKind::BigInt | FieldKind::RowVersion => range(i64::MIN, i64::MAX),
        FieldKind::Decimal | FieldKind::Double => {
            let mut found = range(-100_000_000_000, 100_000_000_000);
            found.push((
                "Precision",
                json!(if field.name == "exchangerate" { 10 } else { 2 }),
            ));
            found
        }
        FieldKind::Money => {
            let mut found = range(-922_337_203_685_477, 922_337_203_685_477);
            found.push(("Precision", json!(2)));
            found.push(("PrecisionSource", json!(2)));
            found.push(("IsBaseCurrency", json!(field.name.ends_with("_base"))));
            found
        }
        FieldKind::Date => vec![
            ("Format", json!("DateOnly")),
            ("DateTimeBehavior", json!({"Value": "DateOnly"})),
            ("ImeMode", json!("Auto")),
        ],
        FieldKind::DateTime => vec![
            ("Format", json!("DateAndTime")),
            ("DateTimeBehavior", json!({"Value": "UserLocal"})),
            ("ImeMode", json!("Auto")),
        ],
        FieldKind::Lookup { targets } => {
            vec![("Targets", json!(targets)), ("Format", json!("None"))]
        }
        FieldKind::Customer => vec![
            ("Targets", json!(["account", "contact"])),
            ("Format", json!("None")),
        ],
        FieldKind::Owner => vec![
            ("Targets", json!(["systemuser", "team"])),
            ("Format", json!("None")),
        ],
        FieldKind::Picklist { global, .. } => vec![
            ("DefaultFormValue", json!(-1)),
            (
                "OptionSetName",
                json!(global.as_ref().map_or_else(
                    || format!("{}_{}", def.entity, field.name),
                    ToString::to_string
                )),
            ),
        ],
        FieldKind::State { .. } | FieldKind::Status { .. } => {
            vec![
                ("DefaultFormValue", json!(null)),
                (
                    "OptionSetName",
                    json!(format!("{}_{}", def.entity, field.name)),
                ),
            ]
        }
        FieldKind::Bool => vec![("DefaultValue", json!(false))],
        FieldKind::Guid | FieldKind::EntityName | FieldKind::Enum { .. } => Vec::new(),
    }
}

fn text_format(name: &str) -> &'static str {
    if name.starts_with("emailaddress") {
        "Email"
    } else if name == "websiteurl" {
        "Url"
    } else if name.contains("telephone") || name == "mobilephone" || name == "fax" {
        "Phone"
    } else {
        "Text"
    }
}
