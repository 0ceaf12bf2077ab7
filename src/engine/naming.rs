//! How people call a record: its business key and its name.

use crate::model::{Fields, Side, TableMapping};
use crate::store::Naming;

/// The business key and the label of a record, from the fields that name records of its table.
///
/// With two naming fields the first is the key; with one it is only a label.
pub(super) fn naming_of(mapping: &TableMapping, side: Side, fields: &Fields) -> Naming {
    let names = mapping.label_fields(side);
    let texts: Vec<String> = names
        .iter()
        .map(|name| fields.value(name.as_str()).to_plain())
        .collect();
    match texts.as_slice() {
        [key, rest @ ..] if !rest.is_empty() => Naming {
            key: (!key.is_empty()).then(|| key.clone()),
            label: texts
                .iter()
                .filter(|text| !text.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join(" "),
        },
        [label] => Naming {
            key: None,
            label: label.clone(),
        },
        _ => Naming {
            key: None,
            label: String::new(),
        },
    }
}
