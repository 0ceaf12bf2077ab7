//! `schema`: what a side offers, from its live metadata.

use crate::cli::exit::{Exit, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, misplaced};
use crate::i18n::Texts;
use crate::model::{FieldKind, SetName, Side};
use crate::worker::protocol::{Answer, Request};
use clap::Args;

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The side.
    #[arg(value_name = "bc|dv")]
    pub side: Side,
    /// One entity set.
    pub set: Option<String>,
}

/// Lists the entity sets of a side, or the fields of one.
pub fn run(args: SchemaArgs, terminal: &Terminal) -> Outcome {
    let SchemaArgs { side, set } = args;
    let mut work = terminal.open()?;
    let set = set.map(SetName::new);
    let texts = terminal.texts();
    match work.ask(Request::Schema {
        side,
        set,
        fresh: true,
    })? {
        Answer::Sets(sets) => terminal.output.either(&sets, |sets| {
            let mut table = Table::new().text(texts.t("cli-col-set"));
            for set in sets {
                table.row([set.as_str()]);
            }
            terminal.output.table(&table, "cli-nothing")
        })?,
        Answer::Schema(schema, _) => terminal.output.either(&schema, |schema| {
            let mut table = Table::new()
                .text(texts.t("cli-col-field"))
                .text(texts.t("cli-col-type"))
                .text(texts.t("cli-col-written"));
            for field in &schema.fields {
                let written = match (field.read_only, field.required) {
                    (true, _) => texts.t("cli-field-read-only"),
                    (false, true) => texts.t("cli-field-required"),
                    (false, false) => "".into(),
                };
                table.row([
                    field.name.to_string(),
                    kind(texts, &field.kind),
                    written.into_owned(),
                ]);
            }
            terminal.output.table(&table, "cli-nothing")
        })?,
        other => return Err(misplaced(&other)),
    }
    Ok(Exit::Done)
}

fn kind(texts: Texts, kind: &FieldKind) -> String {
    let plain = |key: &str| texts.t(key).into_owned();
    match kind {
        FieldKind::Text { max: Some(max) } => {
            texts.t_args("cli-kind-text-max", &[("max", (*max).into())])
        }
        FieldKind::Text { max: None } => plain("cli-kind-text"),
        FieldKind::Enum { members } => {
            texts.t_args("cli-kind-enum", &[("members", members.join(", ").into())])
        }
        FieldKind::Boolean => plain("cli-kind-boolean"),
        FieldKind::Integer => plain("cli-kind-integer"),
        FieldKind::Decimal { .. } => plain("cli-kind-decimal"),
        FieldKind::Date => plain("cli-kind-date"),
        FieldKind::DateTime => plain("cli-kind-moment"),
        FieldKind::Guid => plain("cli-kind-id"),
        FieldKind::OptionSet { options } => {
            let members: Vec<String> = options
                .iter()
                .map(|option| format!("{} {}", option.value, option.label))
                .collect();
            texts.t_args("cli-kind-enum", &[("members", members.join(", ").into())])
        }
        FieldKind::Lookup { target } => {
            let target = target.as_ref().map(ToString::to_string).unwrap_or_default();
            texts.t_args("cli-kind-lookup", &[("target", target.into())])
        }
    }
}
