//! OData as text and trees: addresses, query options, filters, batches and bodies, read and written.
//!
//! It is pure: it knows no service and no table, does no I/O, and shares nothing with the product's own OData client,
//! so that a misreading on one side cannot hide behind the same one on the other.
//! Whatever bytes come in, nothing here panics, and nesting is bounded.
//!
//! - `batch_json`: JSON bodies of `$batch` (Business Central).
//! - `body`: JSON bodies of writes.
//! - `fetch_xml`: `fetchXml` queries.
//! - `filter`: `$filter`, from text to a test on rows.
//! - `lexer`: tokens of filters, keys and arguments.
//! - `literal`: values in URLs.
//! - `multipart`: multipart bodies of `$batch` (Dataverse).
//! - `query`: query options.
//! - `sql`: `sql` queries.
//! - `text`: percent and plus encoding.
//! - `url`: path segments with keys or arguments.
//! - `writer`: JSON values, written straight into a buffer.

pub mod batch_json;
pub mod body;
pub mod fetch_xml;
pub mod filter;
pub mod lexer;
pub mod literal;
pub mod multipart;
pub mod query;
pub mod sql;
pub mod text;
pub mod url;
pub mod writer;
