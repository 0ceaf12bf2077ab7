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

/// One piece of a text that both sides may have changed, in lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// What both held when they last agreed.
    pub base: Vec<String>,
    /// What Business Central holds.
    pub bc: Vec<String>,
    /// What Dataverse holds.
    pub dv: Vec<String>,
}

/// What is taken for a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TakePiece {
    /// What both held.
    #[default]
    Base,
    /// Business Central's lines.
    Bc,
    /// Dataverse's lines.
    Dv,
    /// Business Central's lines, then Dataverse's.
    Both,
}

impl Piece {
    /// Whether nobody changed it.
    pub fn is_unchanged(&self) -> bool {
        self.bc == self.base && self.dv == self.base
    }

    /// Whether both sides changed it, and not alike.
    pub fn is_contested(&self) -> bool {
        self.bc != self.base && self.dv != self.base && self.bc != self.dv
    }

    /// What is taken until a person says otherwise: the change of the one side that made one; both where both did, since
    /// that loses nothing.
    pub fn proposal(&self) -> TakePiece {
        match (self.bc != self.base, self.dv != self.base) {
            (false, false) => TakePiece::Base,
            (false, true) => TakePiece::Dv,
            (true, true) if self.is_contested() => TakePiece::Both,
            (true, _) => TakePiece::Bc,
        }
    }

    fn taken(&self, take: TakePiece) -> impl Iterator<Item = &str> {
        let (first, then): (&[String], &[String]) = match take {
            TakePiece::Base => (&self.base, &[]),
            TakePiece::Bc => (&self.bc, &[]),
            TakePiece::Dv => (&self.dv, &[]),
            TakePiece::Both => (&self.bc, &self.dv),
        };
        first.iter().chain(then).map(String::as_str)
    }
}

/// Takes a text that both sides may have changed apart; nothing if it is too long for that.
pub fn pieces(base: &str, bc: &str, dv: &str) -> Option<Vec<Piece>> {
    let longest = [base, bc, dv].iter().map(|text| text.len()).max()?;
    if longest > LONGEST {
        return None;
    }
    let (base, bc, dv) = (lines(base), lines(bc), lines(dv));
    let (ours, theirs) = (hunks(&base, &bc), hunks(&base, &dv));
    let mut places: Vec<Range<usize>> =
        ours.iter().chain(&theirs).map(|h| h.base.clone()).collect();
    places.sort_by_key(|place| (place.start, place.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for place in places {
        match merged.last_mut() {
            Some(last) if touch(last, &place) => last.end = last.end.max(place.end),
            _ => merged.push(place),
        }
    }
    let owned = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| (*line).to_owned())
            .collect::<Vec<_>>()
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    let unchanged = |range: Range<usize>| {
        let same = base.get(range).map(owned).unwrap_or_default();
        Piece {
            base: same.clone(),
            bc: same.clone(),
            dv: same,
        }
    };
    for place in merged {
        if place.start > at {
            pieces.push(unchanged(at..place.start));
        }
        at = place.end;
        pieces.push(Piece {
            base: base.get(place.clone()).map(owned).unwrap_or_default(),
            bc: owned(&within(&base, &ours, &place)),
            dv: owned(&within(&base, &theirs, &place)),
        });
    }
    if at < base.len() {
        pieces.push(unchanged(at..base.len()));
    }
    Some(pieces)
}

/// Puts a text together from what is taken for each piece.
pub fn put_together(pieces: &[(Piece, TakePiece)]) -> String {
    let lines: Vec<&str> = pieces
        .iter()
        .flat_map(|(piece, take)| piece.taken(*take))
        .collect();
    lines.join("\n")
}

/// A place of the base as one side has it.
fn within<'t>(base: &[&'t str], hunks: &[Hunk<'t>], place: &Range<usize>) -> Vec<&'t str> {
    let mut lines = Vec::new();
    let mut at = place.start;
    for hunk in hunks {
        if hunk.base.start < place.start || hunk.base.end > place.end {
            continue;
        }
        lines.extend(base.get(at..hunk.base.start).unwrap_or_default());
        lines.extend(hunk.lines);
        at = hunk.base.end;
    }
    lines.extend(base.get(at..place.end).unwrap_or_default());
    lines
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

    #[test]
    fn a_text_is_taken_apart_where_it_was_changed() {
        let base = "one\ntwo\nthree\nfour\nfive";
        let found = pieces(
            base,
            "ONE\ntwo\nthree\nfour!\nfive",
            "one\ntwo\nthree\nfour?\nfive",
        )
        .unwrap();
        let told: Vec<_> = found
            .iter()
            .map(|piece| (piece.base.join(" "), piece.proposal(), piece.is_contested()))
            .collect();
        assert_eq!(
            told,
            [
                ("one".to_owned(), TakePiece::Bc, false),
                ("two three".to_owned(), TakePiece::Base, false),
                ("four".to_owned(), TakePiece::Both, true),
                ("five".to_owned(), TakePiece::Base, false),
            ]
        );
        let taken: Vec<_> = found
            .into_iter()
            .map(|piece| {
                let take = piece.proposal();
                (piece, take)
            })
            .collect();
        assert_eq!(put_together(&taken), "ONE\ntwo\nthree\nfour!\nfour?\nfive");
    }

    proptest! {
        #[test]
        fn taking_one_side_everywhere_is_that_side(base in "([ab]{0,2}\n){0,6}", bc in "([abc]{0,2}\n){0,6}", dv in "([abd]{0,2}\n){0,6}") {
            let pieces = pieces(&base, &bc, &dv).unwrap();
            let all = |take| pieces.iter().cloned().map(|piece| (piece, take)).collect::<Vec<_>>();
            prop_assert_eq!(put_together(&all(TakePiece::Bc)), bc);
            prop_assert_eq!(put_together(&all(TakePiece::Dv)), dv);
            prop_assert_eq!(put_together(&all(TakePiece::Base)), base);
        }

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
