//! The virtual set `contactsInformation`: which contact belongs to which customer or vendor.
//!
//! Business Central shows it only below a customer (by `relatedId`) or a contact (by `contactNumber`); here it can be
//! looked for by either.

use super::{Bc, company, problem};
use crate::model::reason::{Cause, Problem};
use crate::model::{
    EntitySchema, FieldKind, FieldName, FieldSchema, Fields, Record, SetName, Side, Value,
};
use crate::remote::http::{Answer, Call};
use crate::remote::odata::filter;
use crate::remote::odata::page::malformed;
use crate::remote::odata::read::query_url;
use serde::Deserialize;
use std::rc::Rc;
use uuid::Uuid;

/// The name of the set.
pub(super) const SET: &str = "contactsInformation";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Information {
    contact_id: Option<Uuid>,
    #[serde(default)]
    contact_number: String,
    #[serde(default)]
    contact_name: String,
    #[serde(default)]
    contact_type: String,
    related_id: Option<Uuid>,
    #[serde(default)]
    related_type: String,
}

/// What the set offers.
pub(super) fn schema() -> Rc<EntitySchema> {
    let text = || FieldKind::Text { max: None };
    let fields = [
        ("contactId", FieldKind::Guid),
        ("contactNumber", text()),
        ("contactName", text()),
        ("contactType", text()),
        ("relatedId", FieldKind::Guid),
        ("relatedType", text()),
    ];
    Rc::new(EntitySchema {
        set: SetName::new(SET),
        key: FieldName::new("contactId"),
        change_tracking: false,
        modified_field: None,
        fields: fields
            .into_iter()
            .map(|(name, kind)| FieldSchema {
                name: FieldName::new(name),
                kind,
                read_only: true,
                required: false,
            })
            .collect(),
    })
}

/// Looks for relations by `contactNumber` or by `relatedId`.
///
/// # Errors
/// An alternative names neither, or the service cannot be asked.
pub(super) async fn find(
    bc: &Bc,
    fields: &[FieldName],
    among: &[Fields],
    limit: usize,
) -> Result<Vec<Record>, Problem> {
    let company = company::company(bc).await?;
    let mut calls = Vec::new();
    let mut numbers: Vec<String> = Vec::new();
    for alternative in among {
        let number = alternative.value("contactNumber");
        match (alternative.value("relatedId").as_guid(), number.as_text()) {
            (Some(id), _) => {
                let path = format!("{}/customers({})/{SET}", company.path, id.hyphenated());
                calls.push(Call::get(bc.client.url(&path)));
            }
            (None, Some(number)) => numbers.push(format!("number eq {}", filter::text(number))),
            (None, None) => {
                return Err(problem(Cause::InvalidFilter)
                    .with("table", SET)
                    .saying("look for contactNumber or relatedId"));
            }
        }
    }
    // Business Central joins conditions on one field, so that many contacts cost one operation.
    for numbers in numbers.chunks(bc.client.limits.filter_terms.max(1)) {
        let path = format!("{}/contacts", company.path);
        let filter = numbers.join(" or ");
        let options = [
            ("$select", "id,number"),
            ("$filter", filter.as_str()),
            ("$expand", "contactInformation"),
        ];
        calls.push(Call::get(query_url(&bc.client, &path, &options)));
    }
    let mut records: Vec<Record> = Vec::new();
    for answer in bc.client.read_all(&calls).await {
        let answer = match answer {
            Ok(answer) => answer,
            // The customer is gone, so that nothing belongs to it.
            Err(problem) if problem.status == Some(404) => continue,
            Err(problem) => return Err(problem),
        };
        for information in read(&answer)? {
            let all = all_fields(&information);
            let asked = among.iter().any(|alternative| {
                let mut wanted = alternative.iter();
                wanted.all(|(name, value)| all.value(name.as_str()) == value)
            });
            let record = record(&information, fields);
            if asked && records.len() < limit && !records.contains(&record) {
                records.push(record);
            }
        }
    }
    Ok(records)
}

fn read(answer: &Answer) -> Result<Vec<Information>, Problem> {
    #[derive(Deserialize)]
    struct Page {
        value: Vec<Row>,
    }
    /// A contact with its relations, or a relation.
    #[derive(Deserialize)]
    struct Row {
        #[serde(rename = "contactInformation")]
        relations: Option<OneOrMany>,
        #[serde(flatten)]
        itself: Information,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        Many(Vec<Information>),
        One(Information),
    }
    let page: Page = serde_json::from_slice(&answer.body)
        .map_err(|error| malformed(Side::Bc, answer, &error.to_string()).with("field", SET))?;
    Ok(page
        .value
        .into_iter()
        .flat_map(|row| match row.relations {
            Some(OneOrMany::Many(many)) => many,
            Some(OneOrMany::One(one)) => vec![one],
            None if row.itself.related_id.is_some() => vec![row.itself],
            None => Vec::new(),
        })
        .collect())
}

fn all_fields(information: &Information) -> Fields {
    let guid = |id: Option<Uuid>| match id {
        Some(id) if !id.is_nil() => Value::Guid(id),
        _ => Value::Empty,
    };
    [
        ("contactId", guid(information.contact_id)),
        ("contactNumber", Value::text(&information.contact_number)),
        ("contactName", Value::text(&information.contact_name)),
        ("contactType", Value::text(&information.contact_type)),
        ("relatedId", guid(information.related_id)),
        ("relatedType", Value::text(&information.related_type)),
    ]
    .into_iter()
    .map(|(name, value)| (FieldName::new(name), value))
    .collect()
}

fn record(information: &Information, fields: &[FieldName]) -> Record {
    let all = all_fields(information);
    Record {
        id: information.contact_id.unwrap_or_default(),
        etag: None,
        modified: None,
        modified_by: None,
        fields: if fields.is_empty() {
            all
        } else {
            fields
                .iter()
                .map(|name| (name.clone(), all.value(name.as_str()).clone()))
                .collect()
        },
    }
}
