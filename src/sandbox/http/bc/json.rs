//! Records as JSON.

use super::super::exchange::Call;
use super::super::read::shape::{Shape, related};
use crate::sandbox::odata::writer::{self, Object};
use crate::sandbox::system::bc::media::FILES;
use crate::sandbox::system::cell::Cell;
use crate::sandbox::system::def::Join;
use crate::sandbox::system::view::RowView;

/// How much control information an answer carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metadata {
    /// None but links and counts.
    None,
    /// Context and etags.
    Minimal,
    /// Types, ids and links too.
    Full,
}

impl Metadata {
    /// What the `Accept` header asks for.
    pub fn asked(call: &Call) -> Self {
        let accept = call
            .header("accept")
            .unwrap_or_default()
            .to_ascii_lowercase()
            .replace(' ', "");
        if accept.contains("odata.metadata=none") {
            Self::None
        } else if accept.contains("odata.metadata=full") {
            Self::Full
        } else {
            Self::Minimal
        }
    }

    /// The media type of the answer.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::None => {
                "application/json; odata.metadata=none; odata.streaming=true; charset=utf-8"
            }
            Self::Minimal => super::super::exchange::JSON,
            Self::Full => {
                "application/json; odata.metadata=full; odata.streaming=true; charset=utf-8"
            }
        }
    }
}

/// Writes a record; `place` is its address without the key, `context` stands first where it is one by itself.
pub fn record(
    out: &mut Vec<u8>,
    row: &RowView<'_>,
    shape: &Shape<'_>,
    metadata: Metadata,
    place: &str,
    context: Option<&str>,
) {
    let mut object = Object::begin(out);
    if metadata != Metadata::None {
        if let Some(context) = context {
            object.text("@odata.context", context);
        }
        if metadata == Metadata::Full {
            object.text(
                "@odata.type",
                &format!("#Microsoft.NAV.{}", row.def().entity),
            );
            object.text("@odata.id", &format!("{place}({})", row.id()));
        }
        object.text("@odata.etag", &row.etag());
        if metadata == Metadata::Full {
            object.text("@odata.editLink", &format!("{place}({})", row.id()));
        }
    }
    shape.each(row, |field, value| cell(object.name(&field.name), value));
    if metadata != Metadata::None
        && FILES.contains(&row.def().set.as_ref())
        && shape.fields.is_none()
    {
        let address = format!("{place}({})/attachmentContent", row.id());
        object.text("attachmentContent@odata.mediaEditLink", &address);
        object.text("attachmentContent@odata.mediaReadLink", &address);
    }
    for item in &shape.expand {
        let page = related(row, item.nav, &item.wanted);
        let nested = format!("{place}({})/{}", row.id(), item.nav.name);
        let out = object.name(&item.nav.name);
        if let Join::Holds { .. } = item.nav.join {
            match page.rows.first() {
                Some(other) => record(out, other, &item.shape, metadata, &nested, None),
                None => out.extend(b"null"),
            }
        } else {
            out.push(b'[');
            for (at, other) in page.rows.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                record(out, other, &item.shape, metadata, &nested, None);
            }
            out.push(b']');
        }
    }
    object.end();
}

/// Writes a value; what "empty" looks like was decided before.
pub fn cell(out: &mut Vec<u8>, value: &Cell) {
    match value {
        Cell::Null => out.extend(b"null"),
        Cell::Bool(flag) => writer::flag(out, *flag),
        Cell::Int(number) => out.extend(number.to_string().into_bytes()),
        Cell::Decimal(number) => writer::number(out, number.normalize()),
        Cell::Text(text) => writer::text(out, text),
        Cell::Guid(id) | Cell::Reference { id, .. } => writer::id(out, *id),
        Cell::Date(date) => writer::text(out, &date.to_string()),
        Cell::Instant(at) => writer::instant(out, *at),
    }
}
