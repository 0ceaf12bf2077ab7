//! Whether this still is the environment that the couplings were made with.
//!
//! Couplings of one environment are never applied to another: ids of a copy are the same, its records are not.

use super::{Check, CheckKind, Examination};
use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use crate::remote::Identity;

/// Refuses an environment that is not the one of the couplings.
///
/// # Errors
/// [`Cause::OtherEnvironment`] or [`Cause::OtherCompany`], with what it was and what it is.
pub fn compare(side: Side, made_with: &Identity, now: &Identity) -> Result<(), Problem> {
    if made_with.environment == now.environment {
        return Ok(());
    }
    let root = |identity: &Identity| {
        let whole = identity.environment.as_str();
        whole
            .split_once('#')
            .map_or(whole, |(root, _)| root)
            .to_owned()
    };
    // The company is the last part of what names Business Central.
    let same_place = side == Side::Bc && root(made_with) == root(now);
    let cause = if same_place {
        Cause::OtherCompany
    } else {
        Cause::OtherEnvironment
    };
    let told = |identity: &Identity| {
        if same_place {
            identity.name.clone()
        } else {
            format!("{}, {}", identity.name, root(identity))
        }
    };
    Err(Problem::new(cause)
        .on(side)
        .with("was", &told(made_with))
        .with("is", &told(now)))
}

/// The check of one side.
pub(super) fn check(examination: &Examination<'_>, side: Side, now: &Identity) -> Check {
    let kind = CheckKind::Environment;
    let Some(made_with) = examination.made_with.get(side) else {
        return Check::ok(kind, Some(side), None);
    };
    match compare(side, made_with, now) {
        Ok(()) => Check::ok(kind, Some(side), Some(now.name.clone())),
        Err(problem) => Check::failed(kind, Some(side), problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(environment: &str) -> Identity {
        Identity {
            environment: environment.to_owned(),
            name: "Contoso".to_owned(),
            user: None,
            version: None,
            local_currency: None,
        }
    }

    #[test]
    fn another_company_is_told_from_another_environment() {
        let made = identity("https://x/v2.0/production/api/v2.0#1");
        let cause = |side, now: &str| compare(side, &made, &identity(now)).map_err(|p| p.cause);
        assert_eq!(
            cause(Side::Bc, "https://x/v2.0/production/api/v2.0#1"),
            Ok(())
        );
        assert_eq!(
            cause(Side::Bc, "https://x/v2.0/production/api/v2.0#2"),
            Err(Cause::OtherCompany)
        );
        // A copy keeps the ids of its companies.
        assert_eq!(
            cause(Side::Bc, "https://x/v2.0/copy/api/v2.0#1"),
            Err(Cause::OtherEnvironment)
        );
        assert_eq!(cause(Side::Dv, "org-2"), Err(Cause::OtherEnvironment));
    }
}
