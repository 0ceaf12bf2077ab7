//! Seeded choices that do not depend on the order in which they are asked for.

use uuid::Uuid;

/// What a choice is made for: choices for different topics never influence each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Topic {
    /// A business that buys from the demo company.
    Business = 1,
    /// A person who works at a business.
    Person = 2,
    /// Something that the demo company sells.
    Article = 3,
    /// Whether and how the Dataverse side knows a business.
    Presence = 4,
    /// A row of a small fixed table.
    Fixed = 5,
    /// A business that only the sales team knows.
    Prospect = 6,
    /// An edit made by a simulated colleague.
    Edit = 7,
    /// A record's id in Business Central.
    BcId = 8,
    /// A row's id in Dataverse.
    DvId = 9,
    /// The edits of the demo's story.
    Story = 10,
}

/// A stream of choices that is a pure function of (seed, topic, index).
///
/// The generator is `SplitMix64`: a stable algorithm of our own keeps "same seed, same world" true
/// when a library changes its default generator, and starting a stream costs three multiplications,
/// so that every record may have its own.
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Starts the stream of one record.
    pub fn new(seed: u64, topic: Topic, index: u64) -> Self {
        let mut state = mix(seed ^ 0x5241_4343_4F52_4431);
        state = mix(state ^ (topic as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        Self {
            state: mix(state ^ index),
        }
    }

    /// The next 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.state)
    }

    /// A number in `0..limit`; 0 when `limit` is 0.
    pub fn below(&mut self, limit: u32) -> u32 {
        let wide = (self.bits() >> 32) * u64::from(limit);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// A number in `0..limit` for limits beyond 32 bits; 0 when `limit` is 0.
    pub fn below_wide(&mut self, limit: u64) -> u64 {
        self.bits().checked_rem(limit).unwrap_or(0)
    }

    /// True once in `times` on average.
    pub fn one_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }

    /// One element of a list; the type's default when the list is empty.
    pub fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let limit = u32::try_from(list.len()).unwrap_or(u32::MAX);
        list.get(self.below(limit) as usize)
            .copied()
            .unwrap_or_default()
    }

    /// A random (version 4) id.
    pub fn id(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(
            (u128::from(self.bits()) << 64 | u128::from(self.bits())).to_be_bytes(),
        )
        .into_uuid()
    }
}

/// The id of record `index` of a table, the same for the same seed whatever else was generated.
pub fn record_id(seed: u64, topic: Topic, table: u64, index: u64) -> Uuid {
    Dice::new(
        seed ^ table.wrapping_mul(0xD6E8_FEB8_6659_FD93),
        topic,
        index,
    )
    .id()
}

fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_stream_depends_on_seed_topic_and_index_only() {
        let first = Dice::new(7, Topic::Business, 41).bits();
        assert_eq!(first, Dice::new(7, Topic::Business, 41).bits());
        assert_ne!(first, Dice::new(8, Topic::Business, 41).bits());
        assert_ne!(first, Dice::new(7, Topic::Person, 41).bits());
        assert_ne!(first, Dice::new(7, Topic::Business, 42).bits());
    }

    #[test]
    fn below_stays_below_and_reaches_every_value() {
        let mut dice = Dice::new(1, Topic::Fixed, 0);
        let seen: HashSet<u32> = (0..500).map(|_| dice.below(7)).collect();
        assert_eq!(seen, (0..7).collect());
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.below_wide(0), 0);
    }

    #[test]
    fn ids_are_version_four_and_do_not_repeat() {
        let ids: HashSet<Uuid> = (0..10_000)
            .map(|index| record_id(3, Topic::BcId, 1, index))
            .collect();
        assert_eq!(ids.len(), 10_000);
        assert!(ids.iter().all(|id| id.get_version_num() == 4));
        assert_ne!(
            record_id(3, Topic::BcId, 1, 0),
            record_id(3, Topic::BcId, 2, 0)
        );
        assert_ne!(
            record_id(3, Topic::BcId, 1, 0),
            record_id(3, Topic::DvId, 1, 0)
        );
    }
}
