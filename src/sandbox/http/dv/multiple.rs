//! `CreateMultiple`, `UpdateMultiple`, `UpsertMultiple`, and `BulkDelete`.

use serde_json::{Value, json};
use uuid::Uuid;

use super::super::exchange::{Call, JSON, Reply};
use super::super::read::binder::TableBinder;
use super::super::read::rows::passes;
use super::body::{members, values};
use super::path::Key;
use super::{Session, errors};
use crate::sandbox::odata::body::Members;
use crate::sandbox::odata::filter::{self, Comparison, Expr, Function};
use crate::sandbox::odata::literal::Literal;
use crate::sandbox::odata::url::segment;
use crate::sandbox::system::dv::refusals;
use crate::sandbox::system::given::{Given, IfMatch, Values};
use crate::sandbox::system::refusal::Refusal;
use crate::sandbox::system::view::Through;

/// Answers an action bound to an entity set.
pub fn answer(
    session: &mut Session<'_>,
    set: &str,
    action: &str,
    call: &Call,
) -> Result<Reply, Refusal> {
    session.dv.table(set)?;
    match action {
        "CreateMultiple" => {
            let rows = targets(session, set, call)?;
            let ids = session.dv.create_multiple(session.caller, set, rows)?;
            let body = json!({
                "@odata.context": format!("{}/$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse", session.root),
                "Ids": ids,
            });
            Ok(Reply::body(200, JSON, body.to_string()))
        }
        "UpdateMultiple" => {
            let rows = targets(session, set, call)?;
            session.dv.update_multiple(session.caller, set, rows)?;
            Ok(Reply::empty(204))
        }
        "UpsertMultiple" => {
            let rows = targets(session, set, call)?;
            let done = session.dv.upsert_multiple(session.caller, set, rows)?;
            let results: Vec<Value> = done
                .iter()
                .map(|written| {
                    json!({
                        "RecordCreated": written.created,
                        "Target": {"@odata.id": format!("{}/{set}({})", session.root, written.id)},
                    })
                })
                .collect();
            Ok(Reply::body(
                200,
                JSON,
                json!({"Results": results}).to_string(),
            ))
        }
        "DeleteMultiple" => Err(Refusal::new(
            405,
            "0x80060888",
            "The DeleteMultiple action is supported for elastic tables only.",
        )),
        other => Err(refusals::no_action(other)),
    }
}

/// The rows in `Targets`; each must name its type, and a key in `@odata.id` becomes columns.
fn targets(session: &Session<'_>, set: &str, call: &Call) -> Result<Vec<Values>, Refusal> {
    let def = session.dv.table(set)?.def();
    let mut body = members(call)?;
    let Some(Value::Array(targets)) = body.shift_remove("Targets") else {
        return Err(errors::bad_request("The parameter 'Targets' is missing."));
    };
    let wanted = format!("Microsoft.Dynamics.CRM.{}", def.entity);
    targets
        .into_iter()
        .map(|target| {
            let Value::Object(row) = target else {
                return Err(errors::bad_request(
                    "An item of 'Targets' is not an object.",
                ));
            };
            let type_name = row
                .get("@odata.type")
                .and_then(Value::as_str)
                .map(|name| name.trim_start_matches('#'));
            if type_name != Some(wanted.as_str()) {
                return Err(errors::bad_request(format!(
                    "Each item of 'Targets' must have the @odata.type '{wanted}'."
                )));
            }
            let named = named_by(session, set, &row)?;
            let mut given = values(session, Some(def), row)?;
            for (name, value) in named {
                if !given.iter().any(|(known, _)| *known == name) {
                    given.push((name, value));
                }
            }
            Ok(given)
        })
        .collect()
}

/// The columns that an item's `@odata.id` names its row by.
fn named_by(session: &Session<'_>, set: &str, row: &Members) -> Result<Values, Refusal> {
    let Some(address) = row.get("@odata.id").and_then(Value::as_str) else {
        return Ok(Values::new());
    };
    let last = address
        .rsplit_once("/api/data/")
        .map_or(address, |(_, rest)| {
            rest.split_once('/').map_or(rest, |(_, l)| l)
        });
    let segment = segment(last.trim_start_matches('/')).map_err(|_unreadable| errors::bad_url())?;
    let view = session.dv.table(set)?;
    Ok(match Key::of(view, &segment)? {
        None => Values::new(),
        Some(Key::Id(id)) => vec![(view.def().key.to_string(), Given::Value(id.into()))],
        Some(Key::Alternate(columns)) => columns
            .into_iter()
            .map(|(name, cell)| (name, Given::Value(cell)))
            .collect(),
    })
}

/// `BulkDelete`: done at once, under a job id that nobody can ask about.
pub fn bulk_delete(session: &mut Session<'_>, call: &Call) -> Result<Reply, Refusal> {
    let body = members(call)?;
    let Some(Value::Array(queries)) = body.get("QuerySet") else {
        return Err(errors::bad_request("The parameter 'QuerySet' is missing."));
    };
    session.dv.begin();
    for query in queries {
        if let Err(refused) = delete_all(session, query) {
            session.dv.rollback();
            return Err(refused);
        }
    }
    session.dv.commit();
    let context = format!(
        "{}/$metadata#Microsoft.Dynamics.CRM.BulkDeleteResponse",
        session.root
    );
    Ok(Reply::body(
        200,
        JSON,
        json!({"@odata.context": context, "JobId": Uuid::new_v4()}).to_string(),
    ))
}

fn delete_all(session: &mut Session<'_>, query: &Value) -> Result<(), Refusal> {
    let name = query
        .get("EntityName")
        .and_then(Value::as_str)
        .ok_or_else(|| errors::bad_request("A query without EntityName cannot be carried out."))?;
    let def = session
        .dv
        .def_named(name)
        .ok_or_else(|| errors::no_segment(name))?;
    let set = def.set.to_string();
    let test = match query.get("Criteria") {
        None | Some(Value::Null) => None,
        Some(criteria) => match condition(criteria)? {
            None => None,
            Some(expr) => {
                let view = session.dv.table(&set)?;
                let mut binder = TableBinder::new(Through::Dv(session.dv), view);
                Some(filter::bind(&expr, &mut binder).map_err(errors::query)?)
            }
        },
    };
    let ids: Vec<Uuid> = session
        .dv
        .table(&set)?
        .scan(None)
        .filter(|row| test.as_ref().is_none_or(|test| passes(test, row)))
        .map(|row| row.id())
        .collect();
    for id in ids {
        session.dv.delete(session.caller, &set, id, &IfMatch::Any)?;
    }
    Ok(())
}

/// A `FilterExpression` as a filter; an unknown operator is refused, so that nothing too much is deleted.
fn condition(criteria: &Value) -> Result<Option<Expr>, Refusal> {
    let mut parts = Vec::new();
    for one in criteria
        .get("Conditions")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        parts.push(single(one)?);
    }
    for inner in criteria
        .get("Filters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        parts.extend(condition(inner)?);
    }
    let any = criteria
        .get("FilterOperator")
        .is_some_and(|operator| operator == "Or" || operator == 1);
    Ok(match parts.len() {
        0 | 1 => parts.pop(),
        _ if any => Some(Expr::Or(parts)),
        _ => Some(Expr::And(parts)),
    })
}

fn single(condition: &Value) -> Result<Expr, Refusal> {
    let column = condition
        .get("AttributeName")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let values: Vec<Literal> = condition
        .get("Values")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|value| {
            let value = value.get("Value").unwrap_or(value);
            Literal::Untyped(
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned),
            )
        })
        .collect();
    let path = Box::new(Expr::Path(column.to_owned()));
    let first = || {
        values
            .first()
            .cloned()
            .map(|value| Box::new(Expr::Literal(value)))
    };
    let compare = |comparison| first().map(|value| Expr::Compare(comparison, path.clone(), value));
    let operator = condition
        .get("Operator")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let found = match operator {
        "Equal" => compare(Comparison::Eq),
        "NotEqual" => compare(Comparison::Ne),
        "GreaterThan" => compare(Comparison::Gt),
        "GreaterEqual" => compare(Comparison::Ge),
        "LessThan" => compare(Comparison::Lt),
        "LessEqual" => compare(Comparison::Le),
        "In" => Some(Expr::In(path.clone(), values.clone())),
        "NotIn" => Some(Expr::Not(Box::new(Expr::In(path.clone(), values.clone())))),
        "Null" => Some(Expr::Compare(
            Comparison::Eq,
            path.clone(),
            Box::new(Expr::Literal(Literal::Null)),
        )),
        "NotNull" => Some(Expr::Compare(
            Comparison::Ne,
            path.clone(),
            Box::new(Expr::Literal(Literal::Null)),
        )),
        "BeginsWith" => {
            first().map(|value| Expr::Call(Function::StartsWith, vec![(*path).clone(), *value]))
        }
        "EndsWith" => {
            first().map(|value| Expr::Call(Function::EndsWith, vec![(*path).clone(), *value]))
        }
        "Contains" => {
            first().map(|value| Expr::Call(Function::Contains, vec![(*path).clone(), *value]))
        }
        _ => None,
    };
    found.ok_or_else(|| errors::not_implemented(&format!("the condition operator '{operator}'")))
}
