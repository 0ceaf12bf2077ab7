//! The short notation in which the tables of both services are written down.

use std::borrow::Cow;

use super::def::{Access, FieldDef, FieldKind, Label, Name, OptionDef};

/// One field in short notation.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    name: &'static str,
    kind: Kind,
    access: Access,
    required: bool,
    computed: bool,
    range: Option<(i64, i64)>,
    en: &'static str,
    fr: &'static str,
}

/// A type in short notation.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Text(usize),
    Code(usize),
    Memo(usize),
    Flag,
    Int,
    Big,
    Decimal,
    Double,
    Money,
    Date,
    Time,
    Guid,
    Member(&'static str, &'static [&'static str]),
    Choice(&'static [Opt]),
    Global(&'static str),
    State(&'static [Opt]),
    Status(&'static [Opt]),
    Lookup(&'static [&'static str]),
    Customer,
    Owner,
    EntityName,
    Version,
}

/// One option in short notation.
#[derive(Clone, Copy, Debug)]
pub struct Opt {
    value: i32,
    state: Option<i32>,
    en: &'static str,
    fr: &'static str,
}

/// An option.
pub const fn opt(value: i32, en: &'static str, fr: &'static str) -> Opt {
    Opt {
        value,
        state: None,
        en,
        fr,
    }
}

/// A status reason and its state.
pub const fn reason(value: i32, state: i32, en: &'static str, fr: &'static str) -> Opt {
    Opt {
        value,
        state: Some(state),
        en,
        fr,
    }
}

impl Spec {
    const fn new(name: &'static str, kind: Kind, en: &'static str, fr: &'static str) -> Self {
        Self {
            name,
            kind,
            access: Access::ReadWrite,
            required: false,
            computed: false,
            range: None,
            en,
            fr,
        }
    }

    /// Set by the service alone.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.access = Access::ReadOnly;
        self
    }

    /// Set only when creating.
    #[must_use]
    pub const fn create_only(mut self) -> Self {
        self.access = Access::CreateOnly;
        self
    }

    /// Without it there is no row.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Worked out when it is read.
    #[must_use]
    pub const fn computed(mut self) -> Self {
        self.access = Access::ReadOnly;
        self.computed = true;
        self
    }

    /// Worked out when it is read, and passed over when it is sent.
    #[must_use]
    pub const fn ignored(mut self) -> Self {
        self.computed = true;
        self
    }

    /// Numbers outside of it are refused.
    #[must_use]
    pub const fn range(mut self, least: i64, most: i64) -> Self {
        self.range = Some((least, most));
        self
    }

    /// The field, with the name as it stands (Business Central).
    pub fn as_named(&self) -> FieldDef {
        FieldDef {
            name: Cow::Borrowed(self.name),
            schema_name: Cow::Borrowed(self.name),
            kind: self.kind.full(),
            access: self.access,
            required: self.required,
            computed: self.computed,
            range: self.range,
            label: (!self.en.is_empty()).then(|| Label::new(self.en, self.fr)),
        }
    }

    /// The field, named by the schema name in lower case (Dataverse).
    pub fn as_column(&self) -> FieldDef {
        FieldDef {
            name: Cow::Owned(self.name.to_lowercase()),
            ..self.as_named()
        }
    }
}

impl Kind {
    fn full(self) -> FieldKind {
        match self {
            Self::Text(max) => FieldKind::Text { max },
            Self::Code(max) => FieldKind::Code { max },
            Self::Memo(max) => FieldKind::Memo { max },
            Self::Flag => FieldKind::Bool,
            Self::Int => FieldKind::Int,
            Self::Big => FieldKind::BigInt,
            Self::Decimal => FieldKind::Decimal,
            Self::Double => FieldKind::Double,
            Self::Money => FieldKind::Money,
            Self::Date => FieldKind::Date,
            Self::Time => FieldKind::DateTime,
            Self::Guid => FieldKind::Guid,
            Self::Member(type_name, members) => FieldKind::Enum {
                type_name: Cow::Borrowed(type_name),
                members: names(members),
            },
            Self::Choice(options) => FieldKind::Picklist {
                global: None,
                options: all(options),
            },
            Self::Global(name) => FieldKind::Picklist {
                global: Some(Cow::Borrowed(name)),
                options: Vec::new(),
            },
            Self::State(options) => FieldKind::State {
                options: all(options),
            },
            Self::Status(options) => FieldKind::Status {
                options: all(options),
            },
            Self::Lookup(targets) => FieldKind::Lookup {
                targets: names(targets),
            },
            Self::Customer => FieldKind::Customer,
            Self::Owner => FieldKind::Owner,
            Self::EntityName => FieldKind::EntityName,
            Self::Version => FieldKind::RowVersion,
        }
    }
}

fn names(names: &[&'static str]) -> Vec<Name> {
    names.iter().map(|name| Cow::Borrowed(*name)).collect()
}

/// Options in full.
pub fn all(options: &[Opt]) -> Vec<OptionDef> {
    options
        .iter()
        .map(|option| OptionDef {
            value: option.value,
            label: Label::new(option.en, option.fr),
            state: option.state,
        })
        .collect()
}

macro_rules! notation {
    ($($(#[$doc:meta])* $word:ident ($($argument:ident: $type:ty),*) => $kind:expr;)*) => {
        $($(#[$doc])*
        pub const fn $word(name: &'static str, $($argument: $type,)* en: &'static str, fr: &'static str) -> Spec {
            Spec::new(name, $kind, en, fr)
        })*
    };
}

notation! {
    /// Text of at most `max` characters.
    text(max: usize) => Kind::Text(max);
    /// Code of at most `max` characters.
    code(max: usize) => Kind::Code(max);
    /// Text of several lines.
    memo(max: usize) => Kind::Memo(max);
    /// Yes or no.
    flag() => Kind::Flag;
    /// A whole number.
    int() => Kind::Int;
    /// A large whole number.
    big() => Kind::Big;
    /// A decimal.
    decimal() => Kind::Decimal;
    /// A number that the service calls floating point.
    double() => Kind::Double;
    /// An amount.
    money() => Kind::Money;
    /// A date.
    date() => Kind::Date;
    /// A point in time.
    time() => Kind::Time;
    /// An id.
    guid() => Kind::Guid;
    /// A member of a Business Central enum: the type's name and the members' wire names.
    member(type_name: &'static str, members: &'static [&'static str]) => Kind::Member(type_name, members);
    /// A choice with its own options.
    choice(options: &'static [Opt]) => Kind::Choice(options);
    /// A choice from a global option set.
    global_choice(set: &'static str) => Kind::Global(set);
    /// The state.
    state(options: &'static [Opt]) => Kind::State(options);
    /// The status reason.
    status(options: &'static [Opt]) => Kind::Status(options);
    /// A reference to a row of one of these tables.
    lookup(targets: &'static [&'static str]) => Kind::Lookup(targets);
    /// A reference to an account or a contact.
    customer() => Kind::Customer;
    /// A reference to a user or a team.
    owner() => Kind::Owner;
    /// The logical name of a table.
    entity_name() => Kind::EntityName;
    /// The row's version.
    version() => Kind::Version;
}
