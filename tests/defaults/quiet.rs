//! What a run costs when nothing changed.

use crate::office::{errors, office};
use raccord::model::Value;

#[tokio::test(flavor = "current_thread")]
async fn a_run_without_changes_costs_one_request_for_each_side() {
    let mut office = office();
    crate::runs::furnish(&office).await;
    let first = office.sync().await;
    assert_eq!(errors(&office, &first), [""; 0]);
    office.sync().await;
    for _ in 0..2 {
        let report = office.sync().await;
        eprintln!("{:?} {}", report.requests, report.jobs.len());
    }
    panic!("{:?}", Value::Empty);
}
