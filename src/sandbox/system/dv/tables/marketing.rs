//! Leads, campaigns and service levels: the columns.

use super::options::{ACCOUNT_STATE, INDUSTRY, OPPORTUNITYRATING};
use crate::sandbox::system::kit::{
    Opt, Spec, choice, decimal, flag, guid, int, lookup, memo, money, opt, reason, state, status,
    text, time,
};

#[rustfmt::skip]
const LEAD_STATES: &[Opt] = &[
    opt(0, "Open", "Ouvert"),
    opt(1, "Qualified", "Qualifié"),
    opt(2, "Disqualified", "Non qualifié"),
];

#[rustfmt::skip]
const LEAD_REASONS: &[Opt] = &[
    reason(1, 0, "New", "Nouveau"),
    reason(2, 0, "Contacted", "Contacté"),
    reason(3, 1, "Qualified", "Qualifié"),
    reason(4, 2, "Lost", "Perdu"),
    reason(5, 2, "Cannot Contact", "Injoignable"),
    reason(6, 2, "No Longer Interested", "Plus intéressé"),
    reason(7, 2, "Canceled", "Annulé"),
];

#[rustfmt::skip]
const LEAD_SOURCES: &[Opt] = &[
    opt(1, "Advertisement", "Publicité"),
    opt(2, "Employee Referral", "Recommandation d’un salarié"),
    opt(3, "External Referral", "Recommandation externe"),
    opt(4, "Partner", "Partenaire"),
    opt(5, "Public Relations", "Relations publiques"),
    opt(6, "Seminar", "Séminaire"),
    opt(7, "Trade Show", "Salon"),
    opt(8, "Web", "Web"),
    opt(9, "Word of Mouth", "Bouche à oreille"),
    opt(10, "Other", "Autre"),
];

#[rustfmt::skip]
const CAMPAIGN_REASONS: &[Opt] = &[
    reason(0, 0, "Proposed", "Proposée"),
    reason(1, 0, "Ready To Launch", "Prête au lancement"),
    reason(2, 0, "Launched", "Lancée"),
    reason(3, 0, "Completed", "Terminée"),
    reason(4, 0, "Canceled", "Annulée"),
    reason(5, 0, "Suspended", "Suspendue"),
    reason(6, 1, "Inactive", "Inactive"),
];

#[rustfmt::skip]
const SLA_STATES: &[Opt] = &[
    opt(0, "Draft", "Brouillon"),
    opt(1, "Active", "Actif"),
    opt(2, "Expired", "Expiré"),
    opt(3, "Canceled", "Annulé"),
];

#[rustfmt::skip]
const SLA_REASONS: &[Opt] = &[
    reason(1, 0, "Draft", "Brouillon"),
    reason(2, 1, "Active", "Actif"),
    reason(3, 2, "Expired", "Expiré"),
    reason(4, 3, "Canceled", "Annulé"),
];

/// The columns of `lead`.
#[rustfmt::skip]
pub const LEAD: &[Spec] = &[
    guid("LeadId", "Lead", "Prospect").create_only(),
    text("FullName", 160, "Name", "Nom").computed(),
    text("Subject", 300, "Topic", "Sujet").required(),
    text("FirstName", 50, "First Name", "Prénom"),
    text("MiddleName", 50, "Middle Name", "Deuxième prénom"),
    text("LastName", 50, "Last Name", "Nom de famille").required(),
    text("CompanyName", 100, "Company Name", "Nom de la société"),
    text("JobTitle", 100, "Job Title", "Fonction"),
    text("EMailAddress1", 100, "Email", "E-mail"),
    text("Telephone1", 50, "Business Phone", "Téléphone professionnel"),
    text("MobilePhone", 20, "Mobile Phone", "Téléphone mobile"),
    text("Fax", 50, "Fax", "Télécopie"),
    text("WebSiteUrl", 200, "Website", "Site web"),
    memo("Description", 2000, "Description", "Description"),
    choice("IndustryCode", INDUSTRY, "Industry", "Secteur d’activité"),
    choice("LeadQualityCode", OPPORTUNITYRATING, "Rating", "Évaluation"),
    choice("LeadSourceCode", LEAD_SOURCES, "Lead Source", "Origine du prospect"),
    int("NumberOfEmployees", "No. of Employees", "Effectif").range(0, 1_000_000),
    money("Revenue", "Annual Revenue", "Chiffre d’affaires annuel").range(0, 100_000_000_000),
    money("BudgetAmount", "Budget Amount", "Montant du budget").range(0, 1_000_000_000_000),
    flag("DoNotEMail", "Do not allow Emails", "Ne pas autoriser les e-mails"),
    lookup("CampaignId", &["campaign"], "Source Campaign", "Campagne source"),
    lookup("ParentAccountId", &["account"], "Parent Account for lead", "Compte parent du prospect"),
    lookup("ParentContactId", &["contact"], "Parent Contact for lead", "Contact parent du prospect"),
    lookup("QualifyingOpportunityId", &["opportunity"], "Qualifying Opportunity", "Opportunité qualifiante"),
    lookup("SLAId", &["sla"], "SLA", "Contrat de niveau de service"),
    lookup("TransactionCurrencyId", &["transactioncurrency"], "Currency", "Devise"),
    decimal("ExchangeRate", "Exchange Rate", "Taux de change").read_only(),
    state("StateCode", LEAD_STATES, "Status", "Statut"),
    status("StatusCode", LEAD_REASONS, "Status Reason", "Raison du statut"),
];

/// The columns of `campaign`.
#[rustfmt::skip]
pub const CAMPAIGN: &[Spec] = &[
    guid("CampaignId", "Campaign", "Campagne").create_only(),
    text("Name", 128, "Name", "Nom").required(),
    text("CodeName", 32, "Campaign Code", "Code de campagne"),
    memo("Description", 2000, "Description", "Description"),
    memo("Objective", 2000, "Offer", "Offre"),
    time("ProposedStart", "Proposed Start", "Début proposé"),
    time("ProposedEnd", "Proposed End", "Fin proposée"),
    time("ActualStart", "Actual Start", "Début réel"),
    time("ActualEnd", "Actual End", "Fin réelle"),
    money("BudgetedCost", "Budget Allocated", "Budget alloué").range(0, 1_000_000_000_000),
    int("ExpectedResponse", "Estimated Response (%)", "Réponse estimée (%)").range(0, 100),
    lookup("PriceListId", &["pricelevel"], "Price List", "Tarif"),
    lookup("TransactionCurrencyId", &["transactioncurrency"], "Currency", "Devise"),
    decimal("ExchangeRate", "Exchange Rate", "Taux de change").read_only(),
    state("StateCode", ACCOUNT_STATE, "Status", "Statut"),
    status("StatusCode", CAMPAIGN_REASONS, "Status Reason", "Raison du statut"),
];

/// The columns of `sla`.
#[rustfmt::skip]
pub const SLA: &[Spec] = &[
    guid("SLAId", "SLA", "Contrat de niveau de service").create_only(),
    text("Name", 100, "Name", "Nom").required(),
    memo("Description", 2000, "Description", "Description"),
    text("ApplicableFrom", 255, "Applicable From", "Applicable à partir de"),
    flag("IsDefault", "Is Default", "Par défaut"),
    state("StateCode", SLA_STATES, "Status", "Statut"),
    status("StatusCode", SLA_REASONS, "Status Reason", "Raison du statut"),
];
