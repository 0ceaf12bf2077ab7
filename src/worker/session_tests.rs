use super::*;
use crate::engine::context::Silent;
use crate::model::report::JobKind;
use crate::model::{Direction, MappingName};
use crate::store::{JobFilter, Slice};

/// A data folder that goes with the test.
struct Folder(std::path::PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

fn ask(session: &mut Session, request: Request) -> Result<Answer, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(session.run(request, &mut Silent, Cancel::new()))
}

#[test]
fn a_job_that_a_failed_request_left_open_is_ended_by_the_next_request() {
    let name = format!("raccord-session-{}", uuid::Uuid::new_v4().simple());
    let folder = Folder(std::env::temp_dir().join(name));
    let mut session = Session::open(&folder.0, "test").unwrap();
    ask(&mut session, Request::DefaultMappings).unwrap();
    // What a full disk leaves: the job began, its end could not be stored, and the request failed.
    let customer = MappingName::new("CUSTOMER");
    let (direction, kind) = (Direction::ToDataverse, JobKind::Synchronization);
    let now = session.environment.now();
    let started = session
        .store
        .write(|w| w.start_job(&customer, direction, kind, now));
    assert!(
        ask(
            &mut session,
            Request::Sync(crate::engine::request::SyncRequest::default())
        )
        .is_err()
    );
    let runs = |session: &Session| {
        let jobs = session.read().list_jobs(&JobFilter::default(), Slice::ALL);
        let runs =
            |job: &crate::model::report::Job| job.finished.is_none() && job.problem.is_none();
        jobs.unwrap().iter().filter(|job| runs(job)).count()
    };
    assert!(started.is_ok());
    assert_eq!(runs(&session), 1);
    ask(&mut session, Request::DefaultMappings).unwrap();
    assert_eq!(runs(&session), 0);
}
