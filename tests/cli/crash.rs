//! Crashes for real: the program is killed (SIGKILL) at seeded moments of first and of later synchronisations, again and
//! again; then what must never happen is looked for in the services, over HTTP.
//!
//! `RACCORD_CRASH_RECORDS` and `RACCORD_CRASH_KILLS` make the trial larger, `RACCORD_CLI` names the program that is tried.

use super::support::{Desk, Shop, sum};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

/// Records that are edited on each side before each later synchronisation.
const EDITS: usize = 4;
/// More runs than are needed until nothing is left to do.
const MOST_RUNS: u32 = 6;

fn setting(name: &str, default: u32) -> u32 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

/// How many conflicts are decided at the end; each decision is read back from both services.
const DECISIONS: usize = 6;

/// A side, as people and this trial call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Bc,
    Dv,
}

/// A telephone number that somebody entered.
struct Entered {
    at: At,
    phone: String,
    /// Between which runs.
    round: u32,
}

/// What other people did meanwhile.
#[derive(Default)]
struct Deeds {
    /// The telephone numbers that were entered, by the pair's record of Business Central, in order.
    phones: BTreeMap<String, Vec<Entered>>,
    rounds: u32,
    /// Customers that somebody deleted, by name.
    deleted: Vec<String>,
    /// The same, by id.
    gone: HashSet<String>,
    /// Customers that somebody entered, by name.
    entered: Vec<String>,
}

struct Trial {
    shop: Shop,
    desk: Desk,
    dice: StdRng,
    /// Milliseconds within which a run is killed.
    within: u64,
    deeds: Deeds,
    killed: u32,
    finished: u32,
}

#[test]
fn the_program_is_killed_again_and_again_and_keeps_its_promises() {
    let records = setting("RACCORD_CRASH_RECORDS", 150);
    let kills = setting("RACCORD_CRASH_KILLS", 6);
    let shop = Shop::connected(records);
    shop.run(&["couple", "--mapping", "CUSTOMER", "--match"])
        .ok(&[0, 3]);
    let mut trial = Trial {
        desk: Desk::at(&shop),
        shop,
        dice: StdRng::seed_from_u64(20_261_123),
        within: 400 + u64::from(records) / 4,
        deeds: Deeds::default(),
        killed: 0,
        finished: 0,
    };

    // The first synchronisation: each run goes on where the one before was killed.
    while trial.killed < kills / 2 && trial.finished == 0 {
        trial.run_and_kill();
    }
    let first = trial.killed;
    let writes = trial.until_still();
    println!(
        "{records} records: killed {first} times in the first synchronisation, which then did {writes} writes"
    );

    // Later ones, with people at work on both sides.
    while trial.killed < kills {
        trial.people_work();
        trial.run_and_kill();
    }
    let writes = trial.until_still();
    println!(
        "killed {} times in later ones ({} runs were too quick); then {writes} writes, {} edits, {} new, {} deleted",
        trial.killed - first,
        trial.finished,
        trial.deeds.phones.len(),
        trial.deeds.entered.len(),
        trial.deeds.deleted.len()
    );
    trial.nothing_is_there_twice();
    trial.nothing_is_lost_or_missed();
    trial.nothing_comes_back();
    trial.what_is_decided_is_on_both_sides();
}

impl Trial {
    /// One run that is killed at a moment of its own, unless it is done before.
    fn run_and_kill(&mut self) {
        let mut running = self.shop.start(&["sync", "--allow-large"]);
        // How long a run lives is the point here; what it did until then is not asserted.
        std::thread::sleep(Duration::from_millis(
            self.dice.random_range(0..self.within),
        ));
        if running.try_wait().unwrap().is_some() {
            self.finished += 1;
            // It was quicker than thought: the next one is killed earlier.
            self.within = (self.within * 2 / 3).max(30);
            return;
        }
        running.kill().unwrap();
        running.wait().unwrap();
        self.killed += 1;
    }

    /// Runs until one changes nothing. Answers how many records were written until then.
    fn until_still(&self) -> u64 {
        let mut writes = 0;
        for _ in 0..MOST_RUNS {
            let report = self.shop.run(&["sync", "--allow-large"]).ok(&[0, 3]);
            let written = ["inserted", "modified", "deleted"]
                .iter()
                .map(|counter| sum(&report, counter))
                .sum::<u64>();
            writes += written;
            if written == 0 {
                return writes;
            }
        }
        panic!("runs without changes go on writing");
    }

    fn pairs(&self) -> Vec<(String, String)> {
        let listed = self
            .shop
            .run(&["couplings", "list", "--mapping", "CUSTOMER"]);
        let listed = listed.ok(&[0]);
        let id = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
        let rows = listed.as_array().unwrap().iter();
        rows.map(|row| (id(row, "bc_id"), id(row, "dv_id")))
            .collect()
    }

    /// Edits on both sides, a new customer, and one that is deleted.
    fn people_work(&mut self) {
        let pairs = self.pairs();
        self.deeds.rounds += 1;
        for edit in 0..EDITS * 2 {
            let (bc, dv) = pairs[self.dice.random_range(0..pairs.len())].clone();
            if self.deeds.gone.contains(&bc) {
                continue;
            }
            // Some of both sides between the same two runs, others again after a run that may have been killed half-way.
            match edit % 4 {
                0 => {
                    self.enter(At::Bc, &bc, &dv);
                    self.enter(At::Dv, &bc, &dv);
                }
                1 => self.enter(At::Dv, &bc, &dv),
                _ => self.enter(At::Bc, &bc, &dv),
            }
        }
        // One that was edited before is edited on a side of its own choice.
        let known: Vec<String> = self.deeds.phones.keys().cloned().collect();
        let bc = &known[self.dice.random_range(0..known.len())];
        let at = [At::Bc, At::Dv][self.dice.random_range(0..2)];
        if let Some((_, dv)) = pairs.iter().find(|(own, _)| own == bc) {
            self.enter(at, bc, dv);
        }
        let name = format!("Neukunde {}", self.dice.random_range(0..u32::MAX));
        self.desk.add_bc("customers", &json!({"displayName": name}));
        self.deeds.entered.push(name);
        let (bc, _) = &pairs[self.dice.random_range(0..pairs.len())];
        if self.deeds.phones.contains_key(bc) {
            return;
        }
        if let Some(name) = self.desk.delete_bc("customers", bc, "displayName") {
            self.deeds.deleted.push(name);
            self.deeds.gone.insert(bc.clone());
        }
    }

    /// Somebody gives a record of a pair another telephone number.
    fn enter(&mut self, at: At, bc: &str, dv: &str) {
        let phone = format!("+33 4 {:08}", self.dice.random_range(0..100_000_000));
        match at {
            At::Bc => self
                .desk
                .edit_bc(&format!("customers({bc})"), &json!({"phoneNumber": phone})),
            At::Dv => self
                .desk
                .edit_dv(&format!("accounts({dv})"), &json!({"telephone1": phone})),
        }
        let round = self.deeds.rounds;
        let entered = self.deeds.phones.entry(bc.to_owned()).or_default();
        entered.push(Entered { at, phone, round });
    }

    fn nothing_is_there_twice(&self) {
        let desk = &self.desk;
        for (rows, field) in [
            (
                desk.all_dv("accounts?$select=accountnumber"),
                "accountnumber",
            ),
            (desk.all_bc("customers?$select=displayName"), "displayName"),
            (
                desk.all_dv("products?$select=productnumber"),
                "productnumber",
            ),
            (desk.all_bc("items?$select=number"), "number"),
        ] {
            assert_eq!(twice(&rows, field), none(), "{field}");
        }
        // One unit of measure takes part in two mappings, so a record is coupled once in each of them.
        for mapping in [
            "CUSTOMER",
            "CONTACT",
            "ITEM",
            "UNIT-GROUP",
            "UNIT-OF-MEASURE",
        ] {
            let coupled = self.shop.run(&["couplings", "list", "--mapping", mapping]);
            let coupled = coupled.ok(&[0]);
            let coupled = coupled.as_array().unwrap();
            assert!(!coupled.is_empty(), "{mapping}");
            assert_eq!(twice(coupled, "bc_id"), none(), "{mapping}");
            assert_eq!(twice(coupled, "dv_id"), none(), "{mapping}");
        }
    }

    fn nothing_is_lost_or_missed(&self) {
        let by = |rows: Vec<Value>, key: &str, field: &str| -> HashMap<String, String> {
            rows.iter()
                .filter_map(|row| {
                    Some((
                        row[key].as_str()?.to_owned(),
                        row[field].as_str()?.to_owned(),
                    ))
                })
                .collect()
        };
        let customers = self
            .desk
            .all_bc("customers?$select=id,displayName,phoneNumber");
        let accounts = self
            .desk
            .all_dv("accounts?$select=accountid,name,telephone1");
        let names: HashSet<&str> = accounts
            .iter()
            .filter_map(|row| row["name"].as_str())
            .collect();
        for entered in &self.deeds.entered {
            assert!(names.contains(entered.as_str()), "{entered} has no account");
        }
        let here = by(customers.clone(), "id", "phoneNumber");
        let there = by(accounts.clone(), "accountid", "telephone1");
        let partner: HashMap<String, String> = self.pairs().into_iter().collect();
        // Among many customers some hold what the other side refuses: their pairs are listed, and whole records wait.
        let errors = self.shop.run(&["errors", "list"]).ok(&[0, 3]);
        let skipped = self.shop.run(&["skipped", "list"]).ok(&[0, 3]);
        let history = self.shop.run(&["history", "list"]).ok(&[0]).to_string();
        let listed = format!("{errors}{skipped}");
        let mut asked = 0;
        for (bc, entered) in &self.deeds.phones {
            let dv = &partner[bc];
            let (here, there) = (here.get(bc), there.get(dv));
            let waits = listed.contains(bc.as_str()) || listed.contains(dv.as_str());
            // Whatever somebody entered last on a side stands there, or the history says what became of it.
            for at in [At::Bc, At::Dv] {
                let Some(last) = entered.iter().rfind(|one| one.at == at) else {
                    continue;
                };
                let now = if at == At::Bc { here } else { there };
                assert!(
                    now == Some(&last.phone) || history.contains(&last.phone),
                    "{} is lost: {here:?} and {there:?}",
                    last.phone
                );
            }
            let last = entered.last().unwrap();
            let in_that_round = entered.iter().filter(|one| one.round == last.round);
            let is_contested = in_that_round.clone().any(|one| one.at == At::Bc)
                && in_that_round.clone().any(|one| one.at == At::Dv);
            assert!(
                waits || !is_contested,
                "both sides were edited, and nobody is asked: {here:?} and {there:?}"
            );
            asked += u32::from(is_contested);
            if !waits {
                assert_eq!(here, Some(&last.phone), "on the side of Business Central");
                assert_eq!(there, Some(&last.phone), "on the side of Dataverse");
            }
        }
        println!(
            "{asked} pairs were edited on both sides between two runs, and each is asked about"
        );
    }

    /// Decides the conflicts, once for the one side and once for the other: it is on both, and the history has the loser.
    fn what_is_decided_is_on_both_sides(&self) {
        let skipped = self.shop.run(&["skipped", "list"]).ok(&[0, 3]);
        let conflicts = skipped.as_array().unwrap().iter();
        let conflicts = conflicts.filter(|row| row["reason"] == "conflict");
        let partner: HashMap<String, String> = self.pairs().into_iter().collect();
        for (place, row) in conflicts.take(DECISIONS).enumerate() {
            let Some((bc, dv)) = partner.get_key_value(row["bc_id"].as_str().unwrap()) else {
                continue;
            };
            let before = self.phones(bc, dv);
            if !self.deeds.phones.contains_key(bc) || before[0] == before[1] {
                continue;
            }
            let side = ["bc", "dv"][place % 2];
            let id = row["id"].to_string();
            let ended = self.shop.run(&["skipped", "resolve", &id, "--take", side]);
            if ended.code == 3 {
                // Another field of it is refused; it stays on the list.
                continue;
            }
            ended.ok(&[0]);
            let [winner, loser] = match place % 2 {
                0 => [&before[0], &before[1]],
                _ => [&before[1], &before[0]],
            };
            let after = self.phones(bc, dv);
            assert_eq!([&after[0], &after[1]], [winner; 2]);
            let history = self.shop.run(&["history", "list"]).ok(&[0]).to_string();
            assert!(history.contains(loser.as_str()), "{loser} is nowhere");
        }
    }

    /// The telephone numbers of a pair now.
    fn phones(&self, bc: &str, dv: &str) -> [String; 2] {
        let find = |rows: Vec<Value>, key: &str, id: &str, name: &str| {
            let row = rows.iter().find(|row| row[key] == id).unwrap();
            row[name].as_str().unwrap_or_default().to_owned()
        };
        let customers = self.desk.all_bc("customers?$select=id,phoneNumber");
        let accounts = self.desk.all_dv("accounts?$select=accountid,telephone1");
        [
            find(customers, "id", bc, "phoneNumber"),
            find(accounts, "accountid", dv, "telephone1"),
        ]
    }

    fn nothing_comes_back(&self) {
        let customers = self.desk.all_bc("customers?$select=displayName");
        let names: HashSet<&str> = customers
            .iter()
            .filter_map(|row| row["displayName"].as_str())
            .collect();
        for deleted in &self.deeds.deleted {
            assert!(!names.contains(deleted.as_str()), "{deleted} is back");
        }
        let skipped = self.shop.run(&["skipped", "list"]).ok(&[0, 3]);
        let asks = |row: &&Value| row["reason"] == "deleted_in_bc";
        let asked = skipped.as_array().unwrap().iter().filter(asks).count();
        assert_eq!(asked, self.deeds.deleted.len(), "{skipped}");
    }
}

fn none() -> Vec<String> {
    Vec::new()
}

/// The texts that stand in more than one row.
fn twice(rows: &[Value], field: &str) -> Vec<String> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for text in rows.iter().filter_map(|row| row[field].as_str()) {
        *counts.entry(text).or_default() += 1;
    }
    let mut twice: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(text, _)| text.to_owned())
        .collect();
    twice.sort();
    twice
}
