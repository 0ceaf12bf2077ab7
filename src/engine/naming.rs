//! How people call a record: its business key and its name.

use super::observe::observed_fields;
use crate::model::{FieldName, FieldNames, Fields, Side, TableMapping};
use crate::store::Naming;

/// The fields of one side of a mapping, worked out once for many records.
#[derive(Clone, Debug)]
pub(super) struct SideNames {
    /// The fields that are read.
    pub(super) observed: FieldNames,
    /// The fields that are mapped.
    pub(super) mapped: Vec<FieldName>,
    /// The fields that name a record for people.
    labels: Vec<FieldName>,
}

impl SideNames {
    pub(super) fn of(mapping: &TableMapping, side: Side) -> Self {
        let mut mapped: Vec<FieldName> = Vec::new();
        for name in mapping
            .active_fields()
            .flat_map(|field| field.fields_of(side))
        {
            if !mapped.contains(name) {
                mapped.push(name.clone());
            }
        }
        Self {
            observed: observed_fields(mapping, side).into_iter().collect(),
            mapped,
            labels: mapping.label_fields(side),
        }
    }

    /// The business key and the label of a record, as [`naming_of`].
    pub(super) fn naming(&self, fields: &Fields) -> Naming {
        naming_by(&self.labels, fields)
    }
}

/// The business key and the label of a record, from the fields that name records of its table.
///
/// With two naming fields the first is the key; with one it is only a label.
pub(super) fn naming_of(mapping: &TableMapping, side: Side, fields: &Fields) -> Naming {
    naming_by(&mapping.label_fields(side), fields)
}

fn naming_by(names: &[FieldName], fields: &Fields) -> Naming {
    let texts: Vec<String> = names
        .iter()
        .map(|name| fields.value(name.as_str()).to_plain())
        .collect();
    match texts.as_slice() {
        [key, rest @ ..] if !rest.is_empty() => Naming {
            key: (!key.is_empty()).then(|| key.clone()),
            label: joined(&texts),
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

fn joined(texts: &[String]) -> String {
    let length = texts.iter().map(|text| text.len() + 1).sum();
    let mut all = String::with_capacity(length);
    for text in texts.iter().filter(|text| !text.is_empty()) {
        if !all.is_empty() {
            all.push(' ');
        }
        all.push_str(text);
    }
    all
}
