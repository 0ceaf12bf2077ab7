//! Tables of services that stand in for Dataverse without its metadata: what `$metadata` tells of them.

use crate::model::{EntitySchema, FieldName, FieldSchema, SetName};
use crate::remote::odata::csdl::Csdl;
use crate::remote::odata::table::{Blank, Table};
use std::rc::Rc;

/// Properties that hold the time of the last change in services that stand in for Dataverse.
const MODIFIED: [&str; 5] = [
    "modifiedon",
    "modifiedAt",
    "lastModifiedDateTime",
    "lastModified",
    "updatedAt",
];

/// A table of a service that has no attribute metadata.
pub(super) fn table(csdl: &Csdl, set: &SetName) -> Option<Table> {
    let declared = csdl.declared(set.as_str())?;
    let [key] = declared.keys.as_slice() else {
        return None;
    };
    let key_property = declared.properties.iter().find(|p| p.name == *key)?;
    let key_is_text = match key_property.kind.as_str() {
        "Edm.Guid" => false,
        "Edm.String" => true,
        _ => return None,
    };
    let modified = MODIFIED.into_iter().find(|name| {
        let mut properties = declared.properties.iter();
        properties.any(|p| p.name == *name && p.kind == "Edm.DateTimeOffset")
    });
    let fields = csdl.fields(&declared);
    let schema_fields = fields
        .iter()
        .map(|(field, property)| FieldSchema {
            name: field.name.clone(),
            kind: field.kind.clone(),
            read_only: property.name == *key || property.computed,
            required: !property.nullable && property.name != *key,
        })
        .collect();
    Some(Table {
        schema: Rc::new(EntitySchema {
            set: set.clone(),
            key: FieldName::new(key),
            change_tracking: false,
            modified_field: modified.map(FieldName::new),
            fields: schema_fields,
        }),
        entity: declared.entity.clone(),
        path: set.as_str().to_owned(),
        key: key.clone(),
        key_is_text,
        modified: modified.map(str::to_owned),
        modified_by: None,
        blank: Blank::Null,
        fields: fields.into_iter().map(|(field, _)| field).collect(),
    })
}
