//! A value with what changed in it marked: new words underlined in the side's colour, gone words struck and weak.
//!
//! Both marks are readable without colour. Cells of the merge editor show new words only; its detail pane shows both.

use eframe::egui::Stroke;
use eframe::egui::TextFormat;
use eframe::egui::TextStyle;
use eframe::egui::Ui;
use eframe::egui::text::LayoutJob;
use similar::Algorithm;
use similar::ChangeTag;
use similar::utils::diff_words;

use crate::model::Side;
use crate::ui::design::DesignExt as _;
use crate::ui::design::side_color;

/// Longer values are shown without marks: comparing them word by word would cost a frame.
const LONGEST: usize = 4000;

/// How a part of a value stands to what was there before.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part {
    Same,
    New,
    Gone,
}

/// Lays out a value with the parts marked that are not in `before`; with `show_gone`, also what is no longer there.
pub fn marked_value(ui: &Ui, before: &str, now: &str, side: Side, show_gone: bool) -> LayoutJob {
    let tokens = ui.tokens();
    let color = side_color(tokens, side);
    let plain = TextFormat {
        font_id: TextStyle::Body.resolve(ui.style()),
        color: tokens.text.body,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::default();
    for (part, words) in parts(before, now) {
        let format = match part {
            Part::Same => plain.clone(),
            Part::New => TextFormat {
                color,
                underline: Stroke::new(1.5, color),
                ..plain.clone()
            },
            Part::Gone if show_gone => TextFormat {
                color: tokens.text.weak,
                strikethrough: Stroke::new(1.0, tokens.text.weak),
                ..plain.clone()
            },
            Part::Gone => continue,
        };
        job.append(&words, 0.0, format);
    }
    job
}

fn parts(before: &str, now: &str) -> Vec<(Part, String)> {
    if before.len().max(now.len()) > LONGEST {
        return vec![(Part::Same, now.to_owned())];
    }
    let mut parts: Vec<(Part, String)> = Vec::new();
    for (tag, words) in diff_words(Algorithm::Myers, before, now) {
        let part = match tag {
            ChangeTag::Equal => Part::Same,
            ChangeTag::Insert => Part::New,
            ChangeTag::Delete => Part::Gone,
        };
        match parts.last_mut() {
            Some((last, text)) if *last == part => text.push_str(words),
            _ => parts.push((part, words.to_owned())),
        }
    }
    refine(parts)
}

/// Where words were replaced, keeps what both begin and end with: of `0199` and `0142` only the last two figures.
fn refine(parts: Vec<(Part, String)>) -> Vec<(Part, String)> {
    let mut out: Vec<(Part, String)> = Vec::new();
    for (part, text) in parts {
        match (part, out.last()) {
            (Part::New, Some((Part::Gone, gone))) => {
                let (head, old, new, tail) = split(gone, &text);
                out.pop();
                let pieces = [
                    (Part::Same, head),
                    (Part::Gone, old),
                    (Part::New, new),
                    (Part::Same, tail),
                ];
                out.extend(pieces.into_iter().filter(|(_, piece)| !piece.is_empty()));
            }
            _ => out.push((part, text)),
        }
    }
    out
}

/// Splits two texts into the common head, what each has alone, and the common tail.
fn split(old: &str, new: &str) -> (String, String, String, String) {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let same =
        |pairs: &mut dyn Iterator<Item = (&char, &char)>| pairs.take_while(|(a, b)| a == b).count();
    let head = same(&mut old.iter().zip(&new));
    let rest = old.len().min(new.len()) - head;
    let tail = same(&mut old.iter().rev().zip(new.iter().rev())).min(rest);
    let middle = |text: &[char]| {
        text.iter()
            .skip(head)
            .take(text.len() - head - tail)
            .collect::<String>()
    };
    (
        new.iter().take(head).collect(),
        middle(&old),
        middle(&new),
        new.iter().skip(new.len() - tail).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, now: &str) -> String {
        parts(before, now)
            .into_iter()
            .map(|(part, text)| match part {
                Part::Same => text,
                Part::New => format!("[+{text}]"),
                Part::Gone => format!("[-{text}]"),
            })
            .collect()
    }

    #[test]
    fn only_what_changed_is_marked() {
        for (before, now, marked) in [
            (
                "+44 1223 555 0100",
                "+44 1223 555 0199",
                "+44 1223 555 01[-00][+99]",
            ),
            (
                "Adatum Corporation",
                "Adatum Corp.",
                "Adatum Corp[-oration][+.]",
            ),
            (
                "Station Road, 21",
                "Station Road, 21b",
                "Station Road, 21[+b]",
            ),
            ("Net 30", "Net 30", "Net 30"),
            ("", "new", "[+new]"),
            ("old", "", "[-old]"),
            ("é", "è", "[-é][+è]"),
            ("aaa", "aa", "aa[-a]"),
        ] {
            assert_eq!(told(before, now), marked);
        }
    }

    #[test]
    fn the_marks_lose_no_letter() {
        for (before, now) in [
            ("a b c", "a x c d"),
            ("äöü ß", "äöx ß!"),
            ("one two", "two one"),
        ] {
            let all = parts(before, now);
            let keep = |without| -> String {
                all.iter()
                    .filter(|(part, _)| *part != without)
                    .map(|(_, text)| text.as_str())
                    .collect()
            };
            assert_eq!(keep(Part::Gone), now);
            assert_eq!(keep(Part::New), before);
        }
    }

    #[test]
    fn very_long_values_are_left_alone() {
        let long = "word ".repeat(2000);
        assert_eq!(parts(&long, &long).len(), 1);
    }
}
