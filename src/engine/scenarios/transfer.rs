//! Areas C and I: what is transferred from one record to the other.

use super::creating;
use crate::engine::testing::world::{World, total};
use crate::engine::testing::{fields, mapping, pair};
use crate::model::{Direction, FieldMapping, Side};

#[test]
fn a_new_record_gets_every_mapped_value_s094() {
    let mut world = creating();
    let record = fields(&[
        ("number", "C-1"),
        ("displayName", "Adatum"),
        ("phoneNumber", "1"),
        ("city", "Lyon"),
    ]);
    world.bc.add(1, record);
    assert_eq!(total(&world.sync()).inserted, 1);
    let made = world.dv.only();
    let values = ["accountnumber", "name", "telephone1", "address1_city"];
    assert_eq!(
        values.map(|name| world.dv.text(made, name)),
        ["C-1", "Adatum", "1", "Lyon"]
    );
}

#[test]
fn a_record_that_is_equal_already_is_not_written_s095() {
    let mut world = World::new(|_| {});
    world.both("C-1");
    world.match_all(false);
    let sum = total(&world.sync());
    assert_eq!((sum.modified, sum.inserted), (0, 0));
}

#[test]
fn an_edit_that_no_row_maps_changes_nothing_and_is_remembered_as_seen_s098_s178() {
    let mut world = World::new(|mapping| {
        mapping.fields.pop();
    });
    let ids = world.in_step("C-1");
    let before = world.coupling(Side::Bc, ids.bc).unwrap();
    world.bc.edit(ids.bc, "city", "Paris");
    let sum = total(&world.sync());
    assert_eq!((sum.modified, sum.failed), (0, 0));
    let after = world.coupling(Side::Bc, ids.bc).unwrap();
    assert_ne!(after.seen.bc.etag(), before.seen.bc.etag());
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Lyon");
}

#[test]
fn a_one_way_row_that_is_equal_writes_nothing_and_a_two_way_row_that_differs_is_written_s100_s101()
{
    let mut world = World::new(|_| {});
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "displayName", "Adatum");
    let plan = world.plan();
    let written: Vec<_> = plan
        .actions
        .iter()
        .flatten()
        .flat_map(|line| line.fields.iter().map(|field| field.name.to_string()))
        .collect();
    assert_eq!(written, ["name"]);
    world.sync();
    assert_eq!(world.dv.text(ids.dv, "name"), "Adatum");
}

#[test]
fn only_rows_that_are_switched_on_are_written_s233_s235() {
    let mut world = World::new(|mapping| {
        mapping.only_coupled = false;
        mapping.fields[2].enabled = false;
    });
    world.bc.add(
        1,
        fields(&[
            ("number", "C-1"),
            ("displayName", "Adatum"),
            ("phoneNumber", "1"),
            ("city", "Lyon"),
        ]),
    );
    world.sync();
    let made = world.dv.only();
    let values = ["name", "telephone1", "address1_city"];
    assert_eq!(
        values.map(|name| world.dv.text(made, name)),
        ["Adatum", "", "Lyon"]
    );
}

#[test]
fn a_row_flows_where_its_own_direction_and_that_of_its_table_allow_it_s238() {
    let (both, to_dv, to_bc) = (
        Direction::Both,
        Direction::ToDataverse,
        Direction::ToBusinessCentral,
    );
    for (table, row, flows) in [
        (both, both, Some(both)),
        (to_bc, to_bc, Some(to_bc)),
        (to_dv, to_dv, Some(to_dv)),
        (to_dv, both, Some(to_dv)),
        (to_dv, to_bc, None),
    ] {
        let mut mapping = mapping("M");
        mapping.direction = table;
        let row = FieldMapping {
            direction: row,
            ..pair("a", "b")
        };
        assert_eq!(mapping.direction_of(&row), flows);
    }
}

#[test]
fn text_that_is_too_long_is_an_error_of_its_record_and_a_rule_says_where_it_may_be_cut() {
    use crate::model::transform::Rule;
    let long = "a".repeat(31);
    let mut world = World::new(|_| {});
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "displayName", &long);
    assert_eq!(total(&world.sync()).failed, 1);
    assert_eq!(world.dv.text(ids.dv, "name"), "Adèle & Fils");
    let mut world = World::new(|mapping| {
        mapping.fields[1].rules.dv = vec![Rule::Substring(1, 30)];
    });
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "displayName", &long);
    assert_eq!(total(&world.sync()).failed, 0);
    assert_eq!(world.dv.text(ids.dv, "name"), "a".repeat(30));
    assert!(total(&world.sync()).is_quiet(), "what was cut is no change");
    world.dv.edit(ids.dv, "name", "b");
    world.sync();
    assert_eq!(world.bc.text(ids.bc, "displayName"), "b");
}
