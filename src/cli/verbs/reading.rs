//! How each side of a mapping is read: what was chosen to find changes and deletions, why, and when ids were last compared.

use super::status::PerSide;
use crate::cli::exit::Failure;
use crate::cli::table::Table;
use crate::engine::coverage::Coverage;
use crate::i18n::Texts;
use crate::model::{MappingName, Side, TableMapping};
use crate::remote::learnt::BothLearnt;
use crate::remote::{Changes, Deletions, WayReason};
use crate::store::Reader;
use crate::worker::reading::{
    changes_in_words, deletions_in_words, fallbacks, note_in_words, reason_in_words, way_in_words,
};
use jiff::Timestamp;
use serde::Serialize;

/// How one side is read, as scripts read it.
#[derive(Debug, Serialize)]
pub(super) struct SideReading {
    changes: Changes,
    deletions: Deletions,
    reason: WayReason,
    /// Whether each read is a request of its own.
    alone: bool,
    last_sweep: Option<Timestamp>,
    next_sweep: Option<Timestamp>,
    /// The same in words.
    message: String,
}

/// A fallback that was taken with one service.
#[derive(Debug, Serialize)]
pub(super) struct ServiceNote {
    side: Side,
    code: &'static str,
    about: Option<String>,
    message: String,
}

/// How one side of a mapping is read; nothing before it was read.
pub(super) fn of_side(
    reader: &Reader<'_>,
    texts: Texts,
    mapping: &TableMapping,
    side: Side,
) -> Result<Option<SideReading>, Failure> {
    let coverage = Coverage::of(reader, &mapping.name, side)?;
    let Some(ways) = coverage.ways else {
        return Ok(None);
    };
    let last_sweep = coverage.swept.filter(|_| coverage.is_swept());
    Ok(Some(SideReading {
        changes: ways.changes,
        deletions: ways.deletions,
        reason: ways.reason,
        alone: ways.alone,
        last_sweep,
        next_sweep: coverage.next_sweep(mapping.sweep_every),
        message: way_in_words(texts, &ways),
    }))
}

/// The fallbacks that were taken with both services.
pub(super) fn notes(texts: Texts, learnt: &BothLearnt) -> Vec<ServiceNote> {
    let taken = fallbacks(learnt).into_iter();
    let notes = taken.map(|(side, note, about)| ServiceNote {
        side,
        code: note.code(),
        message: note_in_words(texts, note, about.as_deref()),
        about,
    });
    notes.collect()
}

/// One line for each side of each mapping.
pub(super) fn table<'s>(
    texts: Texts,
    lines: impl Iterator<Item = (&'s MappingName, &'s PerSide<Option<SideReading>>)>,
) -> Table {
    let mut table = Table::new().text(texts.t("word-table-mapping"));
    for key in [
        "cli-col-side",
        "cli-col-changes",
        "cli-col-deletions",
        "cli-col-why",
        "cli-col-last-sweep",
        "cli-col-next-sweep",
    ] {
        table = table.text(texts.t(key));
    }
    for (mapping, sides) in lines {
        for (side, reading) in [
            ("word-bc", &sides.business_central),
            ("word-dv", &sides.dataverse),
        ] {
            let Some(reading) = reading else { continue };
            table.row([
                mapping.to_string(),
                texts.t(side).into_owned(),
                changes_in_words(texts, reading.changes, reading.alone),
                deletions_in_words(texts, reading.deletions),
                reason_in_words(texts, reading.reason),
                super::moment(texts, reading.last_sweep),
                super::moment(texts, reading.next_sweep),
            ]);
        }
    }
    table
}

/// The fallbacks in words, one line each.
pub(super) fn note_lines(texts: Texts, notes: &[ServiceNote]) -> Vec<String> {
    let lines = notes.iter().map(|note| {
        let side = match note.side {
            Side::Bc => texts.t("word-bc"),
            Side::Dv => texts.t("word-dv"),
        };
        format!("{side}: {}", note.message)
    });
    lines.collect()
}
