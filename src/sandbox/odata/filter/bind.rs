//! From a filter as written to a test on rows: paths are resolved, literals take the type of the field beside them.

use std::fmt::Write as _;

use jiff::tz::TimeZone;

use super::ast::{Comparison, Expr, Function, LambdaKind};
use super::test::{CellSet, Test};
use crate::sandbox::odata::literal::Literal;
use crate::sandbox::system::cell::Cell;

/// The type of a value, as far as filters tell types apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::AsRefStr)]
pub enum Kind {
    /// Text.
    #[strum(serialize = "Edm.String")]
    Text,
    /// A member of an enumeration; compared with its wire name.
    #[strum(serialize = "Edm.Enum")]
    Enum,
    /// Any number.
    #[strum(serialize = "Edm.Decimal")]
    Number,
    /// True or false.
    #[strum(serialize = "Edm.Boolean")]
    Bool,
    /// An id.
    #[strum(serialize = "Edm.Guid")]
    Guid,
    /// A date.
    #[strum(serialize = "Edm.Date")]
    Date,
    /// A point in time.
    #[strum(serialize = "Edm.DateTimeOffset")]
    DateTime,
}

/// A literal that cannot be compared with what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "A binary operator with incompatible types was detected. Found operand types '{left}' and '{right}' for operator kind '{operator}'."
)]
pub struct TypeMismatch {
    left: String,
    right: String,
    operator: &'static str,
}

/// What knows the table that a filter is about.
pub trait Binder {
    /// How a path is held.
    type Path;
    /// Why a path is refused.
    type Error: From<TypeMismatch>;

    /// Resolves a path.
    fn path(&mut self, path: &str) -> Result<(Self::Path, Kind), Self::Error>;

    /// Resolves `any` or `all` over a collection.
    fn lambda(
        &mut self,
        collection: &str,
        kind: LambdaKind,
        variable: &str,
        body: Option<&Expr>,
    ) -> Result<Test<Self::Path>, Self::Error>;
}

/// Binds a whole filter.
pub fn bind<B: Binder>(filter: &Expr, binder: &mut B) -> Result<Test<B::Path>, B::Error> {
    Ok(bound(filter, binder)?.test)
}

struct Bound<P> {
    test: Test<P>,
    kind: Option<Kind>,
}

fn bound<B: Binder>(filter: &Expr, binder: &mut B) -> Result<Bound<B::Path>, B::Error> {
    let all = |parts: &[Expr], binder: &mut B| -> Result<Vec<Test<B::Path>>, B::Error> {
        parts
            .iter()
            .map(|part| Ok(bound(part, binder)?.test))
            .collect()
    };
    let (test, kind) = match filter {
        Expr::Literal(literal) => {
            let (cell, kind) = natural(literal);
            (Test::Const(cell), kind)
        }
        Expr::Path(path) => {
            let (path, kind) = binder.path(path)?;
            (Test::Field(path), Some(kind))
        }
        Expr::Call(function, arguments) => (
            Test::Call(*function, all(arguments, binder)?),
            Some(kind_of(*function)),
        ),
        Expr::Not(inner) => (
            Test::Not(Box::new(bound(inner, binder)?.test)),
            Some(Kind::Bool),
        ),
        Expr::And(parts) => (Test::And(all(parts, binder)?), Some(Kind::Bool)),
        Expr::Or(parts) => (Test::Or(all(parts, binder)?), Some(Kind::Bool)),
        Expr::Compare(operator, left, right) => (
            comparison(*operator, left, right, binder)?,
            Some(Kind::Bool),
        ),
        Expr::In(operand, values) => {
            let operand = bound(operand, binder)?;
            let cells = values
                .iter()
                .map(|value| coerced(value, operand.kind, "Equal").map_err(B::Error::from))
                .collect::<Result<Vec<_>, _>>()?;
            (
                Test::In(Box::new(operand.test), CellSet::new(cells)),
                Some(Kind::Bool),
            )
        }
        Expr::Lambda {
            collection,
            kind,
            variable,
            body,
        } => (
            binder.lambda(collection, *kind, variable, body.as_deref())?,
            Some(Kind::Bool),
        ),
    };
    Ok(Bound { test, kind })
}

fn comparison<B: Binder>(
    operator: Comparison,
    left: &Expr,
    right: &Expr,
    binder: &mut B,
) -> Result<Test<B::Path>, B::Error> {
    let name = match operator {
        Comparison::Eq => "Equal",
        Comparison::Ne => "NotEqual",
        Comparison::Gt => "GreaterThan",
        Comparison::Ge => "GreaterThanOrEqual",
        Comparison::Lt => "LessThan",
        Comparison::Le => "LessThanOrEqual",
    };
    let (left, right) = match (left, right) {
        (Expr::Literal(literal), other) if !matches!(other, Expr::Literal(_)) => {
            let other = bound(other, binder)?;
            (Test::Const(coerced(literal, other.kind, name)?), other.test)
        }
        (other, Expr::Literal(literal)) => {
            let other = bound(other, binder)?;
            let cell = coerced(literal, other.kind, name)?;
            (other.test, Test::Const(cell))
        }
        (left, right) => {
            let (left, right) = (bound(left, binder)?, bound(right, binder)?);
            if let (Some(one), Some(other)) = (left.kind, right.kind)
                && one != other
            {
                Err(TypeMismatch {
                    left: one.as_ref().into(),
                    right: other.as_ref().into(),
                    operator: name,
                })?;
            }
            (left.test, right.test)
        }
    };
    Ok(Test::Compare(operator, Box::new(left), Box::new(right)))
}

fn kind_of(function: Function) -> Kind {
    match function {
        Function::Contains | Function::StartsWith | Function::EndsWith => Kind::Bool,
        Function::ToLower
        | Function::ToUpper
        | Function::Trim
        | Function::Substring
        | Function::Concat => Kind::Text,
        Function::Date => Kind::Date,
        Function::Now => Kind::DateTime,
        _ => Kind::Number,
    }
}

/// A literal's value by itself.
fn natural(literal: &Literal) -> (Cell, Option<Kind>) {
    match literal {
        Literal::Null => (Cell::Null, None),
        Literal::Bool(flag) => (Cell::Bool(*flag), Some(Kind::Bool)),
        Literal::Number(number) => (Cell::Decimal(*number), Some(Kind::Number)),
        Literal::Text(text) => (Cell::text(text), Some(Kind::Text)),
        Literal::Guid(id) => (Cell::Guid(*id), Some(Kind::Guid)),
        Literal::Date(date) => (Cell::Date(*date), Some(Kind::Date)),
        Literal::DateTime(at) => (Cell::Instant(*at), Some(Kind::DateTime)),
        Literal::Enum { member, .. } => (Cell::text(member), Some(Kind::Enum)),
        Literal::Alias(text) | Literal::Untyped(text) => (Cell::text(text), None),
    }
}

/// A literal's value as the field beside it holds it.
fn coerced(
    literal: &Literal,
    wanted: Option<Kind>,
    operator: &'static str,
) -> Result<Cell, TypeMismatch> {
    let (cell, found) = natural(literal);
    let Some(wanted) = wanted else {
        return Ok(cell);
    };
    let fitting = match (literal, wanted) {
        (Literal::Untyped(text), _) => untyped(text, wanted),
        (Literal::Text(text), Kind::Enum) => Some(Cell::text(xml_name(text))),
        (Literal::Text(text), Kind::Guid) => text.parse().ok().map(Cell::Guid),
        (Literal::Date(date), Kind::DateTime) => date
            .to_zoned(TimeZone::UTC)
            .ok()
            .map(|midnight| Cell::Instant(midnight.timestamp())),
        (Literal::DateTime(at), Kind::Date) => Some(Cell::Date(at.to_zoned(TimeZone::UTC).date())),
        _ if found.is_none() || found == Some(wanted) => Some(cell),
        _ => None,
    };
    fitting.ok_or_else(|| TypeMismatch {
        left: wanted.as_ref().to_owned(),
        right: found.map_or_else(|| "Edm.String".to_owned(), |kind| kind.as_ref().to_owned()),
        operator,
    })
}

fn untyped(text: &str, wanted: Kind) -> Option<Cell> {
    match wanted {
        Kind::Text | Kind::Enum => Some(Cell::text(text)),
        Kind::Number => text.parse().ok().map(Cell::Decimal),
        Kind::Bool => match text {
            "true" | "1" => Some(Cell::Bool(true)),
            "false" | "0" => Some(Cell::Bool(false)),
            _ => None,
        },
        Kind::Guid => text.trim_matches(['{', '}']).parse().ok().map(Cell::Guid),
        Kind::Date => text.get(..10)?.parse().ok().map(Cell::Date),
        Kind::DateTime => text.parse().ok().map(Cell::Instant).or_else(|| {
            let date: jiff::civil::Date = text.parse().ok()?;
            date.to_zoned(TimeZone::UTC)
                .ok()
                .map(|midnight| Cell::Instant(midnight.timestamp()))
        }),
    }
}

/// The wire name of an enum member that was written as people see it: `Non-Inventory` becomes `Non_x002D_Inventory`.
pub fn xml_name(text: &str) -> String {
    if text.is_empty() {
        return "_x0020_".to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for next in text.chars() {
        if next.is_alphanumeric() || next == '_' {
            out.push(next);
        } else {
            // Writing into a String cannot fail.
            let _ = write!(out, "_x{:04X}_", u32::from(next));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::sandbox::odata::filter::parser::parse;
    use crate::sandbox::odata::filter::query_functions::LOGICAL;
    use crate::sandbox::system::cell::TextOrder;

    struct Row;

    impl Binder for Row {
        type Path = usize;
        type Error = TypeMismatch;

        fn path(&mut self, path: &str) -> Result<(usize, Kind), TypeMismatch> {
            Ok(match path.trim_start_matches(LOGICAL) {
                "name" => (0, Kind::Text),
                "amount" => (1, Kind::Number),
                "blocked" => (2, Kind::Enum),
                "changed" => (3, Kind::DateTime),
                "owner" => (4, Kind::Guid),
                _ => (5, Kind::Text),
            })
        }

        fn lambda(
            &mut self,
            _: &str,
            _: LambdaKind,
            _: &str,
            _: Option<&Expr>,
        ) -> Result<Test<usize>, TypeMismatch> {
            Ok(Test::Const(Cell::Bool(true)))
        }
    }

    fn test(text: &str) -> Result<Test<usize>, TypeMismatch> {
        bind(
            &parse(text, Timestamp::UNIX_EPOCH, &|_| None).unwrap(),
            &mut Row,
        )
    }

    fn passes_by(text: &str, order: TextOrder) -> bool {
        let row = [
            Cell::from("Café d'Or"),
            Cell::Decimal("12.50".parse().unwrap()),
            Cell::from("_x0020_"),
            Cell::Instant("2026-11-22T10:00:00.123Z".parse().unwrap()),
            Cell::Reference {
                id: "01234567-89ab-cdef-0123-456789abcdef".parse().unwrap(),
                table: 8,
            },
        ];
        test(text).unwrap().passes(
            &|at: &usize| row.get(*at).cloned().unwrap_or(Cell::Null),
            order,
        )
    }

    fn passes(text: &str) -> bool {
        passes_by(text, TextOrder::CaseInsensitive)
    }

    #[test]
    fn case_counts_on_one_side_only() {
        assert!(passes("name eq 'CAFÉ D''OR'"));
        assert!(!passes_by("name eq 'CAFÉ D''OR'", TextOrder::Exact));
        assert!(passes("startswith(name,'café')"));
        assert!(passes_by(
            "contains(tolower(name),'café')",
            TextOrder::Exact
        ));
        assert!(passes("name in ('x','café d''or')"));
        assert!(!passes_by("name in ('x','café d''or')", TextOrder::Exact));
    }

    #[test]
    fn numbers_compare_by_value() {
        assert!(passes("amount eq 12.5"));
        assert!(passes("amount gt 12 and amount le 12.5"));
        assert!(passes("amount in (1,12.500)"));
    }

    #[test]
    fn nulls_are_unequal_to_everything_else() {
        assert!(passes("other eq null"));
        assert!(passes("other ne 'x'"));
        assert!(!passes("other gt 'x'"));
        assert!(passes("name ne null"));
    }

    #[test]
    fn times_and_ids_compare() {
        assert!(passes("changed gt 2026-11-22T10:00:00.122Z"));
        assert!(!passes("changed gt 2026-11-22T10:00:00.123Z"));
        assert!(passes("changed gt 2026-11-22"));
        assert!(passes("owner eq 01234567-89ab-cdef-0123-456789abcdef"));
        assert!(passes("owner eq '01234567-89ab-cdef-0123-456789abcdef'"));
        assert!(passes(
            "Microsoft.Dynamics.CRM.In(PropertyName='owner',PropertyValues=[\"01234567-89AB-CDEF-0123-456789ABCDEF\"])"
        ));
        assert!(passes(
            "Microsoft.Dynamics.CRM.Between(PropertyName='amount',PropertyValues=[\"12\",\"13\"])"
        ));
    }

    #[test]
    fn enum_members_are_taken_escaped_or_not() {
        assert!(passes("blocked eq '_x0020_'"));
        assert!(passes("blocked eq ' '"));
        assert!(passes("blocked eq Microsoft.NAV.customerBlocked'_x0020_'"));
        assert_eq!(xml_name("Non-Inventory"), "Non_x002D_Inventory");
    }

    #[test]
    fn types_must_fit() {
        assert!(test("name eq 12").is_err());
        assert!(test("amount eq 'x'").is_err());
        assert!(test("name eq amount").is_err());
    }

    #[test]
    fn known_values_narrow_the_search() {
        let bound = test("name eq 'a' and (amount eq 1 or amount eq 2)").unwrap();
        let found = bound.narrowing();
        assert_eq!(
            found
                .iter()
                .map(|(path, cells)| (**path, cells.len()))
                .collect::<Vec<_>>(),
            [(0, 1), (1, 2)]
        );
        assert!(
            test("name eq 'a' or amount eq 1")
                .unwrap()
                .narrowing()
                .is_empty()
        );
        let since = test("changed ge 2026-11-22T00:00:00Z and name eq 'x'")
            .unwrap()
            .not_before(&3);
        assert_eq!(since, Some("2026-11-22T00:00:00Z".parse().unwrap()));
    }

    proptest! {
        #[test]
        fn any_filter_that_can_be_read_can_be_tested(words in prop::collection::vec(
            prop::sample::select(vec![
                "name", "amount", "changed", "eq", "ne", "gt", "in", "and", "or", "not", "(", ")", ",", "'x'", "12",
                "null", "contains(", "length(", "substring(", "year(", "2026-11-22",
            ]), 0..14)) {
            if let Ok(filter) = parse(&words.join(" "), Timestamp::UNIX_EPOCH, &|_| None)
                && let Ok(test) = bind(&filter, &mut Row)
            {
                let _ = test.passes(&|_| Cell::from("x"), TextOrder::Exact);
            }
        }
    }
}
