//! Fields that several sets have in common, written once.

use crate::sandbox::system::kit::{Spec, code, decimal, flag, guid, int, member, text, time};

/// The kinds of line.
#[rustfmt::skip]
pub const LINE_TYPES: &[&str] = &["Comment", "Account", "Item", "Resource", "Fixed_x0020_Asset", "Charge", "Allocation_x0020_Account"];

/// What may become of an invoice.
#[rustfmt::skip]
pub const INVOICE_STATES: &[&str] = &["_x0020_", "Draft", "In_x0020_Review", "Open", "Paid", "Canceled", "Corrective"];

/// The id, which stands first in every set.
#[rustfmt::skip]
pub const ID: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
];

/// When a record last changed.
#[rustfmt::skip]
pub const MODIFIED: &[Spec] = &[
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// Whom a document is for.
#[rustfmt::skip]
pub const CUSTOMER: &[Spec] = &[
    guid("customerId", "Customer Id", "Id client"),
    code("customerNumber", 20, "Customer Number", "N° client"),
    text("customerName", 100, "Customer Name", "Nom du client").read_only(),
];

/// Who pays a sales document.
#[rustfmt::skip]
pub const BILL_TO: &[Spec] = &[
    text("billToName", 100, "Bill To Name", "Nom client facturé").read_only(),
    guid("billToCustomerId", "Bill To Customer Id", "Id client facturé"),
    code("billToCustomerNumber", 20, "Bill To Customer Number", "N° client facturé"),
];

/// Who receives the goods.
#[rustfmt::skip]
pub const SHIP_TO: &[Spec] = &[
    text("shipToName", 100, "Ship To Name", "Nom du destinataire"),
    text("shipToContact", 100, "Ship To Contact", "Contact de livraison"),
];

/// The address of whom a document is for.
#[rustfmt::skip]
pub const SELL_TO_ADDRESS: &[Spec] = &[
    text("sellToAddressLine1", 100, "Sell To Address Line 1", "Adresse donneur d’ordre"),
    text("sellToAddressLine2", 50, "Sell To Address Line 2", "Adresse donneur d’ordre 2"),
    text("sellToCity", 30, "Sell To City", "Ville donneur d’ordre"),
    code("sellToCountry", 10, "Sell To Country", "Pays donneur d’ordre"),
    text("sellToState", 30, "Sell To State", "Région donneur d’ordre"),
    code("sellToPostCode", 20, "Sell To Post Code", "Code postal donneur d’ordre"),
];

/// The address of who pays, where it may be set.
#[rustfmt::skip]
pub const BILL_TO_ADDRESS: &[Spec] = &[
    text("billToAddressLine1", 100, "Bill To Address Line 1", "Adresse de facturation"),
    text("billToAddressLine2", 50, "Bill To Address Line 2", "Adresse de facturation 2"),
    text("billToCity", 30, "Bill To City", "Ville de facturation"),
    code("billToCountry", 10, "Bill To Country", "Pays de facturation"),
    text("billToState", 30, "Bill To State", "Région de facturation"),
    code("billToPostCode", 20, "Bill To Post Code", "Code postal de facturation"),
];

/// The address of who pays, where it is only shown.
#[rustfmt::skip]
pub const BILL_TO_ADDRESS_SHOWN: &[Spec] = &[
    text("billToAddressLine1", 100, "Bill To Address Line 1", "Adresse de facturation").read_only(),
    text("billToAddressLine2", 50, "Bill To Address Line 2", "Adresse de facturation 2").read_only(),
    text("billToCity", 30, "Bill To City", "Ville de facturation").read_only(),
    code("billToCountry", 10, "Bill To Country", "Pays de facturation").read_only(),
    text("billToState", 30, "Bill To State", "Région de facturation").read_only(),
    code("billToPostCode", 20, "Bill To Post Code", "Code postal de facturation").read_only(),
];

/// Where the goods go.
#[rustfmt::skip]
pub const SHIP_TO_ADDRESS: &[Spec] = &[
    text("shipToAddressLine1", 100, "Ship To Address Line 1", "Adresse de livraison"),
    text("shipToAddressLine2", 50, "Ship To Address Line 2", "Adresse de livraison 2"),
    text("shipToCity", 30, "Ship To City", "Ville de livraison"),
    code("shipToCountry", 10, "Ship To Country", "Pays de livraison"),
    text("shipToState", 30, "Ship To State", "Région de livraison"),
    code("shipToPostCode", 20, "Ship To Post Code", "Code postal de livraison"),
];

/// The address of whom something is bought from.
#[rustfmt::skip]
pub const BUY_FROM_ADDRESS: &[Spec] = &[
    text("buyFromAddressLine1", 100, "Buy From Address Line 1", "Adresse preneur d’ordre"),
    text("buyFromAddressLine2", 50, "Buy From Address Line 2", "Adresse preneur d’ordre 2"),
    text("buyFromCity", 30, "Buy From City", "Ville preneur d’ordre"),
    code("buyFromCountry", 10, "Buy From Country", "Pays preneur d’ordre"),
    text("buyFromState", 30, "Buy From State", "Région preneur d’ordre"),
    code("buyFromPostCode", 20, "Buy From Post Code", "Code postal preneur d’ordre"),
];

/// The address of who is paid.
#[rustfmt::skip]
pub const PAY_TO_ADDRESS: &[Spec] = &[
    text("payToAddressLine1", 100, "Pay To Address Line 1", "Adresse de paiement").read_only(),
    text("payToAddressLine2", 50, "Pay To Address Line 2", "Adresse de paiement 2").read_only(),
    text("payToCity", 30, "Pay To City", "Ville de paiement").read_only(),
    code("payToCountry", 10, "Pay To Country", "Pays de paiement").read_only(),
    text("payToState", 30, "Pay To State", "Région de paiement").read_only(),
    code("payToPostCode", 20, "Pay To Post Code", "Code postal de paiement").read_only(),
];

/// The two dimensions that stand in every document.
#[rustfmt::skip]
pub const DIMENSIONS: &[Spec] = &[
    code("shortcutDimension1Code", 20, "Shortcut Dimension 1 Code", "Code raccourci axe 1"),
    code("shortcutDimension2Code", 20, "Shortcut Dimension 2 Code", "Code raccourci axe 2"),
];

/// The currency by id and by code, which agree.
#[rustfmt::skip]
pub const CURRENCY: &[Spec] = &[
    guid("currencyId", "Currency Id", "Id devise"),
    code("currencyCode", 10, "Currency Code", "Code devise"),
];

/// Terms of payment and of shipment.
#[rustfmt::skip]
pub const CONDITIONS: &[Spec] = &[
    guid("paymentTermsId", "Payment Terms Id", "Id conditions de paiement"),
    guid("shipmentMethodId", "Shipment Method Id", "Id conditions de livraison"),
];

/// What a document comes to.
#[rustfmt::skip]
pub const TOTALS: &[Spec] = &[
    decimal("totalAmountExcludingTax", "Total Amount Excluding Tax", "Montant total HT").computed(),
    decimal("totalTaxAmount", "Total Tax Amount", "Montant total taxe").computed(),
    decimal("totalAmountIncludingTax", "Total Amount Including Tax", "Montant total TTC").computed(),
];

/// How the customer is reached.
#[rustfmt::skip]
pub const REACHED: &[Spec] = &[
    text("phoneNumber", 30, "Phone Number", "N° téléphone"),
    text("email", 80, "Email", "E-mail"),
];

/// What a line is about.
#[rustfmt::skip]
pub const LINE: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    guid("documentId", "Document Id", "Id document"),
    int("sequence", "Sequence", "Séquence"),
    guid("itemId", "Item Id", "Id article"),
    guid("accountId", "Account Id", "Id compte"),
    member("lineType", "invoiceLineAggLineType", LINE_TYPES, "Line Type", "Type de ligne"),
    code("lineObjectNumber", 20, "Line Object Number", "N° objet ligne"),
    text("description", 100, "Description", "Description"),
    text("description2", 50, "Description 2", "Description 2"),
    guid("unitOfMeasureId", "Unit Of Measure Id", "Id unité"),
    code("unitOfMeasureCode", 10, "Unit Of Measure Code", "Code unité"),
];

/// Discount and amounts of a line.
#[rustfmt::skip]
pub const LINE_AMOUNTS: &[Spec] = &[
    decimal("discountAmount", "Discount Amount", "Montant remise"),
    decimal("discountPercent", "Discount Percent", "% remise"),
    flag("discountAppliedBeforeTax", "Discount Applied Before Tax", "Remise appliquée avant taxe").read_only(),
    decimal("amountExcludingTax", "Amount Excluding Tax", "Montant HT").computed(),
    code("taxCode", 50, "Tax Code", "Code taxe"),
    decimal("taxPercent", "Tax Percent", "% taxe").read_only(),
    decimal("totalTaxAmount", "Total Tax Amount", "Montant total taxe").computed(),
    decimal("amountIncludingTax", "Amount Including Tax", "Montant TTC").computed(),
];

/// What a line comes to.
#[rustfmt::skip]
pub const LINE_NET: &[Spec] = &[
    decimal("netAmount", "Net Amount", "Montant net").computed(),
    decimal("netTaxAmount", "Net Tax Amount", "Montant net taxe").computed(),
    decimal("netAmountIncludingTax", "Net Amount Including Tax", "Montant net TTC").computed(),
];

/// Variant and location of a line's item.
#[rustfmt::skip]
pub const LINE_PLACE: &[Spec] = &[
    guid("itemVariantId", "Item Variant Id", "Id variante article"),
    guid("locationId", "Location Id", "Id magasin"),
];
