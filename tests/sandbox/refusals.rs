//! What each service says when it refuses: status, code and the words that clients look for.

use raccord::sandbox::http::ServerOptions;
use raccord::sandbox::http::server::{DEFAULT_CLIENT_ID, DEFAULT_SECRET};
use raccord::sandbox::http::token::App;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Pair, ask_token};

const NOBODY: &str = "00000000-0000-0000-0000-00000000dead";

/// Status and code are as expected, the message holds the text, and the body is of the service's own shape.
#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str, text: &str) {
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (status, code),
        "{answer:?}"
    );
    let message = answer.message();
    assert!(message.contains(text), "{message}");
    let of_bc = !code.starts_with("0x");
    assert_eq!(message.contains("  CorrelationId:  "), of_bc, "{message}");
    let id = if of_bc { "request-id" } else { "REQ_ID" };
    assert!(!answer.header(id).is_empty(), "{answer:?}");
}

async fn decree(pair: &Pair, decree: Value) {
    let control = format!("{}/_sandbox/decree", pair.server.addresses().dv);
    let answer = pair.post(&control, &decree).await;
    assert_eq!(answer.status, 204, "{answer:?}");
}

#[tokio::test]
async fn business_central_refuses_what_does_not_fit_into_a_record() {
    let pair = Pair::start().await;
    let customers = format!("{}/customers", pair.company);
    let taken = pair
        .bc_new(
            "customers",
            &json!({"displayName": "First", "number": "10"}),
        )
        .await;
    for (body, status, code, text) in [
        (
            json!({"displayName": "x".repeat(101)}),
            400,
            "Application_StringExceededLength",
            "The length of the string is 101, but it must be less than or equal to 100 characters",
        ),
        (
            json!({"displayName": "x", "nope": 1}),
            400,
            "BadRequest",
            "The property 'nope' does not exist on type 'Microsoft.NAV.customer'",
        ),
        (
            json!({"displayName": "x", "blocked": "Never"}),
            400,
            "BadRequest",
            "_x0020_,Ship,Invoice,All",
        ),
        (
            json!({"displayName": "x", "balanceDue": 1}),
            400,
            "BadRequest_InvalidOperation",
            "Control 'balanceDue' is read-only",
        ),
        (
            json!({"displayName": "x", "number": "10"}),
            409,
            "Internal_EntityWithSameKeyExists",
            "The record in table Customer already exists. Identification fields and values: No.='10'",
        ),
        (
            json!({"displayName": "x", "id": taken["id"]}),
            409,
            "Internal_EntityWithSameKeyExists",
            "SystemId=",
        ),
        (
            json!({"displayName": "x", "currencyCode": "QQQ"}),
            400,
            "Application_DialogException",
            "The \"currencyCode\" does not match to a Currency",
        ),
        (
            json!({"displayName": "x", "paymentTermsId": NOBODY}),
            400,
            "Application_DialogException",
            "The \"paymentTermsId\" does not match to a Payment Terms",
        ),
        (
            json!({"displayName": "x", "salespersonCode": "QQ"}),
            400,
            "Internal_InvalidTableRelation",
            "cannot be found in the related table (Salesperson/Purchaser)",
        ),
        (
            json!({"displayName": ""}),
            400,
            "Application_DialogException",
            "The blank \"displayName\" is not allowed",
        ),
        (
            json!({"number": "11"}),
            400,
            "Application_DialogException",
            "A \"displayName\" must be provided",
        ),
        (
            json!({"displayName": "x", "creditLimit": "much"}),
            400,
            "BadRequest",
            "creditLimit",
        ),
        (
            json!({"displayName": "x", "currencyId": "no-id"}),
            400,
            "Application_InvalidGUID",
            "no-id",
        ),
    ] {
        refused(&pair.post(&customers, &body).await, status, code, text);
    }
    let count = pair.get(&format!("{customers}/$count")).await;
    assert_eq!(count.text, "1", "what is refused changes nothing");
}

#[tokio::test]
async fn business_central_needs_an_etag_and_an_up_to_date_one() {
    let pair = Pair::start().await;
    let made = pair
        .bc_new("customers", &json!({"displayName": "First"}))
        .await;
    let url = format!(
        "{}/customers({})",
        pair.company,
        made["id"].as_str().unwrap()
    );
    let first = made["@odata.etag"].as_str().unwrap();
    let body = json!({"displayName": "Second"});
    let token = "BadRequest_InvalidToken";
    refused(&pair.patch(&url, "", &body).await, 400, token, "If-Match");
    refused(&pair.patch(&url, "junk", &body).await, 400, token, "etag");
    assert_eq!(pair.patch(&url, first, &body).await.status, 200);
    let stale = "Another user has already changed the record.";
    let changed = "Request_EntityChanged";
    refused(&pair.patch(&url, first, &body).await, 409, changed, stale);
    let delete = [("If-Match", first)];
    let answer = pair.send(Method::DELETE, &url, &delete, None).await;
    refused(&answer, 409, changed, stale);
    assert_eq!(pair.patch(&url, "*", &body).await.status, 200);
    assert_eq!(pair.delete(&url).await.status, 204);
    refused(
        &pair.patch(&url, "*", &body).await,
        404,
        "Internal_RecordNotFound",
        "The Customer does not exist. Identification fields and values:",
    );
}

#[tokio::test]
async fn business_central_refuses_what_does_not_exist_or_is_not_allowed() {
    let pair = Pair::start().await;
    let root = pair.server.addresses().bc.clone();
    let company = pair.company.clone();
    for (url, status, code, text) in [
        (
            format!("{company}/custs"),
            404,
            "BadRequest_ResourceNotFound",
            "Resource not found for the segment 'custs'",
        ),
        (
            format!("{root}/companies({NOBODY})/customers"),
            404,
            "Internal_CompanyNotFound",
            NOBODY,
        ),
        (
            format!("{company}/customers?$filter=nope eq 1"),
            400,
            "BadRequest",
            "Could not find a property named 'nope' on type 'Microsoft.NAV.customer'",
        ),
        (
            format!("{company}/customers?$filter=number eq '1' or city eq 'x'"),
            400,
            "BadRequest_InvalidRequestUrl",
            "The 'OR' operator is not supported on distinct fields on an OData filter.",
        ),
    ] {
        refused(&pair.get(&url).await, status, code, text);
    }
    let post = pair.post(&format!("{root}/companies"), &json!({})).await;
    refused(&post, 405, "BadRequest_MethodNotAllowed", "");
    let ledger = format!("{company}/generalLedgerEntries");
    let post = pair.post(&ledger, &json!({"description": "x"})).await;
    refused(&post, 405, "BadRequest_MethodNotAllowed", "insert");
    let denied =
        json!({"do": "permission", "table": "Customer", "what": "Insert", "granted": false});
    decree(&pair, denied).await;
    refused(
        &pair
            .post(
                &format!("{company}/customers"),
                &json!({"displayName": "x"}),
            )
            .await,
        403,
        "Authorization_RequestDenied",
        "You do not have the following permissions on TableData Customer: Insert",
    );
    let name = pair.world.lock().unwrap().bc.companies()[0].name.clone();
    decree(&pair, json!({"do": "remove-company", "name": name})).await;
    let gone = pair.get(&format!("{company}/customers")).await;
    refused(&gone, 404, "Internal_CompanyNotFound", "does not exist");
}

#[tokio::test]
async fn dataverse_refuses_what_does_not_fit_into_a_row() {
    let pair = Pair::start().await;
    let accounts = format!("{}/accounts", pair.dv);
    let id = pair.dv_new("accounts", &json!({"name": "First"})).await;
    for (set, body, status, code, text) in [
        (
            "accounts",
            json!({"name": "x".repeat(161)}),
            400,
            "0x80044331",
            "A validation error occurred. The length of the 'name' attribute of the 'account' entity exceeded the maximum allowed length of '160'.",
        ),
        (
            "accounts",
            json!({"name": "x", "nope": 1}),
            400,
            "0x80048d19",
            "undeclared property 'nope'",
        ),
        (
            "accounts",
            json!({"name": "x", "industrycode": 99_999}),
            400,
            "0x8004431a",
            "industrycode",
        ),
        (
            "accounts",
            json!({"name": "x", "numberofemployees": -5}),
            400,
            "0x8004432f",
            "numberofemployees",
        ),
        (
            "accounts",
            json!({"name": "x", "primarycontactid@odata.bind": format!("/contacts({NOBODY})")}),
            404,
            "0x80040217",
            "contact With Id = 00000000-0000-0000-0000-00000000dead Does Not Exist",
        ),
        (
            "accounts",
            json!({"name": "x", "accountid": id}),
            412,
            "0x80040237",
            "Cannot insert duplicate key.",
        ),
        (
            "contacts",
            json!({"firstname": "x"}),
            400,
            "0x80040200",
            "lastname",
        ),
        (
            "accounts",
            json!({"name": "x", "statecode": 1, "statuscode": 1}),
            400,
            "0x80048408",
            "not a valid status code",
        ),
    ] {
        let answer = pair.post(&format!("{}/{set}", pair.dv), &body).await;
        refused(&answer, status, code, text);
    }
    assert_eq!(pair.get(&format!("{accounts}/$count")).await.text, "1");
}

#[tokio::test]
async fn dataverse_refuses_stale_rows_taken_keys_and_unknown_names() {
    let pair = Pair::start().await;
    let id = pair.dv_new("accounts", &json!({"name": "First"})).await;
    let row = format!("{}/accounts({id})", pair.dv);
    let body = json!({"name": "Second"});
    refused(
        &pair.patch(&row, "W/\"1\"", &body).await,
        412,
        "0x80060882",
        "The version of the existing record doesn't match the RowVersion property provided.",
    );
    let only_new = [("If-None-Match", "*")];
    let answer = pair
        .send(Method::PATCH, &row, &only_new, Some(body.to_string()))
        .await;
    refused(&answer, 412, "0x80040237", "already exists");
    let missing = format!("{}/accounts({NOBODY})", pair.dv);
    let none = "account With Id = 00000000-0000-0000-0000-00000000dead Does Not Exist";
    refused(&pair.get(&missing).await, 404, "0x80040217", none);
    refused(&pair.delete(&missing).await, 404, "0x80040217", none);
    refused(
        &pair.patch(&missing, "*", &body).await,
        404,
        "0x80040217",
        none,
    );
    let key = json!({"do": "add-key", "set": "accounts", "name": "byname", "columns": ["name"]});
    decree(&pair, key).await;
    refused(
        &pair
            .post(&format!("{}/accounts", pair.dv), &json!({"name": "First"}))
            .await,
        412,
        "0x80060892",
        "requires that this set of attributes contains unique values",
    );
    for (url, status, code, text) in [
        (
            "accounts(name='Nobody')",
            404,
            "0x80060891",
            "A record with the specified key values does not exist in account entity",
        ),
        ("accounts(fax='1')", 400, "0x80060890", "fax"),
        (
            "acounts",
            404,
            "0x8006088a",
            "Resource not found for the segment 'acounts'.",
        ),
        (
            "accounts?$select=nope",
            400,
            "0x80060888",
            "Could not find a property named 'nope' on type 'Microsoft.Dynamics.CRM.account'.",
        ),
        ("accounts?$skip=1", 400, "0x80060888", "$skip"),
    ] {
        let answer = pair.get(&format!("{}/{url}", pair.dv)).await;
        refused(&answer, status, code, text);
    }
}

#[tokio::test]
async fn dataverse_names_the_privilege_that_is_missing() {
    let pair = Pair::start().await;
    let id = pair.dv_new("accounts", &json!({"name": "First"})).await;
    let row = format!("{}/accounts({id})", pair.dv);
    for (privilege, what) in [
        ("prvReadAccount", Method::GET),
        ("prvWriteAccount", Method::PATCH),
        ("prvDeleteAccount", Method::DELETE),
    ] {
        let rule = json!({"do": "privilege", "name": privilege, "granted": false});
        decree(&pair, rule).await;
        let body = (what == Method::PATCH).then(|| json!({"name": "Second"}).to_string());
        let answer = pair.send(what, &row, &[], body).await;
        refused(
            &answer,
            403,
            "0x80040220",
            &format!("is missing {privilege} privilege"),
        );
        assert!(answer.message().starts_with("Principal user (Id="));
        assert!(answer.message().contains("on OTC=1 for entity 'account'"));
        let rule = json!({"do": "privilege", "name": privilege, "granted": true});
        decree(&pair, rule).await;
    }
    assert_eq!(pair.get(&row).await.status, 200);
}

#[tokio::test]
async fn dataverse_keeps_disabled_users_and_an_administered_organization_apart() {
    let pair = Pair::start().await;
    let me = format!("{}/accounts", pair.dv);
    decree(&pair, json!({"do": "disable-user", "disabled": true})).await;
    refused(&pair.get(&me).await, 403, "0x80040225", "disabled");
    decree(&pair, json!({"do": "disable-user", "disabled": false})).await;
    assert_eq!(pair.get(&me).await.status, 200);
    decree(&pair, json!({"do": "administration-mode", "on": true})).await;
    refused(&pair.get(&me).await, 503, "0x8004a104", "administ");
}

#[tokio::test]
async fn an_expired_secret_and_an_app_without_a_user_are_told_apart() {
    let stranger: uuid::Uuid = NOBODY.parse().unwrap();
    let app = |client_id, secret: &str, secret_expired| App {
        client_id,
        secret: secret.to_owned(),
        secret_expired,
        ..ServerOptions::default().apps.into_iter().next().unwrap()
    };
    let old = uuid::Uuid::from_u128(7);
    let mut options = ServerOptions::default();
    options.apps.push(app(old, "old", true));
    options.apps.push(app(stranger, "new", false));
    let pair = Pair::start_with(options).await;
    let url = &pair.server.addresses().token;
    let expired = ask_token(pair.http(), url, &old.to_string(), "old").await;
    assert_eq!(
        (expired.status.as_u16(), &expired.json()["error_codes"]),
        (401, &json!([7_000_222])),
    );
    assert_eq!(expired.json()["error"], "invalid_client");
    let wrong = ask_token(pair.http(), url, DEFAULT_CLIENT_ID, "wrong").await;
    assert_eq!(wrong.json()["error_codes"], json!([7_000_215]));
    let right = ask_token(pair.http(), url, DEFAULT_CLIENT_ID, DEFAULT_SECRET).await;
    assert_eq!(right.status, 200);
    let token = ask_token(pair.http(), url, NOBODY, "new").await.json();
    let token = token["access_token"].as_str().unwrap().to_owned();
    let request = pair.http().get(format!("{}/accounts", pair.dv));
    let answer = crate::support::read(request.bearer_auth(token).send().await.unwrap()).await;
    refused(
        &answer,
        403,
        "0x80072560",
        "The user is not a member of the organization.",
    );
}
