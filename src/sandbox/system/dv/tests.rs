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

mod business;
mod shape;
mod writes;

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
