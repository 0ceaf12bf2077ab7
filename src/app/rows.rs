//! Rows of a list, fetched from the cache as they come into sight.

use crate::model::reason::Problem;
use crate::store::Slice;
use std::ops::Range;

/// How many rows around the visible ones are fetched along.
const AROUND: u64 = 200;

/// A window on a long list. Which rows it holds follows what is in sight; memory does not grow with the list.
#[derive(Clone, Debug)]
pub struct Rows<R> {
    total: u64,
    first: u64,
    held: Vec<R>,
    /// Grows whenever rows may have come, gone or moved.
    pub revision: u64,
    /// Why rows could not be read, if they could not.
    pub problem: Option<Problem>,
}

impl<R> Default for Rows<R> {
    fn default() -> Self {
        Self {
            total: 0,
            first: 0,
            held: Vec::new(),
            revision: 0,
            problem: None,
        }
    }
}

impl<R> Rows<R> {
    /// How many rows the list has.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The row at a place, if it is held.
    pub fn get(&self, index: u64) -> Option<&R> {
        let place = index.checked_sub(self.first)?;
        self.held.get(usize::try_from(place).ok()?)
    }

    /// The held rows, with their places.
    pub fn held(&self) -> impl Iterator<Item = (u64, &R)> {
        (self.first..).zip(&self.held)
    }

    /// Forgets what is held; the rows are read again when they come into sight.
    pub fn reset(&mut self, total: Result<u64, Problem>) {
        self.held.clear();
        self.first = 0;
        self.revision += 1;
        match total {
            Ok(total) => {
                self.total = total;
                self.problem = None;
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Makes the given rows ready.
    pub fn prepare(
        &mut self,
        rows: Range<u64>,
        fetch: impl FnOnce(Slice) -> Result<Vec<R>, Problem>,
    ) {
        let rows = rows.start..rows.end.min(self.total);
        let held = self.first..self.first + self.held.len() as u64;
        if rows.is_empty() || (held.start <= rows.start && rows.end <= held.end) {
            return;
        }
        let first = rows.start.saturating_sub(AROUND);
        let end = (rows.end + AROUND).min(self.total);
        let slice = Slice {
            offset: usize::try_from(first).unwrap_or(usize::MAX),
            limit: usize::try_from(end - first).unwrap_or(usize::MAX),
        };
        match fetch(slice) {
            Ok(found) => {
                self.first = first;
                self.held = found;
            }
            Err(problem) => self.problem = Some(problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_held_and_fetched_once() {
        let mut rows = Rows::default();
        rows.reset(Ok(1_000_000));
        let mut fetches = 0;
        let mut look = |rows: &mut Rows<u64>, range: Range<u64>| {
            rows.prepare(range, |slice| {
                fetches += 1;
                Ok((slice.offset as u64..(slice.offset + slice.limit) as u64).collect())
            });
        };
        look(&mut rows, 500_000..500_030);
        look(&mut rows, 500_010..500_040);
        assert_eq!(rows.get(500_020), Some(&500_020));
        assert_eq!(rows.get(3), None);
        look(&mut rows, 0..30);
        assert_eq!((rows.get(3), rows.get(500_020)), (Some(&3), None));
        assert_eq!(fetches, 2);
    }
}
