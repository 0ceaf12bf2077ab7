//! Accounts, their entries and journals: the fields.

use super::groups::{ID, MODIFIED};
use crate::sandbox::system::kit::{Spec, code, date, decimal, flag, guid, int, member, text};

/// The kinds of account of a journal line.
#[rustfmt::skip]
pub const JOURNAL_ACCOUNT_TYPES: &[&str] = &["G_x002F_L_x0020_Account", "Customer", "Vendor", "Bank_x0020_Account", "Fixed_x0020_Asset", "IC_x0020_Partner", "Employee", "Allocation_x0020_Account"];

/// The fields of `accounts`.
#[rustfmt::skip]
pub const ACCOUNTS: &[&[Spec]] = &[
    ID,
    &[
        code("number", 20, "Number", "N°"),
        text("displayName", 100, "Display Name", "Nom"),
        member("category", "gLAccountCategory", &["_x0020_", "Assets", "Liabilities", "Equity", "Income", "Cost_x0020_of_x0020_Goods_x0020_Sold", "Expense"], "Category", "Catégorie"),
        text("subCategory", 80, "Sub Category", "Sous-catégorie").read_only(),
        flag("blocked", "Blocked", "Bloqué"),
        member("accountType", "gLAccountType", &["Posting", "Heading", "Total", "Begin_x002D_Total", "End_x002D_Total"], "Account Type", "Type de compte"),
        flag("directPosting", "Direct Posting", "Imputation directe"),
        decimal("netChange", "Net Change", "Solde période").computed(),
        member("consolidationTranslationMethod", "accountConsolidationTranslationMethod", &["Average_x0020_Rate_x0020__x0028_Manual_x0029_", "Closing_x0020_Rate", "Historical_x0020_Rate", "Composite_x0020_Rate", "Equity_x0020_Rate"], "Consolidation Translation Method", "Méthode de conversion consolidation"),
        text("consolidationDebitAccount", 20, "Consolidation Debit Account", "Compte débit consolidation"),
        text("consolidationCreditAccount", 20, "Consolidation Credit Account", "Compte crédit consolidation"),
        flag("excludeFromConsolidation", "Exclude From Consolidation", "Exclure de la consolidation"),
    ],
    MODIFIED,
];

/// The fields of `generalLedgerEntries`.
#[rustfmt::skip]
pub const GENERAL_LEDGER_ENTRIES: &[&[Spec]] = &[
    ID,
    &[
        int("entryNumber", "Entry Number", "N° écriture").read_only(),
        date("postingDate", "Posting Date", "Date comptabilisation"),
        code("documentNumber", 20, "Document Number", "N° document"),
        member("documentType", "genJournalDocumentType", &["_x0020_", "Payment", "Invoice", "Credit_x0020_Memo", "Finance_x0020_Charge_x0020_Memo", "Reminder", "Refund"], "Document Type", "Type de document"),
        guid("accountId", "Account Id", "Id compte").read_only(),
        code("accountNumber", 20, "Account Number", "N° compte").computed(),
        text("description", 100, "Description", "Description"),
        decimal("debitAmount", "Debit Amount", "Montant débit"),
        decimal("creditAmount", "Credit Amount", "Montant crédit"),
        decimal("additionalCurrencyDebitAmount", "Additional Currency Debit Amount", "Montant débit devise report"),
        decimal("additionalCurrencyCreditAmount", "Additional Currency Credit Amount", "Montant crédit devise report"),
    ],
    MODIFIED,
];

/// The fields of `journals`.
#[rustfmt::skip]
pub const JOURNALS: &[&[Spec]] = &[
    ID,
    &[
        code("code", 10, "Code", "Code"),
        text("displayName", 100, "Display Name", "Nom"),
        text("templateDisplayName", 10, "Template Display Name", "Nom modèle feuille"),
    ],
    MODIFIED,
    &[
        guid("balancingAccountId", "Balancing Account Id", "Id compte contrepartie"),
        code("balancingAccountNumber", 20, "Balancing Account Number", "N° compte contrepartie").read_only(),
    ],
];

/// The fields of `journalLines`.
#[rustfmt::skip]
pub const JOURNAL_LINES: &[&[Spec]] = &[
    ID,
    &[
        guid("journalId", "Journal Id", "Id feuille"),
        text("journalDisplayName", 10, "Journal Display Name", "Nom feuille"),
        int("lineNumber", "Line Number", "N° ligne"),
        member("accountType", "genJournalAccountType", JOURNAL_ACCOUNT_TYPES, "Account Type", "Type de compte"),
        guid("accountId", "Account Id", "Id compte"),
        code("accountNumber", 20, "Account Number", "N° compte"),
        date("postingDate", "Posting Date", "Date comptabilisation"),
        code("documentNumber", 20, "Document Number", "N° document"),
        code("externalDocumentNumber", 35, "External Document Number", "N° doc. externe"),
        decimal("amount", "Amount", "Montant"),
        text("description", 100, "Description", "Description"),
        text("comment", 250, "Comment", "Commentaire"),
        code("taxCode", 20, "Tax Code", "Code taxe"),
        member("balanceAccountType", "genJournalAccountType", JOURNAL_ACCOUNT_TYPES, "Balance Account Type", "Type compte contrepartie"),
        guid("balancingAccountId", "Balancing Account Id", "Id compte contrepartie"),
        code("balancingAccountNumber", 20, "Balancing Account Number", "N° compte contrepartie"),
    ],
    MODIFIED,
];

/// The fields of `bankAccounts`.
#[rustfmt::skip]
pub const BANK_ACCOUNTS: &[&[Spec]] = &[
    ID,
    &[
        code("number", 20, "Number", "N°"),
        text("displayName", 100, "Display Name", "Nom"),
    ],
    MODIFIED,
    &[
        code("bankAccountNumber", 30, "Bank Account Number", "N° compte bancaire"),
        flag("blocked", "Blocked", "Bloqué"),
        code("currencyCode", 10, "Currency Code", "Code devise"),
        guid("currencyId", "Currency Id", "Id devise"),
        text("iban", 50, "IBAN", "IBAN"),
        flag("intercompanyEnabled", "Intercompany Enabled", "Intersociété activé"),
    ],
];

/// The fields of `inventoryPostingGroups`.
#[rustfmt::skip]
pub const INVENTORY_POSTING_GROUPS: &[&[Spec]] = &[
    ID,
    &[
        code("code", 20, "Code", "Code"),
        text("description", 100, "Description", "Description"),
    ],
    MODIFIED,
];

/// The fields of `generalProductPostingGroups`.
#[rustfmt::skip]
pub const GENERAL_PRODUCT_POSTING_GROUPS: &[&[Spec]] = &[
    ID,
    &[
        code("code", 20, "Code", "Code"),
        text("description", 100, "Description", "Description"),
        text("defaultVATProductPostingGroup", 20, "Default VAT Product Posting Group", "Groupe compta. produit TVA par défaut"),
        flag("autoInsertDefault", "Auto Insert Default", "Insertion automatique"),
    ],
    MODIFIED,
];

/// The fields of `accountingPeriods`.
#[rustfmt::skip]
pub const ACCOUNTING_PERIODS: &[&[Spec]] = &[
    ID,
    &[
        date("startingDate", "Starting Date", "Date début"),
        text("name", 10, "Name", "Nom"),
        flag("newFiscalYear", "New Fiscal Year", "Nouvel exercice"),
        flag("closed", "Closed", "Clôturé"),
        flag("dateLocked", "Date Locked", "Date verrouillée"),
    ],
    MODIFIED,
];
