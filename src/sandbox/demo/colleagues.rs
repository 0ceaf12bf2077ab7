//! Simulated colleagues who keep editing both sides, at a pace, until they are sent home.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use rust_decimal::Decimal;

use super::{
    cultures::ROUND,
    dice::{Dice, Topic},
    edit::Edit,
    ids::{self, BcTable, DvTable},
    presence::DemoOptions,
    text::numbered,
};
use crate::{
    model::Side,
    sandbox::system::{
        cell::Cell,
        world::{SharedWorld, World},
    },
};

/// How often a colleague looks for a record that can be edited before giving up.
const ATTEMPTS: u32 = 64;

/// Colleagues with an endless list of things to change; the list is a function of the seed.
#[derive(Clone, Debug)]
pub struct Colleagues {
    options: DemoOptions,
    turn: u64,
}

/// What a colleague feels like changing.
#[derive(Clone, Copy, Debug, Default)]
enum Whim {
    #[default]
    Phone,
    Street,
    SecondLine,
    Email,
    Credit,
    Price,
    Job,
    Mobile,
}

const WHIMS: [Whim; 8] = [
    Whim::Phone,
    Whim::Street,
    Whim::SecondLine,
    Whim::Email,
    Whim::Credit,
    Whim::Price,
    Whim::Job,
    Whim::Mobile,
];

impl Colleagues {
    /// Colleagues for a world that was filled with these options.
    pub fn new(options: DemoOptions) -> Self {
        Self { options, turn: 0 }
    }

    /// The next edit; `None` when nothing that they try can be edited, as in an empty world.
    pub fn next_edit(&mut self, world: &World) -> Option<Edit> {
        (0..ATTEMPTS).find_map(|_| {
            let turn = self.turn;
            self.turn += 1;
            self.attempt(world, turn)
        })
    }

    fn attempt(&self, world: &World, turn: u64) -> Option<Edit> {
        let mut dice = Dice::new(self.options.seed, Topic::Edit, turn);
        let side = if dice.one_in(2) { Side::Bc } else { Side::Dv };
        let culture = dice.pick(&ROUND.map(Some))?;
        let street = format!("{} {}", dice.pick(culture.streets), 1 + dice.below(150));
        let choice = dice.pick(&WHIMS);
        let (set, id, field, after) = match (choice, side) {
            (Whim::Phone, Side::Bc) => self.customer(&mut dice, "phoneNumber", culture.phones),
            (Whim::Phone, Side::Dv) => self.account(&mut dice, "telephone1", culture.phones),
            (Whim::Street, Side::Bc) => self.customer(&mut dice, "addressLine1", &[&street]),
            (Whim::Street, Side::Dv) => self.account(&mut dice, "address1_line1", &[&street]),
            (Whim::SecondLine, Side::Bc) => {
                self.customer(&mut dice, "addressLine2", culture.second_lines)
            }
            (Whim::SecondLine, Side::Dv) => {
                self.account(&mut dice, "address1_line2", culture.second_lines)
            }
            (Whim::Email, Side::Bc) => {
                self.customer(&mut dice, "email", &["orders.####@example.org"])
            }
            (Whim::Email, Side::Dv) => {
                self.account(&mut dice, "emailaddress1", &["orders.####@example.net"])
            }
            // Limits and prices are kept in Business Central alone.
            (Whim::Credit, _) => {
                let index = dice.below_wide(self.options.customers());
                let limit = Cell::Decimal(Decimal::from(1000 * (1 + dice.below(60))));
                let id = ids::bc(self.options.seed, BcTable::Customer, index);
                return Edit::plan(world, Side::Bc, "customers", id, "creditLimit", limit);
            }
            (Whim::Price, _) => {
                let index = dice.below_wide(self.options.articles());
                let price = Cell::Decimal(Decimal::new(i64::from(250 + dice.below(20_000)), 2));
                let id = ids::bc(self.options.seed, BcTable::Item, index);
                return Edit::plan(world, Side::Bc, "items", id, "unitPrice", price);
            }
            (Whim::Job, Side::Bc) => self.contact(&mut dice, side, "jobTitle", culture.jobs),
            (Whim::Job, Side::Dv) => self.contact(&mut dice, side, "jobtitle", culture.jobs),
            (Whim::Mobile, Side::Bc) => {
                self.contact(&mut dice, side, "mobilePhoneNumber", culture.mobiles)
            }
            (Whim::Mobile, Side::Dv) => {
                self.contact(&mut dice, side, "mobilephone", culture.mobiles)
            }
        };
        Edit::plan(world, side, set, id, field, Cell::text(after))
    }

    fn customer(&self, dice: &mut Dice, field: &'static str, patterns: &[&str]) -> Wish {
        let index = dice.below_wide(self.options.customers());
        let id = ids::bc(self.options.seed, BcTable::Customer, index);
        ("customers", id, field, some(dice, patterns))
    }

    fn account(&self, dice: &mut Dice, field: &'static str, patterns: &[&str]) -> Wish {
        let index = dice.below_wide(self.options.customers());
        let id = ids::dv(self.options.seed, DvTable::Account, index);
        ("accounts", id, field, some(dice, patterns))
    }

    fn contact(&self, dice: &mut Dice, side: Side, field: &'static str, patterns: &[&str]) -> Wish {
        let index = dice.below_wide(self.options.people());
        let id = match side {
            Side::Bc => ids::bc(self.options.seed, BcTable::Person, index),
            Side::Dv => ids::dv(self.options.seed, DvTable::Person, index),
        };
        ("contacts", id, field, some(dice, patterns))
    }
}

type Wish = (&'static str, uuid::Uuid, &'static str, String);

fn some(dice: &mut Dice, patterns: &[&str]) -> String {
    let pattern = dice.pick(patterns);
    numbered(pattern, dice)
}

/// Colleagues at work in a thread of their own; they go home when this is dropped.
#[derive(Debug)]
pub struct AtWork {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<u64>>,
}

impl AtWork {
    /// Lets them edit a shared world, one edit per `pace`, until they are sent home.
    ///
    /// `seen` is told of every edit after it was made, outside the world's lock.
    pub fn start(
        world: SharedWorld,
        mut colleagues: Colleagues,
        pace: Duration,
        mut seen: impl FnMut(&Edit) + Send + 'static,
    ) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            let mut made = 0;
            while !stopped.load(Ordering::Acquire) {
                if let Some(edit) = edit_once(&world, &mut colleagues) {
                    made += 1;
                    seen(&edit);
                }
                thread::park_timeout(pace);
            }
            made
        });
        Self {
            stop,
            thread: Some(thread),
        }
    }

    /// Sends them home and says how many edits they made.
    pub fn stop(mut self) -> u64 {
        self.end()
    }

    fn end(&mut self) -> u64 {
        self.stop.store(true, Ordering::Release);
        let Some(thread) = self.thread.take() else {
            return 0;
        };
        thread.thread().unpark();
        thread.join().unwrap_or(0)
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.end();
    }
}

/// One edit under the world's lock; a lock whose holder died is still good, since every write is atomic.
fn edit_once(world: &SharedWorld, colleagues: &mut Colleagues) -> Option<Edit> {
    let mut world = world
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let edit = colleagues.next_edit(&world)?;
    edit.apply(&mut world).ok()?;
    Some(edit)
}
