//! How each side of a mapping is read, in words: what finds changes and deletions, why, and which fallbacks were taken.

use super::connecting;
use crate::i18n::Texts;
use crate::model::Side;
use crate::model::reason::Problem;
use crate::remote::learnt::{BothLearnt, notes_in};
use crate::remote::{Changes, Deletions, Note, WayReason, Ways};
use crate::store::Reader;

/// How changes and deletions of a side are found, and why so, in a sentence.
pub fn way_in_words(texts: Texts, ways: &Ways) -> String {
    let words = [
        changes_in_words(texts, ways.changes, ways.alone),
        reason_in_words(texts, ways.reason),
        deletions_in_words(texts, ways.deletions),
    ];
    words.join("; ")
}

/// How changes are found; `alone` says that each read is a request of its own.
pub fn changes_in_words(texts: Texts, changes: Changes, alone: bool) -> String {
    let code: &str = changes.into();
    let words = texts.t(&format!("reading-changes-{}", code.replace('_', "-")));
    if alone {
        format!("{words} {}", texts.t("reading-alone"))
    } else {
        words.into_owned()
    }
}

/// How deletions are found.
pub fn deletions_in_words(texts: Texts, deletions: Deletions) -> String {
    let code: &str = deletions.into();
    texts
        .t(&format!("reading-deletions-{}", code.replace('_', "-")))
        .into_owned()
}

/// Why a side is read as it is.
pub fn reason_in_words(texts: Texts, reason: WayReason) -> String {
    let code: &str = reason.into();
    texts
        .t(&format!("reading-reason-{}", code.replace('_', "-")))
        .into_owned()
}

/// A fallback that was taken with a service; `about` is the set that it concerns.
pub fn note_in_words(texts: Texts, note: Note, about: Option<&str>) -> String {
    let key = format!("note-{}", note.code().replace('_', "-"));
    texts.t_args(&key, &[("set", about.unwrap_or_default().into())])
}

/// The fallbacks that were taken with both services, with the sets that they concern.
pub fn fallbacks(learnt: &BothLearnt) -> Vec<(Side, Note, Option<String>)> {
    let sides = Side::BOTH.into_iter();
    let all = sides.flat_map(|side| {
        let known = learnt.get(side).as_deref().map(notes_in);
        let notes = known.unwrap_or_default().into_iter();
        notes.map(move |(note, about)| (side, note, about))
    });
    all.collect()
}

/// The fallbacks that the cache knows of.
pub fn known_fallbacks(reader: &Reader<'_>) -> Result<Vec<(Side, Note, Option<String>)>, Problem> {
    Ok(fallbacks(&connecting::learnt(reader)?))
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
