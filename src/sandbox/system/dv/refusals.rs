//! What Dataverse says when it refuses. Codes are the service's, the words are ours where no client reads them.

use uuid::Uuid;

use crate::sandbox::system::{
    def::{FieldDef, TableDef},
    refusal::Refusal,
};

/// The service has no such entity set.
pub fn no_set(set: &str) -> Refusal {
    Refusal::new(
        404,
        "0x8006088a",
        format!("Resource not found for the segment '{set}'."),
    )
}

/// There is no row of this id.
pub fn no_row(def: &TableDef, id: Uuid) -> Refusal {
    Refusal::new(
        404,
        "0x80040217",
        format!("{} With Id = {id} Does Not Exist", def.entity),
    )
}

/// The columns are no alternate key of the table.
pub fn no_key(def: &TableDef, columns: &str) -> Refusal {
    Refusal::new(
        400,
        "0x80060890",
        format!(
            "The specified key attributes ({columns}) are not a defined key for the {} entity",
            def.entity
        ),
    )
}

/// No row has these key values.
pub fn no_row_by_key(def: &TableDef) -> Refusal {
    Refusal::new(
        404,
        "0x80060891",
        format!(
            "A record with the specified key values does not exist in {} entity",
            def.entity
        ),
    )
}

/// Another row has these key values.
pub fn duplicate_key(def: &TableDef, key: &str) -> Refusal {
    Refusal::new(
        412,
        "0x80060892",
        format!(
            "A record that has the attribute values already exists. The entity key {key} of {} requires that this set of attributes contains unique values. Select unique values and try again.",
            def.entity
        ),
    )
}

/// A row of this id is already there.
pub fn duplicate_id() -> Refusal {
    Refusal::new(412, "0x80040237", "Cannot insert duplicate key.")
}

/// A published rule holds the row for a duplicate, and the client asked to be told.
pub fn duplicate_found() -> Refusal {
    Refusal::new(
        412,
        "0x80040333",
        "A record was not created or updated because a duplicate of the current record already exists.",
    )
}

/// Another row of the table already has this value, which the table itself demands to be unique.
pub fn duplicate_value(def: &TableDef, field: &str) -> Refusal {
    Refusal::new(
        412,
        "0x80040237",
        format!(
            "Cannot insert duplicate key: another {} has this {field}.",
            def.entity
        ),
    )
}

/// The row has changed since the etag was given.
pub fn version_mismatch() -> Refusal {
    Refusal::new(
        412,
        "0x80060882",
        "The version of the existing record doesn't match the RowVersion property provided.",
    )
}

/// The row is there although the request wants to create it.
pub fn already_there() -> Refusal {
    Refusal::new(
        412,
        "0x80040237",
        "A record with matching key values already exists.",
    )
}

/// The body names a property that the type does not have.
pub fn undeclared(def: &TableDef, name: &str) -> Refusal {
    Refusal::new(
        400,
        "0x80048d19",
        format!(
            "Error identified in Payload provided by the user for Entity :'{}', For more information on this error please follow this help link. ----> InnerException : An undeclared property '{name}' which only has property annotations in the payload but no property value was found in the payload.",
            def.set
        ),
    )
}

/// The value cannot be read as the column's type.
pub fn wrong_type(def: &TableDef, field: &FieldDef, sent: &str) -> Refusal {
    Refusal::new(
        400,
        "0x80048d19",
        format!(
            "Error identified in Payload provided by the user for Entity :'{}' ----> InnerException : Cannot convert the value '{sent}' of '{}' to the expected type.",
            def.set, field.name
        ),
    )
}

/// The text is too long for the column.
pub fn too_long(def: &TableDef, field: &FieldDef, max: usize) -> Refusal {
    Refusal::new(
        400,
        "0x80044331",
        format!(
            "A validation error occurred. The length of the '{}' attribute of the '{}' entity exceeded the maximum allowed length of '{max}'.",
            field.name, def.entity
        ),
    )
}

/// The whole number is outside of the column's range.
pub fn int_range(def: &TableDef, field: &FieldDef) -> Refusal {
    Refusal::new(400, "0x8004432f", out_of_range(def, field))
}

/// The decimal is outside of the column's range.
pub fn decimal_range(def: &TableDef, field: &FieldDef) -> Refusal {
    Refusal::new(400, "0x80044330", out_of_range(def, field))
}

fn out_of_range(def: &TableDef, field: &FieldDef) -> String {
    format!(
        "A validation error occurred. The value of '{}' on record of type '{}' is outside the valid range.",
        field.name, def.entity
    )
}

/// The number is no option of the choice.
pub fn bad_option(def: &TableDef, field: &FieldDef, value: i64) -> Refusal {
    Refusal::new(
        400,
        "0x8004431a",
        format!(
            "A validation error occurred. The value {value} of '{}' on record of type '{}' is outside the valid range.",
            field.name, def.entity
        ),
    )
}

/// The status reason does not belong to the state.
pub fn bad_status(def: &TableDef, state: i64, status: i64) -> Refusal {
    Refusal::new(
        400,
        "0x80048408",
        format!(
            "{status} is not a valid status code for state code {state} on {}.",
            def.entity
        ),
    )
}

/// The row is inactive and takes no such change.
pub fn inactive(def: &TableDef) -> Refusal {
    Refusal::new(
        400,
        "0x80048408",
        format!("The {} is not active and cannot be changed.", def.entity),
    )
}

/// A required column has no value.
pub fn required(def: &TableDef, field: &FieldDef) -> Refusal {
    Refusal::new(
        400,
        "0x80040200",
        format!(
            "Required field '{}' is missing for entity '{}'.",
            field.name, def.entity
        ),
    )
}

/// The row is still referred to.
pub fn still_used(def: &TableDef) -> Refusal {
    Refusal::new(
        405,
        "0x80040227",
        format!(
            "The {} cannot be deleted because it is associated with another record.",
            def.entity
        ),
    )
}

/// The table is not tracked.
pub fn not_tracked(def: &TableDef) -> Refusal {
    Refusal::new(
        400,
        "0x80072491",
        format!(
            "Change tracking is not enabled for entity '{}'.",
            def.entity
        ),
    )
}

/// The delta token is too old.
pub fn token_expired() -> Refusal {
    Refusal::new(
        400,
        "0x80044352",
        "Version stamp associated with the client has expired. Please perform a full sync.",
    )
}

/// The user lacks a privilege.
pub fn no_privilege(
    def: &TableDef,
    (user, mode): (Uuid, i64),
    privilege: &str,
    privilege_id: Uuid,
) -> Refusal {
    let mode = match mode {
        1 => "1 Administrative",
        2 => "2 Read",
        3 => "3 Support User",
        4 => "4 Non-interactive",
        5 => "5 Delegated Admin",
        _ => "0 Read-Write",
    };
    Refusal::new(
        403,
        "0x80040220",
        format!(
            "Principal user (Id={user}, type=8, roleCount=1, privilegeCount=0, accessMode='{mode}') is missing {privilege} privilege (Id={privilege_id}) on OTC={} for entity '{}' (LocalizedName='{}').",
            def.object_type_code, def.entity, def.label.en
        ),
    )
}

/// The user is not in the organization.
pub fn not_member() -> Refusal {
    Refusal::new(
        403,
        "0x80072560",
        "The user is not a member of the organization.",
    )
}

/// The user is disabled.
pub fn user_disabled(user: Uuid) -> Refusal {
    Refusal::new(
        403,
        "0x80040225",
        format!("The specified user (Id = {user}) is disabled. Consequently, access is denied."),
    )
}

/// The user has no role at all.
pub fn no_roles(user: Uuid) -> Refusal {
    Refusal::new(
        403,
        "0x80042f09",
        format!(
            "The user with id {user} has not been assigned any roles. They need a role with the prvReadUser privilege."
        ),
    )
}

/// The user is a person without a licence. The number is that of denied access; how the real service words it is not documented.
pub fn unlicensed(user: Uuid) -> Refusal {
    Refusal::new(
        403,
        "0x80048405",
        format!("Access is denied: no license is assigned to the user (Id = {user})."),
    )
}

/// Only administrators are let in.
pub fn administration_mode() -> Refusal {
    Refusal::new(
        503,
        "0x8004a104",
        "The organization is in administration mode. Only users with the System Administrator or System Customizer role can sign in.",
    )
}

/// A rule of the service's own logic said no.
pub fn rule(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "0x80040265", message)
}

/// There is no such operation.
pub fn no_action(name: &str) -> Refusal {
    Refusal::new(
        404,
        "0x8006088a",
        format!("Resource not found for the segment 'Microsoft.Dynamics.CRM.{name}'."),
    )
}

/// The table does not take this kind of write.
pub fn not_supported(def: &TableDef, what: &str) -> Refusal {
    Refusal::new(
        405,
        "0x80040800",
        format!(
            "The '{what}' method does not support entities of type '{}'.",
            def.entity
        ),
    )
}

/// There is no such option set or column.
pub fn no_choice(name: &str) -> Refusal {
    Refusal::new(
        404,
        "0x80040217",
        format!("Could not find an option set or choice column named '{name}'."),
    )
}

/// An option of this number is already there.
pub fn option_taken(name: &str, value: i32) -> Refusal {
    Refusal::new(
        400,
        "0x80048403",
        format!("The option value {value} of '{name}' is already in use."),
    )
}

/// There is no option of this number.
pub fn no_option(name: &str, value: i32) -> Refusal {
    Refusal::new(
        400,
        "0x80040203",
        format!("The option value {value} of '{name}' does not exist."),
    )
}

/// The reference leads to another table than the navigation property does.
pub fn wrong_target(nav: &str, set: &str) -> Refusal {
    Refusal::new(
        400,
        "0x80048d19",
        format!(
            "The entity set '{set}' in the reference does not match the navigation property '{nav}'."
        ),
    )
}

/// The state is reached by an action only.
pub fn by_action(def: &TableDef, state: i64) -> Refusal {
    Refusal::new(
        400,
        "0x80048408",
        format!(
            "State code {state} of {} cannot be set by an update; use the action.",
            def.entity
        ),
    )
}
