//! Creating a partner for single records that a person names, whatever the mapping does with new records by itself.

use super::Engine;
use super::outcome::SyncReport;
use super::pairs::Scope;
use super::request::{CreateRequest, RecordRef};
use super::sync::writes_towards;
use super::tally::Tally;
use crate::model::reason::{Cause, Problem};
use crate::model::report::JobKind;
use crate::model::{Sides, TableMapping};
use std::collections::HashMap;
use uuid::Uuid;

impl Engine<'_> {
    /// Creates a partner for each named record and couples both. Nothing is created if one of them cannot have one.
    ///
    /// # Errors
    /// [`Cause::DuplicateKey`] for a record that is coupled, naming its partner; [`Cause::RecordGone`] for one that does not
    /// exist or does not pass the mapping's filter; [`Cause::OneWayTable`] where the mapping never writes the other side.
    pub async fn create(&mut self, request: &CreateRequest) -> Result<SyncReport, Problem> {
        let before = self.request_counts();
        let mapping = self.mapping(&request.mapping)?;
        for record in &request.records {
            self.can_have_partner(&mapping, *record).await?;
        }
        let mappings = [mapping];
        let mut tally = if request.preview {
            Tally::telling()
        } else {
            Tally::default()
        };
        let (jobs, needs_attention) = if request.preview {
            self.rehearse(async |engine| {
                engine
                    .create_in_jobs(&mappings, &request.records, &mut tally)
                    .await
            })
            .await?
        } else {
            self.create_in_jobs(&mappings, &request.records, &mut tally)
                .await?
        };
        Ok(SyncReport {
            jobs,
            requests: self.requests_since(&before),
            needs_attention,
            actions: tally.take_lines(),
            stopped: Vec::new(),
        })
    }

    async fn create_in_jobs(
        &mut self,
        mappings: &[TableMapping; 1],
        records: &[RecordRef],
        tally: &mut Tally,
    ) -> Result<
        (
            Vec<crate::model::report::Job>,
            super::outcome::NeedsAttention,
        ),
        Problem,
    > {
        let [mapping] = mappings;
        self.open_jobs(mappings, JobKind::Synchronization, tally)?;
        let created = self.create_all(mapping, records, tally).await;
        let outcome = created.as_ref().map(|()| HashMap::new());
        let outcome = outcome.map_err(Clone::clone);
        let jobs = self.close_jobs(mappings, tally, &outcome)?;
        created?;
        Ok((jobs, self.needs_attention()?))
    }

    async fn create_all(
        &mut self,
        mapping: &TableMapping,
        records: &[RecordRef],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        self.look_at_widened(mapping).await?;
        self.recover_creates(std::slice::from_ref(mapping), tally)
            .await?;
        // One that a person uncoupled may be referred to as the partner that it was.
        let of = |side| records.iter().filter(move |record| record.side == side);
        let sources = Sides::from_fn(|side| of(side).map(|record| record.id).collect());
        self.open_references_to(mapping, &sources)?;
        for side in crate::model::Side::BOTH {
            let sources: Vec<Uuid> = of(side).map(|record| record.id).collect();
            for some in sources.chunks(self.options.chunk.max(1)) {
                self.create_for(mapping, side.other(), some, tally).await?;
            }
        }
        // What the service filled in by itself flows back.
        let mut pairs = Vec::new();
        for record in records {
            let reader = self.store.read();
            pairs.extend(reader.coupling_id_of(&mapping.name, record.side, record.id)?);
        }
        pairs.sort_unstable();
        self.work_pairs(mapping, &Scope::Only { pairs, take: None }, tally)
            .await
    }

    /// Looks at a record and says why it cannot be given a partner, if so.
    async fn can_have_partner(
        &mut self,
        mapping: &TableMapping,
        record: RecordRef,
    ) -> Result<(), Problem> {
        let RecordRef { side, id } = record;
        let about = |problem: Problem| problem.on(side).of(&mapping.name);
        writes_towards(mapping, side.other())?;
        let reader = self.store.read();
        if let Some(coupling) = reader.coupling_of(&mapping.name, side, id)? {
            return Err(already_coupled(mapping, record, &coupling));
        }
        // A record has one partner, however many mappings on the same two sets see it.
        for other in self.on_the_same_sets(mapping)? {
            let reader = self.store.read();
            if let Some(coupling) = reader.coupling_of(&other.name, side, id)? {
                return Err(coupled_elsewhere(&other, record, &coupling));
            }
        }
        self.observe_ids(mapping, side, &[id]).await?;
        let seen = self.store.read().uncoupled_one(&mapping.name, side, id)?;
        if seen.is_none() {
            let problem = Problem::new(Cause::RecordGone).with("record", &id.hyphenated());
            return Err(about(problem));
        }
        self.passes_filter(mapping, side, id)
    }
}

/// The same for a record whose partner another mapping on the same two sets has given it.
pub(super) fn coupled_elsewhere(
    other: &TableMapping,
    record: RecordRef,
    coupling: &crate::model::Coupling,
) -> Problem {
    already_coupled(other, record, coupling).with("reason", "coupled_elsewhere")
}

fn already_coupled(
    mapping: &TableMapping,
    record: RecordRef,
    coupling: &crate::model::Coupling,
) -> Problem {
    let called = |side| {
        let fields = coupling.seen.get(side).fields();
        let label = fields.map(|fields| super::naming::naming_of(mapping, side, fields).label);
        let label = label.filter(|label: &String| !label.is_empty());
        label.unwrap_or_else(|| coupling.ids.get(side).hyphenated().to_string())
    };
    Problem::new(Cause::DuplicateKey)
        .on(record.side)
        .of(&mapping.name)
        .with("reason", "already_coupled")
        .with("record", &called(record.side))
        .with("target", &called(record.side.other()))
}
