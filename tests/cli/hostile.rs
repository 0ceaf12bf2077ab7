//! Records that somebody filled with malice, through a whole session: coupled, written both ways, in conflict, refused, listed,
//! exported, taken back. What they hold arrives to the letter on the other side and is obeyed nowhere.

use super::support::{Desk, Shop, sum};
use raccord::app::command::Command;
use raccord::app::export::ExportWish;
use raccord::app::route::Route;
use raccord::app::{App, AppOptions};
use raccord::i18n::Lang;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Names that mean something to a filter, a batch, a query, a terminal, a page, a spreadsheet or a path.
const NAMES: [&str; 18] = [
    "O'Brien' or 1 eq 1",
    "') or startswith(displayName,'",
    "''''",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1;2)",
    "abc\u{202e}gnp.exe",
    "a\u{200b}b\u{2066}c",
    "red\u{1b}[31m\u{1b}]0;owned\u{7}end",
    "<script>alert('x')</script><img src=x onerror=y>",
    "Robert'); DROP TABLE customer;-- \"x\"",
    "line one\r\nline two\n--batch_x\r\nContent-ID: 1",
    "%27%20or%201%20eq%201&$filter=true#",
    "{{7*7}} ${jndi:ldap://x/y} { $side }",
    "../../etc/passwd\\..\\C:",
    "\u{10348} 𝔘𝔫𝔦 😀 e\u{301}",
    "a;b,c\td|e?f*g",
];

/// What a terminal, a page or a spreadsheet must not be given as it is.
fn acts(c: char) -> bool {
    (c.is_control() && c != '\n')
        || ('\u{200b}'..='\u{200f}').contains(&c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
}

fn named(rows: &[Value], field: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for row in rows {
        *found
            .entry(row[field].as_str().unwrap_or_default().to_owned())
            .or_default() += 1;
    }
    found
}

/// Every verb that lists something, as a person sees it.
fn listed_harmlessly(shop: &Shop) -> String {
    let mut all = String::new();
    let verbs: [&[&str]; 9] = [
        &["status"],
        &["plan"],
        &["errors", "list"],
        &["skipped", "list"],
        &["couplings", "list"],
        &["couplings", "alone"],
        &["history", "list"],
        &["jobs", "list"],
        &["diagnostics", "--preview"],
    ];
    for verb in verbs {
        let told = shop.plain(verb);
        assert!([0, 3].contains(&told.code), "{verb:?}: {told:?}");
        for text in [&told.stdout, &told.stderr] {
            let found = text.chars().find(|c| acts(*c));
            assert_eq!(found, None, "{verb:?} obeys a sign of a record");
            all.push_str(text);
        }
        // The same for scripts: one document, and nothing in it ends it early.
        shop.run(verb).ok(&[0, 3]);
    }
    all
}

#[test]
fn whatever_records_hold_arrives_to_the_letter_and_is_obeyed_nowhere() {
    let shop = Shop::connected(6);
    shop.run(&["couple", "--mapping", "CUSTOMER", "--match"])
        .ok(&[0, 3]);
    shop.run(&["sync"]).ok(&[0, 3]);
    let desk = Desk::at(&shop);
    let before = desk.all_bc("customers").len();

    // A third of them exists on both sides and is to be found by its name, the others on one side only.
    for (place, name) in NAMES.iter().enumerate() {
        if place % 3 != 1 {
            desk.add_bc(
                "customers",
                &json!({"displayName": name, "addressLine1": name}),
            );
        }
        if place % 3 != 0 {
            let street = (place % 3 == 1).then_some(*name);
            desk.add_dv(
                "accounts",
                &json!({"name": name, "address1_line1": street, "customertypecode": 3}),
            );
        }
    }
    let plan = shop.run(&["plan"]).ok(&[0, 3]);
    assert!(sum(&plan, "coupled") >= 6, "{plan}");
    shop.run(&["sync"]).ok(&[0, 3]);
    let quiet = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(
        sum(&quiet, "inserted") + sum(&quiet, "modified"),
        0,
        "{quiet}"
    );
    let customers = desk.all_bc("customers?$select=id,displayName,addressLine1");
    let accounts = desk.all_dv("accounts?$select=accountid,name,address1_line1&$filter=customertypecode eq 3 and statecode eq 0");
    assert_eq!(customers.len(), before + NAMES.len());
    let (there, here) = (named(&accounts, "name"), named(&customers, "displayName"));
    for name in NAMES {
        assert_eq!(
            (here.get(name), there.get(name)),
            (Some(&1), Some(&1)),
            "{name:?}"
        );
        let street = |rows: &[Value], named: &str, field: &str| {
            let row = rows.iter().find(|row| row[named] == name).unwrap();
            row[field].clone()
        };
        let streets = (
            street(&customers, "displayName", "addressLine1"),
            street(&accounts, "name", "address1_line1"),
        );
        assert_eq!(streets, (json!(name), json!(name)));
    }

    // Edits of one side, then of both: a conflict between two hostile values, decided for a third one.
    let id = |rows: &[Value], named: &str, name: &str, id: &str| {
        let row = rows.iter().find(|row| row[named] == name).unwrap();
        row[id].as_str().unwrap().to_owned()
    };
    let customer = id(&customers, "displayName", NAMES[0], "id");
    let account = id(&accounts, "name", NAMES[0], "accountid");
    let (customer, account) = (
        format!("customers({customer})"),
        format!("accounts({account})"),
    );
    desk.edit_bc(&customer, &json!({"city": "=HYPERLINK(1)"}));
    desk.edit_dv(&account, &json!({"address1_city": "\u{202e}evil\u{1b}[2J"}));
    desk.edit_bc(&customer, &json!({"addressLine2": "' or ''='"}));
    shop.run(&["sync"]).ok(&[3]);
    let skipped = shop.run(&["skipped", "list"]).ok(&[3]);
    let conflict = skipped.as_array().unwrap().iter();
    let conflict = conflict.into_iter().find(|one| one["reason"] == "conflict");
    let number = conflict.unwrap()["id"].to_string();
    let shown = shop.plain(&["skipped", "show", &number]);
    assert!(!shown.stdout.chars().any(acts), "{shown:?}");
    assert!(shown.stdout.contains("=HYPERLINK(1)"), "{shown:?}");
    assert!(shown.stdout.contains("[U+202E]evil[U+001B]"), "{shown:?}");
    let decision = "city=value:'; -- \u{202e}=1+1";
    shop.run(&["skipped", "resolve", &number, "--field", decision])
        .ok(&[0]);
    assert_eq!(desk.bc(&customer)["city"], "'; -- \u{202e}=1+1");
    assert_eq!(desk.dv(&account)["address1_city"], "'; -- \u{202e}=1+1");
    assert_eq!(desk.dv(&account)["address1_line2"], "' or ''='");

    // Ten kilobytes where a hundred signs go: an error that says which record, and the rest goes on.
    let long = format!("=10kB\u{1b}{}", "x'\"<\u{202e}".repeat(2_000));
    let mut world = shop.services.world();
    world.dv.set_length("accounts", "name", 20_000).unwrap();
    drop(world);
    desk.add_dv("accounts", &json!({"name": long, "customertypecode": 3}));
    shop.run(&["sync"]).ok(&[3]);
    let errors = shop.run(&["errors", "list", "--cause", "too_long"]);
    let errors = errors.ok(&[0, 3]);
    let label = |error: &&Value| {
        let label = error["source"]["label"].as_str().unwrap();
        label.starts_with("=10kB")
    };
    let own: Vec<&Value> = errors.as_array().unwrap().iter().filter(label).collect();
    assert_eq!(own.len(), 1, "{errors}");
    assert_eq!(own[0]["source"]["side"], "dataverse");

    let seen = listed_harmlessly(&shop);
    assert!(seen.contains("O'Brien' or 1 eq 1") && seen.contains("[U+001B]"));
    exported_harmlessly(&shop);

    parted_and_matched_again(&shop);
    assert_eq!(desk.all_bc("customers").len(), before + NAMES.len());
}

/// The same records find each other by their names, none is made twice, and what was written can be taken back.
fn parted_and_matched_again(shop: &Shop) {
    shop.run(&["uncouple", "--mapping", "CUSTOMER", "--all"])
        .ok(&[0, 3]);
    shop.run(&["couple", "--mapping", "CUSTOMER", "--match", "--preview"])
        .ok(&[0, 3]);
    shop.run(&["couple", "--mapping", "CUSTOMER", "--match"])
        .ok(&[0, 3]);
    shop.run(&["sync"]).ok(&[0, 3]);
    let last = shop.run(&["history", "list"]).ok(&[0]);
    let written = last.as_array().unwrap().iter();
    let change = written
        .into_iter()
        .find(|write| write["action"] == "modify");
    let id = change.unwrap_or_else(|| panic!("{last}"))["id"].to_string();
    shop.run(&["history", "revert", &id, "--preview"])
        .ok(&[0, 3]);
}

/// What the window exports of this folder: each list as CSV and as a workbook.
fn exported_harmlessly(shop: &Shop) {
    let options = AppOptions {
        folder: Some(shop.data()),
        lang: Some(Lang::En),
        ..AppOptions::default()
    };
    let mut app = App::new(options, Arc::new(|| {}));
    until(&mut app, |app| app.reader().is_some() && app.is_quiet());
    let lists: [(Route, &[&str]); 4] = [
        (Route::Errors, &["cause", "message", "source", "mapping"]),
        (Route::Couplings, &["bc", "dv", "mapping"]),
        (Route::History, &["record", "fields", "mapping"]),
        (Route::Skipped, &["record", "reason", "fields"]),
    ];
    let mut seen = String::new();
    for (route, keys) in lists {
        app.send(Command::Go(route));
        until(&mut app, |app| app.way.here() == route && app.is_quiet());
        for ending in ["csv", "xlsx"] {
            let file = shop.path(&format!("{route:?}.{ending}"));
            let columns = keys
                .iter()
                .map(|key| ((*key).to_owned(), (*key).to_owned()));
            app.send(Command::Export(ExportWish {
                columns: columns.collect(),
                file: Some(file.clone()),
            }));
            let before = app.happenings.len();
            until(&mut app, |app| {
                app.happenings.len() > before && file.exists()
            });
            if ending == "csv" {
                let text = std::fs::read_to_string(&file).unwrap();
                for cell in cells(&text) {
                    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
                    assert!(!risky, "{route:?}: {cell:?} would be a formula");
                }
                seen.push_str(&text);
            } else {
                holds_no_formula(&file);
            }
        }
    }
    // Numbered records begin with their number; the one without a number begins with the sign, and is guarded.
    for name in ["=cmd|' /C calc'!A0", "\"'=10kB"] {
        assert!(seen.contains(name), "{name} is in no export");
    }
    app.stop();
    let begun = Instant::now();
    while !app.has_stopped() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn until(app: &mut App, so: impl Fn(&App) -> bool) {
    let begun = Instant::now();
    while !so(app) {
        app.frame();
        assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", app.notice);
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The cells of a CSV file whose texts are all in quotes.
fn cells(text: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut signs = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' | '\n' | '\r' if !quoted => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    cells
}

/// A workbook's cells are texts and numbers.
fn holds_no_formula(file: &Path) {
    let mut book = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    for place in 0..book.len() {
        let part = book.by_index(place).unwrap();
        let mut text = String::new();
        part.take(50_000_000).read_to_string(&mut text).unwrap();
        let formula = text.contains("<f>") || text.contains("<f ") || text.contains("<hyperlink");
        assert!(!formula, "part {place} of {}", file.display());
    }
}
