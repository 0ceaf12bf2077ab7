//! In which currency the amounts of a conflict are. Amounts of different currencies are never converted, so each says its own.

use super::merging_names::target_of;
use crate::engine::decide::ConflictView;
use crate::merge::{FieldMerge, RecordMerge};
use crate::model::mapping::{FieldSource, LookupKey};
use crate::model::{Side, Sides, Value};
use crate::store::Reader;

/// Dataverse's table of currencies.
const CURRENCIES: &str = "transactioncurrencies";

/// Which of a field's values is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// What both sides held when they last agreed.
    Base,
    /// What a side holds now.
    Now,
    /// What both sides shall hold.
    Result,
}

/// The currencies of a conflict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// The fields that are amounts, by the position of their field mapping.
    amounts: Vec<usize>,
    /// The field that says the currency; without one amounts are in the local currency.
    field: Option<usize>,
    /// Codes of currencies, by side and reference.
    codes: Vec<(Side, Value, String)>,
    /// What no currency stands for.
    local: Sides<Option<String>>,
}

impl Money {
    /// Reads the currencies that a conflict refers to; `local` are those of the two systems.
    pub fn read(reader: &Reader<'_>, view: &ConflictView, local: Sides<Option<String>>) -> Self {
        let lookups = view.mapping.fields.iter().enumerate().filter(|(_, field)| {
            let target = field.lookup.as_ref().map(|lookup| &lookup.mapping);
            let target = target.and_then(|name| reader.mapping(name).ok().flatten());
            field.enabled && target.is_some_and(|target| target.sets.dv.as_str() == CURRENCIES)
        });
        let mut field = None;
        let mut is_told = false;
        for (index, mapping) in lookups {
            is_told = true;
            if matches!(mapping.source, FieldSource::Pair(_)) {
                field = Some(index);
            }
        }
        if !is_told {
            return Self::default();
        }
        let mut money = Self {
            amounts: amounts(view),
            field,
            codes: Vec::new(),
            local,
        };
        money.learn(reader, view);
        money
    }

    fn learn(&mut self, reader: &Reader<'_>, view: &ConflictView) {
        let mut fields = view.merge.fields.iter();
        let Some(field) = fields.find(|field| Some(field.index) == self.field) else {
            return;
        };
        let lookup = view.mapping.fields.get(field.index);
        let Some(lookup) = lookup.and_then(|field| field.lookup.as_ref()) else {
            return;
        };
        for side in Side::BOTH {
            let base = field.values.base.as_ref().map(|base| base.get(side));
            let values = [Some(field.values.now(side)), base];
            // Either side's value may win: the other side then holds its partner.
            for value in values.into_iter().flatten() {
                let Some(row) = target_of(reader, lookup, side, value) else {
                    continue;
                };
                for own in Side::BOTH {
                    let held = match own {
                        own if own == side => value.clone(),
                        Side::Bc if lookup.key == LookupKey::Key => {
                            Value::text(row.keys.bc.clone().unwrap_or_default())
                        }
                        Side::Bc => Value::Guid(row.ids.bc),
                        Side::Dv => Value::Guid(row.ids.dv),
                    };
                    let code = row.keys.get(own).as_ref().or(row.keys.get(side).as_ref());
                    if let Some(code) = code.filter(|code| !code.is_empty()) {
                        self.codes.push((own, held, code.clone()));
                    }
                }
            }
        }
    }

    /// The code of the currency of an amount; nothing for what is no amount, or where nobody says it.
    pub fn code(
        &self,
        merge: &RecordMerge,
        field: &FieldMerge,
        side: Side,
        at: Moment,
    ) -> Option<&str> {
        if !self.amounts.contains(&field.index) {
            return None;
        }
        let local = self.local.get(side).as_deref();
        let Some(index) = self.field else {
            return local;
        };
        let currency = merge.fields.iter().find(|field| field.index == index)?;
        let base = currency.values.base.as_ref();
        let held = match at {
            Moment::Base => base.map_or(currency.values.now(side), |base| base.get(side)),
            Moment::Now => currency.values.now(side),
            Moment::Result => currency.result.as_ref()?.get(side),
        };
        if held.is_empty() {
            return local;
        }
        let mut codes = self.codes.iter();
        let found = codes.find(|(own, value, _)| *own == side && value == held);
        found.map(|(_, _, code)| code.as_str())
    }
}

/// The amounts of money among the fields: Dataverse keeps a second column in its own currency for each.
fn amounts(view: &ConflictView) -> Vec<usize> {
    let fields = view.mapping.fields.iter().enumerate();
    let money = fields.filter(|(_, field)| {
        let names = field.fields_of(Side::Dv);
        names.first().is_some_and(|name| {
            let converted = format!("{name}_base");
            view.schemas.dv.field(&converted).is_some()
        })
    });
    money.map(|(index, _)| index).collect()
}
