//! Who can do something about a failure: the person at the program, an administrator, or nobody since it passes.

use super::reason::Cause;
use serde::{Deserialize, Serialize};

/// Who can do something about a failure.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Fixer {
    /// Nobody needs to: it passes.
    Nobody,
    /// Whoever uses this program.
    User,
    /// An administrator of Business Central or Dataverse.
    ServiceAdministrator,
    /// An administrator of the tenant in Microsoft Entra.
    DirectoryAdministrator,
    /// Whoever looks after network, proxy and certificates.
    NetworkAdministrator,
    /// The support of the service or of this program.
    Support,
}

impl Cause {
    /// Who can do something about it.
    #[expect(
        clippy::too_many_lines,
        reason = "it is one list, and an exhaustive one"
    )]
    pub fn fixer(self) -> Fixer {
        match self {
            Self::Timeout
            | Self::FirstByteTimeout
            | Self::ReadTimeout
            | Self::AnswerLost
            | Self::Throttled
            | Self::ServiceUnavailable
            | Self::BudgetExhausted
            | Self::ChangeLogExpired
            | Self::Stale
            | Self::Cancelled => Fixer::Nobody,
            Self::Unreachable
            | Self::ConnectTimeout
            | Self::TlsFailed
            | Self::CertificateUnknown
            | Self::CertificateForOtherHost
            | Self::CertificateExpired
            | Self::ProxyUnreachable
            | Self::ProxySignIn
            | Self::ProxyRefused => Fixer::NetworkAdministrator,
            Self::SecretExpired
            | Self::UnknownApplication
            | Self::ConsentMissing
            | Self::UserNotAssigned
            | Self::UserLocked
            | Self::ConditionalAccess
            | Self::PublicClientOff
            | Self::RedirectRefused
            | Self::CertificateRefused
            | Self::SignInRefused
            | Self::ApplicationDisabled
            | Self::SecretExpiresSoon => Fixer::DirectoryAdministrator,
            Self::ApiSwitchedOff
            | Self::ApiVersion
            | Self::NotRegistered
            | Self::UserDisabled
            | Self::MissingPermission
            | Self::NoRoles
            | Self::LicenceMissing
            | Self::AccessMode
            | Self::AdministratorAccount
            | Self::AdministrationMode
            | Self::ChangeTrackingOff
            | Self::DuplicateRules
            | Self::LanguageDiffers
            | Self::CurrencyPrecision
            | Self::KeyNotDefined
            | Self::PlugInRefused
            | Self::ValueNotKept
            | Self::BusinessRule => Fixer::ServiceAdministrator,
            Self::NotHttps
            | Self::WrongAddress
            | Self::ClockSkew
            | Self::RequestTooLarge
            | Self::WrongSecret
            | Self::SecretMissing
            | Self::WrongPassword
            | Self::UserUnknown
            | Self::PasswordChange
            | Self::MfaRequired
            | Self::SignInNeeded
            | Self::SignInExpired
            | Self::SignInDeclined
            | Self::SignInTimedOut
            | Self::SignInForged
            | Self::KeyStoreUnusable
            | Self::PassphraseNeeded
            | Self::WrongPassphrase
            | Self::UnknownTenant
            | Self::WrongScope
            | Self::UnknownResource
            | Self::WrongAudience
            | Self::OtherTenant
            | Self::SignInExpiresSoon
            | Self::UnknownCompany
            | Self::UnknownTable
            | Self::UnknownField
            | Self::InvalidFilter
            | Self::RequiredNotMapped
            | Self::FieldShortened
            | Self::OptionWithoutPartner
            | Self::CurrencyMissing
            | Self::CurrenciesDiffer
            | Self::OtherEnvironment
            | Self::OtherCompany
            | Self::Overdue
            | Self::OneWayTable
            | Self::DependencyUnread
            | Self::RecordGone
            | Self::DuplicateKey
            | Self::DuplicateDetected
            | Self::StillReferenced
            | Self::TooLong
            | Self::ValueRefused
            | Self::RequiredMissing
            | Self::ReadOnlyField
            | Self::ReferenceMissing
            | Self::LookupNotCoupled
            | Self::MissingExchangeRate
            | Self::OptionMissing
            | Self::Conflict
            | Self::DeletedInBc
            | Self::DeletedInDv
            | Self::InvalidMapping
            | Self::CreateUncertain
            | Self::SeveralMatches
            | Self::MayHavePartner
            | Self::SafetyBrake
            | Self::NotConnected
            | Self::DiskFull
            | Self::CacheDamaged
            | Self::CacheLocked
            | Self::FileProblem
            | Self::InvalidFile => Fixer::User,
            Self::ServiceError | Self::MalformedAnswer | Self::Internal | Self::Unknown => {
                Fixer::Support
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use strum::IntoEnumIterator as _;

    #[test]
    fn what_nobody_can_do_anything_about_heals_by_itself() {
        for cause in Cause::iter().filter(|cause| *cause != Cause::Cancelled) {
            if cause.fixer() == Fixer::Nobody {
                assert!(
                    cause.heals_by_itself(),
                    "{cause:?} would stand for ever: nobody mends it and it does not heal"
                );
            }
        }
    }

    #[test]
    fn codes_are_told_apart_and_read_back() {
        let codes: BTreeSet<&str> = Cause::iter().map(Cause::code).collect();
        assert_eq!(codes.len(), Cause::iter().count());
        for cause in Cause::iter() {
            assert_eq!(cause.code().parse(), Ok(cause));
        }
    }
}
