//! The small fixed tables of the demo company: currencies, terms, shipment methods, units, salespeople.

use rust_decimal::Decimal;

/// A foreign currency of the Business Central company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217 code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its sign.
    pub symbol: &'static str,
    /// So many units of it are worth so many hundredths of the company's currency.
    pub rate: Option<(u32, u32)>,
    /// Whether Dataverse knows it from the start.
    pub in_dataverse: bool,
}

impl Currency {
    /// Units of this currency for one unit of the company's own, as Dataverse counts; `None` without a rate.
    pub fn per_local(&self) -> Option<Decimal> {
        let (units, hundredths) = self.rate?;
        let rate = Decimal::from(units).checked_div(Decimal::new(i64::from(hundredths), 2))?;
        Some(rate.round_dp(10))
    }
}

/// The foreign currencies. One has no exchange rate, so that an error of real life shows; one is
/// not in Dataverse yet, so that the first synchronisation creates it.
pub const CURRENCIES: [Currency; 9] = [
    currency("CHF", "Swiss franc", "CHF", Some((1, 107)), true),
    currency("CZK", "Czech koruna", "Kč", Some((100, 404)), false),
    currency("DKK", "Danish krone", "kr.", Some((100, 1340)), true),
    currency("GBP", "Pound sterling", "£", Some((1, 115)), true),
    currency("ISK", "Icelandic króna", "kr", None, false),
    currency("NOK", "Norwegian krone", "kr", Some((100, 850)), true),
    currency("PLN", "Polish złoty", "zł", Some((100, 2350)), true),
    currency("SEK", "Swedish krona", "kr", Some((100, 890)), true),
    currency("USD", "US dollar", "$", Some((1, 92)), true),
];

const fn currency(
    code: &'static str,
    name: &'static str,
    symbol: &'static str,
    rate: Option<(u32, u32)>,
    in_dataverse: bool,
) -> Currency {
    Currency {
        code,
        name,
        symbol,
        rate,
        in_dataverse,
    }
}

/// A code with a caption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub code: &'static str,
    /// What it means.
    pub name: &'static str,
    /// A date formula for payment terms, a symbol for units; empty for shipment methods.
    pub extra: &'static str,
    /// The option value in Dataverse, when its option set has it from the start.
    pub option: Option<i32>,
}

const fn code(
    code: &'static str,
    name: &'static str,
    extra: &'static str,
    option: Option<i32>,
) -> Code {
    Code {
        code,
        name,
        extra,
        option,
    }
}

/// Payment terms; Dataverse's option set knows only some of them.
pub const TERMS: [Code; 7] = [
    code("14D", "14 days net", "14D", Some(1)),
    code("30D", "30 days net", "30D", Some(2)),
    code("60D", "60 days net", "60D", Some(4)),
    code("PREPAY", "Paid in advance", "0D", None),
    code("7D", "7 days net", "7D", None),
    code("30DEOM", "30 days, end of month", "30D+CM", None),
    code("45DEOM", "45 days, end of month", "45D+CM", None),
];

/// Shipment methods; Dataverse's option set knows only some of them.
pub const SHIPMENTS: [Code; 5] = [
    code("COURIER", "Courier to the door", "", Some(1)),
    code("PICKUP", "Picked up at the warehouse", "", Some(2)),
    code("DAP", "Delivered at place", "", None),
    code("EXW", "Ex works", "", None),
    code("PALLET", "Pallet by road haulier", "", None),
];

/// Units of measure; Dataverse has a unit group for those with an option value.
pub const UNITS: [Code; 7] = [
    code("PCS", "Piece", "pc", Some(0)),
    code("PACK", "Pack", "pk", Some(1)),
    code("SHEET", "Sheet", "sh", Some(2)),
    code("M", "Metre", "m", None),
    code("SET", "Set", "set", None),
    code("BOTTLE", "Bottle", "btl", Some(5)),
    code("HOUR", "Hour", "h", None),
];

/// Somebody who sells, in one or both systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seller {
    /// Code in Business Central; `None` for a Dataverse user who is no salesperson there yet.
    pub code: Option<&'static str>,
    /// First name.
    pub given: &'static str,
    /// Surname.
    pub surname: &'static str,
    /// E-mail address, by which the two systems' people are matched.
    pub email: &'static str,
    /// Mobile telephone.
    pub mobile: &'static str,
    /// Occupation.
    pub job: &'static str,
}

const fn seller(
    code: Option<&'static str>,
    given: &'static str,
    surname: &'static str,
    email: &'static str,
    mobile: &'static str,
    job: &'static str,
) -> Seller {
    Seller {
        code,
        given,
        surname,
        email,
        mobile,
        job,
    }
}

/// The sales team: six are in both systems, two only in Dataverse.
pub const SELLERS: [Seller; 8] = [
    seller(
        Some("ADV"),
        "Apolline",
        "de Vauclair",
        "apolline@example.com",
        "+33 6 39 98 00 11",
        "Sales Director",
    ),
    seller(
        Some("JSC"),
        "Jörg",
        "Schäuffele",
        "joerg@example.com",
        "+49 152 28817 112",
        "Account Manager",
    ),
    seller(
        Some("MON"),
        "Maeve",
        "O'Neill",
        "maeve@example.com",
        "+353 20 912 0013",
        "Account Manager",
    ),
    seller(
        Some("LZU"),
        "Łucja",
        "Żuraw",
        "lucja@example.com",
        "+48 400 000 114",
        "Account Manager",
    ),
    seller(
        Some("TAE"),
        "Þórður",
        "Ægisson",
        "thordur@example.com",
        "+354 201 0015",
        "Field Sales",
    ),
    seller(
        Some("NPS"),
        "Niccolò",
        "Pietrasanta",
        "niccolo@example.com",
        "+39 300 00 00 016",
        "Field Sales",
    ),
    seller(
        None,
        "Siân",
        "Penhaligan",
        "sian@example.com",
        "+44 7700 900017",
        "Inside Sales",
    ),
    seller(
        None,
        "Růžena",
        "Dlouhá",
        "ruzena@example.com",
        "+420 100 200 018",
        "Inside Sales",
    ),
];

/// How many sellers Business Central knows.
pub fn salespeople() -> usize {
    SELLERS
        .iter()
        .filter(|seller| seller.code.is_some())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_currency_lacks_a_rate_and_one_with_a_rate_is_new_to_dataverse() {
        let lacking = CURRENCIES.iter().filter(|each| each.per_local().is_none());
        assert_eq!(lacking.map(|each| each.code).collect::<Vec<_>>(), ["ISK"]);
        let new = CURRENCIES
            .iter()
            .filter(|each| !each.in_dataverse && each.rate.is_some());
        assert_eq!(new.map(|each| each.code).collect::<Vec<_>>(), ["CZK"]);
    }

    #[test]
    fn codes_and_texts_fit_business_central() {
        for each in TERMS.iter().chain(&SHIPMENTS).chain(&UNITS) {
            assert!(each.code.len() <= 10 && each.name.len() <= 50);
        }
        for each in CURRENCIES {
            assert!(each.name.chars().count() <= 30 && each.symbol.chars().count() <= 10);
        }
        for each in SELLERS {
            assert!(each.job.len() <= 30 && each.mobile.len() <= 30);
        }
    }
}
