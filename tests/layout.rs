//! Keeps the house in order: which room may use which, how long a file may get, what may not be mentioned, and that
//! no language lacks a text file.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Each room with the rooms that it may use besides itself. `ARCHITECTURE.md` draws the same picture.
const ROOMS: [(&str, &[&str]); 11] = [
    (
        "ui",
        &[
            "app", "worker", "engine", "store", "remote", "merge", "model", "i18n",
        ],
    ),
    (
        "app",
        &[
            "worker", "engine", "store", "remote", "merge", "model", "i18n", "sandbox",
        ],
    ),
    (
        "cli",
        &[
            "worker", "engine", "store", "remote", "merge", "model", "i18n", "sandbox",
        ],
    ),
    (
        "worker",
        &["engine", "store", "remote", "merge", "model", "i18n"],
    ),
    ("engine", &["store", "remote", "merge", "model"]),
    ("store", &["model"]),
    ("remote", &["model"]),
    ("merge", &["model"]),
    ("sandbox", &["model"]),
    ("i18n", &["model"]),
    ("model", &[]),
];

/// Files longer than this have more than one subject.
const MOST_LINES: usize = 800;

#[test]
fn rooms_use_only_rooms_to_their_right() {
    let mut wrong = Vec::new();
    for file in rust_files(&root().join("src")) {
        let Some(room) = room_of(&file) else {
            continue;
        };
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!(
                "{}: `{room}` is a room that this test does not know",
                show(&file)
            ));
            continue;
        };
        let source = fs::read_to_string(&file).unwrap();
        for used in rooms_used(&source, depth_of(&file)) {
            if used != room && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{}: `{room}` may not use `{used}`", show(&file)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_room_says_what_it_is() {
    for (room, _) in ROOMS {
        let file = root().join("src").join(room).join("mod.rs");
        let Ok(source) = fs::read_to_string(&file) else {
            continue;
        };
        assert!(
            source.starts_with("//! "),
            "{} begins without saying what it is",
            show(&file)
        );
    }
}

#[test]
fn files_have_one_subject() {
    let sources = rust_files(&root().join("src"));
    let tests = rust_files(&root().join("tests"));
    let long: Vec<String> = sources
        .into_iter()
        .chain(tests)
        .filter_map(|file| {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            (lines > MOST_LINES).then(|| format!("{}: {lines} lines", show(&file)))
        })
        .collect();
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}

#[test]
fn nothing_refers_to_papers_outside_of_the_project() {
    let outside = [["..", "/shared"].concat(), ["/work", "/shared"].concat()];
    let mut wrong = Vec::new();
    for file in all_files(&root()) {
        let Ok(text) = fs::read_to_string(&file) else {
            continue; // not text
        };
        for (number, line) in text.lines().enumerate() {
            if outside.iter().any(|place| line.contains(place.as_str())) {
                wrong.push(format!("{}:{}", show(&file), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn both_languages_have_the_same_text_files() {
    let names = |language: &str| -> BTreeSet<String> {
        fs::read_dir(root().join("assets/i18n").join(language))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let english = names("en");
    assert_eq!(english, names("fr"));
    assert!(!english.is_empty());
}

/// `docs/behaviours.md` promises a test for each behaviour: each that it names exists, under the numbers that it is named
/// for, and each test that is named for a behaviour stands there.
#[test]
fn every_behaviour_names_tests_that_exist() {
    let page = fs::read_to_string(root().join("docs/behaviours.md")).unwrap();
    let mut tests = BTreeSet::new();
    for folder in ["src", "tests"] {
        for file in rust_files(&root().join(folder)) {
            tests.extend(test_names(&fs::read_to_string(file).unwrap()));
        }
    }
    let mut wrong = Vec::new();
    let mut named = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for row in page.lines().filter(|line| line.starts_with("| S")) {
        let mut cells = row.trim_matches('|').splitn(3, '|').map(str::trim);
        let numbers = cells.next().unwrap();
        for number in numbers.split(", ") {
            if !seen.insert(number.to_owned()) {
                wrong.push(format!("{number} stands there twice"));
            }
        }
        let Some(proof) = cells.nth(1).filter(|proof| !proof.is_empty()) else {
            wrong.push(format!("{numbers} has neither a test nor a reason"));
            continue;
        };
        for word in proof.split('`').skip(1).step_by(2) {
            let is_test = word.matches('_').count() >= 3
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if is_test && !tests.contains(word) {
                wrong.push(format!("{numbers}: there is no test {word}"));
            }
            if is_test {
                named.insert(word.to_owned());
            }
        }
    }
    assert!(seen.len() > 200, "the page was not understood");
    for test in &tests {
        for number in behaviours_of(test) {
            let number = format!("S{number}");
            if !seen.contains(&number) {
                wrong.push(format!("{test}: the page has no {number}"));
            }
        }
        if !behaviours_of(test).is_empty() && !named.contains(test) {
            wrong.push(format!(
                "{test} is named for a behaviour and not on the page"
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The names of all functions that follow a test attribute.
fn test_names(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_test = false;
    for line in source.lines().map(str::trim) {
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_test = true;
        } else if let Some((_, rest)) = line.split_once("fn ").filter(|_| is_test) {
            names.extend(rest.split('(').next().map(str::to_owned));
            is_test = false;
        }
    }
    names
}

/// The numbers at the end of a test's name: `…_s052_s053`.
fn behaviours_of(test: &str) -> Vec<String> {
    let numbers = test.rsplit('_').map_while(|part| {
        let number = part.strip_prefix('s')?;
        let is_number = number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| number.to_owned())
    });
    numbers.collect()
}

#[test]
fn the_reader_of_sources_finds_what_it_should() {
    let found = |source: &str, depth| rooms_used(source, depth).into_iter().collect::<Vec<_>>();
    assert_eq!(found("use crate::store::Store;", 2), ["store"]);
    assert_eq!(
        found(
            "use crate::{merge::policy, model::{self, Side}, engine::{plan, store}};",
            2
        ),
        ["engine", "merge", "model"]
    );
    assert_eq!(
        found("fn f() -> crate :: remote :: Remote { todo() }", 2),
        ["remote"]
    );
    assert_eq!(
        found(
            "// crate::ui\n/* crate::app /* nested */ */ \"crate::cli\"",
            2
        ),
        [""; 0]
    );
    assert_eq!(found("let c = '\"'; use crate::worker;", 2), ["worker"]);
    assert_eq!(
        found(
            "let t = r#\"crate::ui\"#; fn f<'a>() { crate::i18n::x() }",
            2
        ),
        ["i18n"]
    );
    assert_eq!(found("use super::super::store::Row;", 2), ["store"]);
    assert_eq!(found("use super::store::Row;", 2), [""; 0]);
    assert_eq!(found("pub(crate) fn f() {}", 2), [""; 0]);
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn show(file: &Path) -> String {
    file.strip_prefix(root())
        .unwrap_or(file)
        .display()
        .to_string()
}

/// The room that a file is in; `None` for `lib.rs` and the executables, which may use every room.
fn room_of(file: &Path) -> Option<String> {
    let inside = file.strip_prefix(root().join("src")).ok()?;
    let mut parts = inside.iter();
    let first = parts.next()?.to_str()?.to_owned();
    parts.next()?;
    (first != "bin").then_some(first)
}

/// How many modules deep a file's module is below the crate.
fn depth_of(file: &Path) -> usize {
    let inside = file.strip_prefix(root().join("src")).unwrap();
    let parts = inside.iter().count();
    if inside.file_name().is_some_and(|name| name == "mod.rs") {
        parts - 1
    } else {
        parts
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = all_files(folder);
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files
}

/// All files below a folder in the order of their names, without what is built and what is hidden.
fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if name == "target" || name == ".git" {
            continue;
        }
        if entry.is_dir() {
            files.extend(all_files(&entry));
        } else {
            files.push(entry);
        }
    }
    files
}

/// The first segments of all paths that begin at the crate's root, by `crate::` or by enough `super::`.
fn rooms_used(source: &str, depth: usize) -> BTreeSet<String> {
    let tokens = tokens(source);
    let mut rooms = BTreeSet::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut next = at + 1;
        let starts = match tokens[at].as_str() {
            "crate" => true,
            "super" if at == 0 || tokens[at - 1] != "::" => {
                let mut supers = 1;
                while tokens.get(next).is_some_and(|t| t == "::")
                    && tokens.get(next + 1).is_some_and(|t| t == "super")
                {
                    supers += 1;
                    next += 2;
                }
                supers >= depth
            }
            _ => false,
        };
        if starts && tokens.get(next).is_some_and(|token| token == "::") {
            first_segments(&tokens[next + 1..], &mut rooms);
        }
        at = next;
    }
    rooms.retain(|name| ROOMS.iter().any(|(room, _)| room == name));
    rooms
}

/// The segments that follow a `::`: one name, or the first name of each branch of a group.
fn first_segments(tokens: &[String], out: &mut BTreeSet<String>) {
    let Some(first) = tokens.first() else {
        return;
    };
    if first != "{" {
        out.insert(first.clone());
        return;
    }
    let (mut level, mut begins) = (0_usize, true);
    for token in tokens {
        match token.as_str() {
            "{" => level += 1,
            "}" => {
                level -= 1;
                if level == 0 {
                    break;
                }
            }
            "," if level == 1 => begins = true,
            name if level == 1 && begins => {
                out.insert(name.to_owned());
                begins = false;
            }
            _ => {}
        }
    }
}

/// Words, `::` and single signs of Rust source, without comments, strings and character literals.
fn tokens(source: &str) -> Vec<String> {
    let chars: Vec<char> = source.chars().collect();
    let is = |at: usize, sign: char| chars.get(at) == Some(&sign);
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let sign = chars[at];
        if is(at, '/') && is(at + 1, '/') {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if is(at, '/') && is(at + 1, '*') {
            at = after_comment(&chars, at);
        } else if sign == '"' {
            at = after_string(&chars, at);
        } else if sign == 'r'
            && (is(at + 1, '"') || (is(at + 1, '#') && (is(at + 2, '"') || is(at + 2, '#'))))
        {
            at = after_raw_string(&chars, at);
        } else if sign == '\'' {
            // A lifetime has no closing quote right behind its first letter; a character literal has.
            at += if is(at + 1, '\\') {
                let rest = &chars[at + 3..];
                4 + rest.iter().position(|c| *c == '\'').unwrap_or(0)
            } else if is(at + 2, '\'') {
                3
            } else {
                1
            };
        } else if sign.is_alphanumeric() || sign == '_' {
            let from = at;
            while at < chars.len() && (chars[at].is_alphanumeric() || chars[at] == '_') {
                at += 1;
            }
            out.push(chars[from..at].iter().collect());
        } else if is(at, ':') && is(at + 1, ':') {
            out.push("::".to_owned());
            at += 2;
        } else {
            if !sign.is_whitespace() {
                out.push(sign.to_string());
            }
            at += 1;
        }
    }
    out
}

fn after_comment(chars: &[char], from: usize) -> usize {
    let (mut level, mut at) = (0_usize, from);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => {
                level += 1;
                at += 2;
            }
            ('*', Some('/')) => {
                level -= 1;
                at += 2;
                if level == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn after_string(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn after_raw_string(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    let mut hashes = 0;
    while chars.get(at) == Some(&'#') {
        hashes += 1;
        at += 1;
    }
    at += 1;
    while at < chars.len() {
        let closes =
            chars[at] == '"' && (1..=hashes).all(|more| chars.get(at + more) == Some(&'#'));
        at += 1;
        if closes {
            return at + hashes;
        }
    }
    at
}
