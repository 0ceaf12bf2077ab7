//! Keys that mean the same on every page, and what the overview of keys says about the others.

use crate::app::App;
use crate::app::command::{Command, Layer, Zoom};
use crate::app::route::Route;
use crate::app::wizard::Lock;
use eframe::egui::{Context, InputState, Key, KeyboardShortcut, Modifiers};

/// The number keys, in the order of the navigation.
const NUMBERS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

/// Every key that means the same on every page. Of several keys for a command the first is shown.
pub(super) fn everywhere() -> Vec<(KeyboardShortcut, Command)> {
    let plain = |key, command| (KeyboardShortcut::new(Modifiers::NONE, key), command);
    let control = |key, command| (KeyboardShortcut::new(Modifiers::COMMAND, key), command);
    let alt = |key, command| (KeyboardShortcut::new(Modifiers::ALT, key), command);
    let mut keys = vec![
        control(Key::K, Command::Show(Layer::Palette)),
        plain(Key::F5, Command::SyncNow),
        control(Key::R, Command::Refresh),
        plain(Key::F1, Command::Show(Layer::Help)),
        plain(Key::Questionmark, Command::Show(Layer::Shortcuts)),
        control(Key::Slash, Command::Show(Layer::Shortcuts)),
        plain(Key::F8, Command::Show(Layer::Notifications)),
        alt(Key::ArrowLeft, Command::Back),
        alt(Key::ArrowRight, Command::Forward),
        control(Key::Plus, Command::Zoom(Zoom::In)),
        control(Key::Equals, Command::Zoom(Zoom::In)),
        control(Key::Minus, Command::Zoom(Zoom::Out)),
        control(Key::Num0, Command::Zoom(Zoom::Reset)),
        plain(Key::F11, Command::ToggleFullScreen),
        control(Key::Q, Command::Quit),
        control(Key::Comma, Command::Go(Route::Settings)),
    ];
    let pages = NUMBERS.into_iter().zip(Route::NAMED);
    keys.extend(pages.map(|(key, route)| control(key, Command::Go(route))));
    keys
}

/// The key of a command, if it has one.
pub(super) fn shortcut_of(command: &Command) -> Option<KeyboardShortcut> {
    everywhere()
        .into_iter()
        .find(|(_, own)| own == command)
        .map(|(keys, _)| keys)
}

/// Takes the keys that mean the same on every page, in whichever window they are pressed.
pub(super) fn listen(ctx: &Context, app: &mut App) {
    // A question is answered first.
    let prompted = app.running.as_ref();
    let prompted = prompted.is_some_and(|running| running.prompt.is_some());
    if app.question.is_some() || prompted || matches!(app.lock, Lock::Asked(_)) {
        return;
    }
    let typing = ctx.text_edit_focused();
    // What Enter with Ctrl applies is applied by the page; the button that has the keyboard is not pressed as well.
    let applies = |input: &InputState| input.modifiers.command && input.key_pressed(Key::Enter);
    if !typing && ctx.input(applies) {
        ctx.memory_mut(|memory| {
            if let Some(focused) = memory.focused() {
                memory.surrender_focus(focused);
            }
        });
    }
    let mut sent = Vec::new();
    ctx.input_mut(|input| {
        for (keys, command) in everywhere() {
            let is_letter =
                keys.modifiers == Modifiers::NONE && keys.logical_key == Key::Questionmark;
            if is_letter && typing {
                continue;
            }
            let pressed = if is_letter {
                // Where the mark stands on the keyboard, with or without Shift, is the keyboard's matter.
                input.consume_key(Modifiers::NONE, keys.logical_key)
                    || input.consume_key(Modifiers::SHIFT, keys.logical_key)
            } else {
                input.consume_shortcut(&keys)
            };
            if pressed {
                sent.push(command);
            }
        }
    });
    for command in sent {
        if app.why_not(&command).is_none() {
            app.send(command);
        }
    }
}

/// Keys of one part of the program, as they are explained: the keys, and the key of the sentence.
pub(super) struct Section {
    /// The key of the part's name.
    pub(super) title: &'static str,
    /// What each key does.
    pub(super) keys: &'static [(&'static [KeyboardShortcut], &'static str)],
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn control(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const CONTROL_SHIFT: Modifiers = Modifiers {
    command: true,
    shift: true,
    ..Modifiers::NONE
};

/// Keys of every table.
pub(super) const TABLES: Section = Section {
    title: "keys-tables",
    keys: &[
        (
            &[plain(Key::ArrowUp), plain(Key::ArrowDown)],
            "keys-table-move",
        ),
        (&[plain(Key::Home), plain(Key::End)], "keys-table-ends"),
        (
            &[plain(Key::PageUp), plain(Key::PageDown)],
            "keys-table-pages",
        ),
        (&[plain(Key::Space)], "keys-table-toggle"),
        (&[shift(Key::ArrowDown)], "keys-table-extend"),
        (&[control(Key::A)], "keys-table-all"),
        (&[plain(Key::Enter)], "keys-table-open"),
        (&[plain(Key::D)], "keys-table-details"),
        (&[control(Key::C)], "keys-table-copy"),
        (&[shift(Key::F10), plain(Key::Menu)], "keys-table-menu"),
        (
            &[plain(Key::ArrowLeft), plain(Key::ArrowRight)],
            "keys-table-fold",
        ),
        (&[control(Key::F)], "keys-table-search"),
        (&[control(Key::E)], "keys-table-export"),
    ],
};

/// Keys of the page of skipped records, beside those of its table.
pub(super) const SKIPPED: Section = Section {
    title: "keys-skipped",
    keys: &[
        (&[plain(Key::ArrowLeft)], "keys-merge-bc"),
        (&[plain(Key::ArrowRight)], "keys-merge-dv"),
        (&[plain(Key::Enter)], "keys-skipped-open"),
    ],
};

/// Keys of the page of table mappings.
pub(super) const MAPPINGS: Section = Section {
    title: "keys-mappings",
    keys: &[
        (&[control(Key::S)], "keys-mappings-save"),
        (&[control(Key::Z), control(Key::Y)], "keys-merge-undo"),
        (
            &[
                KeyboardShortcut::new(Modifiers::ALT, Key::ArrowUp),
                KeyboardShortcut::new(Modifiers::ALT, Key::ArrowDown),
            ],
            "keys-mappings-move",
        ),
        (&[plain(Key::Enter)], "keys-mappings-open"),
        (&[plain(Key::Delete)], "keys-mappings-remove"),
    ],
};

/// Keys of the merge editor.
pub(super) const MERGE: Section = Section {
    title: "keys-merge",
    keys: &[
        (
            &[plain(Key::ArrowUp), plain(Key::ArrowDown)],
            "keys-merge-move",
        ),
        (
            &[plain(Key::N), plain(Key::F7), plain(Key::P), shift(Key::F7)],
            "keys-merge-open",
        ),
        (&[plain(Key::ArrowLeft), plain(Key::Num1)], "keys-merge-bc"),
        (&[plain(Key::ArrowRight), plain(Key::Num2)], "keys-merge-dv"),
        (&[plain(Key::Num0)], "keys-merge-base"),
        (&[plain(Key::Num3), plain(Key::M)], "keys-merge-both"),
        (&[plain(Key::E), plain(Key::F2)], "keys-merge-edit"),
        (&[plain(Key::Backspace)], "keys-merge-reopen"),
        (
            &[
                KeyboardShortcut::new(CONTROL_SHIFT, Key::ArrowLeft),
                KeyboardShortcut::new(CONTROL_SHIFT, Key::ArrowRight),
            ],
            "keys-merge-all",
        ),
        (
            &[shift(Key::ArrowLeft), shift(Key::ArrowRight)],
            "keys-merge-section",
        ),
        (&[control(Key::Z), control(Key::Y)], "keys-merge-undo"),
        (&[plain(Key::U)], "keys-merge-unchanged"),
        (&[plain(Key::D)], "keys-merge-detail"),
        (&[plain(Key::V)], "keys-merge-preview"),
        (&[plain(Key::W)], "keys-merge-whole"),
        (&[control(Key::F)], "keys-merge-filter"),
        (&[control(Key::Enter)], "keys-merge-apply"),
        (&[plain(Key::S)], "keys-merge-skip"),
        (&[plain(Key::A)], "keys-merge-alike"),
        (&[plain(Key::R)], "keys-merge-rules"),
        (&[control(Key::Enter)], "keys-merge-rules-next"),
        (&[plain(Key::O)], "keys-merge-apart"),
        (
            &[control(Key::PageDown), control(Key::PageUp)],
            "keys-merge-step",
        ),
        (&[plain(Key::Escape)], "keys-merge-leave"),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_key_means_two_things_everywhere() {
        let mut seen = HashSet::new();
        for (keys, command) in everywhere() {
            assert!(seen.insert(keys), "{keys:?} also means {command:?}");
        }
    }

    #[test]
    fn the_first_pages_have_numbers() {
        for (_, route) in NUMBERS.into_iter().zip(Route::NAMED) {
            assert!(shortcut_of(&Command::Go(route)).is_some());
        }
    }
}
