//! Change tracking: what changed since a token, and when a token is too old.

use jiff::{SignedDuration, Timestamp};

use crate::sandbox::system::{refusal::Refusal, table::Deleted, view::RowView};

use super::{Dv, refusals};

/// Where a reader of the change log stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeltaToken {
    /// Everything up to this version has been read.
    pub version: u64,
    /// When the token was given.
    pub at: Timestamp,
}

impl Dv {
    /// A token for what is there now.
    ///
    /// # Errors
    /// The table is not tracked (`0x80072491`).
    pub fn delta_token(&self, set: &str) -> Result<DeltaToken, Refusal> {
        self.tracked(set)?;
        Ok(DeltaToken {
            version: self.store.version(),
            at: self.store.now(),
        })
    }

    /// Rows created or changed beyond a token, in the order of their versions.
    ///
    /// # Errors
    /// The table is not tracked, or the token is too old (`0x80044352`).
    pub fn changed(
        &self,
        set: &str,
        since: DeltaToken,
    ) -> Result<impl Iterator<Item = RowView<'_>>, Refusal> {
        self.still_good(set, since)?;
        Ok(self.table(set)?.beyond(since.version))
    }

    /// Rows deleted beyond a token, in the order of their deletion.
    ///
    /// A row that was made again under the same id is not among them.
    ///
    /// # Errors
    /// As [`Dv::changed`].
    pub fn deleted(
        &self,
        set: &str,
        since: DeltaToken,
    ) -> Result<impl Iterator<Item = Deleted> + '_, Refusal> {
        self.still_good(set, since)?;
        let number = self.number(set)?;
        let table = self
            .store
            .table(number)
            .ok_or_else(|| refusals::no_set(set))?;
        Ok(table
            .deleted_beyond(since.version)
            .filter(|deleted| table.row(deleted.id).is_none()))
    }

    /// Makes every token given before now too old; a fault for tests.
    pub fn expire_tokens(&mut self) {
        self.tokens_expired_at = Some(self.store.now());
    }

    fn tracked(&self, set: &str) -> Result<(), Refusal> {
        let def = self.table(set)?.def();
        if def.change_tracking {
            Ok(())
        } else {
            Err(refusals::not_tracked(def))
        }
    }

    fn still_good(&self, set: &str, token: DeltaToken) -> Result<(), Refusal> {
        self.tracked(set)?;
        let oldest = self
            .store
            .now()
            .checked_sub(SignedDuration::from_hours(24 * self.settings.token_days))
            .unwrap_or(Timestamp::MIN);
        let expired = self.tokens_expired_at.is_some_and(|at| token.at <= at);
        if token.at < oldest || expired || token.version > self.store.version() {
            return Err(refusals::token_expired());
        }
        Ok(())
    }
}
