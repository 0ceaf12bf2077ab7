//! Typed ids: none can be passed where another is meant.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps a name.
            pub fn new(name: impl AsRef<str>) -> Self {
                Self(Arc::from(name.as_ref()))
            }

            /// The name itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self::new(name)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

row_id!(
    /// A coupling in the cache.
    CouplingId
);
row_id!(
    /// One run of one mapping in one direction.
    JobId
);
row_id!(
    /// An integration error in the cache.
    ErrorId
);
row_id!(
    /// A skipped record in the cache, conflicts among them.
    SkippedId
);
row_id!(
    /// One write in the history.
    HistoryId
);
row_id!(
    /// One journaled create.
    JournalId
);

name!(
    /// The name of a table mapping, for example `CUSTOMER`.
    MappingName
);
name!(
    /// The name of a field as its side spells it, for example `displayName` or `transactioncurrencyid`.
    ///
    /// A polymorphic Dataverse lookup is named with its target (`parentcustomerid_account`).
    FieldName
);
name!(
    /// The name of an entity set, for example `customers`; an option set seen as one is `accounts.paymenttermscode`.
    SetName
);

/// An opaque version mark of a record, as its service wrote it, quotes and `W/` included.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Etag(pub String);

/// Makes the record id that stands for one value of a Dataverse option set.
///
/// Option sets take part as entity sets whose records have the value in the last 32 bits of their id
/// (`docs/semantics.md` §9), so that couplings need no second shape.
pub fn option_record_id(value: i32) -> uuid::Uuid {
    uuid::Uuid::from_fields(0x0071_0000, 0, 0, &{
        let [a, b, c, d] = value.to_be_bytes();
        [0, 0, 0, 0, a, b, c, d]
    })
}

/// The option value in a record id made by [`option_record_id`]; nothing for other ids.
pub fn option_value_of(id: uuid::Uuid) -> Option<i32> {
    let (first, second, third, rest) = id.as_fields();
    match (first, second, third, rest) {
        (0x0071_0000, 0, 0, [0, 0, 0, 0, a, b, c, d]) => Some(i32::from_be_bytes([*a, *b, *c, *d])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_value_survives_its_record_id() {
        for value in [0, 1, 3, -7, 100_001, i32::MAX, i32::MIN] {
            assert_eq!(option_value_of(option_record_id(value)), Some(value));
        }
        assert_eq!(option_value_of(uuid::Uuid::nil()), None);
    }
}
