//! A draft of one mapping: its changes with undo, the records that serve as examples, what was found.

use super::findings::{self, Example, Finding};
use super::versions::VersionLine;
use crate::model::mapping::{ConflictDetection, DeletionPolicy, FieldSource, UpdatePolicy};
use crate::model::reason::Problem;
use crate::model::running::RunSettings;
use crate::model::schema::Captions;
use crate::model::{
    Cadence, Direction, EntitySchema, FieldMapping, FieldName, Fields, MappingName, SetName, Side,
    Sides, TableMapping,
};
use crate::store::{CouplingFilter, CouplingSort, Reader, Slice};

/// How many records of the cache are tried.
const SAMPLES: usize = 200;
/// How many steps can be taken back.
const STEPS: usize = 100;

/// What is known of a table's fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Schemas {
    /// Nobody has asked yet.
    #[default]
    Unread,
    /// It was asked for.
    Loading,
    /// The fields.
    Ready(Box<EntitySchema>),
    /// They could not be read.
    Failed(Box<Problem>),
}

impl Schemas {
    /// The fields, if they are known.
    pub fn ready(&self) -> Option<&EntitySchema> {
        match self {
            Self::Ready(schema) => Some(schema),
            Self::Unread | Self::Loading | Self::Failed(_) => None,
        }
    }
}

/// A record, or a pair of records, as the cache has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// How people call it.
    pub label: String,
    /// The fields of each side that were read.
    pub fields: Sides<Option<Fields>>,
}

/// What a changed mapping would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impact {
    /// How many records would be written, coupled, left open: by what would be done and the side that would be written.
    pub actions: Vec<(String, Option<Side>, u64)>,
    /// The first records, in words.
    pub first: Vec<String>,
    /// What would stop the run.
    pub stopped: Option<Problem>,
}

/// A draft of one mapping.
#[derive(Clone, Debug)]
pub struct Editor {
    /// The mapping as the cache has it; nothing for one that is new.
    pub stored: Option<TableMapping>,
    /// The mapping as the person wants it.
    pub draft: TableMapping,
    undo: Vec<TableMapping>,
    redo: Vec<TableMapping>,
    /// The field mapping that is looked at, if one is.
    pub focus: Option<usize>,
    /// The fields of both sides.
    pub schemas: Sides<Schemas>,
    /// Records to try the draft on.
    pub samples: Vec<Sample>,
    /// Which of them is shown.
    pub shown: usize,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What becomes of the shown record, field by field.
    pub examples: Vec<Example>,
    /// What saving would do, once it was worked out for exactly this draft.
    pub impact: Option<Impact>,
    /// Whether that is being worked out.
    pub trying: bool,
    /// Whether the draft is being stored.
    pub saving: bool,
    /// What people call the fields of both sides, as their services say it.
    pub captions: Sides<Captions>,
    /// The versions of the mapping, while they are shown.
    pub versions: Option<Vec<VersionLine>>,
}

impl Editor {
    /// Opens a mapping; the records that it is tried on come later.
    pub fn open(mapping: TableMapping) -> Self {
        Self::on(mapping.clone(), Some(mapping))
    }

    /// Begins a new mapping.
    pub fn begin(mapping: TableMapping) -> Self {
        Self::on(mapping, None)
    }

    fn on(draft: TableMapping, stored: Option<TableMapping>) -> Self {
        Self {
            stored,
            draft,
            undo: Vec::new(),
            redo: Vec::new(),
            focus: None,
            schemas: Sides::default(),
            samples: Vec::new(),
            shown: 0,
            findings: Vec::new(),
            examples: Vec::new(),
            impact: None,
            trying: false,
            saving: false,
            captions: Sides::default(),
            versions: None,
        }
    }

    /// Whether there is something to save.
    pub fn is_changed(&self) -> bool {
        self.stored.as_ref() != Some(&self.draft)
    }

    /// Whether the draft cannot be saved.
    pub fn is_faulty(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind.is_fault())
    }

    /// Whether saving changes which records take part or who is whose partner, so that its consequences are worth a look.
    pub fn changes_keys(&self) -> bool {
        let Some(stored) = &self.stored else {
            return true;
        };
        let keys = |mapping: &TableMapping| -> Vec<FieldMapping> {
            let keys = mapping
                .active_fields()
                .filter(|field| field.matching.is_some());
            keys.cloned().collect()
        };
        stored.sets != self.draft.sets
            || stored.filters != self.draft.filters
            || stored.direction != self.draft.direction
            || stored.only_coupled != self.draft.only_coupled
            || keys(stored) != keys(&self.draft)
    }

    /// Takes a new draft; steps taken back before are forgotten.
    pub fn change(&mut self, draft: TableMapping) {
        if draft == self.draft {
            return;
        }
        let before = std::mem::replace(&mut self.draft, draft);
        // Letters that are typed one after another into the same filter or value are one step.
        let same_place = self.undo.last().is_some_and(|last| {
            last.fields.len() == self.draft.fields.len()
                && is_typing(last, &before)
                && is_typing(&before, &self.draft)
        });
        if !same_place {
            self.undo.push(before);
            if self.undo.len() > STEPS {
                self.undo.remove(0);
            }
        }
        self.redo.clear();
        self.settle();
    }

    /// Takes the last step back.
    pub fn undo(&mut self) {
        if let Some(before) = self.undo.pop() {
            self.redo.push(std::mem::replace(&mut self.draft, before));
            self.settle();
        }
    }

    /// Takes the step again.
    pub fn redo(&mut self) {
        if let Some(after) = self.redo.pop() {
            self.undo.push(std::mem::replace(&mut self.draft, after));
            self.settle();
        }
    }

    /// Whether a step can be taken back.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether a step can be taken again.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// The draft is what the cache has now.
    pub fn saved(&mut self) {
        self.stored = Some(self.draft.clone());
        self.saving = false;
        self.impact = None;
    }

    fn settle(&mut self) {
        self.impact = None;
        self.focus = self.focus.filter(|index| *index < self.draft.fields.len());
    }

    /// Works out again what is wrong and what the example shows.
    pub fn examine(&mut self, others: &[TableMapping]) {
        self.findings = findings::find(&self.draft, others, &self.schemas, &self.samples);
        self.show_example();
    }

    /// Shows the next record, or the one before, as the example.
    pub fn step_example(&mut self, forward: bool) {
        let last = self.samples.len().saturating_sub(1);
        self.shown = match (forward, self.shown) {
            (true, shown) if shown >= last => 0,
            (true, shown) => shown + 1,
            (false, 0) => last,
            (false, shown) => shown - 1,
        };
        self.show_example();
    }

    fn show_example(&mut self) {
        let schemas = self.schemas.as_ref().map(Schemas::ready);
        let sample = self.samples.get(self.shown);
        self.examples = (0..self.draft.fields.len())
            .map(|index| findings::example(&self.draft, schemas, index, sample))
            .collect();
    }

    /// Takes records of the cache as examples.
    pub fn take_samples(&mut self, samples: Vec<Sample>) {
        self.samples = samples;
        self.shown = self.shown.min(self.samples.len().saturating_sub(1));
    }

    /// The names of the fields that rows other than one use on a side.
    pub fn used(&self, side: Side, other_than: usize) -> Vec<String> {
        let rows = self.draft.fields.iter().enumerate();
        rows.filter(|(index, _)| *index != other_than)
            .flat_map(|(_, field)| field.fields_of(side))
            .map(ToString::to_string)
            .collect()
    }
}

/// Whether two drafts differ in nothing but a text of the same place.
fn is_typing(one: &TableMapping, other: &TableMapping) -> bool {
    let without_filters = |mapping: &TableMapping| TableMapping {
        filters: Sides::default(),
        ..mapping.clone()
    };
    one.filters != other.filters && without_filters(one) == without_filters(other)
}

/// Records of the cache as examples: coupled ones first, else any. Where a mapping has few pairs among very many others, this
/// takes long: never asked by the window itself.
pub(super) fn samples(reader: &Reader<'_>, name: &MappingName) -> Result<Vec<Sample>, Problem> {
    let filter = CouplingFilter {
        mapping: Some(name.clone()),
        ..CouplingFilter::default()
    };
    let few = reader.count_couplings(&filter)?;
    let few = usize::try_from(few).unwrap_or(SAMPLES).min(SAMPLES);
    let rows = match few {
        0 => Vec::new(),
        few => reader.list_couplings(&filter, CouplingSort::Made, false, Slice::first(few))?,
    };
    let mut samples = Vec::new();
    for row in rows {
        let Some(coupling) = reader.coupling(row.id)? else {
            continue;
        };
        let label = if row.labels.bc.is_empty() {
            row.labels.dv
        } else {
            row.labels.bc
        };
        samples.push(Sample {
            label,
            fields: coupling.seen.map(|seen| seen.fields().cloned()),
        });
    }
    if samples.is_empty() {
        for side in Side::BOTH {
            for (id, seen) in reader.uncoupled(name, side, None, SAMPLES / 2)? {
                let mut fields = Sides::default();
                *fields.get_mut(side) = seen.fields().cloned();
                samples.push(Sample {
                    label: id.hyphenated().to_string(),
                    fields,
                });
            }
        }
    }
    Ok(samples)
}

/// A mapping between two tables without fields; it takes no part before a person switches it on.
pub fn new_mapping(name: MappingName, sets: Sides<SetName>) -> TableMapping {
    TableMapping {
        name,
        sets,
        direction: Direction::Both,
        enabled: false,
        only_coupled: true,
        filters: Sides::default(),
        conflict_detection: ConflictDetection::default(),
        on_update_conflict: UpdatePolicy::default(),
        on_deletion: DeletionPolicy::default(),
        depends_on: Vec::new(),
        on_create: Sides::default(),
        templates: Vec::new(),
        create_unmatched: false,
        sweep_every: Cadence::default(),
        running: RunSettings::default(),
        fields: Vec::new(),
    }
}

/// A row for a pair of fields, as flat as it can be.
pub fn new_field(pair: Sides<FieldName>) -> FieldMapping {
    FieldMapping {
        source: FieldSource::Pair(pair),
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
