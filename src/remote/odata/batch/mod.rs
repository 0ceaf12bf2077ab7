//! Several calls in one request: JSON (`Business Central` and most OData 4.01 services) or multipart (Dataverse, OData 4.0).
//!
//! - `json`, `multipart`: the two forms

pub mod json;
pub mod multipart;

use crate::model::Side;
use crate::model::reason::Problem;
use crate::remote::address::Address;
use crate::remote::http::{Answer, Call};
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

/// Writes a batch; `relative` asks for addresses relative to the service root in every form.
pub fn encode(form: BatchForm, root: &Address, relative: bool, calls: &[Call]) -> Call {
    match form {
        BatchForm::Json => json::encode(root, calls),
        BatchForm::Multipart => multipart::encode(root, relative, calls),
    }
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

/// The address of a call as a batch names it: relative to the service root if it is below it.
fn below<'a>(root: &Address, url: &'a str) -> &'a str {
    url.strip_prefix(root.as_str())
        .and_then(|rest| rest.strip_prefix('/'))
        .unwrap_or(url)
}
