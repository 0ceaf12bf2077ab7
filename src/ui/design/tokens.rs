//! The typed shape of the design tokens. The values stand in `palette`.

use eframe::egui::Color32;

/// The four sets of colours.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scheme {
    /// Light inks on dark surfaces.
    Dark,
    /// Dark inks on light surfaces.
    Light,
    /// White on black with visible edges everywhere.
    HighContrastDark,
    /// Black on white with visible edges everywhere.
    HighContrastLight,
}

impl Scheme {
    /// Tells whether surfaces are dark.
    pub const fn is_dark(self) -> bool {
        matches!(self, Self::Dark | Self::HighContrastDark)
    }

    /// Tells whether this is one of the two high-contrast sets.
    pub const fn is_high_contrast(self) -> bool {
        matches!(self, Self::HighContrastDark | Self::HighContrastLight)
    }
}

/// Every colour of one scheme, by what it is for.
#[derive(Debug)]
pub struct Tokens {
    /// Which set this is.
    pub scheme: Scheme,
    /// What things stand on.
    pub surface: Surface,
    /// Letters.
    pub text: Inks,
    /// Edges and rules.
    pub line: Lines,
    /// The primary action and what is chosen.
    pub accent: Hue,
    /// Deletion and failure.
    pub danger: Hue,
    /// The two systems.
    pub side: Sides,
    /// States of fields and records.
    pub mark: Marks,
    /// Rows of tables.
    pub table: Rows,
    /// The shadow under menus and dialogs.
    pub shadow: Color32,
    /// What dims the window behind a dialog.
    pub backdrop: Color32,
}

/// Backgrounds, from the window up.
#[derive(Debug)]
pub struct Surface {
    /// What is seen through: a plain button or a menu entry at rest.
    pub none: Color32,
    /// The page.
    pub canvas: Color32,
    /// Navigation and status bar.
    pub nav: Color32,
    /// Cards and tables.
    pub card: Color32,
    /// Menus, popups, dialogs, quiet buttons.
    pub raised: Color32,
    /// Text fields.
    pub sunken: Color32,
    /// A quiet button or menu entry under the pointer.
    pub hover: Color32,
    /// The same while pressed.
    pub pressed: Color32,
    /// Tooltips.
    pub tooltip: Color32,
}

/// Colours of letters.
#[derive(Debug)]
pub struct Inks {
    /// Titles and what matters most.
    pub strong: Color32,
    /// Ordinary text.
    pub body: Color32,
    /// Secondary text.
    pub weak: Color32,
    /// Links.
    pub link: Color32,
    /// Letters on a tooltip.
    pub on_tooltip: Color32,
    /// Background of selected letters in a text field.
    pub selection: Color32,
}

/// Colours of lines.
#[derive(Debug)]
pub struct Lines {
    /// Rules between rows and around cards; decoration only.
    pub hairline: Color32,
    /// Edges of buttons, menus and dialogs, whose words already say where they are.
    pub edge: Color32,
    /// Edges of text fields, check boxes and switches, which must be seen to be found.
    pub control: Color32,
    /// The ring around what has the keyboard.
    pub focus: Color32,
}

/// A coloured control.
#[derive(Debug)]
pub struct Hue {
    /// At rest.
    pub fill: Color32,
    /// Under the pointer.
    pub hover: Color32,
    /// Pressed.
    pub pressed: Color32,
    /// Letters on it.
    pub on_fill: Color32,
    /// The same hue as letters on a surface.
    pub ink: Color32,
    /// A faint wash of the hue behind notices and chips.
    pub wash: Color32,
}

/// Colours of the two systems.
#[derive(Debug)]
pub struct Sides {
    /// Business Central: sky.
    pub bc: Color32,
    /// Dataverse: orange.
    pub dv: Color32,
    /// A faint wash of Business Central's hue.
    pub bc_wash: Color32,
    /// A faint wash of Dataverse's hue.
    pub dv_wash: Color32,
}

/// Colours of states.
#[derive(Debug)]
pub struct Marks {
    /// A decision is needed.
    pub open: Color32,
    /// Decided, succeeded, in step.
    pub done: Color32,
    /// Merged without a person; a quiet state.
    pub auto: Color32,
    /// Proposed, to be confirmed.
    pub suggested: Color32,
    /// Cannot go on until something else is done.
    pub blocked: Color32,
    /// Fixed by the mapping; a quiet state.
    pub locked: Color32,
    /// Wash behind notices that warn.
    pub open_wash: Color32,
    /// Wash behind notices of success.
    pub done_wash: Color32,
}

/// Backgrounds of table rows.
#[derive(Debug)]
pub struct Rows {
    /// The header.
    pub header: Color32,
    /// Every second row.
    pub stripe: Color32,
    /// The row under the pointer.
    pub hover: Color32,
    /// Selected rows.
    pub selected: Color32,
    /// A group's heading.
    pub group: Color32,
}
