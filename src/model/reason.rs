//! Why something is done, skipped or refused: stable codes with parameters, put into words elsewhere.

pub use super::fixer::Fixer;
use super::ids::{FieldName, MappingName};
use super::side::Side;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a plan wants something done.
///
/// Only ever written out: internally tagged forms cannot be read back beside exact decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// One side changed since both last agreed.
    Changed {
        /// The side that changed.
        side: Side,
    },
    /// Both sides changed, in different fields or to the same values; all of it is kept.
    Merged,
    /// The record exists on one side only and the mapping creates it on the other.
    New {
        /// The side where it exists.
        side: Side,
    },
    /// The pair was found by match-based coupling.
    Matched,
    /// Both sides changed these fields to different values.
    Conflict {
        /// The open fields.
        fields: Vec<FieldName>,
    },
    /// A rule of the mapping decided a conflict.
    Policy {
        /// The side that wins.
        winner: Side,
    },
    /// A person decided.
    Decided,
    /// A person asked for this side's values.
    Taken {
        /// The side that wins.
        winner: Side,
    },
    /// The record was deleted on one side.
    Deleted {
        /// The side where it is gone.
        side: Side,
    },
    /// A missing record is created again.
    Restored {
        /// The side where it was missing.
        side: Side,
    },
    /// An earlier write is taken back.
    Reverted,
    /// The values cannot be written.
    Problem(Problem),
}

/// What happened, as a stable code: the key of the cause catalogue (`docs/causes.md`).
///
/// The code is part of the promise to scripts: names are never changed.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Cause {
    // Reaching a service
    /// No connection: wrong host, nothing listening, no network.
    Unreachable,
    /// No complete answer in time.
    Timeout,
    /// No connection in time.
    ConnectTimeout,
    /// No first byte of an answer in time.
    FirstByteTimeout,
    /// An answer began and then stalled.
    ReadTimeout,
    /// The connection broke while a write was under way; whether it was done is looked up.
    AnswerLost,
    /// TLS failed for another reason than those below.
    TlsFailed,
    /// The server's certificate was issued by an authority that is not trusted here.
    CertificateUnknown,
    /// The server's certificate is for another host.
    CertificateForOtherHost,
    /// The server's certificate is not valid any more, or not yet.
    CertificateExpired,
    /// The proxy cannot be reached.
    ProxyUnreachable,
    /// The proxy asks for user and password, or refuses those it was given.
    ProxySignIn,
    /// The proxy refuses to lead to the service.
    ProxyRefused,
    /// The address would send data unencrypted.
    NotHttps,
    /// The address is not one of this service's.
    WrongAddress,
    /// The service asked for fewer requests.
    Throttled,
    /// The service says that it is not available now.
    ServiceUnavailable,
    /// The answer was not what the protocol says.
    MalformedAnswer,
    /// What was sent is larger than the service takes.
    RequestTooLarge,
    /// The service failed in itself.
    ServiceError,
    /// The service answers no call of its interface: it is switched off there.
    ApiSwitchedOff,
    /// The interface is an older or newer version than this program speaks.
    ApiVersion,
    /// This machine's clock and the service's differ too much.
    ClockSkew,
    /// Requests are held back until a limit of the service lets them through again.
    BudgetExhausted,
    // Signing in
    /// The client secret is wrong.
    WrongSecret,
    /// The client secret has expired.
    SecretExpired,
    /// The secret was not given to this program.
    SecretMissing,
    /// The application is not known in the tenant.
    UnknownApplication,
    /// The tenant does not exist.
    UnknownTenant,
    /// Consent is missing.
    ConsentMissing,
    /// The user's password is wrong.
    WrongPassword,
    /// The user does not exist in the tenant.
    UserUnknown,
    /// The tenant wants users assigned to the application, and this one is not.
    UserNotAssigned,
    /// The user is locked for a while after too many attempts.
    UserLocked,
    /// The user must change the password before anything else.
    PasswordChange,
    /// The tenant wants a second factor, which only a person can give.
    MfaRequired,
    /// A rule of the tenant about devices, places or risk refuses the sign-in.
    ConditionalAccess,
    /// Nobody is signed in, or what a person's sign-in left is not there any more.
    SignInNeeded,
    /// A person's sign-in has ended: too long unused, or taken back.
    SignInExpired,
    /// The person refused, or closed the page.
    SignInDeclined,
    /// Nobody completed the sign-in in time.
    SignInTimedOut,
    /// The answer to a sign-in is not the answer to ours; somebody else may have sent it.
    SignInForged,
    /// The application is not registered for sign-ins by a person on this machine.
    PublicClientOff,
    /// The application is not registered with the address that the browser is to come back to.
    RedirectRefused,
    /// The application's certificate is not the one that is registered, has expired, or its proof was refused.
    CertificateRefused,
    /// The sign-in was refused for another reason.
    SignInRefused,
    /// The service refuses the token: the application or user is not registered or enabled there.
    NotRegistered,
    /// The integration user is disabled.
    UserDisabled,
    /// The application is disabled in the tenant.
    ApplicationDisabled,
    /// The scope that was asked for is not valid.
    WrongScope,
    /// The tenant does not know the service that a token is asked for.
    UnknownResource,
    /// The token was made for another service.
    WrongAudience,
    /// The token is from another tenant than the service's.
    OtherTenant,
    /// The client secret expires soon.
    SecretExpiresSoon,
    /// The kept sign-in ends soon.
    SignInExpiresSoon,
    // Permissions and set-up
    /// A privilege or permission is missing.
    MissingPermission,
    /// The integration user has no role at all.
    NoRoles,
    /// The user has no licence for the service.
    LicenceMissing,
    /// The user may only administer, only read, or only support.
    AccessMode,
    /// The integration user is a system administrator.
    AdministratorAccount,
    /// The environment is in administration mode.
    AdministrationMode,
    /// The company does not exist.
    UnknownCompany,
    /// The entity set does not exist.
    UnknownTable,
    /// A mapped field does not exist.
    UnknownField,
    /// A filter of the mapping was refused.
    InvalidFilter,
    /// Changes of a table are not tracked, so that it is read by time or whole.
    ChangeTrackingOff,
    /// What was tracked is too long ago; the table is read whole once.
    ChangeLogExpired,
    /// A required column gets no value when records are created.
    RequiredNotMapped,
    /// Texts of one side may be longer than the other's field.
    FieldShortened,
    /// A value of one side has no partner on the other.
    OptionWithoutPartner,
    /// Duplicate detection rules are published for a table in which records are created.
    DuplicateRules,
    /// Labels of options are shown in another language than the organisation's.
    LanguageDiffers,
    /// A currency has fewer decimals on one side.
    CurrencyPrecision,
    /// A currency of one side does not exist on the other.
    CurrencyMissing,
    /// The sides keep their books in different currencies.
    CurrenciesDiffer,
    /// The alternate key does not exist.
    KeyNotDefined,
    /// The address leads to another environment than the one that the couplings were made with.
    OtherEnvironment,
    /// The company is another one than the one that the couplings were made with.
    OtherCompany,
    /// Nothing was synchronised for longer than planned.
    Overdue,
    // Records
    /// The record changed meanwhile; it is read again.
    Stale,
    /// The record is gone.
    RecordGone,
    /// A record with this key exists already.
    DuplicateKey,
    /// A text is longer than the field allows.
    TooLong,
    /// A value is not among the allowed ones, or out of range.
    ValueRefused,
    /// A required value is missing.
    RequiredMissing,
    /// The field cannot be written.
    ReadOnlyField,
    /// A referenced record does not exist.
    ReferenceMissing,
    /// A business rule of the service refused the change.
    BusinessRule,
    /// An extension or plug-in of the service stopped the change.
    PlugInRefused,
    /// The service accepted the change and kept the field's former value.
    ValueNotKept,
    /// A duplicate detection rule refused the record.
    DuplicateDetected,
    /// Other records still refer to the record.
    StillReferenced,
    // Rules of the synchronisation
    /// The record a lookup refers to is not coupled yet.
    LookupNotCoupled,
    /// The currency has no exchange rate.
    MissingExchangeRate,
    /// The option set has no such value.
    OptionMissing,
    /// Both sides changed the same field.
    Conflict,
    /// The record was deleted in Business Central.
    DeletedInBc,
    /// The record was deleted in Dataverse.
    DeletedInDv,
    /// A mapping refers to something that is not there.
    InvalidMapping,
    /// A mapping that this one depends on could not be read, so that this one waits.
    DependencyUnread,
    /// An unanswered create could not be found again with certainty.
    CreateUncertain,
    /// More than one record matches, so that nobody can tell which belong together.
    SeveralMatches,
    /// The cache came back from a copy, and the record may have got a partner in between.
    MayHavePartner,
    /// The table does not flow towards the side that was to be written.
    OneWayTable,
    /// More would be changed or deleted than the safety brake allows.
    SafetyBrake,
    // This machine
    /// No connection was set up in this data folder.
    NotConnected,
    /// The disk is full.
    DiskFull,
    /// The cache cannot be read.
    CacheDamaged,
    /// Another process holds the data folder.
    CacheLocked,
    /// A file could not be read or written.
    FileProblem,
    /// A file's content is not valid.
    InvalidFile,
    /// The system has no key store, or it cannot be used.
    KeyStoreUnusable,
    /// The file with the secrets needs its passphrase.
    PassphraseNeeded,
    /// The passphrase does not open the file with the secrets, or the file was changed.
    WrongPassphrase,
    /// The work was stopped by a person.
    Cancelled,
    /// This program made a mistake and was stopped; nothing that was stored is lost.
    Internal,
    /// Not in the catalogue; the raw message is kept.
    Unknown,
}

impl Cause {
    /// The stable code.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Whether the failure may go away by itself: it never makes a record skipped.
    pub fn heals_by_itself(self) -> bool {
        matches!(
            self,
            Self::Unreachable
                | Self::Timeout
                | Self::ConnectTimeout
                | Self::FirstByteTimeout
                | Self::ReadTimeout
                | Self::ProxyUnreachable
                | Self::AnswerLost
                | Self::Throttled
                | Self::ServiceUnavailable
                | Self::Stale
                | Self::LookupNotCoupled
                | Self::SeveralMatches
                | Self::MayHavePartner
                | Self::DependencyUnread
                | Self::AdministrationMode
                | Self::Cancelled
                | Self::DiskFull
                | Self::BudgetExhausted
                | Self::ChangeLogExpired
        )
    }

    /// Whether the failure concerns the connection as a whole, so that going on with other records is pointless.
    pub fn stops_the_run(self) -> bool {
        matches!(
            self,
            Self::Unreachable
                | Self::Timeout
                | Self::ConnectTimeout
                | Self::FirstByteTimeout
                | Self::ReadTimeout
                | Self::TlsFailed
                | Self::CertificateUnknown
                | Self::CertificateForOtherHost
                | Self::CertificateExpired
                | Self::ProxyUnreachable
                | Self::ProxySignIn
                | Self::ProxyRefused
                | Self::NotHttps
                | Self::WrongAddress
                | Self::Throttled
                | Self::ServiceUnavailable
                | Self::WrongSecret
                | Self::SecretExpired
                | Self::SecretMissing
                | Self::UnknownApplication
                | Self::UnknownTenant
                | Self::ConsentMissing
                | Self::WrongPassword
                | Self::UserUnknown
                | Self::UserNotAssigned
                | Self::UserLocked
                | Self::PasswordChange
                | Self::MfaRequired
                | Self::ConditionalAccess
                | Self::SignInNeeded
                | Self::SignInExpired
                | Self::SignInDeclined
                | Self::SignInTimedOut
                | Self::SignInForged
                | Self::PublicClientOff
                | Self::RedirectRefused
                | Self::CertificateRefused
                | Self::SignInRefused
                | Self::NotRegistered
                | Self::UserDisabled
                | Self::AdministrationMode
                | Self::ApiSwitchedOff
                | Self::ApplicationDisabled
                | Self::WrongScope
                | Self::UnknownResource
                | Self::WrongAudience
                | Self::OtherTenant
                | Self::NoRoles
                | Self::LicenceMissing
                | Self::AccessMode
                | Self::OtherEnvironment
                | Self::OtherCompany
                | Self::UnknownCompany
                | Self::NotConnected
                | Self::DiskFull
                | Self::CacheDamaged
                | Self::CacheLocked
                | Self::KeyStoreUnusable
                | Self::PassphraseNeeded
                | Self::WrongPassphrase
                | Self::Cancelled
        )
    }
}

/// Something that went wrong: a cause, what it concerns, and what the service said.
///
/// Never contains a secret: connectors put request bodies, headers and tokens nowhere near it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{}: {}", .cause.code(), .raw.as_deref().unwrap_or("-"))]
pub struct Problem {
    /// What happened.
    pub cause: Cause,
    /// The side it happened on, if one.
    pub side: Option<Side>,
    /// The mapping it concerns, if one.
    pub mapping: Option<MappingName>,
    /// Parameters of its sentence (`field`, `value`, `limit`, `record`, `privilege`, `target` …).
    #[serde(default)]
    pub params: BTreeMap<String, String>,
    /// What the service or the system said, unchanged.
    pub raw: Option<String>,
    /// The service's own error code.
    pub service_code: Option<String>,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The service's id of the request, for its support.
    pub request_id: Option<String>,
}

impl Problem {
    /// A problem of which only the cause is known.
    pub fn new(cause: Cause) -> Self {
        Self {
            cause,
            side: None,
            mapping: None,
            params: BTreeMap::new(),
            raw: None,
            service_code: None,
            status: None,
            request_id: None,
        }
    }

    /// Names the side.
    #[must_use]
    pub fn on(mut self, side: Side) -> Self {
        self.side = Some(side);
        self
    }

    /// Names the mapping.
    #[must_use]
    pub fn of(mut self, mapping: &MappingName) -> Self {
        self.mapping = Some(mapping.clone());
        self
    }

    /// Adds a parameter of the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: &(impl ToString + ?Sized)) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// The problem as the log has it: its codes and where it was, without what the service said, which may quote a record.
    pub fn coded(&self) -> String {
        let mut said = self.cause.code().to_owned();
        let status = self.status.map(|status| status.to_string());
        let parts = [
            ("side", self.side.map(Side::as_str)),
            ("mapping", self.mapping.as_ref().map(MappingName::as_str)),
            ("said", self.service_code.as_deref()),
            ("status", status.as_deref()),
            ("request", self.request_id.as_deref()),
        ];
        for (name, value) in parts {
            if let Some(value) = value {
                said.extend([" ", name, "=", value]);
            }
        }
        said
    }

    /// Keeps what the service or the system said.
    #[must_use]
    pub fn saying(mut self, raw: impl Into<String>) -> Self {
        self.raw = Some(raw.into());
        self
    }
}
