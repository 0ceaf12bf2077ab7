//! Columns that many tables have in the same way: further addresses, and what the platform itself keeps.

use std::borrow::Cow;

use super::options::{ADDRESSTYPE, FREIGHTTERMS, SHIPPINGMETHOD};
use crate::sandbox::system::def::{FieldDef, Label};
use crate::sandbox::system::kit::{
    Spec, choice, double, entity_name, guid, int, lookup, memo, text, time,
};

/// The columns of an address; names and captions go on from its number.
#[rustfmt::skip]
const ADDRESS: &[Spec] = &[
    guid("AddressId", "ID", "ID"),
    choice("AddressTypeCode", ADDRESSTYPE, "Address Type", "Type d’adresse"),
    text("City", 80, "City", "Ville"),
    memo("Composite", 1000, "Address", "Adresse").computed(),
    text("Country", 80, "Country/Region", "Pays/région"),
    text("County", 50, "County", "Département"),
    text("Fax", 50, "Fax", "Télécopie"),
    choice("FreightTermsCode", FREIGHTTERMS, "Freight Terms", "Conditions de transport"),
    double("Latitude", "Latitude", "Latitude"),
    text("Line1", 250, "Street 1", "Rue 1"),
    text("Line2", 250, "Street 2", "Rue 2"),
    text("Line3", 250, "Street 3", "Rue 3"),
    double("Longitude", "Longitude", "Longitude"),
    text("Name", 100, "Name", "Nom"),
    text("PostalCode", 20, "ZIP/Postal Code", "Code postal"),
    text("PostOfficeBox", 20, "Post Office Box", "Boîte postale"),
    text("PrimaryContactName", 100, "Primary Contact Name", "Nom du contact principal"),
    choice("ShippingMethodCode", SHIPPINGMETHOD, "Shipping Method", "Mode de livraison"),
    text("StateOrProvince", 50, "State/Province", "Région/département"),
    text("Telephone1", 50, "Telephone 1", "Téléphone 1"),
    text("Telephone2", 50, "Telephone 2", "Téléphone 2"),
    text("Telephone3", 50, "Telephone 3", "Téléphone 3"),
    text("UPSZone", 4, "UPS Zone", "Zone UPS"),
    int("UTCOffset", "UTC Offset", "Décalage UTC"),
];

/// Who acted for somebody else; nobody does here.
#[rustfmt::skip]
const DELEGATES: &[Spec] = &[
    lookup("CreatedOnBehalfBy", &["systemuser"], "Created By (Delegate)", "Créé par (délégué)").computed(),
    lookup("ModifiedOnBehalfBy", &["systemuser"], "Modified By (Delegate)", "Modifié par (délégué)").computed(),
];

/// Which time zone a row was written in.
#[rustfmt::skip]
const ZONES: &[Spec] = &[
    int("TimeZoneRuleVersionNumber", "Time Zone Rule Version Number", "Numéro de version de la règle de fuseau horaire"),
    int("UTCConversionTimeZoneCode", "UTC Conversion Time Zone Code", "Code de fuseau horaire de conversion UTC"),
];

/// Where a row stands in a business process.
#[rustfmt::skip]
const PROCESS: &[Spec] = &[
    guid("ProcessId", "Process", "Processus"),
    guid("StageId", "(Deprecated) Process Stage", "(Déconseillé) Phase du processus"),
    text("TraversedPath", 1250, "(Deprecated) Traversed Path", "(Déconseillé) Chemin parcouru"),
];

/// The service level that a row is held to, and how long it was on hold.
#[rustfmt::skip]
const SERVICE_LEVEL: &[Spec] = &[
    lookup("SLAId", &["sla"], "SLA", "Contrat de niveau de service"),
    lookup("SLAInvokedId", &["sla"], "Last SLA applied", "Dernier contrat de niveau de service appliqué").read_only(),
    int("OnHoldTime", "On Hold Time (Minutes)", "Temps de suspension (minutes)").read_only(),
    time("LastOnHoldTime", "Last On Hold Time", "Dernière suspension"),
    entity_name("OwnerIdType", "Owner Type", "Type de propriétaire").computed(),
];

/// The id of a row's picture, which is never one here.
#[rustfmt::skip]
const IMAGE: &[Spec] = &[
    guid("EntityImageId", "Entity Image Id", "ID d’image d’entité").read_only(),
];

/// The columns that a table has besides its own.
pub fn columns(schema: &str) -> Vec<FieldDef> {
    let plain = |specs: &[Spec]| specs.iter().map(Spec::as_column).collect::<Vec<_>>();
    let mut columns = Vec::new();
    let addresses: &[u8] = match schema {
        "Account" => &[2],
        "Contact" => &[2, 3],
        "SystemUser" | "BusinessUnit" => &[1, 2],
        _ => &[],
    };
    for number in addresses {
        columns.extend(ADDRESS.iter().map(|spec| numbered(*number, spec)));
    }
    if !matches!(schema, "Organization" | "Role") && !schema.starts_with("new_") {
        columns.extend(plain(DELEGATES));
        if !matches!(schema, "Team" | "BusinessUnit" | "TransactionCurrency") {
            columns.extend(plain(ZONES));
        }
    }
    if matches!(
        schema,
        "Account"
            | "Contact"
            | "Opportunity"
            | "SalesOrder"
            | "Invoice"
            | "Quote"
            | "Product"
            | "Team"
            | "SystemUser"
    ) {
        columns.extend(plain(PROCESS));
    }
    if matches!(
        schema,
        "Account" | "Contact" | "Opportunity" | "SalesOrder" | "Invoice" | "Quote"
    ) {
        columns.extend(plain(SERVICE_LEVEL));
    }
    if matches!(
        schema,
        "Account"
            | "Contact"
            | "Lead"
            | "OpportunityProduct"
            | "SystemUser"
            | "TransactionCurrency"
            | "Territory"
            | "Product"
            | "SalesOrder"
            | "Invoice"
    ) {
        columns.extend(plain(IMAGE));
    }
    columns
}

fn numbered(number: u8, spec: &Spec) -> FieldDef {
    let column = spec.as_column();
    FieldDef {
        name: Cow::Owned(format!("address{number}_{}", column.name)),
        schema_name: Cow::Owned(format!("Address{number}_{}", column.schema_name)),
        label: column.label.as_ref().map(|label| Label {
            en: Cow::Owned(format!("Address {number}: {}", label.en)),
            fr: Cow::Owned(format!("Adresse {number} : {}", label.fr)),
        }),
        ..column
    }
}
