use super::*;
use crate::model::Sides;
use crate::model::report::SkipReason;
use crate::store::testing::{at, customer, ids, store};
use crate::store::{JobFilter, NewSkipped, Slice, Store};
use pretty_assertions::assert_eq;

fn counters() -> Counters {
    Counters {
        inserted: 1,
        modified: 2,
        deleted: 3,
        unchanged: 4,
        skipped: 5,
        failed: 6,
        conflicts: 7,
        coupled: 8,
        uncoupled: 9,
        merged_fields: 10,
    }
}

fn start(store: &Store, second: i64) -> JobId {
    store
        .write(|w| {
            w.start_job(
                &customer(),
                Direction::ToDataverse,
                JobKind::Synchronization,
                at(second),
            )
        })
        .unwrap()
}

#[test]
fn a_job_runs_and_ends() {
    let store = store();
    let id = start(&store, 1);
    let running = Job {
        id,
        mapping: customer(),
        direction: Direction::ToDataverse,
        kind: JobKind::Synchronization,
        counters: Counters::default(),
        started: at(1),
        finished: None,
        problem: None,
    };
    assert_eq!(store.read().job(id), Ok(Some(running.clone())));
    store.write(|w| w.update_job(id, &counters())).unwrap();
    assert_eq!(store.read().job(id).unwrap().unwrap().counters, counters());
    assert_eq!(store.read().last_finished_job(&customer()), Ok(None));
    let problem = Problem::new(Cause::Unreachable).saying("no route");
    store
        .write(|w| w.finish_job(id, &counters(), Some(&problem), at(9)))
        .unwrap();
    let ended = Job {
        counters: counters(),
        finished: Some(at(9)),
        problem: Some(problem),
        ..running
    };
    assert_eq!(store.read().job(id), Ok(Some(ended.clone())));
    assert_eq!(store.read().last_finished_job(&customer()), Ok(Some(ended)));
}

#[test]
fn a_job_that_a_crash_cut_off_says_so_and_has_no_end() {
    let store = store();
    let (cut, done) = (start(&store, 1), start(&store, 2));
    store
        .write(|w| w.finish_job(done, &Counters::default(), None, at(3)))
        .unwrap();
    assert_eq!(store.write(|w| w.close_abandoned_jobs(at(50))), Ok(1));
    assert_eq!(store.write(|w| w.close_abandoned_jobs(at(51))), Ok(0));
    let job = store.read().job(cut).unwrap().unwrap();
    assert_eq!(job.finished, None);
    let problem = job.problem.unwrap();
    assert_eq!(
        (problem.cause, problem.params["reason"].as_str()),
        (Cause::Cancelled, "cut_off")
    );
    assert_eq!(problem.params["found"], at(50).to_string());
    assert_eq!(store.read().job(done).unwrap().unwrap().problem, None);
}

#[test]
fn clearing_keeps_running_jobs_and_the_failed_ones_of_skipped_pairs() {
    let store = store();
    let jobs: Vec<JobId> = (0..5).map(|second| start(&store, second)).collect();
    let failed = Counters {
        failed: 1,
        ..Counters::default()
    };
    store
        .write(|w| {
            for (job, counters) in jobs
                .iter()
                .zip([Counters::default(), failed, failed, failed])
            {
                w.finish_job(*job, &counters, None, at(9))?;
            }
            let coupling = w.couple(&customer(), ids(1, 2))?;
            w.set_last_job(coupling, jobs[2])?;
            w.put_skipped(&NewSkipped {
                mapping: customer(),
                coupling: Some(coupling),
                ids: Sides::default(),
                labels: Sides::default(),
                reason: SkipReason::RepeatedFailure,
                problem: None,
                since: at(9),
                open_fields: Vec::new(),
            })
        })
        .unwrap();
    let left = || -> Vec<JobId> {
        let listed = store
            .read()
            .list_jobs(&JobFilter::default(), Slice::ALL)
            .unwrap();
        listed.into_iter().map(|job| job.id).collect()
    };
    assert_eq!(store.write(|w| w.clear_jobs(Some(at(3)))), Ok(2));
    assert_eq!(
        left(),
        [jobs[4], jobs[3], jobs[2]],
        "younger, running, or still needed"
    );
    assert_eq!(store.write(|w| w.clear_jobs(None)), Ok(1));
    assert_eq!(left(), [jobs[4], jobs[2]]);
    store.write(|w| w.drop_job(jobs[4])).unwrap();
    assert_eq!(left(), [jobs[2]]);
}
