//! Tests over the word files and over how the code uses them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use fluent_bundle::FluentResource;

use super::Lang;
use super::Texts;
use super::catalog;

/// Collects key → names of variables of a language, and fails on entries that do not parse or repeat.
fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    for (file, source) in catalog::files(lang) {
        let resource = FluentResource::try_new((*source).to_owned())
            .unwrap_or_else(|(_, problems)| panic!("{}/{file}.ftl: {problems:?}", lang.tag()));
        drop(resource);
        for (key, body) in messages(source) {
            let repeated = keys.insert(key.clone(), variables(&body)).is_some();
            assert!(!repeated, "{key} is defined twice in {}", lang.tag());
        }
    }
    keys
}

/// Splits a word file into messages; continuation lines are indented.
fn messages(source: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in source.lines() {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            let (key, body) = line.split_once(" =").unwrap();
            found.push((key.to_owned(), body.to_owned()));
        } else if line.starts_with([' ', '}'])
            && let Some((_, body)) = found.last_mut()
        {
            body.push_str(line);
        }
    }
    found
}

fn variables(body: &str) -> BTreeSet<String> {
    body.split('$')
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || "-_".contains(*c))
                .collect()
        })
        .collect()
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

/// Finds the literal keys in `.t("…")`, `.t_args("…", …)`, also when the call is broken over lines.
fn used_keys(source: &str) -> BTreeSet<String> {
    [".t(", ".t_args("]
        .into_iter()
        .flat_map(|call| source.split(call).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"'))
        .filter_map(|rest| rest.split_once('"'))
        .map(|(key, _)| key.to_owned())
        .collect()
}

fn without_comments(source: &str) -> String {
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .fold(String::new(), |text, line| text + line + "\n")
}

#[test]
fn languages_have_the_same_keys_and_variables() {
    let [en, fr] = Lang::ALL.map(keys);
    pretty_assertions::assert_eq!(en, fr);
}

#[test]
fn every_file_of_a_language_is_embedded() {
    for lang in Lang::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("assets/i18n")
            .join(lang.tag());
        let on_disk: BTreeSet<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| {
                entry
                    .unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        let embedded: BTreeSet<String> = catalog::files(lang)
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        assert_eq!(on_disk, embedded, "{}", lang.tag());
    }
}

#[test]
fn every_key_in_the_code_exists() {
    let mut files = Vec::new();
    rust_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    assert!(files.len() > 10, "the code was not found");
    let known = keys(Lang::En);
    let mut missing = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with("i18n/tests.rs")) {
        for key in used_keys(&without_comments(&fs::read_to_string(file).unwrap())) {
            if !known.contains_key(&key) {
                missing.push(format!("{key} in {}", file.display()));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "texts that no word file has: {missing:#?}"
    );
}

#[test]
fn plurals_follow_each_language() {
    let rows = |lang, rows: i64| Texts::new(lang).t_args("table-rows", &[("rows", rows.into())]);
    assert_eq!(rows(Lang::En, 0), "No rows");
    assert_eq!(rows(Lang::En, 1), "1 row");
    assert_eq!(rows(Lang::En, 12_345), "12,345 rows");
    assert_eq!(rows(Lang::Fr, 1), "1 ligne");
    assert_eq!(rows(Lang::Fr, 12_345), "12\u{202f}345 lignes");
}

#[test]
fn a_missing_key_shows_itself() {
    assert_eq!(Texts::default().t("no-such-key"), "[no-such-key]");
    assert_eq!(Texts::default().try_t("no-such-key"), None);
}

#[test]
fn languages_are_found_by_tag() {
    assert_eq!(Lang::from_tag("fr-CH"), Some(Lang::Fr));
    assert_eq!(Lang::from_tag("FR_fr.UTF-8"), Some(Lang::Fr));
    assert_eq!(Lang::from_tag("en-GB"), Some(Lang::En));
    assert_eq!(Lang::from_tag("de-CH"), None);
    assert_eq!(Lang::from_tag("frp"), None, "Arpitan is not French");
}

/// A French sentence that breaks before `:` or `;` looks broken, so the space there must not break.
#[test]
fn french_punctuation_does_not_break() {
    for (file, source) in catalog::files(Lang::Fr) {
        for (key, body) in messages(source) {
            for sign in [" :", " ;", " !", " ?", "« ", " »"] {
                assert!(
                    !body.contains(sign),
                    "{file}.ftl {key}: use U+202F beside {sign:?}"
                );
            }
            assert!(!body.contains('\''), "{file}.ftl {key}: use ’");
        }
    }
}
