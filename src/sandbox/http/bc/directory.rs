//! Companies, environments, the service document and captions.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::super::exchange::{Call, Reply};
use super::Session;
use super::errors;
use super::read::{filters, served};
use super::route::{Companies, Place};
use crate::sandbox::odata::filter::{Binder, Expr, Kind, LambdaKind, Test, TypeMismatch, bind};
use crate::sandbox::odata::query::Query;
use crate::sandbox::system::bc::Company;
use crate::sandbox::system::cell::{Cell, TextOrder};
use crate::sandbox::system::refusal::Refusal;

/// `/environments/v1.2`.
pub fn environments(place: &Place, call: &Call) -> Reply {
    let one = json!({
        "aadTenantId": super::super::server::TENANT_ID,
        "applicationFamily": "BusinessCentral",
        "type": "Sandbox",
        "name": place.environment,
        "countryCode": "W1",
        "webServiceUrl": call.origin,
        "webClientLoginUrl": format!("{}/{}/{}", call.origin, place.tenant, place.environment),
        "ringName": "PROD",
    });
    Reply::body(
        200,
        "application/json; charset=utf-8",
        json!({"value": [one]}).to_string(),
    )
}

/// The root: the sets that it has.
pub fn service_document(session: &Session<'_>, place: &Place) -> Reply {
    let set = |name: &str| json!({"name": name, "kind": "EntitySet", "url": name});
    let mut sets = vec![set("companies")];
    sets.extend(
        session
            .bc
            .defs()
            .filter(|def| served(&place.api, def))
            .map(|def| set(&def.set)),
    );
    let body = json!({"@odata.context": format!("{}/$metadata", place.root), "value": sets});
    Reply::json(200, body.to_string())
}

/// `entityDefinitions`: captions in the languages that the service speaks.
pub fn entity_definitions(session: &Session<'_>, place: &Place) -> Reply {
    let captions = |en: &str, fr: &str| json!([{"languageCode": 1033, "caption": en}, {"languageCode": 1036, "caption": fr}]);
    let definitions: Vec<Value> = session
        .bc
        .defs()
        .filter(|def| served(&place.api, def))
        .map(|def| {
            let properties: Vec<Value> = def
                .fields
                .iter()
                .map(|field| {
                    let captions = match &field.label {
                        Some(label) => captions(&label.en, &label.fr),
                        None => captions(&field.name, &field.name),
                    };
                    json!({"name": field.name, "captions": captions})
                })
                .collect();
            json!({
                "entityName": def.entity,
                "entitySetName": def.set,
                "entityCaptions": captions(&def.label.en, &def.label.fr),
                "properties": properties,
            })
        })
        .collect();
    let body = json!({"@odata.context": format!("{}/$metadata#entityDefinitions", place.root), "value": definitions});
    Reply::json(200, body.to_string())
}

/// `companies`.
pub fn companies(
    session: &Session<'_>,
    place: &Place,
    asked: &Companies,
    call: &Call,
) -> Result<Reply, Refusal> {
    let chosen = |query: &Query| select(query);
    match asked {
        Companies::Count => Ok(Reply::body(
            200,
            "text/plain",
            matching(session, call)?.len().to_string(),
        )),
        Companies::One(id) => {
            let company = session.bc.company(*id)?;
            let mut members = members(company, chosen(&call.query).as_deref());
            members.shift_insert(
                0,
                "@odata.context".to_owned(),
                json!(format!("{}/$metadata#companies/$entity", place.root)),
            );
            Ok(Reply::json(200, Value::Object(members).to_string()))
        }
        Companies::All => {
            let found = matching(session, call)?;
            let skip = call
                .query
                .number("$skip")
                .map_err(|error| errors::bad_body(error.to_string()))?
                .unwrap_or(0);
            let top = call
                .query
                .number("$top")
                .map_err(|error| errors::bad_body(error.to_string()))?;
            let rows: Vec<Value> = found
                .iter()
                .skip(skip)
                .take(top.unwrap_or(usize::MAX))
                .map(|company| Value::Object(members(company, chosen(&call.query).as_deref())))
                .collect();
            let mut body = Map::new();
            body.insert(
                "@odata.context".to_owned(),
                json!(format!("{}/$metadata#companies", place.root)),
            );
            if call.query.flag("$count") {
                body.insert("@odata.count".to_owned(), json!(found.len()));
            }
            body.insert("value".to_owned(), Value::Array(rows));
            Ok(Reply::json(200, Value::Object(body).to_string()))
        }
    }
}

fn select(query: &Query) -> Option<Vec<String>> {
    query
        .select()
        .map(|names| names.into_iter().map(str::to_owned).collect())
}

const NEVER: &str = "0001-01-01T00:00:00Z";

fn cells(company: &Company) -> Vec<(&'static str, Cell)> {
    let never: Timestamp = NEVER.parse().unwrap_or(Timestamp::MIN);
    vec![
        ("id", Cell::Guid(company.id)),
        ("systemVersion", Cell::text("27.0.0.0")),
        ("timestamp", Cell::Int(1)),
        ("name", Cell::text(&company.name)),
        ("displayName", Cell::text(&company.display_name)),
        ("businessProfileId", Cell::text("")),
        ("systemCreatedAt", Cell::Instant(never)),
        ("systemCreatedBy", Cell::Guid(uuid::Uuid::nil())),
        ("systemModifiedAt", Cell::Instant(never)),
        ("systemModifiedBy", Cell::Guid(uuid::Uuid::nil())),
    ]
}

fn members(company: &Company, select: Option<&[String]>) -> Map<String, Value> {
    let mut members = Map::new();
    for (name, cell) in cells(company) {
        if select.is_none_or(|names| names.iter().any(|wanted| wanted == name)) {
            let mut out = Vec::new();
            super::json::cell(&mut out, &cell);
            members.insert(
                name.to_owned(),
                serde_json::from_slice(&out).unwrap_or(Value::Null),
            );
        }
    }
    members
}

/// Companies are no table, so their few fields are bound by name.
struct ByName;

impl Binder for ByName {
    type Path = String;
    type Error = Unbound;

    fn path(&mut self, path: &str) -> Result<(String, Kind), Unbound> {
        let kind = match path {
            "id" | "systemCreatedBy" | "systemModifiedBy" => Kind::Guid,
            "systemVersion" | "name" | "displayName" | "businessProfileId" => Kind::Text,
            "timestamp" => Kind::Number,
            "systemCreatedAt" | "systemModifiedAt" => Kind::DateTime,
            _ => {
                let text = format!(
                    "Could not find a property named '{path}' on type 'Microsoft.NAV.company'."
                );
                return Err(Unbound(text));
            }
        };
        Ok((path.to_owned(), kind))
    }

    fn lambda(
        &mut self,
        _: &str,
        _: LambdaKind,
        _: &str,
        _: Option<&Expr>,
    ) -> Result<Test<String>, Unbound> {
        Ok(Test::Const(Cell::Bool(true)))
    }
}

struct Unbound(String);

impl From<TypeMismatch> for Unbound {
    fn from(error: TypeMismatch) -> Self {
        Self(error.to_string())
    }
}

fn matching<'a>(session: &'a Session<'_>, call: &Call) -> Result<Vec<&'a Company>, Refusal> {
    let filter = filters(call)(&call.query).map_err(errors::query)?;
    let test = filter
        .map(|filter| bind(&filter, &mut ByName))
        .transpose()
        .map_err(|Unbound(message)| errors::bad_body(message))?;
    let companies = session.bc.companies().iter();
    Ok(companies
        .filter(|company| {
            let cells = cells(company);
            let get = |path: &String| {
                cells
                    .iter()
                    .find(|(name, _)| name == path)
                    .map_or(Cell::Null, |(_, cell)| cell.clone())
            };
            test.as_ref()
                .is_none_or(|test| test.passes(&get, TextOrder::Exact))
        })
        .collect())
}
