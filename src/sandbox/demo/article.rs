//! What the demo company sells: papers, inks, tools and courses for people who make books.

use rust_decimal::Decimal;

use super::dice::{Dice, Topic};

/// An article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its number, unlike every other's.
    pub number: String,
    /// What it is called.
    pub name: String,
    /// Whether it is kept in stock.
    pub kind: Kind,
    /// Number of its unit in the fixed table.
    pub unit: usize,
    /// Price in the company's currency.
    pub price: Decimal,
    /// Cost in the company's currency.
    pub cost: Decimal,
}

/// How an article is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// On a shelf.
    Stock,
    /// Bought when ordered.
    OnDemand,
    /// Done, not delivered.
    Service,
}

/// One line of goods: prefix of the numbers, name, unit, kind, lowest price in cents.
type Line = (&'static str, &'static str, usize, Kind, u32);

const LINES: [Line; 18] = [
    ("PV", "Laid paper", 1, Kind::Stock, 890),
    ("PJ", "Washi, Kōzo fibre", 2, Kind::Stock, 420),
    ("PM", "Marbled paper “Suminagashi”", 2, Kind::Stock, 650),
    ("CA", "Grey board", 1, Kind::Stock, 1150),
    ("TL", "Book linen", 3, Kind::Stock, 1490),
    ("CU", "Goatskin, vegetable-tanned", 0, Kind::OnDemand, 6800),
    ("FI", "Linen thread, waxed", 0, Kind::Stock, 540),
    ("EN", "Iron-gall ink", 5, Kind::Stock, 730),
    ("EC", "Drawing ink “Encre d'Été”", 5, Kind::Stock, 690),
    ("PL", "Broad-edged nib", 4, Kind::Stock, 310),
    ("OU", "Bone folder", 0, Kind::Stock, 480),
    ("PR", "Nipping press", 0, Kind::OnDemand, 24900),
    ("CO", "Wheat-starch paste", 5, Kind::Stock, 560),
    ("OR", "Gold leaf, 23¾ carat", 4, Kind::OnDemand, 3900),
    ("CR", "Notebook, hand-sewn", 0, Kind::Stock, 1290),
    ("EV", "Envelopes, deckle-edged", 4, Kind::Stock, 770),
    ("ST", "Course: Coptic binding", 6, Kind::Service, 9500),
    ("RE", "Restoration, per hour", 6, Kind::Service, 6200),
];

const VARIETIES: [&str; 16] = [
    "ivory",
    "chalk white",
    "slate",
    "oxblood",
    "Prussian blue",
    "sea green",
    "ochre",
    "sepia",
    "rosé",
    "straw",
    "midnight",
    "crème",
    "moss",
    "terracotta",
    "pearl",
    "jet black",
];

const SIZES: [&str; 9] = [
    "A6", "A5", "A4", "A3", "B5", "B4", "Raisin", "Jésus", "Crown",
];

/// Article number `index`.
pub fn article(seed: u64, index: u64) -> Article {
    let mut dice = Dice::new(seed, Topic::Article, index);
    let (prefix, line, unit, kind, cents) = usize::try_from(index)
        .ok()
        .and_then(|index| LINES.get(index % LINES.len()))
        .copied()
        .unwrap_or(("XX", "", 0, Kind::OnDemand, 100));
    let price = Decimal::new(i64::from(cents + 10 * dice.below(cents)), 2);
    Article {
        number: format!("{prefix}-{}", 1000 + index),
        name: match kind {
            Kind::Service => format!("{line}, level {}", 1 + index / LINES.len() as u64),
            _ => format!("{line}, {}, {}", dice.pick(&VARIETIES), dice.pick(&SIZES)),
        },
        kind,
        unit,
        price,
        // Costs keep four decimals on one side and two on the other: a difference that is no change.
        cost: (price * Decimal::new(i64::from(4000 + dice.below(2500)), 4)).round_dp(4),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn numbers_never_repeat_and_texts_fit() {
        let mut numbers = HashSet::new();
        for index in 0..20_000 {
            let article = article(7, index);
            assert!(article.number.len() <= 20 && article.name.chars().count() <= 100);
            assert!(article.price > article.cost && article.cost > Decimal::ZERO);
            assert!(numbers.insert(article.number));
        }
    }
}
