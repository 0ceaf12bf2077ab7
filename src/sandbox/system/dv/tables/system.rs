//! The organization and the security roles: the columns that clients read.

use crate::sandbox::system::kit::{Spec, flag, guid, int, lookup, text, time, version};

/// The columns of `organization`.
#[rustfmt::skip]
pub const ORGANIZATION: &[Spec] = &[
    guid("OrganizationId", "Organization", "Organisation").create_only(),
    text("Name", 160, "Organization Name", "Nom de l’organisation").required(),
    lookup("BaseCurrencyId", &["transactioncurrency"], "Currency", "Devise"),
    text("BaseCurrencySymbol", 5, "Base Currency Symbol", "Symbole de la devise de base").read_only(),
    int("BaseCurrencyPrecision", "Base Currency Precision", "Précision de la devise de base").read_only(),
    text("BaseISOCurrencyCode", 5, "Base ISO Currency Code", "Code ISO de la devise de base").read_only(),
    int("LanguageCode", "Language", "Langue").read_only(),
    int("LocaleId", "Locale", "Paramètres régionaux"),
    int("ExpireChangeTrackingInDays", "Days to Expire Change Tracking Deleted Records", "Jours avant expiration du suivi").range(0, 365),
    flag("CreateProductsWithoutParentInActiveState", "Create products without parent in active state", "Créer les produits à l’état actif"),
];

/// The columns of `duplicaterule`.
#[rustfmt::skip]
pub const DUPLICATERULE: &[Spec] = &[
    guid("DuplicateRuleId", "Duplicate Detection Rule", "Règle de détection des doublons").create_only(),
    text("Name", 160, "Rule Name", "Nom de la règle").required(),
    text("BaseEntityName", 160, "Base Record Type", "Type d’enregistrement de base"),
    text("MatchingEntityName", 160, "Matching Record Type", "Type d’enregistrement correspondant"),
    int("StateCode", "Status", "Statut").read_only(),
    int("StatusCode", "Status Reason", "Raison du statut").read_only(),
];

/// The columns of `usersettings`.
#[rustfmt::skip]
pub const USERSETTINGS: &[Spec] = &[
    guid("SystemUserId", "User", "Utilisateur").create_only(),
    int("UILanguageId", "User Interface Language", "Langue de l’interface utilisateur").range(0, 65_535),
    int("LocaleId", "Locale", "Paramètres régionaux").range(0, 65_535),
    int("HelpLanguageId", "Help Language", "Langue de l’aide").range(0, 65_535),
    time("CreatedOn", "Created On", "Date de création").computed(),
    time("ModifiedOn", "Modified On", "Date de modification").computed(),
    version("VersionNumber", "Version Number", "Numéro de version").computed(),
];

/// The columns of `role`.
#[rustfmt::skip]
pub const ROLE: &[Spec] = &[
    guid("RoleId", "Role", "Rôle").create_only(),
    text("Name", 100, "Name", "Nom").required(),
    lookup("BusinessUnitId", &["businessunit"], "Business Unit", "Division").required(),
    lookup("RoleTemplateId", &["roletemplate"], "Role Template ID", "Modèle de rôle").read_only(),
    lookup("OrganizationId", &["organization"], "Organization", "Organisation").computed(),
];
