//! The keyboard of the merge editor. The arrows mirror the columns: left takes Business Central, right takes Dataverse.

use super::footer::APPLY;
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::Merging;
use crate::app::route::Route;
use crate::model::Side;
use eframe::egui::{Key, KeyboardShortcut, Modifiers, Ui};

const NONE: Modifiers = Modifiers::NONE;
const CONTROL: Modifiers = Modifiers::COMMAND;

/// The keys of the editor, the more particular ones first; `focus` is the field that is looked at.
fn bindings(focus: usize) -> [(Modifiers, &'static [Key], MergeCommand); 21] {
    use MergeCommand as M;
    let control_shift = CONTROL | Modifiers::SHIFT;
    [
        (APPLY.modifiers, &[Key::Enter], M::Apply),
        (control_shift, &[Key::ArrowLeft], M::TakeAllOpen(Side::Bc)),
        (control_shift, &[Key::ArrowRight], M::TakeAllOpen(Side::Dv)),
        (control_shift, &[Key::Z], M::Redo),
        (CONTROL, &[Key::Z], M::Undo),
        (CONTROL, &[Key::Y], M::Redo),
        (CONTROL, &[Key::PageDown], M::Step { forward: true }),
        (CONTROL, &[Key::PageUp], M::Step { forward: false }),
        (Modifiers::SHIFT, &[Key::F7], M::NextOpen { forward: false }),
        (NONE, &[Key::N, Key::F7], M::NextOpen { forward: true }),
        (NONE, &[Key::P], M::NextOpen { forward: false }),
        (NONE, &[Key::ArrowDown, Key::J], M::Move(1)),
        (NONE, &[Key::ArrowUp, Key::K], M::Move(-1)),
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
        (NONE, &[Key::V], M::TogglePreview),
    ]
}

/// Turns keys into commands. While a value is typed only the keys of typing count.
pub(super) fn listen(ui: &Ui, app: &mut App, merging: &Merging) {
    if merging.editing.is_some() || app.question.is_some() || app.layer.is_some() {
        return;
    }
    for (modifiers, keys, command) in bindings(merging.focus) {
        let pressed = |key: &Key| {
            let shortcut = KeyboardShortcut::new(modifiers, *key);
            ui.input_mut(|input| input.consume_shortcut(&shortcut))
        };
        if keys.iter().any(pressed) {
            app.send(Command::Merge(command));
        }
    }
    // Enter on a focused button presses it; without one it edits, as E does.
    let nowhere = ui.memory(|memory| memory.focused().is_none());
    if nowhere && ui.input_mut(|input| input.consume_key(NONE, Key::Enter)) {
        app.send(Command::Merge(MergeCommand::BeginEdit(merging.focus)));
    }
    if ui.input_mut(|input| input.consume_key(NONE, Key::S)) {
        app.send(Command::Merge(MergeCommand::Step { forward: true }));
    }
    if ui.input_mut(|input| input.consume_key(NONE, Key::Escape)) {
        app.send(Command::Go(Route::Skipped));
    }
}
