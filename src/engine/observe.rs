//! Step one: reads what changed on each side, page by page.
//!
//! Reads that ask only for what changed go together in one request for each side; whole reads and further pages go one at
//! a time. Both sides are read at the same time, and the next page of a side is on its way while the one before it is
//! stored: two pages of each side are the most that is in memory. `docs/semantics.md` §3.

use super::Engine;
use super::naming::SideNames;
use super::reading::{Aim, Reading};
use super::store_pages::store_record;
use super::tally::Tally;
use crate::model::filter::Filter;
use crate::model::reason::{Cause, Problem};
use crate::model::{FieldName, MappingName, Record, Side, Sides, TableMapping};
use crate::remote::{Page, ReadFrom, ReadRequest, Remote};
use futures_util::future::LocalBoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use std::collections::{HashMap, VecDeque};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use uuid::Uuid;

/// How often this thread turns to the network before it turns to the cache: enough for a request to reach the wire.
const BREATHS: usize = 3;

/// How thoroughly a side is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// What changed, and the ids where they are due.
    Changes,
    /// What changed, and the ids in any case.
    Ids,
    /// Everything.
    Whole,
}

impl Depth {
    /// Everything if that is asked for, else what changed.
    pub(super) fn of(full: bool) -> Self {
        if full { Self::Whole } else { Self::Changes }
    }
}

/// The answer to one request for pages of one side.
type Arrived = (Side, Vec<(Reading, Result<Page, Problem>)>);

/// What is still to be read on one side.
#[derive(Debug, Default)]
struct Lane {
    waiting: VecDeque<Reading>,
    /// Whether a request is under way.
    busy: bool,
}

impl Engine<'_> {
    /// Reads what changed in these mappings on both sides, the two sides at the same time.
    ///
    /// A mapping whose read fails for a reason of its own (an unknown field) is left out of what is returned with its
    /// problem; a problem of the connection ends the whole.
    pub(super) async fn observe_all(
        &mut self,
        mappings: &[TableMapping],
        depth: Depth,
        tally: &mut Tally,
    ) -> Result<HashMap<MappingName, Problem>, Problem> {
        let mut failed = HashMap::new();
        let mut lanes: Sides<Lane> = Sides::default();
        for mapping in mappings {
            let mapping = Rc::new(mapping.clone());
            for side in Side::BOTH {
                let lane = lanes.get_mut(side);
                let whole = depth == Depth::Whole;
                lane.waiting
                    .push_back(self.begin_reading(&mapping, side, whole)?);
            }
        }
        let mut under_way: FuturesUnordered<LocalBoxFuture<'static, Arrived>> =
            FuturesUnordered::new();
        let mut arrived: VecDeque<Arrived> = VecDeque::new();
        loop {
            self.check_cancel()?;
            for side in Side::BOTH {
                under_way.extend(self.send_next(lanes.get_mut(side), side)?);
            }
            let next = match arrived.pop_front() {
                Some(answer) => Some(answer),
                None => under_way.next().await,
            };
            let Some((side, answers)) = next else { break };
            let lane = lanes.get_mut(side);
            lane.busy = false;
            for (reading, page) in &answers {
                if let Ok(Page {
                    next: Some(next), ..
                }) = page
                {
                    lane.waiting.push_front(reading.at(next.clone()));
                }
            }
            if let Some(next) = self.send_next(lane, side)? {
                under_way.push(next);
                for _ in 0..BREATHS {
                    let waiting = futures_util::poll!(pin!(under_way.next()));
                    if let Poll::Ready(Some(answer)) = waiting {
                        arrived.push_back(answer);
                    }
                    yield_once().await;
                }
            }
            for (reading, page) in answers {
                let name = reading.mapping.name.clone();
                let stored = match page {
                    Ok(page) => self.store_page(&reading, page, depth, tally).await,
                    Err(problem) => Err(problem),
                };
                match stored {
                    Ok(follows) => lanes.get_mut(side).waiting.extend(follows),
                    Err(problem) if problem.cause.stops_the_run() => return Err(problem),
                    Err(problem) => {
                        let problem = problem.of(&name);
                        self.reporter.problem(&name, &problem);
                        let waiting = &mut lanes.get_mut(side).waiting;
                        waiting.retain(|reading| reading.mapping.name != name);
                        failed.insert(name, problem);
                    }
                }
            }
        }
        for mapping in mappings {
            if !failed.contains_key(&mapping.name) {
                self.look_at_widened(mapping).await?;
            }
        }
        Ok(failed)
    }

    /// Sends for the next pages of a side, unless it is busy or done.
    fn send_next(
        &self,
        lane: &mut Lane,
        side: Side,
    ) -> Result<Option<LocalBoxFuture<'static, Arrived>>, Problem> {
        if lane.busy || lane.waiting.is_empty() {
            return Ok(None);
        }
        let mut small = Vec::new();
        let mut large = VecDeque::new();
        for reading in lane.waiting.drain(..) {
            if self.is_small(&reading)? {
                small.push(reading);
            } else {
                large.push_back(reading);
            }
        }
        let now = if small.is_empty() {
            large.pop_front().into_iter().collect()
        } else {
            small
        };
        lane.waiting = large;
        lane.busy = true;
        let page_size = *self.options.page_size.get(side);
        let requests: Vec<ReadRequest> = now
            .iter()
            .map(|reading| reading.request(page_size, now.len()))
            .collect();
        let remote = Rc::clone(self.remotes.get(side));
        Ok(Some(Box::pin(fetch(remote, side, now, requests))))
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
        let names = SideNames::of(mapping, side);
        let records = self
            .remotes
            .get(side)
            .read_by_ids(mapping.sets.get(side), names.observed.as_slice(), ids)
            .await?;
        let found: HashMap<Uuid, _> = records.iter().map(|record| (record.id, record)).collect();
        // A read by id knows no filter; a pair of which one record left it must go on resting.
        let filter = mapping.filters.get(side).as_deref().and_then(Filter::parse);
        let left = |record: &Record| {
            filter
                .as_ref()
                .is_some_and(|filter| !filter.matches(&record.fields))
        };
        self.store.write(|w| {
            for id in ids {
                match found.get(id) {
                    Some(record)
                        if left(record)
                            && w.coupling_id_of(&mapping.name, side, *id)?.is_some() =>
                    {
                        w.observe_out_of_filter(&mapping.name, side, *id)?;
                    }
                    Some(record) => {
                        store_record(w, mapping, side, &names, record, None)?;
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

async fn fetch(
    remote: Rc<dyn Remote>,
    side: Side,
    readings: Vec<Reading>,
    requests: Vec<ReadRequest>,
) -> Arrived {
    let mut pages = remote.read_pages(&requests).await.into_iter();
    let answers = readings
        .into_iter()
        .map(|reading| {
            let missing = || Err(Problem::new(Cause::MalformedAnswer).on(side));
            let page = pages.next().unwrap_or_else(missing);
            (reading, page)
        })
        .collect();
    (side, answers)
}

/// Lets everything else that is under way have a turn.
async fn yield_once() {
    let mut yielded = false;
    futures_util::future::poll_fn(|context| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
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

impl Reading {
    /// A read of the ids of the same side.
    pub(super) fn of_ids(&self) -> Self {
        Self::new(
            Rc::clone(&self.mapping),
            self.side,
            Aim::Ids,
            ReadFrom::Start,
        )
    }
}
