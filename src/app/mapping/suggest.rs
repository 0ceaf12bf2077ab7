//! Which field of the other side probably means the same.
//!
//! Pairs of the default mappings are known by heart; the rest goes by how like the names are.

use crate::model::mapping::FieldSource;
use crate::model::{FieldKind, FieldSchema, Side, TableMapping};
use std::collections::HashSet;

/// A field that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The field.
    pub field: FieldSchema,
    /// Whether another row of the mapping uses it already.
    pub used: bool,
    /// How probable it is, from 0 to 100; 0 if nothing speaks for it.
    pub score: u32,
}

/// From this score on a field is suggested.
pub const WORTH: u32 = 55;

/// The fields of a side, the most probable partners of `partner` first, all others in the service's order.
pub fn candidates(
    fields: &[FieldSchema],
    side: Side,
    partner: Option<&FieldSchema>,
    used: &[String],
    known: &[TableMapping],
) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = fields
        .iter()
        .map(|field| Candidate {
            used: used.iter().any(|name| name == field.name.as_str()),
            score: partner.map_or(0, |partner| score(field, side, partner, known)),
            field: field.clone(),
        })
        .collect();
    candidates.sort_by_key(|one| std::cmp::Reverse(if one.score >= WORTH { one.score } else { 0 }));
    candidates
}

/// Whether a text that a person typed is found in a field's name, word by word and without regard to case.
pub fn is_named_so(field: &str, typed: &str) -> bool {
    let name = field.to_lowercase();
    let words = words_of(field).join(" ");
    typed
        .split_whitespace()
        .map(str::to_lowercase)
        .all(|part| name.contains(&part) || words.contains(&part))
}

/// A name as words: `shipToPostCode` is `ship to post code`, `address1_postalcode` is `address1 postalcode`.
pub fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in name.chars() {
        if c == '_' || c.is_uppercase() {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if c == '_' {
                continue;
            }
        }
        word.extend(c.to_lowercase());
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn score(field: &FieldSchema, side: Side, partner: &FieldSchema, known: &[TableMapping]) -> u32 {
    let is_known = known.iter().flat_map(|mapping| &mapping.fields).any(|one| {
        let FieldSource::Pair(pair) = &one.source else {
            return false;
        };
        *pair.get(side) == field.name && *pair.get(side.other()) == partner.name
    });
    if is_known {
        return 100;
    }
    let alike = alike(field.name.as_str(), partner.name.as_str());
    if goes_together(&field.kind, &partner.kind) {
        alike
    } else {
        alike / 2
    }
}

/// Whether values of one kind can usually be values of the other.
fn goes_together(one: &FieldKind, other: &FieldKind) -> bool {
    let family = |kind: &FieldKind| match kind {
        FieldKind::Text { .. } | FieldKind::Enum { .. } | FieldKind::OptionSet { .. } => 0,
        FieldKind::Boolean => 1,
        FieldKind::Integer | FieldKind::Decimal { .. } => 2,
        FieldKind::Date | FieldKind::DateTime => 3,
        FieldKind::Guid | FieldKind::Lookup { .. } => 4,
    };
    family(one) == family(other)
}

/// How like two names are, from 0 to 100: the share of letter pairs that both have.
fn alike(one: &str, other: &str) -> u32 {
    let (one, other) = (pairs_of(one), pairs_of(other));
    let all = one.len() + other.len();
    if all == 0 {
        return 0;
    }
    let both = one.intersection(&other).count();
    u32::try_from(200 * both / all).unwrap_or(0)
}

fn pairs_of(name: &str) -> HashSet<(char, char)> {
    let plain: Vec<char> = words_of(name)
        .concat()
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect();
    plain
        .iter()
        .copied()
        .zip(plain.iter().copied().skip(1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FieldName;

    fn text(name: &str) -> FieldSchema {
        FieldSchema {
            name: FieldName::new(name),
            kind: FieldKind::Text { max: None },
            read_only: false,
            required: false,
        }
    }

    #[test]
    fn the_likest_field_is_offered_first_and_what_is_used_is_said() {
        let fields = [
            text("telephone1"),
            text("websiteurl"),
            text("address1_city"),
        ];
        let used = ["telephone1".to_owned()];
        let found = candidates(&fields, Side::Dv, Some(&text("website")), &used, &[]);
        assert_eq!(found[0].field.name.as_str(), "websiteurl");
        assert!(found[0].score >= WORTH && found[1].score < WORTH);
        let phone = found
            .iter()
            .find(|one| one.field.name.as_str() == "telephone1");
        assert!(phone.unwrap().used);
    }

    #[test]
    fn a_name_is_found_by_any_of_its_words() {
        let field = "shipToPostCode";
        for typed in ["ship", "post code", "POST", "code ship", ""] {
            assert!(is_named_so(field, typed), "{typed}");
        }
        assert!(!is_named_so(field, "city"));
    }
}
