//! What the oracle lets pass in wide stories: records that were entered anew, and those that two mappings on one table see.

use super::ledger::{Actor, What};
use super::oracle::{Oracle, concerns};
use raccord::model::Side;
use std::collections::BTreeSet;

impl Oracle<'_> {
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

    /// Whether a record of a mapping that leaves new records alone was entered anew.
    pub(super) fn left_alone_anew(&self, token: &str) -> bool {
        let mut mappings = self.player.story.shape.mappings.iter();
        mappings.any(|mapping| mapping.only_coupled && concerns(mapping, token))
            && Side::BOTH
                .iter()
                .any(|side| self.was_entered_anew(*side, token))
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
