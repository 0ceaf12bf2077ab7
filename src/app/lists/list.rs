//! The lines of a list that are held.

use super::reading::{Line, Listing, Shape};
use super::wish::{Head, ListCommand, Place, Wish};
use crate::app::clerk::Clerk;
use crate::app::speaking::Speaking;
use crate::model::reason::{Cause, Problem};
use crate::store::{Reader, Slice, StoreReader};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

/// How many lines around the visible ones are read along.
const AROUND: u64 = 200;
/// Tables with more rows than this are read beside the window.
const SHORT: u64 = 2_000;
/// After a look a list rests so many times as long as that took, unless a person asks: a run changes something many times a
/// second, and a list that is never done says nothing new and takes a processor.
const RESTS: u32 = 2;
/// A look that took less is repeated at once.
const QUICK: Duration = Duration::from_millis(300);
/// No list rests longer.
const LONGEST_REST: Duration = Duration::from_secs(10);

/// The cache, and who reads long lists from it.
#[derive(Clone, Copy)]
pub struct Cache<'c> {
    pub(in crate::app) reader: &'c StoreReader,
    pub(in crate::app) clerk: Option<&'c Clerk>,
    /// Who reads the rows in sight, so that they do not wait until a long list is measured.
    pub(in crate::app) pager: Option<&'c Clerk>,
}

/// A list of which only the part in sight is held.
pub struct List<L: Listing> {
    /// Which rows, in which order, in which groups.
    pub wish: Wish,
    folds: HashMap<Head, bool>,
    shape: Shape,
    /// The wish that the shape is of; another one may be on its way.
    shaped: Wish,
    first: u64,
    held: Vec<Line<L::Row>>,
    sight: Range<u64>,
    /// The list is being measured anew.
    asked: Option<Asked<L>>,
    /// Rows of the list as it was measured last.
    paged: Option<Receiver<Result<Looked<L>, Problem>>>,
    /// The names of the rows on these lines.
    naming: Option<(Range<u64>, Receiver<Named<L>>)>,
    /// Something changed after what is asked now.
    again: bool,
    /// Until when it is not measured again by itself.
    rests_until: Option<Instant>,
    read: bool,
    /// Grows whenever rows may have come, gone or moved.
    pub revision: u64,
    /// Why rows could not be read, if they could not.
    pub problem: Option<Problem>,
}

/// What comes back from a look beside the window.
struct Looked<L: Listing> {
    shape: Option<Shape>,
    first: u64,
    lines: Vec<Line<L::Row>>,
}

struct Asked<L: Listing> {
    wish: Wish,
    /// Says that nobody waits for the answer any more.
    given_up: Arc<AtomicBool>,
    begun: Instant,
    answer: Receiver<Result<Looked<L>, Problem>>,
}

impl<L: Listing> Default for List<L> {
    fn default() -> Self {
        Self {
            wish: Wish::default(),
            folds: HashMap::new(),
            shape: Shape::default(),
            shaped: Wish::default(),
            first: 0,
            held: Vec::new(),
            sight: 0..0,
            asked: None,
            paged: None,
            naming: None,
            again: false,
            rests_until: None,
            read: false,
            revision: 0,
            problem: None,
        }
    }
}

impl<L: Listing> List<L> {
    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        self.shape.rows
    }

    /// How many lines there are, heads of groups among them.
    pub fn lines(&self) -> u64 {
        self.shape.lines()
    }

    /// Whether it was never read yet.
    pub fn is_unread(&self) -> bool {
        !self.read
    }

    /// Whether a part of it is on its way.
    pub fn is_loading(&self) -> bool {
        self.asked.is_some() || self.paged.is_some() || self.naming.is_some()
    }

    /// A line, if it is held.
    pub fn line(&self, index: u64) -> Option<&Line<L::Row>> {
        let place = index.checked_sub(self.first)?;
        self.held.get(usize::try_from(place).ok()?)
    }

    /// The held row of that name.
    pub fn held(&self, id: L::Id) -> Option<&L::Row> {
        self.held.iter().find_map(|line| match line {
            Line::Row(row) if L::id(row) == id => Some(row),
            _ => None,
        })
    }

    /// A cell of a line in words.
    pub fn text(&self, index: u64, column: &str, speaking: &Speaking) -> String {
        match self.line(index) {
            Some(Line::Row(row)) => L::text(row, column, speaking),
            _ => String::new(),
        }
    }

    /// Reads again how long it is and what is in sight. What is held stays until then.
    pub fn refresh(&mut self, cache: Cache<'_>) {
        if Self::is_short(cache) {
            self.give_up();
            let reader = cache.reader.read();
            let shape = Shape::read::<L>(&reader, &self.wish, &self.folds);
            match shape {
                Ok(shape) => self.take_shape(shape, self.wish.clone()),
                Err(problem) => self.problem = Some(problem),
            }
            let near = self.near(&self.sight);
            self.read_now(&reader, near);
            return;
        }
        match &self.asked {
            Some(asked) => {
                if asked.wish != self.wish {
                    // Nobody waits for what was typed before.
                    asked.given_up.store(true, Ordering::Relaxed);
                }
                self.again = true;
            }
            None if self.rest().is_some() => self.again = true,
            None => self.measure(cache),
        }
    }

    /// How long it is still left as it is although something has changed; nothing if it is up to date or about to be.
    pub fn stale_for(&self) -> Option<Duration> {
        let waits = self.again && self.asked.is_none();
        waits.then(|| self.rest()).flatten()
    }

    fn rest(&self) -> Option<Duration> {
        let left = self.rests_until?.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    fn give_up(&mut self) {
        if let Some(asked) = self.asked.take() {
            asked.given_up.store(true, Ordering::Relaxed);
        }
        self.paged = None;
    }

    /// Makes lines ready, or begins to.
    pub fn prepare(&mut self, cache: Cache<'_>, lines: Range<u64>) {
        self.listen(cache);
        self.sight = lines.clone();
        let wanted = lines.start..lines.end.min(self.lines());
        let held = self.first..self.first + self.held.len() as u64;
        if wanted.is_empty() || (held.start <= wanted.start && wanted.end <= held.end) {
            return;
        }
        if Self::is_short(cache) {
            self.read_now(&cache.reader.read(), self.near(&wanted));
        } else if self.read && self.paged.is_none() {
            self.page(cache);
        }
    }

    /// The names of the rows on some lines, also of those that were never in sight; nothing while they are being looked for.
    pub fn ids(&mut self, cache: Cache<'_>, lines: &Range<u64>) -> Option<Named<L>> {
        let clerk = cache.pager.or(cache.clerk);
        let few = lines.end.saturating_sub(lines.start) <= AROUND && self.shape.found.is_some();
        let Some(clerk) = clerk.filter(|_| !few && !Self::is_short(cache)) else {
            return Some(named::<L>(
                &cache.reader.read(),
                &self.shape,
                &self.shaped,
                lines,
            ));
        };
        if let Some((_, coming)) = self.naming.as_ref().filter(|(own, _)| own == lines) {
            match coming.try_recv() {
                Err(TryRecvError::Empty) => return None,
                Err(TryRecvError::Disconnected) => self.naming = None,
                Ok(found) => {
                    self.naming = None;
                    return Some(found);
                }
            }
        }
        let (wish, shape, wanted) = (self.shaped.clone(), self.shape.clone(), lines.clone());
        let asked = clerk.ask(move |reader| named::<L>(&reader.read(), &shape, &wish, &wanted));
        self.naming = asked.map(|coming| (lines.clone(), coming));
        None
    }

    /// The names of the first rows, at most so many.
    pub fn all_ids(&self, reader: &Reader<'_>, most: usize) -> Vec<L::Id> {
        match self.shape.numbers() {
            Some(numbers) => numbers.take(most).map(L::named).collect(),
            None => L::ids(reader, &self.shaped, Slice::first(most)).unwrap_or_default(),
        }
    }

    /// The first rows, at most so many, if the list was found by a look at every row.
    pub fn found(&self, most: usize) -> Option<Vec<L::Id>> {
        Some(self.shape.numbers()?.take(most).map(L::named).collect())
    }

    /// On which line a row or a head stands; not where that would take long to find out.
    pub fn line_of(&self, cache: Cache<'_>, place: &Place<L::Id>) -> Option<u64> {
        let held = self.held.iter().position(|line| match (line, place) {
            (Line::Row(row), Place::Row(id)) => L::id(row) == *id,
            (Line::Head { head, .. }, Place::Head(wanted)) => head == wanted,
            _ => false,
        });
        if let Some(held) = held {
            return Some(self.first + u64::try_from(held).ok()?);
        }
        match place {
            Place::Head(head) => self.shape.line_of_head(head),
            Place::Row(id) if Self::is_short(cache) => {
                self.shape
                    .line_of_row::<L>(&cache.reader.read(), &self.shaped, *id)
            }
            Place::Row(id) => self.shape.line_of_found(L::number(*id)),
        }
    }

    /// Whether a row or a head is still there, whatever the filter says.
    pub fn exists(&self, reader: &Reader<'_>, place: &Place<L::Id>) -> bool {
        match place {
            Place::Head(head) => self.shape.line_of_head(head).is_some(),
            Place::Row(id) => reader.has_row(L::TABLE, L::number(*id)).unwrap_or(true),
        }
    }

    fn is_short(cache: Cache<'_>) -> bool {
        let most = cache.reader.read().at_most(L::TABLE).unwrap_or(0);
        cache.clerk.is_none() || most <= SHORT
    }

    fn take_shape(&mut self, shape: Shape, of: Wish) {
        self.shape = shape;
        self.shaped = of;
        // Rows that are on their way stand elsewhere now.
        self.paged = None;
        self.naming = None;
        self.first = 0;
        self.held.clear();
        self.problem = None;
        self.read = true;
        self.revision += 1;
    }

    fn near(&self, lines: &Range<u64>) -> Range<u64> {
        let end = (lines.end + AROUND).min(self.lines());
        lines.start.saturating_sub(AROUND).min(end)..end
    }

    fn read_now(&mut self, reader: &Reader<'_>, lines: Range<u64>) {
        match self.shape.part::<L>(reader, &self.shaped, &lines) {
            Ok(found) => {
                self.first = lines.start;
                self.held = found;
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Begins to measure the list.
    fn measure(&mut self, cache: Cache<'_>) {
        let Some(clerk) = cache.clerk else { return };
        let (wish, folds, sight) = (self.wish.clone(), self.folds.clone(), self.sight.clone());
        let given_up = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&given_up);
        let answer = clerk.ask(move |reader| {
            let reader = reader.read();
            let go_on = || !flag.load(Ordering::Relaxed);
            let shape = Shape::look::<L>(&reader, &wish, &folds, &go_on)?;
            let looked = look::<L>(&reader, &wish, &sight, &shape)?;
            Ok(Looked {
                shape: Some(shape),
                ..looked
            })
        });
        // With too many questions under way it is asked once more in a later frame.
        self.again = answer.is_none();
        self.asked = answer.map(|answer| Asked {
            wish: self.wish.clone(),
            given_up,
            begun: Instant::now(),
            answer,
        });
    }

    /// Begins to read the rows in sight.
    fn page(&mut self, cache: Cache<'_>) {
        let Some(clerk) = cache.pager.or(cache.clerk) else {
            return;
        };
        let (wish, sight) = (self.shaped.clone(), self.sight.clone());
        let shape = self.shape.clone();
        self.paged = clerk.ask(move |reader| look::<L>(&reader.read(), &wish, &sight, &shape));
    }

    /// Takes in what was looked up beside the window.
    fn listen(&mut self, cache: Cache<'_>) {
        self.listen_for_rows();
        if let Some(asked) = &self.asked {
            let took = asked.begun.elapsed();
            let is_wanted = asked.wish == self.wish;
            match asked.answer.try_recv() {
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {}
                Ok(Err(problem)) if problem.cause == Cause::Cancelled => {}
                Ok(Err(problem)) => self.problem = Some(problem),
                Ok(Ok(looked)) => {
                    if let Some(shape) = looked.shape {
                        let of = asked.wish.clone();
                        self.take_shape(shape, of);
                    }
                    self.first = looked.first;
                    self.held = looked.lines;
                }
            }
            self.asked = None;
            self.rests_until = (is_wanted && took > QUICK)
                .then(|| Instant::now() + (took * RESTS).min(LONGEST_REST));
        }
        if self.again && self.rest().is_none() {
            self.measure(cache);
        }
    }

    fn listen_for_rows(&mut self) {
        let Some(paged) = &self.paged else { return };
        match paged.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => {}
            Ok(Err(problem)) => self.problem = Some(problem),
            Ok(Ok(looked)) => {
                self.first = looked.first;
                self.held = looked.lines;
            }
        }
        self.paged = None;
    }
}

/// The places of some rows, as a table knows them.
pub type Named<L> = HashSet<Place<<L as Listing>::Id>>;

/// The names of the rows on some lines.
fn named<L: Listing>(
    reader: &Reader<'_>,
    shape: &Shape,
    wish: &Wish,
    lines: &Range<u64>,
) -> Named<L> {
    let ids = shape.ids::<L>(reader, wish, lines).unwrap_or_default();
    ids.into_iter().map(Place::Row).collect()
}

/// Reads the lines around those in sight.
fn look<L: Listing>(
    reader: &Reader<'_>,
    wish: &Wish,
    sight: &Range<u64>,
    shape: &Shape,
) -> Result<Looked<L>, Problem> {
    let end = (sight.end + AROUND).min(shape.lines());
    let lines = sight.start.saturating_sub(AROUND).min(end)..end;
    Ok(Looked {
        first: lines.start,
        lines: shape.part::<L>(reader, wish, &lines)?,
        shape: None,
    })
}

/// What every list can do, whatever its rows are.
pub trait AnyList {
    /// What a person wants to see.
    fn wish(&self) -> &Wish;
    /// Does what a person asked.
    fn carry_out(&mut self, command: ListCommand, cache: Cache<'_>);
    /// Reads again how long it is and what is in sight.
    fn read_again(&mut self, cache: Cache<'_>);
}

impl<L: Listing> AnyList for List<L> {
    fn wish(&self) -> &Wish {
        &self.wish
    }

    fn carry_out(&mut self, command: ListCommand, cache: Cache<'_>) {
        if let ListCommand::Fold(head) = &command {
            let groups = self.shape.groups.iter().flatten();
            let open = groups.clone().any(|(own, _, open)| own == head && *open);
            self.folds.insert(head.clone(), !open);
        }
        command.apply(&mut self.wish);
        self.rests_until = None;
        self.refresh(cache);
    }

    fn read_again(&mut self, cache: Cache<'_>) {
        self.refresh(cache);
    }
}

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
