//! Merges two edits of a long text line by line.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Texts longer than this, in bytes, are decided as a whole: nobody reads a merge of that size in a table.
pub const LONGEST: usize = 200_000;

/// One place of the base that a side replaced, in lines.
struct Hunk<'t> {
    base: Range<usize>,
    lines: &'t [&'t str],
}

/// Merges two edits of a text line by line; nothing if they touch, or if the text is too long or has only one line.
pub fn merge(base: &str, one: &str, other: &str) -> Option<String> {
    let longest = [base, one, other].iter().map(|text| text.len()).max()?;
    if longest > LONGEST || !base.contains('\n') {
        return None;
    }
    let (base, one, other) = (lines(base), lines(one), lines(other));
    let (ours, theirs) = (hunks(&base, &one), hunks(&base, &other));
    let mut merged: Vec<&str> = Vec::new();
    let mut at = 0;
    let (mut ours, mut theirs) = (ours.iter().peekable(), theirs.iter().peekable());
    loop {
        let next = match (ours.peek(), theirs.peek()) {
            (None, None) => break,
            (None, Some(_)) => theirs.next(),
            (Some(left), Some(right)) if left.base == right.base && left.lines == right.lines => {
                theirs.next();
                ours.next()
            }
            (Some(left), Some(right)) if touch(&left.base, &right.base) => return None,
            (Some(left), Some(right)) if right.base.start < left.base.start => theirs.next(),
            (Some(_), _) => ours.next(),
        }?;
        merged.extend(base.get(at..next.base.start)?);
        merged.extend(next.lines);
        at = next.base.end;
    }
    merged.extend(base.get(at..)?);
    Some(merged.join("\n"))
}

/// Lines without their ends; `\r\n` and `\r` end a line too.
fn lines(text: &str) -> Vec<&str> {
    text.split('\n')
        .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
        .collect()
}

fn hunks<'t>(base: &[&str], edited: &'t [&'t str]) -> Vec<Hunk<'t>> {
    capture_diff_slices(Algorithm::Myers, base, edited)
        .into_iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .filter_map(|op| {
            Some(Hunk {
                base: op.old_range(),
                lines: edited.get(op.new_range())?,
            })
        })
        .collect()
}

/// Edits of neighbouring lines touch: which of them comes first would be a guess.
fn touch(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start <= other.end && other.start <= one.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edits_of_different_lines_are_merged() {
        let base = "one\ntwo\nthree\nfour";
        assert_eq!(
            merge(base, "ONE\ntwo\nthree\nfour", "one\ntwo\nthree\nfour\nfive").as_deref(),
            Some("ONE\ntwo\nthree\nfour\nfive")
        );
        assert_eq!(
            merge(base, "two\nthree\nfour", "one\r\ntwo\r\nthree\r\nFOUR").as_deref(),
            Some("two\nthree\nFOUR")
        );
    }

    #[test]
    fn the_same_edit_is_taken_once() {
        let base = "one\ntwo\nthree";
        assert_eq!(
            merge(base, "one\nTWO\nthree", "one\nTWO\nthree").as_deref(),
            Some("one\nTWO\nthree")
        );
    }

    #[test]
    fn touching_edits_and_single_lines_are_not_merged() {
        assert_eq!(merge("one\ntwo", "ONE\ntwo", "one\nTWO"), None);
        assert_eq!(
            merge("one\ntwo\nthree", "one\n2\nthree", "one\nII\nthree"),
            None
        );
        assert_eq!(merge("one", "one more", "and one"), None);
    }

    proptest! {
        #[test]
        fn merging_does_not_depend_on_the_order(base in "([ab]{0,2}\n){1,6}", one in "([abc]{0,2}\n){1,6}", other in "([abd]{0,2}\n){1,6}") {
            prop_assert_eq!(merge(&base, &one, &other), merge(&base, &other, &one));
        }

        #[test]
        fn an_edit_of_one_side_alone_is_that_edit(base in "([ab]{0,2}\n){1,6}", one in "([abc]{0,2}\n){1,6}") {
            prop_assert_eq!(merge(&base, &one, &base), Some(one));
        }
    }
}
