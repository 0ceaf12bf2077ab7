//! Checks in words, the same for the window and the terminal (`assets/i18n/*/checks.ftl`).

use super::{Check, CheckKind, CheckStatus};
use crate::i18n::{Arg, Texts};
use crate::worker::explain::explain;

/// A check as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckWords {
    /// What is checked, in a few words.
    pub name: String,
    /// What was found, or what is wrong.
    pub message: String,
    /// What to do about it; nothing if all is well.
    pub next_step: Option<String>,
    /// Who can do it.
    pub who: Option<String>,
    /// What the service itself said.
    pub said: Option<String>,
}

/// What is checked, in a few words.
pub fn name(texts: Texts, kind: CheckKind) -> String {
    let name: &str = kind.into();
    texts.t(&format!("check-{name}")).into_owned()
}

/// Puts a check into words.
pub fn words(texts: Texts, check: &Check) -> CheckWords {
    let (message, next_step, who) = match (&check.problem, check.status) {
        (Some(problem), _) => {
            let words = explain(texts, problem);
            (words.message, Some(words.next_step), Some(words.who))
        }
        (None, CheckStatus::Unknown) => (texts.t("check-unknown").into_owned(), None, None),
        (None, _) => {
            let kind: &str = check.check.into();
            let found = check.found.as_deref().unwrap_or_default();
            let known = if found.is_empty() { "no" } else { "yes" };
            let args: [(&str, Arg<'_>); 2] = [("found", found.into()), ("known", known.into())];
            (texts.t_args(&format!("check-{kind}-ok"), &args), None, None)
        }
    };
    let said = check
        .problem
        .as_ref()
        .and_then(|problem| problem.raw.clone());
    CheckWords {
        name: name(texts, check.check),
        message,
        next_step,
        who,
        said: said.filter(|said| !said.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use strum::IntoEnumIterator as _;

    #[test]
    fn every_check_has_its_words_in_every_language() {
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            for kind in CheckKind::iter() {
                for found in [None, Some("x".to_owned())] {
                    let said = words(texts, &Check::ok(kind, None, found));
                    for text in [said.name, said.message] {
                        let broken = text.is_empty() || text.contains(['[', '{']);
                        assert!(!broken, "{kind:?} in {lang:?}: {text}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_check_stands_on_the_page_of_causes() {
        let page = include_str!("../../../docs/causes.md");
        for kind in CheckKind::iter() {
            let name: &str = kind.into();
            let row = format!("| check `{name}` |");
            assert_eq!(page.matches(&row).count(), 1, "{row}");
        }
    }
}
