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

/// Stands before a name in a path that is a column's logical name, as query functions give it.
pub const LOGICAL: char = '\u{1}';

/// What the caller's own id, teams and business unit are asked for by, as if they were parameters of the address.
pub const CALLER: [(&str, &str); 3] = [
    ("User", "caller's user"),
    ("Teams", "caller's teams"),
    ("Business", "caller's business unit"),
];

/// Rewrites a call; `None` when the function is unknown, its arguments do not fit, or it is about the caller and
/// `about` does not know one.
pub fn rewrite(call: Call, now: Timestamp, about: &dyn Fn(&str) -> Option<String>) -> Option<Expr> {
    let property = Expr::Path(call.property?);
    let mut untyped = call.values.iter().cloned().map(Literal::Untyped);
    let number = || {
        call.values
            .first()
            .and_then(|text| text.parse::<i64>().ok())
            .filter(|n| (0..100_000).contains(n))
    };
    let today = now.to_zoned(TimeZone::UTC).date();
    if let Some((from, before)) = calendar(&call.name, today, &number) {
        return Some(span(property, midnight(from)?, midnight(before)?));
    }
    if let Some(age) = call.name.strip_prefix("OlderThanX") {
        let limit = match age {
            "Minutes" => Literal::DateTime(now.checked_sub(minutes(number()?)).ok()?),
            "Hours" => hours(now, -number()?)?,
            "Days" => midnight(today.checked_sub(number()?.days()).ok()?)?,
            "Weeks" => midnight(today.checked_sub(number()?.weeks()).ok()?)?,
            "Months" => midnight(today.checked_sub(number()?.months()).ok()?)?,
            "Years" => midnight(today.checked_sub(number()?.years()).ok()?)?,
            _ => return None,
        };
        return Some(compare(Comparison::Lt, property, limit));
    }
    if let Some(whose) = call.name.strip_prefix("Equal") {
        return mine(property, whose, about);
    }
    if let Some(whose) = call.name.strip_prefix("NotEqual") {
        return Some(Expr::Not(Box::new(mine(property, whose, about)?)));
    }
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
        "NotOn" => Expr::Not(Box::new(span(
            property,
            untyped.next()?,
            day_after(&call.values)?,
        ))),
        "LastXHours" => span(property, hours(now, -number()?)?, Literal::DateTime(now)),
        "NextXHours" => span(property, Literal::DateTime(now), hours(now, number()?)?),
        "InFiscalYear" => {
            let year = i16::try_from(number()?).ok()?;
            let first = Date::new(year, 1, 1).ok()?;
            let next = first.checked_add(1.year()).ok()?;
            span(property, midnight(first)?, midnight(next)?)
        }
        _ => return None,
    })
}

/// The days that a function means which counts from today: the first one, and the one after the last.
///
/// Weeks begin on Sunday, and the fiscal year is the calendar's, in quarters: what an organization begins with.
fn calendar(name: &str, today: Date, number: &dyn Fn() -> Option<i64>) -> Option<(Date, Date)> {
    let tomorrow = today.tomorrow().ok()?;
    let shifted = |date: Date, span: jiff::Span| date.checked_add(span).ok();
    if let Some(unit) = name.strip_prefix("LastX") {
        return Some((shifted(today, spans(unit, -number()?)?)?, tomorrow));
    }
    if let Some(unit) = name.strip_prefix("NextX") {
        return Some((today, shifted(tomorrow, spans(unit, number()?)?)?));
    }
    let (offset, unit) = match name {
        "Today" => (0, "Day"),
        "Yesterday" => (-1, "Day"),
        "Tomorrow" => (1, "Day"),
        "Last7Days" => return Some((shifted(today, (-7).days())?, tomorrow)),
        "Next7Days" => return Some((today, shifted(tomorrow, 7.days())?)),
        name => [("This", 0), ("Last", -1), ("Next", 1)]
            .into_iter()
            .find_map(|(word, offset)| Some((offset, name.strip_prefix(word)?)))?,
    };
    let (begin, length) = match unit {
        "Day" => (today, 1.day()),
        "Week" => {
            let since_sunday = i64::from(today.weekday().to_sunday_zero_offset());
            (shifted(today, (-since_sunday).days())?, 1.week())
        }
        "Month" => (today.first_of_month(), 1.month()),
        "Year" | "FiscalYear" => (today.first_of_year(), 1.year()),
        "FiscalPeriod" => {
            let into_quarter = i64::from((today.month() - 1) % 3);
            let first = shifted(today.first_of_month(), (-into_quarter).months())?;
            (first, 3.months())
        }
        _ => return None,
    };
    let first = shifted(begin, length.checked_mul(offset).ok()?)?;
    Some((first, shifted(first, length)?))
}

/// So many days, weeks, months, years or fiscal ones.
fn spans(unit: &str, count: i64) -> Option<jiff::Span> {
    let span = jiff::Span::new();
    match unit {
        "Days" => span.try_days(count),
        "Weeks" => span.try_weeks(count),
        "Months" => span.try_months(count),
        "Years" | "FiscalYears" => span.try_years(count),
        "FiscalPeriods" => span.try_months(count.checked_mul(3)?),
        _ => return None,
    }
    .ok()
}

/// What belongs to the caller.
fn mine(property: Expr, whose: &str, about: &dyn Fn(&str) -> Option<String>) -> Option<Expr> {
    let asked: &[&str] = match whose {
        "UserId" => &["User"],
        "UserTeams" => &["Teams"],
        "UserOrUserTeams" => &["User", "Teams"],
        "BusinessId" => &["Business"],
        _ => return None,
    };
    let mut ids = Vec::new();
    for word in asked {
        let (_, parameter) = CALLER.iter().find(|(known, _)| known == word)?;
        let found = about(parameter)?;
        ids.extend(
            found
                .split_terminator(',')
                .map(|id| Literal::Untyped(id.to_owned())),
        );
    }
    Some(Expr::In(Box::new(property), ids))
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

fn midnight(date: Date) -> Option<Literal> {
    Some(Literal::DateTime(
        date.to_zoned(TimeZone::UTC).ok()?.timestamp(),
    ))
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

fn hours(now: Timestamp, offset: i64) -> Option<Literal> {
    now.checked_add(SignedDuration::from_hours(offset))
        .ok()
        .map(Literal::DateTime)
}

fn day_after(values: &[String]) -> Option<Literal> {
    let text = values.first()?;
    let date: Date = text.get(..10)?.parse().ok()?;
    midnight(date.tomorrow().ok()?)
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
            &|asked| (asked == "caller's user").then(|| "me".to_owned()),
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
    fn weeks_months_quarters_and_years_are_those_of_the_calendar() {
        let days = |name: &str, values: &[&str]| {
            match call(name, values).unwrap() {
                Expr::And(parts) => parts.into_iter().map(|part| match part {
                    Expr::Compare(_, _, limit) => match *limit {
                        Expr::Literal(Literal::DateTime(at)) => at.strftime("%F").to_string(),
                        _ => panic!(),
                    },
                    _ => panic!(),
                }),
                _ => panic!(),
            }
            .collect::<Vec<_>>()
        };
        assert_eq!(days("ThisWeek", &[]), ["2026-11-22", "2026-11-29"]);
        assert_eq!(days("LastMonth", &[]), ["2026-10-01", "2026-11-01"]);
        assert_eq!(days("NextYear", &[]), ["2027-01-01", "2028-01-01"]);
        assert_eq!(days("ThisFiscalPeriod", &[]), ["2026-10-01", "2027-01-01"]);
        assert_eq!(days("LastXMonths", &["2"]), ["2026-09-22", "2026-11-23"]);
        assert_eq!(
            days("InFiscalYear", &["2025"]),
            ["2025-01-01", "2026-01-01"]
        );
    }

    #[test]
    fn what_is_the_caller_s_own_needs_a_caller() {
        let Some(Expr::In(_, ids)) = call("EqualUserId", &[]) else {
            panic!()
        };
        assert_eq!(ids, [Literal::Untyped("me".to_owned())]);
        assert_eq!(call("EqualBusinessId", &[]), None);
    }

    #[test]
    fn unknown_functions_and_senseless_numbers_are_refused() {
        assert_eq!(call("EqualUserLanguage", &[]), None);
        assert_eq!(call("LastXDays", &["soon"]), None);
        assert_eq!(call("LastXDays", &["99999999999"]), None);
        assert_eq!(call("Between", &["1"]), None);
    }
}
