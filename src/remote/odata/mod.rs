//! What both services share: one OData v4 client.
//!
//! Not here: the names of any table, or what one service does differently from the other; that is in `bc` and `dv`.
//!
//! - `client`: sends calls with sign-in, budget, retries and counting
//! - `batch`: several calls in one request, in JSON or multipart form
//! - `csdl`: reads `$metadata`
//! - `table`: one entity set as it is spelt on the wire
//! - `page`: reads pages and single records
//! - `stream`: reads pages while their bytes arrive
//! - `cell`: one value from and to JSON
//! - `body`: writes the bodies of creates and updates
//! - `filter`: literals and conditions
//! - `paging`: pages of a set, and the watermarks they give
//! - `read`: lists of records by id or by field values
//! - `trail`: what is remembered of reads over several pages
//! - `versions`: versions for services that have none
//! - `write`: carries out many writes, in batches where the service allows it
//! - `notes`: what this client found out about a service, for people

pub mod batch;
pub mod body;
pub mod cell;
pub mod client;
pub mod csdl;
pub mod filter;
pub mod notes;
pub mod page;
pub mod paging;
pub mod read;
pub mod stream;
pub mod table;
pub mod trail;
pub mod versions;
pub mod write;
