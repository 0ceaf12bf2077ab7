//! Stores what was read, each page in one transaction, and finds what is gone.
//!
//! A watermark moves only in the transaction that stores the last page it covers, and an interrupted read goes on where it
//! stopped. What a read finds is stored whether or not anything can be done with it.
//!
//! Deletions, where no change log tells of them: after everything that changed is stored, the records that are known to
//! pass the filter must be as many as the service counts. A record that came and one that went do not cancel out, since
//! the one that came is known by its id by then. If the numbers differ, or from time to time in any case, the ids are read
//! and compared (`docs/semantics.md` §3).

use super::Engine;
use super::context::{Phase, Progress};
use super::coverage::{Coverage, scope_of};
use super::naming::SideNames;
use super::observe::Depth;
use super::reading::{Aim, FEW, Reading};
use super::tally::Tally;
use crate::model::filter::Filter;
use crate::model::reason::{Cause, Problem};
use crate::model::{Cadence, MappingName, Record, Side, TableMapping};
use crate::remote::{Page, ReadFrom, Watermark};
use crate::store::{Cursor, Observed, Writer};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;
use uuid::Uuid;

/// By how much a service's times of last change may be later than what its clock tells, which is whole seconds.
const AHEAD_OF_ITSELF: SignedDuration = SignedDuration::from_secs(2);
/// How many missing records are looked at in one go after a whole read.
const MISSING_AT_ONCE: usize = 2_000;

impl Engine<'_> {
    /// Stores a page, and says what else is to be read because of it.
    pub(super) async fn store_page(
        &mut self,
        reading: &Reading,
        page: Page,
        depth: Depth,
        tally: &mut Tally,
    ) -> Result<Option<Reading>, Problem> {
        let course = &reading.course;
        if !course.begun.get() {
            course.counted.set(page.count);
        }
        let told = course.told.get() || !page.records.is_empty() || !page.deleted.is_empty();
        course.told.set(told);
        course
            .done
            .set(course.done.get() + page.records.len() as u64);
        let is_last = page.next.is_none();
        match reading.aim {
            Aim::Ids => self.store_ids(reading, &page).await?,
            Aim::Changes => self.store_records(reading, &page, tally).await?,
        }
        course.begun.set(true);
        self.reporter.progress(&Progress {
            mapping: reading.mapping.name.clone(),
            phase: Phase::Reading(reading.side),
            done: course.done.get(),
            total: None,
        });
        if !is_last || reading.aim == Aim::Ids {
            return Ok(None);
        }
        if course.resumed.get() {
            // One side as it was at an earlier time beside the other as it is now would make duplicates.
            let changes = self.begin_reading(&reading.mapping, reading.side, false)?;
            if matches!(changes.from, ReadFrom::Since(_)) {
                return Ok(Some(changes));
            }
        }
        self.sweep_after(reading, &page, depth)
    }

    /// Whether the ids are to be compared after a read of what changed.
    fn sweep_after(
        &self,
        reading: &Reading,
        page: &Page,
        depth: Depth,
    ) -> Result<Option<Reading>, Problem> {
        let Reading { mapping, side, .. } = reading;
        let tells_itself = page.complete || matches!(page.watermark, Some(Watermark::Delta(_)));
        if tells_itself {
            return Ok((depth == Depth::Ids && !page.complete).then(|| reading.of_ids()));
        }
        let reader = self.store.read();
        let coverage = Coverage::of(&reader, &mapping.name, *side)?;
        let known = reader.count_seen(&mapping.name, *side)?;
        let is_off = if let Some(counted) = reading.course.counted.get() {
            coverage.is_off(counted, known)
        } else {
            // A service that does not count is asked for the ids themselves where these are one page: no more requests than a
            // count takes, and no deletion waits for the cadence.
            let page = *self.options.page_size.get(*side);
            mapping.sweep_every != Cadence::Never && known > 0 && known <= u64::from(page)
        };
        let is_off = is_off || reading.course.clock_back.get();
        let due = depth == Depth::Ids || coverage.is_due(mapping.sweep_every, self.env.now());
        Ok((is_off || due).then(|| reading.of_ids()))
    }

    async fn store_records(
        &mut self,
        reading: &Reading,
        page: &Page,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let Reading {
            mapping,
            side,
            course,
            ..
        } = reading;
        let side = *side;
        let filter = page
            .unfiltered
            .then(|| mapping.filters.get(side).as_deref().and_then(Filter::parse))
            .flatten();
        // What a single page brings of a small set is compared without a mark on every record.
        let known = if page.complete && page.next.is_none() && !course.begun.get() {
            self.store.read().few_known(&mapping.name, side, FEW)?
        } else {
            None
        };
        let mut coverage = Coverage::of(&self.store.read(), &mapping.name, side)?;
        coverage.scope = Some(scope_of(mapping, side));
        let (mut unchanged, mut came) = (0, false);
        let is_whole = known.is_some();
        let names = SideNames::of(mapping, side);
        self.store.write(|w| {
            let generation = match course.generation.get() {
                None if page.complete && !is_whole => Some(w.next_generation(&mapping.name, side)?),
                generation => generation,
            };
            for record in &page.records {
                let passes = filter
                    .as_ref()
                    .is_none_or(|filter| filter.matches(&record.fields));
                if passes {
                    let observed = store_record(w, mapping, side, &names, record, generation)?;
                    unchanged += u64::from(observed == Observed::Unchanged);
                    came |= observed == Observed::New;
                } else {
                    w.observe_out_of_filter(&mapping.name, side, record.id)?;
                }
            }
            for id in &page.deleted {
                w.observe_deleted(&mapping.name, side, *id)?;
            }
            if let Some(next) = &page.next {
                let cursor = Cursor {
                    token: to_json(next)?,
                    generation: generation.unwrap_or(0),
                    complete: generation.is_some(),
                };
                w.set_cursor(&mapping.name, side, Some(&cursor))?;
                set_coverage(w, &mapping.name, side, &coverage)?;
            }
            course.generation.set(generation);
            Ok(())
        })?;
        tally.count(&mapping.name, side.other(), |c| c.unchanged += unchanged);
        if came {
            tally.came(&mapping.name, side);
        }
        if page.next.is_some() {
            return Ok(());
        }
        if let Some(known) = known {
            let brought: HashSet<Uuid> = page.records.iter().map(|record| record.id).collect();
            let missing: Vec<Uuid> = known
                .into_iter()
                .filter(|id| !brought.contains(id))
                .collect();
            self.settle(mapping, side, &missing, None).await?;
        } else if let Some(generation) = course.generation.get() {
            self.settle_missing(mapping, side, generation).await?;
        }
        self.finish_read(reading, page, coverage)
    }

    /// Ends a read: the watermark moves, the cursor goes.
    fn finish_read(
        &mut self,
        reading: &Reading,
        page: &Page,
        mut coverage: Coverage,
    ) -> Result<(), Problem> {
        let Reading {
            mapping,
            side,
            course,
            ..
        } = reading;
        let now = self.env.now();
        coverage.ways = Some(self.remotes.get(*side).ways(&reading.request(1, 1)));
        let mut seen = page.watermark.clone();
        if let (Some(Watermark::Modified(newest)), Some(ahead)) =
            (&mut seen, self.remotes.get(*side).clock_ahead())
        {
            course.clock_back.set(coverage.clock_went_back(ahead));
            // Where the service's clock was set back, what is changed next bears times of before the newest one seen.
            let there = now.checked_add(ahead).unwrap_or(Timestamp::MAX);
            if newest.duration_since(there) > AHEAD_OF_ITSELF {
                *newest = there.checked_sub(AHEAD_OF_ITSELF).unwrap_or(*newest);
            }
        }
        let mut watermark = seen.as_ref().map(to_json).transpose()?;
        if matches!(page.watermark, Some(Watermark::Delta(_))) {
            let stays = !course.told.get() && !page.complete && coverage.token_stays(now);
            if stays {
                watermark = self.store.read().watermark(&mapping.name, *side)?;
            } else {
                coverage.moved = Some(now);
            }
        } else if page.complete && page.watermark.is_some() && coverage.is_swept() {
            // What is read whole each time needs no such note, and a run without changes writes nothing.
            coverage.swept = Some(now);
        }
        self.store.write(|w| {
            w.set_watermark(&mapping.name, *side, watermark.as_deref())?;
            w.set_cursor(&mapping.name, *side, None)?;
            set_coverage(w, &mapping.name, *side, &coverage)
        })
    }

    /// Compares a page of ids with what is known: what is not known as it is, is read; what does not come is gone.
    async fn store_ids(&mut self, reading: &Reading, page: &Page) -> Result<(), Problem> {
        let Reading {
            mapping,
            side,
            course,
            ..
        } = reading;
        let (name, side) = (&mapping.name, *side);
        let mut news = Vec::new();
        let generation = self.store.write(|w| {
            let generation = match course.generation.get() {
                Some(generation) => generation,
                None => w.next_generation(name, side)?,
            };
            for Record { id, modified, .. } in &page.records {
                if !w.stamp(name, side, *id, *modified, generation)? {
                    news.push(*id);
                }
            }
            Ok(generation)
        })?;
        course.generation.set(Some(generation));
        for some in news.chunks(MISSING_AT_ONCE) {
            self.check_cancel()?;
            self.observe_ids(mapping, side, some).await?;
        }
        if page.next.is_some() {
            return Ok(());
        }
        self.settle_missing(mapping, side, generation).await?;
        self.look_at_resting(mapping, side).await?;
        let mut coverage = Coverage::of(&self.store.read(), name, side)?;
        coverage.swept(course.counted.get(), course.done.get(), self.env.now());
        self.store.write(|w| set_coverage(w, name, side, &coverage))
    }

    /// After a whole read: what was known and did not come is gone, or outside the filter.
    async fn settle_missing(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        generation: i64,
    ) -> Result<(), Problem> {
        loop {
            self.check_cancel()?;
            let missing =
                self.store
                    .read()
                    .unseen_since(&mapping.name, side, generation, MISSING_AT_ONCE)?;
            if missing.is_empty() {
                return Ok(());
            }
            self.settle(mapping, side, &missing, Some(generation))
                .await?;
        }
    }

    /// After all ids were compared: which of the records that left the filter are gone altogether.
    async fn look_at_resting(&mut self, mapping: &TableMapping, side: Side) -> Result<(), Problem> {
        let mut after = None;
        loop {
            self.check_cancel()?;
            let reader = self.store.read();
            let resting = reader.resting(&mapping.name, side, after, MISSING_AT_ONCE)?;
            let Some((last, _)) = resting.last() else {
                return Ok(());
            };
            after = Some(*last);
            let ids: Vec<Uuid> = resting.into_iter().map(|(_, id)| id).collect();
            self.settle(mapping, side, &ids, None).await?;
        }
    }

    /// Looks at records that a read did not bring: each is gone, or outside the filter.
    async fn settle(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        missing: &[Uuid],
        generation: Option<i64>,
    ) -> Result<(), Problem> {
        if missing.is_empty() {
            return Ok(());
        }
        let set = mapping.sets.get(side);
        let there = self
            .remotes
            .get(side)
            .read_by_ids(set, &[], missing)
            .await?;
        let there: HashSet<Uuid> = there.iter().map(|record| record.id).collect();
        self.store.write(|w| {
            for id in missing {
                if there.contains(id) {
                    w.observe_out_of_filter(&mapping.name, side, *id)?;
                } else {
                    w.observe_deleted(&mapping.name, side, *id)?;
                }
                if let Some(generation) = generation {
                    w.stamp(&mapping.name, side, *id, None, generation)?;
                }
            }
            Ok(())
        })
    }
}

pub(super) fn store_record(
    w: &Writer<'_>,
    mapping: &TableMapping,
    side: Side,
    names: &SideNames,
    record: &Record,
    generation: Option<i64>,
) -> Result<Observed, Problem> {
    let naming = names.naming(&record.fields);
    w.observe(&mapping.name, side, record, &naming, generation)
}

fn set_coverage(
    w: &Writer<'_>,
    mapping: &MappingName,
    side: Side,
    coverage: &Coverage,
) -> Result<(), Problem> {
    w.set_coverage(mapping, side, Some(&to_json(coverage)?))
}

pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, Problem> {
    serde_json::to_string(value)
        .map_err(|error| Problem::new(Cause::Unknown).saying(error.to_string()))
}
