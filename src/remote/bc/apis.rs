//! Other APIs of the same service: custom pages, written `publisher/group/version/set` in mappings.
//!
//! Each has a root of its own, with its own `$metadata` and its own batches; companies and sign-in are the same.

use super::{Bc, problem};
use crate::model::SetName;
use crate::model::reason::{Cause, Problem};
use crate::remote::address::Address;

/// What stands between the service and the API in an address.
const API: &str = "/api/";

/// The API that an entity set belongs to, as `publisher/group/version`, and its name there.
pub(super) fn split(set: &SetName) -> (Option<&str>, &str) {
    match set.as_str().rsplit_once('/') {
        Some((api, name)) => (Some(api), name),
        None => (None, set.as_str()),
    }
}

/// The root of an API.
///
/// # Errors
/// [`Cause::UnknownTable`] if it is not named by publisher, group and version, or the service has one API only.
pub(super) fn root(bc: &Bc, api: &str) -> Result<Address, Problem> {
    let unknown = || problem(Cause::UnknownTable).with("table", api);
    let parts: Vec<&str> = api.split('/').collect();
    let is_name = |part: &&str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !part.is_empty() && part.chars().all(allowed) && part.chars().any(|c| c != '.')
    };
    if parts.len() != 3 || !parts.iter().all(is_name) {
        return Err(unknown().saying("expected publisher/group/version/set"));
    }
    let standard = bc.client.root();
    let (service, _) = standard
        .as_str()
        .rsplit_once(API)
        .ok_or_else(|| unknown().saying("the service has no APIs beside its own"))?;
    let root = Address::parse(&format!("{service}{API}{api}"))?;
    bc.client.add_root(root.clone());
    Ok(root)
}

/// The root that a table's path is below, if it is not the service's own.
pub(super) fn root_of_path(path: &str) -> Option<Address> {
    let end = path.rfind("/companies(").or_else(|| path.rfind('/'))?;
    Address::parse(path.get(..end)?).ok()
}
