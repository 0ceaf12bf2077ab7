//! What a person wants to see of a list.

use crate::model::reason::Cause;
use crate::model::report::{JobKind, SkipReason};
use crate::model::{MappingName, PairState};
use crate::store::Grouping;

/// Which rows of a list, in which order, in which groups. What a list does not know it ignores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// Of this mapping.
    pub mapping: Option<MappingName>,
    /// With this text in a label, or with this record id.
    pub search: String,
    /// Skipped for one of these reasons; any if empty.
    pub reasons: Vec<SkipReason>,
    /// Couplings in one of these states; any if empty.
    pub states: Vec<PairState>,
    /// Jobs of this kind.
    pub kind: Option<JobKind>,
    /// Errors of this cause.
    pub cause: Option<Cause>,
    /// Which errors, by whether they still stand.
    pub standing: Standing,
    /// Only jobs with failures.
    pub troubled_only: bool,
    /// Only skipped records with a half-done decision.
    pub drafts_only: bool,
    /// The column that rows are sorted by, and whether downwards; the list's own order without one.
    pub sort: Option<(String, bool)>,
    /// What groups have in common.
    pub group: Option<GroupBy>,
}

impl Wish {
    /// The text that is searched for, if there is one.
    pub fn search(&self) -> Option<String> {
        let text = self.search.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Whether anything is left out.
    pub fn is_narrowed(&self) -> bool {
        let Self {
            mapping,
            search: _,
            reasons,
            states,
            kind,
            cause,
            standing,
            troubled_only,
            drafts_only,
            sort: _,
            group: _,
        } = self;
        mapping.is_some()
            || self.search().is_some()
            || !reasons.is_empty()
            || !states.is_empty()
            || kind.is_some()
            || cause.is_some()
            || *troubled_only
            || *standing == Standing::Handled
            || *drafts_only
    }

    /// Leaves nothing out any more; order and groups stay.
    pub fn widen(&mut self) {
        *self = Self {
            standing: match self.standing {
                Standing::Handled => Standing::Open,
                other => other,
            },
            sort: self.sort.take(),
            group: self.group,
            ..Self::default()
        };
    }
}

/// Which errors are wanted, by whether they still stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Those that still stand.
    #[default]
    Open,
    /// Those that a person has handled.
    Handled,
    /// All.
    Any,
}

/// What the rows of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// The cause of the error.
    Cause,
    /// The reason for being skipped.
    Reason,
    /// The mapping.
    Mapping,
}

impl GroupBy {
    /// The key of its name.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::Cause => "list-group-cause",
            Self::Reason => "list-group-reason",
            Self::Mapping => "list-group-mapping",
        }
    }
}

/// What the rows of one group have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Head {
    /// This cause.
    Cause(Cause),
    /// This reason.
    Reason(SkipReason),
    /// This mapping.
    Mapping(MappingName),
}

impl Head {
    /// The head that the cache calls so.
    pub(super) fn of(by: GroupBy, name: &str) -> Option<Self> {
        Some(match by {
            GroupBy::Cause => Self::Cause(name.parse().ok()?),
            GroupBy::Reason => Self::Reason(name.parse().ok()?),
            GroupBy::Mapping => Self::Mapping(MappingName::new(name)),
        })
    }
}

impl GroupBy {
    /// What the cache groups by.
    pub(super) fn grouping(self) -> Grouping {
        match self {
            Self::Cause => Grouping::Cause,
            Self::Reason => Grouping::Reason,
            Self::Mapping => Grouping::Mapping,
        }
    }
}

/// A line of a table: the head of a group, or a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place<I> {
    /// The head of a group.
    Head(Head),
    /// A row.
    Row(I),
}

impl<I: Copy> Place<I> {
    /// The row, if it is one.
    pub fn row(&self) -> Option<I> {
        match self {
            Self::Head(_) => None,
            Self::Row(id) => Some(*id),
        }
    }
}

/// What a person does to the list of the page that is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum ListCommand {
    /// Looks for a text.
    Search(String),
    /// Only this mapping, or all.
    Mapping(Option<MappingName>),
    /// Only this reason, or all.
    Reason(Option<SkipReason>),
    /// Only this state, or all.
    State(Option<PairState>),
    /// Only this kind, or all.
    Kind(Option<JobKind>),
    /// Only this cause, or all.
    Cause(Option<Cause>),
    /// Only what still stands, what was handled, or all.
    Standing(Standing),
    /// Only what failed.
    TroubledOnly(bool),
    /// Only what is half decided.
    DraftsOnly(bool),
    /// Sorts by a column, downwards or not, or as the list does by itself.
    Sort(Option<(String, bool)>),
    /// Groups, or does not.
    Group(Option<GroupBy>),
    /// Folds a group open or shut.
    Fold(Head),
    /// Leaves nothing out any more.
    Widen,
}

impl ListCommand {
    /// Changes the wish.
    pub(super) fn apply(self, wish: &mut Wish) {
        match self {
            Self::Search(text) => wish.search = text,
            Self::Mapping(mapping) => wish.mapping = mapping,
            Self::Reason(reason) => wish.reasons = reason.into_iter().collect(),
            Self::State(state) => wish.states = state.into_iter().collect(),
            Self::Kind(kind) => wish.kind = kind,
            Self::Cause(cause) => wish.cause = cause,
            Self::Standing(standing) => wish.standing = standing,
            Self::TroubledOnly(only) => wish.troubled_only = only,
            Self::DraftsOnly(only) => wish.drafts_only = only,
            Self::Sort(sort) => wish.sort = sort,
            Self::Group(group) => wish.group = group,
            Self::Fold(_) => {}
            Self::Widen => wish.widen(),
        }
    }
}
