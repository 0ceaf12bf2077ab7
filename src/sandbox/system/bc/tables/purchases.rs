//! Purchase documents: the fields.

use super::groups::{
    BUY_FROM_ADDRESS, CONDITIONS, CURRENCY, DIMENSIONS, ID, INVOICE_STATES, MODIFIED,
    PAY_TO_ADDRESS, SHIP_TO, SHIP_TO_ADDRESS, TOTALS,
};
use crate::sandbox::system::kit::{Spec, code, date, decimal, flag, guid, member, text};

/// The fields of `purchaseOrders`.
#[rustfmt::skip]
pub const PURCHASE_ORDERS: &[&[Spec]] = &[
    ID,
    &[
        code("number", 20, "Number", "N°").read_only(),
        date("orderDate", "Order Date", "Date commande"),
        date("postingDate", "Posting Date", "Date comptabilisation"),
        guid("vendorId", "Vendor Id", "Id fournisseur"),
        code("vendorNumber", 20, "Vendor Number", "N° fournisseur"),
        text("vendorName", 100, "Vendor Name", "Nom du fournisseur").read_only(),
        text("payToName", 100, "Pay To Name", "Nom fournisseur à payer").read_only(),
        guid("payToVendorId", "Pay To Vendor Id", "Id fournisseur à payer"),
        code("payToVendorNumber", 20, "Pay To Vendor Number", "N° fournisseur à payer"),
    ],
    SHIP_TO,
    BUY_FROM_ADDRESS,
    PAY_TO_ADDRESS,
    SHIP_TO_ADDRESS,
    DIMENSIONS,
    CURRENCY,
    &[
        flag("pricesIncludeTax", "Prices Include Tax", "Prix TTC"),
    ],
    CONDITIONS,
    &[
        code("purchaser", 20, "Purchaser", "Acheteur"),
        date("requestedReceiptDate", "Requested Receipt Date", "Date de réception demandée"),
        decimal("discountAmount", "Discount Amount", "Montant remise"),
        flag("discountAppliedBeforeTax", "Discount Applied Before Tax", "Remise appliquée avant taxe").read_only(),
    ],
    TOTALS,
    &[
        flag("fullyReceived", "Fully Received", "Entièrement réceptionné"),
        member("status", "purchaseOrderEntityBufferStatus", &["Draft", "In_x0020_Review", "Open"], "Status", "Statut").read_only(),
    ],
    MODIFIED,
];

/// The fields of `purchaseInvoices`.
#[rustfmt::skip]
pub const PURCHASE_INVOICES: &[&[Spec]] = &[
    ID,
    &[
        code("number", 20, "Number", "N°").read_only(),
        date("postingDate", "Posting Date", "Date comptabilisation"),
        date("invoiceDate", "Invoice Date", "Date facture"),
        date("dueDate", "Due Date", "Date d’échéance"),
        code("vendorInvoiceNumber", 35, "Vendor Invoice Number", "N° facture fournisseur"),
        guid("vendorId", "Vendor Id", "Id fournisseur"),
        code("vendorNumber", 20, "Vendor Number", "N° fournisseur"),
        text("vendorName", 100, "Vendor Name", "Nom du fournisseur").read_only(),
        text("payToName", 100, "Pay To Name", "Nom fournisseur à payer").read_only(),
        text("payToContact", 100, "Pay To Contact", "Contact fournisseur à payer").read_only(),
        guid("payToVendorId", "Pay To Vendor Id", "Id fournisseur à payer"),
        code("payToVendorNumber", 20, "Pay To Vendor Number", "N° fournisseur à payer"),
    ],
    SHIP_TO,
    BUY_FROM_ADDRESS,
    SHIP_TO_ADDRESS,
    PAY_TO_ADDRESS,
    DIMENSIONS,
    CURRENCY,
    &[
        guid("orderId", "Order Id", "Id commande").read_only(),
        code("orderNumber", 20, "Order Number", "N° commande").read_only(),
        code("purchaser", 20, "Purchaser", "Acheteur"),
        flag("pricesIncludeTax", "Prices Include Tax", "Prix TTC"),
        decimal("discountAmount", "Discount Amount", "Montant remise"),
        flag("discountAppliedBeforeTax", "Discount Applied Before Tax", "Remise appliquée avant taxe").read_only(),
    ],
    TOTALS,
    &[
        member("status", "invoiceEntityAggregateStatus", INVOICE_STATES, "Status", "Statut").read_only(),
    ],
    MODIFIED,
];
