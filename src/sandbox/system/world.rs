//! Both services together, behind one lock.

use std::sync::{Arc, Mutex};

use super::{
    bc::Bc,
    clock::{Clock, SkewedClock, WallClock},
    dv::Dv,
};

/// Both services.
#[derive(Debug)]
pub struct World {
    /// Business Central.
    pub bc: Bc,
    /// Dataverse.
    pub dv: Dv,
}

/// The one lock that guards both services.
pub type SharedWorld = Arc<Mutex<World>>;

/// What a world begins with.
#[derive(Clone)]
pub struct Setup {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Decides the ids that the services make up.
    pub seed: u64,
    /// The name of the first Business Central company.
    pub company: String,
    /// The ISO code of the local and base currency.
    pub currency: String,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            clock: Arc::new(WallClock),
            seed: 1,
            company: "Raccord Demo".to_owned(),
            currency: "EUR".to_owned(),
        }
    }
}

impl World {
    /// Both services with nothing in them but what neither can be without: a company with its setup, an
    /// organization with its root business unit, base currency and service users.
    pub fn new(setup: &Setup) -> Self {
        let clock = || SkewedClock::new(Arc::clone(&setup.clock));
        let mut bc = Bc::new(clock(), setup.seed, &setup.currency);
        bc.add_company(&setup.company);
        Self {
            bc,
            dv: Dv::new(clock(), setup.seed ^ 0x5eed, &setup.currency),
        }
    }

    /// Puts the world behind its lock.
    pub fn shared(self) -> SharedWorld {
        Arc::new(Mutex::new(self))
    }
}
