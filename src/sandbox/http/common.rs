//! What both services share: the world, tokens, limits, faults and counts.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::exchange::Service;
use super::faults::{Faults, Plan};
use super::flaws::Flaw;
use super::limits::{Limits, Meter};
use super::server::ServerOptions;
use super::stats::Stats;
use super::token::Tokens;
use crate::sandbox::system::world::{SharedWorld, World};

/// The state behind both servers.
#[derive(Debug)]
pub struct Common {
    /// Names of the tenant.
    pub tenants: Vec<String>,
    /// Name of the Business Central environment.
    pub environment: String,
    options: ServerOptions,
    world: SharedWorld,
    tokens: Mutex<Tokens>,
    faults: Mutex<Faults>,
    stats: Mutex<Stats>,
    broken: Mutex<BTreeSet<Flaw>>,
    bc: Mutex<(Limits, Meter)>,
    dv: Mutex<(Limits, Meter)>,
}

/// Locks even after a panic elsewhere: each of these holds counts or whole values, never something half-done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Common {
    /// The state that the options describe.
    pub fn new(world: SharedWorld, options: ServerOptions) -> Self {
        let tokens = Tokens::new(
            options.tenants.clone(),
            options.apps.clone(),
            options.token_lifetime,
            options.any_bearer,
        );
        let common = Self {
            tenants: options.tenants.clone(),
            environment: options.environment.clone(),
            tokens: Mutex::new(tokens),
            faults: Mutex::new(Faults::new(Plan::default())),
            stats: Mutex::new(Stats::default()),
            broken: Mutex::default(),
            bc: Mutex::new((options.bc_limits.clone(), Meter::default())),
            dv: Mutex::new((options.dv_limits.clone(), Meter::default())),
            world,
            options,
        };
        common.set_faults(common.options.faults.clone());
        common
    }

    /// Whether answers are compressed for clients that accept it.
    pub fn compresses(&self) -> bool {
        self.options.gzip
    }

    /// The time by which tokens and limits count.
    pub fn now(&self) -> Timestamp {
        self.options.clock.now()
    }

    /// What a service's clock shows, as a `Date` header.
    pub fn date(&self, service: Service) -> String {
        let mut world = self.world();
        let now = match service {
            Service::Bc => world.bc.clock_mut().now(),
            Service::Dv => world.dv.clock_mut().now(),
        };
        httpdate::fmt_http_date(std::time::SystemTime::from(now))
    }

    /// Both services' state.
    pub fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    /// The token service.
    pub fn tokens(&self) -> MutexGuard<'_, Tokens> {
        lock(&self.tokens)
    }

    /// The fault plan at work.
    pub fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    /// The broken set-ups that are switched on.
    pub(super) fn broken(&self) -> MutexGuard<'_, BTreeSet<Flaw>> {
        lock(&self.broken)
    }

    /// The counts.
    pub fn stats(&self) -> MutexGuard<'_, Stats> {
        lock(&self.stats)
    }

    /// The limits and meter of one service.
    pub fn limits(&self, service: Service) -> MutexGuard<'_, (Limits, Meter)> {
        lock(match service {
            Service::Bc => &self.bc,
            Service::Dv => &self.dv,
        })
    }

    /// Whether a client is one of those that have a user of their own in Business Central: all but the first.
    pub fn has_own_user(&self, client: Uuid) -> bool {
        self.options
            .apps
            .iter()
            .skip(1)
            .any(|app| app.client_id == client)
    }

    /// Whether a client is the first one, which acts as Dataverse's service user unless another user has its id.
    pub fn is_first_app(&self, client: Uuid) -> bool {
        self.options
            .apps
            .first()
            .is_some_and(|app| app.client_id == client)
    }

    /// Puts a fault plan to work in place of the one before, the services' clocks included.
    pub fn set_faults(&self, plan: Plan) {
        let mut world = self.world();
        world
            .bc
            .clock_mut()
            .set_offset(SignedDuration::from_secs(plan.clock.bc));
        world
            .dv
            .clock_mut()
            .set_offset(SignedDuration::from_secs(plan.clock.dv));
        drop(world);
        self.tokens().set_plan(plan.sign_in.clone());
        *self.faults() = Faults::new(plan);
    }
}
