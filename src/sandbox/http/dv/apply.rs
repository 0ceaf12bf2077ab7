//! `$apply`: counts, sums and groups.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::exchange::{Call, JSON, Reply};
use super::super::read::binder::{Slot, TableBinder};
use super::super::read::rows::{Wanted, page};
use super::super::read::shape::wanted;
use super::read::{filters, restrict};
use super::{Session, errors, json};
use crate::sandbox::odata::filter::Test;
use crate::sandbox::odata::query::Query;
use crate::sandbox::odata::writer::Object;
use crate::sandbox::system::cell::Cell;
use crate::sandbox::system::refusal::Refusal;
use crate::sandbox::system::view::{RowView, TableView, Through};

/// The service adds up no more rows.
pub const MOST_AGGREGATED: usize = 50_000;

/// A column added up.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// Where its values are; `None` counts rows.
    pub slot: Option<Slot>,
    /// How they are added up.
    pub method: Method,
    /// What the sum is called in the answer.
    pub name: String,
}

/// How values are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Method {
    /// How many there are.
    Count,
    /// How many different ones there are.
    CountDistinct,
    /// Their sum.
    Sum,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// Their mean.
    Average,
}

/// Answers a request with `$apply`.
pub fn answer(
    session: &Session<'_>,
    view: TableView<'_>,
    join: Option<Test<Slot>>,
    call: &Call,
) -> Result<Reply, Refusal> {
    let text = call.query.filled("$apply").unwrap_or_default();
    let (filter, steps) = split(text)?;
    let through = Through::Dv(session.dv);
    let query = match filter {
        Some(filter) => Query::parse(&format!(
            "$filter={}",
            crate::sandbox::odata::text::encode(filter)
        )),
        None => Query::parse(&call.query.raw_without(&["$apply", "$orderby", "$top"])),
    };
    let mut asked = wanted(
        through,
        view,
        &query,
        &filters(session, call),
        MOST_AGGREGATED + 1,
    )
    .map_err(errors::query)?;
    restrict(&mut asked, join);
    let rows = page(
        view,
        &Wanted {
            take: MOST_AGGREGATED,
            ..asked
        },
    );
    if rows.next.is_some() {
        return Err(too_many());
    }
    let (groups, aggregates) = plan(&TableBinder::new(through, view), steps)?;
    Ok(grouped(
        session,
        &view.def().set,
        rows.rows,
        &groups,
        &aggregates,
    ))
}

/// Adds rows up by groups.
pub fn grouped(
    session: &Session<'_>,
    set: &str,
    rows: Vec<RowView<'_>>,
    groups: &[(String, Slot)],
    aggregates: &[Aggregate],
) -> Reply {
    let mut found: BTreeMap<Vec<String>, Vec<RowView<'_>>> = BTreeMap::new();
    for row in rows {
        let key = groups
            .iter()
            .map(|(_, slot)| format!("{:?}", slot.get(&row)))
            .collect();
        found.entry(key).or_default().push(row);
    }
    if groups.is_empty() && found.is_empty() {
        found.insert(Vec::new(), Vec::new());
    }
    let mut out = Vec::new();
    let mut object = Object::begin(&mut out);
    object.text(
        "@odata.context",
        &format!("{}/$metadata#{}", session.root, set),
    );
    let list = object.name("value");
    list.push(b'[');
    for (at, members) in found.values().enumerate() {
        if at > 0 {
            list.push(b',');
        }
        let mut item = Object::begin(list);
        for aggregate in aggregates {
            json::cell(item.name(&aggregate.name), &aggregate.over(members));
        }
        for (name, slot) in groups {
            let shown = members.first().map_or(Cell::Null, |row| slot.get(row));
            json::cell(item.name(name), &shown);
        }
        item.end();
    }
    list.push(b']');
    object.end();
    Reply::body(200, JSON, out)
}

/// More rows than can be added up.
pub fn too_many() -> Refusal {
    Refusal::new(
        400,
        "0x8004e023",
        "The maximum record limit is exceeded. Reduce the number of records.",
    )
}

fn not_understood() -> Refusal {
    errors::bad_request("The $apply query parameter cannot be read.")
}

/// A filter in front, and what comes behind it.
fn split(text: &str) -> Result<(Option<&str>, &str), Refusal> {
    let Some(rest) = text.trim().strip_prefix("filter(") else {
        return Ok((None, text.trim()));
    };
    let mut depth = 1_usize;
    let mut in_quotes = false;
    for (at, next) in rest.char_indices() {
        match next {
            '\'' => in_quotes = !in_quotes,
            '(' if !in_quotes => depth += 1,
            ')' if !in_quotes => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let (filter, behind) = rest.split_at_checked(at).ok_or_else(not_understood)?;
            let steps = behind.strip_prefix(")/").ok_or_else(not_understood)?;
            return Ok((Some(filter), steps));
        }
    }
    Err(not_understood())
}

type Groups = Vec<(String, Slot)>;

fn plan(binder: &TableBinder<'_>, steps: &str) -> Result<(Groups, Vec<Aggregate>), Refusal> {
    if let Some(inside) = strip_call(steps, "aggregate") {
        return Ok((Vec::new(), aggregates(binder, inside)?));
    }
    let inside = strip_call(steps, "groupby").ok_or_else(not_understood)?;
    let rest = inside.trim().strip_prefix('(').ok_or_else(not_understood)?;
    let (names, behind) = rest.split_once(')').ok_or_else(not_understood)?;
    let groups = names
        .split(',')
        .map(|name| {
            let name = name.trim();
            Ok((name.to_owned(), binder.slot(name).map_err(errors::query)?.0))
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    let behind = behind.trim().trim_start_matches(',').trim();
    if behind.is_empty() {
        return Ok((groups, Vec::new()));
    }
    let inside = strip_call(behind, "aggregate").ok_or_else(not_understood)?;
    Ok((groups, aggregates(binder, inside)?))
}

fn strip_call<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.trim()
        .strip_prefix(name)?
        .trim_start()
        .strip_prefix('(')?
        .trim_end()
        .strip_suffix(')')
}

fn aggregates(binder: &TableBinder<'_>, text: &str) -> Result<Vec<Aggregate>, Refusal> {
    text.split(',')
        .map(|part| {
            let words: Vec<&str> = part.split_whitespace().collect();
            match words.as_slice() {
                ["$count", "as", name] => Ok(Aggregate {
                    slot: None,
                    method: Method::Count,
                    name: (*name).to_owned(),
                }),
                [path, "with", method, "as", name] => Ok(Aggregate {
                    slot: Some(binder.slot(path).map_err(errors::query)?.0),
                    method: method
                        .parse()
                        .map_err(|_unknown: strum::ParseError| not_understood())?,
                    name: (*name).to_owned(),
                }),
                _ => Err(not_understood()),
            }
        })
        .collect()
}

impl Aggregate {
    fn over(&self, rows: &[RowView<'_>]) -> Cell {
        let Some(slot) = &self.slot else {
            return Cell::Int(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        };
        let cells: Vec<Cell> = rows
            .iter()
            .map(|row| slot.get(row))
            .filter(|cell| !cell.is_null())
            .collect();
        let order = crate::sandbox::system::cell::TextOrder::CaseInsensitive;
        let sum = || {
            cells
                .iter()
                .filter_map(Cell::as_decimal)
                .fold(Decimal::ZERO, Decimal::saturating_add)
        };
        match self.method {
            Method::Count => Cell::Int(i64::try_from(cells.len()).unwrap_or(i64::MAX)),
            Method::CountDistinct => {
                let mut sorted = cells;
                sorted.sort_by(|left, right| left.compare(right, order));
                sorted.dedup_by(|left, right| left.same(right, order));
                Cell::Int(i64::try_from(sorted.len()).unwrap_or(i64::MAX))
            }
            Method::Sum => Cell::Decimal(sum()),
            Method::Average if cells.is_empty() => Cell::Null,
            Method::Average => Cell::Decimal(sum() / Decimal::from(cells.len())),
            Method::Min => cells
                .into_iter()
                .min_by(|left, right| left.compare(right, order))
                .unwrap_or(Cell::Null),
            Method::Max => cells
                .into_iter()
                .max_by(|left, right| left.compare(right, order))
                .unwrap_or(Cell::Null),
        }
    }
}
