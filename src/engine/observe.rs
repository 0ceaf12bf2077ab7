//! Step one: reads what changed on each side and stores it, page by page.
//!
//! A watermark moves only in the transaction that stores the last page it covers (`docs/semantics.md` §3), and an
//! interrupted read goes on where it stopped. What a read finds is stored whether or not anything can be done with it.

use super::Engine;
use super::context::{Phase, Progress};
use super::naming::naming_of;
use super::tally::Tally;
use crate::model::filter::Filter;
use crate::model::reason::{Cause, Problem};
use crate::model::{FieldName, MappingName, Record, Side, TableMapping};
use crate::remote::{Page, PageToken, ReadFrom, ReadRequest, Remote, Watermark};
use crate::store::{Cursor, Observed, Writer};
use futures_util::future::join;
use std::collections::HashMap;
use uuid::Uuid;

/// How many missing records are looked at in one go after a whole read.
const MISSING_AT_ONCE: usize = 500;

/// One read that goes on from page to page.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    mapping: TableMapping,
    side: Side,
    from: ReadFrom,
    generation: Option<i64>,
    done: u64,
}

impl Engine<'_> {
    /// Reads what changed in these mappings on both sides, the two sides at the same time.
    ///
    /// A mapping whose read fails for a reason of its own (an unknown field) is left out of what is returned with its
    /// problem; a problem of the connection ends the whole.
    pub(super) async fn observe_all(
        &mut self,
        mappings: &[TableMapping],
        full: bool,
        tally: &mut Tally,
    ) -> Result<HashMap<MappingName, Problem>, Problem> {
        let mut failed = HashMap::new();
        let mut waiting = Vec::new();
        for mapping in mappings {
            for side in Side::BOTH {
                waiting.push(self.begin_reading(mapping, side, full)?);
            }
        }
        while !waiting.is_empty() {
            self.check_cancel()?;
            let now: Vec<Reading> = take_next(&mut waiting);
            for (reading, page) in self.read_both(now).await {
                match page {
                    Ok(page) => waiting.extend(self.store_page(reading, page, tally).await?),
                    Err(problem) if problem.cause.stops_the_run() => return Err(problem),
                    Err(problem) => {
                        let problem = problem.of(&reading.mapping.name);
                        self.reporter.problem(&reading.mapping.name, &problem);
                        failed.insert(reading.mapping.name.clone(), problem);
                    }
                }
            }
        }
        Ok(failed)
    }

    fn begin_reading(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        full: bool,
    ) -> Result<Reading, Problem> {
        let reader = self.store.read();
        let cursor = reader.cursor(&mapping.name, side)?;
        let watermark = reader.watermark(&mapping.name, side)?;
        let interrupted = cursor.and_then(|cursor| {
            let token: PageToken = serde_json::from_str(&cursor.token).ok()?;
            Some((token, cursor.complete.then_some(cursor.generation)))
        });
        let (from, generation) = match (interrupted, watermark) {
            (Some((token, generation)), _) if !full => (ReadFrom::Next(token), generation),
            (_, Some(text)) if !full => match serde_json::from_str::<Watermark>(&text) {
                Ok(watermark) => (ReadFrom::Since(watermark), None),
                // A watermark that cannot be understood costs a whole read, never a missed change.
                Err(_) => (ReadFrom::Start, None),
            },
            _ => (ReadFrom::Start, None),
        };
        Ok(Reading {
            mapping: mapping.clone(),
            side,
            from,
            generation,
            done: 0,
        })
    }

    /// Reads one page for each reading, both sides at the same time.
    async fn read_both(&self, readings: Vec<Reading>) -> Vec<(Reading, Result<Page, Problem>)> {
        let (bc, dv): (Vec<Reading>, Vec<Reading>) =
            readings.into_iter().partition(|r| r.side == Side::Bc);
        let requests = |readings: &[Reading]| -> Vec<ReadRequest> {
            readings.iter().map(|r| self.request(r)).collect()
        };
        let (bc_requests, dv_requests) = (requests(&bc), requests(&dv));
        let (bc_pages, dv_pages) = join(
            read_some(self.remotes.bc.as_ref(), &bc_requests),
            read_some(self.remotes.dv.as_ref(), &dv_requests),
        )
        .await;
        bc.into_iter()
            .zip(bc_pages)
            .chain(dv.into_iter().zip(dv_pages))
            .collect()
    }

    fn request(&self, reading: &Reading) -> ReadRequest {
        let Reading {
            mapping,
            side,
            from,
            ..
        } = reading;
        ReadRequest {
            set: mapping.sets.get(*side).clone(),
            fields: observed_fields(mapping, *side),
            filter: mapping.filters.get(*side).clone(),
            from: from.clone(),
            page_size: *self.options.page_size.get(*side),
        }
    }

    /// Stores a page in one transaction, and says how the read goes on.
    async fn store_page(
        &mut self,
        reading: Reading,
        page: Page,
        tally: &mut Tally,
    ) -> Result<Option<Reading>, Problem> {
        let Reading {
            mapping,
            side,
            generation,
            done,
            ..
        } = reading;
        let filter = page
            .unfiltered
            .then(|| mapping.filters.get(side).as_deref().and_then(Filter::parse))
            .flatten();
        let read = page.records.len() as u64;
        let mut unchanged = 0;
        let generation = self.store.write(|w| {
            let generation = match generation {
                None if page.complete => Some(w.next_generation(&mapping.name, side)?),
                generation => generation,
            };
            for record in &page.records {
                let passes = filter
                    .as_ref()
                    .is_none_or(|filter| filter.matches(&record.fields));
                if passes {
                    let observed = store_record(w, &mapping, side, record, generation)?;
                    unchanged += u64::from(observed == Observed::Unchanged);
                } else {
                    w.observe_out_of_filter(&mapping.name, side, record.id)?;
                }
            }
            for id in &page.deleted {
                w.observe_deleted(&mapping.name, side, *id)?;
            }
            match &page.next {
                Some(next) => {
                    let token = to_json(next)?;
                    let cursor = Cursor {
                        token,
                        generation: generation.unwrap_or(0),
                        complete: generation.is_some(),
                    };
                    w.set_cursor(&mapping.name, side, Some(&cursor))?;
                }
                None if generation.is_none() => {
                    finish_read(w, &mapping, side, page.watermark.as_ref())?;
                }
                None => {}
            }
            Ok(generation)
        })?;
        tally.count(&mapping.name, side.other(), |c| c.unchanged += unchanged);
        let done = done + read;
        self.reporter.progress(&Progress {
            mapping: mapping.name.clone(),
            phase: Phase::Reading(side),
            done,
            total: None,
        });
        if let Some(next) = page.next {
            let from = ReadFrom::Next(next);
            return Ok(Some(Reading {
                mapping,
                side,
                from,
                generation,
                done,
            }));
        }
        if let Some(generation) = generation {
            self.settle_missing(&mapping, side, generation).await?;
            self.store
                .write(|w| finish_read(w, &mapping, side, page.watermark.as_ref()))?;
        }
        Ok(None)
    }

    /// After a whole read: what was known and did not come is gone, or outside the filter.
    async fn settle_missing(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        generation: i64,
    ) -> Result<(), Problem> {
        loop {
            let missing =
                self.store
                    .read()
                    .unseen_since(&mapping.name, side, generation, MISSING_AT_ONCE)?;
            if missing.is_empty() {
                return Ok(());
            }
            let set = mapping.sets.get(side);
            let there = self
                .remotes
                .get(side)
                .read_by_ids(set, &[], &missing)
                .await?;
            self.store.write(|w| {
                for id in &missing {
                    if there.iter().any(|record| record.id == *id) {
                        w.observe_out_of_filter(&mapping.name, side, *id)?;
                    } else {
                        w.observe_deleted(&mapping.name, side, *id)?;
                    }
                    w.stamp(&mapping.name, side, *id, generation)?;
                }
                Ok(())
            })?;
        }
    }

    /// Reads records by id and stores them; those that do not exist are stored as deleted.
    pub(super) async fn observe_ids(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        ids: &[Uuid],
    ) -> Result<(), Problem> {
        if ids.is_empty() {
            return Ok(());
        }
        let fields = observed_fields(mapping, side);
        let records = self
            .remotes
            .get(side)
            .read_by_ids(mapping.sets.get(side), &fields, ids)
            .await?;
        self.store.write(|w| {
            for id in ids {
                match records.iter().find(|record| record.id == *id) {
                    Some(record) => {
                        store_record(w, mapping, side, record, None)?;
                    }
                    None => {
                        w.observe_deleted(&mapping.name, side, *id)?;
                    }
                }
            }
            Ok(())
        })
    }
}

/// The fields of one side that are read: the mapped ones, those that name the record, those that its filter and the
/// conditions of templates need.
pub(super) fn observed_fields(mapping: &TableMapping, side: Side) -> Vec<FieldName> {
    let mut names = mapping.observed(side);
    let conditions = mapping.conditions(side).filter_map(Filter::parse);
    for name in conditions.flat_map(|filter| filter.fields()) {
        let covered = names.iter().any(|own| {
            own.as_str()
                .strip_prefix(name.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        });
        if !covered {
            names.push(name);
        }
    }
    names
}

/// Reads that ask only for changes go together in one request; whole reads and further pages go one at a time, so that
/// no more than one page of each side is in memory.
fn take_next(waiting: &mut Vec<Reading>) -> Vec<Reading> {
    let (small, mut large): (Vec<Reading>, Vec<Reading>) = std::mem::take(waiting)
        .into_iter()
        .partition(|r| matches!(r.from, ReadFrom::Since(_)));
    if !small.is_empty() {
        *waiting = large;
        return small;
    }
    let mut now = Vec::new();
    for side in Side::BOTH {
        if let Some(position) = large.iter().position(|r| r.side == side) {
            now.push(large.remove(position));
        }
    }
    *waiting = large;
    now
}

async fn read_some(remote: &dyn Remote, requests: &[ReadRequest]) -> Vec<Result<Page, Problem>> {
    if requests.is_empty() {
        return Vec::new();
    }
    remote.read_pages(requests).await
}

fn store_record(
    w: &Writer<'_>,
    mapping: &TableMapping,
    side: Side,
    record: &Record,
    generation: Option<i64>,
) -> Result<Observed, Problem> {
    let naming = naming_of(mapping, side, &record.fields);
    w.observe(&mapping.name, side, record, &naming, generation)
}

/// Ends a read: the watermark moves, the cursor goes.
fn finish_read(
    w: &Writer<'_>,
    mapping: &TableMapping,
    side: Side,
    watermark: Option<&Watermark>,
) -> Result<(), Problem> {
    let text = watermark.map(to_json).transpose()?;
    w.set_watermark(&mapping.name, side, text.as_deref())?;
    w.set_cursor(&mapping.name, side, None)
}

pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, Problem> {
    serde_json::to_string(value)
        .map_err(|error| Problem::new(Cause::Unknown).saying(error.to_string()))
}
