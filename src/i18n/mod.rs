//! The language room: every word that a person reads, and how numbers and times are written.
//!
//! It is a leaf: `ui`, `app`, `cli` and `worker` may use it; `model`, `merge`, `store`, `remote`, `engine` and
//! `sandbox` may not, since they speak in codes and typed values that are put into words only here.
//!
//! It is not a place for rules. It turns a key and arguments into a sentence, nothing else.
//!
//! Words live in `assets/i18n/{en,fr}/*.ftl` (Fluent), one file per subject, compiled into the program. To add a
//! text: put the key in both languages (same variables), then write `texts.t("home-title")` or
//! `texts.t_args("home-needs-you", &[("conflicts", 37.into())])`. To add a file: one line in `catalog`.
//!
//! Invariants, each held by a test in `tests.rs`:
//! - both languages have the same keys, and each key uses the same variables in both;
//! - every key that the code writes as `.t("…")` or `.t_args("…", …)` exists;
//! - a missing key shows as `[key]` and is logged, it never panics.
//!
//! Files: `catalog` embeds and parses the word files · `lang` is the list of languages · `texts` is the handle that
//! everybody holds · `number` and `date` write figures and times as the language does, or as `formats` says · `visible` shows signs that would act.

mod catalog;
mod date;
mod formats;
mod lang;
mod number;
mod texts;
mod visible;

#[cfg(test)]
mod tests;

pub use formats::{DateFormat, Formats, NumberFormat};
pub use lang::Lang;
pub use texts::{Arg, Texts};
pub use visible::visible;
