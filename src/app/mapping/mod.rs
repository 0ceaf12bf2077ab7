//! The page of table mappings: the list, and the editor of one with its field mappings.
//!
//! A draft is a whole mapping. What the person does gives a new one, which is examined at once with the checks of the mapping
//! file, against the fields that both sides really offer, and on records that were really read. Nothing is stored before it is
//! saved; drafts of several mappings may be open at the same time, until the window is closed.
//!
//! - here: the page; `editor`: one draft; `findings`: what is wrong with it, and the live example
//! - `versions`: what the mapping was before; `suggest`: which fields belong together; `rule_form`: transformation rules as forms; `carry_out`: does what is asked

mod carry_out;
pub mod editor;
pub mod findings;
pub mod rule_form;
pub mod suggest;
pub mod versions;

use crate::model::defaults::default_mappings;
use crate::model::reason::Problem;
use crate::model::schema::Captions;
use crate::model::{EntitySchema, MappingName, SetName, Side, Sides, TableMapping};
use crate::store::{MappingCounts, Reader};
use editor::{Editor, Sample, Schemas, samples};
use findings::FindingKind;
use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::Receiver;
use versions::VersionLine;

/// One mapping of the list.
#[derive(Clone, Debug)]
pub struct MappingLine {
    /// The mapping as it is stored.
    pub mapping: TableMapping,
    /// How its pairs and records stand.
    pub counts: Option<MappingCounts>,
    /// Whether it comes with the program, and is as it came.
    pub origin: Origin,
}

/// Where a mapping comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// With the program.
    Default,
    /// With the program; a person changed it.
    Changed,
    /// From a person.
    Own,
}

/// What the page reads from the cache.
#[derive(Debug)]
pub(super) struct MappingRead {
    mappings: Result<Vec<(TableMapping, Option<MappingCounts>)>, Problem>,
    /// Records of the mapping that is open, or of the first one.
    samples: Option<(MappingName, Vec<Sample>)>,
}

impl MappingRead {
    /// Reads all mappings, and records of the one that is open.
    pub(super) fn of(reader: &Reader<'_>, open: Option<MappingName>) -> Self {
        let mappings = Self::mappings(reader);
        let first = || Some(mappings.as_ref().ok()?.first()?.0.name.clone());
        let samples = open.or_else(first).map(|name| {
            let samples = samples(reader, &name).unwrap_or_default();
            (name, samples)
        });
        Self { mappings, samples }
    }

    fn mappings(
        reader: &Reader<'_>,
    ) -> Result<Vec<(TableMapping, Option<MappingCounts>)>, Problem> {
        let counts = reader.mapping_counts()?;
        let counts = |name: &MappingName| counts.iter().find(|one| one.mapping == *name).cloned();
        let mappings = reader.mappings()?.into_iter();
        Ok(mappings
            .map(|mapping| {
                let counts = counts(&mapping.name);
                (mapping, counts)
            })
            .collect())
    }
}

/// The page.
#[derive(Default)]
pub struct MappingPage {
    /// All mappings, in the order in which they run.
    pub lines: Vec<MappingLine>,
    /// Whether the cache was read.
    pub is_read: bool,
    /// Why it could not be read, if it could not.
    pub problem: Option<Problem>,
    /// The draft that is looked at.
    pub editor: Option<Editor>,
    /// The mapping to open, and the line in it, once the mappings are read.
    pub(super) wanted: Option<(MappingName, Option<usize>)>,
    /// Drafts that were left unsaved.
    pub(super) aside: BTreeMap<MappingName, Editor>,
    /// What is known of tables, by side and name.
    pub(super) schemas: BTreeMap<(Side, SetName), Schemas>,
    /// The tables whose fields were asked for, in that order.
    pub(super) asked: VecDeque<(Side, SetName)>,
    /// The entity sets of each side, for new mappings; nothing before they were asked for.
    pub sets: Sides<Option<Vec<SetName>>>,
    /// What people call the fields of tables, by side and name.
    pub(super) captions: BTreeMap<(Side, SetName), Captions>,
    /// The versions of a mapping that are on their way.
    pub(super) coming: Option<(MappingName, Receiver<Vec<VersionLine>>)>,
    pub(super) defaults: Vec<TableMapping>,
}

impl MappingPage {
    /// Takes in what was read; drafts stay.
    pub(super) fn take(&mut self, read: MappingRead) {
        if self.defaults.is_empty() {
            self.defaults = default_mappings().unwrap_or_default();
        }
        match read.mappings {
            Ok(mappings) => {
                let lines = mappings.into_iter().map(|(mapping, counts)| MappingLine {
                    counts,
                    origin: self.origin(&mapping),
                    mapping,
                });
                self.lines = lines.collect();
                self.problem = None;
            }
            Err(problem) => self.problem = Some(problem),
        }
        self.is_read = true;
        let stored = |name: &MappingName| {
            let line = self.lines.iter().find(|line| line.mapping.name == *name);
            line.map(|line| line.mapping.clone())
        };
        match &mut self.editor {
            // What was switched on or off elsewhere is no change of the draft.
            Some(editor) if !editor.is_changed() => {
                if let Some(mapping) = stored(&editor.draft.name) {
                    editor.draft = mapping.clone();
                    editor.stored = Some(mapping);
                }
            }
            Some(editor) => {
                if let Some(mapping) = stored(&editor.draft.name) {
                    let before = editor.stored.as_ref().map(|stored| stored.enabled);
                    if before == Some(editor.draft.enabled) {
                        editor.draft.enabled = mapping.enabled;
                    }
                    editor.stored = Some(mapping);
                }
            }
            None => {
                let (name, focus) = self.wanted.take().unzip();
                let wanted = name.and_then(|name| stored(&name));
                let first = || self.lines.first().map(|line| line.mapping.clone());
                self.editor = wanted.or_else(first).map(Editor::open);
                if let (Some(editor), Some(focus)) = (&mut self.editor, focus) {
                    editor.focus = focus;
                }
            }
        }
        if let Some(editor) = &mut self.editor
            && let Some((name, samples)) = read.samples
            && editor.draft.name == name
        {
            editor.take_samples(samples);
        }
        self.examine();
    }

    fn origin(&self, mapping: &TableMapping) -> Origin {
        match self.default_of(&mapping.name) {
            None => Origin::Own,
            Some(default) => {
                let same = TableMapping {
                    enabled: default.enabled,
                    ..mapping.clone()
                } == *default;
                if same {
                    Origin::Default
                } else {
                    Origin::Changed
                }
            }
        }
    }

    /// The mapping of this name that comes with the program.
    pub fn default_of(&self, name: &MappingName) -> Option<&TableMapping> {
        self.defaults.iter().find(|one| one.name == *name)
    }

    /// The default mappings, for suggestions.
    pub fn defaults(&self) -> &[TableMapping] {
        &self.defaults
    }

    /// Whether a mapping has unsaved changes.
    pub fn is_draft(&self, name: &MappingName) -> bool {
        let open = self
            .editor
            .iter()
            .filter(|editor| editor.draft.name == *name);
        let aside = self.aside.get(name).into_iter();
        open.chain(aside).any(Editor::is_changed)
    }

    /// All mappings as they are stored.
    pub fn stored(&self) -> Vec<TableMapping> {
        self.lines.iter().map(|line| line.mapping.clone()).collect()
    }

    /// Gives the draft what is known of its tables, and examines it.
    pub(super) fn examine(&mut self) {
        let others = self.stored();
        let Some(editor) = &mut self.editor else {
            return;
        };
        for side in Side::BOTH {
            let key = (side, editor.draft.sets.get(side).clone());
            *editor.captions.get_mut(side) = self.captions.get(&key).cloned().unwrap_or_default();
            *editor.schemas.get_mut(side) = self.schemas.get(&key).cloned().unwrap_or_default();
        }
        editor.examine(&others);
        // What a default mapping does not give to new records is given elsewhere, or it never makes any.
        let default = self
            .defaults
            .iter()
            .find(|one| one.name == editor.draft.name);
        if default.is_some_and(|default| default.fields == editor.draft.fields) {
            let is_required = |kind: &FindingKind| matches!(kind, FindingKind::Required(..));
            editor
                .findings
                .retain(|finding| !is_required(&finding.kind));
        }
    }

    /// The tables of the draft whose fields nobody has asked for yet.
    pub(super) fn unread(&self) -> Vec<(Side, SetName)> {
        let Some(editor) = &self.editor else {
            return Vec::new();
        };
        let wanted = Side::BOTH.map(|side| (side, editor.draft.sets.get(side).clone()));
        wanted
            .into_iter()
            .filter(|key| !key.1.as_str().is_empty() && !self.schemas.contains_key(key))
            .collect()
    }

    /// Keeps what a table offers.
    pub(super) fn learn(&mut self, side: Side, set: SetName, found: Result<EntitySchema, Problem>) {
        let known = match found {
            Ok(schema) => Schemas::Ready(Box::new(schema)),
            Err(problem) => Schemas::Failed(Box::new(problem)),
        };
        self.schemas.insert((side, set), known);
        self.examine();
    }
}
