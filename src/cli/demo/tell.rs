//! What the demo prints: lines for people as the story goes on, or one document at its end.

use super::check::Checked;
use super::services::Services;
use super::story::{Conflict, Edits, Run, Story};
use crate::cli::exit::Failure;
use crate::cli::output::Output;
use crate::i18n::Arg;
use crate::model::Sides;
use crate::worker::protocol::ConnectionInfo;
use serde::Serialize;

/// Tells the story.
#[derive(Debug)]
pub struct Teller {
    output: Output,
    step: u32,
}

/// The story as scripts read it.
#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    story: &'a Story,
    checks: &'a [Checked],
}

impl Teller {
    /// A teller who has said nothing yet.
    pub fn new(output: Output) -> Self {
        Self { output, step: 0 }
    }

    /// Says one step and its details, unless a document is wanted.
    fn step(&mut self, key: &str, args: &[(&str, Arg<'_>)]) -> Result<(), Failure> {
        self.step += 1;
        if self.output.json {
            return Ok(());
        }
        let said = self.output.texts.t_args(key, args);
        let mut lines = said.lines();
        let head = lines.next().unwrap_or_default();
        self.output.say(&format!("{:>2}  {head}", self.step))?;
        for line in lines {
            self.output.say(&format!("    {}", line.trim_start()))?;
        }
        self.output.say("")
    }

    /// Both services run.
    pub fn services(&mut self, services: &Services) -> Result<(), Failure> {
        let addresses = services.server.addresses();
        let census = &services.census;
        self.step(
            "cli-demo-services",
            &[
                ("customers", census.customers.into()),
                ("accounts", census.accounts.into()),
                ("bc", (&addresses.bc).into()),
                ("dv", (&addresses.dv).into()),
            ],
        )
    }

    /// Both services let this program in.
    pub fn connected(&mut self, info: &ConnectionInfo) -> Result<(), Failure> {
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        self.step(
            "cli-demo-connected",
            &[
                ("bc", name(&info.business_central.name).into()),
                ("dv", name(&info.dataverse.name).into()),
            ],
        )
    }

    /// Pairs were coupled by match.
    pub fn matched(&mut self, matched: u64, ambiguous: u64) -> Result<(), Failure> {
        self.step(
            "cli-demo-matched",
            &[("matched", matched.into()), ("ambiguous", ambiguous.into())],
        )
    }

    /// The first synchronisation is done.
    pub fn first(&mut self, read: &Sides<u64>, run: &Run) -> Result<(), Failure> {
        self.step(
            "cli-demo-first",
            &[
                ("read_bc", read.bc.into()),
                ("read_dv", read.dv.into()),
                ("created_bc", run.wrote.bc.inserted.into()),
                ("created_dv", run.wrote.dv.inserted.into()),
                ("modified_bc", run.wrote.bc.modified.into()),
                ("modified_dv", run.wrote.dv.modified.into()),
                ("conflicts", run.needs_attention.conflicts.into()),
                ("errors", run.needs_attention.errors.into()),
                ("skipped", run.needs_attention.skipped.into()),
                ("requests_bc", run.requests.bc.into()),
                ("requests_dv", run.requests.dv.into()),
            ],
        )
    }

    /// People edited both sides.
    pub fn edited(&mut self, edits: &Edits) -> Result<(), Failure> {
        self.step(
            "cli-demo-edited",
            &[
                ("bc_only", edits.bc_only.into()),
                ("dv_only", edits.dv_only.into()),
                ("merged", edits.merged.into()),
                ("conflicts", edits.conflicts.into()),
            ],
        )
    }

    /// The second synchronisation is done.
    pub fn second(&mut self, run: &Run) -> Result<(), Failure> {
        self.step(
            "cli-demo-second",
            &[
                ("modified_bc", run.wrote.bc.modified.into()),
                ("modified_dv", run.wrote.dv.modified.into()),
                (
                    "merged_fields",
                    run.sum(|counters| counters.merged_fields).into(),
                ),
                ("conflicts", run.needs_attention.conflicts.into()),
                ("requests_bc", run.requests.bc.into()),
                ("requests_dv", run.requests.dv.into()),
            ],
        )
    }

    /// The conflict was decided.
    pub fn decided(&mut self, conflict: &Conflict) -> Result<(), Failure> {
        self.step(
            "cli-demo-decided",
            &[
                ("record", (&conflict.record).into()),
                ("field", conflict.field.as_str().into()),
                ("base", (&conflict.base).into()),
                ("bc", (&conflict.bc).into()),
                ("dv", (&conflict.dv).into()),
                ("decision", (&conflict.decision).into()),
            ],
        )
    }

    /// The third synchronisation is done.
    pub fn third(&mut self, run: &Run) -> Result<(), Failure> {
        self.step(
            "cli-demo-third",
            &[
                ("written", run.written().into()),
                ("requests_bc", run.requests.bc.into()),
                ("requests_dv", run.requests.dv.into()),
            ],
        )
    }

    /// Ends the story: whether it is true, and what does not hold.
    pub fn end(&mut self, story: &Story, checks: &[Checked]) -> Result<(), Failure> {
        let ok = checks.iter().all(Checked::holds);
        if self.output.json {
            return self.output.document(&Document { ok, story, checks });
        }
        let texts = self.output.texts;
        let key = if ok {
            "cli-demo-true"
        } else {
            "cli-demo-false"
        };
        let wrong: Vec<&Checked> = checks.iter().filter(|check| !check.holds()).collect();
        let counts = [
            ("checks", checks.len().into()),
            ("wrong", wrong.len().into()),
        ];
        self.output.say(&texts.t_args(key, &counts))?;
        for check in wrong {
            let args = [
                ("check", check.check.into()),
                ("expected", (&check.expected).into()),
                ("found", (&check.found).into()),
            ];
            self.output.say(&texts.t_args("cli-demo-check", &args))?;
        }
        Ok(())
    }
}
