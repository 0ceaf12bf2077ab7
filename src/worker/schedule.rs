//! When each mapping is synchronised next, without a person asking.
//!
//! Everything here is worked out from a moment that is given: the present one in the program, any in tests. Pauses count from
//! the end of a run, so a machine that slept makes up for it with one run, however long it slept.
//!
//! A mapping whose runs find nothing is asked less often; it wakes when the cache shows that something is to be done with its
//! pairs, or when a mapping that it depends on has written something. Edits on the two services cannot be seen without
//! asking them: they are found by the next run.

use super::protocol::Answer;
use crate::engine::outcome::SyncReport;
use crate::model::quiet::QuietHours;
use crate::model::reason::Problem;
use crate::model::running::Interval;
use crate::model::{MappingName, TableMapping};
use crate::store::{Reader, Store, Writer};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of the cached fact that holds the schedule.
const SCHEDULE: &str = "schedule";
/// The pause after something woke a mapping.
const AWAKE: SignedDuration = SignedDuration::from_secs(30);
/// The first pause after a run that failed as a whole; it doubles with each further one.
const AFTER_FAILURE: u32 = 60;
/// By how much pauses grow at most while nothing is found.
const SLOWEST: u32 = 4;

/// The schedule, and what it remembers of each mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// The pause between runs; nothing while the schedule is off.
    pub every: Option<Interval>,
    /// The part of each day in which it lets everything rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Rest>,
    turns: BTreeMap<MappingName, Turn>,
}

/// Quiet hours, and whose clock they are read from: a computer that travels keeps them where they were set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// The hours.
    pub hours: QuietHours,
    /// The name of the time zone, `Europe/Paris`.
    pub zone: String,
}

impl Rest {
    /// Hours by this machine's clock.
    pub fn here(hours: QuietHours) -> Self {
        let zone = TimeZone::system();
        let zone = zone.iana_name().unwrap_or("UTC").to_owned();
        Self { hours, zone }
    }

    fn zone(&self) -> TimeZone {
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }

    /// The first moment from this one on that is not in them.
    fn over(&self, at: Timestamp) -> Timestamp {
        self.hours.end_after(at, &self.zone()).unwrap_or(at)
    }
}

/// A mapping's last turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Turn {
    /// When its last run ended, or when it was woken.
    last: Timestamp,
    /// When it is due; nothing while it sleeps.
    next: Option<Timestamp>,
    /// How many runs in a row found nothing.
    quiet: u32,
    /// How many runs in a row failed as a whole.
    failed: u32,
}

/// What a run came to, for the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ran {
    /// Something was written, coupled or failed.
    Busy,
    /// Nothing was to be done.
    Quiet,
    /// The run was ended by a problem.
    Failed,
}

/// Changes the stored schedule.
pub(super) fn replan(store: &Store, change: impl FnOnce(&mut Schedule)) -> Result<Answer, Problem> {
    let mut schedule = Schedule::read(&store.read())?;
    change(&mut schedule);
    store.write(|writer| schedule.keep(writer))?;
    Ok(Answer::Done)
}

/// One mapping's place in the schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The mapping.
    pub mapping: MappingName,
    /// The pause between its runs.
    pub every: Interval,
    /// When it is synchronised next; nothing while it sleeps until something wakes it.
    pub next_run: Option<Timestamp>,
    /// How many runs in a row found nothing.
    pub quiet_runs: u32,
}

impl Schedule {
    /// The stored schedule; off if there is none.
    pub fn read(reader: &Reader<'_>) -> Result<Self, Problem> {
        let stored = reader.fact(SCHEDULE)?;
        Ok(stored
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    /// Stores the schedule.
    pub fn keep(&self, writer: &Writer<'_>) -> Result<(), Problem> {
        let text = serde_json::to_string(self).unwrap_or_default();
        writer.set_fact(SCHEDULE, Some(&text))
    }

    /// Switches the schedule on with this pause, or off. Every mapping is due at once when it is switched on. Quiet hours stay.
    pub fn set(&mut self, every: Option<Interval>) {
        self.every = every;
        self.turns.clear();
    }

    /// Whether it lets everything rest at a moment.
    pub fn rests(&self, at: Timestamp) -> bool {
        self.quiet.as_ref().is_some_and(|rest| rest.over(at) > at)
    }

    /// When it last began again after resting.
    pub fn began_again(&self, now: Timestamp) -> Option<Timestamp> {
        let rest = self.quiet.as_ref()?;
        rest.hours.end_before(now, &rest.zone())
    }

    /// When a mapping is due; nothing while the schedule or the mapping is off, or while it sleeps.
    ///
    /// `pending` says whether the cache holds something to do with its pairs.
    pub fn next(&self, mapping: &TableMapping, pending: bool, now: Timestamp) -> Option<Timestamp> {
        let next = self.planned(mapping, pending, now)?;
        match &self.quiet {
            Some(rest) => Some(rest.over(next.max(now))),
            None => Some(next),
        }
    }

    /// When it would be due without quiet hours.
    fn planned(&self, mapping: &TableMapping, pending: bool, now: Timestamp) -> Option<Timestamp> {
        self.every?;
        if !mapping.enabled {
            return None;
        }
        let Some(turn) = self.turns.get(&mapping.name) else {
            return Some(now);
        };
        let woken = pending.then(|| turn.last.saturating_add(AWAKE).unwrap_or(now));
        match (turn.next, woken) {
            (Some(next), Some(woken)) => Some(next.min(woken)),
            (next, woken) => next.or(woken),
        }
    }

    /// The mappings that are due, in the order given.
    pub fn due<'m>(
        &self,
        mappings: impl IntoIterator<Item = (&'m TableMapping, bool)>,
        now: Timestamp,
    ) -> Vec<MappingName> {
        mappings
            .into_iter()
            .filter(|(mapping, pending)| {
                self.next(mapping, *pending, now)
                    .is_some_and(|next| next <= now)
            })
            .map(|(mapping, _)| mapping.name.clone())
            .collect()
    }

    /// Every enabled mapping's place.
    pub fn places<'m>(
        &self,
        mappings: impl IntoIterator<Item = (&'m TableMapping, bool)>,
        now: Timestamp,
    ) -> Vec<Place> {
        let Some(usual) = self.every else {
            return Vec::new();
        };
        mappings
            .into_iter()
            .filter(|(mapping, _)| mapping.enabled)
            .map(|(mapping, pending)| Place {
                mapping: mapping.name.clone(),
                every: mapping.running.pace.every.unwrap_or(usual),
                next_run: self.next(mapping, pending, now),
                quiet_runs: self.turns.get(&mapping.name).map_or(0, |turn| turn.quiet),
            })
            .collect()
    }

    /// A mapping has run: its next turn is a pause from now.
    pub fn ran(&mut self, mapping: &TableMapping, ran: Ran, now: Timestamp) {
        let before = self.turns.get(&mapping.name);
        let (quiet, failed) = before.map_or((0, 0), |turn| (turn.quiet, turn.failed));
        let (quiet, failed) = match ran {
            Ran::Busy => (0, 0),
            Ran::Quiet => (quiet.saturating_add(1), 0),
            Ran::Failed => (quiet, failed.saturating_add(1)),
        };
        let pause = self.pause(mapping, quiet, failed);
        let turn = Turn {
            last: now,
            next: pause.and_then(|pause| now.saturating_add(pause).ok()),
            quiet,
            failed,
        };
        self.turns.insert(mapping.name.clone(), turn);
    }

    /// Something happened that concerns a mapping: it is due shortly.
    pub fn wake(&mut self, mapping: &MappingName, now: Timestamp) {
        if let Some(turn) = self.turns.get_mut(mapping) {
            let soon = now.saturating_add(AWAKE).unwrap_or(now);
            turn.next = Some(turn.next.map_or(soon, |next| next.min(soon)));
            turn.quiet = 0;
        }
    }

    /// Notes what a run over `due` came to, and wakes what depends on mappings that wrote something.
    pub fn note(
        &mut self,
        mappings: &[TableMapping],
        due: &[MappingName],
        report: Result<&SyncReport, &Problem>,
        now: Timestamp,
    ) {
        let mut wrote = Vec::new();
        for mapping in mappings.iter().filter(|one| due.contains(&one.name)) {
            let ran = match report {
                Err(_) => Ran::Failed,
                Ok(report) => {
                    let mut jobs = report.jobs.iter().filter(|job| job.mapping == mapping.name);
                    match jobs.clone().any(|job| job.problem.is_some()) {
                        true => Ran::Failed,
                        false if jobs.all(|job| job.counters.is_quiet()) => Ran::Quiet,
                        false => Ran::Busy,
                    }
                }
            };
            if ran == Ran::Busy {
                wrote.push(&mapping.name);
            }
            self.ran(mapping, ran, now);
        }
        for mapping in mappings {
            let waits = mapping.depends_on.iter().any(|name| wrote.contains(&name));
            if waits && !due.contains(&mapping.name) {
                self.wake(&mapping.name, now);
            }
        }
    }

    /// The shortest pause that is planned now between two runs of anything; nothing while the schedule is off or everything
    /// sleeps. Runs that failed do not shorten it.
    pub fn shortest_pause(&self, mappings: &[TableMapping]) -> Option<SignedDuration> {
        let pauses = mappings.iter().filter(|mapping| mapping.enabled);
        let pauses = pauses.filter_map(|mapping| {
            let quiet = self.turns.get(&mapping.name).map_or(0, |turn| turn.quiet);
            self.pause(mapping, quiet, 0)
        });
        self.every.and(pauses.min())
    }

    fn pause(&self, mapping: &TableMapping, quiet: u32, failed: u32) -> Option<SignedDuration> {
        let pace = mapping.running.pace;
        let every = pace.every.or(self.every)?.seconds;
        let seconds = if failed > 0 {
            let doubled = AFTER_FAILURE.saturating_mul(1 << (failed - 1).min(16));
            doubled.min(every)
        } else {
            match (quiet, pace.when_quiet) {
                (0, _) => every,
                (_, Some(Interval { seconds: 0 })) => return None,
                (_, Some(quiet)) => quiet.seconds,
                (quiet, None) => every.saturating_mul(quiet.min(SLOWEST)),
            }
        };
        Some(SignedDuration::from_secs(i64::from(seconds)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::defaults::default_mappings;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + minute * 60).unwrap()
    }

    fn customer() -> TableMapping {
        let all = default_mappings().unwrap();
        all.into_iter()
            .find(|mapping| mapping.name.as_str() == "CUSTOMER")
            .unwrap()
    }

    fn every(text: &str) -> Schedule {
        let mut schedule = Schedule::default();
        schedule.set(Some(text.parse().unwrap()));
        schedule
    }

    fn minutes(schedule: &Schedule, mapping: &TableMapping, now: i64) -> Option<i64> {
        let next = schedule.next(mapping, false, at(now))?;
        Some(next.duration_since(at(now)).as_mins())
    }

    #[test]
    fn nothing_is_due_while_the_schedule_is_off() {
        assert_eq!(Schedule::default().next(&customer(), true, at(0)), None);
    }

    #[test]
    fn a_mapping_that_never_ran_is_due_at_once_then_after_its_pause() {
        let (mut schedule, mapping) = (every("30m"), customer());
        assert_eq!(
            schedule.due([(&mapping, false)], at(0)),
            ["CUSTOMER".into()]
        );
        schedule.ran(&mapping, Ran::Busy, at(1));
        assert_eq!(minutes(&schedule, &mapping, 1), Some(30));
        assert!(schedule.due([(&mapping, false)], at(30)).is_empty());
        assert_eq!(schedule.due([(&mapping, false)], at(31)).len(), 1);
    }

    #[test]
    fn a_machine_that_slept_makes_up_for_it_with_one_run() {
        let (mut schedule, mapping) = (every("30m"), customer());
        schedule.ran(&mapping, Ran::Busy, at(0));
        let woken = 600;
        assert_eq!(schedule.due([(&mapping, false)], at(woken)).len(), 1);
        schedule.ran(&mapping, Ran::Busy, at(woken));
        assert!(schedule.due([(&mapping, false)], at(woken)).is_empty());
        assert_eq!(minutes(&schedule, &mapping, woken), Some(30));
    }

    #[test]
    fn in_quiet_hours_nothing_is_due_and_their_end_is_when_it_goes_on() {
        let (mut schedule, mapping) = (every("30m"), customer());
        schedule.quiet = Some(Rest {
            hours: "22:00-07:00".parse().unwrap(),
            zone: "UTC".to_owned(),
        });
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let (evening, night) = (at("2026-11-23T21:50:00Z"), at("2026-11-23T23:30:00Z"));
        schedule.ran(&mapping, Ran::Busy, evening);
        let morning = at("2026-11-24T07:00:00Z");
        // Twenty past ten would be the next turn; something to do wakes nobody in the night either.
        for pending in [false, true] {
            assert_eq!(schedule.next(&mapping, pending, night), Some(morning));
            assert!(schedule.due([(&mapping, pending)], night).is_empty());
        }
        assert_eq!(schedule.due([(&mapping, false)], morning).len(), 1);
        assert!(schedule.rests(night) && !schedule.rests(morning));
        assert_eq!(
            schedule.began_again(night),
            Some(at("2026-11-23T07:00:00Z"))
        );
        // They stay when the pause is set anew, and what was stored before there were any can be read.
        schedule.set(Some("1h".parse().unwrap()));
        assert!(schedule.quiet.is_some());
        let before = serde_json::from_str::<Schedule>(r#"{"every":null,"turns":{}}"#);
        assert_eq!(before.unwrap(), Schedule::default());
    }

    #[test]
    fn a_run_without_changes_makes_the_next_one_later_s355() {
        let (mut schedule, mapping) = (every("30m"), customer());
        let mut pauses = Vec::new();
        for _ in 0..6 {
            schedule.ran(&mapping, Ran::Quiet, at(0));
            pauses.push(minutes(&schedule, &mapping, 0).unwrap());
        }
        assert_eq!(pauses, [30, 60, 90, 120, 120, 120]);
        schedule.ran(&mapping, Ran::Busy, at(0));
        assert_eq!(minutes(&schedule, &mapping, 0), Some(30));
    }

    #[test]
    fn a_pause_of_its_own_after_quiet_runs_is_kept_s355() {
        let (mut schedule, mut mapping) = (every("30m"), customer());
        mapping.running.pace.when_quiet = Some("12h".parse().unwrap());
        schedule.ran(&mapping, Ran::Quiet, at(0));
        assert_eq!(minutes(&schedule, &mapping, 0), Some(720));
    }

    #[test]
    fn with_a_quiet_pause_of_zero_it_sleeps_until_something_wakes_it_s356_s358() {
        let (mut schedule, mut mapping) = (every("30m"), customer());
        mapping.running.pace.when_quiet = Some(Interval::default());
        let other = TableMapping {
            name: "ITEM".into(),
            ..mapping.clone()
        };
        for mapping in [&mapping, &other] {
            schedule.ran(mapping, Ran::Quiet, at(0));
            assert_eq!(schedule.next(mapping, false, at(9_999)), None);
        }
        let pending = [(&mapping, false), (&other, true)];
        assert_eq!(schedule.due(pending, at(5)), ["ITEM".into()]);
    }

    #[test]
    fn an_own_pause_wins_over_the_usual_one() {
        let (mut schedule, mut mapping) = (every("30m"), customer());
        mapping.running.pace.every = Some("5m".parse().unwrap());
        schedule.ran(&mapping, Ran::Busy, at(0));
        assert_eq!(minutes(&schedule, &mapping, 0), Some(5));
    }

    #[test]
    fn a_failed_run_is_tried_again_sooner_and_then_less_and_less_often() {
        let (mut schedule, mapping) = (every("30m"), customer());
        let mut pauses = Vec::new();
        for _ in 0..7 {
            schedule.ran(&mapping, Ran::Failed, at(0));
            pauses.push(minutes(&schedule, &mapping, 0).unwrap());
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30]);
    }

    #[test]
    fn what_depends_on_a_mapping_that_wrote_something_wakes() {
        use crate::model::report::{Counters, Job, JobKind};
        use crate::model::{Direction, JobId};
        let (mut schedule, mut contact) = (every("30m"), customer());
        let customer = contact.clone();
        contact.name = "CONTACT".into();
        contact.depends_on = vec!["CUSTOMER".into()];
        contact.running.pace.when_quiet = Some(Interval::default());
        schedule.ran(&contact, Ran::Quiet, at(0));
        let report = SyncReport {
            jobs: vec![Job {
                id: JobId(1),
                mapping: "CUSTOMER".into(),
                direction: Direction::ToDataverse,
                kind: JobKind::Synchronization,
                counters: Counters {
                    inserted: 1,
                    ..Counters::default()
                },
                started: at(1),
                finished: Some(at(1)),
                problem: None,
            }],
            ..SyncReport::default()
        };
        let all = [customer, contact];
        schedule.note(&all, &["CUSTOMER".into()], Ok(&report), at(1));
        let [_, contact] = &all;
        assert_eq!(schedule.due([(contact, false)], at(2)).len(), 1);
    }
}
