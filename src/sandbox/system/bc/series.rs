//! Number series: the numbers that records get when they come without one.

use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, def::Allows, draft::Draft, refusal::Refusal};

use super::{Bc, links::key_of, refusals};

/// How the numbers of a set look: prefix, first number, width.
fn pattern(set: &str) -> Option<(&'static str, u64, usize)> {
    Some(match set {
        "customers" => ("C", 10, 5),
        "vendors" => ("V", 10, 5),
        "contacts" => ("CT", 1, 6),
        "items" => ("I", 1000, 4),
        "employees" => ("E", 10, 4),
        "opportunities" => ("OP", 1, 6),
        "projects" => ("PR", 1, 5),
        "salesOrders" => ("S-ORD", 101_001, 6),
        "salesQuotes" => ("S-QUO", 1001, 4),
        "salesInvoices" => ("S-INV", 102_199, 6),
        "salesCreditMemos" => ("S-CR", 1001, 4),
        "salesShipments" => ("S-SHPT", 102_001, 6),
        "purchaseOrders" => ("P-ORD", 106_001, 6),
        "purchaseInvoices" => ("P-INV", 107_001, 6),
        _ => return None,
    })
}

/// Gives a draft its number, or checks the one that it brought.
///
/// # Errors
/// Numbers may not be chosen; a record without a number or code.
pub(super) fn assign(bc: &mut Bc, company: Uuid, draft: &mut Draft) -> Result<(), Refusal> {
    let set = draft.def.set.clone();
    let key = key_of(&set);
    if draft.def.field(key).is_none() || draft.def.allows == Allows::READ {
        return Ok(());
    }
    if !draft.is_blank(key) {
        if pattern(&set).is_some() && !bc.settings.manual_numbers && draft.sent(key).is_some() {
            return Err(refusals::dialog(format!(
                "You may not enter numbers manually. If you want to enter numbers manually, please activate Manual Nos. in the number series of {}.",
                draft.def.schema_name
            )));
        }
        return Ok(());
    }
    let Some(number) = next(bc, company, &set) else {
        return Err(refusals::missing_value(format!(
            "The \"{key}\" must have a value."
        )));
    };
    draft.set(key, number);
    Ok(())
}

/// The next free number of a set.
pub(super) fn next(bc: &mut Bc, company: Uuid, set: &str) -> Option<Cell> {
    let (prefix, first, width) = pattern(set)?;
    loop {
        let used = bc
            .companies
            .iter_mut()
            .find(|each| each.id == company)?
            .series
            .entry(set.to_owned())
            .or_insert(first);
        let number = Cell::text(format!("{prefix}{used:0width$}"));
        *used = used.saturating_add(1);
        if bc.find(company, set, "number", &number).is_none() {
            return Some(number);
        }
    }
}
