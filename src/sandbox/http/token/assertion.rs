//! Checks the proof that a client signs with its certificate instead of sending a secret (RFC 7523).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
};
use serde_json::Value;
use std::collections::HashSet;

use super::app::App;
use super::refusal::EntraError;

/// What `client_assertion_type` must be.
pub(super) const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Clocks may differ by so many seconds.
const LEEWAY: i64 = 300;

/// Checks a proof: who signed it, for whom, when, and that it was not shown before.
pub(super) fn check(
    assertion: &str,
    app: &App,
    audiences: &[String],
    shown: &mut HashSet<String>,
    now: Timestamp,
) -> Result<(), EntraError> {
    let bad = |code, text: &str| EntraError::new(401, "invalid_client", code, text);
    let malformed = || bad(50_027, "The client assertion is not a well-formed JWT.");
    let mut parts = assertion.split('.');
    let (Some(head), Some(claims), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(malformed());
    };
    let read = |part: &str| -> Option<Value> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
    };
    let (Some(header), Some(body)) = (read(head), read(claims)) else {
        return Err(malformed());
    };
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_bad| malformed())?;
    let text = |of: &Value, name: &str| of.get(name).and_then(Value::as_str).map(str::to_owned);
    let number = |name: &str| body.get(name).and_then(Value::as_i64);

    let not_registered = || {
        bad(
            700_027,
            "The certificate with which the proof was signed is not registered on the application.",
        )
    };
    let certificate = app.certificate.as_ref().ok_or_else(not_registered)?;
    let is_it = match (text(&header, "x5t#S256"), text(&header, "x5t")) {
        (Some(sha256), _) => sha256 == certificate.sha256,
        (None, Some(sha1)) => sha1 == certificate.sha1,
        (None, None) => false,
    };
    if !is_it {
        return Err(not_registered());
    }
    let algorithm: &dyn VerificationAlgorithm = match text(&header, "alg").as_deref() {
        Some("PS256") => &RSA_PSS_2048_8192_SHA256,
        Some("RS256") => &RSA_PKCS1_2048_8192_SHA256,
        _ => return Err(bad(50_146, "The assertion's algorithm is not accepted.")),
    };
    let signed = format!("{head}.{claims}");
    UnparsedPublicKey::new(algorithm, &certificate.key)
        .verify(signed.as_bytes(), &signature)
        .map_err(|_unspecified| {
            bad(700_027, "The signature of the client assertion is invalid.")
        })?;

    let client = app.client_id.to_string();
    if text(&body, "iss").as_deref() != Some(&client)
        || text(&body, "sub").as_deref() != Some(&client)
    {
        return Err(bad(
            700_021,
            "Issuer and subject of the client assertion must be the client.",
        ));
    }
    if !text(&body, "aud").is_some_and(|audience| audiences.contains(&audience)) {
        return Err(bad(
            700_023,
            "The audience of the client assertion is not this token endpoint.",
        ));
    }
    let seconds = now.as_second();
    let valid = number("exp").is_some_and(|exp| exp > seconds - LEEWAY)
        && number("nbf").is_none_or(|nbf| nbf <= seconds + LEEWAY);
    if !valid {
        return Err(bad(
            700_024,
            "The client assertion is not within its valid time range.",
        ));
    }
    match text(&body, "jti") {
        Some(id) if shown.insert(id.clone()) => Ok(()),
        Some(_) => Err(bad(700_025, "The client assertion was shown before.")),
        None => Err(bad(50_027, "The client assertion has no jti.")),
    }
}
