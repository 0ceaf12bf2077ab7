//! Makes a failing story short: whatever can be left out while the same promise breaks is left out.

use super::oracle::Promise;
use super::play::play;
use super::sabotage::Sabotage;
use super::story::{Run, Step, Story};

/// How many shorter stories are tried.
const MOST_TRIES: u32 = 600;

/// A shortest story that was found.
pub(crate) fn shrink(story: &Story, promise: Promise, sabotage: Option<Sabotage>) -> Story {
    let mut tries = 0;
    let mut fails = |steps: &[Step]| {
        tries += 1;
        let shorter = Story {
            steps: steps.to_vec(),
            ..story.clone()
        };
        tries <= MOST_TRIES
            && play(&shorter, sabotage)
                .broken
                .is_some_and(|broken| broken.promise == promise)
    };
    let mut steps = story.steps.clone();
    loop {
        let before = steps.clone();
        leave_out(&mut steps, &mut fails);
        simplify(&mut steps, &mut fails);
        if steps == before {
            break;
        }
    }
    Story {
        steps,
        ..story.clone()
    }
}

/// Leaves out steps, many at a time first.
fn leave_out(steps: &mut Vec<Step>, fails: &mut impl FnMut(&[Step]) -> bool) {
    let mut size = steps.len().div_ceil(2).max(1);
    loop {
        let mut from = 0;
        while from < steps.len() {
            let to = (from + size).min(steps.len());
            let mut fewer = steps.clone();
            fewer.drain(from..to);
            if fails(&fewer) {
                *steps = fewer;
            } else {
                from = to;
            }
        }
        if size == 1 {
            return;
        }
        size = size.div_ceil(2);
    }
}

/// Leaves out what happens beside runs.
fn simplify(steps: &mut Vec<Step>, fails: &mut impl FnMut(&[Step]) -> bool) {
    for at in 0..steps.len() {
        let Step::Run(run) = steps[at].clone() else {
            continue;
        };
        for simpler in simpler(&run) {
            let mut fewer = steps.clone();
            fewer[at] = Step::Run(simpler);
            if fails(&fewer) {
                *steps = fewer;
                break;
            }
        }
    }
}

fn simpler(run: &Run) -> Vec<Run> {
    let mut all = Vec::new();
    if run.crash.is_some() {
        all.push(Run {
            crash: None,
            ..run.clone()
        });
    }
    if run.cancel.is_some() {
        all.push(Run {
            cancel: None,
            ..run.clone()
        });
    }
    for at in 0..run.faults.len() {
        let mut fewer = run.clone();
        fewer.faults.remove(at);
        all.push(fewer);
    }
    for at in 0..run.meanwhile.len() {
        let mut fewer = run.clone();
        fewer.meanwhile.remove(at);
        all.push(fewer);
    }
    all
}
