//! What is broken about signing in, switched on by name: each of Entra's refusals, and a few answers that a client must not
//! believe.

use serde::{Deserialize, Serialize};

use super::refusal::EntraError;

/// What the sign-in is like, as it stands in a fault plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInPlan {
    /// What is broken.
    pub broken: Vec<Broken>,
    /// How long tokens live from now on, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_seconds: Option<i64>,
    /// How long a person's sign-in can be renewed, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_seconds: Option<i64>,
    /// How long a client must wait between two questions whether a device code was used, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_interval: Option<i64>,
    /// Whether each refresh token works only once; the real ones go on working.
    pub refresh_once: bool,
    /// Whether services refuse tokens that were asked for another service; ours are lenient by themselves.
    pub check_audience: bool,
}

/// Something broken.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumIter,
)]
#[serde(rename_all = "kebab-case")]
pub enum Broken {
    /// The tenant does not exist.
    UnknownTenant,
    /// The application is not in the tenant.
    UnknownApplication,
    /// The client secret is another one.
    WrongSecret,
    /// The client secret has expired.
    SecretExpired,
    /// The certificate is not registered.
    CertificateRefused,
    /// The application may not act for people on their machines.
    PublicClientOff,
    /// Nobody has consented.
    ConsentMissing,
    /// Only an administrator may consent.
    AdminConsentMissing,
    /// The service is not known in the tenant.
    WrongResource,
    /// The scope is refused.
    InvalidScope,
    /// A rule of the tenant blocks.
    ConditionalAccess,
    /// A rule of the tenant wants a managed device.
    DeviceNotManaged,
    /// A second factor is needed.
    MfaRequired,
    /// A second factor must be set up first.
    MfaSetup,
    /// The password has expired or must be changed at the next sign-in.
    PasswordChange,
    /// The password is wrong.
    WrongPassword,
    /// The user is disabled.
    UserDisabled,
    /// The user is locked.
    UserLocked,
    /// The user does not exist.
    UserUnknown,
    /// The user is not assigned to the application.
    UserNotAssigned,
    /// The address to come back to is not registered.
    WrongRedirect,
    /// The person declines.
    Declined,
    /// The sign-in was unused for too long.
    RefreshExpired,
    /// The sign-in was taken back.
    RefreshRevoked,
    /// The tenant wants people to sign in again more often.
    SignInFrequency,
    /// The device code has ended.
    DeviceExpired,
    /// The client asks too often whether a device code was used.
    SlowDown,
    /// The sign-in service is not available.
    Unavailable,
    /// The browser comes back with the state of somebody else's sign-in.
    ForgedState,
    /// The token comes with the nonce of somebody else's sign-in.
    ForgedNonce,
}

/// Where in a sign-in something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// An application asks for itself.
    App,
    /// A person stands before the page.
    Page,
    /// The code that the browser brought is turned into tokens.
    Code,
    /// A sign-in is renewed.
    Refresh,
    /// A device code is asked for.
    DeviceStart,
    /// A client asks whether a device code was used.
    DevicePoll,
}

/// What is said where: the stages, then status, word, number, further word and sentence.
type Said = (
    Broken,
    &'static [Stage],
    u16,
    &'static str,
    u32,
    Option<&'static str>,
    &'static str,
);

const REFUSALS: [Said; 28] = [
    (
        Broken::UnknownTenant,
        &EVERYWHERE,
        400,
        "invalid_request",
        90_002,
        None,
        "Tenant not found. Check that the tenant is the right one and has subscriptions.",
    ),
    (
        Broken::UnknownApplication,
        &EVERYWHERE,
        400,
        "unauthorized_client",
        700_016,
        None,
        "The application was not found in the directory.",
    ),
    (
        Broken::WrongSecret,
        &[Stage::App],
        401,
        "invalid_client",
        7_000_215,
        None,
        "Invalid client secret provided. Send the secret's value, not its id.",
    ),
    (
        Broken::SecretExpired,
        &[Stage::App],
        401,
        "invalid_client",
        7_000_222,
        None,
        "The provided client secret keys are expired.",
    ),
    (
        Broken::CertificateRefused,
        &[Stage::App],
        401,
        "invalid_client",
        700_027,
        None,
        "The certificate with which the proof was signed is not registered on the application.",
    ),
    (
        Broken::PublicClientOff,
        &[Stage::Code, Stage::Refresh, Stage::DevicePoll],
        401,
        "invalid_client",
        7_000_218,
        None,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
    (
        Broken::ConsentMissing,
        &[Stage::App, Stage::Code, Stage::Refresh, Stage::DevicePoll],
        400,
        "invalid_grant",
        65_001,
        Some("consent_required"),
        "The user or administrator has not consented to use the application.",
    ),
    (
        Broken::AdminConsentMissing,
        &[Stage::Page, Stage::Code, Stage::Refresh, Stage::DevicePoll],
        400,
        "invalid_grant",
        90_094,
        Some("consent_required"),
        "Only an administrator can grant these permissions.",
    ),
    (
        Broken::WrongResource,
        &[
            Stage::App,
            Stage::Page,
            Stage::Code,
            Stage::Refresh,
            Stage::DevicePoll,
        ],
        400,
        "invalid_resource",
        500_011,
        None,
        "The resource principal was not found in the tenant.",
    ),
    (
        Broken::InvalidScope,
        &[
            Stage::App,
            Stage::Page,
            Stage::Code,
            Stage::Refresh,
            Stage::DeviceStart,
        ],
        400,
        "invalid_scope",
        70_011,
        None,
        "The provided value for the scope is not valid.",
    ),
    (
        Broken::ConditionalAccess,
        &[
            Stage::App,
            Stage::Page,
            Stage::Code,
            Stage::Refresh,
            Stage::DevicePoll,
        ],
        400,
        "interaction_required",
        53_003,
        Some("message_only"),
        "Access has been blocked by Conditional Access policies.",
    ),
    (
        Broken::DeviceNotManaged,
        &PERSON,
        400,
        "interaction_required",
        53_000,
        Some("message_only"),
        "The device is not in the required state: it must be managed.",
    ),
    (
        Broken::MfaRequired,
        &[Stage::Code, Stage::Refresh, Stage::DevicePoll],
        400,
        "interaction_required",
        50_076,
        Some("basic_action"),
        "Because of a change by the administrator or a new place, multi-factor authentication must be used.",
    ),
    (
        Broken::MfaSetup,
        &PERSON,
        400,
        "interaction_required",
        50_079,
        Some("basic_action"),
        "The user must enrol in multi-factor authentication.",
    ),
    (
        Broken::PasswordChange,
        &PERSON,
        400,
        "invalid_grant",
        50_055,
        Some("user_password_expired"),
        "The password is expired or must be changed.",
    ),
    (
        Broken::WrongPassword,
        &PERSON,
        400,
        "invalid_grant",
        50_126,
        None,
        "Invalid user name or password.",
    ),
    (
        Broken::UserDisabled,
        &PERSON,
        400,
        "invalid_grant",
        50_057,
        None,
        "The user account is disabled.",
    ),
    (
        Broken::UserLocked,
        &PERSON,
        400,
        "invalid_grant",
        50_053,
        None,
        "The account is locked: too many attempts with a wrong user name or password.",
    ),
    (
        Broken::UserUnknown,
        &PERSON,
        400,
        "invalid_grant",
        50_034,
        None,
        "The user account does not exist in the directory.",
    ),
    (
        Broken::UserNotAssigned,
        &PERSON,
        400,
        "invalid_grant",
        50_105,
        None,
        "The signed-in user is not assigned to a role for the application.",
    ),
    (
        Broken::WrongRedirect,
        &[Stage::Page, Stage::Code],
        400,
        "invalid_request",
        50_011,
        None,
        "The redirect URI in the request does not match those registered for the application.",
    ),
    (
        Broken::Declined,
        &[Stage::Page],
        400,
        "access_denied",
        65_004,
        None,
        "The user declined to consent to access the application.",
    ),
    (
        Broken::RefreshExpired,
        &[Stage::Refresh],
        400,
        "invalid_grant",
        700_082,
        Some("bad_token"),
        "The refresh token has expired due to inactivity.",
    ),
    (
        Broken::RefreshRevoked,
        &[Stage::Refresh],
        400,
        "invalid_grant",
        50_173,
        Some("bad_token"),
        "The grant was revoked and a fresh one is needed; the user changed or reset the password.",
    ),
    (
        Broken::SignInFrequency,
        &[Stage::Refresh],
        400,
        "invalid_grant",
        70_043,
        Some("bad_token"),
        "The refresh token has expired due to a sign-in frequency check by Conditional Access.",
    ),
    (
        Broken::DeviceExpired,
        &[Stage::DevicePoll],
        400,
        "expired_token",
        70_019,
        None,
        "The verification code has expired.",
    ),
    (
        Broken::SlowDown,
        &[Stage::DevicePoll],
        400,
        "slow_down",
        70_020,
        None,
        "Ask less often.",
    ),
    (
        Broken::Unavailable,
        &EVERYWHERE,
        503,
        "temporarily_unavailable",
        90_033,
        None,
        "A transient error has occurred. Try again.",
    ),
];

const EVERYWHERE: [Stage; 6] = [
    Stage::App,
    Stage::Page,
    Stage::Code,
    Stage::Refresh,
    Stage::DeviceStart,
    Stage::DevicePoll,
];

/// Wherever a person is concerned.
const PERSON: [Stage; 4] = [Stage::Page, Stage::Code, Stage::Refresh, Stage::DevicePoll];

impl Broken {
    /// What is said at a stage, if anything.
    pub(super) fn at(self, stage: Stage) -> Option<EntraError> {
        REFUSALS
            .iter()
            .find(|(broken, stages, ..)| *broken == self && stages.contains(&stage))
            .map(|&(_, _, status, error, code, suberror, text)| {
                let mut refused = EntraError::new(status, error, code, text);
                refused.suberror = suberror;
                refused
            })
    }

    /// Whether the page itself shows it, since Entra sends nobody back to a client that it does not know.
    pub(super) fn stays_on_the_page(self) -> bool {
        matches!(
            self,
            Self::UnknownTenant
                | Self::UnknownApplication
                | Self::WrongRedirect
                | Self::Unavailable
        )
    }
}
