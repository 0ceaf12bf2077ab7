//! Companies that one sells to or buys from: the columns.

use super::options::{ACCOUNTCATEGORY, ACCOUNTCLASSIFICATION, CUSTOMERTYPE, INDUSTRY, OWNERSHIP};
use crate::sandbox::system::kit::{Spec, choice, guid, int, lookup, money, text, time};

/// The columns of `account`.
#[rustfmt::skip]
pub const ACCOUNT: &[Spec] = &[
    guid("AccountId", "Account", "Compte").create_only(),
    text("Name", 160, "Account Name", "Nom du compte").required(),
    choice("AccountCategoryCode", ACCOUNTCATEGORY, "Category", "Catégorie"),
    choice("AccountClassificationCode", ACCOUNTCLASSIFICATION, "Classification", "Classification"),
    text("AccountNumber", 20, "Account Number", "Numéro de compte"),
    choice("AccountRatingCode", ACCOUNTCLASSIFICATION, "Account Rating", "Évaluation du compte"),
    text("Address1_Telephone1", 50, "Address Phone", "Téléphone de l’adresse"),
    choice("BusinessTypeCode", ACCOUNTCLASSIFICATION, "Business Type", "Type d’entreprise"),
    choice("CustomerTypeCode", CUSTOMERTYPE, "Relationship Type", "Type de relation"),
    text("FtpSiteURL", 200, "FTP Site", "Site FTP"),
    choice("IndustryCode", INDUSTRY, "Industry", "Secteur d’activité"),
    money("MarketCap", "Market Capitalization", "Capitalisation boursière").range(0, 100_000_000_000_000),
    lookup("MasterId", &["account"], "Master ID", "ID principal").read_only(),
    int("NumberOfEmployees", "Number of Employees", "Nombre d’employés").range(0, 1_000_000_000),
    int("OpenDeals", "Open Deals", "Transactions ouvertes").read_only(),
    time("opendeals_date", "Open Deals (Last Updated On)", "Transactions ouvertes (dernière mise à jour)").read_only(),
    int("opendeals_state", "Open Deals (State)", "Transactions ouvertes (état)").read_only(),
    money("OpenRevenue", "Open Revenue", "Revenu ouvert").read_only(),
    time("openrevenue_date", "Open Revenue (Last Updated On)", "Revenu ouvert (dernière mise à jour)").read_only(),
    int("openrevenue_state", "Open Revenue (State)", "Revenu ouvert (état)").read_only(),
    choice("OwnershipCode", OWNERSHIP, "Ownership", "Type de propriété"),
    lookup("ParentAccountId", &["account"], "Parent Account", "Compte parent"),
    lookup("PrimaryContactId", &["contact"], "Primary Contact", "Contact principal"),
    text("PrimarySatoriId", 200, "Primary Satori ID", "ID Satori principal"),
    text("PrimaryTwitterId", 128, "Primary Twitter ID", "ID Twitter principal"),
    money("Revenue", "Annual Revenue", "Chiffre d’affaires annuel").range(0, 100_000_000_000_000),
    int("SharesOutstanding", "Shares Outstanding", "Actions en circulation").range(0, 1_000_000_000),
    text("SIC", 20, "SIC Code", "Code NAF"),
    text("StockExchange", 20, "Stock Exchange", "Place boursière"),
    text("Telephone1", 50, "Main Phone", "Téléphone principal"),
    text("Telephone2", 50, "Other Phone", "Autre téléphone"),
    choice("TerritoryCode", ACCOUNTCLASSIFICATION, "Territory Code", "Code du secteur de vente"),
    lookup("TerritoryId", &["territory"], "Territory", "Secteur de vente"),
    text("TickerSymbol", 10, "Ticker Symbol", "Symbole boursier"),
    text("WebSiteURL", 200, "Website", "Site web"),
    text("YomiName", 160, "Yomi Account Name", "Nom du compte (Yomi)"),
];
