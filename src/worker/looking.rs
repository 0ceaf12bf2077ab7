//! What there is to see in a data folder, whoever holds it: for `status` while a schedule or a window works there.

use super::connecting;
use super::folder::{self, cache_in};
use super::health::{self, Ailment, Facts, Record};
use super::protocol::ConnectionInfo;
use super::schedule::{Place, Schedule};
use crate::model::reason::Problem;
use crate::remote::connection::Connection;
use crate::remote::learnt::BothLearnt;
use crate::store::{Reader, StoreReader};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::Path;

/// A data folder that is only read; nothing in it changes by that, and nobody is kept from working in it.
pub struct ReadOnly {
    reader: StoreReader,
}

impl ReadOnly {
    /// Opens the cache of a data folder beside whoever holds it.
    ///
    /// # Errors
    /// [`crate::model::reason::Cause::FileProblem`] if there is none, [`crate::model::reason::Cause::CacheDamaged`].
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let path = folder::resolve(path)?;
        Ok(Self {
            reader: StoreReader::open(&cache_in(&path))?,
        })
    }

    /// What is to be seen at a moment.
    ///
    /// # Errors
    /// Why the cache cannot be read.
    pub fn look(&self, now: Timestamp) -> Result<Sight<'_>, Problem> {
        Sight::of(self.reader.read(), now)
    }
}

/// What is to be seen in a data folder at a moment.
pub struct Sight<'a> {
    reader: Reader<'a>,
    connection: Option<Connection>,
    now: Timestamp,
}

impl<'a> Sight<'a> {
    pub(super) fn of(reader: Reader<'a>, now: Timestamp) -> Result<Self, Problem> {
        let connection = connecting::stored_connection(&reader)?;
        Ok(Self {
            reader,
            connection,
            now,
        })
    }

    /// Reads the cache.
    pub fn read(&self) -> &Reader<'a> {
        &self.reader
    }

    /// The connection, if there is one.
    ///
    /// # Errors
    /// Why the cache cannot be read.
    pub fn connection(&self) -> Result<Option<ConnectionInfo>, Problem> {
        let connection = self.connection.as_ref();
        connection
            .map(|connection| connecting::info(&self.reader, connection))
            .transpose()
    }

    /// What connectors of earlier runs learnt of both services.
    ///
    /// # Errors
    /// Why the cache cannot be read.
    pub fn learnt(&self) -> Result<BothLearnt, Problem> {
        connecting::learnt(&self.reader)
    }

    /// Every mapping's place in the schedule; none while it is off.
    ///
    /// # Errors
    /// Why the cache cannot be read.
    pub fn places(&self) -> Result<Vec<Place>, Problem> {
        let pending = self.reader.mapping_counts()?;
        let pending = pending.into_iter().filter(|counts| counts.pending > 0);
        let pending: BTreeSet<_> = pending.map(|counts| counts.mapping).collect();
        let (schedule, mappings) = (Schedule::read(&self.reader)?, self.reader.mappings()?);
        let with_pending = mappings
            .iter()
            .map(|mapping| (mapping, pending.contains(&mapping.name)));
        Ok(schedule.places(with_pending, self.now))
    }

    /// What is wrong with the link to the services, the gravest first.
    ///
    /// # Errors
    /// Why the cache cannot be read.
    pub fn health(&self) -> Result<Vec<Ailment>, Problem> {
        let Some(connection) = &self.connection else {
            return Ok(Vec::new());
        };
        let record = Record::read(&self.reader)?;
        Ok(health::assess(
            &Facts {
                record: &record,
                expiries: &health::expiries(connection, &record),
                schedule: &Schedule::read(&self.reader)?,
                mappings: &self.reader.mappings()?,
            },
            self.now,
        ))
    }
}
