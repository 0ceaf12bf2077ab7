//! Two sides in memory, a cache in memory, and the engine between them.

use super::fake::Fake;
use super::{fields, mapping, pair};
use crate::engine::context::{Cancel, Environment, Silent};
use crate::engine::outcome::{MatchReport, ResolveOutcome, SyncReport};
use crate::engine::request::{
    FieldDecision, MatchRequest, PickRequest, ResolveRequest, SyncRequest,
};
use crate::engine::{Engine, EngineOptions};
use crate::model::mapping::MatchRule;
use crate::model::reason::Problem;
use crate::model::report::{Counters, SkippedRecord};
use crate::model::{Coupling, Direction, Side, Sides, SkippedId, TableMapping};
use crate::remote::Remote;
use crate::store::Store;
use jiff::Timestamp;
use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use uuid::Uuid;

/// Time that moves only when it is looked at, and ids that count.
#[derive(Default)]
pub(crate) struct TestEnvironment(Cell<i64>);

impl Environment for TestEnvironment {
    fn now(&self) -> Timestamp {
        self.0.set(self.0.get() + 1);
        Timestamp::from_second(1_700_000_000 + self.0.get()).unwrap()
    }

    fn new_id(&self) -> Uuid {
        self.0.set(self.0.get() + 1);
        Uuid::from_u128(0xA000_0000 + u128::try_from(self.0.get()).unwrap())
    }
}

/// Customers and accounts with a number, a name, a phone and a city.
pub(crate) struct World {
    pub(crate) bc: Rc<Fake>,
    pub(crate) dv: Rc<Fake>,
    pub(crate) store: Store,
    pub(crate) env: TestEnvironment,
    pub(crate) mapping: TableMapping,
    pub(crate) options: EngineOptions,
}

impl World {
    pub(crate) fn new(change: impl FnOnce(&mut TableMapping)) -> Self {
        let mut number = pair("number", "accountnumber");
        number.direction = Direction::ToDataverse;
        number.matching = Some(MatchRule {
            priority: 0,
            case_sensitive: false,
        });
        let mut mapping = mapping("CUSTOMER");
        mapping.fields = vec![
            number,
            pair("displayName", "name"),
            pair("phoneNumber", "telephone1"),
            pair("city", "address1_city"),
        ];
        change(&mut mapping);
        let store = Store::open_in_memory().unwrap();
        store.write(|w| w.put_mapping(&mapping, 0)).unwrap();
        Self {
            bc: Fake::new(Side::Bc, &["number", "displayName", "phoneNumber", "city"]),
            dv: Fake::new(
                Side::Dv,
                &["accountnumber", "name", "telephone1", "address1_city"],
            ),
            store,
            env: TestEnvironment::default(),
            mapping,
            options: EngineOptions::default(),
        }
    }

    /// The same customer on both sides, coupled and in step.
    pub(crate) fn in_step(&mut self, number: &str) -> Sides<Uuid> {
        let ids = self.both(number);
        self.match_all(false);
        assert_eq!(
            self.sync().needs_attention.conflicts,
            0,
            "equal pairs settle"
        );
        ids
    }

    /// The same customer on both sides, not coupled.
    pub(crate) fn both(&mut self, number: &str) -> Sides<Uuid> {
        let n = self.bc.len() as u128 + 1;
        let bc = fields(&[
            ("number", number),
            ("displayName", "Adèle & Fils"),
            ("phoneNumber", "1"),
            ("city", "Lyon"),
        ]);
        let dv = fields(&[
            ("accountnumber", number),
            ("name", "Adèle & Fils"),
            ("telephone1", "1"),
            ("address1_city", "Lyon"),
        ]);
        Sides::new(self.bc.add(n, bc), self.dv.add(1000 + n, dv))
    }

    pub(crate) fn engine<T>(&mut self, run: impl AsyncFnOnce(&mut Engine<'_>) -> T) -> T {
        self.engine_until(run).expect("nothing in this world waits")
    }

    /// Something that may wait for ever: then nothing comes of it, as if the program had ended.
    pub(crate) fn engine_until<T>(
        &mut self,
        run: impl AsyncFnOnce(&mut Engine<'_>) -> T,
    ) -> Option<T> {
        let remotes: Sides<Rc<dyn Remote>> =
            Sides::new(Rc::<Fake>::clone(&self.bc), Rc::<Fake>::clone(&self.dv));
        let mut silent = Silent;
        let options = self.options.clone();
        let mut engine = Engine::new(
            &mut self.store,
            remotes,
            &self.env,
            &mut silent,
            Cancel::new(),
            options,
        );
        ready(run(&mut engine))
    }

    pub(crate) fn try_sync(&mut self) -> Result<SyncReport, Problem> {
        self.engine(async |engine| engine.sync(&SyncRequest::default()).await)
    }

    /// A synchronisation that the program does not survive: it waits for an answer when it is killed.
    pub(crate) fn sync_and_die(&mut self) {
        let died = self.engine_until(async |engine| engine.sync(&SyncRequest::default()).await);
        assert!(died.is_none(), "it waits for nothing");
    }

    pub(crate) fn sync(&mut self) -> SyncReport {
        self.try_sync().unwrap()
    }

    pub(crate) fn plan(&mut self) -> SyncReport {
        self.engine(async |engine| engine.plan(&SyncRequest::default()).await)
            .unwrap()
    }

    pub(crate) fn match_all(&mut self, create: bool) -> MatchReport {
        let request = MatchRequest {
            mapping: self.mapping.name.clone(),
            create,
            preview: false,
            choice: crate::engine::request::MatchChoice::default(),
        };
        self.engine(async |engine| engine.couple_by_match(&request).await)
            .unwrap()
    }

    pub(crate) fn coupling(&self, side: Side, id: Uuid) -> Option<Coupling> {
        self.store
            .read()
            .coupling_of(&self.mapping.name, side, id)
            .unwrap()
    }

    pub(crate) fn skipped(&self, ids: Sides<Uuid>) -> Option<SkippedRecord> {
        let coupling = self.coupling(Side::Bc, ids.bc)?;
        self.store.read().skipped_of(coupling.id).unwrap()
    }

    pub(crate) fn resolve(
        &mut self,
        id: SkippedId,
        fields: &[(&str, PickRequest)],
    ) -> ResolveOutcome {
        self.decide(id, fields, false)
    }

    /// Writes what is decided although other fields are open.
    pub(crate) fn resolve_decided(
        &mut self,
        id: SkippedId,
        fields: &[(&str, PickRequest)],
    ) -> ResolveOutcome {
        self.decide(id, fields, true)
    }

    fn decide(
        &mut self,
        id: SkippedId,
        fields: &[(&str, PickRequest)],
        decided_only: bool,
    ) -> ResolveOutcome {
        let fields = fields
            .iter()
            .map(|(name, pick)| FieldDecision {
                field: (*name).into(),
                pick: pick.clone(),
            })
            .collect();
        let request = ResolveRequest {
            id,
            all: None,
            fields,
            preview: false,
            seen: None,
            decided_only,
        };
        self.engine(async |engine| engine.resolve(&request).await)
            .unwrap()
    }
}

/// What all jobs of a report did together.
pub(crate) fn total(report: &SyncReport) -> Counters {
    let mut sum = Counters::default();
    for job in &report.jobs {
        sum.add(&job.counters);
    }
    sum
}

/// Runs a future that never really waits; nothing if it does.
fn ready<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    // The engine lets others have a turn now and then; it waits for nobody.
    for _ in 0..100_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return Some(value);
        }
    }
    None
}
