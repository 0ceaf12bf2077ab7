//! What the default mappings name, both services have.

use crate::office::services;
use raccord::merge::MergeRules;
use raccord::model::defaults::default_mappings;
use raccord::model::mapping::FieldSource;
use raccord::model::{FieldKind, Side, Sides};
use raccord::remote::{ReadFrom, ReadRequest};

/// Required fields that need no value from a mapping: a group brings its first unit with it, so that units are only
/// matched; Dataverse gives an opportunity its base currency, a line the name of its product, a price its rounding.
const EXEMPT: [(&str, &str); 11] = [
    ("UNIT-OF-MEASURE", "baseuom"),
    ("UNIT-OF-MEASURE", "quantity"),
    ("UNIT-OF-MEASURE", "uomscheduleid"),
    ("OPPORTUNITY", "transactioncurrencyid"),
    ("PRICE", "percentage"),
    ("PRICE", "roundingoptionamount"),
    ("PRICE", "roundingoptioncode"),
    ("PRICE", "roundingpolicycode"),
    ("SALES-ORDER", "ispricelocked"),
    ("SALES-ORDER-LINE", "salesorderdetailname"),
    ("SALES-INVOICE-LINE", "invoicedetailname"),
];

#[tokio::test(flavor = "current_thread")]
async fn every_field_and_filter_of_the_defaults_is_understood() {
    let (_server, remotes) = services();
    let mut faults = Vec::new();
    for mapping in default_mappings().unwrap() {
        for side in Side::BOTH {
            let remote = remotes.get(side);
            let set = mapping.sets.get(side);
            let schema = match remote.schema(set).await {
                Ok(schema) => schema,
                Err(problem) => {
                    faults.push(format!("{} {set}: {problem}", mapping.name));
                    continue;
                }
            };
            for name in mapping.observed(side) {
                if schema.field(name.as_str()).is_none() {
                    faults.push(format!("{} {set}: no field {name}", mapping.name));
                }
            }
            for (name, _) in mapping.on_create.get(side) {
                if schema
                    .field(name.as_str())
                    .is_none_or(|field| field.read_only)
                {
                    faults.push(format!("{} {set}: cannot set {name}", mapping.name));
                }
            }
            let request = ReadRequest {
                set: set.clone(),
                fields: mapping.observed(side),
                filter: mapping.filters.get(side).clone(),
                from: ReadFrom::Start,
                page_size: 10,
                count: false,
            };
            for page in remote.read_pages(&[request]).await {
                if let Err(problem) = page {
                    faults.push(format!(
                        "{} {set}: {problem} {:?}",
                        mapping.name, problem.params
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "current_thread")]
async fn what_the_defaults_write_can_be_written() {
    let (_server, remotes) = services();
    let mut faults = Vec::new();
    for mapping in default_mappings().unwrap() {
        let bc = remotes.bc.schema(&mapping.sets.bc).await.unwrap();
        let dv = remotes.dv.schema(&mapping.sets.dv).await.unwrap();
        let rules = MergeRules::new(&mapping, Sides::new(Some(&*bc), Some(&*dv)));
        for rule in &rules.fields {
            for side in Side::BOTH {
                if rule.direction.writes(side) && *rule.read_only.get(side) {
                    faults.push(format!(
                        "{} {}: read-only on {side:?}",
                        mapping.name,
                        rule.name()
                    ));
                }
            }
            // A reference needs a lookup, and so does whatever else cannot be compared as it is.
            let reference = |side| {
                matches!(
                    rule.kind(side),
                    Some(FieldKind::Lookup { .. } | FieldKind::Guid)
                )
            };
            let refers = reference(Side::Bc) || reference(Side::Dv);
            let is_pair = matches!(rule.field.source, FieldSource::Pair(_));
            if is_pair && refers != rule.field.lookup.is_some() {
                faults.push(format!(
                    "{} {}: {:?}",
                    mapping.name,
                    rule.name(),
                    rule.kinds()
                ));
            }
        }
        for field in dv
            .fields
            .iter()
            .filter(|field| field.required && !field.read_only)
        {
            let set = mapping
                .on_create
                .dv
                .iter()
                .any(|(name, _)| *name == field.name);
            let mapped = mapping
                .active_fields()
                .any(|row| row.fields_of(Side::Dv).contains(&&field.name));
            let exempt = EXEMPT.contains(&(mapping.name.as_str(), field.name.as_str()));
            if !set
                && !exempt
                && !mapped
                && mapping.direction.writes(Side::Dv)
                && field.name != dv.key
            {
                faults.push(format!("{}: nothing fills {}", mapping.name, field.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
