//! The `sql` option: one `SELECT` over one table, read into the same query as `fetchXml`.
//!
//! `SELECT [DISTINCT] [TOP n] columns FROM table [alias] [WHERE …] [ORDER BY …]`; joins and sums are not understood.

use super::fetch_xml::{Fetch, FetchAttribute, FetchError, like};
use super::filter::{Comparison, Expr, MAX_DEPTH};
use super::literal::Literal;

/// Reads a query.
pub fn read(text: &str) -> Result<Fetch, FetchError> {
    let mut reader = Reader {
        tokens: tokens(text)?,
        next: 0,
        names: Vec::new(),
    };
    reader.needed("SELECT")?;
    let mut fetch = Fetch {
        page: 1,
        distinct: reader.word("DISTINCT"),
        ..Fetch::default()
    };
    if reader.word("TOP") {
        let number = match reader.take() {
            Some(Token::Mark('(')) => {
                let number = reader.take();
                reader.mark(')')?;
                number
            }
            other => other,
        };
        let Some(Token::Number(digits)) = number else {
            return Err(wrong("a number after TOP"));
        };
        fetch.top = Some(
            digits
                .parse()
                .map_err(|_large| wrong("a number after TOP"))?,
        );
    }
    let mut columns = Vec::new();
    loop {
        if reader.is_mark('*') {
            fetch.all_attributes = true;
        } else {
            let column = reader.path()?;
            if reader.is_mark('(') {
                return Err(FetchError::Unsupported(
                    "functions and sums in sql".to_owned(),
                ));
            }
            let alias = if reader.word("AS") {
                Some(reader.name()?)
            } else {
                None
            };
            columns.push((column, alias));
        }
        if !reader.is_mark(',') {
            break;
        }
    }
    reader.needed("FROM")?;
    fetch.entity = reader.name()?.to_ascii_lowercase();
    reader.names.push(fetch.entity.clone());
    let has_as = reader.word("AS");
    if has_as || reader.at_name() {
        let alias = reader.name()?;
        reader.names.push(alias);
    }
    for word in ["JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS"] {
        if reader.word(word) {
            return Err(FetchError::Unsupported("joins in sql".to_owned()));
        }
    }
    for (column, alias) in columns {
        fetch.attributes.push(FetchAttribute {
            name: reader.own(column)?,
            alias,
            ..FetchAttribute::default()
        });
    }
    if reader.word("WHERE") {
        fetch.filter = Some(reader.either(0)?);
    }
    if reader.word("GROUP") || reader.word("HAVING") {
        return Err(FetchError::Unsupported("groups in sql".to_owned()));
    }
    if reader.word("ORDER") {
        reader.needed("BY")?;
        loop {
            let path = reader.path()?;
            let column = reader.own(path)?;
            let descending = reader.word("DESC");
            if !descending {
                reader.word("ASC");
            }
            fetch.order.push((column, descending));
            if !reader.is_mark(',') {
                break;
            }
        }
    }
    reader.is_mark(';');
    match reader.take() {
        None => Ok(fetch),
        Some(_) => Err(wrong("nothing more")),
    }
}

fn wrong(expected: &str) -> FetchError {
    FetchError::Invalid(format!(
        "the sql is not understood: {expected} was expected"
    ))
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    /// A name in brackets or double quotes, which is no keyword.
    Quoted(String),
    Text(String),
    Number(String),
    Comparison(Comparison),
    Mark(char),
}

fn tokens(text: &str) -> Result<Vec<Token>, FetchError> {
    let mut found = Vec::new();
    let mut rest = text.chars().peekable();
    let until = |rest: &mut std::iter::Peekable<std::str::Chars<'_>>, end: char| {
        let mut inside = String::new();
        loop {
            match rest.next() {
                Some(next) if next == end => {
                    // Doubled, it stands for itself.
                    if rest.next_if_eq(&end).is_none() {
                        return Ok(inside);
                    }
                    inside.push(end);
                }
                Some(next) => inside.push(next),
                None => return Err(wrong("the end of a quoted text")),
            }
        }
    };
    while let Some(next) = rest.next() {
        found.push(match next {
            space if space.is_whitespace() => continue,
            '\'' => Token::Text(until(&mut rest, '\'')?),
            '"' => Token::Quoted(until(&mut rest, '"')?),
            '[' => Token::Quoted(until(&mut rest, ']')?),
            '=' => Token::Comparison(Comparison::Eq),
            '<' if rest.next_if_eq(&'>').is_some() => Token::Comparison(Comparison::Ne),
            '<' if rest.next_if_eq(&'=').is_some() => Token::Comparison(Comparison::Le),
            '<' => Token::Comparison(Comparison::Lt),
            '>' if rest.next_if_eq(&'=').is_some() => Token::Comparison(Comparison::Ge),
            '>' => Token::Comparison(Comparison::Gt),
            '!' if rest.next_if_eq(&'=').is_some() => Token::Comparison(Comparison::Ne),
            '(' | ')' | ',' | '*' | '.' | ';' => Token::Mark(next),
            first if first.is_ascii_digit() || first == '-' => {
                let mut digits = String::from(first);
                while let Some(digit) = rest.next_if(|c| c.is_ascii_digit() || *c == '.') {
                    digits.push(digit);
                }
                Token::Number(digits)
            }
            first if first.is_alphabetic() || first == '_' => {
                let mut name = String::from(first);
                while let Some(letter) = rest.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    name.push(letter);
                }
                // N'…' is text as well.
                if name == "N" && rest.next_if_eq(&'\'').is_some() {
                    Token::Text(until(&mut rest, '\'')?)
                } else {
                    Token::Name(name)
                }
            }
            other => return Err(wrong(&format!("something else than '{other}'"))),
        });
    }
    Ok(found)
}

/// Words that end a list of columns or a table's alias.
const WORDS: [&str; 11] = [
    "WHERE", "ORDER", "GROUP", "HAVING", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "ON",
];

struct Reader {
    tokens: Vec<Token>,
    next: usize,
    /// How the table may be called in front of a column.
    names: Vec<String>,
}

impl Reader {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).cloned();
        self.next += usize::from(token.is_some());
        token
    }

    /// Passes over a keyword, if it stands here.
    fn word(&mut self, word: &str) -> bool {
        let is_here =
            matches!(self.peek(), Some(Token::Name(name)) if name.eq_ignore_ascii_case(word));
        self.next += usize::from(is_here);
        is_here
    }

    fn needed(&mut self, word: &str) -> Result<(), FetchError> {
        if self.word(word) {
            Ok(())
        } else {
            Err(wrong(word))
        }
    }

    fn is_mark(&mut self, mark: char) -> bool {
        let is_here = self.peek() == Some(&Token::Mark(mark));
        self.next += usize::from(is_here);
        is_here
    }

    fn mark(&mut self, mark: char) -> Result<(), FetchError> {
        if self.is_mark(mark) {
            Ok(())
        } else {
            Err(wrong(&mark.to_string()))
        }
    }

    fn at_name(&self) -> bool {
        match self.peek() {
            Some(Token::Quoted(_)) => true,
            Some(Token::Name(name)) => !WORDS.iter().any(|word| name.eq_ignore_ascii_case(word)),
            _ => false,
        }
    }

    fn name(&mut self) -> Result<String, FetchError> {
        match self.take() {
            Some(Token::Name(name) | Token::Quoted(name)) => Ok(name),
            _ => Err(wrong("a name")),
        }
    }

    /// A column, with the table in front of it if it is named.
    fn path(&mut self) -> Result<(Option<String>, String), FetchError> {
        let first = self.name()?;
        if self.is_mark('.') {
            Ok((Some(first), self.name()?))
        } else {
            Ok((None, first))
        }
    }

    /// The column of a path, which must be of this table.
    fn own(&self, (table, column): (Option<String>, String)) -> Result<String, FetchError> {
        let is_known = table.as_ref().is_none_or(|table| {
            let mut names = self.names.iter();
            names.any(|name| name.eq_ignore_ascii_case(table))
        });
        if is_known {
            Ok(column.to_ascii_lowercase())
        } else {
            Err(wrong("a column of the table"))
        }
    }

    fn either(&mut self, depth: usize) -> Result<Expr, FetchError> {
        if depth > MAX_DEPTH {
            return Err(wrong("a condition that is not nested so deeply"));
        }
        let mut parts = vec![self.both(depth)?];
        while self.word("OR") {
            parts.push(self.both(depth)?);
        }
        Ok(joined(parts, Expr::Or))
    }

    fn both(&mut self, depth: usize) -> Result<Expr, FetchError> {
        let mut parts = vec![self.one(depth)?];
        while self.word("AND") {
            parts.push(self.one(depth)?);
        }
        Ok(joined(parts, Expr::And))
    }

    fn one(&mut self, depth: usize) -> Result<Expr, FetchError> {
        if depth > MAX_DEPTH {
            return Err(wrong("a condition that is not nested so deeply"));
        }
        if self.word("NOT") {
            return Ok(Expr::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.is_mark('(') {
            let inner = self.either(depth + 1)?;
            self.mark(')')?;
            return Ok(inner);
        }
        let path = self.path()?;
        let path = Expr::Path(self.own(path)?);
        if self.word("IS") {
            let comparison = if self.word("NOT") {
                Comparison::Ne
            } else {
                Comparison::Eq
            };
            self.needed("NULL")?;
            return Ok(compare(comparison, path, Literal::Null));
        }
        let negated = self.word("NOT");
        let found = if self.word("LIKE") {
            let Some(Token::Text(pattern)) = self.take() else {
                return Err(wrong("a text after LIKE"));
            };
            like(path, &pattern)?
        } else if self.word("IN") {
            self.mark('(')?;
            let mut values = vec![self.value()?];
            while self.is_mark(',') {
                values.push(self.value()?);
            }
            self.mark(')')?;
            Expr::In(Box::new(path), values)
        } else if self.word("BETWEEN") {
            let from = self.value()?;
            self.needed("AND")?;
            let to = self.value()?;
            Expr::And(vec![
                compare(Comparison::Ge, path.clone(), from),
                compare(Comparison::Le, path, to),
            ])
        } else if negated {
            return Err(wrong("LIKE, IN or BETWEEN"));
        } else {
            let Some(Token::Comparison(comparison)) = self.take() else {
                return Err(wrong("a comparison"));
            };
            compare(comparison, path, self.value()?)
        };
        Ok(if negated {
            Expr::Not(Box::new(found))
        } else {
            found
        })
    }

    fn value(&mut self) -> Result<Literal, FetchError> {
        match self.take() {
            Some(Token::Text(text) | Token::Number(text)) => Ok(Literal::Untyped(text)),
            Some(Token::Name(name)) if name.eq_ignore_ascii_case("null") => Ok(Literal::Null),
            Some(Token::Name(name))
                if name.eq_ignore_ascii_case("true") || name.eq_ignore_ascii_case("false") =>
            {
                Ok(Literal::Untyped(name.to_ascii_lowercase()))
            }
            _ => Err(wrong("a value")),
        }
    }
}

fn joined(mut parts: Vec<Expr>, all: impl Fn(Vec<Expr>) -> Expr) -> Expr {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            all(parts)
        }
        None => all(parts),
    }
}

fn compare(comparison: Comparison, path: Expr, value: Literal) -> Expr {
    Expr::Compare(comparison, Box::new(path), Box::new(Expr::Literal(value)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sandbox::odata::filter::Function;

    #[test]
    fn a_select_is_read_into_a_query() {
        let fetch = read(
            "SELECT TOP 3 a.name, [accountnumber] AS no FROM account a WHERE (a.statecode = 0 OR name NOT LIKE N'%O''B%') \
             AND revenue >= 10.50 AND industrycode IN (1, 2) AND fax IS NOT NULL ORDER BY name DESC, accountid;",
        )
        .unwrap();
        assert_eq!((fetch.entity.as_str(), fetch.top), ("account", Some(3)));
        let names: Vec<_> = fetch
            .attributes
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        assert_eq!(names, ["name", "accountnumber"]);
        assert_eq!(
            fetch.order,
            [("name".to_owned(), true), ("accountid".to_owned(), false)]
        );
        let Some(Expr::And(parts)) = fetch.filter else {
            panic!()
        };
        assert_eq!(parts.len(), 4);
        let Expr::Or(either) = &parts[0] else {
            panic!("{parts:?}")
        };
        let Expr::Not(like) = &either[1] else {
            panic!("{either:?}")
        };
        let text = Expr::Literal(Literal::Text("O'B".into()));
        assert_eq!(
            **like,
            Expr::Call(Function::Contains, vec![Expr::Path("name".into()), text])
        );
        assert!(read("select * from account").unwrap().all_attributes);
    }

    #[test]
    fn what_is_no_such_select_is_refused() {
        for text in [
            "",
            "DELETE FROM account",
            "SELECT name",
            "SELECT name FROM account WHERE",
            "SELECT name FROM account WHERE name = 'open",
            "SELECT name FROM account; DROP TABLE account",
            "SELECT b.name FROM account a",
        ] {
            assert!(matches!(read(text), Err(FetchError::Invalid(_))), "{text}");
        }
        for text in [
            "SELECT COUNT(*) FROM account",
            "SELECT name FROM account a JOIN contact c ON a.x = c.y",
            "SELECT name FROM account GROUP BY name",
        ] {
            assert!(
                matches!(read(text), Err(FetchError::Unsupported(_))),
                "{text}"
            );
        }
        let deep = format!("SELECT a FROM b WHERE {}", "(".repeat(100_000));
        assert!(read(&deep).is_err());
        let deep = format!("SELECT a FROM b WHERE {}", "NOT ".repeat(100_000));
        assert!(read(&deep).is_err());
    }

    proptest! {
        #[test]
        fn garbage_never_panics(text in any::<String>()) {
            let _ = read(&text);
        }

        #[test]
        fn shuffled_pieces_never_panic(pieces in prop::collection::vec(prop::sample::select(vec![
            "SELECT", "TOP", "3", "*", "a", ",", "FROM", "WHERE", "(", ")", "NOT", "AND", "OR", "=", "'x'", "IN", "LIKE",
            "BETWEEN", "IS", "NULL", "ORDER", "BY", "DESC", ".", "[q]",
        ]), 0..30)) {
            let _ = read(&pieces.join(" "));
        }
    }
}
