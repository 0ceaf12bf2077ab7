//! A bound filter, and what a row must do to pass it.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::ast::{Comparison, Function};
use crate::sandbox::system::cell::{Cell, TextOrder, fold};

/// A condition on a row; `P` is how the caller finds a value of the row.
#[derive(Clone, Debug)]
pub enum Test<P> {
    /// A value.
    Const(Cell),
    /// A value of the row.
    Field(P),
    /// A standard function.
    Call(Function, Vec<Test<P>>),
    /// The opposite.
    Not(Box<Test<P>>),
    /// All of these.
    And(Vec<Test<P>>),
    /// One of these.
    Or(Vec<Test<P>>),
    /// Two values compared.
    Compare(Comparison, Box<Test<P>>, Box<Test<P>>),
    /// One of a set of values.
    In(Box<Test<P>>, CellSet),
    /// What a lambda becomes once the other table was read: the id in the field is one of these.
    Member(P, Arc<HashSet<Uuid>>),
}

/// Values to look one up in, quickly where there are many.
#[derive(Clone, Debug, Default)]
pub struct CellSet {
    ids: HashSet<Uuid>,
    texts: HashSet<Box<str>>,
    others: Vec<Cell>,
    all: Vec<Cell>,
}

impl CellSet {
    /// A set of these values.
    pub fn new(cells: Vec<Cell>) -> Self {
        let mut set = Self::default();
        for cell in &cells {
            match cell {
                Cell::Guid(id) => {
                    set.ids.insert(*id);
                }
                Cell::Text(text) => {
                    set.texts.insert(fold(text).into_owned().into_boxed_str());
                }
                other => set.others.push(other.clone()),
            }
        }
        set.all = cells;
        set
    }

    fn contains(&self, cell: &Cell, order: TextOrder) -> bool {
        match cell {
            Cell::Guid(id) | Cell::Reference { id, .. } => self.ids.contains(id),
            Cell::Text(text) => {
                self.texts.contains(fold(text).as_ref())
                    && (order == TextOrder::CaseInsensitive || self.all.contains(cell))
            }
            other => self
                .others
                .iter()
                .any(|candidate| candidate.same(other, order)),
        }
    }
}

impl<P> Test<P> {
    /// Whether a row passes; `get` finds the row's values.
    pub fn passes(&self, get: &impl Fn(&P) -> Cell, order: TextOrder) -> bool {
        match self {
            Self::Not(inner) => !inner.passes(get, order),
            Self::And(parts) => parts.iter().all(|part| part.passes(get, order)),
            Self::Or(parts) => parts.iter().any(|part| part.passes(get, order)),
            Self::Compare(operator, left, right) => compare(
                *operator,
                &left.value(get, order),
                &right.value(get, order),
                order,
            ),
            Self::In(operand, set) => set.contains(&operand.value(get, order), order),
            Self::Member(path, ids) => get(path).as_guid().is_some_and(|id| ids.contains(&id)),
            Self::Const(_) | Self::Field(_) | Self::Call(..) => {
                self.value(get, order).as_bool() == Some(true)
            }
        }
    }

    fn value(&self, get: &impl Fn(&P) -> Cell, order: TextOrder) -> Cell {
        match self {
            Self::Const(cell) => cell.clone(),
            Self::Field(path) => get(path),
            Self::Call(function, arguments) => {
                let arguments: Vec<Cell> = arguments
                    .iter()
                    .map(|argument| argument.value(get, order))
                    .collect();
                call(*function, &arguments, order).unwrap_or(Cell::Null)
            }
            _ => Cell::Bool(self.passes(get, order)),
        }
    }

    /// Fields that hold one of a few known values in every row that passes; an index may then stand in for a scan.
    pub fn narrowing(&self) -> Vec<(&P, Vec<&Cell>)>
    where
        P: PartialEq,
    {
        match self {
            Self::And(parts) => parts.iter().flat_map(Self::narrowing).collect(),
            Self::Or(parts) => {
                let mut found: Vec<(&P, Vec<&Cell>)> = Vec::new();
                for part in parts {
                    let [(path, cells)] = &mut part.narrowing()[..] else {
                        return Vec::new();
                    };
                    match found.first_mut() {
                        None => found.push((*path, std::mem::take(cells))),
                        Some((first, all)) if first == path => all.append(cells),
                        Some(_) => return Vec::new(),
                    }
                }
                found
            }
            Self::Compare(Comparison::Eq, left, right) => match (left.as_ref(), right.as_ref()) {
                (Self::Field(path), Self::Const(cell)) | (Self::Const(cell), Self::Field(path)) => {
                    vec![(path, vec![cell])]
                }
                _ => Vec::new(),
            },
            Self::In(operand, set) => match operand.as_ref() {
                Self::Field(path) => vec![(path, set.all.iter().collect())],
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The earliest time that a field of `wanted` may hold in a row that passes.
    pub fn not_before(&self, wanted: &P) -> Option<Timestamp>
    where
        P: PartialEq,
    {
        match self {
            Self::And(parts) => parts
                .iter()
                .filter_map(|part| part.not_before(wanted))
                .max(),
            Self::Compare(Comparison::Gt | Comparison::Ge | Comparison::Eq, left, right) => {
                match (left.as_ref(), right.as_ref()) {
                    (Self::Field(path), Self::Const(Cell::Instant(at))) if path == wanted => {
                        Some(*at)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

fn compare(operator: Comparison, left: &Cell, right: &Cell, order: TextOrder) -> bool {
    if left.is_null() || right.is_null() {
        let both = left.is_null() && right.is_null();
        return match operator {
            Comparison::Eq => both,
            Comparison::Ne => !both,
            _ => false,
        };
    }
    let found = left.compare(right, order);
    match operator {
        Comparison::Eq => found == Ordering::Equal,
        Comparison::Ne => found != Ordering::Equal,
        Comparison::Gt => found == Ordering::Greater,
        Comparison::Ge => found != Ordering::Less,
        Comparison::Lt => found == Ordering::Less,
        Comparison::Le => found != Ordering::Greater,
    }
}

/// A function's value; `None` where an argument is missing or of another kind.
fn call(function: Function, arguments: &[Cell], order: TextOrder) -> Option<Cell> {
    let first = arguments.first();
    let text = || first.and_then(Cell::as_text);
    let second = || arguments.get(1).and_then(Cell::as_text);
    let found = |test: fn(&str, &str) -> bool| {
        Some(Cell::Bool(match order {
            TextOrder::Exact => test(text()?, second()?),
            TextOrder::CaseInsensitive => test(&fold(text()?), &fold(second()?)),
        }))
    };
    let part = |of: fn(&jiff::Zoned) -> i64| Some(Cell::Int(of(&moment(first?)?)));
    match function {
        Function::Contains => found(|text, piece| text.contains(piece)),
        Function::StartsWith => found(|text, piece| text.starts_with(piece)),
        Function::EndsWith => found(|text, piece| text.ends_with(piece)),
        Function::ToLower => Some(Cell::text(text()?.to_lowercase())),
        Function::ToUpper => Some(Cell::text(text()?.to_uppercase())),
        Function::Trim => Some(Cell::text(text()?.trim())),
        Function::Length => Some(Cell::Int(count(text()?.chars()))),
        Function::IndexOf => {
            let text = text()?;
            let before = text.find(second()?).and_then(|at| text.get(..at));
            Some(Cell::Int(before.map_or(-1, |before| count(before.chars()))))
        }
        Function::Substring => {
            let from = usize::try_from(arguments.get(1)?.as_int()?).ok()?;
            let take = match arguments.get(2) {
                None => usize::MAX,
                Some(length) => usize::try_from(length.as_int()?).ok()?,
            };
            Some(Cell::text(
                text()?.chars().skip(from).take(take).collect::<String>(),
            ))
        }
        Function::Concat => Some(Cell::text(format!("{}{}", text()?, second()?))),
        Function::Year => part(|at| i64::from(at.year())),
        Function::Month => part(|at| i64::from(at.month())),
        Function::Day => part(|at| i64::from(at.day())),
        Function::Hour => part(|at| i64::from(at.hour())),
        Function::Minute => part(|at| i64::from(at.minute())),
        Function::Second => part(|at| i64::from(at.second())),
        Function::Date => Some(Cell::Date(moment(first?)?.date())),
        Function::Round => number(first?, |n| n.round()),
        Function::Floor => number(first?, |n| n.floor()),
        Function::Ceiling => number(first?, |n| n.ceil()),
        Function::Now => Some(Cell::Instant(Timestamp::now())),
    }
}

fn count(chars: std::str::Chars<'_>) -> i64 {
    i64::try_from(chars.count()).unwrap_or(i64::MAX)
}

fn number(cell: &Cell, change: impl Fn(Decimal) -> Decimal) -> Option<Cell> {
    cell.as_decimal()
        .map(|number| Cell::Decimal(change(number)))
}

fn moment(cell: &Cell) -> Option<jiff::Zoned> {
    match cell {
        Cell::Instant(at) => Some(at.to_zoned(TimeZone::UTC)),
        Cell::Date(date) => date.to_zoned(TimeZone::UTC).ok(),
        _ => None,
    }
}
