//! Records as they are read from a service.

use super::fields::Fields;
use super::ids::Etag;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One record of one side, as last read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Business Central's `id`, Dataverse's primary key, or the id standing for an option value.
    pub id: Uuid,
    /// The version mark; some foreign services have none.
    pub etag: Option<Etag>,
    /// When its own service says it was last changed: ms precision in Business Central, seconds in Dataverse.
    pub modified: Option<Timestamp>,
    /// Who changed it last, if the service says so.
    pub modified_by: Option<String>,
    /// The fields that were asked for.
    pub fields: Fields,
}
