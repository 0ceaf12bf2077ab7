//! Fields in compact form, see `codec`: the number of their *shape*, then their values.
//!
//! Records of a mapping all have the same field names, so that a row names its shape (a stored list of names) instead. The
//! fields that name a record for people stand first, so that lists can read its label without the rest ([`naming`]).
//!
//! The base of a pair is both sides' fields in one text of bytes, Dataverse's after Business Central's: what both hold alike
//! takes one byte. Ids that many records refer to (currencies, owners) are kept once, in the table `reference`.
//!
//! Equal bytes mean equal fields; the opposite need not hold (`1.0` and `1.00`, another order), which is why the values are
//! compared before a change is believed.

use super::codec::{Bytes, Found, Places, Texts, meaningless, put_number, put_value};
use super::columns::{Id, from_json, to_json};
use crate::model::{FieldName, FieldNames, Fields, Side, Sides, Value};
use foldhash::fast::RandomState;
use rusqlite::{Connection, OptionalExtension as _};
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hasher as _};
use std::rc::Rc;
use uuid::Uuid;

/// How many ids are kept in `reference` at most; later ones are stored where they occur.
const REFERENCES: usize = 512;
/// How many lists of names are known by their address.
const RECENT: usize = 8;
/// How many fields can name a record at most.
const LEADS: u128 = 3;

/// A list of field names.
#[derive(Debug)]
struct Shape {
    id: i64,
    names: FieldNames,
    /// Which names are written first, because they name the record.
    leads: Vec<usize>,
}

impl Shape {
    /// Positions of the names in the order in which values are written.
    fn order(&self) -> impl Iterator<Item = usize> {
        let rest = (0..self.names.as_slice().len()).filter(|at| !self.leads.contains(at));
        self.leads.iter().copied().chain(rest)
    }

    /// Values in the order in which they are written, as fields.
    fn fields(&self, values: Vec<Value>) -> rusqlite::Result<Fields> {
        let values = if self.leads.iter().copied().eq(0..self.leads.len()) {
            values
        } else {
            let mut ordered = vec![Value::Empty; values.len()];
            for (at, value) in self.order().zip(values) {
                if let Some(place) = ordered.get_mut(at) {
                    *place = value;
                }
            }
            ordered
        };
        Fields::of(&self.names, values)
            .ok_or_else(|| meaningless("packed fields of another number than their names"))
    }

    fn is_of(&self, fields: &Fields, leads: &[FieldName]) -> bool {
        self.names == *fields.names() && self.leads.iter().copied().eq(leads_in(fields, leads))
    }
}

/// The positions of the leading names among fields.
fn leads_in(fields: &Fields, leads: &[FieldName]) -> impl Iterator<Item = usize> {
    leads
        .iter()
        .filter_map(|name| fields.names().position(name.as_str()))
        .take(usize::try_from(LEADS).unwrap_or(0))
}

/// Where values are written, and how.
struct Writing<'w> {
    out: &'w mut Vec<u8>,
    places: &'w mut Places,
    texts: Texts,
}

/// What one connection knows of shapes and kept ids. Neither is changed or removed once committed.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    known: RefCell<HashMap<i64, Rc<Shape>, RandomState>>,
    /// The same by a hash of their names: records that leave out what is empty come in hundreds of shapes.
    by_names: RefCell<HashMap<u64, Vec<Rc<Shape>>, RandomState>>,
    /// Those of the latest fields, by the very list of their names.
    recent: RefCell<Vec<(FieldNames, Rc<Shape>)>>,
    hasher: RandomState,
    references: RefCell<References>,
}

#[derive(Debug, Default)]
struct References {
    by_guid: HashMap<Uuid, u32, RandomState>,
    by_number: HashMap<u32, Uuid, RandomState>,
    full: bool,
}

impl References {
    fn remember(&mut self, guid: Uuid, number: u32) {
        self.by_guid.insert(guid, number);
        self.by_number.insert(number, guid);
    }
}

impl Shapes {
    /// Forgets what a transaction that was rolled back may have added.
    pub(super) fn forget(&self) {
        self.known.borrow_mut().clear();
        self.by_names.borrow_mut().clear();
        self.recent.borrow_mut().clear();
        *self.references.borrow_mut() = References::default();
    }

    /// The compact form of fields, those of `leads` first; stores their shape if it is new.
    pub(super) fn pack(
        &self,
        db: &Connection,
        fields: &Fields,
        leads: &[FieldName],
    ) -> rusqlite::Result<Vec<u8>> {
        self.pack_so(db, fields, leads, Texts::Short)
    }

    /// The same, longer and quicker made, for what does not stay.
    pub(super) fn pack_quickly(
        &self,
        db: &Connection,
        fields: &Fields,
    ) -> rusqlite::Result<Vec<u8>> {
        self.pack_so(db, fields, &[], Texts::Plain)
    }

    fn pack_so(
        &self,
        db: &Connection,
        fields: &Fields,
        leads: &[FieldName],
        texts: Texts,
    ) -> rusqlite::Result<Vec<u8>> {
        let mut out = Vec::with_capacity(24 + fields.len() * 16);
        let mut writing = Writing {
            out: &mut out,
            places: &mut Places::default(),
            texts,
        };
        self.put(db, &mut writing, fields, leads)?;
        Ok(out)
    }

    /// The compact form of both sides' fields together.
    pub(super) fn pack_pair(
        &self,
        db: &Connection,
        fields: Sides<&Fields>,
        leads: Sides<&[FieldName]>,
    ) -> rusqlite::Result<Vec<u8>> {
        let mut out = Vec::with_capacity(48 + fields.bc.len() * 12);
        let mut head = Vec::with_capacity(3);
        let mut writing = Writing {
            out: &mut out,
            places: &mut Places::default(),
            texts: Texts::Short,
        };
        self.put(db, &mut writing, fields.bc, leads.bc)?;
        put_number(&mut head, writing.out.len() as u128);
        self.put(db, &mut writing, fields.dv, leads.dv)?;
        out.splice(0..0, head);
        Ok(out)
    }

    /// The compact form of both sides' fields, of which Business Central's are in that form already.
    pub(super) fn pack_after(
        &self,
        db: &Connection,
        bc: &[u8],
        dv: &Fields,
        leads: &[FieldName],
    ) -> rusqlite::Result<Vec<u8>> {
        let mut places = Places::default();
        let mut out = Vec::with_capacity(bc.len() + 16 + dv.len() * 4);
        out.extend_from_slice(bc);
        values_in(bc)?
            .1
            .note_places(head_length(bc)?, &mut places)?;
        let mut writing = Writing {
            out: &mut out,
            places: &mut places,
            texts: Texts::Short,
        };
        self.put(db, &mut writing, dv, leads)?;
        let mut head = Vec::with_capacity(3);
        put_number(&mut head, bc.len() as u128);
        out.splice(0..0, head);
        Ok(out)
    }

    /// Whether a base holds exactly these fields of a side, told by their bytes alone.
    pub(super) fn pair_has(
        &self,
        db: &Connection,
        pair: &[u8],
        side: Side,
        fields: &Fields,
        leads: &[FieldName],
    ) -> rusqlite::Result<bool> {
        let parts = parts_of(pair)?;
        if side == Side::Bc {
            return Ok(self.pack(db, fields, leads)? == parts.bc);
        }
        let mut out = Vec::with_capacity(pair.len() + 64);
        let mut places = Places::default();
        out.extend_from_slice(parts.bc);
        values_in(parts.bc)?
            .1
            .note_places(head_length(parts.bc)?, &mut places)?;
        let mut writing = Writing {
            out: &mut out,
            places: &mut places,
            texts: Texts::Short,
        };
        self.put(db, &mut writing, fields, leads)?;
        Ok(out.get(parts.bc.len()..) == Some(parts.dv))
    }

    fn put(
        &self,
        db: &Connection,
        writing: &mut Writing<'_>,
        fields: &Fields,
        leads: &[FieldName],
    ) -> rusqlite::Result<()> {
        let Writing { out, places, texts } = writing;
        let shape = self.shape_for(db, fields, leads)?;
        let number = u128::try_from(shape.id).unwrap_or(0) << 2;
        put_number(out, number | shape.leads.len() as u128);
        for (written, at) in shape.order().enumerate() {
            let value = fields.at(at).unwrap_or(&Value::Empty);
            // A label is read without the table of kept ids.
            let keep = written >= shape.leads.len();
            put_value(out, places, value, *texts, |guid| {
                if keep {
                    self.number_of(db, guid)
                } else {
                    Ok(None)
                }
            })?;
        }
        Ok(())
    }

    /// The fields of a compact form.
    pub(super) fn unpack(&self, db: &Connection, packed: &[u8]) -> rusqlite::Result<Fields> {
        let mut values = Vec::with_capacity(32);
        let shape = self.read(db, packed, &mut values)?;
        shape.fields(values)
    }

    /// Both sides' fields of a base.
    pub(super) fn unpack_pair(
        &self,
        db: &Connection,
        packed: &[u8],
    ) -> rusqlite::Result<Sides<Fields>> {
        let parts = parts_of(packed)?;
        let mut values = Vec::with_capacity(48);
        let bc = self.read(db, parts.bc, &mut values)?;
        let first = values.len();
        let dv = self.read(db, parts.dv, &mut values)?;
        let dv = dv.fields(values.split_off(first))?;
        Ok(Sides::new(bc.fields(values)?, dv))
    }

    /// Adds the values of a compact form, and answers their shape.
    fn read(
        &self,
        db: &Connection,
        packed: &[u8],
        values: &mut Vec<Value>,
    ) -> rusqlite::Result<Rc<Shape>> {
        let (shape, _, mut bytes) = numbers_of(packed)?;
        let shape = self.shape(db, shape)?;
        while !bytes.is_empty() {
            let value = match bytes.value()? {
                Found::Plain(value) => value,
                Found::SameAs(at) => values
                    .get(at)
                    .cloned()
                    .ok_or_else(|| meaningless("a place that is not there"))?,
                Found::Known(number) => Value::Guid(self.guid(db, number)?),
            };
            values.push(value);
        }
        Ok(shape)
    }

    fn shape_for(
        &self,
        db: &Connection,
        fields: &Fields,
        leads: &[FieldName],
    ) -> rusqlite::Result<Rc<Shape>> {
        let is_recent = |(names, shape): &&(FieldNames, Rc<Shape>)| {
            names.is_same(fields.names()) && shape.is_of(fields, leads)
        };
        if let Some((_, shape)) = self.recent.borrow().iter().find(is_recent) {
            return Ok(Rc::clone(shape));
        }
        let shape = self.find_shape(db, fields, leads)?;
        let mut recent = self.recent.borrow_mut();
        if recent.len() >= RECENT {
            recent.remove(0);
        }
        recent.push((fields.names().clone(), Rc::clone(&shape)));
        Ok(shape)
    }

    fn find_shape(
        &self,
        db: &Connection,
        fields: &Fields,
        leads: &[FieldName],
    ) -> rusqlite::Result<Rc<Shape>> {
        let hash = self.hash_of(fields.names().as_slice());
        if let Some(alike) = self.by_names.borrow().get(&hash)
            && let Some(shape) = alike.iter().find(|shape| shape.is_of(fields, leads))
        {
            return Ok(Rc::clone(shape));
        }
        let names = fields.names().clone();
        let leads: Vec<usize> = leads_in(fields, leads).collect();
        let text = (to_json(&names.as_slice())?, to_json(&leads)?);
        db.prepare_cached(
            "INSERT INTO shape (names, leads) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?
        .execute([&text.0, &text.1])?;
        let id: i64 = db
            .prepare_cached("SELECT id FROM shape WHERE names = ?1 AND leads = ?2")?
            .query_row([&text.0, &text.1], |row| row.get(0))?;
        Ok(self.remember(Shape { id, names, leads }))
    }

    /// The number of the shape of fields.
    pub(super) fn number(&self, db: &Connection, fields: &Fields) -> rusqlite::Result<i64> {
        Ok(self.shape_for(db, fields, &[])?.id)
    }

    /// The names of a shape.
    pub(super) fn names(&self, db: &Connection, shape: i64) -> rusqlite::Result<Vec<FieldName>> {
        Ok(self.shape(db, shape)?.names.as_slice().to_vec())
    }

    fn shape(&self, db: &Connection, id: i64) -> rusqlite::Result<Rc<Shape>> {
        if let Some(shape) = self.known.borrow().get(&id) {
            return Ok(Rc::clone(shape));
        }
        let (names, leads): (String, String) = db
            .prepare_cached("SELECT names, leads FROM shape WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(|error| match error {
                rusqlite::Error::QueryReturnedNoRows => meaningless(&format!("shape {id}")),
                other => other,
            })?;
        let names: Vec<FieldName> = from_json(&names)?;
        Ok(self.remember(Shape {
            id,
            names: names.into_iter().collect(),
            leads: from_json(&leads)?,
        }))
    }

    fn remember(&self, shape: Shape) -> Rc<Shape> {
        let shape = Rc::new(shape);
        self.known.borrow_mut().insert(shape.id, Rc::clone(&shape));
        let hash = self.hash_of(shape.names.as_slice());
        let mut by_names = self.by_names.borrow_mut();
        by_names.entry(hash).or_default().push(Rc::clone(&shape));
        shape
    }

    fn hash_of(&self, names: &[FieldName]) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        for name in names {
            hasher.write(name.as_str().as_bytes());
            hasher.write_u8(0xff);
        }
        hasher.finish()
    }

    /// The number under which an id is kept; nothing once enough are.
    pub(super) fn number_of(&self, db: &Connection, guid: Uuid) -> rusqlite::Result<Option<u32>> {
        self.load_references(db)?;
        let mut references = self.references.borrow_mut();
        if let Some(number) = references.by_guid.get(&guid) {
            return Ok(Some(*number));
        }
        if references.full {
            return Ok(None);
        }
        let number: u32 = db
            .prepare_cached("INSERT INTO reference (guid) VALUES (?1) RETURNING id")?
            .query_row([Id(guid)], |row| row.get(0))?;
        references.remember(guid, number);
        references.full = references.by_guid.len() >= REFERENCES;
        Ok(Some(number))
    }

    fn load_references(&self, db: &Connection) -> rusqlite::Result<()> {
        if !self.references.borrow().by_guid.is_empty() {
            return Ok(());
        }
        let mut references = self.references.borrow_mut();
        let mut all = db.prepare_cached("SELECT id, guid FROM reference")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let Id(guid) = row.get(1)?;
            references.remember(guid, row.get(0)?);
        }
        references.full = references.by_guid.len() >= REFERENCES;
        Ok(())
    }

    /// The id that is kept under a number.
    pub(super) fn guid(&self, db: &Connection, number: u32) -> rusqlite::Result<Uuid> {
        if let Some(guid) = self.references.borrow().by_number.get(&number) {
            return Ok(*guid);
        }
        let found: Option<Id> = db
            .prepare_cached("SELECT guid FROM reference WHERE id = ?1")?
            .query_row([number], |row| row.get(0))
            .optional()?;
        let Id(guid) = found.ok_or_else(|| meaningless(&format!("reference {number}")))?;
        let mut references = self.references.borrow_mut();
        references.by_number.insert(number, guid);
        Ok(guid)
    }
}

/// The bytes of both sides of a base.
fn parts_of(pair: &[u8]) -> rusqlite::Result<Sides<&[u8]>> {
    let mut bytes = Bytes(pair);
    let length = bytes.small()?;
    let bc = bytes.take(length)?;
    Ok(Sides::new(bc, bytes.0))
}

/// The number of the shape, how many values name the record, and the values.
fn numbers_of(packed: &[u8]) -> rusqlite::Result<(i64, usize, Bytes<'_>)> {
    let mut bytes = Bytes(packed);
    let number: u64 = bytes.small()?;
    let leads = usize::try_from(number & 3).unwrap_or(0);
    let shape = i64::try_from(number >> 2).map_err(super::problem::damaged)?;
    Ok((shape, leads, bytes))
}

fn values_in(packed: &[u8]) -> rusqlite::Result<(usize, Bytes<'_>)> {
    let (_, leads, bytes) = numbers_of(packed)?;
    Ok((leads, bytes))
}

/// How many bytes stand before the first value.
fn head_length(packed: &[u8]) -> rusqlite::Result<usize> {
    Ok(packed.len() - values_in(packed)?.1.0.len())
}

/// The texts that name a record, from its fields: what [`leads_of`] reads from their compact form.
pub(super) fn leads_of_fields(fields: &Fields, leads: &[FieldName]) -> Vec<String> {
    leads_in(fields, leads)
        .filter_map(|at| fields.at(at))
        .map(Value::to_plain)
        .collect()
}

/// The texts that name a record, from its compact form or from its side of the base.
pub(super) fn leads_of(
    fields: Option<&[u8]>,
    base: Option<&[u8]>,
    side: Side,
) -> rusqlite::Result<Vec<String>> {
    let parts = match (fields, base) {
        (Some(own), _) => Sides::new(own, &[][..]),
        (None, Some(base)) => parts_of(base)?,
        (None, None) => return Ok(Vec::new()),
    };
    let own = if fields.is_some() { Side::Bc } else { side };
    let (leads, mut values) = values_in(parts.get(own))?;
    let mut texts = Vec::with_capacity(leads);
    for _ in 0..leads {
        let mut found = values.value()?;
        if let Found::SameAs(at) = found {
            found = value_at(&parts, at)?;
        }
        texts.push(match found {
            Found::Plain(value) => value.to_plain(),
            Found::SameAs(_) | Found::Known(_) => return Err(meaningless("a label")),
        });
    }
    Ok(texts)
}

/// The value at a place, counted over both sides.
fn value_at(parts: &Sides<&[u8]>, at: usize) -> rusqlite::Result<Found> {
    let mut passed = 0;
    for part in [parts.bc, parts.dv] {
        if part.is_empty() {
            continue;
        }
        let (_, mut values) = values_in(part)?;
        while !values.is_empty() {
            if passed == at {
                return values.value();
            }
            values.pass()?;
            passed += 1;
        }
    }
    Err(meaningless("a place that is not there"))
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
            ("blank", Value::Text("".into())),
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
        for leads in [&[][..], &[FieldName::new("choice"), FieldName::new("link")]] {
            let packed = shapes.pack(&db, &every_kind(), leads).unwrap();
            let again = Shapes::default().unpack(&db, &packed).unwrap();
            assert_eq!(again, every_kind());
            assert_eq!(
                format!("{again:?}"),
                format!("{:?}", every_kind()),
                "scale and order too"
            );
        }
    }

    #[test]
    fn names_are_stored_once() {
        let (db, shapes) = (db(), Shapes::default());
        for _ in 0..3 {
            shapes.pack(&db, &every_kind(), &[]).unwrap();
            shapes.forget();
        }
        let packed = shapes
            .pack(&db, &fields(&[("name", "Adatum")]), &[])
            .unwrap();
        assert_eq!(&packed[..2], b"\x08\x45", "shape 2, a text in five bytes");
        assert_eq!(packed.len(), 7);
        let stored: i64 = db
            .query_row("SELECT count(*) FROM shape", [], |row| row.get(0))
            .unwrap();
        assert_eq!(stored, 2);
    }

    #[test]
    fn no_fields_are_fields_too() {
        let (db, shapes) = (db(), Shapes::default());
        let packed = shapes.pack(&db, &Fields::new(), &[]).unwrap();
        assert_eq!(shapes.unpack(&db, &packed).unwrap(), Fields::new());
        let pair = shapes
            .pack_pair(
                &db,
                Sides::new(&Fields::new(), &every_kind()),
                Sides::new(&[], &[]),
            )
            .unwrap();
        let again = shapes.unpack_pair(&db, &pair).unwrap();
        assert_eq!(again, Sides::new(Fields::new(), every_kind()));
    }

    #[test]
    fn what_is_not_packed_is_damage() {
        let (db, shapes) = (db(), Shapes::default());
        shapes
            .pack(&db, &fields(&[("name", "Adatum")]), &[])
            .unwrap();
        let bad: [&[u8]; 9] = [
            b"",
            b"\x1c\x00",
            b"\x04",
            b"\x04\x46Ada",
            b"\x04\x0a\x02a\xff",
            b"\x04\x80",
            b"\x04\x00\x00",
            b"\x04\x3f",
            b"\x04\x09\x07",
        ];
        for text in bad {
            let problem: crate::model::reason::Problem =
                shapes.unpack(&db, text).unwrap_err().into();
            assert_eq!(
                problem.cause,
                crate::model::reason::Cause::CacheDamaged,
                "{text:?}"
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

    #[test]
    fn what_both_sides_hold_is_stored_once() {
        let (db, shapes) = (db(), Shapes::default());
        let bc = fields(&[
            ("number", "C10000"),
            ("displayName", "Adatum Corporation"),
            ("city", "Atlanta"),
        ]);
        let dv = fields(&[
            ("name", "Adatum Corporation"),
            ("accountnumber", "C10000"),
            ("address1_city", "Macon"),
        ]);
        let leads = [FieldName::new("accountnumber"), FieldName::new("name")];
        let both = Sides::new(&bc, &dv);
        let pair = shapes
            .pack_pair(&db, both, Sides::new(&[], &leads))
            .unwrap();
        let alone = shapes.pack(&db, &bc, &[]).unwrap();
        let city = shapes
            .pack(&db, &fields(&[("city", "Macon")]), &[])
            .unwrap()
            .len();
        assert_eq!(pair.len(), 1 + alone.len() + 1 + 2 + city - 1);
        assert_eq!(
            shapes.unpack_pair(&db, &pair).unwrap(),
            both.map(Clone::clone)
        );
        assert!(shapes.pair_has(&db, &pair, Side::Bc, &bc, &[]).unwrap());
        assert!(shapes.pair_has(&db, &pair, Side::Dv, &dv, &leads).unwrap());
        assert!(!shapes.pair_has(&db, &pair, Side::Dv, &bc, &leads).unwrap());
        assert_eq!(
            leads_of(None, Some(&pair), Side::Dv).unwrap(),
            ["C10000", "Adatum Corporation"]
        );
        assert_eq!(leads_of(None, Some(&pair), Side::Bc).unwrap(), [""; 0]);
        let own = shapes.pack(&db, &dv, &leads).unwrap();
        assert_eq!(
            leads_of(Some(&own), Some(&pair), Side::Dv).unwrap(),
            ["C10000", "Adatum Corporation"]
        );
    }

    #[test]
    fn ids_that_many_refer_to_are_kept_once_and_only_so_many() {
        let (db, shapes) = (db(), Shapes::default());
        let of = |number: u128| -> Fields {
            let currency = (
                FieldName::new("currency"),
                Value::Guid(Uuid::from_u128(number)),
            );
            [currency].into_iter().collect()
        };
        let lengths: Vec<usize> = (0..600)
            .map(|number| {
                let packed = shapes.pack(&db, &of(number), &[]).unwrap();
                assert_eq!(Shapes::default().unpack(&db, &packed).unwrap(), of(number));
                packed.len()
            })
            .collect();
        assert_eq!((lengths[0], lengths[511], lengths[512]), (3, 4, 18));
        assert_eq!(shapes.pack(&db, &of(3), &[]).unwrap().len(), 3);
    }
}
