//! The languages of the program.

use serde::{Deserialize, Serialize};

/// A language that the whole program is written in.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// Lists every language, in the order in which a person is offered them.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// Gives the BCP 47 tag, which is also the name of the language's folder under `assets/i18n`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// Gives the number by which both services know the language.
    pub const fn number(self) -> i32 {
        match self {
            Self::En => 1033,
            Self::Fr => 1036,
        }
    }

    /// Gives the language's name in itself, so that its speakers recognise it whatever is shown now.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
        }
    }

    /// Finds the language of a tag such as `fr-CH` or `en_GB.UTF-8`; `None` when it is not one of ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', '.', '@']).next()?;
        Self::ALL
            .into_iter()
            .find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }

    /// Gives the first language of the operating system's list that the program knows, else English.
    pub fn system() -> Self {
        sys_locale::get_locales()
            .find_map(|tag| Self::from_tag(&tag))
            .unwrap_or_default()
    }
}
