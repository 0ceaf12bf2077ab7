//! State and status reason: which go together, which are reached only by an action, and what a closed row refuses.

use crate::sandbox::system::{cell::Cell, def::OptionDef, draft::Draft, refusal::Refusal};

use super::{Dv, refusals};

/// The states of a table that are reached only by an action, and those in which a row takes no change.
fn closed(set: &str) -> (&'static [i64], &'static [i64]) {
    match set {
        "opportunities" => (&[1, 2], &[1, 2]),
        "salesorders" => (&[2, 3, 4], &[2, 3, 4]),
        "quotes" => (&[2, 3], &[1, 2, 3]),
        "invoices" => (&[], &[2, 3]),
        "products" => (&[], &[1]),
        _ => (&[], &[]),
    }
}

fn reasons<'a>(dv: &'a Dv, draft: &'a Draft) -> &'a [OptionDef] {
    draft
        .def
        .field("statuscode")
        .map_or(&[], |field| dv.options(field))
}

/// The first reason of a state.
fn first_reason(dv: &Dv, draft: &Draft, state: i64) -> Option<i64> {
    // The lowest number is the one that new rows get.
    reasons(dv, draft)
        .iter()
        .filter(|reason| reason.state.map(i64::from) == Some(state))
        .map(|reason| i64::from(reason.value))
        .min()
}

/// Gives a new row its state and reason.
pub(super) fn on_insert(dv: &Dv, draft: &mut Draft) -> Result<(), Refusal> {
    if draft.def.field("statecode").is_none() {
        return Ok(());
    }
    let start = match draft.def.set.as_ref() {
        "products" if !dv.settings.products_start_active => 2,
        _ => 0,
    };
    // A new product starts as a draft (or active, by the organization's setting) whatever was sent.
    let sent = draft.value("statecode").as_int();
    let (by_action, _) = closed(&draft.def.set);
    let state = match sent {
        Some(_) if draft.def.set == "products" => start,
        Some(state) if by_action.contains(&state) => {
            return Err(refusals::by_action(&draft.def, state));
        }
        Some(state) => state,
        None => start,
    };
    draft.set("statecode", Cell::Int(state));
    if draft.def.set == "products" {
        draft.set("statuscode", Cell::Null);
    }
    agree(dv, draft, state)
}

/// Checks a change of state or reason, and that the row takes changes at all.
pub(super) fn on_update(dv: &Dv, draft: &mut Draft) -> Result<(), Refusal> {
    if draft.def.field("statecode").is_none() {
        return Ok(());
    }
    let before = draft.old("statecode").as_int().unwrap_or(0);
    let after = draft.value("statecode").as_int().unwrap_or(before);
    let (by_action, frozen) = closed(&draft.def.set);
    if frozen.contains(&before) && draft.sent("statecode").is_none() {
        return Err(refusals::inactive(&draft.def));
    }
    if after != before && by_action.contains(&after) {
        return Err(refusals::by_action(&draft.def, after));
    }
    if draft.def.set == "products" && before != 2 && after == 2 {
        return Err(refusals::by_action(&draft.def, after));
    }
    if draft.sent("statecode").is_some() || draft.sent("statuscode").is_some() {
        draft.set("statecode", Cell::Int(after));
        agree(dv, draft, after)?;
    }
    Ok(())
}

/// Makes the reason one of the state's, or refuses the one that was sent.
fn agree(dv: &Dv, draft: &mut Draft, state: i64) -> Result<(), Refusal> {
    let reason = match draft.sent("statuscode").cloned() {
        Some(sent) if !sent.is_null() => {
            let sent = sent.as_int().unwrap_or_default();
            let fits = reasons(dv, draft).iter().any(|reason| {
                i64::from(reason.value) == sent && reason.state.map(i64::from) == Some(state)
            });
            if !fits {
                return Err(refusals::bad_status(&draft.def, state, sent));
            }
            Some(sent)
        }
        _ => first_reason(dv, draft, state),
    };
    draft.set("statuscode", reason.map_or(Cell::Null, Cell::Int));
    Ok(())
}
