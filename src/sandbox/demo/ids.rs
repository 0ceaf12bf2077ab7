//! Ids of the demo's records: pure functions of the seed, so that a story can name a record without searching for it.

use uuid::Uuid;

use super::dice::{Topic, record_id};

/// A Business Central table of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum BcTable {
    /// `currencies`
    Currency = 1,
    /// `currencyExchangeRates`
    Rate = 2,
    /// `paymentTerms`
    Terms = 3,
    /// `shipmentMethods`
    Shipment = 4,
    /// `unitsOfMeasure`
    Unit = 5,
    /// `salespeoplePurchasers`
    Seller = 6,
    /// `customers`
    Customer = 7,
    /// `contacts` of persons
    Person = 8,
    /// `items`
    Item = 9,
}

/// A Dataverse table of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum DvTable {
    /// `transactioncurrencies`
    Currency = 1,
    /// `uomschedules`
    UnitGroup = 2,
    /// `uoms`
    Unit = 3,
    /// `systemusers`
    User = 4,
    /// `accounts` of customers
    Account = 5,
    /// the second `accounts` row of a customer that is there twice
    SecondAccount = 6,
    /// `accounts` of prospects
    Prospect = 7,
    /// `contacts` who work at customers
    Person = 8,
    /// `contacts` who work at prospects
    ProspectPerson = 9,
    /// `contacts` who belong to no account
    Stray = 10,
    /// `products`
    Product = 11,
}

/// The id of a Business Central record.
pub fn bc(seed: u64, table: BcTable, index: u64) -> Uuid {
    record_id(seed, Topic::BcId, table as u64, index)
}

/// The id of a Dataverse row.
pub fn dv(seed: u64, table: DvTable, index: u64) -> Uuid {
    record_id(seed, Topic::DvId, table as u64, index)
}
