//! Businesses that buy from the demo company: what is true about them, before either system knows it.

use rust_decimal::Decimal;

use super::{
    cultures::{Culture, HouseNumber, ROUND, Town, culture_of},
    dice::{Dice, Topic},
    text::{numbered, plain},
};

/// A business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Business {
    /// Its name, unlike every other business's of the same kind in the same world.
    pub name: String,
    /// Where it is.
    pub address: Address,
    /// Office telephone; empty when nobody noted it.
    pub phone: String,
    /// Its e-mail address, unlike every other business's.
    pub email: String,
    /// Its web site; empty when it has none.
    pub website: String,
    /// ISO 4217 code of the currency it is invoiced in.
    pub currency: &'static str,
    /// Number of its payment terms in the fixed table.
    pub terms: usize,
    /// Number of its shipment method in the fixed table.
    pub shipment: usize,
    /// Number of its salesperson in the fixed table.
    pub salesperson: usize,
    /// How much it may owe, in its currency; zero when nothing was agreed.
    pub credit_limit: Decimal,
}

/// An address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Street and number.
    pub line1: String,
    /// Floor, box, building; mostly empty.
    pub line2: String,
    /// Town.
    pub city: String,
    /// Postal code.
    pub post_code: String,
    /// State, canton, county; often empty.
    pub state: String,
    /// ISO 3166 country code.
    pub country: &'static str,
}

/// How many customers are invoiced in the currency that has no exchange rate, whatever the size of the world.
pub const WITHOUT_RATE: u64 = 2;

/// Currency of the demo company itself.
pub const LOCAL_CURRENCY: &str = "EUR";

/// The customers that come first: written by hand, since they are what a visitor sees first.
const FIRST: [(&str, usize); 12] = [
    ("L'Épicerie d'Anaïs", 0),
    ("Buchhandlung Großkopf & Töchter", 1),
    ("Introligatornia Pod Trzema Żurawiami", 2),
    ("O'Neill & Daughters Bookbinders Ltd", 3),
    (
        "Ets Châtaignier, Lézardière et Cie — papiers, encres et reliures d'art depuis 1887",
        4,
    ),
    ("Bókabúð Þorgeirs og Ásdísar ehf.", 5),
    ("Süßkind'sche Kunsthandlung", 6),
    ("Legatoria all’Antico Torchio", 7),
    ("Le Cœur à l'Ouvrage", 8),
    ("Knihařství Růžena Šťastná", 9),
    ("Siopa Leabhar Uí Mháille", 10),
    ("Quillfeather & Inkpen", 14),
];

/// Customer number `index` of the world with this seed.
pub fn business(seed: u64, index: u64) -> Business {
    let mut dice = Dice::new(seed, Topic::Business, index);
    let mut business = describe(Topic::Business, seed, index, &mut dice);
    if business.currency == "ISK" && index >= 20 * WITHOUT_RATE {
        business.currency = LOCAL_CURRENCY;
    }
    business
}

/// Prospect number `index`: a business that only the sales team knows.
pub fn prospect(seed: u64, index: u64) -> Business {
    let mut dice = Dice::new(seed, Topic::Prospect, index);
    let mut business = describe(Topic::Prospect, seed, index, &mut dice);
    if business.currency == "ISK" {
        business.currency = LOCAL_CURRENCY;
    }
    business
}

fn describe(topic: Topic, seed: u64, index: u64, dice: &mut Dice) -> Business {
    let by_hand = match topic {
        Topic::Business => usize::try_from(index)
            .ok()
            .and_then(|index| FIRST.get(index)),
        _ => None,
    };
    let round = ROUND.len() as u64;
    let slot = by_hand.map_or_else(
        || usize::try_from(index % round).unwrap_or(0),
        |(_, slot)| *slot,
    );
    let culture = ROUND.get(slot).copied().unwrap_or_else(|| culture_of("FR"));
    let town = dice.pick(culture.towns);
    let name = match by_hand {
        Some((name, _)) => (*name).to_owned(),
        None => shop_name(culture, topic, seed, index),
    };
    let kind = if topic == Topic::Prospect { "p" } else { "" };
    let local = plain(&name, 40);
    let domain = dice.pick(&["example.com", "example.org", "example.net"]);
    let agreed = dice.below(100) < 70;
    Business {
        address: address(culture, town, dice),
        phone: if dice.one_in(20) {
            String::new()
        } else {
            numbered(dice.pick(culture.phones), dice)
        },
        email: format!("{local}.{kind}{}@{domain}", index + 1),
        website: if dice.one_in(3) {
            format!("https://www.{domain}/{local}")
        } else {
            String::new()
        },
        currency: culture.currency,
        terms: dice.below(1000) as usize,
        shipment: dice.below(1000) as usize,
        salesperson: dice.below(1000) as usize,
        credit_limit: if agreed {
            Decimal::from(500 * (1 + dice.below(80)))
        } else {
            Decimal::ZERO
        },
        name,
    }
}

/// An address of a culture in one of its towns.
pub(super) fn address(culture: &Culture, town: Town, dice: &mut Dice) -> Address {
    let (street, number) = (dice.pick(culture.streets), 1 + dice.below(148));
    Address {
        line1: match culture.house_number {
            HouseNumber::First => format!("{number} {street}"),
            HouseNumber::Last => format!("{street} {number}"),
        },
        line2: if dice.one_in(6) {
            numbered(dice.pick(culture.second_lines), dice)
        } else {
            String::new()
        },
        city: town.name.to_owned(),
        post_code: numbered(town.post_code, dice),
        state: town.state.to_owned(),
        country: culture.country,
    }
}

/// A shop's name that no other index of the same topic has.
///
/// The index counts through all combinations of surname, trade and pattern of its culture in a
/// scattered order; when they are used up, a town tells branches apart, then a number.
fn shop_name(culture: &Culture, topic: Topic, seed: u64, index: u64) -> String {
    let Some(family) = culture.families.first() else {
        return String::new();
    };
    let same: Vec<usize> = (0..ROUND.len())
        .filter(|slot| {
            ROUND
                .get(*slot)
                .is_some_and(|other| other.country == culture.country)
        })
        .collect();
    let round = ROUND.len() as u64;
    let rank = same
        .iter()
        .position(|slot| *slot as u64 == index % round)
        .unwrap_or(0);
    // Prospects take every second combination from the other half, so that they do not share names with customers.
    let serial =
        2 * (index / round * same.len() as u64 + rank as u64) + u64::from(topic == Topic::Prospect);
    let (surnames, trades, patterns) = (
        family.surnames.len() as u64,
        culture.trades.len() as u64,
        culture.patterns.len() as u64,
    );
    let all = (surnames * trades * patterns).max(1);
    let (cycle, place) = (serial / all, serial % all);
    // 7919 is a prime that divides none of the list lengths: multiplying by it is a permutation.
    let at = (place * 7919 + Dice::new(seed, Topic::Fixed, 0).below_wide(all)) % all;
    let word = |list: &[&'static str], at: u64| {
        usize::try_from(at)
            .ok()
            .and_then(|at| list.get(at))
            .copied()
            .unwrap_or_default()
    };
    let name = word(culture.patterns, at / (surnames * trades))
        .replace("{t}", word(culture.trades, at / surnames % trades))
        .replace("{s}", word(family.surnames, at % surnames));
    match cycle {
        0 => name,
        cycle => match usize::try_from(cycle - 1)
            .ok()
            .and_then(|at| culture.towns.get(at))
        {
            Some(town) => format!("{name}, {}", town.name),
            None => format!("{name} ({cycle})"),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_same_seed_and_index_give_the_same_business() {
        assert_eq!(business(7, 1234), business(7, 1234));
        assert_ne!(business(7, 1234), business(8, 1234));
    }

    #[test]
    fn names_and_addresses_of_customers_and_prospects_never_repeat() {
        let customers = (0..60_000).map(|index| business(7, index));
        let prospects = (0..6_000).map(|index| prospect(7, index));
        let (mut names, mut emails) = (HashSet::new(), HashSet::new());
        for each in customers.chain(prospects) {
            assert!(emails.insert(each.email.clone()), "{}", each.email);
            assert!(names.insert(each.name.clone()), "{}", each.name);
        }
    }

    #[test]
    fn texts_fit_business_central() {
        let most = |text: &str, limit: usize| assert!(text.chars().count() <= limit, "{text}");
        for index in (0..5_000).chain(999_000..1_000_000) {
            let each = business(3, index);
            most(&each.name, 100);
            most(&each.address.line1, 100);
            most(&each.address.line2, 50);
            most(&each.address.city, 30);
            most(&each.address.post_code, 20);
            most(&each.address.state, 30);
            most(&each.phone, 30);
            most(&each.email, 80);
            most(&each.website, 200);
        }
    }

    #[test]
    fn only_the_stated_number_of_customers_lacks_an_exchange_rate() {
        let krona = (0..20_000)
            .filter(|index| business(7, *index).currency == "ISK")
            .count();
        assert_eq!(krona as u64, WITHOUT_RATE);
    }
}
