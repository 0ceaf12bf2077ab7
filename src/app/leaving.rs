//! The way out of the demo: everything of it is forgotten, and the person's own data folder is opened again.

use super::route::{Route, Way};
use super::{App, grouped_by_cause};
use crate::worker::timekeeper::Record;

impl App {
    /// Ends the demo, unless something of it runs.
    pub(super) fn leave_demo(&mut self) {
        if self.demo.is_none() || self.running.is_some() {
            return;
        }
        self.forget_reading();
        // The folder must be let go before it is removed.
        self.desk = None;
        self.demo = None;
        self.remove_demo_folder();
        self.connection = None;
        self.live = Record::default();
        forget(&mut self.home);
        forget(&mut self.skipped);
        self.errors = grouped_by_cause();
        forget(&mut self.couplings);
        forget(&mut self.jobs);
        forget(&mut self.history);
        forget(&mut self.preferences);
        forget(&mut self.about);
        forget(&mut self.mapping);
        forget(&mut self.matching);
        forget(&mut self.full);
        forget(&mut self.health);
        forget(&mut self.wizard);
        forget(&mut self.lock);
        forget(&mut self.setting_steps);
        (self.merging, self.rules, self.coupling) = (None, None, None);
        (self.notice, self.question, self.layer) = (None, None, None);
        (self.previewed, self.waited) = (None, None);
        self.happenings.clear();
        self.for_the_system.clear();
        self.cleared.clear();
        self.unsettled.clear();
        self.fallen = false;
        self.way = Way::at(Route::Welcome);
        self.open_folder();
    }
}

/// Makes something what it is at a start.
fn forget<T: Default>(it: &mut T) {
    *it = T::default();
}
