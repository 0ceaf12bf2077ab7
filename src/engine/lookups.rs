//! References through couplings: which record of the other side a lookup means.
//!
//! References are gathered for a whole chunk of pairs and resolved with a few queries of the cache; what only a service
//! can tell (the company contact of a customer) is asked once and kept.

use super::Engine;
use super::naming::naming_of;
use super::store_pages::to_json;
use crate::merge::{Resolve, Resolved};
use crate::model::ids::{option_record_id, option_value_of};
use crate::model::mapping::{FieldSource, Lookup, LookupKey};
use crate::model::reason::Problem;
use crate::model::{
    FieldMapping, FieldName, Fields, MappingName, SetName, Side, TableMapping, Value,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// The name of the cached fact that holds the Dataverse row of the local currency.
const LOCAL_CURRENCY_ROW: &str = "local_currency_row";
/// The name of the cached fact that holds the ISO code of the local currency.
pub const LOCAL_CURRENCY: &str = "local_currency";

const CURRENCIES: &str = "currencies";
const DV_CURRENCIES: &str = "transactioncurrencies";
/// Business Central's setup with the local currency: one record.
const LOCAL_SETUP: &str = "generalLedgerSetup";

/// What the lookups of a chunk of records refer to.
#[derive(Clone, Debug, Default)]
pub struct Lookups {
    resolved: HashMap<Reference, Value>,
    /// What people call targets that are not coupled, by mapping and the plain form of the reference.
    labels: HashMap<(MappingName, String), String>,
    /// By mapping of currencies: the Dataverse row that Business Central's empty currency stands for.
    local: HashMap<MappingName, Uuid>,
    /// The ISO code of the local currency.
    local_code: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Reference {
    mapping: MappingName,
    key: LookupKey,
    from: Side,
    value: Value,
}

impl Resolve for Lookups {
    fn partner(
        &self,
        mapping: &MappingName,
        key: LookupKey,
        from: Side,
        value: &Value,
    ) -> Resolved {
        if let Some(row) = self.local.get(mapping).map(|row| Value::Guid(*row)) {
            let is_local = key == LookupKey::Key && self.local_code.as_deref() == value.as_text();
            match from {
                Side::Dv if *value == row => return Resolved::Found(Value::Empty),
                Side::Bc if is_local => return Resolved::Found(row),
                Side::Bc | Side::Dv => {}
            }
        }
        let reference = Reference {
            mapping: mapping.clone(),
            key,
            from,
            value: value.clone(),
        };
        self.resolved
            .get(&reference)
            .cloned()
            .map_or(Resolved::NotCoupled, Resolved::Found)
    }

    fn partner_of_nothing(&self, mapping: &MappingName, from: Side) -> Value {
        match (from, self.local.get(mapping)) {
            (Side::Bc, Some(row)) => Value::Guid(*row),
            _ => Value::Empty,
        }
    }
}

impl Lookups {
    /// Learns what a reference of one side is on the other: for a value that a person picked, which no record holds yet.
    pub fn learn(&mut self, lookup: &Lookup, from: Side, value: Value, other: Value) {
        let Lookup { mapping, key, .. } = lookup;
        let reference = Reference {
            mapping: mapping.clone(),
            key: *key,
            from,
            value,
        };
        self.resolved.insert(reference, other);
    }

    /// Names the target of a failed lookup as people call it, where only its id stands.
    pub(super) fn explain(&self, problem: Problem) -> Problem {
        let target = problem.params.get("target").map(MappingName::new);
        let value = problem.params.get("value").cloned();
        let (Some(target), Some(value)) = (target, value) else {
            return problem;
        };
        match self.labels.get(&(target, value)) {
            Some(label) => problem.with("value", label),
            None => problem,
        }
    }
}

/// Company contacts that belong to no customer, so that not every run asks for them again. It is forgotten once anything changed
/// among the customers, and after a while.
#[derive(Serialize, Deserialize)]
struct Strangers {
    /// How far the customers had been read.
    seen: Option<String>,
    since: Timestamp,
    numbers: BTreeSet<String>,
}

/// How long it is believed that a company contact belongs to no customer.
const STRANGERS_FOR: SignedDuration = SignedDuration::from_mins(30);
/// More than so many are not remembered.
const MOST_STRANGERS: usize = 2_000;

impl Strangers {
    fn fact(target: &MappingName) -> String {
        format!("strangers:{target}")
    }
}

impl Engine<'_> {
    /// Resolves all references of the given records of a mapping.
    pub(super) async fn prepare_lookups<'f>(
        &mut self,
        mapping: &TableMapping,
        records: impl Iterator<Item = (Side, &'f Fields)> + Clone,
    ) -> Result<Lookups, Problem> {
        let mut lookups = Lookups::default();
        for field in mapping.active_fields() {
            let Some(lookup) = &field.lookup else {
                continue;
            };
            let Some(target) = self.store.read().mapping(&lookup.mapping)? else {
                continue;
            };
            if target.sets.bc.as_str() == CURRENCIES {
                let row = self.local_row(&target).await?;
                lookups
                    .local
                    .extend(row.map(|row| (target.name.clone(), row)));
                lookups.local_code = self.store.read().fact(LOCAL_CURRENCY)?;
            }
            for side in Side::BOTH {
                let mut values = references(field, side, records.clone());
                if let FieldSource::Constant {
                    side: own, value, ..
                } = &field.source
                {
                    // A stated reference is one of the other side; what stands there now refers to nothing by itself.
                    values = HashSet::from([value.clone()]);
                    values.retain(|value| *own != side && !value.is_empty());
                }
                self.resolve_into(&mut lookups, lookup, &target, side, values)
                    .await?;
            }
        }
        Ok(lookups)
    }

    async fn resolve_into(
        &mut self,
        lookups: &mut Lookups,
        lookup: &Lookup,
        target: &TableMapping,
        from: Side,
        values: HashSet<Value>,
    ) -> Result<(), Problem> {
        if values.is_empty() {
            return Ok(());
        }
        let ids = self.target_ids(lookup, target, from, &values).await?;
        let wanted: Vec<Uuid> = ids.values().copied().collect();
        let partners = self.store.read().partners(&target.name, from, &wanted)?;
        if (from, lookup.key) == (Side::Dv, LookupKey::CompanyContact) {
            // All at once: a question for each would be a request for each.
            let customers = partners.values().map(|id| Value::Guid(*id)).collect();
            self.learn_company_contacts(target, "relatedId", &customers)
                .await?;
        }
        for value in values {
            let partner = ids.get(&value).and_then(|id| partners.get(id)).copied();
            let other = match partner {
                Some(partner) => self.value_of_target(lookup, target, from.other(), partner)?,
                None => None,
            };
            match other {
                Some(other) => {
                    let Lookup { mapping, key, .. } = lookup;
                    let reference = Reference {
                        mapping: mapping.clone(),
                        key: *key,
                        from,
                        value,
                    };
                    lookups.resolved.insert(reference, other);
                }
                None => {
                    if let Some(label) =
                        self.label_of_target(target, from, ids.get(&value).copied())?
                    {
                        lookups
                            .labels
                            .insert((target.name.clone(), value.to_plain()), label);
                    }
                }
            }
        }
        Ok(())
    }

    /// The record ids that references of one side mean, by the reference.
    async fn target_ids(
        &mut self,
        lookup: &Lookup,
        target: &TableMapping,
        from: Side,
        values: &HashSet<Value>,
    ) -> Result<HashMap<Value, Uuid>, Problem> {
        let mut ids = HashMap::new();
        if (from, lookup.key) == (Side::Bc, LookupKey::CompanyContact) {
            self.learn_company_contacts(target, "contactNumber", values)
                .await?;
        }
        for value in values {
            let id = match (from, lookup.key, value) {
                (_, _, Value::Choice(choice)) => Some(option_record_id(*choice)),
                (_, _, Value::Guid(id)) => Some(*id),
                (Side::Bc, LookupKey::CompanyContact, Value::Text(number)) => {
                    self.store.read().company_contact(number)?
                }
                (_, _, Value::Text(key)) => {
                    let key = self.store.read().partner_by_key(&target.name, from, key)?;
                    key.map(|pair| *pair.get(from))
                }
                _ => None,
            };
            ids.extend(id.map(|id| (value.clone(), id)));
        }
        Ok(ids)
    }

    /// How a side's field refers to a record of its own side.
    fn value_of_target(
        &self,
        lookup: &Lookup,
        target: &TableMapping,
        side: Side,
        id: Uuid,
    ) -> Result<Option<Value>, Problem> {
        match (side, lookup.key) {
            (Side::Dv, _) if target.is_option_set() => Ok(option_value_of(id).map(Value::Choice)),
            (Side::Dv, _) | (Side::Bc, LookupKey::Id) => Ok(Some(Value::Guid(id))),
            (Side::Bc, LookupKey::Key) => Ok(self
                .store
                .read()
                .key_of(&target.name, side, id)?
                .map(Value::text)),
            (Side::Bc, LookupKey::CompanyContact) => {
                // Whoever asks has learnt them.
                Ok(self.store.read().company_contact_of(id)?.map(Value::text))
            }
        }
    }

    /// Asks Business Central which customers the company contacts belong to, as far as the cache does not know.
    async fn learn_company_contacts(
        &mut self,
        target: &TableMapping,
        by: &str,
        values: &HashSet<Value>,
    ) -> Result<(), Problem> {
        let mut unknown = Vec::new();
        let mut strangers = self.strangers(target)?;
        for value in values {
            let known = match value {
                Value::Text(number) => {
                    strangers.numbers.contains(number.as_str())
                        || self.store.read().company_contact(number)?.is_some()
                }
                Value::Guid(customer) => {
                    let known = self.store.read().company_contact_of(*customer)?;
                    known.is_some()
                }
                _ => false,
            };
            if !known {
                unknown.push(Fields::from_iter([(FieldName::new(by), value.clone())]));
            }
        }
        if unknown.is_empty() {
            return Ok(());
        }
        let wanted = ["contactNumber", "relatedId", "relatedType"].map(FieldName::new);
        let limit = unknown.len() * 4;
        let found = self
            .remotes
            .bc
            .find(
                &SetName::new("contactsInformation"),
                &wanted,
                &unknown,
                limit,
            )
            .await;
        let found = match found {
            Ok(found) => found,
            Err(problem) if problem.cause.stops_the_run() => return Err(problem),
            // A service without this set has no company contacts; the lookup then fails with its own sentence.
            Err(_) => return Ok(()),
        };
        let asked = unknown
            .iter()
            .filter_map(|fields| fields.value(by).as_text());
        strangers.numbers.extend(asked.map(ToOwned::to_owned));
        self.store.write(|w| {
            for record in &found {
                let fields = &record.fields;
                let is_customer = fields
                    .value("relatedType")
                    .as_text()
                    .is_none_or(|kind| kind == "Customer");
                if let (Some(number), Some(customer), true) = (
                    fields.value("contactNumber").as_text(),
                    fields.value("relatedId").as_guid(),
                    is_customer,
                ) {
                    strangers.numbers.remove(number);
                    w.put_company_contact(number, customer)?;
                }
            }
            if strangers.numbers.is_empty() || strangers.numbers.len() > MOST_STRANGERS {
                return Ok(());
            }
            w.set_fact(&Strangers::fact(&target.name), Some(&to_json(&strangers)?))
        })
    }

    /// Company contacts that lately turned out to belong to no customer of this mapping.
    fn strangers(&self, target: &TableMapping) -> Result<Strangers, Problem> {
        let reader = self.store.read();
        let (now, seen) = (self.env.now(), reader.watermark(&target.name, Side::Bc)?);
        let stored = reader.fact(&Strangers::fact(&target.name))?;
        let stored: Option<Strangers> = stored.and_then(|text| serde_json::from_str(&text).ok());
        let fresh = stored.filter(|known| {
            known.seen == seen && now.duration_since(known.since).abs() < STRANGERS_FOR
        });
        Ok(fresh.unwrap_or(Strangers {
            seen,
            since: now,
            numbers: BTreeSet::new(),
        }))
    }

    /// What stands in Dataverse for Business Central's empty currency: its row among the currencies; in another table that
    /// is made from currencies (price lists), the row that is made from the setup with the local currency.
    async fn local_row(&mut self, target: &TableMapping) -> Result<Option<Uuid>, Problem> {
        if target.sets.dv.as_str() == DV_CURRENCIES {
            return self.local_currency_row(target).await;
        }
        let reader = self.store.read();
        let beside = reader.mappings()?.into_iter().find(|mapping| {
            mapping.sets.dv == target.sets.dv && mapping.sets.bc.as_str() == LOCAL_SETUP
        });
        let Some(beside) = beside else {
            return Ok(None);
        };
        let only = reader.couplings_after(&beside.name, None, 1)?;
        Ok(only.first().map(|coupling| coupling.ids.dv))
    }

    /// The Dataverse row that Business Central's empty currency stands for.
    async fn local_currency_row(
        &mut self,
        currencies: &TableMapping,
    ) -> Result<Option<Uuid>, Problem> {
        if let Some(known) = self.store.read().fact(LOCAL_CURRENCY_ROW)? {
            return Ok(Uuid::parse_str(&known).ok());
        }
        let Some(code) = self.store.read().fact(LOCAL_CURRENCY)? else {
            return Ok(None);
        };
        let wanted = Fields::from_iter([(FieldName::new("isocurrencycode"), Value::text(code))]);
        let name = [FieldName::new("isocurrencycode")];
        let found = self
            .remotes
            .dv
            .find(&currencies.sets.dv, &name, &[wanted], 1)
            .await?;
        let row = found.first().map(|record| record.id);
        if let Some(row) = row {
            self.store
                .write(|w| w.set_fact(LOCAL_CURRENCY_ROW, Some(&row.hyphenated().to_string())))?;
        }
        Ok(row)
    }

    fn label_of_target(
        &self,
        target: &TableMapping,
        side: Side,
        id: Option<Uuid>,
    ) -> Result<Option<String>, Problem> {
        let Some(id) = id else { return Ok(None) };
        let seen = self.store.read().uncoupled_one(&target.name, side, id)?;
        let label = seen
            .as_ref()
            .and_then(|seen| seen.fields())
            .map(|fields| naming_of(target, side, fields).label);
        Ok(label.filter(|label| !label.is_empty()))
    }
}

fn references<'f>(
    field: &FieldMapping,
    side: Side,
    records: impl Iterator<Item = (Side, &'f Fields)>,
) -> HashSet<Value> {
    let names = field.fields_of(side);
    records
        .filter(|(own, _)| *own == side)
        .flat_map(|(_, fields)| names.iter().map(|name| fields.value(name.as_str())))
        .filter(|value| !value.is_empty())
        .cloned()
        .collect()
}
