//! Contacts and what they are related to: the fields.

use crate::sandbox::system::kit::{Spec, code, date, flag, guid, member, text, time};

/// The fields of `contacts`.
#[rustfmt::skip]
pub const CONTACTS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("number", 20, "Number", "N°"),
    member("type", "contactType", &["Company", "Person"], "Type", "Type"),
    text("displayName", 100, "Display Name", "Nom"),
    text("jobTitle", 30, "Job Title", "Fonction"),
    code("companyNumber", 20, "Company Number", "N° société"),
    text("companyName", 100, "Company Name", "Nom de la société").ignored(),
    member("contactBusinessRelation", "contactBusinessRelation", &["_x0020_", "Customer", "Vendor", "Bank_x0020_Account", "Employee", "None", "Other", "Multiple"], "Contact Business Relation", "Relation commerciale").ignored(),
    text("addressLine1", 100, "Address Line 1", "Adresse"),
    text("addressLine2", 50, "Address Line 2", "Adresse 2"),
    text("city", 30, "City", "Ville"),
    text("state", 30, "State", "Région"),
    code("country", 10, "Country", "Code pays/région"),
    code("postalCode", 20, "Postal Code", "Code postal"),
    text("phoneNumber", 30, "Phone Number", "N° téléphone"),
    text("mobilePhoneNumber", 30, "Mobile Phone Number", "N° téléphone mobile"),
    text("email", 80, "Email", "E-mail"),
    text("website", 255, "Website", "Page d’accueil"),
    code("searchName", 100, "Search Name", "Nom de recherche"),
    flag("privacyBlocked", "Privacy Blocked", "Confidentialité bloquée"),
    text("taxRegistrationNumber", 50, "Tax Registration Number", "N° identif. intracomm."),
    date("lastInteractionDate", "Last Interaction Date", "Date dernière interaction").read_only(),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `contactsInformation`.
#[rustfmt::skip]
pub const CONTACTS_INFORMATION: &[Spec] = &[
    guid("contactId", "Contact Id", "Id contact"),
    code("contactNumber", 20, "Contact Number", "N° contact").computed(),
    text("contactName", 100, "Contact Name", "Nom du contact").computed(),
    member("contactType", "contactType", &["Company", "Person"], "Contact Type", "Type de contact").computed(),
    guid("relatedId", "Related Id", "Id associé"),
    member("relatedType", "contactBusinessRelationLinkToTable", &["_x0020_", "Customer", "Vendor", "Bank_x0020_Account", "Employee"], "Related Type", "Type associé").read_only(),
];
