//! The words of the window as they are painted: where they are, and how much of them is seen.

use crate::stage::Shown;
use eframe::egui::Rect;
use eframe::egui::epaint::{ClippedShape, Shape};

/// A line of words as it is painted.
#[derive(Clone, Debug)]
pub(crate) struct Painted {
    /// The words.
    pub(crate) text: String,
    /// Where they are.
    pub(crate) rect: Rect,
    /// Where anything of them may be seen.
    pub(crate) clip: Rect,
    /// Whether they were shortened with an ellipsis.
    pub(crate) shortened: bool,
}

/// All words that are in sight.
pub(crate) fn painted(shown: &Shown) -> Vec<Painted> {
    let mut found = Vec::new();
    for ClippedShape {
        clip_rect, shape, ..
    } in &shown.output().shapes
    {
        collect(shape, *clip_rect, &mut found);
    }
    found
}

fn collect(shape: &Shape, clip: Rect, found: &mut Vec<Painted>) {
    match shape {
        Shape::Vec(shapes) => {
            for shape in shapes {
                collect(shape, clip, found);
            }
        }
        Shape::Text(text) if text.opacity_factor > 0.0 => {
            let rows = text.galley.rows.iter();
            let rows = rows.map(|row| (row.text(), row.rect().translate(text.pos.to_vec2())));
            let seen =
                rows.filter(|(words, rect)| !words.trim().is_empty() && clip.intersects(*rect));
            found.extend(seen.map(|(words, rect)| Painted {
                text: words,
                rect,
                clip,
                shortened: text.galley.elided,
            }));
        }
        _ => {}
    }
}
