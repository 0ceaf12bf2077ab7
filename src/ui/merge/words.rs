//! Values of a conflict as people read them.

use crate::app::merging::{Hindrance, Merging, Said};
use crate::app::merging_afresh::Barred;
use crate::app::merging_edit::Wrong;
use crate::app::merging_money::Moment;
use crate::app::merging_names::lookup_of;
use crate::app::merging_rules::Rule;
use crate::app::merging_sections::{caption, caption_of};
use crate::i18n::{Arg, Texts};
use crate::merge::{Class, Decider, FieldMerge, Pick, State};
use crate::model::schema::caption_of as member_caption;
use crate::model::{FieldKind, Side, Value};
use crate::ui::design::Mark;
use crate::worker::explain::{explain, side_name};

/// A value in words: options by their label, references by the name of their record, signs that do something shown instead.
pub(in crate::ui) fn value(
    texts: Texts,
    merging: &Merging,
    field: &FieldMerge,
    side: Side,
    value: &Value,
    at: Moment,
) -> String {
    if let Some(name) = reference(texts, merging, field, side, value) {
        return name;
    }
    let of_money = |amount: String| in_currency(amount, merging, field, side, at);
    match value {
        Value::Empty => texts.t("value-empty").into_owned(),
        Value::Bool(true) => texts.t("value-yes").into_owned(),
        Value::Bool(false) => texts.t("value-no").into_owned(),
        Value::Decimal(number) => of_money(texts.decimal(*number)),
        Value::Int(number) => of_money(texts.count(*number)),
        Value::Date(date) => texts.date(*date),
        Value::Choice(choice) => match label_of(merging, field, side, *choice) {
            Some(label) => format!("{label} ({choice})"),
            None => choice.to_string(),
        },
        Value::Text(text) if is_member(merging, field, side) => member_caption(text),
        Value::Text(text) => cut(texts, text),
        Value::Instant(at) => texts.exact_moment(*at, &merging.zone),
        Value::Guid(_) => value.to_plain(),
    }
}

/// An amount with the code of its currency, where somebody says that.
pub(super) fn in_currency(
    amount: String,
    merging: &Merging,
    field: &FieldMerge,
    side: Side,
    at: Moment,
) -> String {
    match merging.money.code(&merging.merge, field, side, at) {
        Some(code) => format!("{amount}\u{a0}{}", visible(code)),
        None => amount,
    }
}

/// Longer texts, in characters, are shown by their beginning: the whole of one has a page of its own.
const SHOWN: usize = 1500;

/// A text as it is shown among others; of a long one the beginning, and how long it is.
pub(super) fn cut(texts: Texts, text: &str) -> String {
    // Counting bytes first keeps what is short cheap.
    if text.len() <= SHOWN {
        return visible(text);
    }
    let Some((end, _)) = text.char_indices().nth(SHOWN) else {
        return visible(text);
    };
    let head = text.get(..end).unwrap_or_default();
    let args = [
        ("head", Arg::from(visible(head))),
        ("count", Arg::from(text.chars().count() as u64)),
    ];
    texts.t_args("merge-text-cut", &args)
}

/// What was decided last and how much is left, for those who hear it.
pub(super) fn said(texts: Texts, merging: &Merging, said: &Said) -> String {
    let left = merging.open().count() as u64;
    let named = |index: usize| {
        let mut fields = merging.merge.fields.iter();
        fields.find(|field| field.index == index)
    };
    let about = |index: usize, what: String| {
        let caption = named(index).map(|field| caption_of(texts, field));
        let args = [
            ("field", Arg::from(caption.unwrap_or_default())),
            ("what", Arg::from(what)),
            ("open", Arg::from(left)),
        ];
        texts.t_args("merge-said", &args)
    };
    match said {
        Said::Decided(index, pick) => {
            let what = match (named(*index), pick) {
                (Some(field), Pick::Custom(given)) => {
                    let given = value(texts, merging, field, Side::Bc, given, Moment::Result);
                    texts.t_args("merge-said-custom", &[("value", Arg::from(given))])
                }
                (_, pick) => texts.t(said_key(pick)).into_owned(),
            };
            about(*index, what)
        }
        Said::Reopened(index) => about(*index, texts.t("merge-said-reopened").into_owned()),
        Said::Several(count) => {
            let args = [
                ("count", Arg::from(*count as u64)),
                ("open", Arg::from(left)),
            ];
            texts.t_args("merge-said-several", &args)
        }
    }
}

fn said_key(pick: &Pick) -> &'static str {
    match pick {
        Pick::Bc => "merge-said-bc",
        Pick::Dv => "merge-said-dv",
        Pick::Base | Pick::Leave => "merge-said-base",
        Pick::Both | Pick::Custom(_) => "merge-said-both",
        Pick::Undecided => "merge-said-reopened",
    }
}

/// Whether the value is a figure, which is aligned at the right.
pub(super) fn is_figure(value: &Value) -> bool {
    matches!(value, Value::Decimal(_) | Value::Int(_))
}

fn reference(
    texts: Texts,
    merging: &Merging,
    field: &FieldMerge,
    side: Side,
    value: &Value,
) -> Option<String> {
    let lookup = lookup_of(&merging.view, field.index)?;
    if let Some(name) = merging.names.get(&lookup.mapping, side, value) {
        return Some(visible(name));
    }
    match value {
        Value::Guid(id) => {
            let id = id.hyphenated().to_string();
            let short: String = id.chars().take(8).collect();
            Some(texts.t_args("merge-not-coupled", &[("id", Arg::from(short.as_str()))]))
        }
        _ => None,
    }
}

fn is_member(merging: &Merging, field: &FieldMerge, side: Side) -> bool {
    let kind = merging.kind(field.index, side);
    matches!(kind, Some(FieldKind::Enum { .. }))
}

fn label_of(merging: &Merging, field: &FieldMerge, side: Side, choice: i32) -> Option<String> {
    let FieldKind::OptionSet { options } = merging.kind(field.index, side)? else {
        return None;
    };
    options
        .iter()
        .find(|option| option.value == choice)
        .map(|option| option.label.clone())
}

/// A text with the signs that would act on the ones around them written out.
pub(super) fn visible(text: &str) -> String {
    crate::i18n::visible(text).into_owned()
}

/// A value on one line: ends of lines as a sign, and blanks as dots where nothing but blanks differs from `other`.
pub(super) fn on_one_line(text: &str, other: Option<&str>) -> String {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let only_blanks = other.is_some_and(|other| other != text && plain(other) == plain(text));
    text.chars()
        .map(|c| match c {
            '\n' => '¶',
            ' ' | '\u{a0}' | '\u{202f}' if only_blanks => '·',
            c => c,
        })
        .collect()
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
    let result = result.get(side);
    Some(value(texts, merging, field, side, result, Moment::Result))
}

/// What was picked, in words, for a choice that no longer counts.
pub(super) fn pick(texts: Texts, merging: &Merging, field: &FieldMerge, pick: &Pick) -> String {
    match pick {
        Pick::Bc => texts.t("word-bc").into_owned(),
        Pick::Dv => texts.t("word-dv").into_owned(),
        Pick::Base | Pick::Leave => texts.t("merge-last-synced").into_owned(),
        Pick::Both => texts.t("merge-take-both").into_owned(),
        Pick::Custom(given) => value(texts, merging, field, Side::Bc, given, Moment::Result),
        Pick::Undecided => texts.t("merge-choose").into_owned(),
    }
}

/// Who decided a field, for the tooltip of its result.
pub(super) fn decider(texts: Texts, merging: &Merging, field: &FieldMerge) -> String {
    let side = |side: Side| match side {
        Side::Bc => texts.t("word-bc"),
        Side::Dv => texts.t("word-dv"),
    };
    match field.decided_by {
        Decider::Comparison => texts.t("merge-by-comparison").into_owned(),
        Decider::Mapping => texts.t("merge-by-mapping").into_owned(),
        Decider::Owner(own) => texts.t_args("merge-by-owner", &[("side", Arg::from(side(own)))]),
        Decider::FirstSync => texts.t("merge-by-first").into_owned(),
        Decider::Policy(own) => texts.t_args("merge-by-policy", &[("side", Arg::from(side(own)))]),
        Decider::Proposal => texts.t("merge-by-proposal").into_owned(),
        Decider::Person => {
            let rule = merging.draft.rule_of(&field.name);
            let rule = rule.and_then(|key| Rule::ALL.into_iter().find(|rule| rule.key() == key));
            match rule {
                Some(rule) => {
                    let args = [("rule", Arg::from(texts.t(rule.key())))];
                    texts.t_args("merge-by-rule", &args)
                }
                None => texts.t("merge-by-you").into_owned(),
            }
        }
        Decider::Nobody => texts.t("merge-by-nobody").into_owned(),
    }
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
            &[("field", Arg::from(caption(texts, field.as_str())))],
        ),
        Hindrance::Refused(side) => texts.t_args(
            "merge-hindrance-refused",
            &[("side", Arg::from(side_name(texts, *side)))],
        ),
    }
}

/// Why a side's value cannot win.
pub(super) fn barred(texts: Texts, barred: &Barred) -> String {
    let args = [
        ("side", Arg::from(side_name(texts, barred.side))),
        ("why", Arg::from(explain(texts, &barred.problem).message)),
    ];
    texts.t_args("merge-cannot-win", &args)
}

/// What is wrong with what is typed.
pub(super) fn wrong(texts: Texts, wrong: &Wrong) -> String {
    match wrong {
        Wrong::NotANumber => texts.t("merge-not-a-number").into_owned(),
        Wrong::NotADate => texts.t("merge-not-a-date").into_owned(),
        Wrong::Refused(problem) => explain(texts, problem).message,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_drawn_where_nothing_else_differs() {
        assert_eq!(on_one_line("a  b", Some("a b")), "a··b");
        assert_eq!(on_one_line("a b\nc", Some("x")), "a b¶c");
        assert_eq!(on_one_line("a b", Some("a b")), "a b");
    }
}
