//! Pictures and the contents of attachments: bytes that hang on a record and that no query reads.

use bytes::Bytes;
use uuid::Uuid;

use crate::sandbox::system::{given::IfMatch, refusal::Refusal};

use super::{Bc, Caller, Permission, etag, write};

/// The sets whose records have a picture, and what they are called beside it.
pub const PICTURED: [(&str, &str); 6] = [
    ("customers", "Customer"),
    ("items", "Item"),
    ("vendors", "Vendor"),
    ("employees", "Employee"),
    ("contacts", "Contact"),
    ("itemVariants", "Item_x0020_Variant"),
];

/// The sets whose records are files.
pub const FILES: [&str; 2] = ["attachments", "documentAttachments"];

/// Bytes with their type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// The media type as the client named it.
    pub content_type: String,
    /// The bytes.
    pub bytes: Bytes,
}

impl Media {
    /// Width and height in pixels, where the bytes are a PNG picture; zeros otherwise.
    pub fn size(&self) -> (u32, u32) {
        let number = |at: usize| {
            let bytes = self.bytes.get(at..at.saturating_add(4))?;
            Some(u32::from_be_bytes(bytes.try_into().ok()?))
        };
        if !self.bytes.starts_with(b"\x89PNG\r\n") {
            return (0, 0);
        }
        (number(16).unwrap_or(0), number(20).unwrap_or(0))
    }
}

impl Bc {
    /// What hangs on a record.
    pub fn media(&self, id: Uuid) -> Option<&Media> {
        self.media.get(&id)
    }

    /// Hangs bytes on a record, or takes them away; the record counts as changed.
    ///
    /// # Errors
    /// No such record, no permission, or its etag is not the one that is demanded.
    pub fn set_media(
        &mut self,
        caller: Caller,
        set: &str,
        id: Uuid,
        if_match: &IfMatch,
        media: Option<Media>,
    ) -> Result<(), Refusal> {
        self.may(caller, Permission::Modify, set)?;
        let (_, row) = write::present(self, caller.company, set, id)?;
        etag::check(if_match, row.stamp.version, media.is_some())?;
        match media {
            Some(media) => self.media.insert(id, media),
            None => self.media.remove(&id),
        };
        self.patch(caller.company, caller.user, set, id, &[]);
        Ok(())
    }
}
