//! What each service refuses, or passes over in silence, in a filter that is valid OData.

use std::collections::BTreeSet;

use super::ast::{Expr, Function};

/// A filter that a service does not take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Business Central: `or` across two fields.
    #[error("The 'OR' operator is not supported on distinct fields on an OData filter.")]
    OrOnDistinctFields,
    /// Business Central: `in` and nested calls need `$schemaversion=2.1`.
    #[error("The '{0}' filter is not supported by this schema version.")]
    SchemaVersion(&'static str),
    /// Dataverse: functions beyond its three.
    #[error("The function '{0}' is not supported in the $filter query option.")]
    Function(String),
}

/// Checks a filter by Business Central's rules and drops the lambdas, which it ignores silently; `None` filters nothing.
pub fn business_central(filter: Expr, newer_schema: bool) -> Result<Option<Expr>, Refused> {
    let Some(filter) = without_lambdas(filter) else {
        return Ok(None);
    };
    check_business_central(&filter, newer_schema)?;
    Ok(Some(filter))
}

fn without_lambdas(filter: Expr) -> Option<Expr> {
    match filter {
        Expr::Lambda { .. } => None,
        Expr::Not(inner) => Some(Expr::Not(Box::new(without_lambdas(*inner)?))),
        Expr::And(parts) => joined(parts, Expr::And),
        Expr::Or(parts) => joined(parts, Expr::Or),
        other => Some(other),
    }
}

fn joined(parts: Vec<Expr>, join: impl Fn(Vec<Expr>) -> Expr) -> Option<Expr> {
    let mut kept: Vec<Expr> = parts.into_iter().filter_map(without_lambdas).collect();
    match kept.len() {
        0 | 1 => kept.pop(),
        _ => Some(join(kept)),
    }
}

fn check_business_central(filter: &Expr, newer_schema: bool) -> Result<(), Refused> {
    match filter {
        Expr::Or(parts) => {
            let mut fields = BTreeSet::new();
            for part in parts {
                collect_fields(part, &mut fields);
            }
            if fields.len() > 1 {
                return Err(Refused::OrOnDistinctFields);
            }
            parts
                .iter()
                .try_for_each(|part| check_business_central(part, newer_schema))
        }
        Expr::And(parts) => parts
            .iter()
            .try_for_each(|part| check_business_central(part, newer_schema)),
        Expr::Not(inner) => check_business_central(inner, newer_schema),
        Expr::In(..) if !newer_schema => Err(Refused::SchemaVersion("in")),
        Expr::Call(_, arguments)
            if !newer_schema
                && arguments
                    .iter()
                    .any(|argument| matches!(argument, Expr::Call(..))) =>
        {
            Err(Refused::SchemaVersion("nested function"))
        }
        Expr::Call(_, arguments) => arguments
            .iter()
            .try_for_each(|argument| check_business_central(argument, newer_schema)),
        Expr::Compare(_, left, right) => {
            check_business_central(left, newer_schema)?;
            check_business_central(right, newer_schema)
        }
        Expr::In(..) | Expr::Literal(_) | Expr::Path(_) | Expr::Lambda { .. } => Ok(()),
    }
}

fn collect_fields<'a>(filter: &'a Expr, fields: &mut BTreeSet<&'a str>) {
    match filter {
        Expr::Path(path) => {
            fields.insert(path);
        }
        Expr::Call(_, parts) | Expr::And(parts) | Expr::Or(parts) => {
            for part in parts {
                collect_fields(part, fields);
            }
        }
        Expr::Not(inner) | Expr::In(inner, _) => collect_fields(inner, fields),
        Expr::Compare(_, left, right) => {
            collect_fields(left, fields);
            collect_fields(right, fields);
        }
        Expr::Literal(_) | Expr::Lambda { .. } => {}
    }
}

/// Checks a filter by Dataverse's rules: three text functions, and no others.
pub fn dataverse(filter: &Expr) -> Result<(), Refused> {
    match filter {
        Expr::Call(Function::Contains | Function::StartsWith | Function::EndsWith, arguments) => {
            arguments.iter().try_for_each(dataverse)
        }
        Expr::Call(function, _) => Err(Refused::Function(function.as_ref().to_owned())),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().try_for_each(dataverse),
        Expr::Not(inner) | Expr::In(inner, _) => dataverse(inner),
        Expr::Compare(_, left, right) => {
            dataverse(left)?;
            dataverse(right)
        }
        Expr::Lambda { body, .. } => body.as_deref().map_or(Ok(()), dataverse),
        Expr::Literal(_) | Expr::Path(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::odata::filter::parser::parse;

    fn read(text: &str) -> Expr {
        parse(text, jiff::Timestamp::UNIX_EPOCH, &|_| None).unwrap()
    }

    #[test]
    fn business_central_takes_or_over_one_field_only() {
        assert!(business_central(read("number eq '1' or number eq '2'"), false).is_ok());
        assert_eq!(
            business_central(
                read("number eq '1' or (city eq 'a' and blocked eq true)"),
                false
            ),
            Err(Refused::OrOnDistinctFields)
        );
        assert!(business_central(read("number in ('1')"), false).is_err());
        assert!(business_central(read("number in ('1')"), true).is_ok());
        assert!(business_central(read("startswith(tolower(city),'a')"), false).is_err());
    }

    #[test]
    fn business_central_ignores_lambdas() {
        assert_eq!(
            business_central(read("lines/any(l:l/a eq 1)"), false),
            Ok(None)
        );
        assert_eq!(
            business_central(read("lines/any(l:l/a eq 1) and city eq 'x'"), false),
            Ok(Some(read("city eq 'x'")))
        );
    }

    #[test]
    fn dataverse_knows_three_functions() {
        assert!(dataverse(&read("not contains(name,'a')")).is_ok());
        assert_eq!(
            dataverse(&read("tolower(name) eq 'a'")),
            Err(Refused::Function("tolower".into()))
        );
    }
}
