//! Starting anew: everything that was seen in or coupled with one environment goes; mappings, jobs and history stay.

use super::handle::{Reader, Writer};
use crate::model::HistoryId;
use crate::model::reason::Problem;

/// The fact that holds the newest history entry of an environment that was given up.
const HISTORY_ENDS: &str = "history_ends";

/// What the names of facts begin with that hold a pair which was uncoupled so that its missing record can be made again.
pub const RESTORING: &str = "restoring/";

impl Reader<'_> {
    /// Whether a write was made in an environment that was given up since; it must never be taken back in another one.
    pub fn is_of_former_environment(&self, id: HistoryId) -> Result<bool, Problem> {
        let ends = self.fact(HISTORY_ENDS)?;
        let ends = ends.and_then(|text| text.parse::<i64>().ok());
        Ok(ends.is_some_and(|ends| id.0 <= ends))
    }
}

impl Writer<'_> {
    /// Forgets all couplings, what was seen of records, how far was read, and creates without an answer.
    pub fn start_anew(&self) -> Result<(), Problem> {
        let mappings: Vec<i64> = self
            .db
            .prepare_cached("SELECT id FROM mapping")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for mapping in mappings {
            self.forget_records_of(mapping)?;
        }
        self.db.execute_batch(
            "DELETE FROM journal; DELETE FROM lot; DELETE FROM overwrite; DELETE FROM parted; DELETE FROM company_contact;
             DELETE FROM brought_back; DELETE FROM known_alone; DELETE FROM newcomer;",
        )?;
        let newest: Option<i64> = self
            .db
            .query_row("SELECT max(id) FROM history", [], |row| row.get(0))?;
        if let Some(newest) = newest {
            self.set_fact(HISTORY_ENDS, Some(&newest.to_string()))?;
        }
        for (name, _) in self.facts(RESTORING)? {
            self.set_fact(&name, None)?;
        }
        self.memory.forget_names();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Side;
    use crate::store::testing::{customer, store};

    #[test]
    fn couplings_and_places_go_and_mappings_and_history_stay() {
        let store = store();
        store
            .write(|writer| {
                writer.settled_pair(1, "Adatum")?;
                writer.see_record(Side::Bc, 7, "Trey", 1)?;
                writer.set_watermark(&customer(), Side::Bc, Some("then"))
            })
            .unwrap();
        let mappings = store.read().mappings().unwrap();
        assert!(store.read().mapping_counts().unwrap()[0].couplings() > 0);
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method is not general enough over lifetimes"
        )]
        store.write(|writer| writer.start_anew()).unwrap();
        let read = store.read();
        assert_eq!(read.mappings().unwrap(), mappings);
        let counts = read.mapping_counts().unwrap();
        assert_eq!(counts[0].couplings(), 0);
        assert_eq!((counts[0].uncoupled.bc, counts[0].uncoupled.dv), (0, 0));
        assert_eq!(read.watermark(&customer(), Side::Bc).unwrap(), None);
        assert_eq!(read.check(), Ok(Vec::new()));
    }
}
