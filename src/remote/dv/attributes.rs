//! One table with its columns, option sets and lookups, from its attribute metadata in one batch.

use super::definitions::{Definition, Definitions, definitions};
use super::metadata::{Attribute, Cast, Relationship, list};
use super::{Dv, declared, problem};
use crate::model::reason::{Cause, Problem};
use crate::model::schema::OptionLabel;
use crate::model::{EntitySchema, FieldKind, FieldName, FieldSchema, SetName};
use crate::remote::http::{Answer, Call};
use crate::remote::odata::table::{Bind, Blank, Table, WireField};
use std::collections::HashMap;
use std::rc::Rc;

/// Reads the tables of entity sets, the metadata of all of them in one batch where that works.
///
/// # Errors
/// The service cannot be asked at all; what concerns one set only stands at that set.
pub(super) async fn tables(
    dv: &Dv,
    sets: &[SetName],
) -> Result<Vec<(SetName, Result<Table, Problem>)>, Problem> {
    let known = definitions(dv).await?;
    let unknown = |set: &SetName| problem(Cause::UnknownTable).with("table", set.as_str());
    let list = match &*known {
        Definitions::Declared(csdl) => {
            let tables = sets.iter().map(|set| {
                let table = declared::table(csdl, set).ok_or_else(|| unknown(set));
                (set.clone(), table)
            });
            return Ok(tables.collect());
        }
        Definitions::Listed(list) => list,
    };
    let mut calls = Vec::new();
    let found: Vec<Option<&Definition>> = sets
        .iter()
        .map(|set| {
            let mut list = list.iter();
            list.find(|table| table.entity_set_name.as_deref() == Some(set.as_str()))
        })
        .collect();
    for definition in found.iter().flatten() {
        calls.extend(metadata_calls(dv, &definition.logical_name));
    }
    let mut answers = dv.client.read_all(&calls).await.into_iter();
    let tables = sets.iter().zip(found).map(|(set, definition)| {
        let table = definition
            .ok_or_else(|| unknown(set))
            .and_then(|definition| {
                let own = answers.by_ref().take(CASTS.len() + 2);
                let metadata = metadata(own.collect())?;
                Ok(listed(&known, set, definition, &metadata))
            });
        (set.clone(), table)
    });
    Ok(tables.collect())
}

/// The path of a table's metadata.
pub(super) fn path_of(entity: &str) -> String {
    format!("EntityDefinitions(LogicalName='{entity}')")
}

/// The casts that tell more about columns of some kinds, with what is asked of them.
const CASTS: [(&str, &str); 9] = [
    ("StringAttributeMetadata", "$select=LogicalName,MaxLength"),
    ("MemoAttributeMetadata", "$select=LogicalName,MaxLength"),
    ("DecimalAttributeMetadata", "$select=LogicalName,Precision"),
    ("MoneyAttributeMetadata", "$select=LogicalName,Precision"),
    ("LookupAttributeMetadata", "$select=LogicalName,Targets"),
    (
        "DateTimeAttributeMetadata",
        "$select=LogicalName,Format,DateTimeBehavior",
    ),
    (
        "PicklistAttributeMetadata",
        "$select=LogicalName&$expand=OptionSet,GlobalOptionSet",
    ),
    (
        "StateAttributeMetadata",
        "$select=LogicalName&$expand=OptionSet",
    ),
    (
        "StatusAttributeMetadata",
        "$select=LogicalName&$expand=OptionSet",
    ),
];

/// What the service says about a table's columns.
struct Metadata {
    attributes: Vec<Attribute>,
    relationships: Vec<Relationship>,
    casts: HashMap<String, Cast>,
}

/// The calls that ask for a table's columns: attributes, relationships, then the casts.
fn metadata_calls(dv: &Dv, entity: &str) -> Vec<Call> {
    let path = path_of(entity);
    let attributes = format!("{path}/Attributes");
    let mut addresses = vec![
        format!(
            "{attributes}?$select=LogicalName,AttributeType,AttributeOf,IsValidForCreate,IsValidForUpdate,IsValidForRead,RequiredLevel"
        ),
        format!(
            "{path}/ManyToOneRelationships?$select=ReferencingAttribute,ReferencingEntityNavigationPropertyName,ReferencedEntity"
        ),
    ];
    for (cast, options) in CASTS {
        addresses.push(format!(
            "{attributes}/Microsoft.Dynamics.CRM.{cast}?{options}"
        ));
    }
    addresses
        .iter()
        .map(|path| Call::get(dv.client.url(path)))
        .collect()
}

/// Reads the answers to those calls.
fn metadata(answers: Vec<Result<Answer, Problem>>) -> Result<Metadata, Problem> {
    let mut answers = answers.into_iter();
    let missing = || problem(Cause::MalformedAnswer).with("field", "Attributes");
    let attributes = list(&answers.next().ok_or_else(missing)??)?;
    let relationships = match answers.next() {
        Some(Ok(answer)) => list(&answer)?,
        Some(Err(problem)) if problem.cause.stops_the_run() => return Err(problem),
        // Without them the names of navigation properties follow the documented rule.
        Some(Err(_)) | None => Vec::new(),
    };
    let mut casts: HashMap<String, Cast> = HashMap::new();
    for answer in answers {
        match answer {
            Ok(answer) => {
                let read: Vec<Cast> = list(&answer)?;
                casts.extend(
                    read.into_iter()
                        .map(|cast| (cast.logical_name.clone(), cast)),
                );
            }
            Err(problem) if problem.cause.stops_the_run() => return Err(problem),
            // What a cast would have told stays unknown: lengths, labels.
            Err(problem) => tracing::debug!(%problem, "a metadata cast is not offered"),
        }
    }
    Ok(Metadata {
        attributes,
        relationships,
        casts,
    })
}

fn listed(
    known: &Definitions,
    set: &SetName,
    definition: &Definition,
    metadata: &Metadata,
) -> Table {
    let Metadata {
        attributes,
        relationships,
        casts,
    } = metadata;
    let key = definition
        .primary_id_attribute
        .clone()
        .unwrap_or_else(|| format!("{}id", definition.logical_name));
    let mut schema_fields = Vec::new();
    let mut fields = Vec::new();
    for attribute in attributes.iter().filter(|attribute| is_usable(attribute)) {
        let cast = casts.get(&attribute.logical_name);
        let level = attribute.required_level.as_ref();
        let level = level.and_then(|level| level.value.as_deref());
        for field in wire_fields(attribute, cast, relationships, known) {
            schema_fields.push(FieldSchema {
                name: field.name.clone(),
                kind: field.kind.clone(),
                read_only: attribute.is_valid_for_create == Some(false)
                    && attribute.is_valid_for_update == Some(false),
                required: level == Some("ApplicationRequired"),
            });
            fields.push(field);
        }
    }
    let has = |name: &str| {
        let mut attributes = attributes.iter();
        attributes.any(|attribute| attribute.logical_name == name)
    };
    let modified = has("modifiedon").then(|| "modifiedon".to_owned());
    Table {
        schema: Rc::new(EntitySchema {
            set: set.clone(),
            key: FieldName::new(&key),
            change_tracking: definition.change_tracking_enabled == Some(true),
            modified_field: modified.as_deref().map(FieldName::new),
            fields: schema_fields,
        }),
        entity: definition.logical_name.clone(),
        path: set.as_str().to_owned(),
        key,
        key_is_text: false,
        modified_by: has("modifiedby").then(|| "_modifiedby_value".to_owned()),
        modified,
        blank: Blank::Null,
        fields,
    }
}

/// Whether the Web API shows a column at all: names of lookups and other companions of columns are not.
fn is_usable(attribute: &Attribute) -> bool {
    let companion = attribute
        .companion_of
        .as_deref()
        .is_some_and(|of| !of.is_empty());
    let kind = attribute.kind.as_deref().unwrap_or_default();
    !companion
        && attribute.is_valid_for_read != Some(false)
        && !matches!(
            kind,
            "Virtual" | "EntityName" | "CalendarRules" | "ManagedProperty" | "PartyList"
        )
}

fn wire_fields(
    attribute: &Attribute,
    cast: Option<&Cast>,
    relationships: &[Relationship],
    known: &Definitions,
) -> Vec<WireField> {
    let name = attribute.logical_name.as_str();
    let plain = |kind| {
        vec![WireField {
            name: FieldName::new(name),
            kind,
            property: name.to_owned(),
            target: None,
            bind: None,
            quoted: false,
        }]
    };
    match attribute.kind.as_deref().unwrap_or("String") {
        "Lookup" | "Customer" | "Owner" => lookups(attribute, cast, relationships, known),
        "Integer" | "BigInt" => plain(FieldKind::Integer),
        "Decimal" | "Money" | "Double" => plain(FieldKind::Decimal {
            scale: cast.and_then(|cast| cast.precision),
        }),
        "Boolean" => plain(FieldKind::Boolean),
        "DateTime" => plain(if is_date_only(cast) {
            FieldKind::Date
        } else {
            FieldKind::DateTime
        }),
        "Picklist" | "State" | "Status" => plain(FieldKind::OptionSet {
            options: cast.map(options).unwrap_or_default(),
        }),
        "Uniqueidentifier" => plain(FieldKind::Guid),
        _ => plain(FieldKind::Text {
            max: cast.and_then(|cast| cast.max_length),
        }),
    }
}

fn is_date_only(cast: Option<&Cast>) -> bool {
    let Some(cast) = cast else {
        return false;
    };
    let behaviour = cast
        .date_time_behavior
        .as_ref()
        .and_then(|behaviour| behaviour.value.as_deref());
    match behaviour {
        Some(behaviour) => behaviour == "DateOnly",
        None => cast.format.as_deref() == Some("DateOnly"),
    }
}

fn options(cast: &Cast) -> Vec<OptionLabel> {
    let set = [&cast.option_set, &cast.global_option_set];
    let set = set
        .into_iter()
        .flatten()
        .find(|set| !set.options.is_empty());
    let options = set.map(|set| set.options.as_slice()).unwrap_or_default();
    options
        .iter()
        .map(|option| OptionLabel {
            value: option.value,
            label: option.label(),
        })
        .collect()
}

fn lookups(
    attribute: &Attribute,
    cast: Option<&Cast>,
    relationships: &[Relationship],
    known: &Definitions,
) -> Vec<WireField> {
    let name = attribute.logical_name.as_str();
    let own: Vec<&Relationship> = relationships
        .iter()
        .filter(|relationship| relationship.referencing_attribute == name)
        .collect();
    let mut targets: Vec<String> = cast
        .and_then(|cast| cast.targets.clone())
        .unwrap_or_default();
    for relationship in &own {
        if !targets.contains(&relationship.referenced_entity)
            && relationship.referenced_entity != "owner"
        {
            targets.push(relationship.referenced_entity.clone());
        }
    }
    let is_owner = attribute.kind.as_deref() == Some("Owner") || name == "ownerid";
    if is_owner {
        // One navigation property leads to users and teams alike.
        targets = vec!["systemuser".to_owned()];
    }
    let several = targets.len() > 1;
    let field = |target: Option<&str>| {
        let set = target.and_then(|target| known.set_of(target));
        let navigation = own
            .iter()
            .find(|relation| is_owner || Some(relation.referenced_entity.as_str()) == target)
            .and_then(|relation| relation.referencing_entity_navigation_property_name.clone())
            .unwrap_or_else(|| match target {
                Some(target) if several => format!("{name}_{target}"),
                _ => name.to_owned(),
            });
        WireField {
            name: match target {
                Some(target) if several => FieldName::new(format!("{name}_{target}")),
                _ => FieldName::new(name),
            },
            kind: FieldKind::Lookup {
                target: set.as_deref().map(SetName::new),
            },
            property: format!("_{name}_value"),
            target: target.filter(|_| several).map(str::to_owned),
            bind: set.map(|set| Bind { navigation, set }),
            quoted: false,
        }
    };
    if is_owner {
        // A row that a team owns is written under a name of its own, and read there only if a team owns it.
        let teams = known.set_of("team");
        let mut users = field(Some("systemuser"));
        users.target = None;
        let team = teams.map(|set| WireField {
            name: FieldName::new(format!("{name}_team")),
            kind: FieldKind::Lookup {
                target: Some(SetName::new(&set)),
            },
            target: Some("team".to_owned()),
            bind: users.bind.as_ref().map(|bind| Bind {
                navigation: bind.navigation.clone(),
                set,
            }),
            ..users.clone()
        });
        return std::iter::once(users).chain(team).collect();
    }
    if targets.is_empty() {
        vec![field(None)]
    } else {
        targets.iter().map(|target| field(Some(target))).collect()
    }
}
