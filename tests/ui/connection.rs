//! What becomes of a connection after its set-up, in the window: other ways to sign in, signing out, editing, another company, a
//! copied environment, the data folder on its way to another place.

use crate::window::PATIENCE;
use crate::wizard::{
    Shown, begin, business_central, choose, fill, fill_secret, folder, go_on, idle, open, says,
    services, step, tab_to, to_checks, until, until_says, visit,
};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use raccord::app::App;
use raccord::app::command::Command;
use raccord::app::route::Route;
use raccord::app::wizard::command::WizardCommand;
use raccord::app::wizard::{Lock, Step};
use raccord::cli::demo::services::{CLIENT_ID, SECRET, Services};
use raccord::i18n::{Lang, Texts};
use raccord::model::reason::Cause;
use raccord::remote::auth::interactive::Prompt;
use raccord::sandbox::http::flaws::Flaw;
use raccord::sandbox::system::decree::Decree;
use raccord::store::{CouplingFilter, CouplingSort, Slice};
use std::time::Instant;

const EN: Texts = Texts::new(Lang::En);

fn send(shown: &mut Shown, command: Command) {
    shown.state_mut().app_mut().send(command);
    shown.run_steps(3);
}

fn click(shown: &mut Shown, key: &str) {
    let name = EN.t(key);
    let found = shown
        .query_all_by_role_and_label(Role::Button, &name)
        .next();
    let button = found.unwrap_or_else(|| panic!("there is no button {name}"));
    button.click();
    shown.run_steps(3);
}

/// Opens the wizard by the button at hand. While a run of the schedule is under way the button is off; one may begin at any time.
fn edit(shown: &mut Shown) {
    let deadline = Instant::now() + PATIENCE;
    while shown.state().app().way.here() != Route::Wizard {
        assert!(Instant::now() < deadline, "the wizard does not open");
        idle(shown);
        click(shown, "wizard-edit");
    }
}

fn couplings(app: &App) -> usize {
    let reader = app.reader().unwrap().read();
    let all = reader.list_couplings(
        &CouplingFilter::default(),
        CouplingSort::default(),
        false,
        Slice::ALL,
    );
    all.unwrap().len()
}

/// From the checks to the home page, with the first synchronisation made.
fn through(shown: &mut Shown) {
    go_on(shown);
    until(shown, "the tables", |app| {
        app.wizard.step() == Step::Tables && !app.wizard.lines.is_empty()
    });
    idle(shown);
    go_on(shown);
    until(shown, "the plan", |app| app.wizard.plan.is_some());
    idle(shown);
    send(shown, Command::Wizard(WizardCommand::Run { anyway: true }));
    until(shown, "the first synchronisation", |app| {
        app.wizard.ran.is_some()
    });
    idle(shown);
    go_on(shown);
    go_on(shown);
    until(shown, "the home page", |app| {
        app.way.here() == Route::Home && app.is_quiet()
    });
    assert!(couplings(shown.state().app()) > 5);
}

/// Synchronises, and waits for what the link says then.
fn sync_until(shown: &mut Shown, cause: Option<Cause>) {
    send(shown, Command::SyncNow);
    until(shown, "the run to end", |app| {
        let told = app.health.ailments.iter().map(|one| one.problem.cause);
        app.is_quiet() && !app.has_commands() && told.collect::<Vec<_>>().first().copied() == cause
    });
}

/// From the wizard's second step over the third to the checks, which are made anew.
fn to_the_checks_again(shown: &mut Shown) {
    // A run of the schedule may be under way; nothing goes on beside it.
    idle(shown);
    go_on(shown);
    until(shown, "step 3", |app| app.wizard.step() == Step::Dataverse);
    idle(shown);
    go_on(shown);
    until(shown, "the checks", |app| app.wizard.checks.is_some());
    idle(shown);
}

#[test]
fn a_copied_environment_stops_runs_until_a_person_says_what_becomes_of_the_couplings() {
    let services = services();
    let mut shown = open(&folder(), Lang::En, [1280.0, 1600.0]);
    to_checks(&mut shown, EN, &services);
    through(&mut shown);
    let before = couplings(shown.state().app());
    let common = services.server.common();
    common.set_flaw(Flaw::CopiedEnvironment, true).unwrap();
    sync_until(&mut shown, Some(Cause::OtherEnvironment));
    says(&shown, "another environment");
    assert_eq!(couplings(shown.state().app()), before);

    // The bar leads to where it is decided.
    edit(&mut shown);
    to_the_checks_again(&mut shown);
    says(&shown, &EN.t("wizard-elsewhere"));
    go_on(&mut shown);
    assert_eq!(
        step(&shown),
        Step::Checks,
        "nobody said what becomes of them"
    );
    assert_eq!(couplings(shown.state().app()), before);
    click(&mut shown, "wizard-elsewhere-same");
    until(&mut shown, "the connection to be stored", |app| {
        app.way.here() != Route::Wizard
    });
    idle(&mut shown);
    sync_until(&mut shown, None);
    assert_eq!(couplings(shown.state().app()), before);

    // The other answer: a new beginning.
    common.set_flaw(Flaw::CopiedEnvironment, false).unwrap();
    sync_until(&mut shown, Some(Cause::OtherEnvironment));
    edit(&mut shown);
    to_the_checks_again(&mut shown);
    click(&mut shown, "wizard-elsewhere-anew");
    until(&mut shown, "the connection to be stored", |app| {
        app.way.here() != Route::Wizard
    });
    idle(&mut shown);
    assert_eq!(couplings(shown.state().app()), 0);
}

#[test]
fn another_company_is_told_before_anything_is_stored_and_editing_can_be_left() {
    let services = services();
    let mut shown = open(&folder(), Lang::En, [1280.0, 1600.0]);
    to_checks(&mut shown, EN, &services);
    through(&mut shown);
    let before = couplings(shown.state().app());
    let decree: Decree =
        serde_json::from_str(r#"{"do":"add-company","name":"Filiale Nord"}"#).unwrap();
    services.world().decree(&decree).unwrap();
    send(&mut shown, Command::Go(Route::Settings));
    says(&shown, "Vauclair & Filles");
    edit(&mut shown);
    assert_eq!(step(&shown), Step::BusinessCentral);
    fill(&mut shown, &EN.t("wizard-company"), "Filiale Nord");
    to_the_checks_again(&mut shown);
    says(&shown, "Filiale Nord");
    says(&shown, "Vauclair & Filles");
    says(&shown, &EN.t("wizard-elsewhere"));
    click(&mut shown, "action-cancel");
    until(&mut shown, "the wizard to be left", |app| {
        app.way.here() != Route::Wizard
    });
    sync_until(&mut shown, None);
    assert_eq!(couplings(shown.state().app()), before);
}

#[test]
fn a_web_service_access_key_signs_in_to_business_central_alone() {
    let services = services();
    let folder = folder();
    let mut shown = open(&folder, Lang::En, [1280.0, 1600.0]);
    begin(&mut shown, EN);
    let addresses = services.server.addresses().clone();
    fill(&mut shown, &EN.t("wizard-address-bc"), &addresses.bc);
    choose(&mut shown, &EN.t("wizard-kind-basic"));
    fill(&mut shown, &EN.t("wizard-user"), "SYNC");
    fill_secret(&mut shown, &EN.t("wizard-key"), "a wrong key");
    go_on(&mut shown);
    idle(&mut shown);
    assert_eq!(step(&shown), Step::BusinessCentral);
    says(&shown, &EN.t("state-error-next"));
    fill_secret(&mut shown, &EN.t("wizard-key"), "x");
    crate::wizard::press(&mut shown, Modifiers::COMMAND, Key::A);
    shown.event(eframe::egui::Event::Paste(SECRET.to_owned()));
    shown.run_steps(3);
    go_on(&mut shown);
    until(&mut shown, "step 3", |app| {
        app.wizard.step() == Step::Dataverse
    });
    idle(&mut shown);
    // A key says nothing of a tenant: Dataverse has a sign-in of its own.
    fill(&mut shown, &EN.t("wizard-address-dv"), &addresses.dv);
    choose(&mut shown, &EN.t("wizard-kind-secret"));
    fill(&mut shown, &EN.t("wizard-tenant"), "contoso");
    fill(
        &mut shown,
        &EN.t("wizard-client-id"),
        &CLIENT_ID.hyphenated().to_string(),
    );
    fill_secret(&mut shown, &EN.t("wizard-secret"), SECRET);
    go_on(&mut shown);
    until(&mut shown, "the checks", |app| app.wizard.checks.is_some());
    idle(&mut shown);
    assert_eq!(shown.state().app().wizard.failed_checks(), 0);
    through(&mut shown);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        if let Ok(bytes) = std::fs::read(entry.unwrap().path()) {
            assert!(!String::from_utf8_lossy(&bytes).contains(SECRET));
        }
    }
}

/// Signs in as the window says.
fn follow(shown: &mut Shown, services: &Services) {
    let prompt = |app: &App| app.running.as_ref()?.prompt.clone();
    until(shown, "the prompt", |app| prompt(app).is_some());
    match prompt(shown.state().app()).unwrap() {
        Prompt::Browser { address, .. } => visit(address),
        Prompt::Device { page, code, .. } => visit(format!("{page}?user_code={code}")),
    }
    until(shown, "the sign-in to end", |app| {
        prompt(app).is_none() && app.running.is_none()
    });
    assert!(services.server.common().flaws().is_empty());
}

#[test]
fn whoever_signed_out_is_asked_to_sign_in_again_where_it_is_told() {
    let services = services();
    let mut shown = open(&folder(), Lang::En, [1280.0, 1600.0]);
    begin(&mut shown, EN);
    business_central(&mut shown, EN, &services, "wizard-kind-browser", "");
    go_on(&mut shown);
    follow(&mut shown, &services);
    until(&mut shown, "step 3", |app| {
        app.wizard.step() == Step::Dataverse
    });
    idle(&mut shown);
    let address = services.server.addresses().dv.clone();
    fill(&mut shown, &EN.t("wizard-address-dv"), &address);
    go_on(&mut shown);
    until(&mut shown, "the checks", |app| app.wizard.checks.is_some());
    idle(&mut shown);
    through(&mut shown);
    let before = couplings(shown.state().app());

    send(&mut shown, Command::Go(Route::Settings));
    says(&shown, &EN.t("wizard-kind-browser"));
    click(&mut shown, "wizard-sign-out");
    until_says(&mut shown, &EN.t("toast-signed-out"));
    sync_until(&mut shown, Some(Cause::SignInNeeded));
    says(&shown, &EN.t("cause-sign_in_needed-title"));
    click(&mut shown, "health-sign-in");
    follow(&mut shown, &services);
    sync_until(&mut shown, None);
    assert_eq!(couplings(shown.state().app()), before);
}

#[test]
fn the_data_folder_moves_with_its_secrets_and_its_old_place_leads_to_the_new_one() {
    let services = services();
    let (old, away) = (folder(), tempfile::tempdir().unwrap());
    let passphrase = "correct horse battery";
    let mut shown = open(&old, Lang::En, [1280.0, 1600.0]);
    tab_to(&mut shown, Role::Button, &EN.t("welcome-connect"));
    crate::wizard::press(&mut shown, Modifiers::NONE, Key::Enter);
    choose(&mut shown, &EN.t("wizard-keep-file"));
    fill_secret(&mut shown, &EN.t("wizard-passphrase"), passphrase);
    go_on(&mut shown);
    business_central(&mut shown, EN, &services, "wizard-kind-secret", SECRET);
    go_on(&mut shown);
    until(&mut shown, "step 3", |app| {
        app.wizard.step() == Step::Dataverse
    });
    idle(&mut shown);
    let address = services.server.addresses().dv.clone();
    fill(&mut shown, &EN.t("wizard-address-dv"), &address);
    go_on(&mut shown);
    until(&mut shown, "the checks", |app| app.wizard.checks.is_some());
    idle(&mut shown);
    through(&mut shown);
    let before = couplings(shown.state().app());

    // What the folder dialog leads to.
    let place = away.path().join("new");
    send(
        &mut shown,
        Command::Wizard(WizardCommand::Move(place.clone())),
    );
    until(&mut shown, "the folder to be there", |app| {
        app.data_folder() == Some(place.as_path()) && app.reader().is_some() && app.is_quiet()
    });
    assert!(place.join("cache.sqlite3").exists() && !old.path().join("cache.sqlite3").exists());
    assert!(old.path().join("moved-to").exists());
    until(&mut shown, "the passphrase to be asked for", |app| {
        matches!(app.lock, Lock::Asked(_))
    });
    fill_secret(&mut shown, &EN.t("wizard-passphrase"), passphrase);
    crate::wizard::press(&mut shown, Modifiers::NONE, Key::Enter);
    until(&mut shown, "the secrets to be open", |app| {
        app.lock == Lock::Open
    });
    idle(&mut shown);
    sync_until(&mut shown, None);
    assert_eq!(couplings(shown.state().app()), before);
    send(&mut shown, Command::Go(Route::Settings));
    says(&shown, &place.display().to_string());
    drop(shown);

    // Whoever names the old place is led to the new one.
    let shown = open(&old, Lang::En, [1280.0, 800.0]);
    assert_eq!(shown.state().app().data_folder(), Some(place.as_path()));
}
