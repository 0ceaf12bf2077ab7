//! Orders and their lines: the columns.

use super::options::{ACCOUNTCLASSIFICATION, SALESORDER_STATE, SALESORDER_STATUS};
use crate::sandbox::system::kit::{
    Spec, choice, customer, date, decimal, entity_name, flag, guid, int, lookup, memo, money,
    state, status, text, time,
};

/// The columns of `salesorder`.
#[rustfmt::skip]
pub const SALESORDER: &[Spec] = &[
    guid("SalesOrderId", "Order", "Commande").create_only(),
    customer("CustomerId", "Customer", "Client"),
    entity_name("CustomerIdType", "Customer Type", "Type de client"),
    date("DateFulfilled", "Date Fulfilled", "Date d’exécution"),
    money("DiscountAmount", "Order Discount Amount", "Montant de la remise sur commande").range(0, 1_000_000_000_000),
    decimal("DiscountPercentage", "Order Discount (%)", "Remise sur commande (%)").range(0, 100),
    flag("IsPriceLocked", "Prices Locked", "Prix verrouillés").required(),
    time("LastBackofficeSubmit", "Last Submitted to Back Office", "Dernier envoi au back-office"),
    text("OrderNumber", 100, "Order ID", "Numéro de commande").required(),
    choice("PriorityCode", ACCOUNTCLASSIFICATION, "Priority", "Priorité"),
    lookup("QuoteId", &["quote"], "Quote", "Devis"),
    text("shipto_fax", 50, "Ship to Fax", "Livrer à : Télécopie"),
    state("StateCode", SALESORDER_STATE, "Status", "Statut"),
    status("StatusCode", SALESORDER_STATUS, "Status Reason", "Raison du statut"),
    date("SubmitDate", "Date Submitted", "Date d’envoi"),
    int("SubmitStatus", "Submitted Status", "Statut de l’envoi").range(0, 1_000_000_000),
    memo("SubmitStatusDescription", 2000, "Submitted Status Description", "Description du statut de l’envoi"),
];

/// The columns of `salesorderdetail`.
#[rustfmt::skip]
pub const SALESORDERDETAIL: &[Spec] = &[
    guid("SalesOrderDetailId", "Order Product", "Produit de la commande").create_only(),
    text("SalesOrderDetailName", 100, "Name", "Nom").required(),
    lookup("ParentBundleId", &["salesorderdetail"], "Parent Bundle", "Offre groupée parente"),
    lookup("ParentBundleIdRef", &["salesorderdetail"], "Parent bundle product", "Produit parent de l’offre groupée"),
    lookup("QuoteDetailId", &["quotedetail"], "Quote Product Id", "ID du produit du devis"),
    date("RequestDeliveryBy", "Requested Delivery Date", "Date de livraison demandée"),
    lookup("SalesOrderId", &["salesorder"], "Order", "Commande").required(),
    choice("SalesOrderStateCode", SALESORDER_STATE, "Order Status", "Statut de la commande").computed(),
    flag("SalesOrderIsPriceLocked", "Order Is Price Locked", "Prix de la commande verrouillés").read_only(),
];
