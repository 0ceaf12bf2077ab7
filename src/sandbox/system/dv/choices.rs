//! Option sets, global ones and those of one column, and how a customizer changes them.

use std::borrow::Cow;

use crate::sandbox::system::{
    def::{FieldDef, FieldKind, Label, Name, OptionDef, TableDef},
    refusal::Refusal,
};

use super::{Dv, refusals};

/// A global option set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlobalChoice {
    /// Its logical name.
    pub name: Name,
    /// Its caption.
    pub label: Label,
    /// Its options.
    pub options: Vec<OptionDef>,
}

/// Which option set is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceName<'a> {
    /// A global one.
    Global(&'a str),
    /// The one of a column.
    Column {
        /// The table's logical name.
        table: &'a str,
        /// The column's logical name.
        column: &'a str,
    },
}

impl Dv {
    /// The global option sets.
    pub fn global_choices(&self) -> impl Iterator<Item = &GlobalChoice> {
        self.choices.values()
    }

    /// The options of a choice, state or status column; none for any other.
    pub fn options<'a>(&'a self, field: &'a FieldDef) -> &'a [OptionDef] {
        match &field.kind {
            FieldKind::Picklist {
                global: Some(name), ..
            } => self
                .choices
                .get(name)
                .map_or(&[], |choice| choice.options.as_slice()),
            FieldKind::Picklist { options, .. }
            | FieldKind::State { options }
            | FieldKind::Status { options } => options,
            _ => &[],
        }
    }

    /// `InsertOptionValue`: adds an option and gives its number; without a wish the next free one.
    ///
    /// # Errors
    /// No such option set, or the number is taken.
    pub fn insert_option(
        &mut self,
        choice: ChoiceName<'_>,
        value: Option<i32>,
        label: Label,
    ) -> Result<i32, Refusal> {
        self.edit_options(choice, |name, options| {
            let highest = options.iter().map(|option| option.value).max();
            let value =
                value.unwrap_or_else(|| highest.map_or(1, |highest| highest.saturating_add(1)));
            if options.iter().any(|option| option.value == value) {
                return Err(refusals::option_taken(name, value));
            }
            options.push(OptionDef {
                value,
                label,
                state: None,
            });
            Ok(value)
        })
    }

    /// `UpdateOptionValue`: changes an option's caption.
    ///
    /// # Errors
    /// No such option set or option.
    pub fn update_option(
        &mut self,
        choice: ChoiceName<'_>,
        value: i32,
        label: Label,
    ) -> Result<(), Refusal> {
        self.edit_options(choice, |name, options| {
            let option = options
                .iter_mut()
                .find(|option| option.value == value)
                .ok_or_else(|| refusals::no_option(name, value))?;
            option.label = label;
            Ok(())
        })
    }

    /// `DeleteOptionValue`: takes an option away; rows that hold it keep the number.
    ///
    /// # Errors
    /// No such option set or option.
    pub fn delete_option(&mut self, choice: ChoiceName<'_>, value: i32) -> Result<(), Refusal> {
        self.edit_options(choice, |name, options| {
            let before = options.len();
            options.retain(|option| option.value != value);
            if options.len() == before {
                return Err(refusals::no_option(name, value));
            }
            Ok(())
        })
    }

    fn edit_options<T>(
        &mut self,
        choice: ChoiceName<'_>,
        edit: impl FnOnce(&str, &mut Vec<OptionDef>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let (table, column) = match choice {
            ChoiceName::Global(name) => {
                let choice = self
                    .choices
                    .get_mut(name)
                    .ok_or_else(|| refusals::no_choice(name))?;
                return edit(name, &mut choice.options);
            }
            ChoiceName::Column { table, column } => (table, column),
        };
        let missing = || refusals::no_choice(column);
        let def = self.def_named(table).ok_or_else(missing)?;
        let field = def.field(column).ok_or_else(missing)?;
        if let FieldKind::Picklist {
            global: Some(name), ..
        } = &field.kind
        {
            let name = name.clone();
            return self.edit_options_of_global(&name, edit);
        }
        let set = def.set.clone();
        self.edit_def(&set, |def| {
            let position = def.position(column).ok_or_else(missing)?;
            let field = def.at_mut(position).ok_or_else(missing)?;
            match &mut field.kind {
                FieldKind::Picklist { options, .. } | FieldKind::Status { options } => {
                    edit(column, options)
                }
                _ => Err(missing()),
            }
        })
    }

    fn edit_options_of_global<T>(
        &mut self,
        name: &str,
        edit: impl FnOnce(&str, &mut Vec<OptionDef>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let choice = self
            .choices
            .get_mut(name)
            .ok_or_else(|| refusals::no_choice(name))?;
        edit(name, &mut choice.options)
    }

    /// Adds a global option set, as a customizer does.
    pub fn add_global_choice(&mut self, choice: GlobalChoice) {
        self.choices.insert(choice.name.clone(), choice);
    }
}

/// A caption that is the same in both languages.
pub fn plain_label(text: &str) -> Label {
    Label {
        en: Cow::Owned(text.to_owned()),
        fr: Cow::Owned(text.to_owned()),
    }
}

/// The name of an option in English, if the number is one.
pub fn label_of<'a>(dv: &'a Dv, def: &'a TableDef, column: &str, value: i64) -> Option<&'a Label> {
    let field = def.field(column)?;
    dv.options(field)
        .iter()
        .find(|option| i64::from(option.value) == value)
        .map(|option| &option.label)
}
