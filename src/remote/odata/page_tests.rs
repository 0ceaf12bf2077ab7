use super::*;
use crate::model::{EntitySchema, FieldKind, FieldName, SetName};
use crate::remote::odata::table::Blank;
use pretty_assertions::assert_eq;
use proptest::prelude::*;
use std::rc::Rc;

fn field(name: &str, property: &str, kind: FieldKind, target: Option<&str>) -> WireField {
    WireField {
        name: FieldName::new(name),
        kind,
        property: property.to_owned(),
        target: target.map(str::to_owned),
        bind: None,
        quoted: false,
    }
}

fn contacts() -> Table {
    let lookup = || FieldKind::Lookup { target: None };
    Table {
        schema: Rc::new(EntitySchema {
            set: SetName::new("contacts"),
            key: FieldName::new("contactid"),
            change_tracking: true,
            modified_field: Some(FieldName::new("modifiedon")),
            fields: Vec::new(),
        }),
        entity: "contact".to_owned(),
        path: "contacts".to_owned(),
        key: "contactid".to_owned(),
        key_is_text: false,
        modified: Some("modifiedon".to_owned()),
        modified_by: Some("_modifiedby_value".to_owned()),
        blank: Blank::Null,
        fields: vec![
            field("lastname", "lastname", FieldKind::Text { max: None }, None),
            field(
                "creditlimit",
                "creditlimit",
                FieldKind::Decimal { scale: None },
                None,
            ),
            field(
                "parentcustomerid_account",
                "_parentcustomerid_value",
                lookup(),
                Some("account"),
            ),
            field(
                "parentcustomerid_contact",
                "_parentcustomerid_value",
                lookup(),
                Some("contact"),
            ),
        ],
    }
}

fn answer(body: &str) -> Answer {
    Answer {
        status: 200,
        headers: vec![("req_id".to_owned(), "r-1".to_owned())],
        body: body.to_owned().into(),
    }
}

fn read(body: &str) -> Result<RawPage, Problem> {
    let table = contacts();
    RowPlan::reading(&table, table.fields.iter().collect()).page(Side::Dv, &answer(body))
}

const ID: &str = "7f4bb6b2-6a1e-4a1c-9d5e-0a1b2c3d4e5f";

#[test]
fn a_page_with_lookups_tombstones_and_links_is_read() {
    let page = read(&format!(
        r#"{{"@odata.context":"x","value":[
            {{"@odata.etag":"W/\"12\"","contactid":"{ID}","lastname":"O\u0027Neill","creditlimit":12500.0010,
              "_parentcustomerid_value":"{ID}",
              "_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname":"account",
              "modifiedon":"2026-11-22T10:02:03Z","_modifiedby_value":"u","new_unknown":{{"a":[1]}}}},
            {{"@odata.context":"https://h/$metadata#contacts/$deletedEntity","id":"{ID}","reason":"deleted"}}],
            "@odata.nextLink":"n","@odata.deltaLink":"d"}}"#
    ))
    .unwrap();
    let id: Uuid = ID.parse().unwrap();
    assert_eq!(page.deleted, [id]);
    assert_eq!(
        (page.next.as_deref(), page.delta.as_deref()),
        (Some("n"), Some("d"))
    );
    let record = &page.records[0];
    assert_eq!(record.id, id);
    assert_eq!(record.etag, Some(Etag("W/\"12\"".to_owned())));
    assert_eq!(record.modified_by.as_deref(), Some("u"));
    assert_eq!(
        record.modified,
        Some("2026-11-22T10:02:03Z".parse().unwrap())
    );
    assert_eq!(record.fields.value("lastname"), &Value::text("O'Neill"));
    assert_eq!(record.fields.value("creditlimit").to_plain(), "12500.001");
    assert_eq!(
        record.fields.value("parentcustomerid_account"),
        &Value::Guid(id)
    );
    assert_eq!(
        record.fields.value("parentcustomerid_contact"),
        &Value::Empty
    );
}

#[test]
fn a_malformed_page_names_row_and_field() {
    let problem = read(&format!(
        r#"{{"value":[{{"contactid":"{ID}","creditlimit":1}},{{"contactid":"{ID}","creditlimit":"much"}}]}}"#
    ))
    .unwrap_err();
    assert_eq!(problem.cause, Cause::MalformedAnswer);
    assert_eq!(problem.request_id.as_deref(), Some("r-1"));
    let param = |name: &str| problem.params.get(name).map(String::as_str);
    assert_eq!(
        (param("row"), param("field")),
        (Some("1"), Some("creditlimit"))
    );
}

#[test]
fn what_is_no_page_is_an_error() {
    for body in [
        "",
        "<!DOCTYPE html><html></html>",
        "[]",
        "{}",
        r#"{"value":null}"#,
        r#"{"value":{}}"#,
        r#"{"value":[1]}"#,
        r#"{"value":[{}]}"#,
        r#"{"value":[{"contactid":7}]}"#,
        r#"{"value":[{"contactid":"7f4bb6b2-6a1e-4a1c-9d5e-0a1b2c3d4e5f""#,
        r#"{"value":[]} trailing"#,
    ] {
        assert_eq!(
            read(body).unwrap_err().cause,
            Cause::MalformedAnswer,
            "{body}"
        );
    }
}

#[test]
fn an_answer_to_a_write_holds_only_what_it_says() {
    let table = contacts();
    let record = RowPlan::anything(&table)
        .record(
            Side::Dv,
            &answer(&format!(r#"{{"contactid":"{ID}","lastname":null}}"#)),
        )
        .unwrap();
    assert_eq!(record.fields.len(), 1);
    assert_eq!(record.fields.get("lastname"), Some(&Value::Empty));
}

#[test]
fn ids_are_found_in_links() {
    for link in [
        format!("https://h/api/data/v9.2/accounts({ID})"),
        format!("accounts('{ID}')"),
        format!("Accounts(ID={ID})"),
        ID.to_owned(),
    ] {
        assert_eq!(id_in(&link), ID.parse().ok(), "{link}");
    }
    assert_eq!(id_in("https://h/accounts"), None);
}

proptest! {
    #[test]
    fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let table = contacts();
        let answer = Answer { status: 200, headers: Vec::new(), body: bytes.into() };
        let plan = RowPlan::reading(&table, table.fields.iter().collect());
        plan.page(Side::Dv, &answer).ok();
        plan.record(Side::Dv, &answer).ok();
    }

    #[test]
    fn a_cut_page_is_an_error_and_never_a_part(cut in 0usize..160) {
        let whole = format!(r#"{{"value":[{{"contactid":"{ID}","lastname":"é","creditlimit":1.25}},{{"contactid":"{ID}"}}]}}"#);
        let bytes = whole.as_bytes();
        prop_assume!(cut < bytes.len());
        let table = contacts();
        let answer = Answer { status: 200, headers: Vec::new(), body: bytes[..cut].to_vec().into() };
        prop_assert!(RowPlan::reading(&table, table.fields.iter().collect()).page(Side::Dv, &answer).is_err());
    }
}
