//! Dataverse's rules, one by one.

use jiff::SignedDuration;
use pretty_assertions::assert_eq;
use rust_decimal::Decimal;

use super::*;
use crate::{
    sandbox::system::{
        clock::ManualClock,
        def::Label,
        given::{Given, IfMatch, IfNoneMatch, Values, Written},
        world::{Setup, World},
    },
    sandbox_values as values,
};

struct Desk {
    dv: Dv,
    clock: Arc<ManualClock>,
    me: Caller,
}

fn desk() -> Desk {
    let clock = ManualClock::new("2026-11-22T10:00:00.987Z".parse().unwrap());
    let world = World::new(&Setup {
        clock: clock.clone(),
        ..Setup::default()
    });
    let me = world.dv.service_user();
    Desk {
        dv: world.dv,
        clock,
        me,
    }
}

fn bound(set: &str, id: Uuid) -> Given {
    Given::Bind {
        set: set.to_owned(),
        id,
    }
}

fn with(mut values: Values, name: &str, given: Given) -> Values {
    values.push((name.to_owned(), given));
    values
}

impl Desk {
    fn make(&mut self, set: &str, values: Values) -> Uuid {
        self.dv.create(self.me, set, values).unwrap()
    }

    fn refused(&mut self, set: &str, values: Values) -> (u16, String) {
        let refusal = self.dv.create(self.me, set, values).unwrap_err();
        (refusal.status, refusal.code)
    }

    fn patch(&mut self, set: &str, id: Uuid, values: Values) -> Result<(), Refusal> {
        self.dv.update(self.me, set, id, &IfMatch::Any, values)
    }

    fn see(&self, set: &str, id: Uuid, column: &str) -> Cell {
        self.dv.get(set, id).unwrap().get(column).unwrap()
    }

    fn etag(&self, set: &str, id: Uuid) -> String {
        self.dv.get(set, id).unwrap().etag()
    }

    /// A unit group, its base unit, and a product in draft.
    fn product(&mut self, number: &str) -> (Uuid, Uuid, Uuid) {
        let group = self.make(
            "uomschedules",
            values!["name" => format!("G {number}").as_str(), "baseuomname" => "PCS"],
        );
        let unit = self
            .dv
            .table("uoms")
            .unwrap()
            .holding("uomscheduleid", &Cell::Guid(group))
            .unwrap()[0];
        let body = with(
            values!["productnumber" => number, "name" => "Desk", "quantitydecimal" => 2_i64],
            "defaultuomid",
            bound("uoms", unit),
        );
        let body = with(body, "defaultuomscheduleid", bound("uomschedules", group));
        (self.make("products", body), unit, group)
    }
}

const EUR_TO_USD: i64 = 12;

#[test]
fn an_empty_text_is_no_text() {
    let mut desk = desk();
    let id = desk.make("accounts", values!["name" => "A", "telephone1" => ""]);
    assert_eq!(desk.see("accounts", id, "telephone1"), Cell::Null);
    assert_eq!(desk.see("accounts", id, "fax"), Cell::Null);
}

#[test]
fn stamps_show_whole_seconds() {
    let mut desk = desk();
    let id = desk.make("accounts", values!["name" => "A"]);
    let second = Cell::Instant("2026-11-22T10:00:00Z".parse().unwrap());
    assert_eq!(desk.see("accounts", id, "createdon"), second);
    desk.clock.advance(SignedDuration::from_millis(12));
    desk.patch("accounts", id, values!["name" => "B"]).unwrap();
    assert_eq!(desk.see("accounts", id, "modifiedon"), second);
    desk.clock.advance(SignedDuration::from_millis(1));
    desk.patch("accounts", id, values!["name" => "B"]).unwrap();
    assert_ne!(desk.see("accounts", id, "modifiedon"), second);
}

#[test]
fn versions_grow_over_all_tables() {
    let mut desk = desk();
    let account = desk.make("accounts", values!["name" => "A"]);
    let contact = desk.make("contacts", values!["lastname" => "B"]);
    let version = |desk: &Desk, set: &str, id| desk.see(set, id, "versionnumber").as_int().unwrap();
    assert!(version(&desk, "contacts", contact) > version(&desk, "accounts", account));
    desk.patch("accounts", account, values!["name" => "A"])
        .unwrap();
    assert!(version(&desk, "accounts", account) > version(&desk, "contacts", contact));
    assert_eq!(
        desk.etag("accounts", account),
        format!("W/\"{}\"", version(&desk, "accounts", account))
    );
}

#[test]
fn a_row_belongs_to_whoever_made_it() {
    let mut desk = desk();
    let id = desk.make("accounts", values!["name" => "A"]);
    let me = Cell::Reference {
        id: desk.me.user,
        table: 8,
    };
    assert_eq!(desk.see("accounts", id, "ownerid"), me);
    assert_eq!(desk.see("accounts", id, "owninguser"), me);
    assert_eq!(desk.see("accounts", id, "owningteam"), Cell::Null);
    let unit = desk.dv.places().business_unit;
    assert_eq!(
        desk.see("accounts", id, "owningbusinessunit").as_guid(),
        Some(unit)
    );
    let team = desk
        .dv
        .table("teams")
        .unwrap()
        .scan(None)
        .next()
        .unwrap()
        .id();
    desk.patch(
        "accounts",
        id,
        vec![("ownerid".to_owned(), bound("teams", team))],
    )
    .unwrap();
    assert_eq!(desk.see("accounts", id, "owningteam").as_guid(), Some(team));
    assert_eq!(desk.see("accounts", id, "owninguser"), Cell::Null);
}

#[test]
fn the_full_name_is_made_of_its_parts() {
    let mut desk = desk();
    let id = desk.make(
        "contacts",
        values!["firstname" => "Zoë", "lastname" => "O'Brien", "fullname" => "ignored"],
    );
    assert_eq!(
        desk.see("contacts", id, "fullname"),
        Cell::from("Zoë O'Brien")
    );
    desk.patch("contacts", id, values!["middlename" => "M."])
        .unwrap();
    assert_eq!(
        desk.see("contacts", id, "fullname"),
        Cell::from("Zoë M. O'Brien")
    );
}

#[test]
fn required_columns_are_demanded() {
    let mut desk = desk();
    for (set, body) in [
        ("accounts", values!["telephone1" => "1"]),
        ("contacts", values!["firstname" => "A"]),
        ("uomschedules", values!["name" => "U"]),
    ] {
        assert_eq!(
            desk.refused(set, body),
            (400, "0x80040200".to_owned()),
            "{set}"
        );
    }
    let id = desk.make("accounts", values!["name" => "A"]);
    let refusal = desk
        .patch("accounts", id, values!["name" => ""])
        .unwrap_err();
    assert_eq!(refusal.code, "0x80040200");
}

#[test]
fn values_that_do_not_fit_are_refused_each_with_its_code() {
    let mut desk = desk();
    let name = "n".repeat(161);
    let cases: [(&str, Given, &str); 8] = [
        ("name", Given::from(name.as_str()), "0x80044331"),
        ("numberofemployees", Given::from(-1_i64), "0x8004432f"),
        ("creditlimit", Given::from(-1_i64), "0x80044330"),
        ("industrycode", Given::from(999_i64), "0x8004431a"),
        ("creditlimit", Given::from("much"), "0x80048d19"),
        ("nosuchcolumn", Given::from("x"), "0x80048d19"),
        ("NAME", Given::from("x"), "0x80048d19"),
        (
            "primarycontactid",
            Given::from(Uuid::from_u128(1)),
            "0x80048d19",
        ),
    ];
    for (column, given, code) in cases {
        let body = with(values![], column, given);
        let body = if column == "name" {
            body
        } else {
            with(body, "name", Given::from("A"))
        };
        assert_eq!(
            desk.refused("accounts", body),
            (400, code.to_owned()),
            "{column}"
        );
    }
    assert_eq!(desk.dv.len("accounts"), 0);
}

#[test]
fn the_too_long_message_names_column_table_and_length() {
    let mut desk = desk();
    let body = values!["name" => "n".repeat(161).as_str()];
    let refusal = desk.dv.create(desk.me, "accounts", body).unwrap_err();
    assert_eq!(
        refusal.message,
        "A validation error occurred. The length of the 'name' attribute of the 'account' entity exceeded the maximum allowed length of '160'."
    );
}

#[test]
fn references_are_bound_by_navigation_property() {
    let mut desk = desk();
    let account = desk.make("accounts", values!["name" => "A"]);
    let contact = desk.make(
        "contacts",
        with(
            values!["lastname" => "B"],
            "parentcustomerid_account",
            bound("accounts", account),
        ),
    );
    assert_eq!(
        desk.see("contacts", contact, "parentcustomerid"),
        Cell::Reference {
            id: account,
            table: 1
        }
    );
    // The half that is not set is cleared: nothing happens.
    desk.patch(
        "contacts",
        contact,
        values!["parentcustomerid_contact" => Cell::Null],
    )
    .unwrap();
    assert_eq!(
        desk.see("contacts", contact, "parentcustomerid").as_guid(),
        Some(account)
    );
    desk.patch(
        "contacts",
        contact,
        values!["parentcustomerid_account" => Cell::Null],
    )
    .unwrap();
    assert_eq!(
        desk.see("contacts", contact, "parentcustomerid"),
        Cell::Null
    );

    let missing = with(
        values!["name" => "C"],
        "primarycontactid",
        bound("contacts", Uuid::from_u128(5)),
    );
    assert_eq!(
        desk.refused("accounts", missing),
        (404, "0x80040217".to_owned())
    );
    let wrong = with(
        values!["name" => "C"],
        "primarycontactid",
        bound("accounts", account),
    );
    assert_eq!(desk.refused("accounts", wrong).0, 400);
    let misspelt = with(
        values!["name" => "C"],
        "PrimaryContactId",
        bound("contacts", contact),
    );
    assert_eq!(desk.refused("accounts", misspelt).1, "0x80048d19");
    let custom = with(
        values!["new_name" => "P"],
        "new_CustomerId",
        bound("accounts", account),
    );
    let project = desk.make("new_projects", custom);
    assert_eq!(
        desk.see("new_projects", project, "new_customerid")
            .as_guid(),
        Some(account)
    );
}

#[test]
fn patch_means_what_its_headers_say() {
    let mut desk = desk();
    let (id, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let go = |desk: &mut Desk, id, sent: &IfMatch, none| {
        let me = desk.me;
        desk.dv
            .upsert(me, "accounts", id, sent, none, values!["name" => "A"])
    };
    let absent = IfNoneMatch::Absent;
    assert_eq!(
        go(&mut desk, id, &IfMatch::Any, absent).unwrap_err().code,
        "0x80040217"
    );
    assert_eq!(
        go(&mut desk, id, &IfMatch::Absent, absent),
        Ok(Written { id, created: true })
    );
    assert_eq!(
        go(&mut desk, id, &IfMatch::Absent, absent),
        Ok(Written { id, created: false })
    );
    let there = go(&mut desk, id, &IfMatch::Absent, IfNoneMatch::Any).unwrap_err();
    assert_eq!(there.status, 412);
    assert!(
        go(&mut desk, other, &IfMatch::Absent, IfNoneMatch::Any)
            .unwrap()
            .created
    );
    let etag = desk.etag("accounts", id);
    go(&mut desk, id, &IfMatch::Etag(etag.clone()), absent).unwrap();
    let stale = go(&mut desk, id, &IfMatch::Etag(etag), absent).unwrap_err();
    assert_eq!((stale.status, stale.code.as_str()), (412, "0x80060882"));
}

#[test]
fn an_id_is_there_once() {
    let mut desk = desk();
    let body = || values!["accountid" => Uuid::from_u128(3), "name" => "A"];
    desk.make("accounts", body());
    assert_eq!(
        desk.refused("accounts", body()),
        (412, "0x80040237".to_owned())
    );
}

#[test]
fn alternate_keys_find_create_and_refuse() {
    let mut desk = desk();
    let key = |number: &str| vec![("accountnumber".to_owned(), Cell::from(number))];
    assert_eq!(
        desk.dv.by_key("accounts", &key("1")).unwrap_err().code,
        "0x80060890"
    );
    desk.dv
        .add_key("accounts", "new_accountnumberkey", &["accountnumber"])
        .unwrap();
    assert_eq!(
        desk.dv.by_key("accounts", &key("1")).unwrap_err().code,
        "0x80060891"
    );
    let me = desk.me;
    let mut go = |number: &str| {
        desk.dv.upsert_by_key(
            me,
            "accounts",
            &key(number),
            &IfMatch::Absent,
            IfNoneMatch::Absent,
            values!["name" => "A"],
        )
    };
    let made = go("ab1").unwrap();
    assert!(made.created);
    assert_eq!(
        go("AB1"),
        Ok(Written {
            id: made.id,
            created: false
        })
    );
    assert_eq!(
        desk.see("accounts", made.id, "accountnumber"),
        Cell::from("ab1")
    );
    let twice = desk.refused("accounts", values!["name" => "B", "accountnumber" => "AB1"]);
    assert_eq!(twice, (412, "0x80060892".to_owned()));
}

#[test]
fn many_rows_are_written_wholly_or_not_at_all() {
    let mut desk = desk();
    let me = desk.me;
    let refusal = desk
        .dv
        .create_multiple(me, "accounts", vec![values!["name" => "A"], values![]])
        .unwrap_err();
    assert_eq!(refusal.code, "0x80040200");
    assert_eq!(desk.dv.len("accounts"), 0);
    let ids = desk
        .dv
        .create_multiple(
            me,
            "accounts",
            vec![values!["name" => "A"], values!["name" => "B"]],
        )
        .unwrap();
    let rows = ids
        .iter()
        .map(|id| values!["accountid" => *id, "fax" => "1"])
        .collect();
    desk.dv.update_multiple(me, "accounts", rows).unwrap();
    assert_eq!(desk.see("accounts", ids[1], "fax"), Cell::from("1"));
    let rows = vec![
        values!["accountid" => ids[0], "fax" => "2"],
        values!["accountid" => Uuid::from_u128(9), "name" => "C"],
    ];
    let written = desk.dv.upsert_multiple(me, "accounts", rows).unwrap();
    assert_eq!(
        written.iter().map(|each| each.created).collect::<Vec<_>>(),
        [false, true]
    );
}

#[test]
fn a_transaction_is_undone_wholly() {
    let mut desk = desk();
    let kept = desk.make("accounts", values!["name" => "Kept"]);
    let token = desk.dv.delta_token("accounts").unwrap();
    desk.dv.begin();
    desk.make("accounts", values!["name" => "Gone"]);
    let me = desk.me;
    desk.dv
        .delete(me, "accounts", kept, &IfMatch::Absent)
        .unwrap();
    desk.dv.rollback();
    assert_eq!(desk.dv.len("accounts"), 1);
    assert_eq!(desk.dv.changed("accounts", token).unwrap().count(), 0);
    assert_eq!(desk.dv.deleted("accounts", token).unwrap().count(), 0);
}

#[test]
fn the_change_log_tells_changes_and_deletions_since_a_token() {
    let mut desk = desk();
    let [a, b, c] = ["A", "B", "C"].map(|name| desk.make("accounts", values!["name" => name]));
    let token = desk.dv.delta_token("accounts").unwrap();
    desk.patch("accounts", c, values!["fax" => "1"]).unwrap();
    desk.patch("accounts", a, values!["fax" => "1"]).unwrap();
    desk.patch("accounts", c, values!["fax" => "2"]).unwrap();
    let me = desk.me;
    desk.dv.delete(me, "accounts", b, &IfMatch::Absent).unwrap();
    let changed: Vec<Uuid> = desk
        .dv
        .changed("accounts", token)
        .unwrap()
        .map(|row| row.id())
        .collect();
    assert_eq!(changed, [a, c]);
    let deleted: Vec<Uuid> = desk
        .dv
        .deleted("accounts", token)
        .unwrap()
        .map(|gone| gone.id)
        .collect();
    assert_eq!(deleted, [b]);
    desk.make("accounts", values!["accountid" => b, "name" => "B again"]);
    assert_eq!(desk.dv.deleted("accounts", token).unwrap().count(), 0);
}

#[test]
fn tokens_expire_and_need_a_tracked_table() {
    let mut desk = desk();
    assert_eq!(desk.dv.delta_token("uoms").unwrap_err().code, "0x80072491");
    let token = desk.dv.delta_token("accounts").unwrap();
    desk.clock.advance(SignedDuration::from_hours(24 * 7));
    assert!(desk.dv.changed("accounts", token).is_ok());
    desk.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(
        desk.dv.changed("accounts", token).err().unwrap().code,
        "0x80044352"
    );
    let token = desk.dv.delta_token("accounts").unwrap();
    desk.dv.expire_tokens();
    assert_eq!(
        desk.dv.changed("accounts", token).err().unwrap().code,
        "0x80044352"
    );
}

#[test]
fn money_has_a_currency_a_rate_and_a_base_amount() {
    let mut desk = desk();
    let usd = desk.make(
        "transactioncurrencies",
        values![
            "isocurrencycode" => "usd", "currencyname" => "Dollar", "currencysymbol" => "$",
            "currencyprecision" => 2_i64, "exchangerate" => Decimal::new(EUR_TO_USD, 1),
        ],
    );
    assert_eq!(
        desk.see("transactioncurrencies", usd, "isocurrencycode"),
        Cell::from("USD")
    );
    let base = desk.make(
        "accounts",
        values!["name" => "A", "creditlimit" => Decimal::new(10_005, 3)],
    );
    assert_eq!(
        desk.see("accounts", base, "creditlimit"),
        Cell::Decimal(Decimal::new(1001, 2))
    );
    assert_eq!(
        desk.see("accounts", base, "transactioncurrencyid")
            .as_guid(),
        Some(desk.dv.places().base_currency)
    );
    let plain = desk.make("accounts", values!["name" => "B"]);
    assert_eq!(
        desk.see("accounts", plain, "transactioncurrencyid"),
        Cell::Null
    );
    let body = with(
        values!["name" => "C", "creditlimit" => 120_i64],
        "transactioncurrencyid",
        bound("transactioncurrencies", usd),
    );
    let foreign = desk.make("accounts", body);
    let base_amount = |desk: &Desk| desk.see("accounts", foreign, "creditlimit_base");
    assert_eq!(base_amount(&desk), Cell::Decimal(Decimal::from(100)));
    desk.patch(
        "transactioncurrencies",
        usd,
        values!["exchangerate" => 2_i64],
    )
    .unwrap();
    assert_eq!(base_amount(&desk), Cell::Decimal(Decimal::from(100)));
    desk.patch("accounts", foreign, values!["creditlimit" => 120_i64])
        .unwrap();
    assert_eq!(base_amount(&desk), Cell::Decimal(Decimal::from(60)));
}

#[test]
fn currency_rules_guard_the_base_and_the_rate() {
    let mut desk = desk();
    let base = desk.dv.places().base_currency;
    let currency = |rate: i64| {
        values![
            "isocurrencycode" => "SEK", "currencyname" => "Krona", "currencysymbol" => "kr",
            "currencyprecision" => 2_i64, "exchangerate" => rate,
        ]
    };
    assert_eq!(
        desk.refused("transactioncurrencies", currency(0)).1,
        "0x80040265"
    );
    desk.make("transactioncurrencies", currency(11));
    assert_eq!(desk.refused("transactioncurrencies", currency(11)).0, 412);
    assert!(
        desk.patch(
            "transactioncurrencies",
            base,
            values!["exchangerate" => 2_i64]
        )
        .is_err()
    );
    let me = desk.me;
    assert!(
        desk.dv
            .delete(me, "transactioncurrencies", base, &IfMatch::Absent)
            .is_err()
    );
}

#[test]
fn state_and_reason_go_together() {
    let mut desk = desk();
    let id = desk.make("accounts", values!["name" => "A"]);
    assert_eq!(desk.see("accounts", id, "statuscode"), Cell::Int(1));
    desk.patch("accounts", id, values!["statecode" => 1_i64])
        .unwrap();
    assert_eq!(desk.see("accounts", id, "statuscode"), Cell::Int(2));
    let body = values!["statecode" => 0_i64, "statuscode" => 2_i64];
    assert_eq!(
        desk.patch("accounts", id, body).unwrap_err().code,
        "0x80048408"
    );
    assert_eq!(
        desk.patch("accounts", id, values!["statecode" => 7_i64])
            .unwrap_err()
            .code,
        "0x8004431a"
    );
}

#[test]
fn an_opportunity_is_won_by_its_action() {
    let mut desk = desk();
    let id = desk.make("opportunities", values!["name" => "O"]);
    assert_eq!(
        desk.patch("opportunities", id, values!["statecode" => 1_i64])
            .unwrap_err()
            .code,
        "0x80048408"
    );
    let me = desk.me;
    desk.dv.close(me, Closing::WinOpportunity, id, -1).unwrap();
    assert_eq!(desk.see("opportunities", id, "statuscode"), Cell::Int(3));
    assert!(
        desk.patch("opportunities", id, values!["name" => "P"])
            .is_err()
    );
    desk.patch(
        "opportunities",
        id,
        values!["statecode" => 0_i64, "name" => "P"],
    )
    .unwrap();
}

#[test]
fn a_product_starts_as_a_draft() {
    let mut desk = desk();
    let (product, ..) = desk.product("1000");
    assert_eq!(desk.see("products", product, "statecode"), Cell::Int(2));
    assert_eq!(desk.see("products", product, "statuscode"), Cell::Int(0));
    desk.patch("products", product, values!["statecode" => 0_i64])
        .unwrap();
    assert_eq!(desk.see("products", product, "statuscode"), Cell::Int(1));
    let organization = desk.dv.places().organization;
    desk.patch(
        "organizations",
        organization,
        values!["createproductswithoutparentinactivestate" => true],
    )
    .unwrap();
    let (active, ..) = desk.product("1001");
    assert_eq!(desk.see("products", active, "statecode"), Cell::Int(0));
}

#[test]
fn a_unit_group_brings_its_base_unit() {
    let mut desk = desk();
    let (_, unit, group) = desk.product("1");
    assert_eq!(desk.see("uoms", unit, "name"), Cell::from("PCS"));
    assert_eq!(
        desk.see("uoms", unit, "isschedulebaseuom"),
        Cell::Bool(true)
    );
    let body = |quantity: i64| {
        let body = with(
            values!["name" => "BOX", "quantity" => quantity],
            "uomscheduleid",
            bound("uomschedules", group),
        );
        with(body, "baseuom", bound("uoms", unit))
    };
    assert_eq!(desk.refused("uoms", body(0)).1, "0x80040265");
    desk.make("uoms", body(12));
    let me = desk.me;
    let used = desk
        .dv
        .delete(me, "uomschedules", group, &IfMatch::Absent)
        .unwrap_err();
    assert_eq!((used.status, used.code.as_str()), (405, "0x80040227"));
}

#[test]
fn a_product_number_is_there_once_and_its_unit_belongs_to_its_group() {
    let mut desk = desk();
    let (_, unit, _) = desk.product("1");
    let other = desk.make(
        "uomschedules",
        values!["name" => "Other", "baseuomname" => "KG"],
    );
    let body = |number: &str| {
        let body = with(
            values!["productnumber" => number, "name" => "P"],
            "defaultuomid",
            bound("uoms", unit),
        );
        with(body, "defaultuomscheduleid", bound("uomschedules", other))
    };
    assert_eq!(desk.refused("products", body("2")).1, "0x80040265");
}

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
