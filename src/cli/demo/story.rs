//! What happens in the demo, step by step, with the numbers that the program itself counted.

use super::services::Services;
use super::tell::Teller;
use crate::cli::exit::Failure;
use crate::cli::terminal::{Work, misplaced};
use crate::engine::outcome::{NeedsAttention, ResolveOutcome, SyncReport};
use crate::engine::request::{
    FieldDecision, MatchRequest, PickRequest, ResolveRequest, SyncRequest,
};
use crate::model::reason::{Cause, Problem};
use crate::model::report::{Counters, SkipReason, SkippedRecord};
use crate::model::{FieldName, MappingName, Side, Sides};
use crate::sandbox::demo::story::{Kind, Script, Told, edit_both_sides};
use crate::worker::protocol::{
    Answer, ConnectRequest, ConnectionSource, Couplings, Keep, Request, SecretsFrom,
};
use serde::Serialize;
use uuid::Uuid;

/// The mapping that the story is about.
pub const CUSTOMER: &str = "CUSTOMER";
/// The field in which the story's conflict is.
const CONTESTED: &str = "phoneNumber";

/// What happened.
#[derive(Debug, Serialize)]
pub struct Story {
    /// Records in the cache after the first synchronisation, on each side, over all mappings.
    #[serde(serialize_with = "per_side")]
    pub read: Sides<u64>,
    /// Pairs found by match.
    pub matched: u64,
    /// Records that match several others.
    pub ambiguous: u64,
    /// The first synchronisation.
    pub first: Run,
    /// What the colleagues edited.
    pub edits: Edits,
    /// The synchronisation after the edits.
    pub second: Run,
    /// The conflict.
    pub conflict: Conflict,
    /// The synchronisation after the decision.
    pub third: Run,
    /// The edits themselves, for the check.
    #[serde(skip)]
    pub told: Told,
}

/// One synchronisation in numbers.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// What it did, by the side that was written.
    #[serde(serialize_with = "per_side")]
    pub wrote: Sides<Counters>,
    /// Requests on each side.
    #[serde(serialize_with = "per_side")]
    pub requests: Sides<u64>,
    /// What waits for a person afterwards.
    pub needs_attention: NeedsAttention,
}

/// Edits of the colleagues, in pairs of records.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Edits {
    /// Edited in Business Central only.
    pub bc_only: usize,
    /// Edited in Dataverse only.
    pub dv_only: usize,
    /// Edited on both sides in different fields.
    pub merged: usize,
    /// Edited on both sides in the same field.
    pub conflicts: usize,
}

/// The conflict of the story.
#[derive(Clone, Debug, Serialize)]
pub struct Conflict {
    /// How people call the record.
    pub record: String,
    /// The contested field.
    pub field: FieldName,
    /// What both held before.
    pub base: String,
    /// What Business Central holds.
    pub bc: String,
    /// What Dataverse holds.
    pub dv: String,
    /// What was decided.
    pub decision: String,
    /// How many fields the decision wrote.
    pub written_fields: usize,
}

impl Run {
    fn of(report: &SyncReport) -> Self {
        let mut wrote: Sides<Counters> = Sides::default();
        for job in &report.jobs {
            for side in Side::BOTH
                .into_iter()
                .filter(|side| job.direction.writes(*side))
            {
                wrote.get_mut(side).add(&job.counters);
            }
        }
        Self {
            wrote,
            requests: report.requests.map(|counts| counts.total()),
            needs_attention: report.needs_attention,
        }
    }

    /// Records written, deleted ones among them, on both sides.
    pub fn written(&self) -> u64 {
        let of = |counters: &Counters| counters.inserted + counters.modified + counters.deleted;
        of(&self.wrote.bc) + of(&self.wrote.dv)
    }

    /// The sum of one counter over both sides.
    pub fn sum(&self, counter: impl Fn(&Counters) -> u64) -> u64 {
        counter(&self.wrote.bc) + counter(&self.wrote.dv)
    }
}

/// Plays the story.
pub fn play(work: &mut Work, services: &Services, teller: &mut Teller) -> Result<Story, Failure> {
    teller.services(services)?;
    let connected = work.ask(Request::Connect(ConnectRequest {
        connection: ConnectionSource::Given(Box::new(services.connection()?)),
        secrets: SecretsFrom::Given {
            secrets: Services::secrets(),
            keep: Keep::Memory,
        },
        proxy_password: None,
        couplings: Couplings::Protect,
        asking: None,
    }))?;
    let Answer::Connected(info) = connected else {
        return Err(misplaced(&connected));
    };
    teller.connected(&info)?;

    let (matched, ambiguous) = match_all(work)?;
    teller.matched(matched, ambiguous)?;

    let first = Run::of(&sync(work)?);
    let read = in_cache(work)?;
    teller.first(&read, &first)?;

    let told = edit_both_sides(&mut services.world(), services.demo, Script::default())
        .map_err(|error| Problem::new(Cause::Unknown).saying(error.to_string()))?;
    let edits = Edits::of(&told);
    teller.edited(&edits)?;

    let second = Run::of(&sync(work)?);
    teller.second(&second)?;

    let conflict = decide(work, &told, teller)?;

    let third = Run::of(&sync(work)?);
    teller.third(&third)?;
    Ok(Story {
        read,
        matched,
        ambiguous,
        first,
        edits,
        second,
        conflict,
        third,
        told,
    })
}

impl Edits {
    fn of(told: &Told) -> Self {
        Self {
            bc_only: told.count(Kind::BcOnly),
            dv_only: told.count(Kind::DvOnly),
            merged: told.count(Kind::Merged),
            conflicts: told.count(Kind::Conflict),
        }
    }
}

/// Couples what matches, in every mapping that says by what; answers pairs and ambiguous records.
fn match_all(work: &mut Work) -> Result<(u64, u64), Failure> {
    let mappings = work.session.read().mappings()?;
    let (mut matched, mut ambiguous) = (0, 0);
    for mapping in mappings.iter().filter(|mapping| mapping.enabled) {
        let has_criteria = mapping
            .active_fields()
            .any(|field| field.matching.is_some());
        if !has_criteria {
            continue;
        }
        let answer = work.ask(Request::Match(MatchRequest {
            mapping: mapping.name.clone(),
            create: false,
            preview: false,
            choice: crate::engine::request::MatchChoice::default(),
        }))?;
        let Answer::Matched(report) = answer else {
            return Err(misplaced(&answer));
        };
        matched += report.coupled;
        ambiguous += report.ambiguous;
    }
    Ok((matched, ambiguous))
}

fn sync(work: &mut Work) -> Result<SyncReport, Failure> {
    let answer = work.ask(Request::Sync(SyncRequest::default()))?;
    match answer {
        Answer::Synced(report) => Ok(report),
        other => Err(misplaced(&other)),
    }
}

fn in_cache(work: &Work) -> Result<Sides<u64>, Failure> {
    let mut read = Sides::default();
    for counts in work.session.read().mapping_counts()? {
        let pairs = counts.couplings();
        read.bc += pairs + counts.uncoupled.bc;
        read.dv += pairs + counts.uncoupled.dv;
    }
    Ok(read)
}

/// Looks at the one conflict and takes Business Central's value.
fn decide(work: &mut Work, told: &Told, teller: &mut Teller) -> Result<Conflict, Failure> {
    let record = the_conflict(work, told)?;
    let shown = work.ask(Request::ShowConflict(record.id))?;
    let Answer::Conflict { view, .. } = shown else {
        return Err(misplaced(&shown));
    };
    let field = view
        .merge
        .field(CONTESTED)
        .ok_or_else(|| Problem::new(Cause::UnknownField).with("field", CONTESTED))?;
    let base = field.values.base.as_ref().map(|base| base.bc.to_plain());
    let mut conflict = Conflict {
        record: record.labels.bc.clone(),
        field: field.name.clone(),
        base: base.unwrap_or_default(),
        bc: field.values.bc.to_plain(),
        dv: field.values.dv.to_plain(),
        decision: field.values.bc.to_plain(),
        written_fields: 0,
    };
    let answer = work.ask(Request::Resolve(ResolveRequest {
        id: record.id,
        all: None,
        fields: vec![FieldDecision {
            field: conflict.field.clone(),
            pick: PickRequest::Side(Side::Bc),
        }],
        preview: false,
        seen: None,
        decided_only: false,
    }))?;
    let Answer::Resolved(ResolveOutcome::Resolved { writes }) = answer else {
        return Err(misplaced(&answer));
    };
    conflict.written_fields = writes.iter().map(|write| write.fields.len()).sum();
    teller.decided(&conflict)?;
    Ok(conflict)
}

fn the_conflict(work: &Work, told: &Told) -> Result<SkippedRecord, Failure> {
    let edited: Vec<Uuid> = told
        .pairs
        .iter()
        .filter(|pair| pair.kind == Kind::Conflict)
        .map(|pair| pair.bc)
        .collect();
    let mapping = MappingName::new(CUSTOMER);
    let found = crate::cli::verbs::skipped::all(&work.session.read())?
        .into_iter()
        .filter(|record| record.reason == SkipReason::Conflict && record.mapping == mapping)
        .find(|record| record.ids.bc.is_some_and(|id| edited.contains(&id)));
    found.ok_or_else(|| {
        Problem::new(Cause::RecordGone)
            .saying("the story's conflict was not found")
            .into()
    })
}

fn per_side<T: Serialize, S: serde::Serializer>(
    sides: &Sides<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Named<'a, T> {
        business_central: &'a T,
        dataverse: &'a T,
    }
    Named {
        business_central: &sides.bc,
        dataverse: &sides.dv,
    }
    .serialize(serializer)
}
