//! Table mappings and field mappings: what is kept in step with what, and by which rules.

use super::cadence::Cadence;
use super::ids::{FieldName, MappingName, SetName};
use super::running::RunSettings;
use super::side::{Side, Sides};
use super::transform::Rule;
use super::value::Value;
use serde::{Deserialize, Serialize};

/// Which way values flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Both ways.
    Both,
    /// From Business Central to Dataverse.
    ToDataverse,
    /// From Dataverse to Business Central.
    ToBusinessCentral,
}

impl Direction {
    /// Whether values may be written to that side.
    pub fn writes(self, side: Side) -> bool {
        match self {
            Self::Both => true,
            Self::ToDataverse => side == Side::Dv,
            Self::ToBusinessCentral => side == Side::Bc,
        }
    }

    /// The one-way direction towards a side.
    pub fn towards(side: Side) -> Self {
        match side {
            Side::Bc => Self::ToBusinessCentral,
            Side::Dv => Self::ToDataverse,
        }
    }

    /// The direction in which both this and another allow values to flow; nothing if they exclude each other.
    pub fn within(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Both, direction) | (direction, Self::Both) => Some(direction),
            (a, b) if a == b => Some(a),
            _ => None,
        }
    }
}

/// How a conflict is detected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictDetection {
    /// Only fields that both sides changed to different values are in conflict.
    #[default]
    Field,
    /// Any change on both sides is a conflict, as Business Central's own integration does.
    Record,
}

/// What happens when both sides changed the same field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdatePolicy {
    /// A person decides; the pair becomes a skipped record.
    #[default]
    Ask,
    /// Business Central's value wins.
    BusinessCentral,
    /// Dataverse's value wins.
    Dataverse,
    /// The record that was changed last wins.
    Newest,
}

/// What happens when one side of a coupled pair was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeletionPolicy {
    /// A person decides; the pair becomes a skipped record.
    #[default]
    Ask,
    /// The missing record is created again.
    Restore,
    /// The coupling is removed, the remaining record stays.
    Uncouple,
    /// The remaining record is deleted too.
    Delete,
}

/// What happens to a lookup whose target is not coupled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnUnresolved {
    /// The record fails with an error that names the target; it is retried when the target gets coupled.
    #[default]
    Fail,
    /// The field is emptied.
    Clear,
    /// The field keeps what it has.
    Keep,
    /// A record that would be created waits until the target is coupled, and is no error meanwhile: lines of a document that
    /// takes no part. A coupled pair fails.
    Wait,
}

/// How Business Central names the record that a lookup refers to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookupKey {
    /// By its `id`.
    #[default]
    Id,
    /// By its business key (`number` or `code`).
    Key,
    /// By the number of the company contact that belongs to it (a person's `companyNumber`).
    CompanyContact,
}

/// A lookup that is resolved through the couplings of another mapping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookup {
    /// The mapping whose couplings are asked.
    pub mapping: MappingName,
    /// What the Business Central field holds.
    #[serde(default)]
    pub key: LookupKey,
    /// What happens if the target is not coupled.
    #[serde(default)]
    pub on_unresolved: OnUnresolved,
}

/// Use of a field for match-based coupling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRule {
    /// Groups of equal priority are tried together, lower numbers first.
    #[serde(default)]
    pub priority: u32,
    /// Whether upper and lower case must agree.
    #[serde(default)]
    pub case_sensitive: bool,
}

/// Where a field mapping takes its values from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldSource {
    /// A field on both sides.
    Pair(Sides<FieldName>),
    /// A stated value that one side's field is given.
    Constant {
        /// The side that gets it.
        side: Side,
        /// Its field.
        field: FieldName,
        /// The value.
        value: Value,
    },
    /// Two Dataverse fields that one Business Central field joins with a blank (`firstname`, `lastname` of a contact).
    ///
    /// The last word goes to the last field (`docs/semantics.md` §10), which makes the split reversible.
    Name {
        /// Business Central's whole name.
        bc: FieldName,
        /// Dataverse's first part.
        first: FieldName,
        /// Dataverse's last part.
        last: FieldName,
    },
}

/// One field mapping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldMapping {
    /// What is paired with what.
    pub source: FieldSource,
    /// Which way values flow.
    pub direction: Direction,
    /// Transformation rules applied to values on their way to each side.
    pub rules: Sides<Vec<Rule>>,
    /// Set for references.
    pub lookup: Option<Lookup>,
    /// Set if the field is used for match-based coupling.
    pub matching: Option<MatchRule>,
    /// Fields of one group are decided as one in a conflict.
    pub group: Option<String>,
    /// A side that a person declared the owner: its value wins without asking.
    pub owner: Option<Side>,
    /// Whether an empty value is never transferred.
    pub not_null: bool,
    /// A stated value replaces only these; without any, it replaces everything.
    #[serde(default)]
    pub replaces: Vec<Value>,
    /// Disabled rows are kept but do nothing.
    pub enabled: bool,
}

impl FieldMapping {
    /// The name under which the field appears in conflicts, plans and on the command line: Business Central's name where there is one.
    pub fn name(&self) -> &FieldName {
        match &self.source {
            FieldSource::Pair(pair) => &pair.bc,
            FieldSource::Constant { field, .. } => field,
            FieldSource::Name { bc, .. } => bc,
        }
    }

    /// Whether a stated value takes the place of this one.
    pub fn replaces(&self, present: &Value) -> bool {
        let plain = present.to_plain();
        self.replaces.is_empty() || self.replaces.iter().any(|value| value.to_plain() == plain)
    }

    /// The fields of one side that this mapping reads and writes.
    pub fn fields_of(&self, side: Side) -> Vec<&FieldName> {
        match (&self.source, side) {
            (FieldSource::Pair(pair), side) => vec![pair.get(side)],
            (
                FieldSource::Constant {
                    side: own, field, ..
                },
                side,
            ) if *own == side => vec![field],
            (FieldSource::Constant { .. }, _) => Vec::new(),
            (FieldSource::Name { bc, .. }, Side::Bc) => vec![bc],
            (FieldSource::Name { first, last, .. }, Side::Dv) => vec![first, last],
        }
    }
}

/// Values for new records of one side that are made from certain records of the other (a configuration template).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// The side of the new record.
    pub side: Side,
    /// An OData filter over the record that the new one is made from; without one, it applies to all.
    pub when: Option<String>,
    /// Lower numbers come first; equal ones in the order of the file.
    pub priority: u32,
    /// Fields of the new record and what they get.
    pub values: Vec<(FieldName, Value)>,
}

/// One table mapping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableMapping {
    /// Its name.
    pub name: MappingName,
    /// The entity set of each side; `accounts.paymenttermscode` names an option set.
    pub sets: Sides<SetName>,
    /// Which way values flow.
    pub direction: Direction,
    /// Whether it takes part in synchronisation.
    pub enabled: bool,
    /// Whether uncoupled records are left alone.
    pub only_coupled: bool,
    /// OData filters that say which records take part.
    pub filters: Sides<Option<String>>,
    /// How conflicts are detected.
    pub conflict_detection: ConflictDetection,
    /// What happens on a conflict.
    pub on_update_conflict: UpdatePolicy,
    /// What happens when one side was deleted.
    pub on_deletion: DeletionPolicy,
    /// Mappings that are synchronised first.
    pub depends_on: Vec<MappingName>,
    /// Values given to new records of a side (a configuration template).
    pub on_create: Sides<Vec<(FieldName, Value)>>,
    /// Values for new records under a condition; of those whose condition holds, the first by priority applies.
    #[serde(default)]
    pub templates: Vec<Template>,
    /// Whether unmatched records are created by match-based coupling.
    pub create_unmatched: bool,
    /// How often all ids are compared on a side that does not report deletions, besides when their count is off.
    #[serde(default)]
    pub sweep_every: Cadence,
    /// When runs stop and ask, what makes a record skipped, how often runs happen.
    #[serde(default)]
    pub running: RunSettings,
    /// The fields, in the order in which they are written.
    pub fields: Vec<FieldMapping>,
}

impl TableMapping {
    /// Enabled field mappings.
    pub fn active_fields(&self) -> impl Iterator<Item = &FieldMapping> {
        self.fields.iter().filter(|field| field.enabled)
    }

    /// Whether the Dataverse side is an option set rather than a table.
    pub fn is_option_set(&self) -> bool {
        self.sets.dv.as_str().contains('.')
    }

    /// The direction in which a field really flows: its own within its table's.
    pub fn direction_of(&self, field: &FieldMapping) -> Option<Direction> {
        self.direction.within(field.direction)
    }

    /// Whether records of a side are given constants, so that a partner created for one is not all that is to be written.
    pub fn gives_constants(&self, to: Side) -> bool {
        self.active_fields().any(|field| {
            let given = matches!(&field.source, FieldSource::Constant { side, .. } if *side == to);
            given
                && self
                    .direction_of(field)
                    .is_some_and(|flows| flows.writes(to))
        })
    }

    /// The conditions that are applied to records of a side: its filter, and those under which the other side's new records
    /// get certain values.
    pub fn conditions(&self, side: Side) -> impl Iterator<Item = &str> {
        let templates = self.templates.iter();
        let whens = templates
            .filter(move |template| template.side == side.other())
            .filter_map(|template| template.when.as_deref());
        self.filters.get(side).as_deref().into_iter().chain(whens)
    }

    /// The fields of one side that a synchronisation reads, without repeats, in mapping order.
    pub fn observed(&self, side: Side) -> Vec<FieldName> {
        let mut names: Vec<FieldName> = Vec::new();
        let mapped = self.active_fields().flat_map(|field| field.fields_of(side));
        for name in mapped.cloned().chain(self.label_fields(side)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The fields of one side that name a record for people: business key first, then name.
    ///
    /// Known for the sets of the default mappings; others are named by their mapped match fields.
    pub fn label_fields(&self, side: Side) -> Vec<FieldName> {
        let known: &[&str] = match (side, self.sets.get(side).as_str()) {
            (Side::Bc, "customers" | "vendors" | "contacts" | "items") => {
                &["number", "displayName"]
            }
            (Side::Bc, "opportunities") => &["number", "description"],
            (Side::Bc, "salesOrders" | "salesQuotes" | "salesInvoices") => {
                &["number", "customerName"]
            }
            (Side::Bc, "salesOrderLines" | "salesQuoteLines" | "salesInvoiceLines") => {
                &["lineObjectNumber", "description"]
            }
            (Side::Bc, "generalLedgerSetup") => &["localCurrencyCode"],
            (
                Side::Bc,
                "currencies"
                | "paymentTerms"
                | "paymentMethods"
                | "shipmentMethods"
                | "unitsOfMeasure"
                | "salespeoplePurchasers",
            ) => &["code", "displayName"],
            (Side::Dv, "accounts") => &["accountnumber", "name"],
            (Side::Dv, "contacts" | "systemusers") => &["fullname"],
            (Side::Dv, "products") => &["productnumber", "name"],
            (Side::Dv, "transactioncurrencies") => &["isocurrencycode", "currencyname"],
            (Side::Dv, "uoms" | "uomschedules" | "opportunities" | "pricelevels") => &["name"],
            (Side::Dv, "productpricelevels") => &["productnumber"],
            (Side::Dv, "salesorders") => &["ordernumber", "name"],
            (Side::Dv, "quotes") => &["quotenumber", "name"],
            (Side::Dv, "invoices") => &["invoicenumber", "name"],
            (Side::Dv, "salesorderdetails") => &["salesorderdetailname"],
            (Side::Dv, "quotedetails") => &["quotedetailname"],
            (Side::Dv, "invoicedetails") => &["invoicedetailname"],
            (Side::Dv, set) if set.contains('.') => &["label"],
            _ => &[],
        };
        if known.is_empty() {
            let matched = self
                .active_fields()
                .filter(|field| field.matching.is_some());
            return matched
                .flat_map(|field| field.fields_of(side))
                .take(2)
                .cloned()
                .collect();
        }
        known.iter().map(FieldName::new).collect()
    }
}
