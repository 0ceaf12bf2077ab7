//! How one field moved since both sides last agreed, and the class that follows.

use crate::model::{Side, Sides, Value};
use serde::{Deserialize, Serialize};

/// One field seen three times: on both sides now, and on both sides when they last agreed.
///
/// The base is a pair since a transfer may lose something on its way (a long name in a short field): each side is only
/// compared with its own half.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreeWay<T> {
    /// What both sides held when they last agreed, each in its own terms; nothing before the first agreement.
    pub base: Option<Sides<T>>,
    /// Business Central's value now.
    pub bc: T,
    /// Dataverse's value now.
    pub dv: T,
}

impl<T> ThreeWay<T> {
    /// The value of one side now.
    pub fn now(&self, side: Side) -> &T {
        match side {
            Side::Bc => &self.bc,
            Side::Dv => &self.dv,
        }
    }

    /// Which sides moved away from their own base; `same` says whether two values of one side mean the same.
    pub fn movement(&self, same: impl Fn(Side, &T, &T) -> bool) -> Movement {
        let Some(base) = &self.base else {
            return Movement::Unknown;
        };
        let moved = Sides::from_fn(|side| !same(side, base.get(side), self.now(side)));
        match (moved.bc, moved.dv) {
            (false, false) => Movement::Nothing,
            (true, false) => Movement::Only(Side::Bc),
            (false, true) => Movement::Only(Side::Dv),
            (true, true) => Movement::Both,
        }
    }

    /// The same field seen from the other side.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self {
            base: self.base.map(Sides::swapped),
            bc: self.dv,
            dv: self.bc,
        }
    }
}

/// Which sides moved since both last agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// Neither.
    Nothing,
    /// One.
    Only(Side),
    /// Both, alike or not.
    Both,
    /// There is no base to compare with.
    Unknown,
}

/// What became of a field, in the words of the merge editor.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Class {
    /// Neither side moved, or both agree without a base.
    Same,
    /// Only Business Central's value changed.
    BcOnly,
    /// Only Dataverse's value changed.
    DvOnly,
    /// Both changed to the same value.
    SameChange,
    /// Both changed to different values.
    BothChanged,
    /// Both changed different places of a long text.
    TextDisjoint,
    /// The sides differ and never agreed before.
    NoBase,
    /// The sides never agreed before, and one of them has nothing.
    NoBaseOneEmpty,
    /// The mapping lets values flow one way only.
    OneWay,
    /// The mapping states the value.
    Constant,
    /// The value refers to a record that is not coupled.
    Unresolvable,
    /// The value does not fit the other side.
    Invalid,
    /// The field was not read on one of the sides, so nothing can be said about it.
    NotRead,
}

impl Class {
    /// The stable code.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// The class of the same field with the sides exchanged.
    #[must_use]
    pub fn swapped(self) -> Self {
        match self {
            Self::BcOnly => Self::DvOnly,
            Self::DvOnly => Self::BcOnly,
            other => other,
        }
    }
}

/// What a field's result is taken from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pick {
    /// Nobody has decided.
    #[default]
    Undecided,
    /// Each side keeps what it has; nothing is written.
    Leave,
    /// What both sides held when they last agreed.
    Base,
    /// Business Central's value.
    Bc,
    /// Dataverse's value.
    Dv,
    /// Both edits of a long text, merged.
    Both,
    /// A value that a person gave, in Business Central's terms or as plain text.
    Custom(Value),
}

impl Pick {
    /// Takes one side's value.
    pub fn side(side: Side) -> Self {
        match side {
            Side::Bc => Self::Bc,
            Side::Dv => Self::Dv,
        }
    }

    /// The side that is taken, if one is.
    pub fn taken(&self) -> Option<Side> {
        match self {
            Self::Bc => Some(Side::Bc),
            Self::Dv => Some(Side::Dv),
            Self::Undecided | Self::Leave | Self::Base | Self::Both | Self::Custom(_) => None,
        }
    }

    /// Whether there is a decision.
    pub fn is_decided(&self) -> bool {
        !matches!(self, Self::Undecided)
    }

    /// The stable word for JSON and the terminal: `undecided`, `leave`, `base`, `bc`, `dv`, `both` or `value`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Leave => "leave",
            Self::Base => "base",
            Self::Bc => "bc",
            Self::Dv => "dv",
            Self::Both => "both",
            Self::Custom(_) => "value",
        }
    }

    /// The same pick with the sides exchanged.
    #[must_use]
    pub fn swapped(self) -> Self {
        match self {
            Self::Bc => Self::Dv,
            Self::Dv => Self::Bc,
            other => other,
        }
    }
}

/// How far a field is from being done: what the merge editor's sign shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// There is nothing to do.
    Settled,
    /// Merged without a person.
    Auto,
    /// There is a proposal that a person confirms once.
    Suggested,
    /// A person must decide.
    Open,
    /// A person has decided.
    Decided,
    /// The mapping decides; a person can see it but is not asked.
    Locked,
    /// The result refers to a record that is not coupled.
    Blocked,
    /// The result does not fit a side.
    Invalid,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(base: Option<(u8, u8)>, bc: u8, dv: u8) -> Movement {
        let base = base.map(|(bc, dv)| Sides::new(bc, dv));
        ThreeWay { base, bc, dv }.movement(|_, a, b| a == b)
    }

    #[test]
    fn each_side_is_compared_with_its_own_base() {
        assert_eq!(moved(Some((1, 2)), 1, 2), Movement::Nothing);
        assert_eq!(moved(Some((1, 2)), 2, 2), Movement::Only(Side::Bc));
        assert_eq!(moved(Some((1, 2)), 1, 1), Movement::Only(Side::Dv));
        assert_eq!(moved(Some((1, 2)), 3, 3), Movement::Both);
        assert_eq!(moved(None, 1, 1), Movement::Unknown);
    }

    #[test]
    fn exchanging_the_sides_twice_changes_nothing() {
        let field = ThreeWay {
            base: Some(Sides::new(1, 2)),
            bc: 3,
            dv: 4,
        };
        assert_eq!(field.clone().swapped().swapped(), field);
    }
}
