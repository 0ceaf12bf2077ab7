//! Invoices and their lines: the columns.

use super::options::{ACCOUNTCLASSIFICATION, INVOICE_STATE, INVOICE_STATUS};
use crate::sandbox::system::kit::{
    Spec, choice, customer, date, decimal, entity_name, flag, guid, lookup, money, state, status,
    text, time,
};

/// The columns of `invoice`.
#[rustfmt::skip]
pub const INVOICE: &[Spec] = &[
    guid("InvoiceId", "Invoice", "Facture").create_only(),
    customer("CustomerId", "Customer", "Client"),
    entity_name("CustomerIdType", "Customer Type", "Type de client"),
    date("DateDelivered", "Date Delivered", "Date de livraison"),
    money("DiscountAmount", "Invoice Discount Amount", "Montant de la remise sur facture").range(0, 1_000_000_000_000),
    decimal("DiscountPercentage", "Invoice Discount (%)", "Remise sur facture (%)").range(0, 100),
    date("DueDate", "Due Date", "Date d’échéance"),
    text("InvoiceNumber", 100, "Invoice ID", "Numéro de facture").required(),
    flag("IsPriceLocked", "Prices Locked", "Prix verrouillés").required(),
    time("LastBackofficeSubmit", "Last Submitted to Back Office", "Dernier envoi au back-office"),
    choice("PriorityCode", ACCOUNTCLASSIFICATION, "Priority", "Priorité"),
    lookup("SalesOrderId", &["salesorder"], "Order", "Commande"),
    text("shipto_fax", 50, "Ship To Fax", "Livrer à : Télécopie"),
    state("StateCode", INVOICE_STATE, "Status", "Statut"),
    status("StatusCode", INVOICE_STATUS, "Status Reason", "Raison du statut"),
];

/// The columns of `invoicedetail`.
#[rustfmt::skip]
pub const INVOICEDETAIL: &[Spec] = &[
    guid("InvoiceDetailId", "Invoice Product", "Produit de la facture").create_only(),
    text("InvoiceDetailName", 100, "Name", "Nom").required(),
    time("ActualDeliveryOn", "Delivered On", "Livré le"),
    lookup("InvoiceId", &["invoice"], "Invoice ID", "Numéro de facture").required(),
    choice("InvoiceStateCode", INVOICE_STATE, "Invoice Status", "Statut de la facture").computed(),
    flag("InvoiceIsPriceLocked", "Invoice Is Price Locked", "Prix de la facture verrouillés").read_only(),
    lookup("ParentBundleId", &["invoicedetail"], "Parent Bundle", "Offre groupée parente"),
    lookup("ParentBundleIdRef", &["invoicedetail"], "Parent bundle product", "Produit parent de l’offre groupée"),
    lookup("SalesOrderDetailId", &["salesorderdetail"], "Order Product Id", "ID du produit de la commande"),
    text("ShippingTrackingNumber", 100, "Shipment Tracking Number", "Numéro de suivi"),
];
