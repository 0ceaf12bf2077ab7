//! States of fields and records, tones of messages, and the colours of the two sides.

use eframe::egui::Color32;

use crate::model::Side;

use super::icon::Icon;
use super::tokens::Tokens;

/// The state of a field or a record: always shown as icon, colour and word together.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Mark {
    /// A person has to decide.
    Open,
    /// Decided, succeeded or in step.
    Done,
    /// Merged without a person.
    Auto,
    /// Proposed, waits for a confirmation.
    Suggested,
    /// The value breaks a rule of a side.
    Invalid,
    /// Fixed by the mapping.
    Locked,
    /// Something else has to be done first.
    Blocked,
}

impl Mark {
    /// Lists every state.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::Done,
        Self::Auto,
        Self::Suggested,
        Self::Invalid,
        Self::Locked,
        Self::Blocked,
    ];

    /// Gives the sign of the state.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Open => Icon::Warning,
            Self::Done => Icon::Check,
            Self::Auto => Icon::CheckCircle,
            Self::Suggested => Icon::Merge,
            Self::Invalid => Icon::Cross,
            Self::Locked => Icon::Lock,
            Self::Blocked => Icon::Link,
        }
    }

    /// Gives the colour of the sign and the word.
    pub const fn color(self, tokens: &Tokens) -> Color32 {
        match self {
            Self::Open | Self::Invalid => tokens.mark.open,
            Self::Done => tokens.mark.done,
            Self::Auto => tokens.mark.auto,
            Self::Suggested => tokens.mark.suggested,
            Self::Locked => tokens.mark.locked,
            Self::Blocked => tokens.mark.blocked,
        }
    }

    /// Gives the key of the word in the merge editor; other pages say it in their own words.
    pub const fn text_key(self) -> &'static str {
        match self {
            Self::Open => "merge-state-open",
            Self::Done => "merge-state-done",
            Self::Auto => "merge-state-auto",
            Self::Suggested => "merge-state-suggested",
            Self::Invalid => "merge-state-invalid",
            Self::Locked => "merge-state-locked",
            Self::Blocked => "merge-state-blocked",
        }
    }
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Tone {
    /// Worth knowing.
    Info,
    /// It worked.
    Success,
    /// Somebody should look at it.
    Warning,
    /// It failed.
    Error,
}

impl Tone {
    /// Gives the sign of the tone.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Info => Icon::Info,
            Self::Success => Icon::CheckCircle,
            Self::Warning => Icon::Warning,
            Self::Error => Icon::Error,
        }
    }

    /// Gives the colour of the sign.
    pub const fn color(self, tokens: &Tokens) -> Color32 {
        match self {
            Self::Info => tokens.accent.ink,
            Self::Success => tokens.mark.done,
            Self::Warning => tokens.mark.open,
            Self::Error => tokens.danger.ink,
        }
    }

    /// Gives the background of a notice.
    pub const fn wash(self, tokens: &Tokens) -> Color32 {
        match self {
            Self::Info => tokens.accent.wash,
            Self::Success => tokens.mark.done_wash,
            Self::Warning => tokens.mark.open_wash,
            Self::Error => tokens.danger.wash,
        }
    }

    /// Gives the key of the word that says the tone to those who do not see the colour.
    pub const fn text_key(self) -> &'static str {
        match self {
            Self::Info => "notice-info",
            Self::Success => "notice-success",
            Self::Warning => "notice-warning",
            Self::Error => "notice-error",
        }
    }
}

/// Gives the colour of a system.
pub const fn side_color(tokens: &Tokens, side: Side) -> Color32 {
    match side {
        Side::Bc => tokens.side.bc,
        Side::Dv => tokens.side.dv,
    }
}
