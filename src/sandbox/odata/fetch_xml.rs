//! `fetchXml` queries, from XML to a tree that knows filters.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use jiff::Timestamp;

use super::filter::query_functions;
use super::filter::{Comparison, Expr, Function, MAX_DEPTH};
use super::literal::Literal;

/// A query over a table and those linked with it.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent attribute of the query"
)]
pub struct Fetch {
    /// The table's logical name.
    pub entity: String,
    /// The columns; empty with `all-attributes`.
    pub attributes: Vec<FetchAttribute>,
    /// Whether all columns are asked for.
    pub all_attributes: bool,
    /// The condition, whose paths are logical names, of a linked table behind its alias and a point.
    pub filter: Option<Expr>,
    /// Columns to sort by, with whether they descend; of a linked table behind its alias and a point.
    pub order: Vec<(String, bool)>,
    /// Tables linked with this one.
    pub links: Vec<Link>,
    /// Whether rows that look the same are shown once.
    pub distinct: bool,
    /// Rows at most, without pages.
    pub top: Option<usize>,
    /// Rows in a page.
    pub count: Option<usize>,
    /// Number of the page, from 1.
    pub page: usize,
    /// Whether columns are added up.
    pub aggregate: bool,
    /// Whether the number of all rows is asked for.
    pub total: bool,
}

/// A table linked with another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The table's logical name.
    pub entity: String,
    /// Its column that must hold what the other table's column holds.
    pub from: String,
    /// The other table's column.
    pub to: String,
    /// What it is called in this query.
    pub alias: String,
    /// What becomes of rows without a partner.
    pub kind: LinkKind,
    /// The columns.
    pub attributes: Vec<FetchAttribute>,
    /// Whether all columns are asked for.
    pub all_attributes: bool,
    /// The condition on its rows.
    pub filter: Option<Expr>,
    /// Columns of it to sort by.
    pub order: Vec<(String, bool)>,
    /// Tables linked with it.
    pub links: Vec<Link>,
}

/// What becomes of rows without a partner, and of those with several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// Shown once for each partner, or not at all.
    Inner,
    /// Shown once for each partner, or once without.
    Outer,
    /// Shown once if there is a partner, which shows nothing itself.
    Exists,
}

/// A column of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FetchAttribute {
    /// Its logical name.
    pub name: String,
    /// What it is called in the answer.
    pub alias: Option<String>,
    /// How it is added up.
    pub aggregate: Option<String>,
    /// Whether rows are grouped by it.
    pub group_by: bool,
}

/// A query that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// Not XML, or not of the right shape.
    #[error("Invalid FetchXml: {0}")]
    Invalid(String),
    /// Valid, but more than is understood here.
    #[error("{0}")]
    Unsupported(String),
}

/// An element with its attributes and children.
#[derive(Debug, Default)]
struct Node {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
    text: String,
}

impl Setting<'_> {
    /// A setting in which nobody asks.
    pub fn at(now: Timestamp) -> Self {
        Self {
            now,
            about: &|_| None,
        }
    }
}

impl Node {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), Some("true" | "1"))
    }

    fn number(&self, name: &str) -> Result<Option<usize>, FetchError> {
        self.get(name)
            .map(|text| text.parse().map_err(|_unreadable| invalid(name)))
            .transpose()
    }
}

fn invalid(what: &str) -> FetchError {
    FetchError::Invalid(what.to_owned())
}

/// What a query is read in: the time that it counts from, and who asks.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// What "today" means.
    pub now: Timestamp,
    /// The caller's own ids, by the names in [`CALLER`](query_functions::CALLER).
    pub about: &'a dyn Fn(&str) -> Option<String>,
}

/// Reads a query.
pub fn read(text: &str, setting: Setting<'_>) -> Result<Fetch, FetchError> {
    let root = tree(text)?;
    if root.name != "fetch" {
        return Err(invalid("the root element must be 'fetch'"));
    }
    let [entity] = root.children.as_slice() else {
        return Err(invalid("there must be one 'entity'"));
    };
    let mut fetch = Fetch {
        entity: entity
            .get("name")
            .filter(|_| entity.name == "entity")
            .ok_or_else(|| invalid("the entity has no name"))?
            .to_owned(),
        top: root.number("top")?,
        count: root.number("count")?,
        page: root.number("page")?.unwrap_or(1).max(1),
        aggregate: root.flag("aggregate"),
        total: root.flag("returntotalrecordcount"),
        ..Fetch::default()
    };
    fetch.distinct = root.flag("distinct");
    let parts = Parts::read(entity, &mut 0, setting)?;
    fetch.attributes = parts.attributes;
    fetch.all_attributes = parts.all_attributes;
    fetch.filter = parts.filter;
    fetch.order = parts.order;
    fetch.links = parts.links;
    Ok(fetch)
}

/// What stands inside a table's element.
#[derive(Default)]
struct Parts {
    attributes: Vec<FetchAttribute>,
    all_attributes: bool,
    filter: Option<Expr>,
    order: Vec<(String, bool)>,
    links: Vec<Link>,
}

impl Parts {
    /// Reads them; `unnamed` counts the links without an alias so far.
    fn read(element: &Node, unnamed: &mut usize, setting: Setting<'_>) -> Result<Self, FetchError> {
        let mut parts = Self::default();
        let mut filters = Vec::new();
        for child in &element.children {
            match child.name.as_str() {
                "attribute" => parts.attributes.push(FetchAttribute {
                    name: child
                        .get("name")
                        .ok_or_else(|| invalid("an attribute has no name"))?
                        .to_owned(),
                    alias: child.get("alias").map(str::to_owned),
                    aggregate: child.get("aggregate").map(str::to_owned),
                    group_by: child.flag("groupby"),
                }),
                "all-attributes" => parts.all_attributes = true,
                "order" => {
                    let name = child.get("attribute").or_else(|| child.get("alias"));
                    let name = name.ok_or_else(|| invalid("an order has no attribute"))?;
                    let path = of_entity(child, name);
                    parts.order.push((path, child.flag("descending")));
                }
                "filter" => filters.extend(filter(child, setting)?),
                "link-entity" => parts.links.push(link(child, unnamed, setting)?),
                "no-attrs" => {}
                other => {
                    return Err(FetchError::Unsupported(format!(
                        "the FetchXml element '{other}'"
                    )));
                }
            }
        }
        parts.filter = match filters.len() {
            0 | 1 => filters.pop(),
            _ => Some(Expr::And(filters)),
        };
        Ok(parts)
    }
}

fn link(node: &Node, unnamed: &mut usize, setting: Setting<'_>) -> Result<Link, FetchError> {
    let needed = |name: &str| {
        node.get(name)
            .map(str::to_owned)
            .ok_or_else(|| invalid(&format!("a link-entity has no '{name}'")))
    };
    let kind = match node.get("link-type") {
        None | Some("" | "inner" | "natural") => LinkKind::Inner,
        Some("outer") => LinkKind::Outer,
        Some("exists" | "in" | "any") => LinkKind::Exists,
        Some(other) => {
            return Err(FetchError::Unsupported(format!("the link-type '{other}'")));
        }
    };
    let entity = needed("name")?;
    let alias = node.get("alias").map_or_else(
        || {
            *unnamed += 1;
            format!("{entity}{unnamed}")
        },
        str::to_owned,
    );
    let parts = Parts::read(node, unnamed, setting)?;
    Ok(Link {
        from: needed("from")?,
        to: needed("to")?,
        entity,
        alias,
        kind,
        attributes: parts.attributes,
        all_attributes: parts.all_attributes,
        filter: parts.filter,
        order: parts.order,
        links: parts.links,
    })
}

/// A column's name, behind the alias of the table that its element names.
fn of_entity(node: &Node, column: &str) -> String {
    match node.get("entityname") {
        Some(alias) => format!("{alias}.{column}"),
        None => column.to_owned(),
    }
}

fn tree(text: &str) -> Result<Node, FetchError> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Node> = Vec::new();
    loop {
        let event = reader
            .read_event()
            .map_err(|error| FetchError::Invalid(error.to_string()))?;
        let done = match event {
            Event::Start(start) => {
                if open.len() == MAX_DEPTH {
                    return Err(invalid("the elements are nested too deeply"));
                }
                open.push(node(&start)?);
                None
            }
            Event::Empty(start) => Some(node(&start)?),
            Event::End(_) => open.pop(),
            Event::Text(words) => {
                if let Some(last) = open.last_mut() {
                    last.text.push_str(&words);
                }
                None
            }
            Event::Eof => return Err(invalid("it ends too early")),
            _ => None,
        };
        if let Some(node) = done {
            match open.last_mut() {
                Some(parent) => parent.children.push(node),
                None => return Ok(node),
            }
        }
    }
}

fn node(start: &BytesStart<'_>) -> Result<Node, FetchError> {
    let broken = |error: &dyn std::fmt::Display| FetchError::Invalid(error.to_string());
    let attributes = start
        .attributes()
        .map(|attribute| {
            let attribute = attribute.map_err(|error| broken(&error))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| broken(&error))?;
            Ok((attribute.key.as_ref().to_owned(), value.into_owned()))
        })
        .collect::<Result<_, FetchError>>()?;
    Ok(Node {
        name: start.name().as_ref().to_owned(),
        attributes,
        ..Node::default()
    })
}

fn filter(node: &Node, setting: Setting<'_>) -> Result<Option<Expr>, FetchError> {
    let mut parts = Vec::new();
    for child in &node.children {
        match child.name.as_str() {
            "condition" => parts.push(condition(child, setting)?),
            "filter" => parts.extend(filter(child, setting)?),
            other => {
                return Err(FetchError::Unsupported(format!(
                    "the FetchXml element '{other}' in a filter"
                )));
            }
        }
    }
    Ok(match parts.len() {
        0 | 1 => parts.pop(),
        _ if node.get("type") == Some("or") => Some(Expr::Or(parts)),
        _ => Some(Expr::And(parts)),
    })
}

fn condition(node: &Node, setting: Setting<'_>) -> Result<Expr, FetchError> {
    let column = node
        .get("attribute")
        .ok_or_else(|| invalid("a condition has no attribute"))?;
    let operator = node
        .get("operator")
        .ok_or_else(|| invalid("a condition has no operator"))?;
    let mut values: Vec<String> = node.get("value").map(str::to_owned).into_iter().collect();
    values.extend(
        node.children
            .iter()
            .filter(|child| child.name == "value")
            .map(|child| child.text.trim().to_owned()),
    );
    let path = || Expr::Path(of_entity(node, column));
    let first = || {
        values
            .first()
            .ok_or_else(|| invalid("a condition has no value"))
    };
    let compare = |comparison, value: Literal| {
        Expr::Compare(comparison, Box::new(path()), Box::new(Expr::Literal(value)))
    };
    let against = |comparison| Ok(compare(comparison, Literal::Untyped(first()?.clone())));
    let all = || values.iter().cloned().map(Literal::Untyped).collect();
    let call = |function, text: &str| {
        Expr::Call(
            function,
            vec![path(), Expr::Literal(Literal::Text(text.to_owned()))],
        )
    };
    let not = |inner| Expr::Not(Box::new(inner));
    match operator {
        "eq" => against(Comparison::Eq),
        "ne" | "neq" => against(Comparison::Ne),
        "gt" => against(Comparison::Gt),
        "ge" => against(Comparison::Ge),
        "lt" => against(Comparison::Lt),
        "le" => against(Comparison::Le),
        "null" => Ok(compare(Comparison::Eq, Literal::Null)),
        "not-null" => Ok(compare(Comparison::Ne, Literal::Null)),
        "in" => Ok(Expr::In(Box::new(path()), all())),
        "not-in" => Ok(not(Expr::In(Box::new(path()), all()))),
        "between" => match values.as_slice() {
            [from, to] => Ok(Expr::And(vec![
                compare(Comparison::Ge, Literal::Untyped(from.clone())),
                compare(Comparison::Le, Literal::Untyped(to.clone())),
            ])),
            _ => Err(invalid("'between' takes two values")),
        },
        "begins-with" => Ok(call(Function::StartsWith, first()?)),
        "ends-with" => Ok(call(Function::EndsWith, first()?)),
        "not-begin-with" => Ok(not(call(Function::StartsWith, first()?))),
        "not-end-with" => Ok(not(call(Function::EndsWith, first()?))),
        "like" | "not-like" => {
            let found = like(path(), first()?)?;
            Ok(if operator == "like" {
                found
            } else {
                not(found)
            })
        }
        other => {
            let call = query_functions::Call {
                name: function_of(other),
                property: Some(of_entity(node, column)),
                values: values.clone(),
            };
            query_functions::rewrite(call, setting.now, setting.about)
                .ok_or_else(|| FetchError::Unsupported(format!("the FetchXml operator '{other}'")))
        }
    }
}

/// The query function that does what an operator does: `last-x-days` is `LastXDays`.
fn function_of(operator: &str) -> String {
    let word = |part: &str| match part {
        "eq" => "Equal".to_owned(),
        "ne" => "NotEqual".to_owned(),
        "olderthan" => "OlderThan".to_owned(),
        "seven" => "7".to_owned(),
        "userid" => "UserId".to_owned(),
        "businessid" => "BusinessId".to_owned(),
        "userteams" => "UserTeams".to_owned(),
        "useroruserteams" => "UserOrUserTeams".to_owned(),
        other => {
            let mut letters = other.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters).collect()
        }
    };
    operator.split('-').map(word).collect()
}

/// A pattern with `%` at one of its ends, at both, or nowhere.
pub(super) fn like(path: Expr, pattern: &str) -> Result<Expr, FetchError> {
    let inner = pattern.trim_matches('%');
    if inner.contains(['%', '_', '[']) {
        return Err(FetchError::Unsupported(format!("the pattern '{pattern}'")));
    }
    let call = |function, path| {
        let text = Expr::Literal(Literal::Text(inner.to_owned()));
        Expr::Call(function, vec![path, text])
    };
    Ok(match (pattern.starts_with('%'), pattern.ends_with('%')) {
        (true, true) => call(Function::Contains, path),
        (true, false) => call(Function::EndsWith, path),
        (false, true) => call(Function::StartsWith, path),
        (false, false) => {
            let text = Expr::Literal(Literal::Untyped(pattern.to_owned()));
            Expr::Compare(Comparison::Eq, Box::new(path), Box::new(text))
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_now(text: &str) -> Result<Fetch, FetchError> {
        read(
            text,
            Setting {
                now: "2026-11-22T10:00:00Z".parse().unwrap(),
                about: &|asked| (asked == "caller's user").then(|| "me".to_owned()),
            },
        )
    }

    #[test]
    fn reads_columns_filters_and_orders() {
        let fetch = read_now(
            r#"<fetch count="5" page="2" returntotalrecordcount="true"><entity name="account">
                <attribute name="name"/><attribute name="accountid"/>
                <order attribute="name" descending="true"/>
                <filter type="or"><condition attribute="name" operator="like" value="%a &amp; b%"/>
                <condition attribute="statecode" operator="in"><value>0</value><value>1</value></condition></filter>
            </entity></fetch>"#,
        )
        .unwrap();
        assert_eq!((fetch.count, fetch.page, fetch.total), (Some(5), 2, true));
        assert_eq!(fetch.order, [("name".to_owned(), true)]);
        let Some(Expr::Or(parts)) = fetch.filter else {
            panic!()
        };
        let text = Expr::Literal(Literal::Text("a & b".into()));
        assert_eq!(
            parts[0],
            Expr::Call(Function::Contains, vec![Expr::Path("name".into()), text])
        );
        assert!(matches!(&parts[1], Expr::In(_, values) if values.len() == 2));
    }

    #[test]
    fn says_what_it_does_not_understand() {
        let with = |inside: &str| {
            read_now(&format!(
                "<fetch><entity name='a'>{inside}</entity></fetch>"
            ))
        };
        assert!(matches!(
            with("<link-entity name='b'/>"),
            Err(FetchError::Invalid(_))
        ));
        let condition = "<filter><condition attribute='x' operator='eq-userlanguage'/></filter>";
        assert!(matches!(with(condition), Err(FetchError::Unsupported(_))));
        assert!(matches!(read_now("<fetch>"), Err(FetchError::Invalid(_))));
        assert!(matches!(
            read_now(&"<a>".repeat(10_000)),
            Err(FetchError::Invalid(_))
        ));
    }

    #[test]
    fn operators_about_time_and_caller_become_comparisons() {
        let of = |operator: &str, value: &str| {
            let condition =
                format!("<condition attribute='x' operator='{operator}' value='{value}'/>");
            read_now(&format!(
                "<fetch><entity name='a'><filter>{condition}</filter></entity></fetch>"
            ))
        };
        for operator in [
            "last-x-days",
            "next-x-months",
            "olderthan-x-weeks",
            "in-fiscal-year",
            "on-or-after",
        ] {
            assert!(of(operator, "2025-01-01").is_err() || operator == "on-or-after");
            assert!(of(operator, "3").is_ok(), "{operator}");
        }
        for operator in ["this-month", "last-seven-days", "eq-userid", "ne-userid"] {
            assert!(of(operator, "").is_ok(), "{operator}");
        }
        assert!(of("eq-businessid", "").is_err());
    }

    #[test]
    fn reads_linked_tables() {
        let fetch = read_now(
            r#"<fetch distinct="true"><entity name="account"><attribute name="name"/>
                <link-entity name="contact" from="contactid" to="primarycontactid" alias="c" link-type="outer">
                  <attribute name="fullname" alias="who"/><order attribute="lastname"/>
                  <filter><condition attribute="statecode" operator="eq" value="0"/></filter>
                  <link-entity name="systemuser" from="systemuserid" to="ownerid"/>
                </link-entity>
                <filter><condition entityname="c" attribute="contactid" operator="null"/></filter>
            </entity></fetch>"#,
        )
        .unwrap();
        assert!(fetch.distinct);
        let [link] = fetch.links.as_slice() else {
            panic!("{fetch:?}")
        };
        assert_eq!((link.alias.as_str(), link.kind), ("c", LinkKind::Outer));
        assert_eq!(link.links[0].alias, "systemuser1");
        assert!(link.filter.is_some());
        let Some(Expr::Compare(Comparison::Eq, path, _)) = &fetch.filter else {
            panic!("{fetch:?}")
        };
        assert_eq!(**path, Expr::Path("c.contactid".into()));
    }

    proptest! {
        #[test]
        fn garbage_never_panics(text in any::<String>()) {
            let _ = read_now(&text);
        }

        #[test]
        fn shuffled_pieces_never_panic(pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<fetch>", "</fetch>", "<entity name='a'>", "</entity>", "<filter>", "</filter>", "<value>", "x",
                "</value>", "<condition attribute='a' operator='in'>", "</condition>", "<attribute name='b'/>", "&amp;",
                "<link-entity name='b' from='c' to='d'>", "</link-entity>", "<order attribute='a'/>", "<condition attribute='a' operator='between' value='1'/>",
            ]), 0..20)) {
            let _ = read_now(&pieces.concat());
        }
    }
}
