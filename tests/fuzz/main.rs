//! Everything that is read from outside, broken: nothing panics, hangs, or takes more memory than its input warrants.
//!
//! A few thousand cases each are tried here; `cargo run --release --example fuzz` tries a million each.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::print_stdout,
    unreachable_pub,
    reason = "these are tests"
)]

mod drive;
mod mutate;
mod targets;

/// One test for all, since the memory of the whole program is counted.
#[test]
fn broken_input_is_read_or_refused_within_bounds() {
    let watch = drive::Watch::start();
    let mut wrong = Vec::new();
    for target in targets::all() {
        match drive::run(&target, 3_000, 7, &watch) {
            Err(what) => wrong.push(what),
            // Breaking everything beyond recognition would try the first lines of each reader only.
            Ok(outcome) if outcome.taken < 30 => {
                wrong.push(format!("{}: only {} taken", target.name, outcome.taken));
            }
            Ok(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
