//! Records that stay without a partner although their mapping creates partners: why, and where that is listed.
//!
//! A record that matches several others gets none, for one of them may be its partner already. Neither does one that matches a
//! record which only another mapping on the same two sets sees, where that mapping leaves records alone: two mappings must not make
//! the duplicate that neither makes alone. Nor one that matches a record which a person uncoupled: that one stays alone, and a
//! second one beside it would be its duplicate. It is listed as an error that
//! heals by itself: once exactly one matches, or a person couples two of them, the rest follows (`docs/semantics.md` §15).

use super::Engine;
use super::create::Alone;
use super::lines;
use super::matching::{Asked, criteria};
use super::tally::Tally;
use super::trace;
use crate::model::reason::{Cause, Problem};
use crate::model::{Side, Sides, TableMapping};
use crate::store::Reader;
use std::collections::HashSet;
use uuid::Uuid;

/// How many records are taken from the cache at once.
const AT_ONCE: usize = 2000;

/// Records without a partner, by what may be done with them.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// Those that get a partner.
    pub(super) sure: Vec<Alone>,
    /// Those that match several others.
    pub(super) several: Vec<Uuid>,
    /// Those that are listed as matching several, and have a partner in another mapping by now.
    pub(super) partnered: Vec<Uuid>,
}

fn is_listed(
    reader: &Reader<'_>,
    mapping: &TableMapping,
    (side, id): (Side, Uuid),
    cause: Cause,
) -> Result<bool, Problem> {
    let error = reader.error_of(&mapping.name, side, id)?;
    Ok(error.is_some_and(|error| error.problem.cause == cause))
}

impl Engine<'_> {
    /// The records of a side that match one of the other side in another mapping on the same two sets, which couples it only if
    /// somebody asks, or one here that a person wanted alone: what this mapping would create for them may be there already.
    ///
    /// Afterwards the keys of this mapping's own records are at hand, as before.
    pub(super) async fn matched_beside(
        &mut self,
        mapping: &TableMapping,
        side: Side,
    ) -> Result<HashSet<Uuid>, Problem> {
        let mut matched = HashSet::new();
        let mut is_other = false;
        for other in self.others(mapping)? {
            let groups = criteria(&other);
            let reader = self.store.read();
            let some_alone = reader.count_uncoupled(&mapping.name, side)? > 0
                && reader.count_uncoupled(&other.name, side)? > 0
                && reader.count_uncoupled(&other.name, side.other())? > 0;
            if groups.is_empty() || !some_alone {
                continue;
            }
            self.index_keys(&other, &groups, Asked::ByRun).await?;
            is_other = true;
            self.add_matched(mapping, side, &other, &mut matched)?;
        }
        let groups = criteria(mapping);
        if !groups.is_empty() && !self.parted(mapping, side.other())?.none() {
            self.index_keys(mapping, &groups, Asked::ByPerson).await?;
            is_other = true;
            self.add_matched(mapping, side, mapping, &mut matched)?;
        }
        if is_other {
            let groups = self.groups(mapping, Asked::ByRun)?;
            self.index_keys(mapping, &groups, Asked::ByRun).await?;
        }
        Ok(matched)
    }

    /// Adds the records without a partner that match one by the keys at hand, which are those of `of`.
    fn add_matched(
        &self,
        mapping: &TableMapping,
        side: Side,
        of: &TableMapping,
        matched: &mut HashSet<Uuid>,
    ) -> Result<(), Problem> {
        let mut after = None;
        loop {
            self.check_cancel()?;
            let reader = self.store.read();
            let records = reader.uncoupled(&mapping.name, side, after, AT_ONCE)?;
            let Some((last, _)) = records.last() else {
                return Ok(());
            };
            after = Some(*last);
            for (id, _) in &records {
                if reader.has_match(&of.name, side, *id)? {
                    matched.insert(*id);
                }
            }
        }
    }

    /// Leaves out records that have a partner in another mapping, since creating one would make a duplicate, and those that
    /// were parted from their partner, since creating that again would undo what somebody wanted. Those that match several
    /// others, or one beside this mapping, are set apart.
    pub(super) fn sort_out(
        &self,
        mapping: &TableMapping,
        side: Side,
        records: Vec<Alone>,
        matched_beside: &HashSet<Uuid>,
    ) -> Result<Sorted, Problem> {
        let mut sorted = Sorted::default();
        let reader = self.store.read();
        let parted = self.parted(mapping, side)?;
        let any_ambiguous = reader.is_matched(&mapping.name)?;
        let ids = records.iter().map(|(id, _)| *id);
        let partnered = self.partnered_elsewhere(mapping, side, &ids)?;
        for (id, fields) in records {
            if partnered.contains(&id) {
                if is_listed(&reader, mapping, (side, id), Cause::SeveralMatches)? {
                    sorted.partnered.push(id);
                }
                continue;
            }
            if parted.has(&reader, id)? {
                continue;
            }
            let is_beside = matched_beside.contains(&id);
            if is_beside || any_ambiguous && reader.is_ambiguous(&mapping.name, side, id)? {
                sorted.several.push(id);
            } else {
                sorted.sure.push((id, fields));
            }
        }
        Ok(sorted)
    }

    /// These records found their partner in another mapping: nothing is wrong with them here.
    pub(super) fn unlist(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        ids: &[Uuid],
    ) -> Result<(), Problem> {
        if ids.is_empty() {
            return Ok(());
        }
        self.store.write(|w| {
            for id in ids {
                let mut own = Sides::default();
                *own.get_mut(side) = Some(*id);
                w.close_errors(&mapping.name, own)?;
            }
            Ok(())
        })
    }

    /// Lists records that get no partner for this cause as errors: they stay alone until a person says what belongs together.
    pub(super) fn list_alone(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        alone: &[Uuid],
        cause: Cause,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let source = side.other();
        let problem = Problem::new(cause).on(side).of(&mapping.name);
        let mut new = Vec::new();
        for id in alone {
            if is_listed(&self.store.read(), mapping, (source, *id), cause)? {
                tally.count(&mapping.name, side, |c| c.skipped += 1);
            } else {
                new.push(*id);
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        if tally.is_telling() {
            for id in &new {
                let label = self.label_of_uncoupled(mapping, source, *id)?;
                let made = Err(problem.clone());
                tally.tell(|lines| {
                    lines.push(lines::of_create(mapping, side, *id, label, &made));
                });
            }
        }
        let context = trace::Context::new(
            mapping,
            tally.job(&mapping.name, side),
            self.env.now(),
            &self.remotes,
            &self.options,
        );
        let reporter = &mut *self.reporter;
        self.store.write(|w| {
            for id in &new {
                let label = trace::fail_record(w, &context, side, *id, &problem)?;
                tally.count(&mapping.name, side, |c| c.failed += 1);
                reporter.record_problem(&mapping.name, (source, &label), &problem);
            }
            Ok(())
        })
    }
}
