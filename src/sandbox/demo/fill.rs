//! Filling both emulated services with the demo company, through their own rules.

use uuid::Uuid;

use super::{
    bc::{self, Record},
    business::WITHOUT_RATE,
    dv::{self, Ground},
    edit::company,
    ledger::{CURRENCIES, SHIPMENTS, TERMS, UNITS},
    presence::{DemoOptions, Presence, WITHOUT_PARENT},
};
use crate::sandbox::system::{
    bc::Caller as BcCaller,
    dv::{
        Caller as DvCaller,
        choices::{ChoiceName, plain_label},
    },
    refusal::Refusal,
    world::World,
};

/// Why a demo could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DemoError {
    /// Business Central has no company to fill.
    #[error("demo_no_company: the emulated Business Central has no company")]
    NoCompany,
    /// A service refused a record: the demo and the service's rules disagree.
    #[error("demo_refused: {set}: {refusal}")]
    Refused {
        /// The entity set.
        set: &'static str,
        /// What the service said.
        refusal: Refusal,
    },
    /// A record that was just made cannot be found.
    #[error("demo_missing: {set}: a record that was just created is not there")]
    Missing {
        /// The entity set.
        set: &'static str,
    },
}

/// How much of what was put where, for stories whose numbers add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Customers in Business Central.
    pub customers: u64,
    /// People among the contacts in Business Central.
    pub people: u64,
    /// Items in Business Central.
    pub items: u64,
    /// Accounts in Dataverse.
    pub accounts: u64,
    /// Customers whose number one account carries.
    pub known_by_number: u64,
    /// Those of them whose account spells the name differently.
    pub other_spelling: u64,
    /// Customers with one account that has their name and e-mail address, but no number.
    pub without_number: u64,
    /// Customers whose e-mail address two accounts share.
    pub ambiguous: u64,
    /// Customers that Dataverse does not know.
    pub bc_only: u64,
    /// Accounts that Business Central does not know.
    pub dv_only: u64,
    /// Contacts in Dataverse.
    pub dv_contacts: u64,
    /// Products in Dataverse.
    pub products: u64,
    /// Currencies without an exchange rate, and customers who are invoiced in one.
    pub without_rate: u64,
}

/// Fills a fresh world.
///
/// Every record passes the rules of its service. On the way, what needs no answer from the other
/// records is not looked up: the cost grows with the number of records, not with its square.
///
/// # Errors
/// When a service refuses a record, which would be a fault of this program.
pub fn fill(world: &mut World, options: DemoOptions) -> Result<Census, DemoError> {
    let mut census = Census::default();
    fill_bc(world, options, &mut census)?;
    fill_dv(world, options, &mut census)?;
    Ok(census)
}

fn fill_bc(world: &mut World, options: DemoOptions, census: &mut Census) -> Result<(), DemoError> {
    let seed = options.seed;
    let company = company(world).ok_or(DemoError::NoCompany)?;
    let user = world.bc.user_named("APOLLINE");
    let caller = BcCaller { company, user };
    let make = |world: &mut World, record: Record| {
        let Record { set, values } = record;
        world
            .bc
            .create(caller, set, values)
            .map_err(|refusal| DemoError::Refused { set, refusal })
    };
    for record in bc::fixed(seed) {
        make(world, record)?;
    }
    for rate in bc::rates() {
        world
            .bc
            .set_exchange_rate(company, rate.code, rate.amount, rate.relational_amount)
            .map_err(|refusal| DemoError::Refused {
                set: "currencyExchangeRates",
                refusal,
            })?;
    }
    let mut person = 0;
    for index in 0..options.customers() {
        let employs = person < options.people() && options.employer(person) == index;
        // A company contact matters only where somebody works: large worlds do without the others.
        world.bc.settings.contact_for_customer = employs || index < 1_000;
        let customer = make(world, bc::customer(seed, index))?;
        let number = if employs {
            company_contact(world, company, customer)?
        } else {
            String::new()
        };
        while person < options.people() && options.employer(person) == index {
            make(world, bc::contact(options, person, &number))?;
            person += 1;
        }
        tally(census, Presence::of(seed, index));
    }
    world.bc.settings.contact_for_customer = true;
    for index in 0..options.articles() {
        make(world, bc::item(seed, index))?;
    }
    census.customers = options.customers();
    census.people = person;
    census.items = options.articles();
    let krona = options
        .customers()
        .saturating_sub(5)
        .div_ceil(20)
        .min(WITHOUT_RATE);
    census.without_rate =
        krona + CURRENCIES.iter().filter(|each| each.rate.is_none()).count() as u64;
    Ok(())
}

fn tally(census: &mut Census, presence: Presence) {
    match presence {
        Presence::Same => census.known_by_number += 1,
        Presence::OtherSpelling => {
            census.known_by_number += 1;
            census.other_spelling += 1;
        }
        Presence::WithoutNumber => census.without_number += 1,
        Presence::Twice => census.ambiguous += 1,
        Presence::Unknown => census.bc_only += 1,
    }
}

/// The number of the company contact that the service made for a customer.
fn company_contact(world: &World, company: Uuid, customer: Uuid) -> Result<String, DemoError> {
    world
        .bc
        .contact_of_customer(company, customer)
        .ok_or(DemoError::Missing { set: "contacts" })
}

fn fill_dv(world: &mut World, options: DemoOptions, census: &mut Census) -> Result<(), DemoError> {
    let seed = options.seed;
    let places = world.dv.places();
    let ground = Ground {
        base_currency: places.base_currency,
        business_unit: places.business_unit,
    };
    let caller = DvCaller {
        user: places.administrator,
    };
    let mut make = |world: &mut World, record: Record| {
        let Record { set, values } = record;
        world
            .dv
            .create(caller, set, values)
            .map_err(|refusal| DemoError::Refused { set, refusal })
    };
    options_of_accounts(world)?;
    for record in dv::fixed(seed, ground) {
        make(world, record)?;
    }
    for index in 0..options.customers() {
        for account in dv::accounts(seed, index, ground) {
            make(world, account)?;
            census.accounts += 1;
        }
    }
    for index in 0..options.prospects() {
        make(world, dv::prospect_account(seed, index, ground))?;
        census.accounts += 1;
        census.dv_only += 1;
    }
    let employed = (0..options.people()).filter_map(|index| dv::contact(options, index));
    let at_prospects =
        (0..options.prospects()).filter_map(|index| dv::prospect_contact(seed, index));
    let strays = (0..WITHOUT_PARENT).map(|index| dv::stray_contact(seed, index));
    for contact in employed.chain(at_prospects).chain(strays) {
        make(world, contact)?;
        census.dv_contacts += 1;
    }
    let units = unit_groups(world, seed, &mut make)?;
    for index in (0..options.articles()).filter(|index| dv::has_product(*index)) {
        let unit = super::article::article(seed, index).unit;
        if let Some((group, unit)) = units.get(unit).copied().flatten() {
            make(world, dv::product(seed, index, unit, group, ground))?;
            census.products += 1;
        }
    }
    Ok(())
}

/// The unit groups that Dataverse has from the start, each with its first unit, by the number of the unit.
fn unit_groups(
    world: &mut World,
    seed: u64,
    make: &mut impl FnMut(&mut World, Record) -> Result<Uuid, DemoError>,
) -> Result<Vec<Option<(Uuid, Uuid)>>, DemoError> {
    let mut units = Vec::new();
    for unit in 0..UNITS.len() {
        let Some(record) = dv::unit_group(seed, unit) else {
            units.push(None);
            continue;
        };
        let group = make(world, record)?;
        let table = world
            .dv
            .table("uoms")
            .map_err(|refusal| DemoError::Refused {
                set: "uoms",
                refusal,
            })?;
        let first = table
            .scan(None)
            .find(|row| row.get("uomscheduleid").and_then(|cell| cell.as_guid()) == Some(group))
            .ok_or(DemoError::Missing { set: "uoms" })?;
        units.push(Some((group, first.id())));
    }
    Ok(units)
}

/// Makes the option sets of accounts those of the demo: some codes of Business Central, not all.
fn options_of_accounts(world: &mut World) -> Result<(), DemoError> {
    for (column, codes) in [
        ("paymenttermscode", TERMS.as_slice()),
        ("address1_freighttermscode", SHIPMENTS.as_slice()),
    ] {
        let choice = ChoiceName::Column {
            table: "account",
            column,
        };
        let field = world
            .dv
            .def_named("account")
            .and_then(|def| def.field(column));
        let present: Vec<i32> = field
            .map(|field| {
                world
                    .dv
                    .options(field)
                    .iter()
                    .map(|option| option.value)
                    .collect()
            })
            .unwrap_or_default();
        for value in present {
            refused(world.dv.delete_option(choice, value))?;
        }
        for (code, value) in codes
            .iter()
            .filter_map(|code| Some((code.code, code.option?)))
        {
            refused(
                world
                    .dv
                    .insert_option(choice, Some(value), plain_label(code)),
            )?;
        }
    }
    Ok(())
}

fn refused<T>(done: Result<T, Refusal>) -> Result<T, DemoError> {
    done.map_err(|refusal| DemoError::Refused {
        set: "accounts",
        refusal,
    })
}
