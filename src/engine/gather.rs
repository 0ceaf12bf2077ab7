//! Answers to writes that came and are not stored yet.
//!
//! Many small transactions write the same pages again and again, and a service in good form answers many requests in a second. So
//! what comes within a quarter of a second is stored in one go. Whoever dies in between knows as little of those writes as of
//! the ones that are on the wire at any moment anyway: creates stand in the journal, overwritten values in their notes.

use crate::remote::WriteOutcome;
use jiff::{SignedDuration, Timestamp};

/// For how long answers are gathered.
const TOGETHER: SignedDuration = SignedDuration::from_millis(250);
/// How many answers are gathered at most, so that memory does not depend on the service.
const AT_MOST: usize = 5_000;

/// The answers, each with the place of its write.
#[derive(Debug)]
pub(super) struct Gathered {
    answers: Vec<(usize, WriteOutcome)>,
    stored: Timestamp,
}

impl Gathered {
    /// Nothing came yet; the first wait begins now.
    pub(super) fn since(now: Timestamp) -> Self {
        Self {
            answers: Vec::new(),
            stored: now,
        }
    }

    /// Adds the answers of a request, of which the first belongs to the write at that place. Answers with what is to be stored
    /// now, in the order of the writes; nothing while more may come.
    pub(super) fn add(
        &mut self,
        now: Timestamp,
        first: usize,
        outcomes: Vec<WriteOutcome>,
    ) -> Vec<(usize, WriteOutcome)> {
        self.answers.extend((first..).zip(outcomes));
        // A clock that was set back ends the wait.
        let waited = now.duration_since(self.stored);
        let goes_on = waited < TOGETHER && !waited.is_negative();
        if goes_on && self.answers.len() < AT_MOST {
            return Vec::new();
        }
        self.stored = now;
        self.rest()
    }

    /// Everything that was not stored yet, in the order of the writes.
    pub(super) fn rest(&mut self) -> Vec<(usize, WriteOutcome)> {
        let mut answers = std::mem::take(&mut self.answers);
        answers.sort_unstable_by_key(|(place, _)| *place);
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(milliseconds).unwrap()
    }

    fn places(answers: &[(usize, WriteOutcome)]) -> Vec<usize> {
        answers.iter().map(|(place, _)| *place).collect()
    }

    #[test]
    fn what_comes_soon_after_another_is_stored_together_and_in_order() {
        let mut gathered = Gathered::since(at(0));
        let some = || vec![WriteOutcome::Gone, WriteOutcome::Stale];
        assert!(gathered.add(at(100), 2, some()).is_empty());
        assert_eq!(places(&gathered.add(at(250), 0, some())), [0, 1, 2, 3]);
        assert!(gathered.add(at(499), 4, some()).is_empty());
        assert_eq!(places(&gathered.rest()), [4, 5]);
        assert!(gathered.rest().is_empty());
    }

    #[test]
    fn an_answer_of_a_slow_service_is_stored_at_once() {
        let mut gathered = Gathered::since(at(0));
        assert_eq!(
            places(&gathered.add(at(9_000), 7, vec![WriteOutcome::Gone])),
            [7]
        );
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_no_answer_waiting() {
        let mut gathered = Gathered::since(at(60_000));
        assert_eq!(
            places(&gathered.add(at(0), 0, vec![WriteOutcome::Gone])),
            [0]
        );
    }

    #[test]
    fn no_more_are_kept_than_so_many() {
        let mut gathered = Gathered::since(at(0));
        let many = vec![WriteOutcome::Gone; AT_MOST - 1];
        assert!(gathered.add(at(0), 0, many).is_empty());
        let all = gathered.add(at(0), AT_MOST - 1, vec![WriteOutcome::Stale]);
        assert_eq!(all.len(), AT_MOST);
    }
}
