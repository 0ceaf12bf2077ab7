//! Whether a service keeps new records as they are sent.
//!
//! A service that fills fields or changes values shows it in its answers, and what it did flows back at once. One that was
//! seen to keep a good number of records of a mapping as they came need not show the others: they may be created by a
//! message whose answer names ids only. What they hold is then taken to be what was sent, until the next read shows it; what
//! is different then counts as that side's change, like anybody's (`docs/semantics.md` §8).

use super::naming::SideNames;
use crate::merge::normalize::on_one_side;
use crate::model::{
    EntitySchema, FieldMapping, FieldName, Fields, Record, Side, TableMapping, Value,
};

/// So many records must have been kept as they came before the rest is believed to be.
const ENOUGH: usize = 100;

/// What the answers to the creates of one mapping on one side have shown in a run.
#[derive(Clone, Debug, Default)]
pub(super) struct AsSent {
    /// Records that were kept as they came.
    kept: usize,
    /// Whether one was changed, or a mapped field of it was filled in.
    altered: bool,
    /// What every record got in fields that were not sent: the same for all, and nothing that flows back.
    filled: Option<Fields>,
}

impl AsSent {
    /// Whether records need not be shown any more.
    pub(super) fn is_proven(&self) -> bool {
        !self.altered && self.kept >= ENOUGH
    }

    /// Learns from an answer that shows a record.
    pub(super) fn learn(
        &mut self,
        mapping: &TableMapping,
        schema: &EntitySchema,
        side: Side,
        names: &SideNames,
        sent: &Fields,
        record: &Record,
    ) {
        if self.altered {
            return;
        }
        // What does not flow from here changes nothing there.
        let flows = |field: &&FieldMapping| {
            let direction = mapping.direction_of(field);
            direction.is_some_and(|direction| direction.writes(side.other()))
        };
        let flowing: Vec<&FieldName> = mapping
            .active_fields()
            .filter(flows)
            .flat_map(|field| field.fields_of(side))
            .collect();
        let mut filled = Fields::new();
        for name in names.observed.as_slice() {
            let came = sent.value(name.as_str());
            let is = record.fields.value(name.as_str());
            if came.is_empty() {
                self.altered |= flowing.contains(&name) && !is_blank(is);
                filled.set(name.clone(), is.clone());
            } else if flowing.contains(&name) {
                let kind = schema.field(name.as_str()).map(|field| &field.kind);
                self.altered |= !on_one_side(kind, came, is).is_same();
            }
        }
        self.kept += 1;
        match &mut self.filled {
            None => self.filled = Some(filled),
            // A field that was sent this time says nothing about what it is filled with.
            Some(known) => {
                known
                    .retain(|name, value| filled.get(name.as_str()).is_none_or(|now| now == value));
            }
        }
    }

    /// A record that was created and not shown, as the next read is expected to show it.
    pub(super) fn expected(&self, names: &SideNames, sent: &Fields) -> Fields {
        let values = names.observed.as_slice().iter().map(|name| {
            let came = sent.value(name.as_str());
            match &self.filled {
                Some(filled) if came.is_empty() => filled.value(name.as_str()).clone(),
                _ => came.clone(),
            }
        });
        Fields::of(&names.observed, values.collect()).unwrap_or_default()
    }
}

/// Whether a value says no more than nothing: Business Central's numbers and flags are never empty.
pub(super) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Empty | Value::Bool(false) => true,
        other => other.as_decimal().is_some_and(|number| number.is_zero()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{fields, mapping, pair};
    use crate::model::schema::{FieldKind, FieldSchema};
    use crate::model::{Direction, Etag, SetName};
    use uuid::Uuid;

    fn schema() -> EntitySchema {
        let field = |name: &str| FieldSchema {
            name: FieldName::new(name),
            kind: FieldKind::Text { max: None },
            read_only: false,
            required: false,
        };
        EntitySchema {
            set: SetName::new("accounts"),
            key: FieldName::new("accountid"),
            change_tracking: true,
            modified_field: None,
            fields: ["name", "telephone1", "statuscode"].map(field).into(),
        }
    }

    fn customers() -> TableMapping {
        TableMapping {
            fields: vec![
                pair("displayName", "name"),
                pair("phoneNumber", "telephone1"),
            ],
            ..mapping("CUSTOMER")
        }
    }

    fn answered(pairs: &[(&str, &str)]) -> Record {
        Record {
            id: Uuid::nil(),
            etag: Some(Etag("1".to_owned())),
            modified: None,
            modified_by: None,
            fields: fields(pairs),
        }
    }

    fn seen(answers: &[&[(&str, &str)]]) -> AsSent {
        let mut as_sent = AsSent::default();
        let sent = fields(&[("name", "Adèle")]);
        for answer in answers {
            let customers = customers();
            let names = SideNames::of(&customers, Side::Dv);
            as_sent.learn(
                &customers,
                &schema(),
                Side::Dv,
                &names,
                &sent,
                &answered(answer),
            );
        }
        as_sent
    }

    #[test]
    fn a_hundred_records_as_they_came_prove_it() {
        let plain: &[(&str, &str)] = &[("name", "Adèle ")];
        assert!(!seen(&vec![plain; 99]).is_proven());
        assert!(seen(&vec![plain; 100]).is_proven());
    }

    #[test]
    fn one_that_was_changed_or_filled_disproves_it() {
        let plain: &[(&str, &str)] = &[("name", "Adèle")];
        for other in [
            &[("name", "ADÈLE")][..],
            &[("name", "Adèle"), ("telephone1", "+33")],
            &[],
        ] {
            let mut answers = vec![plain; 500];
            answers.insert(200, other);
            assert!(!seen(&answers).is_proven(), "{other:?}");
        }
    }

    #[test]
    fn what_does_not_flow_back_does_not_matter() {
        let one_way = TableMapping {
            direction: Direction::ToDataverse,
            ..customers()
        };
        let names = SideNames::of(&one_way, Side::Dv);
        let mut as_sent = AsSent::default();
        let sent = fields(&[("name", "Adèle")]);
        for _ in 0..100 {
            let answer = answered(&[("name", "ADÈLE"), ("telephone1", "+33")]);
            as_sent.learn(&one_way, &schema(), Side::Dv, &names, &sent, &answer);
        }
        assert!(as_sent.is_proven());
    }

    #[test]
    fn what_all_were_given_alike_is_expected_of_the_others() {
        let mut customers = customers();
        customers.filters.dv = Some("statuscode eq 'x'".to_owned());
        let names = SideNames::of(&customers, Side::Dv);
        let mut as_sent = AsSent::default();
        let sent = fields(&[("name", "Adèle")]);
        for _ in 0..100 {
            let answer = answered(&[("name", "Adèle"), ("statuscode", "new")]);
            as_sent.learn(&customers, &schema(), Side::Dv, &names, &sent, &answer);
        }
        let sent = fields(&[("name", "Bob"), ("telephone1", "1")]);
        let expected = as_sent.expected(&names, &sent);
        for (name, value) in [("name", "Bob"), ("telephone1", "1"), ("statuscode", "new")] {
            assert_eq!(expected.value(name).to_plain(), value);
        }
        let answer = answered(&[("name", "Adèle"), ("statuscode", "old")]);
        as_sent.learn(
            &customers,
            &schema(),
            Side::Dv,
            &names,
            &fields(&[("name", "Adèle")]),
            &answer,
        );
        let expected = as_sent.expected(&names, &sent);
        assert!(
            expected.value("statuscode").is_empty(),
            "not alike any more"
        );
    }
}
