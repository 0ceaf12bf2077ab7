//! The keyboard of the merge editor. The arrows mirror the columns: left takes Business Central, right takes Dataverse.

use super::footer::APPLY;
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::Merging;
use crate::app::route::Route;
use crate::model::Side;
use eframe::egui::{Key, KeyboardShortcut, Modifiers, Ui};

/// Turns keys into commands. While a value is typed only the keys of typing count.
pub(super) fn listen(ui: &Ui, app: &mut App, merging: &Merging) {
    if merging.editing.is_some() || app.question.is_some() {
        return;
    }
    let focus = merging.focus;
    let control_shift = Modifiers::COMMAND | Modifiers::SHIFT;
    let mut sent = Vec::new();
    ui.input_mut(|input| {
        let mut on = |modifiers: Modifiers, keys: &[Key], command: MergeCommand| {
            for key in keys {
                if input.consume_shortcut(&KeyboardShortcut::new(modifiers, *key)) {
                    sent.push(command.clone());
                }
            }
        };
        on(APPLY.modifiers, &[APPLY.logical_key], MergeCommand::Apply);
        on(
            control_shift,
            &[Key::ArrowLeft],
            MergeCommand::TakeAllOpen(Side::Bc),
        );
        on(
            control_shift,
            &[Key::ArrowRight],
            MergeCommand::TakeAllOpen(Side::Dv),
        );
        on(control_shift, &[Key::Z], MergeCommand::Redo);
        on(Modifiers::COMMAND, &[Key::Z], MergeCommand::Undo);
        on(Modifiers::COMMAND, &[Key::Y], MergeCommand::Redo);
        on(
            Modifiers::COMMAND,
            &[Key::PageDown],
            MergeCommand::Step { forward: true },
        );
        on(
            Modifiers::COMMAND,
            &[Key::PageUp],
            MergeCommand::Step { forward: false },
        );
        on(
            Modifiers::SHIFT,
            &[Key::F7],
            MergeCommand::NextOpen { forward: false },
        );
        on(
            Modifiers::NONE,
            &[Key::N, Key::F7],
            MergeCommand::NextOpen { forward: true },
        );
        on(
            Modifiers::NONE,
            &[Key::P],
            MergeCommand::NextOpen { forward: false },
        );
        on(
            Modifiers::NONE,
            &[Key::ArrowDown, Key::J],
            MergeCommand::Move(1),
        );
        on(
            Modifiers::NONE,
            &[Key::ArrowUp, Key::K],
            MergeCommand::Move(-1),
        );
        on(
            Modifiers::NONE,
            &[Key::ArrowLeft, Key::Num1],
            MergeCommand::Take(focus, Side::Bc),
        );
        on(
            Modifiers::NONE,
            &[Key::ArrowRight, Key::Num2],
            MergeCommand::Take(focus, Side::Dv),
        );
        on(Modifiers::NONE, &[Key::Num0], MergeCommand::TakeBase(focus));
        on(
            Modifiers::NONE,
            &[Key::Num3, Key::M],
            MergeCommand::TakeBoth(focus),
        );
        on(
            Modifiers::NONE,
            &[Key::E, Key::F2],
            MergeCommand::BeginEdit(focus),
        );
        on(
            Modifiers::NONE,
            &[Key::Backspace],
            MergeCommand::Reopen(focus),
        );
        on(Modifiers::NONE, &[Key::U], MergeCommand::ToggleUnchanged);
        on(Modifiers::NONE, &[Key::V], MergeCommand::TogglePreview);
        on(
            Modifiers::NONE,
            &[Key::S],
            MergeCommand::Step { forward: true },
        );
    });
    for command in sent {
        app.send(Command::Merge(command));
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        app.send(Command::Go(Route::Skipped));
    }
}
