//! When two values mean the same although they are not written alike.

use crate::model::transform::round;
use crate::model::{FieldKind, Sides, Value};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use std::borrow::Cow;
use uuid::Uuid;

/// Business Central's wire form of the blank member of an enum.
const BLANK_MEMBER: &str = "_x0020_";

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Equality {
    /// They are the same value.
    Same,
    /// They differ only in how they are written; people see this as `≈`.
    SameAfterNormalising,
    /// They differ.
    Different,
}

impl Equality {
    /// Whether the difference matters.
    pub fn is_same(self) -> bool {
        !matches!(self, Self::Different)
    }

    fn of(identical: bool, same: bool) -> Self {
        match (identical, same) {
            (true, _) => Self::Same,
            (false, true) => Self::SameAfterNormalising,
            (false, false) => Self::Different,
        }
    }
}

/// A value in its normal form: line ends as `\n`, no blanks at the end, nothing instead of blank text or a blank enum
/// member, numbers at the field's scale, ids in lower case.
///
/// Normalising twice changes nothing. Values are only ever compared in this form, never stored or written in it.
pub fn normal<'v>(kind: Option<&FieldKind>, value: &'v Value) -> Cow<'v, Value> {
    match value {
        Value::Text(text) => match kind {
            Some(FieldKind::Enum { .. }) if text == BLANK_MEMBER => Cow::Owned(Value::Empty),
            Some(FieldKind::Guid | FieldKind::Lookup { .. }) => {
                Cow::Owned(Value::text(text.trim().to_lowercase()))
            }
            _ => match plain_text(text) {
                Cow::Borrowed(same) if same.len() == text.len() && !same.is_empty() => {
                    Cow::Borrowed(value)
                }
                changed => Cow::Owned(Value::text(changed)),
            },
        },
        Value::Decimal(number) => match kind {
            Some(FieldKind::Decimal { scale: Some(scale) }) if number.scale() > *scale => {
                Cow::Owned(Value::Decimal(round(*number, *scale)))
            }
            _ => Cow::Borrowed(value),
        },
        _ => Cow::Borrowed(value),
    }
}

/// Compares two values of one side, for example what is there with what was there when both sides last agreed.
pub fn on_one_side(kind: Option<&FieldKind>, one: &Value, other: &Value) -> Equality {
    if one == other {
        return Equality::Same;
    }
    Equality::of(false, normal(kind, one) == normal(kind, other))
}

/// Compares a value of Business Central with one of Dataverse that is already in the same terms.
///
/// Each side is given the benefit of what it cannot hold: texts are compared as far as the shorter field reaches, numbers
/// at the coarser scale, moments to the second (Dataverse keeps no more), and "nothing" equals zero and "no" since Business
/// Central's numbers and flags cannot be empty.
pub fn across(kinds: Sides<Option<&FieldKind>>, bc: &Value, dv: &Value) -> Equality {
    if bc == dv {
        return Equality::Same;
    }
    let left = normal(kinds.bc, bc);
    let right = normal(kinds.dv, dv);
    Equality::of(false, left == right || alike(kinds, &left, &right))
}

/// The form in which match keys are compared: plain text in normal form, in lower case unless case matters.
pub fn match_key(value: &Value, case_sensitive: bool) -> String {
    let plain = normal(None, value).to_plain();
    let plain = plain.trim();
    if case_sensitive {
        plain.to_owned()
    } else {
        plain.to_lowercase()
    }
}

fn alike(kinds: Sides<Option<&FieldKind>>, left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => texts_alike(kinds, left, right),
        (Value::Instant(left), Value::Instant(right)) => left.as_second() == right.as_second(),
        (Value::Instant(moment), Value::Date(date))
        | (Value::Date(date), Value::Instant(moment)) => day_of(*moment) == *date,
        (Value::Guid(id), Value::Text(text)) | (Value::Text(text), Value::Guid(id)) => {
            Uuid::parse_str(text).is_ok_and(|parsed| parsed == *id)
        }
        (Value::Empty, filled) | (filled, Value::Empty) => is_nought(filled),
        (left, right) => match (left.as_decimal(), right.as_decimal()) {
            (Some(left), Some(right)) => numbers_alike(kinds, left, right),
            _ => left.to_plain() == right.to_plain(),
        },
    }
}

fn texts_alike(kinds: Sides<Option<&FieldKind>>, left: &str, right: &str) -> bool {
    let limits = [kinds.bc, kinds.dv].map(|kind| match kind {
        Some(FieldKind::Text { max }) => *max,
        _ => None,
    });
    let Some(limit) = limits.into_iter().flatten().min() else {
        return false;
    };
    let limit = limit as usize;
    let cut = |text: &str| -> String { text.chars().take(limit).collect() };
    cut(left).trim_end() == cut(right).trim_end()
}

fn numbers_alike(kinds: Sides<Option<&FieldKind>>, left: Decimal, right: Decimal) -> bool {
    let scales = [kinds.bc, kinds.dv].map(|kind| match kind {
        Some(FieldKind::Decimal { scale }) => *scale,
        Some(FieldKind::Integer) => Some(0),
        _ => None,
    });
    match scales.into_iter().flatten().min() {
        Some(scale) => round(left, scale) == round(right, scale),
        None => left == right,
    }
}

/// Whether a value is what a field that cannot be empty holds instead.
fn is_nought(value: &Value) -> bool {
    match value {
        Value::Empty | Value::Bool(false) | Value::Int(0) => true,
        Value::Decimal(number) => number.is_zero(),
        _ => false,
    }
}

/// The day of a moment, UTC.
pub(super) fn day_of(moment: Timestamp) -> jiff::civil::Date {
    moment.to_zoned(TimeZone::UTC).date()
}

fn plain_text(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        let unified = text.replace("\r\n", "\n").replace('\r', "\n");
        Cow::Owned(unified.trim_end().to_owned())
    } else {
        Cow::Borrowed(text.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{any_kind, any_value};
    use proptest::prelude::*;

    fn text(max: u32) -> FieldKind {
        FieldKind::Text { max: Some(max) }
    }

    fn decimal(plain: &str) -> Value {
        Value::Decimal(plain.parse().unwrap())
    }

    #[test]
    fn line_ends_and_trailing_blanks_do_not_matter() {
        let equality = on_one_side(None, &"one\r\ntwo  ".into(), &"one\ntwo".into());
        assert_eq!(equality, Equality::SameAfterNormalising);
        assert_eq!(
            on_one_side(None, &Value::Text("  ".into()), &Value::Empty),
            Equality::SameAfterNormalising
        );
        assert_eq!(
            on_one_side(None, &" one".into(), &"one".into()),
            Equality::Different
        );
    }

    #[test]
    fn texts_are_compared_as_far_as_the_shorter_field_reaches() {
        let kinds = Sides::new(text(4), text(160));
        let kinds = Sides::new(Some(&kinds.bc), Some(&kinds.dv));
        assert!(across(kinds, &"Adat".into(), &"Adatum".into()).is_same());
        assert!(!across(kinds, &"Adam".into(), &"Adatum".into()).is_same());
        assert!(!across(Sides::default(), &"Adat".into(), &"Adatum".into()).is_same());
    }

    #[test]
    fn numbers_are_compared_at_the_coarser_scale_half_away_from_zero() {
        let coarse = FieldKind::Decimal { scale: Some(2) };
        let fine = FieldKind::Decimal { scale: Some(4) };
        let kinds = Sides::new(Some(&coarse), Some(&fine));
        assert!(across(kinds, &decimal("2.35"), &decimal("2.345")).is_same());
        assert!(across(kinds, &decimal("-2.35"), &decimal("-2.345")).is_same());
        assert!(!across(kinds, &decimal("2.34"), &decimal("2.345")).is_same());
        assert_eq!(
            across(kinds, &decimal("2.50"), &decimal("2.5")),
            Equality::Same
        );
    }

    #[test]
    fn nothing_equals_zero_across_sides_but_not_on_one() {
        assert!(across(Sides::default(), &decimal("0"), &Value::Empty).is_same());
        assert!(across(Sides::default(), &Value::Bool(false), &Value::Empty).is_same());
        assert!(!on_one_side(None, &decimal("0"), &Value::Empty).is_same());
    }

    #[test]
    fn a_moment_and_its_day_agree_and_milliseconds_do_not_count() {
        let moment = Value::Instant("2026-11-22T23:59:59.900Z".parse().unwrap());
        let day = Value::Date("2026-11-22".parse().unwrap());
        let second = Value::Instant("2026-11-22T23:59:59Z".parse().unwrap());
        assert!(across(Sides::default(), &moment, &day).is_same());
        assert!(across(Sides::default(), &moment, &second).is_same());
    }

    #[test]
    fn a_blank_member_is_nothing_and_ids_ignore_case() {
        let blank = FieldKind::Enum { members: vec![] };
        assert!(on_one_side(Some(&blank), &"_x0020_".into(), &Value::Empty).is_same());
        let id = Uuid::from_u128(0x00AB_CDEF);
        assert!(
            across(
                Sides::default(),
                &Value::Guid(id),
                &Value::text(id.to_string().to_uppercase())
            )
            .is_same()
        );
    }

    #[test]
    fn match_keys_ignore_case_unless_told() {
        assert_eq!(match_key(&" ÉTÉ ".into(), false), "été");
        assert_eq!(match_key(&"ÉTÉ ".into(), true), "ÉTÉ");
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(kind in any_kind(), value in any_value()) {
            let once = normal(Some(&kind), &value).into_owned();
            prop_assert_eq!(normal(Some(&kind), &once).into_owned(), once.clone());
            prop_assert!(on_one_side(Some(&kind), &value, &once).is_same());
        }

        #[test]
        fn comparing_does_not_depend_on_the_order(kinds in (any_kind(), any_kind()), one in any_value(), other in any_value()) {
            let forth = across(Sides::new(Some(&kinds.0), Some(&kinds.1)), &one, &other);
            let back = across(Sides::new(Some(&kinds.1), Some(&kinds.0)), &other, &one);
            prop_assert_eq!(forth, back);
        }
    }
}
