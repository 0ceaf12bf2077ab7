//! What changed within a text, word by word, for the eye.

use super::text::LONGEST;
use similar::{ChangeTag, TextDiff};

/// One stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The stretch.
    pub text: String,
    /// Where it stands.
    pub kind: MarkKind,
}

/// Where a stretch of text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// In both texts.
    Equal,
    /// Only in the later text.
    Inserted,
    /// Only in the earlier text.
    Removed,
}

/// Words longer than this are marked as a whole.
const LONGEST_WORD: usize = 200;

/// Marks what was removed from `before` and inserted into `after`, in reading order, what was removed first.
///
/// Words that are still alike are marked by character (one digit of a telephone number). Texts too long to be compared at
/// drawing time are marked as a whole. Stretches of the kinds `Equal` and `Removed` make up `before`, those of `Equal` and
/// `Inserted` make up `after`.
pub fn marks(before: &str, after: &str) -> Vec<Mark> {
    let mut marks = Marks::default();
    if before.len().max(after.len()) > LONGEST {
        if before == after {
            marks.add(MarkKind::Equal, before);
        } else {
            marks.add(MarkKind::Removed, before);
            marks.add(MarkKind::Inserted, after);
        }
        return marks.0;
    }
    let mut words = Marks::default();
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        words.add(kind_of(change.tag()), change.value());
    }
    let mut words = words.0.into_iter().peekable();
    while let Some(word) = words.next() {
        let replaced =
            words.next_if(|next| word.kind == MarkKind::Removed && next.kind == MarkKind::Inserted);
        match replaced {
            Some(by) => characters(&mut marks, &word.text, &by.text),
            None => marks.add(word.kind, &word.text),
        }
    }
    marks.0
}

fn characters(marks: &mut Marks, before: &str, after: &str) {
    if before.len().max(after.len()) <= LONGEST_WORD {
        let diff = TextDiff::from_chars(before, after);
        if diff.ratio() >= 0.5 {
            for change in diff.iter_all_changes() {
                marks.add(kind_of(change.tag()), change.value());
            }
            return;
        }
    }
    marks.add(MarkKind::Removed, before);
    marks.add(MarkKind::Inserted, after);
}

fn kind_of(tag: ChangeTag) -> MarkKind {
    match tag {
        ChangeTag::Equal => MarkKind::Equal,
        ChangeTag::Delete => MarkKind::Removed,
        ChangeTag::Insert => MarkKind::Inserted,
    }
}

/// Marks in which neighbours of one kind are one.
#[derive(Default)]
struct Marks(Vec<Mark>);

impl Marks {
    fn add(&mut self, kind: MarkKind, text: &str) {
        match self.0.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(text),
            _ if text.is_empty() => {}
            _ => self.0.push(Mark {
                text: text.to_owned(),
                kind,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(before: &str, after: &str) -> String {
        let marks = marks(before, after).into_iter();
        let shown = marks.map(|mark| match mark.kind {
            MarkKind::Equal => mark.text,
            MarkKind::Inserted => format!("[+{}]", mark.text),
            MarkKind::Removed => format!("[-{}]", mark.text),
        });
        shown.collect()
    }

    #[test]
    fn alike_words_are_marked_by_character_others_as_a_whole() {
        assert_eq!(
            shown("+44 1223 0100", "+44 1223 0199"),
            "+44 1223 01[-00][+99]"
        );
        assert_eq!(
            shown("Adatum Corporation", "Adatum GmbH"),
            "Adatum [-Corporation][+GmbH]"
        );
        assert_eq!(shown("one", "one two"), "one[+ two]");
        assert_eq!(shown("", "new"), "[+new]");
        assert_eq!(shown("same", "same"), "same");
    }

    #[test]
    fn huge_texts_are_marked_as_a_whole() {
        let huge = "word ".repeat(LONGEST);
        let other = format!("{huge}!");
        let kinds: Vec<_> = marks(&huge, &other)
            .into_iter()
            .map(|mark| mark.kind)
            .collect();
        assert_eq!(kinds, [MarkKind::Removed, MarkKind::Inserted]);
        assert_eq!(marks(&huge, &huge).len(), 1);
    }

    proptest! {
        #[test]
        fn marks_make_up_both_texts(before in "[ab é\n]{0,12}", after in "[ab é\n]{0,12}") {
            let marks = marks(&before, &after);
            let without = |kind| marks.iter().filter(|mark| mark.kind != kind).map(|mark| mark.text.as_str()).collect::<String>();
            prop_assert_eq!(without(MarkKind::Inserted), before);
            prop_assert_eq!(without(MarkKind::Removed), after);
        }
    }
}
