//! Mappings against what both sides offer: tables, fields, lengths, required fields, options.

use super::{Check, CheckKind, Examination, listed};
use crate::model::mapping::FieldSource;
use crate::model::reason::{Cause, Problem};
use crate::model::schema::caption_of;
use crate::model::transform::Rule;
use crate::model::{
    EntitySchema, FieldKind, FieldMapping, FieldName, SetName, Side, Sides, TableMapping,
};
use crate::remote::Identity;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What is asked of one side: do its tables exist with their fields, are their changes tracked, is what they require given?
pub(super) async fn of_side(examination: &Examination<'_>, side: Side) -> Vec<Check> {
    use CheckKind as K;
    let wanted = [K::Tables, K::ChangeTracking, K::RequiredFields];
    if !wanted.into_iter().any(|kind| examination.wants(kind)) {
        return Vec::new();
    }
    let mut tables: BTreeMap<SetName, BTreeSet<FieldName>> = BTreeMap::new();
    for mapping in examination.enabled() {
        let fields = tables.entry(mapping.sets.get(side).clone()).or_default();
        fields.extend(mapping.observed(side));
    }
    let mut found = BTreeMap::new();
    let mut unknown_tables = BTreeSet::new();
    let mut unknown_fields = BTreeSet::new();
    let mut other_problem = None;
    for (set, fields) in &tables {
        match examination.remote(side).schema(set).await {
            Ok(schema) => {
                // A service without metadata lists no fields; what it lacks shows when it is read.
                if !schema.fields.is_empty() {
                    let missing = fields
                        .iter()
                        .filter(|field| schema.field(field.as_str()).is_none());
                    unknown_fields.extend(missing.map(|field| format!("{set}.{field}")));
                }
                found.insert(set.clone(), schema);
            }
            Err(problem) if problem.cause == Cause::UnknownTable => {
                unknown_tables.insert(set.clone());
            }
            Err(problem) => {
                other_problem.get_or_insert(problem.with("table", set));
            }
        }
    }
    let problem = if let Some(problem) = other_problem {
        Some(problem)
    } else if !unknown_tables.is_empty() {
        Some(Problem::new(Cause::UnknownTable).with("list", &listed(&unknown_tables)))
    } else if !unknown_fields.is_empty() {
        Some(Problem::new(Cause::UnknownField).with("list", &listed(&unknown_fields)))
    } else {
        None
    };
    let mut checks = vec![match problem {
        Some(problem) => Check::failed(
            K::Tables,
            Some(side),
            named(problem, examination, side, &unknown_tables, &unknown_fields),
        ),
        None => Check::ok(K::Tables, Some(side), Some(listed(tables.keys()))),
    }];
    checks.push(required(examination, side, &found));
    if side == Side::Dv {
        checks.push(tracking(&found));
    }
    checks
}

/// Names the first mapping that is concerned.
fn named(
    problem: Problem,
    examination: &Examination<'_>,
    side: Side,
    tables: &BTreeSet<SetName>,
    fields: &BTreeSet<String>,
) -> Problem {
    let concerned = examination.enabled().find(|mapping| {
        let set = mapping.sets.get(side);
        let of_set = format!("{set}.");
        tables.contains(set) || fields.iter().any(|field| field.starts_with(&of_set))
    });
    match concerned {
        Some(mapping) => problem.of(&mapping.name),
        None => problem,
    }
}

/// Tables whose changes are neither reported nor found by time would be read whole; untracked ones cost more.
fn tracking(found: &BTreeMap<SetName, Rc<EntitySchema>>) -> Check {
    let untracked = found
        .iter()
        .filter(|(set, schema)| !schema.change_tracking && !set.as_str().contains('.'))
        .map(|(set, _)| set);
    Check::none_of(
        CheckKind::ChangeTracking,
        Some(Side::Dv),
        Cause::ChangeTrackingOff,
        &listed(untracked),
    )
}

/// Required fields of new records that nothing gives a value.
fn required(
    examination: &Examination<'_>,
    side: Side,
    found: &BTreeMap<SetName, Rc<EntitySchema>>,
) -> Check {
    let mut missing = BTreeSet::new();
    let creating = examination
        .enabled()
        .filter(|mapping| mapping.direction.writes(side) && !mapping.only_coupled);
    for mapping in creating.filter(|mapping| !mapping.is_option_set()) {
        let Some(schema) = found.get(mapping.sets.get(side)) else {
            continue;
        };
        let given = given(mapping, side);
        let lacking = schema.fields.iter().filter(|field| {
            field.required
                && !field.read_only
                && field.name != schema.key
                && !filled_by_the_service(&schema.set, &field.name)
                && !given.contains(root(field.name.as_str()))
        });
        missing.extend(lacking.map(|field| format!("{}.{}", schema.set, field.name)));
    }
    Check::none_of(
        CheckKind::RequiredFields,
        Some(side),
        Cause::RequiredNotMapped,
        &listed(missing),
    )
}

/// A polymorphic lookup has one name per target; a value in one of them is enough.
fn root(name: &str) -> &str {
    name.split_once('_')
        .filter(|(base, _)| base.ends_with("id"))
        .map_or(name, |(base, _)| base)
}

/// The fields of one side that new records get a value for.
fn given(mapping: &TableMapping, side: Side) -> BTreeSet<String> {
    let flowing = mapping.active_fields().filter(|field| {
        let direction = mapping.direction_of(field);
        direction.is_some_and(|direction| direction.writes(side))
    });
    let fields = flowing.flat_map(|field| field.fields_of(side));
    let stated = mapping.on_create.get(side).iter().map(|(name, _)| name);
    let templates = mapping.templates.iter();
    let templates = templates
        .filter(|template| template.side == side)
        .flat_map(|template| template.values.iter().map(|(name, _)| name));
    fields
        .chain(stated)
        .chain(templates)
        .map(|name| root(name.as_str()).to_owned())
        .collect()
}

/// What Dataverse requires and fills in itself.
fn filled_by_the_service(set: &SetName, name: &FieldName) -> bool {
    let name = root(name.as_str());
    // A group of units brings its first unit, which is the only one that is coupled.
    set.as_str() == "uoms"
        || name.ends_with("statecode")
        || matches!(
            name,
            "ownerid"
                | "transactioncurrencyid"
                | "statuscode"
                | "createdon"
                | "modifiedon"
                | "businessunitid"
                | "organizationid"
        )
}

/// What is asked of both sides together: do texts fit, do options have partners?
pub(super) async fn across(
    examination: &Examination<'_>,
    identities: &Sides<Option<Identity>>,
) -> Vec<Check> {
    use CheckKind as K;
    if !examination.wants(K::FieldLengths) && !examination.wants(K::Options) {
        return Vec::new();
    }
    if identities.bc.is_none() || identities.dv.is_none() {
        return vec![
            Check::unknown(K::FieldLengths, None),
            Check::unknown(K::Options, None),
        ];
    }
    let mut short: Sides<BTreeSet<String>> = Sides::default();
    let mut partnerless: Sides<BTreeSet<String>> = Sides::default();
    for mapping in examination
        .enabled()
        .filter(|mapping| !mapping.is_option_set())
    {
        let bc = examination.remote(Side::Bc).schema(&mapping.sets.bc).await;
        let dv = examination.remote(Side::Dv).schema(&mapping.sets.dv).await;
        let (Ok(bc), Ok(dv)) = (bc, dv) else { continue };
        let schemas = Sides::new(bc, dv);
        for field in mapping.active_fields() {
            for side in Side::BOTH {
                let flows = mapping.direction_of(field);
                if flows.is_some_and(|direction| direction.writes(side)) {
                    let pair = Pairing::of(field, side, &schemas);
                    short
                        .get_mut(side)
                        .extend(pair.as_ref().and_then(Pairing::shortened));
                    let lacking = pair.iter().flat_map(Pairing::without_partner);
                    partnerless.get_mut(side).extend(lacking);
                }
            }
        }
    }
    let mut checks = Vec::new();
    for (kind, cause, lists) in [
        (K::FieldLengths, Cause::FieldShortened, &short),
        (K::Options, Cause::OptionWithoutPartner, &partnerless),
    ] {
        for side in Side::BOTH {
            let list = listed(lists.get(side));
            checks.push(Check::none_of(kind, Some(side), cause, &list));
        }
    }
    checks
}

/// How long a field is in every installation where the other side's may be longer; a shorter one was shortened by somebody.
fn usual_length(side: Side, name: &str) -> Option<u32> {
    let usual: &[(&str, u32)] = match side {
        Side::Bc => &[
            ("addressLine1", 100),
            ("addressLine2", 50),
            ("city", 30),
            ("country", 10),
            ("description", 100),
            ("displayName", 50),
            ("email", 80),
            ("jobTitle", 30),
            ("mobilePhoneNumber", 30),
            ("phoneNo", 30),
            ("phoneNumber", 30),
            ("postalCode", 20),
            ("state", 30),
            ("website", 80),
        ],
        Side::Dv => &[
            ("isocurrencycode", 5),
            ("websiteurl", 200),
            ("currencysymbol", 10),
            ("name", 100),
        ],
    };
    let (set, field) = name.split_once('.')?;
    if matches!(
        (set, field),
        (
            "customers" | "vendors" | "contacts" | "items",
            "displayName"
        )
    ) {
        return Some(100);
    }
    usual
        .iter()
        .find(|(known, _)| *known == field)
        .map(|(_, length)| *length)
}

/// One field on its way to one side.
struct Pairing<'a> {
    field: &'a FieldMapping,
    rules: &'a [Rule],
    to: Side,
    set: &'a SetName,
    from: &'a FieldKind,
    into: &'a FieldKind,
}

impl<'a> Pairing<'a> {
    fn of(field: &'a FieldMapping, to: Side, schemas: &'a Sides<Rc<EntitySchema>>) -> Option<Self> {
        let FieldSource::Pair(pair) = &field.source else {
            return None;
        };
        let kind = |side: Side| {
            let schema = schemas.get(side);
            schema
                .field(pair.get(side).as_str())
                .map(|field| &field.kind)
        };
        Some(Self {
            field,
            rules: field.rules.get(to),
            to,
            set: &schemas.get(to).set,
            from: kind(to.other())?,
            into: kind(to)?,
        })
    }

    fn name(&self) -> String {
        let name = self.field.fields_of(self.to);
        let name = name.first().map(|name| name.as_str()).unwrap_or_default();
        format!("{}.{name}", self.set)
    }

    /// A text field that takes less than may come, unless a rule cuts it.
    fn shortened(&self) -> Option<String> {
        let (FieldKind::Text { max: Some(from) }, FieldKind::Text { max: Some(into) }) =
            (self.from, self.into)
        else {
            return None;
        };
        let cuts = self
            .rules
            .iter()
            .any(|rule| matches!(rule, Rule::Substring(_, length) if length <= into));
        let maps = self.rules.iter().any(|rule| matches!(rule, Rule::Map(..)));
        let usual = usual_length(self.to, &self.name());
        let shorter = *into < usual.map_or(*from, |usual| usual.min(*from));
        (shorter && !cuts && !maps).then(|| format!("{} ({into} < {from})", self.name()))
    }

    /// Values of a list that nothing on the other side answers to, after the rules.
    fn without_partner(&self) -> Vec<String> {
        if self.field.lookup.is_some() {
            return Vec::new();
        }
        let values: Vec<String> = match self.from {
            FieldKind::Enum { members } => members.clone(),
            FieldKind::OptionSet { options } => options
                .iter()
                .map(|option| option.value.to_string())
                .collect(),
            _ => return Vec::new(),
        };
        let is_list = matches!(
            self.into,
            FieldKind::Enum { .. } | FieldKind::OptionSet { .. }
        );
        if !is_list {
            return Vec::new();
        }
        let lacking = values.into_iter().filter(|value| !self.arrives(value));
        lacking
            .map(|value| format!("{} ← {}", self.name(), caption_of(&value).trim()))
            .collect()
    }

    /// Whether a value of the other side becomes one that this field knows.
    fn arrives(&self, value: &str) -> bool {
        let caption = caption_of(value);
        let mut arriving = caption.trim().to_owned();
        for rule in self.rules {
            match rule {
                Rule::Map(pairs, otherwise) => {
                    let own = |key: &String| key == value || key.trim() == arriving;
                    let mapped = pairs.iter().find(|(from, _)| own(from));
                    arriving = match (mapped, otherwise) {
                        (Some((_, to)), _) | (None, Some(to)) => to.clone(),
                        (None, None) => arriving,
                    };
                }
                // What another rule makes of it cannot be told from the list alone.
                _ => return true,
            }
        }
        // An empty value leaves the field empty, which needs no partner.
        if arriving.trim().is_empty() {
            return true;
        }
        match self.into {
            FieldKind::Enum { members } => members
                .iter()
                .any(|member| *member == arriving || caption_of(member).trim() == arriving.trim()),
            FieldKind::OptionSet { options } => options
                .iter()
                .any(|option| option.value.to_string() == arriving || option.label == arriving),
            _ => true,
        }
    }
}
