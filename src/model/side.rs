//! The two sides, and values that exist once per side.

use serde::{Deserialize, Serialize};

/// One of the two systems that are kept in step.
///
/// Business Central always stands left, Dataverse right, on every screen and in every pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// Dynamics 365 Business Central.
    #[serde(rename = "business_central")]
    Bc,
    /// Dataverse, the store of Dynamics 365 Sales.
    #[serde(rename = "dataverse")]
    Dv,
}

impl Side {
    /// Both sides, left to right.
    pub const BOTH: [Self; 2] = [Self::Bc, Self::Dv];

    /// The opposite side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Bc => Self::Dv,
            Self::Dv => Self::Bc,
        }
    }

    /// The stable name used in JSON, logs and the cache.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bc => "business_central",
            Self::Dv => "dataverse",
        }
    }

    /// The two-letter prefix of `--record bc:ID|dv:ID`.
    pub fn short(self) -> &'static str {
        match self {
            Self::Bc => "bc",
            Self::Dv => "dv",
        }
    }
}

impl std::str::FromStr for Side {
    type Err = UnknownSide;

    fn from_str(text: &str) -> Result<Self, UnknownSide> {
        match text {
            "bc" | "business_central" => Ok(Self::Bc),
            "dv" | "dataverse" => Ok(Self::Dv),
            _ => Err(UnknownSide(text.to_owned())),
        }
    }
}

/// A word that names neither side.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither bc nor dv")]
pub struct UnknownSide(pub String);

/// One `T` for each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sides<T> {
    /// What belongs to Business Central.
    pub bc: T,
    /// What belongs to Dataverse.
    pub dv: T,
}

impl<T> Sides<T> {
    /// Makes a pair.
    pub fn new(bc: T, dv: T) -> Self {
        Self { bc, dv }
    }

    /// Makes a pair by asking for each side.
    pub fn from_fn(mut make: impl FnMut(Side) -> T) -> Self {
        Self {
            bc: make(Side::Bc),
            dv: make(Side::Dv),
        }
    }

    /// The value of one side.
    pub fn get(&self, side: Side) -> &T {
        match side {
            Side::Bc => &self.bc,
            Side::Dv => &self.dv,
        }
    }

    /// The value of one side, to change.
    pub fn get_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Bc => &mut self.bc,
            Side::Dv => &mut self.dv,
        }
    }

    /// Takes the value of one side.
    pub fn into_side(self, side: Side) -> T {
        match side {
            Side::Bc => self.bc,
            Side::Dv => self.dv,
        }
    }

    /// Applies a function to both values.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Sides<U> {
        Sides {
            bc: change(self.bc),
            dv: change(self.dv),
        }
    }

    /// Borrows both values.
    pub fn as_ref(&self) -> Sides<&T> {
        Sides {
            bc: &self.bc,
            dv: &self.dv,
        }
    }

    /// The same pair seen from the other side.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self {
            bc: self.dv,
            dv: self.bc,
        }
    }
}
