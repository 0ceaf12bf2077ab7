//! Business Central's rules, one by one.

mod documents;
mod links;
mod records;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use super::*;
use crate::{
    sandbox::system::{
        cell::Cell,
        clock::ManualClock,
        given::Given,
        world::{Setup, World},
    },
    sandbox_values as values,
};

struct Desk {
    bc: Bc,
    clock: Arc<ManualClock>,
    me: Caller,
}

fn desk() -> Desk {
    let clock = ManualClock::new("2026-11-22T10:00:00.123Z".parse::<Timestamp>().unwrap());
    let world = World::new(&Setup {
        clock: clock.clone(),
        ..Setup::default()
    });
    let bc = world.bc;
    let company = bc.companies()[0].id;
    let user = bc.service_user();
    Desk {
        bc,
        clock,
        me: Caller { company, user },
    }
}

impl Desk {
    fn make(&mut self, set: &str, values: Values) -> Uuid {
        self.bc.create(self.me, set, values).unwrap()
    }

    fn refused(&mut self, set: &str, values: Values) -> (u16, String, String) {
        let refusal = self.bc.create(self.me, set, values).unwrap_err();
        (refusal.status, refusal.code, refusal.message)
    }

    fn patch(&mut self, set: &str, id: Uuid, values: Values) -> Result<(), Refusal> {
        self.clock.advance(SignedDuration::from_secs(1));
        self.bc.update(self.me, set, id, &IfMatch::Any, values)
    }

    fn see(&self, set: &str, id: Uuid, field: &str) -> Cell {
        let row = self.bc.get(self.me.company, set, id).unwrap();
        row.get(field).unwrap()
    }

    fn count(&self, set: &str) -> usize {
        self.bc.len(self.me.company, set)
    }
}
