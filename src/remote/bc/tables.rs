//! Entity sets from `$metadata`, with what is known of Business Central beyond it.

use super::company::company;
use super::{Bc, apis, problem, rates};
use crate::model::reason::{Cause, Problem};
use crate::model::{EntitySchema, FieldKind, FieldName, FieldSchema, SetName, Side};
use crate::remote::http::Call;
use crate::remote::odata::csdl::{Csdl, Declared, Property};
use crate::remote::odata::notes::Note;
use crate::remote::odata::table::{Blank, Table, WireField};
use std::rc::Rc;

/// Properties that hold the time of the last change, in the order in which they are looked for.
const MODIFIED: [&str; 6] = [
    "lastModifiedDateTime",
    "systemModifiedAt",
    "modifiedon",
    "modifiedAt",
    "lastModified",
    "updatedAt",
];

/// Fields that Business Central computes, though `$metadata` does not say so: entity set (or `*`), field.
const READ_ONLY: [(&str, &str); 22] = [
    ("*", "lastModifiedDateTime"),
    ("*", "systemCreatedAt"),
    ("*", "systemCreatedBy"),
    ("*", "systemModifiedAt"),
    ("*", "systemModifiedBy"),
    ("customers", "balanceDue"),
    ("customers", "taxAreaDisplayName"),
    ("vendors", "balance"),
    ("contacts", "lastInteractionDate"),
    ("items", "inventory"),
    ("opportunities", "contactName"),
    ("opportunities", "contactCompanyName"),
    ("opportunities", "status"),
    ("opportunities", "closed"),
    ("opportunities", "creationDate"),
    ("opportunities", "dateClosed"),
    ("opportunities", "calculatedCurrentValue"),
    ("opportunities", "chancesOfSuccessPrc"),
    ("opportunities", "completedPrc"),
    ("opportunities", "estimatedClosingDate"),
    ("opportunities", "estimatedValue"),
    ("employees", "displayName"),
];

/// Fields without which Business Central creates no record: entity set, field.
const REQUIRED: [(&str, &str); 9] = [
    ("customers", "displayName"),
    ("vendors", "displayName"),
    ("contacts", "displayName"),
    ("currencies", "code"),
    ("paymentTerms", "code"),
    ("paymentMethods", "code"),
    ("shipmentMethods", "code"),
    ("unitsOfMeasure", "code"),
    ("itemCategories", "code"),
];

/// References that `$metadata` may leave out: field, entity set.
const REFERENCES: [(&str, &str); 10] = [
    ("currencyId", "currencies"),
    ("paymentTermsId", "paymentTerms"),
    ("shipmentMethodId", "shipmentMethods"),
    ("paymentMethodId", "paymentMethods"),
    ("customerId", "customers"),
    ("vendorId", "vendors"),
    ("contactId", "contacts"),
    ("itemId", "items"),
    ("itemCategoryId", "itemCategories"),
    ("baseUnitOfMeasureId", "unitsOfMeasure"),
];

/// `$metadata`, read once.
///
/// # Errors
/// It cannot be read.
pub(super) async fn csdl(bc: &Bc) -> Result<Rc<Csdl>, Problem> {
    bc.csdl
        .get_or_try_init(|| read_csdl(bc, "$metadata".to_owned()))
        .await
        .map(Rc::clone)
}

/// `$metadata` of the service's own API, or of another one.
///
/// # Errors
/// It cannot be read, or there is no such API.
pub(super) async fn csdl_of(bc: &Bc, api: Option<&str>) -> Result<Rc<Csdl>, Problem> {
    let Some(api) = api else {
        return csdl(bc).await;
    };
    if let Some(known) = bc.custom.borrow().get(api) {
        return Ok(Rc::clone(known));
    }
    // The service's own API tells first whether this is the right place at all.
    company(bc).await?;
    let root = apis::root(bc, api)?;
    let read = read_csdl(bc, format!("{}/$metadata", root.as_str())).await;
    let csdl = read.map_err(|mut refused| {
        if refused.cause == Cause::WrongAddress {
            refused.cause = Cause::UnknownTable;
            refused = refused.with("table", api);
        }
        refused
    })?;
    let mut custom = bc.custom.borrow_mut();
    custom.insert(api.to_owned(), Rc::clone(&csdl));
    Ok(csdl)
}

async fn read_csdl(bc: &Bc, path: String) -> Result<Rc<Csdl>, Problem> {
    let call = Call::get(bc.client.url(&path)).with("accept", "application/xml");
    let answer = bc.client.read(&call).await.map_err(|mut problem| {
        if problem.status == Some(404) {
            problem.cause = Cause::WrongAddress;
            problem = problem.with("address", bc.client.root().as_str());
        }
        problem
    })?;
    Csdl::parse(&answer.body)
        .map(Rc::new)
        .map_err(|mut problem| {
            problem.request_id = answer.request_id().map(str::to_owned);
            problem.on(Side::Bc)
        })
}

/// An entity set, looked up once.
///
/// # Errors
/// It does not exist, or its key is not one id.
pub(super) async fn table(bc: &Bc, set: &SetName) -> Result<Rc<Table>, Problem> {
    if let Some(table) = bc.tables.borrow().get(set) {
        return Ok(Rc::clone(table));
    }
    let company = company(bc).await?;
    let (api, name) = apis::split(set);
    let csdl = csdl_of(bc, api).await?;
    let unknown = || problem(Cause::UnknownTable).with("table", set.as_str());
    let declared = csdl.declared(name).ok_or_else(unknown)?;
    let mut path = if company.path.is_empty() {
        name.to_owned()
    } else {
        format!("{}/{name}", company.path)
    };
    if let Some(api) = api {
        path = format!("{}/{path}", apis::root(bc, api)?.as_str());
    }
    let table = build(&csdl, set, &declared, path, company.foreign)
        .ok_or_else(|| unknown().saying("the key of its records is not one id"))?;
    if table.modified.is_none() {
        bc.client.notes.take(Note::ReadWhole, Some(set.as_str()));
    }
    let table = Rc::new(table);
    bc.has_news.set(true);
    bc.tables
        .borrow_mut()
        .insert(set.clone(), Rc::clone(&table));
    Ok(table)
}

fn build(
    csdl: &Csdl,
    set: &SetName,
    declared: &Declared,
    path: String,
    foreign: bool,
) -> Option<Table> {
    let [key] = declared.keys.as_slice() else {
        return None;
    };
    let key_kind = declared
        .properties
        .iter()
        .find(|property| property.name == *key)?;
    let key_is_text = match key_kind.kind.as_str() {
        "Edm.Guid" => false,
        "Edm.String" => true,
        _ => return None,
    };
    let modified = MODIFIED.into_iter().find(|name| {
        let mut properties = declared.properties.iter();
        properties.any(|property| property.name == *name && property.kind == "Edm.DateTimeOffset")
    });
    let listed = |list: &[(&str, &str)], field: &str| {
        let mut list = list.iter();
        !foreign && list.any(|(of, name)| (*of == "*" || *of == set.as_str()) && *name == field)
    };
    let mut fields: Vec<(WireField, Property)> = csdl.fields(declared);
    for (field, _) in &mut fields {
        let reference = REFERENCES
            .into_iter()
            .find(|(name, target)| *name == field.name.as_str() && csdl.has_set(target));
        if let (FieldKind::Guid, Some((_, target))) = (&field.kind, reference) {
            field.kind = FieldKind::Lookup {
                target: Some(SetName::new(target)),
            };
        }
    }
    let mut schema_fields: Vec<FieldSchema> = fields
        .iter()
        .map(|(field, property)| FieldSchema {
            name: field.name.clone(),
            kind: field.kind.clone(),
            read_only: property.name == *key
                || property.computed
                || listed(&READ_ONLY, field.name.as_str()),
            required: listed(&REQUIRED, field.name.as_str())
                || foreign && !property.nullable && property.name != *key,
        })
        .collect();
    let mut fields: Vec<WireField> = fields.into_iter().map(|(field, _)| field).collect();
    if set.as_str() == rates::CURRENCIES && csdl.has_set(rates::RATES) {
        let (schema, field) = rates::virtual_field();
        schema_fields.push(schema);
        fields.push(field);
    }
    Some(Table {
        schema: Rc::new(EntitySchema {
            set: set.clone(),
            key: FieldName::new(key),
            change_tracking: false,
            modified_field: modified.map(FieldName::new),
            fields: schema_fields,
        }),
        entity: declared.entity.clone(),
        path,
        key: key.clone(),
        key_is_text,
        modified: modified.map(str::to_owned),
        modified_by: None,
        blank: if foreign { Blank::Null } else { Blank::Zero },
        fields,
    })
}
