//! Cuts filters, keys and function arguments into tokens.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::literal::Literal;

/// One token, with the character position where it starts.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Character position in the text, counted from 0.
    pub at: usize,
    /// What it is.
    pub kind: TokenKind,
}

/// The kinds of token.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    /// A name or keyword; may hold dots.
    Name(String),
    /// A value.
    Literal(Literal),
    /// A double-quoted text, as in the arrays of query functions.
    Quoted(String),
    /// One of `( ) , : = / [ ] ; *`.
    Mark(char),
}

/// A text that cannot be cut into tokens.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("Syntax error at position {at} in '{text}'.")]
pub struct LexError {
    /// Character position, counted from 0.
    pub at: usize,
    /// The whole text.
    pub text: String,
}

/// Cuts `text` into tokens.
pub fn tokens(text: &str) -> Result<Vec<Token>, LexError> {
    let chars: Vec<char> = text.chars().collect();
    // Enough for most, so that growing once is enough for a text of nothing but marks.
    let mut out = Vec::with_capacity(chars.len() / 2 + 1);
    let mut at = 0;
    while let Some(&first) = chars.get(at) {
        if first.is_whitespace() {
            at += 1;
            continue;
        }
        let rest = chars.get(at..).unwrap_or_default();
        let Some((kind, length)) = token(rest) else {
            return Err(LexError {
                at,
                text: text.to_owned(),
            });
        };
        out.push(Token { at, kind });
        at += length;
    }
    Ok(out)
}

/// Reads the one token at the start of `rest`, with its length in characters.
fn token(rest: &[char]) -> Option<(TokenKind, usize)> {
    let first = *rest.first()?;
    if let Some(id) = guid(rest) {
        return Some((TokenKind::Literal(Literal::Guid(id)), 36));
    }
    match first {
        '\'' => {
            let (text, length) = quoted(rest, '\'')?;
            Some((TokenKind::Literal(Literal::Text(text)), length))
        }
        '"' => {
            let (text, length) = escaped(rest)?;
            Some((TokenKind::Quoted(text), length))
        }
        '(' | ')' | ',' | ':' | '=' | '/' | '[' | ']' | ';' | '*' => {
            Some((TokenKind::Mark(first), 1))
        }
        '@' => {
            let (name, length) = name(rest.get(1..)?)?;
            Some((TokenKind::Literal(Literal::Alias(name)), length + 1))
        }
        '0'..='9' | '-' | '+' => number_or_time(rest),
        _ => {
            let (name, length) = name(rest)?;
            if rest.get(length) == Some(&'\'') {
                let (text, quoted_length) = quoted(rest.get(length..)?, '\'')?;
                return Some((
                    TokenKind::Literal(prefixed(name, text)?),
                    length + quoted_length,
                ));
            }
            Some((TokenKind::Name(name), length))
        }
    }
}

/// A GUID must not be followed by more letters or digits.
fn guid(rest: &[char]) -> Option<Uuid> {
    let text: String = rest.get(..36)?.iter().collect();
    if rest.get(8) != Some(&'-')
        || rest
            .get(36)
            .is_some_and(|next| next.is_alphanumeric() || *next == '-')
    {
        return None;
    }
    Uuid::try_parse(&text).ok()
}

/// Reads a text in quotes where a doubled quote stands for one; gives its length with both quotes.
fn quoted(rest: &[char], quote: char) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut at = 1;
    loop {
        let next = *rest.get(at)?;
        if next != quote {
            text.push(next);
            at += 1;
        } else if rest.get(at + 1) == Some(&quote) {
            text.push(quote);
            at += 2;
        } else {
            return Some((text, at + 1));
        }
    }
}

/// Reads a JSON string, by JSON's own rules.
fn escaped(rest: &[char]) -> Option<(String, usize)> {
    let mut at = 1;
    loop {
        match *rest.get(at)? {
            '\\' => at += 2,
            '"' => break,
            _ => at += 1,
        }
    }
    let text: String = rest.get(..=at)?.iter().collect();
    Some((serde_json::from_str(&text).ok()?, at + 1))
}

fn name(rest: &[char]) -> Option<(String, usize)> {
    let first = rest.first()?;
    if !(first.is_alphabetic() || *first == '_' || *first == '$') {
        return None;
    }
    let name: String = rest
        .iter()
        .take_while(|next| next.is_alphanumeric() || matches!(next, '_' | '.' | '$' | '@'))
        .collect();
    let length = name.chars().count();
    Some((name, length))
}

/// Old clients write `guid'…'` and `datetime'…'`; anything else before a quote is an enumeration type.
fn prefixed(name: String, text: String) -> Option<Literal> {
    match name.to_ascii_lowercase().as_str() {
        "guid" => Uuid::try_parse(&text).ok().map(Literal::Guid),
        "datetime" | "datetimeoffset" => instant(&text).map(Literal::DateTime),
        "date" => text.parse().ok().map(Literal::Date),
        _ => Some(Literal::Enum {
            type_name: name,
            member: text,
        }),
    }
}

fn number_or_time(rest: &[char]) -> Option<(TokenKind, usize)> {
    let run: String = rest
        .iter()
        .enumerate()
        .take_while(|(at, next)| {
            next.is_ascii_alphanumeric()
                || matches!(next, '.' | ':' | '-')
                || (**next == '+' && (*at == 0 || rest.len() > 10))
        })
        .map(|(_, next)| *next)
        .collect();
    let length = run.chars().count();
    let literal = instant(&run)
        .map(Literal::DateTime)
        .or_else(|| {
            run.parse::<Date>()
                .ok()
                .filter(|_| run.len() == 10)
                .map(Literal::Date)
        })
        .or_else(|| number(&run).map(Literal::Number))?;
    Some((TokenKind::Literal(literal), length))
}

fn number(run: &str) -> Option<Decimal> {
    let plain = run.strip_prefix('+').unwrap_or(run);
    let plain = plain
        .strip_suffix(['d', 'D', 'f', 'F', 'm', 'M', 'l', 'L'])
        .unwrap_or(plain);
    if plain.contains(['e', 'E']) {
        Decimal::from_scientific(plain).ok()
    } else {
        Decimal::from_str_exact(plain).ok()
    }
}

/// Reads a point in time; one written without a zone counts as UTC, as both services do.
fn instant(run: &str) -> Option<Timestamp> {
    if !run.contains('T') {
        return None;
    }
    run.parse().ok().or_else(|| {
        let civil: jiff::civil::DateTime = run.parse().ok()?;
        civil
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()
            .map(|zoned| zoned.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn literals(text: &str) -> Vec<Literal> {
        tokens(text)
            .unwrap()
            .into_iter()
            .filter_map(|token| match token.kind {
                TokenKind::Literal(literal) => Some(literal),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn reads_each_kind_of_literal() {
        assert_eq!(literals("'O''Neil'"), [Literal::Text("O'Neil".into())]);
        assert_eq!(
            literals("12.50"),
            [Literal::Number("12.50".parse().unwrap())]
        );
        assert_eq!(literals("-3"), [Literal::Number("-3".parse().unwrap())]);
        assert_eq!(
            literals("2026-11-22"),
            [Literal::Date("2026-11-22".parse().unwrap())]
        );
        assert_eq!(
            literals("2019-08-18T20:05:51.603Z"),
            [Literal::DateTime(
                "2019-08-18T20:05:51.603Z".parse().unwrap()
            )]
        );
        assert_eq!(
            literals("2019-08-18T20:05:51+02:00"),
            [Literal::DateTime("2019-08-18T18:05:51Z".parse().unwrap())]
        );
        let id = "01234567-89ab-cdef-0123-456789abcdef";
        assert_eq!(literals(id), [Literal::Guid(id.parse().unwrap())]);
        assert_eq!(
            literals("Microsoft.NAV.customerBlocked'_x0020_'"),
            [Literal::Enum {
                type_name: "Microsoft.NAV.customerBlocked".into(),
                member: "_x0020_".into()
            }]
        );
    }

    #[test]
    fn a_guid_that_starts_with_a_letter_is_still_a_guid() {
        let id = "abcdef01-89ab-cdef-0123-456789abcdef";
        assert_eq!(
            literals(&format!("id eq {id}")),
            [Literal::Guid(id.parse().unwrap())]
        );
    }

    #[test]
    fn an_open_quote_is_refused_with_its_position() {
        assert_eq!(tokens("name eq 'x").unwrap_err().at, 8);
    }

    proptest! {
        #[test]
        fn garbage_never_panics(text in any::<String>()) {
            let _ = tokens(&text);
        }

        #[test]
        fn near_filters_never_panic(text in "[a-f0-9T:.Z+'\"()@=, -]{0,60}") {
            let _ = tokens(&text);
        }
    }
}
