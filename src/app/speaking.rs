//! What turning values into words needs.

use super::App;
use crate::i18n::Texts;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The words, the present moment and the zone in which times are told.
#[derive(Clone)]
pub struct Speaking {
    /// The words.
    pub texts: Texts,
    /// The present moment.
    pub now: Timestamp,
    /// The zone.
    pub zone: TimeZone,
    /// Whether times are told exactly, as in a file that is read another day.
    pub exact: bool,
    /// Whether something lies over the page and has the keyboard.
    pub covered: bool,
}

impl Speaking {
    /// As the window speaks now.
    pub fn of(app: &App) -> Self {
        Self {
            texts: app.texts,
            now: app.now(),
            zone: app.zone.clone(),
            exact: false,
            covered: app.layer.is_some() || app.question.is_some(),
        }
    }

    /// A moment as people say it: relative when it is near.
    pub fn moment(&self, at: Timestamp) -> String {
        if self.exact {
            self.exactly(at)
        } else {
            self.texts.moment(at, self.now, &self.zone)
        }
    }

    /// How long ago.
    pub fn ago(&self, at: Timestamp) -> String {
        if self.exact {
            self.exactly(at)
        } else {
            self.texts.relative(at, self.now, &self.zone)
        }
    }

    /// A moment with day and time.
    pub fn exactly(&self, at: Timestamp) -> String {
        self.texts.exact_moment(at, &self.zone)
    }
}
