//! How jobs spent their time.

use super::columns::{from_json, to_json};
use super::handle::{Reader, Writer};
use crate::model::JobId;
use crate::model::reason::Problem;
use crate::model::report::Job;
use crate::model::timeline::Timeline;
use rusqlite::{OptionalExtension as _, params};

impl Reader<'_> {
    /// How a job spent its time; nothing where that is not known.
    pub fn job_timeline(&self, id: JobId) -> Result<Option<Timeline>, Problem> {
        let mut find = self
            .db
            .prepare_cached("SELECT timeline FROM job WHERE id = ?1")?;
        let found: Option<Option<String>> = find.query_row([id.0], |row| row.get(0)).optional()?;
        let text = found.flatten();
        Ok(text.as_deref().map(from_json).transpose()?)
    }

    /// The newest job's id; zero before the first one.
    pub fn newest_job(&self) -> Result<JobId, Problem> {
        let mut newest = self
            .db
            .prepare_cached("SELECT coalesce(max(id), 0) FROM job")?;
        Ok(JobId(newest.query_row([], |row| row.get(0))?))
    }

    /// The jobs that began after another one, oldest first.
    pub fn jobs_after(&self, id: JobId) -> Result<Vec<Job>, Problem> {
        let mut list = self.db.prepare_cached(&format!(
            "{} WHERE j.id > ?1 ORDER BY j.id",
            super::jobs::SELECT
        ))?;
        let rows = list.query_map([id.0], super::jobs::to_job)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Keeps how a job spent its time.
    pub fn keep_timeline(&self, id: JobId, timeline: &Timeline) -> Result<(), Problem> {
        self.db
            .prepare_cached("UPDATE job SET timeline = ?2 WHERE id = ?1")?
            .execute(params![id.0, to_json(timeline)?])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::model::report::{Counters, JobKind};
    use crate::model::timeline::{Step, Stretch, Timeline};
    use crate::model::{Direction, JobId, Side};
    use crate::store::testing::{customer, store};
    use jiff::Timestamp;

    #[test]
    fn a_job_keeps_how_it_spent_its_time_even_after_it_was_cleared_and_had_back() {
        let store = store();
        let now = Timestamp::UNIX_EPOCH;
        let timeline = Timeline {
            began: Some(now),
            stretches: vec![Stretch {
                mapping: customer(),
                step: Step::Read(Side::Dv),
                began: now,
                ended: now,
                records: 4,
            }],
            ..Timeline::default()
        };
        let before = store.read().newest_job().unwrap();
        assert_eq!(before, JobId(0));
        let id = store
            .write(|w| {
                let direction = Direction::ToDataverse;
                let id = w.start_job(&customer(), direction, JobKind::Synchronization, now)?;
                w.finish_job(id, &Counters::default(), None, now)?;
                w.keep_timeline(id, &timeline)?;
                Ok(id)
            })
            .unwrap();
        let jobs = store.read().jobs_after(before).unwrap();
        assert_eq!(jobs.iter().map(|job| job.id).collect::<Vec<_>>(), [id]);
        assert_eq!(store.read().job_timeline(id), Ok(Some(timeline.clone())));
        store.write(|w| w.clear_jobs(None)).unwrap();
        assert_eq!(store.read().job_timeline(id), Ok(None));
        store
            .write(|w| w.restore_cleared(crate::store::Cleared::Jobs))
            .unwrap();
        assert_eq!(store.read().job_timeline(id), Ok(Some(timeline)));
    }
}
