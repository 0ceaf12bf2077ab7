//! People who work at businesses.

use super::{
    business::{Address, business},
    cultures::culture_of,
    dice::{Dice, Topic},
    text::{numbered, plain},
};

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Number of the business that the person works at.
    pub business: u64,
    /// First name.
    pub given: &'static str,
    /// Surname.
    pub surname: &'static str,
    /// Occupation.
    pub job: String,
    /// Where to write to: the business's address.
    pub address: Address,
    /// Office telephone; empty when nobody noted it.
    pub phone: String,
    /// Mobile telephone; empty when nobody noted it.
    pub mobile: String,
    /// E-mail address, unlike everybody else's.
    pub email: String,
}

impl Person {
    /// First name and surname.
    pub fn name(&self) -> String {
        format!("{} {}", self.given, self.surname)
    }
}

/// Person number `index`, who works at business number `at`.
pub fn person(seed: u64, index: u64, at: u64) -> Person {
    let business = business(seed, at);
    let mut dice = Dice::new(seed, Topic::Person, index);
    let culture = culture_of(business.address.country);
    let family = culture
        .families
        .get(dice.below(u32::try_from(culture.families.len()).unwrap_or(1)) as usize);
    let (given, surname) = family.map_or(("", ""), |family| {
        (dice.pick(family.given), dice.pick(family.surnames))
    });
    let domain = business.email.rsplit('@').next().unwrap_or("example.com");
    Person {
        business: at,
        given,
        surname,
        job: dice.pick(culture.jobs).to_owned(),
        phone: if dice.one_in(4) {
            String::new()
        } else {
            numbered(dice.pick(culture.phones), &mut dice)
        },
        mobile: if dice.one_in(2) {
            String::new()
        } else {
            numbered(dice.pick(culture.mobiles), &mut dice)
        },
        email: format!(
            "{}.{}@{domain}",
            plain(&format!("{given} {surname}"), 40),
            index + 1
        ),
        address: business.address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_live_where_their_business_is() {
        for index in 0..200 {
            let someone = person(5, index, index / 2);
            assert_eq!(someone.address, business(5, index / 2).address);
            assert!(!someone.given.is_empty() && !someone.surname.is_empty());
            assert_eq!(someone, person(5, index, index / 2));
        }
    }

    #[test]
    fn texts_fit_both_sides() {
        for index in 0..3_000 {
            let someone = person(5, index, index);
            assert!(someone.name().chars().count() <= 100);
            assert!(someone.job.chars().count() <= 30);
            assert!(someone.email.len() <= 80);
        }
    }
}
