//! Reads a page while its bytes arrive: one row and what stands around the rows is all that is held of the text.
//!
//! The rows are cut out of the text by their braces, and each is read by itself; what is left of the page, with an empty
//! list, is read at the end. So a page of any size takes the memory of its records' mapped fields, of one row
//! ([`LARGEST_ROW`] at most) and of what surrounds the rows ([`LARGEST_FRAME`]).

use super::page::{PageSeed, RawPage, Row, RowPlan, RowSeed};
use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use crate::remote::http::{Answer, Sink};
use serde::de::DeserializeSeed as _;

/// The largest row, in bytes.
pub const LARGEST_ROW: usize = 64 * 1024 * 1024;
/// The most that may surround the rows, in bytes.
pub const LARGEST_FRAME: usize = 4 * 1024 * 1024;

/// Where the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Around the rows.
    Frame,
    /// In the list, before a row or its end.
    BeforeFirst,
    /// In the list, after a comma.
    BeforeNext,
    /// In a row.
    InRow,
    /// In the list, after a row.
    AfterRow,
}

/// How deep a JSON text is nested at one place.
#[derive(Clone, Copy, Debug, Default)]
struct Nesting {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Nesting {
    /// Takes a byte; whether it is structure, not part of a text.
    fn take(&mut self, byte: u8) -> bool {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        true
    }
}

/// Reads one page.
pub struct PageReader<'p, 't> {
    plan: &'p RowPlan<'t>,
    side: Side,
    place: Place,
    /// Around the rows: nesting, the text itself, and which property comes.
    frame: Nesting,
    text: Vec<u8>,
    key: Vec<u8>,
    in_key: bool,
    key_comes: bool,
    value_comes: bool,
    /// In a row.
    row: Nesting,
    row_text: Vec<u8>,
    /// Where the row and the next byte stand in the page.
    row_at: u64,
    at: u64,
    rows: usize,
    page: RawPage,
    failed: Option<Problem>,
}

impl<'p, 't> PageReader<'p, 't> {
    /// A reader that has read nothing yet.
    pub fn new(plan: &'p RowPlan<'t>, side: Side) -> Self {
        Self {
            plan,
            side,
            place: Place::Frame,
            frame: Nesting::default(),
            text: Vec::new(),
            key: Vec::new(),
            in_key: false,
            key_comes: false,
            value_comes: false,
            row: Nesting::default(),
            row_text: Vec::new(),
            row_at: 0,
            at: 0,
            rows: 0,
            page: RawPage::default(),
            failed: None,
        }
    }

    /// Takes the next bytes; whether more of them are of use.
    pub fn feed(&mut self, bytes: &[u8]) -> bool {
        if self.failed.is_some() {
            return false;
        }
        if let Err(problem) = self.read(bytes) {
            self.failed = Some(problem);
        }
        self.failed.is_none()
    }

    /// Ends the page that was fed; `answer` says what came with it.
    ///
    /// # Errors
    /// [`Cause::MalformedAnswer`] with the row, the field and the position in bytes; a page is read whole or not at all.
    pub fn finish(mut self, answer: &Answer) -> Result<RawPage, Problem> {
        let ended = match self.failed.take() {
            Some(problem) => Err(problem),
            None if self.place != Place::Frame => Err(self.wrong("the page ends within its rows")),
            None => self.read_frame(),
        };
        ended.map_err(|mut problem| {
            problem.status = Some(answer.status);
            problem.request_id = answer.request_id().map(str::to_owned);
            problem
        })
    }

    fn read_frame(&mut self) -> Result<RawPage, Problem> {
        let mut reader = serde_json::Deserializer::from_slice(&self.text);
        let seed = PageSeed(self.plan);
        let read = seed
            .deserialize(&mut reader)
            .and_then(|page| reader.end().map(|()| page));
        match read {
            Ok(mut page) => {
                page.records.splice(0..0, self.page.records.drain(..));
                page.deleted.splice(0..0, self.page.deleted.drain(..));
                Ok(page)
            }
            Err(error) => Err(self.told(self.wrong(&error.to_string()))),
        }
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let mut rest = bytes;
        while let Some((byte, tail)) = rest.split_first() {
            if self.place == Place::InRow {
                let taken = self.take_row(rest)?;
                self.at += taken as u64;
                rest = rest.get(taken..).unwrap_or_default();
                continue;
            }
            match self.place {
                Place::Frame => self.take_frame(*byte)?,
                _ => self.take_between(*byte)?,
            }
            self.at += 1;
            rest = tail;
        }
        Ok(())
    }

    fn take_frame(&mut self, byte: u8) -> Result<(), Problem> {
        if self.text.len() >= LARGEST_FRAME {
            return Err(self.wrong("there is too much around the rows"));
        }
        let was_text = self.frame.in_text;
        let structure = self.frame.take(byte);
        self.text.push(byte);
        if self.in_key && was_text {
            if self.frame.in_text {
                self.key.push(byte);
            } else {
                self.in_key = false;
            }
        }
        if !structure {
            return Ok(());
        }
        match byte {
            b'{' if self.frame.depth == 1 => self.key_comes = true,
            b',' if self.frame.depth == 1 => (self.key_comes, self.value_comes) = (true, false),
            b':' if self.frame.depth == 1 => self.value_comes = true,
            b'"' if self.frame.depth == 1 && self.key_comes => {
                self.key.clear();
                (self.in_key, self.key_comes) = (true, false);
            }
            b'[' if self.frame.depth == 2 && self.value_comes && self.key == b"value" => {
                self.value_comes = false;
                self.place = Place::BeforeFirst;
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => self.value_comes = false,
        }
        Ok(())
    }

    fn take_between(&mut self, byte: u8) -> Result<(), Problem> {
        match (byte, self.place) {
            (b' ' | b'\n' | b'\r' | b'\t', _) => {}
            (b'{', Place::BeforeFirst | Place::BeforeNext) => {
                self.place = Place::InRow;
                self.row = Nesting {
                    depth: 1,
                    ..Nesting::default()
                };
                self.row_text.clear();
                self.row_text.push(byte);
                self.row_at = self.at;
            }
            (b',', Place::AfterRow) => self.place = Place::BeforeNext,
            (b']', Place::BeforeFirst | Place::AfterRow) => {
                self.frame.take(byte);
                self.text.push(byte);
                self.place = Place::Frame;
            }
            _ => return Err(self.wrong("a record was expected")),
        }
        Ok(())
    }

    /// Takes what belongs to the row; answers how many bytes that is.
    fn take_row(&mut self, bytes: &[u8]) -> Result<usize, Problem> {
        let end = bytes.iter().position(|byte| {
            self.row.take(*byte);
            self.row.depth == 0
        });
        let taken = end.map_or(bytes.len(), |end| end + 1);
        if self.row_text.len() + taken > LARGEST_ROW {
            return Err(self.wrong("a row is larger than any row may be"));
        }
        self.row_text
            .extend_from_slice(bytes.get(..taken).unwrap_or_default());
        if end.is_some() {
            self.read_row()?;
            self.place = Place::AfterRow;
        }
        Ok(taken)
    }

    fn read_row(&mut self) -> Result<(), Problem> {
        let mut reader = serde_json::Deserializer::from_slice(&self.row_text);
        let read = RowSeed(self.plan)
            .deserialize(&mut reader)
            .and_then(|row| reader.end().map(|()| row));
        match read {
            Ok(Row::Live(record)) => self.page.records.push(record),
            Ok(Row::Deleted(id)) => self.page.deleted.push(id),
            Err(error) => {
                let within = offset(&self.row_text, error.line(), error.column());
                let mut problem = self.wrong(&error.to_string());
                let at = self.row_at + within;
                problem.params.insert("position".to_owned(), at.to_string());
                return Err(self.told(problem));
            }
        }
        self.rows += 1;
        Ok(())
    }

    fn wrong(&self, why: &str) -> Problem {
        Problem::new(Cause::MalformedAnswer)
            .on(self.side)
            .with("row", &self.rows)
            .with("position", &self.at)
            .saying(why)
    }

    /// Adds the field that the reader of rows stumbled over.
    fn told(&self, problem: Problem) -> Problem {
        match self.plan.stumbled_over() {
            Some((field, expected)) => problem.with("field", &field).with("expected", expected),
            None => problem,
        }
    }
}

impl Sink for PageReader<'_, '_> {
    fn begin(&mut self) {
        *self = Self::new(self.plan, self.side);
    }

    fn take(&mut self, part: &[u8]) -> bool {
        self.feed(part)
    }
}

/// The number of bytes before a place given by line and column, both from 1.
fn offset(text: &[u8], line: usize, column: usize) -> u64 {
    let lines = text.split(|byte| *byte == b'\n');
    let before: usize = lines
        .take(line.saturating_sub(1))
        .map(|line| line.len() + 1)
        .sum();
    (before + column.saturating_sub(1)) as u64
}

/// Reads a page from parts, as it would arrive: the whole of this file, without a network.
///
/// # Errors
/// [`Cause::MalformedAnswer`] likewise.
pub fn read_parts<'b>(
    plan: &RowPlan<'_>,
    side: Side,
    parts: impl IntoIterator<Item = &'b [u8]>,
) -> Result<RawPage, Problem> {
    let mut reader = PageReader::new(plan, side);
    for part in parts {
        if !reader.feed(part) {
            break;
        }
    }
    reader.finish(&Answer {
        status: 200,
        ..Answer::default()
    })
}

#[cfg(test)]
#[path = "stream_tests.rs"]
mod tests;
