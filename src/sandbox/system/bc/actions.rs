//! Bound actions of documents.

use uuid::Uuid;

use crate::sandbox::system::{given::IfMatch, refusal::Refusal};

use super::{Acted, Bc, Caller, refusals};

pub(super) fn act(
    _bc: &mut Bc,
    _caller: Caller,
    _set: &str,
    _id: Uuid,
    _if_match: &IfMatch,
    action: &str,
) -> Result<Acted, Refusal> {
    Err(refusals::no_action(action))
}
