//! A custom API page, as a partner adds one: projects, under its own publisher, group and version.

use crate::sandbox::system::kit::{Spec, code, date, decimal, flag, guid, text, time};

/// The fields of the custom page `projects`.
#[rustfmt::skip]
pub const PROJECTS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("number", 20, "Number", "N°"),
    text("description", 100, "Description", "Description"),
    code("customerNumber", 20, "Customer Number", "N° client"),
    decimal("budget", "Budget", "Budget"),
    date("startingDate", "Starting Date", "Date début"),
    flag("completed", "Completed", "Terminé"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];
