//! Reads what a mapping file says and goes on behind what cannot be read, so that every fault is said at once.
//!
//! What is wrong is taken out of a copy of the file, and the rest is read again: a word that is not known, a key that nobody
//! asks for, a value of the wrong kind. Only a file that is no TOML at all has one fault alone.

use super::fault::{Fault, FileFault, line_of};
use super::raw::RawFile;
use serde::Deserialize as _;
use std::borrow::Cow;
use std::collections::BTreeSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

/// What stands in for a value that is missing or cannot be read, so that the rest of its mapping can be.
const STAND_INS: [(&str, &str); 4] = [
    ("name", "?"),
    ("bc", "?"),
    ("dv", "?"),
    ("direction", "both"),
];
/// The keys under which a mapping has blocks of its own.
const BLOCKS: [&str; 2] = ["field", "template"];
/// So many faults are looked for; nobody mends more of them at once.
const MOST: usize = 100;

/// What could be read.
pub(super) struct Parsed {
    /// The file without what could not.
    pub(super) file: RawFile,
    /// What could not.
    pub(super) faults: Vec<FileFault>,
    /// The lines of blocks that something was taken out of: what is said of them besides may be its consequence.
    pub(super) damaged: BTreeSet<usize>,
}

/// Reads a file.
pub(super) fn parse(text: &str) -> Result<Parsed, Vec<FileFault>> {
    let parsed = DeTable::parse(text).map_err(|error| vec![fault_at(text, &error)])?;
    let span = parsed.span();
    let mut rest = parsed.into_inner();
    let (mut faults, mut damaged) = (Vec::new(), BTreeSet::new());
    loop {
        let whole = Spanned::new(span.clone(), rest.clone());
        let error = match RawFile::deserialize(Deserializer::from(whole)) {
            Ok(file) => {
                return Ok(Parsed {
                    file,
                    faults,
                    damaged,
                });
            }
            Err(error) => error,
        };
        let mut fault = fault_at(text, &error);
        let place = error.span().map(|span| span.start);
        let taken = place.and_then(|at| take_out(&mut rest, at, error.message()));
        if let Some(taken) = &taken {
            fault.mapping.clone_from(&taken.mapping);
            fault.field.clone_from(&taken.field);
            damaged.insert(line_of(text, taken.block));
        }
        faults.push(fault);
        if taken.is_none() || faults.len() >= MOST {
            return Err(faults);
        }
    }
}

fn fault_at(text: &str, error: &toml::de::Error) -> FileFault {
    FileFault {
        line: error.span().map_or(1, |span| line_of(text, span.start)),
        mapping: None,
        field: None,
        fault: Fault::Syntax(error.message().to_owned()),
    }
}

/// Where something was taken out.
struct Taken {
    mapping: Option<String>,
    field: Option<String>,
    /// Where its block begins.
    block: usize,
}

/// Takes out what is wrong at a place; nothing if that is not found.
fn take_out(file: &mut DeTable<'_>, at: usize, said: &str) -> Option<Taken> {
    if let Some(key) = wrong_key(file, at, &["mapping"]) {
        file.remove(key.as_str());
        return Some(Taken {
            mapping: None,
            field: None,
            block: at,
        });
    }
    let Some(DeValue::Array(mappings)) = file.get_mut("mapping").map(Spanned::get_mut) else {
        return None;
    };
    for own in mappings.iter_mut() {
        let block = own.span();
        let DeValue::Table(mapping) = own.get_mut() else {
            continue;
        };
        let name = text_of(mapping, "name");
        if let Some(key) = wrong_key(mapping, at, &BLOCKS) {
            mapping.remove(key.as_str());
            let stand_in = STAND_INS.into_iter().find(|(name, _)| *name == key);
            if let Some((key, value)) = stand_in {
                put(mapping, key, value);
            }
            return Some(Taken {
                mapping: name,
                field: None,
                block: block.start,
            });
        }
        for kind in BLOCKS {
            if let Some(taken) = take_out_of_blocks(mapping, kind, at) {
                return Some(Taken {
                    mapping: name,
                    ..taken
                });
            }
        }
        if block.contains(&at) {
            let missing = STAND_INS
                .into_iter()
                .find(|(key, _)| said.contains(&format!("`{key}`")) && !mapping.contains_key(*key));
            let (key, value) = missing?;
            put(mapping, key, value);
            return Some(Taken {
                mapping: name,
                field: None,
                block: block.start,
            });
        }
    }
    None
}

/// Takes out what is wrong in a field or template of a mapping: a key of it, or all of it where something is missing.
fn take_out_of_blocks(mapping: &mut DeTable<'_>, kind: &str, at: usize) -> Option<Taken> {
    let Some(DeValue::Array(blocks)) = mapping.get_mut(kind).map(Spanned::get_mut) else {
        return None;
    };
    let mut without = None;
    for (place, own) in blocks.iter_mut().enumerate() {
        let block = own.span();
        let DeValue::Table(entries) = own.get_mut() else {
            continue;
        };
        let taken = Taken {
            mapping: None,
            field: text_of(entries, "bc").or_else(|| text_of(entries, "dv")),
            block: block.start,
        };
        if let Some(key) = wrong_key(entries, at, &[]) {
            entries.remove(key.as_str());
            return Some(taken);
        }
        if block.contains(&at) {
            without = Some((place, taken));
            break;
        }
    }
    let (place, taken) = without?;
    let mut kept = toml::de::DeArray::new();
    for (other, own) in blocks.iter().enumerate() {
        if other != place {
            kept.push(own.clone());
        }
    }
    *blocks = kept;
    Some(taken)
}

/// The key of the entry that a place belongs to, apart from entries that are looked through by themselves.
fn wrong_key(table: &DeTable<'_>, at: usize, apart: &[&str]) -> Option<String> {
    let mut entries = table.iter();
    let found = entries.find(|(key, value)| {
        let own = apart.contains(&key.get_ref().as_ref()) && is_list_of_tables(value.get_ref());
        key.span().contains(&at) || !own && holds(value, at)
    });
    found.map(|(key, _)| key.get_ref().to_string())
}

fn is_list_of_tables(value: &DeValue<'_>) -> bool {
    value
        .as_array()
        .is_some_and(|list| list.iter().all(|one| one.get_ref().is_table()))
}

/// Whether a place lies in a value, also in what a table below its header holds.
fn holds(value: &Spanned<DeValue<'_>>, at: usize) -> bool {
    value.span().contains(&at)
        || match value.get_ref() {
            DeValue::Array(list) => list.iter().any(|one| holds(one, at)),
            DeValue::Table(table) => table
                .iter()
                .any(|(key, value)| key.span().contains(&at) || holds(value, at)),
            _ => false,
        }
}

fn text_of(table: &DeTable<'_>, key: &str) -> Option<String> {
    table.get(key)?.get_ref().as_str().map(str::to_owned)
}

fn put(table: &mut DeTable<'_>, key: &'static str, value: &'static str) {
    table.insert(
        Spanned::new(0..0, Cow::Borrowed(key)),
        Spanned::new(0..0, DeValue::String(Cow::Borrowed(value))),
    );
}
