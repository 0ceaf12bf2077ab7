//! Creating, changing, deleting.

use std::sync::Arc;

use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    def::{Join, TableDef},
    draft::Draft,
    given::{Given, IfMatch, Values},
    refusal::Refusal,
    row::Row,
};

use super::{
    Bc, Caller,
    body::{self, Nested},
    contacts, documents, etag, journals, links, masters, refusals, series,
};

pub(super) fn create(
    bc: &mut Bc,
    caller: Caller,
    set: &str,
    values: Values,
) -> Result<Uuid, Refusal> {
    let def = bc.shared_def(caller.company, set)?;
    if !def.allows.insert {
        return Err(refusals::not_allowed(&def, "insert"));
    }
    let mut draft = Draft::new(def, Uuid::nil(), None);
    let nested = body::fill(&mut draft, values)?;
    if !bc.settings.client_ids {
        draft.id = Uuid::nil();
    }
    let id = insert(bc, caller, draft)?;
    create_nested(bc, caller, set, id, nested)?;
    Ok(id)
}

/// Stores a new record after everything that the service does by itself.
pub(super) fn insert(bc: &mut Bc, caller: Caller, mut draft: Draft) -> Result<Uuid, Refusal> {
    links::resolve(bc, caller.company, &mut draft)?;
    masters::before_insert(bc, caller.company, &mut draft)?;
    documents::before_insert(bc, caller.company, &mut draft)?;
    journals::before_write(bc, caller.company, &mut draft)?;
    series::assign(bc, caller.company, &mut draft)?;
    contacts::before_write(bc, caller.company, &mut draft)?;
    if draft.id.is_nil() {
        draft.id = bc.store.new_id();
    } else if bc.get(caller.company, &draft.def.set, draft.id).is_ok() {
        let id = draft.id.to_string();
        return Err(refusals::same_key(&draft.def, "SystemId", &id));
    }
    let stamp = bc.store.created(caller.user);
    let row = draft.finish(stamp);
    put(bc, caller.company, &draft, row)?;
    contacts::after_write(bc, caller, &draft)?;
    documents::after_write(bc, caller, &draft);
    Ok(draft.id)
}

fn create_nested(
    bc: &mut Bc,
    caller: Caller,
    set: &str,
    id: Uuid,
    nested: Nested,
) -> Result<(), Refusal> {
    for (name, rows) in nested {
        let def = bc.shared_def(caller.company, set)?;
        let Some(nav) = def.nav(&name) else {
            return Err(refusals::unknown_property(&def, &name));
        };
        let Join::HeldBy { field } = &nav.join else {
            return Err(refusals::unknown_property(&def, &name));
        };
        for mut values in rows {
            values.insert(0, (field.to_string(), Given::Value(Cell::Guid(id))));
            create(bc, caller, &nav.target, values)?;
        }
    }
    Ok(())
}

pub(super) fn update(
    bc: &mut Bc,
    caller: Caller,
    set: &str,
    id: Uuid,
    if_match: &IfMatch,
    values: Values,
) -> Result<(), Refusal> {
    let (def, row) = present(bc, caller.company, set, id)?;
    if !def.allows.modify {
        return Err(refusals::not_allowed(&def, "modify"));
    }
    etag::check(if_match, row.stamp.version, true)?;
    let mut draft = Draft::new(def, id, Some(row));
    let nested = body::fill(&mut draft, values)?;
    if let Some((name, _)) = nested.first() {
        return Err(refusals::dialog(format!(
            "The nested property '{name}' cannot be changed together with its parent."
        )));
    }
    links::resolve(bc, caller.company, &mut draft)?;
    masters::before_modify(bc, caller.company, &draft)?;
    documents::before_modify(bc, caller.company, &mut draft)?;
    journals::before_write(bc, caller.company, &mut draft)?;
    contacts::before_write(bc, caller.company, &mut draft)?;
    modify(bc, caller, &draft)
}

/// Stores a changed record, carries a new number into the records that refer to it, and keeps its contact in step.
pub(super) fn modify(bc: &mut Bc, caller: Caller, draft: &Draft) -> Result<(), Refusal> {
    let key = links::key_of(&draft.def.set);
    let (old, new) = (draft.old(key), draft.value(key));
    let Some(before) = draft.before.as_ref().map(|row| row.stamp) else {
        return Err(refusals::no_row(&draft.def, draft.id));
    };
    if draft.sent(key).is_some() && new.is_null() {
        return Err(refusals::missing_value(format!(
            "The \"{key}\" must have a value."
        )));
    }
    let stamp = bc.store.modified(before, caller.user);
    let row = draft.finish(stamp);
    put(bc, caller.company, draft, row)?;
    if draft.sent(key).is_some() && old != new {
        let set = draft.def.set.clone();
        links::rename(bc, caller.company, caller.user, &set, draft.id, &old, &new);
    }
    contacts::after_write(bc, caller, draft)?;
    documents::after_write(bc, caller, draft);
    Ok(())
}

pub(super) fn delete(
    bc: &mut Bc,
    caller: Caller,
    set: &str,
    id: Uuid,
    if_match: &IfMatch,
) -> Result<(), Refusal> {
    let (def, row) = present(bc, caller.company, set, id)?;
    if !def.allows.delete {
        return Err(refusals::not_allowed(&def, "delete"));
    }
    etag::check(if_match, row.stamp.version, false)?;
    let draft = Draft::new(Arc::clone(&def), id, Some(row));
    masters::before_delete(bc, caller.company, &draft)?;
    documents::before_delete(bc, caller.company, &draft)?;
    let number = bc.number(caller.company, set)?;
    bc.store.remove(number, id);
    bc.media.remove(&id);
    contacts::after_delete(bc, caller, &draft);
    documents::after_delete(bc, caller, &draft);
    journals::after_delete(bc, caller, &draft);
    Ok(())
}

/// A record that a write is about.
pub(super) fn present(
    bc: &Bc,
    company: Uuid,
    set: &str,
    id: Uuid,
) -> Result<(Arc<TableDef>, Row), Refusal> {
    let def = bc.shared_def(company, set)?;
    let row = bc.store.row(bc.number(company, set)?, id);
    let row = row.cloned().ok_or_else(|| refusals::no_row(&def, id))?;
    Ok((def, row))
}

fn put(bc: &mut Bc, company: Uuid, draft: &Draft, row: Row) -> Result<(), Refusal> {
    let number = bc.number(company, &draft.def.set)?;
    if let Some(table) = bc.store.table(number)
        && let Some((_, fields)) = table.clash(draft.id, &row)
    {
        let field = fields.first().and_then(|field| draft.def.at(*field));
        let (caption, value) = field.map_or(("No.", Arc::from("")), |field| {
            let caption = if field.name == "code" { "Code" } else { "No." };
            (caption, draft.text(&field.name))
        });
        return Err(refusals::same_key(&draft.def, caption, &value));
    }
    bc.store.put(number, draft.id, row);
    Ok(())
}
