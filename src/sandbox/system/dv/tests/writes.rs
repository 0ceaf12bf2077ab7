//! Tests of references, keys, transactions and the change log.

use pretty_assertions::assert_eq;

use super::*;

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
