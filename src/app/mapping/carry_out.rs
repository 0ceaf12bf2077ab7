//! Does what a person asks for on the page of table mappings, and takes in what the worker answers.

use super::editor::{Editor, Impact, Schemas, new_mapping};
use super::versions;
use crate::app::command::{Command, MappingCommand};
use crate::app::desk::{Desk, Errand};
use crate::app::{App, Happening};
use crate::engine::outcome::SyncReport;
use crate::model::mapping_file;
use crate::model::reason::{Cause, Problem};
use crate::model::{Direction, MappingName, SetName, Side, Sides};
use crate::store::StoreReader;
use crate::worker::folder::file_problem;
use crate::worker::protocol::{Answer, Request};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::TryRecvError;

/// The forms in which mappings are written and read.
const FILES: &[(&str, &str)] = &[("TOML", "toml"), ("JSON", "json")];

fn is_json(file: &Path) -> bool {
    let ending = file.extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// How many records the consequences of a change name.
const NAMED: usize = 20;

impl App {
    /// Does what a person asked for.
    pub(in crate::app) fn carry_out_mapping(&mut self, command: MappingCommand) {
        match command {
            MappingCommand::Open(name) => self.open_mapping(&name),
            MappingCommand::Begin { name, sets } => self.begin_mapping(name, sets),
            MappingCommand::AskSets => {
                for side in Side::BOTH {
                    if self.mapping.sets.get(side).is_none() && self.connection.is_some() {
                        let request = Request::Schema {
                            side,
                            set: None,
                            fresh: false,
                        };
                        self.ask(request, Errand::Sets(side));
                    }
                }
            }
            MappingCommand::Enable(name, enabled) => {
                let request = Request::EnableMappings {
                    names: vec![name],
                    enabled,
                };
                self.ask(request, Errand::Mappings { saving: false });
            }
            MappingCommand::Change(draft) => {
                if let Some(editor) = self.mapping.editor.as_mut().filter(|one| !one.saving) {
                    editor.change(*draft);
                }
                self.mapping.examine();
                self.ask_fields(false);
            }
            MappingCommand::Focus(index) => {
                if let Some((_, line)) = &mut self.mapping.wanted {
                    *line = index;
                } else if let Some(editor) = &mut self.mapping.editor {
                    editor.focus = index;
                }
            }
            MappingCommand::Undo | MappingCommand::Redo => {
                if let Some(editor) = &mut self.mapping.editor {
                    if command == MappingCommand::Undo {
                        editor.undo();
                    } else {
                        editor.redo();
                    }
                }
                self.mapping.examine();
            }
            MappingCommand::Discard => self.discard_draft(),
            MappingCommand::Reset => {
                let default = self.mapping.editor.as_ref().and_then(|editor| {
                    let mut default = self.mapping.default_of(&editor.draft.name)?.clone();
                    default.enabled = editor.draft.enabled;
                    Some(default)
                });
                if let (Some(editor), Some(default)) = (&mut self.mapping.editor, default) {
                    editor.change(default);
                }
                self.mapping.examine();
            }
            MappingCommand::Save => self.save_draft(),
            MappingCommand::Try => self.try_draft(),
            MappingCommand::Example { forward } => {
                if let Some(editor) = &mut self.mapping.editor {
                    editor.step_example(forward);
                }
            }
            MappingCommand::ReadFields => self.ask_fields(true),
            MappingCommand::Versions => self.show_versions(),
            MappingCommand::PutBack(id) => self.put_back(id),
            MappingCommand::AddDefaults => {
                self.ask(Request::DefaultMappings, Errand::Mappings { saving: false });
            }
            MappingCommand::Store(mappings) => {
                self.ask(
                    Request::SaveMappings(mappings),
                    Errand::Mappings { saving: false },
                );
            }
            MappingCommand::ChooseImport => {
                let title = self.texts.t("mappings-import-title").into_owned();
                self.ask_file(title, FILES, None, |file| {
                    Command::Mapping(MappingCommand::Import(file))
                });
            }
            MappingCommand::ChooseExport => {
                let title = self.texts.t("mappings-export-title").into_owned();
                let name = Some("raccord-mappings.toml".to_owned());
                self.ask_file(title, FILES, name, |file| {
                    Command::Mapping(MappingCommand::Export(file))
                });
            }
            MappingCommand::Import(file) => self.import_mappings(&file),
            MappingCommand::Export(file) => match self.write_mappings(&file) {
                Ok(()) => self.happenings.push_back(Happening::Written(file)),
                Err(error) => self.notice = Some(file_problem(&file, &error)),
            },
        }
    }

    /// Shows the versions of the open mapping, or hides them.
    fn show_versions(&mut self) {
        let Some(editor) = &mut self.mapping.editor else {
            return;
        };
        if editor.versions.take().is_none() {
            editor.versions = Some(Vec::new());
            self.ask_versions();
        }
    }

    /// Reads the versions that are shown, beside the window: each is compared with the one before.
    pub(in crate::app) fn ask_versions(&mut self) {
        let shown = self.mapping.editor.as_ref();
        let Some(editor) = shown.filter(|editor| editor.versions.is_some()) else {
            return;
        };
        let name = editor.draft.name.clone();
        let look = {
            let name = name.clone();
            move |reader: &StoreReader| versions::read(reader, &name)
        };
        let coming = match self.desk.as_ref().and_then(Desk::counter) {
            Some(counter) => counter.ask(look),
            None => None,
        };
        self.mapping.coming = coming.map(|coming| (name, coming));
    }

    /// Takes in the versions that were read.
    pub(in crate::app) fn receive_versions(&mut self) {
        let Some((name, coming)) = &self.mapping.coming else {
            return;
        };
        match coming.try_recv() {
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => self.mapping.coming = None,
            Ok(found) => {
                let name = name.clone();
                self.mapping.coming = None;
                let open = self.mapping.editor.as_mut();
                if let Some(editor) = open.filter(|editor| editor.draft.name == name)
                    && editor.versions.is_some()
                {
                    editor.versions = Some(found);
                }
            }
        }
    }

    /// Makes the draft what it was in a version; a step that can be taken back, and stored like any other change.
    fn put_back(&mut self, id: i64) {
        if let Some(editor) = self.mapping.editor.as_mut().filter(|one| !one.saving) {
            let versions = editor.versions.iter().flatten();
            let mut found = versions.filter(|version| version.id == id);
            if let Some(mut mapping) = found.next().map(|version| version.mapping.clone()) {
                mapping.enabled = editor.draft.enabled;
                editor.change(mapping);
            }
        }
        self.mapping.examine();
        self.ask_fields(false);
    }

    fn open_mapping(&mut self, name: &MappingName) {
        let page = &mut self.mapping;
        if !page.is_read {
            page.wanted = Some((name.clone(), None));
            self.read_mappings();
            return;
        }
        if page
            .editor
            .as_ref()
            .is_some_and(|one| one.draft.name == *name)
        {
            return;
        }
        if let Some(editor) = page.editor.take().filter(Editor::is_changed) {
            page.aside.insert(editor.draft.name.clone(), editor);
        }
        let line = page.lines.iter().find(|line| line.mapping.name == *name);
        let mapping = line.map(|line| line.mapping.clone());
        let aside = page.aside.remove(name);
        self.mapping.editor = aside.or_else(|| Some(Editor::open(mapping?)));
        self.read_mappings();
        self.mapping.examine();
        self.ask_fields(false);
    }

    fn begin_mapping(&mut self, name: MappingName, sets: Sides<SetName>) {
        if let Some(editor) = self.mapping.editor.take().filter(Editor::is_changed) {
            self.mapping.aside.insert(editor.draft.name.clone(), editor);
        }
        self.mapping.editor = Some(Editor::begin(new_mapping(name, sets)));
        self.mapping.examine();
        self.ask_fields(false);
    }

    fn discard_draft(&mut self) {
        let page = &mut self.mapping;
        let stored = page.editor.as_ref().and_then(|one| one.stored.clone());
        match (stored, &mut page.editor) {
            // A step like any other, so that it can be taken back.
            (Some(stored), Some(editor)) => editor.change(stored),
            (None, _) => {
                page.editor = None;
                let first = page.lines.first().map(|line| line.mapping.name.clone());
                if let Some(first) = first {
                    self.open_mapping(&first);
                }
            }
            (Some(_), None) => {}
        }
        self.mapping.examine();
    }

    /// Stores the draft. Where it changes who takes part, its consequences are shown first.
    fn save_draft(&mut self) {
        let Some(editor) = &self.mapping.editor else {
            return;
        };
        if !editor.is_changed() || editor.is_faulty() || editor.saving {
            return;
        }
        let look_first = editor.changes_keys() && editor.draft.enabled && editor.impact.is_none();
        if look_first && self.connection.is_some() && self.running.is_none() {
            self.try_draft();
            return;
        }
        let draft = editor.draft.clone();
        if self.ask(
            Request::SaveMappings(vec![draft]),
            Errand::Mappings { saving: true },
        ) && let Some(editor) = &mut self.mapping.editor
        {
            editor.saving = true;
        }
    }

    fn try_draft(&mut self) {
        if self.running.is_some() || self.connection.is_none() {
            return;
        }
        let Some(editor) = self.mapping.editor.as_ref().filter(|one| !one.is_faulty()) else {
            return;
        };
        let draft = Box::new(editor.draft.clone());
        if self.ask(Request::TryMapping(draft), Errand::Try)
            && let Some(editor) = &mut self.mapping.editor
        {
            editor.trying = true;
        }
    }

    /// Writes all mappings, in the form that the file's ending says.
    fn write_mappings(&self, file: &Path) -> std::io::Result<()> {
        let mappings = self.mapping.lines.iter().map(|line| &line.mapping);
        let text = if is_json(file) {
            mapping_file::write_json(mappings)
        } else {
            mapping_file::write(mappings)
        };
        std::fs::write(file, text)
    }

    fn import_mappings(&mut self, file: &Path) {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) => {
                self.notice = Some(file_problem(file, &error));
                return;
            }
        };
        let read = if is_json(file) {
            mapping_file::read_json(&text)
        } else {
            mapping_file::read(&text)
        };
        match read {
            Ok(mappings) => {
                let known = self.mapping.stored();
                let replaced = known
                    .into_iter()
                    .filter(|one| mappings.iter().any(|new| new.name == one.name));
                self.happenings.push_back(Happening::Imported {
                    count: mappings.len() as u64,
                    before: replaced.collect(),
                });
                self.ask(
                    Request::SaveMappings(mappings),
                    Errand::Mappings { saving: false },
                );
            }
            Err(faults) => {
                let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
                let problem = Problem::new(Cause::InvalidFile).with("path", &file.display());
                let problem = match faults.first().map(|fault| fault.line) {
                    Some(line) if line > 0 => problem.with("line", &line),
                    _ => problem,
                };
                self.notice = Some(problem.saying(said.join("\n")));
            }
        }
    }

    /// Asks for the fields of the draft's tables, as far as they are not known; for all of them if they are to be read again.
    pub(in crate::app) fn ask_fields(&mut self, again: bool) {
        if self.connection.is_none() {
            return;
        }
        if again && let Some(editor) = &self.mapping.editor {
            for side in Side::BOTH {
                let key = (side, editor.draft.sets.get(side).clone());
                self.mapping.schemas.remove(&key);
            }
        }
        for (side, set) in self.mapping.unread() {
            let request = Request::Schema {
                side,
                set: Some(set.clone()),
                fresh: again,
            };
            if self.ask(request, Errand::Fields(side)) {
                self.mapping.asked.push_back((side, set.clone()));
                self.mapping.schemas.insert((side, set), Schemas::Loading);
            }
        }
        self.mapping.examine();
    }

    /// The fields of a table were read, or not.
    pub(in crate::app) fn fields_read(&mut self, result: Result<Answer, Problem>) {
        let Some((side, set)) = self.mapping.asked.pop_front() else {
            return;
        };
        let found = match result {
            Ok(Answer::Schema(schema, captions)) => {
                self.mapping.captions.insert((side, set.clone()), captions);
                Ok(*schema)
            }
            Ok(_) => return,
            Err(problem) => Err(problem),
        };
        self.mapping.learn(side, set, found);
    }

    /// The tables of a side were named, or not; without names, they are typed.
    pub(in crate::app) fn sets_read(&mut self, side: Side, result: Result<Answer, Problem>) {
        let sets = match result {
            Ok(Answer::Sets(sets)) => sets,
            _ => Vec::new(),
        };
        *self.mapping.sets.get_mut(side) = Some(sets);
    }

    /// Mappings were stored, or not.
    pub(in crate::app) fn mappings_stored(
        &mut self,
        saving: bool,
        result: Result<Answer, Problem>,
    ) {
        let stored = result.is_ok();
        if let Err(problem) = result {
            self.notice_unless_cancelled(problem);
        }
        let Some(editor) = self.mapping.editor.as_mut().filter(|_| saving) else {
            return;
        };
        editor.saving = false;
        self.ask_versions();
        let Some(editor) = self.mapping.editor.as_mut() else {
            return;
        };
        if stored {
            let before = editor.stored.clone();
            editor.saved();
            self.happenings.push_back(Happening::MappingSaved {
                name: editor.draft.name.clone(),
                before: before.into_iter().collect(),
            });
        }
    }

    /// What the draft would do is known, or not.
    pub(in crate::app) fn draft_tried(&mut self, result: Result<Answer, Problem>) {
        let Some(editor) = &mut self.mapping.editor else {
            return;
        };
        let was_asked = std::mem::take(&mut editor.trying);
        match result {
            Ok(Answer::Synced(report)) if was_asked => {
                editor.impact = Some(impact(&editor.draft.name, report));
            }
            Ok(_) => {}
            Err(problem) => self.notice_unless_cancelled(problem),
        }
    }
}

fn impact(name: &MappingName, report: SyncReport) -> Impact {
    let mut counts: BTreeMap<(String, Option<&'static str>), u64> = BTreeMap::new();
    let mut first = Vec::new();
    let actions = report.actions.unwrap_or_default();
    for line in actions.iter().filter(|line| line.mapping == *name) {
        let writes = matches!(line.action.as_str(), "insert" | "modify" | "delete");
        let side = match line.direction {
            Direction::ToBusinessCentral => Side::Bc,
            Direction::ToDataverse | Direction::Both => Side::Dv,
        };
        let side = writes.then_some(side.short());
        *counts.entry((line.action.clone(), side)).or_default() += 1;
        if first.len() < NAMED && !line.label.is_empty() {
            first.push(line.label.clone());
        }
    }
    Impact {
        actions: counts
            .into_iter()
            .map(|((action, side), count)| {
                let side = Side::BOTH.into_iter().find(|one| side == Some(one.short()));
                (action, side, count)
            })
            .collect(),
        first,
        stopped: report.stopped.into_iter().next(),
    }
}
