//! Dataverse's named query functions, rewritten as comparisons.
//!
//! Those relative to today are measured when the filter is read, which is close enough for one request.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};

use super::ast::{Comparison, Expr};
use crate::sandbox::odata::literal::Literal;

/// One call, without the name space.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// `In`, `Between`, …
    pub name: String,
    /// `PropertyName`.
    pub property: Option<String>,
    /// `PropertyValue` or `PropertyValues`.
    pub values: Vec<String>,
}

/// Rewrites a call; `None` when the function is unknown or its arguments do not fit.
pub fn rewrite(call: Call, now: Timestamp) -> Option<Expr> {
    let property = Expr::Path(call.property?);
    let mut untyped = call.values.iter().cloned().map(Literal::Untyped);
    let number = || {
        call.values
            .first()
            .and_then(|text| text.parse::<i64>().ok())
            .filter(|n| (0..100_000).contains(n))
    };
    let today = now.to_zoned(TimeZone::UTC).date();
    Some(match call.name.as_str() {
        "In" => Expr::In(Box::new(property), untyped.collect()),
        "NotIn" => Expr::Not(Box::new(Expr::In(Box::new(property), untyped.collect()))),
        "Between" => between(property, untyped.next()?, untyped.next()?),
        "NotBetween" => Expr::Not(Box::new(between(
            property,
            untyped.next()?,
            untyped.next()?,
        ))),
        "OnOrAfter" => compare(Comparison::Ge, property, untyped.next()?),
        "OnOrBefore" => compare(Comparison::Lt, property, day_after(&call.values)?),
        "On" => span(property, untyped.next()?, day_after(&call.values)?),
        "Today" => days(property, today, 0, 1)?,
        "Yesterday" => days(property, today, -1, 0)?,
        "Tomorrow" => days(property, today, 1, 2)?,
        "Last7Days" => days(property, today, -7, 1)?,
        "Next7Days" => days(property, today, 0, 8)?,
        "LastXDays" => days(property, today, -number()?, 1)?,
        "NextXDays" => days(property, today, 0, number()? + 1)?,
        "OlderThanXDays" => compare(Comparison::Lt, property, midnight(today, -number()?)?),
        "LastXHours" => span(property, hours(now, -number()?)?, Literal::DateTime(now)),
        "NextXHours" => span(property, Literal::DateTime(now), hours(now, number()?)?),
        "OlderThanXHours" => compare(Comparison::Lt, property, hours(now, -number()?)?),
        _ => return None,
    })
}

fn compare(operator: Comparison, property: Expr, value: Literal) -> Expr {
    Expr::Compare(operator, Box::new(property), Box::new(Expr::Literal(value)))
}

fn between(property: Expr, from: Literal, to: Literal) -> Expr {
    Expr::And(vec![
        compare(Comparison::Ge, property.clone(), from),
        compare(Comparison::Le, property, to),
    ])
}

fn span(property: Expr, from: Literal, before: Literal) -> Expr {
    Expr::And(vec![
        compare(Comparison::Ge, property.clone(), from),
        compare(Comparison::Lt, property, before),
    ])
}

fn days(property: Expr, today: Date, from: i64, before: i64) -> Option<Expr> {
    Some(span(
        property,
        midnight(today, from)?,
        midnight(today, before)?,
    ))
}

fn midnight(today: Date, offset: i64) -> Option<Literal> {
    let date = today.checked_add(offset.days()).ok()?;
    Some(Literal::DateTime(
        date.to_zoned(TimeZone::UTC).ok()?.timestamp(),
    ))
}

fn hours(now: Timestamp, offset: i64) -> Option<Literal> {
    now.checked_add(SignedDuration::from_hours(offset))
        .ok()
        .map(Literal::DateTime)
}

fn day_after(values: &[String]) -> Option<Literal> {
    let text = values.first()?;
    let date: Date = text.get(..10)?.parse().ok()?;
    midnight(date, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, values: &[&str]) -> Option<Expr> {
        let values = values.iter().map(ToString::to_string).collect();
        rewrite(
            Call {
                name: name.into(),
                property: Some("createdon".into()),
                values,
            },
            "2026-11-22T10:00:00Z".parse().unwrap(),
        )
    }

    #[test]
    fn days_are_counted_from_midnight() {
        let Expr::And(parts) = call("LastXDays", &["2"]).unwrap() else {
            panic!()
        };
        let expected = compare(
            Comparison::Ge,
            Expr::Path("createdon".into()),
            Literal::DateTime("2026-11-20T00:00:00Z".parse().unwrap()),
        );
        assert_eq!(parts[0], expected);
    }

    #[test]
    fn unknown_functions_and_senseless_numbers_are_refused() {
        assert_eq!(call("EqualUserLanguage", &[]), None);
        assert_eq!(call("LastXDays", &["soon"]), None);
        assert_eq!(call("LastXDays", &["99999999999"]), None);
        assert_eq!(call("Between", &["1"]), None);
    }
}
