//! The company contact of a customer or vendor: made with it, and kept in step with it in both directions.

use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, draft::Draft, refusal::Refusal, row::Row};

use super::{Bc, Caller, refusals, write};

/// What a customer or vendor and its company contact share.
const SHARED: [&str; 11] = [
    "displayName",
    "addressLine1",
    "addressLine2",
    "city",
    "state",
    "country",
    "postalCode",
    "phoneNumber",
    "email",
    "website",
    "taxRegistrationNumber",
];

/// Checks and completes a contact's company.
pub(super) fn before_write(bc: &Bc, company: Uuid, draft: &mut Draft) -> Result<(), Refusal> {
    if draft.def.set != "contacts" {
        return Ok(());
    }
    let person = draft.text("type").as_ref() == "Person";
    if person {
        let employer = draft.value("companyNumber");
        if let Some(id) = bc.find(company, "contacts", "number", &employer)
            && bc.stored(company, "contacts", id, "type") == Some(Cell::from("Person"))
            && employer != draft.value("number")
        {
            return Err(refusals::no_relation(
                "companyNumber",
                &draft.def,
                employer.as_text().unwrap_or_default(),
                "Contact",
            ));
        }
        if draft.sent("type").is_some() && employer == draft.value("number") {
            draft.set("companyNumber", Cell::Null);
        }
    } else {
        draft.set("companyNumber", draft.value("number"));
    }
    if draft.sent("displayName").is_some() || draft.is_new() {
        let name: String = draft
            .text("displayName")
            .to_uppercase()
            .chars()
            .take(100)
            .collect();
        let automatic = draft.old("searchName").is_null()
            || draft.old("searchName")
                == Cell::text(
                    draft
                        .old("displayName")
                        .as_text()
                        .unwrap_or_default()
                        .to_uppercase(),
                );
        if draft.sent("searchName").is_none() && automatic {
            draft.set("searchName", Cell::text(name));
        }
    }
    Ok(())
}

/// Makes the contact of a new customer or vendor, and carries changes over to the other record.
pub(super) fn after_write(bc: &mut Bc, caller: Caller, draft: &Draft) -> Result<(), Refusal> {
    match draft.def.set.as_ref() {
        "customers" | "vendors" if draft.is_new() && bc.settings.contact_for_customer => {
            make_contact(bc, caller, draft)?;
        }
        "customers" | "vendors" => {
            let contact = bc
                .related(caller.company, draft.id)
                .into_iter()
                .map(|relation| relation.contact);
            for contact in contact.collect::<Vec<_>>() {
                carry(bc, caller, draft, "contacts", contact);
            }
        }
        "contacts" if !draft.is_new() => {
            for relation in bc.relations_of(caller.company, draft.id) {
                let set = match relation.kind.as_str() {
                    "Customer" => "customers",
                    "Vendor" => "vendors",
                    _ => continue,
                };
                carry(bc, caller, draft, set, relation.related);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Copies what changed and is shared; a record that already agrees is left alone.
fn carry(bc: &mut Bc, caller: Caller, draft: &Draft, set: &str, id: Uuid) {
    let changes: Vec<(&str, Cell)> = SHARED
        .into_iter()
        .filter(|name| draft.sent(name).is_some())
        .map(|name| (name, draft.value(name)))
        .filter(|(name, cell)| bc.stored(caller.company, set, id, name).as_ref() != Some(cell))
        .collect();
    if !changes.is_empty() {
        bc.patch(caller.company, caller.user, set, id, &changes);
    }
}

fn make_contact(bc: &mut Bc, caller: Caller, draft: &Draft) -> Result<(), Refusal> {
    let def = bc.shared_def(caller.company, "contacts")?;
    let mut contact = Draft::new(def, Uuid::nil(), None);
    for name in SHARED {
        contact.set(name, draft.value(name));
    }
    contact.set("type", draft.value("type"));
    let contact = write::insert(bc, caller, contact)?;
    let kind = if draft.def.set == "customers" {
        "Customer"
    } else {
        "Vendor"
    };
    let def = bc.shared_def(caller.company, "contactsInformation")?;
    let number = bc.number(caller.company, "contactsInformation")?;
    let id = bc.store.new_id();
    let mut relation = Draft::new(def, id, None);
    relation.set("contactId", Cell::Guid(contact));
    relation.set("relatedId", Cell::Guid(draft.id));
    relation.set("relatedType", Cell::from(kind));
    let stamp = bc.store.created(caller.user);
    let row: Row = relation.finish(stamp);
    bc.store.put(number, id, row);
    Ok(())
}

pub(super) fn after_delete(bc: &mut Bc, caller: Caller, draft: &Draft) {
    let relations = match draft.def.set.as_ref() {
        "customers" | "vendors" => bc.related(caller.company, draft.id),
        "contacts" => bc.relations_of(caller.company, draft.id),
        _ => return,
    };
    let Ok(number) = bc.number(caller.company, "contactsInformation") else {
        return;
    };
    for relation in relations {
        bc.store.remove(number, relation.row);
    }
    if draft.def.set == "contacts" && draft.text("type").as_ref() != "Person" {
        let people = bc.all_holding(
            caller.company,
            "contacts",
            "companyNumber",
            &draft.value("number"),
        );
        for person in people {
            bc.patch(
                caller.company,
                caller.user,
                "contacts",
                person,
                &[("companyNumber", Cell::Null)],
            );
        }
    }
}

/// One line of `contactsInformation`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) row: Uuid,
    pub(super) contact: Uuid,
    pub(super) related: Uuid,
    pub(super) kind: String,
}

impl Bc {
    /// The number of the company contact that was made for a customer.
    pub fn contact_of_customer(&self, company: Uuid, customer: Uuid) -> Option<String> {
        let relation = self.related(company, customer).into_iter().next()?;
        let number = self.stored(company, "contacts", relation.contact, "number")?;
        number.as_text().map(str::to_owned)
    }

    /// What a customer or vendor is linked to.
    pub(super) fn related(&self, company: Uuid, related: Uuid) -> Vec<Relation> {
        self.lines(company, "relatedId", related)
    }

    /// What a contact is linked to.
    pub(super) fn relations_of(&self, company: Uuid, contact: Uuid) -> Vec<Relation> {
        self.lines(company, "contactId", contact)
    }

    fn lines(&self, company: Uuid, field: &str, id: Uuid) -> Vec<Relation> {
        const SET: &str = "contactsInformation";
        let held = |row, name| {
            self.stored(company, SET, row, name)
                .and_then(|cell: Cell| cell.as_guid())
                .unwrap_or_default()
        };
        self.all_holding(company, SET, field, &Cell::Guid(id))
            .into_iter()
            .map(|row| Relation {
                row,
                contact: held(row, "contactId"),
                related: held(row, "relatedId"),
                kind: self
                    .stored(company, SET, row, "relatedType")
                    .and_then(|cell| cell.as_text().map(str::to_owned))
                    .unwrap_or_default(),
            })
            .collect()
    }
}
