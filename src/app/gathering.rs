//! Does something with every row of a list's filter: the rows are read beside the window, page by page, so that no number is
//! too large and nothing waits.

use super::App;
use super::command::{Command, Pair};
use super::lists::{Couplings, Errors, Listing, Skipped, Wish};
use crate::model::choice::Choice;
use crate::model::reason::Problem;
use crate::model::{ErrorId, MappingName, Side, SkippedId};
use crate::store::{Slice, StoreReader};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};
use uuid::Uuid;

/// How many rows are read at a time.
const PAGE: usize = 20_000;

/// Which rows of a list something is done with, by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Every row of the page's filter but these.
    AllBut(Arc<[i64]>),
    /// These rows.
    These(Arc<[i64]>),
}

impl Rows {
    /// The numbers of the rows, in the order of the filter where that says which they are.
    fn numbers<L: Listing>(&self, reader: &StoreReader, wish: &Wish) -> Result<Vec<i64>, Problem> {
        match self {
            Self::These(rows) => Ok(rows.to_vec()),
            Self::AllBut(rows) => {
                let except: HashSet<i64> = rows.iter().copied().collect();
                let mut all = numbers::<L>(reader, wish)?;
                all.retain(|number| !except.contains(number));
                Ok(all)
            }
        }
    }
}

/// What is done with all rows of the page's filter, or with very many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForAll {
    /// Skipped records take part again.
    Retry,
    /// The missing sides of skipped records are created again.
    Restore,
    /// The remaining sides of skipped records are deleted, once that was asked.
    Delete,
    /// Skipped records are synchronised with one side's values, once that was asked.
    Take(Side),
    /// The couplings of skipped records are removed.
    Uncouple,
    /// Errors are tried again.
    RetryErrors,
    /// Errors are marked as handled, once a note was asked for.
    Handle,
    /// Couplings are synchronised.
    SyncPairs,
    /// Couplings are removed.
    UncouplePairs,
}

/// What was read, for what is to be done with it.
pub(super) enum Gathered {
    /// These commands are carried out.
    Commands(Vec<Command>),
    /// These skipped records take part again, and one side's values are taken of their records.
    Taken {
        /// The skipped records.
        ids: Vec<SkippedId>,
        /// The records of that side, by mapping.
        records: BTreeMap<MappingName, Vec<(Side, Uuid)>>,
        /// The side.
        side: Side,
    },
}

/// Rows that are being read.
pub(super) struct Gathering(Receiver<Gathered>);

pub(super) type Work = Box<dyn FnOnce(&StoreReader) -> Gathered + Send>;

impl App {
    /// Reads rows of the page's filter, and does something with them once they are read.
    pub(super) fn for_all(&mut self, what: ForAll, rows: Rows) {
        if self.gathering.is_some() {
            return;
        }
        let work: Work = match what {
            ForAll::Retry
            | ForAll::Restore
            | ForAll::Delete
            | ForAll::Take(_)
            | ForAll::Uncouple => {
                let wish = self.skipped.wish.clone();
                Box::new(move |reader| Gathered::Commands(skipped(reader, &wish, &rows, what)))
            }
            ForAll::RetryErrors | ForAll::Handle => {
                let wish = self.errors.wish.clone();
                Box::new(move |reader| Gathered::Commands(errors(reader, &wish, &rows, what)))
            }
            ForAll::SyncPairs | ForAll::UncouplePairs => {
                let wish = self.couplings.wish.clone();
                Box::new(move |reader| Gathered::Commands(couplings(reader, &wish, &rows, what)))
            }
        };
        self.gather(work);
    }

    /// Reads what commands need beside the window, and carries them out then.
    pub(super) fn gather(&mut self, work: Work) {
        let Some(cache) = self.desk.as_ref().and_then(super::desk::Desk::cache) else {
            return;
        };
        if let Some(clerk) = cache.clerk {
            self.gathering = clerk.ask(work).map(Gathering);
        } else {
            let gathered = work(cache.reader);
            self.use_gathered(gathered);
        }
    }

    /// Whether rows are being read for something that is to be done with all of them.
    pub fn is_gathering(&self) -> bool {
        self.gathering.is_some()
    }

    pub(super) fn receive_gathered(&mut self) {
        let Some(Gathering(receive)) = &self.gathering else {
            return;
        };
        match receive.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => {}
            Ok(gathered) => {
                self.gathering = None;
                self.use_gathered(gathered);
                return;
            }
        }
        self.gathering = None;
    }

    fn use_gathered(&mut self, gathered: Gathered) {
        match gathered {
            Gathered::Commands(commands) => self.queue.extend(commands),
            Gathered::Taken { ids, records, side } => self.take_records(ids, records, side),
        }
    }
}

/// Looks at rows of a filter.
fn each<L: Listing>(reader: &StoreReader, wish: &Wish, rows: &Rows, mut look: impl FnMut(L::Row)) {
    let wanted = rows.numbers::<L>(reader, wish).unwrap_or_default();
    for some in wanted.chunks(PAGE) {
        let rows = L::rows(&reader.read(), some).unwrap_or_default();
        rows.into_iter().flatten().for_each(&mut look);
    }
}

/// The numbers of all rows of a filter, in its order.
pub(super) fn numbers<L: Listing>(reader: &StoreReader, wish: &Wish) -> Result<Vec<i64>, Problem> {
    let reader = reader.read();
    if let Some(found) = L::found(&reader, wish, &|| true)? {
        return Ok(found.into_iter().flat_map(|(_, ids)| ids).collect());
    }
    let ids = L::ids(&reader, wish, Slice::ALL)?;
    Ok(ids.into_iter().map(L::number).collect())
}

fn skipped(reader: &StoreReader, wish: &Wish, rows: &Rows, what: ForAll) -> Vec<Command> {
    let choice = match what {
        ForAll::Restore => Choice::Restore,
        ForAll::Delete => Choice::Delete,
        ForAll::Take(_) => Choice::Synchronise,
        ForAll::Uncouple => Choice::Uncouple,
        _ => Choice::Retry,
    };
    let mut ids: Vec<SkippedId> = Vec::new();
    let mut pairs: Vec<Pair> = Vec::new();
    each::<Skipped>(reader, wish, rows, |row| {
        if row.record.choices().contains(&choice) {
            ids.push(row.record.id);
            pairs.extend(row.record.pair().map(|ids| Pair {
                mapping: row.record.mapping.clone(),
                ids,
            }));
        }
    });
    let command = match what {
        ForAll::Restore => Command::Restore(ids),
        ForAll::Delete => Command::AskDelete(ids),
        ForAll::Take(side) => Command::AskTake(ids, side),
        ForAll::Uncouple => Command::Uncouple(pairs),
        _ => Command::Retry(ids),
    };
    vec![command]
}

fn errors(reader: &StoreReader, wish: &Wish, rows: &Rows, what: ForAll) -> Vec<Command> {
    let mut ids: Vec<ErrorId> = Vec::new();
    let mut records: BTreeMap<MappingName, Vec<(Side, Uuid)>> = BTreeMap::new();
    each::<Errors>(reader, wish, rows, |row| {
        if what == ForAll::Handle {
            ids.extend(row.open.then_some(row.id));
        } else {
            // An error that concerns no record in particular is tried again with its whole mapping.
            let of_mapping = records.entry(row.mapping).or_default();
            of_mapping.extend(row.source.id.map(|id| (row.source.side, id)));
        }
    });
    if what == ForAll::Handle {
        return vec![Command::AskHandle(ids)];
    }
    let records = records.into_iter();
    records
        .map(|(mapping, records)| Command::SyncRecords(mapping, records))
        .collect()
}

fn couplings(reader: &StoreReader, wish: &Wish, rows: &Rows, what: ForAll) -> Vec<Command> {
    let mut pairs: Vec<Pair> = Vec::new();
    each::<Couplings>(reader, wish, rows, |row| {
        pairs.push(Pair {
            mapping: row.mapping,
            ids: row.ids,
        });
    });
    if what == ForAll::UncouplePairs {
        return vec![Command::Uncouple(pairs)];
    }
    let mut records: BTreeMap<MappingName, Vec<(Side, Uuid)>> = BTreeMap::new();
    for pair in pairs {
        let of_mapping = records.entry(pair.mapping).or_default();
        of_mapping.push((Side::Bc, pair.ids.bc));
    }
    let records = records.into_iter();
    records
        .map(|(mapping, records)| Command::SyncRecords(mapping, records))
        .collect()
}
