//! Regular expressions that were checked when the mapping was read.

use regex::Regex;
use serde::{Deserialize, Serialize};

/// A regular expression; its matching takes time in proportion to the text, whatever the expression.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern(Regex);

impl Pattern {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it, in the words of the expression's own parser.
    pub fn new(text: &str) -> Result<Self, String> {
        Regex::new(text)
            .map(Self)
            .map_err(|error| error.to_string())
    }

    /// The expression as it was written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The text with every match replaced; `$1` in the replacement stands for the first group.
    pub(super) fn replace(&self, text: &str, with: &str) -> String {
        self.0.replace_all(text, groups_named(with)).into_owned()
    }

    /// The first match: of the first group, if there is one.
    pub(super) fn first(&self, text: &str) -> Option<String> {
        let found = self.0.captures(text)?;
        let part = if self.0.captures_len() > 1 {
            found.get(1)
        } else {
            found.get(0)
        };
        part.map(|part| part.as_str().to_owned())
    }
}

/// People write `$1st`; without braces that would name a group `1st`.
fn groups_named(with: &str) -> String {
    let mut named = String::with_capacity(with.len() + 2);
    let mut rest = with;
    while let Some((before, after)) = rest.split_once('$') {
        named.push_str(before);
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        rest = after.strip_prefix(digits.as_str()).unwrap_or(after);
        if digits.is_empty() {
            named.push('$');
        } else {
            named.extend(["${", digits.as_str(), "}"]);
        }
    }
    named.push_str(rest);
    named
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Pattern {}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::new(&text)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.as_str().to_owned()
    }
}
