//! Files that hang on records: the fields. What is in them is kept apart, since no query reads it.

use super::groups::{ID, MODIFIED};
use crate::sandbox::system::kit::{Spec, flag, guid, int, member, text};

/// What a file may hang on.
#[rustfmt::skip]
pub const DOCUMENT_TYPES: &[&str] = &[
    "_x0020_", "Journal", "Employee", "Item", "Customer", "Vendor", "Job", "Sales_x0020_Order", "Sales_x0020_Quote",
    "Sales_x0020_Credit_x0020_Memo", "Sales_x0020_Invoice", "Customer_x0020_Statement", "Blanket_x0020_Sales_x0020_Order",
    "Sales_x0020_Return_x0020_Order", "Sales_x0020_Shipment", "Return_x0020_Receipt", "Sales_x0020_Archive_x0020_Quote",
    "Sales_x0020_Archive_x0020_Order", "Sales_x0020_Archive_x0020_Return", "Sales_x0020_Archive_x0020_Blanket_x0020_Order",
    "Purchase_x0020_Invoice", "Purchase_x0020_Order", "Purchase_x0020_Quote", "Purchase_x0020_Credit_x0020_Memo",
    "Blanket_x0020_Purchase_x0020_Order", "Purchase_x0020_Receipt", "Purchase_x0020_Return_x0020_Order", "Purch_x002E__x0020_Return_x0020_Shipment",
    "Purchase_x0020_Archive_x0020_Quote", "Purchase_x0020_Archive_x0020_Order", "Purchase_x0020_Archive_x0020_Return",
    "Purchase_x0020_Archive_x0020_Blanket_x0020_Order", "Assembly_x0020_Order", "Posted_x0020_Assembly_x0020_Order",
    "Transfer_x0020_Order", "Transfer_x0020_Shipment", "Transfer_x0020_Receipt", "Phys_x002E__x0020_Inventory_x0020_Order",
    "Posted_x0020_Phys_x002E__x0020_Inventory_x0020_Order", "Phys_x002E__x0020_Inventory_x0020_Recording", "Posted_x0020_Phys_x002E__x0020_Inventory_x0020_Recording",
    "Inventory_x0020_Shipment", "Inventory_x0020_Receipt", "Posted_x0020_Inventory_x0020_Shipment", "Posted_x0020_Inventory_x0020_Receipt",
    "Posted_x0020_Direct_x0020_Transfer",
];

/// The fields of `attachments`.
#[rustfmt::skip]
pub const ATTACHMENTS: &[&[Spec]] = &[
    ID,
    &[
        guid("parentId", "Parent Id", "Id parent"),
        text("fileName", 250, "File Name", "Nom de fichier"),
        int("byteSize", "Byte Size", "Taille en octets").ignored(),
    ],
    MODIFIED,
    &[
        member("parentType", "attachmentEntityBufferDocumentType", DOCUMENT_TYPES, "Parent Type", "Type de parent"),
    ],
];

/// The fields of `documentAttachments`.
#[rustfmt::skip]
pub const DOCUMENT_ATTACHMENTS: &[&[Spec]] = &[
    ID,
    &[
        text("fileName", 250, "File Name", "Nom de fichier"),
        int("byteSize", "Byte Size", "Taille en octets").computed(),
        member("parentType", "attachmentEntityBufferDocumentType", DOCUMENT_TYPES, "Parent Type", "Type de parent"),
        guid("parentId", "Parent Id", "Id parent"),
        int("lineNumber", "Line Number", "N° ligne"),
        flag("documentFlowSales", "Document Flow Sales", "Flux de documents vente"),
        flag("documentFlowPurchase", "Document Flow Purchase", "Flux de documents achat"),
    ],
    MODIFIED,
];
