//! Tokens to a filter: `or` binds weaker than `and`, which binds weaker than `not`.

use super::lexer::Token;
use super::{Comparison, Filter, Literal, TextTest};
use crate::model::ids::FieldName;

/// How deep parentheses and `not` may nest.
const DEPTH: u32 = 50;

/// Reads a whole filter.
pub(super) fn parse(tokens: &[Token]) -> Option<Filter> {
    let mut parser = Parser { rest: tokens };
    let filter = parser.any_of(DEPTH)?;
    parser.rest.is_empty().then_some(filter)
}

struct Parser<'t> {
    rest: &'t [Token],
}

impl Parser<'_> {
    fn next(&mut self) -> Option<Token> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first.clone())
    }

    fn expect(&mut self, token: &Token) -> Option<()> {
        (self.next()? == *token).then_some(())
    }

    fn keyword(&mut self, word: &str) -> bool {
        let there = matches!(self.rest.first(), Some(Token::Word(own)) if own == word);
        if there {
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
        there
    }

    fn any_of(&mut self, depth: u32) -> Option<Filter> {
        let mut left = self.all_of(depth)?;
        while self.keyword("or") {
            left = Filter::Or(Box::new(left), Box::new(self.all_of(depth)?));
        }
        Some(left)
    }

    fn all_of(&mut self, depth: u32) -> Option<Filter> {
        let mut left = self.term(depth)?;
        while self.keyword("and") {
            left = Filter::And(Box::new(left), Box::new(self.term(depth)?));
        }
        Some(left)
    }

    fn term(&mut self, depth: u32) -> Option<Filter> {
        let depth = depth.checked_sub(1)?;
        if self.keyword("not") {
            return Some(Filter::Not(Box::new(self.term(depth)?)));
        }
        match self.next()? {
            Token::Open => {
                let inner = self.any_of(depth)?;
                self.expect(&Token::Close)?;
                Some(inner)
            }
            Token::Word(word) => match word.as_str() {
                "startswith" => self.text_test(TextTest::StartsWith),
                "endswith" => self.text_test(TextTest::EndsWith),
                "contains" => self.text_test(TextTest::Contains),
                _ => self.comparison(&word),
            },
            Token::Number(_) | Token::Text(_) | Token::Close | Token::Comma => None,
        }
    }

    fn text_test(&mut self, test: TextTest) -> Option<Filter> {
        self.expect(&Token::Open)?;
        let Token::Word(name) = self.next()? else {
            return None;
        };
        self.expect(&Token::Comma)?;
        let Token::Text(text) = self.next()? else {
            return None;
        };
        self.expect(&Token::Close)?;
        Some(Filter::Text(test, field(&name), text))
    }

    fn comparison(&mut self, name: &str) -> Option<Filter> {
        let Token::Word(operator) = self.next()? else {
            return None;
        };
        let comparison = match operator.as_str() {
            "eq" => Comparison::Eq,
            "ne" => Comparison::Ne,
            "gt" => Comparison::Gt,
            "ge" => Comparison::Ge,
            "lt" => Comparison::Lt,
            "le" => Comparison::Le,
            _ => return None,
        };
        let literal = match self.next()? {
            Token::Number(number) => Literal::Number(number),
            Token::Text(text) => Literal::Text(text),
            Token::Word(word) => match word.as_str() {
                "null" => Literal::Null,
                "true" => Literal::Bool(true),
                "false" => Literal::Bool(false),
                _ => Literal::Plain(word),
            },
            Token::Open | Token::Close | Token::Comma => return None,
        };
        Some(Filter::Compare(field(name), comparison, literal))
    }
}

/// Dataverse filters lookups as `_x_value`, while they are read under the name `x`.
fn field(name: &str) -> FieldName {
    let bare = name
        .strip_prefix('_')
        .and_then(|name| name.strip_suffix("_value"));
    FieldName::new(bare.unwrap_or(name))
}
