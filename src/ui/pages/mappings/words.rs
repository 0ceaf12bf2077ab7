//! Kinds of fields and values of examples as people read them.

use super::Drawn;
use crate::app::mapping::findings::Example;
use crate::i18n::{Arg, Texts};
use crate::model::schema::caption_of;
use crate::model::{FieldKind, FieldSchema, SetName, Side, Value};
use crate::ui::widgets::Pickable;
use crate::worker::explain::title;

/// A kind in a few words.
pub(super) fn kind(texts: Texts, kind: &FieldKind) -> String {
    let key = match kind {
        FieldKind::Text { max: Some(max) } => {
            return texts.t_args("cli-kind-text-max", &[("max", Arg::from(*max))]);
        }
        FieldKind::Text { max: None } => "cli-kind-text",
        FieldKind::Enum { members } => {
            return texts.t_args("kind-enum", &[("count", Arg::from(members.len()))]);
        }
        FieldKind::OptionSet { options } => {
            return texts.t_args("kind-options", &[("count", Arg::from(options.len()))]);
        }
        FieldKind::Lookup { target: Some(set) } => {
            return texts.t_args("cli-kind-lookup", &[("target", Arg::from(set.as_str()))]);
        }
        FieldKind::Lookup { target: None } => "kind-lookup",
        FieldKind::Boolean => "cli-kind-boolean",
        FieldKind::Integer => "cli-kind-integer",
        FieldKind::Decimal { .. } => "cli-kind-decimal",
        FieldKind::Date => "cli-kind-date",
        FieldKind::DateTime => "cli-kind-moment",
        FieldKind::Guid => "cli-kind-id",
    };
    texts.t(key).into_owned()
}

/// Everything worth knowing of a field, in one line.
pub(super) fn field(texts: Texts, field: &FieldSchema) -> String {
    let mut words = kind(texts, &field.kind);
    for (is, key) in [
        (field.read_only, "kind-read-only"),
        (field.required, "kind-required"),
    ] {
        if is {
            words.push_str(" · ");
            words.push_str(&texts.t(key));
        }
    }
    words
}

/// A value by its kind: options by their label, numbers and days as the language writes them.
pub(super) fn value(texts: Texts, value: &Value, kind: Option<&FieldKind>) -> String {
    match (value, kind) {
        (Value::Empty, _) => texts.t("value-empty").into_owned(),
        (Value::Bool(true), _) => texts.t("value-yes").into_owned(),
        (Value::Bool(false), _) => texts.t("value-no").into_owned(),
        (Value::Decimal(number), _) => texts.decimal(*number),
        (Value::Int(number), _) => texts.count(*number),
        (Value::Date(date), _) => texts.date(*date),
        (Value::Choice(choice), Some(FieldKind::OptionSet { options })) => options
            .iter()
            .find(|option| option.value == *choice)
            .map_or_else(|| choice.to_string(), |option| option.label.clone()),
        (Value::Text(member), Some(FieldKind::Enum { .. })) => {
            let caption = caption_of(member);
            if caption.trim().is_empty() {
                texts.t("value-empty").into_owned()
            } else {
                caption
            }
        }
        (other, _) => other.to_plain(),
    }
}

/// An example in one line.
pub(super) fn example(texts: Texts, example: Option<&Example>) -> String {
    match example {
        None | Some(Example::Unread) => texts.t("mappings-example-unread").into_owned(),
        Some(Example::Stated(stated)) => format!("= {}", value(texts, stated, None)),
        Some(Example::Through(reference, mapping)) => {
            let reference = value(texts, reference, None);
            let short: String = reference.chars().take(12).collect();
            texts.t_args(
                "mappings-example-through",
                &[
                    ("value", Arg::from(short)),
                    ("mapping", Arg::from(mapping.as_str())),
                ],
            )
        }
        Some(Example::Refused(refused, problem)) => {
            let refused = value(texts, refused, None);
            texts.named(&refused, &title(texts, problem.cause))
        }
        Some(Example::Value { before, after, .. }) => {
            let one = value(texts, &before.0, before.1.as_ref());
            let other = value(texts, &after.0, after.1.as_ref());
            if one == other {
                one
            } else {
                format!("{one} → {other}")
            }
        }
    }
}

/// What a service calls a field in the person's language; nothing where it says nothing, or nothing but the name.
pub(super) fn caption<'d>(drawn: &'d Drawn<'_>, side: Side, field: &str) -> Option<&'d str> {
    let captions = drawn.editor.captions.get(side);
    let language = drawn.texts.lang().number();
    let known = captions.get(field, language);
    let known = known.or_else(|| {
        // A reference stands under the name that the service sends it by.
        let plain = field.strip_prefix('_')?.strip_suffix("_value")?;
        captions.get(plain, language)
    });
    known.filter(|caption| *caption != field)
}

/// Entity sets for a picker.
pub(super) fn sets(sets: &[SetName]) -> Vec<Pickable> {
    sets.iter()
        .map(|set| Pickable {
            value: set.to_string(),
            note: String::new(),
            suggested: false,
        })
        .collect()
}
