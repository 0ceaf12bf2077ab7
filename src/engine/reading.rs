//! One read of one side of a mapping, from page to page: of what changed, of everything, or of the ids alone.

use super::Engine;
use super::coverage::{Coverage, scope_of};
use super::observe::observed_fields;
use crate::model::reason::Problem;
use crate::model::{Side, TableMapping};
use crate::remote::{PageToken, ReadFrom, ReadRequest, Watermark};
use std::cell::Cell;
use std::rc::Rc;

/// The smallest page that is asked for where several stand in one batch.
const LEAST_TOGETHER: u32 = 1_000;
/// A side of which so few records are known is read whole in one batch with others.
pub(super) const FEW: usize = 1_000;

/// What a read is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// What changed, or everything where that cannot be told.
    Changes,
    /// The ids alone, to find what is gone.
    Ids,
}

/// A read that goes on from page to page.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) mapping: Rc<TableMapping>,
    pub(super) side: Side,
    pub(super) aim: Aim,
    /// Where the next page is.
    pub(super) from: ReadFrom,
    /// What its pages share; the next page is asked for before this one is stored.
    pub(super) course: Rc<Course>,
}

/// What the pages of one read share.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// The stamp of a whole read.
    pub(super) generation: Cell<Option<i64>>,
    /// How many records the service counted when the read began.
    pub(super) counted: Cell<Option<u64>>,
    /// Records read so far.
    pub(super) done: Cell<u64>,
    /// Whether anything was told, a deletion included.
    pub(super) told: Cell<bool>,
    /// Whether the first page is stored.
    pub(super) begun: Cell<bool>,
    /// Whether the service's clock was set back since this side was last read.
    pub(super) clock_back: Cell<bool>,
    /// Whether an earlier run began it: what changed since then on pages that were read is not known yet.
    pub(super) resumed: Cell<bool>,
}

impl Reading {
    pub(super) fn new(mapping: Rc<TableMapping>, side: Side, aim: Aim, from: ReadFrom) -> Self {
        Self {
            mapping,
            side,
            aim,
            from,
            course: Rc::default(),
        }
    }

    /// The same read at its next page.
    pub(super) fn at(&self, next: PageToken) -> Self {
        Self {
            from: ReadFrom::Next(next),
            ..self.clone()
        }
    }

    /// What is asked for, beside so many others in the same batch.
    pub(super) fn request(&self, page_size: u32, together: usize) -> ReadRequest {
        let Self { mapping, side, .. } = self;
        let together = u32::try_from(together).unwrap_or(u32::MAX).max(1);
        // One batch holds no more records than one page, so that memory has one bound.
        let share = page_size
            .checked_div(together)
            .unwrap_or(page_size)
            .max(LEAST_TOGETHER.min(page_size));
        ReadRequest {
            set: mapping.sets.get(*side).clone(),
            fields: match self.aim {
                Aim::Changes => observed_fields(mapping, *side),
                Aim::Ids => Vec::new(),
            },
            filter: mapping.filters.get(*side).clone(),
            from: self.from.clone(),
            // Dataverse's pages must keep their size to the end, and are small anyway.
            page_size: if *side == Side::Bc { share } else { page_size },
            count: true,
        }
    }
}

impl Engine<'_> {
    /// Where the read of a side begins, or goes on after it was interrupted.
    pub(super) fn begin_reading(
        &self,
        mapping: &Rc<TableMapping>,
        side: Side,
        whole: bool,
    ) -> Result<Reading, Problem> {
        let reader = self.store.read();
        let reading = |from| Reading::new(Rc::clone(mapping), side, Aim::Changes, from);
        let scope = Coverage::of(&reader, &mapping.name, side)?.scope;
        // Another filter or field: what did not change since the watermark was never seen in this light.
        let is_other = scope.is_some_and(|scope| scope != scope_of(mapping, side));
        if whole || is_other {
            return Ok(reading(ReadFrom::Start));
        }
        if let Some(cursor) = reader.cursor(&mapping.name, side)?
            && let Ok(token) = serde_json::from_str::<PageToken>(&cursor.token)
        {
            let reading = reading(ReadFrom::Next(token));
            let generation = cursor.complete.then_some(cursor.generation);
            reading.course.generation.set(generation);
            reading.course.told.set(true);
            reading.course.begun.set(true);
            reading.course.resumed.set(true);
            return Ok(reading);
        }
        // A watermark that cannot be understood costs a whole read, never a missed change.
        let watermark = reader
            .watermark(&mapping.name, side)?
            .and_then(|text| serde_json::from_str::<Watermark>(&text).ok());
        Ok(reading(watermark.map_or(ReadFrom::Start, ReadFrom::Since)))
    }

    /// Whether the first page of a read surely is small, so that it may stand in one batch with others.
    pub(super) fn is_small(&self, reading: &Reading) -> Result<bool, Problem> {
        let mapping = &reading.mapping;
        Ok(match (reading.aim, &reading.from) {
            (Aim::Changes, ReadFrom::Since(_)) => true,
            (Aim::Changes, ReadFrom::Start) => {
                reading.side == Side::Dv && mapping.is_option_set()
                    || self
                        .store
                        .read()
                        .few_known(&mapping.name, reading.side, FEW)?
                        .is_some_and(|known| !known.is_empty())
            }
            (Aim::Changes, ReadFrom::Next(_)) | (Aim::Ids, _) => false,
        })
    }
}
