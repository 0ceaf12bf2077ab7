//! What was exercised, so that a person can see that all of it was.

use std::collections::BTreeMap;
use std::fmt;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures(BTreeMap<(&'static str, &'static str), u64>);

impl Figures {
    pub(crate) fn count(&mut self, group: &'static str, what: &'static str) {
        *self.0.entry((group, what)).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (what, number) in &other.0 {
            *self.0.entry(*what).or_default() += number;
        }
    }

    pub(crate) fn of(&self, group: &'static str, what: &'static str) -> u64 {
        self.0.get(&(group, what)).copied().unwrap_or(0)
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut last = "";
        for ((group, what), number) in &self.0 {
            let separator = match last {
                "" => "",
                last if last == *group => ", ",
                _ => "\n",
            };
            if last == *group {
                write!(out, "{separator}{what} {number}")?;
            } else {
                write!(out, "{separator}{group}: {what} {number}")?;
            }
            last = group;
        }
        Ok(())
    }
}
