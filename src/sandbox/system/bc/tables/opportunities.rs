//! Opportunities: the fields.

use crate::sandbox::system::kit::{Spec, code, date, decimal, flag, guid, member, text, time};

/// The fields of `opportunities`.
#[rustfmt::skip]
pub const OPPORTUNITIES: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("number", 20, "Number", "N°"),
    code("contactNumber", 20, "Contact Number", "N° contact"),
    text("contactName", 100, "Contact Name", "Nom du contact").computed(),
    text("contactCompanyName", 100, "Contact Company Name", "Nom société du contact").computed(),
    code("salespersonCode", 20, "Salesperson Code", "Code vendeur"),
    text("description", 100, "Description", "Description"),
    member("status", "opportunityStatus", &["Not_x0020_Started", "In_x0020_Progress", "Won", "Lost"], "Status", "Statut").read_only(),
    flag("closed", "Closed", "Clôturé").computed(),
    date("creationDate", "Creation Date", "Date création").read_only(),
    date("dateClosed", "Date Closed", "Date clôture").read_only(),
    decimal("calculatedCurrentValue", "Calculated Current Value", "Valeur actuelle calculée").read_only(),
    decimal("chancesOfSuccessPrc", "Chances Of Success Prc", "% chances de succès").read_only(),
    decimal("completedPrc", "Completed Prc", "% achevé").read_only(),
    date("estimatedClosingDate", "Estimated Closing Date", "Date de clôture estimée").read_only(),
    decimal("estimatedValue", "Estimated Value", "Valeur estimée").read_only(),
    time("systemCreatedAt", "System Created At", "Créé le").computed(),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];
