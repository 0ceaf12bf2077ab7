//! Reads a set page by page: whole, or what changed by time of last change; with watermarks that miss nothing.
//!
//! A read by time is sorted by it: what changes while it runs moves to the end and is met there, so that the newest time
//! met is a true watermark. A whole read is not sorted (that would cost the service too much), so the newest time in the set
//! is asked for before it begins, in the same batch, and stays the watermark whatever later pages hold.
//!
//! A service whose links count rows (`$skip=2000`) loses one of them whenever a record of an earlier page moves to the end.
//! There, a read by time goes on from the newest time met, inclusive, instead of following the link.

use super::client::Client;
use super::filter;
use super::notes::Note;
use super::page::{self, RawPage, RowPlan};
use super::read::{self, CountForm, Manners};
use super::stream::PageReader;
use super::table::{Table, WireField};
use crate::model::FieldName;
use crate::model::reason::{Cause, Problem};
use crate::remote::address::{resolve_link, resolve_next};
use crate::remote::http::{Answer, Call};
use crate::remote::{Page, PageToken, ReadFrom, ReadRequest, Watermark};
use jiff::Timestamp;
use std::rc::Rc;

/// What kind of read a page belongs to; kept in the page token before the service's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// Everything, in the service's own order.
    Whole,
    /// What changed, sorted by time of last change.
    Since,
    /// What changed, in any order, from a service that cannot sort.
    Unsorted,
    /// Everything, with change tracking: unfiltered.
    Tracked,
    /// What a change log reports: unfiltered.
    Delta,
}

impl Course {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Whole, "whole"),
        (Self::Since, "since"),
        (Self::Unsorted, "unsorted"),
        (Self::Tracked, "tracked"),
        (Self::Delta, "delta"),
    ];

    fn word(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find_map(|(course, word)| (*course == self).then_some(*word))
            .unwrap_or("unsorted")
    }

    /// Whether the change log of the service is used.
    pub fn is_tracked(self) -> bool {
        matches!(self, Self::Tracked | Self::Delta)
    }

    fn is_complete(self) -> bool {
        matches!(self, Self::Whole | Self::Tracked)
    }
}

/// A page that is about to be read.
pub struct Reading {
    /// The entity set.
    pub table: Rc<Table>,
    /// The fields that were asked for.
    pub fields: Vec<FieldName>,
    /// What kind of read it is.
    pub course: Course,
    /// The calls: the newest time or the count first if it is needed, then the page.
    pub calls: Vec<Call>,
    /// Whether the first call asks for the newest time.
    pub probes: bool,
    /// Whether the first call counts.
    counts: Option<CountForm>,
    /// The watermark so far.
    newest: Option<Timestamp>,
    /// The page size that was asked for.
    page_size: usize,
    /// The mapping's filter.
    filter: Option<String>,
}

/// Splits a page token into the kind of read and the service's link.
fn course_of(token: &PageToken) -> (Course, &str) {
    match token.next_link.split_once(' ') {
        Some((word, link)) => {
            let mut all = Course::ALL.iter();
            let course = all.find_map(|(course, name)| (*name == word).then_some(*course));
            (course.unwrap_or(Course::Unsorted), link)
        }
        // Not one of ours: nothing may be concluded from what is missing in it.
        None => (Course::Unsorted, &token.next_link),
    }
}

/// Prepares to read a page.
///
/// # Errors
/// A field does not exist, or a page token cannot be read.
pub fn prepare(
    client: &Client,
    table: Rc<Table>,
    manners: Manners,
    request: &ReadRequest,
    sorts: bool,
) -> Result<Reading, Problem> {
    let page_size = request.page_size.clamp(1, client.limits.page_size);
    let mut preferences = vec![format!("odata.maxpagesize={page_size}")];
    let wire = table.wire_fields(client.side, &request.fields)?;
    let select = table.select(&wire);
    let (course, newest, mut calls, probes) = match (&request.from, &table.modified) {
        (ReadFrom::Next(token), _) => {
            let (course, link) = course_of(token);
            let url = resolve_link(&client.root(), link).map_err(|p| p.on(client.side))?;
            (course, token.newest, vec![Call::get(url)], false)
        }
        (ReadFrom::Since(Watermark::Delta(link)), _)
            if table.schema.change_tracking && covers(link, &wire, &table) =>
        {
            let url = resolve_link(&client.root(), link).map_err(|p| p.on(client.side))?;
            (Course::Delta, None, vec![Call::get(url)], false)
        }
        (ReadFrom::Since(Watermark::Modified(since)), Some(modified))
            if !table.schema.change_tracking =>
        {
            let filter = request.filter.as_deref();
            let url = changes_url(client, &table, modified, (&select, filter), *since, sorts);
            let course = if sorts {
                Course::Since
            } else {
                Course::Unsorted
            };
            (course, Some(*since), vec![Call::get(url)], false)
        }
        (ReadFrom::Start | ReadFrom::Since(_), modified) => {
            let tracked = table.schema.change_tracking && !request.fields.is_empty();
            let mut options = vec![("$select", select.as_str())];
            if let Some(filter) = request.filter.as_deref().filter(|_| !tracked) {
                options.push(("$filter", filter));
            }
            let mut calls = vec![Call::get(read::query_url(client, &table.path, &options))];
            let probes = !tracked && sorts && !request.fields.is_empty() && modified.is_some();
            if let (true, Some(modified)) = (probes, modified) {
                calls.insert(0, newest_call(client, &table, modified));
            }
            let course = if tracked {
                Course::Tracked
            } else {
                Course::Whole
            };
            (course, None, calls, probes)
        }
    };
    if course.is_tracked() {
        preferences.insert(0, "odata.track-changes".to_owned());
    }
    let prefer = read::prefer(manners, &wire, &preferences);
    if let Some(call) = calls.last_mut()
        && let Some(prefer) = prefer
    {
        call.headers.push(("prefer", prefer));
    }
    let counts = (request.count
        && match request.from {
            ReadFrom::Since(_) => matches!(course, Course::Since | Course::Unsorted),
            ReadFrom::Start => request.fields.is_empty(),
            ReadFrom::Next(_) => false,
        }
        && !client.notes.has_about(Note::NoCount, table.set().as_str()))
    .then_some(manners.count);
    if let Some(form) = counts {
        calls.insert(
            0,
            count_call(client, &table, form, request.filter.as_deref()),
        );
    }
    Ok(Reading {
        counts,
        fields: request.fields.clone(),
        course,
        calls,
        probes,
        newest,
        page_size: page_size as usize,
        filter: request.filter.clone(),
        table,
    })
}

/// The address of what changed since a moment, inclusive.
fn changes_url(
    client: &Client,
    table: &Table,
    modified: &str,
    (select, filter): (&str, Option<&str>),
    since: Timestamp,
    sorts: bool,
) -> String {
    let condition = format!("{modified} ge {since}");
    let filter = filter::both(filter, Some(&condition)).unwrap_or(condition);
    let order = format!("{modified} asc");
    let mut options = vec![("$select", select), ("$filter", filter.as_str())];
    if sorts {
        options.push(("$orderby", order.as_str()));
    }
    read::query_url(client, &table.path, &options)
}

/// Whether a link goes on after so many rows, and not after a certain one.
fn counts_rows(link: &str) -> bool {
    let query = link.split_once('?').map_or("", |(_, query)| query);
    let mut options = query.split('&').filter_map(|option| option.split_once('='));
    options.any(|(name, value)| {
        let name = name.replace("%24", "$").to_ascii_lowercase();
        ["$skip", "$skiptoken"].contains(&name.as_str())
            && !value.is_empty()
            && value.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Where a read by time goes on instead of at a link that counts rows; nothing if it has come no further in time.
fn beyond(
    client: &Client,
    reading: &Reading,
    link: &str,
    here: Option<Timestamp>,
) -> Result<Option<String>, Problem> {
    let (Course::Since, Some(here), Some(modified)) =
        (reading.course, here, &reading.table.modified)
    else {
        return Ok(None);
    };
    if !counts_rows(link) || reading.newest.is_some_and(|newest| here <= newest) {
        return Ok(None);
    }
    let wire = reading.table.wire_fields(client.side, &reading.fields)?;
    let select = reading.table.select(&wire);
    let what = (select.as_str(), reading.filter.as_deref());
    let url = changes_url(client, &reading.table, modified, what, here, true);
    Ok(Some(url))
}

/// Asks for the newest time of last change in the set.
fn newest_call(client: &Client, table: &Table, modified: &str) -> Call {
    let select = format!("{},{modified}", table.key);
    let order = format!("{modified} desc");
    let options = [
        ("$select", select.as_str()),
        ("$orderby", order.as_str()),
        ("$top", "1"),
    ];
    Call::get(read::query_url(client, &table.path, &options))
}

/// Asks how many records pass a filter.
fn count_call(client: &Client, table: &Table, form: CountForm, filter: Option<&str>) -> Call {
    let mut options = Vec::new();
    options.extend(filter.map(|filter| ("$filter", filter)));
    match form {
        CountForm::Inline => {
            options.extend([
                ("$select", table.key.as_str()),
                ("$top", "1"),
                ("$count", "true"),
            ]);
            Call::get(read::query_url(client, &table.path, &options))
        }
        CountForm::Segment { .. } => {
            let path = format!("{}/$count", table.path);
            Call::get(read::query_url(client, &path, &options))
        }
    }
}

/// The count that was asked for beside a page. One that is refused is done without; a broken connection is not.
fn count_in(
    client: &Client,
    table: &Table,
    form: CountForm,
    answer: Option<Result<Answer, Problem>>,
) -> Result<Option<u64>, Problem> {
    let count = match answer {
        Some(Ok(answer)) => counted(client, table, form, &answer),
        Some(Err(problem)) if problem.cause.stops_the_run() => return Err(problem),
        // It may do better the next time.
        Some(Err(problem))
            if !problem
                .status
                .is_some_and(|status| matches!(status, 400 | 404 | 405 | 501)) =>
        {
            return Ok(None);
        }
        Some(Err(_)) | None => None,
    };
    if count.is_none() {
        let set = table.set().as_str();
        client.notes.take(Note::NoCount, Some(set));
    }
    Ok(count)
}

/// The number in the answer to a count; nothing if the service did not count, or not to the end.
fn counted(client: &Client, table: &Table, form: CountForm, answer: &Answer) -> Option<u64> {
    match form {
        CountForm::Inline => {
            let page = RowPlan::reading(table, Vec::new()).page(client.side, answer);
            page.ok()?.count
        }
        CountForm::Segment { limit } => {
            let text = std::str::from_utf8(&answer.body).ok()?;
            let text =
                text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '"');
            let count = text.parse().ok()?;
            (count < limit || client.is_foreign()).then_some(count)
        }
    }
}

/// Whether a delta link was made for all the fields that are wanted now; what it leaves out would look empty.
fn covers(link: &str, fields: &[&WireField], table: &Table) -> bool {
    let Some((_, query)) = link.split_once('?') else {
        return false;
    };
    let select = query.split('&').find_map(|option| {
        let (name, value) = option.split_once('=')?;
        let name = name.replace("%24", "$");
        (name == "$select").then(|| value.replace("%2C", ",").replace("%2c", ","))
    });
    let Some(select) = select else {
        // Everything is selected, or the link hides what: then it cannot be told, and the safe answer is no.
        return false;
    };
    let selected: Vec<&str> = select
        .split(',')
        .map(|name| name.trim_matches(['+', ' ']))
        .collect();
    let marks = table.modified.iter().chain(&table.modified_by);
    let wanted = fields.iter().map(|field| &field.property).chain(marks);
    let mut wanted = wanted;
    wanted.all(|property| selected.contains(&property.as_str()))
}

/// Reads the answers into a page.
///
/// # Errors
/// The answer cannot be read, or its next link leads in a circle.
pub fn finish(
    client: &Client,
    reading: &Reading,
    answers: Vec<Result<Answer, Problem>>,
) -> Result<Page, Problem> {
    let table = &reading.table;
    let wire = table.wire_fields(client.side, &reading.fields)?;
    let mut answers = answers.into_iter();
    let probe = if reading.probes { answers.next() } else { None };
    let count = match reading.counts {
        Some(form) => count_in(client, table, form, answers.next())?,
        None => None,
    };
    let missing = || Problem::new(Cause::MalformedAnswer).on(client.side);
    let answer = answers.next().ok_or_else(missing)??;
    let raw = RowPlan::reading(table, wire).page(client.side, &answer)?;
    let probed = match probe {
        Some(Ok(answer)) => {
            let page = RowPlan::reading(table, Vec::new()).page(client.side, &answer)?;
            page::newest(&page.records)
        }
        Some(Err(problem)) if problem.cause.stops_the_run() => return Err(problem),
        Some(Err(_)) => {
            client
                .notes
                .take(Note::NoSorting, Some(table.set().as_str()));
            None
        }
        None => None,
    };
    let page = conclude(client, reading, raw, &answer, probed)?;
    Ok(Page { count, ..page })
}

/// What a page that was read means for the read that it belongs to.
fn conclude(
    client: &Client,
    reading: &Reading,
    raw: RawPage,
    answer: &Answer,
    probed: Option<Timestamp>,
) -> Result<Page, Problem> {
    let table = &reading.table;
    let RawPage {
        records,
        deleted,
        next,
        delta,
        count: _,
    } = raw;
    if records.len() > reading.page_size {
        let set = table.set().as_str();
        client.notes.take(Note::PageSizeIgnored, Some(set));
    }
    let here = page::newest(&records);
    let is_first =
        reading.probes || matches!(reading.course, Course::Whole) && reading.newest.is_none();
    let newest = match reading.course {
        Course::Since => reading.newest.max(here),
        Course::Unsorted if next.is_none() && reading.newest.is_none() => here,
        Course::Whole if is_first && next.is_none() => probed.max(here),
        Course::Whole if is_first => probed.or(here),
        Course::Unsorted | Course::Whole => reading.newest,
        Course::Tracked | Course::Delta => None,
    };
    let current = reading.calls.last().map_or("", |call| call.url.as_str());
    let next = match next {
        Some(link) => {
            let url =
                resolve_next(&client.root(), current, &link).map_err(|p| p.on(client.side))?;
            if url == current {
                let why = "the next link leads to its own page";
                return Err(
                    page::malformed(client.side, answer, why).with("field", "@odata.nextLink")
                );
            }
            let url = beyond(client, reading, &url, here)?.unwrap_or(url);
            Some(PageToken {
                next_link: format!("{} {url}", reading.course.word()),
                newest,
            })
        }
        None => None,
    };
    let watermark = match (&next, delta) {
        (Some(_), _) => None,
        (None, Some(link)) if reading.course.is_tracked() => Some(Watermark::Delta(link)),
        (None, _) if reading.fields.is_empty() => None,
        // Nothing has a time yet, so that everything is newer than any.
        (None, _) => Some(Watermark::Modified(newest.unwrap_or(Timestamp::UNIX_EPOCH)))
            .filter(|_| table.modified.is_some()),
    };
    Ok(Page {
        records,
        deleted,
        next,
        watermark,
        complete: reading.course.is_complete(),
        unfiltered: reading.filter.is_some() && reading.course.is_tracked(),
        count: None,
    })
}

/// Reads a page that is all there is to ask for, while its bytes arrive.
async fn alone(client: &Client, reading: &Reading) -> Result<Page, Problem> {
    let wire = reading.table.wire_fields(client.side, &reading.fields)?;
    let missing = || Problem::new(Cause::MalformedAnswer).on(client.side);
    let call = reading.calls.first().ok_or_else(missing)?;
    let plan = RowPlan::reading(&reading.table, wire);
    let mut reader = PageReader::new(&plan, client.side);
    let answer = client.read_into(call, &mut reader).await?;
    let raw = reader.finish(&answer)?;
    conclude(client, reading, raw, &answer, None)
}

/// Reads one page for each of several prepared readings, all in one batch where that works, with other calls beside them.
///
/// Later pages are sent alone if they are all there is to read.
pub async fn read(
    client: &Client,
    readings: Vec<Result<Reading, Problem>>,
    beside: &[Call],
) -> (
    Vec<(Result<Page, Problem>, Option<Reading>)>,
    Vec<Result<Answer, Problem>>,
) {
    let mut readings = readings;
    if let ([Ok(Reading { calls, .. })], []) = (readings.as_slice(), beside)
        && calls.len() == 1
        && let Some(Ok(reading)) = readings.pop()
    {
        let page = alone(client, &reading).await;
        return (vec![(page, Some(reading))], Vec::new());
    }
    let own = readings.iter().flatten();
    let calls: Vec<Call> = own
        .flat_map(|reading| reading.calls.iter())
        .chain(beside)
        .cloned()
        .collect();
    let mut answers = client.read_all(&calls).await.into_iter();
    let pages = readings
        .into_iter()
        .map(|reading| match reading {
            Err(problem) => (Err(problem), None),
            Ok(reading) => {
                let own: Vec<_> = answers.by_ref().take(reading.calls.len()).collect();
                (finish(client, &reading, own), Some(reading))
            }
        })
        .collect();
    (pages, answers.collect())
}
