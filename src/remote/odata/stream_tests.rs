use super::*;
use crate::model::{EntitySchema, FieldKind, FieldName, SetName};
use crate::remote::odata::table::{Blank, Table, WireField};
use pretty_assertions::assert_eq;
use proptest::prelude::*;
use std::rc::Rc;

fn table() -> Table {
    let field = |name: &str, kind| WireField {
        name: FieldName::new(name),
        kind,
        property: name.to_owned(),
        target: None,
        bind: None,
        quoted: false,
    };
    Table {
        schema: Rc::new(EntitySchema {
            set: SetName::new("customers"),
            key: FieldName::new("id"),
            change_tracking: false,
            modified_field: None,
            fields: Vec::new(),
        }),
        entity: "customer".to_owned(),
        path: "customers".to_owned(),
        key: "id".to_owned(),
        key_is_text: false,
        modified: Some("modified".to_owned()),
        modified_by: None,
        blank: Blank::Zero,
        fields: vec![
            field("name", FieldKind::Text { max: None }),
            field("limit", FieldKind::Decimal { scale: None }),
        ],
    }
}

/// The page as one piece, and in pieces of these lengths.
fn both(body: &[u8], cuts: &[usize]) -> (Result<RawPage, Problem>, Result<RawPage, Problem>) {
    let table = table();
    let plan = RowPlan::reading(&table, table.fields.iter().collect());
    let answer = Answer {
        status: 200,
        headers: Vec::new(),
        body: body.to_vec().into(),
    };
    let whole = plan.page(Side::Bc, &answer);
    let plan = RowPlan::reading(&table, table.fields.iter().collect());
    let mut parts = Vec::new();
    let mut rest = body;
    for cut in cuts {
        let (part, tail) = rest.split_at((*cut).min(rest.len()));
        parts.push(part);
        rest = tail;
    }
    parts.push(rest);
    (whole, read_parts(&plan, Side::Bc, parts))
}

const PAGE: &str = r#"{"@odata.context":"x, \"value\": [","value":[
  {"id":"00000000-0000-0000-0000-000000000001","name":"A \"b\" }{][","limit":1234567890123456789.05,"other":{"value":[1,{}]}},
  {"id":"00000000-0000-0000-0000-000000000002","name":"\u00e9\\","limit":null,"modified":"2026-11-22T10:00:00.057Z"} ],
  "@odata.count":7,"@odata.nextLink":"https://h/next?x=[1]"}"#;

#[test]
fn a_page_in_single_bytes_is_the_same_page() {
    let cuts = vec![1; PAGE.len()];
    let (whole, parts) = both(PAGE.as_bytes(), &cuts);
    let page = parts.unwrap();
    assert_eq!(page.records.len(), 2);
    let limit = page.records[0].fields.value("limit").to_plain();
    assert_eq!(limit, "1234567890123456789.05");
    assert_eq!((page.count, page.next.is_some()), (Some(7), true));
    assert_eq!(Ok(page), whole);
}

#[test]
fn what_is_wrong_is_named_with_row_field_and_position() {
    let body = PAGE.replace("\"limit\":null", "\"limit\":\"many\"");
    let (_, parts) = both(body.as_bytes(), &[10, 50]);
    let problem = parts.unwrap_err();
    assert_eq!(problem.cause, Cause::MalformedAnswer);
    assert_eq!(problem.params["row"], "1");
    assert_eq!(problem.params["field"], "limit");
    let position: usize = problem.params["position"].parse().unwrap();
    let row = body
        .find("{\"id\":\"00000000-0000-0000-0000-000000000002")
        .unwrap();
    assert!(position > row && position < body.find("@odata.count").unwrap());
}

#[test]
fn half_a_page_and_other_nonsense_are_errors() {
    for end in 0..PAGE.len() {
        let Some(half) = PAGE.get(..end) else {
            continue;
        };
        assert!(both(half.as_bytes(), &[7]).1.is_err(), "{half}");
    }
    for body in [
        "",
        "[]",
        "{}",
        "{\"value\":1}",
        "{\"value\":[1]}",
        "{\"value\":[{}]}",
        "{\"value\":[,]}",
        "{\"value\":[]}x",
        "{\"value\":[{\"id\":\"00000000-0000-0000-0000-000000000001\"}{}]}",
        "{\"value\":[{\"id\":\"00000000-0000-0000-0000-000000000001\"},]}",
        "<html>",
    ] {
        let (whole, parts) = both(body.as_bytes(), &[1, 2, 3]);
        assert!(whole.is_err() && parts.is_err(), "{body}");
    }
}

#[test]
fn what_surrounds_the_rows_has_a_limit() {
    let table = table();
    let plan = RowPlan::reading(&table, Vec::new());
    let mut reader = PageReader::new(&plan, Side::Bc);
    let part = vec![b' '; 64 * 1024];
    let parts = std::iter::repeat_n(part, 1_000).take_while(|part| reader.feed(part));
    assert!(parts.count() * 64 * 1024 <= LARGEST_FRAME);
}

proptest! {
    #[test]
    fn pieces_read_like_the_whole(
        words in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"", "\\", " ", "\n", "\"value\"", "\"id\"", "\"name\"", "null", "1.5", "\"x\"",
            "{\"id\":\"00000000-0000-0000-0000-000000000003\"}", "{\"value\":[", "]}", "\u{e9}",
            "\"@odata.nextLink\":\"n\"", "\"id\":\"00000000-0000-0000-0000-000000000004\",\"reason\":\"deleted\"",
        ]), 0..24),
        cuts in prop::collection::vec(0usize..9, 0..12),
    ) {
        let body = words.concat();
        let (whole, parts) = both(body.as_bytes(), &cuts);
        prop_assert_eq!(whole.ok(), parts.ok());
    }

    #[test]
    fn damage_never_panics(
        place in 0usize..PAGE.len(),
        byte in any::<u8>(),
        cuts in prop::collection::vec(1usize..200, 0..6),
    ) {
        let mut body = PAGE.as_bytes().to_vec();
        body[place] = byte;
        let (whole, parts) = both(&body, &cuts);
        prop_assert_eq!(whole.ok(), parts.ok());
    }
}
