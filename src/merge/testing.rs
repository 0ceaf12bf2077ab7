//! What the tests of this room share: arbitrary values, mappings and couplings.

use super::{FirstSync, MergeInput, Resolve, Resolved};
use crate::model::mapping::{
    ConflictDetection, DeletionPolicy, FieldSource, Lookup, LookupKey, OnUnresolved, UpdatePolicy,
};
use crate::model::schema::OptionLabel;
use crate::model::{
    Direction, FieldKind, FieldMapping, FieldName, Fields, MappingName, SetName, Side, Sides,
    TableMapping, Value,
};
use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

pub(crate) fn any_kind() -> impl Strategy<Value = FieldKind> {
    prop_oneof![
        proptest::option::of(1..12_u32).prop_map(|max| FieldKind::Text { max }),
        Just(FieldKind::Enum {
            members: Vec::new()
        }),
        Just(FieldKind::Boolean),
        Just(FieldKind::Integer),
        proptest::option::of(0..4_u32).prop_map(|scale| FieldKind::Decimal { scale }),
        Just(FieldKind::Date),
        Just(FieldKind::DateTime),
        Just(FieldKind::Guid),
        Just(FieldKind::OptionSet {
            options: vec![OptionLabel {
                value: 1,
                label: "One".into()
            }]
        }),
    ]
}

pub(crate) fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Empty),
        "[abA é\r\n]{0,6}".prop_map(|text| Value::Text(text.into())),
        Just(Value::Text("_x0020_".into())),
        any::<bool>().prop_map(Value::Bool),
        (-3..3_i64).prop_map(Value::Int),
        (-3000..3000_i64, 0..5_u32)
            .prop_map(|(units, scale)| Value::Decimal(rust_decimal::Decimal::new(units, scale))),
        (0..3_i64).prop_map(|day| Value::Date(
            jiff::civil::date(2026, 11, 20).saturating_add(jiff::Span::new().days(day))
        )),
        (0..5000_i64).prop_map(|ms| Value::Instant(jiff::Timestamp::from_millisecond(ms).unwrap())),
        (0..3_u128).prop_map(|id| Value::Guid(Uuid::from_u128(id))),
        (0..3_i32).prop_map(Value::Choice),
    ]
}

/// Short texts that collide often.
pub(crate) fn any_text() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Empty),
        "[abc]{1,2}".prop_map(|text| Value::Text(text.into()))
    ]
}

/// Couplings of the mapping `CURRENCY`: ids below 100 in Business Central stand for ids 1000 higher in Dataverse.
pub(crate) struct Thousands;

impl Resolve for Thousands {
    fn partner(&self, _: &MappingName, _: LookupKey, from: Side, value: &Value) -> Resolved {
        let Some(id) = value.as_guid().map(|id| id.as_u128()) else {
            return Resolved::NotCoupled;
        };
        let partner = match from {
            Side::Bc if id < 100 => id + 1000,
            Side::Dv if (1000..1100).contains(&id) => id - 1000,
            Side::Bc | Side::Dv => return Resolved::NotCoupled,
        };
        Resolved::Found(Value::Guid(Uuid::from_u128(partner)))
    }
}

pub(crate) fn pair(bc: &str, dv: &str, direction: Direction) -> FieldMapping {
    FieldMapping {
        source: FieldSource::Pair(Sides::new(bc.into(), dv.into())),
        direction,
        rules: Sides::default(),
        lookup: None,
        matching: None,
        group: None,
        owner: None,
        not_null: false,
        replaces: Vec::new(),
        enabled: true,
    }
}

pub(crate) fn lookup(bc: &str, dv: &str, on_unresolved: OnUnresolved) -> FieldMapping {
    FieldMapping {
        lookup: Some(Lookup {
            mapping: "CURRENCY".into(),
            key: LookupKey::Id,
            on_unresolved,
        }),
        ..pair(bc, dv, Direction::Both)
    }
}

pub(crate) fn table(fields: Vec<FieldMapping>) -> TableMapping {
    TableMapping {
        name: "CUSTOMER".into(),
        sets: Sides::new(SetName::new("customers"), SetName::new("accounts")),
        direction: Direction::Both,
        enabled: true,
        only_coupled: false,
        filters: Sides::default(),
        conflict_detection: ConflictDetection::Field,
        on_update_conflict: UpdatePolicy::Ask,
        on_deletion: DeletionPolicy::Ask,
        depends_on: Vec::new(),
        on_create: Sides::default(),
        templates: Vec::new(),
        create_unmatched: false,
        sweep_every: crate::model::Cadence::default(),
        running: crate::model::running::RunSettings::default(),
        fields,
    }
}

pub(crate) fn fields(values: &[(&str, Value)]) -> Fields {
    values
        .iter()
        .map(|(name, value)| (FieldName::new(name), value.clone()))
        .collect()
}

pub(crate) type Values<'v> = &'v [(&'v str, Value)];

/// A base and what both sides hold now.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) base: Option<Sides<Fields>>,
    pub(crate) seen: Sides<Fields>,
    pub(crate) modified: Sides<Option<Timestamp>>,
    pub(crate) first: FirstSync,
}

impl Pair {
    pub(crate) fn new(
        base: Option<(Values<'_>, Values<'_>)>,
        bc: Values<'_>,
        dv: Values<'_>,
    ) -> Self {
        Self {
            base: base.map(|(bc, dv)| Sides::new(fields(bc), fields(dv))),
            seen: Sides::new(fields(bc), fields(dv)),
            modified: Sides::default(),
            first: FirstSync::default(),
        }
    }

    pub(crate) fn input(&self) -> MergeInput<'_> {
        MergeInput {
            base: self.base.as_ref(),
            seen: self.seen.as_ref(),
            modified: self.modified,
            first: self.first,
        }
    }
}
