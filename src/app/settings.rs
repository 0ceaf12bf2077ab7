//! What a person set for the window, kept beside the cache.

use crate::i18n::Lang;
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

/// What a person set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The language; the system's if nothing is set.
    pub lang: Option<Lang>,
    /// The look.
    pub theme: Theme,
}

/// The form in which settings are kept.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    lang: Option<String>,
    theme: Theme,
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
        }
    }

    /// Keeps the settings in a data folder. That they cannot be kept is no reason to stop anything.
    pub fn keep(self, folder: &Path) {
        let kept = Kept {
            lang: self.lang.map(|lang| lang.tag().to_owned()),
            theme: self.theme,
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

    #[test]
    fn settings_come_back_and_damage_is_harmless() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            lang: Some(Lang::Fr),
            theme: Theme::Dark,
        };
        settings.keep(folder.path());
        assert_eq!(Settings::read(folder.path()), settings);
        std::fs::write(file(folder.path()), "theme = [").unwrap();
        assert_eq!(Settings::read(folder.path()), Settings::default());
    }
}
