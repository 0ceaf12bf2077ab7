//! The virtual field `exchangeRate` of `currencies`: the newest rate that holds today, foreign units for one local unit.

use super::{Bc, tables};
use crate::model::reason::Problem;
use crate::model::{FieldKind, FieldName, FieldSchema, Record, SetName, Side, Value};
use crate::remote::http::{Answer, Call};
use crate::remote::odata::page::RowPlan;
use crate::remote::odata::read;
use crate::remote::odata::table::{Table, WireField};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::rc::Rc;

/// The virtual field.
pub(super) const FIELD: &str = "exchangeRate";
/// The field of a currency by which its rates are found.
pub(super) const CODE: &str = "code";
/// The set that has the virtual field.
pub(super) const CURRENCIES: &str = "currencies";
/// The set that the rates are read from.
pub(super) const RATES: &str = "currencyExchangeRates";
/// Decimals of a rate; Dataverse keeps ten.
const DECIMALS: u32 = 10;

/// The virtual field as the schema shows it.
pub(super) fn virtual_field() -> (FieldSchema, WireField) {
    let name = FieldName::new(FIELD);
    let kind = FieldKind::Decimal {
        scale: Some(DECIMALS),
    };
    (
        FieldSchema {
            name: name.clone(),
            kind: kind.clone(),
            read_only: true,
            required: false,
        },
        WireField {
            name,
            kind,
            property: FIELD.to_owned(),
            target: None,
            bind: None,
            quoted: false,
        },
    )
}

/// Whether a table has the virtual field.
pub(super) fn has_rate(table: &Table) -> bool {
    table.set().as_str() == CURRENCIES && table.field(FIELD).is_some()
}

/// How the rates are asked for.
pub(super) struct Asking {
    table: Rc<Table>,
    /// The call of the first page.
    pub call: Call,
}

/// Prepares to ask for the rates that hold today.
///
/// # Errors
/// The set of rates does not exist.
pub(super) async fn ask(bc: &Bc) -> Result<Asking, Problem> {
    let table = tables::table(bc, &SetName::new(RATES)).await?;
    let wire = table.wire_fields(Side::Bc, &names())?;
    let select = table.select(&wire);
    let filter = format!("startingDate le {}", bc.today());
    let options = [("$select", select.as_str()), ("$filter", filter.as_str())];
    let url = read::query_url(&bc.client, &table.path, &options);
    let size = format!("odata.maxpagesize={}", bc.client.limits.page_size);
    Ok(Asking {
        call: Call::get(url).with("prefer", size),
        table,
    })
}

fn names() -> [FieldName; 4] {
    [
        "currencyCode",
        "startingDate",
        "exchangeRateAmount",
        "relationalExchangeRateAmount",
    ]
    .map(FieldName::new)
}

/// The rates that hold today, by currency code, from the answer to the first page.
///
/// # Errors
/// They cannot be read.
pub(super) async fn read(
    bc: &Bc,
    asking: &Asking,
    first: &Answer,
) -> Result<HashMap<String, Decimal>, Problem> {
    let wire = asking.table.wire_fields(Side::Bc, &names())?;
    let plan = RowPlan::reading(&asking.table, wire);
    let page = read::whole_from(&bc.client, &plan, &asking.call, first).await?;
    Ok(newest(&page.records, bc.today()))
}

fn newest(records: &[Record], today: Date) -> HashMap<String, Decimal> {
    let mut newest: HashMap<String, (Date, Decimal)> = HashMap::new();
    for record in records {
        let fields = &record.fields;
        // A rate without a starting day holds since ever.
        let start = match fields.value("startingDate") {
            Value::Date(day) => *day,
            _ => Date::MIN,
        };
        let (Some(code), Some(amount), Some(relational)) = (
            fields.value("currencyCode").as_text(),
            fields.value("exchangeRateAmount").as_decimal(),
            fields.value("relationalExchangeRateAmount").as_decimal(),
        ) else {
            continue;
        };
        let Some(rate) = amount.checked_div(relational) else {
            continue;
        };
        let newer = newest.get(code).is_none_or(|(known, _)| *known <= start);
        if start <= today && newer {
            newest.insert(
                code.to_owned(),
                (start, rate.round_dp(DECIMALS).normalize()),
            );
        }
    }
    newest
        .into_iter()
        .map(|(code, (_, rate))| (code, rate))
        .collect()
}

/// Adds the rates to currencies and drops the code again where it was not asked for.
pub(super) fn add(records: &mut [Record], rates: &HashMap<String, Decimal>, fields: &[FieldName]) {
    for record in records {
        let code = record.fields.value(CODE).as_text().unwrap_or_default();
        let rate = rates.get(code).copied();
        let rate = rate.map_or(Value::Empty, Value::Decimal);
        let read = std::mem::take(&mut record.fields);
        record.fields = fields
            .iter()
            .map(|name| {
                let value = if name.as_str() == FIELD {
                    rate.clone()
                } else {
                    read.value(name.as_str()).clone()
                };
                (name.clone(), value)
            })
            .collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_newest_rate_that_holds_today_wins() {
        let rate = |code: &str, day: &str, amount: &str, relational: &str| Record {
            id: Uuid::nil(),
            etag: None,
            modified: None,
            modified_by: None,
            fields: [
                ("currencyCode", Value::text(code)),
                (
                    "startingDate",
                    day.parse().map_or(Value::Empty, Value::Date),
                ),
                (
                    "exchangeRateAmount",
                    Value::Decimal(amount.parse().unwrap()),
                ),
                (
                    "relationalExchangeRateAmount",
                    Value::Decimal(relational.parse().unwrap()),
                ),
            ]
            .into_iter()
            .map(|(name, value)| (FieldName::new(name), value))
            .collect(),
        };
        let records = [
            rate("USD", "2026-01-01", "100", "90"),
            rate("USD", "2026-06-01", "100", "87.5"),
            rate("USD", "2027-01-01", "100", "1"),
            rate("GBP", "", "1", "3"),
            rate("XXX", "2026-01-01", "100", "0"),
        ];
        let rates = newest(&records, "2026-11-22".parse().unwrap());
        assert_eq!(rates.get("USD").unwrap().to_string(), "1.1428571429");
        assert_eq!(rates.get("GBP").unwrap().to_string(), "0.3333333333");
        assert_eq!(rates.get("XXX"), None);
    }
}
