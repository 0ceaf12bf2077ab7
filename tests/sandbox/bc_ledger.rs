//! Ledger, purchases and what else hangs together behind customers and items.

use serde_json::{Value, json};

use crate::support::{Answer, Pair};

fn id(record: &Value) -> String {
    record["id"].as_str().unwrap().to_owned()
}

async fn act(pair: &Pair, set: &str, record: &Value, action: &str) -> Answer {
    let url = format!(
        "{}/{set}({})/Microsoft.NAV.{action}",
        pair.company,
        id(record)
    );
    pair.post(&url, &json!({})).await
}

async fn first(pair: &Pair, path: &str) -> Value {
    let answer = pair.get(&format!("{}/{path}", pair.company)).await;
    answer.rows().first().cloned().unwrap_or(Value::Null)
}

#[tokio::test]
async fn a_journal_is_posted_to_its_accounts() {
    let pair = Pair::start().await;
    let journal = pair
        .bc_new("journals", &json!({"code": "raccord", "displayName": "R"}))
        .await;
    assert_eq!(journal["code"], "RACCORD");
    let empty = act(&pair, "journals", &journal, "post").await;
    assert_eq!(
        (empty.status.as_u16(), empty.code().as_str()),
        (400, "Application_DialogException")
    );
    let lines = format!("journals({})/journalLines", id(&journal));
    let line = pair
        .bc_new(
            &lines,
            &json!({"accountNumber": "6100", "amount": 120.5, "documentNumber": "r-1"}),
        )
        .await;
    assert_eq!(line["description"], "Rent");
    assert_eq!(line["lineNumber"], 10_000);
    assert_eq!(line["journalDisplayName"], "RACCORD");
    let alone = act(&pair, "journals", &journal, "post").await;
    assert!(alone.message().contains("out of balance by 120.5"));
    pair.bc_new(&lines, &json!({"accountNumber": "1100", "amount": -120.5}))
        .await;
    let posted = act(&pair, "journals", &journal, "post").await;
    assert_eq!(posted.status, 204, "{posted:?}");
    let left = pair.get(&format!("{}/{lines}/$count", pair.company)).await;
    assert_eq!(left.text, "0");
    let rent = first(&pair, "accounts?$filter=number eq '6100'").await;
    assert_eq!(rent["netChange"].to_string(), "120.5");
    let entries = format!("generalLedgerEntries?$filter=accountId eq {}", id(&rent));
    let entry = first(&pair, &format!("{entries}&$expand=account")).await;
    assert_eq!(entry["debitAmount"].to_string(), "120.5");
    assert_eq!(entry["documentNumber"], "R-1");
    assert_eq!(entry["accountNumber"], "6100");
    assert_eq!(entry["account"]["displayName"], "Rent");
    let nobody = json!({"accountNumber": "9999", "amount": 1});
    let answer = pair
        .post(&format!("{}/{lines}", pair.company), &nobody)
        .await;
    assert!(
        answer
            .message()
            .starts_with("The \"accountNumber\" does not match to an Account.")
    );
}

#[tokio::test]
async fn a_purchase_order_becomes_an_invoice_that_is_owed() {
    let pair = Pair::start().await;
    let vendor = pair
        .bc_new(
            "vendors",
            &json!({"displayName": "Papierhaus", "city": "Wien"}),
        )
        .await;
    let item = json!({"displayName": "Paper", "number": "P1", "unitCost": 2.5, "unitPrice": 4});
    let item = pair.bc_new("items", &item).await;
    let nobody = pair
        .post(&format!("{}/purchaseOrders", pair.company), &json!({}))
        .await;
    assert!(
        nobody
            .message()
            .starts_with("A \"vendorNumber\" or a \"vendorId\" must be provided.")
    );
    let order = json!({
        "vendorNumber": vendor["number"],
        "purchaseOrderLines": [{"lineType": "Item", "lineObjectNumber": "P1", "quantity": 4}],
    });
    let order = pair.bc_new("purchaseOrders", &order).await;
    assert_eq!(order["vendorName"], "Papierhaus");
    assert_eq!(order["buyFromCity"], "Wien");
    assert_eq!(order["totalAmountIncludingTax"], 10);
    let line = first(
        &pair,
        &format!("purchaseOrders({})/purchaseOrderLines", id(&order)),
    )
    .await;
    assert_eq!(line["itemId"], item["id"]);
    assert_eq!(line["directUnitCost"].to_string(), "2.5");
    let done = act(&pair, "purchaseOrders", &order, "receiveAndInvoice").await;
    assert_eq!(done.status, 204, "{done:?}");
    let invoice = first(&pair, "purchaseInvoices?$expand=purchaseInvoiceLines").await;
    assert_eq!(invoice["status"], "Open");
    assert_eq!(invoice["totalAmountIncludingTax"], 10);
    assert_eq!(
        invoice["purchaseInvoiceLines"][0]["unitCost"].to_string(),
        "2.5"
    );
    let owed = first(&pair, "vendors?$select=balance").await;
    assert_eq!(owed["balance"], 10);
}

#[tokio::test]
async fn a_sale_is_shipped_owed_and_taken_back() {
    let pair = Pair::start().await;
    let customer = pair
        .bc_new("customers", &json!({"displayName": "Kafka & Co"}))
        .await;
    pair.bc_new(
        "items",
        &json!({"displayName": "Pen", "number": "P2", "unitPrice": 3}),
    )
    .await;
    let order = json!({
        "customerId": customer["id"],
        "salesOrderLines": [{"lineType": "Item", "lineObjectNumber": "P2", "quantity": 2},
                            {"lineType": "Account", "lineObjectNumber": "4000", "quantity": 1, "unitPrice": 5}],
    });
    let order = pair.bc_new("salesOrders", &order).await;
    let done = act(&pair, "salesOrders", &order, "shipAndInvoice").await;
    assert_eq!(done.status, 204, "{done:?}");
    let shipment = first(&pair, "salesShipments?$expand=salesShipmentLines").await;
    assert_eq!(shipment["orderNumber"], order["number"]);
    assert_eq!(shipment["salesShipmentLines"].as_array().unwrap().len(), 2);
    let url = format!("customers({})", id(&customer));
    let details = pair
        .get(&format!("{}/{url}/customerFinancialDetails", pair.company))
        .await
        .json();
    assert_eq!(details["balance"], 11);
    assert_eq!(details["totalSalesExcludingTax"], 11);
    assert_eq!(details["id"], customer["id"]);
    let list = first(&pair, "customerFinancialDetails?$expand=customer").await;
    assert_eq!(list["customer"]["displayName"], "Kafka & Co");
    let write = pair
        .post(
            &format!("{}/customerFinancialDetails", pair.company),
            &json!({"number": "x"}),
        )
        .await;
    assert_eq!(write.status, 405);
    let invoice = first(&pair, "salesInvoices").await;
    let done = act(&pair, "salesInvoices", &invoice, "makeCorrectiveCreditMemo").await;
    assert_eq!(done.status, 204, "{done:?}");
    let memo = first(&pair, "salesCreditMemos?$expand=salesCreditMemoLines").await;
    assert_eq!(memo["invoiceNumber"], invoice["number"]);
    assert_eq!(memo["totalAmountIncludingTax"], 11);
    assert_eq!(memo["status"], "Draft");
    assert_eq!(
        act(&pair, "salesCreditMemos", &memo, "post").await.status,
        204
    );
    assert_eq!(first(&pair, "salesCreditMemos").await["status"], "Open");
}

#[tokio::test]
async fn dimensions_and_variants_hang_on_their_records() {
    let pair = Pair::start().await;
    let customer = pair
        .bc_new("customers", &json!({"displayName": "Kafka & Co"}))
        .await;
    let dimension = first(
        &pair,
        "dimensions?$filter=code eq 'REGION'&$expand=dimensionValues",
    )
    .await;
    let value = &dimension["dimensionValues"][0];
    let set = format!("customers({})/defaultDimensions", id(&customer));
    let made = pair
        .bc_new(
            &set,
            &json!({"dimensionId": dimension["id"], "dimensionValueId": value["id"]}),
        )
        .await;
    assert_eq!(made["parentType"], "Customer");
    assert_eq!(made["dimensionCode"], "REGION");
    assert_eq!(made["dimensionValueCode"], value["code"]);
    let other = first(&pair, "dimensions?$filter=code eq 'DEPARTMENT'").await;
    let wrong = json!({"dimensionId": other["id"], "dimensionValueId": value["id"]});
    let answer = pair.post(&format!("{}/{set}", pair.company), &wrong).await;
    assert!(answer.message().contains("same Dimension Value"));
    let item = pair.bc_new("items", &json!({"displayName": "Shirt"})).await;
    let variants = format!("items({})/itemVariants", id(&item));
    let red = pair
        .bc_new(&variants, &json!({"code": "red", "description": "Red"}))
        .await;
    assert_eq!(red["itemNumber"], item["number"]);
    let again = pair
        .post(
            &format!("{}/{variants}", pair.company),
            &json!({"code": "RED"}),
        )
        .await;
    assert_eq!(again.status, 409);
}

#[tokio::test]
async fn pictures_attachments_and_printed_documents_are_streams() {
    use reqwest::Method;
    let pair = Pair::start().await;
    let customer = pair
        .bc_new("customers", &json!({"displayName": "Kafka & Co"}))
        .await;
    let url = format!("{}/customers({})/picture", pair.company, id(&customer));
    let empty = pair.get(&url).await.json();
    assert_eq!(
        (&empty["parentType"], &empty["width"]),
        (&json!("Customer"), &json!(0))
    );
    let content = empty["pictureContent@odata.mediaEditLink"]
        .as_str()
        .unwrap();
    assert_eq!(pair.get(content).await.status, 204);
    let png = "\u{89}";
    let send = async |url: &str, condition: &str, body: &str| {
        let headers = [("Content-Type", "image/png"), ("If-Match", condition)];
        let headers = if condition.is_empty() {
            &headers[..1]
        } else {
            &headers[..]
        };
        pair.send(Method::PATCH, url, headers, Some(body.to_owned()))
            .await
    };
    let refused = send(content, "", png).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (400, "BadRequest_InvalidToken")
    );
    assert_eq!(send(content, "*", png).await.status, 204);
    let held = pair.get(content).await;
    assert_eq!(
        (held.header("Content-Type"), held.text.as_str()),
        ("image/png", png)
    );
    assert_eq!(pair.get(&url).await.json()["contentType"], "image/png");
    assert_eq!(pair.delete(&url).await.status, 204);
    assert_eq!(pair.get(content).await.status, 204);

    let order = pair
        .bc_new("salesOrders", &json!({"customerId": customer["id"]}))
        .await;
    let file =
        json!({"fileName": "note.txt", "parentId": order["id"], "parentType": "Sales_x0020_Order"});
    let file = pair.bc_new("attachments", &file).await;
    assert_eq!(file["byteSize"], 0);
    let content = file["attachmentContent@odata.mediaEditLink"]
        .as_str()
        .unwrap();
    assert_eq!(send(content, "*", "hello").await.status, 204);
    assert_eq!(pair.get(content).await.text, "hello");
    let list = format!("salesOrders({})/attachments", id(&order));
    let file = first(&pair, &list).await;
    assert_eq!(
        (&file["fileName"], &file["byteSize"]),
        (&json!("note.txt"), &json!(5))
    );
    let lost = json!({"fileName": "x", "parentId": "00000000-0000-0000-0000-00000000dead"});
    let lost = pair
        .post(&format!("{}/attachments", pair.company), &lost)
        .await;
    assert!(lost.message().starts_with("Parent with ID"));

    let url = format!("{}/salesOrders({})/pdfDocument", pair.company, id(&order));
    let printed = pair.get(&url).await.json();
    let content = printed["pdfDocumentContent@odata.mediaReadLink"]
        .as_str()
        .unwrap();
    let pdf = pair.get(content).await;
    assert_eq!(pdf.header("Content-Type"), "application/pdf");
    assert!(
        pdf.text.starts_with("%PDF-1.4") && pdf.text.contains(order["number"].as_str().unwrap())
    );
    let url = format!("{}/currencies({})/picture", pair.company, id(&order));
    assert_eq!(pair.get(&url).await.status, 404);
}
