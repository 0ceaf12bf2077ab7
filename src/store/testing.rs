//! Small helpers for the tests of this room.

use super::{Naming, Store, Writer};
use crate::model::mapping::{ConflictDetection, DeletionPolicy, UpdatePolicy};
use crate::model::reason::Problem;
use crate::model::{
    CouplingId, Direction, Etag, FieldName, Fields, JobId, MappingName, Observation, Record,
    SetName, Side, Sides, TableMapping, Value,
};
use jiff::Timestamp;
use uuid::Uuid;

pub(super) const CUSTOMER: &str = "CUSTOMER";

pub(super) fn customer() -> MappingName {
    MappingName::new(CUSTOMER)
}

pub(super) fn mapping(name: &str) -> TableMapping {
    TableMapping {
        name: MappingName::new(name),
        sets: Sides::new(SetName::new("customers"), SetName::new("accounts")),
        direction: Direction::Both,
        enabled: true,
        only_coupled: false,
        filters: Sides::new(None, Some("statecode eq 0".to_owned())),
        conflict_detection: ConflictDetection::Field,
        on_update_conflict: UpdatePolicy::Ask,
        on_deletion: DeletionPolicy::Ask,
        depends_on: Vec::new(),
        on_create: Sides::new(
            Vec::new(),
            vec![(FieldName::new("customertypecode"), Value::Choice(3))],
        ),
        templates: Vec::new(),
        create_unmatched: true,
        sweep_every: crate::model::Cadence::default(),
        running: crate::model::running::RunSettings::default(),
        fields: Vec::new(),
    }
}

/// A store in memory that knows the mapping `CUSTOMER`.
pub(super) fn store() -> Store {
    let store = Store::open_in_memory().unwrap();
    store
        .write(|w| w.put_mapping(&mapping(CUSTOMER), 0))
        .unwrap();
    store
}

pub(super) fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs
        .iter()
        .map(|(name, value)| (FieldName::new(name), Value::text(*value)))
        .collect()
}

pub(super) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(super) fn ids(bc: u128, dv: u128) -> Sides<Uuid> {
    Sides::new(id(bc), id(dv))
}

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

/// A record with a name, whose etag and time say how often it was changed.
pub(super) fn record(number: u128, name: &str, version: i64) -> Record {
    Record {
        id: id(number),
        etag: Some(Etag(format!("W/\"{version}\""))),
        modified: Some(at(version)),
        modified_by: None,
        fields: fields(&[("number", &format!("C{number}")), ("name", name)]),
    }
}

pub(super) fn seen(number: u128, name: &str, version: i64) -> Observation {
    record(number, name, version).into()
}

pub(super) fn naming(record: &Record) -> Naming {
    let key = record.fields.value("number").to_plain();
    let label = format!("{key} {}", record.fields.value("name").to_plain());
    Naming {
        key: Some(key),
        label,
    }
}

impl Writer<'_> {
    /// Observes [`record`] in a partial read.
    pub(super) fn see_record(
        &self,
        side: Side,
        number: u128,
        name: &str,
        version: i64,
    ) -> Result<super::Observed, Problem> {
        let record = record(number, name, version);
        self.observe(&customer(), side, &record, &naming(&record), None)
    }

    /// Two records that hold the same name, coupled and settled; the second one's id is the first one's and 1000.
    pub(super) fn settled_pair(&self, number: u128, name: &str) -> Result<CouplingId, Problem> {
        self.see_record(Side::Bc, number, name, 1)?;
        self.see_record(Side::Dv, number + 1000, name, 1)?;
        let coupling = self.couple(&customer(), ids(number, number + 1000))?;
        self.settle(
            coupling,
            &Sides::new(None, None),
            None,
            Some(JobId(1)),
            at(1),
        )?;
        Ok(coupling)
    }
}
