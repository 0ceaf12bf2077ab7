//! Word lists of our own, one file per group of languages: what people, shops, streets and towns
//! are called in each country that the demo company delivers to.
//!
//! Towns and the form of their postal codes are real; people, shops and addresses are not.
//! Telephone numbers come from the ranges that a country's regulator keeps for fiction, or, where
//! there is none, start with digits that the numbering plan does not assign.
//!
//! Files: `english`, `french`, `german`, `latin`, `nordic`, `slavic`.

// Word lists read better as paragraphs than as one word per line.
#[rustfmt::skip]
mod english;
#[rustfmt::skip]
mod french;
#[rustfmt::skip]
mod german;
#[rustfmt::skip]
mod latin;
#[rustfmt::skip]
mod nordic;
#[rustfmt::skip]
mod slavic;

/// First names that go with surnames (some languages inflect the surname).
#[derive(Clone, Copy, Debug)]
pub struct Family {
    /// First names.
    pub given: &'static [&'static str],
    /// Surnames.
    pub surnames: &'static [&'static str],
}

/// A town, with a pattern for its postal code (`#` is a digit).
#[derive(Clone, Copy, Debug, Default)]
pub struct Town {
    /// Its name.
    pub name: &'static str,
    /// Pattern of the postal codes of the town.
    pub post_code: &'static str,
    /// State, canton, county or province; empty where nobody writes it.
    pub state: &'static str,
}

/// Where the house number stands in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HouseNumber {
    /// `12 rue des Lilas`
    First,
    /// `Lindenstraße 12`
    Last,
}

/// What things are called in one country.
#[derive(Clone, Copy, Debug)]
pub struct Culture {
    /// ISO 3166 code of the country.
    pub country: &'static str,
    /// ISO 4217 code of its currency.
    pub currency: &'static str,
    /// People; the first family names the businesses too.
    pub families: &'static [Family],
    /// Kinds of business, as they stand in a shop's name.
    pub trades: &'static [&'static str],
    /// Patterns of business names; each holds `{t}` (trade) and `{s}` (surname), so that a
    /// combination of three indexes never repeats.
    pub patterns: &'static [&'static str],
    /// Street names.
    pub streets: &'static [&'static str],
    /// Where the house number stands.
    pub house_number: HouseNumber,
    /// Second address lines, with `#` for a digit.
    pub second_lines: &'static [&'static str],
    /// Towns.
    pub towns: &'static [Town],
    /// Telephone numbers of an office, with `#` for a digit.
    pub phones: &'static [&'static str],
    /// Numbers of mobile telephones, with `#` for a digit.
    pub mobiles: &'static [&'static str],
    /// Occupations.
    pub jobs: &'static [&'static str],
}

/// The countries, repeated by how many of twenty customers live there.
pub const ROUND: [&Culture; 20] = [
    &french::FRANCE,
    &german::GERMANY,
    &slavic::POLAND,
    &english::BRITAIN,
    &french::FRANCE,
    &nordic::ICELAND,
    &german::GERMANY,
    &latin::ITALY,
    &french::FRANCE,
    &slavic::CZECHIA,
    &english::IRELAND,
    &german::GERMANY,
    &nordic::SWEDEN,
    &french::FRANCE,
    &english::UNITED_STATES,
    &german::SWITZERLAND,
    &latin::SPAIN,
    &nordic::DENMARK,
    &slavic::POLAND,
    &french::BELGIUM,
];

/// The words of a country; France's for one that has none.
pub fn culture_of(country: &str) -> &'static Culture {
    ROUND
        .iter()
        .find(|culture| culture.country == country)
        .copied()
        .unwrap_or(&french::FRANCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_words_and_every_pattern_its_places() {
        for culture in ROUND {
            assert!(!culture.families.is_empty(), "{}", culture.country);
            for family in culture.families {
                assert!(family.given.len() >= 8 && family.surnames.len() >= 8);
            }
            for list in [culture.trades, culture.streets, culture.jobs] {
                assert!(list.len() >= 6, "{}", culture.country);
            }
            assert!(culture.towns.len() >= 5 && !culture.phones.is_empty());
            assert!(!culture.mobiles.is_empty() && !culture.second_lines.is_empty());
            for pattern in culture.patterns {
                assert!(
                    pattern.contains("{t}") && pattern.contains("{s}"),
                    "{pattern}"
                );
            }
        }
    }

    #[test]
    fn words_fit_the_narrower_side() {
        for culture in ROUND {
            assert!(
                culture
                    .towns
                    .iter()
                    .all(|town| town.name.chars().count() <= 30)
            );
            assert!(culture.jobs.iter().all(|job| job.chars().count() <= 30));
            let numbers = culture.phones.iter().chain(culture.mobiles);
            assert!(
                numbers
                    .clone()
                    .all(|number| number.len() <= 30 && number.starts_with('+'))
            );
        }
    }
}
