//! The window: what a person sees and touches.
//!
//! # How to start
//!
//! Once, before the first frame: `design::install(ctx, appearance)` puts fonts, colours and distances into egui, and
//! `set_texts(ctx, texts)` sets the language. Both may be called again at any time; the next frame shows it.
//!
//! # How to write a page here
//!
//! A page is a function of a view model. It reads what the `app` room prepared, draws it, and sends `Command`s:
//!
//! ```ignore
//! pub fn show(ui: &mut Ui, view: &ErrorsView, table: &mut Table<ErrorId>, send: &mut dyn FnMut(Command)) {
//!     let texts = ui.texts();
//!     page_header(ui, texts.t("errors-title"), &view.sentence, |ui| {
//!         let retry = Button::primary(texts.t("action-retry-all")).icon(Icon::Retry);
//!         if ui.add(retry.disabled_because(view.why_no_retry.as_deref())).clicked() {
//!             send(Command::RetryAll);
//!         }
//!     });
//!     let columns = [Column::new("cause", texts.t("errors-cause"), 320.0), Column::new("tries", texts.t("errors-tries"), 80.0).number()];
//!     let spec = TableSpec { id: "errors", name: &texts.t("errors-title"), columns: &columns, checkboxes: true };
//!     let done = table.show_with_menu(ui, &spec, &mut ErrorRows(view), |ui, selection| { /* MenuItems */ });
//!     if let Some(id) = done.opened {
//!         send(Command::OpenError(id));
//!     }
//! }
//! ```
//!
//! - **Drawing holds no rule.** Whether a button is enabled, what a conflict's reason is, how many rows there are:
//!   the view model says it. A page decides only where things stand.
//! - **Drawing changes nothing.** The only thing that a page may keep is its own state of showing (what is folded
//!   open, where the keyboard stands, what is typed but not sent). Everything else is a `Command`, carried out
//!   between frames, so a frame never shows half of a change.
//! - **No page waits.** Loading, empty, error and content are four designed states: [`widgets::PageState`].
//! - **No words in code.** `ui.texts().t("key")`, see [`crate::i18n`]. No fixed widths for words either: French is longer.
//! - **No colours, sizes or signs of its own.** See [`design`].
//! - **Everything has a name.** A control that shows only an icon takes its name as an argument; a picture or plot
//!   has its numbers as a table beside it. Tests find controls by these names, and so does a screen reader.
//! - **Everything works from the keyboard**: Tab goes from group to group, arrows move inside one, Enter and Space
//!   act, Esc closes the topmost layer.
//!
//! # What is here
//!
//! - [`design`]: colours, letters, distances, signs.
//! - [`widgets`]: buttons, chips, notices, fields, dialogs, page states.
//! - [`table`]: the one table of the program.
//! - [`window`]: the window itself; `shell`: what stands around every page; `layers` and `question`: what lies over it; `pages`: one file per
//!   page; `merge`: the merge editor; `wizard`: the setup wizard; `state`: what only showing needs; `told`: notifications in words;
//!   `outward`: those of the system; `shortcuts`: keys that count everywhere; `measure`: what frames take; `picture`: a page as a
//!   picture.
//!
//! # What is not here
//!
//! SQL, HTTP, threads, clocks, decisions. `tests/layout.rs` fails when this room reaches for them.

pub mod design;
mod layers;
pub mod measure;
mod merge;
pub mod outward;
mod pages;
pub mod picture;
mod question;
mod shell;
mod shortcuts;
mod state;
pub mod table;
mod told;
pub mod widgets;
pub mod window;
mod wizard;
mod words;

pub use words::WordsExt;
pub use words::set_texts;
