//! Salespeople and employees: the fields.

use crate::sandbox::system::kit::{Spec, code, date, decimal, flag, guid, member, text, time};

/// The fields of `salespeoplePurchasers`.
#[rustfmt::skip]
pub const SALESPEOPLE_PURCHASERS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("code", 20, "Code", "Code"),
    text("displayName", 50, "Display Name", "Nom"),
    text("email", 80, "Email", "E-mail"),
    text("email2", 80, "Email 2", "E-mail 2"),
    text("phoneNo", 30, "Phone No", "N° téléphone"),
    text("jobTitle", 30, "Job Title", "Fonction"),
    decimal("commisionPercent", "Commision Percent", "% commission"),
    flag("privacyBlocked", "Privacy Blocked", "Confidentialité bloquée"),
    flag("blocked", "Blocked", "Bloqué"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `employees`.
#[rustfmt::skip]
pub const EMPLOYEES: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("number", 20, "Number", "N°"),
    text("displayName", 250, "Display Name", "Nom").computed(),
    text("givenName", 30, "Given Name", "Prénom"),
    text("middleName", 30, "Middle Name", "Deuxième prénom"),
    text("surname", 30, "Surname", "Nom"),
    text("jobTitle", 30, "Job Title", "Fonction"),
    text("addressLine1", 100, "Address Line 1", "Adresse"),
    text("addressLine2", 50, "Address Line 2", "Adresse 2"),
    text("city", 30, "City", "Ville"),
    text("state", 30, "State", "Région"),
    code("country", 10, "Country", "Code pays/région"),
    code("postalCode", 20, "Postal Code", "Code postal"),
    text("phoneNumber", 30, "Phone Number", "N° téléphone"),
    text("mobilePhone", 30, "Mobile Phone", "Téléphone mobile"),
    text("email", 80, "Email", "E-mail"),
    text("personalEmail", 80, "Personal Email", "E-mail personnel"),
    date("employmentDate", "Employment Date", "Date d’embauche"),
    date("terminationDate", "Termination Date", "Date de départ"),
    member("status", "employeeStatus", &["Active", "Inactive", "Terminated"], "Status", "Statut"),
    date("birthDate", "Birth Date", "Date de naissance"),
    code("statisticsGroupCode", 10, "Statistics Group Code", "Code groupe statistiques"),
    text("bankBranchNumber", 20, "Bank Branch Number", "Code établissement"),
    text("bankAccountNumber", 30, "Bank Account Number", "N° compte bancaire"),
    text("iban", 50, "IBAN", "IBAN"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];
