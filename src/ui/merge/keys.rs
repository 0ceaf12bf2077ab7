//! The keyboard of the merge editor. The arrows mirror the columns: left takes Business Central, right takes Dataverse.

use super::footer::APPLY;
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::Merging;
use crate::app::merging_edit::Editor;
use crate::app::route::Route;
use crate::model::Side;
use eframe::egui::{Key, KeyboardShortcut, Modifiers, Ui};

const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
const CONTROL: Modifiers = Modifiers::COMMAND;

/// One meaning and the keys that have it.
pub(super) struct Binding {
    modifiers: Modifiers,
    keys: &'static [Key],
    command: MergeCommand,
    /// The key of the words that explain it; nothing for another way to what is explained already.
    pub(super) words: Option<&'static str>,
}

impl Binding {
    /// The shortcuts, for the help.
    pub(super) fn shortcuts(&self) -> impl Iterator<Item = KeyboardShortcut> {
        let modifiers = self.modifiers;
        self.keys
            .iter()
            .map(move |key| KeyboardShortcut::new(modifiers, *key))
    }

    /// Whether it means the same as another one.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.command == other.command
    }
}

/// The keys of the editor, the more particular ones first; `focus` is the field that is looked at.
pub(super) fn bindings(focus: usize) -> Vec<Binding> {
    use MergeCommand as M;
    let control_shift = CONTROL | SHIFT;
    let forward = |forward| M::Step { forward };
    let open = |forward| M::NextOpen { forward };
    let list: [(
        Modifiers,
        &'static [Key],
        MergeCommand,
        Option<&'static str>,
    ); 32] = [
        (
            APPLY.modifiers,
            &[Key::Enter],
            M::Apply,
            Some("merge-key-apply"),
        ),
        (
            control_shift,
            &[Key::ArrowLeft],
            M::TakeAllOpen(Side::Bc),
            Some("merge-key-all-bc"),
        ),
        (
            control_shift,
            &[Key::ArrowRight],
            M::TakeAllOpen(Side::Dv),
            Some("merge-key-all-dv"),
        ),
        (control_shift, &[Key::Z], M::Redo, None),
        (CONTROL, &[Key::Z], M::Undo, Some("action-undo")),
        (CONTROL, &[Key::Y], M::Redo, Some("action-redo")),
        (CONTROL, &[Key::PageDown], forward(true), Some("merge-next")),
        (
            CONTROL,
            &[Key::PageUp],
            forward(false),
            Some("merge-previous"),
        ),
        (ALT, &[Key::ArrowDown], forward(true), None),
        (ALT, &[Key::ArrowUp], forward(false), None),
        (
            SHIFT,
            &[Key::ArrowLeft],
            M::TakeSectionHere(Side::Bc),
            Some("merge-key-section-bc"),
        ),
        (
            SHIFT,
            &[Key::ArrowRight],
            M::TakeSectionHere(Side::Dv),
            Some("merge-key-section-dv"),
        ),
        (SHIFT, &[Key::F7], open(false), None),
        (
            NONE,
            &[Key::N, Key::F7],
            open(true),
            Some("merge-key-next-open"),
        ),
        (
            NONE,
            &[Key::P],
            open(false),
            Some("merge-key-previous-open"),
        ),
        (
            NONE,
            &[Key::ArrowDown, Key::J],
            M::Move(1),
            Some("merge-key-down"),
        ),
        (
            NONE,
            &[Key::ArrowUp, Key::K],
            M::Move(-1),
            Some("merge-key-up"),
        ),
        (NONE, &[Key::PageDown], M::Move(10), None),
        (NONE, &[Key::PageUp], M::Move(-10), None),
        (NONE, &[Key::Home], M::Move(-100_000), None),
        (NONE, &[Key::End], M::Move(100_000), None),
        (
            NONE,
            &[Key::ArrowLeft, Key::Num1],
            M::Take(focus, Side::Bc),
            Some("merge-take-bc"),
        ),
        (
            NONE,
            &[Key::ArrowRight, Key::Num2],
            M::Take(focus, Side::Dv),
            Some("merge-take-dv"),
        ),
        (
            NONE,
            &[Key::Num0],
            M::TakeBase(focus),
            Some("merge-keep-last-synced"),
        ),
        (
            NONE,
            &[Key::Num3, Key::M],
            M::TakeBoth(focus),
            Some("merge-take-both"),
        ),
        (
            NONE,
            &[Key::E, Key::F2],
            M::BeginEdit(focus),
            Some("merge-custom-value"),
        ),
        (
            NONE,
            &[Key::Backspace],
            M::Reopen(focus),
            Some("merge-reopen"),
        ),
        (
            NONE,
            &[Key::U],
            M::ToggleUnchanged,
            Some("merge-key-unchanged"),
        ),
        (NONE, &[Key::D], M::ToggleDetail, Some("merge-key-detail")),
        (NONE, &[Key::V], M::TogglePreview, Some("merge-key-preview")),
        (NONE, &[Key::S], forward(true), Some("action-skip")),
        (
            NONE,
            &[Key::F1, Key::Questionmark],
            M::ToggleHelp,
            Some("merge-help"),
        ),
    ];
    list.into_iter()
        .map(|(modifiers, keys, command, words)| Binding {
            modifiers,
            keys,
            command,
            words,
        })
        .collect()
}

/// Turns keys into commands. While a value is typed only the keys of typing count.
pub(super) fn listen(ui: &Ui, app: &mut App, merging: &Merging) {
    if app.question.is_some() || app.rules.is_some() {
        return;
    }
    let pressed = |modifiers: Modifiers, key: Key| {
        ui.input_mut(|input| input.consume_shortcut(&KeyboardShortcut::new(modifiers, key)))
    };
    if merging.help {
        if pressed(NONE, Key::Escape) || pressed(NONE, Key::F1) || pressed(NONE, Key::Questionmark)
        {
            app.send(Command::Merge(MergeCommand::ToggleHelp));
        }
        return;
    }
    if let Some(editing) = &merging.editing {
        let mut send = |command| app.send(Command::Merge(command));
        if matches!(
            editing.editor,
            Editor::Options { .. } | Editor::Record { .. }
        ) {
            for (key, rows) in [(Key::ArrowDown, 1), (Key::ArrowUp, -1)] {
                if pressed(NONE, key) {
                    send(MergeCommand::Highlight(rows));
                }
            }
        }
        if pressed(NONE, Key::Escape) {
            send(MergeCommand::CancelEdit);
        } else if matches!(editing.editor, Editor::Options { .. }) && pressed(NONE, Key::Enter) {
            send(MergeCommand::CommitEdit);
        }
        return;
    }
    // While the filter is typed, letters are letters; Esc and Enter go back to the fields.
    if ui.ctx().text_edit_focused() {
        if pressed(NONE, Key::Enter) || merging.filter.is_empty() && pressed(NONE, Key::Escape) {
            ui.memory_mut(|memory| {
                if let Some(focused) = memory.focused() {
                    memory.surrender_focus(focused);
                }
            });
        }
        return;
    }
    for binding in bindings(merging.focus) {
        let any = binding
            .shortcuts()
            .any(|shortcut| ui.input_mut(|input| input.consume_shortcut(&shortcut)));
        if any {
            app.send(Command::Merge(binding.command));
        }
    }
    // Enter on a focused button presses it; without one it edits, as E does.
    let nowhere = ui.memory(|memory| memory.focused().is_none());
    if nowhere && pressed(NONE, Key::Enter) {
        app.send(Command::Merge(MergeCommand::BeginEdit(merging.focus)));
    }
    if pressed(NONE, Key::Escape) {
        app.send(Command::Go(Route::Skipped));
    }
}
