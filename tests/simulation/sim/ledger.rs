//! The oracle's own journal: every change of every record, by whom, as the services took it. The engine knows nothing of it.

use raccord::model::{Side, Value};
use raccord::sandbox::system::view::{TableView, Through};
use raccord::sandbox::system::world::World;
use std::collections::BTreeMap;
use std::fmt;
use uuid::Uuid;

/// The tables that stories are about.
pub(crate) const WATCHED: [(Side, &str, &[&str]); 5] = [
    (
        Side::Bc,
        "customers",
        &[
            "number",
            "website",
            "displayName",
            "phoneNumber",
            "addressLine1",
            "city",
            "postalCode",
            "email",
            "creditLimit",
            "blocked",
        ],
    ),
    (
        Side::Bc,
        "vendors",
        &[
            "number",
            "website",
            "displayName",
            "phoneNumber",
            "addressLine1",
            "city",
            "postalCode",
            "email",
            "blocked",
        ],
    ),
    (
        Side::Bc,
        "projects",
        &[
            "number",
            "description",
            "customerNumber",
            "completed",
            "startingDate",
            "budget",
        ],
    ),
    (
        Side::Dv,
        "accounts",
        &[
            "accountnumber",
            "websiteurl",
            "name",
            "telephone1",
            "address1_line1",
            "address1_city",
            "address1_postalcode",
            "emailaddress1",
            "creditlimit",
            "customertypecode",
        ],
    ),
    (
        Side::Dv,
        "new_projects",
        &[
            "new_number",
            "new_name",
            "new_customerid",
            "new_completed",
            "new_startdate",
            "new_budget",
        ],
    ),
];

/// The field that tells the records of a story apart.
pub(crate) fn token_field(set: &str) -> &'static str {
    match set {
        "customers" | "vendors" => "website",
        "accounts" => "websiteurl",
        "projects" => "number",
        _ => "new_number",
    }
}

/// Who changed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Actor {
    /// A person, or any other program.
    Person,
    /// The engine.
    Raccord,
    /// The service itself, as a consequence of something else.
    Service,
}

/// One record of one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) side: Side,
    pub(crate) set: &'static str,
    pub(crate) id: Uuid,
}

pub(crate) type Held = BTreeMap<&'static str, Value>;

/// What happened to a record.
#[derive(Clone, Debug)]
pub(crate) enum What {
    Created(Held),
    /// Fields with what they held and hold.
    Changed(Vec<(&'static str, Value, Value)>),
    Deleted(Held),
}

#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) actor: Actor,
    pub(crate) key: Key,
    /// The record's mark, which outlives it.
    pub(crate) token: String,
    pub(crate) what: What,
}

impl fmt::Display for Event {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Key { side, set, .. } = self.key;
        let token = &self.token;
        match &self.what {
            What::Created(held) => {
                write!(out, "{set} {token} of {side:?} created:")?;
                for (name, value) in held.iter().filter(|(_, value)| !value.is_empty()) {
                    write!(out, " {name}={:?}", value.to_plain())?;
                }
                Ok(())
            }
            What::Changed(changes) => {
                write!(out, "{set} {token} of {side:?} changed:")?;
                for (name, before, after) in changes {
                    write!(
                        out,
                        " {name} {:?} -> {:?}",
                        before.to_plain(),
                        after.to_plain()
                    )?;
                }
                Ok(())
            }
            What::Deleted(_) => write!(out, "{set} {token} of {side:?} deleted"),
        }
    }
}

#[derive(Default)]
pub(crate) struct Ledger {
    pub(crate) events: Vec<Event>,
    mirror: BTreeMap<Key, Held>,
    versions: BTreeMap<(Side, &'static str), u64>,
}

pub(crate) fn view<'w>(world: &'w World, side: Side, set: &str) -> (Through<'w>, TableView<'w>) {
    match side {
        Side::Bc => {
            let company = world.bc.companies()[0].id;
            let through = Through::Bc {
                bc: &world.bc,
                company,
            };
            (through, world.bc.table(company, set).unwrap())
        }
        Side::Dv => (Through::Dv(&world.dv), world.dv.table(set).unwrap()),
    }
}

impl Ledger {
    /// Enters what changed since it was asked last; `target` is the record that `actor` meant, everything else the service did.
    pub(crate) fn catch_up(&mut self, world: &World, actor: Actor, target: Option<Uuid>) -> usize {
        let from = self.events.len();
        for (side, set, fields) in WATCHED {
            let (_, table) = view(world, side, set);
            let since = self.versions.get(&(side, set)).copied().unwrap_or(0);
            let mut newest = since;
            for row in table.beyond(since) {
                newest = newest.max(row.stamp().version);
                let key = Key {
                    side,
                    set,
                    id: row.id(),
                };
                let held: Held = fields
                    .iter()
                    .map(|name| (*name, super::wire::shown(&row, name)))
                    .collect();
                self.enter(key, held, actor, target);
            }
            self.versions.insert((side, set), newest);
            let here = |key: &&Key| key.side == side && key.set == set;
            let gone: Vec<Key> = self
                .mirror
                .keys()
                .filter(here)
                .filter(|key| table.get(key.id).is_none())
                .copied()
                .collect();
            for key in gone {
                let held = self.mirror.remove(&key).unwrap();
                self.push(
                    key,
                    token_of(set, &held),
                    What::Deleted(held),
                    actor,
                    target,
                );
            }
        }
        from
    }

    fn enter(&mut self, key: Key, held: Held, actor: Actor, target: Option<Uuid>) {
        let token = token_of(key.set, &held);
        let what = match self.mirror.get(&key) {
            None => What::Created(held.clone()),
            Some(before) => {
                let changes: Vec<_> = held
                    .iter()
                    .filter(|(name, value)| before.get(*name) != Some(*value))
                    .map(|(name, value)| (*name, before[name].clone(), value.clone()))
                    .collect();
                if changes.is_empty() {
                    return;
                }
                What::Changed(changes)
            }
        };
        self.mirror.insert(key, held);
        self.push(key, token, what, actor, target);
    }

    fn push(&mut self, key: Key, token: String, what: What, actor: Actor, target: Option<Uuid>) {
        let meant = target.is_none_or(|target| target == key.id);
        self.events.push(Event {
            actor: if meant { actor } else { Actor::Service },
            key,
            token,
            what,
        });
    }

    /// The records that exist now, in a stable order.
    pub(crate) fn living(&self) -> impl DoubleEndedIterator<Item = (&Key, &Held)> {
        self.mirror.iter()
    }

    pub(crate) fn held(&self, key: &Key) -> Option<&Held> {
        self.mirror.get(key)
    }
}

pub(crate) fn token_of(set: &str, held: &Held) -> String {
    held[token_field(set)].to_plain()
}
