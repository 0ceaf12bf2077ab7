//! Shipment, countries, the company itself: the fields.

use super::groups::{ID, MODIFIED};
use crate::sandbox::system::kit::{Spec, code, date, guid, member, text, time};

/// The fields of `shipmentMethods`.
#[rustfmt::skip]
pub const SHIPMENT_METHODS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("code", 10, "Code", "Code"),
    text("displayName", 100, "Display Name", "Nom"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `countriesRegions`.
#[rustfmt::skip]
pub const COUNTRIES_REGIONS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("code", 10, "Code", "Code"),
    text("displayName", 50, "Display Name", "Nom"),
    member("addressFormat", "countryRegionAddressFormat", &["Post_x0020_Code_x002B_City", "City_x002B_Post_x0020_Code", "City_x002B_County_x002B_Post_x0020_Code", "Blank_x0020_Line_x002B_Post_x0020_Code_x002B_City", "Custom"], "Address Format", "Format adresse"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `companyInformation`.
#[rustfmt::skip]
pub const COMPANY_INFORMATION: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    text("displayName", 100, "Display Name", "Nom"),
    text("addressLine1", 100, "Address Line 1", "Adresse"),
    text("addressLine2", 50, "Address Line 2", "Adresse 2"),
    text("city", 30, "City", "Ville"),
    text("state", 30, "State", "Région"),
    code("country", 10, "Country", "Code pays/région"),
    code("postalCode", 20, "Postal Code", "Code postal"),
    text("phoneNumber", 30, "Phone Number", "N° téléphone"),
    code("faxNumber", 30, "Fax Number", "N° télécopie"),
    text("email", 80, "Email", "E-mail"),
    text("website", 255, "Website", "Page d’accueil"),
    text("taxRegistrationNumber", 50, "Tax Registration Number", "N° identif. intracomm."),
    code("currencyCode", 10, "Currency Code", "Code devise").read_only(),
    date("currentFiscalYearStartDate", "Current Fiscal Year Start Date", "Début de l’exercice en cours").read_only(),
    text("industry", 30, "Industry", "Secteur d’activité"),
    text("experience", 250, "Experience", "Expérience"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `locations`.
#[rustfmt::skip]
pub const LOCATIONS: &[&[Spec]] = &[
    ID,
    &[
        code("code", 10, "Code", "Code"),
        text("displayName", 100, "Display Name", "Nom"),
        text("contact", 100, "Contact", "Contact"),
        text("addressLine1", 100, "Address Line 1", "Adresse"),
        text("addressLine2", 50, "Address Line 2", "Adresse 2"),
        text("city", 30, "City", "Ville"),
        text("state", 30, "State", "Région"),
        code("country", 10, "Country", "Code pays/région"),
        code("postalCode", 20, "Postal Code", "Code postal"),
        text("phoneNumber", 30, "Phone Number", "N° téléphone"),
        text("email", 80, "Email", "E-mail"),
        text("website", 255, "Website", "Page d’accueil"),
    ],
    MODIFIED,
];
