//! The list of skipped records.

use super::reading::Listing;
use super::wish::{GroupBy, Head, Wish};
use crate::app::merging_sections::caption;
use crate::app::speaking::Speaking;
use crate::i18n::{Arg, Texts};
use crate::merge::draft::MergeDraft;
use crate::model::SkippedId;
use crate::model::reason::Problem;
use crate::model::report::{SkipReason, SkippedRecord};
use crate::store::{
    Found, GoOn, ListTable, Order, Reader, SkippedFilter, SkippedRow, SkippedSort, Slice,
};
use crate::worker::explain::{explain, title};

/// What differs for skipped records.
#[derive(Debug)]
pub enum Skipped {}

impl Listing for Skipped {
    const TABLE: ListTable = ListTable::Skipped;
    type Row = SkippedRow;
    type Id = SkippedId;

    fn id(row: &SkippedRow) -> SkippedId {
        row.record.id
    }

    fn number(id: SkippedId) -> i64 {
        id.0
    }

    fn named(number: i64) -> SkippedId {
        SkippedId(number)
    }

    fn rows(reader: &Reader<'_>, numbers: &[i64]) -> Result<Vec<Option<SkippedRow>>, Problem> {
        reader.skipped_at(numbers)
    }

    fn found(reader: &Reader<'_>, wish: &Wish, go_on: GoOn<'_>) -> Result<Option<Found>, Problem> {
        if by_index(wish) {
            return Ok(None);
        }
        let by = wish.group.map(GroupBy::grouping);
        reader
            .find_skipped(&filter(wish), order(wish), by, go_on)
            .map(Some)
    }

    fn count(reader: &Reader<'_>, wish: &Wish) -> Result<u64, Problem> {
        reader.count_skipped(&filter(wish))
    }

    fn page(reader: &Reader<'_>, wish: &Wish, slice: Slice) -> Result<Vec<SkippedRow>, Problem> {
        reader.order_skipped(&filter(wish), order(wish), slice)
    }

    fn ids(reader: &Reader<'_>, wish: &Wish, slice: Slice) -> Result<Vec<SkippedId>, Problem> {
        reader.skipped_ids(&filter(wish), order(wish), slice)
    }

    fn groups(reader: &Reader<'_>, wish: &Wish) -> Result<Option<Vec<(Head, u64)>>, Problem> {
        let filter = filter(wish);
        let groups = match wish.group {
            Some(GroupBy::Reason) => {
                let found = reader.skipped_by_reason(&filter)?.into_iter();
                found
                    .map(|(own, count)| (Head::Reason(own), count))
                    .collect()
            }
            Some(GroupBy::Mapping) => {
                let found = reader.skipped_by_mapping(&filter)?.into_iter();
                found
                    .map(|(own, count)| (Head::Mapping(own), count))
                    .collect()
            }
            Some(GroupBy::Cause) | None => return Ok(None),
        };
        Ok(Some(groups))
    }

    fn text(row: &SkippedRow, column: &str, speaking: &Speaking) -> String {
        let record = &row.record;
        match column {
            "record" => both_labels(record),
            "reason" => reason_words(row, speaking),
            "fields" => {
                let names = record.open_fields.iter();
                let names = names.map(|name| caption(speaking.texts, name.as_str()));
                let names: Vec<_> = names.collect();
                names.join(", ")
            }
            "mapping" => record.mapping.to_string(),
            "since" => speaking.ago(record.since),
            "bc" => time(row.modified.bc, speaking),
            "dv" => time(row.modified.dv, speaking),
            "last" => time(row.last_synced, speaking),
            "draft" => draft_words(row, speaking.texts),
            _ => String::new(),
        }
    }
}

/// How many of the open fields a half-done decision has decided.
fn draft_words(row: &SkippedRow, texts: Texts) -> String {
    let draft = row.draft.as_deref();
    let draft = draft.and_then(|text| serde_json::from_str::<MergeDraft>(text).ok());
    let Some(draft) = draft.filter(|draft| !draft.is_empty()) else {
        return String::new();
    };
    let open = &row.record.open_fields;
    let decided = open.iter().filter(|field| draft.decides(field)).count();
    if decided == 0 {
        return texts.t("conflicts-draft-begun").into_owned();
    }
    let args = [
        ("decided", Arg::from(decided as u64)),
        ("total", Arg::from(open.len() as u64)),
    ];
    texts.t_args("conflicts-draft-of", &args)
}

fn time(at: Option<jiff::Timestamp>, speaking: &Speaking) -> String {
    at.map(|at| speaking.moment(at)).unwrap_or_default()
}

fn filter(wish: &Wish) -> SkippedFilter {
    SkippedFilter {
        mapping: wish.mapping.clone(),
        reasons: wish.reasons.clone(),
        search: wish.search(),
        drafts_only: wish.drafts_only,
    }
}

/// Whether an index gives the rows of a wish page by page.
pub fn by_index(wish: &Wish) -> bool {
    let order = order(wish);
    let indexed = matches!(order, Some((SkippedSort::Since | SkippedSort::Reason, _)));
    let all = wish.mapping.is_none() && wish.group != Some(GroupBy::Mapping);
    indexed && all && wish.search().is_none() && !wish.drafts_only
}

fn order(wish: &Wish) -> Order<SkippedSort> {
    // Conflicts first: their word is the first in the alphabet of reasons.
    let Some((column, down)) = wish.sort.as_ref() else {
        return Some((SkippedSort::Reason, false));
    };
    let sort = match column.as_str() {
        "record" => SkippedSort::Record,
        "reason" => SkippedSort::Reason,
        "mapping" => SkippedSort::Mapping,
        "since" => SkippedSort::Since,
        _ => return None,
    };
    // The column says how long ago, the cache since when: the longest wait began first.
    let down = *down != (sort == SkippedSort::Since);
    Some((sort, down))
}

fn both_labels(record: &SkippedRecord) -> String {
    let (bc, dv) = (record.labels.bc.as_str(), record.labels.dv.as_str());
    match (bc, dv) {
        ("", dv) => dv.to_owned(),
        (bc, "") => bc.to_owned(),
        (bc, dv) if bc == dv => bc.to_owned(),
        (bc, dv) => format!("{bc} ↔ {dv}"),
    }
}

/// The key of a reason in a few words.
pub fn reason_key(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Conflict => "reason-short-conflict",
        SkipReason::DeletedInBc => "reason-short-deleted-bc",
        SkipReason::DeletedInDv => "reason-short-deleted-dv",
        SkipReason::RepeatedFailure => "reason-short-repeated",
        SkipReason::Blocked => "reason-short-blocked",
        SkipReason::Invalid => "reason-short-invalid",
    }
}

/// Why the record waits in a few words, with the cause of what fails again and again.
pub fn brief_reason(row: &SkippedRow, speaking: &Speaking) -> String {
    let texts = speaking.texts;
    let reason = texts.t(reason_key(row.record.reason));
    let Some(problem) = &row.record.problem else {
        return reason.into_owned();
    };
    let cause = title(texts, problem.cause);
    let args = [("reason", Arg::from(reason)), ("why", Arg::from(cause))];
    texts.t_args("reason-brief-because", &args)
}

/// Why the record waits, in a sentence with both times against the last synchronisation.
pub fn reason_words(row: &SkippedRow, speaking: &Speaking) -> String {
    let texts = speaking.texts;
    let moment = |at: Option<jiff::Timestamp>| {
        at.map_or_else(
            || texts.t("value-none").into_owned(),
            |at| speaking.moment(at),
        )
    };
    let (bc, dv, last) = (
        moment(row.modified.bc),
        moment(row.modified.dv),
        moment(row.last_synced),
    );
    let args = [
        ("bc", Arg::from(bc.as_str())),
        ("dv", Arg::from(dv.as_str())),
        ("last", Arg::from(last.as_str())),
    ];
    match (row.record.reason, &row.record.problem) {
        (SkipReason::Conflict, _) if row.last_synced.is_none() => {
            texts.t_args("reason-never", &args)
        }
        (SkipReason::Conflict, _) => texts.t_args("reason-conflict", &args),
        (SkipReason::DeletedInBc, _) => texts.t_args("reason-deleted-bc", &args),
        (SkipReason::DeletedInDv, _) => texts.t_args("reason-deleted-dv", &args),
        (SkipReason::RepeatedFailure, Some(problem)) => {
            let why = explain(texts, problem).message;
            texts.t_args(
                "reason-repeated-because",
                &[("why", Arg::from(why.as_str()))],
            )
        }
        (_, Some(problem)) => explain(texts, problem).message,
        (SkipReason::RepeatedFailure, None) => texts.t("reason-repeated").into_owned(),
        (SkipReason::Blocked, None) => texts.t("reason-blocked").into_owned(),
        (SkipReason::Invalid, None) => texts.t("reason-invalid").into_owned(),
    }
}
