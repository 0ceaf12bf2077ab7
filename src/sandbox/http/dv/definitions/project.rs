//! `$select`, `$filter`, `$expand`, `$orderby` and `$top` over trees.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::super::errors;
use crate::sandbox::odata::body;
use crate::sandbox::odata::filter::query_functions::LOGICAL;
use crate::sandbox::odata::filter::{self, Binder, Expr, Kind, LambdaKind, Test, TypeMismatch};
use crate::sandbox::odata::query::Query;
use crate::sandbox::system::cell::{Cell, TextOrder};
use crate::sandbox::system::refusal::Refusal;

/// Gives what an expansion of a tree holds; `None` when there is no such navigation property.
pub type Expansion<'e> = &'e dyn Fn(&Map<String, Value>, &str) -> Option<Value>;

/// Queries a list of trees.
pub fn list(
    trees: Vec<Value>,
    query: &Query,
    expansion: Expansion<'_>,
) -> Result<Vec<Value>, Refusal> {
    let test = match query.filled("$filter") {
        None => None,
        Some(text) => {
            let alias = |name: &str| query.get(&format!("@{name}")).map(str::to_owned);
            let parsed = filter::parse(text, Timestamp::UNIX_EPOCH, &alias)
                .map_err(|error| errors::bad_request(error.to_string()))?;
            let mut binder = ByTree { sample: &trees };
            Some(
                filter::bind(&parsed, &mut binder)
                    .map_err(|Unbound(message)| errors::bad_request(message))?,
            )
        }
    };
    let mut kept: Vec<Value> = trees
        .into_iter()
        .filter(|tree| {
            let get = |path: &String| cell(tree, path);
            test.as_ref()
                .is_none_or(|test| test.passes(&get, TextOrder::CaseInsensitive))
        })
        .collect();
    let order = query
        .order_by()
        .map_err(|error| errors::bad_request(error.to_string()))?;
    for part in order.iter().rev() {
        kept.sort_by(|left, right| {
            let found = cell(left, &part.path)
                .compare(&cell(right, &part.path), TextOrder::CaseInsensitive);
            if part.descending {
                found.reverse()
            } else {
                found
            }
        });
    }
    let top = query
        .number("$top")
        .map_err(|error| errors::bad_request(error.to_string()))?;
    kept.truncate(top.unwrap_or(usize::MAX));
    kept.into_iter()
        .map(|tree| match tree {
            Value::Object(members) => one(&members, query, expansion).map(Value::Object),
            other => Ok(other),
        })
        .collect()
}

/// Queries one tree.
pub fn one(
    members: &Map<String, Value>,
    query: &Query,
    expansion: Expansion<'_>,
) -> Result<Map<String, Value>, Refusal> {
    let mut shown = match query.select() {
        None => members.clone(),
        Some(names) => {
            for name in &names {
                if !members.contains_key(*name)
                    && !MAY_BE_MISSING.contains(name)
                    && expansion(members, name).is_none()
                {
                    return Err(errors::bad_request(format!(
                        "Could not find a property named '{name}' on type 'Microsoft.Dynamics.CRM.MetadataBase'."
                    )));
                }
            }
            // Types and ids come along unasked.
            let always = |name: &str| name == "MetadataId" || name == "@odata.type";
            members
                .iter()
                .filter(|(name, _)| always(name) || names.contains(&name.as_str()))
                .map(owned)
                .collect()
        }
    };
    let expanded = query
        .expand()
        .map_err(|error| errors::bad_request(error.to_string()))?;
    for item in expanded {
        let Some(found) = expansion(members, &item.name) else {
            return Err(errors::bad_request(format!(
                "Could not find a property named '{}' on type 'Microsoft.Dynamics.CRM.MetadataBase'.",
                item.name
            )));
        };
        let none: Expansion<'_> = &|_, _| None;
        let inner = match found {
            Value::Array(trees) => Value::Array(list(trees, &item.options, none)?),
            Value::Object(members) => Value::Object(one(&members, &item.options, none)?),
            other => other,
        };
        shown.insert(item.name, inner);
    }
    Ok(shown)
}

/// Properties of the real service that some trees here do not have; asking for them is no mistake.
const MAY_BE_MISSING: [&str; 14] = [
    "MaxLength",
    "Format",
    "Precision",
    "Targets",
    "DateTimeBehavior",
    "OptionSet",
    "GlobalOptionSet",
    "MinValue",
    "MaxValue",
    "IconVectorName",
    "IsBPFEntity",
    "HasNotes",
    "HasActivities",
    "IsValidForForm",
];

fn owned((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

fn find<'a>(tree: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('/').try_fold(tree, |here, name| here.get(name))
}

fn cell(tree: &Value, path: &str) -> Cell {
    let Some(value) = find(tree, path) else {
        return Cell::Null;
    };
    let plain = body::cell(value).unwrap_or(Cell::Null);
    match &plain {
        Cell::Text(text) if path.ends_with("MetadataId") => text.parse().map_or(plain, Cell::Guid),
        _ => plain,
    }
}

/// Finds a path's type in the first tree that has a value there.
struct ByTree<'a> {
    sample: &'a [Value],
}

struct Unbound(String);

impl From<TypeMismatch> for Unbound {
    fn from(error: TypeMismatch) -> Self {
        Self(error.to_string())
    }
}

impl Binder for ByTree<'_> {
    type Path = String;
    type Error = Unbound;

    fn path(&mut self, path: &str) -> Result<(String, Kind), Unbound> {
        let path = path.trim_start_matches(LOGICAL);
        let known =
            self.sample.is_empty() || self.sample.iter().any(|tree| find(tree, path).is_some());
        if !known {
            let text = format!(
                "Could not find a property named '{path}' on type 'Microsoft.Dynamics.CRM.MetadataBase'."
            );
            return Err(Unbound(text));
        }
        let value = self
            .sample
            .iter()
            .filter_map(|tree| find(tree, path))
            .find(|value| !value.is_null());
        let kind = match value {
            Some(Value::Bool(_)) => Kind::Bool,
            Some(Value::Number(_)) => Kind::Number,
            _ if path.ends_with("MetadataId") => Kind::Guid,
            // Types of columns and the like are enumerations, which clients write with their type's name.
            _ if path.ends_with("Type") || path.contains('/') => Kind::Enum,
            _ => Kind::Text,
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
        Err(Unbound(
            "Lambda operators are not supported for metadata.".to_owned(),
        ))
    }
}
