//! What was measured, beside the floor of the same run: seconds of this machine mean nothing by themselves.

use std::sync::Mutex;
use std::time::{Duration, Instant};

/// One measured case; the shortest of its runs counts.
#[derive(Clone, Copy, Debug)]
struct Figure {
    name: &'static str,
    /// The case that does the least that the same work needs.
    floor: &'static str,
    size: u64,
    wall: Duration,
    cpu: Option<Duration>,
}

static FIGURES: Mutex<Vec<Figure>> = Mutex::new(Vec::new());

/// Does the work of a case and keeps what it took.
pub(crate) fn measured<T>(
    name: &'static str,
    floor: &'static str,
    size: u64,
    work: impl FnOnce() -> T,
) -> T {
    let (began, before) = (Instant::now(), cpu());
    let done = work();
    let wall = began.elapsed();
    let cpu = cpu()
        .zip(before)
        .map(|(now, before)| now.saturating_sub(before));
    let mut figures = FIGURES.lock().unwrap();
    match figures
        .iter_mut()
        .find(|figure| (figure.name, figure.size) == (name, size))
    {
        Some(known) => {
            known.wall = known.wall.min(wall);
            known.cpu = known.cpu.min(cpu);
        }
        None => figures.push(Figure {
            name,
            floor,
            size,
            wall,
            cpu,
        }),
    }
    done
}

/// Prints every case with its ratio to its floor.
#[expect(clippy::print_stdout, reason = "this is what a bench is for")]
pub(crate) fn print() {
    let mut figures = FIGURES.lock().unwrap().clone();
    figures.sort_by_key(|figure| (figure.size, figure.floor, figure.name));
    if figures.is_empty() {
        return;
    }
    println!("\n| case | records | wall | processor | wall / floor | processor / floor |");
    println!("|---|---:|---:|---:|---:|---:|");
    for figure in &figures {
        let floor = figures
            .iter()
            .find(|other| (other.name, other.size) == (figure.floor, figure.size));
        let ratio = |own: Option<Duration>, floor: Option<Duration>| match own.zip(floor) {
            Some((own, floor)) if !floor.is_zero() => {
                format!("{:.1}", own.as_secs_f64() / floor.as_secs_f64())
            }
            _ => "–".to_owned(),
        };
        println!(
            "| {} | {} | {:.1?} | {} | {} | {} |",
            figure.name,
            figure.size,
            figure.wall,
            figure
                .cpu
                .map_or_else(|| "–".to_owned(), |cpu| format!("{cpu:.1?}")),
            ratio(Some(figure.wall), floor.map(|floor| floor.wall)),
            ratio(figure.cpu, floor.and_then(|floor| floor.cpu)),
        );
    }
}

/// The processor time of this process so far, where the system tells it (Linux: in hundredths of a second).
fn cpu() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    let mut ticks = rest.split_whitespace().skip(11);
    let user: u64 = ticks.next()?.parse().ok()?;
    let system: u64 = ticks.next()?.parse().ok()?;
    Some(Duration::from_millis((user + system) * 10))
}
