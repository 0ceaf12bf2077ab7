//! `fetchXml` and `sql`: queries over one table, with pages and sums; those over linked tables are next door.

use jiff::Timestamp;

use super::super::exchange::{Call, JSON, Reply};
use super::super::read::binder::{Slot, TableBinder};
use super::super::read::rows::{Wanted, count, page};
use super::super::read::shape::Shape;
use super::apply::{self, Aggregate, MOST_AGGREGATED, Method};
use super::json::{Annotations, wire_name};
use super::read::{
    MOST_COUNTED, about_caller, applied, complete, context, counts, list, with_applied,
};
use super::{Session, errors, fetch_links};
use crate::sandbox::odata::fetch_xml::{self, Fetch, FetchError};
use crate::sandbox::odata::filter::{self, Expr};
use crate::sandbox::odata::sql;
use crate::sandbox::odata::writer::{self, Object};
use crate::sandbox::system::def::TableDef;
use crate::sandbox::system::refusal::Refusal;
use crate::sandbox::system::view::{TableView, Through};

const COOKIE: &str = "Microsoft.Dynamics.CRM.fetchxmlpagingcookie";
const MORE: &str = "Microsoft.Dynamics.CRM.morerecords";

/// Answers a request with `fetchXml`.
pub fn answer(
    session: &Session<'_>,
    view: TableView<'_>,
    text: &str,
    call: &Call,
) -> Result<Reply, Refusal> {
    let setting = fetch_xml::Setting {
        now: Timestamp::now(),
        about: &|asked| about_caller(session, asked),
    };
    let fetch = fetch_xml::read(text, setting).map_err(unread)?;
    queried(session, view, &fetch, call)
}

/// Answers a request with `sql`.
pub fn answer_sql(
    session: &Session<'_>,
    view: TableView<'_>,
    text: &str,
    call: &Call,
) -> Result<Reply, Refusal> {
    queried(session, view, &sql::read(text).map_err(unread)?, call)
}

fn unread(error: FetchError) -> Refusal {
    match error {
        FetchError::Invalid(_) => Refusal::new(400, "0x80040201", error.to_string()),
        FetchError::Unsupported(what) => errors::not_implemented(&what),
    }
}

fn queried(
    session: &Session<'_>,
    view: TableView<'_>,
    fetch: &Fetch,
    call: &Call,
) -> Result<Reply, Refusal> {
    let def = view.def();
    if fetch.entity != def.entity {
        let text = format!("The entity '{}' is not that of the address.", fetch.entity);
        return Err(Refusal::new(400, "0x80060888", text));
    }
    if !fetch.links.is_empty() || fetch.distinct && !fetch.aggregate {
        return fetch_links::answer(session, view, fetch, call);
    }
    let through = Through::Dv(session.dv);
    let mut binder = TableBinder::new(through, view);
    let test = fetch
        .filter
        .clone()
        .map(|expr| filter::bind(&on_wire(def, expr), &mut binder))
        .transpose()
        .map_err(errors::query)?;
    let order = fetch
        .order
        .iter()
        .filter(|_| !fetch.aggregate)
        .map(|(name, descending)| Ok((slot(&binder, def, name)?, *descending)))
        .collect::<Result<Vec<_>, Refusal>>()?;
    let asked = Wanted {
        test,
        order,
        ..Wanted::default()
    };
    if fetch.aggregate {
        return aggregated(session, view, fetch, &binder, asked);
    }
    let size = match fetch.top {
        Some(top) => top,
        None => fetch
            .count
            .unwrap_or(session.limits.page_size)
            .min(session.limits.page_size),
    };
    let total = fetch.total.then(|| count(view, &asked, MOST_COUNTED + 1));
    let skip = if fetch.top.is_some() {
        0
    } else {
        (fetch.page - 1).saturating_mul(size)
    };
    let found = page(
        view,
        &Wanted {
            skip,
            take: size,
            ..asked
        },
    );
    let shape = shape(through, view, fetch)?;
    let preferences = call.preferences();
    let annotations = Annotations::asked(&preferences);
    let mut out = Vec::new();
    let mut object = Object::begin(&mut out);
    object.text("@odata.context", &context(session, &def.set, &shape, ""));
    if let Some(total) = total {
        counts(&mut object, total, &annotations);
    }
    let more = found.next.is_some() && fetch.top.is_none();
    more_and_cookie(&mut object, more, fetch, &annotations);
    list(&mut object, &found.rows, &shape, &annotations);
    object.end();
    let honoured = applied(&preferences, None, false);
    Ok(with_applied(Reply::body(200, JSON, out), &honoured))
}

/// Says whether there is another page, and with which cookie it is asked for.
pub fn more_and_cookie(
    object: &mut Object<'_>,
    more: bool,
    fetch: &Fetch,
    annotations: &Annotations,
) {
    if more && annotations.wants(COOKIE) {
        let cookie = format!(
            "<cookie pagenumber=\"{}\" istracking=\"False\" />",
            fetch.page + 1
        );
        object.text(&format!("@{COOKIE}"), &cookie);
    }
    if annotations.wants(MORE) {
        writer::flag(object.name(&format!("@{MORE}")), more);
    }
}

/// Conditions name columns; references are shown under another name on the wire.
pub fn on_wire(def: &TableDef, expr: Expr) -> Expr {
    let all = |parts: Vec<Expr>| parts.into_iter().map(|part| on_wire(def, part)).collect();
    match expr {
        Expr::Path(name) => Expr::Path(def.field(&name).map_or(name, wire_name)),
        Expr::Call(function, parts) => Expr::Call(function, all(parts)),
        Expr::And(parts) => Expr::And(all(parts)),
        Expr::Or(parts) => Expr::Or(all(parts)),
        Expr::Not(inner) => Expr::Not(Box::new(on_wire(def, *inner))),
        Expr::In(inner, values) => Expr::In(Box::new(on_wire(def, *inner)), values),
        Expr::Compare(comparison, left, right) => Expr::Compare(
            comparison,
            Box::new(on_wire(def, *left)),
            Box::new(on_wire(def, *right)),
        ),
        other => other,
    }
}

/// Where the column of a name is found.
pub fn slot(binder: &TableBinder<'_>, def: &TableDef, name: &str) -> Result<Slot, Refusal> {
    let name = def.field(name).map_or_else(|| name.to_owned(), wire_name);
    Ok(binder.slot(&name).map_err(errors::query)?.0)
}

/// A table has no such column.
pub fn column_missing(def: &TableDef, name: &str) -> Refusal {
    let text = format!(
        "'{}' entity doesn't contain attribute with Name = '{name}'.",
        def.entity
    );
    Refusal::new(400, "0x80041103", text)
}

/// Which columns of the first table are shown.
pub fn shape<'a>(
    through: Through<'a>,
    view: TableView<'a>,
    fetch: &Fetch,
) -> Result<Shape<'a>, Refusal> {
    if fetch.all_attributes || fetch.attributes.is_empty() && fetch.links.is_empty() {
        return Ok(Shape::default());
    }
    let def = view.def();
    let mut shape = Shape::default();
    let mut fields = Vec::new();
    for attribute in &fetch.attributes {
        let position = def
            .position(&attribute.name)
            .ok_or_else(|| column_missing(def, &attribute.name))?;
        fields.push(position);
        shape.names.extend(def.at(position).map(wire_name));
    }
    fields.sort_unstable();
    fields.dedup();
    shape.fields = Some(fields);
    complete(through, view, &mut shape);
    Ok(shape)
}

fn aggregated(
    session: &Session<'_>,
    view: TableView<'_>,
    fetch: &Fetch,
    binder: &TableBinder<'_>,
    asked: Wanted,
) -> Result<Reply, Refusal> {
    let def = view.def();
    let found = page(
        view,
        &Wanted {
            take: MOST_AGGREGATED,
            ..asked
        },
    );
    if found.next.is_some() {
        return Err(apply::too_many());
    }
    let mut groups = Vec::new();
    let mut aggregates = Vec::new();
    for attribute in &fetch.attributes {
        let name = attribute
            .alias
            .clone()
            .unwrap_or_else(|| attribute.name.clone());
        let slot = slot(binder, def, &attribute.name)?;
        match attribute.aggregate.as_deref() {
            _ if attribute.group_by => groups.push((name, slot)),
            Some("count") => aggregates.push(Aggregate {
                slot: None,
                method: Method::Count,
                name,
            }),
            Some(method) => aggregates.push(Aggregate {
                slot: Some(slot),
                method: match method {
                    "countcolumn" => Method::Count,
                    "avg" => Method::Average,
                    "sum" => Method::Sum,
                    "min" => Method::Min,
                    "max" => Method::Max,
                    other => {
                        return Err(errors::not_implemented(&format!("the aggregate '{other}'")));
                    }
                },
                name,
            }),
            None => {
                return Err(errors::bad_request(
                    "An attribute is neither grouped nor added up.",
                ));
            }
        }
    }
    Ok(apply::grouped(
        session,
        &def.set,
        found.rows,
        &groups,
        &aggregates,
    ))
}
