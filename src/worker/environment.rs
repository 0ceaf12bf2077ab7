//! Which environment the couplings of a data folder belong to, and what may be done when another one is reached.
//!
//! Couplings of one environment are never applied to another: a copy has records with the same ids. What is reached is compared
//! when a connection is made, and once more before a process works with couplings for the first time.

use super::checks::guard::compare;
use crate::model::reason::{Cause, Problem};
use crate::model::{MappingName, Side, Sides};
use crate::remote::{Identity, Remote};
use crate::store::{Reader, Store, Writer};
use std::collections::BTreeSet;
use std::rc::Rc;

/// What becomes of a folder's couplings when a connection leads to another environment or company.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Couplings {
    /// The connection is refused.
    #[default]
    Protect,
    /// They go, with what was seen and how far was read; mappings, jobs and history stay.
    StartAnew,
    /// They stay: a person says that it is the same environment under another address.
    Keep,
}

/// The name of the cached fact that holds with whom one side's couplings were made.
fn made_with_fact(side: Side) -> String {
    format!("made_with_{}", side.short())
}

/// The name of the cached fact that holds whom one side's connector reached last.
pub(super) fn identity_fact(side: Side) -> String {
    format!("identity_{}", side.short())
}

/// With whom the couplings of this folder were made.
pub(super) fn made_with(reader: &Reader<'_>) -> Result<Sides<Option<Identity>>, Problem> {
    let read = |side: Side| -> Result<Option<Identity>, Problem> {
        let text = match reader.fact(&made_with_fact(side))? {
            Some(text) => Some(text),
            // A folder of a version that did not tell them apart.
            None => reader.fact(&identity_fact(side))?,
        };
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    };
    Ok(Sides::new(read(Side::Bc)?, read(Side::Dv)?))
}

/// The mappings that have couplings.
pub(super) fn coupled(reader: &Reader<'_>) -> Result<BTreeSet<MappingName>, Problem> {
    let counts = reader.mapping_counts()?.into_iter();
    let coupled = counts.filter(|counts| counts.couplings() > 0);
    Ok(coupled.map(|counts| counts.mapping).collect())
}

/// Whether anything in the folder belongs to an environment: couplings, what was seen, creates without an answer.
fn is_bound(reader: &Reader<'_>) -> Result<bool, Problem> {
    let counts = reader.mapping_counts()?;
    let seen = counts
        .iter()
        .any(|counts| counts.couplings() + counts.uncoupled.bc + counts.uncoupled.dv > 0);
    Ok(seen || !reader.journal_open(None)?.is_empty())
}

/// Refuses a connection to another environment than that of the couplings, unless a person decided otherwise.
///
/// # Errors
/// [`Cause::OtherEnvironment`], [`Cause::OtherCompany`].
pub(super) fn admit(
    store: &Store,
    reached: &[(Side, Identity)],
    couplings: Couplings,
) -> Result<(), Problem> {
    let reader = store.read();
    if couplings != Couplings::Protect || !is_bound(&reader)? {
        return Ok(());
    }
    let made_with = made_with(&reader)?;
    for (side, identity) in reached {
        if let Some(made_with) = made_with.get(*side) {
            compare(*side, made_with, identity)?;
        }
    }
    Ok(())
}

/// Notes with whom the couplings are made from now on; those of another environment go if that was wished.
pub(super) fn note(
    writer: &Writer<'_>,
    reached: &[(Side, Identity)],
    couplings: Couplings,
) -> Result<(), Problem> {
    if couplings == Couplings::StartAnew {
        writer.start_anew()?;
    }
    for (side, identity) in reached {
        let text = serde_json::to_string(identity)
            .map_err(|error| Problem::new(Cause::Unknown).saying(error.to_string()))?;
        writer.set_fact(&made_with_fact(*side), Some(&text))?;
    }
    Ok(())
}

/// Asks Dataverse which organisation it is, before couplings are used: a copy may stand at the same address.
///
/// Business Central needs no question: its environment is in the address, its company in every path by its id.
///
/// # Errors
/// [`Cause::OtherEnvironment`], or why it could not be asked.
pub(super) async fn verify(store: &Store, remotes: &Sides<Rc<dyn Remote>>) -> Result<(), Problem> {
    let reader = store.read();
    if !is_bound(&reader)? {
        return Ok(());
    }
    let Some(made_with) = made_with(&reader)?.dv else {
        return Ok(());
    };
    let Some(survey) = remotes.dv.survey() else {
        return Ok(());
    };
    let Some(environment) = survey.environment().await? else {
        return Ok(());
    };
    let now = Identity {
        environment,
        ..made_with.clone()
    };
    compare(Side::Dv, &made_with, &now)
}
