//! Both services with the people who work in them, the time, and the oracle's ledger beside them.

use super::ledger::{Actor, Held, Key, Ledger, What, token_field, view};
use super::reshape::Reshaped;
use super::shape::Shape;
use super::story::{Edit, Kind};
use super::wire;
use jiff::{SignedDuration, Timestamp};
use raccord::model::{FieldName, Fields, Side, Value};
use raccord::sandbox::system::clock::ManualClock;
use raccord::sandbox::system::given::IfMatch;
use raccord::sandbox::system::refusal::Refusal;
use raccord::sandbox::system::world::{Setup, World};
use raccord::sandbox::system::{bc, dv};
use std::sync::Arc;
use uuid::Uuid;

/// Both services.
pub(crate) struct Office {
    pub(crate) world: World,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) ledger: Ledger,
    pub(crate) told: Vec<String>,
    pub(crate) reshaped: Reshaped,
    next_token: u32,
}

impl Office {
    pub(crate) fn open(shape: &Shape) -> Self {
        let start: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        let clock = ManualClock::new(start);
        let setup = Setup {
            clock: clock.clone(),
            seed: shape.world_seed,
            ..Setup::default()
        };
        let mut world = World::new(&setup);
        world.bc.settings.contact_for_customer = false;
        world.bc.settings.client_ids = shape.client_ids;
        world
            .bc
            .clock_mut()
            .set_offset(SignedDuration::from_secs(shape.skew.bc));
        world
            .dv
            .clock_mut()
            .set_offset(SignedDuration::from_secs(shape.skew.dv));
        Self {
            world,
            clock,
            ledger: Ledger::default(),
            told: Vec::new(),
            reshaped: Reshaped::default(),
            next_token: 0,
        }
    }

    pub(crate) fn pass(&self, millis: u32) {
        self.clock
            .advance(SignedDuration::from_millis(i64::from(millis)));
    }

    pub(crate) fn tell(&mut self, line: impl Into<String>) {
        self.told.push(line.into());
    }

    /// Enters what changed into the ledger and into the story.
    pub(crate) fn note(&mut self, actor: Actor, target: Option<Uuid>) -> usize {
        let from = self.ledger.catch_up(&self.world, actor, target);
        for event in &self.ledger.events[from..] {
            let who = match event.actor {
                Actor::Person => "somebody",
                Actor::Raccord => "raccord",
                Actor::Service => "service",
            };
            self.told.push(format!("      {who}: {event}"));
        }
        from
    }

    /// Creates a record. The id is honoured as the service sees fit.
    pub(crate) fn create(
        &mut self,
        actor: Actor,
        side: Side,
        set: &str,
        id: Option<Uuid>,
        fields: &Fields,
    ) -> Result<Uuid, Refusal> {
        let made = match side {
            Side::Bc => {
                let def = self.world.bc.def(set).unwrap();
                let mut values = wire::body(side, def, fields);
                if let Some(id) = id {
                    values.insert(
                        0,
                        (
                            "id".to_owned(),
                            raccord::sandbox::system::cell::Cell::Guid(id).into(),
                        ),
                    );
                }
                let caller = self.bc_caller(actor);
                self.world.bc.create(caller, set, values)
            }
            Side::Dv => {
                let values = wire::body(side, self.world.dv.def(set).unwrap(), fields);
                let caller = self.dv_caller(actor);
                match id {
                    Some(id) => self
                        .world
                        .dv
                        .upsert(
                            caller,
                            set,
                            id,
                            &IfMatch::Absent,
                            raccord::sandbox::system::given::IfNoneMatch::Any,
                            values,
                        )
                        .map(|written| written.id),
                    None => self.world.dv.create(caller, set, values),
                }
            }
        };
        self.note(actor, made.as_ref().ok().copied());
        made
    }

    pub(crate) fn update(
        &mut self,
        actor: Actor,
        side: Side,
        set: &str,
        id: Uuid,
        if_match: &IfMatch,
        fields: &Fields,
    ) -> Result<(), Refusal> {
        let done = match side {
            Side::Bc => {
                let values = wire::body(side, self.world.bc.def(set).unwrap(), fields);
                let caller = self.bc_caller(actor);
                self.world.bc.update(caller, set, id, if_match, values)
            }
            Side::Dv => {
                let values = wire::body(side, self.world.dv.def(set).unwrap(), fields);
                let caller = self.dv_caller(actor);
                self.world.dv.update(caller, set, id, if_match, values)
            }
        };
        self.note(actor, Some(id));
        done
    }

    pub(crate) fn delete(
        &mut self,
        actor: Actor,
        side: Side,
        set: &str,
        id: Uuid,
        if_match: &IfMatch,
    ) -> Result<(), Refusal> {
        let done = match side {
            Side::Bc => {
                let caller = self.bc_caller(actor);
                self.world.bc.delete(caller, set, id, if_match)
            }
            Side::Dv => {
                let caller = self.dv_caller(actor);
                self.world.dv.delete(caller, set, id, if_match)
            }
        };
        self.note(actor, Some(id));
        done
    }

    fn bc_caller(&mut self, actor: Actor) -> bc::Caller {
        let company = self.world.bc.companies()[0].id;
        let user = match actor {
            Actor::Raccord => self.world.bc.service_user(),
            _ => self.world.bc.user_named("APOLLINE"),
        };
        bc::Caller { company, user }
    }

    fn dv_caller(&mut self, actor: Actor) -> dv::Caller {
        let places = self.world.dv.places();
        dv::Caller {
            user: match actor {
                Actor::Raccord => places.service_user,
                _ => places.administrator,
            },
        }
    }

    /// A person does something; what a service refuses is not done.
    pub(crate) fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::New { side, kind, dice } => {
                let token = self.token(*kind);
                self.enter(*side, *kind, &token, *dice);
            }
            Edit::NewOnBoth { kind, dice, same } => {
                let token = self.token(*kind);
                self.enter(Side::Bc, *kind, &token, *dice);
                let other = if *same { *dice } else { dice.rotate_left(7) };
                self.enter(Side::Dv, *kind, &token, other);
            }
            Edit::Change {
                side,
                which,
                field,
                value,
            } => {
                if let Some(key) = self.choose(*side, *which) {
                    self.change(&key, *field, *value);
                }
            }
            Edit::ChangeBoth {
                which,
                field,
                value,
                same,
            } => self.change_both(*which, *field, *value, *same),
            Edit::Undo { side, which } => self.undo(*side, *which),
            Edit::Delete { side, which } => {
                if let Some(key) = self.choose(*side, *which) {
                    self.delete(Actor::Person, key.side, key.set, key.id, &IfMatch::Any)
                        .ok();
                }
            }
            Edit::Anew { side, which, dice } => {
                if let Some(key) = self.choose(*side, *which) {
                    self.anew(&key, *dice);
                }
            }
            Edit::Refilter { side, which } => self.refilter(*side, *which),
            Edit::Rename { which, value } => {
                let key = self.choose(Side::Bc, *which);
                if let Some(key) = key.filter(|key| key.set != "projects") {
                    let number = Value::text(format!("R{:05}", value % 100_000));
                    self.set(&key, "number", number);
                }
            }
        }
    }

    fn token(&mut self, kind: Kind) -> String {
        self.next_token += 1;
        let letter = match kind {
            Kind::Customer => 'C',
            Kind::Vendor => 'V',
            Kind::Project => 'P',
        };
        format!("{letter}{}", self.next_token)
    }

    fn choose(&self, side: Side, which: u32) -> Option<Key> {
        let all: Vec<Key> = self
            .ledger
            .living()
            .map(|(key, _)| *key)
            .filter(|key| key.side == side)
            .collect();
        all.get(which as usize % all.len().max(1)).copied()
    }

    fn enter(&mut self, side: Side, kind: Kind, token: &str, dice: u32) {
        let (set, mut fields) = blank(side, kind);
        fields.set(FieldName::new(token_field(set)), Value::text(token));
        let mut dice = dice;
        for (name, kind) in editable(set) {
            dice = dice.wrapping_mul(0x9e37_79b1).rotate_left(13) ^ 0x55;
            let required = matches!(*name, "displayName" | "name" | "description" | "new_name");
            if required || !dice.is_multiple_of(3) {
                let value = self.value(side, *kind, dice);
                let value = if required && value.is_empty() {
                    Value::text(format!("Maison {token}"))
                } else {
                    value
                };
                fields.set(FieldName::new(name), value);
            }
        }
        self.create(Actor::Person, side, set, None, &fields).ok();
    }

    fn change(&mut self, key: &Key, field: u32, value: u32) {
        let all = editable(key.set);
        let (name, kind) = all[field as usize % all.len()];
        let value = self.value(key.side, kind, value);
        self.set(key, name, value);
    }

    fn set(&mut self, key: &Key, name: &str, value: Value) {
        let fields = Fields::from_iter([(FieldName::new(name), value)]);
        self.update(
            Actor::Person,
            key.side,
            key.set,
            key.id,
            &IfMatch::Any,
            &fields,
        )
        .ok();
    }

    fn change_both(&mut self, which: u32, field: u32, value: u32, same: bool) {
        let Some(bc) = self.choose(Side::Bc, which) else {
            return;
        };
        let token = super::ledger::token_of(bc.set, self.ledger.held(&bc).unwrap());
        let twin = self
            .ledger
            .living()
            .find(|(key, held)| {
                key.side == Side::Dv && super::ledger::token_of(key.set, held) == token
            })
            .map(|(key, _)| *key);
        let Some(twin) = twin else { return };
        let fields = editable(bc.set);
        let place = field as usize % fields.len();
        let (name, kind) = fields[place];
        let Some((other, other_kind)) = editable(twin.set).get(place).copied() else {
            return;
        };
        let here = self.value(Side::Bc, kind, value);
        let there = if same {
            here.clone()
        } else {
            self.value(Side::Dv, other_kind, value.rotate_left(11))
        };
        self.set(&bc, name, here);
        self.set(&twin, other, there);
    }

    /// Deletes a record and enters another one in its place, under the same mark.
    fn anew(&mut self, key: &Key, dice: u32) {
        let token = super::ledger::token_of(key.set, self.ledger.held(key).unwrap());
        let kind = match token.chars().next() {
            Some('V') => Kind::Vendor,
            Some('P') => Kind::Project,
            _ => Kind::Customer,
        };
        let any = &IfMatch::Any;
        let deleted = self.delete(Actor::Person, key.side, key.set, key.id, any);
        if deleted.is_ok() {
            self.enter(key.side, kind, &token, dice);
        }
    }

    fn undo(&mut self, side: Side, which: u32) {
        let Some(key) = self.choose(side, which) else {
            return;
        };
        let fields = editable(key.set);
        let earlier = self
            .ledger
            .events
            .iter()
            .rev()
            .filter(|event| event.key == key)
            .find_map(|event| match &event.what {
                What::Changed(changes) => changes
                    .iter()
                    .find(|(name, ..)| fields.iter().any(|(own, _)| own == name))
                    .map(|(name, before, _)| (*name, before.clone())),
                What::Created(_) | What::Deleted(_) => None,
            });
        if let Some((name, before)) = earlier {
            self.set(&key, name, before);
        }
    }

    fn refilter(&mut self, side: Side, which: u32) {
        let Some(key) = self.choose(side, which) else {
            return;
        };
        let held = self.ledger.held(&key).unwrap();
        match key.set {
            "customers" | "vendors" => {
                let blocked = held["blocked"].is_empty();
                let value = if blocked {
                    Value::text("All")
                } else {
                    Value::Empty
                };
                self.set(&key, "blocked", value);
            }
            "accounts" => {
                let own = if super::ledger::token_of(key.set, held).starts_with('V') {
                    11
                } else {
                    3
                };
                let value = if held["customertypecode"] == Value::Choice(own) {
                    12
                } else {
                    own
                };
                self.set(&key, "customertypecode", Value::Choice(value));
            }
            _ => {}
        }
    }

    /// A value that a person might enter; most are met only once in a story.
    fn value(&self, side: Side, kind: Entry, dice: u32) -> Value {
        let n = dice % 10_000;
        match kind {
            Entry::Text => match dice % 20 {
                0 => Value::Empty,
                1 => Value::text("Dupont & Fils"),
                2 => Value::text(format!("Rue de l'Étoile {n}   ")),
                3 => Value::text(format!("Sehr langer Name einer Strasse Nummer {n}")),
                _ => Value::text(format!("Texte {n}")),
            },
            Entry::Mail => match dice % 6 {
                0 => Value::Empty,
                1 if side == Side::Dv => Value::text(format!("{}@exemple{n}.fr", "a".repeat(74))),
                _ => Value::text(format!("a{n}@exemple.fr")),
            },
            Entry::Code => match dice % 8 {
                0 => Value::Empty,
                1 => Value::text(format!("ab {n}")),
                _ => Value::text(format!("F-{n}")),
            },
            Entry::Money => match dice % 8 {
                0 => Value::Decimal(0.into()),
                1 => Value::Decimal(rust_decimal::Decimal::new(i64::from(n) * 10 + 5, 3)),
                _ => Value::Decimal(rust_decimal::Decimal::new(i64::from(n), 2)),
            },
            Entry::Flag => Value::Bool(dice.is_multiple_of(2)),
            Entry::Day => match dice % 6 {
                0 => Value::Empty,
                _ => Value::Date(jiff::civil::date(
                    2026,
                    i8::try_from(dice % 12 + 1).unwrap(),
                    i8::try_from(dice % 28 + 1).unwrap(),
                )),
            },
            Entry::Customer => self.customer(side, dice),
        }
    }

    /// One of the customers of a side, as that side names them.
    fn customer(&self, side: Side, dice: u32) -> Value {
        let (set, token) = match side {
            Side::Bc => ("customers", "website"),
            Side::Dv => ("accounts", "websiteurl"),
        };
        let all: Vec<(&Key, &Held)> = self
            .ledger
            .living()
            .filter(|(key, held)| {
                key.side == side && key.set == set && held[token].to_plain().starts_with('C')
            })
            .collect();
        if all.is_empty() || dice.is_multiple_of(6) {
            return Value::Empty;
        }
        let (key, held) = all[dice as usize % all.len()];
        match side {
            Side::Bc => held["number"].clone(),
            Side::Dv => Value::Guid(key.id),
        }
    }

    /// Whether a record passes a filter, as its service sees it.
    pub(crate) fn fits(&self, key: &Key, filter: Option<&str>) -> bool {
        let (through, table) = view(&self.world, key.side, key.set);
        table
            .get(key.id)
            .is_some_and(|row| wire::fits(filter, through, table, &row))
    }
}

/// What people enter in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Text,
    Mail,
    Code,
    Money,
    Flag,
    Day,
    Customer,
}

/// The fields that people change, the same place meaning the same thing on both sides.
fn editable(set: &str) -> &'static [(&'static str, Entry)] {
    match set {
        "customers" => &[
            ("displayName", Entry::Text),
            ("phoneNumber", Entry::Code),
            ("addressLine1", Entry::Text),
            ("city", Entry::Text),
            ("postalCode", Entry::Code),
            ("email", Entry::Mail),
            ("creditLimit", Entry::Money),
        ],
        "vendors" => &[
            ("displayName", Entry::Text),
            ("phoneNumber", Entry::Code),
            ("addressLine1", Entry::Text),
            ("city", Entry::Text),
            ("postalCode", Entry::Code),
            ("email", Entry::Mail),
        ],
        "accounts" => &[
            ("name", Entry::Text),
            ("telephone1", Entry::Code),
            ("address1_line1", Entry::Text),
            ("address1_city", Entry::Text),
            ("address1_postalcode", Entry::Code),
            ("emailaddress1", Entry::Mail),
            ("creditlimit", Entry::Money),
        ],
        "projects" => &[
            ("description", Entry::Text),
            ("customerNumber", Entry::Customer),
            ("completed", Entry::Flag),
            ("startingDate", Entry::Day),
            ("budget", Entry::Money),
        ],
        _ => &[
            ("new_name", Entry::Text),
            ("new_customerid", Entry::Customer),
            ("new_completed", Entry::Flag),
            ("new_startdate", Entry::Day),
            ("new_budget", Entry::Money),
        ],
    }
}

fn blank(side: Side, kind: Kind) -> (&'static str, Fields) {
    let accounts =
        |code: i32| Fields::from_iter([(FieldName::new("customertypecode"), Value::Choice(code))]);
    match (side, kind) {
        (Side::Bc, Kind::Customer) => ("customers", Fields::new()),
        (Side::Bc, Kind::Vendor) => ("vendors", Fields::new()),
        (Side::Bc, Kind::Project) => ("projects", Fields::new()),
        (Side::Dv, Kind::Customer) => ("accounts", accounts(3)),
        (Side::Dv, Kind::Vendor) => ("accounts", accounts(11)),
        (Side::Dv, Kind::Project) => ("new_projects", Fields::new()),
    }
}
