//! Values of a conflict as people read them.

use crate::app::merging::{Hindrance, Merging};
use crate::i18n::{Arg, Texts};
use crate::merge::State;
use crate::merge::{Class, FieldMerge, Pick};
use crate::model::{FieldKind, Side, Value};
use crate::ui::design::Mark;

/// A value in words; options by their label.
pub(in crate::ui) fn value(
    texts: Texts,
    merging: &Merging,
    field: &FieldMerge,
    side: Side,
    value: &Value,
) -> String {
    match value {
        Value::Empty => texts.t("value-empty").into_owned(),
        Value::Bool(true) => texts.t("value-yes").into_owned(),
        Value::Bool(false) => texts.t("value-no").into_owned(),
        Value::Decimal(number) => texts.decimal(*number),
        Value::Int(number) => texts.count(*number),
        Value::Date(date) => texts.date(*date),
        Value::Choice(choice) => {
            label_of(merging, field, side, *choice).unwrap_or_else(|| choice.to_string())
        }
        other => other.to_plain(),
    }
}

fn label_of(merging: &Merging, field: &FieldMerge, side: Side, choice: i32) -> Option<String> {
    let rules = merging.view.rules();
    let FieldKind::OptionSet { options } = rules.field(field.index)?.kind(side)? else {
        return None;
    };
    options
        .iter()
        .find(|option| option.value == choice)
        .map(|option| option.label.clone())
}

/// The value that will be true on both sides; nothing while the field is open.
pub(super) fn result(texts: Texts, merging: &Merging, field: &FieldMerge) -> Option<String> {
    let result = field.result.as_ref()?;
    let side = match field.pick {
        Pick::Dv => Side::Dv,
        Pick::Bc | Pick::Base | Pick::Both | Pick::Custom(_) | Pick::Undecided | Pick::Leave => {
            Side::Bc
        }
    };
    Some(value(texts, merging, field, side, result.get(side)))
}

/// Why the decision cannot be applied yet.
pub(in crate::ui) fn hindrance(texts: Texts, hindrance: &Hindrance) -> String {
    match hindrance {
        Hindrance::Open(count) => texts.t_args(
            "merge-hindrance-open",
            &[("count", Arg::from(*count as u64))],
        ),
        Hindrance::Impossible(field) => texts.t_args(
            "merge-hindrance-impossible",
            &[("field", Arg::from(field.as_str()))],
        ),
    }
}

/// Whether a side moved since both last agreed.
pub(in crate::ui) fn moved(field: &FieldMerge, side: Side) -> bool {
    field
        .values
        .base
        .as_ref()
        .is_none_or(|base| base.get(side) != field.values.now(side))
}

/// How far a field is, as a mark.
pub(in crate::ui) fn mark(field: &FieldMerge) -> Mark {
    match field.state() {
        State::Open => Mark::Open,
        State::Decided => Mark::Done,
        State::Auto | State::Settled => Mark::Auto,
        State::Suggested => Mark::Suggested,
        State::Invalid => Mark::Invalid,
        State::Locked => Mark::Locked,
        State::Blocked => Mark::Blocked,
    }
}

/// The key of the sentence that says what became of a field.
pub(super) fn class_key(class: Class) -> &'static str {
    match class {
        Class::Same | Class::NotRead => "class-same",
        Class::BcOnly => "class-bc-only",
        Class::DvOnly => "class-dv-only",
        Class::SameChange => "class-same-change",
        Class::BothChanged => "class-both-changed",
        Class::TextDisjoint => "class-text-disjoint",
        Class::NoBase => "class-no-base",
        Class::NoBaseOneEmpty => "class-one-empty",
        Class::OneWay => "class-one-way",
        Class::Constant => "class-constant",
        Class::Unresolvable => "class-unresolvable",
        Class::Invalid => "class-invalid",
    }
}
