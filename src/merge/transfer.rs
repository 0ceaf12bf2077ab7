//! One side's value in the other side's terms.

use super::name;
use super::normalize::day_of;
use super::rules::FieldRule;
use crate::model::mapping::{FieldSource, Lookup, LookupKey, OnUnresolved};
use crate::model::reason::{Cause, Problem};
use crate::model::schema::caption_of;
use crate::model::transform::{apply_all, round};
use crate::model::{FieldKind, MappingName, Side, Value};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use std::borrow::Cow;
use uuid::Uuid;

/// Who is coupled to whom, as far as a merge must know.
pub trait Resolve {
    /// The value that stands on the other side for the record that `value` refers to on the side `from`.
    ///
    /// `key` says what Business Central's field holds (an id, a business key, the number of a company contact);
    /// Dataverse's always holds an id, or an option value. The answer may be [`Value::Empty`] (a currency that is Business
    /// Central's local one).
    fn partner(&self, mapping: &MappingName, key: LookupKey, from: Side, value: &Value)
    -> Resolved;

    /// What stands on the other side for a reference that is empty on the side `from`.
    ///
    /// Usually nothing; Business Central's empty currency is Dataverse's row of the local currency.
    fn partner_of_nothing(&self, mapping: &MappingName, from: Side) -> Value {
        let _ = (mapping, from);
        Value::Empty
    }
}

/// What a lookup found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// The partner, in the other side's terms.
    Found(Value),
    /// The record is not coupled.
    NotCoupled,
}

/// A resolver that knows no couplings: for mappings without lookups, and where what is offered was resolved before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unresolving;

impl Resolve for Unresolving {
    fn partner(&self, _: &MappingName, _: LookupKey, _: Side, _: &Value) -> Resolved {
        Resolved::NotCoupled
    }
}

/// What one side's value is on the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transferred {
    /// This value.
    Value(Value),
    /// The value says nothing about the other side, which keeps what it has.
    Keep,
    /// The value refers to a record that is not coupled.
    Unresolved {
        /// The mapping that would have to couple it.
        target: MappingName,
        /// The reference.
        value: Value,
    },
    /// The value does not fit the other side.
    Invalid {
        /// The value, transformed as far as possible; never cut.
        value: Value,
        /// What is wrong with it.
        problem: Box<Problem>,
    },
}

impl Transferred {
    /// What is wrong, if something is, with the field's name and the side that would be written.
    pub fn problem(&self, rule: &FieldRule<'_>, to: Side) -> Option<Problem> {
        match self {
            Self::Value(_) | Self::Keep => None,
            Self::Unresolved { target, value } => Some(
                Problem::new(Cause::LookupNotCoupled)
                    .on(to)
                    .with("field", rule.name())
                    .with("target", target)
                    .with("value", &value.to_plain()),
            ),
            Self::Invalid { problem, .. } => {
                Some(problem.as_ref().clone().on(to).with("field", rule.name()))
            }
        }
    }

    /// The value for comparing: also one that does not fit, since what the other side cannot hold is not held against it.
    pub(super) fn image(&self) -> Option<&Value> {
        match self {
            Self::Value(value) | Self::Invalid { value, .. } => Some(value),
            Self::Keep | Self::Unresolved { .. } => None,
        }
    }
}

/// Brings a value to the other side: transformation rules, then the lookup or the kind of the other side's field.
///
/// A text that is too long is never cut silently; a `substring` rule says where cutting is wanted.
pub fn transfer(
    rule: &FieldRule<'_>,
    from: Side,
    value: &Value,
    resolver: &dyn Resolve,
) -> Transferred {
    let to = from.other();
    let rules = rule.field.rules.get(to);
    let changed = if rules.is_empty() {
        Cow::Borrowed(value)
    } else {
        Cow::Owned(apply_all(rules, value.clone()))
    };
    let transferred = match (&rule.field.lookup, &rule.field.source) {
        (Some(lookup), _) => return refer(rule, lookup, from, &changed, resolver),
        (None, FieldSource::Name { .. }) => name_parts_fit(rule, to, name::whole(&changed)),
        (None, _) => into_kind(rule, to, &changed),
    };
    unless_empty(rule, transferred)
}

/// A reference of the side `from` in the other side's terms.
pub(super) fn refer(
    rule: &FieldRule<'_>,
    lookup: &Lookup,
    from: Side,
    value: &Value,
    resolver: &dyn Resolve,
) -> Transferred {
    unless_empty(rule, resolve(lookup, from, value, resolver))
}

/// What is never transferred empty says nothing when it is.
fn unless_empty(rule: &FieldRule<'_>, transferred: Transferred) -> Transferred {
    match transferred {
        Transferred::Value(value) if rule.field.not_null && value.is_empty() => Transferred::Keep,
        other => other,
    }
}

/// Whether a value of the side `from` refers to a record that is not coupled.
pub(super) fn is_unresolved(
    rule: &FieldRule<'_>,
    lookup: &Lookup,
    from: Side,
    value: &Value,
    resolver: &dyn Resolve,
) -> bool {
    let changed = apply_all(rule.field.rules.get(from.other()), value.clone());
    !changed.is_empty()
        && resolver.partner(&lookup.mapping, lookup.key, from, &changed) == Resolved::NotCoupled
}

fn resolve(lookup: &Lookup, from: Side, value: &Value, resolver: &dyn Resolve) -> Transferred {
    if value.is_empty() {
        return Transferred::Value(resolver.partner_of_nothing(&lookup.mapping, from));
    }
    match resolver.partner(&lookup.mapping, lookup.key, from, value) {
        Resolved::Found(value) => Transferred::Value(value),
        Resolved::NotCoupled => match lookup.on_unresolved {
            OnUnresolved::Fail | OnUnresolved::Wait => Transferred::Unresolved {
                target: lookup.mapping.clone(),
                value: value.clone(),
            },
            OnUnresolved::Clear => Transferred::Value(Value::Empty),
            OnUnresolved::Keep => Transferred::Keep,
        },
    }
}

fn name_parts_fit(rule: &FieldRule<'_>, to: Side, whole: Value) -> Transferred {
    if to == Side::Bc {
        return into_kind(rule, to, &whole);
    }
    let parts = name::split(&whole.to_plain(), [&Value::Empty, &Value::Empty]);
    for (part, kind) in parts.iter().zip(&rule.part_kinds) {
        if let Err(problem) = fit_length(part, *kind) {
            return Transferred::Invalid {
                value: whole,
                problem: Box::new(problem),
            };
        }
    }
    Transferred::Value(whole)
}

fn into_kind(rule: &FieldRule<'_>, to: Side, value: &Value) -> Transferred {
    let source = rule.kind(to.other());
    let Some(kind) = rule.kind(to) else {
        return Transferred::Value(value.clone());
    };
    match convert(value, source, kind, to) {
        Ok(value) => Transferred::Value(value),
        Err(problem) => Transferred::Invalid {
            value: value.clone(),
            problem: Box::new(problem),
        },
    }
}

/// The text of a value: an option by its label.
fn label_or_plain(value: &Value, source: Option<&FieldKind>) -> String {
    let known = match (value, source) {
        (Value::Choice(choice), Some(FieldKind::OptionSet { options })) => {
            options.iter().find(|option| option.value == *choice)
        }
        _ => None,
    };
    known.map_or_else(|| value.to_plain(), |option| option.label.clone())
}

/// A value as a field of that kind holds it: how transfers and typed values are checked.
///
/// `source` is the kind of the field where the value comes from, if it comes from one; `side` is where it goes to.
pub fn convert(
    value: &Value,
    source: Option<&FieldKind>,
    kind: &FieldKind,
    side: Side,
) -> Result<Value, Problem> {
    if value.is_empty() {
        return Ok(nothing(kind, side));
    }
    let refused = || refuse(value, kind);
    match kind {
        FieldKind::Text { .. } => {
            let text = match (value, source) {
                (Value::Text(member), Some(FieldKind::Enum { .. })) => {
                    Value::text(caption_of(member))
                }
                (Value::Text(text), _) if !text.is_empty() => value.clone(),
                _ => Value::text(label_or_plain(value, source)),
            };
            fit_length(&text, Some(kind)).map(|()| text)
        }
        FieldKind::Enum { members } => {
            let text = label_or_plain(value, source);
            if members.is_empty() || members.contains(&text) {
                return Ok(Value::Text(text.into()));
            }
            // People and other services know a member by its caption.
            let wanted = text.trim().to_lowercase();
            let mut named = members
                .iter()
                .filter(|member| caption_of(member).trim().to_lowercase() == wanted);
            let member = named
                .next()
                .map(|member| Value::Text(member.as_str().into()));
            member.ok_or_else(refused)
        }
        FieldKind::Boolean => match value {
            Value::Bool(_) => Ok(value.clone()),
            _ => flag(&value.to_plain()).map(Value::Bool).ok_or_else(refused),
        },
        FieldKind::Integer => whole_number(value).map(Value::Int).ok_or_else(refused),
        FieldKind::Decimal { scale } => {
            let number = number(value).ok_or_else(refused)?;
            let number = scale.map_or(number, |scale| round_to(number, scale));
            Ok(Value::Decimal(number))
        }
        FieldKind::Date => match value {
            Value::Date(_) => Ok(value.clone()),
            Value::Instant(moment) => Ok(Value::Date(day_of(*moment))),
            _ => value
                .to_plain()
                .trim()
                .parse()
                .map(Value::Date)
                .ok()
                .ok_or_else(refused),
        },
        FieldKind::DateTime => match value {
            Value::Instant(_) => Ok(value.clone()),
            Value::Date(date) => date
                .to_zoned(TimeZone::UTC)
                .map(|midnight| Value::Instant(midnight.timestamp()))
                .ok()
                .ok_or_else(refused),
            _ => value
                .to_plain()
                .trim()
                .parse()
                .map(Value::Instant)
                .ok()
                .ok_or_else(refused),
        },
        FieldKind::Guid | FieldKind::Lookup { .. } => match value {
            Value::Guid(_) => Ok(value.clone()),
            _ => Uuid::parse_str(value.to_plain().trim())
                .map(Value::Guid)
                .ok()
                .ok_or_else(refused),
        },
        FieldKind::OptionSet { options } => {
            let label = match (value, source) {
                (Value::Text(member), Some(FieldKind::Enum { .. })) => caption_of(member),
                _ => value.to_plain(),
            };
            let choice = match value {
                Value::Choice(choice) => Some(*choice),
                _ => options
                    .iter()
                    .find(|option| option.label.to_lowercase() == label.trim().to_lowercase())
                    .map(|option| option.value)
                    .or_else(|| whole_number(value).and_then(|number| i32::try_from(number).ok())),
            };
            let known = choice.filter(|choice| {
                options.is_empty() || options.iter().any(|option| option.value == *choice)
            });
            known
                .map(Value::Choice)
                .ok_or_else(|| Problem::new(Cause::OptionMissing).with("value", &label))
        }
    }
}

/// What a field holds when it has nothing: Business Central's numbers and flags cannot be empty.
fn nothing(kind: &FieldKind, side: Side) -> Value {
    match (kind, side) {
        (FieldKind::Boolean, Side::Bc) => Value::Bool(false),
        (FieldKind::Integer, Side::Bc) => Value::Int(0),
        (FieldKind::Decimal { .. }, Side::Bc) => Value::Decimal(Decimal::ZERO),
        _ => Value::Empty,
    }
}

fn fit_length(value: &Value, kind: Option<&FieldKind>) -> Result<(), Problem> {
    let (Some(text), Some(FieldKind::Text { max: Some(max) })) = (value.as_text(), kind) else {
        return Ok(());
    };
    // Every character has at least one byte, so that most texts need no counting.
    if text.len() <= *max as usize {
        return Ok(());
    }
    let length = text.chars().count();
    if length <= *max as usize {
        return Ok(());
    }
    Err(Problem::new(Cause::TooLong)
        .with("value", text)
        .with("limit", max)
        .with("length", &length))
}

fn refuse(value: &Value, kind: &FieldKind) -> Problem {
    let expected = match kind {
        FieldKind::Text { .. } => "text",
        FieldKind::Enum { .. } => "enum",
        FieldKind::Boolean => "boolean",
        FieldKind::Integer => "integer",
        FieldKind::Decimal { .. } => "decimal",
        FieldKind::Date => "date",
        FieldKind::DateTime => "date_time",
        FieldKind::Guid => "guid",
        FieldKind::OptionSet { .. } => "option_set",
        FieldKind::Lookup { .. } => "lookup",
    };
    Problem::new(Cause::ValueRefused)
        .with("value", &value.to_plain())
        .with("expected", expected)
}

fn flag(plain: &str) -> Option<bool> {
    match plain.trim().to_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Text(text) => text.trim().parse().ok(),
        Value::Bool(yes) => Some(Decimal::from(u8::from(*yes))),
        other => other.as_decimal(),
    }
}

fn whole_number(value: &Value) -> Option<i64> {
    let number = number(value)?;
    number
        .fract()
        .is_zero()
        .then(|| i64::try_from(number).ok())?
}

fn round_to(number: Decimal, scale: u32) -> Decimal {
    if number.scale() > scale {
        round(number, scale)
    } else {
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::OptionLabel;

    fn to(kind: &FieldKind, value: impl Into<Value>) -> Result<Value, Cause> {
        convert(&value.into(), None, kind, Side::Dv).map_err(|problem| problem.cause)
    }

    #[test]
    fn text_becomes_what_the_field_holds() {
        let decimal = FieldKind::Decimal { scale: Some(2) };
        assert_eq!(to(&decimal, "12500"), Ok(Value::Decimal(12500.into())));
        assert_eq!(
            to(&decimal, "-2.345"),
            Ok(Value::Decimal("-2.35".parse().unwrap()))
        );
        assert_eq!(to(&decimal, "12 500,00"), Err(Cause::ValueRefused));
        assert_eq!(to(&FieldKind::Integer, "7"), Ok(Value::Int(7)));
        assert_eq!(to(&FieldKind::Integer, "7.5"), Err(Cause::ValueRefused));
        assert_eq!(to(&FieldKind::Boolean, "Yes"), Ok(Value::Bool(true)));
        assert_eq!(
            to(&FieldKind::Date, "2026-11-22"),
            Ok(Value::Date("2026-11-22".parse().unwrap()))
        );
        assert_eq!(to(&FieldKind::Date, "22/11/2026"), Err(Cause::ValueRefused));
        assert_eq!(to(&FieldKind::Guid, "x"), Err(Cause::ValueRefused));
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_with_limit_and_length() {
        let short = FieldKind::Text { max: Some(4) };
        assert_eq!(to(&short, "éàüö"), Ok("éàüö".into()));
        let problem = convert(&"Adatum".into(), None, &short, Side::Bc).unwrap_err();
        assert_eq!(problem.cause, Cause::TooLong);
        assert_eq!(
            (
                problem.params["limit"].as_str(),
                problem.params["length"].as_str()
            ),
            ("4", "6")
        );
    }

    #[test]
    fn options_are_found_by_value_and_label() {
        let kind = FieldKind::OptionSet {
            options: vec![OptionLabel {
                value: 3,
                label: "Net 45".into(),
            }],
        };
        assert_eq!(to(&kind, "net 45"), Ok(Value::Choice(3)));
        assert_eq!(to(&kind, "3"), Ok(Value::Choice(3)));
        assert_eq!(to(&kind, "4"), Err(Cause::OptionMissing));
        let text = FieldKind::Text { max: None };
        assert_eq!(
            convert(&Value::Choice(3), Some(&kind), &text, Side::Bc),
            Ok("Net 45".into())
        );
    }

    #[test]
    fn members_of_an_enum_are_known_by_their_caption_elsewhere() {
        let members = ["_x0020_", "Inventory", "Non_x002D_Inventory"];
        let kind = FieldKind::Enum {
            members: members.map(str::to_owned).to_vec(),
        };
        let text = FieldKind::Text { max: None };
        let options = FieldKind::OptionSet {
            options: vec![OptionLabel {
                value: 7,
                label: "Non-inventory".into(),
            }],
        };
        let member = Value::text("Non_x002D_Inventory");
        let there = |kind_there| convert(&member, Some(&kind), kind_there, Side::Dv);
        assert_eq!(there(&text), Ok("Non-Inventory".into()));
        assert_eq!(there(&options), Ok(Value::Choice(7)));
        let back = |value: Value, from| convert(&value, Some(from), &kind, Side::Bc);
        assert_eq!(back("non-inventory".into(), &text), Ok(member.clone()));
        assert_eq!(back(Value::Choice(7), &options), Ok(member.clone()));
        assert_eq!(back(member.clone(), &text), Ok(member.clone()));
        assert!(back("Service".into(), &text).is_err());
    }

    #[test]
    fn nothing_is_zero_where_a_field_cannot_be_empty() {
        let decimal = FieldKind::Decimal { scale: None };
        assert_eq!(
            convert(&Value::Empty, None, &decimal, Side::Bc),
            Ok(Value::Decimal(Decimal::ZERO))
        );
        assert_eq!(
            convert(&Value::Empty, None, &decimal, Side::Dv),
            Ok(Value::Empty)
        );
        assert_eq!(
            convert(&Value::Empty, None, &FieldKind::Date, Side::Bc),
            Ok(Value::Empty)
        );
    }

    #[test]
    fn days_and_moments_convert_by_utc() {
        let moment = Value::Instant("2026-11-22T00:00:00Z".parse().unwrap());
        let day = Value::Date("2026-11-22".parse().unwrap());
        assert_eq!(
            convert(&day, None, &FieldKind::DateTime, Side::Dv),
            Ok(moment.clone())
        );
        assert_eq!(convert(&moment, None, &FieldKind::Date, Side::Bc), Ok(day));
    }
}
