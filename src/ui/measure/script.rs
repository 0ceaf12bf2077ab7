//! What is done with the window while it is measured.

use crate::app::App;
use crate::app::command::{Command, Layer};
use crate::app::lists::{GroupBy, ListCommand};
use crate::app::route::Route;
use crate::app::settings::Theme;
use crate::i18n::Lang;
use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, TouchPhase, Vec2,
};

/// One thing that is done for some frames.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The page on which it is done.
    pub(super) page: &'static str,
    /// Its name.
    pub(super) doing: &'static str,
    /// What is asked once, at its beginning.
    pub(super) commands: Vec<Command>,
    /// What the hands do.
    pub(super) hands: Hands,
    /// How many frames it lasts at least; also until the list is read.
    pub(super) frames: u32,
}

/// What the hands do while a step lasts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Hands {
    /// Nothing.
    Still,
    /// The wheel turns by so many points each frame, downwards if below 0.
    Wheel(f32),
    /// A key is pressed every other frame.
    Press(Key),
    /// The page's filter is asked for, then this is typed, a letter every few frames.
    Type(&'static str),
}

/// How many frames lie between two typed letters.
const BETWEEN_LETTERS: u32 = 6;

impl Hands {
    /// What egui is told in a frame.
    pub(super) fn events(self, frame: u32, middle: Pos2) -> Vec<Event> {
        match self {
            Self::Still => Vec::new(),
            Self::Wheel(points) => vec![
                Event::PointerMoved(middle),
                Event::MouseWheel {
                    unit: MouseWheelUnit::Point,
                    delta: Vec2::new(0.0, points),
                    phase: TouchPhase::Move,
                    source: MouseWheelSource::Unknown,
                    modifiers: Modifiers::NONE,
                },
            ],
            Self::Press(key) => vec![press(key, Modifiers::NONE, frame.is_multiple_of(2))],
            Self::Type(_) if frame == 0 => vec![press(Key::F, Modifiers::COMMAND, true)],
            Self::Type(text) => {
                let place = usize::try_from(frame / BETWEEN_LETTERS).unwrap_or(usize::MAX);
                let letter = text.chars().nth(place.saturating_sub(1));
                let letter = letter.filter(|_| frame.is_multiple_of(BETWEEN_LETTERS));
                let typed = letter.map(|letter| Event::Text(letter.to_string()));
                typed.into_iter().collect()
            }
        }
    }
}

fn press(key: Key, modifiers: Modifiers, pressed: bool) -> Event {
    Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers,
    }
}

/// Everything that is done, in its order.
pub(super) fn script() -> Vec<Step> {
    let mut steps = Vec::new();
    for (page, route) in PAGES {
        steps.push(step(page, "come", Command::Go(route), Hands::Still, 60));
        let lists = LISTS.iter().filter(|(own, ..)| *own == page);
        for (_, sorts, groups) in lists {
            steps.extend(list(page, sorts, groups));
        }
        if page == "home" || page == "mappings" {
            steps.push(still(page, "wheel", Hands::Wheel(-40.0), 60));
        }
    }
    steps.extend(around());
    steps
}

const PAGES: [(&str, Route); 11] = [
    ("home", Route::Home),
    ("skipped", Route::Skipped),
    ("errors", Route::Errors),
    ("couplings", Route::Couplings),
    ("history", Route::History),
    ("jobs", Route::Jobs),
    ("mappings", Route::Mappings),
    ("match", Route::Match),
    ("full", Route::Full),
    ("settings", Route::Settings),
    ("about", Route::About),
];

/// The pages that are one long list, with what they are sorted and grouped by.
const LISTS: [(&str, &[&str], &[GroupBy]); 5] = [
    (
        "skipped",
        &["record", "reason", "mapping", "since"],
        &[GroupBy::Reason, GroupBy::Mapping],
    ),
    (
        "errors",
        &["time", "source", "cause"],
        &[GroupBy::Cause, GroupBy::Mapping],
    ),
    ("couplings", &["bc", "state", "synced"], &[]),
    ("history", &["time", "action"], &[]),
    ("jobs", &["started", "modified"], &[]),
];

/// What is done with a long list.
fn list(page: &'static str, sorts: &[&'static str], groups: &[GroupBy]) -> Vec<Step> {
    let asked = |doing, wish| step(page, doing, Command::List(wish), Hands::Still, 30);
    let mut steps = vec![
        asked("ungroup", ListCommand::Group(None)),
        still(page, "wheel", Hands::Wheel(-120.0), 120),
        still(page, "fast wheel", Hands::Wheel(-4_000.0), 60),
        still(page, "down", Hands::Press(Key::ArrowDown), 60),
        still(page, "page down", Hands::Press(Key::PageDown), 60),
        still(page, "end", Hands::Press(Key::End), 10),
        still(page, "up from the end", Hands::Wheel(120.0), 60),
        still(page, "home", Hands::Press(Key::Home), 10),
        still(page, "type", Hands::Type("wing"), 60),
        still(page, "wheel in found", Hands::Wheel(-120.0), 60),
        asked("find nothing", ListCommand::Search("qqqqq".to_owned())),
        asked("find one", ListCommand::Search("C0000077".to_owned())),
        asked("widen", ListCommand::Widen),
        asked("find all", ListCommand::Search(String::new())),
    ];
    for column in sorts {
        for down in [false, true] {
            let wish = ListCommand::Sort(Some(((*column).to_owned(), down)));
            steps.push(asked(column, wish));
        }
        steps.push(still(page, "wheel in sorted", Hands::Wheel(-120.0), 60));
    }
    steps.push(asked("unsort", ListCommand::Sort(None)));
    for group in groups {
        steps.push(asked("group", ListCommand::Group(Some(*group))));
        steps.push(still(page, "wheel in groups", Hands::Wheel(-120.0), 60));
    }
    steps.push(asked("ungroup again", ListCommand::Group(None)));
    steps
}

/// What is done from page to page.
fn around() -> Vec<Step> {
    let mut steps = Vec::new();
    for _ in 0..3 {
        for (page, route) in PAGES {
            steps.push(step(page, "hurry", Command::Go(route), Hands::Still, 4));
        }
    }
    let over = |doing, command| step("over", doing, command, Hands::Still, 30);
    steps.push(over("palette", Command::Show(Layer::Palette)));
    steps.push(over("palette shut", Command::CloseLayer));
    for lang in [Lang::Fr, Lang::En] {
        steps.push(over("language", Command::SetLang(lang)));
    }
    for theme in [Theme::Light, Theme::HighContrast, Theme::Dark] {
        steps.push(over("theme", Command::SetTheme(theme)));
    }
    steps
}

fn step(
    page: &'static str,
    doing: &'static str,
    command: Command,
    hands: Hands,
    frames: u32,
) -> Step {
    Step {
        page,
        doing,
        commands: vec![command],
        hands,
        frames,
    }
}

fn still(page: &'static str, doing: &'static str, hands: Hands, frames: u32) -> Step {
    Step {
        page,
        doing,
        commands: Vec::new(),
        hands,
        frames,
    }
}

/// Whether the list of the page that is shown is being read.
pub(super) fn is_reading(app: &App) -> bool {
    match app.way.here() {
        Route::Skipped => app.skipped.is_loading(),
        Route::Errors => app.errors.is_loading(),
        Route::Couplings => app.couplings.is_loading(),
        Route::Jobs => app.jobs.is_loading(),
        Route::History => app.history.is_loading(),
        _ => false,
    }
}
