//! The way back of settings: each applies at once, and what it was before is kept until the program ends.

use super::App;
use super::desk::Errand;
use super::settings::Settings;
use crate::i18n::{Lang, Texts};
use crate::model::TableMapping;
use crate::model::running::Interval;
use crate::worker::protocol::Request;
use crate::worker::schedule::Rest;

/// So many changes can be taken back.
const KEPT: usize = 50;

/// What something was before it was changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Before {
    /// What concerns the window, and the language that it spoke.
    Window(Settings, Lang),
    /// The pause of the schedule.
    Every(Option<Interval>),
    /// When the schedule rests.
    Rest(Option<Rest>),
    /// All mappings.
    Mappings(Vec<TableMapping>),
    /// Whether the program starts with the system.
    Autostart(bool),
}

/// A change of a setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The key of the setting's name.
    pub what: &'static str,
    /// What it was.
    pub before: Before,
}

/// The changes, newest last.
#[derive(Clone, Debug, Default)]
pub struct Steps(Vec<Step>);

impl Steps {
    /// Remembers a change; several in a row of the same setting of the window are one.
    pub(super) fn remember(&mut self, what: &'static str, before: Before) {
        let goes_on = self.0.last().is_some_and(|last| {
            last.what == what
                && std::mem::discriminant(&last.before) == std::mem::discriminant(&before)
        });
        if goes_on {
            return;
        }
        if self.0.len() >= KEPT {
            self.0.remove(0);
        }
        self.0.push(Step { what, before });
    }

    /// The change that would be taken back next.
    pub fn last(&self) -> Option<&Step> {
        self.0.last()
    }
}

impl App {
    /// Remembers how the window is set, before a setting of it is changed.
    pub(super) fn remember_window(&mut self, what: &'static str) {
        let before = Before::Window(self.settings, self.texts.lang());
        self.setting_steps.remember(what, before);
    }

    /// Takes the last change of a setting back.
    pub(super) fn undo_setting(&mut self) {
        let Some(step) = self.setting_steps.0.pop() else {
            return;
        };
        match step.before {
            Before::Window(settings, lang) => {
                self.settings = settings;
                self.texts = Texts::new(lang).with_formats(settings.formats);
                crate::worker::log::keep_more(settings.detailed_log);
                self.keep_settings();
            }
            Before::Every(every) => {
                self.ask(Request::SetSchedule(every), Errand::Setting);
            }
            Before::Rest(rest) => {
                self.ask(Request::SetQuietHours(rest), Errand::Setting);
            }
            Before::Mappings(before) => {
                let errand = Errand::Mappings { saving: false };
                self.ask(Request::SaveMappings(before), errand);
            }
            Before::Autostart(on) => self.start_with_system(on),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_steps_of_one_setting_are_one_and_the_oldest_are_forgotten() {
        let mut steps = Steps::default();
        let every = |seconds| Before::Every(Some(Interval { seconds }));
        steps.remember("a", every(1));
        steps.remember("a", every(2));
        steps.remember("b", every(3));
        steps.remember("a", every(4));
        let kept: Vec<_> = steps.0.iter().map(|step| step.what).collect();
        assert_eq!(kept, ["a", "b", "a"]);
        assert_eq!(steps.0[0].before, every(1));
        for number in 0..100 {
            steps.remember(if number % 2 == 0 { "x" } else { "y" }, every(number));
        }
        assert_eq!(steps.0.len(), KEPT);
    }
}
