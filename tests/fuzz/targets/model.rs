//! What a person writes: mapping files and the conditions in them.

use raccord::model::filter::Filter;
use raccord::model::{FieldName, Fields, Value, mapping_file};

use crate::drive::Target;

const FILES: &[&str] = &[
    include_str!("../../../assets/mappings/customer.toml"),
    include_str!("../../../assets/mappings/contact.toml"),
    include_str!("../../../assets/mappings/currency.toml"),
    include_str!("../../../assets/mappings/item.toml"),
];

const CONDITIONS: &[&str] = &[
    "blocked eq '_x0020_' and (creditLimit gt 12.50 or not (number ne null))",
    "statecode eq 0 and customertypecode eq 3 and startswith(name,'O''Neil')",
    "contains(name,'x') or endswith(name,'y') or _primarycontactid_value eq 01234567-89ab-cdef-0123-456789abcdef",
    "modifiedon ge 2026-11-22T10:00:00Z and donotemail eq false",
];

fn file(input: &[u8]) -> bool {
    mapping_file::read(&String::from_utf8_lossy(input)).is_ok()
}

fn condition(input: &[u8]) -> bool {
    let Some(filter) = Filter::parse(&String::from_utf8_lossy(input)) else {
        return false;
    };
    let fields: Fields = [
        (FieldName::new("name"), Value::text("O'Neil")),
        (
            FieldName::new("creditLimit"),
            Value::Decimal("12.5".parse().unwrap_or_default()),
        ),
        (FieldName::new("blocked"), Value::Empty),
    ]
    .into_iter()
    .collect();
    let _ = (filter.matches(&fields), filter.fields());
    true
}

pub fn targets() -> Vec<Target> {
    let target = |name, seeds, read| Target { name, seeds, read };
    vec![
        target("model: mapping files", FILES, file as fn(&[u8]) -> bool),
        target("model: conditions", CONDITIONS, condition),
    ]
}
