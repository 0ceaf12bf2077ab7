//! The mappings that come with the program (`docs/mappings.md`), as mapping files in `assets/mappings`.

use super::mapping::TableMapping;
use super::mapping_file::{FileFault, read};

/// The files, in the order in which their mappings run.
const FILES: [&str; 15] = [
    include_str!("../../assets/mappings/currency.toml"),
    include_str!("../../assets/mappings/salesperson.toml"),
    include_str!("../../assets/mappings/payment-terms.toml"),
    include_str!("../../assets/mappings/shipment-method.toml"),
    include_str!("../../assets/mappings/unit-of-measure.toml"),
    include_str!("../../assets/mappings/customer.toml"),
    include_str!("../../assets/mappings/vendor.toml"),
    include_str!("../../assets/mappings/contact.toml"),
    include_str!("../../assets/mappings/item.toml"),
    include_str!("../../assets/mappings/opportunity.toml"),
    include_str!("../../assets/mappings/document-terms.toml"),
    include_str!("../../assets/mappings/price-list.toml"),
    include_str!("../../assets/mappings/sales-order.toml"),
    include_str!("../../assets/mappings/sales-quote.toml"),
    include_str!("../../assets/mappings/sales-invoice.toml"),
];

/// The default mappings; a test reads them, so that faults can only come from a damaged program.
pub fn default_mappings() -> Result<Vec<TableMapping>, Vec<FileFault>> {
    let mut mappings = Vec::new();
    for file in FILES {
        mappings.extend(read(file)?);
    }
    Ok(mappings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::mapping::FieldSource;
    use crate::model::mapping_file::write;
    use crate::model::{Direction, Side};

    fn defaults() -> Vec<TableMapping> {
        default_mappings().unwrap()
    }

    fn named(name: &str) -> TableMapping {
        let mut all = defaults().into_iter();
        all.find(|mapping| mapping.name.as_str() == name).unwrap()
    }

    #[test]
    fn all_files_read_and_those_of_the_main_job_are_enabled() {
        let on = |enabled: bool| {
            let all = defaults()
                .into_iter()
                .filter(move |mapping| mapping.enabled == enabled);
            all.map(|mapping| mapping.name.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            on(true),
            [
                "CURRENCY",
                "SALESPERSON",
                "PAYMENT-TERMS",
                "UNIT-GROUP",
                "UNIT-OF-MEASURE",
                "CUSTOMER",
                "CONTACT",
                "ITEM",
            ]
        );
        assert_eq!(
            on(false),
            [
                "SHIPMENT-METHOD",
                "VENDOR",
                "OPPORTUNITY",
                "PAYMENT-TERMS-ORDER",
                "PAYMENT-TERMS-QUOTE",
                "PAYMENT-TERMS-INVOICE",
                "SHIPMENT-METHOD-ORDER",
                "SHIPMENT-METHOD-QUOTE",
                "PRICE-LIST-LOCAL",
                "PRICE-LIST",
                "PRICE",
                "SALES-ORDER",
                "SALES-ORDER-LINE",
                "SALES-QUOTE",
                "SALES-QUOTE-LINE",
                "SALES-INVOICE",
                "SALES-INVOICE-LINE",
            ]
        );
    }

    #[test]
    fn the_whole_set_can_be_written_and_read_again() {
        assert_eq!(read(&write(&defaults())), Ok(defaults()));
    }

    #[test]
    fn dependencies_and_lookups_name_mappings_that_stand_before() {
        let mut before: Vec<String> = Vec::new();
        for mapping in defaults() {
            let lookups = mapping
                .fields
                .iter()
                .filter_map(|field| field.lookup.as_ref());
            let needed = lookups
                .map(|lookup| &lookup.mapping)
                .chain(&mapping.depends_on);
            for name in needed {
                assert!(
                    before.contains(&name.to_string()),
                    "{}: {name}",
                    mapping.name
                );
            }
            for lookup in mapping
                .active_fields()
                .filter_map(|field| field.lookup.as_ref())
            {
                assert!(
                    mapping.depends_on.contains(&lookup.mapping),
                    "{}: {}",
                    mapping.name,
                    lookup.mapping
                );
            }
            before.push(mapping.name.to_string());
        }
    }

    #[test]
    fn every_mapping_but_those_of_lines_can_be_matched() {
        let lines = |mapping: &TableMapping| mapping.name.as_str().ends_with("-LINE");
        for mapping in defaults().into_iter().filter(|mapping| !lines(mapping)) {
            assert!(
                mapping
                    .active_fields()
                    .any(|field| field.matching.is_some()),
                "{}",
                mapping.name
            );
        }
    }

    #[test]
    fn customers_have_the_fields_that_people_expect() {
        let customer = named("CUSTOMER");
        let rows: Vec<_> = customer
            .active_fields()
            .map(|field| {
                let FieldSource::Pair(pair) = &field.source else {
                    panic!()
                };
                (pair.bc.as_str(), field.direction, pair.dv.as_str())
            })
            .collect();
        let (both, to_dv) = (Direction::Both, Direction::ToDataverse);
        assert_eq!(
            rows,
            [
                ("number", to_dv, "accountnumber"),
                ("displayName", both, "name"),
                ("addressLine1", both, "address1_line1"),
                ("addressLine2", both, "address1_line2"),
                ("postalCode", both, "address1_postalcode"),
                ("city", both, "address1_city"),
                ("state", both, "address1_stateorprovince"),
                ("country", both, "address1_country"),
                ("phoneNumber", both, "telephone1"),
                ("email", both, "emailaddress1"),
                ("website", both, "websiteurl"),
                ("currencyId", both, "transactioncurrencyid"),
                ("paymentTermsId", both, "paymenttermscode"),
                ("creditLimit", to_dv, "creditlimit"),
                ("salespersonCode", to_dv, "ownerid"),
            ]
        );
        let grouped = customer
            .fields
            .iter()
            .filter(|field| field.group.as_deref() == Some("address"));
        assert_eq!(grouped.count(), 6);
    }

    #[test]
    fn option_sets_and_names_are_what_the_connectors_offer() {
        assert!(named("PAYMENT-TERMS").is_option_set());
        let contact = named("CONTACT");
        let name = contact.fields.first().unwrap();
        assert_eq!(name.fields_of(Side::Dv).len(), 2);
        assert_eq!(
            named("ITEM")
                .observed(Side::Bc)
                .iter()
                .filter(|name| name.as_str() == "unitCost")
                .count(),
            1
        );
    }
}
