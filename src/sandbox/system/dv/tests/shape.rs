//! Tests of privileges, option sets, deletion, nested rows and definitions.

use pretty_assertions::assert_eq;

use super::*;

#[test]
fn a_missing_privilege_is_named() {
    let mut desk = desk();
    let id = desk.make("accounts", values!["name" => "A"]);
    desk.dv.revoke(desk.me.user, "prvWriteAccount");
    let refusal = desk
        .patch("accounts", id, values!["name" => "B"])
        .unwrap_err();
    assert_eq!((refusal.status, refusal.code.as_str()), (403, "0x80040220"));
    assert!(refusal.message.starts_with("Principal user (Id="));
    assert!(
        refusal
            .message
            .contains("is missing prvWriteAccount privilege")
    );
    desk.dv.grant(desk.me.user, "prvWriteAccount");
    desk.patch("accounts", id, values!["name" => "B"]).unwrap();
    desk.dv.revoke(desk.me.user, "prvAppendToContact");
    let contact = desk.make("contacts", values!["lastname" => "C"]);
    let refusal = desk.patch(
        "accounts",
        id,
        vec![("primarycontactid".to_owned(), bound("contacts", contact))],
    );
    assert!(refusal.unwrap_err().message.contains("prvAppendToContact"));
    desk.dv.revoke(desk.me.user, "prvReadAccount");
    assert!(desk.dv.may_read(desk.me, "accounts").is_err());
    assert!(
        !desk
            .dv
            .privileges(desk.me.user)
            .contains(&"prvReadAccount".to_owned())
    );
}

#[test]
fn strangers_disabled_users_and_everyone_in_administration_mode_are_kept_out() {
    let mut desk = desk();
    let stranger = Caller {
        user: Uuid::from_u128(77),
    };
    assert_eq!(desk.dv.admit(stranger).unwrap_err().code, "0x80072560");
    desk.dv.disable_user(desk.me.user, true);
    assert_eq!(desk.dv.admit(desk.me).unwrap_err().code, "0x80040225");
    desk.dv.disable_user(desk.me.user, false);
    desk.dv.settings.administration_mode = true;
    assert_eq!(desk.refused("accounts", values!["name" => "A"]).0, 503);
    let administrator = Caller {
        user: desk.dv.places().administrator,
    };
    desk.dv
        .create(administrator, "accounts", values!["name" => "A"])
        .unwrap();
}

#[test]
fn options_can_be_added_renamed_and_removed() {
    let mut desk = desk();
    let column = ChoiceName::Column {
        table: "account",
        column: "paymenttermscode",
    };
    let value = desk
        .dv
        .insert_option(column, None, Label::new("Net 90", "90 jours net"))
        .unwrap();
    assert_eq!(value, 5);
    let id = desk.make(
        "accounts",
        values!["name" => "A", "paymenttermscode" => 5_i64],
    );
    desk.dv
        .update_option(column, 5, Label::new("Net 91", "91 jours net"))
        .unwrap();
    let def = desk.dv.def("accounts").unwrap();
    let label = choices::label_of(&desk.dv, def, "paymenttermscode", 5).unwrap();
    assert_eq!(label.en, "Net 91");
    assert_eq!(
        desk.dv
            .insert_option(column, Some(5), Label::new("x", "x"))
            .unwrap_err()
            .code,
        "0x80048403"
    );
    desk.dv.delete_option(column, 5).unwrap();
    assert_eq!(desk.see("accounts", id, "paymenttermscode"), Cell::Int(5));
    assert_eq!(
        desk.refused(
            "accounts",
            values!["name" => "B", "paymenttermscode" => 5_i64]
        )
        .1,
        "0x8004431a"
    );
    assert!(desk.dv.delete_option(column, 5).is_err());
}

#[test]
fn a_global_option_set_serves_every_column_that_uses_it() {
    let mut desk = desk();
    let phase = ChoiceName::Global("new_projectphase");
    desk.dv
        .insert_option(
            phase,
            Some(100_000_009),
            Label::new("On hold", "En attente"),
        )
        .unwrap();
    let id = desk.make(
        "new_projects",
        values!["new_name" => "P", "new_phase" => 100_000_009_i64],
    );
    assert_eq!(
        desk.see("new_projects", id, "new_phase"),
        Cell::Int(100_000_009)
    );
    assert_eq!(
        desk.refused(
            "new_projects",
            values!["new_name" => "P", "new_phase" => 1_i64]
        )
        .1,
        "0x8004431a"
    );
}

#[test]
fn a_deleted_account_takes_its_contacts_along() {
    let mut desk = desk();
    let account = desk.make("accounts", values!["name" => "A"]);
    let body = with(
        values!["lastname" => "B"],
        "parentcustomerid_account",
        bound("accounts", account),
    );
    let contact = desk.make("contacts", body);
    let child = desk.make(
        "accounts",
        with(
            values!["name" => "C"],
            "parentaccountid",
            bound("accounts", account),
        ),
    );
    let token = desk.dv.delta_token("contacts").unwrap();
    let me = desk.me;
    desk.dv
        .delete(me, "accounts", account, &IfMatch::Any)
        .unwrap();
    assert_eq!(desk.see("accounts", child, "parentaccountid"), Cell::Null);
    let gone: Vec<Uuid> = desk
        .dv
        .deleted("contacts", token)
        .unwrap()
        .map(|gone| gone.id)
        .collect();
    assert_eq!(gone, [contact]);
    assert_eq!(
        desk.dv
            .delete(me, "accounts", account, &IfMatch::Any)
            .unwrap_err()
            .status,
        404
    );
}

#[test]
fn what_cannot_be_deleted_says_so() {
    let mut desk = desk();
    let me = desk.me;
    let refusal = desk
        .dv
        .delete(me, "systemusers", me.user, &IfMatch::Any)
        .unwrap_err();
    assert_eq!(refusal.status, 405);
}

#[test]
fn nested_rows_are_made_together() {
    let mut desk = desk();
    let body = with(
        values!["name" => "A"],
        "primarycontactid",
        Given::Row(values!["lastname" => "B"]),
    );
    let body = with(
        body,
        "contact_customer_accounts",
        Given::Rows(vec![values!["lastname" => "C"]]),
    );
    let account = desk.make("accounts", body);
    let primary = desk
        .see("accounts", account, "primarycontactid")
        .as_guid()
        .unwrap();
    assert_eq!(desk.see("contacts", primary, "lastname"), Cell::from("B"));
    let employed = desk
        .dv
        .table("contacts")
        .unwrap()
        .holding("parentcustomerid", &Cell::Guid(account))
        .unwrap();
    assert_eq!(employed.len(), 1);
    let bad = with(
        values!["name" => "D"],
        "contact_customer_accounts",
        Given::Rows(vec![values![]]),
    );
    desk.refused("accounts", bad);
    assert_eq!((desk.dv.len("accounts"), desk.dv.len("contacts")), (1, 2));
}

#[test]
fn rows_are_associated_in_every_way() {
    let mut desk = desk();
    let me = desk.me;
    let account = desk.make("accounts", values!["name" => "A"]);
    let contact = desk.make("contacts", values!["lastname" => "B"]);
    desk.dv
        .associate(
            me,
            "accounts",
            account,
            "primarycontactid",
            ("contacts", contact),
        )
        .unwrap();
    assert_eq!(
        desk.see("accounts", account, "primarycontactid").as_guid(),
        Some(contact)
    );
    desk.dv
        .disassociate(me, "accounts", account, "primarycontactid", None)
        .unwrap();
    assert_eq!(
        desk.see("accounts", account, "primarycontactid"),
        Cell::Null
    );
    desk.dv
        .associate(
            me,
            "accounts",
            account,
            "contact_customer_accounts",
            ("contacts", contact),
        )
        .unwrap();
    assert_eq!(
        desk.see("contacts", contact, "parentcustomerid").as_guid(),
        Some(account)
    );
    let roles = desk.dv.paired("systemuserroles_association", me.user);
    assert_eq!(roles.len(), 1);
    desk.dv
        .disassociate(
            me,
            "systemusers",
            me.user,
            "systemuserroles_association",
            Some(roles[0]),
        )
        .unwrap();
    assert!(
        desk.dv
            .paired("systemuserroles_association", me.user)
            .is_empty()
    );
}

#[test]
fn order_lines_take_the_list_price_and_add_up() {
    let mut desk = desk();
    let (product, unit, _) = desk.product("1");
    let base = desk.dv.places().base_currency;
    let list = desk.make(
        "pricelevels",
        with(
            values!["name" => "List"],
            "transactioncurrencyid",
            bound("transactioncurrencies", base),
        ),
    );
    let price = with(
        values!["amount" => 25_i64],
        "pricelevelid",
        bound("pricelevels", list),
    );
    let price = with(price, "productid", bound("products", product));
    desk.make(
        "productpricelevels",
        with(price, "uomid", bound("uoms", unit)),
    );
    let account = desk.make("accounts", values!["name" => "A"]);
    let order = with(
        values!["name" => "Order"],
        "customerid_account",
        bound("accounts", account),
    );
    let order = desk.make(
        "salesorders",
        with(order, "pricelevelid", bound("pricelevels", list)),
    );
    assert!(
        desk.see("salesorders", order, "ordernumber")
            .as_text()
            .unwrap()
            .starts_with("ORD-01001-")
    );
    let line = |quantity: i64| {
        let line = with(
            values!["quantity" => quantity],
            "salesorderid",
            bound("salesorders", order),
        );
        with(
            with(line, "productid", bound("products", product)),
            "uomid",
            bound("uoms", unit),
        )
    };
    assert_eq!(desk.refused("salesorderdetails", line(2)).1, "0x80040265");
    let me = desk.me;
    desk.dv
        .close(me, Closing::PublishProductHierarchy, product, -1)
        .unwrap();
    desk.make("salesorderdetails", line(2));
    let second = desk.make("salesorderdetails", line(3));
    assert_eq!(
        desk.see("salesorders", order, "totalamount"),
        Cell::Decimal(Decimal::from(125))
    );
    desk.dv
        .delete(me, "salesorderdetails", second, &IfMatch::Any)
        .unwrap();
    assert_eq!(
        desk.see("salesorders", order, "totalamount"),
        Cell::Decimal(Decimal::from(50))
    );
    let used = desk
        .dv
        .delete(me, "products", product, &IfMatch::Any)
        .unwrap_err();
    assert_eq!(used.code, "0x80040227");
    desk.dv
        .close(me, Closing::FulfillSalesOrder, order, -1)
        .unwrap();
    assert!(
        desk.patch("salesorders", order, values!["name" => "X"])
            .is_err()
    );
}

#[test]
fn a_column_can_be_added() {
    let mut desk = desk();
    let field =
        crate::sandbox::system::kit::text("new_BcNumber", 20, "BC Number", "Numéro BC").as_column();
    desk.dv.add_column("accounts", field).unwrap();
    let id = desk.make(
        "accounts",
        values!["name" => "A", "new_bcnumber" => "10000"],
    );
    assert_eq!(
        desk.see("accounts", id, "new_bcnumber"),
        Cell::from("10000")
    );
}

#[test]
fn a_record_can_be_given_an_older_creation_date() {
    let mut desk = desk();
    let id = desk.make(
        "accounts",
        values!["name" => "A", "overriddencreatedon" => "2001-02-03T04:05:06Z"],
    );
    assert_eq!(
        desk.see("accounts", id, "createdon"),
        Cell::Instant("2001-02-03T04:05:06Z".parse().unwrap())
    );
}

#[test]
fn every_reference_leads_to_a_table_or_says_which_it_would() {
    let desk = desk();
    for def in desk.dv.defs() {
        for nav in &def.navigation {
            assert!(
                nav.target == tables::PRINCIPALS || desk.dv.def(&nav.target).is_some(),
                "{}.{}",
                def.entity,
                nav.name
            );
        }
    }
}
