//! Query options of OData URLs.

use super::text::decode_query;

/// The options of one request, decoded once and still in the order sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// The query as sent, for links that must repeat it.
    pub raw: String,
    options: Vec<(String, String)>,
}

/// One requested direction of `$orderby`.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderBy {
    /// Field or path.
    pub path: String,
    /// Whether `desc` was written.
    pub descending: bool,
}

/// One item of `$expand`, with the options in its parentheses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expand {
    /// Navigation property.
    pub name: String,
    /// Nested options such as `$select`.
    pub options: Query,
}

/// An option whose value cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum QueryError {
    /// `$top` or `$skip` is not a whole number from 0.
    #[error(
        "Invalid value '{value}' for {option} query option found. The {option} query option requires a non-negative integer value."
    )]
    NotANumber {
        /// Option name with its dollar sign.
        option: &'static str,
        /// What was sent.
        value: String,
    },
    /// Parentheses or directions that do not fit.
    #[error("The query specified in the URI is not valid. Syntax error in {option}: '{value}'.")]
    Syntax {
        /// Option name with its dollar sign.
        option: &'static str,
        /// What was sent.
        value: String,
    },
}

/// Expansions deeper than this are refused, so that no request can exhaust the stack.
const MAX_EXPAND_DEPTH: usize = 12;

impl Query {
    /// Reads a raw query without its question mark.
    pub fn parse(raw: &str) -> Self {
        let options = raw
            .split('&')
            .filter(|part| !part.is_empty())
            .map(|part| {
                let (name, value) = part.split_once('=').unwrap_or((part, ""));
                (decode_query(name), decode_query(value))
            })
            .collect();
        Self {
            raw: raw.to_owned(),
            options,
        }
    }

    /// The first value of an option; names are compared exactly.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.options
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Like `get`, but a blank value counts as absent.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.get(name)
            .map(str::trim)
            .filter(|value| !value.is_empty())
    }

    /// Every option in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.options
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The raw query without the named options, for links that set them anew.
    pub fn raw_without(&self, names: &[&str]) -> String {
        let kept: Vec<&str> = self
            .raw
            .split('&')
            .filter(|part| !part.is_empty())
            .filter(|part| {
                let name = decode_query(part.split('=').next().unwrap_or(part));
                !names.contains(&name.as_str())
            })
            .collect();
        kept.join("&")
    }

    /// The names in `$select`; `None` when absent or `*`.
    pub fn select(&self) -> Option<Vec<&str>> {
        let value = self.filled("$select")?;
        let names: Vec<&str> = value
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        if names.contains(&"*") {
            None
        } else {
            Some(names)
        }
    }

    /// The value of `$top` or `$skip`.
    pub fn number(&self, option: &'static str) -> Result<Option<usize>, QueryError> {
        let Some(value) = self.filled(option) else {
            return Ok(None);
        };
        value
            .parse()
            .map(Some)
            .map_err(|_unreadable| QueryError::NotANumber {
                option,
                value: value.to_owned(),
            })
    }

    /// Whether an option is `true`, as for `$count`.
    pub fn flag(&self, option: &str) -> bool {
        self.filled(option)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The parts of `$orderby`, first first.
    pub fn order_by(&self) -> Result<Vec<OrderBy>, QueryError> {
        let Some(value) = self.filled("$orderby") else {
            return Ok(Vec::new());
        };
        value
            .split(',')
            .map(|part| {
                let mut words = part.split_whitespace();
                let path = words.next();
                let descending = match words.next() {
                    None | Some("asc") => Some(false),
                    Some("desc") => Some(true),
                    Some(_) => None,
                };
                match (path, descending, words.next()) {
                    (Some(path), Some(descending), None) => Ok(OrderBy {
                        path: path.to_owned(),
                        descending,
                    }),
                    _ => Err(QueryError::Syntax {
                        option: "$orderby",
                        value: value.to_owned(),
                    }),
                }
            })
            .collect()
    }

    /// The items of `$expand` with their nested options.
    pub fn expand(&self) -> Result<Vec<Expand>, QueryError> {
        let Some(value) = self.filled("$expand") else {
            return Ok(Vec::new());
        };
        let refuse = || QueryError::Syntax {
            option: "$expand",
            value: value.to_owned(),
        };
        if nesting(value) > MAX_EXPAND_DEPTH {
            return Err(refuse());
        }
        split_outside(value, ',')
            .into_iter()
            .map(|item| {
                let item = item.trim();
                let (name, nested) = match item.split_once('(') {
                    None => (item, ""),
                    Some((name, rest)) => (name, rest.strip_suffix(')').ok_or_else(refuse)?),
                };
                if name.is_empty() {
                    return Err(refuse());
                }
                Ok(Expand {
                    name: name.trim().to_owned(),
                    options: Self::nested(nested),
                })
            })
            .collect()
    }

    /// Options inside an expansion are parted by semicolons and already decoded.
    fn nested(text: &str) -> Self {
        let options = split_outside(text, ';')
            .into_iter()
            .filter(|part| !part.trim().is_empty())
            .map(|part| {
                let (name, value) = part.split_once('=').unwrap_or((part, ""));
                (name.trim().to_owned(), value.to_owned())
            })
            .collect();
        Self {
            raw: text.to_owned(),
            options,
        }
    }
}

/// Splits at a mark that stands neither in parentheses nor in quotes.
fn split_outside(text: &str, mark: char) -> Vec<&str> {
    let mut depth = 0_usize;
    let mut in_quotes = false;
    text.split(|next: char| {
        match next {
            '\'' => in_quotes = !in_quotes,
            '(' if !in_quotes => depth += 1,
            ')' if !in_quotes => depth = depth.saturating_sub(1),
            _ => return next == mark && depth == 0 && !in_quotes,
        }
        false
    })
    .collect()
}

fn nesting(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for next in text.chars() {
        match next {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_and_values_are_decoded() {
        let query = Query::parse("%24select=a%2Cb&%24filter=statecode+eq+0&$top=5");
        assert_eq!(query.select(), Some(vec!["a", "b"]));
        assert_eq!(query.get("$filter"), Some("statecode eq 0"));
        assert_eq!(query.number("$top"), Ok(Some(5)));
    }

    #[test]
    fn star_selects_everything() {
        assert_eq!(Query::parse("$select=*").select(), None);
    }

    #[test]
    fn expansions_nest() {
        let query =
            Query::parse("$expand=OptionSet($select=Options,Name;$expand=A($select=b)),currency");
        let items = query.expand().unwrap();
        assert_eq!(items[0].name, "OptionSet");
        assert_eq!(items[0].options.select(), Some(vec!["Options", "Name"]));
        assert_eq!(items[0].options.expand().unwrap()[0].name, "A");
        assert_eq!(items[1].name, "currency");
    }

    #[test]
    fn orders_have_directions() {
        let query = Query::parse("$orderby=name%20desc,id");
        assert_eq!(
            query.order_by().unwrap(),
            [
                OrderBy {
                    path: "name".into(),
                    descending: true
                },
                OrderBy {
                    path: "id".into(),
                    descending: false
                }
            ]
        );
        assert!(Query::parse("$orderby=name sideways").order_by().is_err());
    }

    #[test]
    fn links_drop_what_they_set_anew() {
        let query = Query::parse("%24filter=a+eq+1&%24skiptoken=x&$top=3");
        assert_eq!(
            query.raw_without(&["$skiptoken", "$top"]),
            "%24filter=a+eq+1"
        );
    }

    #[test]
    fn endless_nesting_is_refused() {
        let raw = format!("$expand={}{}", "a(".repeat(5000), ")".repeat(5000));
        assert!(Query::parse(&raw).expand().is_err());
    }

    proptest! {
        #[test]
        fn garbage_never_panics(raw in any::<String>(), near in "[$a-z(),;='%]{0,50}") {
            for text in [raw, near] {
                for prefix in ["", "$expand=", "$orderby=", "$top=", "$select="] {
                    let query = Query::parse(&format!("{prefix}{text}"));
                    let _ = (query.expand(), query.order_by(), query.number("$top"), query.select());
                }
            }
        }
    }
}
