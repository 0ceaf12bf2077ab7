//! What people call a field: the words of the default mappings, in the person's language.

use crate::i18n::{Arg, Texts};
use crate::model::MappingName;
use crate::model::defaults::default_mappings;
use crate::model::mapping::FieldSource;
use crate::model::reason::{Cause, Problem};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What the default mappings call the partner of a field of Dataverse, by mapping and field; the first of that name where a
/// mapping is not known.
static PARTNERS: OnceLock<BTreeMap<(String, String), String>> = OnceLock::new();

/// The words for a field of Business Central, if there are any.
pub fn known_caption(texts: Texts, name: &str) -> Option<Cow<'static, str>> {
    let is_word = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_word
        .then(|| texts.try_t(&format!("caption-{name}")))
        .flatten()
}

/// The words for a field of either side of a mapping; a field without any by its name, which its owner chose.
pub fn caption_in(texts: Texts, mapping: &MappingName, name: &str) -> Cow<'static, str> {
    known_caption(texts, name)
        .or_else(|| known_caption(texts, partner_of(Some(mapping), name)?))
        .unwrap_or_else(|| name.to_owned().into())
}

/// The fields that a problem names as people call them; what has no words, and what is no field of a record, as it stands.
pub(super) fn fields_in_words(texts: Texts, problem: &Problem, names: &str) -> String {
    let is_technical = matches!(
        problem.cause,
        Cause::InvalidFile | Cause::MalformedAnswer | Cause::InvalidMapping | Cause::UnknownField
    );
    // A field that a person named in a command is told as it was typed.
    let is_typed = problem
        .params
        .get("reason")
        .is_some_and(|reason| reason == "no_such_pick");
    if is_technical || is_typed {
        return names.to_owned();
    }
    let words = names.split(", ").map(|name| {
        let caption = known_caption(texts, name)
            .or_else(|| known_caption(texts, partner_of(problem.mapping.as_ref(), name.trim())?));
        match caption {
            Some(caption) => texts.t_args("field-in-words", &[("field", Arg::from(caption))]),
            None => name.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(", ")
}

/// What Business Central calls the field that a default mapping couples with this one of Dataverse.
fn partner_of(mapping: Option<&MappingName>, name: &str) -> Option<&'static str> {
    let partners = PARTNERS.get_or_init(|| {
        let mut partners = BTreeMap::new();
        for mapping in default_mappings().unwrap_or_default() {
            for field in &mapping.fields {
                let FieldSource::Pair(pair) = &field.source else {
                    continue;
                };
                for of in [mapping.name.as_str(), ""] {
                    partners
                        .entry((of.to_owned(), pair.dv.to_string()))
                        .or_insert_with(|| pair.bc.to_string());
                }
            }
        }
        partners
    });
    let own = mapping.map(ToString::to_string);
    [own.unwrap_or_default(), String::new()]
        .into_iter()
        .find_map(|mapping| partners.get(&(mapping, name.to_owned())))
        .map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn fields_of_both_sides_are_called_as_people_call_them_and_others_stay() {
        let problem = Problem::new(Cause::ValueRefused).of(&"CUSTOMER".into());
        let said = |lang, names| fields_in_words(Texts::new(lang), &problem, names);
        assert_eq!(said(Lang::En, "displayName"), "“Name”");
        assert_eq!(said(Lang::En, "telephone1, new_tier"), "“Phone”, new_tier");
        assert_eq!(
            said(Lang::Fr, "address1_city"),
            "« Ville »".replace(' ', "\u{202f}")
        );
        let file = Problem::new(Cause::InvalidFile);
        assert_eq!(fields_in_words(Texts::new(Lang::En), &file, "code"), "code");
        let typed = Problem::new(Cause::ValueRefused).with("reason", "no_such_pick");
        let said = fields_in_words(Texts::new(Lang::En), &typed, "displayName");
        assert_eq!(said, "displayName");
    }
    #[test]
    fn a_field_of_either_side_is_called_as_people_call_it() {
        let said = |lang, name| caption_in(Texts::new(lang), &"CUSTOMER".into(), name);
        assert_eq!(said(Lang::Fr, "telephone1"), "Téléphone");
        assert_eq!(said(Lang::En, "phoneNumber"), "Phone");
        assert_eq!(said(Lang::En, "new_tier"), "new_tier");
    }
}
