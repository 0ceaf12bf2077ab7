//! Distances, in points. Everything stands on a grid of four.

/// Between an icon and its word, and inside chips.
pub const XS: f32 = 4.0;
/// Between controls that belong together.
pub const S: f32 = 8.0;
/// Inside cards and between a label and its group.
pub const M: f32 = 12.0;
/// Between groups; the margin of a page in a small window.
pub const L: f32 = 16.0;
/// Between sections; the margin of a page.
pub const XL: f32 = 24.0;
/// Around what stands alone, such as an empty page.
pub const XXL: f32 = 48.0;

/// Height of a button, a text field and every other control.
pub const CONTROL: f32 = 32.0;
/// Least height and width of anything that can be clicked.
pub const TARGET: f32 = 28.0;
/// Height of a table row.
pub const ROW: f32 = 32.0;
/// Width and height of an icon beside body text.
pub const ICON: f32 = 16.0;
/// Width of the navigation with words.
pub const NAV: f32 = 200.0;
/// Width of the navigation when it shows icons only.
pub const NAV_FOLDED: f32 = 56.0;
/// Height of the status bar.
pub const STATUS_BAR: f32 = 32.0;
/// Below this window width the navigation folds to icons.
pub const FOLD_NAV_BELOW: f32 = 900.0;
/// Longest comfortable line of reading text.
pub const READING_WIDTH: f32 = 560.0;

/// Roundness of controls.
pub const RADIUS: u8 = 6;
/// Roundness of cards, dialogs and menus.
pub const RADIUS_LARGE: u8 = 8;
