//! Two mappings on the same two sets, told apart by filter, and records that move from one to the other.

use crate::office::{Office, errors, office};
use raccord::engine::outcome::{ResolveOutcome, SyncReport};
use raccord::engine::request::{
    AfterCoupling, CoupleRequest, CreateRequest, MatchChoice, MatchRequest, PickRequest, RecordRef,
    ResolveRequest, SyncRequest, UncoupleRequest,
};
use raccord::model::mapping::DeletionPolicy;
use raccord::model::reason::Cause;
use raccord::model::{PairState, Side, Sides, Value, mapping_file};
use raccord::store::{SkippedFilter, Slice};
use uuid::Uuid;

/// French customers, and all others.
fn file() -> String {
    of_countries("FRENCH", ["eq 'FR'"; 2]) + &of_countries("OTHERS", ["ne 'FR'"; 2])
}

/// A mapping of customers whose country is such on each side.
fn of_countries(name: &str, [bc, dv]: [&str; 2]) -> String {
    format!(
        r#"
[[mapping]]
name = "{name}"
bc = "customers"
dv = "accounts"
direction = "both"
bc_filter = "country {bc}"
dv_filter = "address1_country {dv}"
[[mapping.field]]
bc = "displayName"
dv = "name"
match = true
[[mapping.field]]
bc = "country"
dv = "address1_country"
[[mapping.field]]
bc = "phoneNumber"
dv = "telephone1"
"#
    )
}

fn apart() -> Office {
    office_with(&file())
}

/// The same services with the mappings of a file and no others.
fn office_with(file: &str) -> Office {
    let office = office();
    let mappings = mapping_file::read(file).unwrap();
    office
        .store
        .write(|w| {
            for known in raccord::model::defaults::default_mappings().unwrap() {
                w.remove_mapping(&known.name)?;
            }
            for (place, mapping) in (0..).zip(&mappings) {
                w.put_mapping(mapping, place)?;
            }
            Ok(())
        })
        .unwrap();
    office
}

/// A French customer and one of Belgium, in step.
async fn settled(office: &mut Office) -> [Uuid; 2] {
    let mut ids = Vec::new();
    for (name, country) in [("Adèle & Fils", "FR"), ("Brouwer", "BE")] {
        let customer = [("displayName", name.into()), ("country", country.into())];
        ids.push(office.add(Side::Bc, "customers", &customer).await);
    }
    office.settle().await;
    ids.try_into().unwrap()
}

async fn countries(office: &Office) -> Vec<String> {
    let rows = office
        .all(Side::Dv, "accounts", &["address1_country"])
        .await;
    let mut countries: Vec<_> = rows
        .iter()
        .map(|row| row.fields.value("address1_country").to_plain())
        .collect();
    countries.sort();
    countries
}

#[tokio::test(flavor = "current_thread")]
async fn each_record_belongs_to_the_mapping_whose_filter_it_passes() {
    let mut office = apart();
    let [french, belgian] = settled(&mut office).await;
    assert!(office.partner("FRENCH", Side::Bc, french).is_some());
    assert!(office.partner("FRENCH", Side::Bc, belgian).is_none());
    assert!(office.partner("OTHERS", Side::Bc, belgian).is_some());
    assert_eq!(countries(&office).await, ["BE", "FR"]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_customer_that_moves_takes_its_account_along_and_no_second_one_is_made() {
    let mut office = apart();
    let [french, _] = settled(&mut office).await;
    let account = office.partner("FRENCH", Side::Bc, french).unwrap();
    let moved = [("country", "LU".into()), ("phoneNumber", "1".into())];
    office.edit(Side::Bc, "customers", french, &moved).await;
    office.settle().await;
    assert_eq!(countries(&office).await, ["BE", "LU"]);
    assert_eq!(office.partner("FRENCH", Side::Bc, french), None);
    assert_eq!(office.partner("OTHERS", Side::Bc, french), Some(account));

    // And back again, from the other side.
    let back = [("address1_country", "FR".into())];
    office.edit(Side::Dv, "accounts", account, &back).await;
    office.settle().await;
    let customer = office
        .read(Side::Bc, "customers", french, &["country"])
        .await;
    assert_eq!(customer.fields.value("country"), &Value::text("FR"));
    assert_eq!(office.partner("FRENCH", Side::Bc, french), Some(account));
    assert_eq!(office.all(Side::Bc, "customers", &[]).await.len(), 2);
}

#[tokio::test(flavor = "current_thread")]
async fn what_both_changed_while_one_moved_is_a_conflict_of_that_field_alone() {
    let mut office = apart();
    let [french, _] = settled(&mut office).await;
    let account = office.partner("FRENCH", Side::Bc, french).unwrap();
    let bc = [("country", "LU".into()), ("phoneNumber", "1".into())];
    office.edit(Side::Bc, "customers", french, &bc).await;
    let dv = [("telephone1", "2".into())];
    office.edit(Side::Dv, "accounts", account, &dv).await;
    let report = office.sync().await;
    assert_eq!(errors(&office, &report), [""; 0]);
    assert_eq!(report.needs_attention.conflicts, 1);
    let skipped = office
        .store
        .read()
        .list_skipped(
            &raccord::store::SkippedFilter::default(),
            raccord::store::Slice::ALL,
        )
        .unwrap();
    assert_eq!(skipped[0].record.mapping, "OTHERS".into());
    assert_eq!(skipped[0].record.open_fields, ["phoneNumber".into()]);
    assert_eq!(office.all(Side::Dv, "accounts", &[]).await.len(), 2);
    // It stays one pair, however often both are looked at.
    office.sync().await;
    assert_eq!(office.all(Side::Dv, "accounts", &[]).await.len(), 2);
    assert_eq!(office.all(Side::Bc, "customers", &[]).await.len(), 2);
}

#[tokio::test(flavor = "current_thread")]
async fn a_pair_rests_whose_one_record_moves_and_whose_other_one_belongs_nowhere() {
    let file = of_countries("FRENCH", ["eq 'FR'"; 2]) + &of_countries("DUTCH", ["eq 'NL'"; 2]);
    let mut office = office_with(&file);
    let customer = [("displayName", "Adèle".into()), ("country", "FR".into())];
    let customer = office.add(Side::Bc, "customers", &customer).await;
    office.settle().await;
    let account = office.partner("FRENCH", Side::Bc, customer).unwrap();
    let moved = [("country", "NL".into())];
    office.edit(Side::Bc, "customers", customer, &moved).await;
    let gone = [("address1_country", "BE".into())];
    office.edit(Side::Dv, "accounts", account, &gone).await;
    office.settle().await;
    let state = |office: &Office| {
        let reader = office.store.read();
        let pair = reader.coupling_of(&"DUTCH".into(), Side::Bc, customer);
        pair.unwrap().unwrap().state
    };
    assert_eq!(state(&office), PairState::Broken);
    assert_eq!(countries(&office).await, ["BE"]);
    // It goes on once the account belongs to a mapping again.
    let back = [("address1_country", "NL".into())];
    office.edit(Side::Dv, "accounts", account, &back).await;
    office.settle().await;
    assert_eq!(state(&office), PairState::InStep);
    assert_eq!(office.all(Side::Bc, "customers", &[]).await.len(), 1);
    assert_eq!(office.all(Side::Dv, "accounts", &[]).await.len(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn a_record_whose_coupling_was_removed_gets_no_partner_after_it_moved_either() {
    for (by_person, at_once) in [(true, false), (false, false), (false, true)] {
        let mut office = apart();
        office.change("FRENCH", |mapping| {
            mapping.on_deletion = DeletionPolicy::Uncouple;
        });
        let [french, _] = settled(&mut office).await;
        let account = office.partner("FRENCH", Side::Bc, french).unwrap();
        if by_person {
            let record = RecordRef {
                side: Side::Bc,
                id: french,
            };
            let request = UncoupleRequest::only("FRENCH".into(), vec![record]);
            office.run(async |engine| engine.uncouple(&request)).await;
        } else {
            office.remove(Side::Dv, "accounts", account).await;
        }
        if !at_once {
            office.sync().await;
        }
        let moved = [("country", "LU".into())];
        office.edit(Side::Bc, "customers", french, &moved).await;
        office.sync().await;
        office.settle().await;
        let left: &[&str] = if by_person { &["BE", "FR"] } else { &["BE"] };
        assert_eq!(countries(&office).await, left);
        assert_eq!(office.partner("OTHERS", Side::Bc, french), None);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_customer_that_matches_in_a_mapping_further_down_gets_no_second_account() {
    let file =
        of_countries("FRENCH", ["ne ''", "eq 'FR'"]) + &of_countries("DUTCH", ["eq 'NL'"; 2]);
    let mut office = office_with(&file);
    let customer = [("displayName", "Brouwer".into()), ("country", "NL".into())];
    let customer = office.add(Side::Bc, "customers", &customer).await;
    let account = [
        ("name", "Brouwer".into()),
        ("address1_country", "NL".into()),
    ];
    let account = office.add(Side::Dv, "accounts", &account).await;
    office.settle().await;
    assert_eq!(office.partner("DUTCH", Side::Bc, customer), Some(account));
    assert_eq!(office.all(Side::Bc, "customers", &[]).await.len(), 1);
    assert_eq!(office.all(Side::Dv, "accounts", &[]).await.len(), 1);
}

/// Two mappings that see the same customers and keep different fields in step.
fn beside(bc_filter: [&str; 2]) -> Office {
    let one = |name: &str, filter: &str, bc: &str, dv: &str| {
        format!(
            r#"
[[mapping]]
name = "{name}"
bc = "customers"
dv = "accounts"
direction = "both"
bc_filter = "{filter}"
[[mapping.field]]
bc = "displayName"
dv = "name"
match = true
[[mapping.field]]
bc = "{bc}"
dv = "{dv}"
"#
        )
    };
    let [first, second] = bc_filter;
    let file = one("FIRST", first, "phoneNumber", "telephone1")
        + &one("SECOND", second, "email", "emailaddress1");
    office_with(&file)
}

#[tokio::test(flavor = "current_thread")]
async fn two_mappings_that_see_the_same_records_share_their_pairs() {
    let filter = "blocked eq '_x0020_'";
    let mut office = beside([filter, filter]);
    let customer = [("displayName", "Miel".into()), ("phoneNumber", "1".into())];
    let customer = office.add(Side::Bc, "customers", &customer).await;
    let account = [
        ("name", "Cire".into()),
        ("emailaddress1", "a@b.example".into()),
    ];
    let account = office.add(Side::Dv, "accounts", &account).await;
    office.settle().await;
    office.settle().await;
    assert_eq!(office.all(Side::Bc, "customers", &[]).await.len(), 2);
    assert_eq!(office.all(Side::Dv, "accounts", &[]).await.len(), 2);
    for name in ["FIRST", "SECOND"] {
        assert!(office.partner(name, Side::Bc, customer).is_some());
        assert!(office.partner(name, Side::Dv, account).is_some());
    }
    let email = [("email", "miel@b.example".into())];
    office.edit(Side::Bc, "customers", customer, &email).await;
    office.settle().await;
    let partner = office.partner("FIRST", Side::Bc, customer).unwrap();
    let fields = ["telephone1", "emailaddress1"];
    let row = office.read(Side::Dv, "accounts", partner, &fields).await;
    assert_eq!(row.fields.value("telephone1"), &Value::text("1"));
    assert_eq!(
        row.fields.value("emailaddress1"),
        &Value::text("miel@b.example")
    );
}

#[tokio::test(flavor = "current_thread")]
async fn a_record_that_another_mapping_has_coupled_gets_no_second_partner_by_hand_either() {
    let mut office = beside(["", "blocked eq '_x0020_'"]);
    office.change("SECOND", |mapping| mapping.only_coupled = true);
    let customer = office
        .add(Side::Bc, "customers", &[("displayName", "Miel".into())])
        .await;
    office.settle().await;
    let first = office.partner("FIRST", Side::Bc, customer).unwrap();
    let account = [("name", "miel".into()), ("telephone1", "7".into())];
    office.change("FIRST", |mapping| mapping.only_coupled = true);
    let account = office.add(Side::Dv, "accounts", &account).await;

    let of_customer = |record| CreateRequest {
        mapping: "SECOND".into(),
        records: vec![RecordRef {
            side: Side::Bc,
            id: record,
        }],
        preview: false,
    };
    let by_hand = |instead| CoupleRequest {
        mapping: "SECOND".into(),
        ids: Sides::new(customer, account),
        after: AfterCoupling::Nothing,
        instead,
    };
    let matching = MatchRequest {
        mapping: "SECOND".into(),
        create: true,
        preview: false,
        choice: MatchChoice::default(),
    };
    let refused = office
        .run(async |engine| Ok(engine.create(&of_customer(customer)).await))
        .await;
    assert_eq!(refused.unwrap_err().cause, Cause::DuplicateKey);
    let refused = office
        .run(async |engine| Ok(engine.couple(&by_hand(false)).await))
        .await;
    assert_eq!(refused.unwrap_err().cause, Cause::DuplicateKey);
    office
        .run(async |engine| engine.couple_by_match(&matching).await)
        .await;
    assert_ne!(office.partner("SECOND", Side::Bc, customer), Some(account));
    assert_eq!(office.partner("FIRST", Side::Bc, customer), Some(first));
    // A person may give the former partner up.
    office
        .run(async |engine| engine.couple(&by_hand(true)).await)
        .await;
    assert_eq!(office.partner("SECOND", Side::Bc, customer), Some(account));
    assert_eq!(office.partner("FIRST", Side::Bc, customer), None);
}

/// Two mappings that keep the same fields of the same customers in step.
fn twice() -> Office {
    office_with(&(of_countries("FIRST", ["ne 'XX'"; 2]) + &of_countries("SECOND", ["ne 'YY'"; 2])))
}

#[tokio::test(flavor = "current_thread")]
async fn a_record_that_two_mappings_restore_is_made_again_once() {
    for gone in Side::BOTH {
        let mut office = twice();
        for name in ["FIRST", "SECOND"] {
            office.change(name, |mapping| {
                mapping.on_deletion = DeletionPolicy::Restore;
                for field in &mut mapping.fields {
                    field.matching = None;
                }
            });
        }
        let customer = [("displayName", "Miel".into()), ("country", "FR".into())];
        let customer = office.add(Side::Bc, "customers", &customer).await;
        for _ in 0..2 {
            office.sync().await;
        }
        office.is_quiet().await;
        let account = office.partner("SECOND", Side::Bc, customer).unwrap();
        match gone {
            Side::Bc => office.remove(Side::Bc, "customers", customer).await,
            Side::Dv => office.remove(Side::Dv, "accounts", account).await,
        }
        for _ in 0..2 {
            office.sync().await;
        }
        office.is_quiet().await;
        let customer = office.only(Side::Bc, "customers", &[]).await.id;
        let account = office.only(Side::Dv, "accounts", &[]).await.id;
        for name in ["FIRST", "SECOND"] {
            assert_eq!(office.partner(name, Side::Bc, customer), Some(account));
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_pair_that_a_mapping_restored_is_no_question_of_the_other_one_that_sees_it() {
    let mut office = twice();
    office.change("FIRST", |mapping| {
        mapping.on_deletion = DeletionPolicy::Restore;
    });
    let customer = [("displayName", "Miel".into()), ("country", "FR".into())];
    let customer = office.add(Side::Bc, "customers", &customer).await;
    for _ in 0..2 {
        office.sync().await;
    }
    office.remove(Side::Bc, "customers", customer).await;
    for _ in 0..2 {
        office.sync().await;
    }
    office.is_quiet().await;
    let customer = office.only(Side::Bc, "customers", &[]).await.id;
    let account = office.only(Side::Dv, "accounts", &[]).await.id;
    assert_eq!(office.partner("SECOND", Side::Bc, customer), Some(account));
    let waiting = SkippedFilter::default();
    let waiting = office.store.read().list_skipped(&waiting, Slice::ALL);
    assert_eq!(waiting.unwrap().len(), 0);
}

#[tokio::test(flavor = "current_thread")]
async fn what_one_mapping_carried_over_is_not_undone_by_another_that_comes_to_see_the_pair() {
    let mut office = twice();
    office.change("SECOND", |mapping| mapping.enabled = false);
    let customer = [
        ("displayName", "Miel".into()),
        ("country", "FR".into()),
        ("phoneNumber", "7".into()),
    ];
    let customer = office.add(Side::Bc, "customers", &customer).await;
    office.sync().await;
    office.is_quiet().await;
    let account = office.partner("FIRST", Side::Bc, customer).unwrap();
    let (cleared, renamed) = ([("phoneNumber", Value::Empty)], [("name", "Cire".into())]);
    office.edit(Side::Bc, "customers", customer, &cleared).await;
    office.edit(Side::Dv, "accounts", account, &renamed).await;
    office.change("SECOND", |mapping| mapping.enabled = true);
    office.sync().await;
    office.is_quiet().await;
    assert_eq!(office.partner("SECOND", Side::Bc, customer), Some(account));
    let row = office
        .read(Side::Dv, "accounts", account, &["name", "telephone1"])
        .await;
    assert!(row.fields.value("telephone1").is_empty(), "{row:?}");
    let record = office.only(Side::Bc, "customers", &["displayName", "phoneNumber"]);
    let record = record.await;
    assert!(record.fields.value("phoneNumber").is_empty(), "{record:?}");
    assert_eq!(record.fields.value("displayName"), &Value::text("Cire"));
}

#[tokio::test(flavor = "current_thread")]
async fn a_plan_counts_a_change_that_two_mappings_see_as_the_run_does() {
    let mut office = twice();
    let customer = [("displayName", "Miel".into()), ("country", "FR".into())];
    let customer = office.add(Side::Bc, "customers", &customer).await;
    for _ in 0..2 {
        office.sync().await;
    }
    office.is_quiet().await;
    let phone = [("phoneNumber", "7".into())];
    office.edit(Side::Bc, "customers", customer, &phone).await;
    let written = |report: &SyncReport| -> Vec<u64> {
        let jobs = report.jobs.iter();
        jobs.map(|job| job.counters.modified).collect()
    };
    let plan = office
        .run(async |engine| engine.plan(&SyncRequest::default()).await)
        .await;
    let run = office.sync().await;
    assert_eq!(written(&plan), written(&run));
    assert_eq!(written(&run).iter().sum::<u64>(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn a_filter_on_one_side_alone_makes_no_second_partner() {
    let mut office = beside(["country eq 'FR'", "country ne 'FR'"]);
    for (name, country) in [("Adèle & Fils", "FR"), ("Brouwer", "BE")] {
        let customer = [("displayName", name.into()), ("country", country.into())];
        office.add(Side::Bc, "customers", &customer).await;
    }
    for _ in 0..3 {
        office.settle().await;
    }
    assert_eq!(office.all(Side::Bc, "customers", &[]).await.len(), 2);
    assert_eq!(office.all(Side::Dv, "accounts", &[]).await.len(), 2);
}

#[tokio::test(flavor = "current_thread")]
async fn a_conflict_that_moved_can_be_decided_and_the_partner_follows() {
    let mut office = apart();
    let [french, _] = settled(&mut office).await;
    let account = office.partner("FRENCH", Side::Bc, french).unwrap();
    let bc = [("phoneNumber", "1".into())];
    office.edit(Side::Bc, "customers", french, &bc).await;
    let dv = [("telephone1", "2".into())];
    office.edit(Side::Dv, "accounts", account, &dv).await;
    office.sync().await;
    let moved = [("country", "LU".into())];
    office.edit(Side::Bc, "customers", french, &moved).await;
    assert_eq!(office.sync().await.needs_attention.conflicts, 1);
    assert_eq!(countries(&office).await, ["BE", "FR"]);
    let skipped = office
        .store
        .read()
        .list_skipped(
            &raccord::store::SkippedFilter::default(),
            raccord::store::Slice::ALL,
        )
        .unwrap();
    let request = ResolveRequest {
        id: skipped[0].record.id,
        all: Some(PickRequest::Side(Side::Bc)),
        fields: Vec::new(),
        preview: false,
        seen: None,
        decided_only: false,
    };
    let outcome = office
        .run(async |engine| engine.resolve(&request).await)
        .await;
    assert!(
        matches!(outcome, ResolveOutcome::Resolved { .. }),
        "{outcome:?}"
    );
    assert_eq!(countries(&office).await, ["BE", "LU"]);
    office.settle().await;
    let row = office.read(Side::Dv, "accounts", account, &["telephone1"]);
    assert_eq!(row.await.fields.value("telephone1"), &Value::text("1"));
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_mapping_coupled_before_it_was_switched_off_belongs_to_the_one_that_sees_it() {
    let mut office = apart();
    let [french, _] = settled(&mut office).await;
    let account = office.partner("FRENCH", Side::Bc, french).unwrap();
    office.change("FRENCH", |mapping| mapping.enabled = false);
    let moved = [("country", "LU".into())];
    office.edit(Side::Bc, "customers", french, &moved).await;
    office.settle().await;
    assert_eq!(office.partner("OTHERS", Side::Bc, french), Some(account));
    assert_eq!(countries(&office).await, ["BE", "LU"]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_pair_does_not_move_after_a_record_that_its_partner_cannot_follow() {
    let one_way = file().replace("\"both\"", "\"to_dataverse\"");
    let mut office = office_with(&one_way);
    let [french, _] = settled(&mut office).await;
    let account = office.partner("FRENCH", Side::Bc, french).unwrap();
    let moved = [("address1_country", "LU".into())];
    office.edit(Side::Dv, "accounts", account, &moved).await;
    for _ in 0..3 {
        office.sync().await;
        let coupling = office
            .store
            .read()
            .coupling_of(&"FRENCH".into(), Side::Bc, french)
            .unwrap();
        assert_eq!(coupling.unwrap().state, PairState::Broken);
    }
    // It goes on where it was once the row is back.
    let back = [("address1_country", "FR".into())];
    office.edit(Side::Dv, "accounts", account, &back).await;
    let edit = [("phoneNumber", "7".into())];
    office.edit(Side::Bc, "customers", french, &edit).await;
    office.settle().await;
    let row = office.read(Side::Dv, "accounts", account, &["telephone1"]);
    assert_eq!(row.await.fields.value("telephone1"), &Value::text("7"));
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_one_way_mapping_let_differ_is_compared_where_the_pair_moves_to() {
    let [french, others] = [
        file().split("[[mapping]]").nth(1).unwrap().to_owned(),
        file().split("[[mapping]]").nth(2).unwrap().to_owned(),
    ];
    let one_way = french.replace("\"both\"", "\"to_dataverse\"");
    let mut office = office_with(&format!("[[mapping]]{one_way}[[mapping]]{others}"));
    let [french, _] = settled(&mut office).await;
    let account = office.partner("FRENCH", Side::Bc, french).unwrap();
    let renamed = [("name", "Adèle et Fils".into())];
    office.edit(Side::Dv, "accounts", account, &renamed).await;
    office.settle().await;
    let moved = [("country", "LU".into())];
    office.edit(Side::Bc, "customers", french, &moved).await;
    let report = office.sync().await;
    assert_eq!(office.partner("OTHERS", Side::Bc, french), Some(account));
    assert_eq!(
        report.needs_attention.conflicts, 1,
        "both names are offered"
    );
}
