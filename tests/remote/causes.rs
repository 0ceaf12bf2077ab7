//! Refusals of each service and of Entra, sent over the wire: each arrives as the cause of the catalogue that it stands for.

use crate::bc::{A, COMPANY, common, id};
use crate::dv::metadata;
use crate::stub::{Reply, Stub, fields, find_customers, remotes, remotes_signing_in, write};
use raccord::model::reason::{Cause, Problem};
use raccord::model::{Etag, Value};
use raccord::remote::{Remote, Write, WriteOutcome};
use serde_json::json;

/// What a write to one record came to.
async fn refused(remote: &dyn Remote, set: &str, field: &str) -> Problem {
    let update = Write::Update {
        id: id(A),
        etag: Some(Etag("W/\"1\"".into())),
        fields: fields(&[(field, Value::text("x"))]),
    };
    match write(remote, set, vec![update]).await.remove(0) {
        WriteOutcome::Refused(problem)
        | WriteOutcome::Unknown(problem)
        | WriteOutcome::NotSent(problem)
        | WriteOutcome::Deferred(problem) => problem,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_refusal_of_business_central_arrives_as_its_cause() {
    for (status, code, message, cause) in [
        (413, "RequestTooLarge", "", Cause::RequestTooLarge),
        (500, "Internal_ServerError", "", Cause::ServiceError),
        (
            400,
            "BadRequest_InvalidOperation",
            "Control 'balanceDue' is read-only.",
            Cause::ReadOnlyField,
        ),
        (
            400,
            "Internal_InvalidTableRelation",
            "The field Payment Terms Code of table Customer contains a value (XX) that cannot be found in the related table (Payment Terms).",
            Cause::ReferenceMissing,
        ),
        (
            400,
            "Application_InvalidGUID",
            "Value 'x'",
            Cause::ValueRefused,
        ),
        (
            400,
            "Application_DialogException",
            "The customer is blocked.",
            Cause::BusinessRule,
        ),
    ] {
        let stub = Stub::serve_batching(move |seen| {
            common(seen).unwrap_or_else(|| Reply::refusal(status, code, message))
        })
        .await;
        let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
        let problem = refused(bc.as_ref(), "customers", "displayName").await;
        assert_eq!(problem.cause, cause, "{code}: {problem:?}");
        assert_eq!(problem.status, Some(status), "{code}");
    }
}

#[tokio::test]
async fn every_refusal_of_dataverse_arrives_as_its_cause() {
    for (status, code, cause) in [
        (412, "0x80040333", Cause::DuplicateDetected),
        (405, "0x80040227", Cause::StillReferenced),
        (400, "0x80040265", Cause::PlugInRefused),
        (400, "0x80060890", Cause::KeyNotDefined),
        (400, "0x80060888", Cause::InvalidFilter),
        (500, "0x80040216", Cause::ServiceError),
        (403, "0x80042f09", Cause::NoRoles),
        (400, "0x80044352", Cause::ChangeLogExpired),
        (400, "0x80040200", Cause::RequiredMissing),
        (418, "0x8004ffff", Cause::Unknown),
    ] {
        let stub = Stub::serve_batching(move |seen| {
            metadata(seen).unwrap_or_else(|| Reply::refusal(status, code, "Refused."))
        })
        .await;
        let dv = remotes(&stub.url, None, &stub.url).dv;
        let problem = refused(dv.as_ref(), "contacts", "lastname").await;
        assert_eq!(problem.cause, cause, "{code}: {problem:?}");
        assert_eq!(problem.service_code.as_deref(), Some(code));
    }
}

#[tokio::test]
async fn a_filter_that_business_central_does_not_understand_is_told_as_such() {
    let stub = Stub::serve_batching(|seen| {
        let refusal = Reply::refusal(
            400,
            "Application_FilterErrorException",
            "The filter is invalid.",
        );
        common(seen).unwrap_or(refusal)
    })
    .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    let problem = find_customers(bc.as_ref(), 1).await.unwrap_err();
    assert_eq!(problem.cause, Cause::InvalidFilter);
}

#[tokio::test]
async fn every_refusal_of_entra_arrives_as_its_cause() {
    for (number, cause) in [
        (7_000_112, Cause::ApplicationDisabled),
        (50_011, Cause::RedirectRefused),
        (1_234_567, Cause::SignInRefused),
    ] {
        let stub = Stub::serve(move |_| {
            Reply::json(
                400,
                &json!({"error": "interaction_required", "error_codes": [number],
                "error_description": format!("AADSTS{number}: refused. Trace ID: t")}),
            )
        })
        .await;
        let remotes = remotes_signing_in(&stub.url, &format!("{}/token", stub.url), "s");
        let problem = remotes.dv.identify().await.unwrap_err();
        assert_eq!(problem.cause, cause, "{problem:?}");
        let code = format!("AADSTS{number}");
        assert_eq!(problem.service_code.as_deref(), Some(code.as_str()));
    }
}
