//! Reads pages and single records straight from the bytes of an answer: no tree of the page is ever built.

use super::cell;
use super::table::{Table, WireField};
use crate::model::reason::{Cause, Problem};
use crate::model::{Etag, FieldNames, Fields, KnownNames, Record, Side, Value};
use crate::remote::http::Answer;
use foldhash::fast::RandomState;
use jiff::Timestamp;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use uuid::Uuid;

/// The annotation that says to which entity type a lookup refers.
const LOOKUP_TARGET: &str = "@Microsoft.Dynamics.CRM.lookuplogicalname";

/// One page as the service sent it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RawPage {
    /// Records.
    pub records: Vec<Record>,
    /// Ids reported as deleted.
    pub deleted: Vec<Uuid>,
    /// The next link.
    pub next: Option<String>,
    /// The delta link.
    pub delta: Option<String>,
    /// How many records there are in all, if the service was asked and tells.
    pub count: Option<u64>,
}

/// What to do with one property of a row.
#[derive(Default)]
struct Slot {
    id: bool,
    modified: bool,
    modified_by: bool,
    /// Fields that take this property's value.
    fields: Vec<usize>,
    /// Fields whose target this annotation names.
    targets: Vec<usize>,
}

/// How rows of one table are read for some fields.
pub struct RowPlan<'t> {
    fields: Vec<&'t WireField>,
    slots: HashMap<Cow<'t, str>, Slot, RandomState>,
    /// The names of the fields, which all records share that have all of them.
    names: FieldNames,
    /// The names of records that had not all of them.
    some_names: RefCell<KnownNames>,
    /// Whether a field that the row leaves out is empty, or is left out of the record too.
    missing_is_empty: bool,
    /// Where the reader is, for the words of an error.
    row: Cell<usize>,
    wrong: RefCell<Option<(String, &'static str)>>,
}

impl<'t> RowPlan<'t> {
    /// Reads these fields; one that a row leaves out is empty.
    pub fn reading(table: &'t Table, fields: Vec<&'t WireField>) -> Self {
        Self::new(table, fields, true)
    }

    /// Reads whatever a row holds of the table's fields, as answers to writes do.
    pub fn anything(table: &'t Table) -> Self {
        Self::new(table, table.fields.iter().collect(), false)
    }

    fn new(table: &'t Table, fields: Vec<&'t WireField>, missing_is_empty: bool) -> Self {
        let mut slots: HashMap<Cow<'t, str>, Slot, RandomState> = HashMap::default();
        slots
            .entry(Cow::Borrowed(table.key.as_str()))
            .or_default()
            .id = true;
        if let Some(property) = &table.modified {
            slots
                .entry(Cow::Borrowed(property.as_str()))
                .or_default()
                .modified = true;
        }
        if let Some(property) = &table.modified_by {
            slots
                .entry(Cow::Borrowed(property.as_str()))
                .or_default()
                .modified_by = true;
        }
        for (index, field) in fields.iter().enumerate() {
            let property = Cow::Borrowed(field.property.as_str());
            slots.entry(property).or_default().fields.push(index);
            if field.target.is_some() {
                let annotation = format!("{}{LOOKUP_TARGET}", field.property);
                let slot = slots.entry(Cow::Owned(annotation)).or_default();
                slot.targets.push(index);
            }
        }
        let names: FieldNames = fields.iter().map(|field| field.name.clone()).collect();
        Self {
            some_names: RefCell::default(),
            names,
            fields,
            slots,
            missing_is_empty,
            row: Cell::new(0),
            wrong: RefCell::new(None),
        }
    }

    /// Reads a page.
    ///
    /// # Errors
    /// [`Cause::MalformedAnswer`] with the row, the field and the position; a page is read whole or not at all.
    pub fn page(&self, side: Side, answer: &Answer) -> Result<RawPage, Problem> {
        self.parse(side, answer, PageSeed(self))
    }

    /// Reads a single record.
    ///
    /// # Errors
    /// [`Cause::MalformedAnswer`] likewise.
    pub fn record(&self, side: Side, answer: &Answer) -> Result<Record, Problem> {
        match self.parse(side, answer, RowSeed(self))? {
            Row::Live(record) => Ok(record),
            Row::Deleted(_) => Err(malformed(side, answer, "a record was expected")),
        }
    }

    /// The fields of a row, from the values that it has of each of the plan's.
    fn fields_of(&self, values: Vec<Option<Value>>) -> Fields {
        let is_whole = self.missing_is_empty || values.iter().all(Option::is_some);
        if is_whole && self.names.as_slice().len() == values.len() {
            let values = values.into_iter().map(Option::unwrap_or_default).collect();
            return Fields::of(&self.names, values).unwrap_or_default();
        }
        let names = self.fields.iter().map(|field| &field.name);
        let given = names.zip(values).filter_map(|(name, value)| {
            let value = value.or_else(|| self.missing_is_empty.then_some(Value::Empty));
            value.map(|value| (name.clone(), value))
        });
        let mut fields: Fields = given.collect();
        self.some_names.borrow_mut().share(&mut fields);
        fields
    }

    /// The field that was not what it should be, with what was expected of it, after an error.
    pub(super) fn stumbled_over(&self) -> Option<(String, &'static str)> {
        self.wrong.take()
    }

    fn parse<'a, S: DeserializeSeed<'a>>(
        &self,
        side: Side,
        answer: &'a Answer,
        seed: S,
    ) -> Result<S::Value, Problem> {
        let mut reader = serde_json::Deserializer::from_slice(&answer.body);
        let parsed = seed
            .deserialize(&mut reader)
            .and_then(|parsed| reader.end().map(|()| parsed));
        parsed.map_err(|error| {
            let mut problem = malformed(side, answer, &error.to_string())
                .with("row", &self.row.get())
                .with("line", &error.line())
                .with("column", &error.column());
            if let Some((field, expected)) = self.wrong.take() {
                problem = problem.with("field", &field).with("expected", expected);
            }
            problem
        })
    }
}

/// The problem of an answer that is not what the protocol says.
pub fn malformed(side: Side, answer: &Answer, why: &str) -> Problem {
    let mut problem = Problem::new(Cause::MalformedAnswer).on(side).saying(why);
    problem.status = Some(answer.status);
    problem.request_id = answer.request_id().map(str::to_owned);
    problem
}

/// Reads a page.
pub(super) struct PageSeed<'p, 't>(pub(super) &'p RowPlan<'t>);

impl<'de> DeserializeSeed<'de> for PageSeed<'_, '_> {
    type Value = RawPage;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawPage, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for PageSeed<'_, '_> {
    type Value = RawPage;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawPage, A::Error> {
        let mut page = RawPage::default();
        let mut found = false;
        while let Some(key) = map.next_key_seed(KeySeed)? {
            match key.as_ref() {
                "value" => {
                    map.next_value_seed(RowsSeed(self.0, &mut page))?;
                    found = true;
                }
                "@odata.nextLink" | "@nextLink" => page.next = map.next_value()?,
                "@odata.deltaLink" | "@deltaLink" => page.delta = map.next_value()?,
                "@odata.count" | "@count" => {
                    // Some services write big numbers as text.
                    let raw: &RawValue = map.next_value()?;
                    page.count = raw.get().trim_matches('"').parse().ok();
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if found {
            Ok(page)
        } else {
            *self.0.wrong.borrow_mut() = Some(("value".to_owned(), "list of records"));
            Err(A::Error::custom("the page has no list of records"))
        }
    }
}

struct RowsSeed<'p, 't>(&'p RowPlan<'t>, &'p mut RawPage);

impl<'de> DeserializeSeed<'de> for RowsSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for RowsSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        let Self(plan, page) = self;
        while let Some(row) = rows.next_element_seed(RowSeed(plan))? {
            match row {
                Row::Live(record) => page.records.push(record),
                Row::Deleted(id) => page.deleted.push(id),
            }
            plan.row.set(plan.row.get() + 1);
        }
        Ok(())
    }
}

/// One row of a page.
pub(super) enum Row {
    /// A record.
    Live(Record),
    /// The id of a deleted one.
    Deleted(Uuid),
}

/// Reads a row.
pub(super) struct RowSeed<'p, 't>(pub(super) &'p RowPlan<'t>);

impl<'de> DeserializeSeed<'de> for RowSeed<'_, '_> {
    type Value = Row;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Row, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl RowSeed<'_, '_> {
    fn wrong<E: serde::de::Error>(&self, field: &str, expected: &'static str) -> E {
        *self.0.wrong.borrow_mut() = Some((field.to_owned(), expected));
        E::custom(format_args!("`{field}` is not a {expected}"))
    }
}

/// What a row says about itself besides its fields.
#[derive(Default)]
struct Marks {
    id: Option<Uuid>,
    etag: Option<String>,
    modified: Option<Timestamp>,
    modified_by: Option<String>,
    removed: bool,
    reason: bool,
    other_id: Option<Uuid>,
}

impl<'de> Visitor<'de> for RowSeed<'_, '_> {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        let plan = self.0;
        let mut values: Vec<Option<Value>> = vec![None; plan.fields.len()];
        let mut elsewhere: Vec<usize> = Vec::new();
        let mut marks = Marks::default();
        while let Some(key) = map.next_key_seed(KeySeed)? {
            if let Some(slot) = plan.slots.get(key.as_ref()) {
                let raw: &RawValue = map.next_value()?;
                self.take(
                    slot,
                    &key,
                    raw.get(),
                    &mut values,
                    &mut elsewhere,
                    &mut marks,
                )?;
                continue;
            }
            match key.as_ref() {
                "@odata.etag" | "@etag" => marks.etag = map.next_value()?,
                "@odata.context" | "@context" => {
                    let context: Cow<'de, str> = map.next_value()?;
                    marks.removed |= context.contains("$deletedEntity");
                }
                "@removed" => {
                    map.next_value::<IgnoredAny>()?;
                    marks.removed = true;
                }
                "reason" => {
                    map.next_value::<IgnoredAny>()?;
                    marks.reason = true;
                }
                "id" | "@id" | "@odata.id" => {
                    let raw: &RawValue = map.next_value()?;
                    marks.other_id = cell::string(raw.get()).and_then(|text| id_in(&text));
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if marks.removed || (marks.id.is_none() && marks.reason && marks.other_id.is_some()) {
            return marks
                .id
                .or(marks.other_id)
                .map(Row::Deleted)
                .ok_or_else(|| self.wrong("id", "id"));
        }
        let Some(id) = marks.id else {
            return Err(self.wrong("key", "id"));
        };
        for index in elsewhere {
            // The lookup refers to another table than this field is for.
            if let Some(value) = values.get_mut(index) {
                *value = Some(Value::Empty);
            }
        }
        Ok(Row::Live(Record {
            id,
            etag: marks.etag.map(Etag),
            modified: marks.modified,
            modified_by: marks.modified_by,
            fields: plan.fields_of(values),
        }))
    }
}

impl RowSeed<'_, '_> {
    fn take<E: serde::de::Error>(
        &self,
        slot: &Slot,
        key: &str,
        raw: &str,
        values: &mut [Option<Value>],
        elsewhere: &mut Vec<usize>,
        marks: &mut Marks,
    ) -> Result<(), E> {
        if slot.id {
            let id = cell::string(raw)
                .and_then(|text| cell::guid(&text))
                .ok_or_else(|| self.wrong(key, "id"))?;
            marks.id = Some(id);
        }
        if slot.modified && raw != "null" {
            let moment = cell::string(raw)
                .and_then(|text| cell::moment(&text))
                .ok_or_else(|| self.wrong(key, "date and time"))?;
            marks.modified = Some(moment);
        }
        if slot.modified_by {
            marks.modified_by = cell::string(raw).map(Cow::into_owned);
        }
        for index in &slot.fields {
            if let (Some(field), Some(value)) = (self.0.fields.get(*index), values.get_mut(*index))
            {
                let read = cell::read(raw, &field.kind)
                    .map_err(|cell::NotA(expected)| self.wrong(field.name.as_str(), expected))?;
                *value = Some(read);
            }
        }
        for index in &slot.targets {
            let target = self.0.fields.get(*index).and_then(|f| f.target.as_deref());
            if cell::string(raw).as_deref() != target {
                elsewhere.push(*index);
            }
        }
        Ok(())
    }
}

/// A property name, borrowed where it has no escapes.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        struct Key;
        impl<'de> Visitor<'de> for Key {
            type Value = Cow<'de, str>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a property name")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
                Ok(Cow::Borrowed(text))
            }
            fn visit_str<E>(self, text: &str) -> Result<Cow<'de, str>, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }
        deserializer.deserialize_str(Key)
    }
}

/// The id in `accounts(…)`, `…/accounts('…')` or by itself.
pub fn id_in(text: &str) -> Option<Uuid> {
    let inner = match text.rsplit_once('(') {
        Some((_, rest)) => rest.split(')').next().unwrap_or_default(),
        None => text,
    };
    let inner = inner.rsplit('=').next().unwrap_or_default();
    cell::guid(inner.trim().trim_matches('\''))
}

/// The newest time of last change among records.
pub fn newest(records: &[Record]) -> Option<Timestamp> {
    records.iter().filter_map(|record| record.modified).max()
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
