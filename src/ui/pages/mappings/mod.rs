//! Table mappings: the list at the left, the editor of one at the right.
//!
//! - here: the page around both; `list`: the mappings; `head`: what concerns the table as a whole; `grid`: one row per field
//!   mapping; `detail`: everything about one of them; `rules`: its transformation rules; `strip`: what was found, and what
//!   saving would do; `versions`: what the mapping was before; `words`: kinds and values as people read them

mod detail;
mod grid;
mod head;
mod list;
mod rules;
mod strip;
mod versions;
mod words;

use crate::app::App;
use crate::app::command::{Command, MappingCommand};
use crate::app::mapping::MappingPage;
use crate::app::mapping::editor::Editor;
use crate::i18n::{Arg, Texts};
use crate::model::{MappingName, SetName, Side, Sides, TableMapping};
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{
    Button, MenuItem, PageState, card, follow_focus, menu_button, page_header, picker, scroll_keys,
    select,
};
use eframe::egui::{Frame, Id, Key, Label, Margin, Modifiers, Panel, ScrollArea, TextEdit, Ui};
use jiff::tz::TimeZone;

/// Below this width, in points, the list is a field above the editor.
const WIDE: f32 = 880.0;
/// Width of the list in points.
const LIST: f32 = 250.0;

/// What drawing the editor needs, and where its commands go.
struct Drawn<'a> {
    texts: Texts,
    /// The zone in which times are told.
    zone: &'a TimeZone,
    page: &'a MappingPage,
    editor: &'a Editor,
    /// Why no work can be asked of the services, if it cannot.
    why_no_work: Option<String>,
    sent: &'a mut Vec<MappingCommand>,
}

impl Drawn<'_> {
    fn send(&mut self, command: MappingCommand) {
        self.sent.push(command);
    }

    /// Sends the draft with a change.
    fn change(&mut self, change: impl FnOnce(&mut TableMapping)) {
        let mut draft = self.editor.draft.clone();
        change(&mut draft);
        self.send(MappingCommand::Change(Box::new(draft)));
    }
}

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let mut sent = Vec::new();
    let lines = app.mapping.lines.len() as u64;
    let sentence = texts.t_args("mappings-sentence", &[("count", Arg::from(lines))]);
    let beginning = Id::unique("mapping-beginning");
    page_header(ui, texts.t("nav-mappings"), sentence, |ui| {
        let more = Button::quiet(texts.t("mappings-file")).trailing(Icon::ChevronDown);
        menu_button(ui, more, |ui| {
            let items = [
                (
                    "mappings-import",
                    Icon::Folder,
                    MappingCommand::ChooseImport,
                ),
                (
                    "mappings-export",
                    Icon::Export,
                    MappingCommand::ChooseExport,
                ),
                ("mappings-defaults", Icon::Plus, MappingCommand::AddDefaults),
            ];
            for (key, icon, command) in items {
                if ui.add(MenuItem::new(texts.t(key)).icon(icon)).clicked() {
                    sent.push(command);
                }
            }
        });
        let new = Button::quiet(texts.t("mappings-new")).icon(Icon::Plus);
        if ui.add(new).clicked() {
            ui.data_mut(|data| data.insert_temp(beginning, Beginning::default()));
            sent.push(MappingCommand::AskSets);
        }
    });
    if let Some(problem) = app.mapping.problem.clone() {
        if super::unreadable(texts, &problem).show(ui) {
            app.send(Command::Refresh);
        }
        return;
    }
    if !app.mapping.is_read {
        PageState::Loading.show(ui);
        return;
    }
    let page = std::mem::take(&mut app.mapping);
    if let Some(typed) = ui.data(|data| data.get_temp::<Beginning>(beginning)) {
        begin(ui, texts, &page, beginning, typed, &mut sent);
    }
    if page.lines.is_empty() && page.editor.is_none() {
        let empty = PageState::Empty {
            icon: Icon::Mapping,
            title: texts.t("mappings-empty-title").into_owned(),
            why: texts.t("mappings-empty-why").into_owned(),
            action: Some(texts.t("mappings-defaults").into_owned()),
        };
        if empty.show(ui) {
            sent.push(MappingCommand::AddDefaults);
        }
    } else {
        let why_no_work = app.why_no_work().map(|key| texts.t(key).into_owned());
        content(ui, texts, &app.zone, &page, why_no_work, &mut sent);
    }
    app.mapping = page;
    for command in sent {
        app.send(Command::Mapping(command));
    }
}

fn content(
    ui: &mut Ui,
    texts: Texts,
    zone: &TimeZone,
    page: &MappingPage,
    why_no_work: Option<String>,
    sent: &mut Vec<MappingCommand>,
) {
    if ui.available_width() >= WIDE {
        let frame = Frame::new().inner_margin(Margin {
            right: 16,
            ..Margin::ZERO
        });
        Panel::left("mapping-list")
            .exact_size(LIST)
            .resizable(false)
            .show_separator_line(false)
            .frame(frame)
            .show(ui, |ui| list::show(ui, texts, page, sent));
    } else {
        choose(ui, texts, page, sent);
    }
    let Some(editor) = &page.editor else { return };
    let mut drawn = Drawn {
        texts,
        zone,
        page,
        editor,
        why_no_work,
        sent,
    };
    keys(ui, &mut drawn);
    head::bar(ui, &mut drawn);
    ui.add_space(space::S);
    ScrollArea::vertical()
        .id_salt(editor.draft.name.as_str())
        .auto_shrink([false, false])
        .show(ui, |ui| {
            strip::show(ui, &mut drawn);
            versions::show(ui, &mut drawn);
            head::table(ui, &mut drawn);
            ui.add_space(space::M);
            grid::show(ui, &mut drawn);
            ui.add_space(space::M);
            head::runs(ui, &mut drawn);
            ui.add_space(space::XL);
            follow_focus(ui, "mappings");
            scroll_keys(ui);
        });
}

/// In a small window the mapping is chosen from a list that opens.
fn choose(ui: &mut Ui, texts: Texts, page: &MappingPage, sent: &mut Vec<MappingCommand>) {
    let mut names: Vec<(MappingName, String)> = page
        .lines
        .iter()
        .map(|line| (line.mapping.name.clone(), list::line_words(texts, line)))
        .collect();
    let open = page.editor.as_ref().map(|editor| editor.draft.name.clone());
    let Some(mut chosen) = open else { return };
    if !names.iter().any(|(name, _)| *name == chosen) {
        names.push((chosen.clone(), chosen.to_string()));
    }
    if select(ui, &texts.t("word-table-mapping"), &mut chosen, &names) {
        sent.push(MappingCommand::Open(chosen));
    }
    ui.add_space(space::S);
}

/// Keys of the editor; those that mean something while a text is typed are left to it.
fn keys(ui: &Ui, drawn: &mut Drawn<'_>) {
    let typing = ui.ctx().text_edit_focused();
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, Key::S) {
        drawn.send(MappingCommand::Save);
    }
    if !typing {
        if pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z)
            || pressed(Modifiers::COMMAND, Key::Y)
        {
            drawn.send(MappingCommand::Redo);
        }
        if pressed(Modifiers::COMMAND, Key::Z) {
            drawn.send(MappingCommand::Undo);
        }
    }
    for (key, down) in [(Key::ArrowUp, false), (Key::ArrowDown, true)] {
        if pressed(Modifiers::ALT, key) {
            let Some(from) = drawn.editor.focus else {
                continue;
            };
            let last = drawn.editor.draft.fields.len();
            let to = if down { from + 1 } else { from.wrapping_sub(1) };
            if to < last && from < last {
                drawn.change(|draft| draft.fields.swap(from, to));
                drawn.send(MappingCommand::Focus(Some(to)));
            }
        }
    }
}

/// What is typed for a new mapping.
#[derive(Clone, Debug, Default)]
struct Beginning {
    name: String,
    bc: String,
    dv: String,
}

/// The card in which a new mapping is begun: its name and both tables.
fn begin(
    ui: &mut Ui,
    texts: Texts,
    page: &MappingPage,
    id: Id,
    mut typed: Beginning,
    sent: &mut Vec<MappingCommand>,
) {
    let mut close = false;
    card(ui, |ui| {
        ui.label(text::strong(texts.t("mappings-new-title")));
        ui.horizontal_wrapped(|ui| {
            let label = ui.label(texts.t("mappings-new-name"));
            ui.add(TextEdit::singleline(&mut typed.name).desired_width(180.0))
                .labelled_by(label.id);
            for (side, value) in [(Side::Bc, &mut typed.bc), (Side::Dv, &mut typed.dv)] {
                let key = match side {
                    Side::Bc => "mappings-new-bc",
                    Side::Dv => "mappings-new-dv",
                };
                let sets = page.sets.get(side).clone().unwrap_or_default();
                let entries = || words::sets(&sets);
                let finds = |entry: &crate::ui::widgets::Pickable, typed: &str| {
                    entry
                        .value
                        .to_lowercase()
                        .contains(&typed.trim().to_lowercase())
                };
                ui.label(texts.t(key));
                if let Some(picked) = picker(ui, &texts.t(key), value, 200.0, entries, finds) {
                    *value = picked;
                }
            }
        });
        let taken = page
            .lines
            .iter()
            .any(|line| line.mapping.name.as_str() == typed.name.trim());
        if taken {
            ui.add(Label::new(text::small(texts.t("mappings-new-taken"))).wrap());
        }
        ui.horizontal(|ui| {
            let ready = ![&typed.name, &typed.bc, &typed.dv]
                .iter()
                .any(|text| text.trim().is_empty());
            let make = Button::primary(texts.t("mappings-new-make")).enabled(ready && !taken);
            if ui.add(make).clicked() {
                let sets = Sides::new(SetName::new(typed.bc.trim()), SetName::new(typed.dv.trim()));
                let name = MappingName::new(typed.name.trim());
                sent.push(MappingCommand::Begin { name, sets });
                close = true;
            }
            close |= ui.add(Button::quiet(texts.t("action-cancel"))).clicked();
        });
    });
    ui.add_space(space::M);
    ui.data_mut(|data| {
        if close {
            data.remove::<Beginning>(id);
        } else {
            data.insert_temp(id, typed);
        }
    });
}
