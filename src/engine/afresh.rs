//! A conflict that somebody looks at, read again: both records, and whether a side takes changes of them at all.
//!
//! Whatever follows from what was read, nothing is written to a service: looking at a record must not change it.

use super::Engine;
use super::decide::ConflictView;
use super::pairs::{Scope, records_of};
use super::plan::{Step, plan_gone, plan_pair};
use super::store_pages::to_json;
use super::tally::Tally;
use crate::merge::MergeRules;
use crate::model::reason::{Cause, Problem};
use crate::model::{Coupling, Side, Sides, SkippedId, TableMapping};
use crate::remote::survey::{Right, Survey};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// How long it is believed what a service said about rights.
const BELIEVED: SignedDuration = SignedDuration::from_mins(15);

/// Why a side takes no changes of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is missing.
    pub problem: Problem,
    /// Whether the service was asked; otherwise it refused what was written last, and may think otherwise by now.
    pub asked: bool,
}

/// A conflict, and the draft of its decision if there is one.
pub type Shown = (ConflictView, Option<String>);

/// What Dataverse said about the right to change rows of a table.
#[derive(Serialize, Deserialize)]
struct Rights {
    asked: Timestamp,
    missing: Option<String>,
}

impl Rights {
    fn fact(mapping: &TableMapping) -> String {
        format!("rights:{}", mapping.sets.dv)
    }
}

impl Engine<'_> {
    /// Reads both records of a conflict again, and takes in what follows without a write: that both sides agree by now, that
    /// other fields are open, that a record is gone. Everything else waits for the next run or for the person. `anew` asks
    /// for rights although they are known. Answers what is to be shown, unless the record
    /// does not wait any more.
    pub async fn look_again(
        &mut self,
        id: SkippedId,
        anew: bool,
    ) -> Result<Option<Shown>, Problem> {
        let (_, mapping, known) = self.skipped_pair(id)?;
        for side in Side::BOTH {
            self.observe_ids(&mapping, side, &[*known.ids.get(side)])
                .await?;
        }
        self.learn_rights(&mapping, anew).await?;
        if let Some(now) = self.store.read().coupling(known.id)?
            && now.seen != known.seen
            && self.follows_without_a_write(&mapping, &now).await?
        {
            let scope = Scope::Only {
                pairs: vec![now.id],
                take: None,
            };
            self.work_pairs(&mapping, &scope, &mut Tally::default())
                .await?;
        }
        if self.store.read().skipped(id)?.is_none() {
            return Ok(None);
        }
        self.shown_conflict(id).await.map(Some)
    }

    /// A conflict as the cache has it, with the half-done decision as its writer stored it.
    pub async fn shown_conflict(&mut self, id: SkippedId) -> Result<Shown, Problem> {
        let view = self.conflict_view(id).await?;
        Ok((view, self.store.read().draft(id)?))
    }

    /// Whether what follows for a pair is written on neither side.
    pub(super) async fn follows_without_a_write(
        &mut self,
        mapping: &TableMapping,
        coupling: &Coupling,
    ) -> Result<bool, Problem> {
        let step = if let Some(plan) = plan_gone(mapping, coupling) {
            plan.step
        } else {
            let schemas = self.schemas(mapping).await?;
            let lookups = self
                .prepare_lookups(mapping, records_of(std::slice::from_ref(coupling)))
                .await?;
            let schemas = Sides::new(Some(&*schemas.bc), Some(&*schemas.dv));
            let rules = MergeRules::new(mapping, schemas);
            plan_pair(mapping, &rules, coupling, None, &lookups).step
        };
        Ok(matches!(step, Step::Settle | Step::Ask(_)))
    }

    /// Asks Dataverse whether rows of the mapping's table may be changed, unless that is known. A service that does not tell
    /// is not asked further.
    async fn learn_rights(&mut self, mapping: &TableMapping, anew: bool) -> Result<(), Problem> {
        // The values of an option set are the customizer's; rows of its table are not touched.
        if mapping.is_option_set() || !mapping.direction.writes(Side::Dv) {
            return Ok(());
        }
        if !anew && self.rights(mapping)?.is_some() {
            return Ok(());
        }
        let remote = Rc::clone(&self.remotes.dv);
        let Some(survey) = remote.survey() else {
            return Ok(());
        };
        let missing = match missing_write(survey, mapping).await {
            Ok(Some(missing)) => missing,
            Ok(None) => return Ok(()),
            Err(problem) if problem.cause.stops_the_run() => return Err(problem),
            Err(problem) => {
                tracing::debug!(problem = %problem.coded(), "rights are not told");
                return Ok(());
            }
        };
        let rights = Rights {
            asked: self.env.now(),
            missing,
        };
        let text = to_json(&rights)?;
        self.store
            .write(|w| w.set_fact(&Rights::fact(mapping), Some(&text)))
    }

    /// What is known of the right to change rows of a mapping's table, while it is believed.
    fn rights(&self, mapping: &TableMapping) -> Result<Option<Rights>, Problem> {
        let stored = self.store.read().fact(&Rights::fact(mapping))?;
        let stored: Option<Rights> = stored.and_then(|text| serde_json::from_str(&text).ok());
        let now = self.env.now();
        Ok(stored.filter(|rights| now.duration_since(rights.asked).abs() < BELIEVED))
    }

    /// Why a side takes no changes of a pair, as far as that is known without asking: a right is missing, or the last write
    /// was refused for want of one.
    pub(super) fn refusals(
        &self,
        mapping: &TableMapping,
        coupling: &Coupling,
    ) -> Result<Sides<Option<Refusal>>, Problem> {
        let mut refusals = Sides::default();
        let rights = self.rights(mapping)?;
        if let Some(missing) = rights.as_ref().and_then(|rights| rights.missing.as_ref()) {
            let problem = Problem::new(Cause::MissingPermission)
                .on(Side::Dv)
                .of(&mapping.name)
                .with("privilege", missing);
            refusals.dv = Some(Refusal {
                problem,
                asked: true,
            });
        }
        let last = self.store.read().error_of_coupling(coupling.id)?;
        let last = last.map(|error| error.problem);
        if let Some(problem) = last.filter(|problem| problem.cause == Cause::MissingPermission)
            && let Some(side) = problem.side
        {
            // Dataverse says by itself when the right is there again.
            let answered = side == Side::Dv && rights.is_some();
            if !answered {
                *refusals.get_mut(side) = Some(Refusal {
                    problem,
                    asked: false,
                });
            }
        }
        Ok(refusals)
    }
}

/// The privilege to change rows of a mapping's table, if the user lacks it; nothing at all if the service does not tell.
async fn missing_write(
    survey: &dyn Survey,
    mapping: &TableMapping,
) -> Result<Option<Option<String>>, Problem> {
    let Some(owned) = survey.privileges().await? else {
        return Ok(None);
    };
    let known = survey
        .privileges_of(std::slice::from_ref(&mapping.sets.dv))
        .await?;
    let mut privileges = known.into_iter().flatten();
    let missing = privileges.find(|privilege| {
        let is_owned = owned
            .iter()
            .any(|own| own.eq_ignore_ascii_case(&privilege.name));
        privilege.right == Right::Write && !is_owned
    });
    Ok(Some(missing.map(|privilege| privilege.name)))
}
