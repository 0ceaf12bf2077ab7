//! The merge of one pair of records, field by field.

use super::normalize::{Equality, across, on_one_side};
use super::policy::{self, Decider, FirstSync};
use super::rules::{FieldRule, MergeRules};
use super::text;
use super::three_way::{Class, Movement, Pick, State, ThreeWay};
use super::transfer::{Resolve, Transferred, transfer};
use crate::model::mapping::FieldSource;
use crate::model::plan::FieldChange;
use crate::model::reason::{Cause, Problem, Reason};
use crate::model::{EntitySchema, FieldName, Fields, Side, Sides, TableMapping, Value};
use jiff::Timestamp;

/// What is merged: both records as last seen, and what is remembered of their last agreement.
#[derive(Clone, Copy, Debug)]
pub struct MergeInput<'i> {
    /// What both held when they last agreed; nothing before the first agreement.
    pub base: Option<&'i Sides<Fields>>,
    /// What both hold now.
    pub seen: Sides<&'i Fields>,
    /// When each side's own clock says the record was last changed.
    pub modified: Sides<Option<Timestamp>>,
    /// What to do with fields that never agreed before.
    pub first: FirstSync,
}

impl<'i> MergeInput<'i> {
    /// A pair without stamps and without wishes for the first synchronisation.
    pub fn new(base: Option<&'i Sides<Fields>>, seen: Sides<&'i Fields>) -> Self {
        Self {
            base,
            seen,
            modified: Sides::default(),
            first: FirstSync::default(),
        }
    }
}

/// What stands against a field's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field, by the name people know.
    pub field: FieldName,
    /// What is wrong.
    pub problem: Problem,
}

/// The merge of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMerge {
    /// The name under which people and scripts know the field.
    pub name: FieldName,
    /// The position of its field mapping in the table mapping.
    pub index: usize,
    /// What became of it.
    pub class: Class,
    /// Its values now and at the last agreement, each in its side's terms; a name counts as one text.
    pub values: ThreeWay<Value>,
    /// How both values compare, where they were compared; [`Equality::SameAfterNormalising`] is shown as `≈`.
    pub equality: Equality,
    /// What the other side's value would be on each side; worked out only for fields that moved.
    pub offers: Sides<Option<Transferred>>,
    /// What the rules pick.
    pub default_pick: Pick,
    /// What is picked now: the rules' pick until a person decides.
    pub pick: Pick,
    /// Who picked it.
    pub decided_by: Decider,
    /// Who made the rules' pick.
    pub default_decided_by: Decider,
    /// What each side shall hold, in its own terms; nothing while the field is open or its result impossible.
    pub result: Option<Sides<Value>>,
    /// What stands against the picked result.
    pub problem: Option<Problem>,
    /// What would be written to each side.
    pub changes: Sides<Vec<FieldChange>>,
    /// The parts of a name as Dataverse has them now.
    parts: Option<Box<[Value; 2]>>,
}

/// The merge of one pair of records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordMerge {
    /// Every enabled field, in mapping order.
    pub fields: Vec<FieldMerge>,
}

/// Merges one pair; to merge many of one mapping, keep its [`MergeRules`] and call [`MergeRules::merge`].
pub fn merge_record(
    mapping: &TableMapping,
    schemas: Sides<Option<&EntitySchema>>,
    input: &MergeInput<'_>,
    resolver: &dyn Resolve,
) -> RecordMerge {
    MergeRules::new(mapping, schemas).merge(input, resolver)
}

impl MergeRules<'_> {
    /// Merges one pair.
    pub fn merge(&self, input: &MergeInput<'_>, resolver: &dyn Resolve) -> RecordMerge {
        let mut fields: Vec<FieldMerge> = self
            .fields
            .iter()
            .map(|rule| compare(rule, input, resolver))
            .collect();
        policy::decide(self, &mut fields, input.modified, input.first);
        for (field, rule) in fields.iter_mut().zip(&self.fields) {
            field.pick = field.default_pick.clone();
            field.default_decided_by = field.decided_by;
            field.conclude(rule, resolver);
        }
        RecordMerge { fields }
    }

    /// The same merge with decisions applied, in the order given; `None` takes the rules' pick back.
    ///
    /// A decision to take a side, the base or nothing also decides the other changed fields of its group.
    pub fn decide(
        &self,
        merge: &RecordMerge,
        decisions: impl IntoIterator<Item = (usize, Option<Pick>)>,
        resolver: &dyn Resolve,
    ) -> RecordMerge {
        let mut fields = merge.fields.clone();
        for (index, pick) in decisions {
            let group = self
                .field(index)
                .and_then(|rule| rule.field.group.as_deref());
            let alone = matches!(pick, Some(Pick::Custom(_) | Pick::Both | Pick::Undecided));
            for (field, rule) in fields.iter_mut().zip(&self.fields) {
                let companion = !alone
                    && group.is_some()
                    && rule.field.group.as_deref() == group
                    && field.differs();
                if field.index == index || companion {
                    field.pick = pick.clone().unwrap_or_else(|| field.default_pick.clone());
                    field.decided_by = match &pick {
                        Some(Pick::Undecided) => Decider::Nobody,
                        Some(_) => Decider::Person,
                        None => field.default_decided_by,
                    };
                    field.conclude(rule, resolver);
                }
            }
        }
        RecordMerge { fields }
    }

    /// The same merge with everything that differs taken from one side.
    ///
    /// A one-way field is only taken from its source, unless it is open.
    pub fn take(&self, merge: &RecordMerge, side: Side, resolver: &dyn Resolve) -> RecordMerge {
        let differing = merge
            .fields
            .iter()
            .zip(&self.fields)
            .filter(|(field, rule)| {
                field.differs() || field.class == Class::OneWay && rule.one_way_from() == Some(side)
            });
        let taken: Vec<_> = differing
            .map(|(field, _)| (field.index, Some(Pick::side(side))))
            .collect();
        self.decide(merge, taken, resolver)
    }

    /// The same merge with every open field taken from one side.
    pub fn take_open(
        &self,
        merge: &RecordMerge,
        side: Side,
        resolver: &dyn Resolve,
    ) -> RecordMerge {
        let open = merge.fields.iter().filter(|field| field.needs_a_person());
        let taken: Vec<_> = open
            .map(|field| (field.index, Some(Pick::side(side))))
            .collect();
        self.decide(merge, taken, resolver)
    }
}

/// Compares one field three ways, before any policy.
fn compare(rule: &FieldRule<'_>, input: &MergeInput<'_>, resolver: &dyn Resolve) -> FieldMerge {
    let mut field = FieldMerge {
        name: rule.name().clone(),
        index: rule.index,
        class: Class::Same,
        values: ThreeWay::default(),
        equality: Equality::Same,
        offers: Sides::default(),
        default_pick: Pick::Leave,
        pick: Pick::Undecided,
        decided_by: Decider::Comparison,
        default_decided_by: Decider::Comparison,
        result: None,
        problem: None,
        changes: Sides::default(),
        parts: rule.parts(input.seen.dv).map(Box::new),
    };
    if let FieldSource::Constant { side, value, .. } = &rule.field.source {
        compare_constant(&mut field, rule, input, *side, value);
        return field;
    }
    let now = Sides::from_fn(|side| rule.read(side, input.seen.get(side)));
    let Sides {
        bc: Some(bc),
        dv: Some(dv),
    } = now
    else {
        field.class = Class::NotRead;
        return field;
    };
    let base = input.base.and_then(|base| {
        let bc = rule.read(Side::Bc, &base.bc)?;
        let dv = rule.read(Side::Dv, &base.dv)?;
        Some(Sides::new(bc, dv))
    });
    field.values = ThreeWay { base, bc, dv };
    let movement = field
        .values
        .movement(|side, one, other| on_one_side(rule.kind(side), one, other).is_same());
    match (movement, rule.one_way_from()) {
        (Movement::Nothing, _) => {}
        (movement, Some(source)) => one_way(&mut field, rule, movement, source, resolver),
        (movement, None) => both_ways(&mut field, rule, movement, resolver),
    }
    field
}

fn compare_constant(
    field: &mut FieldMerge,
    rule: &FieldRule<'_>,
    input: &MergeInput<'_>,
    side: Side,
    value: &Value,
) {
    let value = &rule.own_value(side, value);
    let Some(now) = rule.read(side, input.seen.get(side)) else {
        field.class = Class::NotRead;
        return;
    };
    field.equality = across(rule.kinds(), value, &now);
    field.class = Class::Constant;
    field.decided_by = Decider::Mapping;
    if !field.equality.is_same() {
        field.default_pick = Pick::side(side.other());
        *field.offers.get_mut(side) = Some(Transferred::Value(value.clone()));
    }
    match side {
        Side::Bc => field.values.bc = now,
        Side::Dv => field.values.dv = now,
    }
}

fn one_way(
    field: &mut FieldMerge,
    rule: &FieldRule<'_>,
    movement: Movement,
    source: Side,
    resolver: &dyn Resolve,
) {
    field.class = Class::OneWay;
    field.decided_by = Decider::Mapping;
    let destination = source.other();
    if movement == Movement::Only(destination) {
        // An edit of the destination alone is neither taken over nor taken back: it stands until the source changes.
        return;
    }
    let agreed = field.offer(rule, destination, resolver);
    if matches!(field.offers.get(destination), Some(Transferred::Keep)) {
        return;
    }
    if agreed {
        field.class = match movement {
            Movement::Both => Class::SameChange,
            Movement::Only(_) => Class::OneWay,
            Movement::Nothing | Movement::Unknown => Class::Same,
        };
        return;
    }
    // Both people meant something else. In a table that flows both ways the loser would not expect to be overruled, so
    // they are asked unless an owner is declared; where the whole table flows one way, its source is the master.
    if movement == Movement::Both && *rule.reachable.get(source) {
        field.offer(rule, source, resolver);
        field.class = Class::BothChanged;
        field.open();
        return;
    }
    field.default_pick = Pick::side(source);
}

fn both_ways(
    field: &mut FieldMerge,
    rule: &FieldRule<'_>,
    movement: Movement,
    resolver: &dyn Resolve,
) {
    // One transfer is enough to agree; without agreement the window wants to show both.
    let agreed = field.offer(rule, Side::Dv, resolver) || field.offer(rule, Side::Bc, resolver);
    match movement {
        Movement::Nothing => {}
        Movement::Only(side) => {
            field.class = match side {
                Side::Bc => Class::BcOnly,
                Side::Dv => Class::DvOnly,
            };
            field.default_pick = if agreed {
                Pick::Leave
            } else {
                Pick::side(side)
            };
        }
        Movement::Both if agreed => field.class = Class::SameChange,
        Movement::Both if merged_text(field).is_some() => {
            field.class = Class::TextDisjoint;
            field.default_pick = Pick::Both;
            field.decided_by = Decider::Proposal;
        }
        Movement::Both => {
            field.class = Class::BothChanged;
            field.open();
        }
        Movement::Unknown if agreed => field.class = Class::Same,
        Movement::Unknown => match field.only_filled() {
            Some(filled) => {
                field.class = Class::NoBaseOneEmpty;
                field.default_pick = Pick::side(filled);
                field.decided_by = Decider::Proposal;
            }
            None if field.offers
                == Sides::new(Some(Transferred::Keep), Some(Transferred::Keep)) =>
            {
                field.class = Class::Same;
            }
            None => {
                field.class = Class::NoBase;
                field.open();
            }
        },
    }
}

/// Both edits of a long text in Business Central's terms, if they do not touch.
fn merged_text(field: &FieldMerge) -> Option<String> {
    let base = field.values.base.as_ref()?.bc.as_text()?;
    let bc = field.values.bc.as_text()?;
    let Some(Transferred::Value(Value::Text(dv))) = &field.offers.bc else {
        return None;
    };
    text::merge(base, bc, dv)
}

impl FieldMerge {
    /// How far the field is from being done.
    pub fn state(&self) -> State {
        match (&self.problem, self.decided_by) {
            (Some(problem), _) if problem.cause == Cause::LookupNotCoupled => State::Blocked,
            (Some(_), _) => State::Invalid,
            (None, Decider::Person) => State::Decided,
            (None, Decider::Nobody) => State::Open,
            (None, Decider::Proposal) => State::Suggested,
            (None, Decider::Mapping) => State::Locked,
            (None, _) if self.class == Class::Same || self.class == Class::NotRead => {
                State::Settled
            }
            (None, _) => State::Auto,
        }
    }

    /// Whether a person must still say something.
    pub fn needs_a_person(&self) -> bool {
        matches!(self.decided_by, Decider::Nobody | Decider::Proposal)
    }

    /// Whether anything would be written for it.
    pub fn writes(&self) -> bool {
        !self.changes.bc.is_empty() || !self.changes.dv.is_empty()
    }

    /// A value that a side changed and that the result gives up; for the history.
    ///
    /// Without a base, a value that is replaced counts as given up.
    pub fn lost(&self, side: Side) -> Option<&Value> {
        let now = self.values.now(side);
        let result = self.result.as_ref()?.get(side);
        let moved = self
            .values
            .base
            .as_ref()
            .is_none_or(|base| base.get(side) != now);
        (moved && result != now && !now.is_empty()).then_some(now)
    }

    fn open(&mut self) {
        self.default_pick = Pick::Undecided;
        self.decided_by = Decider::Nobody;
    }

    /// Whether the sides say different things that flow both ways, decided or not.
    fn differs(&self) -> bool {
        matches!(
            self.class,
            Class::BcOnly
                | Class::DvOnly
                | Class::BothChanged
                | Class::TextDisjoint
                | Class::NoBase
                | Class::NoBaseOneEmpty
                | Class::Unresolvable
                | Class::Invalid
        )
    }

    /// Works out what a side would get from the other, and whether that agrees with what it has.
    fn offer(&mut self, rule: &FieldRule<'_>, to: Side, resolver: &dyn Resolve) -> bool {
        let offer = transfer(rule, to.other(), self.values.now(to.other()), resolver);
        let equality = match offer.image() {
            Some(image) => agreement(rule, to, image, self.values.now(to)),
            None => Equality::Different,
        };
        self.equality = equality;
        *self.offers.get_mut(to) = Some(offer);
        equality.is_same()
    }

    /// The only side that has something, if the other side's nothing really means nothing there.
    fn only_filled(&self) -> Option<Side> {
        let filled = Side::BOTH
            .into_iter()
            .filter(|side| !self.values.now(*side).is_empty());
        let mut filled = filled.peekable();
        let side = filled.next()?;
        let other_is_nothing = match self.offers.get(side) {
            Some(Transferred::Value(value)) => {
                value.is_empty()
                    || value == &Value::Bool(false)
                    || value.as_decimal().is_some_and(|number| number.is_zero())
            }
            Some(Transferred::Keep) => true,
            Some(Transferred::Unresolved { .. } | Transferred::Invalid { .. }) | None => false,
        };
        (filled.next().is_none() && other_is_nothing).then_some(side)
    }

    /// Works out the result of the pick, what stands against it, and what is written.
    fn conclude(&mut self, rule: &FieldRule<'_>, resolver: &dyn Resolve) {
        self.changes = Sides::default();
        self.problem = None;
        self.result = match self.outcome(rule, resolver) {
            Ok(result) => result,
            Err(problem) => {
                self.problem = Some(*problem);
                None
            }
        };
        if let Some(result) = &self.result {
            let parts = self.parts.as_deref();
            self.changes = Sides::from_fn(|side| {
                rule.changes(side, self.values.now(side), result.get(side), parts)
            });
        }
        if let (Some(problem), Decider::Comparison | Decider::Mapping) =
            (&self.problem, self.decided_by)
        {
            self.class = match problem.cause {
                Cause::LookupNotCoupled => Class::Unresolvable,
                _ => Class::Invalid,
            };
        }
    }

    fn outcome(
        &self,
        rule: &FieldRule<'_>,
        resolver: &dyn Resolve,
    ) -> Result<Option<Sides<Value>>, Box<Problem>> {
        let now = &self.values;
        let wanted = match &self.pick {
            Pick::Undecided => return Ok(None),
            Pick::Leave => Sides::new(now.bc.clone(), now.dv.clone()),
            Pick::Base => match &now.base {
                Some(base) => base.clone(),
                None => return Err(Box::new(impossible(rule, "base"))),
            },
            Pick::Bc => Sides::new(now.bc.clone(), self.taken(rule, Side::Dv, resolver)?),
            Pick::Dv => Sides::new(self.taken(rule, Side::Bc, resolver)?, now.dv.clone()),
            Pick::Both => {
                let Some(text) = merged_text(self) else {
                    return Err(Box::new(impossible(rule, "both")));
                };
                let bc = rule.parse(&Value::text(text), &now.bc)?;
                let dv = self.moved_over(rule, Side::Dv, &bc, resolver)?;
                Sides::new(bc, dv)
            }
            Pick::Custom(typed) => {
                if matches!(rule.field.source, FieldSource::Constant { .. }) {
                    return Err(Box::new(impossible(rule, "value")));
                }
                let bc = rule.parse(typed, &now.bc)?;
                let dv = self.moved_over(rule, Side::Dv, &bc, resolver)?;
                Sides::new(bc, dv)
            }
        };
        let mut result = wanted;
        for side in Side::BOTH {
            let (own, wanted) = (now.now(side), result.get_mut(side));
            if wanted != own {
                let same = on_one_side(rule.kind(side), own, wanted).is_same();
                if same || !self.may_write(rule, side) {
                    wanted.clone_from(own);
                } else if *rule.read_only.get(side) {
                    let problem = Problem::new(Cause::ReadOnlyField).on(side);
                    return Err(Box::new(problem.with("field", rule.name())));
                }
            }
        }
        Ok(Some(result))
    }

    /// Whether the result may be written there: rules keep to the field's direction, people to the table's.
    fn may_write(&self, rule: &FieldRule<'_>, side: Side) -> bool {
        match self.decided_by {
            Decider::Person => *rule.reachable.get(side),
            _ => rule.direction.writes(side),
        }
    }

    /// What a side gets when the other side's value is taken.
    fn taken(
        &self,
        rule: &FieldRule<'_>,
        to: Side,
        resolver: &dyn Resolve,
    ) -> Result<Value, Box<Problem>> {
        let own = self.values.now(to);
        if !self.may_write(rule, to) {
            return Ok(own.clone());
        }
        match self.offers.get(to) {
            Some(offer) => settle(rule, to, offer, own),
            None if matches!(rule.field.source, FieldSource::Constant { .. }) => Ok(own.clone()),
            None => self.moved_over(rule, to, self.values.now(to.other()), resolver),
        }
    }

    fn moved_over(
        &self,
        rule: &FieldRule<'_>,
        to: Side,
        value: &Value,
        resolver: &dyn Resolve,
    ) -> Result<Value, Box<Problem>> {
        let own = self.values.now(to);
        if !self.may_write(rule, to) {
            return Ok(own.clone());
        }
        settle(rule, to, &transfer(rule, to.other(), value, resolver), own)
    }
}

/// What a side holds after a transfer: what it has, where that says the same already.
fn settle(
    rule: &FieldRule<'_>,
    to: Side,
    offer: &Transferred,
    own: &Value,
) -> Result<Value, Box<Problem>> {
    if let Some(image) = offer.image()
        && agreement(rule, to, image, own).is_same()
    {
        return Ok(own.clone());
    }
    match offer {
        Transferred::Value(value) => Ok(value.clone()),
        Transferred::Keep => Ok(own.clone()),
        Transferred::Unresolved { .. } | Transferred::Invalid { .. } => {
            let problem = offer.problem(rule, to);
            Err(Box::new(
                problem.unwrap_or_else(|| impossible(rule, "value")),
            ))
        }
    }
}

/// Compares what arrived on a side with what it has.
fn agreement(rule: &FieldRule<'_>, to: Side, image: &Value, own: &Value) -> Equality {
    match to {
        Side::Bc => across(rule.kinds(), own, image),
        Side::Dv => across(rule.kinds(), image, own),
    }
}

/// A pick that this field cannot have.
fn impossible(rule: &FieldRule<'_>, pick: &str) -> Problem {
    Problem::new(Cause::ValueRefused)
        .with("field", rule.name())
        .with("expected", "pick")
        .with("value", pick)
}

impl RecordMerge {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&FieldMerge> {
        self.fields.iter().find(|field| field.name.as_str() == name)
    }

    /// The fields that a person must still decide or confirm.
    pub fn open_fields(&self) -> Vec<FieldName> {
        let open = self.fields.iter().filter(|field| field.needs_a_person());
        open.map(|field| field.name.clone()).collect()
    }

    /// Whether any field is open.
    pub fn is_open(&self) -> bool {
        self.fields.iter().any(FieldMerge::needs_a_person)
    }

    /// What stands against the results.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let problems = self.fields.iter().filter_map(|field| {
            let problem = field.problem.clone()?;
            let field = field.name.clone();
            Some(FieldProblem { field, problem })
        });
        problems.collect()
    }

    /// What would be written to each side, in mapping order; open fields and impossible results write nothing.
    pub fn writes(&self) -> Sides<Vec<FieldChange>> {
        Sides::from_fn(|side| {
            let changes = self.fields.iter().flat_map(|field| field.changes.get(side));
            changes.cloned().collect()
        })
    }

    /// Whether nothing is open, wrong or to be written: only what is remembered may move on.
    pub fn is_settled(&self) -> bool {
        self.fields
            .iter()
            .all(|field| !field.needs_a_person() && field.problem.is_none() && !field.writes())
    }

    /// How many fields were merged without a person when both sides had changed; zero if only one side had.
    pub fn merged_fields(&self) -> u64 {
        let count = |class| {
            self.fields
                .iter()
                .filter(|field| field.class == class)
                .count() as u64
        };
        match (count(Class::BcOnly), count(Class::DvOnly)) {
            (0, _) | (_, 0) => 0,
            (bc, dv) => bc + dv,
        }
    }

    /// The values of a side that the results give up, by field; for the history.
    pub fn lost(&self, side: Side) -> Vec<(FieldName, Value)> {
        let lost = self.fields.iter().filter_map(|field| {
            let value = field.lost(side)?;
            Some((field.name.clone(), value.clone()))
        });
        lost.collect()
    }

    /// Why the pair would be written, in the plan's words; nothing if it is settled.
    pub fn reason(&self) -> Option<Reason> {
        if self.is_open() {
            let fields = self.open_fields();
            return Some(Reason::Conflict { fields });
        }
        if let Some(problem) = self.fields.iter().find_map(|field| field.problem.clone()) {
            return Some(Reason::Problem(problem));
        }
        let person = self
            .fields
            .iter()
            .any(|field| field.decided_by == Decider::Person);
        let policy = self.fields.iter().find_map(|field| match field.decided_by {
            Decider::Policy(winner) | Decider::Owner(winner) => Some(winner),
            _ => None,
        });
        let written = Sides::from_fn(|side| {
            self.fields
                .iter()
                .any(|field| !field.changes.get(side).is_empty())
        });
        match (person, policy, written.bc, written.dv) {
            (true, ..) => Some(Reason::Decided),
            (_, Some(winner), ..) => Some(Reason::Policy { winner }),
            (_, _, true, true) => Some(Reason::Merged),
            (_, _, true, false) => Some(Reason::Changed { side: Side::Dv }),
            (_, _, false, true) => Some(Reason::Changed { side: Side::Bc }),
            (_, _, false, false) => None,
        }
    }

    /// What to remember once the results are on both sides, unless the services answer with something else.
    ///
    /// Open and impossible fields keep what was remembered of them.
    pub fn new_base(&self, rules: &MergeRules<'_>, input: &MergeInput<'_>) -> Sides<Fields> {
        Sides::from_fn(|side| {
            let mut base = (*input.seen.get(side)).clone();
            for field in &self.fields {
                for change in field.changes.get(side) {
                    base.set(change.field.clone(), change.after.clone());
                }
                let Some(rule) = rules.field(field.index) else {
                    continue;
                };
                if field.result.is_some() {
                    continue;
                }
                for name in rule.field.fields_of(side) {
                    let before = input
                        .base
                        .and_then(|base| base.get(side).get(name.as_str()));
                    match before {
                        Some(value) => base.set(name.clone(), value.clone()),
                        None => {
                            base.0.shift_remove(name);
                        }
                    }
                }
            }
            base
        })
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
