//! The order in which mappings run: dependencies first.

use crate::model::reason::{Cause, Problem};
use crate::model::{MappingName, TableMapping};

/// Picks the mappings of a run and puts dependencies before what depends on them.
///
/// Without names, all enabled mappings take part. Named mappings take part even if they are disabled. A dependency that
/// does not take part changes the order of nothing. Mappings that depend on each other in a circle keep their stored order.
///
/// # Errors
/// [`Cause::InvalidMapping`] if a name is not known.
pub(super) fn in_order(
    all: Vec<TableMapping>,
    names: &[MappingName],
) -> Result<Vec<TableMapping>, Problem> {
    for name in names {
        if !all.iter().any(|mapping| &mapping.name == name) {
            return Err(Problem::new(Cause::InvalidMapping)
                .of(name)
                .with("mapping", name));
        }
    }
    let mut waiting: Vec<TableMapping> = all
        .into_iter()
        .filter(|m| {
            if names.is_empty() {
                m.enabled
            } else {
                names.contains(&m.name)
            }
        })
        .collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|mapping| {
            !mapping
                .depends_on
                .iter()
                .any(|on| *on != mapping.name && waiting.iter().any(|other| other.name == *on))
        });
        ordered.push(waiting.remove(ready.unwrap_or(0)));
    }
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::mapping;

    fn names(mappings: &[TableMapping]) -> Vec<&str> {
        mappings.iter().map(|m| m.name.as_str()).collect()
    }

    fn depending(name: &str, on: &[&str]) -> TableMapping {
        TableMapping {
            depends_on: on.iter().map(MappingName::new).collect(),
            ..mapping(name)
        }
    }

    #[test]
    fn dependencies_come_first_and_the_rest_keeps_its_order() {
        let all = vec![
            depending("CONTACT", &["CUSTOMER"]),
            depending("CUSTOMER", &["CURRENCY"]),
            mapping("CURRENCY"),
            mapping("ITEM"),
        ];
        let ordered = in_order(all, &[]).unwrap();
        assert_eq!(names(&ordered), ["CURRENCY", "CUSTOMER", "CONTACT", "ITEM"]);
    }

    #[test]
    fn a_circle_still_runs() {
        let all = vec![depending("A", &["B"]), depending("B", &["A"])];
        assert_eq!(in_order(all, &[]).unwrap().len(), 2);
    }

    #[test]
    fn disabled_mappings_run_only_when_they_are_named() {
        let off = TableMapping {
            enabled: false,
            ..mapping("OFF")
        };
        assert!(in_order(vec![off.clone()], &[]).unwrap().is_empty());
        assert_eq!(in_order(vec![off], &["OFF".into()]).unwrap().len(), 1);
    }

    #[test]
    fn an_unknown_name_is_refused() {
        assert_eq!(
            in_order(vec![], &["NOPE".into()]).unwrap_err().cause,
            Cause::InvalidMapping
        );
    }
}
