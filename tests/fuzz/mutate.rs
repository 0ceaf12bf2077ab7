//! Breaks well-formed input in ways that get past the first look: whole words are dropped, doubled, swapped, nested and
//! replaced by others of their kind, and now and then a byte is wrong.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// No input is longer than this, in bytes.
pub const LONGEST: usize = 32 * 1024;

/// What stands for trouble in any language.
const SPICE: &[&str] = &[
    "(",
    ")",
    "'",
    "\"",
    "%",
    "%2",
    "%00",
    "/",
    "?",
    "&",
    "=",
    ",",
    ";",
    "@",
    "$",
    "[",
    "]",
    "{",
    "}",
    "\r\n",
    "\n",
    "--",
    "\u{0}",
    "é",
    "\u{1f600}",
    "null",
    "true",
    "-1",
    "0",
    "9999999999999999999999999999999999999",
    "1e999",
    "0x80",
    "1.5e-3",
    "<",
    ">",
    "&amp;",
    "\\u",
    "\\ud800",
    "-",
    "0001-01-01",
    "9999-12-31T23:59:59.9999999Z",
    "\u{feff}",
    "''",
    "<!--",
    "]]>",
];

/// One source of broken input.
pub struct Mutator {
    chance: StdRng,
    seeds: Vec<Vec<(usize, usize)>>,
    texts: Vec<&'static str>,
    words: Vec<&'static str>,
}

impl Mutator {
    /// Breaks these texts; the same number breaks them in the same ways.
    pub fn new(texts: &[&'static str], number: u64) -> Self {
        let seeds: Vec<Vec<(usize, usize)>> = texts.iter().map(|text| split(text)).collect();
        let mut words: Vec<&str> = seeds
            .iter()
            .zip(texts)
            .flat_map(|(bounds, text)| bounds.iter().filter_map(|(from, to)| text.get(*from..*to)))
            .collect();
        words.sort_unstable();
        words.dedup();
        words.extend(SPICE);
        Self {
            chance: StdRng::seed_from_u64(number),
            seeds,
            texts: texts.to_vec(),
            words,
        }
    }

    /// Puts the next input into `out`.
    pub fn next(&mut self, out: &mut Vec<u8>) {
        out.clear();
        let chosen = self.chance.random_range(0..self.texts.len());
        let text = self.texts[chosen];
        let mut pieces: Vec<&str> = self.seeds[chosen]
            .iter()
            .filter_map(|(from, to)| text.get(*from..*to))
            .collect();
        for _ in 0..self.chance.random_range(0..5) {
            self.change(&mut pieces);
        }
        for piece in pieces {
            if out.len() + piece.len() > LONGEST {
                break;
            }
            out.extend_from_slice(piece.as_bytes());
        }
        // A service that breaks off, or bytes that are no text.
        if self.chance.random_ratio(1, 12) && !out.is_empty() {
            let at = self.chance.random_range(0..out.len());
            if self.chance.random() {
                out.truncate(at);
            } else {
                out[at] = self.chance.random();
            }
        }
    }

    fn word(&mut self) -> &'static str {
        self.words[self.chance.random_range(0..self.words.len())]
    }

    fn change(&mut self, pieces: &mut Vec<&'static str>) {
        let at = self.chance.random_range(0..=pieces.len());
        let span = |chance: &mut StdRng, length: usize| {
            // Mostly few words, seldom a long stretch.
            let most = if chance.random_ratio(1, 8) { length } else { 4 };
            at..(at + chance.random_range(0..=most)).min(length)
        };
        match self.chance.random_range(0..9) {
            0 | 1 if at < pieces.len() => pieces[at] = self.word(),
            2 => {
                let word = self.word();
                pieces.insert(at, word);
            }
            3 => {
                let range = span(&mut self.chance, pieces.len());
                pieces.drain(range);
            }
            4 => {
                let range = span(&mut self.chance, pieces.len());
                let copy: Vec<&str> = pieces[range].to_vec();
                pieces.splice(at..at, copy);
            }
            5 if pieces.len() > 1 => {
                let other = self.chance.random_range(0..pieces.len());
                let last = pieces.len() - 1;
                pieces.swap(at.min(last), other);
            }
            6 => {
                // The end of one text after the beginning of another.
                let other = self.chance.random_range(0..self.texts.len());
                let bounds = &self.seeds[other];
                let from = self.chance.random_range(0..=bounds.len());
                let text = self.texts[other];
                pieces.truncate(at);
                pieces.extend(bounds[from..].iter().filter_map(|(a, b)| text.get(*a..*b)));
            }
            7 => {
                // Very deep, or very long.
                let word = self.word();
                let times = if self.chance.random_ratio(1, 40) {
                    self.chance.random_range(500..6_000)
                } else {
                    self.chance.random_range(1..20)
                };
                pieces.splice(at..at, std::iter::repeat_n(word, times));
            }
            _ => pieces.truncate(at),
        }
    }
}

/// Where the words of a text begin and end: names, numbers, and every other character by itself.
fn split(text: &str) -> Vec<(usize, usize)> {
    let mut bounds: Vec<(usize, usize)> = Vec::new();
    let mut in_word = false;
    for (at, letter) in text.char_indices() {
        let of_word = letter.is_alphanumeric() || matches!(letter, '_' | '.');
        let end = at + letter.len_utf8();
        match bounds.last_mut() {
            Some(last) if in_word && of_word => last.1 = end,
            _ => bounds.push((at, end)),
        }
        in_word = of_word;
    }
    bounds
}
