//! `couple`, `create` and `uncouple`: links between records, by hand, by match and by making the other one.

use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, misplaced};
use crate::engine::outcome::MatchReport;
use crate::engine::request::{
    AfterCoupling, CoupleRequest, CreateRequest, MatchRequest, RecordRef, UncoupleRequest,
};
use crate::model::{FieldName, MappingName, Side, Sides};
use crate::worker::protocol::{Answer, Request};
use clap::{Args, ValueEnum};
use serde_json::json;
use uuid::Uuid;

/// Arguments of `couple`.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one flag of the command line"
)]
pub struct CoupleArgs {
    /// The mapping.
    #[arg(long, value_name = "NAME")]
    pub mapping: String,
    /// The Business Central record.
    #[arg(long, value_name = "ID", requires = "dv", conflicts_with = "match")]
    pub bc: Option<Uuid>,
    /// The Dataverse row.
    #[arg(long, value_name = "ID", requires = "bc", conflicts_with = "match")]
    pub dv: Option<Uuid>,
    /// Whose values both get.
    #[arg(long, value_name = "bc|dv|none", requires = "bc")]
    pub take: Option<Take>,
    /// Gives up the couplings that either record has now.
    #[arg(long, requires = "bc")]
    pub instead: bool,
    /// Couples what matches.
    #[arg(long = "match", id = "match")]
    pub by_match: bool,
    /// Creates what finds no partner.
    #[arg(long, requires = "match")]
    pub create: bool,
    /// Only says what would be done.
    #[arg(long, requires = "match")]
    pub preview: bool,
}

/// Whose values both records get after they were coupled by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Take {
    /// Business Central's.
    Bc,
    /// Dataverse's.
    Dv,
    /// Nothing is written.
    None,
}

/// Couples two records, or all that match.
pub fn couple(args: CoupleArgs, terminal: &Terminal) -> Outcome {
    let CoupleArgs {
        mapping,
        bc,
        dv,
        take,
        instead,
        by_match,
        create,
        preview,
    } = args;
    let mapping = MappingName::new(mapping);
    match (by_match, bc.zip(dv)) {
        (true, _) => {
            let request = MatchRequest {
                mapping,
                create,
                preview,
                choice: crate::engine::request::MatchChoice::default(),
            };
            match_all(request, terminal)
        }
        (false, Some((bc, dv))) => {
            let after = match take {
                Some(Take::Bc) => AfterCoupling::Take(Side::Bc),
                Some(Take::Dv) => AfterCoupling::Take(Side::Dv),
                Some(Take::None) | None => AfterCoupling::Nothing,
            };
            let ids = Sides::new(bc, dv);
            let answer = terminal.open()?.ask(Request::Couple(CoupleRequest {
                mapping: mapping.clone(),
                ids,
                after,
                instead,
            }))?;
            let Answer::Coupled(id) = answer else {
                return Err(misplaced(&answer));
            };
            let result = json!({"coupling": id, "mapping": mapping, "bc_id": bc, "dv_id": dv});
            terminal.output.either(&result, |_| {
                terminal.output.say(&terminal.texts().t("cli-coupled"))
            })?;
            Ok(Exit::Done)
        }
        (false, None) => Err(Failure::Usage(
            terminal.texts().t("cli-usage-couple").into_owned(),
        )),
    }
}

fn match_all(request: MatchRequest, terminal: &Terminal) -> Outcome {
    let preview = request.preview;
    let answer = terminal.open()?.ask(Request::Match(request))?;
    let Answer::Matched(report) = answer else {
        return Err(misplaced(&answer));
    };
    terminal
        .output
        .either(&report, |report| show(report, preview, terminal))?;
    Ok(Exit::attention(report.ambiguous + report.failed > 0))
}

fn show(report: &MatchReport, preview: bool, terminal: &Terminal) -> Result<(), Failure> {
    let texts = terminal.texts();
    let mut pairs = Table::new()
        .text(texts.t("word-bc"))
        .text(texts.t("word-dv"))
        .text(texts.t("cli-col-matched"));
    for pair in &report.pairs {
        let fields: Vec<&str> = pair.fields.iter().map(FieldName::as_str).collect();
        pairs.row([
            pair.bc_label.clone(),
            pair.dv_label.clone(),
            fields.join(", "),
        ]);
    }
    if !pairs.is_empty() {
        terminal.output.table(&pairs, "cli-nothing")?;
    }
    let mut hints = Table::new()
        .text(texts.t("word-bc"))
        .text(texts.t("word-dv"))
        .text(texts.t("cli-col-likeness"));
    for doubtful in &report.doubtful {
        for candidate in &doubtful.candidates {
            let labels = [doubtful.bc_label.clone(), candidate.dv_label.clone()];
            let why = texts.t("cli-match-doubtful").into_owned();
            hints.row(labels.into_iter().chain([why]));
        }
    }
    for near in &report.near {
        let labels = [near.bc_label.clone(), near.dv_label.clone()];
        hints.row(labels.into_iter().chain([near.score.to_string()]));
    }
    if !hints.is_empty() {
        terminal.output.say(&texts.t("cli-match-hints"))?;
        terminal.output.table(&hints, "cli-nothing")?;
    }
    let key = if preview {
        "cli-match-preview"
    } else {
        "cli-match-done"
    };
    let said = texts.t_args(
        key,
        &[
            ("coupled", report.coupled.into()),
            ("created", report.created.into()),
            ("ambiguous", report.ambiguous.into()),
            ("unmatched_bc", report.unmatched.bc.into()),
            ("unmatched_dv", report.unmatched.dv.into()),
            ("failed", report.failed.into()),
        ],
    );
    terminal.output.say(&said)?;
    terminal
        .output
        .say(&super::sync::requests_line(texts, &report.requests))
}

/// Arguments of `uncouple`.
#[derive(Debug, Args)]
pub struct UncoupleArgs {
    /// The mapping.
    #[arg(long, value_name = "NAME", required = true)]
    pub mapping: String,
    /// Business Central records.
    #[arg(long, value_name = "ID", num_args = 1.., required_unless_present_any = ["dv", "all"])]
    pub bc: Vec<Uuid>,
    /// Dataverse rows.
    #[arg(long, value_name = "ID", num_args = 1..)]
    pub dv: Vec<Uuid>,
    /// All couplings of the mapping.
    #[arg(long, conflicts_with_all = ["bc", "dv"])]
    pub all: bool,
    /// Leaves the pairs alone that belong to them.
    #[arg(long)]
    pub alone: bool,
}

/// Arguments of `create`.
#[derive(Debug, Args)]
pub struct CreateArgs {
    /// The mapping.
    #[arg(long, value_name = "NAME", required = true)]
    pub mapping: String,
    /// Business Central records.
    #[arg(long, value_name = "ID", num_args = 1.., required_unless_present = "dv")]
    pub bc: Vec<Uuid>,
    /// Dataverse rows.
    #[arg(long, value_name = "ID", num_args = 1..)]
    pub dv: Vec<Uuid>,
    /// Only says what would be created.
    #[arg(long)]
    pub preview: bool,
}

/// Creates a partner for each of these records.
pub fn create(args: CreateArgs, terminal: &Terminal) -> Outcome {
    let CreateArgs {
        mapping,
        bc,
        dv,
        preview,
    } = args;
    let request = Request::Create(CreateRequest {
        mapping: MappingName::new(mapping),
        records: named(bc, dv),
        preview,
    });
    super::sync::report(request, terminal)
}

fn named(bc: Vec<Uuid>, dv: Vec<Uuid>) -> Vec<RecordRef> {
    let on = |side: Side| move |id: Uuid| RecordRef { side, id };
    let records = bc.into_iter().map(on(Side::Bc));
    records.chain(dv.into_iter().map(on(Side::Dv))).collect()
}

/// Removes couplings; the records stay.
pub fn uncouple(args: UncoupleArgs, terminal: &Terminal) -> Outcome {
    let UncoupleArgs {
        mapping,
        bc,
        dv,
        all,
        alone,
    } = args;
    let request = UncoupleRequest {
        mapping: MappingName::new(mapping),
        records: (!all).then(|| named(bc, dv)),
        alone,
    };
    let answer = terminal.open()?.ask(Request::Uncouple(request))?;
    let Answer::Count(uncoupled) = answer else {
        return Err(misplaced(&answer));
    };
    terminal
        .output
        .either(&json!({"uncoupled": uncoupled}), |_| {
            let texts = terminal.texts();
            let said = texts.t_args("cli-uncoupled", &[("count", uncoupled.into())]);
            terminal.output.say(&said)
        })?;
    Ok(Exit::Done)
}
