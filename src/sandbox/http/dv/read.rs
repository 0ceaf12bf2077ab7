//! GET: sets, rows, columns, counts and what leads from one row to others.

use jiff::Timestamp;

use super::super::exchange::{Call, JSON, Preferences, Reply};
use super::super::read::ReadError;
use super::super::read::binder::{Slot, table};
use super::super::read::cursor::Cursor;
use super::super::read::rows::{Page, Wanted, count, page};
use super::super::read::shape::{Shape, wanted};
use super::json::{self, Annotations};
use super::paging::Cookie;
use super::path::{Found, find};
use super::{Session, apply, delta, errors, fetch, functions};
use crate::sandbox::odata::filter::query_functions::CALLER;
use crate::sandbox::odata::filter::{self, Expr, Test, rules};
use crate::sandbox::odata::query::Query;
use crate::sandbox::odata::url::Segment;
use crate::sandbox::odata::writer::Object;
use crate::sandbox::system::def::FieldKind;
use crate::sandbox::system::dv::{Dv, refusals};
use crate::sandbox::system::refusal::Refusal;
use crate::sandbox::system::view::{RowView, TableView, Through};

/// A count never says more.
pub const MOST_COUNTED: usize = 5_000;

/// Query options that the service knows.
const OPTIONS: [&str; 10] = [
    "$select",
    "$filter",
    "$orderby",
    "$expand",
    "$top",
    "$count",
    "$apply",
    "$skiptoken",
    "$deltatoken",
    "$id",
];

/// Answers a GET below an entity set.
pub fn answer(session: &Session<'_>, path: &[Segment], call: &Call) -> Result<Reply, Refusal> {
    for (name, _) in call.query.iter() {
        if name.starts_with('$') && !OPTIONS.contains(&name) {
            return Err(errors::bad_request(format!(
                "The query parameter {name} is not supported."
            )));
        }
    }
    let dv: &Dv = session.dv;
    if let Some((last, before)) = path.split_last()
        && let Some(function) = last.name.strip_prefix("Microsoft.Dynamics.CRM.")
    {
        let Found::Row { row, .. } = find(dv, before)? else {
            return Err(refusals::no_action(function));
        };
        return functions::bound(session, &row, function, last, call);
    }
    let found = find(dv, path)?;
    if let Some(set) = found.set() {
        dv.may_read(session.caller, set)?;
    }
    match found {
        Found::Set { view, join } => set(session, view, join, call),
        Found::Count { view, join } => counted(session, view, join, call),
        Found::Row { row, .. } => {
            let plain = call.query.get("$expand").is_none()
                && !call.preferences().has("include-annotations");
            if plain && call.header("if-none-match") == Some(row.etag().as_str()) {
                return Ok(Reply::empty(304).with("ETag", row.etag()));
            }
            one(session, &row, call, 200)
        }
        Found::Column { row, position, raw } => Ok(column(session, &row, position, raw)),
        Found::Reference { rows, collection } => Ok(references(session, &rows, collection)),
        Found::Nothing => Ok(Reply::empty(204)),
    }
}

/// Reads filters by the service's rules.
pub fn filters<'s>(
    session: &'s Session<'_>,
    call: &'s Call,
) -> impl Fn(&Query) -> Result<Option<Expr>, ReadError> + 's {
    move |query: &Query| {
        let Some(text) = query.filled("$filter") else {
            return Ok(None);
        };
        let alias = |name: &str| {
            about_caller(session, name)
                .or_else(|| call.query.get(&format!("@{name}")).map(str::to_owned))
        };
        let parsed = filter::parse(text, Timestamp::now(), &alias)?;
        rules::dataverse(&parsed)?;
        Ok(Some(parsed))
    }
}

/// What is the caller's own, for query functions about it: its id, those of its teams, that of its business unit.
pub fn about_caller(session: &Session<'_>, asked: &str) -> Option<String> {
    let [(_, user), (_, teams), (_, business)] = CALLER;
    let own = session.caller.user;
    if asked == user {
        Some(own.to_string())
    } else if asked == teams {
        let ids = session.dv.paired("teammembership_association", own);
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        Some(ids.join(","))
    } else if asked == business {
        let row = session.dv.get("systemusers", own).ok()?;
        Some(row.get("businessunitid")?.as_guid()?.to_string())
    } else {
        None
    }
}

/// Which columns and related rows a query asks for; ids and currencies come along unasked, as they do.
pub fn shape<'a>(
    session: &Session<'_>,
    through: Through<'a>,
    view: TableView<'a>,
    call: &Call,
) -> Result<Shape<'a>, Refusal> {
    let mut shape =
        Shape::read(through, view, &call.query, &filters(session, call)).map_err(errors::query)?;
    complete(through, view, &mut shape);
    Ok(shape)
}

/// Adds what comes along unasked: the id, the currency of an amount, the composite of an address.
pub fn complete(through: Through<'_>, view: TableView<'_>, shape: &mut Shape<'_>) {
    let def = view.def();
    if let Some(fields) = &mut shape.fields {
        fields.extend(def.position(&def.key));
        let has_money = fields.iter().any(|at| {
            def.at(*at)
                .is_some_and(|field| matches!(field.kind, FieldKind::Money))
        });
        if has_money {
            fields.extend(def.position("transactioncurrencyid"));
        }
        let composite = fields.iter().find_map(|at| {
            let name = &def.at(*at)?.name;
            let (prefix, part) = name.split_once('_')?;
            let of_address = part.starts_with("line")
                || matches!(part, "city" | "postalcode" | "stateorprovince" | "country");
            of_address.then(|| def.position(&format!("{prefix}_composite")))?
        });
        fields.extend(composite);
        fields.sort_unstable();
        fields.dedup();
    }
    for item in &mut shape.expand {
        if let Some(other) = table(through, &item.nav.target) {
            complete(through, other, &mut item.shape);
        }
    }
}

/// Narrows what is asked to the rows that another row is connected with.
pub fn restrict(asked: &mut Wanted, join: Option<Test<Slot>>) {
    if let Some(join) = join {
        asked.test = Some(match asked.test.take() {
            Some(test) => Test::And(vec![join, test]),
            None => join,
        });
    }
}

/// The page size that a request gets, and whether it asked for one.
pub fn page_size(session: &Session<'_>, preferences: &Preferences) -> (usize, bool) {
    let most = session.limits.page_size;
    match preferences.number("maxpagesize").filter(|size| *size > 0) {
        Some(size) => (size.min(most), true),
        None => (most, false),
    }
}

fn set(
    session: &Session<'_>,
    view: TableView<'_>,
    join: Option<Test<Slot>>,
    call: &Call,
) -> Result<Reply, Refusal> {
    if let Some(text) = call.query.get("sql") {
        return fetch::answer_sql(session, view, text, call);
    }
    if let Some(text) = call.query.filled("fetchXml") {
        return fetch::answer(session, view, text, call);
    }
    if call.query.filled("$apply").is_some() {
        return apply::answer(session, view, join, call);
    }
    let preferences = call.preferences();
    let through = Through::Dv(session.dv);
    let goes_on_tracking = call
        .query
        .get("$skiptoken")
        .and_then(Cookie::read)
        .is_some_and(|cookie| cookie.tracking.is_some());
    if preferences.has("track-changes")
        || call.query.get("$deltatoken").is_some()
        || goes_on_tracking
    {
        return delta::answer(session, view, call);
    }
    let shape = shape(session, through, view, call)?;
    let annotations = Annotations::asked(&preferences);
    let mut asked = wanted(
        through,
        view,
        &call.query,
        &filters(session, call),
        usize::MAX - 1,
    )
    .map_err(errors::query)?;
    restrict(&mut asked, join);
    let total = if call.query.flag("$count") {
        Some(count(view, &asked, MOST_COUNTED + 1))
    } else {
        None
    };
    let top = call
        .query
        .number("$top")
        .map_err(|error| errors::query(error.into()))?;
    let (size, chosen) = page_size(session, &preferences);
    asked.take = top.unwrap_or(size).min(session.limits.page_size);
    let mut number = 1;
    if let Some(text) = call.query.filled("$skiptoken") {
        let cookie = Cookie::read(text).ok_or_else(bad_cookie)?;
        number = cookie.page;
        asked.after =
            Some(Cursor::from_text(&cookie.last, asked.order.len()).ok_or_else(bad_cookie)?);
    }
    let Page { rows, next } = page(view, &asked);
    let mut out = Vec::with_capacity(rows.len().saturating_mul(800) + 512);
    let mut object = Object::begin(&mut out);
    object.text(
        "@odata.context",
        &context(session, &view.def().set, &shape, ""),
    );
    if let Some(total) = total {
        counts(&mut object, total, &annotations);
    }
    list(&mut object, &rows, &shape, &annotations);
    // `$top` and a page size exclude one another, and the top wins.
    if let Some(next) = next
        && top.is_none()
    {
        let cookie = Cookie {
            page: number + 1,
            last: next.to_text(),
            tracking: None,
        };
        object.text(
            "@odata.nextLink",
            &link(call, &cookie.to_link(&view.def().key)),
        );
    }
    object.end();
    let applied = applied(
        &preferences,
        (chosen && top.is_none()).then_some(size),
        false,
    );
    Ok(with_applied(Reply::body(200, JSON, out), &applied))
}

/// Writes the number of all rows.
pub fn counts(object: &mut Object<'_>, total: usize, annotations: &Annotations) {
    let shown = total.min(MOST_COUNTED).to_string().into_bytes();
    object.name("@odata.count").extend(&shown);
    if annotations.wants("Microsoft.Dynamics.CRM.totalrecordcount") {
        object
            .name("@Microsoft.Dynamics.CRM.totalrecordcount")
            .extend(&shown);
    }
    if annotations.wants("Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded") {
        let exceeded = if total > MOST_COUNTED {
            b"true".as_slice()
        } else {
            b"false"
        };
        object
            .name("@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded")
            .extend(exceeded);
    }
}

/// Writes the `value` of a collection.
pub fn list(
    object: &mut Object<'_>,
    rows: &[RowView<'_>],
    shape: &Shape<'_>,
    annotations: &Annotations,
) {
    let out = object.name("value");
    out.push(b'[');
    for (at, row) in rows.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        json::row(out, row, shape, annotations, None);
    }
    out.push(b']');
}

/// The preferences that an answer honoured.
pub fn applied(preferences: &Preferences, size: Option<usize>, tracking: bool) -> Vec<String> {
    let mut applied = Vec::new();
    if tracking {
        applied.push("odata.track-changes".to_owned());
    }
    if let Some(annotations) = preferences.get("include-annotations") {
        applied.push(format!("odata.include-annotations=\"{annotations}\""));
    }
    if let Some(size) = size {
        applied.push(format!("odata.maxpagesize={size}"));
    }
    applied
}

/// The answer with its `Preference-Applied` header.
pub fn with_applied(reply: Reply, applied: &[String]) -> Reply {
    if applied.is_empty() {
        reply
    } else {
        reply.with("Preference-Applied", applied.join(","))
    }
}

/// The same address going on behind a cookie that is already encoded.
pub fn link(call: &Call, cookie: &str) -> String {
    let mut query = call.query.raw_without(&["$skiptoken"]);
    if !query.is_empty() {
        query.push('&');
    }
    format!("{}{}?{query}$skiptoken={cookie}", call.origin, call.path)
}

/// What is said to a cookie that is none.
pub fn bad_cookie() -> Refusal {
    errors::bad_request("Invalid Skip Token: the paging cookie cannot be read.")
}

/// The context of an answer.
pub fn context(session: &Session<'_>, set: &str, shape: &Shape<'_>, suffix: &str) -> String {
    let mut names = shape.names.clone();
    names.extend(
        shape
            .expand
            .iter()
            .map(|item| format!("{}({})", item.nav.name, item.shape.names.join(","))),
    );
    let names = if names.is_empty() {
        String::new()
    } else {
        format!("({})", names.join(","))
    };
    format!("{}/$metadata#{set}{names}{suffix}", session.root)
}

fn counted(
    session: &Session<'_>,
    view: TableView<'_>,
    join: Option<Test<Slot>>,
    call: &Call,
) -> Result<Reply, Refusal> {
    if let Some(text) = call.query.filled("$deltatoken") {
        return delta::count(session, view, text);
    }
    let mut asked = wanted(
        Through::Dv(session.dv),
        view,
        &call.query,
        &filters(session, call),
        usize::MAX - 1,
    )
    .map_err(errors::query)?;
    restrict(&mut asked, join);
    Ok(Reply::body(
        200,
        "text/plain",
        count(view, &asked, MOST_COUNTED).to_string(),
    ))
}

/// An answer with one row.
pub fn one(
    session: &Session<'_>,
    row: &RowView<'_>,
    call: &Call,
    status: u16,
) -> Result<Reply, Refusal> {
    let through = Through::Dv(session.dv);
    let view = session.dv.table(&row.def().set)?;
    let shape = shape(session, through, view, call)?;
    let preferences = call.preferences();
    let annotations = Annotations::asked(&preferences);
    let mut out = Vec::new();
    let context = context(session, &row.def().set, &shape, "/$entity");
    json::row(&mut out, row, &shape, &annotations, Some(&context));
    let mut honoured = applied(&preferences, None, false);
    if call.method != "GET" {
        honoured.insert(0, "return=representation".to_owned());
    }
    Ok(with_applied(
        Reply::body(status, JSON, out).with("ETag", row.etag()),
        &honoured,
    ))
}

fn column(session: &Session<'_>, row: &RowView<'_>, position: u16, raw: bool) -> Reply {
    let value = row.at(position);
    let Some(field) = row.def().at(position) else {
        return Reply::empty(204);
    };
    if value.is_null() {
        return Reply::empty(204);
    }
    let mut out = Vec::new();
    if raw {
        json::cell(&mut out, &value);
        let text = match value.as_text() {
            Some(text) => text.as_bytes().to_vec(),
            None => out.iter().copied().filter(|byte| *byte != b'"').collect(),
        };
        return Reply::body(200, "text/plain; charset=utf-8", text);
    }
    let mut object = Object::begin(&mut out);
    let name = json::wire_name(field);
    object.text(
        "@odata.context",
        &format!(
            "{}/$metadata#{}({})/{name}",
            session.root,
            row.def().set,
            row.id()
        ),
    );
    json::cell(object.name("value"), &value);
    object.end();
    Reply::body(200, JSON, out)
}

fn references(session: &Session<'_>, rows: &[RowView<'_>], collection: bool) -> Reply {
    let address = |row: &RowView<'_>| format!("{}/{}({})", session.root, row.def().set, row.id());
    let body = if collection {
        let list: Vec<_> = rows
            .iter()
            .map(|row| serde_json::json!({"@odata.id": address(row)}))
            .collect();
        serde_json::json!({"@odata.context": format!("{}/$metadata#Collection($ref)", session.root), "value": list})
    } else {
        let id = rows.first().map(address);
        serde_json::json!({"@odata.context": format!("{}/$metadata#$ref", session.root), "@odata.id": id})
    };
    Reply::body(200, JSON, body.to_string())
}
