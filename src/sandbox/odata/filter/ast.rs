//! The tree of a filter.

use crate::sandbox::odata::literal::Literal;

/// A filter as written, or a part of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A value.
    Literal(Literal),
    /// A field, possibly through navigation properties.
    Path(String),
    /// A standard function.
    Call(Function, Vec<Expr>),
    /// `not`.
    Not(Box<Expr>),
    /// `and` of at least two.
    And(Vec<Expr>),
    /// `or` of at least two.
    Or(Vec<Expr>),
    /// Two values compared.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `in (…)`.
    In(Box<Expr>, Vec<Literal>),
    /// `any` or `all` over a collection.
    Lambda {
        /// The collection's navigation property.
        collection: String,
        /// Which of the two.
        kind: LambdaKind,
        /// The range variable; empty for `any()`.
        variable: String,
        /// The condition, whose paths begin with the variable.
        body: Option<Box<Expr>>,
    },
}

/// The comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `eq`
    Eq,
    /// `ne`
    Ne,
    /// `gt`
    Gt,
    /// `ge`
    Ge,
    /// `lt`
    Lt,
    /// `le`
    Le,
}

/// The standard functions that at least one of the services knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::AsRefStr)]
#[strum(serialize_all = "lowercase")]
#[expect(missing_docs, reason = "each is the OData function of that name")]
pub enum Function {
    Contains,
    StartsWith,
    EndsWith,
    ToLower,
    ToUpper,
    Trim,
    Length,
    IndexOf,
    Substring,
    Concat,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Date,
    Round,
    Floor,
    Ceiling,
    Now,
}

impl Function {
    /// How many arguments it takes, least and most.
    pub fn arity(self) -> (usize, usize) {
        match self {
            Self::Contains | Self::StartsWith | Self::EndsWith | Self::IndexOf | Self::Concat => {
                (2, 2)
            }
            Self::Substring => (2, 3),
            Self::Now => (0, 0),
            _ => (1, 1),
        }
    }
}

/// The two lambda operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LambdaKind {
    /// True if the condition holds for one.
    Any,
    /// True unless the condition fails for one.
    All,
}
