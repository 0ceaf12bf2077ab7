//! The engine's safeguards, each made useless: from outside, by a connector that lies. No program has this switch.
//!
//! A simulation that finds nothing proves nothing unless it would have found something.

/// A safeguard that is made useless.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter, strum::EnumString, strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Sabotage {
    /// Writes are sent without the version that they were planned from.
    SkipEtag,
    /// The watermark goes beyond what was read.
    EarlyWatermark,
    /// A create without an answer is sent again, under a new id.
    RepeatCreate,
    /// What the change log says was deleted is passed over.
    DropTombstone,
    /// The watermark is taken from our clock and compared with the service's.
    CompareClocks,
}
