//! Many seeds on all processors, and what came of them.

use super::figures::Figures;
use super::oracle::Broken;
use super::play::play;
use super::sabotage::Sabotage;
use super::story::{Step, Story};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Which seeds, and how.
#[derive(Clone, Copy)]
pub(crate) struct Campaign {
    pub(crate) from: u64,
    pub(crate) seeds: u64,
    pub(crate) threads: usize,
    pub(crate) sabotage: Option<Sabotage>,
    /// Whether it goes on after the first failure.
    pub(crate) keep_going: bool,
}

pub(crate) struct Outcome {
    pub(crate) figures: Figures,
    /// Failures by seed, lowest first.
    pub(crate) failures: Vec<(u64, Broken)>,
}

/// Plays all seeds; `done` is told after each.
pub(crate) fn carry_out(campaign: Campaign, done: &(dyn Fn(u64) + Sync)) -> Outcome {
    let next = AtomicU64::new(0);
    let stop = AtomicBool::new(false);
    let all = Mutex::new((Figures::default(), Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..campaign.threads.max(1) {
            scope.spawn(|| {
                let mut figures = Figures::default();
                let mut failures = Vec::new();
                while !stop.load(Ordering::SeqCst) {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    if number >= campaign.seeds {
                        break;
                    }
                    let seed = campaign.from + number;
                    let story = Story::of(seed);
                    let played = play(&story, campaign.sabotage);
                    figures.count("stories", "played");
                    for step in &story.steps {
                        figures.count(
                            "steps",
                            match step {
                                Step::Pause(_) => "pauses",
                                Step::Edit(_) => "edits",
                                Step::Run(_) => "runs",
                                Step::Alter { .. } => "changed mappings",
                                Step::Reshape { .. } => "changed services",
                            },
                        );
                    }
                    figures.add(&played.figures);
                    if let Some(broken) = played.broken {
                        failures.push((seed, broken));
                        stop.fetch_or(!campaign.keep_going, Ordering::SeqCst);
                    }
                    done(number);
                }
                let mut all = all.lock().unwrap();
                all.0.add(&figures);
                all.1.append(&mut failures);
            });
        }
    });
    let (figures, mut failures) = all.into_inner().unwrap();
    failures.sort_by_key(|(seed, _)| *seed);
    Outcome { figures, failures }
}
