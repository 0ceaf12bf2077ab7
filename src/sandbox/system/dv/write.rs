//! Creating, changing, upserting, deleting.

use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    given::{IfMatch, IfNoneMatch, Values, Written},
    refusal::Refusal,
    view::RowView,
};

use super::{Caller, Dv, refusals};

pub(super) fn create(
    _dv: &mut Dv,
    _caller: Caller,
    _set: &str,
    _id: Option<Uuid>,
    _values: Values,
) -> Result<Uuid, Refusal> {
    Err(refusals::no_action("create"))
}
pub(super) fn update(
    _dv: &mut Dv,
    _caller: Caller,
    _set: &str,
    _id: Uuid,
    _if_match: &IfMatch,
    _values: Values,
) -> Result<(), Refusal> {
    Err(refusals::no_action("create"))
}
pub(super) fn upsert(
    _dv: &mut Dv,
    _caller: Caller,
    _set: &str,
    _id: Uuid,
    _if_match: &IfMatch,
    _if_none_match: IfNoneMatch,
    _values: Values,
) -> Result<Written, Refusal> {
    Err(refusals::no_action("create"))
}
pub(super) fn upsert_by_key(
    _dv: &mut Dv,
    _caller: Caller,
    _set: &str,
    _key: &[(String, Cell)],
    _if_match: &IfMatch,
    _if_none_match: IfNoneMatch,
    _values: Values,
) -> Result<Written, Refusal> {
    Err(refusals::no_action("create"))
}
pub(super) fn delete(
    _dv: &mut Dv,
    _caller: Caller,
    _set: &str,
    _id: Uuid,
    _if_match: &IfMatch,
) -> Result<(), Refusal> {
    Err(refusals::no_action("create"))
}
pub(super) fn by_key<'a>(
    _dv: &'a Dv,
    _set: &str,
    _key: &[(String, Cell)],
) -> Result<RowView<'a>, Refusal> {
    Err(refusals::no_action("create"))
}
pub(super) fn update_named(
    _dv: &mut Dv,
    _caller: Caller,
    _set: &str,
    _values: Values,
) -> Result<(), Refusal> {
    Err(refusals::no_action("create"))
}
pub(super) fn upsert_named(
    _dv: &mut Dv,
    _caller: Caller,
    _set: &str,
    _values: Values,
) -> Result<Written, Refusal> {
    Err(refusals::no_action("create"))
}
