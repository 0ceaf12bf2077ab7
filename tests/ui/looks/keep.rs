//! A picture of the window: a third of its size, in few colours, and without what differs from run to run.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels: coordinates and shades become whole numbers"
)]

use crate::painted::painted;
use crate::stage::Shown;
use eframe::egui::Rect;
use egui_kittest::{SnapshotOptions, SnapshotResults, try_image_snapshot_options};
use image::imageops::{FilterType, resize};
use image::{Rgba, RgbaImage};

/// What stands in words that are different at each run.
const VOLATILE: [&str; 5] = ["127.0.0.1", "raccord-demo-", "/tmp", "\u{a0}MB", "\u{a0}Mo"];

/// Shades nearer than this are the same, which makes the files small.
const STEP: u8 = 8;

/// How far a pixel may be off, and how many of them.
const THRESHOLD: f32 = 1.2;
const MOST_FAILED: usize = 40;

/// Compares the window with the picture that is kept.
pub(super) fn keep(shown: &mut Shown, results: &mut SnapshotResults, name: &str) {
    keep_with(shown, results, name, |colour| colour);
}

/// Compares the window, as somebody with other eyes sees it, with the picture that is kept.
pub(super) fn keep_with(
    shown: &mut Shown,
    results: &mut SnapshotResults,
    name: &str,
    seen: fn([u8; 3]) -> [u8; 3],
) {
    let mut image = shown.render().unwrap();
    for rect in volatile(shown) {
        cover(&mut image, rect);
    }
    for Rgba([r, g, b, _]) in image.pixels_mut() {
        [*r, *g, *b] = seen([*r, *g, *b]);
    }
    if let Ok(folder) = std::env::var("RACCORD_PICTURES") {
        // Whole, for whoever wants to look at it.
        let file = std::path::Path::new(&folder).join(format!("{name}.png"));
        image.save(file).unwrap();
    }
    let (width, height) = (image.width() / 3, image.height() / 3);
    let mut small = resize(&image, width, height, FilterType::Triangle);
    for Rgba(channels) in small.pixels_mut() {
        for channel in channels {
            *channel = *channel / STEP * STEP;
        }
    }
    let options = SnapshotOptions::default()
        .threshold(THRESHOLD)
        .max_failed_pixels(MOST_FAILED)
        .output_path("tests/ui/pictures/pages");
    results.add(try_image_snapshot_options(&small, name, &options));
}

/// Where words stand that differ from run to run.
fn volatile(shown: &Shown) -> Vec<Rect> {
    let differs = |text: &str| VOLATILE.iter().any(|own| text.contains(own));
    let words = painted(shown).into_iter();
    let words = words.filter(|words| differs(&words.text));
    words
        .map(|words| words.rect.intersect(words.clip))
        .collect()
}

fn cover(image: &mut RgbaImage, rect: Rect) {
    let (width, height) = image.dimensions();
    let within = |value: f32, most: u32| (value.max(0.0) as u32).min(most);
    for y in within(rect.top(), height)..within(rect.bottom() + 1.0, height) {
        for x in within(rect.left(), width)..within(rect.right() + 1.0, width) {
            image.put_pixel(x, y, Rgba([128, 128, 128, 255]));
        }
    }
}

/// A colour without its hue.
pub(super) fn grey([r, g, b]: [u8; 3]) -> [u8; 3] {
    let light = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    [encoded(light); 3]
}

/// A colour as people see it whose eyes lack what tells green from red (Viénot, Brettel and Mollon 1999).
pub(super) fn deuteranopia([r, g, b]: [u8; 3]) -> [u8; 3] {
    let [r, g, b] = [r, g, b].map(linear);
    let yellow = 0.29275 * r + 0.70725 * g;
    let blue = -0.02234 * r + 0.02234 * g + b;
    [yellow, yellow, blue].map(encoded)
}

fn linear(value: u8) -> f32 {
    (f32::from(value) / 255.0).powf(2.2)
}

fn encoded(value: f32) -> u8 {
    (value.clamp(0.0, 1.0).powf(1.0 / 2.2) * 255.0).round() as u8
}
