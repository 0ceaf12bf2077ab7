//! What must never happen (`docs/semantics.md` §14), checked from the services and the ledger, which the engine cannot touch.
//!
//! The engine's own cache is asked for one thing only: what it lists for people.

use super::ledger::{Actor, Event, Key, What, token_of};
use super::play::Player;
use raccord::model::mapping::{DeletionPolicy, Direction, FieldMapping, FieldSource, TableMapping};
use raccord::model::report::{HistoryAction, HistoryEntry};
use raccord::model::transform::{Rule, round};
use raccord::model::{Coupling, Observation, Side, Value};
use raccord::store::{HistoryFilter, Slice};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Promise {
    LostUpdate,
    Duplicate,
    Resurrection,
    MissedChange,
    WriteWithoutNeed,
    Silence,
    SecretAtRest,
    /// Not one of the seven: whatever is asked comes to an end, and without a panic.
    Ends,
}

/// A promise that was not kept.
#[derive(Clone, Debug)]
pub(crate) struct Broken {
    pub(crate) promise: Promise,
    pub(crate) words: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name: &'static str = self.promise.into();
        write!(out, "{name}: {}", self.words)
    }
}

pub(super) fn broken<T>(promise: Promise, words: String) -> Result<T, Broken> {
    Err(Broken { promise, words })
}

/// What a connector must never let out of its hands.
pub(crate) const SECRET: &str =
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.c2VjcmV0LW9mLXRoZS1zdG9yeQ.c2ln";

pub(crate) fn static_set(set: &str) -> &'static str {
    super::ledger::WATCHED
        .iter()
        .find(|(_, own, _)| *own == set)
        .map(|(_, own, _)| *own)
        .unwrap()
}

pub(super) fn pair_of(field: &FieldMapping) -> Option<(&str, &str)> {
    match &field.source {
        FieldSource::Pair(pair) => Some((pair.bc.as_str(), pair.dv.as_str())),
        FieldSource::Constant { .. } | FieldSource::Name { .. } => None,
    }
}

pub(super) fn key_of(mapping: &TableMapping, side: Side, coupling: &Coupling) -> Key {
    Key {
        side,
        set: static_set(mapping.sets.get(side).as_str()),
        id: *coupling.ids.get(side),
    }
}

/// Whether a record belongs to a mapping by its mark; filters apart.
pub(super) fn concerns(mapping: &TableMapping, token: &str) -> bool {
    let letter = match mapping.name.as_str() {
        super::shape::VENDOR => 'V',
        super::shape::PROJECT => 'P',
        _ => 'C',
    };
    token.starts_with(letter)
}

/// Promise 4: what the cache holds as seen is what is there. `whole` after a whole read of both sides.
pub(crate) fn changes_were_seen(player: &Player<'_>, whole: bool) -> Result<(), Broken> {
    let office = player.stage.office.borrow();
    let missed = |words: String| broken(Promise::MissedChange, words);
    let mut known = BTreeSet::new();
    for coupling in player.couplings() {
        let mapping = player
            .story
            .shape
            .mapping(coupling.mapping.as_str())
            .unwrap();
        for side in Side::BOTH {
            let key = key_of(mapping, side, &coupling);
            // A mapping on the same two sets that has coupled it knows it as well.
            let beside = player.story.shape.mappings.iter();
            for beside in beside.filter(|other| other.sets == mapping.sets) {
                known.insert((beside.name.clone(), key));
            }
            let tells = side == Side::Dv && player.story.shape.tracking;
            let held = office.ledger.held(&key);
            let fits = office.fits(&key, mapping.filters.get(side).as_deref());
            let token = player.token_of_coupling(&coupling).unwrap_or_default();
            match (coupling.seen.get(side), held) {
                (Observation::Deleted, None) | (Observation::OutOfFilter, _) if !fits => {}
                (Observation::Seen { fields, .. }, Some(held)) if fits || !(tells || whole) => {
                    for (name, seen) in fields.iter().filter(|_| fits) {
                        if let Some(now) = held.get(name.as_str())
                            && now != seen
                        {
                            return missed(format!(
                                "{} {token} of {side:?}: {name} is {:?}, last seen {:?}",
                                key.set,
                                now.to_plain(),
                                seen.to_plain()
                            ));
                        }
                    }
                }
                (_, None) if !(tells || whole) => {}
                // It is about to follow to where its partner went: its former mapping sees it still.
                (Observation::Seen { .. }, Some(_))
                    if player.story.shape.mappings.iter().any(|other| {
                        other.name != mapping.name
                            && other.sets == mapping.sets
                            && office.fits(&key, other.filters.get(side).as_deref())
                    }) => {}
                (seen, held) => {
                    let seen = match seen {
                        Observation::Unread => "not read",
                        Observation::Seen { .. } => "there",
                        Observation::Deleted => "gone",
                        Observation::OutOfFilter => "outside the filter",
                    };
                    let is = match (held, fits) {
                        (None, _) => "gone",
                        (_, true) => "there",
                        (_, false) => "outside the filter",
                    };
                    return missed(format!(
                        "{} {token} of {side:?} is {is}, and known as {seen}",
                        key.set
                    ));
                }
            }
        }
    }
    for mapping in &player.story.shape.mappings {
        for (key, held) in office.ledger.living() {
            let side = key.side;
            let here = mapping.sets.get(side).as_str() == key.set;
            if !here
                || known.contains(&(mapping.name.clone(), *key))
                || !office.fits(key, mapping.filters.get(side).as_deref())
            {
                continue;
            }
            let token = token_of(key.set, held);
            let seen = player
                .store()
                .read()
                .uncoupled_one(&mapping.name, side, key.id);
            let Some(Observation::Seen { fields, .. }) = seen.unwrap() else {
                return missed(format!("{} {token} of {side:?} is not known", key.set));
            };
            for (name, seen) in fields.iter() {
                if held.get(name.as_str()).is_some_and(|now| now != seen) {
                    return missed(format!(
                        "{} {token} of {side:?}, not coupled: {name} is not as it was last seen",
                        key.set
                    ));
                }
            }
        }
    }
    Ok(())
}

/// The other promises.
pub(crate) fn promises(player: &Player<'_>) -> Result<(), Broken> {
    let oracle = Oracle::of(player);
    oracle.nothing_is_lost()?;
    oracle.nothing_is_there_twice()?;
    oracle.nothing_comes_back()?;
    oracle.nothing_is_written_in_vain()?;
    oracle.nothing_is_silent()?;
    let secret = SECRET.as_bytes();
    if player
        .bytes()
        .windows(secret.len())
        .any(|bytes| bytes == secret)
    {
        return broken(
            Promise::SecretAtRest,
            "a token stands in the cache".to_owned(),
        );
    }
    Ok(())
}

/// What a field of a record held, one after the other.
#[derive(Clone)]
pub(super) struct Moment {
    pub(super) at: usize,
    pub(super) actor: Actor,
    created: bool,
    pub(super) value: Value,
}

pub(super) struct Oracle<'p> {
    pub(super) player: &'p Player<'p>,
    pub(super) events: Vec<Event>,
    /// What each field of each record held, in order.
    pub(super) lines: BTreeMap<(Key, &'static str), Vec<Moment>>,
    pub(super) history: Vec<HistoryEntry>,
    pub(super) couplings: Vec<Coupling>,
}

impl<'p> Oracle<'p> {
    fn of(player: &'p Player<'p>) -> Self {
        let events = player.stage.office.borrow().ledger.events.clone();
        let mut lines: BTreeMap<_, Vec<Moment>> = BTreeMap::new();
        for (at, event) in events.iter().enumerate() {
            let actor = event.actor;
            match &event.what {
                What::Created(held) => {
                    for (name, value) in held {
                        lines.entry((event.key, *name)).or_default().push(Moment {
                            at,
                            actor,
                            created: true,
                            value: value.clone(),
                        });
                    }
                }
                What::Changed(changes) => {
                    for (name, _, value) in changes {
                        lines.entry((event.key, *name)).or_default().push(Moment {
                            at,
                            actor,
                            created: false,
                            value: value.clone(),
                        });
                    }
                }
                What::Deleted(_) => {}
            }
        }
        let history = player
            .store()
            .read()
            .list_history(&HistoryFilter::default(), Slice::ALL)
            .unwrap();
        Self {
            player,
            events,
            lines,
            history,
            couplings: player.couplings(),
        }
    }

    pub(super) fn mappings_of(
        &self,
        key: Key,
        token: &str,
    ) -> impl Iterator<Item = &'p TableMapping> {
        self.player
            .story
            .shape
            .mappings
            .iter()
            .filter(move |mapping| mapping.sets.get(key.side).as_str() == key.set)
            .filter({
                let token = token.to_owned();
                move |mapping| concerns(mapping, &token)
            })
    }

    /// The records of the other side with the same mark, living or not.
    fn twins(&self, key: Key, token: &str) -> BTreeSet<Key> {
        self.events
            .iter()
            .filter(|event| event.key.side != key.side && event.token == token)
            .map(|event| event.key)
            .collect()
    }

    /// Promise 1.
    fn nothing_is_lost(&self) -> Result<(), Broken> {
        for ((key, name), line) in &self.lines {
            for pair in line.windows(2) {
                let [before, after] = pair else { continue };
                let entered =
                    before.actor == Actor::Person && !(before.created && before.value.is_empty());
                // What is made anew under the same id takes nothing from what a person deleted.
                if entered && after.actor == Actor::Raccord && !after.created {
                    self.was_kept(*key, name, before, after.at, Some(&after.value))?;
                }
            }
        }
        for (at, event) in self.events.iter().enumerate() {
            let (Actor::Raccord, What::Deleted(held)) = (event.actor, &event.what) else {
                continue;
            };
            for name in held.keys() {
                let line = &self.lines[&(event.key, *name)];
                let last = line.iter().rfind(|moment| moment.at < at);
                if let Some(last) =
                    last.filter(|last| last.actor == Actor::Person && !last.value.is_empty())
                {
                    self.was_kept(event.key, name, last, at, None)?;
                }
            }
        }
        Ok(())
    }

    /// A person's value gave way to a write of the engine: it is on the other side, or somebody decided against it.
    fn was_kept(
        &self,
        key: Key,
        name: &str,
        lost: &Moment,
        at: usize,
        now: Option<&Value>,
    ) -> Result<(), Broken> {
        let token = &self.events[at].token;
        for mapping in self.mappings_of(key, token) {
            let Some((field, other)) = mapping.active_fields().find_map(|field| {
                let (bc, dv) = pair_of(field)?;
                match key.side {
                    Side::Bc if bc == name => Some((field, dv)),
                    Side::Dv if dv == name => Some((field, bc)),
                    Side::Bc | Side::Dv => None,
                }
            }) else {
                continue;
            };
            let same = |one: &Value, other: &Value| match key.side {
                Side::Bc => self.in_step(field, one, other),
                Side::Dv => self.in_step(field, other, one),
            };
            let on_the_other = self.twins(key, token).into_iter().any(|twin| {
                self.lines.iter().any(|((own, name), line)| {
                    *own == twin
                        && *name == other
                        && line
                            .iter()
                            .any(|moment| moment.at < at && same(&lost.value, &moment.value))
                })
            });
            // A mapping that flows one way never looks at its destination (§6.11).
            let one_way = self.flow_at(mapping, field, at) == Some(Direction::towards(key.side));
            let decided = self.history.iter().any(|entry| {
                let here = entry.side == key.side && *entry.ids.get(key.side) == Some(key.id);
                let was = entry.before.get(name) == Some(&lost.value);
                let given_up = entry
                    .lost
                    .iter()
                    .any(|(own, value)| own == field.name() && *value == lost.value);
                let by_decision = matches!(
                    entry.reason.as_str(),
                    "decided" | "taken" | "policy" | "reverted"
                );
                // A deletion takes what no row of its mapping shows as well.
                let deleted = entry.action == HistoryAction::Delete && now.is_none();
                here && (given_up || deleted || was && (by_decision || one_way))
            });
            let unchanged = now.is_some_and(|now| *now == lost.value);
            // Without a base (new, or uncoupled by a person) what only one side has is filled in.
            let twins = self.twins(key, token);
            // So it is as long as no write of this very pair was answered: what it agreed on is stored with the answer (§4.6).
            let is_own = |event: &Event| event.key == key || twins.contains(&event.key);
            let since = self.events.iter().take(at).rposition(|event| {
                is_own(event)
                    && event.actor != Actor::Raccord
                    && matches!(event.what, What::Created(_))
            });
            let was_touched = self
                .answered(since.unwrap_or_default()..lost.at)
                .any(|event| event.actor == Actor::Raccord && is_own(event));
            let nothing = lost.value.is_empty()
                || lost
                    .value
                    .as_decimal()
                    .is_some_and(|number| number.is_zero());
            let anew = nothing
                && (!was_touched
                    || self.player.deeds.uncoupled.contains(token)
                    || self.found_by_values(key)
                    || self
                        .mappings_of(key, token)
                        .any(|one| self.stood(one, field, lost.at..=at)));
            let unchanged = unchanged || anew;
            if !on_the_other && !decided && !unchanged {
                return broken(
                    Promise::LostUpdate,
                    format!(
                        "{} {token} of {:?}: {name} {:?}, entered by a person, gave way to {:?}; it is nowhere",
                        key.set,
                        key.side,
                        lost.value.to_plain(),
                        now.map(Value::to_plain)
                    ),
                );
            }
        }
        Ok(())
    }

    /// What happened then, but for what the engine has no answer to.
    fn answered(&self, then: Range<usize>) -> impl Iterator<Item = &Event> {
        let unanswered = self.player.stage.unanswered.borrow();
        let events = self.events.iter().enumerate();
        events
            .filter(|(at, _)| then.contains(at))
            .filter(|(at, _)| !unanswered.iter().any(|range| range.contains(at)))
            .map(|(_, event)| event)
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Whether the values of both sides say the same, as far as the way between them can carry it.
    pub(super) fn in_step(&self, field: &FieldMapping, bc: &Value, dv: &Value) -> bool {
        if field.lookup.is_some() {
            return self.are_partners(bc, dv)
                || self.customer_meant(Side::Bc, bc) == self.customer_meant(Side::Dv, dv);
        }
        let cut = field.rules.bc.iter().find_map(|rule| match rule {
            Rule::Substring(1, length) => Some(*length as usize),
            _ => None,
        });
        match (bc, dv) {
            (Value::Decimal(_), _) | (_, Value::Decimal(_)) => {
                let number = |value: &Value| round(value.as_decimal().unwrap_or_default(), 2);
                number(bc) == number(dv)
            }
            (Value::Bool(_), _) | (_, Value::Bool(_)) => {
                (*bc == Value::Bool(true)) == (*dv == Value::Bool(true))
            }
            _ => {
                let is_code = field.name().as_str() == "postalCode";
                let plain = |value: &Value, most: usize| {
                    let text: String = value.to_plain().chars().take(most).collect();
                    let text = text.trim_end().to_owned();
                    if is_code { text.to_uppercase() } else { text }
                };
                let most = cut.unwrap_or(usize::MAX);
                plain(bc, usize::MAX) == plain(dv, most)
            }
        }
    }

    /// Whether references of both sides mean the two records of a pair, whatever their marks: a person may have coupled them.
    fn are_partners(&self, bc: &Value, dv: &Value) -> bool {
        let office = self.player.stage.office.borrow();
        self.couplings.iter().any(|coupling| {
            let customer = Key {
                side: Side::Bc,
                set: "customers",
                id: coupling.ids.bc,
            };
            let held = office.ledger.held(&customer);
            coupling.mapping.as_str() == super::shape::CUSTOMER
                && dv.as_guid() == Some(coupling.ids.dv)
                && held.is_some_and(|held| held["number"] == *bc)
        })
    }

    /// The mark of the customer that a reference of a side means, whether it exists or not.
    fn customer_meant(&self, side: Side, value: &Value) -> Option<String> {
        if value.is_empty() {
            return None;
        }
        let meant = |event: &&Event| match side {
            Side::Dv => event.key.side == Side::Dv && Some(event.key.id) == value.as_guid(),
            Side::Bc => {
                event.key.set == "customers"
                    && self
                        .lines
                        .get(&(event.key, "number"))
                        .is_some_and(|line| line.iter().any(|moment| moment.value == *value))
            }
        };
        // By the mark that it was entered with: where a person couples two others, one may be overwritten.
        let found = self.events.iter().find(meant);
        Some(found.map_or_else(|| value.to_plain(), |event| event.token.clone()))
    }

    /// Promise 2.
    fn nothing_is_there_twice(&self) -> Result<(), Broken> {
        let mut seen = BTreeSet::new();
        for coupling in &self.couplings {
            for side in Side::BOTH {
                if !seen.insert((coupling.mapping.clone(), side, *coupling.ids.get(side))) {
                    return broken(
                        Promise::Duplicate,
                        format!(
                            "a record of {side:?} is coupled twice in {}",
                            coupling.mapping
                        ),
                    );
                }
            }
        }
        let office = self.player.stage.office.borrow();
        let mut counts: BTreeMap<(Side, String), Vec<Key>> = BTreeMap::new();
        for (key, held) in office.ledger.living() {
            let token = token_of(key.set, held);
            counts.entry((key.side, token)).or_default().push(*key);
        }
        for ((side, token), keys) in counts {
            let made_here = keys.iter().filter(|key| {
                self.events.iter().any(|event| {
                    event.key == **key
                        && event.actor == Actor::Raccord
                        && matches!(event.what, What::Created(_))
                })
            });
            let made_here = made_here.count();
            // A record that a person took out of the filter is none of the mapping's business.
            let was_away = self
                .events
                .iter()
                .any(|event| event.token == token && self.was_away(&event.key))
                || self.is_apart() && !self.stayed(&token);
            let twice = keys.len() > 1 && made_here > 0 && !was_away;
            if twice && !self.player.deeds.uncoupled.contains(&token) {
                return broken(
                    Promise::Duplicate,
                    format!("{token} exists {} times on {side:?}", keys.len()),
                );
            }
        }
        Ok(())
    }

    /// Promise 3.
    fn nothing_comes_back(&self) -> Result<(), Broken> {
        let mut gone: BTreeSet<(Side, &str)> = BTreeSet::new();
        for event in &self.events {
            let place = (event.key.side, event.token.as_str());
            match (&event.what, event.actor) {
                // What the engine never had in a pair it cannot miss.
                (What::Deleted(_), _) if self.was_paired(event.key) => {
                    gone.insert(place);
                }
                (What::Created(_), Actor::Raccord) if gone.contains(&place) => {
                    let by_policy = self
                        .mappings_of(event.key, &event.token)
                        .any(|mapping| mapping.on_deletion == DeletionPolicy::Restore);
                    let deeds = &self.player.deeds;
                    let by_person = deeds.restored.contains(&event.token)
                        || deeds.uncoupled.contains(&event.token);
                    // What somebody enters anew was never in that pair: its partner is a new one.
                    let anew = self.was_entered_anew(event.key.side.other(), &event.token);
                    if !by_policy && !by_person && !anew {
                        return broken(
                            Promise::Resurrection,
                            format!(
                                "{} {} of {:?} was deleted and is back",
                                event.key.set, event.token, event.key.side
                            ),
                        );
                    }
                }
                (What::Created(_), actor) => {
                    gone.remove(&place);
                    // What somebody enters anew is new on both sides.
                    if actor == Actor::Person {
                        gone.remove(&(event.key.side.other(), event.token.as_str()));
                    }
                }
                (What::Changed(_) | What::Deleted(_), _) => {}
            }
        }
        Ok(())
    }

    fn was_away(&self, key: &Key) -> bool {
        ["blocked", "customertypecode"].iter().any(|name| {
            self.lines
                .get(&(*key, *name))
                .is_some_and(|line| line.len() > 1)
        })
    }

    ///
    /// A record that was created and deleted again before the engine could store its creation was never in a pair either,
    /// even if the next one has the same id.
    fn was_paired(&self, key: Key) -> bool {
        let mut entries = self.history.iter().filter(|entry| {
            *entry.ids.get(key.side) == Some(key.id) && entry.ids.get(key.side.other()).is_some()
        });
        let created = self.events.iter().filter(|event| {
            event.key == key
                && event.actor == Actor::Raccord
                && matches!(event.what, What::Created(_))
        });
        let stored = entries
            .clone()
            .filter(|entry| entry.action == HistoryAction::Insert && entry.side == key.side);
        created.count() <= stored.count() && entries.next().is_some()
    }

    /// Promise 5, beside the last runs: no write was accepted that changed nothing.
    fn nothing_is_written_in_vain(&self) -> Result<(), Broken> {
        match self.player.stage.in_vain.borrow().first() {
            Some(words) => broken(Promise::WriteWithoutNeed, words.clone()),
            None => Ok(()),
        }
    }
}
