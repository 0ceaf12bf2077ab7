//! What Dataverse knows about a customer, and how large a world is.

use super::dice::{Dice, Topic};

/// How a world is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoOptions {
    /// How many customers Business Central has; everything else scales with it.
    pub records: u32,
    /// Decides everything else: the same seed makes the same world.
    pub seed: u64,
}

impl Default for DemoOptions {
    fn default() -> Self {
        Self {
            records: 2_000,
            seed: 7,
        }
    }
}

/// The most contacts that a world gets, whatever its number of customers.
const MOST_CONTACTS: u64 = 120_000;

/// How many accounts have a name that Business Central cannot hold.
pub const TOO_LONG: u64 = 3;

/// How many Dataverse contacts belong to no account.
pub const WITHOUT_PARENT: u64 = 4;

/// How many customers have the same name on both sides, if they are on both.
pub const SPELT_ALIKE: u64 = 1_600;

impl DemoOptions {
    /// Customers in Business Central.
    pub fn customers(&self) -> u64 {
        u64::from(self.records)
    }

    /// Accounts that only Dataverse knows.
    pub fn prospects(&self) -> u64 {
        self.customers() / 8 + TOO_LONG
    }

    /// People who work at customers: six for every five customers, up to a limit.
    pub fn people(&self) -> u64 {
        (self.customers() * 6 / 5).min(MOST_CONTACTS)
    }

    /// The customer that person `index` works at.
    pub fn employer(&self, index: u64) -> u64 {
        index * self.customers() / self.people().max(1)
    }

    /// Articles.
    pub fn articles(&self) -> u64 {
        self.customers() / 10 + 20
    }
}

/// What Dataverse knows about a customer before the first synchronisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// An account with the customer's number and the same values.
    Same,
    /// An account with the customer's number and a slightly different name.
    OtherSpelling,
    /// An account without the number, with the same name and e-mail address.
    WithoutNumber,
    /// Two accounts without the number, both with the customer's name and e-mail address.
    Twice,
    /// Nothing.
    Unknown,
}

impl Presence {
    /// What Dataverse knows about customer `index`.
    pub fn of(seed: u64, index: u64) -> Self {
        // The first customers are those that a visitor looks at and that the story edits.
        if index < 12 {
            return Self::Same;
        }
        if index % 500 == 17 {
            return Self::Twice;
        }
        let mut dice = Dice::new(seed, Topic::Presence, index);
        match dice.below(1000) {
            // Which spelling is right is for a person to say: a small demo has no such questions but its own.
            0..18 if index >= SPELT_ALIKE => Self::OtherSpelling,
            0..700 => Self::Same,
            700..740 => Self::WithoutNumber,
            _ => Self::Unknown,
        }
    }

    /// Whether an account carries the customer's number.
    pub fn by_number(self) -> bool {
        matches!(self, Self::Same | Self::OtherSpelling)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn about_seventy_percent_are_known_by_number() {
        let mut counts: HashMap<Presence, u32> = HashMap::new();
        for index in 0..20_000 {
            *counts.entry(Presence::of(7, index)).or_default() += 1;
        }
        let of = |presence| counts.get(&presence).copied().unwrap_or(0);
        assert!((13_000..15_000).contains(&(of(Presence::Same) + of(Presence::OtherSpelling))));
        assert!((200..600).contains(&of(Presence::OtherSpelling)));
        assert!((500..1_100).contains(&of(Presence::WithoutNumber)));
        assert_eq!(of(Presence::Twice), 40);
        assert!((4_000..6_500).contains(&of(Presence::Unknown)));
    }

    #[test]
    fn every_person_has_an_employer_and_every_size_works() {
        for records in [0, 1, 2, 7, 2_000, 1_000_000] {
            let options = DemoOptions { records, seed: 1 };
            assert!(options.articles() >= 20);
            for index in 0..options.people().min(5_000) {
                assert!(options.employer(index) < options.customers());
            }
        }
    }
}
