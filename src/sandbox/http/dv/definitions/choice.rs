//! Option sets and labels.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::metadata_id;
use crate::sandbox::system::def::{FieldDef, FieldKind, Label, OptionDef, TableDef};
use crate::sandbox::system::dv::{Dv, GlobalChoice};

/// A caption in both languages; the user's own is English.
pub fn label(label: &Label) -> Value {
    let one = |text: &str, code: u16| json!({"Label": text, "LanguageCode": code, "IsManaged": true, "MetadataId": null});
    json!({
        "LocalizedLabels": [one(&label.en, 1033), one(&label.fr, 1036)],
        "UserLocalizedLabel": one(&label.en, 1033),
    })
}

/// No caption.
pub fn no_label() -> Value {
    json!({"LocalizedLabels": [], "UserLocalizedLabel": null})
}

fn option(option: &OptionDef, state: bool) -> Value {
    let mut tree = json!({
        "Value": option.value, "Label": label(&option.label), "Description": no_label(), "Color": null,
        "IsManaged": true, "ExternalValue": "", "ParentValues": [], "MetadataId": null, "HasChanged": null,
    });
    if let Value::Object(members) = &mut tree {
        if let Some(of) = option.state {
            members.insert("State".to_owned(), json!(of));
        }
        if state {
            members.insert("InvariantName".to_owned(), json!(option.label.en));
        }
    }
    tree
}

/// The id of a global option set.
pub fn global_id(name: &str) -> Uuid {
    metadata_id(&format!("choice {name}"))
}

fn set(
    name: &str,
    id: Uuid,
    global: bool,
    kind: &str,
    caption: &Value,
    options: &[OptionDef],
) -> Map<String, Value> {
    let options: Vec<Value> = options
        .iter()
        .map(|one| option(one, kind == "State"))
        .collect();
    let tree = json!({
        "@odata.type": "#Microsoft.Dynamics.CRM.OptionSetMetadata",
        "MetadataId": id, "Name": name, "IsGlobal": global, "IsCustomOptionSet": false, "IsManaged": true,
        "OptionSetType": kind, "DisplayName": caption, "Description": no_label(), "Options": options,
    });
    match tree {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// A global option set.
pub fn global(choice: &GlobalChoice) -> Map<String, Value> {
    set(
        &choice.name,
        global_id(&choice.name),
        true,
        "Picklist",
        &label(&choice.label),
        &choice.options,
    )
}

/// The option set of a column.
pub fn of_column(dv: &Dv, def: &TableDef, field: &FieldDef) -> Value {
    let caption = field.label.as_ref().map_or_else(no_label, label);
    let name = format!("{}_{}", def.entity, field.name);
    let id = metadata_id(&format!("choice {name}"));
    match &field.kind {
        FieldKind::Picklist {
            global: Some(name), ..
        } => Value::Object(set(
            name,
            global_id(name),
            true,
            "Picklist",
            &caption,
            dv.options(field),
        )),
        FieldKind::Picklist { .. } => Value::Object(set(
            &name,
            id,
            false,
            "Picklist",
            &caption,
            dv.options(field),
        )),
        FieldKind::State { .. } => {
            Value::Object(set(&name, id, false, "State", &caption, dv.options(field)))
        }
        FieldKind::Status { .. } => {
            Value::Object(set(&name, id, false, "Status", &caption, dv.options(field)))
        }
        FieldKind::Bool => {
            let side = |value: i32, en: &'static str, fr: &'static str| {
                option(
                    &OptionDef {
                        value,
                        label: Label {
                            en: en.into(),
                            fr: fr.into(),
                        },
                        state: None,
                    },
                    false,
                )
            };
            json!({
                "MetadataId": id, "Name": name, "IsGlobal": false, "OptionSetType": "Boolean", "DisplayName": caption,
                "TrueOption": side(1, "Yes", "Oui"), "FalseOption": side(0, "No", "Non"),
            })
        }
        _ => Value::Null,
    }
}
