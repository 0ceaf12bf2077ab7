//! Creating, changing, upserting.

use std::sync::Arc;

use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    def::{FieldKind, Join, TableDef},
    draft::Draft,
    given::{Given, IfMatch, IfNoneMatch, Values, Written},
    refusal::Refusal,
    row::Row,
    view::RowView,
};

use super::{
    Caller, Dv,
    access::{self, Right},
    actions, currency, etag, intake, refusals, rules, sales, states,
};

pub(super) fn create(
    dv: &mut Dv,
    caller: Caller,
    set: &str,
    id: Option<Uuid>,
    values: Values,
) -> Result<Uuid, Refusal> {
    access::check(dv, caller, Right::Create, set)?;
    let def = dv.table(set)?.shared_def();
    if !def.allows.insert {
        return Err(refusals::not_supported(&def, "Create"));
    }
    let mut draft = Draft::new(def, id.unwrap_or_default(), None);
    let nested = intake::fill(dv, &mut draft, values)?;
    if let Some(id) = id {
        draft.id = id;
    }
    for (nav, row) in nested.first {
        let made = create(dv, caller, &nav.target, None, row)?;
        let table = dv.def(&nav.target).map_or(0, |def| def.object_type_code);
        if let Join::Holds { field } = &nav.join {
            draft.set(field, Cell::Reference { id: made, table });
        }
    }
    let id = insert(dv, caller, draft)?;
    for (nav, mut row) in nested.after {
        match &nav.join {
            Join::HeldBy { field } => {
                let back = back_reference(dv, &nav.target, field, set);
                row.insert(
                    0,
                    (
                        back,
                        Given::Bind {
                            set: set.to_owned(),
                            id,
                        },
                    ),
                );
                create(dv, caller, &nav.target, None, row)?;
            }
            Join::Pairs { .. } => {
                let made = create(dv, caller, &nav.target, None, row)?;
                actions::associate(dv, caller, set, id, &nav.name, (&nav.target, made))?;
            }
            Join::Holds { .. } => {}
        }
    }
    Ok(id)
}

/// The single-valued navigation property by which a row of `target` refers to a row of `set` in a column.
fn back_reference(dv: &Dv, target: &str, column: &str, set: &str) -> String {
    let def = dv.def(target);
    let nav = def.and_then(|def| {
        def.navigation.iter().find(|nav| {
            nav.target == set && matches!(&nav.join, Join::Holds { field } if field == column)
        })
    });
    nav.map_or_else(|| column.to_owned(), |nav| nav.name.to_string())
}

/// Stores a new row after everything that the service does by itself.
pub(super) fn insert(dv: &mut Dv, caller: Caller, mut draft: Draft) -> Result<Uuid, Refusal> {
    if draft.id.is_nil() {
        draft.id = dv.store.new_id();
    } else if dv.store.row(dv.number(&draft.def.set)?, draft.id).is_some() {
        return Err(refusals::duplicate_id());
    }
    append_rights(dv, caller, &draft)?;
    rules::defaults(dv, caller, &mut draft);
    rules::before_insert(dv, &mut draft)?;
    states::on_insert(dv, &mut draft)?;
    sales::before_write(dv, &mut draft)?;
    currency::on_write(dv, &mut draft)?;
    demand_required(&draft)?;
    let mut stamp = dv.store.created(caller.user);
    if let Some(at) = draft.value("overriddencreatedon").as_instant() {
        draft.set("overriddencreatedon", Cell::Instant(stamp.created));
        stamp.created = at;
    }
    let row = draft.finish(stamp);
    put(dv, &draft, row)?;
    rules::after_insert(dv, caller, &draft)?;
    sales::after_write(dv, caller, &draft);
    Ok(draft.id)
}

pub(super) fn update(
    dv: &mut Dv,
    caller: Caller,
    set: &str,
    id: Uuid,
    if_match: &IfMatch,
    values: Values,
) -> Result<(), Refusal> {
    access::check(dv, caller, Right::Write, set)?;
    let (def, row) = present(dv, set, id)?;
    if !def.allows.modify {
        return Err(refusals::not_supported(&def, "Update"));
    }
    etag::check(if_match, row.stamp.version)?;
    let mut draft = Draft::new(def, id, Some(row));
    intake::fill(dv, &mut draft, values)?;
    if draft.is_empty() {
        return Ok(());
    }
    append_rights(dv, caller, &draft)?;
    rules::before_update(dv, &draft)?;
    states::on_update(dv, &mut draft)?;
    modify(dv, caller, draft)
}

/// Stores a changed row after everything that the service does by itself.
pub(super) fn modify(dv: &mut Dv, caller: Caller, mut draft: Draft) -> Result<(), Refusal> {
    let Some(before) = draft.before.as_ref().map(|row| row.stamp) else {
        return Err(refusals::no_row(&draft.def, draft.id));
    };
    sales::before_write(dv, &mut draft)?;
    currency::on_write(dv, &mut draft)?;
    demand_required(&draft)?;
    let stamp = dv.store.modified(before, caller.user);
    let row = draft.finish(stamp);
    put(dv, &draft, row)?;
    rules::after_update(dv, &draft);
    sales::after_write(dv, caller, &draft);
    Ok(())
}

pub(super) fn upsert(
    dv: &mut Dv,
    caller: Caller,
    set: &str,
    id: Uuid,
    if_match: &IfMatch,
    if_none_match: IfNoneMatch,
    values: Values,
) -> Result<Written, Refusal> {
    let def = dv.table(set)?.shared_def();
    let there = dv.store.row(dv.number(set)?, id).is_some();
    match (there, if_match, if_none_match) {
        (true, _, IfNoneMatch::Any) => Err(refusals::already_there()),
        (true, _, IfNoneMatch::Absent) => {
            update(dv, caller, set, id, if_match, values)?;
            Ok(Written { id, created: false })
        }
        (false, IfMatch::Absent, _) => {
            create(dv, caller, set, Some(id), values)?;
            Ok(Written { id, created: true })
        }
        (false, _, _) => Err(refusals::no_row(&def, id)),
    }
}

pub(super) fn upsert_by_key(
    dv: &mut Dv,
    caller: Caller,
    set: &str,
    key: &[(String, Cell)],
    if_match: &IfMatch,
    if_none_match: IfNoneMatch,
    mut values: Values,
) -> Result<Written, Refusal> {
    match by_key(dv, set, key).map(|row| row.id()) {
        Ok(id) => upsert(dv, caller, set, id, if_match, if_none_match, values),
        Err(refusal) if refusal.status == 404 && *if_match == IfMatch::Absent => {
            for (name, cell) in key {
                if !values.iter().any(|(sent, _)| sent == name) {
                    values.push((name.clone(), Given::Value(cell.clone())));
                }
            }
            let id = create(dv, caller, set, None, values)?;
            Ok(Written { id, created: true })
        }
        Err(refusal) => Err(refusal),
    }
}

pub(super) fn by_key<'a>(
    dv: &'a Dv,
    set: &str,
    key: &[(String, Cell)],
) -> Result<RowView<'a>, Refusal> {
    let view = dv.table(set)?;
    let def = view.def();
    let names: Vec<&str> = key.iter().map(|(name, _)| name.as_str()).collect();
    let known = def.keys.iter().find(|known| {
        known.fields.len() == names.len()
            && known
                .fields
                .iter()
                .all(|field| names.contains(&field.as_ref()))
    });
    let known = known.ok_or_else(|| refusals::no_key(def, &names.join(", ")))?;
    let mut fields = Vec::new();
    let mut cells = Vec::new();
    for name in &known.fields {
        let position = def.position(name);
        let value = key.iter().find(|(known, _)| known == name);
        if let (Some(position), Some((_, cell))) = (position, value)
            && let Some(field) = def.at(position)
        {
            let cell = if field.is_reference() {
                cell.clone()
            } else {
                intake::read(dv, def, field, cell)?
            };
            fields.push(position);
            cells.push(cell);
        }
    }
    let table = dv
        .store
        .table(dv.number(set)?)
        .ok_or_else(|| refusals::no_set(set))?;
    let id = table.by_key(&fields, &cells);
    id.and_then(|id| view.get(id))
        .ok_or_else(|| refusals::no_row_by_key(def))
}

/// Changes the row that the body names by its primary key.
pub(super) fn update_named(
    dv: &mut Dv,
    caller: Caller,
    set: &str,
    values: Values,
) -> Result<(), Refusal> {
    let (id, values) = named(dv, set, values)?;
    if let Some(id) = id {
        return update(dv, caller, set, id, &IfMatch::Any, values);
    }
    let Some(key) = key_in(dv, set, &values)? else {
        return Err(refusals::no_key(&dv.table(set)?.shared_def(), ""));
    };
    let id = by_key(dv, set, &key)?.id();
    update(dv, caller, set, id, &IfMatch::Any, values)
}

/// Creates or changes the row that the body names by its primary key or by an alternate key.
pub(super) fn upsert_named(
    dv: &mut Dv,
    caller: Caller,
    set: &str,
    values: Values,
) -> Result<Written, Refusal> {
    let (id, values) = named(dv, set, values)?;
    if let Some(id) = id {
        return upsert(
            dv,
            caller,
            set,
            id,
            &IfMatch::Absent,
            IfNoneMatch::Absent,
            values,
        );
    }
    let (any, none) = (IfMatch::Absent, IfNoneMatch::Absent);
    if let Some(key) = key_in(dv, set, &values)? {
        return upsert_by_key(dv, caller, set, &key, &any, none, values);
    }
    let id = create(dv, caller, set, None, values)?;
    Ok(Written { id, created: true })
}

/// Takes the primary key out of a body.
fn named(dv: &Dv, set: &str, values: Values) -> Result<(Option<Uuid>, Values), Refusal> {
    let def = dv.table(set)?.shared_def();
    let mut probe = Draft::new(Arc::clone(&def), Uuid::nil(), None);
    let (key, rest): (Values, Values) = values.into_iter().partition(|(name, _)| *name == def.key);
    intake::fill(dv, &mut probe, key)?;
    Ok(((!probe.id.is_nil()).then_some(probe.id), rest))
}

/// The first alternate key all of whose columns are in a body.
fn key_in(dv: &Dv, set: &str, values: &Values) -> Result<Option<Vec<(String, Cell)>>, Refusal> {
    let view = dv.table(set)?;
    let held = |name: &str| {
        values.iter().find_map(|(sent, given)| match given {
            Given::Value(cell) if sent == name && !cell.is_null() => {
                Some((sent.clone(), cell.clone()))
            }
            _ => None,
        })
    };
    Ok(view
        .def()
        .keys
        .iter()
        .find_map(|key| key.fields.iter().map(|name| held(name)).collect()))
}

/// A row that a write is about.
pub(super) fn present(dv: &Dv, set: &str, id: Uuid) -> Result<(Arc<TableDef>, Row), Refusal> {
    let def = dv.table(set)?.shared_def();
    let row = dv.store.row(dv.number(set)?, id).cloned();
    let row = row.ok_or_else(|| refusals::no_row(&def, id))?;
    Ok((def, row))
}

/// Checks the privileges that setting references needs.
fn append_rights(dv: &Dv, caller: Caller, draft: &Draft) -> Result<(), Refusal> {
    if dv.settings.missing_privileges.is_empty() {
        return Ok(());
    }
    for (field, cell) in draft.changes() {
        let Cell::Reference { table, id } = cell else {
            continue;
        };
        if field.kind == FieldKind::Owner {
            if !draft.is_new() || *id != caller.user {
                access::check_def(dv, caller, Right::Assign, &draft.def)?;
            }
            continue;
        }
        access::check_def(dv, caller, Right::Append, &draft.def)?;
        if let Some(target) = dv.def_coded(*table) {
            access::check_def(dv, caller, Right::AppendTo, target)?;
        }
    }
    Ok(())
}

/// Texts and references without which there is no row; other required columns have defaults.
fn demand_required(draft: &Draft) -> Result<(), Refusal> {
    let missing = draft
        .def
        .fields
        .iter()
        .filter(|field| field.required && !field.computed)
        .find(|field| {
            (draft.is_new() || draft.sent(&field.name).is_some()) && draft.is_blank(&field.name)
        });
    match missing {
        Some(field) => Err(refusals::required(&draft.def, field)),
        None => Ok(()),
    }
}

pub(super) fn put(dv: &mut Dv, draft: &Draft, row: Row) -> Result<(), Refusal> {
    let number = dv.number(&draft.def.set)?;
    if let Some(table) = dv.store.table(number)
        && let Some((_, fields)) = table.clash(draft.id, &row)
    {
        let names: Vec<&str> = fields
            .iter()
            .filter_map(|field| draft.def.at(*field))
            .map(|field| field.name.as_ref())
            .collect();
        let key = draft.def.keys.iter().find(|key| key.fields == names);
        return Err(match key {
            Some(key) => refusals::duplicate_key(&draft.def, &key.name),
            None => refusals::duplicate_value(&draft.def, &names.join(", ")),
        });
    }
    dv.store.put(number, draft.id, row);
    Ok(())
}
