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

    /// Name, sets, direction, whether uncoupled records are left alone, filters.
    fn properties(name: &str) -> (String, String, Direction, bool, [String; 2]) {
        let mapping = named(name);
        let filter = |side: Side| mapping.filters.get(side).clone().unwrap_or_default();
        (
            mapping.sets.bc.to_string(),
            mapping.sets.dv.to_string(),
            mapping.direction,
            mapping.only_coupled,
            [filter(Side::Bc), filter(Side::Dv)],
        )
    }

    #[test]
    fn currencies_go_to_dataverse_without_a_filter_s206() {
        let (_, _, direction, only_coupled, filters) = properties("CURRENCY");
        assert_eq!((direction, only_coupled), (Direction::ToDataverse, false));
        assert_eq!(filters, ["", ""]);
    }

    #[test]
    fn vendors_flow_both_ways_if_they_are_not_blocked_s208() {
        let (_, _, direction, only_coupled, [bc, dv]) = properties("VENDOR");
        assert_eq!((direction, only_coupled), (Direction::Both, true));
        assert_eq!(bc, "blocked eq '_x0020_'");
        assert_eq!(dv, "statecode eq 0 and customertypecode eq 11");
    }

    #[test]
    fn contacts_are_people_with_a_company_s209() {
        let (_, _, direction, _, [bc, dv]) = properties("CONTACT");
        assert_eq!(direction, Direction::Both);
        assert_eq!(bc, "type eq 'Person' and companyNumber ne ''");
        assert!(dv.starts_with("statecode eq 0"));
    }

    #[test]
    fn price_lists_and_prices_go_to_dataverse_s211_s212() {
        for name in ["PRICE-LIST-LOCAL", "PRICE-LIST", "PRICE"] {
            assert_eq!(properties(name).2, Direction::ToDataverse, "{name}");
        }
    }

    #[test]
    fn invoices_go_to_dataverse_once_they_are_posted_s214() {
        let (_, _, direction, _, [bc, _]) = properties("SALES-INVOICE");
        assert_eq!(direction, Direction::ToDataverse);
        assert!(bc.contains("'Open'") && !bc.contains("Draft"));
        assert_eq!(properties("SALES-INVOICE-LINE").2, Direction::ToDataverse);
    }

    #[test]
    fn salespeople_come_from_users_who_are_people_s215() {
        let (_, _, direction, only_coupled, [_, dv]) = properties("SALESPERSON");
        assert_eq!(
            (direction, only_coupled),
            (Direction::ToBusinessCentral, true)
        );
        assert_eq!(
            dv,
            "isdisabled eq false and islicensed eq true and isintegrationuser eq false"
        );
    }

    #[test]
    fn each_set_is_mapped_to_its_table_s218() {
        let sets = |name: &str| {
            let (bc, dv, ..) = properties(name);
            format!("{bc} {dv}")
        };
        for (name, expected) in [
            ("SALESPERSON", "salespeoplePurchasers systemusers"),
            ("CUSTOMER", "customers accounts"),
            ("VENDOR", "vendors accounts"),
            ("CONTACT", "contacts contacts"),
            ("CURRENCY", "currencies transactioncurrencies"),
            ("ITEM", "items products"),
            ("OPPORTUNITY", "opportunities opportunities"),
            ("SALES-INVOICE", "salesInvoices invoices"),
            ("SALES-INVOICE-LINE", "salesInvoiceLines invoicedetails"),
            ("SALES-ORDER", "salesOrders salesorders"),
            ("SALES-ORDER-LINE", "salesOrderLines salesorderdetails"),
            ("UNIT-GROUP", "unitsOfMeasure uomschedules"),
            ("UNIT-OF-MEASURE", "unitsOfMeasure uoms"),
        ] {
            assert_eq!(sets(name), expected);
        }
    }

    #[test]
    fn what_others_refer_to_runs_first_s220_s221() {
        let order: Vec<String> = defaults()
            .iter()
            .map(|mapping| mapping.name.to_string())
            .collect();
        let place = |name: &str| order.iter().position(|other| other == name).unwrap();
        let first = [
            "CURRENCY",
            "UNIT-OF-MEASURE",
            "CUSTOMER",
            "CONTACT",
            "OPPORTUNITY",
        ];
        assert!(first.is_sorted_by_key(|name| place(name)));
        assert!(place("SALESPERSON") < place("CUSTOMER"));
        assert!(place("PAYMENT-TERMS") < place("CUSTOMER"));
        assert!(place("SALES-INVOICE") < place("SALES-INVOICE-LINE"));
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
