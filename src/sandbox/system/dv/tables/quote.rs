//! Quotes and their lines: the columns.

use super::options::{QUOTE_STATE, QUOTE_STATUS};
use crate::sandbox::system::kit::{
    Spec, choice, customer, date, decimal, entity_name, flag, guid, int, lookup, money, state,
    status, text, time,
};

/// The columns of `quote`.
#[rustfmt::skip]
pub const QUOTE: &[Spec] = &[
    guid("QuoteId", "Quote", "Devis").create_only(),
    date("ClosedOn", "Closed On", "Clôturé le"),
    customer("CustomerId", "Potential Customer", "Client potentiel"),
    entity_name("CustomerIdType", "Potential Customer Type", "Type du client potentiel"),
    money("DiscountAmount", "Quote Discount Amount", "Montant de la remise sur devis").range(0, 1_000_000_000_000),
    decimal("DiscountPercentage", "Quote Discount (%)", "Remise sur devis (%)").range(0, 100),
    time("EffectiveFrom", "Effective From", "En vigueur à partir du"),
    time("EffectiveTo", "Effective To", "En vigueur jusqu’au"),
    date("ExpiresOn", "Due By", "Échéance"),
    text("QuoteNumber", 100, "Quote ID", "Numéro de devis").required(),
    int("RevisionNumber", "Revision ID", "Numéro de révision").read_only(),
    text("shipto_fax", 50, "Ship To Fax", "Livrer à : Télécopie"),
    state("StateCode", QUOTE_STATE, "Status", "Statut"),
    status("StatusCode", QUOTE_STATUS, "Status Reason", "Raison du statut"),
];

/// The columns of `quotedetail`.
#[rustfmt::skip]
pub const QUOTEDETAIL: &[Spec] = &[
    guid("QuoteDetailId", "Quote Product", "Produit du devis").create_only(),
    text("QuoteDetailName", 100, "Name", "Nom").required(),
    flag("IsPriceOverridden", "Price Overridden", "Prix remplacé"),
    lookup("ParentBundleId", &["quotedetail"], "Parent Bundle", "Offre groupée parente"),
    lookup("ParentBundleIdRef", &["quotedetail"], "Parent bundle product", "Produit parent de l’offre groupée"),
    lookup("QuoteId", &["quote"], "Quote", "Devis").required(),
    choice("QuoteStateCode", QUOTE_STATE, "Quote Status", "Statut du devis").computed(),
    time("RequestDeliveryBy", "Requested Delivery Date", "Date de livraison demandée"),
];
