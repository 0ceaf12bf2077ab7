//! What a click must know first: it is read beside the window, and a later frame goes on with what was found.

use super::App;
use super::desk::Desk;
use crate::model::reason::{Cause, Problem};
use crate::store::StoreReader;
use std::sync::mpsc::{Receiver, TryRecvError};

/// What is done with what was found.
type Then = Box<dyn FnOnce(&mut App) + Send>;

/// What is being looked up, in the order in which it was asked for.
#[derive(Default)]
pub(super) struct Looking(Vec<Receiver<Then>>);

impl Looking {
    /// Whether something is on its way.
    pub(super) fn is_busy(&self) -> bool {
        !self.0.is_empty()
    }

    /// What is on its way is of another cache.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}

impl App {
    /// Looks something up and goes on with it: at once where it is `small`, since that is quicker than asking, else beside the
    /// window. Whether it could be asked for; the person is told if not.
    pub(super) fn look_up<T: Send + 'static>(
        &mut self,
        small: bool,
        look: impl FnOnce(&StoreReader) -> T + Send + 'static,
        then: impl FnOnce(&mut Self, T) + Send + 'static,
    ) -> bool {
        let Some(desk) = self.desk.as_ref() else {
            return false;
        };
        let counter = desk.counter().filter(|_| !small);
        let Some(counter) = counter else {
            let found = desk.reader().map(look);
            let is_found = found.is_some();
            if let Some(found) = found {
                then(self, found);
            }
            return is_found;
        };
        let asked = counter.ask(move |reader| -> Then {
            let found = look(reader);
            Box::new(move |app| then(app, found))
        });
        let is_asked = asked.is_some();
        if !is_asked {
            self.notice = Some(Problem::new(Cause::Unknown).with("what", "busy"));
        }
        self.looking.0.extend(asked);
        is_asked
    }

    /// Goes on with what was found.
    pub(super) fn receive_looked_up(&mut self) {
        let mut found = Vec::new();
        self.looking.0.retain(|coming| match coming.try_recv() {
            Err(TryRecvError::Empty) => true,
            Err(TryRecvError::Disconnected) => false,
            Ok(then) => {
                found.push(then);
                false
            }
        });
        for then in found {
            then(self);
        }
    }

    /// Whether a table has so few rows that the window looks through it itself.
    pub(super) fn is_short(&self, table: crate::store::ListTable) -> bool {
        let reader = self.desk.as_ref().and_then(Desk::reader);
        reader.is_none_or(|reader| reader.read().at_most(table).unwrap_or(0) <= SHORT)
    }
}

/// Tables with more rows than this are looked through beside the window.
const SHORT: u64 = 2_000;
