//! The history: every write with before and after.

use super::jobs::direction_key;
use super::reading::Listing;
use super::wish::Wish;
use crate::app::speaking::Speaking;
use crate::model::reason::Problem;
use crate::model::report::{HistoryAction, HistoryEntry};
use crate::model::{Direction, HistoryId, Value};
use crate::store::{Found, GoOn, HistoryFilter, HistorySort, ListTable, Order, Reader, Slice};
use crate::worker::captions::caption_in;

/// What differs for the history.
#[derive(Debug)]
pub enum HistoryLog {}

impl Listing for HistoryLog {
    const TABLE: ListTable = ListTable::History;
    type Row = HistoryEntry;
    type Id = HistoryId;

    fn id(row: &HistoryEntry) -> HistoryId {
        row.id
    }

    fn number(id: HistoryId) -> i64 {
        id.0
    }

    fn named(number: i64) -> HistoryId {
        HistoryId(number)
    }

    fn rows(reader: &Reader<'_>, numbers: &[i64]) -> Result<Vec<Option<HistoryEntry>>, Problem> {
        reader.history_at(numbers)
    }

    fn found(reader: &Reader<'_>, wish: &Wish, go_on: GoOn<'_>) -> Result<Option<Found>, Problem> {
        let order = order(wish);
        let indexed = matches!(order, None | Some((HistorySort::Time, _)));
        if indexed && !wish.is_narrowed() {
            return Ok(None);
        }
        reader.find_history(&filter(wish), order, go_on).map(Some)
    }

    fn count(reader: &Reader<'_>, wish: &Wish) -> Result<u64, Problem> {
        reader.count_history(&filter(wish))
    }

    fn page(reader: &Reader<'_>, wish: &Wish, slice: Slice) -> Result<Vec<HistoryEntry>, Problem> {
        reader.order_history(&filter(wish), order(wish), slice)
    }

    fn ids(reader: &Reader<'_>, wish: &Wish, slice: Slice) -> Result<Vec<HistoryId>, Problem> {
        reader.history_ids(&filter(wish), order(wish), slice)
    }

    fn text(row: &HistoryEntry, column: &str, speaking: &Speaking) -> String {
        match column {
            "time" => speaking.moment(row.time),
            "action" => speaking.texts.t(action_key(row.action)).into_owned(),
            "side" => match row.action {
                HistoryAction::Couple | HistoryAction::Uncouple => String::new(),
                _ => speaking
                    .texts
                    .t(direction_key(Direction::towards(row.side)))
                    .into_owned(),
            },
            "record" => row.label.clone(),
            "changes" => changes(row, speaking),
            "mapping" => row.mapping.to_string(),
            _ => String::new(),
        }
    }
}

fn filter(wish: &Wish) -> HistoryFilter {
    HistoryFilter {
        mapping: wish.mapping.clone(),
        search: wish.search(),
        ..HistoryFilter::default()
    }
}

fn order(wish: &Wish) -> Order<HistorySort> {
    let (column, down) = wish.sort.as_ref()?;
    let sort = match column.as_str() {
        "time" => HistorySort::Time,
        "action" => HistorySort::Action,
        "mapping" => HistorySort::Mapping,
        _ => return None,
    };
    Some((sort, *down))
}

fn changes(row: &HistoryEntry, speaking: &Speaking) -> String {
    let show = |value: &Value| {
        if value.is_empty() {
            speaking.texts.t("value-empty").into_owned()
        } else {
            value.to_plain()
        }
    };
    let line = row.changes().map(|(name, before, after)| {
        let value = match row.action {
            HistoryAction::Insert => show(after),
            HistoryAction::Delete => show(before),
            _ => format!("{} → {}", show(before), show(after)),
        };
        let name = caption_in(speaking.texts, &row.mapping, name.as_str());
        let args = [("name", name.into()), ("value", value.into())];
        speaking.texts.t_args("name-and-value", &args)
    });
    line.collect::<Vec<_>>().join(" · ")
}

/// The key of what was done.
pub fn action_key(action: HistoryAction) -> &'static str {
    match action {
        HistoryAction::Insert => "history-insert",
        HistoryAction::Modify => "history-modify",
        HistoryAction::Delete => "history-delete",
        HistoryAction::Couple => "history-couple",
        HistoryAction::Uncouple => "history-uncouple",
        HistoryAction::Decide => "history-decide",
    }
}
