//! Mapping files: table mappings as TOML that people write, read and exchange (`docs/mappings.md`).
//!
//! Reading goes in two steps: `raw` is what the file says (`parse` reads it past what is wrong), `check` makes mappings of it or says everything that is wrong at
//! once, each fault with its line, mapping and field. Writing what was read gives a file that reads equal. `json` is the same as JSON.

mod check;
mod fault;
mod json;
mod parse;
mod raw;
mod rules;
mod values;
mod write;

#[cfg(test)]
mod filter_tests;
#[cfg(test)]
mod round_trip_tests;
#[cfg(test)]
mod tests;

pub use fault::{Fault, FileFault};
pub use json::{read_json, write_json};
pub use write::write;

use super::mapping::TableMapping;

/// Reads a mapping file; all faults are reported, in the order of their lines.
pub fn read(text: &str) -> Result<Vec<TableMapping>, Vec<FileFault>> {
    let parsed = parse::parse(text)?;
    check::check(text, parsed)
}
