//! What is remembered of reads that go over several pages: links met, and reads that had to begin again.

use crate::model::reason::{Cause, Problem};
use crate::model::{SetName, Side};
use crate::remote::{Page, ReadFrom, ReadRequest};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// The trail of one connector.
#[derive(Debug, Default)]
pub struct Trail {
    links: RefCell<HashMap<SetName, HashSet<u64>>>,
    restarted: RefCell<HashSet<SetName>>,
}

impl Trail {
    /// Follows a read by one page and refuses a link that was met before.
    ///
    /// # Errors
    /// [`Cause::MalformedAnswer`]: the service leads in a circle.
    pub fn follow(&self, side: Side, request: &ReadRequest, page: Page) -> Result<Page, Problem> {
        let mut all = self.links.borrow_mut();
        let links = all.entry(request.set.clone()).or_default();
        if !matches!(request.from, ReadFrom::Next(_)) {
            links.clear();
        }
        let Some(next) = &page.next else {
            links.clear();
            self.restarted.borrow_mut().remove(&request.set);
            return Ok(page);
        };
        let mut hasher = DefaultHasher::new();
        next.next_link.hash(&mut hasher);
        // The same page may be read again after a crash, which the trail does not outlive; within it, never.
        if links.insert(hasher.finish()) {
            Ok(page)
        } else {
            Err(Problem::new(Cause::MalformedAnswer)
                .on(side)
                .with("field", "@odata.nextLink")
                .with("table", request.set.as_str())
                .saying("the next links lead in a circle"))
        }
    }

    /// Whether a read that was to go on must begin again: the service no longer knows its place. Once for each read.
    pub fn must_restart(&self, request: &ReadRequest, problem: &Problem) -> bool {
        let lost = matches!(request.from, ReadFrom::Next(_))
            && problem
                .status
                .is_some_and(|status| matches!(status, 400 | 404 | 410))
            && !problem.cause.stops_the_run();
        lost && self.restarted.borrow_mut().insert(request.set.clone())
    }
}
