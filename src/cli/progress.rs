//! Progress on standard error: a bar on a terminal, plain lines elsewhere.

use crate::engine::context::{Phase, Progress, Reporter};
use crate::i18n::{Texts, visible};
use crate::model::reason::Problem;
use crate::model::{MappingName, Side};
use crate::remote::auth::interactive::Prompt;
use crate::remote::budget::{WaitReason, Waiting};
use crate::worker::explain::{explain, prompt_words, side_name, waiting_words};
use crate::worker::pace::Pace;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Shows progress to a person.
#[derive(Debug)]
pub struct Shown {
    texts: Texts,
    style: Style,
    pace: Pace,
    /// The mapping and phase of the last plain line, and when it was written.
    last: Option<(MappingName, Phase, Instant)>,
    /// How many columns of the terminal's line are in use.
    used: usize,
    /// Problems so far.
    problems: u64,
    /// Why requests wait, if they do.
    waiting: Option<WaitReason>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Bar,
    Lines,
}

/// Plain lines of one phase stand at least this far apart, since they stay in a log for good.
const PLAIN_INTERVAL: Duration = Duration::from_secs(2);
const BAR: usize = 24;
/// So many problems are named while they happen; the cache has them all.
const SHOWN_PROBLEMS: u64 = 10;
/// So many characters of a record's name are shown in a line.
const LONGEST_NAME: usize = 60;

impl Shown {
    /// Shows progress on standard error.
    pub fn new(texts: Texts) -> Self {
        let style = if io::stderr().is_terminal() {
            Style::Bar
        } else {
            Style::Lines
        };
        Self {
            texts,
            style,
            pace: Pace::default(),
            last: None,
            used: 0,
            problems: 0,
            waiting: None,
        }
    }

    /// Clears the bar.
    pub fn clear(&mut self) {
        if self.used > 0 {
            let blanks = " ".repeat(self.used);
            write!(io::stderr().lock(), "\r{blanks}\r").ok();
            self.used = 0;
        }
    }

    fn line(&self, progress: &Progress) -> String {
        let phase = match progress.phase {
            Phase::Reading(side) => self.texts.t_args(
                "cli-reading",
                &[("side", side_name(self.texts, side).into())],
            ),
            Phase::Planning => self.texts.t("cli-planning").into_owned(),
            Phase::Writing(side) => self.texts.t_args(
                "cli-writing",
                &[("side", side_name(self.texts, side).into())],
            ),
            Phase::Done(_) => self.texts.t("cli-mapping-done").into_owned(),
        };
        let count = match progress.total {
            Some(total) => self.texts.t_args(
                "status-progress",
                &[("done", progress.done.into()), ("total", total.into())],
            ),
            None => self
                .texts
                .t_args("status-progress-open", &[("done", progress.done.into())]),
        };
        format!("{}  {phase}  {count}", progress.mapping)
    }

    fn bar(&mut self, progress: &Progress) {
        let drawn = progress
            .total
            .filter(|total| *total > 0)
            .map(|total| {
                let share =
                    usize::try_from(progress.done.min(total) * BAR as u64 / total).unwrap_or(BAR);
                format!("{}{}  ", "█".repeat(share), "░".repeat(BAR - share))
            })
            .unwrap_or_default();
        let line = format!("{drawn}{}", self.line(progress));
        self.show(&line);
    }

    /// Puts a line in the place of the one that stands there.
    fn show(&mut self, line: &str) {
        let line: String = line.chars().take(79).collect();
        let length = line.chars().count();
        let blanks = " ".repeat(self.used.saturating_sub(length));
        let mut err = io::stderr().lock();
        // Progress that cannot be shown stops nothing.
        write!(err, "\r{line}{blanks}")
            .and_then(|()| err.flush())
            .ok();
        self.used = length;
    }

    fn plain(&mut self, progress: &Progress, now: Instant) {
        let same = |(mapping, phase, at): &(MappingName, Phase, Instant)| {
            *mapping == progress.mapping
                && *phase == progress.phase
                && now.saturating_duration_since(*at) < PLAIN_INTERVAL
        };
        if self.last.as_ref().is_some_and(same) {
            return;
        }
        writeln!(io::stderr().lock(), "{}", self.line(progress)).ok();
        self.last = Some((progress.mapping.clone(), progress.phase, now));
    }
}

impl Shown {
    /// Names a problem, unless there were many already.
    fn tell(&mut self, said: &str) {
        self.problems += 1;
        if self.problems > SHOWN_PROBLEMS {
            return;
        }
        self.clear();
        // A name with a line end would look like two problems.
        let said = said.replace('\n', " ");
        writeln!(io::stderr().lock(), "{}", visible(&said)).ok();
    }
}

impl Reporter for Shown {
    fn progress(&mut self, progress: &Progress) {
        let now = Instant::now();
        if !self.pace.allows(now) {
            return;
        }
        match self.style {
            Style::Bar => self.bar(progress),
            Style::Lines => self.plain(progress, now),
        }
    }

    fn waiting(&mut self, waiting: Option<&Waiting>) {
        let Some(waiting) = waiting else {
            self.waiting = None;
            return;
        };
        let is_new = self.waiting.replace(waiting.reason) != Some(waiting.reason);
        let words = waiting_words(self.texts, waiting);
        match self.style {
            Style::Bar => self.show(&words),
            // In a log, one line for a wait is enough.
            Style::Lines if is_new => {
                writeln!(io::stderr().lock(), "{words}").ok();
            }
            Style::Lines => {}
        }
    }

    fn prompt(&mut self, prompt: &Prompt) {
        self.clear();
        let words = prompt_words(self.texts, prompt);
        writeln!(io::stderr().lock(), "{}", visible(&words)).ok();
    }

    fn problem(&mut self, mapping: &MappingName, problem: &Problem) {
        let message = explain(self.texts, problem).message;
        self.tell(&format!("{mapping}  {message}"));
    }

    fn record_problem(
        &mut self,
        mapping: &MappingName,
        (side, label): (Side, &str),
        problem: &Problem,
    ) {
        let message = explain(self.texts, problem).message;
        let mut record: String = label.chars().take(LONGEST_NAME).collect();
        if record.len() < label.len() {
            record.push('…');
        }
        let side = side_name(self.texts, side);
        self.tell(&format!("{mapping}  {record} ({side})  {message}"));
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.clear();
        let more = self.problems.saturating_sub(SHOWN_PROBLEMS);
        if more > 0 {
            let said = self
                .texts
                .t_args("cli-more-problems", &[("count", more.into())]);
            writeln!(io::stderr().lock(), "{said}").ok();
        }
    }
}
