//! Dimensions and their values: the fields.

use super::groups::{ID, MODIFIED};
use crate::sandbox::system::kit::{Spec, code, guid, member, text};

/// The fields of `dimensions`.
#[rustfmt::skip]
pub const DIMENSIONS: &[&[Spec]] = &[
    ID,
    &[
        code("code", 20, "Code", "Code"),
        text("displayName", 30, "Display Name", "Nom"),
        code("consolidationCode", 20, "Consolidation Code", "Code consolidation"),
    ],
    MODIFIED,
];

/// The fields of `dimensionValues`.
#[rustfmt::skip]
pub const DIMENSION_VALUES: &[&[Spec]] = &[
    ID,
    &[
        code("code", 20, "Code", "Code"),
        guid("dimensionId", "Dimension Id", "Id axe analytique"),
        text("displayName", 50, "Display Name", "Nom"),
        code("consolidationCode", 20, "Consolidation Code", "Code consolidation"),
    ],
    MODIFIED,
];

/// The fields of `defaultDimensions`.
#[rustfmt::skip]
pub const DEFAULT_DIMENSIONS: &[&[Spec]] = &[
    ID,
    &[
        member("parentType", "defaultDimensionParentType", &["_x0020_", "Customer", "Item", "Vendor", "Employee"], "Parent Type", "Type de parent"),
        guid("parentId", "Parent Id", "Id parent"),
        guid("dimensionId", "Dimension Id", "Id axe analytique"),
        code("dimensionCode", 20, "Dimension Code", "Code axe analytique").read_only(),
        guid("dimensionValueId", "Dimension Value Id", "Id section analytique"),
        code("dimensionValueCode", 20, "Dimension Value Code", "Code section analytique").read_only(),
        member("postingValidation", "defaultDimensionValuePostingType", &["_x0020_", "Code_x0020_Mandatory", "Same_x0020_Code", "No_x0020_Code"], "Posting Validation", "Contrôle de validation"),
    ],
    MODIFIED,
];
