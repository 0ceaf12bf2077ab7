//! Fills a data folder for measuring: pairs that wait for a person, errors, jobs and history, straight through the store.
//!
//! Its mappings are off, so that a synchronisation leaves them alone while the window shows them.

use crate::cli::exit::Failure;
use crate::model::reason::{Cause, Problem};
use crate::model::report::{Counters, ErrorEnd, HistoryAction, JobKind, SkipReason};
use crate::model::{
    Direction, Etag, FieldName, Fields, JobId, MappingName, PairState, Record, Side, Sides,
    TableMapping, Value, mapping_file,
};
use crate::store::{Naming, NewError, NewHistory, NewPair, NewSkipped, Store, Writer};
use jiff::{SignedDuration, Timestamp};
use std::path::Path;
use uuid::Uuid;

/// The shape of the filled mappings.
const MAPPING: &str = r#"
[[mapping]]
name = "CUSTOMER"
bc = "customers"
dv = "accounts"
direction = "both"
[[mapping.field]]
bc = "number"
dv = "accountnumber"
direction = "to_dataverse"
[[mapping.field]]
bc = "displayName"
dv = "name"
[[mapping.field]]
bc = "addressLine1"
dv = "address1_line1"
[[mapping.field]]
bc = "city"
dv = "address1_city"
[[mapping.field]]
bc = "phoneNumber"
dv = "telephone1"
[[mapping.field]]
bc = "email"
dv = "emailaddress1"
"#;

/// How many mappings the pairs are spread over.
const MAPPINGS: u64 = 4;
/// How many pairs are written in one transaction.
const PAGE: u64 = 2_000;
/// How many jobs are written for each mapping.
const JOBS: u64 = 1_000;
/// Why records wait, in the proportions in which they are written.
const REASONS: [SkipReason; 10] = [
    SkipReason::Conflict,
    SkipReason::Conflict,
    SkipReason::Conflict,
    SkipReason::Conflict,
    SkipReason::Conflict,
    SkipReason::Conflict,
    SkipReason::DeletedInDv,
    SkipReason::RepeatedFailure,
    SkipReason::Blocked,
    SkipReason::Invalid,
];
/// What went wrong, likewise.
const CAUSES: [Cause; 5] = [
    Cause::TooLong,
    Cause::BusinessRule,
    Cause::MissingExchangeRate,
    Cause::Throttled,
    Cause::RecordGone,
];
const NAMES: [&str; 8] = [
    "Adatum",
    "Contoso",
    "Fabrikam",
    "Litware",
    "Northwind",
    "Proseware",
    "Tailspin",
    "Wingtip",
];

/// How much is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amounts {
    /// Pairs that are skipped.
    pub(super) skipped: u64,
    /// Pairs in step.
    pub(super) in_step: u64,
    /// Errors that still stand.
    pub(super) errors: u64,
    /// History entries besides those of created records.
    pub(super) history: u64,
}

/// Writes all of it.
pub(super) fn fill(cache: &Path, amounts: Amounts, now: Timestamp) -> Result<(), Failure> {
    let store = Store::open(cache)?;
    let mappings = mappings()?;
    let jobs = store.write(|writer| {
        let before = writer.mappings()?.len();
        let mut jobs = Vec::new();
        for (place, mapping) in mappings.iter().enumerate() {
            writer.put_mapping(mapping, before + place)?;
            jobs.push(old_jobs(writer, &mapping.name, now)?);
        }
        Ok(jobs)
    })?;
    let of = |number: u64| usize::try_from(number % MAPPINGS).unwrap_or_default();
    let all = amounts.skipped + amounts.in_step;
    for from in (0..all).step_by(usize::try_from(PAGE).unwrap_or(usize::MAX)) {
        store.write(|writer| {
            for number in from..(from + PAGE).min(all) {
                let (Some(mapping), Some(job)) = (mappings.get(of(number)), jobs.get(of(number)))
                else {
                    continue;
                };
                Made {
                    number,
                    mapping: &mapping.name,
                    job: *job,
                    at: moment(number, now),
                }
                .write(writer, amounts)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn mappings() -> Result<Vec<TableMapping>, Failure> {
    let read = mapping_file::read(MAPPING).unwrap_or_default();
    let shape = read
        .into_iter()
        .next()
        .ok_or_else(|| Problem::new(Cause::Internal))?;
    let all = (1..=MAPPINGS).map(|number| TableMapping {
        name: MappingName::new(format!("MEASURED-{number}")),
        enabled: false,
        ..shape.clone()
    });
    Ok(all.collect())
}

/// Writes a mapping's jobs, one every ten minutes up to now; the last one.
fn old_jobs(writer: &Writer<'_>, mapping: &MappingName, now: Timestamp) -> Result<JobId, Problem> {
    let mut last = JobId(0);
    for number in 0..JOBS {
        let age = SignedDuration::from_mins(i64::try_from(JOBS - number).unwrap_or(0) * 10);
        let at = now.checked_sub(age).unwrap_or(now);
        let counters = Counters {
            inserted: number % 7,
            modified: number % 31,
            unchanged: number * 13 % 997,
            failed: number % 3,
            ..Counters::default()
        };
        last = writer.start_job(
            mapping,
            Direction::ToDataverse,
            JobKind::Synchronization,
            at,
        )?;
        writer.finish_job(last, &counters, None, at)?;
    }
    Ok(last)
}

/// When something happened: within the last thirty days, in no order.
fn moment(number: u64, now: Timestamp) -> Timestamp {
    let seconds = number.wrapping_mul(7_919) % (30 * 86_400);
    let age = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(0));
    now.checked_sub(age).unwrap_or(now)
}

/// One pair, with everything that is known of it.
struct Made<'m> {
    number: u64,
    mapping: &'m MappingName,
    job: JobId,
    at: Timestamp,
}

impl Made<'_> {
    fn write(&self, writer: &Writer<'_>, amounts: Amounts) -> Result<(), Problem> {
        let [bc, dv] = Side::BOTH.map(|side| self.record(side));
        let naming = self.naming();
        writer.observe(self.mapping, Side::Bc, &bc, &naming, None)?;
        let pair = NewPair {
            mapping: self.mapping,
            side: Side::Dv,
            source: bc.id,
            record: &dv,
            naming: &naming,
            base: &dv.fields,
            made_from: None,
            written: &dv.fields,
            pending: false,
            job: Some(self.job),
            now: self.at,
        };
        let Some(coupling) = writer.couple_created(&pair)? else {
            return Ok(());
        };
        let ids = Sides::new(Some(bc.id), Some(dv.id));
        if self.number < amounts.skipped {
            let reason = self.pick(&REASONS).unwrap_or(SkipReason::Conflict);
            let state = match reason {
                SkipReason::Conflict => PairState::Conflict,
                SkipReason::DeletedInBc | SkipReason::DeletedInDv => PairState::Broken,
                SkipReason::RepeatedFailure | SkipReason::Blocked | SkipReason::Invalid => {
                    PairState::Skipped
                }
            };
            writer.put_skipped(&NewSkipped {
                mapping: self.mapping.clone(),
                coupling: Some(coupling),
                ids,
                labels: Sides::from_fn(|_| naming.label.clone()),
                reason,
                problem: (reason == SkipReason::RepeatedFailure).then(|| self.problem()),
                since: self.at,
                open_fields: vec![FieldName::new("phoneNumber")],
            })?;
            writer.set_state(coupling, state, false)?;
        }
        if self.number < amounts.errors {
            let end = |side: Side, id: Option<Uuid>| ErrorEnd {
                side,
                id,
                label: naming.label.clone(),
                url: None,
            };
            writer.put_error(&NewError {
                job: Some(self.job),
                mapping: self.mapping.clone(),
                direction: Direction::ToDataverse,
                time: self.at,
                problem: self.problem(),
                source: end(Side::Bc, ids.bc),
                destination: end(Side::Dv, ids.dv),
            })?;
        }
        if self.number < amounts.history {
            let phone = |text: String| {
                let field = FieldName::new("telephone1");
                [(field, Value::text(text))].into_iter().collect::<Fields>()
            };
            writer.add_history(&NewHistory {
                job: Some(self.job),
                time: self.at,
                mapping: self.mapping.clone(),
                side: Side::Dv,
                ids,
                label: naming.label,
                action: HistoryAction::Modify,
                before: phone(format!("+44 20 {:07}", self.number)),
                after: phone(format!("+44 20 {:07}", self.number + 1)),
                lost: Vec::new(),
                reason: "changed".to_owned(),
            })?;
        }
        Ok(())
    }

    fn pick<T: Copy>(&self, of: &[T]) -> Option<T> {
        let place = usize::try_from(self.number).ok()?.checked_rem(of.len())?;
        of.get(place).copied()
    }

    fn problem(&self) -> Problem {
        Problem::new(self.pick(&CAUSES).unwrap_or(Cause::Unknown))
            .on(Side::Dv)
            .of(self.mapping)
            .with("field", "telephone1")
    }

    fn name(&self) -> String {
        let name = self.pick(&NAMES).unwrap_or_default();
        // Mixed, so that their order is not the order in which they were written.
        let mixed = self.number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 44;
        format!("{name} {mixed:06}")
    }

    fn naming(&self) -> Naming {
        let key = format!("C{:07}", self.number);
        Naming {
            label: format!("{key} {}", self.name()),
            key: Some(key),
        }
    }

    fn record(&self, side: Side) -> Record {
        let names = match side {
            Side::Bc => [
                "number",
                "displayName",
                "addressLine1",
                "city",
                "phoneNumber",
                "email",
            ],
            Side::Dv => [
                "accountnumber",
                "name",
                "address1_line1",
                "address1_city",
                "telephone1",
                "emailaddress1",
            ],
        };
        let values = [
            format!("C{:07}", self.number),
            self.name(),
            format!("{} Station Road", self.number % 400),
            "Cambridge".to_owned(),
            format!("+44 20 {:07}", self.number),
            format!("info@customer-{}.example", self.number),
        ];
        let fields = names.into_iter().zip(values);
        let mixed = self.number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Record {
            id: match side {
                Side::Bc => Uuid::from_u64_pair(mixed, !mixed),
                Side::Dv => Uuid::from_u64_pair(0x0199_0000_0000_7000 + (self.number << 16), mixed),
            },
            etag: Some(Etag(format!("W/\"{}\"", 1_000_000 + self.number))),
            modified: Some(self.at),
            modified_by: None,
            fields: fields
                .map(|(name, value)| (FieldName::new(name), Value::text(value)))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{ErrorFilter, HistoryFilter, MappingCounts, SkippedFilter};

    #[test]
    fn as_much_is_written_as_was_asked() {
        let folder = tempfile::tempdir().unwrap();
        let cache = folder.path().join("cache.sqlite3");
        let amounts = Amounts {
            skipped: 20,
            in_step: 5,
            errors: 7,
            history: 9,
        };
        fill(&cache, amounts, Timestamp::UNIX_EPOCH).unwrap();
        let store = Store::open(&cache).unwrap();
        let reader = store.read();
        let skipped = reader.count_skipped(&SkippedFilter::default()).unwrap();
        let errors = reader.count_errors(&ErrorFilter::default()).unwrap();
        let history = reader.count_history(&HistoryFilter::default()).unwrap();
        assert_eq!((skipped, errors, history), (20, 7, 25 + 9));
        let counts = reader.mapping_counts().unwrap();
        let couplings: u64 = counts.iter().map(MappingCounts::couplings).sum();
        assert_eq!(couplings, 25);
    }
}
