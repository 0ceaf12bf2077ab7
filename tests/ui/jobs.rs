//! The job log: how a run spent its time, what it said, and a run that is under way.

use crate::window::{Shown, demo, go, press, until};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use raccord::app::command::Command;
use raccord::engine::context::{Phase, Progress};
use raccord::i18n::{Arg, Lang, Texts};
use raccord::model::Side;
use raccord::model::report::JobKind;
use raccord::store::{JobFilter, Slice};

fn says(shown: &Shown, words: &str) -> bool {
    shown.query_all_by_label(words).next().is_some()
}

fn bars(shown: &Shown) -> Vec<String> {
    let bars = shown.query_all_by_role(Role::ListItem);
    bars.filter_map(|bar| bar.accesskit_node().label())
        .collect()
}

#[test]
fn a_job_tells_how_it_spent_its_time_and_what_it_said() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 900.0]);
        let reader = shown.state().app().reader().unwrap().read();
        let filter = JobFilter {
            kind: Some(JobKind::Synchronization),
            ..JobFilter::default()
        };
        let jobs = reader.list_jobs(&filter, Slice::first(50)).unwrap();
        let told = jobs.iter().filter_map(|job| {
            let timeline = reader.job_timeline(job.id).unwrap()?;
            Some((job.clone(), timeline))
        });
        let told: Vec<_> = told.collect();
        assert!(!told.is_empty(), "no job has kept how it spent its time");
        let asked = |side: Side| {
            told.iter()
                .any(|(_, one)| one.requests.get(side).total() > 0)
        };
        assert!(asked(Side::Bc) && asked(Side::Dv));
        let writes = told.iter().any(|(job, one)| {
            job.counters.modified > 0 && one.stretches.iter().any(|stretch| stretch.records > 0)
        });
        assert!(writes, "no stretch says how many records were written");

        go(&mut shown, Key::Num8);
        let side = [("side", Arg::from(texts.t("word-bc")))];
        let read = texts.t_args("timeline-read", &side);
        let mut found = false;
        for _ in 0..jobs.len() {
            press(&mut shown, Modifiers::NONE, Key::ArrowDown);
            found = bars(&shown).iter().any(|bar| bar.starts_with(&read));
            if found {
                break;
            }
        }
        assert!(
            found,
            "{lang:?}: no job shows that it read: {:?}",
            bars(&shown)
        );
        // By level: what went well is left out, and said to be.
        assert!(says(&shown, &texts.t("timeline-level-errors")));
        assert!(says(&shown, &texts.t("jobs-column-deleted")));
    }
}

#[test]
fn what_runs_is_followed_while_it_goes_on_and_can_be_put_aside() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1280.0, 900.0]);
    go(&mut shown, Key::Num8);
    shown.state_mut().app_mut().send(Command::SyncNow);
    until(&mut shown, "the run to begin", |app| app.running.is_some());
    let app = shown.state_mut().app_mut();
    let progress = Progress {
        mapping: "CUSTOMER".into(),
        phase: Phase::Writing(Side::Dv),
        done: 12,
        total: Some(40),
    };
    let now = app.now();
    app.live.progress(&progress, now);
    // Drawn once, before anything else is heard of the run.
    let window = shown.state_mut();
    assert!(window.app().running.is_some());
    shown.step();
    if shown.state().app().running.is_some() {
        assert!(says(&shown, &texts.t("jobs-now")));
        let side = [("side", Arg::from(texts.t("word-dv")))];
        let write = format!("CUSTOMER: {}", texts.t_args("timeline-write", &side));
        assert!(
            bars(&shown).iter().any(|bar| bar.starts_with(&write)),
            "{:?}",
            bars(&shown)
        );
        let switch = texts.t("jobs-live");
        assert!(says(&shown, &switch));
    }
    until(&mut shown, "the run to end", raccord::app::App::is_quiet);
    assert!(!says(&shown, &texts.t("jobs-now")));
}
