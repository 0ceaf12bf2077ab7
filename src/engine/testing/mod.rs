//! Small makers for the engine's own tests.

use crate::model::mapping::{ConflictDetection, DeletionPolicy, FieldSource, UpdatePolicy};
use crate::model::{Direction, FieldMapping, FieldName, SetName, Sides, TableMapping, Value};

/// A bidirectional mapping without fields.
pub(crate) fn mapping(name: &str) -> TableMapping {
    TableMapping {
        name: name.into(),
        sets: Sides::new(SetName::new("customers"), SetName::new("accounts")),
        direction: Direction::Both,
        enabled: true,
        only_coupled: true,
        filters: Sides::default(),
        conflict_detection: ConflictDetection::default(),
        on_update_conflict: UpdatePolicy::default(),
        on_deletion: DeletionPolicy::default(),
        depends_on: Vec::new(),
        on_create: Sides::default(),
        templates: Vec::new(),
        create_unmatched: false,
        sweep_every: crate::model::Cadence::default(),
        running: crate::model::running::RunSettings::default(),
        fields: Vec::new(),
    }
}

/// A bidirectional pair of fields without rules.
pub(crate) fn pair(bc: &str, dv: &str) -> FieldMapping {
    FieldMapping {
        source: FieldSource::Pair(Sides::new(FieldName::new(bc), FieldName::new(dv))),
        direction: Direction::Both,
        rules: Sides::default(),
        lookup: None,
        matching: None,
        group: None,
        owner: None,
        not_null: false,
        replaces: Vec::new(),
        enabled: true,
    }
}

/// Fields from names and texts.
pub(crate) fn fields(pairs: &[(&str, &str)]) -> crate::model::Fields {
    pairs
        .iter()
        .map(|(name, text)| (FieldName::new(name), Value::text(*text)))
        .collect()
}

pub(crate) mod fake;
pub(crate) mod world;
