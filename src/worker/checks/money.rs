//! Currencies: what exists where, at which rate, with how many decimals.

use super::{Check, CheckKind, Examination, all, listed};
use crate::model::reason::{Cause, Problem};
use crate::model::{Record, Side, Sides, Value};
use crate::remote::Identity;
use std::collections::{BTreeMap, BTreeSet};

/// Decimals of amounts in Business Central unless somebody sets others.
const USUAL_DECIMALS: u32 = 2;

/// One currency of one side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Currency {
    /// Decimals of amounts, if the side tells.
    decimals: Option<u32>,
    /// Whether it has a rate.
    rated: bool,
}

/// The currencies of one side by their ISO codes.
type Currencies = BTreeMap<String, Currency>;

/// Rates, currencies that one side lacks, decimals, and the local currencies.
pub(super) async fn checks(
    examination: &Examination<'_>,
    identities: &Sides<Option<Identity>>,
) -> Vec<Check> {
    use CheckKind as K;
    let local = |side: Side| {
        let identity = identities.get(side).as_ref()?;
        identity.local_currency.clone()
    };
    let local = Sides::from_fn(local);
    let wanted = [K::ExchangeRates, K::LocalCurrency, K::CurrencyPrecision]
        .into_iter()
        .any(|kind| examination.wants(kind));
    let mut checks = Vec::new();
    if wanted {
        let bc = match &identities.bc {
            Some(_) => of_bc(examination).await,
            None => None,
        };
        let dv = match &identities.dv {
            Some(_) => of_dv(examination).await,
            None => None,
        };
        checks.push(rates(Side::Bc, bc.as_ref(), dv.as_ref(), &local));
        checks.push(rates(Side::Dv, dv.as_ref(), bc.as_ref(), &local));
        checks.push(missing(Side::Bc, bc.as_ref(), dv.as_ref(), &local));
        checks.push(missing(Side::Dv, dv.as_ref(), bc.as_ref(), &local));
        checks.push(precision(bc.as_ref(), dv.as_ref(), local.bc.as_deref()));
    }
    checks.push(same(&local));
    checks
}

fn text(record: &Record, field: &str) -> String {
    let text = record.fields.value(field).as_text().unwrap_or_default();
    text.trim().to_owned()
}

/// Business Central's currencies; a service without these tables has none to check.
async fn of_bc(examination: &Examination<'_>) -> Option<Currencies> {
    let bc = examination.remote(Side::Bc);
    let rows = match all(bc, "currencies", &["code", "amountDecimalPlaces"]).await {
        Ok(rows) => rows,
        Err(_) => all(bc, "currencies", &["code"]).await.ok()?,
    };
    let rated: BTreeSet<String> = all(bc, "currencyExchangeRates", &["currencyCode"])
        .await
        .ok()?
        .iter()
        .map(|rate| text(rate, "currencyCode"))
        .collect();
    let currencies = rows.iter().map(|row| {
        let code = text(row, "code");
        let rated = rated.contains(&code);
        // `2:2`: at least and at most.
        let places = text(row, "amountDecimalPlaces");
        let most = places.rsplit(':').next().and_then(|most| most.parse().ok());
        let decimals = most;
        (code, Currency { decimals, rated })
    });
    Some(currencies.filter(|(code, _)| !code.is_empty()).collect())
}

async fn of_dv(examination: &Examination<'_>) -> Option<Currencies> {
    let fields = ["isocurrencycode", "exchangerate", "currencyprecision"];
    let rows = all(
        examination.remote(Side::Dv),
        "transactioncurrencies",
        &fields,
    )
    .await
    .ok()?;
    let currencies = rows.iter().map(|row| {
        let rated = match row.fields.value("exchangerate") {
            Value::Decimal(rate) => !rate.is_zero(),
            Value::Int(rate) => *rate != 0,
            _ => false,
        };
        let decimals = match row.fields.value("currencyprecision") {
            Value::Int(places) => u32::try_from(*places).ok(),
            _ => None,
        };
        (text(row, "isocurrencycode"), Currency { decimals, rated })
    });
    Some(currencies.filter(|(code, _)| !code.is_empty()).collect())
}

/// Currencies of one side without a rate, if they are used on both sides or would have to be.
fn rates(
    side: Side,
    own: Option<&Currencies>,
    other: Option<&Currencies>,
    local: &Sides<Option<String>>,
) -> Check {
    let kind = CheckKind::ExchangeRates;
    let Some(own) = own else {
        return Check::unknown(kind, Some(side));
    };
    let without = own.iter().filter(|(code, currency)| {
        // Business Central's currencies go over by themselves; those of Dataverse matter where Business Central has them.
        let used = side == Side::Bc || other.is_none_or(|other| other.contains_key(*code));
        !currency.rated && used && local.get(side).as_ref() != Some(code)
    });
    let without = listed(without.map(|(code, _)| code));
    Check::none_of(kind, Some(side), Cause::MissingExchangeRate, &without)
}

/// Currencies that the other side uses and this one lacks: the other's local currency above all.
fn missing(
    side: Side,
    own: Option<&Currencies>,
    other: Option<&Currencies>,
    local: &Sides<Option<String>>,
) -> Check {
    let kind = CheckKind::LocalCurrency;
    let (Some(own), Some(other)) = (own, other) else {
        return Check::unknown(kind, Some(side));
    };
    let has = |code: &String| own.contains_key(code) || local.get(side).as_ref() == Some(code);
    let problem = |list: &str| Problem::new(Cause::CurrencyMissing).with("list", list);
    if let Some(code) = local.get(side.other()).as_ref().filter(|code| !has(code)) {
        return Check::failed(kind, Some(side), problem(code));
    }
    // The mapping CURRENCY brings the rest to Dataverse; nothing brings any to Business Central.
    let lacking = other.keys().filter(|code| !has(code));
    let lacking = match side {
        Side::Bc => listed(lacking),
        Side::Dv => String::new(),
    };
    if lacking.is_empty() {
        Check::ok(kind, Some(side), local.get(side.other()).clone())
    } else {
        Check::warning(kind, Some(side), problem(&lacking))
    }
}

fn precision(bc: Option<&Currencies>, dv: Option<&Currencies>, local: Option<&str>) -> Check {
    let kind = CheckKind::CurrencyPrecision;
    let side = Some(Side::Dv);
    let (Some(bc), Some(dv)) = (bc, dv) else {
        return Check::unknown(kind, side);
    };
    // The local currency often has no row of its own; its amounts have the usual decimals then.
    let unlisted = local
        .filter(|code| !bc.contains_key(*code))
        .map(|code| (code, USUAL_DECIMALS));
    let listed_ones = bc
        .iter()
        .filter_map(|(code, currency)| Some((code.as_str(), currency.decimals?)));
    let fewer = listed_ones.chain(unlisted).filter_map(|(code, here)| {
        let there = dv.get(code)?.decimals?;
        (there < here).then(|| format!("{code} ({there} < {here})"))
    });
    Check::none_of(kind, side, Cause::CurrencyPrecision, &listed(fewer))
}

/// Amounts are carried over unchanged, which is right only if both sides keep their books in one currency.
fn same(local: &Sides<Option<String>>) -> Check {
    let kind = CheckKind::SameCurrency;
    match (&local.bc, &local.dv) {
        (Some(bc), Some(dv)) if bc == dv => Check::ok(kind, None, Some(bc.clone())),
        (Some(bc), Some(dv)) => Check::warning(
            kind,
            None,
            Problem::new(Cause::CurrenciesDiffer)
                .with("was", bc)
                .with("is", dv),
        ),
        _ => Check::unknown(kind, None),
    }
}
