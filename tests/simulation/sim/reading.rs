//! Reading by pages: what both services offer, and which watermark the connectors make of it.

use super::ledger::view;
use super::sabotage::Sabotage;
use super::stage::Stage;
use super::wire;
use jiff::{SignedDuration, Timestamp};
use raccord::model::{Record, Side};
use raccord::remote::{Page, PageToken, ReadFrom, ReadRequest, Watermark};
use raccord::sandbox::system::clock::Clock as _;
use raccord::sandbox::system::dv::DeltaToken;
use raccord::sandbox::system::view::RowView;
use raccord::sandbox::system::world::World;
use uuid::Uuid;

/// One page, as the service has it now.
pub(crate) fn page(stage: &Stage, side: Side, request: &ReadRequest) -> Page {
    let office = stage.office.borrow();
    let world = &office.world;
    let tracked = side == Side::Dv && stage.shape.tracking && !request.fields.is_empty();
    match &request.from {
        ReadFrom::Next(token) => {
            let (course, rest) = token.next_link.split_once(' ').unwrap();
            match course {
                "tracked" => tracked_page(world, request, rest),
                "delta" => delta_page(world, request, rest)
                    .unwrap_or_else(|| tracked_page(world, request, &start(world, request))),
                "whole" => whole_page(world, side, request, rest.parse().ok(), token.newest),
                _ => since_page(world, side, request, rest, token.newest),
            }
        }
        ReadFrom::Since(Watermark::Delta(link)) if tracked => {
            let token = format!("{link} 0 {}", mark(world, request));
            delta_page(world, request, &token)
                .unwrap_or_else(|| tracked_page(world, request, &start(world, request)))
        }
        ReadFrom::Since(Watermark::Modified(since)) if !tracked => {
            let from = format!("{since} {} {}", Timestamp::UNIX_EPOCH, Uuid::nil());
            since_page(world, side, request, &from, Some(*since))
        }
        _ if tracked => tracked_page(world, request, &start(world, request)),
        _ => whole_page(world, side, request, None, None),
    }
}

/// The page as a connector hands it on that breaks its promises.
pub(crate) fn sabotaged(stage: &Stage, side: Side, page: Page) -> Page {
    let office = stage.office.borrow();
    let watermark = match (stage.sabotage, page.watermark) {
        (Some(Sabotage::EarlyWatermark), Some(Watermark::Modified(_))) => {
            let now = office.clock.now();
            let off = *stage.shape.skew.get(side) + 2;
            let early = now.checked_add(SignedDuration::from_secs(off)).unwrap();
            Some(Watermark::Modified(early))
        }
        (Some(Sabotage::EarlyWatermark), Some(Watermark::Delta(_))) => {
            let token = DeltaToken {
                version: office.world.dv.version(),
                at: office.clock.now(),
            };
            Some(Watermark::Delta(word(token)))
        }
        (Some(Sabotage::CompareClocks), Some(Watermark::Modified(_))) => {
            let off = SignedDuration::from_secs(stage.shape.own_skew);
            Some(Watermark::Modified(
                office.clock.now().checked_add(off).unwrap(),
            ))
        }
        (_, watermark) => watermark,
    };
    let deleted = match stage.sabotage {
        Some(Sabotage::DropTombstone) => Vec::new(),
        _ => page.deleted,
    };
    Page {
        watermark,
        deleted,
        ..page
    }
}

fn word(token: DeltaToken) -> String {
    format!("{}@{}", token.version, token.at.as_millisecond())
}

fn token(word: &str) -> DeltaToken {
    let (version, at) = word.split_once('@').unwrap();
    DeltaToken {
        version: version.parse().unwrap(),
        at: Timestamp::from_millisecond(at.parse().unwrap()).unwrap(),
    }
}

/// A token for what is there now.
fn mark(world: &World, request: &ReadRequest) -> String {
    word(world.dv.delta_token(request.set.as_str()).unwrap())
}

fn start(world: &World, request: &ReadRequest) -> String {
    format!("{} {}", mark(world, request), Uuid::nil())
}

/// Everything, with change tracking: the token is from before the first page.
fn tracked_page(world: &World, request: &ReadRequest, place: &str) -> Page {
    let (begun, after) = place.split_once(' ').unwrap();
    let after: Uuid = after.parse().unwrap();
    let (_, table) = view(world, Side::Dv, request.set.as_str());
    let rows = table.scan(Some(after).filter(|after| !after.is_nil()));
    let mut records: Vec<Record> = rows
        .take(request.page_size as usize + 1)
        .map(|row| wire::record(Side::Dv, &row, &request.fields))
        .collect();
    let more = records.len() > request.page_size as usize;
    records.truncate(request.page_size as usize);
    let next = more.then(|| PageToken {
        next_link: format!("tracked {begun} {}", records.last().unwrap().id),
        newest: None,
    });
    Page {
        watermark: next.is_none().then(|| Watermark::Delta(begun.to_owned())),
        next,
        records,
        deleted: Vec::new(),
        complete: true,
        unfiltered: request.filter.is_some(),
        count: None,
    }
}

/// What the change log reports; nothing if it has forgotten.
fn delta_page(world: &World, request: &ReadRequest, place: &str) -> Option<Page> {
    let mut parts = place.split(' ');
    let (base, after, begun) = (parts.next()?, parts.next()?, parts.next()?);
    let since = token(base);
    let after: u64 = after.parse().unwrap();
    let set = request.set.as_str();
    let changed = world.dv.changed(set, since).ok()?;
    let mut found: Vec<_> = changed
        .filter(|row| row.stamp().version > after)
        .take(request.page_size as usize + 1)
        .map(|row| {
            (
                row.stamp().version,
                wire::record(Side::Dv, &row, &request.fields),
            )
        })
        .collect();
    let more = found.len() > request.page_size as usize;
    found.truncate(request.page_size as usize);
    let next = more.then(|| PageToken {
        next_link: format!("delta {base} {} {begun}", found.last().unwrap().0),
        newest: None,
    });
    let deleted = if more {
        Vec::new()
    } else {
        world
            .dv
            .deleted(set, since)
            .ok()?
            .map(|deleted| deleted.id)
            .collect()
    };
    Some(Page {
        watermark: next.is_none().then(|| Watermark::Delta(begun.to_owned())),
        next,
        records: found.into_iter().map(|(_, record)| record).collect(),
        deleted,
        complete: false,
        unfiltered: request.filter.is_some(),
        count: None,
    })
}

/// Everything, in the order of ids. The newest time of change is asked for before it begins and stays the watermark.
fn whole_page(
    world: &World,
    side: Side,
    request: &ReadRequest,
    after: Option<Uuid>,
    newest: Option<Timestamp>,
) -> Page {
    let (through, table) = view(world, side, request.set.as_str());
    let probed = table
        .scan(None)
        .filter_map(|row| wire::record(side, &row, &[]).modified)
        .max();
    let newest = if after.is_none() { probed } else { newest };
    let mut records: Vec<Record> = table
        .scan(after)
        .filter(|row| wire::fits(request.filter.as_deref(), through, table, row))
        .take(request.page_size as usize + 1)
        .map(|row| wire::record(side, &row, &request.fields))
        .collect();
    let more = records.len() > request.page_size as usize;
    records.truncate(request.page_size as usize);
    let next = more.then(|| PageToken {
        next_link: format!("whole {}", records.last().unwrap().id),
        newest,
    });
    Page {
        watermark: (next.is_none() && !request.fields.is_empty())
            .then(|| Watermark::Modified(newest.unwrap_or(Timestamp::UNIX_EPOCH))),
        next,
        records,
        deleted: Vec::new(),
        complete: true,
        unfiltered: false,
        count: None,
    }
}

/// What changed since a time of the service's own, sorted by time and id.
fn since_page(
    world: &World,
    side: Side,
    request: &ReadRequest,
    place: &str,
    newest: Option<Timestamp>,
) -> Page {
    let mut parts = place.split(' ');
    let since: Timestamp = parts.next().unwrap().parse().unwrap();
    let after: Timestamp = parts.next().unwrap().parse().unwrap();
    let after_id: Uuid = parts.next().unwrap().parse().unwrap();
    let (through, table) = view(world, side, request.set.as_str());
    let fits = |row: &RowView<'_>| wire::fits(request.filter.as_deref(), through, table, row);
    let count = request
        .count
        .then(|| table.scan(None).filter(|row| fits(row)).count() as u64);
    let mut records: Vec<Record> = table
        .scan(None)
        .filter(|row| fits(row))
        .map(|row| wire::record(side, &row, &request.fields))
        .filter(|record| {
            let at = record.modified.unwrap();
            at >= since && (at, record.id) > (after, after_id)
        })
        .collect();
    records.sort_by_key(|record| (record.modified, record.id));
    let more = records.len() > request.page_size as usize;
    records.truncate(request.page_size as usize);
    let newest = newest.max(records.last().and_then(|record| record.modified));
    let next = more.then(|| {
        let last = records.last().unwrap();
        PageToken {
            next_link: format!("since {since} {} {}", last.modified.unwrap(), last.id),
            newest,
        }
    });
    Page {
        watermark: next
            .is_none()
            .then(|| Watermark::Modified(newest.unwrap_or(Timestamp::UNIX_EPOCH))),
        next,
        records,
        deleted: Vec::new(),
        complete: false,
        unfiltered: false,
        count,
    }
}
