//! Listens to a run and writes down how it spends its time.

use crate::engine::context::{Environment, Phase, Progress, Reporter};
use crate::model::reason::Problem;
use crate::model::report::RequestCounts;
use crate::model::timeline::{MESSAGES, Message, Step, Stretch, Timeline, WAITS, Wait, WaitCause};
use crate::model::{Direction, JobId, MappingName, Side, Sides};
use crate::remote::Remote;
use crate::remote::auth::interactive::Prompt;
use crate::remote::budget::{WaitReason, Waiting};
use crate::store::{Reader, Store};
use jiff::Timestamp;
use std::rc::Rc;

/// What is known of a run while it goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    timeline: Timeline,
    /// When something last ended on each of the lanes that go side by side: each side's reads, and everything else.
    lanes: [Option<Timestamp>; 3],
    /// Whether requests wait now.
    waiting: bool,
}

impl Record {
    /// Begins one.
    pub fn begin(now: Timestamp) -> Self {
        Self {
            timeline: Timeline {
                began: Some(now),
                ..Timeline::default()
            },
            lanes: [None; 3],
            waiting: false,
        }
    }

    /// What is known so far.
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// Work went on.
    pub fn progress(&mut self, progress: &Progress, now: Timestamp) {
        let step = match progress.phase {
            Phase::Reading(side) => Step::Read(side),
            Phase::Planning => Step::Plan,
            Phase::Writing(side) => Step::Write(side),
            Phase::Done(_) => return,
        };
        let began = self.timeline.began.unwrap_or(now);
        let lane = match step {
            Step::Read(Side::Bc) => 0,
            Step::Read(Side::Dv) => 1,
            Step::Plan | Step::Write(_) => 2,
        };
        let reads = self.lanes.iter().take(2).flatten().max().copied();
        let Some(free) = self.lanes.get_mut(lane) else {
            return;
        };
        // What comes first on its lane has been under way since the one before ended, or since the run began; pairs are worked
        // through once both sides are read.
        let since = if lane == 2 { free.or(reads) } else { *free };
        *free = Some(now);
        let mut known = self.timeline.stretches.iter_mut().rev();
        let known = known.find(|one| one.mapping == progress.mapping && one.step == step);
        match known {
            Some(stretch) => {
                stretch.ended = now;
                stretch.records = stretch.records.max(progress.done);
            }
            None => self.timeline.stretches.push(Stretch {
                mapping: progress.mapping.clone(),
                step,
                began: since.unwrap_or(began),
                ended: now,
                records: progress.done,
            }),
        }
    }

    /// Requests wait, or do not any more.
    pub fn waiting(&mut self, waiting: Option<&Waiting>, now: Timestamp) {
        let Some(waiting) = waiting else {
            if self.waiting
                && let Some(last) = self.timeline.waits.last_mut()
            {
                last.ended = now;
            }
            self.waiting = false;
            return;
        };
        let cause = match waiting.reason {
            WaitReason::Requests { .. } => WaitCause::Requests,
            WaitReason::Work { .. } => WaitCause::Work,
            WaitReason::Asked => WaitCause::Asked,
        };
        let waits = &mut self.timeline.waits;
        let goes_on = |last: &&mut Wait| (last.side, last.cause) == (waiting.side, cause);
        if let Some(last) = waits.last_mut().filter(|_| self.waiting).filter(goes_on) {
            last.ended = now;
        } else if waits.len() < WAITS {
            waits.push(Wait {
                side: waiting.side,
                cause,
                began: now,
                ended: now,
            });
        }
        self.waiting = true;
    }

    /// Something failed or needs a person.
    pub fn problem(&mut self, mapping: &MappingName, problem: &Problem, now: Timestamp) {
        if self.timeline.messages.len() < MESSAGES {
            self.timeline.messages.push(Message {
                at: now,
                mapping: mapping.clone(),
                problem: problem.clone(),
            });
        } else {
            self.timeline.left_out += 1;
        }
    }
}

/// A reporter that passes everything on and keeps a record of it.
pub(super) struct Timekeeper<'r> {
    inner: &'r mut dyn Reporter,
    environment: Rc<dyn Environment>,
    record: Record,
}

impl<'r> Timekeeper<'r> {
    /// Begins a record.
    pub(super) fn begin(inner: &'r mut dyn Reporter, environment: Rc<dyn Environment>) -> Self {
        let record = Record::begin(environment.now());
        Self {
            inner,
            environment,
            record,
        }
    }

    /// What was recorded.
    pub(super) fn into_timeline(self) -> Timeline {
        self.record.timeline
    }
}

impl Reporter for Timekeeper<'_> {
    fn progress(&mut self, progress: &Progress) {
        self.record.progress(progress, self.environment.now());
        self.inner.progress(progress);
    }

    fn problem(&mut self, mapping: &MappingName, problem: &Problem) {
        self.record
            .problem(mapping, problem, self.environment.now());
        self.inner.problem(mapping, problem);
    }

    fn record_problem(&mut self, mapping: &MappingName, record: (Side, &str), problem: &Problem) {
        self.record
            .problem(mapping, problem, self.environment.now());
        self.inner.record_problem(mapping, record, problem);
    }

    fn waiting(&mut self, waiting: Option<&Waiting>) {
        self.record.waiting(waiting, self.environment.now());
        self.inner.waiting(waiting);
    }

    fn prompt(&mut self, prompt: &Prompt) {
        self.inner.prompt(prompt);
    }

    fn prompt_over(&mut self) {
        self.inner.prompt_over();
    }
}

/// What stood before a request, so that what it did can be told from it.
pub(super) struct Began {
    newest: JobId,
    remotes: Option<Sides<Rc<dyn Remote>>>,
    requests: Sides<RequestCounts>,
}

impl Began {
    /// Looks at the log and at the counts of the services that it may ask; of what asks none, nothing is kept.
    pub(super) fn at(
        reader: &Reader<'_>,
        remotes: Option<&Sides<Rc<dyn Remote>>>,
    ) -> Result<Self, Problem> {
        let requests = remotes.map(|both| both.as_ref().map(|remote| remote.requests()));
        Ok(Self {
            newest: reader.newest_job()?,
            remotes: remotes.cloned(),
            requests: requests.unwrap_or_default(),
        })
    }

    /// Keeps with the jobs of a run how it spent its time. Without that the log tells less; what was done stands either way.
    pub(super) fn keep(self, store: &Store, mut timeline: Timeline) {
        let Some(remotes) = &self.remotes else {
            return;
        };
        timeline.requests =
            Sides::from_fn(|side| remotes.get(side).requests().since(self.requests.get(side)));
        let kept = store.read().jobs_after(self.newest).and_then(|jobs| {
            if jobs.is_empty() {
                return Ok(());
            }
            store.write(|writer| {
                for job in &jobs {
                    let written = match job.direction {
                        Direction::ToBusinessCentral => Side::Bc,
                        Direction::ToDataverse | Direction::Both => Side::Dv,
                    };
                    writer.keep_timeline(job.id, &timeline.of_job(&job.mapping, written))?;
                }
                Ok(())
            })
        });
        if let Err(problem) = kept {
            tracing::warn!(problem = %problem.coded(), "how the run spent its time could not be stored");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reason::Cause;
    use std::time::Duration;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn progress(mapping: &str, phase: Phase, done: u64) -> Progress {
        Progress {
            mapping: mapping.into(),
            phase,
            done,
            total: None,
        }
    }

    #[test]
    fn reads_go_side_by_side_and_work_follows_them() {
        let mut record = Record::begin(at(0));
        record.progress(&progress("CUSTOMER", Phase::Reading(Side::Bc), 100), at(2));
        record.progress(&progress("CUSTOMER", Phase::Reading(Side::Dv), 50), at(3));
        record.progress(&progress("CUSTOMER", Phase::Reading(Side::Bc), 180), at(4));
        record.progress(&progress("ITEM", Phase::Reading(Side::Bc), 7), at(6));
        record.progress(&progress("CUSTOMER", Phase::Writing(Side::Dv), 9), at(9));
        let told: Vec<_> = record
            .timeline()
            .stretches
            .iter()
            .map(|one| {
                let times = (one.began.as_second(), one.ended.as_second());
                (one.mapping.as_str(), one.step, times, one.records)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("CUSTOMER", Step::Read(Side::Bc), (0, 4), 180),
                ("CUSTOMER", Step::Read(Side::Dv), (0, 3), 50),
                ("ITEM", Step::Read(Side::Bc), (4, 6), 7),
                ("CUSTOMER", Step::Write(Side::Dv), (6, 9), 9),
            ]
        );
    }

    #[test]
    fn a_wait_lasts_until_it_is_over_and_the_next_is_another() {
        let mut record = Record::begin(at(0));
        let waiting = |side| Waiting {
            side,
            left: Duration::from_secs(5),
            reason: WaitReason::Asked,
        };
        record.waiting(Some(&waiting(Side::Dv)), at(1));
        record.waiting(Some(&waiting(Side::Dv)), at(2));
        record.waiting(None, at(6));
        record.waiting(Some(&waiting(Side::Dv)), at(9));
        record.waiting(Some(&waiting(Side::Bc)), at(10));
        record.waiting(None, at(11));
        let told: Vec<_> = record
            .timeline()
            .waits
            .iter()
            .map(|one| (one.side, one.began.as_second(), one.ended.as_second()))
            .collect();
        assert_eq!(
            told,
            [(Side::Dv, 1, 6), (Side::Dv, 9, 9), (Side::Bc, 10, 11)]
        );
    }

    #[test]
    fn messages_have_an_end() {
        let mut record = Record::begin(at(0));
        for _ in 0..MESSAGES + 3 {
            record.problem(&"ITEM".into(), &Problem::new(Cause::Conflict), at(1));
        }
        let timeline = record.timeline();
        assert_eq!((timeline.messages.len(), timeline.left_out), (MESSAGES, 3));
    }
}
