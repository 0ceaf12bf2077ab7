//! How each side of a mapping is read: what was chosen to find changes and deletions, why, and when ids were last compared.

use super::status::PerSide;
use crate::cli::exit::Failure;
use crate::cli::table::Table;
use crate::engine::coverage::Coverage;
use crate::i18n::Texts;
use crate::model::{MappingName, Side, TableMapping};
use crate::remote::learnt::{BothLearnt, notes_in};
use crate::remote::{Changes, Deletions, Note, WayReason};
use crate::store::Reader;
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
    let words = [
        changes_in_words(texts, ways.changes, ways.alone),
        reason_in_words(texts, ways.reason),
        deletions_in_words(texts, ways.deletions),
    ];
    Ok(Some(SideReading {
        changes: ways.changes,
        deletions: ways.deletions,
        reason: ways.reason,
        alone: ways.alone,
        last_sweep,
        next_sweep: coverage.next_sweep(mapping.sweep_every),
        message: words.join("; "),
    }))
}

fn changes_in_words(texts: Texts, changes: Changes, alone: bool) -> String {
    let code: &str = changes.into();
    let words = texts.t(&format!("reading-changes-{}", code.replace('_', "-")));
    if alone {
        format!("{words} {}", texts.t("reading-alone"))
    } else {
        words.into_owned()
    }
}

fn deletions_in_words(texts: Texts, deletions: Deletions) -> String {
    let code: &str = deletions.into();
    texts
        .t(&format!("reading-deletions-{}", code.replace('_', "-")))
        .into_owned()
}

fn reason_in_words(texts: Texts, reason: WayReason) -> String {
    let code: &str = reason.into();
    texts
        .t(&format!("reading-reason-{}", code.replace('_', "-")))
        .into_owned()
}

/// The fallbacks that were taken with both services.
pub(super) fn notes(texts: Texts, learnt: &BothLearnt) -> Vec<ServiceNote> {
    let mut notes = Vec::new();
    for side in Side::BOTH {
        let known = learnt.get(side).as_deref().map(notes_in);
        for (note, about) in known.unwrap_or_default() {
            notes.push(ServiceNote {
                side,
                code: note.code(),
                message: note_in_words(texts, note, about.as_deref()),
                about,
            });
        }
    }
    notes
}

fn note_in_words(texts: Texts, note: Note, about: Option<&str>) -> String {
    let key = format!("note-{}", note.code().replace('_', "-"));
    texts.t_args(&key, &[("set", about.unwrap_or_default().into())])
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use strum::IntoEnumIterator as _;

    #[test]
    fn every_choice_every_reason_and_every_note_has_words_in_both_languages() {
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            let mut words: Vec<String> = Vec::new();
            words.extend(Changes::iter().map(|changes| changes_in_words(texts, changes, true)));
            words.extend(Deletions::iter().map(|deletions| deletions_in_words(texts, deletions)));
            words.extend(WayReason::iter().map(|reason| reason_in_words(texts, reason)));
            words.extend(Note::iter().map(|note| note_in_words(texts, note, Some("x"))));
            for words in words {
                assert!(!words.contains('['), "{words}");
            }
        }
    }
}
