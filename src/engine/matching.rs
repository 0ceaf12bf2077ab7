//! Match-based coupling: uncoupled records of both sides that agree on the stated fields.
//!
//! Works on what was observed, so it costs no request of its own. Criteria of one priority must all agree; groups are
//! tried in order of priority, each for itself (`docs/semantics.md` §15). Only records that match exactly one other are coupled;
//! a record that matches several is never coupled and never created, for that would make a duplicate.
//!
//! A run that would create partners matches whole records where nothing is stated to match on: what is equal may be the partner
//! already, made from another computer, or before the cache was lost. It does so too, after what is stated, when the cache came
//! back from a copy (`docs/semantics.md` §8).

use super::Engine;
use super::context::{Phase, Progress};
use super::lines;
use super::lookups::Lookups;
use super::outcome::MatchedPair;
use super::request::MatchChoice;
use super::tally::Tally;
use crate::merge::{Resolve, Resolved};
use crate::model::mapping::FieldSource;
use crate::model::reason::{Cause, Problem};
use crate::model::transform::apply_all;
use crate::model::{FieldMapping, FieldName, Fields, Side, Sides, TableMapping, Value};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// How many records or pairs are taken from the cache at once.
const AT_ONCE: usize = 2000;
/// How many pairs a preview names.
const PREVIEWED: usize = 500;
/// The group of everything that a mapping maps; tried last.
const WHOLE: u32 = u32::MAX;

/// Who wants records matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// A person, for this mapping: every record takes part that no other mapping on the same sets has coupled with another one.
    ByPerson,
    /// A run, on its way: records that were parted from their partner stay alone, and so do those that another mapping on the
    /// same sets has coupled.
    ByRun,
}

/// What matching found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Matched {
    /// Pairs coupled, or that would be.
    pub(super) coupled: u64,
    /// Records that match several others.
    pub(super) ambiguous: u64,
    /// The first pairs, if they were asked for.
    pub(super) pairs: Vec<MatchedPair>,
}

impl Engine<'_> {
    /// Couples what matches exactly. In a rehearsal it also names the first pairs.
    pub(super) async fn match_uncoupled(
        &mut self,
        mapping: &TableMapping,
        asked: Asked,
        choice: &MatchChoice,
        tally: &mut Tally,
    ) -> Result<Matched, Problem> {
        let groups = self.groups(mapping, asked)?;
        let mut matched = Matched::default();
        if groups.is_empty() {
            return Ok(matched);
        }
        let sides = Side::BOTH.map(|side| self.store.read().count_uncoupled(&mapping.name, side));
        let [bc, dv] = sides;
        if bc? == 0 || dv? == 0 {
            return Ok(matched);
        }
        self.index_keys(mapping, &groups, asked).await?;
        for (group, fields) in &groups {
            let mut after = None;
            loop {
                let found = self
                    .store
                    .read()
                    .unique_matches(*group, after.as_ref(), AT_ONCE)?;
                let Some(last) = found.last() else { break };
                after = Some(*last);
                let mut found = self.without_rivals(mapping, found)?;
                found.retain(|pair| !choice.except.contains(&pair.bc));
                if self.store.is_rehearsing() {
                    self.name_pairs(mapping, fields, &found, &mut matched)?;
                }
                self.couple_pairs(mapping, &found, tally)?;
                matched.coupled += found.len() as u64;
                let progress = Progress {
                    mapping: mapping.name.clone(),
                    phase: Phase::Planning,
                    done: matched.coupled,
                    total: None,
                };
                self.reporter.progress(&progress);
            }
        }
        let also = self.still_alone(mapping, &choice.also)?;
        let also = self.without_rivals(mapping, also)?;
        self.couple_pairs(mapping, &also, tally)?;
        matched.coupled += also.len() as u64;
        matched.ambiguous = self.store.read().count_ambiguous(&mapping.name)?;
        Ok(matched)
    }

    /// What records are matched on, by priority.
    pub(super) fn groups<'m>(
        &self,
        mapping: &'m TableMapping,
        asked: Asked,
    ) -> Result<Groups<'m>, Problem> {
        let mut groups = criteria(mapping);
        let creates = asked == Asked::ByRun && !mapping.only_coupled;
        if creates && (groups.is_empty() || self.store.read().is_brought_back(&mapping.name)?) {
            let pairs = mapping
                .active_fields()
                .filter(|field| !matches!(field.source, FieldSource::Constant { .. }));
            let whole: Vec<_> = pairs.collect();
            if !whole.is_empty() {
                groups.insert(WHOLE, whole);
            }
        }
        Ok(groups)
    }

    /// Those pairs of which both records still have no partner.
    fn still_alone(
        &self,
        mapping: &TableMapping,
        pairs: &[Sides<Uuid>],
    ) -> Result<Vec<Sides<Uuid>>, Problem> {
        let mut alone: Vec<Sides<Uuid>> = Vec::new();
        for pair in pairs {
            let taken = alone
                .iter()
                .any(|one| one.bc == pair.bc || one.dv == pair.dv);
            let reader = self.store.read();
            let free = reader
                .uncoupled_one(&mapping.name, Side::Bc, pair.bc)?
                .is_some()
                && reader
                    .uncoupled_one(&mapping.name, Side::Dv, pair.dv)?
                    .is_some();
            if free && !taken {
                alone.push(*pair);
            }
        }
        Ok(alone)
    }

    /// Puts the match keys of all uncoupled records of both sides into the cache's scratch table.
    pub(super) async fn index_keys(
        &mut self,
        mapping: &TableMapping,
        groups: &Groups<'_>,
        asked: Asked,
    ) -> Result<(), Problem> {
        let mut criteria = groups.values().flatten();
        let refers = criteria.any(|field| field.lookup.is_some());
        self.store.write(|w| w.clear_match_keys(&mapping.name))?;
        for side in Side::BOTH {
            let parted = self.parted(mapping, side)?;
            let mut after = None;
            loop {
                let records = self
                    .store
                    .read()
                    .uncoupled(&mapping.name, side, after, AT_ONCE)?;
                let Some((last, _)) = records.last() else {
                    break;
                };
                after = Some(*last);
                let seen = records
                    .iter()
                    .filter_map(|(_, observation)| Some((side, observation.fields()?)));
                let lookups = if refers && side == Side::Bc {
                    self.prepare_lookups(mapping, seen).await?
                } else {
                    Lookups::default()
                };
                let partnered = match asked {
                    Asked::ByRun => {
                        let ids = records.iter().map(|(id, _)| *id);
                        self.partnered_elsewhere(mapping, side, &ids)?
                    }
                    Asked::ByPerson => HashSet::new(),
                };
                let mut keys = Vec::new();
                for (id, observation) in &records {
                    let Some(fields) = observation.fields() else {
                        continue;
                    };
                    let reader = self.store.read();
                    let alone = asked == Asked::ByRun && parted.keeps_alone(&reader, *id)?;
                    if alone || partnered.contains(id) {
                        continue;
                    }
                    for (group, criteria) in groups {
                        let key = match *group {
                            WHOLE => whole_key(criteria, side, fields, &lookups),
                            _ => match_key(criteria, side, fields, &lookups),
                        };
                        keys.extend(key.map(|key| (*group, key, *id)));
                    }
                }
                self.store.write(|w| w.put_match_keys(side, &keys))?;
            }
        }
        Ok(())
    }

    pub(super) fn couple_pairs(
        &mut self,
        mapping: &TableMapping,
        pairs: &[Sides<Uuid>],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        self.reopen_parted(mapping, pairs)?;
        let now = self.env.now();
        let job = tally.job(&mapping.name, Side::Dv);
        if tally.is_telling() {
            for ids in pairs {
                let label = self.label_of_uncoupled(mapping, Side::Bc, ids.bc)?;
                tally.tell(|lines| lines.push(lines::of_match(mapping, *ids, label)));
            }
        }
        self.store.write(|w| {
            for ids in pairs {
                w.couple_matched(&mapping.name, *ids, job, now)?;
            }
            Ok(())
        })?;
        tally.count(&mapping.name, Side::Dv, |c| c.coupled += pairs.len() as u64);
        Ok(())
    }

    /// Records that had another partner before get one: what refers to them means a new pair.
    fn reopen_parted(
        &mut self,
        mapping: &TableMapping,
        pairs: &[Sides<Uuid>],
    ) -> Result<(), Problem> {
        let mut parted = Sides::<HashSet<Uuid>>::default();
        for side in Side::BOTH {
            let were = self.parted(mapping, side)?;
            if were.none() {
                continue;
            }
            for ids in pairs {
                let id = *ids.get(side);
                if were.has(&self.store.read(), id)? {
                    parted.get_mut(side).insert(id);
                }
            }
        }
        self.open_references_to(mapping, &parted)
    }

    fn name_pairs(
        &self,
        mapping: &TableMapping,
        fields: &[&FieldMapping],
        pairs: &[Sides<Uuid>],
        matched: &mut Matched,
    ) -> Result<(), Problem> {
        let names: Vec<FieldName> = fields.iter().map(|field| field.name().clone()).collect();
        for ids in pairs
            .iter()
            .take(PREVIEWED.saturating_sub(matched.pairs.len()))
        {
            let label = |side: Side| self.label_of_uncoupled(mapping, side, *ids.get(side));
            let (bc_label, dv_label) = (label(Side::Bc)?, label(Side::Dv)?);
            matched.pairs.push(MatchedPair {
                bc_id: ids.bc,
                dv_id: ids.dv,
                bc_label,
                dv_label,
                fields: names.clone(),
            });
        }
        Ok(())
    }
}

pub(super) type Groups<'m> = BTreeMap<u32, Vec<&'m FieldMapping>>;

/// The match criteria by priority.
pub(super) fn criteria(mapping: &TableMapping) -> Groups<'_> {
    let mut groups: Groups<'_> = BTreeMap::new();
    for field in mapping.active_fields() {
        if let Some(rule) = field.matching {
            groups.entry(rule.priority).or_default().push(field);
        }
    }
    groups
}

/// Refuses a mapping without criteria.
pub(super) fn require_criteria(mapping: &TableMapping) -> Result<(), Problem> {
    if criteria(mapping).is_empty() {
        return Err(Problem::new(Cause::InvalidMapping)
            .of(&mapping.name)
            .with("reason", "no_match_fields"));
    }
    Ok(())
}

/// What must agree, as one text in Dataverse's terms; nothing if a criterion is blank, since a blank proves nothing.
pub(super) fn match_key(
    criteria: &[&FieldMapping],
    side: Side,
    fields: &Fields,
    lookups: &dyn Resolve,
) -> Option<String> {
    let mut key = String::new();
    for field in criteria {
        let text = match_text(field, side, fields, lookups);
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let sensitive = field.matching.is_some_and(|rule| rule.case_sensitive);
        if sensitive {
            append(&mut key, text);
        } else {
            append(&mut key, &text.to_lowercase());
        }
    }
    Some(key)
}

/// A record as one text in Dataverse's terms, as far as it is mapped; nothing if no text stands in it, since two records of which
/// all that is known are usual values prove nothing.
fn whole_key(
    fields: &[&FieldMapping],
    side: Side,
    record: &Fields,
    lookups: &dyn Resolve,
) -> Option<String> {
    let mut key = String::new();
    let mut says_something = false;
    for field in fields {
        let text = match &field.source {
            // What flows to Business Central alone is compared as it would stand there.
            FieldSource::Pair(pair)
                if side == Side::Dv
                    && field.lookup.is_none()
                    && !field.direction.writes(Side::Dv) =>
            {
                let value = record.value(pair.dv.as_str()).clone();
                apply_all(&field.rules.bc, value).to_plain()
            }
            FieldSource::Pair(_) | FieldSource::Name { .. } | FieldSource::Constant { .. } => {
                match_text(field, side, record, lookups)
            }
        };
        append(&mut key, text.trim());
        says_something |= field.fields_of(side).iter().any(|name| {
            matches!(record.value(name.as_str()), Value::Text(text) if !text.trim().is_empty())
        });
    }
    says_something.then_some(key)
}

/// Adds a text to a key; its length keeps ("ab", "c") and ("a", "bc") apart.
fn append(key: &mut String, text: &str) {
    key.push_str(&text.chars().count().to_string());
    key.push(':');
    key.push_str(text);
}

pub(super) fn match_text(
    field: &FieldMapping,
    side: Side,
    fields: &Fields,
    lookups: &dyn Resolve,
) -> String {
    match (&field.source, side) {
        (FieldSource::Pair(pair), Side::Bc) => {
            let value = apply_all(&field.rules.dv, fields.value(pair.bc.as_str()).clone());
            match &field.lookup {
                Some(_) if value.is_empty() => String::new(),
                Some(lookup) => match lookups.partner(&lookup.mapping, lookup.key, side, &value) {
                    Resolved::Found(partner) => partner.to_plain(),
                    Resolved::NotCoupled => String::new(),
                },
                None => value.to_plain(),
            }
        }
        (FieldSource::Pair(pair), Side::Dv) => fields.value(pair.dv.as_str()).to_plain(),
        (FieldSource::Name { bc, .. }, Side::Bc) => fields.value(bc.as_str()).to_plain(),
        (FieldSource::Name { first, last, .. }, Side::Dv) => {
            let [first, last] = [first, last].map(|name| fields.value(name.as_str()).to_plain());
            format!("{first} {last}").trim().to_owned()
        }
        (FieldSource::Constant { value, .. }, _) => Value::to_plain(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{fields, pair};
    use crate::model::mapping::MatchRule;

    fn criterion(bc: &str, dv: &str, case_sensitive: bool) -> FieldMapping {
        FieldMapping {
            matching: Some(MatchRule {
                priority: 0,
                case_sensitive,
            }),
            ..pair(bc, dv)
        }
    }

    #[test]
    fn blanks_around_and_case_do_not_matter_unless_asked() {
        let loose = criterion("number", "accountnumber", false);
        let strict = criterion("number", "accountnumber", true);
        let bc = fields(&[("number", " C-10 ")]);
        let dv = fields(&[("accountnumber", "c-10")]);
        assert_eq!(
            match_key(&[&loose], Side::Bc, &bc, &Lookups::default()),
            match_key(&[&loose], Side::Dv, &dv, &Lookups::default())
        );
        assert_ne!(
            match_key(&[&strict], Side::Bc, &bc, &Lookups::default()),
            match_key(&[&strict], Side::Dv, &dv, &Lookups::default())
        );
    }

    #[test]
    fn a_blank_criterion_matches_nothing() {
        let number = criterion("number", "accountnumber", false);
        let email = criterion("email", "emailaddress1", false);
        assert_eq!(
            match_key(
                &[&number, &email],
                Side::Bc,
                &fields(&[("number", "1")]),
                &Lookups::default()
            ),
            None
        );
    }

    #[test]
    fn neighbouring_fields_cannot_run_into_each_other() {
        let (a, b) = (criterion("a", "x", false), criterion("b", "y", false));
        let one = match_key(
            &[&a, &b],
            Side::Bc,
            &fields(&[("a", "ab"), ("b", "c")]),
            &Lookups::default(),
        );
        let two = match_key(
            &[&a, &b],
            Side::Bc,
            &fields(&[("a", "a"), ("b", "bc")]),
            &Lookups::default(),
        );
        assert_ne!(one, two);
    }
}
