//! Lines of sales and purchase documents: the fields.

use super::groups::{ID, LINE, LINE_AMOUNTS, LINE_NET, LINE_PLACE};
use crate::sandbox::system::kit::{Spec, code, date, decimal, guid, int, member, text};

/// The fields of `salesOrderLines`.
#[rustfmt::skip]
pub const SALES_ORDER_LINES: &[&[Spec]] = &[
    LINE,
    &[
        decimal("quantity", "Quantity", "Quantité"),
        decimal("unitPrice", "Unit Price", "Prix unitaire"),
    ],
    LINE_AMOUNTS,
    &[
        decimal("invoiceDiscountAllocation", "Invoice Discount Allocation", "Répartition remise facture").read_only(),
    ],
    LINE_NET,
    &[
        date("shipmentDate", "Shipment Date", "Date de livraison"),
        decimal("shippedQuantity", "Shipped Quantity", "Quantité livrée"),
        decimal("invoicedQuantity", "Invoiced Quantity", "Quantité facturée"),
        decimal("invoiceQuantity", "Invoice Quantity", "Quantité à facturer"),
        decimal("shipQuantity", "Ship Quantity", "Quantité à livrer"),
    ],
    LINE_PLACE,
];

/// The fields of `salesQuoteLines`.
#[rustfmt::skip]
pub const SALES_QUOTE_LINES: &[&[Spec]] = &[
    LINE,
    &[
        decimal("unitPrice", "Unit Price", "Prix unitaire"),
        decimal("quantity", "Quantity", "Quantité"),
    ],
    LINE_AMOUNTS,
    LINE_NET,
    LINE_PLACE,
];

/// The fields of `salesInvoiceLines`.
#[rustfmt::skip]
pub const SALES_INVOICE_LINES: &[&[Spec]] = &[
    LINE,
    &[
        decimal("quantity", "Quantity", "Quantité"),
        decimal("unitPrice", "Unit Price", "Prix unitaire"),
    ],
    LINE_AMOUNTS,
    &[
        decimal("invoiceDiscountAllocation", "Invoice Discount Allocation", "Répartition remise facture").read_only(),
    ],
    LINE_NET,
    &[
        date("shipmentDate", "Shipment Date", "Date de livraison"),
    ],
    LINE_PLACE,
];

/// The fields of `salesCreditMemoLines`.
#[rustfmt::skip]
pub const SALES_CREDIT_MEMO_LINES: &[&[Spec]] = &[
    LINE,
    &[
        decimal("unitPrice", "Unit Price", "Prix unitaire"),
        decimal("quantity", "Quantity", "Quantité"),
    ],
    LINE_AMOUNTS,
    &[
        decimal("invoiceDiscountAllocation", "Invoice Discount Allocation", "Répartition remise facture").read_only(),
    ],
    LINE_NET,
    &[
        date("shipmentDate", "Shipment Date", "Date de livraison"),
    ],
    LINE_PLACE,
];

/// The fields of `salesShipmentLines`.
#[rustfmt::skip]
pub const SALES_SHIPMENT_LINES: &[&[Spec]] = &[
    ID,
    &[
        guid("documentId", "Document Id", "Id document").read_only(),
        code("documentNo", 20, "Document No", "N° document"),
        int("sequence", "Sequence", "Séquence"),
        member("lineType", "salesLineType", &["_x0020_", "G_x002F_L_x0020_Account", "Item", "Resource", "Fixed_x0020_Asset", "Charge_x0020__x0028_Item_x0029_", "Allocation_x0020_Account"], "Line Type", "Type de ligne"),
        code("lineObjectNumber", 20, "Line Object Number", "N° objet ligne"),
        text("description", 100, "Description", "Description"),
        text("description2", 50, "Description 2", "Description 2"),
        code("unitOfMeasureCode", 10, "Unit Of Measure Code", "Code unité"),
        decimal("unitPrice", "Unit Price", "Prix unitaire"),
        decimal("quantity", "Quantity", "Quantité"),
        decimal("discountPercent", "Discount Percent", "% remise"),
        decimal("taxPercent", "Tax Percent", "% taxe").read_only(),
        date("shipmentDate", "Shipment Date", "Date de livraison"),
    ],
];

/// The fields of `purchaseOrderLines`.
#[rustfmt::skip]
pub const PURCHASE_ORDER_LINES: &[&[Spec]] = &[
    LINE,
    &[
        decimal("quantity", "Quantity", "Quantité"),
        decimal("directUnitCost", "Direct Unit Cost", "Coût unitaire direct"),
    ],
    LINE_AMOUNTS,
    &[
        decimal("invoiceDiscountAllocation", "Invoice Discount Allocation", "Répartition remise facture").read_only(),
    ],
    LINE_NET,
    &[
        date("expectedReceiptDate", "Expected Receipt Date", "Date de réception prévue"),
        decimal("receivedQuantity", "Received Quantity", "Quantité reçue"),
        decimal("invoicedQuantity", "Invoiced Quantity", "Quantité facturée"),
        decimal("invoiceQuantity", "Invoice Quantity", "Quantité à facturer"),
        decimal("receiveQuantity", "Receive Quantity", "Quantité à recevoir"),
    ],
    LINE_PLACE,
];

/// The fields of `purchaseInvoiceLines`.
#[rustfmt::skip]
pub const PURCHASE_INVOICE_LINES: &[&[Spec]] = &[
    LINE,
    &[
        decimal("unitCost", "Unit Cost", "Coût unitaire"),
        decimal("quantity", "Quantity", "Quantité"),
    ],
    LINE_AMOUNTS,
    &[
        decimal("invoiceDiscountAllocation", "Invoice Discount Allocation", "Répartition remise facture"),
    ],
    LINE_NET,
    &[
        date("expectedReceiptDate", "Expected Receipt Date", "Date de réception prévue"),
    ],
    LINE_PLACE,
];
