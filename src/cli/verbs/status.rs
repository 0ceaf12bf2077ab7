//! `status`: per mapping counts by state, how each side is read and how far, and the last run.

use super::reading::{self, ServiceNote, SideReading};
use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::Terminal;
use crate::engine::brake::standing;
use crate::i18n::Texts;
use crate::model::reason::{Cause, Fixer, Problem};
use crate::model::report::Job;
use crate::model::{Direction, MappingName, Side, TableMapping};
use crate::remote::Watermark;
use crate::store::{MappingCounts, Reader};
use crate::worker::explain::explain;
use crate::worker::looking::{ReadOnly, Sight};
use crate::worker::protocol::{Ailment, ConnectionInfo};
use crate::worker::schedule::Place;
use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

/// Arguments of `status`.
#[derive(Debug, Args)]
pub struct StatusArgs {}

/// Everything, as scripts read it.
#[derive(Debug, Serialize)]
struct Status {
    connection: Option<ConnectionInfo>,
    /// The program that works in the folder now.
    #[serde(skip_serializing_if = "Option::is_none")]
    held_by: Option<Holder>,
    mappings: Vec<MappingStatus>,
    notes: Vec<ServiceNote>,
    health: Vec<HealthLine>,
    /// A run that the safety brake stopped and that nobody has let through yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<Stopped>,
    needs_attention: crate::engine::outcome::NeedsAttention,
}

/// Who works in the data folder now.
#[derive(Debug, Serialize)]
struct Holder {
    program: String,
    pid: Option<u32>,
    since: Option<Timestamp>,
}

impl Holder {
    fn of(held: &Problem) -> Self {
        let known = |name: &str| held.params.get(name);
        Self {
            program: known("program").cloned().unwrap_or_default(),
            pid: known("pid").and_then(|pid| pid.parse().ok()),
            since: known("since").and_then(|since| since.parse().ok()),
        }
    }
}

/// Something about the link to the services that a person should know.
#[derive(Debug, Serialize)]
struct HealthLine {
    code: &'static str,
    side: Option<Side>,
    message: String,
    next_step: String,
    who: Fixer,
    heals_by_itself: bool,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl HealthLine {
    fn of(texts: Texts, ailment: Ailment) -> Self {
        let Ailment {
            problem,
            since,
            until,
        } = ailment;
        let words = explain(texts, &problem);
        Self {
            code: problem.cause.code(),
            side: problem.side,
            message: words.message,
            next_step: words.next_step,
            who: problem.cause.fixer(),
            heals_by_itself: words.heals,
            since,
            until,
        }
    }
}

/// What stopped a run.
#[derive(Debug, Serialize)]
struct Stopped {
    mapping: Option<MappingName>,
    message: String,
    next_step: String,
    since: Timestamp,
}

/// One mapping.
#[derive(Debug, Serialize)]
struct MappingStatus {
    mapping: MappingName,
    enabled: bool,
    direction: Direction,
    counts: Counts,
    watermarks: PerSide<Option<SeenUpTo>>,
    reading: PerSide<Option<SideReading>>,
    last_run: Option<Job>,
    next_run: Option<Timestamp>,
}

/// Pairs by state, and what stands beside them.
#[derive(Debug, Serialize)]
struct Counts {
    in_step: u64,
    pending: u64,
    conflict: u64,
    skipped: u64,
    error: u64,
    broken: u64,
    uncoupled: PerSide<u64>,
    open_errors: u64,
    skipped_records: u64,
}

/// A value per side under the names that scripts know.
#[derive(Debug, Serialize)]
pub(super) struct PerSide<T> {
    pub(super) business_central: T,
    pub(super) dataverse: T,
}

/// Up to where changes have been seen.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum SeenUpTo {
    /// The service keeps a change log; this program holds a place in it.
    ChangeLog,
    /// The newest time of last change seen.
    Modified(Timestamp),
}

/// Shows where everything stands.
pub fn run(_args: &StatusArgs, terminal: &Terminal) -> Outcome {
    let texts = terminal.texts();
    let opened = terminal.open_locked();
    let status = match opened {
        Ok(work) => gather(&work.session.look()?, texts, None)?,
        // Whoever holds the folder works on; looking disturbs nobody.
        Err(Failure::Problem(problem)) if problem.cause == Cause::CacheLocked => {
            // A cache that is only being made has nothing to show yet.
            let Ok(seen) = ReadOnly::open(&terminal.data_dir()?) else {
                return Err((*problem).into());
            };
            gather(&seen.look(Timestamp::now())?, texts, Some(&problem))?
        }
        Err(failure) => return Err(failure),
    };
    terminal
        .output
        .either(&status, |status| show(status, terminal))?;
    Ok(Exit::attention(status.needs_a_person()))
}

impl Status {
    fn needs_a_person(&self) -> bool {
        self.needs_attention.any()
            || self.stopped.is_some()
            || self.health.iter().any(|line| !line.heals_by_itself)
    }
}

fn gather(sight: &Sight<'_>, texts: Texts, held: Option<&Problem>) -> Result<Status, Failure> {
    let places = sight.places()?;
    let reader = sight.read();
    let mappings = reader.mappings()?;
    let mut needs_attention = crate::engine::outcome::NeedsAttention::default();
    let mut lines = Vec::new();
    for counts in reader.mapping_counts()? {
        let Some(mapping) = mappings.iter().find(|known| known.name == counts.mapping) else {
            continue;
        };
        needs_attention.conflicts += counts.conflict;
        needs_attention.errors += counts.open_errors;
        needs_attention.skipped += counts.skipped_records.saturating_sub(counts.conflict);
        lines.push(line(reader, texts, mapping, counts, &places)?);
    }
    Ok(Status {
        connection: sight.connection()?,
        held_by: held.map(Holder::of),
        mappings: lines,
        notes: reading::notes(texts, &sight.learnt()?),
        health: sight
            .health()?
            .into_iter()
            .map(|ailment| HealthLine::of(texts, ailment))
            .collect(),
        stopped: standing(reader)?.map(|standing| {
            let words = explain(texts, &standing.problem);
            Stopped {
                mapping: standing.problem.mapping,
                message: words.message,
                next_step: words.next_step,
                since: standing.since,
            }
        }),
        needs_attention,
    })
}

fn line(
    reader: &Reader<'_>,
    texts: Texts,
    mapping: &TableMapping,
    counts: MappingCounts,
    places: &[Place],
) -> Result<MappingStatus, Failure> {
    let seen = |side: Side| -> Result<Option<SeenUpTo>, Failure> {
        let text = reader.watermark(&mapping.name, side)?;
        let watermark = text.and_then(|text| serde_json::from_str::<Watermark>(&text).ok());
        Ok(watermark.map(|watermark| match watermark {
            Watermark::Delta(_) => SeenUpTo::ChangeLog,
            Watermark::Modified(at) => SeenUpTo::Modified(at),
        }))
    };
    let MappingCounts {
        mapping: name,
        in_step,
        pending,
        conflict,
        skipped,
        error,
        broken,
        to_look_at: _,
        uncoupled,
        open_errors,
        skipped_records,
    } = counts;
    Ok(MappingStatus {
        enabled: mapping.enabled,
        direction: mapping.direction,
        counts: Counts {
            in_step,
            pending,
            conflict,
            skipped,
            error,
            broken,
            uncoupled: PerSide {
                business_central: uncoupled.bc,
                dataverse: uncoupled.dv,
            },
            open_errors,
            skipped_records,
        },
        watermarks: PerSide {
            business_central: seen(Side::Bc)?,
            dataverse: seen(Side::Dv)?,
        },
        reading: PerSide {
            business_central: reading::of_side(reader, texts, mapping, Side::Bc)?,
            dataverse: reading::of_side(reader, texts, mapping, Side::Dv)?,
        },
        last_run: reader.last_finished_job(&name)?,
        next_run: places
            .iter()
            .find(|place| place.mapping == name)
            .and_then(|place| place.next_run),
        mapping: name,
    })
}

fn show(status: &Status, terminal: &Terminal) -> Result<(), Failure> {
    let texts = terminal.texts();
    let connection = match &status.connection {
        Some(info) => texts.t_args("cli-status-connection", &[("name", (&info.name).into())]),
        None => texts.t("cli-status-no-connection").into_owned(),
    };
    terminal.output.say(&connection)?;
    if let Some(holder) = &status.held_by {
        let words = [
            ("program", (&holder.program).into()),
            ("since", super::moment(texts, holder.since).into()),
        ];
        terminal
            .output
            .say(&texts.t_args("cli-status-held", &words))?;
    }
    terminal.output.say("")?;
    terminal
        .output
        .table(&table(texts, status), "cli-no-mappings")?;
    let lines = status.mappings.iter();
    let reading = reading::table(texts, lines.map(|line| (&line.mapping, &line.reading)));
    if !reading.is_empty() {
        terminal.output.say("")?;
        terminal.output.table(&reading, "cli-nothing")?;
    }
    for note in reading::note_lines(texts, &status.notes) {
        terminal.output.say(&note)?;
    }
    terminal.output.say("")?;
    for line in &status.health {
        show_health(line, terminal)?;
    }
    if let Some(stopped) = &status.stopped {
        terminal.output.say(&stopped.message)?;
        let next = [("next", (&stopped.next_step).into())];
        terminal
            .output
            .say(&texts.t_args("cli-error-next", &next))?;
    }
    let needs = &status.needs_attention;
    let key = match (needs.any(), status.needs_a_person()) {
        (true, _) => "cli-needs-attention",
        (false, false) => "cli-all-quiet",
        // What it is was said above.
        (false, true) => return Ok(()),
    };
    terminal.output.say(&texts.t_args(
        key,
        &[
            ("conflicts", needs.conflicts.into()),
            ("errors", needs.errors.into()),
            ("skipped", needs.skipped.into()),
        ],
    ))
}

fn show_health(line: &HealthLine, terminal: &Terminal) -> Result<(), Failure> {
    let texts = terminal.texts();
    let said = match line.since {
        Some(since) => {
            let since = super::moment(texts, Some(since));
            let args = [
                ("message", line.message.as_str().into()),
                ("since", since.as_str().into()),
            ];
            texts.t_args("cli-status-since", &args)
        }
        None => line.message.clone(),
    };
    terminal.output.say(&said)?;
    let next = [("next", line.next_step.as_str().into())];
    let next = texts.t_args("cli-error-next", &next);
    terminal.output.say(&next)
}

fn table(texts: Texts, status: &Status) -> Table {
    let mut table = Table::new().text(texts.t("word-table-mapping"));
    for key in [
        "cli-col-in-step",
        "cli-col-pending",
        "cli-col-conflicts",
        "cli-col-errors",
        "cli-col-skipped",
        "cli-col-broken",
        "cli-col-alone-bc",
        "cli-col-alone-dv",
    ] {
        table = table.number(texts.t(key));
    }
    table = table.text(texts.t("cli-col-last-run"));
    for line in &status.mappings {
        let counts = &line.counts;
        let numbers = [
            counts.in_step,
            counts.pending,
            counts.conflict,
            counts.open_errors,
            counts.skipped_records.saturating_sub(counts.conflict),
            counts.broken,
            counts.uncoupled.business_central,
            counts.uncoupled.dataverse,
        ];
        let name = if line.enabled {
            line.mapping.to_string()
        } else {
            texts.t_args("cli-disabled", &[("name", line.mapping.as_str().into())])
        };
        let last = line.last_run.as_ref().and_then(|job| job.finished);
        let cells = [name]
            .into_iter()
            .chain(numbers.iter().map(|number| texts.count(*number)))
            .chain([super::moment(texts, last)]);
        table.row(cells);
    }
    table
}
