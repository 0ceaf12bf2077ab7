//! GET: sets, records, fields, counts and what leads from one record to others.

use jiff::Timestamp;
use uuid::Uuid;

use super::super::exchange::{Call, Reply};
use super::super::read::ReadError;
use super::super::read::binder::{Slot, table};
use super::super::read::cursor::Cursor;
use super::super::read::rows::{Page, Wanted, count, page};
use super::super::read::shape::{Shape, restricted, wanted};
use super::Session;
use super::errors;
use super::json::{self, Metadata};
use super::route::{Api, Place, Records, id_of};
use crate::sandbox::odata::filter::{self, Expr, Test, rules};
use crate::sandbox::odata::literal::Literal;
use crate::sandbox::odata::query::Query;
use crate::sandbox::odata::text::encode;
use crate::sandbox::odata::url::{Arguments, Segment};
use crate::sandbox::odata::writer::Object;
use crate::sandbox::system::bc::{Bc, Permission};
use crate::sandbox::system::def::{Join, TableDef};
use crate::sandbox::system::refusal::Refusal;
use crate::sandbox::system::view::{RowView, TableView, Through};

/// Answers a GET on records.
pub fn answer(
    session: &Session<'_>,
    place: &Place,
    records: &Records,
    call: &Call,
) -> Result<Reply, Refusal> {
    let bc: &Bc = session.bc;
    let company = company(bc, records)?;
    let found = find(bc, place, company, &records.path)?;
    if let Some(set) = found.set() {
        bc.may(session.caller(company), Permission::Read, set)?;
    }
    let through = Through::Bc { bc, company };
    let root = format!("{}/companies({company})", place.root);
    match found {
        Found::Set { view, join, path } => set(
            session,
            through,
            view,
            join,
            place,
            &format!("{root}/{path}"),
            call,
        ),
        Found::Count { view, join } => {
            let filters = filters(call);
            let mut asked = wanted(through, view, &call.query, &filters, usize::MAX - 1)
                .map_err(errors::query)?;
            restrict(&mut asked, join);
            Ok(Reply::body(
                200,
                "text/plain",
                count(view, &asked, usize::MAX).to_string(),
            ))
        }
        Found::Record { row, path } => {
            if let Some(etag) = call.header("if-none-match")
                && etag == row.etag()
            {
                return Ok(Reply::empty(304).with("ETag", row.etag()));
            }
            one(through, &row, place, &format!("{root}/{path}"), call, 200)
        }
        Found::Field { row, position, raw } => Ok(field(&row, position, raw, place, company)),
        Found::Nothing => Ok(Reply::empty(204)),
    }
}

/// The company that the records are of.
pub fn company(bc: &Bc, records: &Records) -> Result<Uuid, Refusal> {
    match &records.company {
        Some(text) => match text.trim_matches(['{', '}', '\'']).parse() {
            Ok(id) => bc.company(id).map(|company| company.id),
            Err(_) => bc
                .company_named(text.trim_matches('\''))
                .map(|company| company.id),
        },
        None => bc
            .companies()
            .first()
            .map(|company| company.id)
            .ok_or_else(|| Refusal::new(404, "Internal_CompanyNotFound", "There is no company.")),
    }
}

/// What a path leads to.
#[derive(Debug)]
pub enum Found<'a> {
    /// A set, or those of its records that belong to another record.
    Set {
        /// The set.
        view: TableView<'a>,
        /// The condition that the other record makes.
        join: Option<Test<Slot>>,
        /// Its address behind the company.
        path: String,
    },
    /// The number of records.
    Count {
        /// The set.
        view: TableView<'a>,
        /// The condition that another record makes.
        join: Option<Test<Slot>>,
    },
    /// One record.
    Record {
        /// The record.
        row: RowView<'a>,
        /// The address of its set behind the company.
        path: String,
    },
    /// One field of a record.
    Field {
        /// The record.
        row: RowView<'a>,
        /// The field.
        position: u16,
        /// Whether only its text is asked for (`$value`).
        raw: bool,
    },
    /// A navigation property that leads nowhere.
    Nothing,
}

impl Found<'_> {
    fn set(&self) -> Option<&str> {
        match self {
            Self::Set { view, .. } | Self::Count { view, .. } => Some(&view.def().set),
            Self::Record { row, .. } | Self::Field { row, .. } => Some(&row.def().set),
            Self::Nothing => None,
        }
    }
}

/// Whether an API serves a table.
pub fn served(api: &Api, def: &TableDef) -> bool {
    match (api, &def.route) {
        (Api::Standard, None) => true,
        (
            Api::Custom {
                publisher,
                group,
                version,
            },
            Some(route),
        ) => {
            route.publisher.eq_ignore_ascii_case(publisher)
                && route.group.eq_ignore_ascii_case(group)
                && route.version.eq_ignore_ascii_case(version)
        }
        _ => false,
    }
}

/// Follows a path from its entity set.
pub fn find<'a>(
    bc: &'a Bc,
    place: &Place,
    company: Uuid,
    path: &[Segment],
) -> Result<Found<'a>, Refusal> {
    let (first, mut rest) = path.split_first().ok_or_else(errors::bad_url)?;
    let view = bc.table(company, &first.name)?;
    if !served(&place.api, view.def()) {
        return Err(errors::no_segment(&first.name));
    }
    let mut here = keyed(view, None, first, first.name.clone())?;
    while let Some((segment, more)) = rest.split_first() {
        rest = more;
        here = match here {
            Found::Set { view, join, .. } if segment.name == "$count" => {
                Found::Count { view, join }
            }
            Found::Record { row, path } => step(&row, &path, segment)?,
            Found::Field {
                row,
                position,
                raw: false,
            } if segment.name == "$value" => Found::Field {
                row,
                position,
                raw: true,
            },
            _ => return Err(errors::no_segment(&segment.name)),
        };
    }
    Ok(here)
}

/// A set, or the one of its records that the segment's key names.
fn keyed<'a>(
    view: TableView<'a>,
    join: Option<Test<Slot>>,
    segment: &Segment,
    path: String,
) -> Result<Found<'a>, Refusal> {
    let key = match &segment.arguments {
        None => return Ok(Found::Set { view, join, path }),
        Some(Arguments::Single(key)) => key,
        Some(Arguments::Named(named)) => match named.as_slice() {
            [(name, key)] if *name == view.def().key => key,
            _ => return Err(errors::bad_url()),
        },
        Some(Arguments::Empty) => return Err(errors::bad_url()),
    };
    let id = id_of(key).ok_or_else(|| match key {
        Literal::Text(_) | Literal::Number(_) => {
            Refusal::new(400, "BadRequest", "Bad Request - Error in query syntax.")
        }
        _ => errors::bad_url(),
    })?;
    let row = view.get(id).filter(|row| {
        join.as_ref()
            .is_none_or(|join| super::super::read::rows::passes(join, row))
    });
    row.map(|row| Found::Record { row, path })
        .ok_or_else(|| missing(view.def(), id))
}

/// There is no record of this id.
pub fn missing(def: &TableDef, id: Uuid) -> Refusal {
    crate::sandbox::system::bc::refusals::no_row(def, id)
}

/// One segment on from a record.
fn step<'a>(row: &RowView<'a>, path: &str, segment: &Segment) -> Result<Found<'a>, Refusal> {
    let def = row.def();
    if let Some(position) = def.position(&segment.name)
        && segment.arguments.is_none()
        && def.nav(&segment.name).is_none()
    {
        return Ok(Found::Field {
            row: *row,
            position,
            raw: false,
        });
    }
    let nav = def
        .nav(&segment.name)
        .ok_or_else(|| errors::no_segment(&segment.name))?;
    let other =
        table(row.through(), &nav.target).ok_or_else(|| errors::no_segment(&segment.name))?;
    let Some(join) = restricted(row, nav, other) else {
        return Ok(Found::Nothing);
    };
    let path = format!("{path}({})/{}", row.id(), nav.name);
    if let Join::Holds { .. } = nav.join {
        let asked = Wanted {
            test: Some(join),
            take: 1,
            ..Wanted::default()
        };
        return Ok(match page(other, &asked).rows.into_iter().next() {
            Some(row) => Found::Record {
                row,
                path: nav.target.to_string(),
            },
            None => Found::Nothing,
        });
    }
    keyed(other, Some(join), segment, path)
}

/// Reads filters by the service's rules.
pub fn filters(call: &Call) -> impl Fn(&Query) -> Result<Option<Expr>, ReadError> + '_ {
    let newer = call
        .query
        .get("$schemaversion")
        .is_some_and(|version| version.trim() == "2.1");
    move |query: &Query| {
        let Some(text) = query.filled("$filter") else {
            return Ok(None);
        };
        let alias = |name: &str| call.query.get(&format!("@{name}")).map(str::to_owned);
        let parsed = filter::parse(text, Timestamp::now(), &alias)?;
        Ok(rules::business_central(parsed, newer)?)
    }
}

fn restrict(asked: &mut Wanted, join: Option<Test<Slot>>) {
    if let Some(join) = join {
        asked.test = Some(match asked.test.take() {
            Some(test) => Test::And(vec![join, test]),
            None => join,
        });
    }
}

fn set<'a>(
    session: &Session<'_>,
    through: Through<'a>,
    view: TableView<'a>,
    join: Option<Test<Slot>>,
    place: &Place,
    address: &str,
    call: &Call,
) -> Result<Reply, Refusal> {
    let most = session.limits.page_size;
    let size = call
        .preferences()
        .number("maxpagesize")
        .filter(|size| *size > 0)
        .unwrap_or(most)
        .min(most);
    let filters = filters(call);
    let shape = Shape::read(through, view, &call.query, &filters).map_err(errors::query)?;
    let mut asked =
        wanted(through, view, &call.query, &filters, usize::MAX - 1).map_err(errors::query)?;
    restrict(&mut asked, join);
    let total = if call.query.flag("$count") {
        Some(count(view, &asked, usize::MAX))
    } else {
        None
    };
    let top = asked.take;
    asked.take = top.min(size);
    if let Some(text) = call.query.filled("$skiptoken") {
        let cursor = Cursor::from_text(text, asked.order.len()).ok_or_else(stale_token)?;
        asked.after = Some(cursor);
    }
    let Page { rows, next } = page(view, &asked);
    let metadata = Metadata::asked(call);
    let mut out = Vec::with_capacity(rows.len().saturating_mul(600) + 512);
    let mut object = Object::begin(&mut out);
    if metadata != Metadata::None {
        object.text("@odata.context", &context(place, address, &shape, false));
    }
    if let Some(total) = total {
        object
            .name("@odata.count")
            .extend(total.to_string().into_bytes());
    }
    let list = object.name("value");
    list.push(b'[');
    for (at, row) in rows.iter().enumerate() {
        if at > 0 {
            list.push(b',');
        }
        json::record(list, row, &shape, metadata, address, None);
    }
    list.push(b']');
    // A `$top` that fits into one page asks for no more, so there is no link then.
    if let Some(next) = next
        && top > asked.take
    {
        object.text("@odata.nextLink", &next_link(call, &next, top - asked.take));
    }
    object.end();
    Ok(Reply::body(200, metadata.media_type(), out))
}

/// The same address with its options, going on behind the last record.
fn next_link(call: &Call, next: &Cursor, left: usize) -> String {
    let mut query = call
        .query
        .raw_without(&["$skiptoken", "$skip", "$top", "aid"]);
    if !query.is_empty() {
        query.push('&');
    }
    if call.query.get("$top").is_some() {
        query.push_str("$top=");
        query.push_str(&left.to_string());
        query.push('&');
    }
    format!(
        "{}{}?{query}aid=FIN&$skiptoken={}",
        call.origin,
        call.path,
        encode(&next.to_text())
    )
}

fn stale_token() -> Refusal {
    Refusal::new(
        400,
        "SkipTokenIsNoLongerValid",
        "The skip token is no longer valid. Read from the first page again.",
    )
}

/// The context of an answer at an address below the root.
pub fn context(place: &Place, address: &str, shape: &Shape<'_>, single: bool) -> String {
    let local = address.strip_prefix(&place.root).unwrap_or(address);
    let names = if shape.names.is_empty() {
        String::new()
    } else {
        format!("({})", shape.names.join(","))
    };
    let entity = if single { "/$entity" } else { "" };
    format!(
        "{}/$metadata#{}{names}{entity}",
        place.root,
        local.trim_start_matches('/')
    )
}

/// An answer with one record; `address` is that of its set.
pub fn one(
    through: Through<'_>,
    row: &RowView<'_>,
    place: &Place,
    address: &str,
    call: &Call,
    status: u16,
) -> Result<Reply, Refusal> {
    let view = table(through, &row.def().set).ok_or_else(|| errors::no_segment(&row.def().set))?;
    let shape = Shape::read(through, view, &call.query, &filters(call)).map_err(errors::query)?;
    let metadata = Metadata::asked(call);
    let mut out = Vec::new();
    json::record(
        &mut out,
        row,
        &shape,
        metadata,
        address,
        Some(&context(place, address, &shape, true)),
    );
    Ok(Reply::body(status, metadata.media_type(), out).with("ETag", row.etag()))
}

fn field(row: &RowView<'_>, position: u16, raw: bool, place: &Place, company: Uuid) -> Reply {
    let value = row.at(position);
    let mut out = Vec::new();
    if raw {
        json::cell(&mut out, &value);
        let text = match value.as_text() {
            Some(text) => text.as_bytes().to_vec(),
            None => out.iter().copied().filter(|byte| *byte != b'"').collect(),
        };
        return Reply::body(200, "text/plain; charset=utf-8", text);
    }
    let name = row
        .def()
        .at(position)
        .map_or_else(String::new, |field| field.name.to_string());
    let mut object = Object::begin(&mut out);
    let context = format!(
        "{}/$metadata#companies({company})/{}({})/{name}",
        place.root,
        row.def().set,
        row.id()
    );
    object.text("@odata.context", &context);
    json::cell(object.name("value"), &value);
    object.end();
    Reply::json(200, out)
}
