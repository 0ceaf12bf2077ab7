//! What people call the columns of a table, from the display names of its metadata.

use super::attributes::path_of;
use super::definitions::{Definitions, definitions};
use super::metadata::{Labels, list};
use super::{Dv, options};
use crate::model::reason::Problem;
use crate::model::schema::Captions;
use crate::model::{FieldName, SetName};
use crate::remote::http::Call;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Column {
    logical_name: String,
    #[serde(default)]
    display_name: Option<Labels>,
}

/// The display names of a table's columns; none for an option set, and none from a service without that metadata.
pub(super) async fn captions(dv: &Dv, set: &SetName) -> Result<Captions, Problem> {
    let known = definitions(dv).await?;
    let (Definitions::Listed(tables), None) = (&*known, options::split(set)) else {
        return Ok(Captions::default());
    };
    let mut tables = tables.iter();
    let Some(table) = tables.find(|one| one.entity_set_name.as_deref() == Some(set.as_str()))
    else {
        return Ok(Captions::default());
    };
    let path = format!(
        "{}/Attributes?$select=LogicalName,DisplayName",
        path_of(&table.logical_name)
    );
    let answer = dv.client.read(&Call::get(dv.client.url(&path))).await?;
    let columns: Vec<Column> = list(&answer)?;
    let mut captions = Captions::default();
    for column in columns {
        let name = FieldName::new(column.logical_name);
        let labels = column.display_name.into_iter();
        for label in labels.flat_map(|labels| {
            labels
                .user_localized_label
                .into_iter()
                .chain(labels.localized_labels)
        }) {
            if let Some(code) = label.language_code {
                captions.add(name.clone(), code, label.label);
            }
        }
    }
    Ok(captions)
}
