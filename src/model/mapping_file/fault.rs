//! What can be wrong with a mapping file.

use crate::model::MappingName;
use crate::model::reason::{Cause, Problem};

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{fault}", self.place())]
pub struct FileFault {
    /// The line, from 1; 0 where it cannot be told.
    pub line: usize,
    /// The mapping, if it has a name yet.
    pub mapping: Option<String>,
    /// The field, by the name of its Business Central side where it has one.
    pub field: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

impl FileFault {
    fn place(&self) -> String {
        let mut place = match self.line {
            0 => String::new(),
            line => format!("line {line}: "),
        };
        for part in [&self.mapping, &self.field].into_iter().flatten() {
            place.push_str(part);
            place.push_str(": ");
        }
        place
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Fault {
    /// The file is not TOML, or has a key or value that is not among the known ones.
    #[error("{0}")]
    Syntax(String),
    /// A name is missing or blank.
    #[error("`{0}` must not be blank")]
    Blank(&'static str),
    /// A name has characters that nobody can see or type: no command could say it.
    #[error("`{0}` has control characters")]
    Unprintable(&'static str),
    /// Two mappings have the same name.
    #[error("a mapping of this name stands above")]
    SameName,
    /// The mapping has no fields.
    #[error("the mapping has no fields")]
    NoFields,
    /// An option set cannot flow both ways.
    #[error(
        "an option set flows one way: say `direction = \"to_dataverse\"` or `\"to_business_central\"`"
    )]
    OptionSetBothWays,
    /// The mapping would have to run before itself.
    #[error("depends on itself through {0}")]
    Circle(String),
    /// A field names neither two sides nor one side and a constant.
    #[error("needs `bc` and `dv`, or one of them and `constant`")]
    Sides,
    /// Only Dataverse can hold a name in parts, and only in two.
    #[error("only `dv` can be a list, of a first and a last name")]
    NameParts,
    /// The field flows against its table.
    #[error("flows against the direction of its table")]
    AgainstTable,
    /// Two enabled fields write the same field.
    #[error("`{0}` is written by another field of this mapping too")]
    WrittenTwice(String),
    /// A setting needs another one that is missing, or excludes one that is there.
    #[error("`{0}` {1}")]
    Setting(&'static str, &'static str),
    /// A transformation rule is not known, or misses its values.
    #[error("`{0}` is not a transformation rule")]
    Rule(String),
    /// A regular expression cannot be read.
    #[error("not a regular expression: {0}")]
    Pattern(String),
    /// The condition of a template is not understood here.
    #[error("`{0}` is not a condition: compare fields of the record that a new one is made from")]
    Condition(String),
    /// A filter that no service can read.
    #[error("`{0}` is no filter: its quotes or parentheses are not closed")]
    Filter(String),
    /// A value of a kind that fields do not have.
    #[error("`{0}` is not a value that a field can have")]
    Value(String),
}

impl Fault {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

impl From<&FileFault> for Problem {
    fn from(fault: &FileFault) -> Self {
        let FileFault {
            line,
            mapping,
            field,
            fault: what,
        } = fault;
        let mut problem = Self::new(Cause::InvalidFile)
            .with("line", line)
            .with("fault", what.code())
            .saying(fault.to_string());
        if let Some(mapping) = mapping {
            problem = problem
                .of(&MappingName::new(mapping))
                .with("mapping", mapping);
        }
        if let Some(field) = field {
            problem = problem.with("field", field);
        }
        problem
    }
}

/// The line on which a byte of a text stands, from 1.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    let before = text.bytes().take(byte);
    before.filter(|byte| *byte == b'\n').count() + 1
}
