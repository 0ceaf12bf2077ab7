//! Fields in compact form: `[shape, value, value, …]`.
//!
//! Records of a mapping all have the same field names, so that a row names its *shape* (a stored list of names) instead.
//! Text, yes/no and empty stand for themselves; other kinds keep the tagged form that [`Value`] has in JSON, so that a
//! text and a number that look alike are told apart. Equal text means equal fields; the opposite need not hold
//! (`1.0` and `1.00`, another order), which is why [`Shapes::unpack`] is asked before a change is believed.

use super::columns::{from_json, to_json};
use super::problem::{Meaningless, damaged};
use crate::model::{FieldName, Fields, Value};
use rusqlite::Connection;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;

type Names = Arc<[FieldName]>;

/// The shapes that one connection knows. Shapes are never changed or removed once committed.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    by_id: RefCell<HashMap<i64, Names>>,
    by_names: RefCell<HashMap<Names, i64>>,
}

impl Shapes {
    /// Forgets what a transaction that was rolled back may have added.
    pub(super) fn forget(&self) {
        self.by_id.borrow_mut().clear();
        self.by_names.borrow_mut().clear();
    }

    /// The compact form of fields; stores their shape if it is new.
    pub(super) fn pack(&self, db: &Connection, fields: &Fields) -> rusqlite::Result<String> {
        let mut text = String::with_capacity(16 + fields.len() * 16);
        text.push('[');
        write!(text, "{}", self.number_of(db, fields)?).map_err(not_packed)?;
        for (_, value) in fields.iter() {
            text.push(',');
            match value {
                Value::Empty => text.push_str("null"),
                Value::Bool(true) => text.push_str("true"),
                Value::Bool(false) => text.push_str("false"),
                Value::Text(words) => text.push_str(&to_json(words)?),
                tagged => text.push_str(&to_json(tagged)?),
            }
        }
        text.push(']');
        Ok(text)
    }

    /// The fields of a compact form.
    pub(super) fn unpack(&self, db: &Connection, text: &str) -> rusqlite::Result<Fields> {
        let Packed { shape, values } = from_json(text)?;
        let names = self.names_of(db, shape)?;
        if names.len() != values.len() {
            return Err(damaged(Meaningless(text.to_owned())));
        }
        Ok(names.iter().cloned().zip(values).collect())
    }

    fn number_of(&self, db: &Connection, fields: &Fields) -> rusqlite::Result<i64> {
        let names: Vec<FieldName> = fields.iter().map(|(name, _)| name.clone()).collect();
        if let Some(id) = self.by_names.borrow().get(names.as_slice()) {
            return Ok(*id);
        }
        let text = to_json(&names)?;
        db.prepare_cached("INSERT INTO shape (names) VALUES (?1) ON CONFLICT DO NOTHING")?
            .execute([&text])?;
        let id: i64 = db
            .prepare_cached("SELECT id FROM shape WHERE names = ?1")?
            .query_row([&text], |row| row.get(0))?;
        self.remember(id, names.into());
        Ok(id)
    }

    fn names_of(&self, db: &Connection, id: i64) -> rusqlite::Result<Names> {
        if let Some(names) = self.by_id.borrow().get(&id) {
            return Ok(Arc::clone(names));
        }
        let text: String = db
            .prepare_cached("SELECT names FROM shape WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .map_err(|error| match error {
                rusqlite::Error::QueryReturnedNoRows => damaged(Meaningless(format!("shape {id}"))),
                other => other,
            })?;
        let names: Names = from_json::<Vec<FieldName>>(&text)?.into();
        self.remember(id, Arc::clone(&names));
        Ok(names)
    }

    fn remember(&self, id: i64, names: Names) {
        self.by_names.borrow_mut().insert(Arc::clone(&names), id);
        self.by_id.borrow_mut().insert(id, names);
    }
}

fn not_packed(error: fmt::Error) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(error))
}

struct Packed {
    shape: i64,
    values: Vec<Value>,
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(PackedVisitor)
    }
}

struct PackedVisitor;

impl<'de> Visitor<'de> for PackedVisitor {
    type Value = Packed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a shape and values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Packed, A::Error> {
        let shape = parts
            .next_element()?
            .ok_or_else(|| serde::de::Error::invalid_length(0, &self))?;
        let mut values = Vec::with_capacity(32);
        while let Some(Plain(value)) = parts.next_element()? {
            values.push(value);
        }
        Ok(Packed { shape, values })
    }
}

/// A value in the form that it has inside an array.
struct Plain(Value);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainVisitor).map(Self)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, a text, true, false, or a tagged value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Empty)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::Bool(yes))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(tagged))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::testing::fields;
    use uuid::Uuid;

    fn every_kind() -> Fields {
        [
            ("empty", Value::Empty),
            ("blank", Value::Text(String::new())),
            ("text", Value::text("Ça \"va\" \\ \u{1f600}\n")),
            ("zero", Value::text("0")),
            ("yes", Value::Bool(true)),
            ("no", Value::Bool(false)),
            ("whole", Value::Int(i64::MIN)),
            (
                "exact",
                Value::Decimal("79228162514264337593543950.335".parse().unwrap()),
            ),
            ("day", Value::Date("2026-11-22".parse().unwrap())),
            (
                "moment",
                Value::Instant("2026-11-22T10:02:03.0451234Z".parse().unwrap()),
            ),
            ("link", Value::Guid(Uuid::from_u128(7))),
            ("choice", Value::Choice(-3)),
        ]
        .into_iter()
        .map(|(name, value)| (FieldName::new(name), value))
        .collect()
    }

    fn db() -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        crate::store::schema::migrate(&mut db).unwrap();
        db
    }

    #[test]
    fn every_kind_of_value_comes_back_with_its_digits() {
        let (db, shapes) = (db(), Shapes::default());
        let text = shapes.pack(&db, &every_kind()).unwrap();
        let again = Shapes::default().unpack(&db, &text).unwrap();
        assert_eq!(again, every_kind());
        assert_eq!(
            format!("{again:?}"),
            format!("{:?}", every_kind()),
            "scale and order too"
        );
    }

    #[test]
    fn names_are_stored_once() {
        let (db, shapes) = (db(), Shapes::default());
        for _ in 0..3 {
            shapes.pack(&db, &every_kind()).unwrap();
            shapes.forget();
        }
        let text = shapes.pack(&db, &fields(&[("name", "Adatum")])).unwrap();
        assert_eq!(text, r#"[2,"Adatum"]"#);
        let stored: i64 = db
            .query_row("SELECT count(*) FROM shape", [], |row| row.get(0))
            .unwrap();
        assert_eq!(stored, 2);
    }

    #[test]
    fn no_fields_are_fields_too() {
        let (db, shapes) = (db(), Shapes::default());
        let text = shapes.pack(&db, &Fields::new()).unwrap();
        assert_eq!(shapes.unpack(&db, &text).unwrap(), Fields::new());
    }

    #[test]
    fn what_is_not_packed_is_damage() {
        let (db, shapes) = (db(), Shapes::default());
        shapes.pack(&db, &fields(&[("name", "Adatum")])).unwrap();
        for text in [
            "",
            "[]",
            "{}",
            "[7,\"x\"]",
            "[1]",
            "[1,2]",
            "[1,\"a\",\"b\"]",
            "[1,{\"d\":\"x\"}]",
        ] {
            let problem: crate::model::reason::Problem =
                shapes.unpack(&db, text).unwrap_err().into();
            assert_eq!(
                problem.cause,
                crate::model::reason::Cause::CacheDamaged,
                "{text}"
            );
        }
    }

    #[test]
    fn a_shape_that_was_rolled_back_is_not_remembered() {
        let store = Store::open_in_memory().unwrap();
        let failed = store.write(|w| -> Result<(), _> {
            w.pack(&fields(&[("a", "1")]))?;
            Err(crate::model::reason::Problem::new(
                crate::model::reason::Cause::Cancelled,
            ))
        });
        assert!(failed.is_err());
        let text = store.write(|w| w.pack(&fields(&[("b", "2")]))).unwrap();
        assert_eq!(store.read().unpack(&text).unwrap(), fields(&[("b", "2")]));
    }
}
