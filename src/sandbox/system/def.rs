//! What a table is: its names, fields, references and keys, as both services describe themselves.

use std::{
    borrow::Cow,
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// Text that is a constant for the built-in tables and owned for custom ones.
pub type Name = Cow<'static, str>;

/// A caption in the two languages that the emulated services speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// English, language code 1033.
    pub en: Name,
    /// French, language code 1036.
    pub fr: Name,
}

impl Label {
    /// A caption from constants.
    pub const fn new(en: &'static str, fr: &'static str) -> Self {
        Self {
            en: Cow::Borrowed(en),
            fr: Cow::Borrowed(fr),
        }
    }
}

/// One member of an option set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionDef {
    /// The number that is stored.
    pub value: i32,
    /// Its caption.
    pub label: Label,
    /// For a status reason: the state that it belongs to.
    pub state: Option<i32>,
}

/// The type of a field's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Text of at most `max` characters.
    Text {
        /// The longest text allowed, in characters.
        max: usize,
    },
    /// Business Central code: trimmed and upper-cased.
    Code {
        /// The longest code allowed, in characters.
        max: usize,
    },
    /// Text of several lines.
    Memo {
        /// The longest text allowed, in characters.
        max: usize,
    },
    /// Yes or no.
    Bool,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    BigInt,
    /// A decimal number.
    Decimal,
    /// A number that the service calls floating point; kept as a decimal here.
    Double,
    /// An amount in the row's currency; Dataverse adds `…_base`.
    Money,
    /// A date without time.
    Date,
    /// A point in time.
    DateTime,
    /// An id without a relation.
    Guid,
    /// Business Central enum: the wire names of its members (`_x0020_` is the blank one), and their type's name.
    Enum {
        /// The name of the type in `$metadata`, without its name space.
        type_name: Name,
        /// The members' wire names, in order.
        members: Vec<Name>,
    },
    /// Dataverse choice.
    Picklist {
        /// The name of a global option set; `None` for the column's own.
        global: Option<Name>,
        /// The options; empty when they are in the global set.
        options: Vec<OptionDef>,
    },
    /// Dataverse state.
    State {
        /// The states.
        options: Vec<OptionDef>,
    },
    /// Dataverse status reason.
    Status {
        /// The reasons, each with its state.
        options: Vec<OptionDef>,
    },
    /// A reference to a row of one of these tables (logical names).
    Lookup {
        /// Logical names of the tables that the reference may lead to.
        targets: Vec<Name>,
    },
    /// A reference to an account or a contact.
    Customer,
    /// A reference to a user or a team.
    Owner,
    /// The logical name of a table.
    EntityName,
    /// The row's version.
    RowVersion,
}

/// What a client may do with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// May be set when creating and when changing.
    ReadWrite,
    /// May be set only when creating.
    CreateOnly,
    /// Is set by the service alone.
    ReadOnly,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDef {
    /// Its name on the wire (Dataverse: the column's logical name, also for references).
    pub name: Name,
    /// Its schema name (Dataverse: with capitals; Business Central: the same as the name).
    pub schema_name: Name,
    /// The type of its values.
    pub kind: FieldKind,
    /// What a client may do with it.
    pub access: Access,
    /// Whether a row may not be without it.
    pub required: bool,
    /// Whether its value is worked out when it is read.
    pub computed: bool,
    /// The least and the greatest number allowed.
    pub range: Option<(i64, i64)>,
    /// Its caption.
    pub label: Option<Label>,
}

impl FieldDef {
    /// Whether it holds a reference that Dataverse shows as `_name_value`.
    pub fn is_reference(&self) -> bool {
        matches!(
            self.kind,
            FieldKind::Lookup { .. } | FieldKind::Customer | FieldKind::Owner
        )
    }
}

/// One navigation property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavDef {
    /// Its name, which is case-sensitive.
    pub name: Name,
    /// The entity set that it leads to.
    pub target: Name,
    /// How the two rows are joined.
    pub join: Join,
}

/// How a navigation property finds its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Join {
    /// This row's field holds the target's id: at most one row.
    Holds {
        /// The field of this table.
        field: Name,
    },
    /// The target's field holds this row's id: any number of rows.
    HeldBy {
        /// The field of the target table.
        field: Name,
    },
    /// Pairs kept beside both tables (many to many).
    Pairs {
        /// The name of the relationship.
        relationship: Name,
    },
}

impl NavDef {
    /// Whether it leads to any number of rows.
    pub fn is_collection(&self) -> bool {
        !matches!(self.join, Join::Holds { .. })
    }
}

/// A set of fields whose values together name at most one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyDef {
    /// The key's logical name.
    pub name: Name,
    /// Its fields.
    pub fields: Vec<Name>,
}

/// A bound action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionDef {
    /// Its name without the name space.
    pub name: Name,
}

/// Where a custom Business Central API page is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiRoute {
    /// The publisher in the address.
    pub publisher: Name,
    /// The group in the address.
    pub group: Name,
    /// The version in the address.
    pub version: Name,
}

/// Which writes a table takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allows {
    /// Rows may be created.
    pub insert: bool,
    /// Rows may be changed.
    pub modify: bool,
    /// Rows may be deleted.
    pub delete: bool,
}

impl Allows {
    /// Everything.
    pub const ALL: Self = Self {
        insert: true,
        modify: true,
        delete: true,
    };
    /// Reading alone.
    pub const READ: Self = Self {
        insert: false,
        modify: false,
        delete: false,
    };
    /// Reading and changing.
    pub const MODIFY: Self = Self {
        insert: false,
        modify: true,
        delete: false,
    };
}

/// One table of one service.
#[derive(Clone, Debug)]
pub struct TableDef {
    /// The entity set in the address (`customers`, `accounts`).
    pub set: Name,
    /// The entity type (`customer`; Dataverse: the logical name).
    pub entity: Name,
    /// The table's own name (Business Central: `Customer`; Dataverse: the schema name, which privileges are named by).
    pub schema_name: Name,
    /// Caption of one row.
    pub label: Label,
    /// The name of the id field.
    pub key: Name,
    /// The field that names a row to a person.
    pub primary_name: Name,
    /// All fields; the id is the first.
    pub fields: Vec<FieldDef>,
    /// Navigation properties.
    pub navigation: Vec<NavDef>,
    /// Alternate keys, without the id.
    pub keys: Vec<KeyDef>,
    /// Bound actions.
    pub actions: Vec<ActionDef>,
    /// Which writes are taken.
    pub allows: Allows,
    /// Dataverse object type code; 0 in Business Central.
    pub object_type_code: i32,
    /// Whether Dataverse keeps a change log of it.
    pub change_tracking: bool,
    /// Whether it was added by a customer of the service.
    pub custom: bool,
    /// Where a custom API page is served; `None` for API v2.0 and for Dataverse.
    pub route: Option<ApiRoute>,
    positions: HashMap<Name, u16, BuildHasherDefault<NameHasher>>,
}

/// A short hash for field names, which are looked up for every field of every record that is written.
///
/// They come from the service's own tables, so nobody can choose them to collide.
#[derive(Clone, Copy, Debug)]
pub struct NameHasher(u64);

impl Default for NameHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl TableDef {
    /// A table from its names and fields; everything else is set afterwards.
    pub fn new(
        set: impl Into<Name>,
        entity: impl Into<Name>,
        schema_name: impl Into<Name>,
        label: Label,
        fields: Vec<FieldDef>,
    ) -> Self {
        let key = fields
            .first()
            .map_or(Cow::Borrowed("id"), |field| field.name.clone());
        let mut def = Self {
            set: set.into(),
            entity: entity.into(),
            schema_name: schema_name.into(),
            label,
            primary_name: key.clone(),
            key,
            fields: Vec::new(),
            navigation: Vec::new(),
            keys: Vec::new(),
            actions: Vec::new(),
            allows: Allows::ALL,
            object_type_code: 0,
            change_tracking: false,
            custom: false,
            route: None,
            positions: HashMap::default(),
        };
        for field in fields {
            def.add(field);
        }
        def
    }

    /// Adds a field; one of the same name is replaced.
    pub fn add(&mut self, field: FieldDef) {
        let next = u16::try_from(self.fields.len()).unwrap_or(u16::MAX);
        if let Some(at) = self.positions.get(&field.name) {
            if let Some(slot) = self.fields.get_mut(usize::from(*at)) {
                *slot = field;
            }
        } else {
            self.positions.insert(field.name.clone(), next);
            self.fields.push(field);
        }
    }

    /// Gives a field another name; what rows hold in it stays.
    pub fn rename(&mut self, from: &str, to: &str) {
        let Some(position) = self.positions.remove(from) else {
            return;
        };
        if let Some(field) = self.fields.get_mut(usize::from(position)) {
            field.name = Cow::Owned(to.to_owned());
        }
        self.positions.insert(Cow::Owned(to.to_owned()), position);
    }

    /// The position of a field, which is also its number in a stored row.
    pub fn position(&self, name: &str) -> Option<u16> {
        self.positions.get(name).copied()
    }

    /// A field by name.
    pub fn field(&self, name: &str) -> Option<&FieldDef> {
        self.at(self.position(name)?)
    }

    /// A field by position.
    pub fn at(&self, position: u16) -> Option<&FieldDef> {
        self.fields.get(usize::from(position))
    }

    /// A field by position, to be changed.
    pub fn at_mut(&mut self, position: u16) -> Option<&mut FieldDef> {
        self.fields.get_mut(usize::from(position))
    }

    /// A navigation property by its case-sensitive name.
    pub fn nav(&self, name: &str) -> Option<&NavDef> {
        self.navigation.iter().find(|nav| nav.name == name)
    }
}
