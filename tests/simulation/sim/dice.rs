//! Seeded choices.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// A source of choices that gives the same ones for the same seed, on every machine.
pub(crate) struct Dice(StdRng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A number below `limit`; 0 if there is none.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        if limit == 0 {
            0
        } else {
            self.0.random_range(0..limit)
        }
    }

    /// True so many times in a hundred.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        let at = self.below(u32::try_from(among.len()).unwrap());
        among[at as usize]
    }

    pub(crate) fn number(&mut self) -> u32 {
        self.0.random()
    }

    pub(crate) fn seed(&mut self) -> u64 {
        self.0.random()
    }
}
