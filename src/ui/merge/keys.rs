//! The keyboard of the merge editor. The arrows mirror the columns: left takes Business Central, right takes Dataverse.

use super::footer::APPLY;
use crate::app::App;
use crate::app::command::{Command, Layer, MergeCommand, RulesCommand};
use crate::app::merging::Merging;
use crate::app::merging_edit::Editor;
use crate::model::Side;
use eframe::egui::{Key, KeyboardShortcut, Modifiers, Ui};

const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
const CONTROL: Modifiers = Modifiers::COMMAND;

/// The keys of the editor, the more particular ones first; `focus` is the field that is looked at. What they mean is
/// explained in `ui::shortcuts`.
fn bindings(focus: usize) -> [(Modifiers, &'static [Key], MergeCommand); 33] {
    use MergeCommand as M;
    let control_shift = CONTROL | SHIFT;
    let step = |forward| M::Step { forward };
    let open = |forward| M::NextOpen { forward };
    let section = M::TakeSectionHere;
    [
        (APPLY.modifiers, &[Key::Enter], M::Apply),
        (control_shift, &[Key::ArrowLeft], M::TakeAllOpen(Side::Bc)),
        (control_shift, &[Key::ArrowRight], M::TakeAllOpen(Side::Dv)),
        (control_shift, &[Key::Z], M::Redo),
        (CONTROL, &[Key::Z], M::Undo),
        (CONTROL, &[Key::Y], M::Redo),
        (CONTROL, &[Key::PageDown], step(true)),
        (CONTROL, &[Key::PageUp], step(false)),
        (ALT, &[Key::ArrowDown], step(true)),
        (ALT, &[Key::ArrowUp], step(false)),
        (SHIFT, &[Key::ArrowLeft], section(Side::Bc)),
        (SHIFT, &[Key::ArrowRight], section(Side::Dv)),
        (SHIFT, &[Key::F7], open(false)),
        (NONE, &[Key::N, Key::F7], open(true)),
        (NONE, &[Key::P], open(false)),
        (NONE, &[Key::ArrowDown, Key::J], M::Move(1)),
        (NONE, &[Key::ArrowUp, Key::K], M::Move(-1)),
        (NONE, &[Key::PageDown], M::Move(10)),
        (NONE, &[Key::PageUp], M::Move(-10)),
        (NONE, &[Key::Home], M::Move(i32::MIN)),
        (NONE, &[Key::End], M::Move(i32::MAX)),
        (NONE, &[Key::ArrowLeft, Key::Num1], M::Take(focus, Side::Bc)),
        (
            NONE,
            &[Key::ArrowRight, Key::Num2],
            M::Take(focus, Side::Dv),
        ),
        (NONE, &[Key::Num0], M::TakeBase(focus)),
        (NONE, &[Key::Num3, Key::M], M::TakeBoth(focus)),
        (NONE, &[Key::E, Key::F2], M::BeginEdit(focus)),
        (NONE, &[Key::Backspace], M::Reopen(focus)),
        (NONE, &[Key::U], M::ToggleUnchanged),
        (NONE, &[Key::D], M::ToggleDetail),
        (NONE, &[Key::V], M::TogglePreview),
        (NONE, &[Key::S], step(true)),
        (NONE, &[Key::A], M::OfferAlike),
        (NONE, &[Key::O], M::Apart),
    ]
}

/// Turns keys into commands. While a value is typed only the keys of typing count.
pub(super) fn listen(ui: &Ui, app: &mut App, merging: &Merging) {
    if app.question.is_some() || app.rules.is_some() || app.layer.is_some() {
        return;
    }
    let pressed = |modifiers: Modifiers, key: Key| {
        ui.input_mut(|input| input.consume_shortcut(&KeyboardShortcut::new(modifiers, key)))
    };
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
    if pressed(NONE, Key::W) {
        app.send(Command::Show(Layer::WholeText));
    }
    if pressed(NONE, Key::R) {
        app.send(Command::Rules(RulesCommand::Open(Vec::new())));
    }
    for (modifiers, keys, command) in bindings(merging.focus) {
        if keys.iter().any(|key| pressed(modifiers, *key)) {
            app.send(Command::Merge(command));
        }
    }
    // Enter on a focused button presses it; without one it edits, as E does.
    let nowhere = ui.memory(|memory| memory.focused().is_none());
    if nowhere && pressed(NONE, Key::Enter) {
        app.send(Command::Merge(MergeCommand::BeginEdit(merging.focus)));
    }
    if pressed(NONE, Key::Escape) {
        app.send(Command::Merge(MergeCommand::Leave));
    }
}
