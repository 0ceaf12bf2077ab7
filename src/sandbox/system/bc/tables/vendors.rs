//! Vendors: the fields.

use crate::sandbox::system::kit::{Spec, code, decimal, flag, guid, member, text, time};

/// The fields of `vendors`.
#[rustfmt::skip]
pub const VENDORS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("number", 20, "Number", "N°"),
    text("displayName", 100, "Display Name", "Nom"),
    text("addressLine1", 100, "Address Line 1", "Adresse"),
    text("addressLine2", 50, "Address Line 2", "Adresse 2"),
    text("city", 30, "City", "Ville"),
    text("state", 30, "State", "Région"),
    code("country", 10, "Country", "Code pays/région"),
    code("postalCode", 20, "Postal Code", "Code postal"),
    text("phoneNumber", 30, "Phone Number", "N° téléphone"),
    text("email", 80, "Email", "E-mail"),
    text("website", 255, "Website", "Page d’accueil"),
    text("taxRegistrationNumber", 50, "Tax Registration Number", "N° identif. intracomm."),
    guid("currencyId", "Currency Id", "Id devise"),
    code("currencyCode", 10, "Currency Code", "Code devise"),
    code("irs1099Code", 10, "Irs1099 Code", "Code IRS 1099"),
    guid("paymentTermsId", "Payment Terms Id", "Id conditions de paiement"),
    guid("paymentMethodId", "Payment Method Id", "Id mode de règlement"),
    flag("taxLiable", "Tax Liable", "Soumis à taxe"),
    member("blocked", "vendorBlocked", &["_x0020_", "Payment", "All"], "Blocked", "Bloqué"),
    decimal("balance", "Balance", "Solde").computed(),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];
