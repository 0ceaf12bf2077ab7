//! Whole names and their parts: one field in Business Central, two in Dataverse.
//!
//! The rule: the last word is the last name, everything before it the first name; a single word is the last name. Parts
//! that a changed name still begins or ends with are kept as they are, so that a family name of several words
//! (`Jean` + `Le Goff`) survives a change of the first name in Business Central. Joining puts one blank between the parts.
//! Joining what was split gives the name back, with runs of blanks reduced to one.

use crate::model::Value;

/// Joins the parts; each may be missing.
pub fn join(first: &Value, last: &Value) -> Value {
    let (first, last) = (first.to_plain(), last.to_plain());
    let words: Vec<&str> = first
        .split_whitespace()
        .chain(last.split_whitespace())
        .collect();
    Value::text(words.join(" "))
}

/// A whole name with runs of blanks reduced to one: the form in which names are compared and moved.
pub fn whole(name: &Value) -> Value {
    match name {
        Value::Text(text) => Value::text(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        other => other.clone(),
    }
}

/// Splits a whole name, keeping those of the current parts that it still has.
pub fn split(name: &str, current: [&Value; 2]) -> [Value; 2] {
    let words: Vec<&str> = name.split_whitespace().collect();
    let [first, last] = current.map(|part| {
        let plain = part.to_plain();
        plain
            .split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    let join = |words: &[&str]| Value::text(words.join(" "));
    // An unchanged part is handed back untouched, so that nothing is written for the sake of a blank.
    if let Some(rest) = last_is_kept(&words, &last) {
        let kept = if first == rest {
            current[0].clone()
        } else {
            join(rest)
        };
        return [kept, current[1].clone()];
    }
    if !first.is_empty()
        && words.len() > first.len()
        && words.iter().zip(&first).all(|(word, kept)| word == kept)
    {
        let rest = words.get(first.len()..).unwrap_or_default();
        return [current[0].clone(), join(rest)];
    }
    match words.split_last() {
        Some((last, rest)) => [join(rest), Value::text(*last)],
        None => [Value::Empty, Value::Empty],
    }
}

fn last_is_kept<'w, 's>(words: &'w [&'s str], last: &[String]) -> Option<&'w [&'s str]> {
    let rest = words.len().checked_sub(last.len())?;
    let (before, tail) = words.split_at_checked(rest)?;
    let kept = !last.is_empty() && tail.iter().zip(last).all(|(word, kept)| word == kept);
    kept.then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split_new(name: &str) -> [String; 2] {
        split(name, [&Value::Empty, &Value::Empty]).map(|part| part.to_plain())
    }

    #[test]
    fn the_last_word_is_the_last_name() {
        assert_eq!(
            split_new("Anne-Marie de la Tour"),
            ["Anne-Marie de la", "Tour"]
        );
        assert_eq!(split_new("Cher"), ["", "Cher"]);
        assert_eq!(split_new("  "), ["", ""]);
    }

    #[test]
    fn parts_that_are_still_there_are_kept() {
        let parts = ["Jean".into(), "Le Goff".into()];
        let [first, last] = &parts;
        assert_eq!(split("Jean Le Goff", [first, last]), parts);
        assert_eq!(
            split("Yann Le Goff", [first, last]),
            ["Yann".into(), "Le Goff".into()]
        );
        assert_eq!(
            split("Jean Le Floc'h", [first, last]),
            ["Jean".into(), "Le Floc'h".into()]
        );
        assert_eq!(
            split("Le Goff", [first, last]),
            [Value::Empty, "Le Goff".into()]
        );
        assert_eq!(
            split("Ada Byron", [first, last]),
            ["Ada".into(), "Byron".into()]
        );
    }

    proptest! {
        #[test]
        fn joining_what_was_split_gives_the_name_back(
            name in "[A-Za-zé' ]{0,20}", first in "[A-Za-z ]{0,8}", last in "[A-Za-z ]{0,8}",
        ) {
            let (first, last) = (Value::text(first), Value::text(last));
            let [new_first, new_last] = split(&name, [&first, &last]);
            prop_assert_eq!(join(&new_first, &new_last), whole(&Value::text(name)));
        }

        #[test]
        fn splitting_what_was_joined_changes_nothing(first in "[A-Za-z]{0,6}( [A-Za-z]{1,6})?", last in "[A-Za-z]{1,6}( [A-Za-z]{1,6})?") {
            let (first, last) = (Value::text(first.trim()), Value::text(last));
            let whole = join(&first, &last).to_plain();
            prop_assert_eq!(split(&whole, [&first, &last]), [first, last]);
        }
    }
}
