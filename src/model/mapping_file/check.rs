//! Makes mappings of what a file says.

use super::fault::{Fault, FileFault, line_of};
use super::parse::Parsed;
use super::raw::{RawField, RawMapping, RawMatch, RawNames, RawTemplate};
use super::rules::read_rule;
use super::values::read_value;
use crate::model::filter::{self, Filter};
use crate::model::mapping::{
    Direction, FieldMapping, FieldSource, Lookup, LookupKey, OnUnresolved, TableMapping, Template,
};
use crate::model::reason::Cause;
use crate::model::running::{Brake, Interval, Pace, RunSettings, SkipPolicy};
use crate::model::transform::Rule;
use crate::model::{FieldName, MappingName, SetName, Side, Sides, Value};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};
use toml::{Spanned, Value as Toml};

/// Where the checks stand, and what they found so far.
struct Check<'t> {
    text: &'t str,
    line: usize,
    mapping: Option<String>,
    field: Option<String>,
    faults: Vec<FileFault>,
}

impl Check<'_> {
    fn fault(&mut self, fault: Fault) {
        self.faults.push(FileFault {
            line: self.line,
            mapping: self.mapping.clone(),
            field: self.field.clone(),
            fault,
        });
    }

    fn kept<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault(fault);
                None
            }
        }
    }

    fn name(&mut self, what: &'static str, name: &str) -> bool {
        let blank = name.trim().is_empty();
        if blank {
            self.fault(Fault::Blank(what));
        }
        if name.chars().any(char::is_control) {
            self.fault(Fault::Unprintable(what));
        }
        !blank
    }
}

/// Makes mappings of what could be read; what could not stands among the faults.
pub(super) fn check(text: &str, parsed: Parsed) -> Result<Vec<TableMapping>, Vec<FileFault>> {
    let mut check = Check {
        text,
        line: 1,
        mapping: None,
        field: None,
        faults: Vec::new(),
    };
    let mut mappings: Vec<TableMapping> = Vec::new();
    let mut lines = BTreeMap::new();
    for raw in parsed.file.mapping {
        check.line = line_of(text, raw.span().start);
        let raw = raw.into_inner();
        check.mapping = Some(raw.name.clone());
        if mappings.iter().any(|other| other.name.as_str() == raw.name) {
            check.fault(Fault::SameName);
        }
        lines.insert(raw.name.clone(), check.line);
        let mapping = table(&mut check, raw);
        mappings.push(mapping);
    }
    for mapping in &mappings {
        check.mapping = Some(mapping.name.to_string());
        check.line = lines.get(mapping.name.as_str()).copied().unwrap_or(1);
        if let Some(way) = circle(&mappings, mapping) {
            check.fault(Fault::Circle(way));
        }
    }
    // Where something was taken out, what is missing or does not fit may be no fault of its own.
    check
        .faults
        .retain(|fault| !parsed.damaged.contains(&fault.line));
    check.faults.extend(parsed.faults);
    if check.faults.is_empty() {
        Ok(mappings)
    } else {
        check.faults.sort_by_key(|fault| fault.line);
        Err(check.faults)
    }
}

fn table(check: &mut Check<'_>, raw: RawMapping) -> TableMapping {
    check.name("name", &raw.name);
    check.name("bc", &raw.bc);
    check.name("dv", &raw.dv);
    let running = running(check, &raw);
    let mut mapping = TableMapping {
        name: MappingName::new(&raw.name),
        sets: Sides::new(SetName::new(&raw.bc), SetName::new(&raw.dv)),
        direction: raw.direction,
        enabled: raw.enabled,
        only_coupled: raw.only_coupled,
        filters: Sides::new(raw.bc_filter, raw.dv_filter)
            .map(|filter| filter.filter(|filter| !filter.trim().is_empty())),
        conflict_detection: raw.conflict_detection,
        on_update_conflict: raw.on_update_conflict,
        on_deletion: raw.on_deletion,
        depends_on: raw.depends_on.iter().map(MappingName::new).collect(),
        on_create: Sides::new(
            on_create(check, raw.on_create.bc),
            on_create(check, raw.on_create.dv),
        ),
        templates: Vec::new(),
        create_unmatched: raw.create_unmatched,
        sweep_every: raw.sweep_every,
        running,
        fields: Vec::new(),
    };
    for side in Side::BOTH {
        // What else is wrong with it, only the service can say: it may understand more than is understood here.
        let filter = mapping.filters.get(side).as_ref();
        if let Some(broken) = filter.filter(|filter| !filter::is_closed(filter)) {
            check.fault(Fault::Filter(broken.clone()));
        }
    }
    if mapping.is_option_set() && mapping.direction == Direction::Both {
        check.fault(Fault::OptionSetBothWays);
    }
    if raw.field.is_empty() {
        check.fault(Fault::NoFields);
    }
    let own_line = check.line;
    for raw in raw.template {
        check.line = line_of(check.text, raw.span().start);
        if let Some(template) = template(check, &mapping, raw.into_inner()) {
            mapping.templates.push(template);
        }
    }
    let mut written = Sides::<BTreeSet<FieldName>>::default();
    for raw in raw.field {
        check.line = line_of(check.text, raw.span().start);
        let raw = raw.into_inner();
        check.field = raw.label();
        if let Some(field) = field(check, &mapping, raw) {
            written_once(check, &mapping, &field, &mut written);
            mapping.fields.push(field);
        }
    }
    check.field = None;
    check.line = own_line;
    mapping
}

/// How runs of the mapping behave; what is left out is as usual.
fn running(check: &mut Check<'_>, raw: &RawMapping) -> RunSettings {
    let usual = Brake::default();
    let brake = Brake {
        changes: raw.brake_changes.unwrap_or(usual.changes),
        deletions: raw.brake_deletions.unwrap_or(usual.deletions),
        from: raw.brake_from.unwrap_or(usual.from),
    };
    for (key, percent) in [
        ("brake_changes", brake.changes),
        ("brake_deletions", brake.deletions),
    ] {
        if percent > 100 {
            check.fault(Fault::Setting(key, "must be a share from 0 to 100"));
        }
    }
    let mut never = Vec::new();
    for code in &raw.never_skip {
        let fault = Fault::Setting("never_skip", "must be codes of causes");
        never.extend(check.kept(code.parse::<Cause>().map_err(|_unknown| fault)));
    }
    let interval = |check: &mut Check<'_>, key, text: &Option<String>| {
        let fault = Fault::Setting(
            key,
            "must be a time like \"90s\", \"30m\", \"4h\" or \"1d\"",
        );
        let read = text.as_ref().map(|text| text.parse::<Interval>());
        check
            .kept(read.transpose().map_err(|_no_time| fault))
            .flatten()
    };
    let every = interval(check, "every", &raw.every);
    if every == Some(Interval::default()) {
        check.fault(Fault::Setting("every", "must be longer than nothing"));
    }
    RunSettings {
        brake,
        skip: SkipPolicy {
            after: raw.skip_after,
            never,
        },
        pace: Pace {
            every,
            when_quiet: interval(check, "when_quiet", &raw.when_quiet),
        },
    }
}

fn template(check: &mut Check<'_>, mapping: &TableMapping, raw: RawTemplate) -> Option<Template> {
    let side = raw.side.parse::<Side>().ok();
    let side = check.kept(side.ok_or(Fault::Setting("side", "must be \"bc\" or \"dv\"")))?;
    if !mapping.direction.writes(side) {
        check.fault(Fault::AgainstTable);
    }
    let when = raw.when.filter(|when| !when.trim().is_empty());
    if let Some(when) = &when
        && Filter::parse(when).is_none()
    {
        check.fault(Fault::Condition(when.clone()));
    }
    let values = on_create(check, raw.values);
    if values.is_empty() {
        check.fault(Fault::Setting("values", "must name at least one field"));
    }
    Some(Template {
        side,
        when,
        priority: raw.priority,
        values,
    })
}

fn on_create(
    check: &mut Check<'_>,
    raw: IndexMap<String, Spanned<Toml>>,
) -> Vec<(FieldName, Value)> {
    let mut entries: Vec<_> = raw.into_iter().collect();
    entries.sort_by_key(|(_, value)| value.span().start);
    let mut values = Vec::new();
    for (name, value) in entries {
        let read = read_value(check.text, value.span(), value.get_ref());
        if let Some(value) = check.kept(read) {
            values.push((FieldName::new(name), value));
        }
    }
    values
}

impl RawField {
    fn label(&self) -> Option<String> {
        let names = self.bc.as_ref().or(self.dv.as_ref())?;
        Some(match names {
            RawNames::One(name) => name.clone(),
            RawNames::Parts(parts) => parts.join(" "),
        })
    }
}

fn field(check: &mut Check<'_>, mapping: &TableMapping, raw: RawField) -> Option<FieldMapping> {
    let source = source(check, raw.bc, raw.dv, raw.constant)?;
    let direction = match &source {
        FieldSource::Constant { side, .. } => raw.direction.unwrap_or(Direction::towards(*side)),
        FieldSource::Pair(_) | FieldSource::Name { .. } => {
            raw.direction.unwrap_or(mapping.direction)
        }
    };
    let against = match &source {
        FieldSource::Constant { side, .. } => {
            !mapping.direction.writes(*side) || !direction.writes(*side)
        }
        FieldSource::Pair(_) | FieldSource::Name { .. } => {
            mapping.direction.within(direction).is_none()
        }
    };
    // A field that is switched off may wait for a table that flows its way again.
    if against && raw.enabled {
        check.fault(Fault::AgainstTable);
    }
    let rules = Sides::new(rules(check, &raw.to_bc), rules(check, &raw.to_dv));
    let is_constant = matches!(source, FieldSource::Constant { .. });
    // A stated reference is best said by the key that people know.
    let usual_key = if is_constant {
        LookupKey::Key
    } else {
        LookupKey::Id
    };
    let lookup = raw.lookup.map(|name| Lookup {
        mapping: MappingName::new(name),
        key: raw.key.unwrap_or(usual_key),
        on_unresolved: raw.on_unresolved.unwrap_or_default(),
    });
    let refers = matches!(source, FieldSource::Pair(_) | FieldSource::Constant { .. });
    match &lookup {
        Some(lookup) => {
            check.name("lookup", lookup.mapping.as_str());
            if !refers {
                check.fault(Fault::Setting("lookup", "needs one field on each side"));
            }
            if raw.not_null && lookup.on_unresolved == OnUnresolved::Clear {
                check.fault(Fault::Setting(
                    "not_null",
                    "contradicts `on_unresolved = \"clear\"`",
                ));
            }
        }
        None if raw.key.is_some() => check.fault(Fault::Setting("key", "needs `lookup`")),
        None if raw.on_unresolved.is_some() => {
            check.fault(Fault::Setting("on_unresolved", "needs `lookup`"));
        }
        None => {}
    }
    let matching = match raw.matching {
        None | Some(RawMatch::Flag(false)) => None,
        Some(RawMatch::Flag(true)) => Some(crate::model::mapping::MatchRule {
            priority: 0,
            case_sensitive: false,
        }),
        Some(RawMatch::Rule(rule)) => Some(rule),
    };
    if matching.is_some() && matches!(source, FieldSource::Constant { .. }) {
        check.fault(Fault::Setting("match", "needs a field on each side"));
    }
    let mut replaces = Vec::new();
    for value in raw.replaces {
        let read = read_value(check.text, value.span(), value.get_ref());
        replaces.extend(check.kept(read));
    }
    if !replaces.is_empty() && !is_constant {
        check.fault(Fault::Setting("replaces", "needs `constant`"));
    }
    let owner = raw.owner.and_then(|owner| {
        let side = owner.parse::<Side>();
        let fault = Fault::Setting("owner", "must be \"bc\" or \"dv\"");
        check.kept(side.ok().ok_or(fault))
    });
    Some(FieldMapping {
        source,
        direction,
        rules,
        lookup,
        matching,
        group: raw.group,
        owner,
        not_null: raw.not_null,
        replaces,
        enabled: raw.enabled,
    })
}

fn source(
    check: &mut Check<'_>,
    bc: Option<RawNames>,
    dv: Option<RawNames>,
    constant: Option<Spanned<Toml>>,
) -> Option<FieldSource> {
    let read = match (bc, dv, constant) {
        (Some(RawNames::One(bc)), Some(RawNames::One(dv)), None) => Ok(FieldSource::Pair(
            Sides::new(FieldName::new(bc), FieldName::new(dv)),
        )),
        (Some(RawNames::One(bc)), Some(RawNames::Parts(parts)), None) => match parts.as_slice() {
            [first, last] => Ok(FieldSource::Name {
                bc: FieldName::new(bc),
                first: FieldName::new(first),
                last: FieldName::new(last),
            }),
            _ => Err(Fault::NameParts),
        },
        (Some(RawNames::One(field)), None, Some(value)) => stated(check, Side::Bc, &field, &value),
        (None, Some(RawNames::One(field)), Some(value)) => stated(check, Side::Dv, &field, &value),
        (Some(RawNames::Parts(_)), _, _) | (_, Some(RawNames::Parts(_)), _) => {
            Err(Fault::NameParts)
        }
        _ => Err(Fault::Sides),
    };
    let source = check.kept(read)?;
    let names = match &source {
        FieldSource::Pair(pair) => vec![&pair.bc, &pair.dv],
        FieldSource::Constant { field, .. } => vec![field],
        FieldSource::Name { bc, first, last } => vec![bc, first, last],
    };
    if names.iter().any(|name| name.as_str().trim().is_empty()) {
        check.fault(Fault::Blank("bc, dv"));
        return None;
    }
    Some(source)
}

fn stated(
    check: &Check<'_>,
    side: Side,
    field: &str,
    value: &Spanned<Toml>,
) -> Result<FieldSource, Fault> {
    Ok(FieldSource::Constant {
        side,
        field: FieldName::new(field),
        value: read_value(check.text, value.span(), value.get_ref())?,
    })
}

fn rules(check: &mut Check<'_>, raw: &[Spanned<Toml>]) -> Vec<Rule> {
    let mut rules = Vec::new();
    for rule in raw {
        let read = read_rule(check.text, rule.span(), rule.get_ref());
        rules.extend(check.kept(read));
    }
    rules
}

/// A field that two rows write would flip between their values in every run.
fn written_once(
    check: &mut Check<'_>,
    mapping: &TableMapping,
    field: &FieldMapping,
    written: &mut Sides<BTreeSet<FieldName>>,
) {
    // A value that is stated for certain others takes its turn with the row that writes the rest.
    if !field.enabled || !field.replaces.is_empty() {
        return;
    }
    for side in Side::BOTH {
        let flows = mapping
            .direction_of(field)
            .is_some_and(|direction| direction.writes(side));
        if !flows {
            continue;
        }
        for name in field.fields_of(side) {
            if !written.get_mut(side).insert(name.clone()) {
                check.fault(Fault::WrittenTwice(name.to_string()));
            }
        }
    }
}

/// The way from a mapping over what it depends on back to itself, if there is one.
fn circle(mappings: &[TableMapping], start: &TableMapping) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<(&TableMapping, String)> = vec![(start, start.name.to_string())];
    while let Some((mapping, way)) = open.pop() {
        for name in &mapping.depends_on {
            if *name == start.name {
                return Some(format!("{way} → {name}"));
            }
            let next = mappings.iter().find(|other| other.name == *name);
            if let Some(next) = next.filter(|_| seen.insert(name)) {
                open.push((next, format!("{way} → {name}")));
            }
        }
    }
    None
}
