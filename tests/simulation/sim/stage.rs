//! Where a run is played: both services, what goes wrong in them, and waiting that the story decides.

use super::dice::Dice;
use super::figures::Figures;
use super::office::Office;
use super::sabotage::Sabotage;
use super::shape::Shape;
use super::story::{Fault, FaultAt};
use raccord::model::{EntitySchema, SetName, Side, Sides};
use raccord::remote::Write;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

pub(crate) struct Stage {
    pub(crate) shape: Shape,
    pub(crate) office: RefCell<Office>,
    pub(crate) figures: RefCell<Figures>,
    pub(crate) sabotage: Option<Sabotage>,
    pub(crate) script: RefCell<Script>,
    /// Requests that are thought lost and still under way.
    pub(crate) late: RefCell<Vec<(u64, Side, SetName, Write)>>,
    /// Writes that were accepted and changed nothing.
    pub(crate) in_vain: RefCell<Vec<String>>,
    /// What happened in the services through writes whose answer the engine does not have, as places in the ledger.
    pub(crate) unanswered: RefCell<Vec<Range<usize>>>,
    /// What earlier runs read of tables, where that is kept.
    pub(crate) schemas: RefCell<BTreeMap<(Side, String), Rc<EntitySchema>>>,
    /// Waits since the beginning.
    pub(crate) ticks: Cell<u64>,
    /// Whether the program is dead; nothing it asks is answered then.
    pub(crate) dead: Arc<AtomicBool>,
}

/// What this run meets.
pub(crate) struct Script {
    pub(crate) faults: Vec<FaultAt>,
    pub(crate) requests: Sides<u32>,
    pub(crate) dice: Dice,
}

impl Script {
    pub(crate) fn quiet() -> Self {
        Self::of(&[], 1)
    }

    pub(crate) fn of(faults: &[FaultAt], dice: u64) -> Self {
        Self {
            faults: faults.to_vec(),
            requests: Sides::default(),
            dice: Dice::new(dice),
        }
    }
}

impl Stage {
    pub(crate) fn new(shape: Shape, sabotage: Option<Sabotage>) -> Self {
        Self {
            office: RefCell::new(Office::open(&shape)),
            shape,
            figures: RefCell::default(),
            sabotage,
            script: RefCell::new(Script::quiet()),
            late: RefCell::default(),
            in_vain: RefCell::default(),
            unanswered: RefCell::default(),
            schemas: RefCell::default(),
            ticks: Cell::new(0),
            dead: Arc::new(AtomicBool::new(false)),
        }
    }

    pub(crate) fn count(&self, group: &'static str, what: &'static str) {
        self.figures.borrow_mut().count(group, what);
    }

    /// How much has happened in the services.
    pub(crate) fn so_far(&self) -> usize {
        self.office.borrow().ledger.events.len()
    }

    /// The engine has no answer to what happened since.
    pub(crate) fn no_answer_since(&self, from: usize) {
        self.unanswered.borrow_mut().push(from..self.so_far());
    }

    pub(crate) fn tell(&self, line: impl Into<String>) {
        self.office.borrow_mut().tell(line);
    }

    /// A request is on its way: it takes its time, and perhaps meets a fault.
    pub(crate) async fn send(&self, side: Side, what: &'static str) -> Option<Fault> {
        self.live().await;
        let (number, fault, waits) = {
            let mut script = self.script.borrow_mut();
            let number = *script.requests.get(side);
            *script.requests.get_mut(side) += 1;
            let fault = script
                .faults
                .iter()
                .find(|at| at.side == side && at.request == number)
                .map(|at| at.fault);
            (number, fault, script.dice.below(3))
        };
        self.count("requests", what);
        let name: Option<&'static str> = fault.map(Into::into);
        if let Some(name) = name {
            self.count("faults", name);
        }
        let fault_words = name.map(|name| format!(" ({name})")).unwrap_or_default();
        self.tell(format!(
            "    {side:?} request {number}: {what}{fault_words}"
        ));
        self.wait(waits).await;
        if fault == Some(Fault::Throttled) {
            // The connector waits as long as it is asked to.
            self.office.borrow().pass(30_000);
            self.wait(2).await;
        }
        if fault == Some(Fault::TokensExpired) && side == Side::Dv {
            self.office.borrow_mut().world.dv.expire_tokens();
            self.office.borrow().pass(1);
        }
        fault
    }

    /// The answer is on its way.
    pub(crate) async fn answer(&self) {
        let waits = self.script.borrow_mut().dice.below(3);
        self.wait(waits).await;
    }

    async fn wait(&self, times: u32) {
        for _ in 0..times {
            Wait(false).await;
            self.live().await;
        }
    }

    /// A dead program gets no answers.
    pub(crate) async fn live(&self) {
        if self.dead.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
    }
}

/// Waits once.
struct Wait(bool);

impl Future for Wait {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
