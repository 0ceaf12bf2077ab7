//! Runs targets: counts, bounds the memory of each case, and ends the program when one never returns.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;

use crate::mutate::Mutator;

/// Counts every byte that this program holds.
#[global_allocator]
pub static MEMORY: PeakAlloc = PeakAlloc;

/// How much a case may hold at once, beyond its input: this much whatever it is …
pub const MEMORY_BASE: usize = 256 * 1024;

/// … and this much for each byte of the input.
pub const MEMORY_PER_BYTE: usize = 256;

/// A case that is at work for so long counts as one that never returns. Each needs microseconds.
const PATIENCE: Duration = Duration::from_mins(1);

/// Something that reads input from outside.
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// Well-formed input.
    pub seeds: &'static [&'static str],
    /// Reads; whether it took the input.
    pub read: fn(&[u8]) -> bool,
}

/// The case at work, for whoever has to tell what hung.
#[derive(Clone, Default)]
pub struct Watch {
    case: Arc<AtomicU64>,
    input: Arc<Mutex<(&'static str, Vec<u8>)>>,
}

impl Watch {
    /// Begins to watch.
    pub fn start() -> Self {
        let watch = Self::default();
        let watching = watch.clone();
        std::thread::spawn(move || {
            let mut last = (0, Instant::now());
            loop {
                std::thread::sleep(Duration::from_secs(1));
                let case = watching.case.load(Ordering::Relaxed);
                if case != last.0 {
                    last = (case, Instant::now());
                } else if last.1.elapsed() > PATIENCE {
                    let input = watching
                        .input
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner);
                    eprintln!("{}: never returns from {}", input.0, shown(&input.1));
                    std::process::exit(101);
                }
            }
        });
        watch
    }
}

/// What became of many cases.
pub struct Outcome {
    /// How many were tried.
    pub cases: u64,
    /// How many were taken as well-formed.
    pub taken: u64,
    /// The most memory that one held, in bytes.
    pub memory: usize,
}

/// Tries so many cases of a target.
///
/// # Errors
/// What was wrong with which case.
pub fn run(target: &Target, cases: u64, number: u64, watch: &Watch) -> Result<Outcome, String> {
    let mut mutator = Mutator::new(target.seeds, number);
    let mut input = Vec::new();
    let mut outcome = Outcome {
        cases: 0,
        taken: 0,
        memory: 0,
    };
    for seed in target.seeds {
        // What is kept for good (regular expressions, tables) is not a case's memory; and every seed must be well-formed.
        if !(target.read)(seed.as_bytes()) {
            return Err(format!("{}: refuses its own seed {seed}", target.name));
        }
    }
    for case in 0..cases {
        mutator.next(&mut input);
        watch.case.fetch_add(1, Ordering::Relaxed);
        {
            let mut shown = watch.input.lock().unwrap_or_else(PoisonError::into_inner);
            shown.0 = target.name;
            shown.1.clear();
            shown.1.extend_from_slice(&input);
        }
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage();
        let taken = catch_unwind(AssertUnwindSafe(|| (target.read)(&input)));
        let held = MEMORY.peak_usage().saturating_sub(before);
        let wrong = |what: &str| {
            format!(
                "{}: case {case} of seed {number}: {what}: {}",
                target.name,
                shown(&input)
            )
        };
        let Ok(taken) = taken else {
            return Err(wrong("panics"));
        };
        if held > MEMORY_BASE + MEMORY_PER_BYTE * input.len() {
            return Err(wrong(&format!("holds {held} bytes for {}", input.len())));
        }
        outcome.cases += 1;
        outcome.taken += u64::from(taken);
        outcome.memory = outcome.memory.max(held);
    }
    Ok(outcome)
}

fn shown(input: &[u8]) -> String {
    let text = String::from_utf8_lossy(input);
    let mut shown: String = text
        .chars()
        .take(1_500)
        .flat_map(char::escape_debug)
        .collect();
    if text.chars().count() > 1_500 {
        write!(shown, "… ({} bytes)", input.len()).ok();
    }
    shown
}
