//! Customers: the fields.

use super::groups::{ID, MODIFIED};
use crate::sandbox::system::kit::{Spec, code, decimal, flag, guid, member, text, time};

/// The fields of `customers`.
#[rustfmt::skip]
pub const CUSTOMERS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("number", 20, "Number", "N°"),
    text("displayName", 100, "Display Name", "Nom"),
    member("type", "contactType", &["Company", "Person"], "Type", "Type"),
    text("addressLine1", 100, "Address Line 1", "Adresse"),
    text("addressLine2", 50, "Address Line 2", "Adresse 2"),
    text("city", 30, "City", "Ville"),
    text("state", 30, "State", "Région"),
    code("country", 10, "Country", "Code pays/région"),
    code("postalCode", 20, "Postal Code", "Code postal"),
    text("phoneNumber", 30, "Phone Number", "N° téléphone"),
    text("email", 80, "Email", "E-mail"),
    text("website", 255, "Website", "Page d’accueil"),
    code("salespersonCode", 20, "Salesperson Code", "Code vendeur"),
    decimal("balanceDue", "Balance Due", "Solde dû").computed(),
    decimal("creditLimit", "Credit Limit", "Limite de crédit"),
    flag("taxLiable", "Tax Liable", "Soumis à taxe"),
    guid("taxAreaId", "Tax Area Id", "Id zone recouvrement"),
    text("taxAreaDisplayName", 250, "Tax Area Display Name", "Nom zone recouvrement").computed(),
    text("taxRegistrationNumber", 50, "Tax Registration Number", "N° identif. intracomm."),
    guid("currencyId", "Currency Id", "Id devise"),
    code("currencyCode", 10, "Currency Code", "Code devise"),
    guid("paymentTermsId", "Payment Terms Id", "Id conditions de paiement"),
    guid("shipmentMethodId", "Shipment Method Id", "Id conditions de livraison"),
    guid("paymentMethodId", "Payment Method Id", "Id mode de règlement"),
    member("blocked", "customerBlocked", &["_x0020_", "Ship", "Invoice", "All"], "Blocked", "Bloqué"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `customerFinancialDetails`.
#[rustfmt::skip]
pub const CUSTOMER_FINANCIAL_DETAILS: &[&[Spec]] = &[
    ID,
    &[
        code("number", 20, "Number", "N°").read_only(),
        decimal("balance", "Balance", "Solde").computed(),
        decimal("totalSalesExcludingTax", "Total Sales Excluding Tax", "Total ventes HT").computed(),
        decimal("overdueAmount", "Overdue Amount", "Montant échu").computed(),
    ],
    MODIFIED,
];
