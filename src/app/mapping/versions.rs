//! The versions of a mapping: when each was stored, and what it changed.

use crate::model::mapping_file;
use crate::model::{FieldMapping, MappingName, TableMapping};
use crate::store::{MappingVersion, StoreReader};
use jiff::Timestamp;
use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices};

/// How many versions are shown.
const SHOWN: usize = 40;

/// One version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionLine {
    /// Its number.
    pub id: i64,
    /// Since when it was so; nothing if that is not known.
    pub since: Option<Timestamp>,
    /// The mapping as it was.
    pub mapping: TableMapping,
    /// What it changed; nothing for the first one.
    pub changes: Option<Changes>,
}

/// What a version changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Field mappings that came.
    pub added: usize,
    /// Field mappings that went.
    pub removed: usize,
    /// Field mappings that are otherwise.
    pub changed: usize,
    /// Whether what concerns the whole table is otherwise.
    pub table: bool,
    /// The lines of the mapping file that went and came.
    pub lines: Vec<ChangedLine>,
}

/// A line of the mapping file that a version changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedLine {
    /// Whether it came; else it went.
    pub came: bool,
    /// The line.
    pub text: String,
}

/// The versions of a mapping, the newest first.
pub(super) fn read(reader: &StoreReader, name: &MappingName) -> Vec<VersionLine> {
    let versions = reader.read().mapping_versions(name).unwrap_or_default();
    lines(&versions)
}

fn lines(versions: &[MappingVersion]) -> Vec<VersionLine> {
    let before = versions
        .iter()
        .skip(1)
        .map(|version| Some(&version.mapping));
    let before = before.chain(std::iter::once(None));
    let pairs = versions.iter().zip(before).take(SHOWN);
    pairs
        .map(|(version, before)| VersionLine {
            id: version.id,
            since: version.since,
            mapping: version.mapping.clone(),
            changes: before.map(|before| Changes::between(before, &version.mapping)),
        })
        .collect()
}

impl Changes {
    /// What differs between two versions; whether a mapping takes part is no difference.
    pub fn between(before: &TableMapping, now: &TableMapping) -> Self {
        let named = |mapping: &TableMapping, name: &str| -> Option<FieldMapping> {
            let mut fields = mapping.fields.iter();
            fields.find(|field| field.name().as_str() == name).cloned()
        };
        let mut changes = Self::default();
        for field in &now.fields {
            match named(before, field.name().as_str()) {
                None => changes.added += 1,
                Some(old) if old != *field => changes.changed += 1,
                Some(_) => {}
            }
        }
        let gone = before.fields.iter();
        changes.removed = gone
            .filter(|field| named(now, field.name().as_str()).is_none())
            .count();
        let table = |mapping: &TableMapping| TableMapping {
            fields: Vec::new(),
            enabled: true,
            ..mapping.clone()
        };
        changes.table = table(before) != table(now);
        changes.lines = changed_lines(before, now);
        changes
    }
}

fn changed_lines(before: &TableMapping, now: &TableMapping) -> Vec<ChangedLine> {
    let written = |mapping: &TableMapping| {
        let enabled = TableMapping {
            enabled: true,
            ..mapping.clone()
        };
        mapping_file::write(std::iter::once(&enabled))
    };
    let (before, now) = (written(before), written(now));
    let (before, now): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
    let differs = |op: &DiffOp| !matches!(op, DiffOp::Equal { .. });
    let ops = capture_diff_slices(Algorithm::Myers, &before, &now);
    ops.iter()
        .filter(|op| differs(op))
        .flat_map(|op| op.iter_changes(&before, &now).collect::<Vec<_>>())
        .filter(|change| !change.value().trim().is_empty())
        .map(|change| ChangedLine {
            came: change.tag() == ChangeTag::Insert,
            text: change.value().trim_end().to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Direction;
    use crate::model::defaults::default_mappings;

    #[test]
    fn each_version_tells_what_it_changed() {
        let all = default_mappings().unwrap();
        let first = all.into_iter().next().unwrap();
        let mut second = first.clone();
        second.direction = match first.direction {
            Direction::Both => Direction::ToDataverse,
            _ => Direction::Both,
        };
        second.fields.pop();
        second.enabled = !first.enabled;
        let version = |id, mapping: &TableMapping| MappingVersion {
            id,
            since: None,
            mapping: mapping.clone(),
        };
        let told = lines(&[version(2, &second), version(1, &first)]);
        let changes = told[0].changes.as_ref().unwrap();
        assert_eq!(
            (
                changes.added,
                changes.removed,
                changes.changed,
                changes.table
            ),
            (0, 1, 0, true)
        );
        assert!(
            changes
                .lines
                .iter()
                .any(|line| line.came && line.text.contains("direction"))
        );
        assert!(
            !changes
                .lines
                .iter()
                .any(|line| line.text.contains("enabled"))
        );
        assert_eq!(told[1].changes, None);
        assert_eq!(Changes::between(&first, &first), Changes::default());
    }
}
