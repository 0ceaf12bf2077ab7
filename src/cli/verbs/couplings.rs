//! `couplings`: which records belong together, and where each pair stands.

use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, Work};
use crate::model::reason::{Cause, Problem};
use crate::model::{MappingName, PairState};
use crate::store::{CouplingFilter, CouplingRow, CouplingSort, Slice};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

/// What is done with couplings.
#[derive(Debug, Subcommand)]
pub enum CouplingsVerb {
    /// Lists them.
    List(ListArgs),
    /// Lists records without a partner, and why they have none.
    Alone(AloneArgs),
}

/// Which records are listed.
#[derive(Debug, Args)]
pub struct AloneArgs {
    /// Of this mapping.
    #[arg(long, value_name = "NAME")]
    pub mapping: Option<String>,
}

/// Which couplings are listed.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Of this mapping.
    #[arg(long, value_name = "NAME")]
    pub mapping: Option<String>,
    /// In this state.
    #[arg(long, value_name = "STATE")]
    pub state: Vec<PairState>,
}

/// One coupling as scripts read it.
#[derive(Debug, Serialize)]
struct Line {
    mapping: MappingName,
    bc_id: Uuid,
    dv_id: Uuid,
    bc_label: String,
    dv_label: String,
    state: PairState,
    last_synced: Option<Timestamp>,
    bc_modified: Option<Timestamp>,
    dv_modified: Option<Timestamp>,
    /// `synced`, or the code of the problem that stands; nothing before the first agreement.
    last_result: Option<&'static str>,
}

/// So many are read from the cache at once.
const PAGE: usize = 2_000;
/// So many rows are shown to people; scripts get all.
const SHOWN: usize = 500;

/// Does it.
pub fn run(verb: CouplingsVerb, terminal: &Terminal) -> Outcome {
    let ListArgs { mapping, state } = match verb {
        CouplingsVerb::List(arguments) => arguments,
        CouplingsVerb::Alone(AloneArgs { mapping }) => return super::alone::run(mapping, terminal),
    };
    let work = terminal.open()?;
    let mapping = mapping.map(MappingName::new);
    if let Some(name) = &mapping
        && work.session.read().mapping(name)?.is_none()
    {
        return Err(Problem::new(Cause::InvalidMapping).of(name).into());
    }
    let filter = CouplingFilter {
        mapping,
        states: state,
        search: None,
    };
    if terminal.output.json {
        let mut offset = 0;
        terminal.output.documents(|| {
            let slice = Slice {
                offset,
                limit: PAGE,
            };
            offset += PAGE;
            page(&work, &filter, slice)
        })?;
    } else {
        show(&work, &filter, terminal)?;
    }
    Ok(Exit::Done)
}

fn page(work: &Work, filter: &CouplingFilter, slice: Slice) -> Result<Vec<Line>, Failure> {
    let rows = work
        .session
        .read()
        .list_couplings(filter, CouplingSort::Made, false, slice)?;
    Ok(rows.into_iter().map(line).collect())
}

fn line(row: CouplingRow) -> Line {
    let last_result = match (row.error, row.last_synced) {
        (Some(cause), _) => Some(Cause::code(cause)),
        (None, Some(_)) => Some("synced"),
        (None, None) => None,
    };
    Line {
        mapping: row.mapping,
        bc_id: row.ids.bc,
        dv_id: row.ids.dv,
        bc_label: row.labels.bc,
        dv_label: row.labels.dv,
        state: row.state,
        last_synced: row.last_synced,
        bc_modified: row.modified.bc,
        dv_modified: row.modified.dv,
        last_result,
    }
}

fn show(work: &Work, filter: &CouplingFilter, terminal: &Terminal) -> Result<(), Failure> {
    let texts = terminal.texts();
    let mut table = Table::new()
        .text(texts.t("word-table-mapping"))
        .text(texts.t("cli-col-state"))
        .text(texts.t("word-bc"))
        .text(texts.t("word-dv"))
        .text(texts.t("cli-col-last-synced"));
    for line in page(work, filter, Slice::first(SHOWN))? {
        let state: &str = line.state.into();
        table.row([
            line.mapping.to_string(),
            texts.t(&format!("cli-state-{state}")).into_owned(),
            line.bc_label,
            line.dv_label,
            super::moment(texts, line.last_synced),
        ]);
    }
    terminal.output.table(&table, "cli-no-couplings")?;
    let all = work.session.read().count_couplings(filter)?;
    let more = all.saturating_sub(SHOWN as u64);
    if more > 0 {
        let said = texts.t_args("cli-more-rows", &[("count", more.into())]);
        terminal.output.say(&said)?;
    }
    Ok(())
}
