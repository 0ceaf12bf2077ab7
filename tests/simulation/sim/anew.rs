//! What the oracle lets pass in wide stories: records that were entered anew, those that two mappings on one table see, and
//! what a mapping that was changed meanwhile made of them.

use super::ledger::{Actor, Event, Key, What};
use super::oracle::Oracle;
use raccord::model::mapping::{FieldMapping, TableMapping};
use raccord::model::report::HistoryAction;
use raccord::model::{Direction, Side};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

impl Oracle<'_> {
    /// How a field flowed when so much had happened, as its mapping was then.
    pub(super) fn flow_at(
        &self,
        mapping: &TableMapping,
        field: &FieldMapping,
        at: usize,
    ) -> Option<Direction> {
        let mut altered = self.player.deeds.altered.iter().rev();
        let then = altered.find(|(since, other)| *since <= at && other.name == mapping.name);
        let then = then.map_or(mapping, |(_, then)| then);
        let mut fields = then.active_fields();
        let field = fields.find(|own| own.name() == field.name())?;
        then.direction_of(field)
    }

    /// Whether what either side said in a field was let stand in that time, or while the mapping was as it was before, for the
    /// field did not flow from there, or the pair was in this mapping, which does not carry it. Since it flows, it is compared as
    /// on a new coupling: what only one side has is filled in on the other (§4.6).
    pub(super) fn stood(
        &self,
        mapping: &TableMapping,
        field: &FieldMapping,
        while_: RangeInclusive<usize>,
    ) -> bool {
        let altered = self.player.deeds.altered.iter();
        let mut before = altered
            .filter(|(since, other)| since <= while_.start() && other.name == mapping.name)
            .map(|(since, _)| *since)
            .rev();
        let from = before.next().map_or(0, |last| last.saturating_sub(1));
        (from..=*while_.end()).any(|at| self.flow_at(mapping, field, at) != Some(Direction::Both))
    }

    /// Whether two mappings are told apart by the telephone.
    pub(super) fn is_apart(&self) -> bool {
        let shape = &self.player.story.shape;
        shape.mapping(super::shape::APART).is_some()
    }

    /// By what records of a mark were told apart, one time or another, on either side.
    pub(super) fn marks(&self, token: &str) -> BTreeSet<String> {
        let mut marks = BTreeSet::new();
        for event in self.events.iter().filter(|event| event.token == token) {
            let name = match event.key.side {
                Side::Bc => "phoneNumber",
                Side::Dv => "telephone1",
            };
            for moment in self.lines.get(&(event.key, name)).into_iter().flatten() {
                marks.insert(moment.value.to_plain().chars().take(2).collect());
            }
        }
        marks
    }

    /// Whether all records of a mark belonged to one and the same of two mappings, all the time.
    pub(super) fn stayed(&self, token: &str) -> bool {
        let marks = self.marks(token);
        let only = marks.first().filter(|_| marks.len() == 1);
        only.is_some_and(|mark| matches!(mark.as_str(), "F-" | "ab"))
    }

    /// Whether a record was made without an answer under an id that its service does not heed: it was found by what it held, so
    /// it may have been there before, and is coupled as a match is (§8.10).
    pub(super) fn found_by_values(&self, key: Key) -> bool {
        let made = |event: &Event| {
            event.key == key
                && event.actor == Actor::Raccord
                && matches!(event.what, What::Created(_))
        };
        let stored = self.history.iter().any(|entry| {
            entry.action == HistoryAction::Insert
                && entry.side == key.side
                && *entry.ids.get(key.side) == Some(key.id)
        });
        !self.player.story.shape.client_ids && self.events.iter().any(made) && !stored
    }

    /// Whether somebody entered what bears a mark on a side more than once.
    pub(super) fn was_entered_anew(&self, side: Side, token: &str) -> bool {
        let mut entered = 0;
        for event in &self.events {
            let created = matches!(event.what, What::Created(_));
            let here = event.key.side == side && event.token == token;
            entered += usize::from(created && here && event.actor != Actor::Service);
        }
        entered > 1
    }
}
