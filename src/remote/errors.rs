//! What a service's refusal means: its answer becomes a [`Problem`] with a cause, its own code and the parameters in its words.

use super::http::Answer;
use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use serde::Deserialize;

/// The longest message that is kept, in characters.
const LONGEST_MESSAGE: usize = 2_000;

/// The body that both services send with a refusal.
struct Refusal {
    code: String,
    message: String,
}

/// What a refused request means.
pub fn problem_of(side: Side, answer: &Answer) -> Problem {
    let refusal = refusal_in(&answer.body);
    let mut problem = match (&refusal, side) {
        (Some(refusal), Side::Bc) => bc_problem(refusal, answer.status),
        (Some(refusal), Side::Dv) => dv_problem(refusal, answer.status),
        // A server whose API services are switched off refuses every call in this way, without a word.
        (None, Side::Bc) if answer.status == 405 && answer.body.trim_ascii().is_empty() => {
            Problem::new(Cause::ApiSwitchedOff)
        }
        (None, _) => Problem::new(by_status(answer.status)),
    };
    if let Some(cause) = challenged(answer) {
        problem.cause = cause;
    }
    problem.side = Some(side);
    problem.status = Some(answer.status);
    problem.request_id = answer.request_id().map(str::to_owned);
    if let Some(Refusal { code, message }) = refusal {
        if problem.request_id.is_none() {
            problem.request_id = after(&message, "CorrelationId:")
                .map(|id| id.trim().trim_end_matches('.').to_owned());
        }
        problem.service_code = (!code.is_empty()).then_some(code);
        problem.raw = Some(shortened(&message));
    } else {
        let text = String::from_utf8_lossy(&answer.body);
        let text = text.trim();
        problem.raw = (!text.is_empty()).then(|| shortened(text));
    }
    if let Some(seconds) = answer.header("retry-after") {
        problem = problem.with("retry_after", seconds);
    }
    problem
}

/// What the challenge of a refused token says about it (RFC 6750).
fn challenged(answer: &Answer) -> Option<Cause> {
    let challenge = answer
        .header("www-authenticate")
        .filter(|_| answer.status == 401)?
        .to_lowercase();
    if !challenge.contains("invalid_token") {
        None
    } else if challenge.contains("audience") {
        Some(Cause::WrongAudience)
    } else if challenge.contains("issuer") || challenge.contains("tenant") {
        Some(Cause::OtherTenant)
    } else if challenge.contains("lifetime")
        || challenge.contains("not yet valid")
        || challenge.contains("expired")
    {
        // The token is seconds old: only clocks that differ can make it look expired or not begun.
        Some(Cause::ClockSkew)
    } else {
        None
    }
}

/// Whether an answer is the service's own refusal, in the protocol's form (a gateway answers otherwise).
pub fn is_refusal(answer: &Answer) -> bool {
    refusal_in(&answer.body).is_some()
}

/// The problem of a first answer that is not what the service says: a web page means that the address is another one's.
pub fn not_the_service(
    side: Side,
    answer: &Answer,
    address: &str,
    field: &str,
    why: &str,
) -> Problem {
    let is_page = answer
        .header("content-type")
        .is_some_and(|kind| kind.contains("html"))
        || answer.body.trim_ascii_start().starts_with(b"<");
    let mut problem = Problem::new(if is_page {
        Cause::WrongAddress
    } else {
        Cause::MalformedAnswer
    });
    problem.status = Some(answer.status);
    problem.request_id = answer.request_id().map(str::to_owned);
    problem
        .on(side)
        .with("address", address)
        .with("field", field)
        .saying(why)
}

fn refusal_in(body: &[u8]) -> Option<Refusal> {
    #[derive(Deserialize)]
    struct Body {
        error: Inner,
    }
    #[derive(Deserialize)]
    struct Inner {
        #[serde(default)]
        code: serde_json::Value,
        #[serde(default)]
        message: serde_json::Value,
        #[serde(default)]
        innererror: serde_json::Value,
    }
    let body: Body = serde_json::from_slice(body).ok()?;
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        // Older services: {"message":{"lang":"en-US","value":"…"}}
        serde_json::Value::Object(parts) => parts
            .get("value")
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        serde_json::Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let mut message = text(&body.error.message);
    if let Some(inner) = body
        .error
        .innererror
        .get("message")
        .and_then(serde_json::Value::as_str)
        && !inner.is_empty()
        && inner != message
    {
        message = format!("{message} ({inner})");
    }
    Some(Refusal {
        code: text(&body.error.code),
        message,
    })
}

fn by_status(status: u16) -> Cause {
    match status {
        300..=399 => Cause::WrongAddress,
        401 => Cause::NotRegistered,
        403 => Cause::MissingPermission,
        404 => Cause::UnknownTable,
        407 => Cause::ProxySignIn,
        408 | 504 => Cause::Timeout,
        409 => Cause::DuplicateKey,
        412 => Cause::Stale,
        413 => Cause::RequestTooLarge,
        429 => Cause::Throttled,
        502 | 503 => Cause::ServiceUnavailable,
        500 | 505..=599 => Cause::ServiceError,
        _ => Cause::Unknown,
    }
}

fn bc_problem(refusal: &Refusal, status: u16) -> Problem {
    let Refusal { code, message } = refusal;
    let quoted = |problem: Problem, name: &str| match first_quoted(message) {
        Some(text) => problem.with(name, text),
        None => problem,
    };
    if let Some(problem) = generic(message, status) {
        return problem;
    }
    if message.contains("permissions on TableData")
        || message.contains("permissions on the TableData")
    {
        // “… TableData Customer: Read.”: the table and what was to be done with it.
        let what = after(message, "TableData").unwrap_or_default();
        let what = what.split('.').next().unwrap_or_default().trim();
        return Problem::new(Cause::MissingPermission).with("privilege", what);
    }
    if lacks_licence(message, status) {
        return Problem::new(Cause::LicenceMissing);
    }
    match code.as_str() {
        "Request_EntityChanged" | "BadRequest_InvalidToken" => Problem::new(Cause::Stale),
        "Internal_RecordNotFound" | "Internal_DataNotFoundFilter" => {
            Problem::new(Cause::RecordGone)
        }
        "Internal_EntityWithSameKeyExists" => bc_duplicate(message),
        "Internal_InvalidTableRelation" => bc_relation(message),
        "Internal_CompanyNotFound" => Problem::new(Cause::UnknownCompany),
        "Internal_TenantUnavailable" => Problem::new(Cause::ServiceUnavailable),
        "Application_StringExceededLength" => bc_too_long(message),
        "BadRequest_InvalidOperation"
            if message.contains("read-only") || message.contains("read only") =>
        {
            quoted(Problem::new(Cause::ReadOnlyField), "field")
        }
        "BadRequest_RequiredParamNotProvided" => {
            quoted(Problem::new(Cause::RequiredMissing), "field")
        }
        "BadRequest_ResourceNotFound" => quoted(Problem::new(Cause::UnknownTable), "table"),
        "BadRequest_MethodNotAllowed" | "BadRequest_MethodNotImplemented" => {
            Problem::new(Cause::BusinessRule)
        }
        "Application_FilterErrorException" => Problem::new(Cause::InvalidFilter),
        "Application_InvalidGUID" | "Application_EvaluateException" => {
            quoted(Problem::new(Cause::ValueRefused), "value")
        }
        "Application_DialogException" | "Application_FieldValidationException" => {
            bc_dialog(message)
        }
        "Application_CallbackNotAllowed" => Problem::new(Cause::BusinessRule),
        "Authentication_InvalidCredentials" => Problem::new(Cause::NotRegistered),
        code if code.starts_with("Authorization_") => Problem::new(Cause::MissingPermission),
        _ => {
            let lower = message.to_lowercase();
            if lower.contains("option") || lower.contains("enum") {
                quoted(Problem::new(Cause::ValueRefused), "value")
            } else {
                Problem::new(by_status(status))
            }
        }
    }
}

/// Whether the refusal is about a licence or an entitlement rather than about permissions.
fn lacks_licence(message: &str, status: u16) -> bool {
    let lower = message.to_lowercase();
    matches!(status, 401 | 403)
        && ["licence", "license", "entitlement"]
            .iter()
            .any(|word| lower.contains(word))
}

/// Phrases of the OData library that both services, and many others, share.
fn generic(message: &str, status: u16) -> Option<Problem> {
    if let Some(rest) = after(message, "Could not find a property named") {
        let problem = Problem::new(Cause::UnknownField);
        return Some(match first_quoted(rest) {
            Some(field) => problem.with("field", field),
            None => problem,
        });
    }
    if let Some(rest) = after(message, "undeclared property") {
        let problem = Problem::new(Cause::UnknownField);
        return Some(match first_quoted(rest) {
            Some(field) => problem.with("field", field),
            None => problem,
        });
    }
    if let Some(rest) = after(message, "The property '")
        && let Some((field, more)) = rest.split_once('\'')
        && more.contains("does not exist")
    {
        return Some(Problem::new(Cause::UnknownField).with("field", field));
    }
    if let Some(rest) = after(message, "Resource not found for the segment") {
        let problem = Problem::new(Cause::UnknownTable);
        return Some(match first_quoted(rest) {
            Some(table) => problem.with("table", table),
            None => problem,
        });
    }
    let lower = message.to_lowercase();
    if lower.contains("administration mode") {
        return Some(Problem::new(Cause::AdministrationMode));
    }
    (lower == "entity already exists" && status == 400).then(|| Problem::new(Cause::DuplicateKey))
}

/// “The record in table Customer already exists. Identification fields and values: No.='10000'”
fn bc_duplicate(message: &str) -> Problem {
    let mut problem = Problem::new(Cause::DuplicateKey);
    if let Some(table) = between(message, "in table ", " already exists") {
        problem = problem.with("table", table);
    }
    if let Some(keys) = after(message, "Identification fields and values:")
        && let Some((field, rest)) = keys.split_once("='")
    {
        problem = problem.with("field", field.trim());
        if let Some((value, _)) = rest.split_once('\'') {
            problem = problem.with("value", value);
        }
    }
    problem
}

/// “The field Payment Terms Code of table Customer contains a value (XX) that cannot be found in the related table (…)”
fn bc_relation(message: &str) -> Problem {
    let mut problem = Problem::new(Cause::ReferenceMissing);
    if let Some(field) = between(message, "The field ", " of table") {
        problem = problem.with("field", field);
    }
    if let Some(value) = between(message, "a value (", ")") {
        problem = problem.with("value", value);
    }
    if let Some(target) = between(message, "related table (", ")") {
        problem = problem.with("target", target);
    }
    problem
}

/// “The length of the string is 41, but it must be less than or equal to 30 characters. Value: …”
fn bc_too_long(message: &str) -> Problem {
    let mut problem = Problem::new(Cause::TooLong);
    if let Some(limit) = between(message, "less than or equal to ", " char") {
        problem = problem.with("limit", limit.trim());
    }
    if let Some(length) = between(message, "length of the string is ", ",") {
        problem = problem.with("length", length.trim());
    }
    if let Some(value) = after(message, "Value: ") {
        let value = value.split("  CorrelationId").next().unwrap_or_default();
        problem = problem.with("value", value.trim().trim_end_matches('.'));
    }
    match first_double_quoted(message).or_else(|| between(message, "field ", " ")) {
        Some(field) => problem.with("field", field),
        None => problem,
    }
}

/// Business rules that are really about one field.
fn bc_dialog(message: &str) -> Problem {
    let named = |cause| {
        let problem = Problem::new(cause);
        match first_double_quoted(message) {
            Some(field) => problem.with("field", field),
            None => problem,
        }
    };
    if message.contains("must be provided") || message.contains("The blank ") {
        named(Cause::RequiredMissing)
    } else if message.contains("must have a value in") {
        let problem = Problem::new(Cause::RequiredMissing);
        match message.split_once(" must have a value in") {
            Some((field, _)) => problem.with("field", field.trim()),
            None => problem,
        }
    } else if message.contains("does not match to a") || message.contains("does not match a") {
        named(Cause::ReferenceMissing)
    } else {
        Problem::new(Cause::BusinessRule)
    }
}

fn dv_problem(refusal: &Refusal, status: u16) -> Problem {
    let Refusal { code, message } = refusal;
    if let Some(problem) = generic(message, status) {
        return problem;
    }
    let field = |problem: Problem| {
        let named = between(message, "'", "' attribute")
            .or_else(|| between(message, "attribute '", "'"))
            .or_else(|| between(message, "Attribute: ", ","))
            .or_else(|| between(message, "The value of '", "' on record"))
            .or_else(|| between(message, "field '", "'"));
        match named {
            Some(field) => problem.with("field", field),
            None => problem,
        }
    };
    match dv_code(code) {
        Some(0x8004_0217 | 0x8006_0891) => Problem::new(Cause::RecordGone),
        Some(0x8004_0333) => Problem::new(Cause::DuplicateDetected),
        Some(0x8004_2f09) => Problem::new(Cause::NoRoles),
        Some(0x8006_0890) => Problem::new(Cause::KeyNotDefined),
        Some(0x8004_4352) => Problem::new(Cause::ChangeLogExpired),
        Some(0x8007_2491) => Problem::new(Cause::ChangeTrackingOff),
        Some(0x8006_0892 | 0x8004_0237) => {
            let problem = Problem::new(Cause::DuplicateKey);
            match between(message, "entity key ", " requires") {
                Some(key) => problem.with("field", key),
                None => problem,
            }
        }
        Some(0x8006_0882 | 0x8006_088d) => Problem::new(Cause::Stale),
        Some(0x8004_0220) => {
            // Users of other modes than these two lack every privilege: roles would not help.
            let mode = between(message, "accessMode='", "'").and_then(|mode| mode.split_once(' '));
            let mut problem = match mode {
                Some((number, name)) if !matches!(number, "0" | "4") => {
                    Problem::new(Cause::AccessMode).with("what", name)
                }
                _ => Problem::new(Cause::MissingPermission),
            };
            if let Some(privilege) = between(message, "is missing ", " privilege") {
                problem = problem.with("privilege", privilege);
            }
            match between(message, "for entity '", "'") {
                Some(table) => problem.with("table", table),
                None => problem,
            }
        }
        Some(0x8007_2560 | 0x8004_a101) => Problem::new(Cause::NotRegistered),
        Some(0x8004_0225 | 0x8004_a112) => Problem::new(Cause::UserDisabled),
        Some(0x8004_a104) => Problem::new(Cause::AdministrationMode),
        Some(0x8004_4331) => {
            let problem = field(Problem::new(Cause::TooLong));
            match between(message, "maximum allowed length of '", "'") {
                Some(limit) => problem.with("limit", limit),
                None => problem,
            }
        }
        Some(0x8004_432f | 0x8004_4330 | 0x8004_431a | 0x8004_8408 | 0x8004_8d19) => {
            field(Problem::new(Cause::ValueRefused))
        }
        Some(0x8004_0200) => field(Problem::new(Cause::RequiredMissing)),
        Some(0x8004_0227) => Problem::new(Cause::StillReferenced),
        Some(0x8004_0265) => Problem::new(Cause::PlugInRefused),
        Some(0x8006_0888) => Problem::new(Cause::InvalidFilter),
        Some(0x8007_2322 | 0x8007_2321 | 0x8007_2326) => Problem::new(Cause::Throttled),
        _ if lacks_licence(message, status) => Problem::new(Cause::LicenceMissing),
        _ if message.contains("Does Not Exist") => {
            if status == 404 {
                Problem::new(Cause::RecordGone)
            } else {
                Problem::new(Cause::ReferenceMissing)
            }
        }
        _ => Problem::new(by_status(status)),
    }
}

/// Whether Dataverse says that a delta token is too old, or that there is no change tracking (any more).
pub fn delta_is_over(problem: &Problem) -> bool {
    problem
        .service_code
        .as_deref()
        .and_then(dv_code)
        .is_some_and(|code| matches!(code, 0x8004_4352 | 0x8007_2491))
}

/// A Dataverse code, written as hexadecimal or as a negative number.
fn dv_code(code: &str) -> Option<u32> {
    if let Some(hex) = code.strip_prefix("0x").or_else(|| code.strip_prefix("0X")) {
        return u32::from_str_radix(hex, 16).ok();
    }
    let number: i64 = code.parse().ok()?;
    i32::try_from(number)
        .map(i32::cast_unsigned)
        .or_else(|_| u32::try_from(number))
        .ok()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn after<'a>(text: &'a str, marker: &str) -> Option<&'a str> {
    text.split_once(marker).map(|(_, rest)| rest)
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    let (inner, _) = rest.split_once(end)?;
    (!inner.is_empty() && inner.len() <= 200).then_some(inner)
}

fn first_quoted(text: &str) -> Option<&str> {
    between(text, "'", "'").or_else(|| first_double_quoted(text))
}

fn first_double_quoted(text: &str) -> Option<&str> {
    between(text, "\"", "\"").or_else(|| between(text, "“", "”"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(side: Side, status: u16, code: &str, message: &str) -> Problem {
        let body = serde_json::json!({"error": {"code": code, "message": message}}).to_string();
        problem_of(
            side,
            &Answer {
                status,
                headers: Vec::new(),
                body: body.into(),
            },
        )
    }

    fn params(problem: &Problem) -> Vec<(&str, &str)> {
        let pairs = problem.params.iter();
        pairs.map(|(k, v)| (k.as_str(), v.as_str())).collect()
    }

    #[test]
    fn business_central_refusals_become_causes_with_parameters() {
        let long = refused(
            Side::Bc,
            400,
            "Application_StringExceededLength",
            "The length of the string is 31, but it must be less than or equal to 30 characters. Value: aaaa.  CorrelationId:  0f.",
        );
        assert_eq!(long.cause, Cause::TooLong);
        assert_eq!(
            params(&long),
            [("length", "31"), ("limit", "30"), ("value", "aaaa")]
        );
        assert_eq!(long.request_id.as_deref(), Some("0f"));

        let twice = refused(
            Side::Bc,
            409,
            "Internal_EntityWithSameKeyExists",
            "The record in table Customer already exists. Identification fields and values: No.='10000'",
        );
        assert_eq!(twice.cause, Cause::DuplicateKey);
        assert_eq!(
            params(&twice),
            [("field", "No."), ("table", "Customer"), ("value", "10000")]
        );

        for (status, code, message, cause) in [
            (409, "Request_EntityChanged", "Another user …", Cause::Stale),
            (400, "BadRequest_InvalidToken", "", Cause::Stale),
            (404, "Internal_RecordNotFound", "", Cause::RecordGone),
            (
                400,
                "BadRequest_InvalidOperation",
                "Control 'balanceDue' is read-only.",
                Cause::ReadOnlyField,
            ),
            (
                400,
                "BadRequest_NotFound",
                "Could not find a property named 'x' on type 'y'.",
                Cause::UnknownField,
            ),
            (
                400,
                "Application_DialogException",
                "A \"displayName\" must be provided.",
                Cause::RequiredMissing,
            ),
            (
                400,
                "Application_DialogException",
                "The order is released.",
                Cause::BusinessRule,
            ),
            (
                401,
                "Authentication_InvalidCredentials",
                "",
                Cause::NotRegistered,
            ),
            (429, "", "Too many", Cause::Throttled),
            (
                503,
                "Internal_TenantUnavailable",
                "",
                Cause::ServiceUnavailable,
            ),
        ] {
            assert_eq!(
                refused(Side::Bc, status, code, message).cause,
                cause,
                "{code} {message}"
            );
        }
    }

    #[test]
    fn dataverse_refusals_become_causes_with_parameters() {
        let long = refused(
            Side::Dv,
            400,
            "0x80044331",
            "A validation error occurred.  The length of the 'name' attribute of the 'account' entity exceeded the maximum allowed length of '160'.",
        );
        assert_eq!(long.cause, Cause::TooLong);
        assert_eq!(params(&long), [("field", "name"), ("limit", "160")]);

        let negative = refused(
            Side::Dv,
            400,
            "0x80044330",
            "A validation error occurred. The value of 'price' on record of type 'product' is outside the valid range.",
        );
        assert_eq!(negative.cause, Cause::ValueRefused);
        assert_eq!(params(&negative), [("field", "price")]);

        let denied = refused(
            Side::Dv,
            403,
            "0x80040220",
            "Principal user (Id=1, type=8, roleCount=1) is missing prvWriteAccount privilege (Id=2) on OTC=1 for entity 'account' (LocalizedName='Account').",
        );
        assert_eq!(denied.cause, Cause::MissingPermission);
        assert_eq!(
            params(&denied),
            [("privilege", "prvWriteAccount"), ("table", "account")]
        );

        for (status, code, cause) in [
            (412, "0x80060882", Cause::Stale),
            (412, "-2147088254", Cause::Stale),
            (404, "0x80040217", Cause::RecordGone),
            (412, "0x80060892", Cause::DuplicateKey),
            (429, "0x80072322", Cause::Throttled),
            (403, "0x80072560", Cause::NotRegistered),
            (403, "0x80040225", Cause::UserDisabled),
            (500, "0x80040216", Cause::ServiceError),
            (403, "0x80042f09", Cause::NoRoles),
            (412, "0x80040333", Cause::DuplicateDetected),
            (405, "0x80040227", Cause::StillReferenced),
            (400, "0x80040265", Cause::PlugInRefused),
            (400, "0x80060890", Cause::KeyNotDefined),
            (400, "0x80072491", Cause::ChangeTrackingOff),
            (413, "", Cause::RequestTooLarge),
            (418, "0x80049999", Cause::Unknown),
        ] {
            assert_eq!(refused(Side::Dv, status, code, "").cause, cause, "{code}");
        }
        assert!(delta_is_over(&refused(Side::Dv, 400, "0x80044352", "")));
    }

    #[test]
    fn a_gateways_page_is_kept_short() {
        let answer = Answer {
            status: 502,
            headers: Vec::new(),
            body: "<html>".repeat(10_000).into(),
        };
        let problem = problem_of(Side::Bc, &answer);
        assert_eq!(problem.cause, Cause::ServiceUnavailable);
        assert!(problem.raw.unwrap().chars().count() <= LONGEST_MESSAGE + 1);
    }
}
