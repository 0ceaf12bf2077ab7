//! Several calls in one request: JSON (`Business Central` and most OData 4.01 services) or multipart (Dataverse, OData 4.0).
//!
//! - `json`, `multipart`: the two forms

pub mod json;
pub mod multipart;

use crate::model::Side;
use crate::model::reason::Problem;
use crate::remote::address::Address;
use crate::remote::http::{Answer, Call, Method};
use serde::{Deserialize, Serialize};

/// The form of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchForm {
    /// `application/json`.
    Json,
    /// `multipart/mixed`.
    Multipart,
}

impl BatchForm {
    fn other(self) -> Self {
        match self {
            Self::Json => Self::Multipart,
            Self::Multipart => Self::Json,
        }
    }
}

/// What is known about a service's batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchSupport {
    /// This form comes first, and nothing was tried yet.
    Untried(BatchForm),
    /// The other form was refused; this one is not tried yet.
    Second(BatchForm),
    /// This form works.
    Works(BatchForm),
    /// Neither form is taken.
    Absent,
}

impl BatchSupport {
    /// What to try first with one side's service.
    pub fn untried(side: Side) -> Self {
        Self::Untried(match side {
            Side::Bc => BatchForm::Json,
            Side::Dv => BatchForm::Multipart,
        })
    }

    /// The form to send.
    pub fn form(self) -> Option<BatchForm> {
        match self {
            Self::Untried(form) | Self::Second(form) | Self::Works(form) => Some(form),
            Self::Absent => None,
        }
    }

    /// Whether batches have worked before.
    pub fn is_proven(self) -> bool {
        matches!(self, Self::Works(_))
    }

    /// After a batch was carried out.
    #[must_use]
    pub fn works(self) -> Self {
        self.form().map_or(Self::Absent, Self::Works)
    }

    /// After a batch was refused as such.
    #[must_use]
    pub fn refused(self) -> Self {
        match self {
            Self::Untried(form) => Self::Second(form.other()),
            Self::Second(_) | Self::Works(_) | Self::Absent => Self::Absent,
        }
    }
}

/// Whether a refusal of a whole batch means that the service takes no batches in this form.
pub fn is_unsupported(answer: &Answer) -> bool {
    matches!(answer.status, 400 | 404 | 405 | 406 | 415 | 501)
}

/// Writes a batch part by part: each part's body goes straight into the body of the batch.
pub struct Builder {
    form: BatchForm,
    root: Address,
    boundary: String,
    /// Before a part's path: what its address is relative to.
    base: String,
    body: Vec<u8>,
    parts: usize,
}

impl Builder {
    /// An empty batch of about so many bytes; `relative` asks for addresses relative to the service root in every form.
    pub fn new(form: BatchForm, root: Address, relative: bool, bytes: usize) -> Self {
        let base = if relative || form == BatchForm::Json {
            format!("{}/", root.as_str())
        } else {
            root.origin()
        };
        let mut body = Vec::with_capacity(bytes);
        if form == BatchForm::Json {
            json::begin(&mut body);
        }
        Self {
            form,
            root,
            boundary: format!("batch_{}", uuid::Uuid::new_v4().simple()),
            base,
            body,
            parts: 0,
        }
    }

    /// How many parts were written.
    pub fn parts(&self) -> usize {
        self.parts
    }

    /// Adds a call with its body.
    pub fn push(&mut self, call: &Call) {
        let part = Part {
            method: call.method,
            url: &call.url,
            headers: &call.headers,
        };
        let content = call.body.as_ref();
        let written = self.push_with(&part, content.map(|(kind, _)| kind.as_str()), |body| {
            if let Some((_, content)) = content {
                body.extend_from_slice(content);
            }
            Ok(())
        });
        // Copying bytes cannot fail.
        debug_assert!(written.is_ok(), "a body that is there can be copied");
    }

    /// Adds a part whose body is written by `content`, of this content type; a part without one has no body.
    ///
    /// # Errors
    /// Those of `content`; then the batch is as it was before.
    pub fn push_with(
        &mut self,
        part: &Part<'_>,
        content_type: Option<&str>,
        content: impl FnOnce(&mut Vec<u8>) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let start = self.body.len();
        let number = self.parts + 1;
        let path = part.url.strip_prefix(&self.base).unwrap_or(part.url);
        let body = &mut self.body;
        let written = match self.form {
            BatchForm::Json => json::part(body, number, part, path, content_type, content),
            BatchForm::Multipart => {
                let boundary = &self.boundary;
                multipart::part(body, boundary, number, part, path, content_type, content)
            }
        };
        match written {
            Ok(()) => self.parts = number,
            Err(_) => self.body.truncate(start),
        }
        written
    }

    /// The request that carries the batch.
    pub fn finish(mut self) -> Call {
        let url = format!("{}/$batch", self.root.as_str());
        match self.form {
            BatchForm::Json => {
                json::end(&mut self.body);
                Call::json(Method::Post, url, self.body).with("accept", "application/json")
            }
            BatchForm::Multipart => multipart::finish(url, &self.boundary, self.body),
        }
    }
}

/// One part of a batch without its body.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The method.
    pub method: Method,
    /// The whole address.
    pub url: &'a str,
    /// Headers beyond those that every part has.
    pub headers: &'a [(&'static str, String)],
}

/// Reads the answer to a batch of so many calls; nothing if it was refused as a whole.
///
/// # Errors
/// The answer cannot be read, so that nobody knows what was carried out.
pub fn decode(
    form: BatchForm,
    answer: &Answer,
    calls: usize,
) -> Result<Option<Vec<Option<Answer>>>, Problem> {
    match form {
        BatchForm::Json if answer.is_success() => json::decode(answer, calls).map(Some),
        // The first failed part may decide the status of the whole, so that the content type is what tells.
        BatchForm::Multipart if multipart::is_multipart(answer) => {
            multipart::decode(answer, calls).map(Some)
        }
        BatchForm::Multipart if answer.is_success() => Err(multipart::malformed(
            answer,
            "the answer to a batch is not multipart",
        )),
        BatchForm::Json | BatchForm::Multipart => Ok(None),
    }
}
