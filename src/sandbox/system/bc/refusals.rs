//! What Business Central says when it refuses. Codes are the service's, the words are ours where no client reads them.

use uuid::Uuid;

use crate::sandbox::system::{
    def::{FieldDef, TableDef},
    refusal::Refusal,
};

use super::Permission;

/// No company has this id or name.
pub fn no_company(company: &str) -> Refusal {
    Refusal::new(
        404,
        "Internal_CompanyNotFound",
        format!("The company \"{company}\" does not exist."),
    )
}

/// The service has no such entity set.
pub fn no_set(set: &str) -> Refusal {
    Refusal::new(
        404,
        "BadRequest_ResourceNotFound",
        format!("Resource not found for the segment '{set}'."),
    )
}

/// There is no row of this id.
pub fn no_row(def: &TableDef, id: Uuid) -> Refusal {
    Refusal::new(
        404,
        "Internal_RecordNotFound",
        format!(
            "The {} does not exist. Identification fields and values: SystemId='{id}'",
            def.schema_name
        ),
    )
}

/// The table does not take this kind of write.
pub fn not_allowed(def: &TableDef, what: &str) -> Refusal {
    Refusal::new(
        405,
        "BadRequest_MethodNotAllowed",
        format!("Entity set '{}' does not allow {what}.", def.set),
    )
}

/// The table has no such action.
pub fn no_action(action: &str) -> Refusal {
    Refusal::new(
        404,
        "BadRequest_NotFound",
        format!("Could not find an action named 'Microsoft.NAV.{action}'."),
    )
}

/// The request must carry an etag.
pub fn etag_missing() -> Refusal {
    Refusal::new(
        400,
        "BadRequest_InvalidToken",
        "An If-Match header with the etag of the record is required.",
    )
}

/// The etag is none.
pub fn etag_malformed() -> Refusal {
    Refusal::new(
        400,
        "BadRequest_InvalidToken",
        "The etag in the If-Match header is not valid.",
    )
}

/// The etag is old.
pub fn changed_meanwhile() -> Refusal {
    Refusal::new(
        409,
        "Request_EntityChanged",
        "Another user has already changed the record.",
    )
}

/// The body names a property that the type does not have.
pub fn unknown_property(def: &TableDef, name: &str) -> Refusal {
    Refusal::new(
        400,
        "BadRequest",
        format!(
            "The property '{name}' does not exist on type 'Microsoft.NAV.{}'. Make sure to only use property names that are defined by the type.",
            def.entity
        ),
    )
}

/// The field is set by the service alone.
pub fn read_only(name: &str) -> Refusal {
    Refusal::new(
        400,
        "BadRequest_InvalidOperation",
        format!("Control '{name}' is read-only."),
    )
}

/// The value cannot be read as the field's type.
pub fn wrong_type(field: &FieldDef, sent: &str) -> Refusal {
    Refusal::new(
        400,
        "BadRequest",
        format!(
            "Cannot convert the value '{sent}' of property '{}' to its type.",
            field.name
        ),
    )
}

/// The id is malformed.
pub fn bad_guid(field: &FieldDef, sent: &str) -> Refusal {
    Refusal::new(
        400,
        "Application_InvalidGUID",
        format!(
            "Invalid format of GUID string '{sent}' in '{}'.",
            field.name
        ),
    )
}

/// The text is too long for the field.
pub fn too_long(field: &FieldDef, max: usize, sent: &str) -> Refusal {
    Refusal::new(
        400,
        "Application_StringExceededLength",
        format!(
            "The length of the string is {}, but it must be less than or equal to {max} characters. Value: {sent} (property '{}')",
            sent.chars().count(),
            field.name
        ),
    )
}

/// The text is no member of the enum.
pub fn bad_member<'a>(
    field: &FieldDef,
    members: impl Iterator<Item = &'a str>,
    sent: &str,
) -> Refusal {
    let members: Vec<&str> = members.collect();
    Refusal::new(
        400,
        "BadRequest",
        format!(
            "The value '{sent}' is not an option of '{}'. The existing options are: {}",
            field.name,
            members.join(",")
        ),
    )
}

/// A record with this key is already there.
pub fn same_key(def: &TableDef, caption: &str, value: &str) -> Refusal {
    Refusal::new(
        409,
        "Internal_EntityWithSameKeyExists",
        format!(
            "The record in table {} already exists. Identification fields and values: {caption}='{value}'",
            def.schema_name
        ),
    )
}

/// The user may not do this with the table.
pub fn no_permission(def: &TableDef, permission: Permission) -> Refusal {
    Refusal::new(
        403,
        "Authorization_RequestDenied",
        format!(
            "You do not have the following permissions on TableData {}: {permission:?}.",
            def.schema_name
        ),
    )
}

/// A business rule said no.
pub fn dialog(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "Application_DialogException", message)
}

/// A value must be filled in.
pub fn missing_value(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "BadRequest_RequiredParamNotProvided", message)
}

/// A code is not in the related table.
pub fn no_relation(field: &str, def: &TableDef, sent: &str, related: &str) -> Refusal {
    Refusal::new(
        400,
        "Internal_InvalidTableRelation",
        format!(
            "The field {field} of table {} contains a value ({sent}) that cannot be found in the related table ({related}).",
            def.schema_name
        ),
    )
}
