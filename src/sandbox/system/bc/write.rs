//! Creating, changing, deleting.

use uuid::Uuid;

use crate::sandbox::system::{
    given::{IfMatch, Values},
    refusal::Refusal,
};

use super::{Bc, Caller, refusals};

pub(super) fn create(
    _bc: &mut Bc,
    _caller: Caller,
    _set: &str,
    _values: Values,
) -> Result<Uuid, Refusal> {
    Err(refusals::no_action("create"))
}
pub(super) fn update(
    _bc: &mut Bc,
    _caller: Caller,
    _set: &str,
    _id: Uuid,
    _if_match: &IfMatch,
    _values: Values,
) -> Result<(), Refusal> {
    Err(refusals::no_action("create"))
}
pub(super) fn delete(
    _bc: &mut Bc,
    _caller: Caller,
    _set: &str,
    _id: Uuid,
    _if_match: &IfMatch,
) -> Result<(), Refusal> {
    Err(refusals::no_action("create"))
}
