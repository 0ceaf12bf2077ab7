//! What concerns the table as a whole: the bar with its buttons, directions and policies, filters, how runs behave.

use super::Drawn;
use crate::app::command::MappingCommand;
use crate::app::mapping::editor::Schemas;
use crate::i18n::Arg;
use crate::model::mapping::{ConflictDetection, DeletionPolicy, Direction, UpdatePolicy};
use crate::model::running::Interval;
use crate::model::{Side, TableMapping};
use crate::ui::design::{Icon, Mark, space, text};
use crate::ui::widgets::{Button, MenuItem, StateChip, card, menu_button, select, toggle, typed};
use crate::worker::explain::explain;
use eframe::egui::{Align, Key, KeyboardShortcut, Label, Layout, Modifiers, Ui, vec2};

/// The mapping's name, its state, and what can be done with the draft.
pub(super) fn bar(ui: &mut Ui, drawn: &mut Drawn<'_>) {
    let (texts, editor) = (drawn.texts, drawn.editor);
    let changed = editor.is_changed();
    ui.horizontal_wrapped(|ui| {
        ui.label(text::heading(editor.draft.name.as_str()));
        if changed {
            ui.add(StateChip::mark(Mark::Open, texts.t("mappings-unsaved")));
        }
        let why = if editor.is_faulty() {
            Some(texts.t("mappings-why-faulty"))
        } else if changed {
            None
        } else {
            Some(texts.t("mappings-why-unchanged"))
        };
        let look = editor.changes_keys() && editor.draft.enabled && editor.impact.is_none();
        let key = if look && changed && drawn.why_no_work.is_none() {
            "mappings-save-look"
        } else {
            "action-save"
        };
        let save = Button::primary(texts.t(key))
            .shortcut(KeyboardShortcut::new(Modifiers::COMMAND, Key::S))
            .enabled(!editor.saving && !editor.trying)
            .disabled_because(why.map(std::borrow::Cow::into_owned));
        if ui.add(save).clicked() {
            drawn.send(MappingCommand::Save);
        }
        for (icon, key, can, command, letter) in [
            (
                Icon::Undo,
                "action-undo",
                editor.can_undo(),
                MappingCommand::Undo,
                Key::Z,
            ),
            (
                Icon::Redo,
                "action-redo",
                editor.can_redo(),
                MappingCommand::Redo,
                Key::Y,
            ),
        ] {
            let keys = KeyboardShortcut::new(Modifiers::COMMAND, letter);
            let button = Button::icon_only(icon, texts.t(key)).shortcut(keys);
            if ui.add(button.enabled(can)).clicked() {
                drawn.send(command);
            }
        }
        let more = Button::icon_only(Icon::More, texts.t("action-more"));
        menu_button(ui, more, |ui| {
            let has_default = drawn.page.default_of(&editor.draft.name).is_some();
            let unconnected = drawn.why_no_work.is_some();
            let items = [
                (
                    "mappings-try",
                    Icon::Search,
                    !unconnected && !editor.is_faulty(),
                    MappingCommand::Try,
                ),
                (
                    "mappings-discard",
                    Icon::Cross,
                    changed,
                    MappingCommand::Discard,
                ),
                (
                    "mappings-reset",
                    Icon::Undo,
                    has_default,
                    MappingCommand::Reset,
                ),
                (
                    "versions-title",
                    Icon::History,
                    true,
                    MappingCommand::Versions,
                ),
                (
                    "mappings-read-fields",
                    Icon::Retry,
                    !unconnected,
                    MappingCommand::ReadFields,
                ),
            ];
            for (key, icon, can, command) in items {
                let item = MenuItem::new(texts.t(key)).icon(icon).enabled(can);
                if ui.add(item).clicked() {
                    drawn.send(command);
                }
            }
        });
    });
    for side in Side::BOTH {
        if let Schemas::Failed(problem) = editor.schemas.get(side) {
            let words = explain(texts, problem).message;
            ui.add(Label::new(text::small(words)).wrap());
        }
    }
}

/// A choice under its label, as wide as its column.
fn labelled<T: PartialEq + Clone>(
    ui: &mut Ui,
    width: f32,
    label: &str,
    chosen: &mut T,
    options: &[(T, String)],
) {
    let layout = Layout::top_down(Align::Min);
    ui.allocate_ui_with_layout(vec2(width, 52.0), layout, |ui| {
        ui.set_min_width(width);
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.label(text::small(label));
        select(ui, label, chosen, options);
    });
}

/// Direction, policies, filters.
pub(super) fn table(ui: &mut Ui, drawn: &mut Drawn<'_>) {
    let (texts, editor) = (drawn.texts, drawn.editor);
    let draft = &editor.draft;
    let t = |key: &str| texts.t(key).into_owned();
    let mut new = draft.clone();
    card(ui, |ui| {
        let directions = [
            (Direction::Both, t("direction-both")),
            (Direction::ToDataverse, t("direction-to-dv")),
            (Direction::ToBusinessCentral, t("direction-to-bc")),
        ];
        let conflicts = [
            (UpdatePolicy::Ask, t("policy-ask")),
            (UpdatePolicy::BusinessCentral, t("policy-bc")),
            (UpdatePolicy::Dataverse, t("policy-dv")),
            (UpdatePolicy::Newest, t("policy-newest")),
        ];
        let deletions = [
            (DeletionPolicy::Ask, t("policy-ask")),
            (DeletionPolicy::Restore, t("policy-restore")),
            (DeletionPolicy::Uncouple, t("policy-uncouple")),
            (DeletionPolicy::Delete, t("policy-delete")),
        ];
        let detection = [
            (ConflictDetection::Field, t("detection-field")),
            (ConflictDetection::Record, t("detection-record")),
        ];
        let per_row = if ui.available_width() >= 900.0 {
            4.0
        } else {
            2.0
        };
        let width = ui.available_width() / per_row - space::M;
        ui.horizontal(|ui| {
            let label = t("word-direction");
            labelled(ui, width, &label, &mut new.direction, &directions);
            let label = t("mappings-on-conflict");
            labelled(ui, width, &label, &mut new.on_update_conflict, &conflicts);
            if per_row > 2.0 {
                let label = t("mappings-on-deletion");
                labelled(ui, width, &label, &mut new.on_deletion, &deletions);
                let label = t("mappings-detection");
                labelled(ui, width, &label, &mut new.conflict_detection, &detection);
            }
        });
        if per_row <= 2.0 {
            ui.horizontal(|ui| {
                let label = t("mappings-on-deletion");
                labelled(ui, width, &label, &mut new.on_deletion, &deletions);
                let label = t("mappings-detection");
                labelled(ui, width, &label, &mut new.conflict_detection, &detection);
            });
        }
        ui.horizontal_wrapped(|ui| {
            toggle(ui, &t("word-only-coupled"), &mut new.only_coupled);
            ui.add_space(space::M);
            toggle(ui, &t("word-create-if-no-match"), &mut new.create_unmatched);
        });
        ui.add_space(space::XS);
        let wide = ui.available_width() >= 700.0;
        // The filters stand below the choices: one under each, or one under two.
        let width = if wide && per_row > 2.0 {
            2.0 * width + space::S
        } else if wide {
            width
        } else {
            ui.available_width() - space::L
        };
        let mut filters = |ui: &mut Ui| {
            for side in Side::BOTH {
                ui.vertical(|ui| {
                    ui.set_width(width);
                    let key = match side {
                        Side::Bc => "mappings-filter-bc",
                        Side::Dv => "mappings-filter-dv",
                    };
                    let now = draft.filters.get(side).clone().unwrap_or_default();
                    let id = eframe::egui::Id::unique((draft.name.as_str(), key));
                    if let Some(filter) = typed(ui, id, &t(key), &now, width, |_| true) {
                        let filter = filter.trim();
                        let filter = (!filter.is_empty()).then(|| filter.to_owned());
                        *new.filters.get_mut(side) = filter;
                    }
                });
            }
        };
        if wide {
            ui.horizontal_top(filters);
        } else {
            filters(ui);
        }
        ui.add(Label::new(text::small(texts.t("mappings-filter-help"))).wrap());
        if let Some(counts) = counts(drawn) {
            ui.add(Label::new(text::small(counts)).wrap());
        }
    });
    if new != *draft {
        drawn.change(|draft| *draft = new);
    }
}

/// How many records take part, once that was read.
fn counts(drawn: &Drawn<'_>) -> Option<String> {
    let texts = drawn.texts;
    let name = &drawn.editor.draft.name;
    let line = drawn
        .page
        .lines
        .iter()
        .find(|one| one.mapping.name == *name);
    let counts = line.and_then(|line| line.counts.as_ref())?;
    let pairs = counts.couplings();
    let args = [
        ("pairs", Arg::from(texts.count(pairs))),
        ("bc", Arg::from(texts.count(counts.uncoupled.bc))),
        ("dv", Arg::from(texts.count(counts.uncoupled.dv))),
    ];
    Some(texts.t_args("mappings-counts", &args))
}

/// How runs behave: brake, skipping, pace.
pub(super) fn runs(ui: &mut Ui, drawn: &mut Drawn<'_>) {
    let texts = drawn.texts;
    let draft = &drawn.editor.draft;
    let mut new: TableMapping = draft.clone();
    let t = |key: &str| texts.t(key).into_owned();
    card(ui, |ui| {
        ui.label(text::strong(t("mappings-runs")));
        ui.horizontal_wrapped(|ui| {
            let brake = &mut new.running.brake;
            number(
                ui,
                drawn,
                "mappings-brake-changes",
                u32::from(brake.changes),
                |n| {
                    brake.changes = u8::try_from(n.min(100)).unwrap_or(100);
                },
            );
            number(
                ui,
                drawn,
                "mappings-brake-deletions",
                u32::from(brake.deletions),
                |n| {
                    brake.deletions = u8::try_from(n.min(100)).unwrap_or(100);
                },
            );
            number(ui, drawn, "mappings-brake-from", brake.from, |n| {
                brake.from = n;
            });
        });
        ui.horizontal_wrapped(|ui| {
            let skip = &mut new.running.skip;
            number(
                ui,
                drawn,
                "mappings-skip-after",
                skip.after.unwrap_or(2),
                |n| {
                    skip.after = (n != 2).then_some(n);
                },
            );
            for (key, pace) in [
                ("mappings-every", &mut new.running.pace.every),
                ("mappings-when-quiet", &mut new.running.pace.when_quiet),
            ] {
                let now = pace.map(|pace| pace.to_string()).unwrap_or_default();
                let id = eframe::egui::Id::unique((draft.name.as_str(), key));
                let fits = |text: &str| text.trim().is_empty() || text.parse::<Interval>().is_ok();
                ui.vertical(|ui| {
                    if let Some(text) = typed(ui, id, &t(key), &now, 150.0, fits) {
                        *pace = text.parse().ok();
                    }
                });
            }
        });
        ui.add(Label::new(text::small(t("mappings-runs-help"))).wrap());
    });
    if new != *draft {
        drawn.change(|draft| *draft = new);
    }
}

fn number(ui: &mut Ui, drawn: &Drawn<'_>, key: &str, now: u32, set: impl FnOnce(u32)) {
    let id = eframe::egui::Id::unique((drawn.editor.draft.name.as_str(), key));
    let label = drawn.texts.t(key);
    let fits = |text: &str| text.trim().parse::<u32>().is_ok();
    ui.vertical(|ui| {
        if let Some(text) = typed(ui, id, &label, &now.to_string(), 150.0, fits)
            && let Ok(number) = text.trim().parse()
        {
            set(number);
        }
    });
}
