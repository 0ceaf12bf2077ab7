//! Paths of OData URLs: segments with keys or arguments.

use super::lexer::{Token, TokenKind, tokens};
use super::literal::Literal;
use super::text::decode_path;

/// One segment between two slashes, such as `customers`, `accounts(…)` or `WhoAmI()`.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// The name, decoded; qualified names keep their dots.
    pub name: String,
    /// What stands in parentheses, if there are any.
    pub arguments: Option<Arguments>,
}

/// What stands in a segment's parentheses.
#[derive(Clone, Debug, PartialEq)]
pub enum Arguments {
    /// `()`.
    Empty,
    /// `(guid)` or `('text')`.
    Single(Literal),
    /// `(accountnumber='10000',name='x')`.
    Named(Vec<(String, Literal)>),
}

/// A path or key that cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("Bad Request - Error in query syntax.")]
pub struct UrlError;

/// More segments than any address of either service has.
const MAX_SEGMENTS: usize = 64;

/// Cuts a path (without its query) into segments; empty ones are dropped.
pub fn segments(path: &str) -> Result<Vec<Segment>, UrlError> {
    let mut out = Vec::new();
    for raw in split_outside_quotes(path) {
        if raw.is_empty() {
            continue;
        }
        if out.len() == MAX_SEGMENTS {
            return Err(UrlError);
        }
        out.push(segment(&decode_path(raw))?);
    }
    Ok(out)
}

/// Reads one decoded segment.
pub fn segment(text: &str) -> Result<Segment, UrlError> {
    let Some((name, rest)) = text.split_once('(') else {
        return Ok(Segment {
            name: text.to_owned(),
            arguments: None,
        });
    };
    let inside = rest.strip_suffix(')').ok_or(UrlError)?;
    Ok(Segment {
        name: name.to_owned(),
        arguments: Some(arguments(inside)?),
    })
}

fn arguments(inside: &str) -> Result<Arguments, UrlError> {
    if inside.trim().is_empty() {
        return Ok(Arguments::Empty);
    }
    // Business Central accepts braces round an id, and a key as `id` is also seen quoted; neither is a token.
    let bare = inside.trim().trim_start_matches('{').trim_end_matches('}');
    // `Names=["a","b"]`: a list stands for its text, as one behind an alias does.
    if let Some((before, rest)) = bare.split_once("=[")
        && let Some((list, after)) = rest.rsplit_once(']')
    {
        let around = format!("{before}=null{after}");
        let found = tokens(&around).map_err(|_unreadable| UrlError)?;
        let Some(Arguments::Named(mut named)) = named_arguments(&found) else {
            return Err(UrlError);
        };
        let slot = named
            .iter_mut()
            .find(|(_, value)| *value == Literal::Null)
            .ok_or(UrlError)?;
        slot.1 = Literal::Text(format!("[{list}]"));
        return Ok(Arguments::Named(named));
    }
    let found = tokens(bare).map_err(|_unreadable| UrlError)?;
    if let [only] = found.as_slice() {
        return Ok(Arguments::Single(value(&only.kind).ok_or(UrlError)?));
    }
    named_arguments(&found).ok_or(UrlError)
}

fn named_arguments(found: &[Token]) -> Option<Arguments> {
    let named = found
        .split(|token| token.kind == TokenKind::Mark(','))
        .map(named_argument)
        .collect::<Option<Vec<_>>>()?;
    Some(Arguments::Named(named))
}

fn named_argument(group: &[Token]) -> Option<(String, Literal)> {
    let [name, equals, literal] = group else {
        return None;
    };
    let TokenKind::Name(name) = &name.kind else {
        return None;
    };
    (equals.kind == TokenKind::Mark('=')).then_some(())?;
    Some((name.clone(), value(&literal.kind)?))
}

fn value(kind: &TokenKind) -> Option<Literal> {
    match kind {
        TokenKind::Literal(literal) => Some(literal.clone()),
        TokenKind::Name(name) => match name.as_str() {
            "null" => Some(Literal::Null),
            "true" => Some(Literal::Bool(true)),
            "false" => Some(Literal::Bool(false)),
            _ => None,
        },
        TokenKind::Quoted(text) => Some(Literal::Text(text.clone())),
        TokenKind::Mark(_) => None,
    }
}

/// Splits at slashes, except those inside a quoted key.
fn split_outside_quotes(path: &str) -> Vec<&str> {
    let mut in_quotes = false;
    let mut in_key = false;
    path.split(|next: char| {
        match next {
            '(' if !in_quotes => in_key = true,
            ')' if !in_quotes => in_key = false,
            '\'' if in_key => in_quotes = !in_quotes,
            '/' if !in_quotes => return true,
            _ => {}
        }
        false
    })
    .collect()
}

/// Splits an address into path and query; a scheme and host are dropped.
pub fn path_and_query(address: &str) -> (&str, &str) {
    let local = match address.split_once("://") {
        Some((scheme, rest)) if scheme.chars().all(|next| next.is_ascii_alphanumeric()) => {
            rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
        }
        _ => address,
    };
    let local = local.split('#').next().unwrap_or(local);
    local.split_once('?').unwrap_or((local, ""))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(value: &str) -> Literal {
        Literal::Text(value.to_owned())
    }

    #[test]
    fn reads_keys_of_every_form() {
        let id = "01234567-89ab-cdef-0123-456789abcdef";
        let path = format!("/companies({id})/customers('10''/0')/$count");
        let found = segments(&path).unwrap();
        assert_eq!(
            found[0].arguments,
            Some(Arguments::Single(Literal::Guid(id.parse().unwrap())))
        );
        assert_eq!(found[1].arguments, Some(Arguments::Single(text("10'/0"))));
        assert_eq!(
            found[2],
            Segment {
                name: "$count".into(),
                arguments: None
            }
        );
    }

    #[test]
    fn reads_alternate_keys() {
        let found = segments("accounts(accountnumber='10000',name=%27A%2FB%27)").unwrap();
        assert_eq!(
            found[0].arguments,
            Some(Arguments::Named(vec![
                ("accountnumber".into(), text("10000")),
                ("name".into(), text("A/B"))
            ]))
        );
    }

    #[test]
    fn reads_functions() {
        let found = segments("RetrieveVersion()").unwrap();
        assert_eq!(found[0].arguments, Some(Arguments::Empty));
        let found = segments("RetrieveCurrentOrganization(AccessType=@p1)").unwrap();
        assert_eq!(
            found[0].arguments,
            Some(Arguments::Named(vec![(
                "AccessType".into(),
                Literal::Alias("p1".into())
            )]))
        );
    }

    #[test]
    fn a_list_is_taken_as_its_text() {
        let found = segments("RetrieveTotalRecordCount(EntityNames=['account','contact'])");
        let list = ("EntityNames".to_owned(), text("['account','contact']"));
        assert_eq!(
            found.unwrap()[0].arguments,
            Some(Arguments::Named(vec![list]))
        );
        assert_eq!(segments("F(a=[,b=[)"), Err(UrlError));
    }

    #[test]
    fn drops_scheme_and_host() {
        assert_eq!(path_and_query("http://h:1/api/x?a=b"), ("/api/x", "a=b"));
        assert_eq!(
            path_and_query("accounts?$filter=url eq 'http://x'"),
            ("accounts", "$filter=url eq 'http://x'")
        );
        assert_eq!(path_and_query("http://h"), ("/", ""));
    }

    #[test]
    fn broken_keys_are_refused() {
        assert_eq!(segments("accounts(x"), Err(UrlError));
        assert_eq!(segments("accounts(a b c)"), Err(UrlError));
    }

    proptest! {
        #[test]
        fn garbage_never_panics(path in any::<String>()) {
            let _ = segments(&path);
            let _ = path_and_query(&path);
        }

        #[test]
        fn near_paths_never_panic(path in "[a-c(){}'/%0-9=,@$-]{0,40}") {
            let _ = segments(&path);
        }
    }
}
