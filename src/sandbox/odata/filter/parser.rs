//! Text to tree.

use jiff::Timestamp;

use super::MAX_DEPTH;
use super::ast::{Comparison, Expr, Function, LambdaKind};
use super::query_functions::{self, Call};
use crate::sandbox::odata::lexer::{LexError, Token, TokenKind, tokens};
use crate::sandbox::odata::literal::Literal;

/// Why a filter cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FilterError {
    /// Not even tokens.
    #[error("{0}")]
    Lex(#[from] LexError),
    /// Tokens in an order that means nothing.
    #[error("Syntax error at position {at} in '{text}'.")]
    Syntax {
        /// Character position, counted from 0.
        at: usize,
        /// The whole filter.
        text: String,
    },
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("The node count or nesting depth limit was exceeded.")]
    TooDeep,
    /// A function that neither service knows, or with the wrong number of arguments.
    #[error(
        "An unknown function with name '{0}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed."
    )]
    UnknownFunction(String),
    /// Arithmetic and `has`, which neither service offers.
    #[error("The operator '{0}' is not supported.")]
    Unsupported(String),
}

/// Reads a filter; `now` is what relative functions count from, `alias` gives the text of `@name` options.
pub fn parse(
    text: &str,
    now: Timestamp,
    alias: &dyn Fn(&str) -> Option<String>,
) -> Result<Expr, FilterError> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        text,
        tokens: &tokens,
        next: 0,
        depth: 0,
        now,
        alias,
    };
    let expr = parser.disjunction()?;
    if parser.next < tokens.len() {
        Err(parser.syntax())
    } else {
        Ok(expr)
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    next: usize,
    depth: usize,
    now: Timestamp,
    alias: &'a dyn Fn(&str) -> Option<String>,
}

type Parsed = Result<Expr, FilterError>;

impl Parser<'_> {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    fn peek_after(&self) -> Option<&TokenKind> {
        self.tokens.get(self.next + 1).map(|token| &token.kind)
    }

    fn syntax(&self) -> FilterError {
        let at = self
            .tokens
            .get(self.next)
            .map_or_else(|| self.text.chars().count(), |token| token.at);
        FilterError::Syntax {
            at,
            text: self.text.to_owned(),
        }
    }

    fn eat(&mut self, mark: char) -> bool {
        let found = self.peek() == Some(&TokenKind::Mark(mark));
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, mark: char) -> Result<(), FilterError> {
        if self.eat(mark) {
            Ok(())
        } else {
            Err(self.syntax())
        }
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(TokenKind::Name(name)) if name == word);
        self.next += usize::from(found);
        found
    }

    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, FilterError>,
    ) -> Result<T, FilterError> {
        if self.depth == MAX_DEPTH {
            return Err(FilterError::TooDeep);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn disjunction(&mut self) -> Parsed {
        let first = self.conjunction()?;
        let mut more = Vec::new();
        while self.eat_word("or") {
            more.push(self.conjunction()?);
        }
        Ok(joined(first, more, Expr::Or))
    }

    fn conjunction(&mut self) -> Parsed {
        let first = self.negation()?;
        let mut more = Vec::new();
        while self.eat_word("and") {
            more.push(self.negation()?);
        }
        Ok(joined(first, more, Expr::And))
    }

    fn negation(&mut self) -> Parsed {
        if self.eat_word("not") {
            return Ok(Expr::Not(Box::new(self.deeper(Self::negation)?)));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Parsed {
        let left = self.operand()?;
        let Some(TokenKind::Name(word)) = self.peek() else {
            return Ok(left);
        };
        let operator = match word.as_str() {
            "eq" => Comparison::Eq,
            "ne" => Comparison::Ne,
            "gt" => Comparison::Gt,
            "ge" => Comparison::Ge,
            "lt" => Comparison::Lt,
            "le" => Comparison::Le,
            "in" => {
                self.next += 1;
                return Ok(Expr::In(Box::new(left), self.list()?));
            }
            "add" | "sub" | "mul" | "div" | "divby" | "mod" | "has" => {
                return Err(FilterError::Unsupported(word.clone()));
            }
            _ => return Ok(left),
        };
        self.next += 1;
        let right = self.operand()?;
        Ok(Expr::Compare(operator, Box::new(left), Box::new(right)))
    }

    /// The parenthesised values after `in`.
    fn list(&mut self) -> Result<Vec<Literal>, FilterError> {
        self.expect('(')?;
        let mut values = Vec::new();
        loop {
            match self.operand()? {
                Expr::Literal(value) => values.push(value),
                _ => return Err(self.syntax()),
            }
            if self.eat(')') {
                return Ok(values);
            }
            self.expect(',')?;
        }
    }

    fn operand(&mut self) -> Parsed {
        match self.peek().cloned() {
            Some(TokenKind::Mark('(')) => {
                self.next += 1;
                let inside = self.deeper(Self::disjunction)?;
                self.expect(')')?;
                Ok(inside)
            }
            Some(TokenKind::Literal(Literal::Alias(name))) => {
                self.next += 1;
                self.aliased(&name)
            }
            Some(TokenKind::Literal(value)) => {
                self.next += 1;
                Ok(Expr::Literal(value))
            }
            Some(TokenKind::Name(name)) => self.named(name),
            _ => Err(self.syntax()),
        }
    }

    fn aliased(&self, name: &str) -> Parsed {
        let text = (self.alias)(name).ok_or_else(|| self.syntax())?;
        let found = tokens(&text)?;
        match found.as_slice() {
            [
                Token {
                    kind: TokenKind::Literal(value),
                    ..
                },
            ] => Ok(Expr::Literal(value.clone())),
            [
                Token {
                    kind: TokenKind::Quoted(value),
                    ..
                },
            ] => Ok(Expr::Literal(Literal::Text(value.clone()))),
            [
                Token {
                    kind: TokenKind::Name(word),
                    ..
                },
            ] => constant(word)
                .map(Expr::Literal)
                .ok_or_else(|| self.syntax()),
            _ => Err(self.syntax()),
        }
    }

    fn named(&mut self, name: String) -> Parsed {
        if let Some(value) = constant(&name) {
            self.next += 1;
            return Ok(Expr::Literal(value));
        }
        if self.peek_after() == Some(&TokenKind::Mark('(')) {
            self.next += 2;
            return self.deeper(|parser| parser.call(&name));
        }
        self.next += 1;
        self.path(name)
    }

    /// A path, which may end in a lambda or `$count`.
    fn path(&mut self, first: String) -> Parsed {
        let mut path = first;
        while self.eat('/') {
            let Some(TokenKind::Name(name)) = self.peek().cloned() else {
                return Err(self.syntax());
            };
            self.next += 1;
            if self.peek() == Some(&TokenKind::Mark('(')) {
                let kind = match name.as_str() {
                    "any" => LambdaKind::Any,
                    "all" => LambdaKind::All,
                    _ => return Err(FilterError::UnknownFunction(name)),
                };
                self.next += 1;
                return self.deeper(|parser| parser.lambda(path, kind));
            }
            path.push('/');
            path.push_str(&name);
        }
        Ok(Expr::Path(path))
    }

    fn lambda(&mut self, collection: String, kind: LambdaKind) -> Parsed {
        if self.eat(')') {
            return Ok(Expr::Lambda {
                collection,
                kind,
                variable: String::new(),
                body: None,
            });
        }
        let Some(TokenKind::Name(variable)) = self.peek().cloned() else {
            return Err(self.syntax());
        };
        self.next += 1;
        self.expect(':')?;
        let body = self.disjunction()?;
        self.expect(')')?;
        Ok(Expr::Lambda {
            collection,
            kind,
            variable,
            body: Some(Box::new(body)),
        })
    }

    /// A function after its opening parenthesis.
    fn call(&mut self, name: &str) -> Parsed {
        if let Some(short) = name
            .strip_prefix("Microsoft.Dynamics.CRM.")
            .or_else(|| name.strip_prefix("mscrm."))
        {
            let mut call = self.query_call(short)?;
            call.property = call
                .property
                .map(|name| format!("{}{name}", query_functions::LOGICAL));
            return query_functions::rewrite(call, self.now, self.alias)
                .ok_or_else(|| FilterError::UnknownFunction(name.to_owned()));
        }
        let unknown = || FilterError::UnknownFunction(name.to_owned());
        let function: Function = name
            .parse()
            .map_err(|_unknown: strum::ParseError| unknown())?;
        let mut arguments = Vec::new();
        if !self.eat(')') {
            loop {
                arguments.push(self.disjunction()?);
                if self.eat(')') {
                    break;
                }
                self.expect(',')?;
            }
        }
        let (least, most) = function.arity();
        if arguments.len() < least || arguments.len() > most {
            Err(unknown())
        } else {
            Ok(Expr::Call(function, arguments))
        }
    }

    /// `PropertyName='x',PropertyValues=["a","b"])`.
    fn query_call(&mut self, name: &str) -> Result<Call, FilterError> {
        let mut call = Call {
            name: name.to_owned(),
            property: None,
            values: Vec::new(),
        };
        if self.eat(')') {
            return Ok(call);
        }
        loop {
            let Some(TokenKind::Name(argument)) = self.peek().cloned() else {
                return Err(self.syntax());
            };
            self.next += 1;
            self.expect('=')?;
            let values = self.argument_values()?;
            match argument.as_str() {
                "PropertyName" => call.property = values.into_iter().next(),
                "PropertyValue" | "PropertyValues" | "PropertyValue1" | "PropertyValue2" => {
                    call.values.extend(values);
                }
                _ => return Err(self.syntax()),
            }
            if self.eat(')') {
                return Ok(call);
            }
            self.expect(',')?;
        }
    }

    fn argument_values(&mut self) -> Result<Vec<String>, FilterError> {
        if let Some(TokenKind::Literal(Literal::Alias(name))) = self.peek().cloned() {
            self.next += 1;
            let text = (self.alias)(&name).ok_or_else(|| self.syntax())?;
            let found = tokens(&text)?;
            let mut inner = Parser {
                text: &text,
                tokens: &found,
                next: 0,
                depth: self.depth + 1,
                now: self.now,
                alias: &|_| None,
            };
            return inner.argument_values();
        }
        if !self.eat('[') {
            return Ok(vec![self.plain()?]);
        }
        let mut values = Vec::new();
        if self.eat(']') {
            return Ok(values);
        }
        loop {
            values.push(self.plain()?);
            if self.eat(']') {
                return Ok(values);
            }
            self.expect(',')?;
        }
    }

    fn plain(&mut self) -> Result<String, FilterError> {
        let text = match self.peek() {
            Some(TokenKind::Quoted(text) | TokenKind::Name(text)) => text.clone(),
            Some(TokenKind::Literal(value)) => value.plain(),
            _ => return Err(self.syntax()),
        };
        self.next += 1;
        Ok(text)
    }
}

fn constant(word: &str) -> Option<Literal> {
    match word {
        "null" => Some(Literal::Null),
        "true" => Some(Literal::Bool(true)),
        "false" => Some(Literal::Bool(false)),
        _ => None,
    }
}

fn joined(first: Expr, mut more: Vec<Expr>, join: impl Fn(Vec<Expr>) -> Expr) -> Expr {
    if more.is_empty() {
        return first;
    }
    more.insert(0, first);
    join(more)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Parsed {
        parse(text, Timestamp::UNIX_EPOCH, &|name| {
            (name == "p").then(|| "'aliased'".to_owned())
        })
    }

    #[test]
    fn and_binds_closer_than_or() {
        let Expr::Or(parts) = read("a eq 1 or b eq 2 and c eq 3").unwrap() else {
            panic!()
        };
        assert!(matches!(
            parts.as_slice(),
            [Expr::Compare(..), Expr::And(_)]
        ));
    }

    #[test]
    fn parentheses_change_that() {
        assert!(matches!(
            read("(a eq 1 or b eq 2) and c eq 3").unwrap(),
            Expr::And(_)
        ));
        assert_eq!(read("((number eq '10000'))"), read("number eq '10000'"));
    }

    #[test]
    fn reads_in_lists_and_aliases() {
        assert_eq!(
            read("a in ('x','y')").unwrap(),
            Expr::In(
                Box::new(Expr::Path("a".into())),
                vec![Literal::Text("x".into()), Literal::Text("y".into())]
            )
        );
        assert_eq!(read("a eq @p"), read("a eq 'aliased'"));
    }

    #[test]
    fn reads_lambdas() {
        let Expr::Lambda {
            collection,
            kind,
            variable,
            body,
        } = read("lines/any(l:l/quantity gt 3)").unwrap()
        else {
            panic!()
        };
        assert_eq!(
            (collection.as_str(), kind, variable.as_str()),
            ("lines", LambdaKind::Any, "l")
        );
        assert!(body.is_some());
    }

    #[test]
    fn reads_query_functions() {
        let expr = read(
            "Microsoft.Dynamics.CRM.In(PropertyName='accountid',PropertyValues=[\"a\",\"b\"])",
        )
        .unwrap();
        assert!(matches!(expr, Expr::In(..)));
    }

    #[test]
    fn refuses_arithmetic_and_unknown_functions() {
        assert_eq!(
            read("a add 1 eq 2"),
            Err(FilterError::Unsupported("add".into()))
        );
        assert_eq!(
            read("shout(a) eq 'b'"),
            Err(FilterError::UnknownFunction("shout".into()))
        );
        assert!(matches!(
            read("a eq"),
            Err(FilterError::Syntax { at: 4, .. })
        ));
        assert!(matches!(
            read("a eq 1 b"),
            Err(FilterError::Syntax { at: 7, .. })
        ));
    }

    #[test]
    fn endless_nesting_is_refused() {
        let text = format!("{}a eq 1{}", "(".repeat(10_000), ")".repeat(10_000));
        assert_eq!(read(&text), Err(FilterError::TooDeep));
        assert_eq!(read(&"not ".repeat(10_000)), Err(FilterError::TooDeep));
        let long = vec!["a eq 1"; 5_000].join(" or ");
        assert!(read(&long).is_ok());
    }

    proptest! {
        #[test]
        fn garbage_never_panics(text in any::<String>()) {
            let _ = read(&text);
        }

        #[test]
        fn shuffled_words_never_panic(words in prop::collection::vec(
            prop::sample::select(vec![
                "a", "b/c", "eq", "ne", "in", "and", "or", "not", "(", ")", ",", "'x'", "12", "null", "contains(",
                "any(", "x:", "/", "@p", "Microsoft.Dynamics.CRM.In(", "PropertyName=", "[", "]", "\"q\"",
            ]), 0..30)) {
            let _ = read(&words.join(" "));
        }
    }
}
