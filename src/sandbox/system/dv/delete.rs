//! Deleting, and what a deletion does to the rows that refer to the row.

use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    def::{Access, FieldKind, TableDef},
    draft::Draft,
    given::IfMatch,
    refusal::Refusal,
};

use super::{
    Caller, Dv,
    access::{self, Right},
    etag, refusals, rules, sales, write,
};

/// What happens to a row whose reference loses its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It is deleted too.
    Cascade,
    /// It stops the deletion.
    Restrict,
    /// Its reference is emptied.
    RemoveLink,
}

fn fate(target: &str, holder: &str, column: &str) -> Fate {
    match (target, holder, column) {
        ("accounts" | "contacts", "contacts", "parentcustomerid")
        | ("accounts" | "contacts", "opportunities", "customerid")
        | ("salesorders", "salesorderdetails", _)
        | ("quotes", "quotedetails", _)
        | ("invoices", "invoicedetails", _)
        | ("uomschedules", "uoms", _)
        | ("pricelevels" | "products", "productpricelevels", _) => Fate::Cascade,
        ("accounts" | "contacts", "salesorders" | "quotes" | "invoices", "customerid")
        | (
            "transactioncurrencies" | "uoms" | "uomschedules" | "products" | "businessunits",
            _,
            _,
        )
        | ("pricelevels", "salesorders" | "quotes" | "invoices" | "opportunities", _)
        | ("teams", _, "ownerid") => Fate::Restrict,
        _ => Fate::RemoveLink,
    }
}

pub(super) fn delete(
    dv: &mut Dv,
    caller: Caller,
    set: &str,
    id: Uuid,
    if_match: &IfMatch,
) -> Result<(), Refusal> {
    access::check(dv, caller, Right::Delete, set)?;
    let (def, row) = write::present(dv, set, id)?;
    if !def.allows.delete {
        return Err(refusals::not_supported(&def, "Delete"));
    }
    etag::check(if_match, row.stamp.version)?;
    let draft = Draft::new(def, id, Some(row));
    rules::before_delete(dv, &draft)?;
    for (holder, column) in holders(dv, &draft.def) {
        let found = dv.all_holding(&holder, &column, id, draft.def.object_type_code);
        if found.is_empty() {
            continue;
        }
        match fate(set, &holder, &column) {
            Fate::Restrict => return Err(refusals::still_used(&draft.def)),
            Fate::Cascade => {
                for row in found {
                    remove(dv, caller, &holder, row)?;
                }
            }
            Fate::RemoveLink => {
                for row in found {
                    dv.patch(caller.user, &holder, row, &[(&column, Cell::Null)]);
                }
            }
        }
    }
    let number = dv.number(set)?;
    dv.store.remove(number, id);
    dv.pairs.forget(id);
    sales::after_write(dv, caller, &draft);
    Ok(())
}

/// Deletes a row together with its parent: the parent's deletion was allowed, so is this.
fn remove(dv: &mut Dv, caller: Caller, set: &str, id: Uuid) -> Result<(), Refusal> {
    if set == "uoms" {
        // The base unit goes only with its group, and a unit that a product uses keeps the group.
        let used = dv.all_holding("products", "defaultuomid", id, rules::unit_code());
        if let (Some(def), false) = (dv.def("uomschedules"), used.is_empty()) {
            return Err(refusals::still_used(def));
        }
        let number = dv.number(set)?;
        dv.store.remove(number, id);
        return Ok(());
    }
    delete(dv, caller, set, id, &IfMatch::Any)
}

/// The columns of all tables that may refer to a row of this one.
fn holders(dv: &Dv, def: &TableDef) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for holder in dv.defs() {
        for field in &holder.fields {
            let refers = match &field.kind {
                FieldKind::Lookup { targets } => targets.contains(&def.entity),
                FieldKind::Customer => matches!(def.entity.as_ref(), "account" | "contact"),
                FieldKind::Owner => matches!(def.entity.as_ref(), "systemuser" | "team"),
                _ => false,
            };
            // Columns that only the service writes are never left behind by a client's deletion.
            if refers && !field.computed && field.access != Access::ReadOnly {
                found.push((holder.set.to_string(), field.name.to_string()));
            }
        }
    }
    found
}
