//! What a refusal of the sign-in service means: Entra's numbers as causes.
//!
//! The numbers may change, says Microsoft, and `error` may not; so a number that is not known falls back on the word.

use crate::model::reason::{Cause, Problem};
use crate::remote::http::Answer;
use serde::Deserialize;

/// What a refusal of the token endpoint means.
pub fn entra_problem(answer: &Answer) -> Problem {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Refusal {
        error: String,
        suberror: String,
        error_description: String,
        error_codes: Vec<u64>,
        correlation_id: Option<String>,
        trace_id: Option<String>,
    }
    let refusal: Option<Refusal> = serde_json::from_slice(&answer.body).ok();
    let Some(refusal) = refusal else {
        let cause = match answer.status {
            408 | 504 => Cause::Timeout,
            429 => Cause::Throttled,
            500..=599 => Cause::ServiceUnavailable,
            404 => Cause::WrongAddress,
            _ => Cause::SignInRefused,
        };
        let mut problem = Problem::new(cause);
        problem.status = Some(answer.status);
        return problem;
    };
    let code = refusal
        .error_codes
        .first()
        .copied()
        .or_else(|| code_in(&refusal.error_description));
    let cause = match answer.status {
        429 => Cause::Throttled,
        _ => code
            .and_then(numbered)
            .unwrap_or_else(|| worded(code, &refusal.error, &refusal.suberror, answer.status)),
    };
    let mut problem = Problem::new(cause);
    problem.status = Some(answer.status);
    problem.service_code = code
        .map(|code| format!("AADSTS{code}"))
        .or((!refusal.error.is_empty()).then_some(refusal.error));
    problem.request_id = refusal.trace_id.or(refusal.correlation_id);
    problem.raw = Some(refusal.error_description).filter(|text| !text.is_empty());
    problem
}

/// What a refusal means that came back to the browser's redirect: `error` and `error_description` of its address.
pub fn redirected_problem(error: &str, description: &str) -> Problem {
    let code = code_in(description);
    let cause = code
        .and_then(numbered)
        .unwrap_or_else(|| worded(code, error, "", 400));
    let mut problem = Problem::new(cause);
    problem.service_code = code
        .map(|code| format!("AADSTS{code}"))
        .or_else(|| Some(error.to_owned()));
    problem.raw = Some(description.to_owned()).filter(|text| !text.is_empty());
    problem
}

/// What one of Entra's numbers means.
fn numbered(code: u64) -> Option<Cause> {
    Some(match code {
        7_000_215 | 7_000_218 => Cause::WrongSecret,
        7_000_222 => Cause::SecretExpired,
        700_016 | 700_020 => Cause::UnknownApplication,
        90_002 | 900_023 => Cause::UnknownTenant,
        65_001 | 90_094 | 90_095 => Cause::ConsentMissing,
        500_011 | 650_057 => Cause::UnknownResource,
        70_011 | 1_002_012 => Cause::WrongScope,
        7_000_112 => Cause::ApplicationDisabled,
        50_057 => Cause::UserDisabled,
        50_034 | 50_020 | 50_177 => Cause::UserUnknown,
        50_105 => Cause::UserNotAssigned,
        50_126 | 50_056 => Cause::WrongPassword,
        50_053 => Cause::UserLocked,
        50_055 | 50_144 => Cause::PasswordChange,
        50_072 | 50_074 | 50_076 | 50_079 => Cause::MfaRequired,
        50_005 | 50_131 | 50_158 | 53_000..=53_004 | 530_001..=530_039 => Cause::ConditionalAccess,
        50_089 | 50_133 | 50_173 | 54_005 | 70_000 | 70_008 | 70_043 | 700_003 | 700_081
        | 700_082 | 700_084 => Cause::SignInExpired,
        50_011 | 500_113 | 900_971 => Cause::RedirectRefused,
        50_027 | 50_146 | 700_021..=700_025 | 700_027 | 700_030 => Cause::CertificateRefused,
        65_004 => Cause::SignInDeclined,
        70_019 => Cause::SignInTimedOut,
        90_033 | 90_055 => Cause::ServiceUnavailable,
        _ => return None,
    })
}

/// What the standard's word for a refusal means, where the number says nothing.
fn worded(code: Option<u64>, error: &str, suberror: &str, status: u16) -> Cause {
    match (error, suberror) {
        (_, "consent_required") | ("consent_required", _) => Cause::ConsentMissing,
        (_, "basic_action" | "additional_action") => Cause::MfaRequired,
        (_, "message_only") => Cause::ConditionalAccess,
        (_, "user_password_expired") => Cause::PasswordChange,
        (_, "bad_token" | "token_expired" | "device_authentication_failed") => Cause::SignInExpired,
        ("invalid_resource", _) => Cause::UnknownResource,
        ("invalid_scope", _) => Cause::WrongScope,
        ("access_denied" | "authorization_declined", _) => Cause::SignInDeclined,
        ("expired_token", _) => Cause::SignInTimedOut,
        ("temporarily_unavailable" | "server_error", _) => Cause::ServiceUnavailable,
        ("invalid_client", _) if code.is_none() => Cause::WrongSecret,
        _ if (500..=599).contains(&status) => Cause::ServiceUnavailable,
        _ => Cause::SignInRefused,
    }
}

/// The number in `AADSTS7000215: …`.
fn code_in(description: &str) -> Option<u64> {
    let (_, rest) = description.split_once("AADSTS")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, body: &str) -> Problem {
        entra_problem(&Answer {
            status,
            body: body.to_owned().into(),
            ..Answer::default()
        })
    }

    #[test]
    fn refusals_of_the_sign_in_are_told_apart() {
        for (code, error, cause) in [
            (7_000_215, "invalid_client", Cause::WrongSecret),
            (7_000_222, "invalid_client", Cause::SecretExpired),
            (700_016, "unauthorized_client", Cause::UnknownApplication),
            (90_002, "invalid_request", Cause::UnknownTenant),
            (65_001, "invalid_grant", Cause::ConsentMissing),
            (50_055, "invalid_grant", Cause::PasswordChange),
            (50_076, "interaction_required", Cause::MfaRequired),
            (53_003, "interaction_required", Cause::ConditionalAccess),
            (700_082, "invalid_grant", Cause::SignInExpired),
            (50_011, "invalid_request", Cause::RedirectRefused),
            (700_027, "invalid_client", Cause::CertificateRefused),
            (1_234_567, "interaction_required", Cause::SignInRefused),
        ] {
            let body = format!(
                r#"{{"error":"{error}","error_description":"AADSTS{code}: words. Trace ID: t","error_codes":[{code}],"trace_id":"t-1"}}"#
            );
            let problem = refusal(400, &body);
            assert_eq!(problem.cause, cause, "{code}");
            assert_eq!(problem.request_id.as_deref(), Some("t-1"));
            let without_codes =
                format!(r#"{{"error":"{error}","error_description":"AADSTS{code}: words."}}"#);
            assert_eq!(refusal(401, &without_codes).cause, cause, "{code}");
            let redirected = redirected_problem(error, &format!("AADSTS{code}: words."));
            assert_eq!(redirected.cause, cause, "{code}");
        }
        assert_eq!(refusal(503, "<html>").cause, Cause::ServiceUnavailable);
        assert_eq!(refusal(404, "nothing here").cause, Cause::WrongAddress);
        let unknown = refusal(
            400,
            r#"{"error":"invalid_grant","suberror":"consent_required"}"#,
        );
        assert_eq!(unknown.cause, Cause::ConsentMissing);
        assert_eq!(
            redirected_problem("access_denied", "").cause,
            Cause::SignInDeclined
        );
    }
}
