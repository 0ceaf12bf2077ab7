//! Money: the rate that is copied into a row, and the rules of the currency table.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, def::FieldKind, draft::Draft, refusal::Refusal};

use super::{Dv, flow::round, refusals};

const CURRENCY: i32 = 9105;

/// Gives a row its currency and rate, and rounds its amounts to what the currency has.
pub(super) fn on_write(dv: &Dv, draft: &mut Draft) -> Result<(), Refusal> {
    if draft.def.set == "transactioncurrencies" {
        return check(dv, draft);
    }
    let Some(column) = draft.def.field("transactioncurrencyid") else {
        return Ok(());
    };
    let required = column.required;
    let amounts: Vec<(String, Decimal)> = draft
        .changes()
        .filter(|(field, _)| field.kind == FieldKind::Money)
        .filter_map(|(field, cell)| Some((field.name.to_string(), cell.as_decimal()?)))
        .collect();
    if draft.is_blank("transactioncurrencyid") && (required || !amounts.is_empty()) {
        draft.set(
            "transactioncurrencyid",
            Cell::Reference {
                id: dv.places().base_currency,
                table: CURRENCY,
            },
        );
    }
    let Some(currency) = draft.value("transactioncurrencyid").as_guid() else {
        return Ok(());
    };
    // The rate is copied whenever currency or amounts are written, and then stays as it is.
    if draft.sent("transactioncurrencyid").is_some() || !amounts.is_empty() {
        let rate = dv.stored("transactioncurrencies", currency, "exchangerate");
        draft.set("exchangerate", rate.unwrap_or(Cell::Null));
    }
    let precision = dv.currency_precision(currency);
    for (name, amount) in amounts {
        draft.set(&name, Cell::Decimal(round(amount, precision)));
    }
    Ok(())
}

fn check(dv: &Dv, draft: &mut Draft) -> Result<(), Refusal> {
    let base = draft.id == dv.places().base_currency;
    let rate = draft.decimal("exchangerate");
    if base && rate != Decimal::ONE {
        return Err(refusals::rule(
            "The exchange rate of the base currency cannot be modified.",
        ));
    }
    if base
        && draft
            .sent("statecode")
            .is_some_and(|state| *state != Cell::Int(0))
    {
        return Err(refusals::rule("The base currency cannot be deactivated."));
    }
    if !draft.is_blank("exchangerate") && rate <= Decimal::ZERO {
        return Err(refusals::rule(
            "The exchange rate must be greater than zero.",
        ));
    }
    let code = draft.text("isocurrencycode");
    if draft.sent("isocurrencycode").is_some() {
        if !(3..=5).contains(&code.chars().count()) {
            return Err(refusals::rule(format!(
                "'{code}' is not a valid currency code."
            )));
        }
        draft.set("isocurrencycode", Cell::text(code.to_uppercase()));
    }
    Ok(())
}

/// The base currency stays.
pub(super) fn before_delete(dv: &Dv, id: Uuid) -> Result<(), Refusal> {
    if id == dv.places().base_currency {
        return Err(refusals::rule("The base currency cannot be deleted."));
    }
    Ok(())
}
