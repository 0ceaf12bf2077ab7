//! Records that stay without a partner although their mapping creates partners: why, and where that is listed.
//!
//! A record that matches several others gets none, for one of them may be its partner already. It is listed as an error that
//! heals by itself: once exactly one matches, or a person couples two of them, the rest follows (`docs/semantics.md` §15).

use super::Engine;
use super::create::Alone;
use super::lines;
use super::tally::Tally;
use super::trace;
use crate::model::reason::{Cause, Problem};
use crate::model::{Side, TableMapping};
use uuid::Uuid;

/// Records without a partner, by what may be done with them.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// Those that get a partner.
    pub(super) sure: Vec<Alone>,
    /// Those that match several others.
    pub(super) several: Vec<Uuid>,
}

impl Engine<'_> {
    /// Leaves out records that have a partner in another mapping, since creating one would make a duplicate, and those that
    /// were parted from their partner, since creating that again would undo what somebody wanted. Those that match several
    /// others are set apart.
    pub(super) fn sort_out(
        &self,
        mapping: &TableMapping,
        side: Side,
        records: Vec<Alone>,
    ) -> Result<Sorted, Problem> {
        let mut sorted = Sorted::default();
        let reader = self.store.read();
        let parted = self.parted(mapping, side)?;
        let any_ambiguous = reader.is_matched(&mapping.name)?;
        let ids = records.iter().map(|(id, _)| *id);
        let partnered = self.partnered_elsewhere(mapping, side, &ids)?;
        for (id, fields) in records {
            if partnered.contains(&id) {
                continue;
            }
            if parted.has(&reader, id)? {
                continue;
            }
            if any_ambiguous && reader.is_ambiguous(&mapping.name, side, id)? {
                sorted.several.push(id);
            } else {
                sorted.sure.push((id, fields));
            }
        }
        Ok(sorted)
    }

    /// Lists records that match several others as errors: they stay alone until a person says what belongs together.
    pub(super) fn list_several(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        several: &[Uuid],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let source = side.other();
        let problem = Problem::new(Cause::SeveralMatches)
            .on(side)
            .of(&mapping.name);
        let mut new = Vec::new();
        for id in several {
            let listed = self
                .store
                .read()
                .error_of(&mapping.name, source, *id)?
                .is_some_and(|error| error.problem.cause == Cause::SeveralMatches);
            if listed {
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
