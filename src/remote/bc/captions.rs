//! What people call the fields of a set, from the service's own captions.

use super::{Bc, company};
use crate::model::reason::Problem;
use crate::model::schema::Captions;
use crate::model::{FieldName, SetName, Side};
use crate::remote::http::Call;
use crate::remote::odata::page::malformed;
use serde::Deserialize;

#[derive(Deserialize)]
struct Definitions {
    value: Vec<Definition>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Definition {
    #[serde(default)]
    entity_set_name: Option<String>,
    #[serde(default)]
    properties: Vec<Property>,
}

#[derive(Deserialize)]
struct Property {
    name: String,
    #[serde(default)]
    captions: Vec<Caption>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Caption {
    language_code: i32,
    caption: String,
}

/// The captions of a set of the service's own API; a service of somebody else has none.
pub(super) async fn captions(bc: &Bc, set: &SetName) -> Result<Captions, Problem> {
    if company::company(bc).await?.foreign || set.as_str().contains('/') {
        return Ok(Captions::default());
    }
    let call = Call::get(bc.client.url("entityDefinitions"));
    let answer = bc.client.read(&call).await?;
    let read: Definitions = serde_json::from_slice(&answer.body)
        .map_err(|error| malformed(Side::Bc, &answer, &error.to_string()))?;
    let mut captions = Captions::default();
    let own = read.value.into_iter();
    let own = own.filter(|one| one.entity_set_name.as_deref() == Some(set.as_str()));
    for property in own.flat_map(|definition| definition.properties) {
        for caption in property.captions {
            let name = FieldName::new(property.name.as_str());
            captions.add(name, caption.language_code, caption.caption);
        }
    }
    Ok(captions)
}
