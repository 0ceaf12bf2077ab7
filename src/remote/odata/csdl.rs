//! Reads `$metadata` (CSDL in XML): entity types, enumerations and entity sets, nothing else.

use super::table::{Bind, WireField};
use crate::model::reason::{Cause, Problem};
use crate::model::{FieldKind, FieldName, SetName};
use indexmap::IndexMap;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{HashMap, HashSet};

/// How many types a service may declare, and how many properties in all; real ones have some thousands.
const MOST_ITEMS: usize = 500_000;
/// How far base types are followed.
const MOST_BASES: usize = 16;

/// What `$metadata` declares.
#[derive(Debug, Default)]
pub struct Csdl {
    types: HashMap<String, EntityType>,
    enums: HashMap<String, Vec<String>>,
    sets: IndexMap<String, String>,
    computed: HashSet<(String, String)>,
}

#[derive(Debug, Default)]
struct EntityType {
    base: Option<String>,
    keys: Vec<String>,
    properties: Vec<Property>,
    navigations: Vec<Navigation>,
}

/// A property of an entity type.
#[derive(Clone, Debug, Default)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Its type without the namespace of the service (`Edm.String`, `customerBlocked`).
    pub kind: String,
    /// Whether it may be null.
    pub nullable: bool,
    /// The greatest length of a text.
    pub max_length: Option<u32>,
    /// Digits after the point.
    pub scale: Option<u32>,
    /// Whether the service computes it.
    pub computed: bool,
}

/// A navigation property to one record.
#[derive(Clone, Debug, Default)]
pub struct Navigation {
    /// Its name.
    pub name: String,
    /// The entity type it leads to.
    pub target: String,
    /// The property that holds the id.
    pub property: Option<String>,
}

/// An entity set with everything its entity type and that one's bases declare.
#[derive(Debug)]
pub struct Declared {
    /// The entity type.
    pub entity: String,
    /// The key properties.
    pub keys: Vec<String>,
    /// Properties in order.
    pub properties: Vec<Property>,
    /// Navigation properties to one record.
    pub navigations: Vec<Navigation>,
}

impl Csdl {
    /// Reads `$metadata`.
    ///
    /// # Errors
    /// [`Cause::MalformedAnswer`] with the position.
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        let malformed = |why: String, at: u64| {
            Problem::new(Cause::MalformedAnswer)
                .with("field", "$metadata")
                .with("position", &at)
                .saying(why)
        };
        let text = std::str::from_utf8(bytes)
            .map_err(|error| malformed(error.to_string(), error.valid_up_to() as u64))?;
        let mut reader = Reader::from_str(text);
        let mut building = Building::default();
        let mut items = 0_usize;
        loop {
            let event = reader
                .read_event()
                .map_err(|error| malformed(error.to_string(), reader.error_position()))?;
            match event {
                Event::Start(element) => building.open(&element, false),
                Event::Empty(element) => building.open(&element, true),
                Event::End(element) => building.close(element.local_name().as_ref()),
                Event::Eof => break,
                _ => {}
            }
            items += 1;
            if items > MOST_ITEMS {
                return Err(malformed(
                    "there is more metadata than any service has".to_owned(),
                    reader.buffer_position(),
                ));
            }
        }
        if building.csdl.sets.is_empty() {
            return Err(malformed(
                "no entity sets are declared".to_owned(),
                reader.buffer_position(),
            ));
        }
        Ok(building.csdl)
    }

    /// The names of all entity sets.
    pub fn sets(&self) -> Vec<SetName> {
        self.sets.keys().map(SetName::new).collect()
    }

    /// Whether there is an entity set of that name.
    pub fn has_set(&self, set: &str) -> bool {
        self.sets.contains_key(set)
    }

    /// What is declared for an entity set.
    pub fn declared(&self, set: &str) -> Option<Declared> {
        let entity = self.sets.get(set)?;
        let mut declared = Declared {
            entity: entity.clone(),
            keys: Vec::new(),
            properties: Vec::new(),
            navigations: Vec::new(),
        };
        let mut next = Some(entity.as_str());
        for _ in 0..MOST_BASES {
            let Some((name, kind)) = next.and_then(|name| Some((name, self.types.get(name)?)))
            else {
                break;
            };
            if declared.keys.is_empty() {
                declared.keys.clone_from(&kind.keys);
            }
            for property in &kind.properties {
                let mut property = property.clone();
                property.computed |= self
                    .computed
                    .contains(&(name.to_owned(), property.name.clone()));
                declared.properties.push(property);
            }
            declared
                .navigations
                .extend(kind.navigations.iter().cloned());
            next = kind.base.as_deref();
        }
        Some(declared)
    }

    /// The entity set whose records are of that type.
    pub fn set_of(&self, entity: &str) -> Option<&str> {
        let mut sets = self.sets.iter();
        sets.find_map(|(set, of)| (of == entity).then_some(set.as_str()))
    }

    /// What a property holds; nothing for kinds that mappings cannot use.
    pub fn kind_of(&self, property: &Property) -> Option<FieldKind> {
        Some(match property.kind.as_str() {
            "Edm.String" => FieldKind::Text {
                max: property.max_length,
            },
            "Edm.Duration" | "Edm.TimeOfDay" => FieldKind::Text { max: None },
            "Edm.Guid" => FieldKind::Guid,
            "Edm.Boolean" => FieldKind::Boolean,
            "Edm.Byte" | "Edm.SByte" | "Edm.Int16" | "Edm.Int32" | "Edm.Int64" => {
                FieldKind::Integer
            }
            "Edm.Decimal" | "Edm.Double" | "Edm.Single" => FieldKind::Decimal {
                scale: property.scale,
            },
            "Edm.Date" => FieldKind::Date,
            "Edm.DateTimeOffset" => FieldKind::DateTime,
            other => FieldKind::Enum {
                members: self.enums.get(other)?.clone(),
            },
        })
    }

    /// The fields of an entity set as far as `$metadata` tells, with lookups where a navigation property says so.
    ///
    /// Dataverse's `_x_value` properties become the lookup `x`, or one lookup for each target if there are several.
    pub fn fields(&self, declared: &Declared) -> Vec<(WireField, Property)> {
        let mut fields = Vec::new();
        for property in &declared.properties {
            let Some(kind) = self.kind_of(property) else {
                continue;
            };
            let navigations: Vec<&Navigation> = declared
                .navigations
                .iter()
                .filter(|navigation| navigation.property.as_deref() == Some(&property.name))
                .collect();
            let lookup = property
                .name
                .strip_prefix('_')
                .and_then(|name| name.strip_suffix("_value"));
            let field = |name: &str, kind, target, bind| WireField {
                name: FieldName::new(name),
                kind,
                property: property.name.clone(),
                target,
                bind,
                quoted: property.kind == "Edm.String",
            };
            let kind_to = |navigation: &Navigation| FieldKind::Lookup {
                target: self.set_of(&navigation.target).map(SetName::new),
            };
            let bind_to = |navigation: &Navigation| {
                Some(Bind {
                    navigation: navigation.name.clone(),
                    set: self.set_of(&navigation.target)?.to_owned(),
                })
            };
            match (lookup, navigations.as_slice()) {
                (Some(name), []) => {
                    let kind = FieldKind::Lookup { target: None };
                    fields.push((field(name, kind, None, None), property.clone()));
                }
                (Some(name), [navigation]) => {
                    let bind = bind_to(navigation);
                    let kind = kind_to(navigation);
                    fields.push((field(name, kind, None, bind), property.clone()));
                }
                (Some(name), several) => {
                    for navigation in several {
                        let name = format!("{name}_{}", navigation.target);
                        let target = Some(navigation.target.clone());
                        let bind = bind_to(navigation);
                        let kind = kind_to(navigation);
                        fields.push((field(&name, kind, target, bind), property.clone()));
                    }
                }
                (None, [navigation, ..])
                    if matches!(kind, FieldKind::Guid | FieldKind::Text { .. }) =>
                {
                    let mut names = vec![property.name.as_str()];
                    let is_taken = |name: &str| {
                        let mut properties = declared.properties.iter();
                        properties.any(|property| property.name == name)
                    };
                    // Some services hide the id behind a made-up property; mappings know the reference by its own name.
                    if !is_taken(&navigation.name) {
                        names.push(&navigation.name);
                    }
                    for name in names {
                        let kind = match kind {
                            FieldKind::Guid => kind_to(navigation),
                            _ => kind.clone(),
                        };
                        fields.push((field(name, kind, None, None), property.clone()));
                    }
                }
                (None, _) => {
                    fields.push((field(&property.name, kind, None, None), property.clone()));
                }
            }
        }
        fields
    }
}

/// Where the reader stands.
#[derive(Default)]
struct Building {
    csdl: Csdl,
    entity: Option<(String, EntityType)>,
    members: Option<(String, Vec<String>)>,
    property: Option<Property>,
    navigation: Option<(Navigation, bool)>,
    target: Option<(String, String)>,
    in_key: bool,
}

impl Building {
    fn open(&mut self, element: &BytesStart<'_>, empty: bool) {
        let get = |name: &str| attribute(element, name);
        let local = element.local_name();
        match local.as_ref() {
            "EntityType" => {
                let entity = EntityType {
                    base: get("BaseType").map(|name| short(&name)),
                    ..EntityType::default()
                };
                self.entity = get("Name").map(|name| (name, entity));
            }
            "EnumType" => self.members = get("Name").map(|name| (name, Vec::new())),
            "Member" => {
                if let (Some((_, members)), Some(name)) = (&mut self.members, get("Name")) {
                    members.push(name);
                }
            }
            "Key" => self.in_key = !empty,
            "PropertyRef" if self.in_key => {
                if let (Some((_, entity)), Some(name)) = (&mut self.entity, get("Name")) {
                    entity.keys.push(name);
                }
            }
            "Property" => {
                let kind = get("Type").unwrap_or_default();
                self.property = get("Name").map(|name| Property {
                    name,
                    kind: if kind.starts_with("Edm.") {
                        kind
                    } else {
                        short(&kind)
                    },
                    nullable: get("Nullable").is_none_or(|text| text != "false"),
                    max_length: get("MaxLength").and_then(|text| text.parse().ok()),
                    scale: get("Scale").and_then(|text| text.parse().ok()),
                    computed: false,
                });
            }
            "NavigationProperty" => {
                let kind = get("Type").unwrap_or_default();
                let many = kind.starts_with("Collection(");
                self.navigation = get("Name").map(|name| {
                    let navigation = Navigation {
                        name,
                        target: short(&kind),
                        property: None,
                    };
                    (navigation, many)
                });
            }
            "ReferentialConstraint" => {
                if let Some((navigation, _)) = &mut self.navigation {
                    navigation.property = get("Property");
                }
            }
            "EntitySet" => {
                if let (Some(name), Some(kind)) = (get("Name"), get("EntityType")) {
                    self.csdl.sets.insert(name, short(&kind));
                }
            }
            "Annotations" => {
                self.target = get("Target").and_then(|target| {
                    let (entity, property) = target.split_once('/')?;
                    Some((short(entity), property.to_owned()))
                });
            }
            "Annotation" => self.annotate(element),
            _ => {}
        }
        if empty {
            self.close(local.as_ref());
        }
    }

    fn annotate(&mut self, element: &BytesStart<'_>) {
        let computed = attribute(element, "Term").is_some_and(|term| {
            term.ends_with("Core.V1.Computed") || term.ends_with("Core.Computed")
        }) && attribute(element, "Bool").is_none_or(|value| value == "true");
        if !computed {
            return;
        }
        if let Some(property) = &mut self.property {
            property.computed = true;
        } else if let Some(target) = &self.target {
            self.csdl.computed.insert(target.clone());
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "EntityType" => {
                if let Some((name, entity)) = self.entity.take() {
                    self.csdl.types.insert(name, entity);
                }
            }
            "EnumType" => {
                if let Some((name, members)) = self.members.take() {
                    self.csdl.enums.insert(name, members);
                }
            }
            "Key" => self.in_key = false,
            "Property" => {
                if let (Some(property), Some((_, entity))) =
                    (self.property.take(), &mut self.entity)
                {
                    entity.properties.push(property);
                }
            }
            "NavigationProperty" => {
                if let (Some((navigation, false)), Some((_, entity))) =
                    (self.navigation.take(), &mut self.entity)
                {
                    entity.navigations.push(navigation);
                }
            }
            "Annotations" => self.target = None,
            _ => {}
        }
    }
}

/// A type's name without its namespace and without `Collection(…)`.
fn short(name: &str) -> String {
    let name = name
        .strip_prefix("Collection(")
        .and_then(|name| name.strip_suffix(')'))
        .unwrap_or(name);
    name.rsplit('.').next().unwrap_or(name).to_owned()
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    let value = attribute
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()?;
    Some(value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SMALL: &str = r#"<?xml version="1.0"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Microsoft.NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EnumType Name="customerBlocked"><Member Name="_x0020_" Value="0"/><Member Name="All" Value="3"/></EnumType>
<EntityType Name="base" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid" Nullable="false"/></EntityType>
<EntityType Name="customer" BaseType="Microsoft.NAV.base">
<Property Name="number" Type="Edm.String" MaxLength="20"/>
<Property Name="balance" Type="Edm.Decimal" Scale="Variable"><Annotation Term="Org.OData.Core.V1.Computed" Bool="true"/></Property>
<Property Name="blocked" Type="Microsoft.NAV.customerBlocked"/>
<Property Name="currencyId" Type="Edm.Guid"/>
<Property Name="_parentcustomerid_value" Type="Edm.Guid"/>
<Property Name="picture" Type="Edm.Stream"/>
<NavigationProperty Name="currency" Type="Microsoft.NAV.currency"><ReferentialConstraint Property="currencyId" ReferencedProperty="id"/></NavigationProperty>
<NavigationProperty Name="parentcustomerid_account" Type="Microsoft.NAV.customer"><ReferentialConstraint Property="_parentcustomerid_value" ReferencedProperty="id"/></NavigationProperty>
<NavigationProperty Name="parentcustomerid_contact" Type="Microsoft.NAV.currency"><ReferentialConstraint Property="_parentcustomerid_value" ReferencedProperty="id"/></NavigationProperty>
<NavigationProperty Name="lines" Type="Collection(Microsoft.NAV.currency)"/>
</EntityType>
<EntityType Name="currency" BaseType="Microsoft.NAV.base"/>
<EntityContainer Name="NAV"><EntitySet Name="customers" EntityType="Microsoft.NAV.customer"/><EntitySet Name="currencies" EntityType="Microsoft.NAV.currency"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

    #[test]
    fn fields_lookups_and_enumerations_are_read() {
        let csdl = Csdl::parse(SMALL.as_bytes()).unwrap();
        let declared = csdl.declared("customers").unwrap();
        assert_eq!(declared.keys, ["id"]);
        let fields = csdl.fields(&declared);
        let kind = |name: &str| {
            let found = fields.iter().find(|(field, _)| field.name.as_str() == name);
            found.map(|(field, property)| (field.kind.clone(), property.computed))
        };
        assert_eq!(
            kind("number"),
            Some((FieldKind::Text { max: Some(20) }, false))
        );
        assert_eq!(
            kind("balance"),
            Some((FieldKind::Decimal { scale: None }, true))
        );
        let members = vec!["_x0020_".to_owned(), "All".to_owned()];
        assert_eq!(kind("blocked"), Some((FieldKind::Enum { members }, false)));
        let to = |set: &str| FieldKind::Lookup {
            target: Some(SetName::new(set)),
        };
        assert_eq!(kind("currencyId"), Some((to("currencies"), false)));
        assert_eq!(
            kind("parentcustomerid_customer"),
            Some((to("customers"), false))
        );
        assert_eq!(
            kind("parentcustomerid_currency"),
            Some((to("currencies"), false))
        );
        assert_eq!(kind("picture"), None);
        assert!(kind("id").is_some());
    }

    #[test]
    fn what_is_no_metadata_is_an_error() {
        for text in ["", "<html><body>404</body></html>", "{}", "<a><b></a>"] {
            assert!(Csdl::parse(text.as_bytes()).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn garbage_never_panics(cut in 0usize..2600, flip in any::<u8>()) {
            let mut bytes = SMALL.as_bytes().to_vec();
            let length = bytes.len();
            if let Some(byte) = bytes.get_mut(cut % length) {
                *byte = flip;
            }
            Csdl::parse(&bytes).ok();
            bytes.truncate(cut);
            Csdl::parse(&bytes).ok();
        }
    }
}
