//! What a person set for the window, kept beside the cache.

use super::system_notices::NoticeKind;
use crate::i18n::{Formats, Lang};
use crate::model::quiet::QuietHours;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The look of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    HighContrast,
}

impl Theme {
    /// Every look, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::HighContrast];

    /// The key of the look's name.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::System => "settings-theme-system",
            Self::Light => "settings-theme-light",
            Self::Dark => "settings-theme-dark",
            Self::HighContrast => "settings-theme-contrast",
        }
    }
}

/// How large everything is, in percent of what the system asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ZoomPercent(u16);

impl Default for ZoomPercent {
    fn default() -> Self {
        Self(100)
    }
}

impl ZoomPercent {
    /// The sizes that there are; what a file says is brought to one of them.
    const STEPS: [u16; 8] = [80, 90, 100, 110, 125, 150, 175, 200];

    /// The size in percent.
    pub fn percent(self) -> u16 {
        self.0
    }

    /// The size as a factor.
    pub fn factor(self) -> f32 {
        f32::from(self.0) / 100.0
    }

    /// The next larger or smaller size; the same at the end.
    #[must_use]
    pub fn step(self, larger: bool) -> Self {
        let mut steps = Self::STEPS.into_iter();
        let next = if larger {
            steps.find(|step| *step > self.0)
        } else {
            steps.rev().find(|step| *step < self.0)
        };
        next.map_or(self, Self)
    }

    fn in_range(self) -> Self {
        Self(self.0.clamp(80, 200))
    }
}

/// How close together things stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// With room around them.
    #[default]
    Comfortable,
    /// As many rows as can be hit with the mouse.
    Compact,
}

impl Density {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    /// The key of its name.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::Comfortable => "settings-density-comfortable",
            Self::Compact => "settings-density-compact",
        }
    }
}

/// What a person set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// How large everything is.
    pub zoom: ZoomPercent,
    /// The language; the system's if nothing is set.
    pub lang: Option<Lang>,
    /// The look.
    pub theme: Theme,
    /// Whether nothing moves that need not.
    pub reduce_motion: bool,
    /// What the system tells while nobody looks at the window.
    pub notices: Notices,
    /// Whether the log keeps every step, for whoever looks for a reason.
    pub detailed_log: bool,
    /// How close together things stand.
    pub density: Density,
    /// How numbers and dates are written.
    pub formats: Formats,
}

/// What the system tells while nobody looks at the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Notices {
    /// What stops the link.
    pub link: bool,
    /// That more waits for a person.
    pub needs_you: bool,
    /// That a synchronisation failed.
    pub failed: bool,
    /// That a synchronisation ended.
    pub finished: bool,
    /// When nothing is told.
    pub quiet: Option<QuietHours>,
}

impl Notices {
    /// Whether something is wanted.
    pub fn wants(self, kind: NoticeKind) -> bool {
        match kind {
            NoticeKind::Link => self.link,
            NoticeKind::NeedsYou => self.needs_you,
            NoticeKind::Failed => self.failed,
            NoticeKind::Finished => self.finished,
        }
    }

    /// Wants something, or not any more.
    pub fn set(&mut self, kind: NoticeKind, wanted: bool) {
        *match kind {
            NoticeKind::Link => &mut self.link,
            NoticeKind::NeedsYou => &mut self.needs_you,
            NoticeKind::Failed => &mut self.failed,
            NoticeKind::Finished => &mut self.finished,
        } = wanted;
    }

    /// Whether anything is wanted.
    pub fn any(self) -> bool {
        self.link || self.needs_you || self.failed || self.finished
    }
}

/// The form in which settings are kept.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    lang: Option<String>,
    theme: Theme,
    zoom: ZoomPercent,
    reduce_motion: bool,
    /// How it was kept before there were several.
    #[serde(skip_serializing)]
    notify: bool,
    density: Density,
    detailed_log: bool,
    formats: Formats,
    notices: Notices,
}

impl Settings {
    /// Reads the settings of a data folder; what is missing or damaged is as for a new user.
    pub fn read(folder: &Path) -> Self {
        let kept: Kept = std::fs::read_to_string(file(folder))
            .ok()
            .and_then(|text| toml::from_str(&text).ok())
            .unwrap_or_default();
        Self {
            lang: kept.lang.and_then(|code| Lang::from_tag(&code)),
            theme: kept.theme,
            zoom: kept.zoom.in_range(),
            reduce_motion: kept.reduce_motion,
            notices: Notices {
                link: kept.notices.link || kept.notify,
                ..kept.notices
            },
            detailed_log: kept.detailed_log,
            density: kept.density,
            formats: kept.formats,
        }
    }

    /// Keeps the settings in a data folder. That they cannot be kept is no reason to stop anything.
    pub fn keep(self, folder: &Path) {
        let kept = Kept {
            lang: self.lang.map(|lang| lang.tag().to_owned()),
            theme: self.theme,
            zoom: self.zoom,
            reduce_motion: self.reduce_motion,
            notify: false,
            notices: self.notices,
            detailed_log: self.detailed_log,
            density: self.density,
            formats: self.formats,
        };
        match toml::to_string(&kept) {
            Ok(text) => {
                if let Err(error) = std::fs::write(file(folder), text) {
                    tracing::warn!(%error, "the window's settings could not be kept");
                }
            }
            Err(error) => tracing::warn!(%error, "the window's settings could not be written down"),
        }
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("window.toml")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{DateFormat, NumberFormat};

    #[test]
    fn settings_come_back_and_damage_is_harmless() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            lang: Some(Lang::Fr),
            theme: Theme::Dark,
            zoom: ZoomPercent::default().step(true),
            reduce_motion: true,
            notices: Notices {
                link: true,
                finished: true,
                quiet: Some(QuietHours::default()),
                ..Notices::default()
            },
            detailed_log: true,
            density: Density::Compact,
            formats: Formats {
                numbers: NumberFormat::Point,
                dates: DateFormat::YearFirst,
            },
        };
        settings.keep(folder.path());
        assert_eq!(Settings::read(folder.path()), settings);
        std::fs::write(file(folder.path()), "notify = true\n").unwrap();
        assert!(Settings::read(folder.path()).notices.link);
        std::fs::write(file(folder.path()), "theme = [").unwrap();
        assert_eq!(Settings::read(folder.path()), Settings::default());
    }

    #[test]
    fn the_size_stays_between_four_fifths_and_twice() {
        let mut zoom = ZoomPercent::default();
        for _ in 0..20 {
            zoom = zoom.step(true);
        }
        assert_eq!(zoom.percent(), 200);
        for _ in 0..20 {
            zoom = zoom.step(false);
        }
        assert_eq!(zoom.percent(), 80);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(file(folder.path()), "zoom = 4000").unwrap();
        assert_eq!(Settings::read(folder.path()).zoom.percent(), 200);
    }
}
