//! Reading a body into a draft.

use std::sync::Arc;

use crate::sandbox::system::{
    cell::Cell,
    def::{Access, NavDef, TableDef},
    draft::Draft,
    given::{Given, Values},
    refusal::Refusal,
};

use super::{intake, refusals};

/// Nested records to be created with a record: navigation property and bodies.
pub(super) type Nested = Vec<(String, Vec<Values>)>;

/// Reads the members of a body into the draft, in their order, and gives the nested records.
///
/// # Errors
/// Unknown or read-only properties, values of the wrong type.
pub(super) fn fill(draft: &mut Draft, values: Values) -> Result<Nested, Refusal> {
    let def = Arc::clone(&draft.def);
    let mut nested = Nested::new();
    for (name, given) in values {
        let cell = match given {
            Given::Value(cell) => cell,
            Given::Bind { id, .. } => Cell::Guid(id),
            Given::Row(row) => {
                nested.push((name, vec![row]));
                continue;
            }
            Given::Rows(rows) => {
                nested.push((name, rows));
                continue;
            }
        };
        take(draft, &def, &name, &cell)?;
    }
    for (name, _) in &nested {
        if !def.nav(name).is_some_and(NavDef::is_collection) {
            return Err(refusals::unknown_property(&def, name));
        }
    }
    Ok(nested)
}

fn take(draft: &mut Draft, def: &TableDef, name: &str, cell: &Cell) -> Result<(), Refusal> {
    let field = def
        .field(name)
        .ok_or_else(|| refusals::unknown_property(def, name))?;
    if name == "id" {
        let id = intake::guid(field, cell)?;
        if !draft.is_new() && id != draft.id {
            return Err(refusals::dialog("The \"id\" cannot be changed."));
        }
        draft.id = id;
        return Ok(());
    }
    match field.access {
        Access::ReadOnly => return Err(refusals::read_only(name)),
        Access::CreateOnly if !draft.is_new() => return Err(refusals::read_only(name)),
        Access::ReadWrite | Access::CreateOnly => {}
    }
    let read = intake::read(field, cell)?;
    if !field.computed {
        draft.set(name, read);
    }
    Ok(())
}
