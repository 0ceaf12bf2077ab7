//! `cargo run --release --example fuzz -- [--cases N] [--seed S] [--only TEXT] [--jobs N]`
//!
//! Tries N broken inputs (a million) for each thing that reads from outside, and prints how many were tried. Every job is a
//! process of its own, since memory is counted for the whole process.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::print_stdout,
    unreachable_pub,
    reason = "this is a test"
)]

mod drive;
mod mutate;
mod targets;

use std::collections::VecDeque;
use std::process::{Child, Command, ExitCode};
use std::time::Instant;

struct Wish {
    cases: u64,
    seed: u64,
    only: Option<String>,
    jobs: usize,
}

fn wish() -> Result<Wish, String> {
    let mut wish = Wish {
        cases: 1_000_000,
        seed: 7,
        only: None,
        jobs: std::thread::available_parallelism().map_or(1, usize::from),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(format!("{name} needs a value"))?;
        let number = || {
            value
                .parse::<u64>()
                .map_err(|error| format!("{name} {value}: {error}"))
        };
        match name.as_str() {
            "--cases" => wish.cases = number()?,
            "--seed" => wish.seed = number()?,
            "--jobs" => wish.jobs = usize::try_from(number()?.max(1)).unwrap_or(1),
            "--only" => wish.only = Some(value),
            _ => return Err(format!("unknown argument {name}")),
        }
    }
    Ok(wish)
}

fn one(target: &drive::Target, wish: &Wish) -> ExitCode {
    // A panic is told with its input; where it happened is told by the panic itself.
    let begun = Instant::now();
    match drive::run(target, wish.cases, wish.seed, &drive::Watch::start()) {
        Ok(outcome) => {
            println!(
                "fuzz: {:<34} {} cases, {} read, the rest refused, at most {} KiB each, {:.1} s",
                target.name,
                outcome.cases,
                outcome.taken,
                outcome.memory / 1024,
                begun.elapsed().as_secs_f64()
            );
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("fuzz: {wrong}");
            ExitCode::FAILURE
        }
    }
}

/// Runs each target in a process of its own, some at a time.
fn many(names: &[&str], wish: &Wish) -> bool {
    let program = std::env::current_exe().unwrap();
    let mut waiting: VecDeque<&str> = names.iter().copied().collect();
    let mut running: Vec<Child> = Vec::new();
    let mut well = true;
    while !waiting.is_empty() || !running.is_empty() {
        while running.len() < wish.jobs
            && let Some(name) = waiting.pop_front()
        {
            let child = Command::new(&program)
                .args(["--only", &format!("={name}")])
                .args(["--cases", &wish.cases.to_string()])
                .args(["--seed", &wish.seed.to_string()])
                .spawn()
                .unwrap();
            running.push(child);
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
        running.retain_mut(|child| match child.try_wait().unwrap() {
            Some(status) => {
                well &= status.success();
                false
            }
            None => true,
        });
    }
    well
}

fn main() -> ExitCode {
    let wish = match wish() {
        Ok(wish) => wish,
        Err(wrong) => {
            eprintln!("fuzz: {wrong}");
            return ExitCode::from(2);
        }
    };
    let targets = targets::all();
    if let Some(name) = wish.only.as_deref().and_then(|only| only.strip_prefix('=')) {
        let Some(target) = targets.iter().find(|target| target.name == name) else {
            eprintln!("fuzz: nothing is called {name}");
            return ExitCode::from(2);
        };
        return one(target, &wish);
    }
    let only = wish.only.clone().unwrap_or_default();
    let names: Vec<&str> = targets
        .iter()
        .map(|target| target.name)
        .filter(|name| name.contains(&only))
        .collect();
    let begun = Instant::now();
    let well = many(&names, &wish);
    let total = wish.cases * u64::try_from(names.len()).unwrap_or(0);
    println!(
        "fuzz: {total} cases in all, {} each, seed {}, {:.0} s: {}",
        wish.cases,
        wish.seed,
        begun.elapsed().as_secs_f64(),
        if well {
            "no panic, no hang, no memory beyond its bound"
        } else {
            "FAILED"
        }
    );
    if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
