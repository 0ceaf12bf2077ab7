//! What the answer to a request says of the link to the services.

use super::Record;
use crate::engine::outcome::SyncReport;
use crate::model::reason::Problem;
use crate::worker::checks::{Check, CheckStatus};
use crate::worker::protocol::{Answer, Request};
use jiff::Timestamp;

/// What a request may say of the link to the services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Nothing.
    Nothing,
    /// Both services were asked.
    Services,
    /// A person tried to get in; that it failed is told at once, and says nothing of the connection that stands.
    Access,
    /// The schedule was switched on or off, or the cache exchanged for another one.
    Schedule {
        /// Whether what runs came to belongs to a cache that is gone.
        anew: bool,
    },
}

impl Asked {
    /// What a request may say.
    pub fn of(request: &Request) -> Self {
        match request {
            Request::Sync(_)
            | Request::Plan(_)
            | Request::Scheduled
            | Request::FullReview
            | Request::FullStart(_)
            | Request::Match(_) => Self::Services,
            Request::Doctor(wanted) if wanted.is_empty() => Self::Services,
            Request::Connect(_) | Request::SignIn(_) => Self::Access,
            Request::SetSchedule(_) => Self::Schedule { anew: false },
            Request::Restore(_) => Self::Schedule { anew: true },
            _ => Self::Nothing,
        }
    }

    /// Notes what the answer says; `planned` says that a schedule is on now.
    pub fn note(
        self,
        answer: &Result<Answer, Problem>,
        planned: bool,
        record: &mut Record,
        now: Timestamp,
    ) {
        match (self, answer) {
            (Self::Services, Err(problem)) => record.was_stopped(problem, now),
            (Self::Services, Ok(answer)) => note_answer(answer, record, now),
            (Self::Access, Ok(_)) => record.went_well(false, now),
            (Self::Schedule { anew }, Ok(_)) => {
                if anew {
                    *record = Record::default();
                }
                record.was_planned(planned, now);
            }
            (Self::Nothing, _) | (Self::Access | Self::Schedule { .. }, Err(_)) => {}
        }
    }
}

fn note_answer(answer: &Answer, record: &mut Record, now: Timestamp) {
    match answer {
        // Nothing was due, so nobody was asked.
        Answer::Scheduled { report: None, .. } => {}
        Answer::Synced(report)
        | Answer::Scheduled {
            report: Some(report),
            ..
        } => {
            if let Some(problem) = stopped_job(report) {
                record.was_stopped(problem, now);
            } else {
                // A rehearsal reads both sides and synchronises nothing.
                let synchronised =
                    report.actions.is_none() && report.jobs.iter().any(|job| job.problem.is_none());
                record.went_well(synchronised, now);
            }
        }
        Answer::Checks(checks) => match failed_check(checks) {
            Some(problem) => record.was_stopped(problem, now),
            None => record.went_well(false, now),
        },
        _ => record.went_well(false, now),
    }
}

/// What stopped the jobs of a run that went on with others.
fn stopped_job(report: &SyncReport) -> Option<&Problem> {
    let mut problems = report.jobs.iter().filter_map(|job| job.problem.as_ref());
    problems.find(|problem| problem.cause.stops_the_run())
}

/// The check that says that nothing gets through.
fn failed_check(checks: &[Check]) -> Option<&Problem> {
    let failed = checks
        .iter()
        .filter(|check| check.status == CheckStatus::Failed);
    failed
        .filter_map(|check| check.problem.as_ref())
        .find(|problem| problem.cause.stops_the_run())
}
