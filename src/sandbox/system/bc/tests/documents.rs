//! Orders, quotes and invoices.

use pretty_assertions::assert_eq;

use super::*;

#[test]
fn an_order_takes_over_its_customer_and_adds_its_lines_up() {
    let mut desk = desk();
    let item = desk.make("items", values!["number" => "1000", "displayName" => "Bicycle", "unitPrice" => Decimal::new(4000, 2)]);
    let customer = desk.make(
        "customers",
        values!["displayName" => "Relecloud", "city" => "Lyon"],
    );
    let refused = desk.refused("salesOrders", values![]);
    assert_eq!(
        refused.2,
        "A \"customerNumber\" or a \"customerId\" must be provided."
    );
    let line = |quantity: i64| values!["lineType" => "Item", "lineObjectNumber" => "1000", "quantity" => quantity];
    let mut body = values!["customerId" => customer];
    body.push((
        "salesOrderLines".to_owned(),
        Given::Rows(vec![line(2), line(3)]),
    ));
    let order = desk.make("salesOrders", body);
    for (field, shown) in [
        ("sellToCity", Cell::from("Lyon")),
        ("customerName", Cell::from("Relecloud")),
        ("status", Cell::from("Draft")),
        ("number", Cell::from("S-ORD101001")),
        (
            "totalAmountExcludingTax",
            Cell::Decimal(Decimal::new(20000, 2)),
        ),
    ] {
        assert_eq!(desk.see("salesOrders", order, field), shown, "{field}");
    }
    let table = desk.bc.table(desk.me.company, "salesOrderLines").unwrap();
    let mut sequences: Vec<_> = table
        .scan(None)
        .map(|row| row.get("sequence").unwrap().as_int())
        .collect();
    sequences.sort_unstable();
    assert_eq!(sequences, [Some(10_000), Some(20_000)]);
    assert!(
        table
            .scan(None)
            .all(|row| row.get("itemId") == Some(Cell::Guid(item)))
    );
    let busy = desk
        .bc
        .delete(desk.me, "customers", customer, &IfMatch::Any)
        .unwrap_err();
    assert!(busy.message.contains("outstanding Sales Order"));

    let done = desk.bc.act(
        desk.me,
        "salesOrders",
        order,
        &IfMatch::Absent,
        "shipAndInvoice",
    );
    assert_eq!(done, Ok(Acted::Done));
    assert_eq!(
        (desk.count("salesOrders"), desk.count("salesOrderLines")),
        (0, 0)
    );
    assert_eq!(
        (desk.count("salesInvoices"), desk.count("salesInvoiceLines")),
        (1, 2)
    );
    let table = desk.bc.table(desk.me.company, "salesInvoices").unwrap();
    let invoice = table.scan(None).next().unwrap().id();
    assert_eq!(
        desk.see("salesInvoices", invoice, "status"),
        Cell::from("Open")
    );
    assert_eq!(
        desk.see("customers", customer, "balanceDue"),
        Cell::Decimal(Decimal::new(20000, 2))
    );
    let posted = desk
        .patch("salesInvoices", invoice, values!["phoneNumber" => "1"])
        .unwrap_err();
    assert_eq!(posted.code, "Application_DialogException");
}

#[test]
fn posting_keeps_the_id_and_changes_the_number() {
    let mut desk = desk();
    desk.make(
        "items",
        values!["number" => "1", "displayName" => "I", "unitPrice" => 5_i64],
    );
    let customer = desk.make("customers", values!["displayName" => "A"]);
    let invoice = desk.make("salesInvoices", values!["customerId" => customer]);
    let act = |desk: &mut Desk, action: &str| {
        desk.bc
            .act(desk.me, "salesInvoices", invoice, &IfMatch::Absent, action)
    };
    assert_eq!(
        act(&mut desk, "post").unwrap_err().message,
        "There is nothing to post."
    );
    desk.make(
        "salesInvoiceLines",
        values!["documentId" => invoice, "lineObjectNumber" => "1", "quantity" => 1_i64],
    );
    let draft = desk.see("salesInvoices", invoice, "number");
    act(&mut desk, "post").unwrap();
    assert_ne!(desk.see("salesInvoices", invoice, "number"), draft);
    act(&mut desk, "cancel").unwrap();
    assert_eq!(
        desk.see("salesInvoices", invoice, "status"),
        Cell::from("Canceled")
    );
    assert_eq!(
        act(&mut desk, "cancel").unwrap_err().code,
        "Application_DialogException"
    );
    assert_eq!(act(&mut desk, "dance").unwrap_err().status, 404);
}

#[test]
fn a_line_moves_the_stamp_of_its_document() {
    let mut desk = desk();
    let customer = desk.make("customers", values!["displayName" => "A"]);
    let quote = desk.make("salesQuotes", values!["customerId" => customer]);
    let before = desk.see("salesQuotes", quote, "lastModifiedDateTime");
    desk.clock.advance(SignedDuration::from_secs(3));
    let line = desk.make(
        "salesQuoteLines",
        values!["documentId" => quote, "description" => "Hello"],
    );
    assert_ne!(
        desk.see("salesQuotes", quote, "lastModifiedDateTime"),
        before
    );
    assert_eq!(
        desk.see("salesQuoteLines", line, "lineType"),
        Cell::from("Comment")
    );
    let moved = desk
        .patch("salesQuoteLines", line, values!["sequence" => 1_i64])
        .unwrap_err();
    assert!(moved.message.starts_with("The value for sequence"));
}
