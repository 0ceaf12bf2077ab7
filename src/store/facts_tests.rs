use crate::store::testing::{id, store};
use pretty_assertions::assert_eq;

#[test]
fn facts_are_stored_replaced_and_removed() {
    let store = store();
    let fact = || store.read().fact("local_currency").unwrap();
    assert_eq!(fact(), None);
    store
        .write(|w| w.set_fact("local_currency", Some("EUR")))
        .unwrap();
    store
        .write(|w| w.set_fact("local_currency", Some("GBP")))
        .unwrap();
    assert_eq!(fact().as_deref(), Some("GBP"));
    store.write(|w| w.set_fact("local_currency", None)).unwrap();
    assert_eq!(fact(), None);
}

#[test]
fn connections_are_kept_by_name() {
    let store = store();
    store
        .write(|w| {
            w.put_connection("Fabrikam", "{}")?;
            w.put_connection("Contoso", "{\"a\":1}")?;
            w.put_connection("Contoso", "{\"a\":2}")
        })
        .unwrap();
    let named = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(
        store.read().connections(),
        Ok(vec![named("Contoso", "{\"a\":2}"), named("Fabrikam", "{}")])
    );
    assert_eq!(
        store.read().connection("Contoso").unwrap().as_deref(),
        Some("{\"a\":2}")
    );
    assert_eq!(store.write(|w| w.remove_connection("Contoso")), Ok(true));
    assert_eq!(store.write(|w| w.remove_connection("Contoso")), Ok(false));
    assert_eq!(store.read().connection("Contoso"), Ok(None));
}

#[test]
fn company_contacts_lead_both_ways() {
    let store = store();
    store
        .write(|w| {
            w.put_company_contact("CT2", id(7))?;
            w.put_company_contact("CT1", id(7))?;
            w.put_company_contact("CT3", id(8))?;
            w.put_company_contact("CT3", id(9))
        })
        .unwrap();
    let read = store.read();
    assert_eq!(read.company_contact("CT2"), Ok(Some(id(7))));
    assert_eq!(
        read.company_contact("CT3"),
        Ok(Some(id(9))),
        "the newest word counts"
    );
    assert_eq!(read.company_contact("CT9"), Ok(None));
    assert_eq!(
        read.company_contact_of(id(7)).unwrap().as_deref(),
        Some("CT1")
    );
    assert_eq!(read.company_contact_of(id(8)), Ok(None));
    store
        .write(|w| {
            w.clear_company_contacts()?;
            w.put_company_contact("CT5", id(5))
        })
        .unwrap();
    assert_eq!(read.company_contact("CT5"), Ok(Some(id(5))));
    assert_eq!(read.company_contact("CT2"), Ok(None));
}
