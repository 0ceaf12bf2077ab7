//! The home page: what needs a person, and one row per mapping.

use super::App;
use crate::engine::brake::{Standing, standing};
use crate::engine::context::{Phase, Progress};
use crate::engine::coverage::Coverage;
use crate::model::reason::{Cause, Problem};
use crate::model::{Direction, MappingName, Side, Sides, TableMapping};
use crate::remote::auth::interactive::Prompt;
use crate::remote::budget::Waiting;
use crate::remote::{Note, Ways};
use crate::store::{CauseCount, JobFilter, MappingCounts, Reader, Slice, ThroughputPoint};
use crate::worker::reading::known_fallbacks;
use crate::worker::schedule::Schedule;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// What the home page shows.
#[derive(Clone, Debug, Default)]
pub struct Home {
    /// One row per mapping, enabled ones first.
    pub rows: Vec<MappingRow>,
    /// Open errors by cause, the most frequent first.
    pub causes: Vec<CauseCount>,
    /// Conflicts over all mappings.
    pub conflicts: u64,
    /// Skipped records that are no conflicts.
    pub skipped: u64,
    /// Open errors.
    pub errors: u64,
    /// A run that the safety brake stopped and that nobody has let through yet.
    pub braked: Option<Standing>,
    /// When a synchronisation last ended.
    pub last_run: Option<Timestamp>,
    /// When the schedule synchronises next; nothing while it is off.
    pub next_run: Option<Timestamp>,
    /// The stretch of time that the plots show.
    pub span: Span,
    /// The stretch of time that was read last, if one was.
    pub plotted: Option<Span>,
    /// Writes and failures over that time.
    pub points: Vec<ThroughputPoint>,
    /// What the last runs of each mapping wrote, oldest first.
    pub runs: HashMap<MappingName, Vec<(Direction, u64)>>,
    /// Fallbacks that were taken with the services, with the sets that they concern.
    pub fallbacks: Vec<(Side, Note, Option<String>)>,
    /// Why the numbers could not be read, if they could not.
    pub problem: Option<Problem>,
}

/// A stretch of time up to now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Span {
    /// An hour, minute by minute.
    Hour,
    /// A day, in stretches of a quarter of an hour.
    #[default]
    Day,
    /// Seven days, in stretches of two hours.
    Week,
    /// Thirty days, in stretches of eight hours.
    Month,
}

impl Span {
    /// Every span, the shortest first.
    pub const ALL: [Self; 4] = [Self::Hour, Self::Day, Self::Week, Self::Month];

    /// The key of its name.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::Hour => "plot-hour",
            Self::Day => "plot-day",
            Self::Week => "plot-week",
            Self::Month => "plot-month",
        }
    }

    /// How many minutes each stretch has.
    pub fn minutes(self) -> u32 {
        match self {
            Self::Hour => 1,
            Self::Day => 15,
            Self::Week => 120,
            Self::Month => 480,
        }
    }

    /// When it begins.
    pub fn begin(self, now: Timestamp) -> Timestamp {
        let hours = match self {
            Self::Hour => 1,
            Self::Day => 24,
            Self::Week => 7 * 24,
            Self::Month => 30 * 24,
        };
        now.checked_sub(SignedDuration::from_hours(hours))
            .unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// How many of the newest jobs the small plots look at.
const JOBS: usize = 400;
/// How many runs a small plot shows.
const RUNS: usize = 12;

/// One mapping on the home page.
#[derive(Clone, Debug)]
pub struct MappingRow {
    /// Its name.
    pub name: MappingName,
    /// The entity sets of both sides, for people who know them.
    pub tables: (String, String),
    /// Which way values flow.
    pub direction: Direction,
    /// Whether it takes part.
    pub enabled: bool,
    /// How its pairs and records stand.
    pub counts: Option<MappingCounts>,
    /// When it was last synchronised.
    pub last_run: Option<Timestamp>,
    /// What ended its last run early, if something did.
    pub stopped: Option<Cause>,
    /// When the schedule synchronises it next; nothing while it is off.
    pub next_run: Option<Timestamp>,
    /// How each side is read, once it was read.
    pub ways: Sides<Option<Ways>>,
}

/// The state of a mapping in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappingState {
    /// Everything is in step.
    InStep,
    /// There is something to do that no run has done yet.
    Pending,
    /// Something waits for a person.
    NeedsYou,
    /// Its last run ended early.
    Stopped,
    /// It takes no part.
    Off,
    /// Nothing was synchronised yet.
    New,
}

impl MappingRow {
    /// The state in one word; what needs a person comes first.
    pub fn state(&self) -> MappingState {
        let Some(counts) = &self.counts else {
            return MappingState::New;
        };
        if !self.enabled {
            MappingState::Off
        } else if self.stopped.is_some() {
            MappingState::Stopped
        } else if counts.skipped_records > 0 || counts.open_errors > 0 {
            MappingState::NeedsYou
        } else if counts.to_look_at > 0 {
            MappingState::Pending
        } else if self.last_run.is_none() {
            MappingState::New
        } else {
            MappingState::InStep
        }
    }
}

impl Home {
    /// Reads the page's numbers from the cache, and what the plots show if they are wanted.
    pub fn read(reader: &Reader<'_>, plots: Option<Span>, now: Timestamp) -> Self {
        let mut home = Self::try_read(reader, now).unwrap_or_else(|problem| Self {
            problem: Some(problem),
            ..Self::default()
        });
        if let Some(span) = plots {
            home.read_plots(reader, span, now);
        }
        home
    }

    fn try_read(reader: &Reader<'_>, now: Timestamp) -> Result<Self, Problem> {
        let counts = reader.mapping_counts()?;
        let mut home = Self {
            causes: reader.error_causes()?,
            braked: standing(reader)?,
            fallbacks: known_fallbacks(reader)?,
            ..Self::default()
        };
        let schedule = Schedule::read(reader)?;
        for mapping in reader.mappings()? {
            let counts = counts.iter().find(|one| one.mapping == mapping.name);
            let pending = counts.is_some_and(|counts| counts.pending > 0);
            let next = schedule.next(&mapping, pending, now);
            home.next_run = home.next_run.into_iter().chain(next).min();
            let mut row = row(reader, &mapping, counts)?;
            row.next_run = next;
            home.last_run = home.last_run.max(row.last_run);
            if let Some(counts) = &row.counts {
                home.conflicts += counts.conflict;
                home.skipped += counts.skipped_records.saturating_sub(counts.conflict);
                home.errors += counts.open_errors;
            }
            home.rows.push(row);
        }
        home.rows.sort_by_key(|row| !row.enabled);
        home.causes
            .sort_by_key(|cause| std::cmp::Reverse(cause.errors));
        Ok(home)
    }

    /// Reads what the plots show.
    fn read_plots(&mut self, reader: &Reader<'_>, span: Span, now: Timestamp) {
        let later = now.checked_add(SignedDuration::from_mins(1));
        self.span = span;
        self.plotted = Some(span);
        self.points = reader
            .throughput(span.begin(now), later.unwrap_or(now), span.minutes())
            .unwrap_or_default();
        self.runs.clear();
        let jobs = reader.list_jobs(&JobFilter::default(), Slice::first(JOBS));
        for job in jobs.unwrap_or_default() {
            let runs = self.runs.entry(job.mapping).or_default();
            if runs.len() < RUNS {
                let counters = &job.counters;
                let written = counters.inserted + counters.modified + counters.deleted;
                runs.insert(0, (job.direction, written));
            }
        }
    }

    /// Whether anything waits for a person.
    pub fn needs_you(&self) -> bool {
        self.braked.is_some() || self.conflicts + self.skipped + self.errors > 0
    }
}

fn row(
    reader: &Reader<'_>,
    mapping: &TableMapping,
    counts: Option<&MappingCounts>,
) -> Result<MappingRow, Problem> {
    let last = reader.last_finished_job(&mapping.name)?;
    let way = |side: Side| Coverage::of(reader, &mapping.name, side).map(|known| known.ways);
    Ok(MappingRow {
        name: mapping.name.clone(),
        tables: (mapping.sets.bc.to_string(), mapping.sets.dv.to_string()),
        direction: mapping.direction,
        enabled: mapping.enabled,
        counts: counts.cloned(),
        next_run: None,
        ways: Sides::new(way(Side::Bc)?, way(Side::Dv)?),
        last_run: last.as_ref().and_then(|job| job.finished),
        stopped: last
            .and_then(|job| job.problem)
            .map(|problem| problem.cause),
    })
}

/// How quick something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Records in a minute.
    pub per_minute: u64,
    /// How long the rest takes at this pace, where the whole is known.
    pub left: Option<SignedDuration>,
}

/// Before so much time has passed nobody can tell how quick something is.
const TELLING: SignedDuration = SignedDuration::from_secs(5);

impl Pace {
    /// So many records in this time, with so many left.
    pub fn of(records: u64, time: SignedDuration, left: Option<u64>) -> Option<Self> {
        if time < TELLING || records == 0 {
            return None;
        }
        let millis = u64::try_from(time.as_millis()).ok()?;
        let left = left.and_then(|left| {
            let millis = left.saturating_mul(millis) / records;
            Some(SignedDuration::from_secs(
                i64::try_from(millis.div_ceil(1_000)).ok()?,
            ))
        });
        Some(Self {
            per_minute: records.saturating_mul(60_000) / millis,
            left: left.filter(|left| !left.is_zero()),
        })
    }
}

impl App {
    /// How quick the part of a run is that progress tells of.
    pub fn pace(&self, progress: &Progress) -> Option<Pace> {
        let mut stretches = self.live.timeline().stretches.iter().rev();
        let now = stretches.find(|stretch| stretch.mapping == progress.mapping)?;
        let left = progress
            .total
            .map(|total| total.saturating_sub(progress.done));
        Pace::of(now.records, self.now().duration_since(now.began), left)
    }
}

/// What runs now, for the status bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// What a person asked for.
    pub what: RunningKind,
    /// How far it is, once it has said so.
    pub progress: Option<Progress>,
    /// Why it waits for a service, if it does.
    pub waiting: Option<Waiting>,
    /// What the person must do to sign in, if the request waits for that.
    pub prompt: Option<Prompt>,
    /// Whether somebody wished to stop it.
    pub stopping: bool,
}

/// What kind of work runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunningKind {
    /// Both services are tried.
    Connecting,
    /// Records are synchronised.
    Synchronising,
    /// Records are coupled by match.
    Coupling,
    /// A decision is written.
    Deciding,
    /// Something smaller.
    Working,
}

impl Running {
    /// The key of the sentence that says what is done now.
    pub fn phase_key(&self) -> &'static str {
        match (
            self.what,
            self.progress.as_ref().map(|progress| progress.phase),
        ) {
            (RunningKind::Connecting, _) => "running-connecting",
            (RunningKind::Deciding, _) => "running-deciding",
            (_, Some(Phase::Reading(_))) => "running-reading",
            (_, Some(Phase::Writing(_))) => "running-writing",
            (RunningKind::Coupling, _) => "running-coupling",
            (_, Some(Phase::Planning)) => "running-comparing",
            (RunningKind::Synchronising, _) => "running-synchronising",
            (RunningKind::Working, _) => "running-working",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_told_once_five_seconds_have_passed() {
        let seconds = SignedDuration::from_secs;
        assert_eq!(Pace::of(100, seconds(4), Some(900)), None);
        assert_eq!(Pace::of(0, seconds(60), Some(900)), None);
        let told = Pace::of(100, seconds(10), Some(900)).unwrap();
        assert_eq!((told.per_minute, told.left), (600, Some(seconds(90))));
        assert_eq!(Pace::of(100, seconds(10), None).unwrap().left, None);
        assert_eq!(Pace::of(100, seconds(10), Some(0)).unwrap().left, None);
    }
}
