//! The metadata of columns as Dataverse sends it.

use crate::model::Side;
use crate::model::reason::Problem;
use crate::remote::http::Answer;
use crate::remote::odata::page::malformed;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct List<T> {
    value: Vec<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Attribute {
    pub logical_name: String,
    #[serde(default, rename = "AttributeType")]
    pub kind: Option<String>,
    #[serde(default, rename = "AttributeOf")]
    pub companion_of: Option<String>,
    #[serde(default)]
    pub is_valid_for_create: Option<bool>,
    #[serde(default)]
    pub is_valid_for_update: Option<bool>,
    #[serde(default)]
    pub is_valid_for_read: Option<bool>,
    #[serde(default)]
    pub required_level: Option<Managed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Managed {
    #[serde(default)]
    pub value: Option<String>,
}

/// What the casts add, all by logical name.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Cast {
    pub logical_name: String,
    #[serde(default)]
    pub max_length: Option<u32>,
    #[serde(default)]
    pub precision: Option<u32>,
    #[serde(default)]
    pub targets: Option<Vec<String>>,
    #[serde(default)]
    pub date_time_behavior: Option<Managed>,
    #[serde(default)]
    pub format: Option<String>,
    #[serde(default)]
    pub option_set: Option<OptionSet>,
    #[serde(default)]
    pub global_option_set: Option<OptionSet>,
}

/// An option set as its metadata shows it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OptionSet {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Whether several columns share it.
    #[serde(default)]
    pub is_global: Option<bool>,
    /// Its values.
    #[serde(default)]
    pub options: Vec<OptionItem>,
}

/// One value of an option set.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OptionItem {
    /// The value.
    pub value: i32,
    /// Its labels.
    #[serde(default)]
    pub label: Option<Labels>,
}

/// Labels in several languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Labels {
    #[serde(default)]
    pub user_localized_label: Option<LocalLabel>,
    #[serde(default)]
    pub localized_labels: Vec<LocalLabel>,
}

/// A label in one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct LocalLabel {
    #[serde(default)]
    pub label: String,
    #[serde(default)]
    pub language_code: Option<i32>,
}

impl OptionItem {
    /// The label in the user's language, or in any.
    pub(super) fn label(&self) -> String {
        self.local()
            .map(|local| local.label.clone())
            .unwrap_or_default()
    }

    /// The language of that label.
    pub(super) fn language(&self) -> Option<i32> {
        self.local().and_then(|local| local.language_code)
    }

    fn local(&self) -> Option<&LocalLabel> {
        let labels = self.label.as_ref()?;
        labels
            .user_localized_label
            .as_ref()
            .or_else(|| labels.localized_labels.first())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Relationship {
    pub referencing_attribute: String,
    #[serde(default)]
    pub referencing_entity_navigation_property_name: Option<String>,
    pub referenced_entity: String,
}

/// Reads one list of metadata.
pub(super) fn list<T: DeserializeOwned>(answer: &Answer) -> Result<Vec<T>, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(&answer.body);
    let read: Result<List<T>, _> = serde_path_to_error::deserialize(&mut reader);
    read.map(|list| list.value).map_err(|error| {
        malformed(Side::Dv, answer, &error.inner().to_string())
            .with("field", &error.path().to_string())
    })
}
