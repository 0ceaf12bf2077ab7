//! A custom table, as a customizer adds one: projects of a customer.

use crate::sandbox::system::kit::{
    Opt, Spec, date, decimal, flag, global_choice, guid, lookup, money, opt, reason, state, status,
    text,
};

/// The global option set of the custom table.
pub const PHASES: &[Opt] = &[
    opt(100_000_000, "Planned", "Planifié"),
    opt(100_000_001, "Running", "En cours"),
    opt(100_000_002, "Finished", "Terminé"),
];

const STATES: &[Opt] = &[opt(0, "Active", "Actif"), opt(1, "Inactive", "Inactif")];
const REASONS: &[Opt] = &[
    reason(1, 0, "Active", "Actif"),
    reason(2, 1, "Inactive", "Inactif"),
];

/// The columns of `new_project`.
#[rustfmt::skip]
pub const NEW_PROJECT: &[Spec] = &[
    guid("new_projectId", "Project", "Projet").create_only(),
    text("new_name", 100, "Name", "Nom").required(),
    text("new_number", 20, "Number", "Numéro"),
    lookup("new_CustomerId", &["account"], "Customer", "Client"),
    money("new_Budget", "Budget", "Budget"),
    date("new_StartDate", "Start Date", "Date de début"),
    flag("new_Completed", "Completed", "Terminé"),
    global_choice("new_Phase", "new_projectphase", "Phase", "Phase"),
];

/// The columns that every custom table has, apart from who made and who owns a row.
#[rustfmt::skip]
pub const STANDARD: &[Spec] = &[
    decimal("ExchangeRate", "Exchange Rate", "Taux de change").read_only(),
    state("StateCode", STATES, "Status", "Statut"),
    status("StatusCode", REASONS, "Status Reason", "Raison du statut"),
    lookup("TransactionCurrencyId", &["transactioncurrency"], "Currency", "Devise"),
];
