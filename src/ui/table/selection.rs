//! Which rows are selected: ids, never positions.

use std::collections::HashSet;
use std::hash::Hash;

/// A set of rows that may be "all rows of the filter except these".
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Selection<Id: Eq + Hash> {
    /// Exactly these rows.
    Only(HashSet<Id>),
    /// Every row of the filter except these.
    AllBut(HashSet<Id>),
}

impl<Id: Eq + Hash> Default for Selection<Id> {
    fn default() -> Self {
        Self::Only(HashSet::new())
    }
}

impl<Id: Clone + Eq + Hash> Selection<Id> {
    /// Tells whether a row is selected.
    pub fn contains(&self, id: &Id) -> bool {
        match self {
            Self::Only(ids) => ids.contains(id),
            Self::AllBut(ids) => !ids.contains(id),
        }
    }

    /// Counts the selected rows among `total` rows of the filter.
    pub fn count(&self, total: u64) -> u64 {
        let named = |ids: &HashSet<Id>| u64::try_from(ids.len()).unwrap_or(u64::MAX);
        match self {
            Self::Only(ids) => named(ids),
            Self::AllBut(ids) => total.saturating_sub(named(ids)),
        }
    }

    /// Tells whether nothing is selected among `total` rows.
    pub fn is_empty(&self, total: u64) -> bool {
        self.count(total) == 0
    }

    /// Gives the one selected row, if it is exactly one and known by name.
    pub fn single(&self) -> Option<&Id> {
        match self {
            Self::Only(ids) if ids.len() == 1 => ids.iter().next(),
            Self::Only(_) | Self::AllBut(_) => None,
        }
    }

    /// Selects nothing.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Selects every row of the filter, whatever rows that is.
    pub fn select_all(&mut self) {
        *self = Self::AllBut(HashSet::new());
    }

    /// Selects one row alone.
    pub fn select_only(&mut self, id: Id) {
        *self = Self::Only(HashSet::from([id]));
    }

    /// Selects these rows and no others.
    pub fn select_these(&mut self, ids: HashSet<Id>) {
        *self = Self::Only(ids);
    }

    /// Selects these rows too.
    pub fn add(&mut self, mut more: HashSet<Id>) {
        match self {
            Self::Only(ids) => {
                // The fewer go to the more.
                if ids.len() < more.len() {
                    std::mem::swap(ids, &mut more);
                }
                ids.extend(more);
            }
            Self::AllBut(ids) => ids.retain(|id| !more.contains(id)),
        }
    }

    /// As it is now, to be compared later; nothing where so many rows are named that a copy would be felt.
    pub(super) fn kept(&self) -> Option<Self> {
        let (Self::Only(ids) | Self::AllBut(ids)) = self;
        (ids.len() <= LOOKED_FOR).then(|| self.clone())
    }

    /// Selects or unselects a row, the others stay.
    pub fn set(&mut self, id: Id, selected: bool) {
        let (ids, named) = match self {
            Self::Only(ids) => (ids, selected),
            Self::AllBut(ids) => (ids, !selected),
        };
        if named {
            ids.insert(id);
        } else {
            ids.remove(&id);
        }
    }

    /// Turns a row over, the others stay.
    pub fn toggle(&mut self, id: Id) {
        let selected = self.contains(&id);
        self.set(id, !selected);
    }

    /// Forgets rows that are gone, as long as few enough are named to look for each; true when some were.
    ///
    /// Of a larger selection a row may stay that is gone; whatever is done to it later finds nothing.
    pub(super) fn forget_missing(&mut self, mut exists: impl FnMut(&Id) -> bool) -> bool {
        let (Self::Only(ids) | Self::AllBut(ids)) = self;
        let before = ids.len();
        if before <= LOOKED_FOR {
            ids.retain(|id| exists(id));
        }
        ids.len() != before
    }
}

/// How many named rows are looked for one by one after a refresh.
const LOOKED_FOR: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_million_costs_nothing_and_can_lose_some() {
        let mut selection = Selection::default();
        selection.select_all();
        assert_eq!(selection.count(1_000_000), 1_000_000);
        selection.toggle(7);
        assert!(!selection.contains(&7));
        assert!(selection.contains(&8));
        assert_eq!(selection.count(1_000_000), 999_999);
        selection.toggle(7);
        assert_eq!(selection.count(1_000_000), 1_000_000);
    }

    #[test]
    fn toggling_twice_changes_nothing() {
        for mut selection in [Selection::default(), Selection::AllBut(HashSet::from([3]))] {
            let before = selection.clone();
            for id in [1, 3] {
                selection.toggle(id);
                selection.toggle(id);
            }
            assert_eq!(selection, before);
        }
    }

    #[test]
    fn one_row_is_single() {
        let mut selection = Selection::default();
        assert_eq!(selection.single(), None);
        selection.select_only(4);
        assert_eq!(selection.single(), Some(&4));
        selection.set(5, true);
        assert_eq!(selection.single(), None);
    }
}
