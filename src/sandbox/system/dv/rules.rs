//! What single tables demand of a row besides the types of its columns, and what comes into being with it.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    def::{FieldKind, OptionDef},
    draft::Draft,
    refusal::Refusal,
};

use super::{Caller, Dv, refusals, write};

const USER: i32 = 8;
const BUSINESS_UNIT: i32 = 10;
const UNIT: i32 = 1055;
const UNIT_GROUP: i32 = 1056;

/// Fills what a client left out of a new row.
pub(super) fn defaults(dv: &Dv, caller: Caller, draft: &mut Draft) {
    let def = std::sync::Arc::clone(&draft.def);
    for field in &def.fields {
        if field.computed || !draft.is_blank(&field.name) {
            continue;
        }
        let default = match &field.kind {
            FieldKind::Owner => Cell::Reference {
                id: caller.user,
                table: USER,
            },
            FieldKind::Bool => Cell::Bool(field.name == "followemail"),
            FieldKind::Int if field.required => Cell::Int(0),
            FieldKind::Decimal | FieldKind::Money
                if field.required && field.name != "exchangerate" =>
            {
                Cell::Decimal(Decimal::ZERO)
            }
            FieldKind::Picklist { options, .. } => match options.as_slice() {
                [only] if only.label.en == "Default Value" => option(only),
                [first, ..] if field.required || field.name == "preferredcontactmethodcode" => {
                    option(first)
                }
                _ => continue,
            },
            _ => continue,
        };
        draft.set(&field.name, default);
    }
    let unit = Cell::Reference {
        id: dv.places().business_unit,
        table: BUSINESS_UNIT,
    };
    if matches!(def.set.as_ref(), "teams" | "systemusers") {
        draft.set_default("businessunitid", unit);
    }
    if def.set == "teams" {
        let id = caller.user;
        draft.set_default("administratorid", Cell::Reference { id, table: USER });
    }
}

fn option(option: &OptionDef) -> Cell {
    Cell::Int(i64::from(option.value))
}

pub(super) fn before_insert(dv: &mut Dv, draft: &mut Draft) -> Result<(), Refusal> {
    match draft.def.set.as_ref() {
        "salesorders" => autonumber(dv, draft, "ordernumber", "ORD"),
        "invoices" => autonumber(dv, draft, "invoicenumber", "INV"),
        "quotes" => autonumber(dv, draft, "quotenumber", "QUO"),
        "products" => {
            draft.set_default("productstructure", Cell::Int(1));
            draft.set_default("producttypecode", Cell::Int(1));
            units_agree(dv, draft)?;
        }
        "uoms" => {
            draft.set("isschedulebaseuom", Cell::Bool(false));
            if draft.decimal("quantity") <= Decimal::ZERO {
                return Err(refusals::rule(
                    "The quantity of a unit must be greater than zero.",
                ));
            }
        }
        "uomschedules" if draft.is_blank("baseuomname") => {
            let field = draft.def.field("baseuomname");
            return Err(field.map_or_else(
                || refusals::rule("A unit group needs a base unit."),
                |field| refusals::required(&draft.def, field),
            ));
        }
        "systemusers" => {
            draft.set("isdisabled", Cell::Bool(false));
            draft.set(
                "islicensed",
                Cell::Bool(draft.value("accessmode") == Cell::Int(0)),
            );
        }
        _ => {}
    }
    Ok(())
}

/// A number such as `ORD-01001-K3XQ7B`, as the service makes them up.
fn autonumber(dv: &mut Dv, draft: &mut Draft, column: &str, prefix: &str) {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    if !draft.is_blank(column) {
        return;
    }
    let count = dv.len(&draft.def.set.clone()).saturating_add(1001);
    let id = dv.store.new_id();
    let tail: String = id
        .as_bytes()
        .iter()
        .take(6)
        .filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()))
        .map(|letter| char::from(*letter))
        .collect();
    draft.set(column, Cell::text(format!("{prefix}-{count:05}-{tail}")));
}

/// The default unit of a product belongs to its unit group.
fn units_agree(dv: &Dv, draft: &Draft) -> Result<(), Refusal> {
    let (Some(unit), Some(group)) = (
        draft.value("defaultuomid").as_guid(),
        draft.value("defaultuomscheduleid").as_guid(),
    ) else {
        return Ok(());
    };
    let of_unit = dv.stored("uoms", unit, "uomscheduleid");
    if of_unit.and_then(|cell| cell.as_guid()) == Some(group) {
        return Ok(());
    }
    Err(refusals::rule(
        "The default unit is not a member of the specified unit group.",
    ))
}

pub(super) fn before_update(dv: &Dv, draft: &Draft) -> Result<(), Refusal> {
    match draft.def.set.as_ref() {
        "products" => units_agree(dv, draft),
        "uoms"
            if draft.sent("quantity").is_some() && draft.decimal("quantity") <= Decimal::ZERO =>
        {
            Err(refusals::rule(
                "The quantity of a unit must be greater than zero.",
            ))
        }
        "uoms"
            if draft.sent("baseuom").is_some()
                && draft.old("isschedulebaseuom") == Cell::Bool(true) =>
        {
            Err(refusals::rule(
                "The base unit of a unit group has no base unit.",
            ))
        }
        _ => Ok(()),
    }
}

pub(super) fn after_insert(dv: &mut Dv, caller: Caller, draft: &Draft) -> Result<(), Refusal> {
    if draft.def.set == "uomschedules" {
        base_unit(dv, caller, draft)?;
    }
    Ok(())
}

/// The first unit of a unit group, made with it.
fn base_unit(dv: &mut Dv, caller: Caller, group: &Draft) -> Result<(), Refusal> {
    let def = dv.table("uoms")?.shared_def();
    let id = dv.store.new_id();
    let mut unit = Draft::new(def, id, None);
    unit.set("name", group.value("baseuomname"));
    unit.set("quantity", Cell::Decimal(Decimal::ONE));
    unit.set("isschedulebaseuom", Cell::Bool(true));
    unit.set(
        "uomscheduleid",
        Cell::Reference {
            id: group.id,
            table: UNIT_GROUP,
        },
    );
    let stamp = dv.store.created(caller.user);
    let row = unit.finish(stamp);
    write::put(dv, &unit, row)
}

/// Settings of the organization take effect at once.
pub(super) fn after_update(dv: &mut Dv, draft: &Draft) {
    if draft.def.set != "organizations" {
        return;
    }
    if let Some(days) = draft.value("expirechangetrackingindays").as_int() {
        dv.settings.token_days = days;
    }
    if let Some(active) = draft
        .value("createproductswithoutparentinactivestate")
        .as_bool()
    {
        dv.settings.products_start_active = active;
    }
}

pub(super) fn before_delete(dv: &Dv, draft: &Draft) -> Result<(), Refusal> {
    match draft.def.set.as_ref() {
        "systemusers" | "organizations" | "businessunits" => {
            Err(refusals::not_supported(&draft.def, "Delete"))
        }
        "transactioncurrencies" => super::currency::before_delete(dv, draft.id),
        "uoms" if draft.value("isschedulebaseuom") == Cell::Bool(true) => Err(refusals::rule(
            "The base unit of a unit group cannot be deleted.",
        )),
        "teams" if draft.value("isdefault") == Cell::Bool(true) => Err(refusals::rule(
            "The default team of a business unit cannot be deleted.",
        )),
        _ => Ok(()),
    }
}

impl Dv {
    /// Disables a user, or enables one again, as an administrator does.
    pub fn disable_user(&mut self, user: Uuid, disabled: bool) {
        self.patch(
            self.places.administrator,
            "systemusers",
            user,
            &[("isdisabled", Cell::Bool(disabled))],
        );
    }

    /// The user of this full name; a new one is entered.
    pub fn user_named(&mut self, first: &str, last: &str) -> Uuid {
        let known = self.table("systemusers").ok().and_then(|table| {
            table
                .scan(None)
                .find(|row| {
                    row.get("firstname") == Some(Cell::from(first))
                        && row.get("lastname") == Some(Cell::from(last))
                })
                .map(|row| row.id())
        });
        if let Some(id) = known {
            return id;
        }
        let id = self.store.new_id();
        let mail = format!("{first}.{last}@example.com").to_lowercase();
        let values = self.user_values(first, last, &mail, 0);
        self.place("systemusers", id, &values);
        self.give_basic_role(id);
        id
    }

    /// The user that stands for an application (`applicationid`); a new one is entered.
    pub fn application_user(&mut self, application: Uuid, name: &str) -> Uuid {
        let known = self
            .table("systemusers")
            .ok()
            .and_then(|table| table.holding("applicationid", &Cell::Guid(application)));
        if let Some(id) = known.and_then(|ids| ids.first().copied()) {
            return id;
        }
        let id = self.store.new_id();
        let mail = format!("{application}@example.com");
        let mut values = self.user_values("#", name, &mail, 4);
        values.push(("applicationid", Cell::Guid(application)));
        self.place("systemusers", id, &values);
        self.give_basic_role(id);
        id
    }

    /// Changes columns of a row as the service itself does: past access rules, with a new stamp.
    pub(super) fn patch(&mut self, user: Uuid, set: &str, id: Uuid, changes: &[(&str, Cell)]) {
        let Ok(number) = self.number(set) else {
            return;
        };
        let Some(table) = self.store.table(number) else {
            return;
        };
        let Some(before) = table.row(id).cloned() else {
            return;
        };
        let cells: Vec<(u16, Cell)> = changes
            .iter()
            .filter_map(|(name, cell)| Some((table.def.position(name)?, cell.clone())))
            .collect();
        let stamp = self.store.modified(before.stamp, user);
        self.store.put(number, id, before.with(stamp, cells));
    }

    /// The rows that hold a reference to a row in a column, in the order of their ids.
    pub(super) fn all_holding(&self, set: &str, column: &str, id: Uuid, table: i32) -> Vec<Uuid> {
        let Some(rows) = self
            .number(set)
            .ok()
            .and_then(|number| self.store.table(number))
        else {
            return Vec::new();
        };
        let Some(position) = rows.def.position(column) else {
            return Vec::new();
        };
        let wanted = Cell::Reference { id, table };
        match rows.holding(position, &wanted) {
            Some(candidates) => candidates
                .into_iter()
                .filter(|id| rows.row(*id).is_some_and(|row| row.get(position) == wanted))
                .collect(),
            None => rows
                .rows(None)
                .filter(|(_, row)| row.get(position) == wanted)
                .map(|(id, _)| id)
                .collect(),
        }
    }
}

/// The object type code of units, which references to them carry.
pub(super) const fn unit_code() -> i32 {
    UNIT
}
