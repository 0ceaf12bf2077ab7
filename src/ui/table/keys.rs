//! Reads the keyboard while a table has it.

use eframe::egui::Event;
use eframe::egui::InputState;
use eframe::egui::Key;
use eframe::egui::Modifiers;

/// What a key asks of the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Ask {
    /// Go to a row.
    Go(Step, Reach),
    /// Turn the row under the keyboard over.
    Toggle,
    /// Select every row of the filter.
    All,
    /// Open the row under the keyboard.
    Open,
    /// Copy the selected rows.
    Copy,
    /// Show the menu of the selected rows.
    Menu,
    /// Fold the group under the keyboard open or shut.
    Fold(bool),
}

/// Where to go.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

/// What going does to the selection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Reach {
    /// The row alone is selected.
    Select,
    /// Everything from where the selection began is selected.
    Extend,
    /// The selection stays.
    Leave,
}

impl Step {
    /// Gives the row reached from a row, within `count` rows; a page is what is in sight.
    pub(super) fn from(self, row: u64, count: u64, page: u64) -> u64 {
        let page = page.saturating_sub(2).max(1);
        let to = match self {
            Self::Up => row.saturating_sub(1),
            Self::Down => row.saturating_add(1),
            Self::PageUp => row.saturating_sub(page),
            Self::PageDown => row.saturating_add(page),
            Self::First => 0,
            Self::Last => u64::MAX,
        };
        to.min(count.saturating_sub(1))
    }
}

/// Takes the table's keys out of the input, in the order in which they were pressed.
pub(super) fn read(input: &mut InputState) -> Vec<Ask> {
    let mut asks = Vec::new();
    input.events.retain(|event| match ask(event) {
        Some(found) => {
            asks.push(found);
            false
        }
        None => true,
    });
    asks
}

fn ask(event: &Event) -> Option<Ask> {
    let Event::Key {
        key,
        pressed: true,
        modifiers,
        ..
    } = event
    else {
        return matches!(event, Event::Copy).then_some(Ask::Copy);
    };
    let plain = *modifiers == Modifiers::NONE;
    if modifiers.alt {
        // Alt and arrows go back and forth between pages.
        return None;
    }
    match key {
        Key::ArrowUp => Some(Ask::Go(Step::Up, reach(*modifiers))),
        Key::ArrowDown => Some(Ask::Go(Step::Down, reach(*modifiers))),
        Key::PageUp if !modifiers.command => Some(Ask::Go(Step::PageUp, reach(*modifiers))),
        Key::PageDown if !modifiers.command => Some(Ask::Go(Step::PageDown, reach(*modifiers))),
        Key::Home => Some(Ask::Go(Step::First, reach(*modifiers))),
        Key::End => Some(Ask::Go(Step::Last, reach(*modifiers))),
        Key::ArrowLeft if plain => Some(Ask::Fold(false)),
        Key::ArrowRight if plain => Some(Ask::Fold(true)),
        Key::Space => Some(Ask::Toggle),
        Key::Enter if plain => Some(Ask::Open),
        Key::A if modifiers.command => Some(Ask::All),
        Key::Menu => Some(Ask::Menu),
        Key::F10 if modifiers.shift => Some(Ask::Menu),
        _ => None,
    }
}

fn reach(modifiers: Modifiers) -> Reach {
    match (modifiers.shift, modifiers.command) {
        (true, _) => Reach::Extend,
        (false, true) => Reach::Leave,
        (false, false) => Reach::Select,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stay_inside_the_table() {
        assert_eq!(Step::Up.from(0, 10, 5), 0);
        assert_eq!(Step::Down.from(9, 10, 5), 9);
        assert_eq!(
            Step::PageDown.from(0, 10, 5),
            3,
            "two rows of the page before stay in sight"
        );
        assert_eq!(Step::PageDown.from(8, 10, 5), 9);
        assert_eq!(Step::Last.from(0, 1_000_000, 5), 999_999);
        assert_eq!(Step::Down.from(0, 0, 5), 0);
    }
}
