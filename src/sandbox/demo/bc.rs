//! What Business Central holds at the beginning of the demo, as bodies that its own rules accept.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    article::{Kind, article},
    business::{LOCAL_CURRENCY, business},
    ids::{self, BcTable},
    ledger::{CURRENCIES, Code, SELLERS, SHIPMENTS, TERMS, UNITS, salespeople},
    person::person,
    presence::{DemoOptions, Presence},
};
use crate::{sandbox::system::given::Values, sandbox_values};

/// A record to be created: its entity set and its body.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The entity set.
    pub set: &'static str,
    /// The body, the id first.
    pub values: Values,
}

fn record(set: &'static str, values: Values) -> Record {
    Record { set, values }
}

/// The number of customer `index`.
pub fn customer_number(index: u64) -> String {
    format!("C{}", 10_001 + index)
}

/// The number of the contact who is person `index`.
pub fn contact_number(index: u64) -> String {
    format!("P{}", 20_001 + index)
}

/// The rows of the small tables, in an order in which each finds what it refers to.
pub fn fixed(seed: u64) -> impl Iterator<Item = Record> {
    let currencies = CURRENCIES.iter().zip(0..).map(move |(each, index)| {
        record(
            "currencies",
            sandbox_values![
                "id" => ids::bc(seed, BcTable::Currency, index),
                "code" => each.code,
                "displayName" => each.name,
                "symbol" => each.symbol,
            ],
        )
    });
    let terms = TERMS.iter().zip(0..).map(move |(each, index)| {
        let mut values = coded(ids::bc(seed, BcTable::Terms, index), each);
        values.extend(sandbox_values!["dueDateCalculation" => each.extra]);
        record("paymentTerms", values)
    });
    let shipments = SHIPMENTS.iter().zip(0..).map(move |(each, index)| {
        record(
            "shipmentMethods",
            coded(ids::bc(seed, BcTable::Shipment, index), each),
        )
    });
    let units = UNITS.iter().zip(0..).map(move |(each, index)| {
        let mut values = coded(ids::bc(seed, BcTable::Unit, index), each);
        values.extend(sandbox_values!["symbol" => each.extra]);
        record("unitsOfMeasure", values)
    });
    let sellers = SELLERS.iter().zip(0..).filter_map(move |(each, index)| {
        Some(record(
            "salespeoplePurchasers",
            sandbox_values![
                "id" => ids::bc(seed, BcTable::Seller, index),
                "code" => each.code?,
                "displayName" => format!("{} {}", each.given, each.surname).as_str(),
                "email" => each.email,
                "phoneNo" => each.mobile,
                "jobTitle" => each.job,
            ],
        ))
    });
    currencies
        .chain(terms)
        .chain(shipments)
        .chain(units)
        .chain(sellers)
}

fn coded(id: Uuid, code: &Code) -> Values {
    sandbox_values!["id" => id, "code" => code.code, "displayName" => code.name]
}

/// An exchange rate of the company's currency table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// The foreign currency.
    pub code: &'static str,
    /// So many units of it …
    pub amount: Decimal,
    /// … are worth so much of the company's currency.
    pub relational_amount: Decimal,
}

/// The exchange rates; one currency has none.
pub fn rates() -> impl Iterator<Item = Rate> {
    CURRENCIES.iter().filter_map(|each| {
        let (units, hundredths) = each.rate?;
        Some(Rate {
            code: each.code,
            amount: Decimal::from(units),
            relational_amount: Decimal::new(i64::from(hundredths), 2),
        })
    })
}

/// The payment terms of customer `index`: what Dataverse's option set lacks, only customers have that Dataverse does not know.
pub(super) fn terms(seed: u64, index: u64, choice: usize) -> usize {
    choose(&TERMS, Presence::of(seed, index), choice)
}

/// The shipment method of customer `index`, by the same rule.
pub(super) fn shipment(seed: u64, index: u64, choice: usize) -> usize {
    choose(&SHIPMENTS, Presence::of(seed, index), choice)
}

fn choose(codes: &[Code], presence: Presence, choice: usize) -> usize {
    let known = codes.iter().filter(|code| code.option.is_some()).count();
    let among = if presence == Presence::Unknown {
        codes.len()
    } else {
        known
    };
    choice.checked_rem(among).unwrap_or(0)
}

/// Customer `index`.
pub fn customer(seed: u64, index: u64) -> Record {
    let each = business(seed, index);
    let seller = SELLERS.get(each.salesperson % salespeople().max(1));
    let currency = match CURRENCIES
        .iter()
        .zip(0..)
        .find(|(known, _)| known.code == each.currency)
    {
        Some((_, at)) if each.currency != LOCAL_CURRENCY => ids::bc(seed, BcTable::Currency, at),
        _ => Uuid::nil(),
    };
    let terms = terms(seed, index, each.terms) as u64;
    let shipment = shipment(seed, index, each.shipment) as u64;
    record(
        "customers",
        sandbox_values![
            "id" => ids::bc(seed, BcTable::Customer, index),
            "number" => customer_number(index).as_str(),
            "displayName" => each.name.as_str(),
            "type" => "Company",
            "addressLine1" => each.address.line1.as_str(),
            "addressLine2" => each.address.line2.as_str(),
            "city" => each.address.city.as_str(),
            "state" => each.address.state.as_str(),
            "country" => each.address.country,
            "postalCode" => each.address.post_code.as_str(),
            "phoneNumber" => each.phone.as_str(),
            "email" => each.email.as_str(),
            "website" => each.website.as_str(),
            "salespersonCode" => seller.and_then(|seller| seller.code).unwrap_or_default(),
            "creditLimit" => each.credit_limit,
            "currencyId" => currency,
            "paymentTermsId" => ids::bc(seed, BcTable::Terms, terms),
            "shipmentMethodId" => ids::bc(seed, BcTable::Shipment, shipment),
        ],
    )
}

/// The contact who is person `index`; `company_number` is the number of the customer's company contact.
pub fn contact(options: DemoOptions, index: u64, company_number: &str) -> Record {
    let each = person(options.seed, index, options.employer(index));
    record(
        "contacts",
        sandbox_values![
            "id" => ids::bc(options.seed, BcTable::Person, index),
            "number" => contact_number(index).as_str(),
            "type" => "Person",
            "displayName" => each.name().as_str(),
            "jobTitle" => each.job.as_str(),
            "companyNumber" => company_number,
            "addressLine1" => each.address.line1.as_str(),
            "addressLine2" => each.address.line2.as_str(),
            "city" => each.address.city.as_str(),
            "state" => each.address.state.as_str(),
            "country" => each.address.country,
            "postalCode" => each.address.post_code.as_str(),
            "phoneNumber" => each.phone.as_str(),
            "mobilePhoneNumber" => each.mobile.as_str(),
            "email" => each.email.as_str(),
        ],
    )
}

/// Item `index`.
pub fn item(seed: u64, index: u64) -> Record {
    let each = article(seed, index);
    record(
        "items",
        sandbox_values![
            "id" => ids::bc(seed, BcTable::Item, index),
            "number" => each.number.as_str(),
            "displayName" => each.name.as_str(),
            "type" => match each.kind {
                Kind::Stock => "Inventory",
                Kind::OnDemand => "Non_x002D_Inventory",
                Kind::Service => "Service",
            },
            "baseUnitOfMeasureId" => ids::bc(seed, BcTable::Unit, each.unit as u64),
            "unitPrice" => each.price,
            "unitCost" => each.cost,
        ],
    )
}
