//! How a run spent its time: what was read, compared and written when, what it waited for, what it said.

use super::ids::MappingName;
use super::reason::{Cause, Problem};
use super::report::RequestCounts;
use super::side::{Side, Sides};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How many messages of a run are kept; the errors and skipped records have all of them.
pub const MESSAGES: usize = 100;
/// How many waits of a run are kept.
pub const WAITS: usize = 100;

/// What was done during a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Records of a side were read.
    Read(Side),
    /// Pairs were compared, coupled or planned.
    Plan,
    /// Records of a side were written.
    Write(Side),
}

/// A stretch of time in which one thing was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The mapping.
    pub mapping: MappingName,
    /// What was done.
    pub step: Step,
    /// When it began.
    pub began: Timestamp,
    /// When it last went on.
    pub ended: Timestamp,
    /// How many records it concerned.
    pub records: u64,
}

/// Why requests to a service waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitCause {
    /// It allows so many requests within so much time.
    Requests,
    /// It allows so much work within so much time.
    Work,
    /// It asked for a pause.
    Asked,
}

/// A time in which requests to a service waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// The service.
    pub side: Side,
    /// Why.
    pub cause: WaitCause,
    /// When it began.
    pub began: Timestamp,
    /// When it was over, or was last looked at.
    pub ended: Timestamp,
}

/// Something that was said of a record or a mapping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// When.
    pub at: Timestamp,
    /// The mapping.
    pub mapping: MappingName,
    /// What.
    pub problem: Problem,
}

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It went as it should.
    Info,
    /// It waits for a person or for a service.
    Warning,
    /// It failed.
    Error,
}

impl Level {
    /// How much a problem matters.
    pub fn of(cause: Cause) -> Self {
        match cause {
            Cause::Conflict
            | Cause::DeletedInBc
            | Cause::DeletedInDv
            | Cause::DependencyUnread
            | Cause::SeveralMatches
            | Cause::MayHavePartner
            | Cause::Stale
            | Cause::Cancelled => Self::Warning,
            _ => Self::Error,
        }
    }
}

/// How a run spent its time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// When it began; nothing for a run of which nothing is known.
    pub began: Option<Timestamp>,
    /// What was done, in the order in which it began.
    pub stretches: Vec<Stretch>,
    /// What was waited for.
    pub waits: Vec<Wait>,
    /// What was said, as far as it was kept.
    pub messages: Vec<Message>,
    /// How many messages were not kept.
    pub left_out: u64,
    /// The requests of the whole run, by side.
    pub requests: Sides<RequestCounts>,
}

impl Timeline {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.stretches.is_empty() && self.waits.is_empty() && self.messages.is_empty()
    }

    /// From its beginning to the last thing in it.
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        let began = self.stretches.iter().map(|one| one.began);
        let began = began.chain(self.waits.iter().map(|one| one.began));
        let began = began.chain(self.began).min()?;
        let ended = self.stretches.iter().map(|one| one.ended);
        let ended = ended.chain(self.waits.iter().map(|one| one.ended)).max();
        Some((began, ended.unwrap_or(began).max(began)))
    }

    /// How long requests waited altogether.
    pub fn waited(&self) -> SignedDuration {
        let waits = self.waits.iter();
        waits
            .map(|wait| wait.ended.duration_since(wait.began))
            .fold(SignedDuration::ZERO, SignedDuration::saturating_add)
    }

    /// What concerns one mapping's job that writes a side; waits and requests are those of the whole run.
    #[must_use]
    pub fn of_job(&self, mapping: &MappingName, written: Side) -> Self {
        let concerns = |stretch: &&Stretch| {
            stretch.mapping == *mapping && stretch.step != Step::Write(written.other())
        };
        let of_mapping = |message: &&Message| message.mapping == *mapping;
        Self {
            began: self.began,
            stretches: self.stretches.iter().filter(concerns).cloned().collect(),
            waits: self.waits.clone(),
            messages: self.messages.iter().filter(of_mapping).cloned().collect(),
            left_out: self.left_out,
            requests: self.requests,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn timeline() -> Timeline {
        let stretch = |mapping: &str, step, began, ended| Stretch {
            mapping: mapping.into(),
            step,
            began: at(began),
            ended: at(ended),
            records: 3,
        };
        Timeline {
            began: Some(at(10)),
            stretches: vec![
                stretch("CUSTOMER", Step::Read(Side::Bc), 10, 12),
                stretch("CUSTOMER", Step::Write(Side::Bc), 12, 20),
                stretch("CUSTOMER", Step::Write(Side::Dv), 20, 21),
                stretch("ITEM", Step::Plan, 21, 22),
            ],
            waits: vec![Wait {
                side: Side::Dv,
                cause: WaitCause::Asked,
                began: at(13),
                ended: at(25),
            }],
            messages: vec![Message {
                at: at(14),
                mapping: "ITEM".into(),
                problem: Problem::new(Cause::Conflict).with("n", &1),
            }],
            left_out: 2,
            requests: Sides::default(),
        }
    }

    #[test]
    fn a_job_is_told_what_concerns_it() {
        let all = timeline();
        assert_eq!(all.span(), Some((at(10), at(25))));
        assert_eq!(all.waited(), SignedDuration::from_secs(12));
        let own = all.of_job(&"CUSTOMER".into(), Side::Dv);
        let steps: Vec<Step> = own.stretches.iter().map(|one| one.step).collect();
        assert_eq!(steps, [Step::Read(Side::Bc), Step::Write(Side::Dv)]);
        assert!(own.messages.is_empty());
        assert_eq!(own.waits, all.waits);
        assert_eq!(Timeline::default().span(), None);
    }

    #[test]
    fn it_is_stored_and_read_back() {
        let all = timeline();
        let text = serde_json::to_string(&all).unwrap();
        assert_eq!(serde_json::from_str::<Timeline>(&text).unwrap(), all);
    }
}
