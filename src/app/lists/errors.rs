//! The list of integration errors.

use super::reading::Listing;
use super::wish::{GroupBy, Head, Standing, Wish};
use crate::app::speaking::Speaking;
use crate::model::ErrorId;
use crate::model::reason::Problem;
use crate::model::report::IntegrationError;
use crate::store::{ErrorFilter, ErrorSort, Found, GoOn, ListTable, Order, Reader, Slice};
use crate::worker::explain::{explain, title};

/// What differs for integration errors.
#[derive(Debug)]
pub enum Errors {}

impl Listing for Errors {
    const TABLE: ListTable = ListTable::Errors;
    type Row = IntegrationError;
    type Id = ErrorId;

    fn id(row: &IntegrationError) -> ErrorId {
        row.id
    }

    fn number(id: ErrorId) -> i64 {
        id.0
    }

    fn named(number: i64) -> ErrorId {
        ErrorId(number)
    }

    fn rows(
        reader: &Reader<'_>,
        numbers: &[i64],
    ) -> Result<Vec<Option<IntegrationError>>, Problem> {
        reader.errors_at(numbers)
    }

    fn found(reader: &Reader<'_>, wish: &Wish, go_on: GoOn<'_>) -> Result<Option<Found>, Problem> {
        let order = order(wish);
        let indexed = matches!(order, None | Some((ErrorSort::Time, _)));
        if indexed && wish.group.is_none() && !wish.is_narrowed() {
            return Ok(None);
        }
        let by = wish.group.map(GroupBy::grouping);
        reader
            .find_errors(&filter(wish), order, by, go_on)
            .map(Some)
    }

    fn count(reader: &Reader<'_>, wish: &Wish) -> Result<u64, Problem> {
        reader.count_errors(&filter(wish))
    }

    fn page(
        reader: &Reader<'_>,
        wish: &Wish,
        slice: Slice,
    ) -> Result<Vec<IntegrationError>, Problem> {
        reader.order_errors(&filter(wish), order(wish), slice)
    }

    fn ids(reader: &Reader<'_>, wish: &Wish, slice: Slice) -> Result<Vec<ErrorId>, Problem> {
        reader.error_ids(&filter(wish), order(wish), slice)
    }

    fn groups(reader: &Reader<'_>, wish: &Wish) -> Result<Option<Vec<(Head, u64)>>, Problem> {
        let filter = filter(wish);
        let groups = match wish.group {
            Some(GroupBy::Cause) => {
                let found = reader.errors_by_cause(&filter)?.into_iter();
                found
                    .map(|(own, count)| (Head::Cause(own), count))
                    .collect()
            }
            Some(GroupBy::Mapping) => {
                let found = reader.errors_by_mapping(&filter)?.into_iter();
                found
                    .map(|(own, count)| (Head::Mapping(own), count))
                    .collect()
            }
            Some(GroupBy::Reason) | None => return Ok(None),
        };
        Ok(Some(groups))
    }

    fn text(row: &IntegrationError, column: &str, speaking: &Speaking) -> String {
        let texts = speaking.texts;
        match column {
            "time" => speaking.moment(row.time),
            "cause" => title(texts, row.problem.cause),
            "message" => explain(texts, &row.problem).message,
            "source" => row.source.label.clone(),
            "destination" => row.destination.label.clone(),
            "mapping" => row.mapping.to_string(),
            "attempts" => texts.count(row.attempts),
            "status" => row
                .problem
                .status
                .map(|status| status.to_string())
                .unwrap_or_default(),
            "request" => row.problem.request_id.clone().unwrap_or_default(),
            "open" => {
                let key = match (row.open, &row.handled) {
                    (true, _) => "errors-open",
                    (false, Some(_)) => "errors-handled",
                    (false, None) => "errors-closed",
                };
                texts.t(key).into_owned()
            }
            "note" => row
                .handled
                .as_ref()
                .map(|handled| handled.note.clone())
                .unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn figure(row: &IntegrationError, column: &str) -> Option<u64> {
        match column {
            "attempts" => Some(row.attempts.into()),
            "status" => row.problem.status.map(u64::from),
            _ => None,
        }
    }
}

fn filter(wish: &Wish) -> ErrorFilter {
    ErrorFilter {
        mapping: wish.mapping.clone(),
        cause: wish.cause,
        open_only: wish.standing == Standing::Open,
        handled_only: wish.standing == Standing::Handled,
        search: wish.search(),
    }
}

fn order(wish: &Wish) -> Order<ErrorSort> {
    let (column, down) = wish.sort.as_ref()?;
    let sort = match column.as_str() {
        "time" => ErrorSort::Time,
        "cause" => ErrorSort::Cause,
        "source" => ErrorSort::Source,
        "destination" => ErrorSort::Destination,
        "mapping" => ErrorSort::Mapping,
        "attempts" => ErrorSort::Attempts,
        _ => return None,
    };
    Some((sort, *down))
}
