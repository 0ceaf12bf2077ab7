//! Writes mappings as a file that reads equal.

use super::rules::write_rules;
use super::values::{key, quote, quote_all, write_value};
use crate::model::mapping::{
    ConflictDetection, DeletionPolicy, Direction, FieldMapping, FieldSource, LookupKey, MatchRule,
    OnUnresolved, TableMapping, Template, UpdatePolicy,
};
use crate::model::running::{Brake, RunSettings};
use crate::model::{Cadence, Side};

/// Writes a mapping file; what is as it would be anyway is left out.
pub fn write<'m>(mappings: impl IntoIterator<Item = &'m TableMapping>) -> String {
    let tables: Vec<_> = mappings.into_iter().map(table).collect();
    tables.join("\n")
}

/// Lines of a table under its header.
struct Lines(String);

impl Lines {
    fn under(header: &str) -> Self {
        Self(format!("{header}\n"))
    }

    fn say(&mut self, key: &str, value: &str) {
        self.0.push_str(key);
        self.0.push_str(" = ");
        self.0.push_str(value);
        self.0.push('\n');
    }

    fn say_if(&mut self, needed: bool, key: &str, value: &str) {
        if needed {
            self.say(key, value);
        }
    }
}

/// How runs behave, as far as it is not as usual.
fn say_running(lines: &mut Lines, running: &RunSettings) {
    let RunSettings { brake, skip, pace } = running;
    let usual = Brake::default();
    let numbers = [
        (
            brake.changes != usual.changes,
            "brake_changes",
            u32::from(brake.changes),
        ),
        (
            brake.deletions != usual.deletions,
            "brake_deletions",
            u32::from(brake.deletions),
        ),
        (brake.from != usual.from, "brake_from", brake.from),
        (
            skip.after.is_some(),
            "skip_after",
            skip.after.unwrap_or_default(),
        ),
    ];
    for (needed, key, number) in numbers {
        lines.say_if(needed, key, &number.to_string());
    }
    if !skip.never.is_empty() {
        let codes = skip.never.iter().map(|cause| cause.code());
        lines.say("never_skip", &quote_all(codes));
    }
    for (key, interval) in [("every", pace.every), ("when_quiet", pace.when_quiet)] {
        if let Some(interval) = interval {
            lines.say(key, &quote(&interval.to_string()));
        }
    }
}

fn table(mapping: &TableMapping) -> String {
    let TableMapping {
        name,
        sets,
        direction,
        enabled,
        only_coupled,
        filters,
        conflict_detection,
        on_update_conflict,
        on_deletion,
        depends_on,
        on_create,
        templates,
        create_unmatched,
        sweep_every,
        running,
        fields,
    } = mapping;
    let mut lines = Lines::under("[[mapping]]");
    lines.say("name", &quote(name.as_str()));
    lines.say("bc", &quote(sets.bc.as_str()));
    lines.say("dv", &quote(sets.dv.as_str()));
    lines.say("direction", &quote(direction_word(*direction)));
    lines.say_if(!*enabled, "enabled", "false");
    lines.say_if(*only_coupled, "only_coupled", "true");
    for side in Side::BOTH {
        if let Some(filter) = filters.get(side) {
            lines.say(&format!("{}_filter", side.short()), &quote(filter));
        }
    }
    lines.say_if(
        *conflict_detection == ConflictDetection::Record,
        "conflict_detection",
        "\"record\"",
    );
    let update = match on_update_conflict {
        UpdatePolicy::Ask => None,
        UpdatePolicy::BusinessCentral => Some("\"business_central\""),
        UpdatePolicy::Dataverse => Some("\"dataverse\""),
        UpdatePolicy::Newest => Some("\"newest\""),
    };
    if let Some(policy) = update {
        lines.say("on_update_conflict", policy);
    }
    let deletion = match on_deletion {
        DeletionPolicy::Ask => None,
        DeletionPolicy::Restore => Some("\"restore\""),
        DeletionPolicy::Uncouple => Some("\"uncouple\""),
        DeletionPolicy::Delete => Some("\"delete\""),
    };
    if let Some(policy) = deletion {
        lines.say("on_deletion", policy);
    }
    if !depends_on.is_empty() {
        let names = depends_on
            .iter()
            .map(super::super::ids::MappingName::as_str);
        lines.say("depends_on", &quote_all(names));
    }
    lines.say_if(*create_unmatched, "create_unmatched", "true");
    if *sweep_every != Cadence::default() {
        lines.say("sweep_every", &quote(&sweep_every.to_string()));
    }
    say_running(&mut lines, running);
    for side in Side::BOTH {
        let values = on_create.get(side);
        if !values.is_empty() {
            for part in [
                "
[mapping.on_create.",
                side.short(),
                "]
",
            ] {
                lines.0.push_str(part);
            }
        }
        for (name, value) in values {
            lines.say(&key(name.as_str()), &write_value(value));
        }
    }
    for each in templates {
        lines.0.push('\n');
        lines.0.push_str(&template(each));
    }
    for each in fields {
        lines.0.push('\n');
        lines.0.push_str(&field(mapping, each));
    }
    lines.0
}

fn template(template: &Template) -> String {
    let Template {
        side,
        when,
        priority,
        values,
    } = template;
    let mut lines = Lines::under("[[mapping.template]]");
    lines.say("side", &quote(side.short()));
    if let Some(when) = when {
        lines.say("when", &quote(when));
    }
    lines.say_if(*priority != 0, "priority", &priority.to_string());
    lines.0.push_str("[mapping.template.values]\n");
    for (name, value) in values {
        lines.say(&key(name.as_str()), &write_value(value));
    }
    lines.0
}

fn field(mapping: &TableMapping, field: &FieldMapping) -> String {
    let FieldMapping {
        source,
        direction,
        rules,
        lookup,
        matching,
        group,
        owner,
        not_null,
        replaces,
        enabled,
    } = field;
    let mut lines = Lines::under("[[mapping.field]]");
    let usual = match source {
        FieldSource::Pair(pair) => {
            lines.say("bc", &quote(pair.bc.as_str()));
            lines.say("dv", &quote(pair.dv.as_str()));
            mapping.direction
        }
        FieldSource::Name { bc, first, last } => {
            lines.say("bc", &quote(bc.as_str()));
            lines.say("dv", &quote_all([first.as_str(), last.as_str()]));
            mapping.direction
        }
        FieldSource::Constant { side, field, value } => {
            lines.say(side.short(), &quote(field.as_str()));
            lines.say("constant", &write_value(value));
            Direction::towards(*side)
        }
    };
    lines.say_if(
        *direction != usual,
        "direction",
        &quote(direction_word(*direction)),
    );
    if let Some(lookup) = lookup {
        lines.say("lookup", &quote(lookup.mapping.as_str()));
        let stated = matches!(source, FieldSource::Constant { .. });
        match lookup.key {
            LookupKey::Id if stated => lines.say("key", "\"id\""),
            LookupKey::Key if stated => {}
            LookupKey::Id => {}
            LookupKey::Key => lines.say("key", "\"key\""),
            LookupKey::CompanyContact => lines.say("key", "\"company_contact\""),
        }
        match lookup.on_unresolved {
            OnUnresolved::Fail => {}
            OnUnresolved::Clear => lines.say("on_unresolved", "\"clear\""),
            OnUnresolved::Keep => lines.say("on_unresolved", "\"keep\""),
            OnUnresolved::Wait => lines.say("on_unresolved", "\"wait\""),
        }
    }
    if let Some(MatchRule {
        priority,
        case_sensitive,
    }) = matching
    {
        let sensitive = if *case_sensitive {
            ", case_sensitive = true"
        } else {
            ""
        };
        lines.say("match", &format!("{{ priority = {priority}{sensitive} }}"));
    }
    for side in Side::BOTH {
        let rules = rules.get(side);
        lines.say_if(
            !rules.is_empty(),
            &format!("to_{}", side.short()),
            &write_rules(rules),
        );
    }
    if let Some(group) = group {
        lines.say("group", &quote(group));
    }
    if let Some(owner) = owner {
        lines.say("owner", &quote(owner.short()));
    }
    lines.say_if(*not_null, "not_null", "true");
    let values: Vec<String> = replaces.iter().map(write_value).collect();
    lines.say_if(
        !values.is_empty(),
        "replaces",
        &format!("[{}]", values.join(", ")),
    );
    lines.say_if(!*enabled, "enabled", "false");
    lines.0
}

fn direction_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Both => "both",
        Direction::ToDataverse => "to_dataverse",
        Direction::ToBusinessCentral => "to_business_central",
    }
}
