//! Media streams: pictures of records, contents of attachments, and documents as PDF.

use std::fmt::Write as _;

use serde_json::json;
use uuid::Uuid;

use super::super::exchange::{Call, JSON, Reply};
use super::read::{self, Found};
use super::route::{Place, Records};
use super::write::if_match;
use super::{Session, errors};
use crate::sandbox::odata::url::Segment;
use crate::sandbox::system::bc::Permission;
use crate::sandbox::system::bc::media::{FILES, Media, PICTURED};
use crate::sandbox::system::cell::Cell;
use crate::sandbox::system::refusal::Refusal;

/// What a path below a record asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// The picture's description.
    Picture,
    /// Its bytes.
    PictureContent,
    /// The bytes of an attachment.
    FileContent,
    /// The description of a document as PDF.
    Pdf,
    /// Its bytes.
    PdfContent,
}

/// The record that a path goes on from, and what it asks for; `None` for every other path.
fn wanted(path: &[Segment]) -> Option<(&[Segment], Wanted)> {
    let path = match path.split_last() {
        Some((last, before)) if last.name == "$value" => before,
        _ => path,
    };
    let (last, before) = path.split_last()?;
    let inner = before
        .split_last()
        .map(|(inner, record)| (inner.name.as_str(), record));
    match (last.name.as_str(), inner) {
        ("picture", _) => Some((before, Wanted::Picture)),
        ("pdfDocument", _) => Some((before, Wanted::Pdf)),
        ("pictureContent" | "content", Some(("picture", record))) => {
            Some((record, Wanted::PictureContent))
        }
        ("pdfDocumentContent" | "content", Some(("pdfDocument", record))) => {
            Some((record, Wanted::PdfContent))
        }
        ("attachmentContent" | "content", _) => Some((before, Wanted::FileContent)),
        _ => None,
    }
}

/// Answers a request for a media stream; `None` when it is for something else.
pub fn answer(
    session: &mut Session<'_>,
    place: &Place,
    records: &Records,
    call: &Call,
) -> Option<Result<Reply, Refusal>> {
    let (record, wanted) = wanted(&records.path)?;
    if record.is_empty() {
        return None;
    }
    Some(answered(session, place, records, record, wanted, call))
}

fn answered(
    session: &mut Session<'_>,
    place: &Place,
    records: &Records,
    path: &[Segment],
    wanted: Wanted,
    call: &Call,
) -> Result<Reply, Refusal> {
    let company = read::company(session.bc, records)?;
    let (set, id, number) = match read::find(session.bc, place, company, path)? {
        Found::Record { row, .. } => {
            let number = row.get("number").unwrap_or(Cell::Null);
            let number = number.as_text().unwrap_or_default().to_owned();
            (row.def().set.to_string(), row.id(), number)
        }
        _ => return Err(errors::method_not_allowed()),
    };
    let caller = session.caller(company);
    session.bc.may(caller, Permission::Read, &set)?;
    let kind = PICTURED.iter().find(|(pictured, _)| *pictured == set);
    let fits = match wanted {
        Wanted::Picture | Wanted::PictureContent => kind.is_some(),
        Wanted::FileContent => FILES.contains(&set.as_str()),
        Wanted::Pdf | Wanted::PdfContent => set.starts_with("sales") || set.starts_with("purchase"),
    };
    if !fits {
        let last = records.path.last();
        let name = last.map_or("", |segment| segment.name.as_str());
        return Err(errors::no_segment(name));
    }
    let root = format!("{}/companies({company})/{set}({id})", place.root);
    match (call.method.as_str(), wanted) {
        ("GET", Wanted::Picture) => {
            let kind = kind.map_or("", |(_, kind)| *kind);
            Ok(picture(session.bc.media(id), &root, kind, id))
        }
        ("GET", Wanted::Pdf) => {
            let address = format!("{root}/pdfDocument/pdfDocumentContent");
            let body = json!({
                "@odata.context": format!("{}/$metadata#pdfDocument/$entity", place.root),
                "id": id, "parentId": id,
                "pdfDocumentContent@odata.mediaReadLink": address,
            });
            Ok(Reply::body(200, JSON, body.to_string()))
        }
        ("GET", Wanted::PdfContent) => Ok(Reply::body(200, "application/pdf", pdf(&number))),
        ("GET", Wanted::PictureContent | Wanted::FileContent) => Ok(match session.bc.media(id) {
            Some(media) => Reply::body(200, &media.content_type, media.bytes.clone()),
            None => Reply::empty(204),
        }),
        ("PATCH" | "PUT", Wanted::PictureContent | Wanted::FileContent) => {
            let media = Media {
                content_type: call
                    .header("content-type")
                    .unwrap_or("application/octet-stream")
                    .to_owned(),
                bytes: call.body.clone(),
            };
            let condition = if_match(call);
            session
                .bc
                .set_media(caller, &set, id, &condition, Some(media))?;
            Ok(Reply::empty(204))
        }
        ("DELETE", Wanted::Picture | Wanted::PictureContent) => {
            let condition = if_match(call);
            session.bc.set_media(caller, &set, id, &condition, None)?;
            Ok(Reply::empty(204))
        }
        _ => Err(errors::method_not_allowed()),
    }
}

fn picture(media: Option<&Media>, root: &str, kind: &str, id: Uuid) -> Reply {
    let (width, height) = media.map_or((0, 0), Media::size);
    let address = format!("{root}/picture/pictureContent");
    let body = json!({
        "id": id, "parentType": kind, "width": width, "height": height,
        "contentType": media.map_or("", |media| media.content_type.as_str()),
        "pictureContent@odata.mediaEditLink": address,
        "pictureContent@odata.mediaReadLink": address,
    });
    Reply::body(200, JSON, body.to_string())
}

/// A page that says which document it is; what a printed one looks like is no part of the protocol.
fn pdf(number: &str) -> Vec<u8> {
    let shown: String = number
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .collect();
    let text = format!("BT /F1 24 Tf 72 720 Td ({shown}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    // Writing into a `String` cannot fail.
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let table = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in &places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(
        out,
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        places.len() + 1
    );
    out.into_bytes()
}
