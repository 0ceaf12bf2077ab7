//! Plays a story: the whole engine over a real cache in a file, against both services, until the end or a broken promise.

use super::cache::{self, GateState};
use super::connector::{Connector, perform};
use super::figures::Figures;
use super::ledger::{Key, token_of};
use super::oracle::{self, Broken, Promise};
use super::sabotage::Sabotage;
use super::stage::{Script, Stage};
use super::story::{Ask, Crash, Edit, Run, Step, Story};
use jiff::{SignedDuration, Timestamp};
use raccord::engine::context::{Cancel, Environment, Silent};
use raccord::engine::outcome::SyncReport;
use raccord::engine::request::{
    AfterCoupling, CoupleRequest, MatchRequest, PickRequest, RecordRef, ResolveRequest,
    RevertRequest, SkippedAction, SyncRequest, UncoupleRequest,
};
use raccord::engine::{Engine, EngineOptions};
use raccord::model::mapping::TableMapping;
use raccord::model::reason::Problem;
use raccord::model::{Coupling, Direction, Side, Sides, SkippedId};
use raccord::remote::Remote;
use raccord::sandbox::system::clock::Clock as _;
use raccord::store::{HistoryFilter, SkippedFilter, Slice, Store};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};
use uuid::Uuid;

/// How a story ended.
pub(crate) struct Played {
    pub(crate) told: Vec<String>,
    pub(crate) broken: Option<Broken>,
    pub(crate) figures: Figures,
}

/// Runs until nothing is left to do take no more than this.
const MOST_RUNS: usize = 12;
/// More waits than any honest run needs.
const MOST_WAITS: u32 = 20_000;

/// Plays a story from its beginning to its end.
pub(crate) fn play(story: &Story, sabotage: Option<Sabotage>) -> Played {
    let mut player = Player::new(story, sabotage);
    let played = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| player.play()));
    let broken = match played {
        Ok(done) => done.err(),
        Err(panic) => {
            let text = panic
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
            Some(Broken {
                promise: Promise::Ends,
                words: format!("panicked: {}", text.unwrap_or_default()),
            })
        }
    };
    let mut told = std::mem::take(&mut player.stage.office.borrow_mut().told);
    if let Some(broken) = &broken {
        told.push(format!("BROKEN {broken}"));
    }
    let figures = player.stage.figures.borrow().clone();
    Played {
        told,
        broken,
        figures,
    }
}

/// What persons did that changes what may be expected.
#[derive(Default)]
pub(crate) struct Deeds {
    /// Records that a person wanted back.
    pub(crate) restored: BTreeSet<String>,
    /// Records whose coupling a person removed.
    pub(crate) uncoupled: BTreeSet<String>,
    /// Mappings as they were changed, each with how much had happened in the services before.
    pub(crate) altered: Vec<(usize, TableMapping)>,
}

pub(crate) struct Player<'s> {
    pub(crate) story: &'s Story,
    pub(crate) stage: Rc<Stage>,
    pub(crate) deeds: Deeds,
    store: Option<Store>,
    gate: Arc<GateState>,
    env: Env,
    // The last to go: the files of the cache.
    dir: tempfile::TempDir,
}

/// Time and ids as the engine gets them.
struct Env {
    stage: Rc<Stage>,
    made: Cell<u64>,
}

impl Environment for Env {
    fn now(&self) -> Timestamp {
        let off = SignedDuration::from_secs(self.stage.shape.own_skew);
        let now = self.stage.office.borrow().clock.now();
        now.checked_add(off).unwrap()
    }

    fn new_id(&self) -> Uuid {
        self.made.set(self.made.get() + 1);
        Uuid::from_u128(0x0199_0000_0000_7000_8000 << 64 | u128::from(self.made.get()))
    }
}

impl<'s> Player<'s> {
    fn new(story: &'s Story, sabotage: Option<Sabotage>) -> Self {
        let stage = Rc::new(Stage::new(story.shape.clone(), sabotage));
        let dir = cache::folder();
        std::fs::write(dir.path().join("cache.db"), cache::empty()).unwrap();
        let mut player = Self {
            story,
            env: Env {
                stage: Rc::clone(&stage),
                made: Cell::new(0),
            },
            stage,
            deeds: Deeds::default(),
            store: None,
            gate: Arc::default(),
            dir,
        };
        player.open();
        let mappings = &story.shape.mappings;
        player
            .store()
            .write(|w| {
                for (at, mapping) in mappings.iter().enumerate() {
                    w.put_mapping(mapping, at)?;
                }
                Ok(())
            })
            .unwrap();
        player
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("cache.db")
    }

    pub(crate) fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    /// The program starts.
    fn open(&mut self) {
        let mut store = Store::open(&self.file()).unwrap();
        let now = self.env.now();
        store.write(|w| w.close_abandoned_jobs(now)).unwrap();
        let (gate, dead, file) = (
            Arc::clone(&self.gate),
            Arc::clone(&self.stage.dead),
            self.file(),
        );
        store.set_gate(Box::new(move |moment| {
            if gate.step(moment, &dead, &file) {
                Ok(())
            } else {
                Err(Problem::new(raccord::model::reason::Cause::CacheDamaged))
            }
        }));
        self.store = Some(store);
    }

    fn play(&mut self) -> Result<(), Broken> {
        self.stage.tell(format!(
            "seed {}\n{}",
            self.story.seed,
            self.story.shape.words()
        ));
        for (number, step) in self.story.steps.iter().enumerate() {
            match step {
                Step::Pause(millis) => {
                    self.stage.tell(format!("{number:3} {millis} ms pass"));
                    self.stage.office.borrow().pass(*millis);
                }
                Step::Edit(edit) => {
                    self.stage.tell(format!("{number:3} {edit:?}"));
                    self.edit(edit);
                }
                Step::Run(run) => {
                    self.stage.tell(format!("{number:3} {:?}", run.ask));
                    self.run(run)?;
                }
                Step::Alter { which, how } => self.alter(number, *which, *how),
                Step::Reshape { which, how } => {
                    let (what, words) = self.stage.office.borrow_mut().reshape(*which, *how);
                    self.stage.count("reshaped", what);
                    self.stage.tell(format!("{number:3} {words} {what}"));
                }
            }
        }
        self.quiesce()
    }

    /// A person changes a mapping.
    fn alter(&mut self, number: usize, which: u32, how: u32) {
        let all = &self.story.shape.mappings;
        let at = which as usize % all.len();
        let mut mapping = all[at].clone();
        let name = mapping.name.clone();
        let what = match how % 7 {
            0 => {
                mapping.enabled = false;
                "is switched off"
            }
            1 => {
                mapping.only_coupled = !mapping.only_coupled;
                "treats new records otherwise"
            }
            2 => {
                mapping.filters.bc = None;
                "takes all records of Business Central"
            }
            3 => {
                // The first two tell records apart.
                let row = 2 + (how as usize / 7) % (mapping.fields.len() - 2);
                mapping.fields[row].enabled = false;
                "has a row switched off"
            }
            4 => {
                turn(&mut mapping, Direction::ToDataverse);
                "flows to Dataverse only"
            }
            5 => {
                turn(&mut mapping, Direction::ToBusinessCentral);
                "flows to Business Central only"
            }
            _ => "is as it was",
        };
        self.stage.count("altered", what);
        self.stage.tell(format!("{number:3} {name} {what}"));
        self.put_mapping(at, mapping);
    }

    fn put_mapping(&mut self, at: usize, mapping: TableMapping) {
        self.store().write(|w| w.put_mapping(&mapping, at)).unwrap();
        let so_far = self.stage.office.borrow().ledger.events.len();
        self.deeds.altered.push((so_far, mapping));
    }

    fn edit(&self, edit: &Edit) {
        self.stage.count(
            "edits",
            match edit {
                Edit::New { .. } => "new",
                Edit::NewOnBoth { .. } => "new on both sides",
                Edit::Change { .. } => "change",
                Edit::ChangeBoth { .. } => "change on both sides",
                Edit::Undo { .. } => "undo",
                Edit::Delete { .. } => "delete",
                Edit::Anew { .. } => "delete and enter anew",
                Edit::Refilter { .. } => "into or out of a filter",
                Edit::Rename { .. } => "rename",
            },
        );
        self.stage.office.borrow_mut().edit(edit);
    }

    fn run(&mut self, run: &Run) -> Result<(), Broken> {
        *self.stage.script.borrow_mut() = Script::of(&run.faults, run.dice);
        let name = self.count_ask(&run.ask);
        let writes = self.writes();
        let before = self.stage.so_far();
        self.gate.arm(run.crash);
        let ended = self.ask(run);
        self.gate.arm(None);
        match &ended {
            Ended::Done(words) => self.stage.tell(format!("    {name}: {words}")),
            Ended::Crashed => {
                let how = match run.crash {
                    Some(Crash::Waiting(_)) => "while waiting",
                    Some(Crash::Storing(_)) => "while storing",
                    _ => "of a power cut",
                };
                self.stage.count("crashes", how);
                self.stage.tell(format!("    the program dies {how}"));
                self.stage.no_answer_since(before);
                self.restart(matches!(run.crash, Some(Crash::Power(_))));
            }
            Ended::Endless => {
                return Err(Broken {
                    promise: Promise::Ends,
                    words: format!("{name} does not come to an end"),
                });
            }
        }
        self.deliver_late(true);
        if run.ask == Ask::Plan && self.writes() != writes {
            return Err(Broken {
                promise: Promise::WriteWithoutNeed,
                words: "a plan wrote something".to_owned(),
            });
        }
        Ok(())
    }

    fn restart(&mut self, power: bool) {
        self.store = None;
        if power && cache::beside(&self.file(), ".kept").exists() {
            cache::put_back(&self.file());
        }
        self.stage.dead.store(false, Ordering::SeqCst);
        self.open();
    }

    fn writes(&self) -> u64 {
        let figures = self.stage.figures.borrow();
        ["create", "update", "delete"]
            .iter()
            .map(|kind| figures.of("writes", kind))
            .sum()
    }

    fn count_ask(&self, ask: &Ask) -> &'static str {
        let name = match ask {
            Ask::Sync => "sync",
            Ask::Full => "full sync",
            Ask::Plan => "plan",
            Ask::One { .. } => "sync of one record",
            Ask::Match { .. } => "match",
            Ask::FindDeleted => "find for deleted",
            Ask::Resolve { .. } => "resolve",
            Ask::Retry { .. } => "retry",
            Ask::RetryAll => "retry all",
            Ask::Restore { .. } => "restore",
            Ask::DeleteRemaining { .. } => "delete the remaining one",
            Ask::Revert { .. } => "revert",
            Ask::Uncouple { .. } => "uncouple",
            Ask::Repoint { .. } => "couple with another one",
        };
        self.stage.count("asked", name);
        name
    }

    /// Writes that were thought lost arrive, those that are due or all.
    fn deliver_late(&self, all: bool) {
        let now = self.stage.ticks.get();
        let mut late = self.stage.late.borrow_mut();
        let (due, rest) = std::mem::take(&mut *late)
            .into_iter()
            .partition(|(at, ..)| all || *at <= now);
        *late = rest;
        drop(late);
        let due: Vec<_> = due;
        for (_, side, set, write) in due {
            self.stage
                .tell(format!("      {side:?}: a late request arrives"));
            let before = self.stage.so_far();
            {
                let mut office = self.stage.office.borrow_mut();
                perform(&mut office, side, &set, &write, self.stage.sabotage).ok();
            }
            self.stage.no_answer_since(before);
        }
    }

    pub(crate) fn couplings(&self) -> Vec<Coupling> {
        let mut all = Vec::new();
        for mapping in &self.story.shape.mappings {
            let found = self
                .store()
                .read()
                .couplings_after(&mapping.name, None, 10_000);
            all.extend(found.unwrap());
        }
        all
    }

    fn choose_skipped(&self, which: u32) -> Option<SkippedId> {
        let rows = self
            .store()
            .read()
            .list_skipped(&SkippedFilter::default(), Slice::ALL)
            .unwrap();
        let mut ids: Vec<SkippedId> = rows.into_iter().map(|row| row.record.id).collect();
        ids.sort();
        ids.get(which as usize % ids.len().max(1)).copied()
    }

    /// The mark of a coupled record.
    pub(crate) fn token_of_coupling(&self, coupling: &Coupling) -> Option<String> {
        let office = self.stage.office.borrow();
        let mapping = self.story.shape.mapping(coupling.mapping.as_str())?;
        Side::BOTH.into_iter().find_map(|side| {
            let set = oracle::static_set(mapping.sets.get(side).as_str());
            let key = Key {
                side,
                set,
                id: *coupling.ids.get(side),
            };
            let held = office.ledger.held(&key);
            held.map(|held| token_of(set, held)).or_else(|| {
                office
                    .ledger
                    .events
                    .iter()
                    .rev()
                    .find(|event| event.key == key)
                    .map(|event| event.token.clone())
            })
        })
    }

    fn token_of_skipped(&self, id: SkippedId) -> Option<String> {
        let record = self.store().read().skipped(id).unwrap()?;
        let coupling = self.store().read().coupling(record.coupling?).unwrap()?;
        self.token_of_coupling(&coupling)
    }

    fn ask(&mut self, run: &Run) -> Ended {
        let sync = |full: bool| SyncRequest {
            full,
            ignore_brake: true,
            ..SyncRequest::default()
        };
        match &run.ask {
            Ask::Sync => self.engine(run, async |e| report(e.sync(&sync(false)).await)),
            Ask::Full => self.engine(run, async |e| report(e.sync(&sync(true)).await)),
            Ask::Plan => self.engine(run, async |e| report(e.plan(&sync(false)).await)),
            Ask::One { which, take } => {
                let all = self.couplings();
                let Some(one) = all.get(*which as usize % all.len().max(1)) else {
                    return Ended::nothing();
                };
                let request = SyncRequest {
                    mappings: vec![one.mapping.clone()],
                    records: vec![RecordRef {
                        side: Side::Bc,
                        id: one.ids.bc,
                    }],
                    take: *take,
                    ..sync(false)
                };
                self.engine(run, async |e| report(e.sync(&request).await))
            }
            Ask::Match { which, create } => {
                let mappings = &self.story.shape.mappings;
                let mapping = &mappings[*which as usize % mappings.len()];
                let request = match_all(mapping.name.clone(), *create);
                self.engine(run, async |e| words(e.couple_by_match(&request).await))
            }
            Ask::FindDeleted => self.skipped(run, &SkippedAction::FindDeleted(None)),
            Ask::RetryAll => self.skipped(run, &SkippedAction::RetryAll),
            Ask::Retry { which } => match self.choose_skipped(*which) {
                Some(id) => self.skipped(run, &SkippedAction::Retry(vec![id])),
                None => Ended::nothing(),
            },
            Ask::Restore { which } => match self.choose_skipped(*which) {
                Some(id) => {
                    let token = self.token_of_skipped(id);
                    self.deeds.restored.extend(token);
                    self.skipped(run, &SkippedAction::Restore(vec![id]))
                }
                None => Ended::nothing(),
            },
            Ask::DeleteRemaining { which } => match self.choose_skipped(*which) {
                Some(id) => self.skipped(run, &SkippedAction::Delete(vec![id])),
                None => Ended::nothing(),
            },
            Ask::Resolve { which, pick } => {
                let Some(id) = self.choose_skipped(*which) else {
                    return Ended::nothing();
                };
                let all = match pick % 9 {
                    0..=3 => PickRequest::Side(Side::Bc),
                    4..=7 => PickRequest::Side(Side::Dv),
                    _ => PickRequest::Base,
                };
                let request = ResolveRequest {
                    id,
                    all: Some(all),
                    fields: Vec::new(),
                    preview: pick % 11 == 10,
                    seen: None,
                    decided_only: false,
                };
                self.engine(run, async |e| words(e.resolve(&request).await))
            }
            Ask::Revert { which } => {
                let rows = self
                    .store()
                    .read()
                    .list_history(&HistoryFilter::default(), Slice::ALL)
                    .unwrap();
                let Some(entry) = rows.get(*which as usize % rows.len().max(1)) else {
                    return Ended::nothing();
                };
                let request = RevertRequest {
                    id: entry.id,
                    preview: false,
                };
                self.engine(run, async |e| words(e.revert(&request).await))
            }
            Ask::Repoint { which, other, take } => self.repoint(run, *which, *other, *take),
            Ask::Uncouple { which } => {
                let all = self.couplings();
                let Some(one) = all.get(*which as usize % all.len().max(1)) else {
                    return Ended::nothing();
                };
                let token = self.token_of_coupling(one);
                self.deeds.uncoupled.extend(token);
                let record = RecordRef {
                    side: Side::Dv,
                    id: one.ids.dv,
                };
                let request = UncoupleRequest::only(one.mapping.clone(), vec![record]);
                self.engine(run, async |e| words(e.uncouple(&request)))
            }
        }
    }

    /// The record of one pair gets that of another one as its partner.
    fn repoint(&mut self, run: &Run, which: u32, other: u32, take: Option<Side>) -> Ended {
        let all = self.couplings();
        let Some(one) = all.get(which as usize % all.len().max(1)) else {
            return Ended::nothing();
        };
        let alike: Vec<&Coupling> = all
            .iter()
            .filter(|coupling| coupling.mapping == one.mapping && coupling.id != one.id)
            .collect();
        let Some(other) = alike.get(other as usize % alike.len().max(1)) else {
            return Ended::nothing();
        };
        let tokens = [one, *other].map(|coupling| self.token_of_coupling(coupling));
        let request = CoupleRequest {
            mapping: one.mapping.clone(),
            ids: Sides::new(one.ids.bc, other.ids.dv),
            after: take.map_or(AfterCoupling::Nothing, AfterCoupling::Take),
            instead: true,
        };
        self.deeds.uncoupled.extend(tokens.into_iter().flatten());
        self.engine(run, async |e| words(e.couple(&request).await))
    }

    fn skipped(&mut self, run: &Run, action: &SkippedAction) -> Ended {
        self.engine(run, async |e| words(e.skipped(action).await))
    }

    /// Lets the engine do something, one wait after the other, and everything else happen meanwhile.
    fn engine(&mut self, run: &Run, work: impl AsyncFnOnce(&mut Engine<'_>) -> String) -> Ended {
        let shape = &self.story.shape;
        let options = EngineOptions {
            page_size: shape.page,
            chunk: shape.chunk,
            ..EngineOptions::default()
        };
        let remotes: Sides<Rc<dyn Remote>> = Sides::new(
            Connector::new(Side::Bc, &self.stage),
            Connector::new(Side::Dv, &self.stage),
        );
        let mut store = self.store.take().unwrap();
        let cancel = Cancel::new();
        let ended = {
            let mut silent = Silent;
            let mut engine = Engine::new(
                &mut store,
                remotes,
                &self.env,
                &mut silent,
                cancel.clone(),
                options,
            );
            let mut future = Box::pin(work(&mut engine));
            self.drive(run, &cancel, future.as_mut())
        };
        self.store = Some(store);
        ended
    }

    fn drive(
        &self,
        run: &Run,
        cancel: &Cancel,
        mut future: std::pin::Pin<&mut dyn Future<Output = String>>,
    ) -> Ended {
        let mut context = Context::from_waker(Waker::noop());
        let mut waits = 0;
        let mut edits = run.meanwhile.iter().peekable();
        let dead = || self.stage.dead.load(Ordering::SeqCst);
        loop {
            let polled = future.as_mut().poll(&mut context);
            if dead() {
                return Ended::Crashed;
            }
            if let Poll::Ready(words) = polled {
                return Ended::Done(words);
            }
            waits += 1;
            self.stage.ticks.set(self.stage.ticks.get() + 1);
            let takes = u32::try_from((run.dice >> (waits % 50)) & 63).unwrap();
            self.stage.office.borrow().pass(takes);
            self.deliver_late(false);
            if run.crash == Some(Crash::Waiting(waits)) {
                self.stage.dead.store(true, Ordering::SeqCst);
                return Ended::Crashed;
            }
            if run.cancel == Some(waits) {
                self.stage.count("crashes", "not one: stopped by a person");
                self.stage.tell("    a person wishes to stop");
                cancel.cancel();
            }
            while let Some((_, edit)) = edits.next_if(|(at, _)| *at <= waits) {
                self.stage.tell(format!("      meanwhile {edit:?}"));
                self.edit(edit);
            }
            if waits > MOST_WAITS {
                return Ended::Endless;
            }
        }
    }

    /// Nothing goes wrong any more and nobody does anything: runs until nothing is left to do, then looks at everything.
    fn quiesce(&mut self) -> Result<(), Broken> {
        self.stage.tell("peace");
        // What is shorter or read-only may stay so: then what cannot be written must be listed.
        let stays = self.story.seed / 7 % 2 == 1;
        self.stage.office.borrow_mut().put_right(stays);
        for (at, mapping) in self.story.shape.mappings.iter().enumerate() {
            self.put_mapping(at, mapping.clone());
        }
        self.deliver_late(true);
        if self.story.shape.retries {
            self.peaceful(Ask::RetryAll)?;
        }
        self.until_still(&Ask::Sync)?;
        oracle::changes_were_seen(self, false)?;
        // Business Central tells neither deletions nor what left a filter: a whole read finds them.
        self.until_still(&Ask::Full)?;
        self.until_still(&Ask::Sync)?;
        oracle::changes_were_seen(self, true)?;
        oracle::promises(self)
    }

    /// Synchronises until two runs in a row write nothing (the first may still finish what was interrupted).
    fn until_still(&mut self, first: &Ask) -> Result<(), Broken> {
        if *first == Ask::Full {
            return self.peaceful(Ask::Full);
        }
        let mut still = 0;
        for _ in 0..MOST_RUNS {
            let writes = self.writes();
            self.peaceful(Ask::Sync)?;
            still = if self.writes() == writes {
                still + 1
            } else {
                0
            };
            if still == 2 {
                return Ok(());
            }
        }
        Err(Broken {
            promise: Promise::WriteWithoutNeed,
            words: format!(
                "{MOST_RUNS} runs without faults or edits, and they still write something"
            ),
        })
    }

    fn peaceful(&mut self, ask: Ask) -> Result<(), Broken> {
        self.stage.tell(format!("    {ask:?}"));
        self.run(&Run {
            ask,
            faults: Vec::new(),
            meanwhile: Vec::new(),
            crash: None,
            cancel: None,
            dice: 7,
        })
    }

    /// The bytes of the cache as they stand on the disk.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = std::fs::read(self.file()).unwrap();
        bytes.extend(std::fs::read(cache::beside(&self.file(), "-wal")).unwrap_or_default());
        bytes
    }
}

/// Lets a table flow one way only, and its rows with it: one that flows against its table is refused. Numbers are given by
/// Business Central, but for those of projects, which people enter and which alone tell projects apart.
fn turn(mapping: &mut TableMapping, way: Direction) {
    mapping.direction = way;
    for field in &mut mapping.fields {
        if way.within(field.direction).is_some() {
            continue;
        }
        if field.name().as_str() == "number" && mapping.sets.bc.as_str() != "projects" {
            field.enabled = false;
        } else {
            field.direction = way;
        }
    }
}

/// How something that was asked of the engine ended.
enum Ended {
    Done(String),
    Crashed,
    Endless,
}

impl Ended {
    fn nothing() -> Self {
        Self::Done("there is nothing to do it with".to_owned())
    }
}

fn words<T: std::fmt::Debug>(result: Result<T, Problem>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(problem) => format!("failed: {}", told(&problem)),
    }
}

fn told(problem: &Problem) -> String {
    format!("{problem} {:?}", problem.params)
}

fn report(result: Result<SyncReport, Problem>) -> String {
    let report = match result {
        Ok(report) => report,
        Err(problem) => return format!("failed: {}", told(&problem)),
    };
    let mut words = format!("{:?}", report.needs_attention);
    for job in &report.jobs {
        if !job.counters.is_quiet() || job.problem.is_some() {
            let problem = job.problem.as_ref().map(told).unwrap_or_default();
            write!(
                words,
                "\n      {} {:?}: {:?} {problem}",
                job.mapping, job.direction, job.counters
            )
            .unwrap();
        }
    }
    words
}

/// A request that couples everything that matches.
fn match_all(mapping: raccord::model::MappingName, create: bool) -> MatchRequest {
    MatchRequest {
        mapping,
        create,
        preview: false,
        choice: raccord::engine::request::MatchChoice::default(),
    }
}
