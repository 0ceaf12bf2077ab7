//! What a new company begins with: the rows of the setup tables that it cannot be without, and a small ledger.

use std::hash::{DefaultHasher, Hash, Hasher};

use uuid::{Builder, Uuid};

use crate::sandbox::system::cell::Cell;

use super::Bc;

/// Accounts: number, name, category.
const ACCOUNTS: [(&str, &str, &str); 10] = [
    ("1100", "Bank and Cash", "Assets"),
    ("1200", "Trade Receivables", "Assets"),
    ("1300", "Goods in Stock", "Assets"),
    ("2100", "Trade Payables", "Liabilities"),
    ("2200", "VAT Owed", "Liabilities"),
    ("3000", "Owners’ Capital", "Equity"),
    ("4000", "Sales of Goods", "Income"),
    ("5000", "Goods Used", "Cost_x0020_of_x0020_Goods_x0020_Sold"),
    ("6000", "Wages", "Expense"),
    ("6100", "Rent", "Expense"),
];

/// A code and a name.
type Coded = (&'static str, &'static str);

/// Dimensions with their values: codes and names.
const DIMENSIONS: [(&str, &str, &[Coded]); 2] = [
    (
        "DEPARTMENT",
        "Department",
        &[
            ("ADMIN", "Administration"),
            ("SALES", "Sales"),
            ("STORE", "Store"),
        ],
    ),
    (
        "REGION",
        "Region",
        &[("HOME", "Home Market"), ("ABROAD", "Abroad")],
    ),
];

/// Sets of codes that only need a name: set, field of the name, code, name.
const CODES: [(&str, &str, &str, &str); 9] = [
    ("taxGroups", "displayName", "STANDARD", "Standard Rate"),
    ("taxGroups", "displayName", "REDUCED", "Reduced Rate"),
    ("taxGroups", "displayName", "EXEMPT", "Exempt"),
    ("locations", "displayName", "MAIN", "Main Store"),
    (
        "inventoryPostingGroups",
        "description",
        "RESALE",
        "Goods for Resale",
    ),
    (
        "generalProductPostingGroups",
        "description",
        "GOODS",
        "Goods",
    ),
    (
        "generalProductPostingGroups",
        "description",
        "SERVICES",
        "Services",
    ),
    ("journals", "displayName", "DEFAULT", "Default Journal"),
    (
        "disputeStatus",
        "displayName",
        "PENDING",
        "Under Clarification",
    ),
];

impl Bc {
    /// Fills the setup tables of a new company.
    pub(super) fn furnish(&mut self, company: Uuid, name: &str) {
        let local = self.local_currency.clone();
        let symbol = match local.as_str() {
            "EUR" => "€",
            "GBP" => "£",
            "USD" => "$",
            other => other,
        };
        let ledger = [
            ("localCurrencyCode", Cell::from(local.as_str())),
            ("localCurrencySymbol", Cell::from(symbol)),
        ];
        let information = [
            ("displayName", Cell::from(name)),
            ("currencyCode", Cell::from(local.as_str())),
        ];
        for (set, values) in [
            ("generalLedgerSetup", ledger),
            ("companyInformation", information),
        ] {
            // Both tables are built in: neither set nor field can be missing.
            let _placed = self.place(company, set, &values);
        }
        for (number, name, category) in ACCOUNTS {
            let values = [
                ("number", Cell::from(number)),
                ("displayName", Cell::from(name)),
                ("category", Cell::from(category)),
                ("accountType", Cell::from("Posting")),
                ("directPosting", Cell::Bool(true)),
            ];
            self.entered(company, "accounts", number, &values);
        }
        for (code, name, members) in DIMENSIONS {
            let values = [
                ("code", Cell::from(code)),
                ("displayName", Cell::from(name)),
            ];
            let dimension = self.entered(company, "dimensions", code, &values);
            for (member, name) in members {
                let values = [
                    ("code", Cell::from(*member)),
                    ("dimensionId", Cell::Guid(dimension)),
                    ("displayName", Cell::from(*name)),
                ];
                self.entered(company, "dimensionValues", member, &values);
            }
        }
        for (set, field, code, name) in CODES {
            let values = [("code", Cell::from(code)), (field, Cell::from(name))];
            self.entered(company, set, code, &values);
        }
        let bank = [
            ("number", Cell::from("CHECKING")),
            ("displayName", Cell::from("Current Account")),
        ];
        self.entered(company, "bankAccounts", "CHECKING", &bank);
        let first_day = Cell::Date(self.today().first_of_year());
        let period = [
            ("startingDate", first_day),
            ("newFiscalYear", Cell::Bool(true)),
        ];
        self.entered(company, "accountingPeriods", "first", &period);
    }

    /// Enters a row under an id that follows from its names, so that the ids of everything else stay what they were.
    fn entered(&mut self, company: Uuid, set: &str, key: &str, values: &[(&str, Cell)]) -> Uuid {
        let mut bytes = [0_u8; 16];
        for (half, chunk) in bytes.chunks_mut(8).enumerate() {
            let mut hasher = DefaultHasher::new();
            (half, company, set, key).hash(&mut hasher);
            chunk.copy_from_slice(&hasher.finish().to_le_bytes());
        }
        let id = Builder::from_random_bytes(bytes).into_uuid();
        // The tables are built in: neither set nor field can be missing.
        let _placed = self.place_as(company, set, Some(id), values);
        id
    }
}
