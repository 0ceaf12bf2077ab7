//! Opportunities: the fields.

use crate::sandbox::system::kit::{Spec, code, date, decimal, flag, guid, member, text, time};

/// The fields of `opportunities`.
#[rustfmt::skip]
pub const OPPORTUNITIES: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("number", 20, "Number", "N°"),
    code("contactNumber", 20, "Contact Number", "Contact Number"),
    text("contactName", 100, "Contact Name", "Contact Name").computed(),
    text("contactCompanyName", 100, "Contact Company Name", "Contact Company Name").computed(),
    code("salespersonCode", 20, "Salesperson Code", "Code vendeur"),
    text("description", 100, "Description", "Description"),
    member("status", "opportunityStatus", &["Not_x0020_Started", "In_x0020_Progress", "Won", "Lost"], "Status", "Statut").read_only(),
    flag("closed", "Closed", "Closed").computed(),
    date("creationDate", "Creation Date", "Creation Date").read_only(),
    date("dateClosed", "Date Closed", "Date Closed").read_only(),
    decimal("calculatedCurrentValue", "Calculated Current Value", "Calculated Current Value").read_only(),
    decimal("chancesOfSuccessPrc", "Chances Of Success Prc", "Chances Of Success Prc").read_only(),
    decimal("completedPrc", "Completed Prc", "Completed Prc").read_only(),
    date("estimatedClosingDate", "Estimated Closing Date", "Estimated Closing Date").read_only(),
    decimal("estimatedValue", "Estimated Value", "Estimated Value").read_only(),
    time("systemCreatedAt", "System Created At", "System Created At").computed(),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];
