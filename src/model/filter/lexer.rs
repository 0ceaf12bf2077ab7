//! Filter text to tokens.

use rust_decimal::Decimal;

/// One token of a filter.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name or keyword, also unquoted ids, dates and moments.
    Word(String),
    /// A number.
    Number(Decimal),
    /// A quoted text, its doubled quotes undone.
    Text(String),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
}

/// Splits a filter; nothing if it has characters that are not understood here.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(&c) = rest.peek() {
        match c {
            c if c.is_whitespace() => {
                rest.next();
            }
            '(' | ')' | ',' => {
                rest.next();
                found.push(match c {
                    '(' => Token::Open,
                    ')' => Token::Close,
                    _ => Token::Comma,
                });
            }
            '\'' => {
                rest.next();
                found.push(Token::Text(quoted(&mut rest)?));
            }
            c if is_word(c) => {
                let mut word = String::new();
                while let Some(&c) = rest.peek().filter(|c| is_word(**c)) {
                    word.push(c);
                    rest.next();
                }
                found.push(match word.parse::<Decimal>() {
                    Ok(number) => Token::Number(number),
                    Err(_) => Token::Word(word),
                });
            }
            _ => return None,
        }
    }
    Some(found)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '+')
}

fn quoted(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<String> {
    let mut text = String::new();
    loop {
        match rest.next()? {
            '\'' if rest.peek() == Some(&'\'') => {
                rest.next();
                text.push('\'');
            }
            '\'' => return Some(text),
            c => text.push(c),
        }
    }
}
