//! What is written to standard output and standard error.

use super::exit::Failure;
use super::table::Table;
use crate::i18n::{Texts, visible};
use crate::model::reason::Problem;
use crate::worker::explain::explain;
use serde::Serialize;
use serde_json::json;
use std::io::{self, IsTerminal as _, Write};

/// Where a verb's results go: text for people, or exactly one JSON document.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// The language.
    pub texts: Texts,
    /// Whether the result is one JSON document.
    pub json: bool,
}

impl Output {
    /// Writes the JSON document of a verb.
    pub fn document(&self, document: &impl Serialize) -> Result<(), Failure> {
        let text = if io::stdout().is_terminal() {
            serde_json::to_string_pretty(document)
        } else {
            serde_json::to_string(document)
        };
        let text = text.map_err(|error| Failure::Output(error.into()))?;
        write_all(&mut io::stdout().lock(), &format!("{text}\n"))
    }

    /// Writes one JSON list, page by page until a page is empty, so that memory does not grow with the list.
    pub fn documents<T: Serialize>(
        &self,
        mut page: impl FnMut() -> Result<Vec<T>, Failure>,
    ) -> Result<(), Failure> {
        let mut text = String::from("[");
        let mut first = true;
        loop {
            let items = page()?;
            if items.is_empty() {
                return self.raw(&format!("{text}]\n"));
            }
            for item in &items {
                if !std::mem::take(&mut first) {
                    text.push(',');
                }
                let item = serde_json::to_string(item);
                text.push_str(&item.map_err(|error| Failure::Output(error.into()))?);
            }
            self.raw(&std::mem::take(&mut text))?;
        }
    }

    /// Writes lines for people.
    pub fn say(&self, text: &str) -> Result<(), Failure> {
        write_all(&mut io::stdout().lock(), &format!("{}\n", visible(text)))
    }

    /// Writes a text without adding a line end.
    pub fn raw(&self, text: &str) -> Result<(), Failure> {
        write_all(&mut io::stdout().lock(), text)
    }

    /// Writes a table for people, or the sentence behind `empty` when it has no rows.
    pub fn table(&self, table: &Table, empty: &str) -> Result<(), Failure> {
        if table.is_empty() {
            return self.say(&self.texts.t(empty));
        }
        self.raw(&table.render())
    }

    /// Writes a document with `--json`, else what `people` makes of it.
    pub fn either<T: Serialize>(
        &self,
        result: &T,
        people: impl FnOnce(&T) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if self.json {
            self.document(result)
        } else {
            people(result)
        }
    }

    /// Tells why a verb failed: on standard output with `--json`, since that is the document, else on standard error.
    pub fn failure(&self, failure: &Failure) {
        let told = match failure {
            Failure::Problem(problem) if self.json => self.document(&error_document(
                problem.cause.code(),
                &said(self.texts, problem),
                &explain(self.texts, problem).next_step,
                &detail(problem),
            )),
            Failure::Usage(message) if self.json => self.document(&error_document(
                "usage",
                message,
                &self.texts.t("cli-usage-next"),
                &serde_json::Value::Null,
            )),
            Failure::Problem(problem) => {
                let next = explain(self.texts, problem).next_step;
                let lines = [
                    self.texts.t_args(
                        "cli-error",
                        &[("message", said(self.texts, problem).into())],
                    ),
                    self.texts
                        .t_args("cli-error-next", &[("next", next.into())]),
                ];
                let details = people_detail(self.texts, problem);
                let all: Vec<&str> = lines.iter().chain(&details).map(String::as_str).collect();
                write_all(
                    &mut io::stderr().lock(),
                    &format!("{}\n", visible(&all.join("\n"))),
                )
            }
            Failure::Usage(message) => {
                let line = self
                    .texts
                    .t_args("cli-error", &[("message", message.into())]);
                let next = self.texts.t("cli-usage-next");
                let said = format!("{line}\n{next}\n");
                write_all(&mut io::stderr().lock(), &visible(&said))
            }
            Failure::Output(error) => {
                let line = self
                    .texts
                    .t_args("cli-error-output", &[("problem", error.to_string().into())]);
                write_all(&mut io::stderr().lock(), &format!("{line}\n"))
            }
        };
        // There is nobody left to tell that telling failed; the exit code says it.
        told.ok();
    }
}

/// A problem's sentence.
fn said(texts: Texts, problem: &Problem) -> String {
    explain(texts, problem).message
}

/// An error as scripts read it.
pub fn error_document(
    code: &str,
    message: &str,
    next_step: &str,
    detail: &serde_json::Value,
) -> serde_json::Value {
    json!({"error": {"code": code, "message": message, "next_step": next_step, "detail": detail}})
}

/// What is known of a problem besides its words.
pub fn detail(problem: &Problem) -> serde_json::Value {
    json!({
        "side": problem.side,
        "mapping": problem.mapping,
        "params": problem.params,
        "said": problem.raw,
        "service_code": problem.service_code,
        "http_status": problem.status,
        "request_id": problem.request_id,
        "who": problem.cause.fixer(),
        "heals_by_itself": problem.cause.heals_by_itself(),
    })
}

/// The same for people, long parts last.
fn people_detail(texts: Texts, problem: &Problem) -> Vec<String> {
    let mut lines = Vec::new();
    let status = problem.status.map(|status| status.to_string());
    let parts: Vec<&str> = [
        status.as_deref(),
        problem.service_code.as_deref(),
        problem.request_id.as_deref(),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !parts.is_empty() {
        lines.push(texts.t_args("cli-error-answer", &[("parts", parts.join(", ").into())]));
    }
    if let Some(raw) = problem.raw.as_deref().filter(|raw| !raw.is_empty()) {
        lines.push(texts.t_args("cli-error-said", &[("said", raw.into())]));
    }
    lines
}

/// Writes a text; a reader that has gone away is no error, since it has seen what it wanted.
fn write_all(to: &mut impl Write, text: &str) -> Result<(), Failure> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}
