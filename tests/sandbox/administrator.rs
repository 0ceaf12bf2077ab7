//! What an administrator does at the control address, and closing actions.

use serde_json::{Value, json};

use crate::support::{Answer, Pair};

async fn decree(pair: &Pair, decree: Value) -> Answer {
    let root = pair.server.addresses().dv.clone();
    pair.post(&format!("{root}/_sandbox/decree"), &decree).await
}

#[tokio::test]
async fn a_missing_privilege_is_named_in_the_answer() {
    let pair = Pair::start().await;
    let account = json!({"name": "A"});
    let revoked = json!({"do": "privilege", "name": "prvCreateAccount", "granted": false});
    assert_eq!(decree(&pair, revoked).await.status, 204);
    let refused = pair.post(&format!("{}/accounts", pair.dv), &account).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (403, "0x80040220")
    );
    assert!(
        refused
            .message()
            .contains("is missing prvCreateAccount privilege")
    );
    let granted = json!({"do": "privilege", "name": "prvCreateAccount", "granted": true});
    decree(&pair, granted).await;
    let created = pair.post(&format!("{}/accounts", pair.dv), &account).await;
    assert_eq!(created.status, 204);
}

#[tokio::test]
async fn administration_mode_and_a_removed_company_keep_clients_out() {
    let pair = Pair::start().await;
    decree(&pair, json!({"do": "administration-mode", "on": true})).await;
    let refused = pair.get(&format!("{}/accounts", pair.dv)).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (503, "0x8004a104")
    );
    let name = pair.world.lock().unwrap().bc.companies()[0].name.clone();
    decree(&pair, json!({"do": "remove-company", "name": name})).await;
    let refused = pair.get(&format!("{}/customers", pair.company)).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (404, "Internal_CompanyNotFound")
    );
}

#[tokio::test]
async fn a_decree_that_is_none_is_refused() {
    let pair = Pair::start().await;
    assert_eq!(decree(&pair, json!({"do": "dance"})).await.status, 400);
}

#[tokio::test]
async fn an_opportunity_is_won_by_its_action() {
    let pair = Pair::start().await;
    let id = pair.dv_new("opportunities", &json!({"name": "O"})).await;
    let row = format!("{}/opportunities({id})", pair.dv);
    let body = json!({
        "Status": 3,
        "OpportunityClose": {"subject": "Won", "opportunityid@odata.bind": format!("/opportunities({id})")},
    });
    let won = pair
        .post(&format!("{}/WinOpportunity", pair.dv), &body)
        .await;
    assert_eq!(won.status, 204, "{won:?}");
    assert_eq!(pair.get(&row).await.json()["statecode"], 1);
    let nobody = pair
        .post(
            &format!("{}/WinOpportunity", pair.dv),
            &json!({"Status": 3}),
        )
        .await;
    assert_eq!(nobody.status, 400);
}
