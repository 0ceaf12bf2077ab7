//! What a customizer does to whole tables: makes them, changes how they are described, takes them away.

use std::borrow::Cow;
use std::sync::Arc;

use crate::sandbox::system::{
    def::{FieldDef, Label, Name, TableDef},
    refusal::Refusal,
    table::Table,
};

use super::{Dv, refusals, tables};

/// The first object type code that custom tables made here get.
const FIRST_CODE: i32 = 10_100;

/// A table that a customizer asks for.
#[derive(Clone, Debug)]
pub struct NewTable {
    /// The schema name, with the publisher's prefix (`new_Bank`).
    pub schema_name: String,
    /// The name of the entity set; made from the logical name when absent.
    pub set: Option<String>,
    /// Caption of one row.
    pub label: Label,
    /// The column that names a row to a person.
    pub primary: FieldDef,
    /// Further columns.
    pub columns: Vec<FieldDef>,
    /// Whether changes are tracked.
    pub change_tracking: bool,
}

/// What a customizer may change about a table's description.
#[derive(Clone, Debug, Default)]
pub struct TableChanges {
    /// Caption of one row.
    pub label: Option<Label>,
    /// Whether changes are tracked.
    pub change_tracking: Option<bool>,
}

impl Dv {
    /// Makes a table, and gives its logical name.
    ///
    /// # Errors
    /// The name is taken, or has no publisher's prefix.
    pub fn add_table(&mut self, new: NewTable) -> Result<String, Refusal> {
        let logical = new.schema_name.to_lowercase();
        if !logical.contains('_') {
            let text = format!("The name {} has no prefix of a publisher.", new.schema_name);
            return Err(Refusal::new(400, "0x8004f00d", text));
        }
        let set = new.set.unwrap_or_else(|| plural(&logical));
        let taken = self
            .defs()
            .any(|def| def.entity == logical.as_str() || def.set == set.as_str());
        if taken {
            let text = format!(
                "An entity with the specified name {logical} already exists. Specify a unique name."
            );
            return Err(Refusal::new(400, "0x80044363", text));
        }
        let code = FIRST_CODE + i32::try_from(self.defs.len()).unwrap_or(0);
        let mut def = tables::custom_table(
            &new.schema_name,
            &set,
            code,
            new.label,
            new.primary,
            new.columns,
        );
        def.change_tracking = new.change_tracking;
        let mut sets: Vec<(Name, Name)> = self
            .defs()
            .map(|def| (def.entity.clone(), def.set.clone()))
            .collect();
        sets.push((def.entity.clone(), def.set.clone()));
        def.navigation = tables::references(&def, &sets);
        let def = Arc::new(def);
        let number = self.store.add(Table::new(Arc::clone(&def), &[], &[]));
        self.tables.insert(def.set.clone(), number);
        self.defs.push(def);
        Ok(logical)
    }

    /// Changes how a table is described.
    ///
    /// # Errors
    /// No such table.
    pub fn change_table(&mut self, set: &str, changes: TableChanges) -> Result<(), Refusal> {
        self.edit_def(set, |def| {
            if let Some(label) = changes.label {
                def.label = label;
            }
            if let Some(tracked) = changes.change_tracking {
                def.change_tracking = tracked;
            }
            Ok(())
        })
    }

    /// Takes a custom table away, with all its rows.
    ///
    /// # Errors
    /// No such table, it is not a custom one, or another one refers to it.
    pub fn remove_table(&mut self, set: &str) -> Result<(), Refusal> {
        let def = self.table(set)?.shared_def();
        if !def.custom {
            let text = format!("The entity {} is not a custom entity.", def.entity);
            return Err(Refusal::new(400, "0x80047007", text));
        }
        let user = self.defs().find(|other| {
            other.set != def.set && other.navigation.iter().any(|nav| nav.target == def.set)
        });
        if let Some(user) = user {
            let text = format!(
                "The entity {} cannot be deleted: {} refers to it.",
                def.entity, user.entity
            );
            return Err(Refusal::new(400, "0x8004f01f", text));
        }
        let number = self.number(set)?;
        self.defs.retain(|other| other.set != def.set);
        self.tables.remove(&def.set);
        // The table's number stays taken; its rows go.
        let empty = TableDef::clone(&def);
        if let Some(table) = self.store.table_mut(number) {
            *table = Table::new(Arc::new(empty), &[], &[]);
        }
        Ok(())
    }

    /// Rows that a published rule holds for duplicates of one with these texts, its own id excepted.
    ///
    /// The rules are those that every organization begins with.
    pub fn duplicates(
        &self,
        set: &str,
        own: Option<uuid::Uuid>,
        text: impl Fn(&str) -> Option<String>,
    ) -> Vec<uuid::Uuid> {
        const RULES: [(&str, &[&str]); 4] = [
            ("accounts", &["name"]),
            ("accounts", &["emailaddress1"]),
            ("contacts", &["emailaddress1"]),
            ("contacts", &["firstname", "lastname"]),
        ];
        let Ok(table) = self.table(set) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (_, columns) in RULES.iter().filter(|(of, _)| *of == set) {
            let wanted: Option<Vec<(u16, String)>> = columns
                .iter()
                .map(|column| {
                    let text = text(column)?.trim().to_lowercase();
                    let position = table.def().position(column)?;
                    (!text.is_empty()).then_some((position, text))
                })
                .collect();
            let Some(wanted) = wanted else { continue };
            let rows = table.scan(None).filter(|row| Some(row.id()) != own);
            found.extend(rows.filter_map(|row| {
                let same = wanted.iter().all(|(position, text)| {
                    let cell = row.at(*position);
                    cell.as_text()
                        .is_some_and(|held| held.trim().to_lowercase() == *text)
                });
                let active = row
                    .get("statecode")
                    .is_none_or(|state| state.as_int() == Some(0));
                (same && active).then(|| row.id())
            }));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Refuses a row that a published rule holds for a duplicate.
    ///
    /// # Errors
    /// `0x80040333`.
    pub fn refuse_duplicates(
        &self,
        set: &str,
        own: Option<uuid::Uuid>,
        text: impl Fn(&str) -> Option<String>,
    ) -> Result<(), Refusal> {
        if self.duplicates(set, own, text).is_empty() {
            Ok(())
        } else {
            Err(refusals::duplicate_found())
        }
    }
}

/// The name of an entity set, made as the service makes it.
fn plural(logical: &str) -> String {
    if let Some(stem) = logical.strip_suffix('y') {
        format!("{stem}ies")
    } else if logical.ends_with(['s', 'x']) {
        format!("{logical}es")
    } else {
        format!("{logical}s")
    }
}

/// A caption that is the same in every language.
pub fn caption(text: &str) -> Label {
    Label {
        en: Cow::Owned(text.to_owned()),
        fr: Cow::Owned(text.to_owned()),
    }
}
