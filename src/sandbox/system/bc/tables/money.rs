//! Currencies, payment, ledger and tax setup: the fields.

use crate::sandbox::system::kit::{Spec, code, date, decimal, flag, guid, member, text, time};

/// The fields of `currencies`.
#[rustfmt::skip]
pub const CURRENCIES: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("code", 10, "Code", "Code"),
    text("displayName", 30, "Display Name", "Nom"),
    text("symbol", 10, "Symbol", "Symbole"),
    text("amountDecimalPlaces", 5, "Amount Decimal Places", "Nombre de décimales des montants"),
    decimal("amountRoundingPrecision", "Amount Rounding Precision", "Précision arrondi montant"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `currencyExchangeRates`.
#[rustfmt::skip]
pub const CURRENCY_EXCHANGE_RATES: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("currencyCode", 10, "Currency Code", "Code devise"),
    date("startingDate", "Starting Date", "Date début"),
    decimal("exchangeRateAmount", "Exchange Rate Amount", "Montant taux de change"),
    code("relationalCurrencyCode", 10, "Relational Currency Code", "Code devise relationnelle"),
    decimal("relationalExchangeRateAmount", "Relational Exchange Rate Amount", "Montant taux de change relationnel"),
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
    flag("calculateDiscountOnCreditMemos", "Calculate Discount On Credit Memos", "Calculer escompte sur avoirs"),
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
    date("allowPostingFrom", "Allow Posting From", "Date début validation"),
    date("allowPostingTo", "Allow Posting To", "Date fin validation"),
    code("additionalReportingCurrency", 10, "Additional Reporting Currency", "Devise report additionnelle"),
    code("localCurrencyCode", 10, "Local Currency Code", "Code devise société"),
    text("localCurrencySymbol", 10, "Local Currency Symbol", "Symbole devise société"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
    flag("allowQueryFromConsolidation", "Allow Query From Consolidation", "Autoriser la requête depuis la consolidation"),
    code("shortcutDimension1Code", 20, "Shortcut Dimension 1 Code", "Code raccourci axe 1"),
    code("shortcutDimension2Code", 20, "Shortcut Dimension 2 Code", "Code raccourci axe 2"),
    code("shortcutDimension3Code", 20, "Shortcut Dimension 3 Code", "Code raccourci axe 3"),
    code("shortcutDimension4Code", 20, "Shortcut Dimension 4 Code", "Code raccourci axe 4"),
    code("shortcutDimension5Code", 20, "Shortcut Dimension 5 Code", "Code raccourci axe 5"),
    code("shortcutDimension6Code", 20, "Shortcut Dimension 6 Code", "Code raccourci axe 6"),
    code("shortcutDimension7Code", 20, "Shortcut Dimension 7 Code", "Code raccourci axe 7"),
    code("shortcutDimension8Code", 20, "Shortcut Dimension 8 Code", "Code raccourci axe 8"),
];

/// The fields of `taxAreas` and `taxGroups`.
#[rustfmt::skip]
pub const TAX_AREAS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("code", 20, "Code", "Code"),
    text("displayName", 100, "Display Name", "Nom"),
    member("taxType", "taxBufferType", &["Sales_x0020_Tax", "VAT"], "Tax Type", "Type de taxe").read_only(),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `disputeStatus`.
#[rustfmt::skip]
pub const DISPUTE_STATUS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("code", 10, "Code", "Code"),
    text("displayName", 100, "Display Name", "Nom"),
];
