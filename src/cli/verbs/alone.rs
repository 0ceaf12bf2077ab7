//! `couplings alone`: records without a partner, and why they have none. Together with the couplings it names every record
//! that a mapping knows, so that nothing is out of step in silence.

use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, Work};
use crate::model::reason::{Cause, Problem};
use crate::model::{MappingName, Side, TableMapping};
use crate::store::Alone;
use serde::Serialize;
use uuid::Uuid;

/// So many are read from the cache at once.
const PAGE: usize = 2_000;
/// So many rows are shown to people; scripts get all.
const SHOWN: usize = 500;

/// Why a record has no partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
enum Why {
    /// It is a skipped record.
    Skipped,
    /// It could not be created or coupled; the error says why.
    Error,
    /// Its coupling was removed.
    Uncoupled,
    /// Another mapping has coupled it.
    OtherMapping,
    /// The mapping is switched off.
    MappingOff,
    /// The mapping leaves new records alone, or does not write the other side.
    LeftAlone,
    /// The next run looks at it, or what it waits for is not there yet.
    Waiting,
}

/// One record as scripts read it.
#[derive(Debug, Serialize)]
struct Line {
    mapping: MappingName,
    side: Side,
    id: Uuid,
    label: String,
    why: Why,
    /// The code of the error that stands.
    code: Option<&'static str>,
}

/// Where the next page begins: a mapping, one of its sides, and the last record of the page before.
#[derive(Default)]
struct Place {
    part: usize,
    after: Option<Uuid>,
}

/// Does it.
pub(super) fn run(mapping: Option<String>, terminal: &Terminal) -> Outcome {
    let work = terminal.open()?;
    let mut mappings = work.session.read().mappings()?;
    if let Some(name) = mapping.map(MappingName::new) {
        mappings.retain(|mapping| mapping.name == name);
        if mappings.is_empty() {
            let unknown = Problem::new(Cause::InvalidMapping).of(&name);
            return Err(unknown.with("mapping", &name).into());
        }
    }
    let mut place = Place::default();
    if terminal.output.json {
        terminal
            .output
            .documents(|| page(&work, &mappings, &mut place, PAGE))?;
        return Ok(Exit::Done);
    }
    let texts = terminal.texts();
    let mut table = Table::new()
        .text(texts.t("word-table-mapping"))
        .text(texts.t("cli-col-side"))
        .text(texts.t("cli-col-record"))
        .text(texts.t("cli-col-why"));
    let mut shown = 0;
    let mut more = 0_u64;
    loop {
        let lines = page(&work, &mappings, &mut place, PAGE)?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            if shown == SHOWN {
                more += 1;
                continue;
            }
            shown += 1;
            let why: &str = line.why.into();
            let side = match line.side {
                Side::Bc => texts.t("word-bc"),
                Side::Dv => texts.t("word-dv"),
            };
            let why = match line.code {
                Some(code) if line.why == Why::Error => texts.t(&format!("cause-{code}-title")),
                _ => texts.t(&format!("cli-alone-{why}")),
            };
            table.row([
                line.mapping.to_string(),
                side.into_owned(),
                line.label,
                why.into_owned(),
            ]);
        }
    }
    terminal.output.table(&table, "cli-no-alone")?;
    if more > 0 {
        let said = texts.t_args("cli-more-rows", &[("count", more.into())]);
        terminal.output.say(&said)?;
    }
    Ok(Exit::Done)
}

/// The next page that is not empty; empty at the end.
fn page(
    work: &Work,
    mappings: &[TableMapping],
    place: &mut Place,
    limit: usize,
) -> Result<Vec<Line>, Failure> {
    let reader = work.session.read();
    let parts = mappings
        .iter()
        .flat_map(|mapping| Side::BOTH.map(|side| (mapping, side)));
    for (mapping, side) in parts.skip(place.part) {
        let found = reader.alone(&mapping.name, side, place.after, limit)?;
        if let Some(last) = found.last() {
            place.after = Some(last.id);
            let lines = found.into_iter().map(|alone| line(mapping, side, alone));
            return Ok(lines.collect());
        }
        *place = Place {
            part: place.part + 1,
            after: None,
        };
    }
    Ok(Vec::new())
}

fn line(mapping: &TableMapping, side: Side, alone: Alone) -> Line {
    let creates = mapping.direction.writes(side.other()) && !mapping.only_coupled;
    let why = match &alone {
        Alone { skipped: true, .. } => Why::Skipped,
        Alone { error: Some(_), .. } => Why::Error,
        Alone { parted: true, .. } => Why::Uncoupled,
        Alone {
            elsewhere: true, ..
        } => Why::OtherMapping,
        _ if !mapping.enabled => Why::MappingOff,
        _ if !creates => Why::LeftAlone,
        _ => Why::Waiting,
    };
    Line {
        mapping: mapping.name.clone(),
        side,
        id: alone.id,
        label: alone.label,
        why,
        code: alone.error.map(Cause::code),
    }
}
