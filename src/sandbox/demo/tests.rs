//! The demo against the services' own rules.

use std::{collections::HashSet, time::Duration};

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    AtWork, Census, Colleagues, DemoOptions, Edit, fill,
    ids::{self, BcTable, DvTable},
    presence::{Presence, WITHOUT_PARENT},
    story::{self, Kind, Script},
};
use crate::{
    model::Side,
    sandbox::system::{
        cell::Cell,
        clock::ManualClock,
        view::RowView,
        world::{Setup, World},
    },
};

const SMALL: DemoOptions = DemoOptions {
    records: 150,
    seed: 7,
};

fn filled(options: DemoOptions) -> (World, Census) {
    let setup = Setup {
        clock: ManualClock::new(Timestamp::from_second(1_795_000_000).unwrap()),
        seed: options.seed,
        company: super::COMPANY.to_owned(),
        currency: super::CURRENCY.to_owned(),
    };
    let mut world = World::new(&setup);
    let census = fill(&mut world, options).unwrap();
    (world, census)
}

fn company(world: &World) -> Uuid {
    world.bc.company_named(super::COMPANY).unwrap().id
}

fn bc_rows<'a>(world: &'a World, set: &str) -> Vec<RowView<'a>> {
    world
        .bc
        .table(company(world), set)
        .unwrap()
        .scan(None)
        .collect()
}

fn dv_rows<'a>(world: &'a World, set: &str) -> Vec<RowView<'a>> {
    world.dv.table(set).unwrap().scan(None).collect()
}

fn text(row: &RowView<'_>, field: &str) -> String {
    row.get(field)
        .and_then(|cell| cell.as_text().map(ToOwned::to_owned))
        .unwrap_or_default()
}

#[test]
fn both_services_accept_every_record_and_the_census_counts_them() {
    let (world, census) = filled(SMALL);
    let company = company(&world);
    assert_eq!(world.bc.len(company, "customers") as u64, census.customers);
    assert_eq!(census.customers, 150);
    assert_eq!(world.bc.len(company, "items") as u64, census.items);
    assert_eq!(world.dv.len("accounts") as u64, census.accounts);
    assert_eq!(world.dv.len("contacts") as u64, census.dv_contacts);
    assert_eq!(world.dv.len("products") as u64, census.products);
    let people = bc_rows(&world, "contacts");
    let people = people.iter().filter(|row| text(row, "type") == "Person");
    assert_eq!(people.count() as u64, census.people);
    assert_eq!(census.people, 180);
    assert_eq!(
        census.customers,
        census.known_by_number + census.without_number + census.ambiguous + census.bc_only
    );
    assert_eq!(
        census.accounts,
        census.known_by_number + census.without_number + 2 * census.ambiguous + census.dv_only
    );
}

#[test]
fn the_same_seed_makes_the_same_world() {
    let (left, right) = (filled(SMALL).0, filled(SMALL).0);
    for set in [
        "customers",
        "contacts",
        "items",
        "currencies",
        "currencyExchangeRates",
    ] {
        for (one, other) in bc_rows(&left, set).iter().zip(&bc_rows(&right, set)) {
            assert_eq!(one.id(), other.id());
            for ((field, one), (_, other)) in one.cells().zip(other.cells()) {
                assert_eq!(one, other, "{set}.{}", field.name);
            }
        }
    }
    for set in [
        "accounts",
        "contacts",
        "products",
        "systemusers",
        "transactioncurrencies",
    ] {
        for (one, other) in dv_rows(&left, set).iter().zip(&dv_rows(&right, set)) {
            assert_eq!(one.id(), other.id());
            for ((field, one), (_, other)) in one.cells().zip(other.cells()) {
                assert_eq!(one, other, "{set}.{}", field.name);
            }
        }
    }
    let (other, _) = filled(DemoOptions { seed: 8, ..SMALL });
    assert!(
        other
            .bc
            .get(
                company(&other),
                "customers",
                ids::bc(7, BcTable::Customer, 0)
            )
            .is_err()
    );
}

#[test]
fn what_both_sides_know_is_the_same_on_both() {
    let (world, _) = filled(SMALL);
    let company = company(&world);
    let pairs = [
        ("number", "accountnumber"),
        ("displayName", "name"),
        ("addressLine1", "address1_line1"),
        ("addressLine2", "address1_line2"),
        ("city", "address1_city"),
        ("state", "address1_stateorprovince"),
        ("country", "address1_country"),
        ("postalCode", "address1_postalcode"),
        ("phoneNumber", "telephone1"),
        ("email", "emailaddress1"),
        ("website", "websiteurl"),
    ];
    let mut compared = 0;
    for index in (0..150).filter(|index| Presence::of(7, *index) == Presence::Same) {
        let customer = world
            .bc
            .get(company, "customers", ids::bc(7, BcTable::Customer, index))
            .unwrap();
        let account = world
            .dv
            .get("accounts", ids::dv(7, DvTable::Account, index))
            .unwrap();
        for (left, right) in pairs {
            assert_eq!(
                text(&customer, left),
                text(&account, right),
                "{left} of customer {index}"
            );
            compared += 1;
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn people_of_customers_belong_to_the_company_contact_of_their_customer() {
    let (world, _) = filled(SMALL);
    let company = company(&world);
    let contact = world
        .bc
        .get(company, "contacts", ids::bc(7, BcTable::Person, 0))
        .unwrap();
    let customer = world
        .bc
        .get(company, "customers", ids::bc(7, BcTable::Customer, 0))
        .unwrap();
    assert_eq!(
        text(&contact, "companyName"),
        text(&customer, "displayName")
    );
    assert_eq!(text(&contact, "type"), "Person");
    let known = world
        .dv
        .get("contacts", ids::dv(7, DvTable::Person, 0))
        .unwrap();
    assert_eq!(text(&known, "emailaddress1"), text(&contact, "email"));
    assert_eq!(
        known
            .get("parentcustomerid")
            .and_then(|cell| cell.as_guid()),
        Some(ids::dv(7, DvTable::Account, 0))
    );
}

#[test]
fn the_deliberate_trouble_is_there() {
    let (world, census) = filled(SMALL);
    let long = dv_rows(&world, "accounts");
    assert_eq!(
        long.iter()
            .filter(|row| text(row, "name").chars().count() > 100)
            .count(),
        3
    );
    let strays = dv_rows(&world, "contacts");
    let strays = strays.iter().filter(|row| {
        row.get("parentcustomerid")
            .is_none_or(|cell| cell.is_null())
    });
    assert_eq!(strays.count() as u64, WITHOUT_PARENT);
    let rates = bc_rows(&world, "currencyExchangeRates");
    let rates: HashSet<String> = rates.iter().map(|row| text(row, "currencyCode")).collect();
    let without: Vec<String> = bc_rows(&world, "currencies")
        .iter()
        .map(|row| text(row, "code"))
        .filter(|code| !rates.contains(code))
        .collect();
    assert_eq!(without, ["ISK"]);
    let customers = bc_rows(&world, "customers");
    let affected = customers
        .iter()
        .filter(|row| text(row, "currencyCode") == "ISK")
        .count();
    assert_eq!(affected as u64 + 1, census.without_rate);
    assert_eq!(census.ambiguous, 1);
    assert_eq!(census.other_spelling, 0);
    let (_, larger) = filled(DemoOptions {
        records: 1_900,
        seed: 7,
    });
    assert!(larger.other_spelling > 0);
    let jobs = dv_rows(&world, "contacts");
    assert!(
        jobs.iter()
            .any(|row| text(row, "jobtitle").chars().count() > 30)
    );
}

#[test]
fn the_story_does_what_it_says_and_nothing_else() {
    let (mut world, _) = filled(SMALL);
    let script = Script {
        bc_only: 5,
        dv_only: 4,
        merged: 3,
        conflicts: 1,
    };
    let (before_bc, before_dv) = (
        world.bc.len(company(&world), "customers"),
        world.dv.version(),
    );
    let told = story::edit_both_sides(&mut world, SMALL, script).unwrap();
    assert_eq!(told.count(Kind::BcOnly), 5);
    assert_eq!(told.count(Kind::DvOnly), 4);
    assert_eq!(told.count(Kind::Merged), 3);
    assert_eq!(told.count(Kind::Conflict), 1);
    assert_eq!(told.edits(), 5 + 4 + 2 * 3 + 2);
    let pairs: HashSet<Uuid> = told.pairs.iter().map(|pair| pair.bc).collect();
    assert_eq!(pairs.len(), told.pairs.len());
    for pair in &told.pairs {
        for edit in &pair.edits {
            assert_ne!(edit.before, edit.after);
            let row = match edit.side {
                Side::Bc => world.bc.get(company(&world), edit.set, edit.id),
                Side::Dv => world.dv.get(edit.set, edit.id),
            };
            assert_eq!(row.unwrap().get(edit.field), Some(edit.after.clone()));
        }
    }
    let conflict = told
        .pairs
        .iter()
        .find(|pair| pair.kind == Kind::Conflict)
        .unwrap();
    let after: Vec<&Cell> = conflict.edits.iter().map(|edit| &edit.after).collect();
    assert_eq!(after.len(), 2);
    assert_ne!(after[0], after[1]);
    assert_eq!(world.bc.len(company(&world), "customers"), before_bc);
    assert_eq!(world.dv.version() - before_dv, 4 + 3 + 1);
}

#[test]
fn a_world_too_small_for_the_script_does_what_it_can() {
    let options = DemoOptions {
        records: 3,
        seed: 7,
    };
    let (mut world, _) = filled(options);
    let told = story::edit_both_sides(&mut world, options, Script::default()).unwrap();
    assert_eq!(told.pairs.len(), 3);
    let (mut nobody, census) = filled(DemoOptions {
        records: 0,
        seed: 7,
    });
    assert_eq!(census.customers, 0);
    let options = DemoOptions {
        records: 0,
        seed: 7,
    };
    assert!(
        story::edit_both_sides(&mut nobody, options, Script::default())
            .unwrap()
            .pairs
            .is_empty()
    );
    let edit = Colleagues::new(options).next_edit(&nobody);
    assert!(edit.is_none_or(|edit| edit.set == "items"));
}

#[test]
fn colleagues_edit_both_sides_and_each_edit_moves_the_record_on() {
    let (mut world, _) = filled(SMALL);
    let mut colleagues = Colleagues::new(SMALL);
    let mut sides = HashSet::new();
    for _ in 0..60 {
        let edit = colleagues.next_edit(&world).unwrap();
        let etag = |world: &World, edit: &Edit| match edit.side {
            Side::Bc => world
                .bc
                .get(company(world), edit.set, edit.id)
                .unwrap()
                .etag(),
            Side::Dv => world.dv.get(edit.set, edit.id).unwrap().etag(),
        };
        let before = etag(&world, &edit);
        edit.apply(&mut world).unwrap();
        assert_ne!(etag(&world, &edit), before);
        sides.insert(edit.side.as_str());
    }
    assert_eq!(sides.len(), 2);
}

#[test]
fn colleagues_at_work_go_home_when_told() {
    let (world, _) = filled(DemoOptions {
        records: 20,
        seed: 3,
    });
    let world = world.shared();
    let (told, edits) = std::sync::mpsc::channel();
    let at_work = AtWork::start(
        std::sync::Arc::clone(&world),
        Colleagues::new(DemoOptions {
            records: 20,
            seed: 3,
        }),
        Duration::ZERO,
        move |edit| {
            let _unheard = told.send(edit.clone());
        },
    );
    let first: Vec<Edit> = edits.iter().take(3).collect();
    assert_eq!(first.len(), 3);
    assert!(at_work.stop() >= 3);
    assert!(world.lock().is_ok());
}
