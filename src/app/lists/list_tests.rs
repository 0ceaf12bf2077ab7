use super::*;
use crate::app::lists::{GroupBy, Line, Skipped, SkippedList};
use crate::model::report::SkipReason;
use crate::model::{CouplingId, MappingName, Sides, SkippedId};
use crate::store::{NewSkipped, Store, StoreReader};
use crate::worker::thread::Wake;
use pretty_assertions::assert_eq;
use std::sync::mpsc::{Receiver, channel};
use uuid::Uuid;

/// More rows than the window reads by itself.
const MANY: u128 = SHORT as u128 + 500;

/// A cache with very many skipped records, two clerks, and what wakes the window.
struct Desk {
    store: Store,
    reader: StoreReader,
    clerks: [Clerk; 2],
    woken: Receiver<()>,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.sqlite3");
        let store = Store::open(&path).unwrap();
        let mut mappings = crate::model::defaults::default_mappings().unwrap();
        mappings.truncate(2);
        store
            .write(|w| {
                for (place, mapping) in mappings.iter().enumerate() {
                    w.put_mapping(mapping, place)?;
                }
                for number in 0..MANY {
                    let mapping = mappings[usize::from(number % 5 == 0)].name.clone();
                    let ids = Sides::new(
                        Uuid::from_u128(number + 1),
                        Uuid::from_u128(number + 1_000_000),
                    );
                    let pair = w.couple(&mapping, ids)?;
                    w.put_skipped(&skipped(mapping, pair, ids, number))?;
                }
                Ok(())
            })
            .unwrap();
        let (send, woken) = channel();
        let send = std::sync::Mutex::new(send);
        let wake: Wake = std::sync::Arc::new(move || {
            send.lock().unwrap().send(()).ok();
        });
        let clerk = || Clerk::start(&path, std::sync::Arc::clone(&wake)).unwrap();
        Self {
            reader: StoreReader::open(&path).unwrap(),
            clerks: [clerk(), clerk()],
            store,
            woken,
            _folder: folder,
        }
    }

    fn cache(&self) -> Cache<'_> {
        let [clerk, pager] = &self.clerks;
        Cache {
            reader: &self.reader,
            clerk: Some(clerk),
            pager: Some(pager),
        }
    }

    /// Draws frames, so to speak, until these lines are there.
    fn settle(&self, list: &mut SkippedList, lines: Range<u64>) {
        // However slow the machine is: what a list rests for is another matter.
        list.rests_until = None;
        list.prepare(self.cache(), lines.clone());
        while list.is_loading() {
            self.woken.recv().unwrap();
            list.rests_until = None;
            list.prepare(self.cache(), lines.clone());
        }
    }

    fn look(&self, list: &mut SkippedList, lines: Range<u64>) -> Vec<String> {
        self.settle(list, lines.clone());
        let told = lines.map(|line| match list.line(line) {
            Some(Line::Row(row)) => row.record.labels.bc.clone(),
            Some(Line::Head { count, .. }) => format!("head of {count}"),
            Some(Line::Gone) => "gone".to_owned(),
            None => "nothing".to_owned(),
        });
        told.collect()
    }
}

fn skipped(mapping: MappingName, pair: CouplingId, ids: Sides<Uuid>, number: u128) -> NewSkipped {
    NewSkipped {
        mapping,
        coupling: Some(pair),
        ids: ids.map(Some),
        labels: Sides::new(format!("Name {:05}", MANY - number), String::new()),
        reason: SkipReason::Blocked,
        problem: None,
        since: jiff::Timestamp::from_second(i64::try_from(number).unwrap()).unwrap(),
        open_fields: Vec::new(),
    }
}

fn sort(down: bool) -> ListCommand {
    ListCommand::Sort(Some(("record".to_owned(), down)))
}

#[test]
fn a_list_that_takes_long_rests_until_it_is_measured_again_or_somebody_asks() {
    let desk = Desk::new();
    let mut list = SkippedList::default();
    list.refresh(desk.cache());
    desk.settle(&mut list, 0..3);
    assert_eq!(list.stale_for(), None, "nothing has changed");

    list.rests_until = Some(Instant::now() + LONGEST_REST);
    list.refresh(desk.cache());
    assert!(!list.is_loading(), "it rests");
    assert!(
        list.stale_for().is_some(),
        "and says that it is to be drawn again"
    );
    list.carry_out(sort(false), desk.cache());
    assert!(list.is_loading(), "nobody who asks has to wait");
    assert_eq!(list.stale_for(), None);

    desk.settle(&mut list, 0..3);
    list.rests_until = Some(Instant::now() + LONGEST_REST);
    list.refresh(desk.cache());
    list.rests_until = Some(Instant::now());
    list.prepare(desk.cache(), 0..3);
    assert!(list.is_loading(), "the rest is over");
}

#[test]
fn a_long_list_is_sorted_searched_and_grouped_beside_the_window() {
    let desk = Desk::new();
    let mut list = SkippedList::default();
    list.refresh(desk.cache());
    assert!(list.is_loading(), "the window itself does not read it");
    desk.settle(&mut list, 0..3);
    assert_eq!(u128::from(list.rows()), MANY);

    list.carry_out(sort(false), desk.cache());
    assert_eq!(
        desk.look(&mut list, 0..2),
        ["Name 00001", "Name 00002"],
        "sorted by name"
    );
    let end = list.rows();
    let last = desk.look(&mut list, end - 1..end);
    assert_eq!(last, [format!("Name {MANY:05}")], "far down too");
    let first = list.found(1).unwrap();
    assert_eq!(list.line_of(desk.cache(), &Place::Row(first[0])), Some(0));

    list.carry_out(ListCommand::Search("name 0001".to_owned()), desk.cache());
    assert_eq!(desk.look(&mut list, 0..2), ["Name 00010", "Name 00011"]);
    assert_eq!(list.rows(), 10);

    list.carry_out(ListCommand::Search(String::new()), desk.cache());
    list.carry_out(ListCommand::Group(Some(GroupBy::Mapping)), desk.cache());
    let [own, other] = [MANY - MANY.div_ceil(5), MANY.div_ceil(5)];
    let heads = desk.look(&mut list, 0..2);
    assert_eq!(heads, [format!("head of {own}"), "Name 00001".to_owned()]);
    let second = u64::try_from(own).unwrap() + 1;
    let heads = desk.look(&mut list, second..second + 1);
    assert_eq!(heads, [format!("head of {other}")]);
}

#[test]
fn the_names_of_very_many_rows_are_looked_for_beside_the_window() {
    let desk = Desk::new();
    let mut list = SkippedList::default();
    list.refresh(desk.cache());
    desk.settle(&mut list, 0..3);
    let all = 0..list.rows();
    assert_eq!(list.ids(desk.cache(), &all), None);
    let found = loop {
        if let Some(found) = list.ids(desk.cache(), &all) {
            break found;
        }
        desk.woken.recv().unwrap();
    };
    assert_eq!(found.len() as u128, MANY);
    assert!(!list.is_loading());
}

#[test]
fn what_is_typed_next_gives_up_the_look_before() {
    let desk = Desk::new();
    let mut list = SkippedList::default();
    for text in ["n", "na", "name 0", "name 00", "name 0002"] {
        list.carry_out(ListCommand::Search(text.to_owned()), desk.cache());
    }
    let shown = desk.look(&mut list, 0..1);
    assert_eq!((list.rows(), shown[0].as_str()), (10, "Name 00020"));
}

#[test]
fn a_row_that_goes_leaves_a_gap_until_the_list_is_measured_again() {
    let desk = Desk::new();
    let mut list = SkippedList::default();
    list.carry_out(sort(false), desk.cache());
    desk.settle(&mut list, 0..3);
    let end = list.rows();
    let last = *list.found(usize::MAX).unwrap().last().unwrap();
    desk.store.write(|w| w.clear_skipped(last)).unwrap();
    assert_eq!(desk.look(&mut list, end - 1..end), ["gone"]);
    assert!(!list.exists(&desk.reader.read(), &Place::Row(last)));
    list.refresh(desk.cache());
    let shown = desk.look(&mut list, end - 2..end - 1);
    assert_eq!(
        (list.rows(), shown),
        (end - 1, vec![format!("Name {:05}", MANY - 1)])
    );
    let ids: Vec<SkippedId> = list.all_ids(&desk.reader.read(), 2);
    assert_eq!(ids.len(), 2);
    assert!(Skipped::rows(&desk.reader.read(), &[last.0]).unwrap()[0].is_none());
}
