//! One edit by a person: what was changed where, from what to what, as data that a story can count and print.

use uuid::Uuid;

use super::fill::DemoError;
use crate::{
    model::Side,
    sandbox::system::{
        cell::Cell,
        given::{Given, IfMatch},
        world::World,
    },
};

/// A change of one field of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The side that it was made on.
    pub side: Side,
    /// The record's entity set.
    pub set: &'static str,
    /// The record's id.
    pub id: Uuid,
    /// The record's name when it was edited.
    pub label: String,
    /// The field, as the side calls it.
    pub field: &'static str,
    /// What it held.
    pub before: Cell,
    /// What it holds.
    pub after: Cell,
}

impl Edit {
    /// Plans a change of a record as it stands; `None` when there is no such record or nothing would change.
    pub fn plan(
        world: &World,
        side: Side,
        set: &'static str,
        id: Uuid,
        field: &'static str,
        after: Cell,
    ) -> Option<Self> {
        let name = match (side, set) {
            (Side::Bc, _) => "displayName",
            (Side::Dv, "contacts") => "fullname",
            (Side::Dv, _) => "name",
        };
        let row = match side {
            Side::Bc => world.bc.get(company(world)?, set, id),
            Side::Dv => world.dv.get(set, id),
        };
        let row = row.ok()?;
        let before = row.get(field)?;
        let label = row
            .get(name)
            .and_then(|cell| cell.as_text().map(ToOwned::to_owned));
        (before != after).then(|| Self {
            side,
            set,
            id,
            label: label.unwrap_or_default(),
            field,
            before,
            after,
        })
    }

    /// Makes the change, by the rules of its side, in the name of a person who is not the integration.
    ///
    /// # Errors
    /// When the side refuses it, for instance since somebody deleted the record meanwhile.
    pub fn apply(&self, world: &mut World) -> Result<(), DemoError> {
        let values = vec![(self.field.to_owned(), Given::Value(self.after.clone()))];
        let done = match self.side {
            Side::Bc => {
                let company = company(world).ok_or(DemoError::NoCompany)?;
                let user = world.bc.user_named("APOLLINE");
                let caller = crate::sandbox::system::bc::Caller { company, user };
                world
                    .bc
                    .update(caller, self.set, self.id, &IfMatch::Any, values)
            }
            Side::Dv => {
                let user = world.dv.places().administrator;
                let caller = crate::sandbox::system::dv::Caller { user };
                world
                    .dv
                    .update(caller, self.set, self.id, &IfMatch::Any, values)
            }
        };
        done.map_err(|refusal| DemoError::Refused {
            set: self.set,
            refusal,
        })
    }
}

/// The demo's company.
pub(super) fn company(world: &World) -> Option<Uuid> {
    world.bc.companies().first().map(|company| company.id)
}
