//! What a person can do with a skipped record: one place for the terminal and the window.

use super::report::{SkipReason, SkippedRecord};
use super::side::{Side, Sides};
use serde::Serialize;
use uuid::Uuid;

/// Something that can be done with a skipped record.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, strum::EnumIter, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Choice {
    /// Decide field by field.
    Resolve,
    /// Let it take part again.
    Retry,
    /// Synchronise with one side's values.
    Synchronise,
    /// Create the missing record again.
    Restore,
    /// Delete the remaining record.
    Delete,
    /// Remove the coupling; what exists stays.
    Uncouple,
    /// Couple Business Central's record with another row.
    Couple,
}

impl SkippedRecord {
    /// Both records of the pair that is skipped, if it is one.
    pub fn pair(&self) -> Option<Sides<Uuid>> {
        self.coupling?;
        Some(Sides::new(self.ids.bc?, self.ids.dv?))
    }

    /// The side of which the record is gone, if one is.
    pub fn gone(&self) -> Option<Side> {
        match self.reason {
            SkipReason::DeletedInBc => Some(Side::Bc),
            SkipReason::DeletedInDv => Some(Side::Dv),
            SkipReason::Conflict
            | SkipReason::RepeatedFailure
            | SkipReason::Blocked
            | SkipReason::Invalid => None,
        }
    }

    /// What can be done with it: with both records there, everything but restoring and deleting; with one gone, just these,
    /// and removing the coupling. A record without a partner can be tried again or coupled.
    pub fn choices(&self) -> Vec<Choice> {
        let mut choices = Vec::new();
        match (self.coupling, self.gone()) {
            (None, _) => choices.push(Choice::Retry),
            (Some(_), None) => {
                if self.reason == SkipReason::Conflict {
                    choices.push(Choice::Resolve);
                }
                choices.extend([Choice::Retry, Choice::Synchronise]);
            }
            (Some(_), Some(_)) => choices.extend([Choice::Restore, Choice::Delete]),
        }
        if self.coupling.is_some() {
            choices.push(Choice::Uncouple);
        }
        if self.ids.bc.is_some() && self.gone() != Some(Side::Bc) {
            choices.push(Choice::Couple);
        }
        choices
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CouplingId, Sides, SkippedId};
    use jiff::Timestamp;
    use uuid::Uuid;

    fn skipped(reason: SkipReason, coupled: bool) -> SkippedRecord {
        SkippedRecord {
            id: SkippedId(1),
            mapping: "CUSTOMER".into(),
            coupling: coupled.then_some(CouplingId(1)),
            ids: Sides::new(Some(Uuid::nil()), coupled.then(Uuid::nil)),
            labels: Sides::default(),
            reason,
            problem: None,
            since: Timestamp::UNIX_EPOCH,
            open_fields: Vec::new(),
        }
    }

    #[test]
    fn what_can_be_done_depends_on_which_records_exist_s035_s037() {
        use Choice::{Couple, Delete, Resolve, Restore, Retry, Synchronise, Uncouple};
        for (reason, coupled, choices) in [
            (
                SkipReason::RepeatedFailure,
                true,
                vec![Retry, Synchronise, Uncouple, Couple],
            ),
            (
                SkipReason::Conflict,
                true,
                vec![Resolve, Retry, Synchronise, Uncouple, Couple],
            ),
            (
                SkipReason::DeletedInBc,
                true,
                vec![Restore, Delete, Uncouple],
            ),
            (
                SkipReason::DeletedInDv,
                true,
                vec![Restore, Delete, Uncouple, Couple],
            ),
            (SkipReason::RepeatedFailure, false, vec![Retry, Couple]),
        ] {
            assert_eq!(skipped(reason, coupled).choices(), choices, "{reason:?}");
        }
    }
}
