use super::*;
use crate::model::reason::{Cause, Problem};
use crate::model::report::ErrorEnd;
use crate::model::{Direction, ErrorId, Side};
use crate::store::testing::{at, customer, id, store};
use crate::store::{ErrorFilter, NewError, Slice, Store};
use pretty_assertions::assert_eq;

fn fail(store: &Store, number: u128) -> ErrorId {
    let end = |side, id| ErrorEnd {
        side,
        id,
        label: format!("C{number}"),
        url: None,
    };
    let error = NewError {
        job: None,
        mapping: customer(),
        direction: Direction::ToDataverse,
        time: at(1),
        problem: Problem::new(Cause::TooLong),
        source: end(Side::Bc, Some(id(number))),
        destination: end(Side::Dv, None),
    };
    store.write(|w| w.put_error(&error)).unwrap()
}

fn count(store: &Store, filter: &ErrorFilter) -> u64 {
    store.read().count_errors(filter).unwrap()
}

#[test]
fn what_was_cleared_comes_back_as_it_was_until_the_store_is_closed() {
    let store = store();
    let (first, second) = (fail(&store, 1), fail(&store, 2));
    store
        .write(|w| w.handle_errors(&[second], "asked Sales", at(5)))
        .unwrap();
    let before = [first, second].map(|id| store.read().error(id).unwrap());
    assert_eq!(store.write(|w| w.clear_errors(None, false)), Ok(1));
    assert_eq!(store.write(|w| w.clear_errors(None, true)), Ok(1));
    assert_eq!(count(&store, &ErrorFilter::default()), 0);
    assert_eq!(store.write(|w| w.restore_cleared(Cleared::Errors)), Ok(2));
    let after = [first, second].map(|id| store.read().error(id).unwrap());
    assert_eq!(before, after);
    assert_eq!(store.write(|w| w.restore_cleared(Cleared::Errors)), Ok(0));
    assert_eq!(store.write(|w| w.restore_cleared(Cleared::Jobs)), Ok(0));
    // The numbers that are kept beside the table follow.
    let open = store.read().mapping_counts().unwrap();
    assert_eq!(open.first().unwrap().open_errors, 1);
}

#[test]
fn an_error_that_came_again_meanwhile_is_not_doubled() {
    let store = store();
    fail(&store, 1);
    store.write(|w| w.clear_errors(None, true)).unwrap();
    let again = fail(&store, 1);
    assert_eq!(store.write(|w| w.restore_cleared(Cleared::Errors)), Ok(0));
    let listed = store
        .read()
        .list_errors(&ErrorFilter::default(), Slice::first(9))
        .unwrap();
    assert_eq!(
        listed.iter().map(|error| error.id).collect::<Vec<_>>(),
        [again]
    );
}

#[test]
fn a_handled_error_keeps_its_note_and_can_be_opened_again() {
    let store = store();
    let error = fail(&store, 1);
    assert_eq!(
        store.write(|w| w.handle_errors(&[error], "called them", at(9))),
        Ok(1)
    );
    assert_eq!(
        store.write(|w| w.handle_errors(&[error], "again", at(10))),
        Ok(0)
    );
    let handled_only = ErrorFilter {
        handled_only: true,
        ..ErrorFilter::default()
    };
    let listed = store
        .read()
        .list_errors(&handled_only, Slice::first(9))
        .unwrap();
    let handled = listed.first().unwrap().handled.clone().unwrap();
    assert_eq!((handled.note.as_str(), handled.at), ("called them", at(9)));
    // The record fails anew: that is a new entry, and the handled one stays closed.
    let newer = fail(&store, 1);
    assert_ne!(newer, error);
    assert_eq!(store.write(|w| w.reopen_errors(&[error])), Ok(0));
    store.write(|w| w.close_error(newer)).unwrap();
    assert_eq!(store.write(|w| w.reopen_errors(&[error])), Ok(1));
    assert!(store.read().error(error).unwrap().unwrap().open);
    assert_eq!(count(&store, &handled_only), 0);
}
