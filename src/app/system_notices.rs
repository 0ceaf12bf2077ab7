//! What the system is to tell while nobody looks at the window, as far as the person wants it.

use super::App;
use super::settings::Notices;
use crate::model::reason::{Cause, Problem};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What a person may want the system to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum NoticeKind {
    /// Something stops the link to the services.
    Link,
    /// More waits for a person than before a run.
    NeedsYou,
    /// A synchronisation ended with a problem.
    Failed,
    /// A synchronisation wrote something.
    Finished,
}

impl NoticeKind {
    /// The key of the setting's name.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::Link => "settings-notify",
            Self::NeedsYou => "settings-notify-needs-you",
            Self::Failed => "settings-notify-failed",
            Self::Finished => "settings-notify-finished",
        }
    }
}

/// One thing that the system is to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SystemNotice {
    /// What stops the link, or soon will.
    Link(Problem),
    /// So much waits for a person now.
    NeedsYou {
        /// Conflicts.
        conflicts: u64,
        /// Skipped records that are no conflicts.
        skipped: u64,
        /// Open errors.
        errors: u64,
    },
    /// A synchronisation ended with this.
    Failed(Problem),
    /// A synchronisation ended.
    Finished {
        /// Records written.
        written: u64,
        /// What waits for a person.
        waiting: u64,
    },
}

impl SystemNotice {
    fn kind(&self) -> NoticeKind {
        match self {
            Self::Link(_) => NoticeKind::Link,
            Self::NeedsYou { .. } => NoticeKind::NeedsYou,
            Self::Failed(_) => NoticeKind::Failed,
            Self::Finished { .. } => NoticeKind::Finished,
        }
    }
}

/// Whether something is told at a moment.
fn is_told(notices: Notices, kind: NoticeKind, now: Timestamp, zone: &TimeZone) -> bool {
    let rests = notices
        .quiet
        .is_some_and(|quiet| quiet.hold(now.to_zoned(zone.clone()).time()));
    notices.wants(kind) && !rests
}

impl App {
    /// Hands something to the system, if the person wants it told now.
    pub(super) fn tell_system(&mut self, notice: SystemNotice) {
        if is_told(self.settings.notices, notice.kind(), self.now(), &self.zone) {
            self.for_the_system.push_back(notice);
        }
    }

    /// A synchronisation ended with a problem.
    pub(super) fn run_failed(&mut self, problem: &Problem) {
        let in_the_bar = |told: &super::health::Health| {
            let ailments = told.ailments.iter();
            ailments
                .map(|ailment| ailment.problem.cause)
                .any(|cause| cause == problem.cause)
        };
        if problem.cause != Cause::Cancelled && !in_the_bar(&self.health) {
            self.tell_system(SystemNotice::Failed(problem.clone()));
        }
    }

    /// How much waits for a person, of records.
    pub(super) fn waiting(&self) -> u64 {
        self.home.conflicts + self.home.skipped + self.home.errors
    }

    /// After a run: tells that more waits for a person than before it.
    pub(super) fn tell_what_waits(&mut self) {
        if self.running.is_some() || self.home_reading.is_behind() {
            return;
        }
        let Some(before) = self.waited.take() else {
            return;
        };
        if self.waiting() > before {
            self.tell_system(SystemNotice::NeedsYou {
                conflicts: self.home.conflicts,
                skipped: self.home.skipped,
                errors: self.home.errors,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_wanted_is_told_and_nothing_in_quiet_hours() {
        let mut notices = Notices {
            needs_you: true,
            ..Notices::default()
        };
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let (noon, night) = (at("2026-11-23T12:00:00Z"), at("2026-11-23T23:00:00Z"));
        let told = |notices, kind, now| is_told(notices, kind, now, &TimeZone::UTC);
        assert!(told(notices, NoticeKind::NeedsYou, night));
        assert!(!told(notices, NoticeKind::Finished, noon));
        notices.quiet = Some("22:00-07:00".parse().unwrap());
        assert!(told(notices, NoticeKind::NeedsYou, noon));
        assert!(!told(notices, NoticeKind::NeedsYou, night));
    }
}
