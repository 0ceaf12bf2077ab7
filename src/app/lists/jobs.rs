//! The job log.

use super::reading::Listing;
use super::wish::Wish;
use crate::app::speaking::Speaking;
use crate::model::reason::Problem;
use crate::model::report::{Job, JobKind};
use crate::model::{Direction, JobId};
use crate::store::{JobFilter, JobSort, ListTable, Order, Reader, Slice};
use crate::worker::explain::title;

/// What differs for jobs.
#[derive(Debug)]
pub enum Jobs {}

impl Listing for Jobs {
    const TABLE: ListTable = ListTable::Jobs;
    type Row = Job;
    type Id = JobId;

    fn id(row: &Job) -> JobId {
        row.id
    }

    fn number(id: JobId) -> i64 {
        id.0
    }

    fn named(number: i64) -> JobId {
        JobId(number)
    }

    fn rows(reader: &Reader<'_>, numbers: &[i64]) -> Result<Vec<Option<Job>>, Problem> {
        reader.jobs_at(numbers)
    }

    fn count(reader: &Reader<'_>, wish: &Wish) -> Result<u64, Problem> {
        reader.count_jobs(&filter(wish))
    }

    fn page(reader: &Reader<'_>, wish: &Wish, slice: Slice) -> Result<Vec<Job>, Problem> {
        reader.order_jobs(&filter(wish), order(wish), slice)
    }

    fn ids(reader: &Reader<'_>, wish: &Wish, slice: Slice) -> Result<Vec<JobId>, Problem> {
        reader.job_ids(&filter(wish), order(wish), slice)
    }

    fn text(row: &Job, column: &str, speaking: &Speaking) -> String {
        let texts = speaking.texts;
        if let Some(figure) = Self::figure(row, column) {
            return texts.count(figure);
        }
        match column {
            "started" => speaking.moment(row.started),
            "kind" => texts.t(job_kind_key(row.kind)).into_owned(),
            "mapping" => row.mapping.to_string(),
            "direction" => texts.t(direction_key(row.direction)).into_owned(),
            "time" => match row.finished {
                Some(finished) => texts.duration(finished.duration_since(row.started)),
                None if row.problem.is_none() => texts.t("jobs-running").into_owned(),
                None => String::new(),
            },
            "problem" => row
                .problem
                .as_ref()
                .map(|problem| title(texts, problem.cause))
                .unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn figure(row: &Job, column: &str) -> Option<u64> {
        let counters = &row.counters;
        Some(match column {
            "inserted" => counters.inserted,
            "modified" => counters.modified,
            "deleted" => counters.deleted,
            "unchanged" => counters.unchanged,
            "skipped" => counters.skipped,
            "conflicts" => counters.conflicts,
            "failed" => counters.failed,
            _ => return None,
        })
    }
}

fn filter(wish: &Wish) -> JobFilter {
    JobFilter {
        mapping: wish.mapping.clone(),
        kind: wish.kind,
        troubled_only: wish.troubled_only,
    }
}

fn order(wish: &Wish) -> Order<JobSort> {
    let (column, down) = wish.sort.as_ref()?;
    let sort = match column.as_str() {
        "started" => JobSort::Started,
        "kind" => JobSort::Kind,
        "mapping" => JobSort::Mapping,
        "inserted" => JobSort::Inserted,
        "modified" => JobSort::Modified,
        "unchanged" => JobSort::Unchanged,
        "conflicts" => JobSort::Conflicts,
        "failed" => JobSort::Failed,
        _ => return None,
    };
    Some((sort, *down))
}

/// The key of a kind's name.
pub fn job_kind_key(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Synchronization => "job-synchronization",
        JobKind::Coupling => "job-coupling",
        JobKind::Uncoupling => "job-uncoupling",
        JobKind::Resolution => "job-resolution",
        JobKind::Revert => "job-revert",
    }
}

/// The key of a direction's name.
pub fn direction_key(direction: Direction) -> &'static str {
    match direction {
        Direction::Both => "direction-both",
        Direction::ToDataverse => "direction-to-dv",
        Direction::ToBusinessCentral => "direction-to-bc",
    }
}
