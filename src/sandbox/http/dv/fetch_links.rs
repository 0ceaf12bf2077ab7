//! `fetchXml` over linked tables: rows put side by side, inner and outer, level below level.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::super::exchange::{Call, JSON, Reply};
use super::super::read::ReadError;
use super::super::read::binder::{Slot, TableBinder, kind};
use super::super::read::rows::{Wanted, page};
use super::super::read::shape::Shape;
use super::fetch::{column_missing, more_and_cookie, on_wire, shape, slot};
use super::json::{self, Annotations, FORMATTED, LOOKUP_NAME};
use super::read::{applied, context, with_applied};
use super::{Session, errors};
use crate::sandbox::odata::fetch_xml::{Fetch, Link, LinkKind};
use crate::sandbox::odata::filter::{self, Binder, Comparison, Expr, Kind, LambdaKind, Test};
use crate::sandbox::odata::writer::{self, Object};
use crate::sandbox::system::cell::{Cell, TextOrder};
use crate::sandbox::system::refusal::Refusal;
use crate::sandbox::system::view::{RowView, TableView, Through};

/// Rows put side by side at most, when all of them must be seen before the first can be shown.
const MOST_SORTED: usize = 50_000;

/// One table of the query; the first is the one that the address names.
struct Node<'a> {
    parent: usize,
    alias: &'a str,
    view: TableView<'a>,
    /// Its own column and its parent's that must agree.
    pair: (u16, u16),
    kind: LinkKind,
    test: Option<Test<Slot>>,
    /// Columns that are shown, with their names in the answer.
    shown: Vec<(u16, String)>,
}

/// Where a value is found in rows put side by side.
type Place = (usize, Slot);

/// Rows put side by side, one for each table; nothing where there is no partner.
type Joined<'a> = Vec<Option<RowView<'a>>>;

/// Answers a query with links.
pub fn answer(
    session: &Session<'_>,
    view: TableView<'_>,
    fetch: &Fetch,
    call: &Call,
) -> Result<Reply, Refusal> {
    if fetch.aggregate {
        return Err(errors::not_implemented("sums over linked tables"));
    }
    let through = Through::Dv(session.dv);
    let def = view.def();
    let mut nodes = vec![Node {
        parent: 0,
        alias: "",
        view,
        pair: (0, 0),
        kind: LinkKind::Inner,
        test: None,
        shown: Vec::new(),
    }];
    let mut order = Vec::new();
    for link in &fetch.links {
        add(session, &mut nodes, 0, link, &mut order)?;
    }
    let mut whole = None;
    if let Some(expr) = fetch.filter.clone().map(|expr| on_wire(def, expr)) {
        if names_an_alias(&expr) {
            let mut binder = JoinBinder { nodes: &nodes };
            whole = Some(filter::bind(&expr, &mut binder).map_err(errors::query)?);
        } else {
            let mut binder = TableBinder::new(through, view);
            let test = filter::bind(&expr, &mut binder).map_err(errors::query)?;
            if let Some(first) = nodes.first_mut() {
                first.test = Some(test);
            }
        }
    }
    let mut keys = Vec::new();
    for (path, descending) in &fetch.order {
        keys.push((place(&nodes, path)?, *descending));
    }
    keys.append(&mut order);

    let most = session.limits.page_size;
    let size = match fetch.top {
        Some(top) => top.min(most),
        None => fetch.count.unwrap_or(most).min(most),
    };
    let skip = if fetch.top.is_some() {
        0
    } else {
        (fetch.page - 1).saturating_mul(size)
    };
    let shape = shape(through, view, fetch)?;
    let preferences = call.preferences();
    let annotations = Annotations::asked(&preferences);
    let enough = if keys.is_empty() {
        skip.saturating_add(size).saturating_add(1)
    } else {
        MOST_SORTED + 1
    };
    let show = |joined: &Joined<'_>, out: &mut Vec<u8>| {
        write(out, &nodes, joined, &shape, &annotations);
    };
    let mut rows = gather(
        &nodes,
        whole.as_ref(),
        enough,
        fetch.distinct.then_some(&show as Looks<'_>),
    );
    if !keys.is_empty() {
        if rows.len() > MOST_SORTED {
            return Err(super::apply::too_many());
        }
        sort(&mut rows, &keys);
    }
    let more = rows.len() > skip.saturating_add(size) && fetch.top.is_none();
    let mut out = Vec::new();
    let mut object = Object::begin(&mut out);
    object.text("@odata.context", &context(session, &def.set, &shape, ""));
    more_and_cookie(&mut object, more, fetch, &annotations);
    let list = object.name("value");
    list.push(b'[');
    for (at, joined) in rows.iter().skip(skip).take(size).enumerate() {
        if at > 0 {
            list.push(b',');
        }
        write(list, &nodes, joined, &shape, &annotations);
    }
    list.push(b']');
    object.end();
    let honoured = applied(&preferences, None, false);
    Ok(with_applied(Reply::body(200, JSON, out), &honoured))
}

/// How a row looks in the answer.
type Looks<'s> = &'s dyn Fn(&Joined<'_>, &mut Vec<u8>);

/// Puts rows side by side until there are enough; of those that look the same only the first is kept, if `looks` is given.
fn gather<'a>(
    nodes: &[Node<'a>],
    whole: Option<&Test<Place>>,
    enough: usize,
    looks: Option<Looks<'_>>,
) -> Vec<Joined<'a>> {
    let mut rows = Vec::new();
    let Some(first) = nodes.first() else {
        return rows;
    };
    let mut seen = HashSet::new();
    let wanted = Wanted {
        test: first.test.clone(),
        take: usize::MAX - 1,
        ..Wanted::default()
    };
    for row in page(first.view, &wanted).rows {
        let mut found = Vec::new();
        spread(nodes, vec![Some(row)], enough, &mut found);
        for joined in found {
            let fits = whole.is_none_or(|test| {
                let get = |(node, slot): &Place| value(&joined, *node, slot);
                test.passes(&get, TextOrder::CaseInsensitive)
            });
            if !fits {
                continue;
            }
            let is_new = looks.is_none_or(|looks| {
                let mut out = Vec::new();
                looks(&joined, &mut out);
                seen.insert(out)
            });
            if is_new {
                rows.push(joined);
            }
        }
        if rows.len() >= enough {
            break;
        }
    }
    rows
}

/// Adds a link, and those below it, behind what there is.
fn add<'a>(
    session: &'a Session<'_>,
    nodes: &mut Vec<Node<'a>>,
    parent: usize,
    link: &'a Link,
    order: &mut Vec<(Place, bool)>,
) -> Result<(), Refusal> {
    let def = session.dv.def_named(&link.entity).ok_or_else(|| {
        let text = format!("The entity with a name = '{}' was not found.", link.entity);
        Refusal::new(400, "0x80041102", text)
    })?;
    session.dv.may_read(session.caller, &def.set)?;
    let view = session.dv.table(&def.set)?;
    let above = nodes.get(parent).map_or(view, |node| node.view);
    let from = position(view, &link.from)?;
    let to = position(above, &link.to)?;
    let through = Through::Dv(session.dv);
    let mut binder = TableBinder::new(through, view);
    let test = match link.filter.clone() {
        Some(expr) => Some(filter::bind(&on_wire(def, expr), &mut binder).map_err(errors::query)?),
        None => None,
    };
    let mut shown = Vec::new();
    if link.all_attributes {
        shown.extend(
            (0_u16..)
                .zip(&def.fields)
                .map(|(at, field)| (at, format!("{}.{}", link.alias, field.name))),
        );
    }
    for attribute in &link.attributes {
        let name = attribute
            .alias
            .clone()
            .unwrap_or_else(|| format!("{}.{}", link.alias, attribute.name));
        shown.push((position(view, &attribute.name)?, name));
    }
    let number = nodes.len();
    nodes.push(Node {
        parent,
        alias: &link.alias,
        view,
        pair: (from, to),
        kind: link.kind,
        test,
        shown,
    });
    for (name, descending) in &link.order {
        order.push(((number, slot(&binder, def, name)?), *descending));
    }
    for below in &link.links {
        add(session, nodes, number, below, order)?;
    }
    Ok(())
}

fn position(view: TableView<'_>, name: &str) -> Result<u16, Refusal> {
    let def = view.def();
    def.position(name).ok_or_else(|| column_missing(def, name))
}

/// Puts the rows of the next table beside what was found so far, table after table.
fn spread<'a>(nodes: &[Node<'a>], joined: Joined<'a>, enough: usize, found: &mut Vec<Joined<'a>>) {
    if found.len() >= enough {
        return;
    }
    let Some(node) = nodes.get(joined.len()) else {
        found.push(joined);
        return;
    };
    let (from, to) = node.pair;
    let parent = joined.get(node.parent).and_then(Option::as_ref);
    let value = parent.map_or(Cell::Null, |row| row.at(to));
    let partners = match value.as_guid() {
        _ if value.is_null() => Vec::new(),
        id => {
            let same = Test::Compare(
                Comparison::Eq,
                Box::new(Test::Field(Slot::Own(from))),
                Box::new(Test::Const(id.map_or(value, Cell::Guid))),
            );
            let test = match &node.test {
                Some(test) => Test::And(vec![same, test.clone()]),
                None => same,
            };
            let take = if node.kind == LinkKind::Exists {
                1
            } else {
                enough
            };
            let wanted = Wanted {
                test: Some(test),
                take,
                ..Wanted::default()
            };
            page(node.view, &wanted).rows
        }
    };
    let with = |partner| {
        let mut next = joined.clone();
        next.push(partner);
        next
    };
    match node.kind {
        LinkKind::Exists if partners.is_empty() => {}
        LinkKind::Outer if partners.is_empty() => spread(nodes, with(None), enough, found),
        LinkKind::Exists => spread(nodes, with(None), enough, found),
        LinkKind::Inner | LinkKind::Outer => {
            for partner in partners {
                spread(nodes, with(Some(partner)), enough, found);
            }
        }
    }
}

fn value(joined: &Joined<'_>, node: usize, slot: &Slot) -> Cell {
    let row = joined.get(node).and_then(Option::as_ref);
    row.map_or(Cell::Null, |row| slot.get(row))
}

fn sort(rows: &mut [Joined<'_>], keys: &[(Place, bool)]) {
    rows.sort_by(|left, right| {
        for ((node, slot), descending) in keys {
            let (one, other) = (value(left, *node, slot), value(right, *node, slot));
            let found = one.compare(&other, TextOrder::CaseInsensitive);
            if found != Ordering::Equal {
                return if *descending { found.reverse() } else { found };
            }
        }
        Ordering::Equal
    });
}

/// Writes a row with what is shown of its partners; an empty column of a partner is left out.
fn write(
    out: &mut Vec<u8>,
    nodes: &[Node<'_>],
    joined: &Joined<'_>,
    shape: &Shape<'_>,
    annotations: &Annotations,
) {
    let Some(Some(row)) = joined.first() else {
        return;
    };
    let Through::Dv(dv) = row.through() else {
        return;
    };
    json::row(out, row, shape, annotations, None);
    out.pop();
    for (node, partner) in nodes.iter().zip(joined).skip(1) {
        let Some(partner) = partner else { continue };
        for (at, name) in &node.shown {
            let cell = partner.at(*at);
            let Some(field) = partner.def().at(*at) else {
                continue;
            };
            if cell.is_null() {
                continue;
            }
            let mut extra = |term: &str, text: &str| {
                out.push(b',');
                writer::text(out, &format!("{name}@{term}"));
                out.push(b':');
                writer::text(out, text);
            };
            if annotations.wants(FORMATTED)
                && let Some(text) = json::formatted(dv, partner, field, &cell)
            {
                extra(FORMATTED, &text);
            }
            if let Some((id, other)) = json::target(dv, field, &cell) {
                if annotations.wants(FORMATTED)
                    && let Some(text) = json::name_of(dv, other, id)
                {
                    extra(FORMATTED, &text);
                }
                if annotations.wants(LOOKUP_NAME) {
                    extra(LOOKUP_NAME, &other.entity);
                }
            }
            out.push(b',');
            writer::text(out, name);
            out.push(b':');
            json::cell(out, &cell);
        }
    }
    out.push(b'}');
}

/// Whether a condition is about a linked table.
fn names_an_alias(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.contains('.'),
        Expr::Literal(_) => false,
        Expr::Call(_, parts) | Expr::And(parts) | Expr::Or(parts) => {
            parts.iter().any(names_an_alias)
        }
        Expr::Not(inner) | Expr::In(inner, _) => names_an_alias(inner),
        Expr::Compare(_, left, right) => names_an_alias(left) || names_an_alias(right),
        Expr::Lambda { body, .. } => body.as_deref().is_some_and(names_an_alias),
    }
}

/// The place of a column, behind the alias of its table or without one.
fn place(nodes: &[Node<'_>], path: &str) -> Result<Place, Refusal> {
    let mut binder = JoinBinder { nodes };
    let (place, _) = binder.find(path).map_err(errors::query)?;
    Ok(place)
}

/// Binds conditions over all tables of a query.
struct JoinBinder<'n, 'a> {
    nodes: &'n [Node<'a>],
}

impl JoinBinder<'_, '_> {
    fn find(&mut self, path: &str) -> Result<(Place, Kind), ReadError> {
        let (alias, column) = path.split_once('.').unwrap_or(("", path));
        let found = self.nodes.iter().enumerate();
        let (number, node) = found
            .into_iter()
            .find(|(_, node)| node.alias == alias)
            .ok_or_else(|| ReadError::UnknownProperty {
                name: path.to_owned(),
                type_name: "the query".to_owned(),
            })?;
        let def = node.view.def();
        let name = def
            .field(column)
            .map_or_else(|| column.to_owned(), json::wire_name);
        let through = node.view.through();
        let (slot, field) = TableBinder::new(through, node.view).slot(&name)?;
        Ok(((number, slot), kind(field)))
    }
}

impl Binder for JoinBinder<'_, '_> {
    type Path = Place;
    type Error = ReadError;

    fn path(&mut self, path: &str) -> Result<(Place, Kind), ReadError> {
        self.find(path)
    }

    fn lambda(
        &mut self,
        collection: &str,
        _kind: LambdaKind,
        _variable: &str,
        _body: Option<&Expr>,
    ) -> Result<Test<Place>, ReadError> {
        Err(ReadError::NotImplemented(format!(
            "the collection '{collection}' in a query with links"
        )))
    }
}
