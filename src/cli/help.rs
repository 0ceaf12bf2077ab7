//! Help and usage errors in the person's language.
//!
//! clap knows the shape of the command line; every word comes from `cli-verb-…` and `cli-arg-…` of the word files. An
//! argument's words are looked for under its verb first (`cli-arg-skipped-resolve-field`), then alone (`cli-arg-field`).

use crate::i18n::Texts;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

/// Puts all words into a command and its verbs.
pub fn localised(command: Command, texts: Texts) -> Command {
    let template = format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}\n",
        texts.t("cli-usage")
    );
    let command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .global(true),
        )
        .arg(
            Arg::new("version")
                .long("version")
                .action(ArgAction::Version),
        );
    word(command, texts, "", &template)
}

fn word(command: Command, texts: Texts, path: &str, template: &str) -> Command {
    let about = if path.is_empty() {
        texts.t("cli-about")
    } else {
        texts.t(&format!("cli-verb-{path}"))
    };
    let heading = |key: &str| lasting(texts, key);
    command
        .about(about.into_owned())
        .help_template(template.to_owned())
        .subcommand_help_heading(heading("cli-verbs"))
        .subcommand_value_name(heading("cli-verb"))
        .mut_args(|arg| {
            let id = arg.get_id().as_str();
            let words = texts
                .try_t(&format!("cli-arg-{path}-{id}"))
                .unwrap_or_else(|| texts.t(&format!("cli-arg-{id}")));
            let of_kind = if arg.is_positional() {
                "cli-arguments"
            } else {
                "cli-options"
            };
            let takes_value = arg.get_action().takes_values();
            arg.help(words.into_owned())
                .help_heading(heading(of_kind))
                .hide_possible_values(takes_value)
                .hide_default_value(takes_value)
        })
        .mut_subcommands(|verb| {
            let path = [path, verb.get_name()]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join("-");
            word(verb, texts, &path, template)
        })
}

/// Words that clap wants to borrow for as long as the program runs; a handful per start.
fn lasting(texts: Texts, key: &str) -> &'static str {
    Box::leak(texts.t(key).into_owned().into_boxed_str())
}

/// What is wrong with a command line, in one sentence.
pub fn usage_message(texts: Texts, error: &clap::Error) -> String {
    let part = |kind: ContextKind| error.get(kind).map(written).unwrap_or_default();
    let argument = part(ContextKind::InvalidArg);
    let mut message = match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => texts.t_args(
            "cli-usage-value",
            &[
                ("argument", argument.into()),
                ("value", part(ContextKind::InvalidValue).into()),
            ],
        ),
        ErrorKind::UnknownArgument => {
            texts.t_args("cli-usage-unknown", &[("argument", argument.into())])
        }
        ErrorKind::InvalidSubcommand => texts.t_args(
            "cli-usage-unknown-verb",
            &[("verb", part(ContextKind::InvalidSubcommand).into())],
        ),
        ErrorKind::MissingRequiredArgument => {
            texts.t_args("cli-usage-missing", &[("argument", argument.into())])
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            texts.t("cli-usage-missing-verb").into_owned()
        }
        ErrorKind::ArgumentConflict => texts.t_args(
            "cli-usage-conflict",
            &[
                ("argument", argument.into()),
                ("other", part(ContextKind::PriorArg).into()),
            ],
        ),
        ErrorKind::NoEquals
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => {
            texts.t_args("cli-usage-count", &[("argument", argument.into())])
        }
        _ => texts.t("cli-usage-other").into_owned(),
    };
    let valid = part(ContextKind::ValidValue);
    if !valid.is_empty() {
        message.push(' ');
        message.push_str(&texts.t_args("cli-usage-valid", &[("values", valid.into())]));
    }
    let meant = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .map(part)
    .find(|text| !text.is_empty());
    if let Some(meant) = meant {
        message.push(' ');
        message.push_str(&texts.t_args("cli-usage-meant", &[("other", meant.into())]));
    }
    message
}

fn written(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::Number(number) => number.to_string(),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => {
            let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
            texts.join(", ")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::CommandLine;
    use crate::i18n::Lang;
    use clap::CommandFactory as _;

    fn all_help(command: &mut Command, found: &mut Vec<(String, String)>) {
        found.push((
            command.get_name().to_owned(),
            command.render_long_help().to_string(),
        ));
        for verb in command.get_subcommands_mut() {
            all_help(verb, found);
        }
    }

    #[test]
    fn the_command_line_is_sound_and_every_word_of_its_help_exists() {
        for lang in Lang::ALL {
            let mut command = localised(CommandLine::command(), Texts::new(lang));
            command.clone().debug_assert();
            command.build();
            let mut found = Vec::new();
            all_help(&mut command, &mut found);
            assert!(found.len() > 30, "{} verbs", found.len());
            for (name, help) in found {
                assert!(!help.contains("[cli-"), "{name} in {lang:?}:\n{help}");
            }
        }
    }
}
