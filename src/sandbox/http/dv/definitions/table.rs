//! Tables, keys and relationships.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::choice::{label, no_label};
use super::metadata_id;
use crate::sandbox::system::def::{FieldKind, Join, NavDef, TableDef};
use crate::sandbox::system::dv::Dv;
use crate::sandbox::system::dv::access::{Right, privilege, privilege_id};

/// The id of a table's description.
pub fn id(def: &TableDef) -> Uuid {
    metadata_id(&format!("table {}", def.entity))
}

fn managed(value: bool, name: &str) -> Value {
    json!({"Value": value, "CanBeChanged": true, "ManagedPropertyLogicalName": name})
}

/// What the service says about a table.
pub fn describe(def: &TableDef) -> Map<String, Value> {
    let owner = def
        .fields
        .iter()
        .any(|field| matches!(field.kind, FieldKind::Owner));
    let tree = json!({
        "MetadataId": id(def),
        "LogicalName": def.entity,
        "SchemaName": def.schema_name,
        "LogicalCollectionName": def.set,
        "CollectionSchemaName": format!("{}s", def.schema_name),
        "EntitySetName": def.set,
        "PrimaryIdAttribute": def.key,
        "PrimaryNameAttribute": def.primary_name,
        "PrimaryImageAttribute": null,
        "ObjectTypeCode": def.object_type_code,
        "DisplayName": label(&def.label),
        "DisplayCollectionName": label(&def.label),
        "Description": no_label(),
        "OwnershipType": if owner { "UserOwned" } else { "OrganizationOwned" },
        "TableType": "Standard",
        "IsCustomEntity": def.custom,
        "IsManaged": !def.custom,
        "IsActivity": def.key == "activityid",
        "HasActivities": true,
        "HasNotes": true,
        "HasFeedback": false,
        "IsIntersect": false,
        "IsPrivate": false,
        "IsLogicalEntity": false,
        "IsReadOnlyInMobileClient": managed(false, "isreadonlyinmobileclient"),
        "IsValidForAdvancedFind": true,
        "IsAuditEnabled": managed(false, "canmodifyauditsettings"),
        "IsCustomizable": managed(true, "iscustomizable"),
        "IsRenameable": managed(true, "isrenameable"),
        "IsDuplicateDetectionEnabled": managed(false, "canmodifyduplicatedetectionsettings"),
        "IsChildEntity": false,
        "IsImportable": true,
        "IsEnabledForCharts": true,
        "IsAvailableOffline": false,
        "IsOptimisticConcurrencyEnabled": true,
        "ChangeTrackingEnabled": def.change_tracking,
        "CanChangeTrackingBeEnabled": managed(true, "canchangetrackingbeenabled"),
        "CanCreateAttributes": managed(true, "cancreateattributes"),
        "DataProviderId": null,
        "ExternalName": null,
        "HasChanged": null,
    });
    match tree {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// A table's alternate keys.
pub fn keys(def: &TableDef) -> Vec<Value> {
    def.keys
        .iter()
        .map(|key| {
            json!({
                "MetadataId": metadata_id(&format!("key {} {}", def.entity, key.name)),
                "LogicalName": key.name.to_lowercase(),
                "SchemaName": key.name,
                "EntityLogicalName": def.entity,
                "KeyAttributes": key.fields,
                "EntityKeyIndexStatus": "Active",
                "IsManaged": false,
                "DisplayName": no_label(),
            })
        })
        .collect()
}

/// The privileges that a table knows.
pub fn privileges(def: &TableDef) -> Vec<Value> {
    Right::ALL
        .iter()
        .map(|right| {
            let name = privilege(*right, def);
            json!({
                "Name": name, "PrivilegeId": privilege_id(&name), "PrivilegeType": right.verb(),
                "CanBeBasic": true, "CanBeLocal": true, "CanBeDeep": true, "CanBeGlobal": true,
            })
        })
        .collect()
}

/// Relationships in which rows of this table refer to others.
pub fn many_to_one(dv: &Dv, def: &TableDef) -> Vec<Value> {
    def.navigation
        .iter()
        .filter_map(|nav| referring(dv, def, nav))
        .collect()
}

/// Relationships in which rows of other tables refer to those of this one.
pub fn one_to_many(dv: &Dv, def: &TableDef) -> Vec<Value> {
    dv.defs()
        .flat_map(|other| other.navigation.iter().map(move |nav| (other, nav)))
        .filter(|(_, nav)| nav.target == def.set)
        .filter_map(|(other, nav)| referring(dv, other, nav))
        .collect()
}

fn referring(dv: &Dv, def: &TableDef, nav: &NavDef) -> Option<Value> {
    let Join::Holds { field } = &nav.join else {
        return None;
    };
    let target = dv.def(&nav.target)?;
    let back = target.navigation.iter().find(|back| {
        back.target == def.set
            && matches!(&back.join, Join::HeldBy { field: held } if held == field)
    });
    let schema = back.map_or_else(
        || format!("{}_{}", target.entity, nav.name),
        |back| back.name.to_string(),
    );
    Some(json!({
        "MetadataId": metadata_id(&format!("reference {} {}", def.entity, nav.name)),
        "SchemaName": schema,
        "RelationshipType": "OneToManyRelationship",
        "ReferencingEntity": def.entity,
        "ReferencingAttribute": field,
        "ReferencingEntityNavigationPropertyName": nav.name,
        "ReferencedEntity": target.entity,
        "ReferencedAttribute": target.key,
        "ReferencedEntityNavigationPropertyName": schema,
        "IsCustomRelationship": def.custom,
        "IsManaged": !def.custom,
        "IsHierarchical": false,
    }))
}

/// Relationships kept beside both tables.
pub fn many_to_many(dv: &Dv, def: &TableDef) -> Vec<Value> {
    def.navigation
        .iter()
        .filter_map(|nav| {
            let Join::Pairs { relationship } = &nav.join else {
                return None;
            };
            let other = dv.def(&nav.target)?;
            Some(json!({
                "MetadataId": metadata_id(&format!("pairs {relationship}")),
                "SchemaName": relationship,
                "RelationshipType": "ManyToManyRelationship",
                "Entity1LogicalName": def.entity,
                "Entity1IntersectAttribute": def.key,
                "Entity1NavigationPropertyName": nav.name,
                "Entity2LogicalName": other.entity,
                "Entity2IntersectAttribute": other.key,
                "Entity2NavigationPropertyName": nav.name,
                "IntersectEntityName": relationship,
            }))
        })
        .collect()
}
