//! What a side offers: entity sets, fields and their limits, read live from its metadata.

use super::ids::{FieldName, SetName};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The kinds of values that a field may hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Text; Business Central's codes are text that is upper-cased.
    Text {
        /// The greatest length in characters; unknown for services that do not say.
        max: Option<u32>,
    },
    /// Text of a fixed list of members in wire form, for example `_x0020_`.
    Enum {
        /// The members in wire form.
        members: Vec<String>,
    },
    /// Yes or no.
    Boolean,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal {
        /// Digits after the point, if the service limits them.
        scale: Option<u32>,
    },
    /// A day.
    Date,
    /// A moment.
    DateTime,
    /// An id that is not known to be a reference.
    Guid,
    /// One value of an option set.
    OptionSet {
        /// The values with their labels.
        options: Vec<OptionLabel>,
    },
    /// A reference to a record of an entity set of the same side.
    Lookup {
        /// The entity set of the record that is referred to; unknown if the service does not say.
        target: Option<SetName>,
    },
}

/// A member of a Business Central enum as people see it: `Non_x002D_Inventory` is `Non-Inventory`.
///
/// What is no escape stays as it is.
pub fn caption_of(member: &str) -> String {
    let mut caption = String::with_capacity(member.len());
    let mut rest = member;
    while let Some((before, after)) = rest.split_once("_x") {
        caption.push_str(before);
        let escaped = after.split_once('_').and_then(|(digits, behind)| {
            let code = (digits.len() == 4).then(|| u32::from_str_radix(digits, 16).ok())?;
            Some((char::from_u32(code?)?, behind))
        });
        if let Some((c, behind)) = escaped {
            caption.push(c);
            rest = behind;
        } else {
            caption.push_str("_x");
            rest = after;
        }
    }
    caption.push_str(rest);
    caption
}

/// One value of an option set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionLabel {
    /// The stored value.
    pub value: i32,
    /// The label in the user's language.
    pub label: String,
}

/// What people call the fields of an entity set, by the language's number (1033 is English, 1036 French).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captions(BTreeMap<FieldName, Vec<(i32, String)>>);

impl Captions {
    /// Learns what a field is called in a language; what was learnt first stays.
    pub fn add(&mut self, field: FieldName, language: i32, caption: String) {
        let known = self.0.entry(field).or_default();
        let is_new = known.iter().all(|(own, _)| *own != language);
        if is_new && !caption.trim().is_empty() {
            known.push((language, caption));
        }
    }

    /// What a field is called in a language, else in the one that was told first.
    pub fn get(&self, field: &str, language: i32) -> Option<&str> {
        let known = self.0.get(&FieldName::new(field))?;
        let mut own = known.iter();
        let found = own.find(|(code, _)| *code == language).or(known.first());
        found.map(|(_, caption)| caption.as_str())
    }
}

/// One field of an entity set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldSchema {
    /// Its name.
    pub name: FieldName,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether the service refuses to have it written.
    pub read_only: bool,
    /// Whether a new record must have it.
    pub required: bool,
}

/// One entity set with its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntitySchema {
    /// Its name.
    pub set: SetName,
    /// The name of its key field.
    pub key: FieldName,
    /// Whether the service reports changes and deletions by itself (Dataverse change tracking).
    pub change_tracking: bool,
    /// The field with the time of the last change, if there is one.
    pub modified_field: Option<FieldName>,
    /// The fields, in the service's order.
    pub fields: Vec<FieldSchema>,
}

impl EntitySchema {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&FieldSchema> {
        self.fields.iter().find(|field| field.name.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_is_told_in_the_language_or_in_the_first_one() {
        let mut captions = Captions::default();
        let name = FieldName::new("name");
        captions.add(name.clone(), 1036, "Nom".to_owned());
        captions.add(name.clone(), 1033, "Name".to_owned());
        captions.add(name.clone(), 1033, "Other".to_owned());
        captions.add(name, 1031, " ".to_owned());
        assert_eq!(captions.get("name", 1033), Some("Name"));
        assert_eq!(captions.get("name", 1031), Some("Nom"));
        assert_eq!(captions.get("city", 1033), None);
    }

    #[test]
    fn escapes_of_enum_members_are_read() {
        for (wire, caption) in [
            ("Non_x002D_Inventory", "Non-Inventory"),
            ("_x0020_", " "),
            ("Not_x0020_Started", "Not Started"),
            ("Open", "Open"),
            ("_xyz_", "_xyz_"),
            ("a_x00", "a_x00"),
        ] {
            assert_eq!(caption_of(wire), caption);
        }
    }
}
