//! The design system: every colour, distance, letter size and sign of the window, and nothing about what it shows.
//!
//! Why a room of its own: a page that names a colour by itself looks right on its author's screen and wrong in
//! light, dark or high contrast. `clippy.toml` therefore refuses colour constructors outside this folder, and a
//! test computes the contrast of every ink on every surface it may stand on.
//!
//! How to use it from a page:
//! - `ui.tokens()` (from [`DesignExt`]) gives the [`Tokens`] of the theme that is shown;
//! - [`space`] gives distances, all multiples of four points; never write another number;
//! - [`text`] gives `RichText` in the program's letter sizes: `ui.label(text::heading("…"))`;
//! - [`Icon`] is painted, never a character that a font may lack: `ui.add(icon(Icon::Retry))`;
//! - [`Mark`] is the state of a field or record: icon, colour and word together, never colour alone.
//!
//! Invariants: Business Central is always left and sky, Dataverse always right and orange; every ink is at least
//! 4.5:1 on every surface; edges of controls and the focus ring are at least 3:1.
//!
//! Files: `palette` is the only list of literal colours · `tokens` is their typed shape · `install` puts them into
//! egui · `fonts` are the bundled letters · `text` are letter sizes · `space` are distances · `icon` and
//! `icon_shapes` are signs · `mark` are states and sides · `contrast` computes contrast.

mod contrast;
mod fonts;
mod icon;
mod icon_shapes;
mod install;
mod mark;
mod palette;
pub mod space;
pub mod text;
mod tokens;

#[cfg(test)]
mod vision_tests;

pub use contrast::contrast_ratio;
pub use icon::Icon;
pub use icon::icon;
pub use install::Appearance;
pub use install::DesignExt;
pub use install::ThemeChoice;
pub use install::install;
pub use install::set_compact;
pub use mark::Mark;
pub use mark::Tone;
pub use mark::side_color;
pub use tokens::Scheme;
pub use tokens::Tokens;
