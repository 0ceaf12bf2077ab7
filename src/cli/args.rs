//! The verbs of `raccord-cli`. What each says about itself comes from the word files (see `help`).

use super::verbs::{
    connect, couple, couplings, errors, history, jobs, mappings, sandbox, schema, skipped, status,
    sync,
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
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub verb: Verb,
}

/// Options that every verb has.
#[derive(Clone, Debug, Args)]
pub struct Common {
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,
    #[arg(long, global = true)]
    pub json: bool,
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    Sandbox(sandbox::SandboxArgs),
    Demo(demo::DemoArgs),
    Connect(connect::ConnectArgs),
    Doctor,
    Schema(schema::SchemaArgs),
    #[command(subcommand)]
    Mappings(mappings::MappingsVerb),
    Couple(couple::CoupleArgs),
    Uncouple(couple::UncoupleArgs),
    #[command(subcommand)]
    Couplings(couplings::CouplingsVerb),
    Plan(sync::PlanArgs),
    Sync(sync::SyncArgs),
    #[command(subcommand)]
    Skipped(skipped::SkippedVerb),
    #[command(subcommand)]
    Errors(errors::ErrorsVerb),
    #[command(subcommand)]
    Jobs(jobs::JobsVerb),
    #[command(subcommand)]
    History(history::HistoryVerb),
    Status(status::StatusArgs),
    Backup(verbs::backup::BackupArgs),
}

impl ValueEnum for Lang {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.tag()))
    }
}
