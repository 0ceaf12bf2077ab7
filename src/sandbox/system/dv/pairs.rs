//! Pairs of rows: many-to-many relationships, undone like everything else.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::sandbox::system::def::Name;

type Relationships = BTreeMap<Name, BTreeSet<(Uuid, Uuid)>>;

/// The pairs of all relationships.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    held: Relationships,
    /// One entry for each open transaction: what was held when it first changed something.
    saved: Vec<Option<Relationships>>,
}

impl Pairs {
    /// Begins a transaction.
    pub(super) fn begin(&mut self) {
        self.saved.push(None);
    }

    /// Keeps what was done since the matching beginning.
    pub(super) fn commit(&mut self) {
        let saved = self.saved.pop().flatten();
        // An enclosing transaction must still be able to undo it.
        if let Some(outer) = self.saved.last_mut()
            && outer.is_none()
        {
            *outer = saved;
        }
    }

    /// Undoes what was done since the matching beginning.
    pub(super) fn rollback(&mut self) {
        if let Some(held) = self.saved.pop().flatten() {
            self.held = held;
        }
    }

    /// Adds a pair.
    pub(super) fn add(&mut self, relationship: Name, left: Uuid, right: Uuid) {
        self.save();
        self.held
            .entry(relationship)
            .or_default()
            .insert((left, right));
    }

    /// Takes a pair away, whichever way round it is held.
    pub(super) fn remove(&mut self, relationship: &str, left: Uuid, right: Uuid) {
        self.save();
        if let Some(pairs) = self.held.get_mut(relationship) {
            pairs.remove(&(left, right));
            pairs.remove(&(right, left));
        }
    }

    /// Takes away all pairs of a row that is gone.
    pub(super) fn forget(&mut self, id: Uuid) {
        let concerned = |(left, right): &(Uuid, Uuid)| *left == id || *right == id;
        if self.held.values().flatten().any(concerned) {
            self.save();
            for pairs in self.held.values_mut() {
                pairs.retain(|pair| !concerned(pair));
            }
        }
    }

    /// The rows at the other end, in the order of their ids.
    pub(super) fn of(&self, relationship: &str, id: Uuid) -> Vec<Uuid> {
        let pairs = self.held.get(relationship).into_iter().flatten();
        let found: BTreeSet<Uuid> = pairs
            .filter_map(|(left, right)| match (*left == id, *right == id) {
                (true, _) => Some(*right),
                (_, true) => Some(*left),
                _ => None,
            })
            .collect();
        found.into_iter().collect()
    }

    fn save(&mut self) {
        if let Some(saved) = self.saved.last_mut()
            && saved.is_none()
        {
            *saved = Some(self.held.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_undone_with_their_transaction() {
        let [a, b, c] = [1, 2, 3].map(Uuid::from_u128);
        let mut pairs = Pairs::default();
        pairs.add("r".into(), a, b);
        pairs.begin();
        pairs.begin();
        pairs.add("r".into(), c, a);
        pairs.commit();
        assert_eq!(pairs.of("r", a), [b, c]);
        pairs.forget(b);
        assert_eq!(pairs.of("r", a), [c]);
        pairs.rollback();
        assert_eq!(pairs.of("r", a), [b]);
    }
}
