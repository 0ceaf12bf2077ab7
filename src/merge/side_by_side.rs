//! A text that both sides may have changed, line by line, the sides beside each other.

use super::text::{Piece, pieces};
use crate::model::{Side, Sides};

/// How a line stands to what both held when they last agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineState {
    /// It was there and is there.
    Same,
    /// It was there and is there no more.
    Gone,
    /// It was not there.
    New,
}

/// A line of one side: how it stands, and its place in its piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LineRef {
    state: LineState,
    at: usize,
}

/// One row: what each side has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct RowRef {
    piece: usize,
    sides: [Option<LineRef>; 2],
}

/// Both sides of a text beside each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SideBySide {
    /// The pieces; without them the text is decided as a whole.
    pieces: Vec<Piece>,
    /// Whether the sides were compared with what both held; a text may be too long for that.
    compared: bool,
    rows: Vec<RowRef>,
}

/// A place that a side changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'t> {
    /// Its place among all pieces, which is what a choice for it is called by.
    pub at: usize,
    /// The first line, from one, in what both held.
    pub line: usize,
    /// What each had there.
    pub piece: &'t Piece,
}

impl SideBySide {
    /// Compares both sides with what both held; a text that is too long for that is only laid out.
    pub fn of(base: &str, bc: &str, dv: &str) -> Self {
        match pieces(base, bc, dv) {
            Some(pieces) => {
                let rows = rows(&pieces);
                Self {
                    pieces,
                    compared: true,
                    rows,
                }
            }
            None => Self::plain(bc, dv),
        }
    }

    fn plain(bc: &str, dv: &str) -> Self {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let piece = Piece {
            base: Vec::new(),
            bc: lines(bc),
            dv: lines(dv),
        };
        let count = piece.bc.len().max(piece.dv.len());
        let same = |at: usize, lines: &[String]| {
            (at < lines.len()).then_some(LineRef {
                state: LineState::Same,
                at,
            })
        };
        let rows = (0..count).map(|at| RowRef {
            piece: 0,
            sides: [same(at, &piece.bc), same(at, &piece.dv)],
        });
        Self {
            rows: rows.collect(),
            pieces: vec![piece],
            compared: false,
        }
    }

    /// Whether it was short enough to be compared.
    pub fn is_compared(&self) -> bool {
        self.compared
    }

    /// The pieces, to choose from; none where the text is decided as a whole.
    pub fn pieces(&self) -> &[Piece] {
        if self.compared { &self.pieces } else { &[] }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// What a side has in a row.
    pub fn line(&self, row: usize, side: Side) -> Option<(LineState, &str)> {
        let row = self.rows.get(row)?;
        let [bc, dv] = row.sides;
        let line = match side {
            Side::Bc => bc,
            Side::Dv => dv,
        }?;
        let piece = self.pieces.get(row.piece)?;
        let own = match side {
            Side::Bc => &piece.bc,
            Side::Dv => &piece.dv,
        };
        let lines = if line.state == LineState::Gone {
            &piece.base
        } else {
            own
        };
        Some((line.state, lines.get(line.at)?.as_str()))
    }

    /// The places that a side changed, in order.
    pub fn places(&self) -> Vec<Place<'_>> {
        let mut line = 1;
        let mut places = Vec::new();
        for (at, piece) in self.pieces().iter().enumerate() {
            if !piece.is_unchanged() {
                places.push(Place { at, line, piece });
            }
            line += piece.base.len();
        }
        places
    }

    /// The first row of a piece, to go there.
    pub fn row_of(&self, piece: usize) -> Option<usize> {
        self.rows.iter().position(|row| row.piece == piece)
    }
}

/// The rows of all pieces: what is gone stands above what is new.
fn rows(pieces: &[Piece]) -> Vec<RowRef> {
    let mut rows = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        let sides = Sides::new(
            column(&piece.base, &piece.bc),
            column(&piece.base, &piece.dv),
        );
        let count = sides.bc.len().max(sides.dv.len());
        rows.extend((0..count).map(|at| RowRef {
            piece: number,
            sides: [sides.bc.get(at).copied(), sides.dv.get(at).copied()],
        }));
    }
    rows
}

fn column(base: &[String], own: &[String]) -> Vec<LineRef> {
    let lines = |state: LineState, count: usize| (0..count).map(move |at| LineRef { state, at });
    if base == own {
        return lines(LineState::Same, own.len()).collect();
    }
    let gone = lines(LineState::Gone, base.len());
    gone.chain(lines(LineState::New, own.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use LineState::{Gone, New, Same};

    #[test]
    fn rows_stand_beside_each_other_and_say_what_is_gone_and_new() {
        let base = "one\ntwo\nthree\nfour";
        let shown = SideBySide::of(base, "ONE\ntwo\nthree\nfour", "one\ntwo\nthree");
        let told: Vec<_> = (0..shown.rows())
            .map(|row| (shown.line(row, Side::Bc), shown.line(row, Side::Dv)))
            .collect();
        assert_eq!(
            told,
            [
                (Some((Gone, "one")), Some((Same, "one"))),
                (Some((New, "ONE")), None),
                (Some((Same, "two")), Some((Same, "two"))),
                (Some((Same, "three")), Some((Same, "three"))),
                (Some((Same, "four")), Some((Gone, "four"))),
            ]
        );
        let places: Vec<_> = shown
            .places()
            .iter()
            .map(|place| (place.at, place.line))
            .collect();
        assert_eq!(places, [(0, 1), (2, 4)]);
        assert_eq!(shown.row_of(2), Some(4));
    }

    #[test]
    fn what_is_too_long_is_laid_out_and_decided_as_a_whole() {
        let long = "line\n".repeat(60_000);
        let shown = SideBySide::of(&long, &long, "short\ntext");
        assert!(!shown.is_compared());
        assert!(shown.pieces().is_empty() && shown.places().is_empty());
        assert_eq!(shown.rows(), 60_000);
        assert_eq!(shown.line(1, Side::Dv), Some((Same, "text")));
        assert_eq!(shown.line(2, Side::Dv), None);
    }
}
