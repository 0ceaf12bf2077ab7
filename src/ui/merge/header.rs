//! Which record is merged, who changed it when, how many conflicts there are, and how far this one is decided.

use super::words;
use crate::app::App;
use crate::app::command::{Command, Layer, MergeCommand, RulesCommand};
use crate::app::merging::{Hindrance, Merging};
use crate::i18n::Arg;
use crate::model::{Observation, Side};
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, SideBadge, check, search_box};
use eframe::egui::accesskit::Live;
use eframe::egui::{
    Align, Id, Key, KeyboardShortcut, Label, Layout, Modifiers, Rect, Role, Sense, Ui, Vec2, vec2,
};

/// Width of the field that filters, in points.
const FILTER: f32 = 190.0;
/// From this width on, in points, the name and what happened to it share a line.
const BESIDE: f32 = 900.0;
/// Below this width, in points, the tools stand below the count.
const NARROW: f32 = 860.0;

/// Below this width, in points, each side has a line of its own.
const LITTLE: f32 = 560.0;
/// Room beside the filter for the other tools, in points.
const TOOLS: f32 = 172.0;
/// Least width of the field that filters, in points.
const LEAST_FILTER: f32 = 110.0;
/// Below this width, in points, the numbers of the records are not shown: they would not be read.
const NUMBERS: f32 = 90.0;

/// Draws the header.
pub(super) fn show(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let words = since(app, merging);
    if ui.available_width() < BESIDE {
        title(ui, merging);
        ui.add(Label::new(text::weak(words)).wrap());
    } else {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(text::weak(words));
                ui.add_space(space::M);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    title(ui, merging);
                });
            });
        });
    }
    if ui.available_width() < LITTLE {
        for side in Side::BOTH {
            ui.horizontal(|ui| changed(ui, app, merging, side));
        }
    } else {
        ui.horizontal_wrapped(|ui| {
            for side in Side::BOTH {
                changed(ui, app, merging, side);
                ui.add_space(space::M);
            }
        });
    }
    ui.add_space(space::XS);
    let narrow = ui.available_width() < NARROW;
    if narrow {
        count(ui, app, merging);
        ui.horizontal_wrapped(|ui| {
            for tool in Tool::ALL {
                tool.show(ui, app, merging);
            }
        });
    } else {
        ui.horizontal(|ui| {
            count(ui, app, merging);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                for tool in Tool::ALL.into_iter().rev() {
                    tool.show(ui, app, merging);
                }
            });
        });
    }
    ui.add_space(space::XS);
}

/// The name of the record, as both sides call it.
pub(super) fn title(ui: &mut Ui, merging: &Merging) {
    let labels = &merging.view.record.labels;
    let both = !labels.dv.is_empty() && !labels.bc.is_empty() && labels.bc != labels.dv;
    let title = if both {
        format!(
            "{} ↔ {}",
            words::visible(&labels.bc),
            words::visible(&labels.dv)
        )
    } else {
        words::visible(&merging.title())
    };
    ui.add(Label::new(text::title(title.clone())).truncate())
        .on_hover_text(title);
}

/// The line that stays in sight: the way back, the place among the conflicts, help.
pub(super) fn bar(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let texts = app.texts;
    announce(ui, app, merging);
    ui.horizontal(|ui| {
        let back = Button::plain(texts.t("conflicts-title"))
            .icon(Icon::ChevronLeft)
            .small();
        if ui.add(back).clicked() {
            app.send(Command::Merge(MergeCommand::Leave));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let help = Button::icon_only(Icon::Help, texts.t("action-help"))
                .small()
                .shortcut(KeyboardShortcut::new(Modifiers::NONE, Key::F1));
            if ui.add(help).clicked() {
                app.send(Command::Show(Layer::Help));
            }
            apart(ui, app);
            steps(ui, app, merging);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if ui.available_width() < NUMBERS {
                    return;
                }
                let numbers = numbers(merging);
                ui.add(Label::new(text::weak(numbers.clone())).truncate())
                    .on_hover_text(numbers);
            });
        });
    });
}

/// The table and the numbers of both records: `CUSTOMER 10000 ↔ A-1001`.
fn numbers(merging: &Merging) -> String {
    let table = merging.view.mapping.name.as_str();
    let shown = |side: Side| merging.keys.get(side).as_deref().map(words::visible);
    match (shown(Side::Bc), shown(Side::Dv)) {
        (Some(bc), Some(dv)) if bc != dv => format!("{table} {bc} ↔ {dv}"),
        (Some(key), _) | (None, Some(key)) => format!("{table} {key}"),
        (None, None) => table.to_owned(),
    }
}

/// The button that gives the editor a window of its own, or takes it back.
fn apart(ui: &mut Ui, app: &mut App) {
    let (sign, key) = if app.apart.is_some() {
        (Icon::ArrowLeft, "merge-together")
    } else {
        (Icon::External, "merge-apart")
    };
    let own = KeyboardShortcut::new(Modifiers::NONE, Key::O);
    let button = Button::icon_only(sign, app.texts.t(key))
        .small()
        .shortcut(own);
    if ui.add(button).clicked() {
        app.send(Command::Merge(MergeCommand::Apart));
    }
}

fn count(ui: &mut Ui, app: &App, merging: &Merging) {
    let texts = app.texts;
    let progress = merging.progress();
    let total = progress.open + progress.decided;
    let args = [
        ("open", Arg::from(progress.open as u64)),
        ("total", Arg::from(total as u64)),
    ];
    let is_open = |field: &crate::merge::FieldMerge| field.needs_a_person();
    let elsewhere = merging.focused().is_some_and(|field| !is_open(field));
    let words = match merging.hindrance() {
        Some(Hindrance::Open(_)) if elsewhere => texts.t_args("merge-open-elsewhere", &args),
        Some(other @ (Hindrance::Impossible(_) | Hindrance::Refused(_))) => {
            words::hindrance(texts, &other)
        }
        Some(Hindrance::Open(_)) | None => texts.t_args("merge-open-count", &args),
    };
    ui.label(text::strong(words));
}

/// What was decided last, for those who hear it: "Phone: Business Central taken, 2 open fields left". Nothing is drawn, since
/// the eye sees the fields change.
fn announce(ui: &mut Ui, app: &App, merging: &Merging) {
    let said = merging.said.as_ref();
    let words = said.map(|said| words::said(app.texts, merging, said));
    let spoken = ui.interact(
        Rect::from_min_size(ui.cursor().min, Vec2::ZERO),
        Id::unique("merge-said"),
        Sense::hover(),
    );
    ui.ctx().accesskit_node_builder(spoken.id, |node| {
        node.set_role(Role::Status);
        node.set_live(Live::Polite);
        if let Some(words) = words {
            node.set_label(words);
        }
    });
}

/// What stands beside the count, in reading order.
#[derive(Clone, Copy)]
enum Tool {
    Unchanged,
    Filter,
    Rules,
    Undo,
    Redo,
}

impl Tool {
    const ALL: [Self; 5] = [
        Self::Unchanged,
        Self::Filter,
        Self::Rules,
        Self::Undo,
        Self::Redo,
    ];

    fn show(self, ui: &mut Ui, app: &mut App, merging: &Merging) {
        let texts = app.texts;
        match self {
            Self::Unchanged => unchanged(ui, app, merging),
            Self::Filter => {
                let mut words = merging.filter.clone();
                let hint = texts.t("merge-filter");
                let room = ui.max_rect().width() - TOOLS;
                let width = room.clamp(LEAST_FILTER, FILTER);
                if search_box(ui, &hint, &mut words, width).changed() {
                    app.send(Command::Merge(MergeCommand::Filter(words)));
                }
            }
            Self::Rules => {
                let rules = Button::quiet(texts.t("merge-rules"))
                    .help(texts.t("merge-rules-help"))
                    .small();
                if ui.add(rules).clicked() {
                    app.send(Command::Rules(RulesCommand::Open(Vec::new())));
                }
            }
            Self::Undo => {
                let undo = Button::icon_only(Icon::Undo, texts.t("action-undo"))
                    .small()
                    .enabled(merging.draft.can_undo());
                if ui.add(undo).clicked() {
                    app.send(Command::Merge(MergeCommand::Undo));
                }
            }
            Self::Redo => {
                let redo = Button::icon_only(Icon::Redo, texts.t("action-redo"))
                    .small()
                    .enabled(merging.draft.can_redo());
                if ui.add(redo).clicked() {
                    app.send(Command::Merge(MergeCommand::Redo));
                }
            }
        }
    }
}

fn unchanged(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let label = app.texts.t_args(
        "merge-show-unchanged",
        &[("count", Arg::from(merging.hidden() as u64))],
    );
    let mut on = merging.sight.unchanged;
    let room = ui.available_width().min(300.0);
    ui.allocate_ui_with_layout(vec2(room, space::TARGET), *ui.layout(), |ui| {
        if check(ui, &label, &mut on).changed() {
            app.send(Command::Merge(MergeCommand::ToggleUnchanged));
        }
    });
}

fn steps(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let texts = app.texts;
    let (place, of) = (merging.place(), merging.around.len());
    let next = Button::icon_only(Icon::ChevronRight, texts.t("merge-next")).small();
    let is_last = place.is_none_or(|place| place >= of);
    if ui.add(next.enabled(!is_last)).clicked() {
        app.send(Command::Merge(MergeCommand::Step { forward: true }));
    }
    if let Some(place) = place {
        let args = [("n", Arg::from(place as u64)), ("of", Arg::from(of as u64))];
        ui.label(texts.t_args("merge-position", &args));
    }
    let previous = Button::icon_only(Icon::ChevronLeft, texts.t("merge-previous")).small();
    if ui
        .add(previous.enabled(place.is_some_and(|place| place > 1)))
        .clicked()
    {
        app.send(Command::Merge(MergeCommand::Step { forward: false }));
    }
}

pub(super) fn since(app: &App, merging: &Merging) -> String {
    let key = match merging.gone() {
        Some(Side::Bc) => "merge-gone-bc",
        Some(Side::Dv) => "merge-gone-dv",
        None => "merge-since",
    };
    match (merging.view.coupling.last_synced, key) {
        (Some(at), _) => {
            let when = app.texts.moment(at, app.now(), &app.zone);
            app.texts.t_args(key, &[("when", Arg::from(when.as_str()))])
        }
        (None, _) => app.texts.t("merge-never-synced").into_owned(),
    }
}

/// When a side's record was changed last, and by whom.
pub(super) fn changed_words(app: &App, merging: &Merging, side: Side) -> String {
    let texts = app.texts;
    let Observation::Seen {
        modified,
        modified_by,
        ..
    } = merging.view.coupling.seen.get(side)
    else {
        return String::new();
    };
    let when = modified.map(|at| texts.moment(at, app.now(), &app.zone));
    // Dataverse names who changed a record by an id, which tells a person nothing.
    let who = modified_by
        .as_ref()
        .filter(|who| uuid::Uuid::parse_str(who).is_err());
    match (when, who) {
        (Some(when), Some(who)) => {
            let args = [
                ("when", Arg::from(when.as_str())),
                ("who", Arg::from(who.as_str())),
            ];
            texts.t_args("merge-changed-by", &args)
        }
        (Some(when), None) => texts.t_args("merge-changed", &[("when", Arg::from(when.as_str()))]),
        (None, _) => String::new(),
    }
}

fn changed(ui: &mut Ui, app: &mut App, merging: &Merging, side: Side) {
    let texts = app.texts;
    ui.add(SideBadge::new(side));
    let words = changed_words(app, merging, side);
    if !words.is_empty() {
        ui.label(text::weak(words));
    }
    if let Some(link) = merging.view.links.get(side) {
        let name = texts.t(match side {
            Side::Bc => "action-open-bc",
            Side::Dv => "action-open-dv",
        });
        if ui
            .add(Button::icon_only(Icon::External, name).small())
            .clicked()
        {
            app.send(Command::OpenUrl(link.clone()));
        }
    }
}
