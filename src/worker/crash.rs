//! What is left behind when the program makes a mistake: where in it, and how it came there. The next start offers it; nothing
//! is sent by itself, and no value of a record is in it.

use super::diagnostics::cleaned;
use super::folder::create_private;
use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::fs;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The file in the data folder.
const FILE: &str = "crash.txt";
/// How many lines of the way to the mistake are kept.
const LINES: usize = 200;

/// Where reports go.
static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// Leaves a report in this folder whenever a part of the program ends by a mistake, besides what is said on standard error.
pub fn report_in(folder: PathBuf) {
    if FOLDER.set(folder).is_err() {
        return;
    }
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |mistake| {
        if let Some(folder) = FOLDER.get() {
            leave(folder, &told(mistake));
        }
        before(mistake);
    }));
}

/// The report that was left in a folder, if there is one.
pub fn left_in(folder: &Path) -> Option<String> {
    fs::read_to_string(folder.join(FILE)).ok()
}

/// Forgets the report.
pub fn forget(folder: &Path) {
    fs::remove_file(folder.join(FILE)).ok();
}

/// Writes a report; that it cannot be written must not be a second mistake.
fn leave(folder: &Path, text: &str) {
    if create_private(folder).is_ok() {
        fs::write(folder.join(FILE), text).ok();
    }
}

fn told(mistake: &PanicHookInfo<'_>) -> String {
    let payload = mistake.payload();
    let said = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let place = mistake.location().map(ToString::to_string);
    let thread = std::thread::current();
    report(
        said.unwrap_or_default(),
        place.as_deref().unwrap_or_default(),
        thread.name().unwrap_or_default(),
        &Backtrace::force_capture().to_string(),
    )
}

fn report(said: &str, place: &str, thread: &str, way: &str) -> String {
    let mut text = format!(
        "version: {}\nsystem: {} {}\nwhen: {}\nthread: {thread}\nplace: {place}\nsaid: {}\n\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        jiff::Timestamp::now(),
        cleaned(said),
    );
    for line in way.lines().take(LINES) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_where_and_holds_no_value_of_a_record() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(left_in(dir.path()), None);
        let said = "no row for \"Boulangerie Dupont\" of jo@contoso.fr";
        leave(
            dir.path(),
            &report(said, "src/x.rs:7:1", "raccord-worker", "a\nb"),
        );
        let text = left_in(dir.path()).unwrap();
        assert!(
            text.contains("place: src/x.rs:7:1\n") && text.ends_with("a\nb\n"),
            "{text}"
        );
        assert!(
            !text.contains("Dupont") && !text.contains("contoso"),
            "{text}"
        );
        forget(dir.path());
        assert_eq!(left_in(dir.path()), None);
    }
}
