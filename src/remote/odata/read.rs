//! Reads lists of records: by id, by field values, or a few pages whole.

use super::client::Client;
use super::filter;
use super::page::{RawPage, RowPlan};
use super::table::{Table, WireField};
use crate::model::reason::{Cause, Problem};
use crate::model::{Fields, Record};
use crate::remote::address::{encode_query, resolve_next};
use crate::remote::http::{Answer, Call};
use std::collections::HashSet;
use uuid::Uuid;

/// How a service wants lists to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manners {
    /// Whether `or` may join conditions on different fields.
    pub or_across_fields: bool,
    /// The `Prefer` header that makes lookups say what they refer to.
    pub annotations: Option<&'static str>,
    /// How records are counted.
    pub count: CountForm,
}

/// How a service counts the records that pass a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountForm {
    /// By `$count=true` beside a page of one record.
    Inline,
    /// By the path `…/$count`, which answers with a bare number; never above the limit.
    Segment {
        /// The number from which on the service stops counting.
        limit: u64,
    },
}

/// The address of a query.
pub fn query_url(client: &Client, path: &str, options: &[(&str, &str)]) -> String {
    let mut url = client.url(path);
    for (index, (name, value)) in options.iter().enumerate() {
        url.push(if index == 0 { '?' } else { '&' });
        url.push_str(name);
        url.push('=');
        url.push_str(&encode_query(value));
    }
    url
}

/// The `Prefer` header for a read.
pub fn prefer(manners: Manners, fields: &[&WireField], others: &[String]) -> Option<String> {
    let polymorphic = fields.iter().any(|field| field.target.is_some());
    let annotations = manners.annotations.filter(|_| polymorphic);
    let parts: Vec<&str> = others
        .iter()
        .map(String::as_str)
        .chain(annotations)
        .collect();
    (!parts.is_empty()).then(|| parts.join(","))
}

/// Adds a `Prefer` header, if there is something to prefer.
#[must_use]
pub fn preferring(call: Call, prefer: Option<&str>) -> Call {
    match prefer {
        Some(prefer) => call.with("prefer", prefer),
        None => call,
    }
}

/// Reads the records with those ids; ids that do not exist are not in the answer.
///
/// # Errors
/// Any of the requests failed.
pub async fn by_ids(
    client: &Client,
    table: &Table,
    manners: Manners,
    fields: &[&WireField],
    ids: &[Uuid],
) -> Result<Vec<Record>, Problem> {
    let conditions: Vec<String> = ids
        .chunks(client.limits.filter_terms.max(1))
        .map(|ids| filter::any_of(table, ids))
        .collect();
    let mut records =
        by_conditions(client, table, manners, fields, &conditions, usize::MAX).await?;
    // A service that does not understand the filter would answer with everything.
    let wanted: HashSet<&Uuid> = ids.iter().collect();
    records.retain(|record| wanted.contains(&record.id));
    Ok(records)
}

/// Reads the records for which one of the alternatives holds.
///
/// # Errors
/// Any of the requests failed, or a field does not exist.
pub async fn find(
    client: &Client,
    table: &Table,
    manners: Manners,
    fields: &[&WireField],
    among: &[Fields],
    limit: usize,
) -> Result<Vec<Record>, Problem> {
    let mut conditions: Vec<String> = Vec::new();
    let mut joined: Vec<String> = Vec::new();
    let mut joined_field = None;
    let mut length = 0;
    let close = |joined: &mut Vec<String>, conditions: &mut Vec<String>| {
        if !joined.is_empty() {
            conditions.push(joined.join(" or "));
            joined.clear();
        }
    };
    for alternative in among {
        let condition = filter::all_equal(table, alternative).map_err(|p| p.on(client.side))?;
        let only_field = (alternative.len() == 1)
            .then(|| alternative.iter().next().map(|(name, _)| name.clone()))
            .flatten();
        let joins =
            manners.or_across_fields || (only_field.is_some() && only_field == joined_field);
        let full = joined.len() >= client.limits.filter_terms
            || length + condition.len() > client.limits.url_bytes / 3;
        if !joins || full {
            close(&mut joined, &mut conditions);
            length = 0;
        }
        length += condition.len() + 8;
        joined_field = only_field;
        joined.push(if alternative.len() > 1 {
            format!("({condition})")
        } else {
            condition
        });
    }
    close(&mut joined, &mut conditions);
    let records = by_conditions(client, table, manners, fields, &conditions, limit).await?;
    let mut seen = HashSet::new();
    Ok(records
        .into_iter()
        .filter(|record| seen.insert(record.id))
        .take(limit)
        .collect())
}

async fn by_conditions(
    client: &Client,
    table: &Table,
    manners: Manners,
    fields: &[&WireField],
    conditions: &[String],
    limit: usize,
) -> Result<Vec<Record>, Problem> {
    let select = table.select(fields);
    let top = limit.min(5_000).to_string();
    let prefer = prefer(manners, fields, &[]);
    let calls: Vec<Call> = conditions
        .iter()
        .map(|condition| {
            let mut options = vec![
                ("$select", select.as_str()),
                ("$filter", condition.as_str()),
            ];
            if limit < usize::MAX {
                options.push(("$top", top.as_str()));
            }
            let call = Call::get(query_url(client, &table.path, &options));
            preferring(call, prefer.as_deref())
        })
        .collect();
    let plan = RowPlan::reading(table, fields.to_vec());
    let mut records = Vec::new();
    for (call, answer) in calls.iter().zip(client.read_all(&calls).await) {
        let page = plan.page(client.side, &answer?)?;
        records.extend(page.records);
        if let Some(next) = page.next
            && records.len() < limit
        {
            let enough = limit - records.len();
            let at = (call.url.as_str(), next.as_str());
            let rest = rest_of(client, &plan, at, prefer.as_deref(), enough).await?;
            records.extend(rest.records);
        }
    }
    Ok(records)
}

/// Reads every record of a list that is known to be short enough.
///
/// # Errors
/// Any of the requests failed, or the list does not end.
pub async fn whole(client: &Client, plan: &RowPlan<'_>, first: &Call) -> Result<RawPage, Problem> {
    let answer = client.read(first).await?;
    whole_from(client, plan, first, &answer).await
}

/// Reads every record of such a list whose first page is there already.
///
/// # Errors
/// Any of the requests failed, or the list does not end.
pub async fn whole_from(
    client: &Client,
    plan: &RowPlan<'_>,
    first: &Call,
    answer: &Answer,
) -> Result<RawPage, Problem> {
    let mut page = plan.page(client.side, answer)?;
    if let Some(next) = page.next.take() {
        let prefer = first.headers.iter().find(|(name, _)| *name == "prefer");
        let prefer = prefer.map(|(_, value)| value.as_str());
        let at = (first.url.as_str(), next.as_str());
        let rest = rest_of(client, plan, at, prefer, usize::MAX).await?;
        page.records.extend(rest.records);
        page.deleted.extend(rest.deleted);
        page.delta = rest.delta;
    }
    Ok(page)
}

/// Follows next links to the end, or until there is enough.
async fn rest_of(
    client: &Client,
    plan: &RowPlan<'_>,
    (page, link): (&str, &str),
    prefer: Option<&str>,
    enough: usize,
) -> Result<RawPage, Problem> {
    let mut rest = RawPage::default();
    let mut url = page.to_owned();
    let mut next = Some(link.to_owned());
    let mut seen = HashSet::new();
    while let Some(link) = next.take() {
        if rest.records.len() >= enough {
            break;
        }
        if !seen.insert(link.clone()) || seen.len() > client.limits.pages_of_a_list {
            return Err(Problem::new(Cause::MalformedAnswer)
                .on(client.side)
                .with("field", "@odata.nextLink")
                .saying("the next links lead in a circle"));
        }
        url = resolve_next(&client.root(), &url, &link).map_err(|p| p.on(client.side))?;
        let answer = client.read(&preferring(Call::get(&url), prefer)).await?;
        let page = plan.page(client.side, &answer)?;
        rest.records.extend(page.records);
        rest.deleted.extend(page.deleted);
        rest.delta = page.delta;
        next = page.next;
    }
    Ok(rest)
}
