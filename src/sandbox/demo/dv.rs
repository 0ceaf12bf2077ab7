//! What Dataverse holds at the beginning of the demo, as bodies that its own rules accept.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    article::{Kind, article},
    bc::{Record, customer_number, shipment, terms},
    business::{Address, Business, LOCAL_CURRENCY, business, prospect},
    cultures::culture_of,
    dice::{Dice, Topic},
    ids::{self, DvTable},
    ledger::{CURRENCIES, Code, SELLERS, SHIPMENTS, TERMS, UNITS, salespeople},
    person::{Person, person},
    presence::{DemoOptions, Presence, TOO_LONG},
    text::{numbered, plain},
};
use crate::{
    sandbox::system::given::{Given, Values},
    sandbox_values,
};

/// Rows of the service that exist before the demo's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The base currency.
    pub base_currency: Uuid,
    /// The root business unit.
    pub business_unit: Uuid,
}

fn record(set: &'static str, values: Values) -> Record {
    Record { set, values }
}

fn bind(set: &str, id: Uuid) -> Given {
    Given::Bind {
        set: set.to_owned(),
        id,
    }
}

/// The rows of the small tables, in an order in which each finds what it refers to.
pub fn fixed(seed: u64, given: Ground) -> impl Iterator<Item = Record> {
    let known = CURRENCIES
        .iter()
        .zip(0..)
        .filter(|(each, _)| each.in_dataverse);
    let currencies = known.filter_map(move |(each, index)| {
        Some(record(
            "transactioncurrencies",
            sandbox_values![
                "transactioncurrencyid" => ids::dv(seed, DvTable::Currency, index),
                "isocurrencycode" => each.code,
                "currencyname" => each.name,
                "currencysymbol" => each.symbol,
                "currencyprecision" => 2_i64,
                // Last quarter's rate: the first synchronisation brings today's.
                "exchangerate" => (each.per_local()? * Decimal::new(1013, 3)).round_dp(10),
            ],
        ))
    });
    let users = SELLERS.iter().zip(0_u32..).map(move |(each, number)| {
        let mut values = sandbox_values![
            "systemuserid" => ids::dv(seed, DvTable::User, u64::from(number)),
            "firstname" => each.given,
            "lastname" => each.surname,
            "internalemailaddress" => each.email,
            "domainname" => each.email,
            "mobilephone" => each.mobile,
            "jobtitle" => each.job,
            "accessmode" => 0_i64,
            "caltype" => 0_i64,
            "defaultodbfoldername" => "Raccord",
            "emailrouteraccessapproval" => 1_i64,
            "identityid" => 100 + i64::from(number),
            "incomingemaildeliverymethod" => 2_i64,
            "invitestatuscode" => 4_i64,
            "isintegrationuser" => false,
            "islicensed" => true,
            "issyncwithdirectory" => true,
            "outgoingemaildeliverymethod" => 2_i64,
            "setupuser" => false,
            "userlicensetype" => 1_i64,
        ];
        values.push((
            "businessunitid".to_owned(),
            bind("businessunits", given.business_unit),
        ));
        record("systemusers", values)
    });
    currencies.chain(users)
}

/// Unit group number `unit`; `None` when Dataverse lacks it.
pub fn unit_group(seed: u64, unit: usize) -> Option<Record> {
    let code = UNITS.get(unit)?;
    code.option?;
    let id = ids::dv(seed, DvTable::UnitGroup, unit as u64);
    let group = record(
        "uomschedules",
        sandbox_values![
            "uomscheduleid" => id,
            "name" => format!("BC {}", code.code).as_str(),
            "baseuomname" => code.code,
        ],
    );
    Some(group)
}

/// The accounts that Dataverse has for customer `index`: none, one or two.
pub fn accounts(seed: u64, index: u64, given: Ground) -> Vec<Record> {
    let each = business(seed, index);
    let terms = option_of(&TERMS, terms(seed, index, each.terms));
    let shipment = option_of(&SHIPMENTS, shipment(seed, index, each.shipment));
    let make = |table, name: &str, numbered: bool| {
        let mut values = account(seed, &each, ids::dv(seed, table, index), name, given);
        if numbered {
            values.extend(sandbox_values!["accountnumber" => customer_number(index).as_str()]);
        }
        if let Some(option) = terms {
            values.extend(sandbox_values!["paymenttermscode" => i64::from(option)]);
        }
        if let Some(option) = shipment {
            values.extend(sandbox_values!["address1_freighttermscode" => i64::from(option)]);
        }
        // An amount would bring the base currency along where Dataverse does not know the customer's yet.
        let agreed = each.credit_limit > Decimal::ZERO && currency(seed, &each, given).is_some();
        if agreed && Dice::new(seed, Topic::Presence, !index).below(5) > 0 {
            values.extend(sandbox_values!["creditlimit" => each.credit_limit]);
        }
        record("accounts", values)
    };
    match Presence::of(seed, index) {
        Presence::Same => vec![make(DvTable::Account, &each.name, true)],
        Presence::OtherSpelling => vec![make(DvTable::Account, &misspelt(&each.name), true)],
        Presence::WithoutNumber => vec![make(DvTable::Account, &each.name, false)],
        Presence::Twice => vec![
            make(DvTable::Account, &each.name, false),
            make(DvTable::SecondAccount, &each.name, false),
        ],
        Presence::Unknown => Vec::new(),
    }
}

fn option_of(codes: &[Code], at: usize) -> Option<i32> {
    codes.get(at)?.option
}

/// A name as somebody typed it who was in a hurry.
fn misspelt(name: &str) -> String {
    for (right, hurried) in [
        (" & ", " and "),
        ("ß", "ss"),
        ("é", "e"),
        ("ö", "oe"),
        ("ł", "l"),
        ("š", "s"),
        ("ð", "d"),
        ("'", "’"),
        (" GmbH", " Gmbh"),
        ("-", " "),
        ("ll", "l"),
    ] {
        if name.contains(right) {
            return name.replacen(right, hurried, 1);
        }
    }
    name.to_uppercase()
}

/// Prospect `index`: the first few have names that Business Central cannot hold.
pub fn prospect_account(seed: u64, index: u64, given: Ground) -> Record {
    let each = prospect(seed, index);
    let name = if index < TOO_LONG {
        format!(
            "{} — association for the preservation of hand papermaking, letterpress printing and bookbinding",
            each.name
        )
    } else {
        each.name.clone()
    };
    record(
        "accounts",
        account(
            seed,
            &each,
            ids::dv(seed, DvTable::Prospect, index),
            &name,
            given,
        ),
    )
}

fn account(seed: u64, each: &Business, id: Uuid, name: &str, given: Ground) -> Values {
    let owner = (each.salesperson % salespeople().max(1)) as u64;
    let mut values =
        sandbox_values!["accountid" => id, "name" => name, "customertypecode" => 3_i64];
    values.extend(placed(&each.address));
    values.extend(texts([
        ("telephone1", each.phone.as_str()),
        ("emailaddress1", &each.email),
        ("websiteurl", &each.website),
    ]));
    if let Some(currency) = currency(seed, each, given) {
        values.push((
            "transactioncurrencyid".to_owned(),
            bind("transactioncurrencies", currency),
        ));
    }
    values.push((
        "ownerid".to_owned(),
        bind("systemusers", ids::dv(seed, DvTable::User, owner)),
    ));
    values
}

fn placed(address: &Address) -> Values {
    texts([
        ("address1_line1", address.line1.as_str()),
        ("address1_line2", &address.line2),
        ("address1_city", &address.city),
        ("address1_stateorprovince", &address.state),
        ("address1_country", address.country),
        ("address1_postalcode", &address.post_code),
    ])
}

/// The currency of an account; `None` where Dataverse does not know it yet: the sales team left it empty.
fn currency(seed: u64, each: &Business, given: Ground) -> Option<Uuid> {
    if each.currency == LOCAL_CURRENCY {
        return Some(given.base_currency);
    }
    let (known, index) = CURRENCIES
        .iter()
        .zip(0..)
        .find(|(known, _)| known.code == each.currency)?;
    known
        .in_dataverse
        .then(|| ids::dv(seed, DvTable::Currency, index))
}

/// Dataverse holds nothing where Business Central holds an empty text.
fn texts<'a>(pairs: impl IntoIterator<Item = (&'static str, &'a str)>) -> Values {
    let filled = pairs.into_iter().filter(|(_, text)| !text.is_empty());
    filled
        .map(|(name, text)| (name.to_owned(), Given::from(text)))
        .collect()
}

/// The Dataverse contact of person `index`, who works at a customer; `None` when Dataverse does not know the person.
pub fn contact(options: DemoOptions, index: u64) -> Option<Record> {
    let employer = options.employer(index);
    let presence = Presence::of(options.seed, employer);
    let known = !matches!(presence, Presence::Unknown | Presence::Twice)
        && (employer < 12
            || Dice::new(options.seed, Topic::Presence, !index ^ 1 << 40).below(10) < 6);
    known.then(|| {
        let each = person(options.seed, index, employer);
        let mut values = someone(&each, ids::dv(options.seed, DvTable::Person, index));
        let account = ids::dv(options.seed, DvTable::Account, employer);
        values.push((
            "parentcustomerid_account".to_owned(),
            bind("accounts", account),
        ));
        record("contacts", values)
    })
}

/// Somebody who works at prospect `index`; every third prospect has one, and the first whose name Business Central can hold.
pub fn prospect_contact(seed: u64, index: u64) -> Option<Record> {
    let (employer, mut dice) = (
        prospect(seed, index),
        Dice::new(seed, Topic::Person, !index),
    );
    (dice.one_in(3) || index == TOO_LONG).then(|| {
        let each = newcomer(&employer, &mut dice, index);
        let mut values = someone(&each, ids::dv(seed, DvTable::ProspectPerson, index));
        let account = ids::dv(seed, DvTable::Prospect, index);
        values.push((
            "parentcustomerid_account".to_owned(),
            bind("accounts", account),
        ));
        record("contacts", values)
    })
}

/// Contact `index` of those who belong to no account.
pub fn stray_contact(seed: u64, index: u64) -> Record {
    let (employer, mut dice) = (prospect(seed, index), Dice::new(seed, Topic::Fixed, index));
    let mut each = newcomer(&employer, &mut dice, index);
    each.email = format!("stray.{}", each.email);
    record(
        "contacts",
        someone(&each, ids::dv(seed, DvTable::Stray, index)),
    )
}

fn newcomer(employer: &Business, dice: &mut Dice, index: u64) -> Person {
    let culture = culture_of(employer.address.country);
    let (given, surname) = culture.families.first().map_or(("", ""), |family| {
        (dice.pick(family.given), dice.pick(family.surnames))
    });
    let domain = employer.email.rsplit('@').next().unwrap_or("example.com");
    Person {
        business: index,
        given,
        surname,
        // A title of the length that sales teams like and Business Central does not take.
        job: if index == TOO_LONG {
            "Deputy Head of Procurement, Conservation and Special Collections".to_owned()
        } else {
            dice.pick(culture.jobs).to_owned()
        },
        address: employer.address.clone(),
        phone: numbered(dice.pick(culture.phones), dice),
        mobile: String::new(),
        email: format!(
            "{}.p{}@{domain}",
            plain(&format!("{given} {surname}"), 40),
            index + 1
        ),
    }
}

fn someone(each: &Person, id: Uuid) -> Values {
    let mut values =
        sandbox_values!["contactid" => id, "firstname" => each.given, "lastname" => each.surname];
    values.extend(placed(&each.address));
    values.extend(texts([
        ("jobtitle", each.job.as_str()),
        ("telephone1", &each.phone),
        ("mobilephone", &each.mobile),
        ("emailaddress1", &each.email),
    ]));
    values
}

/// The product of article `index`, every other one of those whose unit Dataverse has; `unit` is that unit and its group.
pub fn product(seed: u64, index: u64, unit: Uuid, group: Uuid, given: Ground) -> Record {
    let each = article(seed, index);
    let mut values = sandbox_values![
        "productid" => ids::dv(seed, DvTable::Product, index),
        "productnumber" => each.number.as_str(),
        "name" => each.name.as_str(),
        "producttypecode" => match each.kind {
            Kind::Stock | Kind::OnDemand => 1_i64,
            Kind::Service => 3,
        },
        "productstructure" => 1_i64,
        "quantitydecimal" => 2_i64,
        // Some prices are last year's: the first synchronisation brings today's.
        "price" => if index % 10 == 3 { each.price - Decimal::new(50, 2) } else { each.price },
    ];
    values.push(("defaultuomid".to_owned(), bind("uoms", unit)));
    values.push((
        "defaultuomscheduleid".to_owned(),
        bind("uomschedules", group),
    ));
    values.push((
        "transactioncurrencyid".to_owned(),
        bind("transactioncurrencies", given.base_currency),
    ));
    record("products", values)
}

/// Whether Dataverse has a product for article `index`.
pub fn has_product(index: u64) -> bool {
    index.is_multiple_of(2)
}
