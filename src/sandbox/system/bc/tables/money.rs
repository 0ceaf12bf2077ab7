//! Currencies, payment, ledger and tax setup: the fields.

use crate::sandbox::system::kit::{Spec, code, date, decimal, flag, guid, member, text, time};

/// The fields of `currencies`.
#[rustfmt::skip]
pub const CURRENCIES: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("code", 10, "Code", "Code"),
    text("displayName", 30, "Display Name", "Nom"),
    text("symbol", 10, "Symbol", "Symbole"),
    text("amountDecimalPlaces", 5, "Amount Decimal Places", "Amount Decimal Places"),
    decimal("amountRoundingPrecision", "Amount Rounding Precision", "Amount Rounding Precision"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `currencyExchangeRates`.
#[rustfmt::skip]
pub const CURRENCY_EXCHANGE_RATES: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("currencyCode", 10, "Currency Code", "Code devise"),
    date("startingDate", "Starting Date", "Date début"),
    decimal("exchangeRateAmount", "Exchange Rate Amount", "Exchange Rate Amount"),
    code("relationalCurrencyCode", 10, "Relational Currency Code", "Relational Currency Code"),
    decimal("relationalExchangeRateAmount", "Relational Exchange Rate Amount", "Relational Exchange Rate Amount"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `paymentTerms`.
#[rustfmt::skip]
pub const PAYMENT_TERMS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("code", 10, "Code", "Code"),
    text("displayName", 100, "Display Name", "Nom"),
    text("dueDateCalculation", 32, "Due Date Calculation", "Calcul date d’échéance"),
    text("discountDateCalculation", 32, "Discount Date Calculation", "Calcul date escompte"),
    decimal("discountPercent", "Discount Percent", "% remise"),
    flag("calculateDiscountOnCreditMemos", "Calculate Discount On Credit Memos", "Calculate Discount On Credit Memos"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `paymentMethods`.
#[rustfmt::skip]
pub const PAYMENT_METHODS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("code", 10, "Code", "Code"),
    text("displayName", 100, "Display Name", "Nom"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `generalLedgerSetup`.
#[rustfmt::skip]
pub const GENERAL_LEDGER_SETUP: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    date("allowPostingFrom", "Allow Posting From", "Allow Posting From"),
    date("allowPostingTo", "Allow Posting To", "Allow Posting To"),
    code("additionalReportingCurrency", 10, "Additional Reporting Currency", "Additional Reporting Currency"),
    code("localCurrencyCode", 10, "Local Currency Code", "Local Currency Code"),
    text("localCurrencySymbol", 10, "Local Currency Symbol", "Local Currency Symbol"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
    flag("allowQueryFromConsolidation", "Allow Query From Consolidation", "Allow Query From Consolidation"),
    code("shortcutDimension1Code", 20, "Shortcut Dimension1 Code", "Shortcut Dimension1 Code"),
    code("shortcutDimension2Code", 20, "Shortcut Dimension2 Code", "Shortcut Dimension2 Code"),
    code("shortcutDimension3Code", 20, "Shortcut Dimension3 Code", "Shortcut Dimension3 Code"),
    code("shortcutDimension4Code", 20, "Shortcut Dimension4 Code", "Shortcut Dimension4 Code"),
    code("shortcutDimension5Code", 20, "Shortcut Dimension5 Code", "Shortcut Dimension5 Code"),
    code("shortcutDimension6Code", 20, "Shortcut Dimension6 Code", "Shortcut Dimension6 Code"),
    code("shortcutDimension7Code", 20, "Shortcut Dimension7 Code", "Shortcut Dimension7 Code"),
    code("shortcutDimension8Code", 20, "Shortcut Dimension8 Code", "Shortcut Dimension8 Code"),
];

/// The fields of `taxAreas`.
#[rustfmt::skip]
pub const TAX_AREAS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("code", 20, "Code", "Code"),
    text("displayName", 100, "Display Name", "Nom"),
    member("taxType", "taxBufferType", &["Sales_x0020_Tax", "VAT"], "Tax Type", "Tax Type").read_only(),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];
