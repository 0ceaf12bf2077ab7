//! The tables of Dataverse and how they hang together; one file per group of columns.

pub mod account;
pub mod activity;
pub mod contact;
pub mod custom;
pub mod further;
pub mod invoice;
pub mod marketing;
pub mod opportunity;
pub mod options;
pub mod order;
pub mod people;
pub mod price;
pub mod product;
pub mod quote;
pub mod shared;
pub mod system;

use std::borrow::Cow;

use crate::sandbox::system::{
    def::{Access, Allows, FieldDef, FieldKind, Join, KeyDef, Label, Name, NavDef, TableDef},
    kit::{self, Spec},
};

use super::GlobalChoice;
use shared::{
    DEAL, DELIVERED_LINE, DOCUMENT, DOCUMENT_LINE, LINE, OFFER, OWNED, PARTY, SHIP_TO,
    SHIP_TO_PERSON, STAMPS,
};

/// One table: its names, columns and collections.
struct Entity {
    schema: &'static str,
    set: &'static str,
    code: i32,
    name: &'static str,
    en: &'static str,
    fr: &'static str,
    /// Groups of columns, one after the other.
    columns: &'static [&'static [Spec]],
    tracked: bool,
    /// Collection-valued navigation property, target set, column of the target that holds this row's id.
    held: &'static [(&'static str, &'static str, &'static str)],
    /// Many-to-many navigation property and target set; the property names the relationship.
    pairs: &'static [(&'static str, &'static str)],
}

const fn entity(
    schema: &'static str,
    set: &'static str,
    code: i32,
    name: &'static str,
    labels: (&'static str, &'static str),
    columns: &'static [&'static [Spec]],
) -> Entity {
    Entity {
        schema,
        set,
        code,
        name,
        en: labels.0,
        fr: labels.1,
        columns,
        tracked: false,
        held: &[],
        pairs: &[],
    }
}

#[rustfmt::skip]
const ENTITIES: &[Entity] = &[
    Entity {
        tracked: true,
        held: &[
            ("contact_customer_accounts", "contacts", "parentcustomerid"),
            ("account_parent_account", "accounts", "parentaccountid"),
            ("opportunity_customer_accounts", "opportunities", "customerid"),
            ("order_customer_accounts", "salesorders", "customerid"),
            ("invoice_customer_accounts", "invoices", "customerid"),
            ("quote_customer_accounts", "quotes", "customerid"),
            ("Account_Tasks", "tasks", "regardingobjectid"),
            ("Account_Phonecalls", "phonecalls", "regardingobjectid"),
            ("Account_Appointments", "appointments", "regardingobjectid"),
            ("Account_Annotation", "annotations", "objectid"),
        ],
        ..entity("Account", "accounts", 1, "name", ("Account", "Compte"), &[account::ACCOUNT, PARTY, STAMPS, OWNED])
    },
    Entity {
        tracked: true,
        held: &[
            ("contact_customer_contacts", "contacts", "parentcustomerid"),
            ("account_primary_contact", "accounts", "primarycontactid"),
            ("Contact_Tasks", "tasks", "regardingobjectid"),
            ("Contact_Phonecalls", "phonecalls", "regardingobjectid"),
            ("Contact_Appointments", "appointments", "regardingobjectid"),
            ("Contact_Annotation", "annotations", "objectid"),
        ],
        ..entity("Contact", "contacts", 2, "fullname", ("Contact", "Contact"), &[contact::CONTACT, PARTY, STAMPS, OWNED])
    },
    Entity {
        tracked: true,
        held: &[
            ("product_opportunities", "opportunityproducts", "opportunityid"),
            ("quote_opportunity", "quotes", "opportunityid"),
            ("Opportunity_Tasks", "tasks", "regardingobjectid"),
            ("Opportunity_Phonecalls", "phonecalls", "regardingobjectid"),
            ("Opportunity_Appointments", "appointments", "regardingobjectid"),
            ("Opportunity_Annotation", "annotations", "objectid"),
        ],
        ..entity("Opportunity", "opportunities", 3, "name", ("Opportunity", "Opportunité"), &[opportunity::OPPORTUNITY, DEAL, STAMPS, OWNED])
    },
    Entity {
        tracked: true,
        pairs: &[("systemuserroles_association", "roles"), ("teammembership_association", "teams")],
        ..entity("SystemUser", "systemusers", 8, "fullname", ("User", "Utilisateur"), &[people::SYSTEMUSER, STAMPS])
    },
    Entity {
        tracked: true,
        pairs: &[("teammembership_association", "systemusers"), ("teamroles_association", "roles")],
        ..entity("Team", "teams", 9, "name", ("Team", "Équipe"), &[people::TEAM, STAMPS])
    },
    entity("BusinessUnit", "businessunits", 10, "name", ("Business Unit", "Division"), &[people::BUSINESSUNIT, STAMPS]),
    entity("Organization", "organizations", 1019, "name", ("Organization", "Organisation"), &[system::ORGANIZATION, STAMPS]),
    Entity {
        tracked: true,
        held: &[("price_level_product_price_levels", "productpricelevels", "pricelevelid")],
        ..entity("PriceLevel", "pricelevels", 1022, "name", ("Price List", "Tarif"), &[price::PRICELEVEL, STAMPS])
    },
    Entity {
        tracked: true,
        held: &[("product_price_levels", "productpricelevels", "productid")],
        ..entity("Product", "products", 1024, "name", ("Product", "Produit"), &[product::PRODUCT, STAMPS])
    },
    entity("ProductPriceLevel", "productpricelevels", 1026, "productnumber", ("Price List Item", "Article de tarif"), &[price::PRODUCTPRICELEVEL, STAMPS]),
    Entity {
        pairs: &[("systemuserroles_association", "systemusers"), ("teamroles_association", "teams")],
        ..entity("Role", "roles", 1036, "name", ("Security Role", "Rôle de sécurité"), &[system::ROLE, STAMPS])
    },
    entity("UoM", "uoms", 1055, "name", ("Unit", "Unité"), &[product::UOM, STAMPS]),
    Entity {
        held: &[("unit_of_measurement_schedule_conversions", "uoms", "uomscheduleid")],
        ..entity("UoMSchedule", "uomschedules", 1056, "name", ("Unit Group", "Nomenclature d’unités"), &[product::UOMSCHEDULE, STAMPS])
    },
    Entity {
        tracked: true,
        held: &[("quote_details", "quotedetails", "quoteid")],
        ..entity("Quote", "quotes", 1084, "name", ("Quote", "Devis"), &[quote::QUOTE, SHIP_TO, SHIP_TO_PERSON, DEAL, DOCUMENT, OFFER, STAMPS, OWNED])
    },
    entity("QuoteDetail", "quotedetails", 1085, "quotedetailname", ("Quote Product", "Produit du devis"), &[quote::QUOTEDETAIL, SHIP_TO, SHIP_TO_PERSON, LINE, DOCUMENT_LINE, STAMPS]),
    Entity {
        tracked: true,
        held: &[("order_details", "salesorderdetails", "salesorderid")],
        ..entity("SalesOrder", "salesorders", 1088, "name", ("Order", "Commande"), &[order::SALESORDER, SHIP_TO, SHIP_TO_PERSON, DEAL, DOCUMENT, OFFER, STAMPS, OWNED])
    },
    entity("SalesOrderDetail", "salesorderdetails", 1089, "salesorderdetailname", ("Order Product", "Produit de la commande"), &[order::SALESORDERDETAIL, SHIP_TO, SHIP_TO_PERSON, LINE, DOCUMENT_LINE, DELIVERED_LINE, STAMPS]),
    Entity {
        tracked: true,
        held: &[("invoice_details", "invoicedetails", "invoiceid")],
        ..entity("Invoice", "invoices", 1090, "name", ("Invoice", "Facture"), &[invoice::INVOICE, SHIP_TO, DEAL, DOCUMENT, STAMPS, OWNED])
    },
    entity("UserSettings", "usersettingscollection", 150, "systemuserid", ("User Settings", "Paramètres utilisateur"), &[system::USERSETTINGS]),
    entity("DuplicateRule", "duplicaterules", 4414, "name", ("Duplicate Detection Rule", "Règle de détection des doublons"), &[system::DUPLICATERULE, STAMPS]),
    entity("InvoiceDetail", "invoicedetails", 1091, "invoicedetailname", ("Invoice Product", "Produit de la facture"), &[invoice::INVOICEDETAIL, SHIP_TO, LINE, DOCUMENT_LINE, DELIVERED_LINE, STAMPS]),
    entity("Territory", "territories", 2013, "name", ("Territory", "Secteur de vente"), &[people::TERRITORY, STAMPS]),
    Entity {
        tracked: true,
        ..entity("TransactionCurrency", "transactioncurrencies", 9105, "currencyname", ("Currency", "Devise"), &[price::TRANSACTIONCURRENCY, STAMPS])
    },
    entity("OpportunityProduct", "opportunityproducts", 1083, "opportunityproductname", ("Opportunity Product", "Produit de l’opportunité"), &[opportunity::OPPORTUNITYPRODUCT, LINE, STAMPS]),
    Entity {
        tracked: true,
        ..entity("Annotation", "annotations", 5, "subject", ("Note", "Note"), &[activity::ANNOTATION, STAMPS, OWNED])
    },
    Entity {
        tracked: true,
        ..entity("Lead", "leads", 4, "fullname", ("Lead", "Prospect"), &[marketing::LEAD, STAMPS, OWNED])
    },
    Entity {
        tracked: true,
        ..entity("Campaign", "campaigns", 4400, "name", ("Campaign", "Campagne"), &[marketing::CAMPAIGN, STAMPS, OWNED])
    },
    entity("SLA", "slas", 9750, "name", ("SLA", "Contrat de niveau de service"), &[marketing::SLA, STAMPS, OWNED]),
    Entity {
        tracked: true,
        ..entity("Appointment", "appointments", 4201, "subject", ("Appointment", "Rendez-vous"), &[activity::ACTIVITY, activity::APPOINTMENT, STAMPS, OWNED])
    },
    Entity {
        tracked: true,
        ..entity("PhoneCall", "phonecalls", 4210, "subject", ("Phone Call", "Appel téléphonique"), &[activity::ACTIVITY, activity::PHONECALL, STAMPS, OWNED])
    },
    Entity {
        tracked: true,
        ..entity("Task", "tasks", 4212, "subject", ("Task", "Tâche"), &[activity::ACTIVITY, activity::TASK, STAMPS, OWNED])
    },
    Entity {
        tracked: true,
        ..entity("new_project", "new_projects", 10_042, "new_name", ("Project", "Projet"), &[custom::NEW_PROJECT, custom::STANDARD, STAMPS, OWNED])
    },
];

/// The entity set that stands for users and teams together; their rows are those of the two tables.
pub const PRINCIPALS: &str = "principals";

/// What an owner is seen as when it may be a user or a team.
pub fn principal() -> TableDef {
    let fields = vec![kit::guid("ownerid", "Owner", "Propriétaire").as_column()];
    let label = Label::new("Owner", "Propriétaire");
    TableDef::new(PRINCIPALS, "principal", "Principal", label, fields)
}

/// All tables of the service.
pub fn all() -> Vec<TableDef> {
    let sets: Vec<(Name, Name)> = ENTITIES
        .iter()
        .map(|entity| {
            (
                Cow::Owned(entity.schema.to_lowercase()),
                Cow::Borrowed(entity.set),
            )
        })
        .collect();
    ENTITIES.iter().map(|entity| build(entity, &sets)).collect()
}

/// The global option sets.
pub fn global_choices() -> Vec<GlobalChoice> {
    vec![GlobalChoice {
        name: Cow::Borrowed("new_projectphase"),
        label: Label::new("Project Phase", "Phase du projet"),
        options: kit::all(custom::PHASES),
    }]
}

fn build(entity: &Entity, sets: &[(Name, Name)]) -> TableDef {
    let mut columns: Vec<FieldDef> = entity
        .columns
        .iter()
        .copied()
        .flatten()
        .map(Spec::as_column)
        .collect();
    let amounts: Vec<FieldDef> = columns.iter().filter_map(base_amount).collect();
    columns.extend(amounts);
    if !matches!(entity.schema, "Organization" | "Role") {
        columns.push(
            kit::time(
                "OverriddenCreatedOn",
                "Record Created On",
                "Enregistrement créé le",
            )
            .create_only()
            .as_column(),
        );
        columns.push(
            kit::int(
                "ImportSequenceNumber",
                "Import Sequence Number",
                "Numéro de séquence d’importation",
            )
            .create_only()
            .as_column(),
        );
    }
    columns.extend(further::columns(entity.schema));
    let logical = entity.schema.to_lowercase();
    let label = Label::new(entity.en, entity.fr);
    let mut def = TableDef::new(entity.set, logical, entity.schema, label, columns);
    def.object_type_code = entity.code;
    def.primary_name = Cow::Borrowed(entity.name);
    def.change_tracking = entity.tracked;
    def.custom = entity.schema.starts_with("new_");
    def.allows = match entity.schema {
        "Organization" | "UserSettings" => Allows::MODIFY,
        "Role" | "DuplicateRule" => Allows::READ,
        _ => Allows::ALL,
    };
    if entity.schema == "new_project" {
        def.keys.push(KeyDef {
            name: Cow::Borrowed("new_numberkey"),
            fields: vec![Cow::Borrowed("new_number")],
        });
    }
    def.navigation = references(&def, sets);
    def.navigation
        .extend(entity.held.iter().map(|(name, target, field)| NavDef {
            name: Cow::Borrowed(*name),
            target: Cow::Borrowed(*target),
            join: Join::HeldBy {
                field: Cow::Borrowed(*field),
            },
        }));
    def.navigation
        .extend(entity.pairs.iter().map(|(name, target)| NavDef {
            name: Cow::Borrowed(*name),
            target: Cow::Borrowed(*target),
            join: Join::Pairs {
                relationship: Cow::Borrowed(*name),
            },
        }));
    def
}

/// A table that a customizer makes: the columns that every one has, and those that were asked for.
pub fn custom_table(
    schema: &str,
    set: &str,
    code: i32,
    label: Label,
    primary: FieldDef,
    columns: Vec<FieldDef>,
) -> TableDef {
    let owned = |text: &str| -> Name { Cow::Owned(text.to_owned()) };
    let logical = schema.to_lowercase();
    let key = FieldDef {
        name: Cow::Owned(format!("{logical}id")),
        schema_name: Cow::Owned(format!("{schema}Id")),
        label: Some(label.clone()),
        ..kit::guid("", "", "").create_only().as_column()
    };
    let primary_name = primary.name.clone();
    let mut fields = vec![key, primary];
    for column in columns {
        let base = base_amount(&column);
        fields.push(column);
        fields.extend(base);
    }
    let kept = [custom::STANDARD, STAMPS, OWNED];
    fields.extend(kept.into_iter().flatten().map(Spec::as_column));
    let mut def = TableDef::new(owned(set), logical, owned(schema), label, fields);
    def.object_type_code = code;
    def.primary_name = primary_name;
    def.custom = true;
    def
}

/// The `…_base` column that goes with an amount.
pub fn base_amount(field: &FieldDef) -> Option<FieldDef> {
    (field.kind == FieldKind::Money).then(|| FieldDef {
        name: Cow::Owned(format!("{}_base", field.name)),
        schema_name: Cow::Owned(format!("{}_Base", field.schema_name)),
        kind: FieldKind::Money,
        access: Access::ReadOnly,
        required: false,
        computed: true,
        range: None,
        label: field.label.as_ref().map(|label| Label {
            en: Cow::Owned(format!("{} (Base)", label.en)),
            fr: Cow::Owned(format!("{} (base)", label.fr)),
        }),
    })
}

/// The single-valued navigation properties: one per target; polymorphic ones are named by the target, custom ones by the schema name.
pub fn references(def: &TableDef, sets: &[(Name, Name)]) -> Vec<NavDef> {
    let mut found = Vec::new();
    for field in &def.fields {
        let customers = [Cow::Borrowed("account"), Cow::Borrowed("contact")];
        let targets: &[Name] = match &field.kind {
            FieldKind::Lookup { targets } => targets,
            FieldKind::Customer => &customers,
            FieldKind::Owner => {
                found.push(holds(field.name.clone(), Cow::Borrowed(PRINCIPALS), field));
                continue;
            }
            _ => continue,
        };
        let name = if field.name.contains('_') {
            field.schema_name.clone()
        } else {
            field.name.clone()
        };
        for target in targets {
            let found_set = sets.iter().find(|(entity, _)| entity == target);
            let Some((_, set)) = found_set else {
                continue;
            };
            let name = if field.name == "regardingobjectid" {
                // One row of all activities may be meant, so the kind of activity is named, too.
                Cow::Owned(format!("{name}_{target}_{}", def.entity))
            } else if targets.len() > 1 {
                Cow::Owned(format!("{name}_{target}"))
            } else {
                name.clone()
            };
            found.push(holds(name, set.clone(), field));
        }
    }
    found
}

fn holds(name: Name, target: Name, field: &FieldDef) -> NavDef {
    NavDef {
        name,
        target,
        join: Join::Holds {
            field: field.name.clone(),
        },
    }
}

/// The columns that the table itself demands to be unique, and those that are looked up often.
pub fn indexes(set: &str) -> (&'static [&'static [&'static str]], &'static [&'static str]) {
    match set {
        "accounts" => (
            &[],
            &[
                "accountnumber",
                "name",
                "emailaddress1",
                "parentaccountid",
                "primarycontactid",
            ],
        ),
        "contacts" => (&[], &["emailaddress1", "parentcustomerid", "lastname"]),
        "products" => (&[&["productnumber"]], &["name", "defaultuomid"]),
        "transactioncurrencies" => (&[&["isocurrencycode"]], &[]),
        "systemusers" => (
            &[&["domainname"]],
            &["internalemailaddress", "applicationid"],
        ),
        "businessunits" | "territories" | "uomschedules" | "pricelevels" => (&[&["name"]], &[]),
        "uoms" => (&[&["uomscheduleid", "name"]], &["uomscheduleid"]),
        "productpricelevels" => (
            &[&["pricelevelid", "productid", "uomid"]],
            &["pricelevelid", "productid"],
        ),
        "salesorders" => (&[&["ordernumber"]], &["customerid"]),
        "invoices" => (&[&["invoicenumber"]], &["customerid"]),
        "quotes" => (&[], &["quotenumber", "customerid"]),
        "salesorderdetails" => (&[], &["salesorderid"]),
        "invoicedetails" => (&[], &["invoiceid"]),
        "quotedetails" => (&[], &["quoteid"]),
        "opportunities" => (&[], &["customerid"]),
        "opportunityproducts" => (&[], &["opportunityid"]),
        "tasks" | "phonecalls" | "appointments" => (&[], &["regardingobjectid"]),
        "annotations" => (&[], &["objectid"]),
        _ => (&[], &[]),
    }
}
