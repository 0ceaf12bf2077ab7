//! `mappings`: what is kept in step with what.

use super::sync::direction;
use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, Work, misplaced};
use crate::model::mapping_file;
use crate::model::reason::{Cause, Problem};
use crate::model::{MappingName, TableMapping};
use crate::worker::folder::file_problem;
use crate::worker::protocol::{Answer, Request};
use clap::Subcommand;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What is done with mappings.
#[derive(Debug, Subcommand)]
pub enum MappingsVerb {
    /// Lists all.
    List,
    /// Shows one as it stands in a mapping file.
    Show {
        /// Its name.
        name: String,
    },
    /// Reads a mapping file: TOML, or JSON if its name says so.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// Writes all as a mapping file: TOML, or JSON if its name says so.
    Export {
        /// The file; standard output if none is named, or `-`.
        file: Option<PathBuf>,
    },
    /// Adds the default mappings that are missing.
    Defaults,
    /// Lets mappings take part.
    Enable {
        /// Their names.
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Lets mappings take no part.
    Disable {
        /// Their names.
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Changes settings of one mapping.
    Set {
        /// Its name.
        name: String,
        /// The settings, as a mapping file spells them.
        #[arg(required = true, value_name = "KEY=VALUE")]
        settings: Vec<Setting>,
    },
}

/// One setting of a mapping file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    key: String,
    value: String,
}

impl std::str::FromStr for Setting {
    type Err = NotASetting;

    fn from_str(text: &str) -> Result<Self, NotASetting> {
        let (key, value) = text.split_once('=').ok_or(NotASetting)?;
        Ok(Self {
            key: key.trim().to_owned(),
            value: value.trim().to_owned(),
        })
    }
}

/// A text that sets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a setting is written KEY=VALUE")]
pub struct NotASetting;

/// Does it.
pub fn run(verb: MappingsVerb, terminal: &Terminal) -> Outcome {
    let mut work = terminal.open()?;
    let changed = match verb {
        MappingsVerb::List => work.session.read().mappings()?,
        MappingsVerb::Show { name } => {
            let mapping = named(&work, &name)?;
            let text = mapping_file::write(std::slice::from_ref(&mapping));
            return written(&text, &mapping_json(&text), terminal);
        }
        MappingsVerb::Export { file } if file.as_deref().is_none_or(|file| file == "-") => {
            let text = mapping_file::write(&work.session.read().mappings()?);
            return written(&text, &mapping_json(&text), terminal);
        }
        MappingsVerb::Export { file } => {
            let file = file.unwrap_or_default();
            work.session.folder().spares(&file)?;
            let mappings = work.session.read().mappings()?;
            let text = if is_json(&file) {
                mapping_file::write_json(&mappings)
            } else {
                mapping_file::write(&mappings)
            };
            std::fs::write(&file, text).map_err(|error| file_problem(&file, &error))?;
            let path = file.display().to_string();
            let result = json!({"exported": mappings.len(), "file": path});
            terminal.output.either(&result, |_| {
                let said = terminal.texts().t_args(
                    "cli-exported",
                    &[("count", mappings.len().into()), ("path", (&path).into())],
                );
                terminal.output.say(&said)
            })?;
            return Ok(Exit::Done);
        }
        MappingsVerb::Import { file } => {
            let text =
                std::fs::read_to_string(&file).map_err(|error| file_problem(&file, &error))?;
            let mappings = read(&text, &file)?;
            save(&mut work, Request::SaveMappings(mappings))?
        }
        MappingsVerb::Defaults => save(&mut work, Request::DefaultMappings)?,
        MappingsVerb::Enable { names } => enable(&mut work, &names, true)?,
        MappingsVerb::Disable { names } => enable(&mut work, &names, false)?,
        MappingsVerb::Set { name, settings } => {
            let mapping = named(&work, &name)?;
            let mapping = with_settings(&mapping, &settings)?;
            save(&mut work, Request::SaveMappings(vec![mapping]))?
        }
    };
    list(&changed, terminal)?;
    Ok(Exit::Done)
}

fn named(work: &Work, name: &str) -> Result<TableMapping, Failure> {
    let name = MappingName::new(name);
    let found = work.session.read().mapping(&name)?;
    found.ok_or_else(|| Problem::new(Cause::InvalidMapping).of(&name).into())
}

fn save(work: &mut Work, request: Request) -> Result<Vec<TableMapping>, Failure> {
    match work.ask(request)? {
        Answer::Mappings(mappings) => Ok(mappings),
        other => Err(misplaced(&other)),
    }
}

fn enable(work: &mut Work, names: &[String], enabled: bool) -> Result<Vec<TableMapping>, Failure> {
    let names = names.iter().map(MappingName::new).collect();
    save(work, Request::EnableMappings { names, enabled })
}

/// Reads a mapping file; all its faults are in the problem.
/// Whether a file is to hold mappings as JSON.
fn is_json(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

fn read(text: &str, path: &Path) -> Result<Vec<TableMapping>, Failure> {
    let read = if is_json(path) {
        mapping_file::read_json(text)
    } else {
        mapping_file::read(text)
    };
    read.map_err(|faults| {
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        let problem = Problem::new(Cause::InvalidFile).with("path", &path.display());
        let problem = match faults.first().map(|fault| fault.line) {
            Some(line) if line > 0 => problem.with("line", &line),
            _ => problem,
        };
        problem.saying(said.join("\n")).into()
    })
}

/// Changes settings in the file form of a mapping, so that names, values and checks are those of the file.
fn with_settings(mapping: &TableMapping, settings: &[Setting]) -> Result<TableMapping, Failure> {
    let invalid = |said: String| Failure::from(Problem::new(Cause::InvalidFile).saying(said));
    let text = mapping_file::write(std::slice::from_ref(mapping));
    let mut file: toml::Table = toml::from_str(&text).map_err(|e| invalid(e.to_string()))?;
    let table = file
        .get_mut("mapping")
        .and_then(toml::Value::as_array_mut)
        .and_then(|mappings| mappings.first_mut())
        .and_then(toml::Value::as_table_mut);
    let Some(table) = table else {
        return Err(invalid(text));
    };
    for Setting { key, value } in settings {
        if value.is_empty() {
            table.remove(key);
        } else {
            let listed = LISTS.contains(&key.as_str()) && !value.starts_with('[');
            table.insert(
                key.clone(),
                if listed { list_of(value) } else { typed(value) },
            );
        }
    }
    let text = toml::to_string(&file).map_err(|e| invalid(e.to_string()))?;
    let changed = read(&text, Path::new("KEY=VALUE"))?;
    changed.into_iter().next().ok_or_else(|| invalid(text))
}

/// The keys of a mapping whose values are lists of names.
const LISTS: [&str; 2] = ["depends_on", "never_skip"];

/// Names with commas between them as a list, so that people need neither brackets nor quotes.
fn list_of(value: &str) -> toml::Value {
    let names = value.split(',').map(|name| name.trim().trim_matches('"'));
    let names = names.filter(|name| !name.is_empty());
    toml::Value::Array(
        names
            .map(|name| toml::Value::String(name.to_owned()))
            .collect(),
    )
}

/// A value as TOML has it; what is not TOML is text, so that people need no quotes.
fn typed(value: &str) -> toml::Value {
    let line = format!("value = {value}");
    let parsed = toml::from_str::<toml::Table>(&line).ok();
    parsed
        .and_then(|mut table| table.remove("value"))
        .unwrap_or_else(|| toml::Value::String(value.to_owned()))
}

/// The file form as JSON, so that scripts and people read the same names.
fn mapping_json(text: &str) -> Value {
    let parsed = toml::from_str::<toml::Table>(text).ok();
    parsed
        .and_then(|table| serde_json::to_value(table).ok())
        .unwrap_or(Value::Null)
}

fn written(text: &str, document: &Value, terminal: &Terminal) -> Outcome {
    terminal
        .output
        .either(document, |_| terminal.output.raw(text))?;
    Ok(Exit::Done)
}

fn list(mappings: &[TableMapping], terminal: &Terminal) -> Result<(), Failure> {
    let lines: Vec<Value> = mappings
        .iter()
        .map(|mapping| {
            json!({
                "name": mapping.name,
                "enabled": mapping.enabled,
                "bc": mapping.sets.bc,
                "dv": mapping.sets.dv,
                "direction": mapping.direction,
                "only_coupled": mapping.only_coupled,
                "fields": mapping.fields.len(),
                "depends_on": mapping.depends_on,
            })
        })
        .collect();
    terminal.output.either(&lines, |_| {
        let texts = terminal.texts();
        let mut table = Table::new()
            .text(texts.t("word-table-mapping"))
            .text(texts.t("cli-col-enabled"))
            .text(texts.t("word-bc"))
            .text(texts.t("word-direction"))
            .text(texts.t("word-dv"))
            .number(texts.t("cli-col-fields"));
        for mapping in mappings {
            let enabled = if mapping.enabled {
                "value-yes"
            } else {
                "value-no"
            };
            table.row([
                mapping.name.to_string(),
                texts.t(enabled).into_owned(),
                mapping.sets.bc.to_string(),
                direction(texts, mapping.direction),
                mapping.sets.dv.to_string(),
                texts.count(mapping.fields.len() as u64),
            ]);
        }
        terminal.output.table(&table, "cli-no-mappings")
    })
}
