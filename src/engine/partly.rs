//! Writes what is decided of a conflict while other fields stay open.
//!
//! Open fields are left as they are on both sides and keep what was last agreed, so that they are still different afterwards
//! and the pair waits for them as a conflict.

use super::request::ResolveRequest;
use crate::merge::{Pick, RecordMerge};
use crate::model::mapping::TableMapping;
use crate::model::{Coupling, FieldName, Side, Value};

/// The open fields of a merge as picks that leave them alone.
pub(super) fn left_open(merge: &RecordMerge) -> Vec<(usize, Option<Pick>)> {
    let open = merge.fields.iter().filter(|field| field.needs_a_person());
    open.map(|field| (field.index, Some(Pick::Leave))).collect()
}

/// What was last agreed of the open fields of a merge.
/// Nothing where the two sides never agreed: nothing says then which fields are still open once the others are written.
pub(super) fn last_agreed(
    mapping: &TableMapping,
    coupling: &Coupling,
    merge: &RecordMerge,
) -> Option<Vec<(Side, FieldName, Value)>> {
    let base = coupling.base.as_ref()?;
    let open = merge.fields.iter().filter(|field| field.needs_a_person());
    let fields = open.filter_map(|field| mapping.fields.get(field.index));
    let kept = fields.flat_map(|field| {
        Side::BOTH.into_iter().flat_map(|side| {
            let names = field.fields_of(side).into_iter();
            names.map(move |name| {
                (
                    side,
                    name.clone(),
                    base.get(side).value(name.as_str()).clone(),
                )
            })
        })
    });
    Some(kept.collect())
}

/// Whether only the decided fields are wanted, and anything is open.
pub(super) fn is_wanted(request: &ResolveRequest, merge: &RecordMerge) -> bool {
    request.decided_only && merge.is_open()
}
