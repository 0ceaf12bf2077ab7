//! Bound and unbound actions, and pairs of rows.

use uuid::Uuid;

use crate::sandbox::system::refusal::Refusal;

use super::{Caller, Dv, refusals};

pub(super) fn associate(
    _dv: &mut Dv,
    _caller: Caller,
    _set: &str,
    _id: Uuid,
    nav: &str,
    _target: (&str, Uuid),
) -> Result<(), Refusal> {
    Err(refusals::no_action(nav))
}

pub(super) fn disassociate(
    _dv: &mut Dv,
    _caller: Caller,
    _set: &str,
    _id: Uuid,
    nav: &str,
    _target: Option<Uuid>,
) -> Result<(), Refusal> {
    Err(refusals::no_action(nav))
}

pub(super) fn paired(_dv: &Dv, _relationship: &str, _id: Uuid) -> Vec<Uuid> {
    Vec::new()
}
