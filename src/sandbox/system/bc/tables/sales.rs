//! Sales documents: the fields.

use super::groups::{
    BILL_TO, BILL_TO_ADDRESS, BILL_TO_ADDRESS_SHOWN, CONDITIONS, CURRENCY, CUSTOMER, DIMENSIONS,
    ID, INVOICE_STATES, MODIFIED, REACHED, SELL_TO_ADDRESS, SHIP_TO, SHIP_TO_ADDRESS, TOTALS,
};
use crate::sandbox::system::kit::{Spec, code, date, decimal, flag, guid, member, text, time};

/// The fields of `salesOrders`.
#[rustfmt::skip]
pub const SALES_ORDERS: &[&[Spec]] = &[
    ID,
    &[
        code("number", 20, "Number", "N°").read_only(),
        code("externalDocumentNumber", 35, "External Document Number", "N° doc. externe"),
        date("orderDate", "Order Date", "Date commande"),
        date("postingDate", "Posting Date", "Date comptabilisation"),
    ],
    CUSTOMER,
    BILL_TO,
    SHIP_TO,
    SELL_TO_ADDRESS,
    BILL_TO_ADDRESS_SHOWN,
    SHIP_TO_ADDRESS,
    DIMENSIONS,
    CURRENCY,
    &[
        flag("pricesIncludeTax", "Prices Include Tax", "Prix TTC"),
    ],
    CONDITIONS,
    &[
        code("salesperson", 20, "Salesperson", "Vendeur"),
        flag("partialShipping", "Partial Shipping", "Livraison partielle"),
        date("requestedDeliveryDate", "Requested Delivery Date", "Date de livraison demandée"),
        decimal("discountAmount", "Discount Amount", "Montant remise"),
        flag("discountAppliedBeforeTax", "Discount Applied Before Tax", "Remise appliquée avant taxe").read_only(),
    ],
    TOTALS,
    &[
        flag("fullyShipped", "Fully Shipped", "Entièrement livré"),
        member("status", "salesOrderEntityBufferStatus", &["Draft", "In_x0020_Review", "Open"], "Status", "Statut").read_only(),
    ],
    MODIFIED,
    REACHED,
];

/// The fields of `salesQuotes`.
#[rustfmt::skip]
pub const SALES_QUOTES: &[&[Spec]] = &[
    ID,
    &[
        code("number", 20, "Number", "N°").read_only(),
        code("externalDocumentNumber", 35, "External Document Number", "N° doc. externe"),
        date("documentDate", "Document Date", "Date document"),
        date("postingDate", "Posting Date", "Date comptabilisation"),
        date("dueDate", "Due Date", "Date d’échéance"),
    ],
    CUSTOMER,
    BILL_TO,
    SHIP_TO,
    SELL_TO_ADDRESS,
    BILL_TO_ADDRESS,
    SHIP_TO_ADDRESS,
    DIMENSIONS,
    CURRENCY,
    CONDITIONS,
    &[
        code("salesperson", 20, "Salesperson", "Vendeur"),
        decimal("discountAmount", "Discount Amount", "Montant remise"),
    ],
    TOTALS,
    &[
        member("status", "salesQuoteEntityBufferStatus", &["Draft", "Sent", "Accepted", "Expired_x0020_"], "Status", "Statut").read_only(),
        time("sentDate", "Sent Date", "Date d’envoi"),
        date("validUntilDate", "Valid Until Date", "Valable jusqu’au"),
        date("acceptedDate", "Accepted Date", "Date d’acceptation"),
    ],
    MODIFIED,
    REACHED,
];

/// The fields of `salesInvoices`.
#[rustfmt::skip]
pub const SALES_INVOICES: &[&[Spec]] = &[
    ID,
    &[
        code("number", 20, "Number", "N°").read_only(),
        code("externalDocumentNumber", 35, "External Document Number", "N° doc. externe"),
        date("invoiceDate", "Invoice Date", "Date facture"),
        date("postingDate", "Posting Date", "Date comptabilisation"),
        date("dueDate", "Due Date", "Date d’échéance"),
        date("promisedPayDate", "Promised Pay Date", "Date de paiement promise"),
        code("customerPurchaseOrderReference", 35, "Customer Purchase Order Reference", "Référence commande du client"),
    ],
    CUSTOMER,
    BILL_TO,
    SHIP_TO,
    SELL_TO_ADDRESS,
    BILL_TO_ADDRESS_SHOWN,
    SHIP_TO_ADDRESS,
    &[
        guid("currencyId", "Currency Id", "Id devise"),
    ],
    DIMENSIONS,
    &[
        code("currencyCode", 10, "Currency Code", "Code devise"),
        guid("orderId", "Order Id", "Id commande").read_only(),
        code("orderNumber", 20, "Order Number", "N° commande").read_only(),
    ],
    CONDITIONS,
    &[
        code("salesperson", 20, "Salesperson", "Vendeur"),
        guid("disputeStatusId", "Dispute Status Id", "Id statut du litige"),
        code("disputeStatus", 10, "Dispute Status", "Statut du litige"),
        flag("pricesIncludeTax", "Prices Include Tax", "Prix TTC").read_only(),
        decimal("remainingAmount", "Remaining Amount", "Montant ouvert").computed(),
        decimal("discountAmount", "Discount Amount", "Montant remise"),
        flag("discountAppliedBeforeTax", "Discount Applied Before Tax", "Remise appliquée avant taxe").read_only(),
    ],
    TOTALS,
    &[
        member("status", "invoiceEntityAggregateStatus", INVOICE_STATES, "Status", "Statut").read_only(),
    ],
    MODIFIED,
    REACHED,
];

/// The fields of `salesCreditMemos`.
#[rustfmt::skip]
pub const SALES_CREDIT_MEMOS: &[&[Spec]] = &[
    ID,
    &[
        code("number", 20, "Number", "N°").read_only(),
        code("externalDocumentNumber", 35, "External Document Number", "N° doc. externe"),
        date("creditMemoDate", "Credit Memo Date", "Date avoir"),
        date("postingDate", "Posting Date", "Date comptabilisation"),
        date("dueDate", "Due Date", "Date d’échéance"),
    ],
    CUSTOMER,
    BILL_TO,
    SELL_TO_ADDRESS,
    BILL_TO_ADDRESS,
    DIMENSIONS,
    CURRENCY,
    CONDITIONS,
    &[
        code("salesperson", 20, "Salesperson", "Vendeur"),
        flag("pricesIncludeTax", "Prices Include Tax", "Prix TTC").read_only(),
        decimal("discountAmount", "Discount Amount", "Montant remise"),
        flag("discountAppliedBeforeTax", "Discount Applied Before Tax", "Remise appliquée avant taxe").read_only(),
    ],
    TOTALS,
    &[
        member("status", "salesCrMemoEntityBufferStatus", &["Draft", "In_x0020_Review", "Open", "Canceled", "Corrective", "Paid"], "Status", "Statut").read_only(),
    ],
    MODIFIED,
    &[
        guid("invoiceId", "Invoice Id", "Id facture"),
        code("invoiceNumber", 20, "Invoice Number", "N° facture"),
    ],
    REACHED,
    &[
        guid("customerReturnReasonId", "Customer Return Reason Id", "Id motif retour client"),
    ],
];

/// The fields of `salesShipments`.
#[rustfmt::skip]
pub const SALES_SHIPMENTS: &[&[Spec]] = &[
    ID,
    &[
        code("number", 20, "Number", "N°").read_only(),
        code("externalDocumentNumber", 35, "External Document Number", "N° doc. externe"),
        date("invoiceDate", "Invoice Date", "Date facture"),
        date("postingDate", "Posting Date", "Date comptabilisation"),
        date("dueDate", "Due Date", "Date d’échéance"),
        text("customerPurchaseOrderReference", 35, "Customer Purchase Order Reference", "Référence commande du client"),
    ],
    CUSTOMER,
    &[
        guid("billToCustomerId", "Bill To Customer Id", "Id client facturé"),
        text("billToName", 100, "Bill To Name", "Nom client facturé").read_only(),
        code("billToCustomerNumber", 20, "Bill To Customer Number", "N° client facturé"),
    ],
    SHIP_TO,
    SELL_TO_ADDRESS,
    BILL_TO_ADDRESS_SHOWN,
    SHIP_TO_ADDRESS,
    &[
        code("currencyCode", 10, "Currency Code", "Code devise"),
        code("orderNumber", 20, "Order Number", "N° commande").read_only(),
        code("paymentTermsCode", 10, "Payment Terms Code", "Code conditions de paiement"),
        code("shipmentMethodCode", 10, "Shipment Method Code", "Code conditions de livraison"),
        code("salesperson", 20, "Salesperson", "Vendeur"),
        flag("pricesIncludeTax", "Prices Include Tax", "Prix TTC").read_only(),
    ],
    MODIFIED,
    REACHED,
];
