//! Change tracking: a first reading that ends in a token, and what changed since one.

use super::super::exchange::{Call, JSON, Reply};
use super::super::read::cursor::Cursor;
use super::super::read::rows::{Wanted, page};
use super::json::Annotations;
use super::paging::{Cookie, read_token, token_text};
use super::read::{applied, bad_cookie, context, link, list, page_size, shape, with_applied};
use super::{Session, errors, json};
use crate::sandbox::odata::text::encode;
use crate::sandbox::odata::writer::Object;
use crate::sandbox::system::dv::{DeltaToken, refusals};
use crate::sandbox::system::refusal::Refusal;
use crate::sandbox::system::view::{RowView, TableView, Through};

/// Options that change tracking does not go together with.
const REFUSED: [&str; 4] = ["$filter", "$orderby", "$expand", "$top"];

/// Answers a request with `Prefer: odata.track-changes` or with `$deltatoken`.
pub fn answer(session: &Session<'_>, view: TableView<'_>, call: &Call) -> Result<Reply, Refusal> {
    for name in REFUSED {
        if call.query.get(name).is_some() {
            return Err(errors::bad_request(format!(
                "The \"{name}\" query parameter isn't supported when tracking changes is enabled."
            )));
        }
    }
    let cookie = match call.query.filled("$skiptoken") {
        None => None,
        Some(text) => Some(Cookie::read(text).ok_or_else(bad_cookie)?),
    };
    match call.query.filled("$deltatoken") {
        None => first(session, view, call, cookie),
        Some(text) => changes(
            session,
            view,
            call,
            read_token(text).ok_or_else(refusals::token_expired)?,
            cookie,
        ),
    }
}

/// Counts what changed since a token.
pub fn count(session: &Session<'_>, view: TableView<'_>, token: &str) -> Result<Reply, Refusal> {
    let token = read_token(token).ok_or_else(refusals::token_expired)?;
    let set = &view.def().set;
    let total = session.dv.changed(set, token)?.count() + session.dv.deleted(set, token)?.count();
    Ok(Reply::body(200, "text/plain", total.to_string()))
}

/// All rows, by pages in the order of their ids; the token is of the moment of the first page, so that nothing that
/// changes meanwhile is missed.
fn first(
    session: &Session<'_>,
    view: TableView<'_>,
    call: &Call,
    cookie: Option<Cookie>,
) -> Result<Reply, Refusal> {
    let through = Through::Dv(session.dv);
    let set = &view.def().set;
    let token = match cookie.as_ref().and_then(|cookie| cookie.tracking) {
        Some(token) => token,
        None => session.dv.delta_token(set)?,
    };
    let preferences = call.preferences();
    let (size, chosen) = page_size(session, &preferences);
    let after = match &cookie {
        None => None,
        Some(cookie) => Some(Cursor::from_text(&cookie.last, 0).ok_or_else(bad_cookie)?),
    };
    let found = page(
        view,
        &Wanted {
            after,
            take: size,
            ..Wanted::default()
        },
    );
    let shape = shape(session, through, view, call)?;
    let annotations = Annotations::asked(&preferences);
    let mut out = Vec::with_capacity(found.rows.len().saturating_mul(800) + 512);
    let mut object = Object::begin(&mut out);
    object.text("@odata.context", &context(session, set, &shape, ""));
    list(&mut object, &found.rows, &shape, &annotations);
    match found.next {
        Some(next) => {
            let number = cookie.map_or(1, |cookie| cookie.page);
            let cookie = Cookie {
                page: number + 1,
                last: next.to_text(),
                tracking: Some(token),
            };
            object.text(
                "@odata.nextLink",
                &link(call, &cookie.to_link(&view.def().key)),
            );
        }
        None => object.text("@odata.deltaLink", &delta_link(call, token)),
    }
    object.end();
    Ok(with_applied(
        Reply::body(200, JSON, out),
        &applied(&preferences, chosen.then_some(size), true),
    ))
}

/// What changed, by pages in the order of the versions, then what was deleted.
fn changes(
    session: &Session<'_>,
    view: TableView<'_>,
    call: &Call,
    since: DeltaToken,
    cookie: Option<Cookie>,
) -> Result<Reply, Refusal> {
    let through = Through::Dv(session.dv);
    let set = &view.def().set;
    let token = match cookie.as_ref().and_then(|cookie| cookie.tracking) {
        Some(token) => token,
        None => session.dv.delta_token(set)?,
    };
    let from = match &cookie {
        None => since.version,
        Some(cookie) => cookie.last.parse().map_err(|_unreadable| bad_cookie())?,
    };
    let preferences = call.preferences();
    let (size, chosen) = page_size(session, &preferences);
    let standing = DeltaToken {
        version: from,
        ..since
    };
    let mut rows: Vec<RowView<'_>> = session.dv.changed(set, standing)?.take(size + 1).collect();
    let more = rows.len() > size;
    rows.truncate(size);
    let shape = shape(session, through, view, call)?;
    let annotations = Annotations::asked(&preferences);
    let mut out = Vec::with_capacity(rows.len().saturating_mul(800) + 512);
    let mut object = Object::begin(&mut out);
    object.text("@odata.context", &context(session, set, &shape, "/$delta"));
    let value = object.name("value");
    value.push(b'[');
    let mut empty = true;
    for row in &rows {
        if !empty {
            value.push(b',');
        }
        empty = false;
        json::row(value, row, &shape, &annotations, None);
    }
    if !more {
        for deleted in session.dv.deleted(set, since)? {
            if !empty {
                value.push(b',');
            }
            empty = false;
            let mut tombstone = Object::begin(value);
            tombstone.text(
                "@odata.context",
                &format!("{}/$metadata#{set}/$deletedEntity", session.root),
            );
            tombstone.text("id", &deleted.id.to_string());
            tombstone.text("reason", "deleted");
            tombstone.end();
        }
    }
    value.push(b']');
    if more && let Some(last) = rows.last() {
        let number = cookie.map_or(1, |cookie| cookie.page);
        let cookie = Cookie {
            page: number + 1,
            last: last.stamp().version.to_string(),
            tracking: Some(token),
        };
        object.text(
            "@odata.nextLink",
            &link(call, &cookie.to_link(&view.def().key)),
        );
    } else {
        object.text("@odata.deltaLink", &delta_link(call, token));
    }
    object.end();
    Ok(with_applied(
        Reply::body(200, JSON, out),
        &applied(&preferences, chosen.then_some(size), true),
    ))
}

fn delta_link(call: &Call, token: DeltaToken) -> String {
    let mut query = call.query.raw_without(&["$skiptoken", "$deltatoken"]);
    if !query.is_empty() {
        query.push('&');
    }
    format!(
        "{}{}?{query}$deltatoken={}",
        call.origin,
        call.path,
        encode(&token_text(token))
    )
}
