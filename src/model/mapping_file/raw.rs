//! What a mapping file says, before it is checked.

use crate::model::Cadence;
use crate::model::mapping::{
    ConflictDetection, DeletionPolicy, Direction, LookupKey, MatchRule, OnUnresolved, UpdatePolicy,
};
use indexmap::IndexMap;
use serde::Deserialize;
use toml::{Spanned, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    #[serde(default)]
    pub(super) mapping: Vec<Spanned<RawMapping>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMapping {
    pub(super) name: String,
    pub(super) bc: String,
    pub(super) dv: String,
    pub(super) direction: Direction,
    #[serde(default = "yes")]
    pub(super) enabled: bool,
    #[serde(default)]
    pub(super) only_coupled: bool,
    pub(super) bc_filter: Option<String>,
    pub(super) dv_filter: Option<String>,
    #[serde(default)]
    pub(super) conflict_detection: ConflictDetection,
    #[serde(default)]
    pub(super) on_update_conflict: UpdatePolicy,
    #[serde(default)]
    pub(super) on_deletion: DeletionPolicy,
    #[serde(default)]
    pub(super) depends_on: Vec<String>,
    #[serde(default)]
    pub(super) create_unmatched: bool,
    pub(super) brake_changes: Option<u8>,
    pub(super) brake_deletions: Option<u8>,
    pub(super) brake_from: Option<u32>,
    pub(super) skip_after: Option<u32>,
    #[serde(default)]
    pub(super) never_skip: Vec<String>,
    pub(super) every: Option<String>,
    pub(super) when_quiet: Option<String>,
    #[serde(default)]
    pub(super) sweep_every: Cadence,
    #[serde(default)]
    pub(super) on_create: RawOnCreate,
    #[serde(default)]
    pub(super) template: Vec<Spanned<RawTemplate>>,
    #[serde(default)]
    pub(super) field: Vec<Spanned<RawField>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOnCreate {
    #[serde(default)]
    pub(super) bc: IndexMap<String, Spanned<Value>>,
    #[serde(default)]
    pub(super) dv: IndexMap<String, Spanned<Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTemplate {
    pub(super) side: String,
    pub(super) when: Option<String>,
    #[serde(default)]
    pub(super) priority: u32,
    pub(super) values: IndexMap<String, Spanned<Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub(super) bc: Option<RawNames>,
    pub(super) dv: Option<RawNames>,
    pub(super) constant: Option<Spanned<Value>>,
    pub(super) direction: Option<Direction>,
    pub(super) lookup: Option<String>,
    pub(super) key: Option<LookupKey>,
    pub(super) on_unresolved: Option<OnUnresolved>,
    #[serde(rename = "match")]
    pub(super) matching: Option<RawMatch>,
    #[serde(default)]
    pub(super) to_bc: Vec<Spanned<Value>>,
    #[serde(default)]
    pub(super) to_dv: Vec<Spanned<Value>>,
    pub(super) group: Option<String>,
    pub(super) owner: Option<String>,
    #[serde(default)]
    pub(super) not_null: bool,
    #[serde(default)]
    pub(super) replaces: Vec<Spanned<Value>>,
    #[serde(default = "yes")]
    pub(super) enabled: bool,
}

/// One field, or the parts of a name.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a field's name, or a list of two")]
pub(super) enum RawNames {
    One(String),
    Parts(Vec<String>),
}

/// `match = true` is the shortest way to say it.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected true, false or { priority, case_sensitive }"
)]
pub(super) enum RawMatch {
    Flag(bool),
    Rule(MatchRule),
}

fn yes() -> bool {
    true
}
