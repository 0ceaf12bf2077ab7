//! The verbs of `raccord-cli`. What each says about itself comes from the word files (see `help`).

use super::verbs::{
    connect, couple, couplings, doctor, errors, full, history, jobs, mappings, sandbox, schedule,
    schema, signing_in, skipped, status, sync,
};
use super::{demo, verbs};
use crate::i18n::Lang;
use clap::builder::PossibleValue;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "raccord-cli", version)]
pub struct CommandLine {
    /// Options that every verb has.
    #[command(flatten)]
    pub common: Common,
    /// What is to be done.
    #[command(subcommand)]
    pub verb: Verb,
}

/// Options that every verb has.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// The data folder.
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// The language.
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// Exactly one JSON document on standard output.
    #[arg(long, global = true)]
    pub json: bool,
    /// How much is logged.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Runs both services, emulated.
    Sandbox(sandbox::SandboxArgs),
    /// Plays the story.
    Demo(demo::DemoArgs),
    /// Tries and stores a connection.
    Connect(Box<connect::ConnectArgs>),
    /// Lets a person sign in anew.
    SignIn(signing_in::SignInArgs),
    /// Forgets a person's sign-in.
    SignOut,
    /// Checks the way to both services.
    Doctor(doctor::DoctorArgs),
    /// Shows what a side offers.
    Schema(schema::SchemaArgs),
    /// Table mappings.
    #[command(subcommand)]
    Mappings(mappings::MappingsVerb),
    /// Couples records.
    Couple(couple::CoupleArgs),
    /// Creates partners for single records.
    Create(couple::CreateArgs),
    /// Removes couplings.
    Uncouple(couple::UncoupleArgs),
    /// Lists couplings.
    #[command(subcommand)]
    Couplings(couplings::CouplingsVerb),
    /// Says what a synchronisation would do.
    Plan(sync::PlanArgs),
    /// Synchronises.
    Sync(sync::SyncArgs),
    /// Skipped records and conflicts.
    #[command(subcommand)]
    Skipped(skipped::SkippedVerb),
    /// Integration errors.
    #[command(subcommand)]
    Errors(errors::ErrorsVerb),
    /// What runs did.
    #[command(subcommand)]
    Jobs(jobs::JobsVerb),
    /// Every write.
    #[command(subcommand)]
    History(history::HistoryVerb),
    /// Everything from the beginning, in waves.
    #[command(subcommand)]
    Full(full::FullVerb),
    /// Synchronises again and again.
    Schedule(schedule::ScheduleArgs),
    /// Where everything stands.
    Status(status::StatusArgs),
    /// Copies the cache.
    Backup(verbs::backup::BackupArgs),
    /// Replaces the cache by a copy.
    Restore(verbs::backup::RestoreArgs),
    /// Shows or moves the data folder.
    Folder(verbs::folder::FolderArgs),
    /// Collects what helps to find an error.
    Diagnostics(verbs::diagnostics::DiagnosticsArgs),
}

impl ValueEnum for Lang {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.tag()))
    }
}
