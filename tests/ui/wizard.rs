//! The setup wizard as a newcomer goes through it: by keyboard, against both emulated services and their sign-in service.

use crate::raster::CpuRenderer;
use crate::window::PATIENCE;
use eframe::egui::{self, Event, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use raccord::app::route::Route;
use raccord::app::wizard::{Lock, Step, Work};
use raccord::app::{App, AppOptions};
use raccord::cli::demo::services::{CLIENT_ID, SECRET, Services, Wish};
use raccord::i18n::{Lang, Texts};
use raccord::model::Side;
use raccord::remote::auth::interactive::{Asking, Pages, Prompt};
use raccord::sandbox::demo::DemoOptions;
use raccord::sandbox::http::faults::Plan;
use raccord::sandbox::http::flaws::Flaw;
use raccord::sandbox::http::token::broken::SignInPlan;
use raccord::ui::design::{self, Appearance, ThemeChoice};
use raccord::ui::window::Window;
use raccord::worker::checks::CheckKind;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The window over a folder that outlives it, and the services that it is to be connected with.
pub(crate) struct Stage {
    window: Option<Window>,
    lang: Lang,
    folder: Arc<tempfile::TempDir>,
}

impl Stage {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let window = self.window.get_or_insert_with(|| {
            let options = AppOptions {
                folder: Some(self.folder.path().to_owned()),
                lang: Some(self.lang),
                ..AppOptions::default()
            };
            let mut window = Window::new(options, ui.ctx());
            window.app_mut().ask_people_by(Asking {
                opener: Arc::new(|_| true),
                pages: Pages::default(),
                patience: Duration::from_mins(1),
            });
            window
        });
        window.logic(ui.ctx());
        window.draw(ui);
    }

    pub(crate) fn app(&self) -> &App {
        self.window.as_ref().unwrap().app()
    }

    pub(crate) fn app_mut(&mut self) -> &mut App {
        self.window.as_mut().unwrap().app_mut()
    }
}

pub(crate) type Shown = Harness<'static, Stage>;

pub(crate) fn folder() -> Arc<tempfile::TempDir> {
    Arc::new(tempfile::tempdir().unwrap())
}

pub(crate) fn open(folder: &Arc<tempfile::TempDir>, lang: Lang, size: [f32; 2]) -> Shown {
    let appearance = Appearance {
        theme: ThemeChoice::Dark,
        reduce_motion: true,
    };
    let stage = Stage {
        window: None,
        lang,
        folder: Arc::clone(folder),
    };
    let mut shown = Harness::builder()
        .with_size(size)
        .with_render_cursor(false)
        .renderer(CpuRenderer::default())
        .with_context_setup(move |ctx| design::install(ctx, appearance))
        .build_ui_state(|ui, stage: &mut Stage| stage.frame(ui), stage);
    until(&mut shown, "the folder to be open", |app| {
        app.reader().is_some()
    });
    shown
}

pub(crate) fn until(shown: &mut Shown, what: &str, so: impl Fn(&App) -> bool) {
    let begun = Instant::now();
    loop {
        shown.step();
        let app = shown.state().app();
        if so(app) {
            shown.run_steps(3);
            return;
        }
        let wizard = &app.wizard;
        assert!(
            begun.elapsed() < PATIENCE,
            "waited in vain for {what}: {:?} {:?} {:?} {:?} {:?}",
            wizard.step(),
            wizard.problem,
            app.notice,
            app.health.ailments,
            wizard.trial(Side::Dv).map(|trial| format!("{trial:?}"))
        );
        std::thread::sleep(Duration::from_millis(2));
    }
}

pub(crate) fn idle(shown: &mut Shown) {
    until(shown, "the work to end", |app| {
        app.wizard.work.is_none() && app.is_quiet() && !app.has_commands()
    });
}

pub(crate) fn services() -> Services {
    Services::start(Wish {
        demo: DemoOptions {
            records: 20,
            seed: 7,
        },
        ..Wish::default()
    })
    .unwrap()
}

pub(crate) fn press(shown: &mut Shown, modifiers: Modifiers, key: Key) {
    shown.key_press_modifiers(modifiers, key);
    shown.run_steps(3);
}

/// Goes from control to control with Tab until one has the keyboard.
pub(crate) fn tab_to(shown: &mut Shown, role: Role, name: &str) {
    for _ in 0..60 {
        press(shown, Modifiers::NONE, Key::Tab);
        let found = shown.query_all_by_role(role).any(|node| {
            node.is_focused() && node.accesskit_node().label().as_deref() == Some(name)
        });
        if found {
            return;
        }
    }
    let all: Vec<_> = shown
        .query_all_by_role(role)
        .map(|node| node.accesskit_node().label())
        .collect();
    panic!("Tab leads to no {role:?} {name}: {all:?}");
}

/// Goes to a field by keyboard, replaces what it holds and leaves it.
pub(crate) fn fill(shown: &mut Shown, label: &str, text: &str) {
    tab_to(shown, Role::TextInput, label);
    press(shown, Modifiers::COMMAND, Key::A);
    shown.event(Event::Paste(text.to_owned()));
    shown.run_steps(3);
    press(shown, Modifiers::NONE, Key::Tab);
}

pub(crate) fn fill_secret(shown: &mut Shown, label: &str, text: &str) {
    for _ in 0..60 {
        press(shown, Modifiers::NONE, Key::Tab);
        let found = shown.query_all_by_role(Role::PasswordInput).any(|node| {
            node.is_focused() && node.accesskit_node().label().as_deref() == Some(label)
        });
        if found {
            shown.event(Event::Paste(text.to_owned()));
            shown.run_steps(3);
            return;
        }
    }
    panic!("Tab leads to no secret {label}");
}

pub(crate) fn choose(shown: &mut Shown, name: &str) {
    tab_to(shown, Role::RadioButton, name);
    press(shown, Modifiers::NONE, Key::Space);
}

pub(crate) fn go_on(shown: &mut Shown) {
    press(shown, Modifiers::COMMAND, Key::Enter);
}

/// From the first start to step 2.
pub(crate) fn begin(shown: &mut Shown, texts: Texts) {
    tab_to(shown, Role::Button, &texts.t("welcome-connect"));
    press(shown, Modifiers::NONE, Key::Enter);
    assert_eq!(shown.state().app().way.here(), Route::Wizard);
    choose(shown, &texts.t("wizard-keep-session"));
    go_on(shown);
    assert_eq!(step(shown), Step::BusinessCentral);
}

/// What step 2 wants: the address as it is copied, who signs in, the secret if there is one.
pub(crate) fn business_central(
    shown: &mut Shown,
    texts: Texts,
    services: &Services,
    kind: &str,
    secret: &str,
) {
    let address = services.server.addresses().bc.clone();
    fill(shown, &texts.t("wizard-address-bc"), &address);
    choose(shown, &texts.t(kind));
    fill(shown, &texts.t("wizard-tenant"), "contoso");
    fill(
        shown,
        &texts.t("wizard-client-id"),
        &CLIENT_ID.hyphenated().to_string(),
    );
    if !secret.is_empty() {
        fill_secret(shown, &texts.t("wizard-secret"), secret);
    }
}

pub(crate) fn step(shown: &Shown) -> Step {
    shown.state().app().wizard.step()
}

fn writes(services: &Services) -> u64 {
    let stats = services.server.common().stats();
    let of = |counts: &raccord::sandbox::http::stats::Counts| {
        let kinds = counts.by_kind.iter().chain(&counts.batch_items);
        kinds
            .filter(|(kind, _)| matches!(**kind, "create" | "update" | "delete" | "action"))
            .map(|(_, count)| count)
            .sum::<u64>()
    };
    of(&stats.bc) + of(&stats.dv)
}

/// Everything up to the checks, with the client secret.
pub(crate) fn to_checks(shown: &mut Shown, texts: Texts, services: &Services) {
    begin(shown, texts);
    business_central(shown, texts, services, "wizard-kind-secret", SECRET);
    go_on(shown);
    until(shown, "step 3", |app| app.wizard.step() == Step::Dataverse);
    idle(shown);
    let address = format!("{}/main.aspx?appid=1", services.server.addresses().dv);
    fill(shown, &texts.t("wizard-address-dv"), &address);
    go_on(shown);
    until(shown, "the checks", |app| app.wizard.checks.is_some());
    idle(shown);
}

#[test]
fn a_newcomer_goes_from_first_start_to_the_first_synchronisation_by_keyboard() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let services = services();
        let folder = folder();
        let mut shown = open(&folder, lang, [1280.0, 800.0]);
        to_checks(&mut shown, texts, &services);
        let app = shown.state().app();
        assert_eq!(app.wizard.draft.environment, "sandbox");
        assert!(!app.wizard.draft.company.is_empty(), "the only company");
        assert_eq!(app.wizard.failed_checks(), 0, "{:?}", app.wizard.checks);
        assert!(app.connection.is_none(), "nothing is stored before");
        crate::window::all_named_in(&shown, "checks");
        go_on(&mut shown);
        until(&mut shown, "the tables", |app| {
            app.wizard.step() == Step::Tables && !app.wizard.lines.is_empty()
        });
        idle(&mut shown);
        crate::window::all_named_in(&shown, "tables");
        go_on(&mut shown);
        until(&mut shown, "the plan", |app| app.wizard.plan.is_some());
        idle(&mut shown);
        let plan = shown.state().app().wizard.plan.clone().unwrap();
        assert!(plan.total().writes() > 0 && plan.total().coupled > 0);
        assert_eq!(writes(&services), 0, "nothing is written before it is run");
        let nothing = texts.t("wizard-plan-nothing");
        assert!(shown.query_by_label(&nothing).is_some());
        let key = if plan.stopped.is_some() {
            "wizard-run-anyway"
        } else {
            "wizard-run"
        };
        let count = plan.total().writes();
        let run = texts.t_args(key, &[("count", count.into())]);
        tab_to(&mut shown, Role::Button, &run);
        press(&mut shown, Modifiers::NONE, Key::Enter);
        until(&mut shown, "the first synchronisation", |app| {
            app.wizard.ran.is_some()
        });
        idle(&mut shown);
        assert!(writes(&services) > 0);
        assert!(shown.query_by_label(&nothing).is_none(), "{nothing}");
        let (written, _) = shown.state().app().wizard.ran.unwrap();
        assert!(written.abs_diff(count) <= count / 5, "{written} of {count}");
        go_on(&mut shown);
        assert_eq!(step(&shown), Step::Schedule);
        go_on(&mut shown);
        until(&mut shown, "the home page", |app| {
            app.way.here() == Route::Home && app.home.next_run.is_some()
        });
        // Nothing that was typed lies on disk, and there is nothing to go on with.
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            assert!(!path.ends_with("connect-draft.json"));
            if let Ok(bytes) = std::fs::read(&path) {
                let text = String::from_utf8_lossy(&bytes);
                assert!(!text.contains(SECRET), "{}", path.display());
            }
        }
    }
}

#[test]
fn a_wrong_secret_and_a_wrong_company_say_cause_and_next_step() {
    let texts = Texts::new(Lang::En);
    let services = services();
    let mut shown = open(&folder(), Lang::En, [1280.0, 800.0]);
    begin(&mut shown, texts);
    business_central(&mut shown, texts, &services, "wizard-kind-secret", "wrong");
    go_on(&mut shown);
    idle(&mut shown);
    assert_eq!(step(&shown), Step::BusinessCentral, "it does not go on");
    says(&shown, "client secret or password is wrong");
    says(&shown, &texts.t("state-error-next"));
    // What was found out goes with the first letter, and typing goes on in the same field.
    fill_secret(&mut shown, &texts.t("wizard-secret"), "x");
    press(&mut shown, Modifiers::COMMAND, Key::A);
    shown.event(Event::Paste(SECRET.to_owned()));
    shown.run_steps(3);
    let typed = &shown.state().app().wizard.secrets.bc;
    assert_eq!(typed.shown(), SECRET);
    fill(&mut shown, &texts.t("wizard-company"), "Nobody Ltd");
    go_on(&mut shown);
    idle(&mut shown);
    assert_eq!(step(&shown), Step::BusinessCentral);
    says(&shown, "Nobody Ltd");
    assert_eq!(writes(&services), 0);
}

#[test]
fn an_administrator_and_a_missing_rate_are_warnings_and_one_check_is_made_again() {
    let texts = Texts::new(Lang::En);
    let services = services();
    let flaws = [Flaw::AdministratorAccount, Flaw::NoExchangeRate];
    for flaw in flaws {
        services.server.common().set_flaw(flaw, true).unwrap();
    }
    let mut shown = open(&folder(), Lang::En, [1280.0, 1600.0]);
    to_checks(&mut shown, texts, &services);
    let app = shown.state().app();
    assert_eq!(app.wizard.failed_checks(), 0);
    assert!(app.wizard.warnings() >= 2, "{:?}", app.wizard.checks);
    says(&shown, "administrator");
    says(&shown, "USD");
    for flaw in flaws {
        services.server.common().set_flaw(flaw, false).unwrap();
    }
    let name = format!("{} (Business Central)", texts.t("check-exchange_rates"));
    let name = [("name", name.into())];
    let again = texts.t_args("wizard-check-again", &name);
    tab_to(&mut shown, Role::Button, &again);
    press(&mut shown, Modifiers::NONE, Key::Enter);
    idle(&mut shown);
    let left = shown.state().app().wizard.warnings();
    let checks = shown.state().app().wizard.checks.clone().unwrap();
    let lists = checks
        .iter()
        .filter(|check| check.check == CheckKind::ExchangeRates)
        .filter_map(|check| check.problem.as_ref()?.params.get("list"));
    let lists: Vec<&String> = lists.collect();
    let named = |list: &&String| list.contains("USD");
    assert!(!lists.iter().any(named), "the rate is there: {lists:?}");
    assert!(left >= 1, "the other check was not made again");
}

#[test]
fn what_failed_stops_the_way_on_except_read_only_and_then_nothing_is_written() {
    let texts = Texts::new(Lang::En);
    let services = services();
    let common = services.server.common();
    common.set_flaw(Flaw::MissingPrivileges, true).unwrap();
    let mut shown = open(&folder(), Lang::En, [1280.0, 800.0]);
    to_checks(&mut shown, texts, &services);
    assert!(shown.state().app().wizard.failed_checks() > 0);
    says(&shown, "prvWriteAccount");
    go_on(&mut shown);
    assert_eq!(step(&shown), Step::Checks);
    tab_to(&mut shown, Role::Button, &texts.t("wizard-read-only"));
    press(&mut shown, Modifiers::NONE, Key::Enter);
    until(&mut shown, "the tables", |app| {
        app.wizard.step() == Step::Tables && !app.wizard.lines.is_empty()
    });
    idle(&mut shown);
    go_on(&mut shown);
    until(&mut shown, "the plan", |app| app.wizard.plan.is_some());
    idle(&mut shown);
    go_on(&mut shown);
    go_on(&mut shown);
    until(&mut shown, "the home page", |app| {
        app.way.here() == Route::Home && app.is_quiet()
    });
    until(&mut shown, "the tables to be off", |app| {
        !app.home.rows.is_empty() && app.home.rows.iter().all(|row| !row.enabled)
    });
    assert_eq!(writes(&services), 0);
}

pub(crate) fn visit(address: String) {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let browser = reqwest::Client::builder().no_proxy().build().unwrap();
            browser.get(address).send().await.unwrap();
        });
    });
}

#[test]
fn a_person_signs_in_once_with_a_browser_or_a_code_and_the_window_shows_how() {
    for kind in ["wizard-kind-device", "wizard-kind-browser"] {
        let texts = Texts::new(Lang::En);
        let services = services();
        services.server.common().set_faults(Plan {
            sign_in: SignInPlan {
                device_interval: Some(1),
                ..SignInPlan::default()
            },
            ..Plan::default()
        });
        let mut shown = open(&folder(), Lang::En, [800.0, 600.0]);
        begin(&mut shown, texts);
        business_central(&mut shown, texts, &services, kind, "");
        go_on(&mut shown);
        let prompt = |app: &App| app.running.as_ref()?.prompt.clone();
        until(&mut shown, "the prompt", |app| prompt(app).is_some());
        says(&shown, "Sign in to Business Central");
        crate::window::all_named_in(&shown, "prompt");
        match prompt(shown.state().app()).unwrap() {
            Prompt::Browser { address, .. } => visit(address),
            Prompt::Device { page, code, .. } => {
                says(&shown, &code);
                visit(format!("{page}?user_code={code}"));
            }
        }
        until(&mut shown, "step 3", |app| {
            app.wizard.step() == Step::Dataverse
        });
        idle(&mut shown);
        let user = shown
            .state()
            .app()
            .wizard
            .trial(Side::Bc)
            .unwrap()
            .user
            .clone();
        assert_eq!(user.as_deref(), Some("sync@contoso.onmicrosoft.com"));
        let address = services.server.addresses().dv.clone();
        fill(&mut shown, &texts.t("wizard-address-dv"), &address);
        go_on(&mut shown);
        // Nobody is asked a second time: one sign-in serves both.
        until(&mut shown, "the checks", |app| {
            assert!(prompt(app).is_none(), "asked again");
            app.wizard.checks.is_some()
        });
        idle(&mut shown);
        go_on(&mut shown);
        until(&mut shown, "the connection", |app| {
            assert!(prompt(app).is_none(), "asked again");
            app.connection.is_some()
        });
        idle(&mut shown);
    }
}

#[test]
fn a_sign_in_can_be_cancelled() {
    let texts = Texts::new(Lang::En);
    let services = services();
    let mut shown = open(&folder(), Lang::En, [1280.0, 800.0]);
    begin(&mut shown, texts);
    business_central(&mut shown, texts, &services, "wizard-kind-device", "");
    go_on(&mut shown);
    until(&mut shown, "the prompt", |app| {
        app.running.as_ref().is_some_and(|run| run.prompt.is_some())
    });
    press(&mut shown, Modifiers::NONE, Key::Escape);
    idle(&mut shown);
    assert_eq!(step(&shown), Step::BusinessCentral);
    assert_eq!(shown.state().app().wizard.work, None::<Work>);
}

#[test]
fn leaving_keeps_what_was_typed_without_secrets_and_the_next_start_goes_on() {
    let texts = Texts::new(Lang::En);
    let services = services();
    let folder = folder();
    let mut shown = open(&folder, Lang::En, [1280.0, 800.0]);
    begin(&mut shown, texts);
    business_central(&mut shown, texts, &services, "wizard-kind-secret", SECRET);
    tab_to(&mut shown, Role::Button, &texts.t("wizard-exit"));
    press(&mut shown, Modifiers::NONE, Key::Enter);
    assert_eq!(shown.state().app().way.here(), Route::Welcome);
    drop(shown);
    let kept = std::fs::read_to_string(folder.path().join("connect-draft.json")).unwrap();
    assert!(kept.contains("contoso") && !kept.contains(SECRET), "{kept}");

    let mut shown = open(&folder, Lang::En, [1280.0, 800.0]);
    says(&shown, "Setting up was left at step 2");
    tab_to(&mut shown, Role::Button, &texts.t("wizard-go-on"));
    press(&mut shown, Modifiers::NONE, Key::Enter);
    assert_eq!(step(&shown), Step::BusinessCentral);
    let draft = &shown.state().app().wizard.draft;
    assert_eq!(draft.sign_in.bc.tenant, "contoso");
    assert!(shown.state().app().wizard.secrets.bc.is_empty());
    // The secret is the one thing that must be typed again.
    go_on(&mut shown);
    says(&shown, &texts.t("wizard-fault-secret"));
}

#[test]
fn secrets_in_a_file_are_asked_for_when_the_window_starts() {
    let texts = Texts::new(Lang::En);
    let services = services();
    let folder = folder();
    let passphrase = "correct horse battery";
    let mut shown = open(&folder, Lang::En, [1280.0, 800.0]);
    tab_to(&mut shown, Role::Button, &texts.t("welcome-connect"));
    press(&mut shown, Modifiers::NONE, Key::Enter);
    choose(&mut shown, &texts.t("wizard-keep-file"));
    go_on(&mut shown);
    says(&shown, &texts.t("wizard-fault-passphrase"));
    fill_secret(&mut shown, &texts.t("wizard-passphrase"), passphrase);
    go_on(&mut shown);
    assert_eq!(step(&shown), Step::BusinessCentral);
    business_central(&mut shown, texts, &services, "wizard-kind-secret", SECRET);
    go_on(&mut shown);
    until(&mut shown, "step 3", |app| {
        app.wizard.step() == Step::Dataverse
    });
    idle(&mut shown);
    let address = services.server.addresses().dv.clone();
    fill(&mut shown, &texts.t("wizard-address-dv"), &address);
    go_on(&mut shown);
    until(&mut shown, "the checks", |app| app.wizard.checks.is_some());
    idle(&mut shown);
    go_on(&mut shown);
    until(&mut shown, "the connection", |app| app.connection.is_some());
    idle(&mut shown);
    drop(shown);

    let mut shown = open(&folder, Lang::En, [1280.0, 800.0]);
    assert_eq!(shown.state().app().lock, Lock::Asked(None));
    says(&shown, &texts.t("wizard-unlock-title"));
    for (typed, opens) in [("wrong passphrase", false), (passphrase, true)] {
        fill_secret(&mut shown, &texts.t("wizard-passphrase"), typed);
        press(&mut shown, Modifiers::NONE, Key::Enter);
        until(&mut shown, "the answer", |app| {
            app.lock == Lock::Open || matches!(app.lock, Lock::Asked(Some(_)))
        });
        assert_eq!(shown.state().app().lock == Lock::Open, opens, "{typed}");
    }
    says(&shown, "Setting up was left at step 5");
}

/// Somewhere on the page stands a text with these words.
fn is_said(shown: &Shown, words: &str) -> bool {
    let mut found = shown.query_all_by(|node| {
        let said = |text: Option<String>| text.is_some_and(|text| text.contains(words));
        said(node.label()) || said(node.value())
    });
    found.next().is_some()
}

/// Draws frames until something is said.
pub(crate) fn until_says(shown: &mut Shown, words: &str) {
    let begun = Instant::now();
    while !is_said(shown, words) {
        assert!(begun.elapsed() < PATIENCE, "nothing ever says {words:?}");
        std::thread::sleep(Duration::from_millis(2));
        shown.step();
    }
}

pub(crate) fn says(shown: &Shown, words: &str) {
    if !is_said(shown, words) {
        let all: Vec<String> = shown
            .query_all_by_role(Role::Label)
            .filter_map(|node| node.accesskit_node().value())
            .collect();
        panic!("nothing says {words:?}: {all:#?}");
    }
}
