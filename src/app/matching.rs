//! The page of match-based coupling: rules, what they find, what a person makes of it.

use super::App;
use super::Happening;
use super::command::MatchCommand;
use super::desk::Errand;
use crate::engine::outcome::MatchReport;
use crate::engine::request::{
    AfterCoupling, MatchChoice, MatchRequest, RecordRef, SyncRequest, UncoupleRequest,
};
use crate::model::mapping::{FieldSource, MatchRule};
use crate::model::reason::Problem;
use crate::model::report::{HistoryAction, JobKind};
use crate::model::{FieldMapping, MappingName, Side, Sides, TableMapping};
use crate::store::{HistoryFilter, JobFilter, ListTable, Reader, Slice, StoreReader};
use crate::worker::protocol::{Answer, Request};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// One group of criteria that must all agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchGroup {
    /// Groups are tried in this order.
    pub priority: u32,
    /// The fields, and whether upper and lower case must agree.
    pub criteria: Vec<(Sides<String>, bool)>,
}

/// A mapping on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchMapping {
    /// Its name.
    pub name: MappingName,
    /// Its criteria; a mapping without any cannot be matched.
    pub groups: Vec<MatchGroup>,
    /// The fields that are or could be criteria, by their places in the mapping.
    pub fields: Vec<MatchField>,
    /// Records of each side that have no partner.
    pub alone: Sides<u64>,
}

/// A field that is a criterion, or could be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchField {
    /// Its place in the mapping.
    pub index: usize,
    /// What each side calls it.
    pub names: Sides<String>,
    /// How it is used, if it is.
    pub rule: Option<MatchRule>,
}

/// Which part of a preview is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MatchTab {
    /// What matches exactly one other.
    #[default]
    Sure,
    /// What nearly matches.
    Near,
    /// What matches several others.
    Several,
    /// What matches nothing.
    Alone,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct MatchPage {
    /// Enabled mappings, in their order.
    pub mappings: Vec<MatchMapping>,
    /// The mapping that is matched.
    pub chosen: Option<MappingName>,
    /// What the criteria find; nothing before a preview.
    pub report: Option<MatchReport>,
    /// Which part of it is looked at.
    pub tab: MatchTab,
    /// Records of Business Central whose match a person does not want.
    pub except: BTreeSet<Uuid>,
    /// Pairs that a person wants although they do not match by themselves: row of Dataverse by record of Business Central.
    pub also: BTreeMap<Uuid, Uuid>,
    /// Whether what matches nothing is created on the other side.
    pub create: bool,
    /// What the first synchronisation does with the new pairs.
    pub then: AfterCoupling,
    /// Whether a preview or a coupling is under way.
    pub busy: bool,
    /// Why the page could not be read, if it could not.
    pub problem: Option<Problem>,
}

impl MatchPage {
    /// Reads the mappings again; what a person chose stays.
    pub fn read(&mut self, reader: &Reader<'_>) {
        match mappings(reader) {
            Ok(mappings) => {
                let known = |name: &MappingName| mappings.iter().any(|one| one.name == *name);
                if !self.chosen.as_ref().is_some_and(known) {
                    let first = mappings.iter().find(|one| !one.groups.is_empty());
                    self.chosen = first.map(|one| one.name.clone());
                    self.forget_preview();
                }
                self.mappings = mappings;
                self.problem = None;
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// The mapping that is matched.
    pub fn mapping(&self) -> Option<&MatchMapping> {
        let chosen = self.chosen.as_ref()?;
        self.mappings.iter().find(|one| one.name == *chosen)
    }

    /// How many pairs would be coupled now.
    pub fn selected(&self) -> u64 {
        let Some(report) = &self.report else {
            return 0;
        };
        report.coupled.saturating_sub(self.except.len() as u64) + self.also.len() as u64
    }

    /// Whether a row of Dataverse is already chosen for another record.
    pub fn is_taken(&self, dv: Uuid, by_other_than: Uuid) -> bool {
        let mut also = self.also.iter();
        also.any(|(bc, taken)| *taken == dv && *bc != by_other_than)
    }

    /// Ticks the nearly matching pairs with at least this score, the likest first, and no others.
    fn tick_from(&mut self, least: u32) {
        let near = self.report.iter().flat_map(|report| &report.near);
        let near: Vec<(Uuid, Uuid, u32)> = near
            .map(|near| (near.bc_id, near.dv_id, near.score))
            .collect();
        for (bc, dv, _) in &near {
            if self.also.get(bc) == Some(dv) {
                self.also.remove(bc);
            }
        }
        for (bc, dv, score) in near {
            if score >= least && !self.is_taken(dv, bc) {
                self.also.insert(bc, dv);
            }
        }
    }

    fn forget_preview(&mut self) {
        self.report = None;
        self.except.clear();
        self.also.clear();
        self.tab = MatchTab::Sure;
    }

    fn choice(&self) -> MatchChoice {
        let also = self.also.iter().map(|(bc, dv)| Sides::new(*bc, *dv));
        MatchChoice {
            except: self.except.clone(),
            also: also.collect(),
        }
    }
}

fn mappings(reader: &Reader<'_>) -> Result<Vec<MatchMapping>, Problem> {
    let counts = reader.mapping_counts()?;
    let enabled = reader.mappings()?.into_iter().filter(|one| one.enabled);
    Ok(enabled
        .map(|mapping| {
            let own = counts.iter().find(|one| one.mapping == mapping.name);
            MatchMapping {
                groups: groups(&mapping),
                fields: fields(&mapping),
                alone: own.map(|one| one.uncoupled).unwrap_or_default(),
                name: mapping.name,
            }
        })
        .collect())
}

fn groups(mapping: &TableMapping) -> Vec<MatchGroup> {
    let mut groups: BTreeMap<u32, Vec<(Sides<String>, bool)>> = BTreeMap::new();
    for field in mapping.active_fields() {
        let Some(rule) = field.matching else { continue };
        let Some(names) = names(field) else { continue };
        let own = groups.entry(rule.priority).or_default();
        own.push((names, rule.case_sensitive));
    }
    groups
        .into_iter()
        .map(|(priority, criteria)| MatchGroup { priority, criteria })
        .collect()
}

/// What both sides call a field; nothing for a stated value, which every record has.
fn names(field: &FieldMapping) -> Option<Sides<String>> {
    match &field.source {
        FieldSource::Pair(pair) => Some(Sides::new(pair.bc.to_string(), pair.dv.to_string())),
        FieldSource::Name { bc, first, last } => {
            Some(Sides::new(bc.to_string(), format!("{first} + {last}")))
        }
        FieldSource::Constant { .. } => None,
    }
}

fn fields(mapping: &TableMapping) -> Vec<MatchField> {
    let fields = mapping.fields.iter().enumerate();
    let active = fields.filter(|(_, field)| field.enabled);
    active
        .filter_map(|(index, field)| {
            Some(MatchField {
                index,
                names: names(field)?,
                rule: field.matching,
            })
        })
        .collect()
}

impl App {
    /// Does what a person asked for on the page of match-based coupling.
    pub(super) fn carry_out_match(&mut self, command: MatchCommand) {
        let page = &mut self.matching;
        match command {
            MatchCommand::Choose(name) => {
                page.chosen = Some(name);
                page.forget_preview();
            }
            MatchCommand::Criterion(index, rule) => self.set_criterion(index, rule),
            MatchCommand::Preview => self.ask_match(true),
            MatchCommand::Couple => self.ask_match(false),
            MatchCommand::Tab(tab) => page.tab = tab,
            MatchCommand::Leave(record, leave) => {
                if leave {
                    page.except.insert(record);
                } else {
                    page.except.remove(&record);
                }
            }
            MatchCommand::LeaveAll(leave) => {
                let pairs = page.report.iter().flat_map(|report| &report.pairs);
                page.except = pairs.filter(|_| leave).map(|pair| pair.bc_id).collect();
            }
            MatchCommand::Also(record, row) => {
                match row.filter(|row| !page.is_taken(*row, record)) {
                    Some(row) => page.also.insert(record, row),
                    None => page.also.remove(&record),
                };
            }
            MatchCommand::AlsoFrom(least) => page.tick_from(least),
            MatchCommand::Create(create) => page.create = create,
            MatchCommand::Then(then) => page.then = then,
            MatchCommand::Undo(mapping, records) => {
                self.ask(
                    Request::Uncouple(UncoupleRequest::only(mapping, records)),
                    Errand::Uncouple,
                );
            }
        }
    }

    /// Stores the mapping with another criterion, and offers the way back.
    fn set_criterion(&mut self, index: usize, rule: Option<MatchRule>) {
        let chosen = self.matching.chosen.clone();
        let Some((name, reader)) = chosen.zip(self.reader()) else {
            return;
        };
        let Ok(Some(before)) = reader.read().mapping(&name) else {
            return;
        };
        let mut after = before.clone();
        if let Some(field) = after.fields.get_mut(index) {
            field.matching = rule;
        }
        if after == before {
            return;
        }
        let request = Request::SaveMappings(vec![after]);
        if self.ask(request, Errand::Mappings { saving: false }) {
            self.matching.forget_preview();
            self.happenings.push_back(Happening::MappingSaved {
                name,
                before: vec![before],
            });
        }
    }

    fn ask_match(&mut self, preview: bool) {
        if self.running.is_some() || self.connection.is_none() {
            return;
        }
        let Some(mapping) = self.matching.chosen.clone() else {
            return;
        };
        let request = MatchRequest {
            mapping,
            create: self.matching.create && !preview,
            preview,
            choice: if preview {
                MatchChoice::default()
            } else {
                self.matching.choice()
            },
        };
        self.matching.busy = self.ask(Request::Match(request), Errand::Match { preview });
    }

    /// A preview is shown, or what was coupled is told with the way back.
    pub(super) fn matched(&mut self, preview: bool, result: Result<Answer, Problem>) {
        self.matching.busy = false;
        let report = match result {
            Ok(Answer::Matched(report)) => report,
            Ok(_) => return,
            Err(problem) => {
                self.notice_unless_cancelled(problem);
                return;
            }
        };
        self.matching.forget_preview();
        if preview {
            self.matching.tab = if report.coupled > 0 {
                MatchTab::Sure
            } else if !report.near.is_empty() {
                MatchTab::Near
            } else if report.ambiguous > 0 {
                MatchTab::Several
            } else {
                MatchTab::Alone
            };
            self.matching.report = Some(report);
            return;
        }
        let Some(mapping) = self.matching.chosen.clone() else {
            return;
        };
        let of = mapping.clone();
        let look = move |reader: &StoreReader| just_coupled(&reader.read(), &of);
        // No index says what a job wrote.
        let small = self.is_short(ListTable::History);
        self.look_up(small, look, move |app, records| {
            app.tell_coupled(&report, mapping, records);
        });
    }

    /// Tells what was coupled, with the way back, and goes on as the person wished.
    fn tell_coupled(
        &mut self,
        report: &MatchReport,
        mapping: MappingName,
        records: Vec<RecordRef>,
    ) {
        if let AfterCoupling::Take(side) = self.matching.then
            && !records.is_empty()
        {
            let request = SyncRequest {
                mappings: vec![mapping.clone()],
                records: records.clone(),
                take: Some(side),
                ..SyncRequest::default()
            };
            self.ask(Request::Sync(request), Errand::Sync);
        }
        self.happenings.push_back(Happening::Coupled {
            count: report.coupled,
            created: report.created,
            mapping,
            records,
        });
    }
}

/// The records that the newest coupling job of a mapping coupled.
fn just_coupled(reader: &Reader<'_>, mapping: &MappingName) -> Vec<RecordRef> {
    let filter = JobFilter {
        mapping: Some(mapping.clone()),
        kind: Some(JobKind::Coupling),
        ..JobFilter::default()
    };
    // One job per direction.
    let jobs = reader
        .list_jobs(&filter, Slice::first(2))
        .unwrap_or_default();
    let newest = jobs.first().map(|job| job.started);
    let mut records = Vec::new();
    for job in jobs.iter().filter(|job| Some(job.started) == newest) {
        let filter = HistoryFilter {
            job: Some(job.id),
            ..HistoryFilter::default()
        };
        let entries = reader.list_history(&filter, Slice::ALL).unwrap_or_default();
        let coupled = entries
            .into_iter()
            .filter(|entry| entry.action == HistoryAction::Couple)
            .filter_map(|entry| entry.ids.bc);
        records.extend(coupled.map(|id| RecordRef { side: Side::Bc, id }));
    }
    records
}
