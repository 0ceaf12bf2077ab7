//! `cargo run --release --example simulate -- --seeds 3000`: plays stories and looks for broken promises
//! (`docs/simulation.md`).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool of the tests, not a part of the program"
)]

mod sim;

use clap::Parser;
use sim::campaign::{self, Campaign};
use sim::play::play;
use sim::sabotage::Sabotage;
use sim::shrink::shrink;
use sim::story::Story;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Instant;

/// Plays stories of two services, the people in them and the engine between them, and looks for broken promises.
#[derive(Parser)]
struct Arguments {
    /// How many seeds are played.
    #[arg(long, default_value_t = 3000)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Plays this seed alone and tells its story.
    #[arg(long)]
    seed: Option<u64>,
    /// Threads; as many as there are processors unless stated.
    #[arg(long)]
    threads: Option<usize>,
    /// Makes a safeguard useless: skip-etag, early-watermark, repeat-create, drop-tombstone, compare-clocks.
    #[arg(long)]
    sabotage: Option<Sabotage>,
    /// Goes on after a failure.
    #[arg(long)]
    keep_going: bool,
    /// Leaves failing stories as long as they are.
    #[arg(long)]
    whole: bool,
}

/// Carries the command line out; fails when a promise was broken.
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(seed) = arguments.seed {
        return tell(seed, &arguments);
    }
    let threads = arguments
        .threads
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let campaign = Campaign {
        from: arguments.from,
        seeds: arguments.seeds,
        threads,
        sabotage: arguments.sabotage,
        keep_going: arguments.keep_going,
    };
    let began = Instant::now();
    let outcome = campaign::carry_out(campaign, &|number| {
        if number > 0 && number.is_multiple_of(1000) {
            print!("{number} ");
            std::io::stdout().flush().ok();
        }
    });
    println!();
    println!("{}", outcome.figures);
    println!("{:.1} s", began.elapsed().as_secs_f64());
    for (seed, broken) in &outcome.failures {
        println!("seed {seed}: {broken}");
    }
    match outcome.failures.first() {
        Some((seed, _)) if !arguments.keep_going => tell(*seed, &arguments),
        Some(_) => ExitCode::FAILURE,
        None => ExitCode::SUCCESS,
    }
}

fn tell(seed: u64, arguments: &Arguments) -> ExitCode {
    let story = Story::of(seed);
    let mut played = play(&story, arguments.sabotage);
    if let Some(broken) = played.broken.as_ref().filter(|_| !arguments.whole) {
        let shortest = shrink(&story, broken.promise, arguments.sabotage);
        played = play(&shortest, arguments.sabotage);
        println!("the shortest story of seed {seed} that breaks the promise:");
    }
    for line in &played.told {
        println!("{line}");
    }
    match played.broken {
        Some(_) => {
            println!("play it again: cargo run --release --example simulate -- --seed {seed}");
            ExitCode::FAILURE
        }
        None => ExitCode::SUCCESS,
    }
}
