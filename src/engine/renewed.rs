//! Schemas that are asked for again before a record is blamed.
//!
//! What a table is like is kept for hours. A record that cannot be written by that may be written by now: a column takes longer
//! texts, an option was added. So the first such failure of a request has the table's schema read anew
//! (`docs/semantics.md` §6.8).

use super::Engine;
use super::create::Planned;
use super::plan::{PairPlan, Step};
use crate::model::reason::{Cause, Problem};
use crate::model::{Side, TableMapping};

/// Whether a schema is the reason why something cannot be written.
fn is_by_schema(problem: &Problem) -> bool {
    matches!(
        problem.cause,
        Cause::ReadOnlyField
            | Cause::TooLong
            | Cause::OptionMissing
            | Cause::RequiredMissing
            | Cause::ValueRefused
    )
}

impl Engine<'_> {
    /// Asks anew what a side's table is like, once in a request; whether it did.
    pub(super) async fn renew_schema(
        &mut self,
        mapping: &TableMapping,
        side: Side,
    ) -> Result<bool, Problem> {
        let set = mapping.sets.get(side);
        if !self.renewed.insert((side, set.clone())) {
            return Ok(false);
        }
        self.remotes.get(side).schema_anew(set).await?;
        Ok(true)
    }

    /// Before pairs fail for what their tables are like, asks for that anew. Whether they are to be planned again.
    pub(super) async fn renew_for_pairs<'p>(
        &mut self,
        mapping: &TableMapping,
        plans: impl Iterator<Item = &'p PairPlan>,
    ) -> Result<bool, Problem> {
        let failing = plans.filter_map(|plan| match &plan.step {
            Step::Fail { written, problem } if is_by_schema(problem) => Some(*written),
            _ => None,
        });
        let mut renewed = false;
        for side in sides_of(failing) {
            renewed |= self.renew_schema(mapping, side).await?;
        }
        Ok(renewed)
    }

    /// The same for new records of a side.
    pub(super) async fn renew_for_new(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        planned: &[Planned],
    ) -> Result<bool, Problem> {
        let mut made = planned.iter();
        let fails = made.any(|one| one.made.as_ref().is_err_and(is_by_schema));
        Ok(fails && self.renew_schema(mapping, side).await?)
    }
}

fn sides_of(failing: impl Iterator<Item = Side>) -> Vec<Side> {
    let mut sides = Vec::new();
    for side in failing {
        if !sides.contains(&side) {
            sides.push(side);
        }
    }
    sides
}
