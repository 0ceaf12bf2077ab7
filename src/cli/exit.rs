//! How the program ends: exit codes are a promise to scripts.

use crate::model::reason::{Cause, Problem};
use std::io;

/// How a verb ended that did what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, nothing waits for a person.
    Done,
    /// Not done, although the verb told its story to the end (a demo whose numbers do not add up).
    Failed,
    /// Done, but something needs a person: conflicts, skipped records, errors.
    NeedsAttention,
}

impl Exit {
    /// Done, or done with something that needs a person.
    pub fn attention(needed: bool) -> Self {
        if needed {
            Self::NeedsAttention
        } else {
            Self::Done
        }
    }

    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::NeedsAttention => 3,
        }
    }
}

/// Why a verb could not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// Something went wrong; exit code 1, or 3 where the safety brake waits for a person.
    Problem(Box<Problem>),
    /// It was called wrongly; exit code 2. The text is for people, in their language.
    Usage(String),
    /// The output could not be written; exit code 1.
    Output(io::Error),
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            // Nothing was written, and a person has to say whether it shall be.
            Self::Problem(problem) if problem.cause == Cause::SafetyBrake => 3,
            Self::Problem(_) | Self::Output(_) => 1,
            Self::Usage(_) => 2,
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

/// What a verb comes to.
pub type Outcome = Result<Exit, Failure>;
