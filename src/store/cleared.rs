//! What a person has cleared away since the program was started, kept until it ends so that it can be had back.

use super::handle::Writer;
use crate::model::reason::Problem;
use rusqlite::types::ToSql;

/// A table that people clear up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum Cleared {
    /// Integration errors.
    Errors,
    /// Jobs.
    Jobs,
}

impl Cleared {
    fn table(self) -> &'static str {
        match self {
            Self::Errors => "error",
            Self::Jobs => "job",
        }
    }
}

impl Writer<'_> {
    /// Moves rows into a table that ends with the connection; how many.
    pub(super) fn clear(
        &self,
        what: Cleared,
        condition: &str,
        values: &[&dyn ToSql],
    ) -> Result<u64, Problem> {
        let table = what.table();
        self.db.execute_batch(&format!(
            "CREATE TEMP TABLE IF NOT EXISTS cleared_{table} AS SELECT * FROM main.{table} WHERE FALSE"
        ))?;
        self.db
            .prepare_cached(&format!(
                "INSERT INTO temp.cleared_{table} SELECT * FROM main.{table} WHERE {condition}"
            ))?
            .execute(values)?;
        let removed = self
            .db
            .prepare_cached(&format!("DELETE FROM main.{table} WHERE {condition}"))?
            .execute(values)?;
        Ok(removed as u64)
    }

    /// Puts back what was cleared away since the program was started; how many rows. An error whose record has failed anew
    /// meanwhile stays away: the newer entry tells more.
    pub fn restore_cleared(&self, what: Cleared) -> Result<u64, Problem> {
        let table = what.table();
        let any = self
            .db
            .prepare("SELECT 1 FROM sqlite_temp_schema WHERE name = ?1")?
            .exists([format!("cleared_{table}")])?;
        if !any {
            return Ok(0);
        }
        let restored = self.db.execute(
            &format!("INSERT OR IGNORE INTO main.{table} SELECT * FROM temp.cleared_{table}"),
            [],
        )?;
        self.db
            .execute_batch(&format!("DROP TABLE temp.cleared_{table}"))?;
        Ok(restored as u64)
    }
}

#[cfg(test)]
#[path = "cleared_tests.rs"]
mod tests;
