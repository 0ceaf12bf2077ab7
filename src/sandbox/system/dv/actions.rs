//! Pairs of rows, closing actions of sales documents, and what a customizer adds.

use std::borrow::Cow;

use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    def::{FieldDef, Join, KeyDef, Name, NavDef},
    draft::Draft,
    refusal::Refusal,
};

use super::{
    Caller, Dv,
    access::{self, Right},
    refusals, tables, write,
};

/// Actions that close or publish a row: states that a plain change does not reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// `WinOpportunity`
    WinOpportunity,
    /// `LoseOpportunity`
    LoseOpportunity,
    /// `WinQuote`
    WinQuote,
    /// `CloseQuote`
    CloseQuote,
    /// `FulfillSalesOrder`
    FulfillSalesOrder,
    /// `CancelSalesOrder`
    CancelSalesOrder,
    /// `PublishProductHierarchy`
    PublishProductHierarchy,
}

impl Closing {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::WinOpportunity,
        Self::LoseOpportunity,
        Self::WinQuote,
        Self::CloseQuote,
        Self::FulfillSalesOrder,
        Self::CancelSalesOrder,
        Self::PublishProductHierarchy,
    ];

    /// The action's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::WinOpportunity => "WinOpportunity",
            Self::LoseOpportunity => "LoseOpportunity",
            Self::WinQuote => "WinQuote",
            Self::CloseQuote => "CloseQuote",
            Self::FulfillSalesOrder => "FulfillSalesOrder",
            Self::CancelSalesOrder => "CancelSalesOrder",
            Self::PublishProductHierarchy => "PublishProductHierarchy",
        }
    }

    /// The entity set that it is about.
    pub fn set(self) -> &'static str {
        match self {
            Self::WinOpportunity | Self::LoseOpportunity => "opportunities",
            Self::WinQuote | Self::CloseQuote => "quotes",
            Self::FulfillSalesOrder | Self::CancelSalesOrder => "salesorders",
            Self::PublishProductHierarchy => "products",
        }
    }

    /// The state and the usual reason that it leads to.
    fn outcome(self) -> (i64, i64) {
        match self {
            Self::WinOpportunity => (1, 3),
            Self::LoseOpportunity | Self::WinQuote | Self::CancelSalesOrder => (2, 4),
            Self::CloseQuote => (3, 5),
            Self::FulfillSalesOrder => (3, 100_001),
            Self::PublishProductHierarchy => (0, 1),
        }
    }
}

impl Dv {
    /// Carries out a closing action; `status` is the reason, or -1 for the usual one.
    ///
    /// # Errors
    /// No such row, a reason of another state, a missing privilege.
    pub fn close(
        &mut self,
        caller: Caller,
        closing: Closing,
        id: Uuid,
        status: i64,
    ) -> Result<(), Refusal> {
        self.atomically(|dv| {
            let set = closing.set();
            access::check(dv, caller, Right::Write, set)?;
            let (def, row) = write::present(dv, set, id)?;
            let (state, usual) = closing.outcome();
            let status = if status < 0 { usual } else { status };
            let fits = def.field("statuscode").is_some_and(|field| {
                dv.options(field).iter().any(|reason| {
                    i64::from(reason.value) == status && reason.state.map(i64::from) == Some(state)
                })
            });
            if !fits {
                return Err(refusals::bad_status(&def, state, status));
            }
            let mut draft = Draft::new(def, id, Some(row));
            draft.set("statecode", Cell::Int(state));
            draft.set("statuscode", Cell::Int(status));
            write::modify(dv, caller, draft)
        })
    }

    /// Adds an alternate key, as a customizer does.
    ///
    /// # Errors
    /// No such table or column, or two rows share the values.
    pub fn add_key(&mut self, set: &str, name: &str, columns: &[&str]) -> Result<(), Refusal> {
        let def = self.table(set)?.shared_def();
        let mut positions = Vec::new();
        for column in columns {
            let position = def.position(column);
            positions.push(position.ok_or_else(|| refusals::undeclared(&def, column))?);
        }
        let number = self.number(set)?;
        let unique = self
            .store
            .table_mut(number)
            .is_some_and(|table| table.add_unique(positions));
        if !unique {
            return Err(refusals::duplicate_key(&def, name));
        }
        let key = KeyDef {
            name: Cow::Owned(name.to_owned()),
            fields: columns
                .iter()
                .map(|column| Cow::Owned((*column).to_owned()))
                .collect(),
        };
        self.edit_def(set, |def| {
            def.keys.push(key);
            Ok(())
        })
    }

    /// Adds a column, as a customizer does; an amount brings its base amount, a reference its navigation property.
    ///
    /// # Errors
    /// No such table.
    pub fn add_column(&mut self, set: &str, field: FieldDef) -> Result<(), Refusal> {
        let sets: Vec<(Name, Name)> = self
            .defs()
            .map(|def| (def.entity.clone(), def.set.clone()))
            .collect();
        self.edit_def(set, |def| {
            let base = tables::base_amount(&field);
            def.add(field);
            if let Some(base) = base {
                def.add(base);
            }
            let collections: Vec<NavDef> = def
                .navigation
                .iter()
                .filter(|nav| nav.is_collection())
                .cloned()
                .collect();
            def.navigation = tables::references(def, &sets);
            def.navigation.extend(collections);
            Ok(())
        })
    }
}

fn find_nav(dv: &Dv, set: &str, nav: &str) -> Result<NavDef, Refusal> {
    let def = dv.table(set)?.shared_def();
    def.nav(nav)
        .cloned()
        .ok_or_else(|| refusals::undeclared(&def, nav))
}

/// Gives a row a reference, as a body with `@odata.bind` would.
fn bind(
    dv: &mut Dv,
    caller: Caller,
    set: &str,
    id: Uuid,
    nav: &str,
    target: Option<(&str, Uuid)>,
) -> Result<(), Refusal> {
    use crate::sandbox::system::given::{Given, IfMatch};
    let given = match target {
        Some((set, id)) => Given::Bind {
            set: set.to_owned(),
            id,
        },
        None => Given::Value(Cell::Null),
    };
    write::update(
        dv,
        caller,
        set,
        id,
        &IfMatch::Any,
        vec![(nav.to_owned(), given)],
    )
}

/// The navigation property by which a row of `holder` refers to a row of `set` in a column.
fn inverse(dv: &Dv, holder: &str, column: &str, set: &str) -> Result<String, Refusal> {
    let def = dv.table(holder)?.shared_def();
    def.navigation
        .iter()
        .find(|nav| {
            nav.target == set && matches!(&nav.join, Join::Holds { field } if field == column)
        })
        .map(|nav| nav.name.to_string())
        .ok_or_else(|| refusals::undeclared(&def, column))
}

pub(super) fn associate(
    dv: &mut Dv,
    caller: Caller,
    set: &str,
    id: Uuid,
    nav: &str,
    target: (&str, Uuid),
) -> Result<(), Refusal> {
    let nav = find_nav(dv, set, nav)?;
    let (target_set, target_id) = target;
    match &nav.join {
        Join::Holds { .. } => bind(dv, caller, set, id, &nav.name, Some(target)),
        Join::HeldBy { field } => {
            if nav.target != target_set {
                return Err(refusals::wrong_target(&nav.name, target_set));
            }
            write::present(dv, set, id)?;
            let back = inverse(dv, target_set, field, set)?;
            bind(dv, caller, target_set, target_id, &back, Some((set, id)))
        }
        Join::Pairs { relationship } => {
            if nav.target != target_set {
                return Err(refusals::wrong_target(&nav.name, target_set));
            }
            access::check(dv, caller, Right::Append, set)?;
            access::check(dv, caller, Right::AppendTo, target_set)?;
            write::present(dv, set, id)?;
            write::present(dv, target_set, target_id)?;
            dv.pairs.add(relationship.clone(), id, target_id);
            Ok(())
        }
    }
}

pub(super) fn disassociate(
    dv: &mut Dv,
    caller: Caller,
    set: &str,
    id: Uuid,
    nav: &str,
    target: Option<Uuid>,
) -> Result<(), Refusal> {
    let nav = find_nav(dv, set, nav)?;
    match (&nav.join, target) {
        (Join::Holds { .. }, _) => bind(dv, caller, set, id, &nav.name, None),
        (Join::HeldBy { field }, Some(target)) => {
            let back = inverse(dv, &nav.target, field, set)?;
            bind(dv, caller, &nav.target.clone(), target, &back, None)
        }
        (Join::Pairs { relationship }, Some(target)) => {
            access::check(dv, caller, Right::Append, set)?;
            dv.pairs.remove(relationship, id, target);
            Ok(())
        }
        (_, None) => Err(refusals::undeclared(
            &dv.table(set)?.shared_def(),
            &nav.name,
        )),
    }
}
