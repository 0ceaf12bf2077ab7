//! Lists as files: CSV or a workbook, written beside the window.
//!
//! What is in a cell comes from the services and so from anybody: text that a spreadsheet would take for a formula is
//! written so that it does not.

use super::gathering::numbers;
use super::lists::{Couplings, Errors, HistoryLog, Jobs, Listing, Skipped, Wish};
use super::route::Route;
use super::speaking::Speaking;
use super::{App, Happening};
use crate::i18n::Lang;
use crate::model::reason::{Cause, Problem};
use crate::store::{Slice, StoreReader};
use crate::worker::folder::cache_in;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

/// How many rows are read at a time.
const PAGE: usize = 2000;
/// How many rows a sheet of a workbook holds, the headings among them.
const SHEET: u64 = 1_048_576;

/// What goes into the file: the columns that are shown, left to right, with their headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportWish {
    /// The columns.
    pub columns: Vec<(String, String)>,
    /// Where to; the person is asked if nothing is named.
    pub file: Option<PathBuf>,
}

/// A file that is being written.
pub(super) struct Exporting(Receiver<Option<Result<(u64, PathBuf), Problem>>>);

/// A cell of the file.
enum Cell {
    Text(String),
    Number(u64),
}

/// Reads one page of rows, already in words.
type Pages = Box<dyn FnMut(&StoreReader, Slice) -> Result<Vec<Vec<Cell>>, Problem> + Send>;

impl App {
    /// Asks where to, and writes the rows of the page's filter there.
    pub(super) fn export(&mut self, wish: ExportWish) {
        let Some(cache) = self.data_folder().map(cache_in) else {
            return;
        };
        if self.exporting.is_some() {
            return;
        }
        let keys: Vec<String> = wish.columns.iter().map(|(key, _)| key.clone()).collect();
        let speaking = Speaking {
            exact: true,
            ..Speaking::of(self)
        };
        let route = self.way.here();
        let pages = match route {
            Route::Skipped => pages::<Skipped>(self.skipped.wish.clone(), keys, speaking),
            Route::Errors => pages::<Errors>(self.errors.wish.clone(), keys, speaking),
            Route::Couplings => pages::<Couplings>(self.couplings.wish.clone(), keys, speaking),
            Route::Jobs => pages::<Jobs>(self.jobs.wish.clone(), keys, speaking),
            Route::History => pages::<HistoryLog>(self.history.wish.clone(), keys, speaking),
            _ => return,
        };
        let name = self.texts.t(route.label_key()).to_lowercase();
        let columns = wish.columns.into_iter();
        let headings = columns.map(|(_, title)| title).collect();
        self.save_rows(cache, &name, headings, pages, wish.file);
    }

    /// Asks where to, and writes rows that are at hand there.
    pub(super) fn export_rows(
        &mut self,
        name: &str,
        headings: Vec<String>,
        rows: Vec<Vec<String>>,
    ) {
        let Some(cache) = self.data_folder().map(cache_in) else {
            return;
        };
        if self.exporting.is_none() {
            self.save_rows(cache, name, headings, at_hand(rows), None);
        }
    }

    fn save_rows(
        &mut self,
        cache: PathBuf,
        name: &str,
        headings: Vec<String>,
        pages: Pages,
        file: Option<PathBuf>,
    ) {
        let title = self.texts.t("action-export").into_owned();
        let name = name.to_owned();
        let separator = match self.texts.lang() {
            Lang::En => ',',
            // With a comma as the decimal sign spreadsheets expect semicolons.
            Lang::Fr => ';',
        };
        let (send, receive) = sync_channel(1);
        let wake = std::sync::Arc::clone(&self.wake);
        let spawned = std::thread::Builder::new()
            .name("raccord-export".to_owned())
            .spawn(move || {
                let chosen = file.or_else(|| {
                    rfd::FileDialog::new()
                        .set_title(title)
                        .add_filter("XLSX", &["xlsx"])
                        .add_filter("CSV", &["csv"])
                        .set_file_name(format!("{name}.xlsx"))
                        .save_file()
                });
                let done = chosen.map(|file| {
                    let reader = StoreReader::open(&cache)?;
                    let rows = write(&file, &headings, separator, &reader, pages)?;
                    Ok((rows, file))
                });
                send.send(done).ok();
                wake();
            });
        match spawned {
            Ok(_) => self.exporting = Some(Exporting(receive)),
            Err(error) => tracing::error!(%error, "the export could not be started"),
        }
    }

    pub(super) fn receive_exported(&mut self) {
        let Some(Exporting(receive)) = &self.exporting else {
            return;
        };
        let done = match receive.try_recv() {
            Err(std::sync::mpsc::TryRecvError::Empty) => return,
            Err(std::sync::mpsc::TryRecvError::Disconnected) => None,
            Ok(done) => done,
        };
        self.exporting = None;
        match done {
            Some(Ok((rows, file))) => {
                self.happenings.push_back(Happening::Exported(rows, file));
            }
            Some(Err(problem)) => self.notice = Some(problem),
            None => {}
        }
    }
}

/// Rows that are in memory already, page by page.
fn at_hand(rows: Vec<Vec<String>>) -> Pages {
    let mut rows = rows.into_iter();
    Box::new(move |_, slice| {
        let page = rows.by_ref().take(slice.limit);
        Ok(page
            .map(|row| row.into_iter().map(Cell::Text).collect())
            .collect())
    })
}

fn pages<L: Listing>(mut wish: Wish, columns: Vec<String>, speaking: Speaking) -> Pages {
    wish.group = None;
    let mut all: Option<Vec<i64>> = None;
    Box::new(move |reader, slice| {
        // The rows of the file are those that there are when it is begun.
        let numbers = match &mut all {
            Some(numbers) => numbers,
            none => none.insert(numbers::<L>(reader, &wish)?),
        };
        let end = slice.offset.saturating_add(slice.limit).min(numbers.len());
        let some = numbers.get(slice.offset..end).unwrap_or_default();
        let rows: Vec<Option<L::Row>> = L::rows(&reader.read(), some)?;
        let cell = |row: &L::Row, column: &String| match L::figure(row, column) {
            Some(figure) => Cell::Number(figure),
            None => Cell::Text(L::text(row, column, &speaking)),
        };
        let line = |row: &Option<L::Row>| {
            let cells = columns.iter().map(|column| match row {
                Some(row) => cell(row, column),
                None => Cell::Text(String::new()),
            });
            cells.collect()
        };
        Ok(rows.iter().map(line).collect())
    })
}

fn write(
    file: &Path,
    headings: &[String],
    separator: char,
    reader: &StoreReader,
    pages: Pages,
) -> Result<u64, Problem> {
    let csv = file
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if csv {
        write_csv(file, headings, separator, reader, pages)
    } else {
        write_workbook(file, headings, reader, pages)
    }
}

fn write_csv(
    file: &Path,
    headings: &[String],
    separator: char,
    reader: &StoreReader,
    mut pages: Pages,
) -> Result<u64, Problem> {
    let failed = |error: std::io::Error| not_written(file, &error.to_string());
    let mut out = BufWriter::new(File::create(file).map_err(failed)?);
    // Spreadsheets take a file for UTF-8 only if it says so.
    out.write_all("\u{feff}".as_bytes()).map_err(failed)?;
    let first = headings.iter().map(|heading| quoted(heading));
    let first = first.collect::<Vec<_>>().join(&separator.to_string());
    write!(out, "{first}\r\n").map_err(failed)?;
    let mut slice = Slice::first(PAGE);
    loop {
        let rows = pages(reader, slice)?;
        for row in &rows {
            let cells = row.iter().map(|cell| match cell {
                Cell::Text(text) => quoted(&harmless(text)),
                Cell::Number(number) => number.to_string(),
            });
            let line = cells.collect::<Vec<_>>().join(&separator.to_string());
            write!(out, "{line}\r\n").map_err(failed)?;
        }
        slice.offset += rows.len();
        if rows.len() < PAGE {
            out.flush().map_err(failed)?;
            return Ok(slice.offset as u64);
        }
    }
}

/// Text that a spreadsheet does not take for a formula.
fn harmless(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if risky {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A cell of a CSV file, always in quotes: separators and line breaks inside are then harmless.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn write_workbook(
    file: &Path,
    headings: &[String],
    reader: &StoreReader,
    mut pages: Pages,
) -> Result<u64, Problem> {
    let failed = |error: XlsxError| not_written(file, &error.to_string());
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let (mut slice, mut line, mut more) = (Slice::first(PAGE), 0, true);
    while more {
        let sheet = book.add_worksheet();
        for (column, heading) in (0_u16..).zip(headings) {
            sheet
                .write_string_with_format(0, column, heading, &bold)
                .map_err(failed)?;
            sheet.set_column_width(column, 22).map_err(failed)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        line += 1;
        while more && u64::from(line) + (PAGE as u64) < SHEET {
            let rows = pages(reader, slice)?;
            for row in &rows {
                for (column, cell) in (0_u16..).zip(row) {
                    // Text is written as text: a workbook never takes it for a formula.
                    match cell {
                        Cell::Text(text) => sheet.write_string(line, column, clipped(text)),
                        Cell::Number(number) => sheet.write_number(line, column, *number as f64),
                    }
                    .map_err(failed)?;
                }
                line += 1;
            }
            slice.offset += rows.len();
            more = rows.len() == PAGE;
        }
        line = 0;
    }
    book.save(file).map_err(failed)?;
    Ok(slice.offset as u64)
}

/// A cell of a workbook holds 32,767 characters.
fn clipped(text: &str) -> String {
    text.chars().take(32_767).collect()
}

fn not_written(file: &Path, error: &str) -> Problem {
    Problem::new(Cause::FileProblem)
        .with("path", &file.display())
        .saying(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> (tempfile::TempDir, StoreReader) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.db");
        drop(crate::store::Store::open(&path).unwrap());
        let reader = StoreReader::open(&path).unwrap();
        (folder, reader)
    }

    /// As many rows as are asked for, up to a number.
    fn rows(total: usize, text: &'static str) -> Pages {
        Box::new(move |_, slice| {
            let here = total.saturating_sub(slice.offset).min(slice.limit);
            let row = || vec![Cell::Text(text.to_owned()), Cell::Number(7)];
            Ok((0..here).map(|_| row()).collect())
        })
    }

    #[test]
    fn a_formula_in_a_name_stays_text() {
        let (folder, reader) = sample();
        let file = folder.path().join("rows.csv");
        let headings = vec!["Name".to_owned(), "Count".to_owned()];
        let evil = "=HYPERLINK(\"http://x\";\"y\")";
        let written = write(&file, &headings, ';', &reader, rows(1, evil));
        assert_eq!(written, Ok(1));
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(
            text,
            "\u{feff}\"Name\";\"Count\"\r\n\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\";7\r\n"
        );
        for start in ["+1", "-1", "@x", "\tx"] {
            assert!(harmless(start).starts_with('\''));
        }
        assert_eq!(harmless("Adatum"), "Adatum");
    }

    #[test]
    fn rows_at_hand_are_written_like_those_of_a_list() {
        let (folder, reader) = sample();
        let file = folder.path().join("plan.csv");
        let rows = vec![vec!["=1+1".to_owned()]; PAGE + 1];
        let written = write(&file, &["Record".to_owned()], ',', &reader, at_hand(rows));
        assert_eq!(written, Ok(PAGE as u64 + 1));
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.ends_with("\"'=1+1\"\r\n"), "no formula");
    }

    #[test]
    fn all_pages_are_written() {
        let (folder, reader) = sample();
        for name in ["many.csv", "many.xlsx"] {
            let file = folder.path().join(name);
            let headings = vec!["Name".to_owned(), "Count".to_owned()];
            let total = PAGE * 2 + 3;
            let written = write(&file, &headings, ',', &reader, rows(total, "Adatum"));
            assert_eq!(written, Ok(total as u64), "{name}");
            assert!(std::fs::metadata(&file).unwrap().len() > 1000);
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_says_which() {
        let (folder, reader) = sample();
        let file = folder.path().join("no/such/folder/rows.csv");
        let problem = write(&file, &[], ',', &reader, rows(1, "x")).unwrap_err();
        assert_eq!(problem.cause, Cause::FileProblem);
    }
}
