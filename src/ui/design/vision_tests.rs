//! The colours as people see them whose eyes lack one of the three kinds of cones, by the matrices of Machado, Oliveira and
//! Fernandes (2009) for the whole lack. Signs and words say the same as colours; the colours help nevertheless.

use super::palette;
use super::tokens::Tokens;
use eframe::egui::Color32;

type Matrix = [[f32; 3]; 3];

const EYES: [(&str, Matrix); 3] = [
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

const ALL: [&Tokens; 4] = [
    &palette::DARK,
    &palette::LIGHT,
    &palette::HIGH_CONTRAST_DARK,
    &palette::HIGH_CONTRAST_LIGHT,
];

/// Amounts of light, from 0 to 1.
fn light(color: Color32) -> [f32; 3] {
    [color.r(), color.g(), color.b()].map(|channel| {
        let c = f32::from(channel) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn times(matrix: &Matrix, light: [f32; 3]) -> [f32; 3] {
    matrix.map(|row| row.iter().zip(light).map(|(a, b)| a * b).sum())
}

fn seen(matrix: &Matrix, color: Color32) -> [f32; 3] {
    times(matrix, light(color)).map(|c| c.clamp(0.0, 1.0))
}

/// How far two colours are apart in CIELAB: about 2 is just seen, 100 is black from white.
fn distance(one: [f32; 3], other: [f32; 3]) -> f32 {
    let lab = |light: [f32; 3]| {
        let xyz = [
            [0.4124, 0.3576, 0.1805],
            [0.2126, 0.7152, 0.0722],
            [0.0193, 0.1192, 0.9505],
        ];
        let white = [0.9505, 1.0, 1.089];
        let [x, y, z] = times(&xyz, light);
        let [x, y, z] = [x / white[0], y / white[1], z / white[2]].map(|t: f32| {
            if t > 0.008_856 {
                t.cbrt()
            } else {
                7.787 * t + 16.0 / 116.0
            }
        });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    };
    let squares = lab(one)
        .into_iter()
        .zip(lab(other))
        .map(|(own, its)| (own - its).powi(2));
    squares.sum::<f32>().sqrt()
}

#[test]
fn black_and_white_are_a_hundred_apart() {
    assert!((distance([0.0; 3], [1.0; 3]) - 100.0).abs() < 0.1);
    assert!(distance([0.2; 3], [0.2; 3]) < 0.001);
}

#[test]
fn the_two_sides_are_told_apart_by_everybody_and_so_are_open_and_done() {
    for tokens in ALL {
        for (name, eye) in &EYES {
            for (what, a, b, least) in [
                ("sides", tokens.side.bc, tokens.side.dv, 40.0),
                ("open and done", tokens.mark.open, tokens.mark.done, 15.0),
            ] {
                let apart = distance(seen(eye, a), seen(eye, b));
                let scheme = tokens.scheme;
                assert!(apart >= least, "{scheme:?}, {name}: {what} {apart:.0}");
            }
        }
    }
}

#[test]
fn the_sides_are_readable_whatever_colours_are_seen() {
    let luminance = |light: [f32; 3]| 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
    for tokens in ALL {
        for (name, eye) in &EYES {
            for ink in [tokens.side.bc, tokens.side.dv] {
                let [ink, surface] =
                    [ink, tokens.surface.canvas].map(|color| luminance(seen(eye, color)));
                let ratio = (ink.max(surface) + 0.05) / (ink.min(surface) + 0.05);
                let scheme = tokens.scheme;
                assert!(ratio >= 4.5, "{scheme:?}, {name}: {ratio:.2}:1");
            }
        }
    }
}
