//! A merge that is half done when the program ends: a fresh start on the same data folder opens it as it was.

use crate::raster::CpuRenderer;
use eframe::egui;
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use raccord::app::command::Command;
use raccord::app::{App, AppOptions};
use raccord::engine::context::{Cancel, Progress, Reporter};
use raccord::engine::request::{MatchChoice, MatchRequest, SyncRequest};
use raccord::i18n::Lang;
use raccord::model::reason::Problem;
use raccord::model::{MappingName, Side};
use raccord::remote::connection::Connection;
use raccord::sandbox::demo::story::{Script, edit_both_sides};
use raccord::sandbox::demo::{self, DemoOptions};
use raccord::sandbox::http::server::DEFAULT_CLIENT_ID;
use raccord::sandbox::http::{SandboxServer, ServerOptions};
use raccord::sandbox::system::world::{Setup, World};
use raccord::ui::design::{self, Appearance};
use raccord::ui::window::Window;
use raccord::worker::protocol::{
    Answer, ConnectRequest, ConnectionSource, Couplings, Request, SecretsFrom,
};
use raccord::worker::session::Session;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::{Duration, Instant};

/// How long the worker may take for anything here; far more than it needs.
const PATIENCE: Duration = Duration::from_mins(2);

struct Silent;

impl Reporter for Silent {
    fn progress(&mut self, _progress: &Progress) {}
    fn problem(&mut self, _mapping: &MappingName, _problem: &Problem) {}
}

/// Opens the folder as a process does that signs in with a certificate, carries requests out, and ends.
fn carry_out(folder: &Path, requests: Vec<Request>) -> Vec<Answer> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut session = Session::open(folder, "test").unwrap();
    let each = requests.into_iter().map(|request| {
        let mut silent = Silent;
        let answer = session.run(request, &mut silent, Cancel::new());
        runtime.block_on(answer).unwrap()
    });
    each.collect()
}

struct Stage {
    window: Option<Window>,
    folder: PathBuf,
}

impl Stage {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let window = self.window.get_or_insert_with(|| {
            let options = AppOptions {
                folder: Some(self.folder.clone()),
                lang: Some(Lang::En),
                demo: None,
                ..AppOptions::default()
            };
            Window::new(options, ui.ctx())
        });
        window.logic(ui.ctx());
        window.draw(ui);
    }
}

type Shown = Harness<'static, Stage>;

/// Starts the program.
fn start(folder: &Path) -> Shown {
    let stage = Stage {
        window: None,
        folder: folder.to_owned(),
    };
    let mut shown = Harness::builder()
        .with_size([1280.0, 800.0])
        .renderer(CpuRenderer::default())
        .with_context_setup(|ctx| design::install(ctx, Appearance::default()))
        .build_ui_state(|ui, stage: &mut Stage| stage.frame(ui), stage);
    until(&mut shown, "the connection", |app| {
        app.connection.is_some() && app.reader().is_some()
    });
    shown
}

fn app(shown: &Shown) -> &App {
    shown.state().window.as_ref().unwrap().app()
}

fn until(shown: &mut Shown, what: &str, so: impl Fn(&App) -> bool) {
    let begun = Instant::now();
    loop {
        shown.step();
        assert!(app(shown).notice.is_none(), "{:?}", app(shown).notice);
        if so(app(shown)) {
            shown.run_steps(3);
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Ends the program: its worker lets go of the folder.
fn end(shown: Shown) {
    app(&shown).stop();
    let begun = Instant::now();
    while !app(&shown).has_stopped() {
        assert!(begun.elapsed() < PATIENCE, "the worker does not end");
        std::thread::sleep(Duration::from_millis(2));
    }
    drop(shown);
}

fn open(shown: &mut Shown, place: usize) {
    let id = app(shown).conflicts()[place];
    let window = shown.state_mut().window.as_mut().unwrap();
    window.app_mut().send(Command::OpenSkipped(id));
    until(shown, "the conflict", |app| {
        app.merging.as_ref().is_some_and(|merging| merging.id == id)
    });
}

fn press(shown: &mut Shown, key: Key) {
    shown.key_press_modifiers(Modifiers::NONE, key);
    shown.run_steps(3);
}

#[test]
fn a_draft_survives_the_end_of_the_program_and_a_side_that_moves_meanwhile() {
    let options = DemoOptions {
        records: 60,
        ..DemoOptions::default()
    };
    let mut world = World::new(&Setup {
        seed: options.seed,
        company: demo::COMPANY.to_owned(),
        currency: demo::CURRENCY.to_owned(),
        ..Setup::default()
    });
    demo::fill(&mut world, options).unwrap();
    let world = world.shared();
    let server = SandboxServer::start(world.clone(), ServerOptions::default()).unwrap();
    let addresses = server.addresses();
    let certificate = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/assets/sandbox/certificate.pem"
    );
    let sign_in = format!(
        "kind = \"certificate\"\ntoken_url = {:?}\nclient_id = \"{DEFAULT_CLIENT_ID}\"\ncertificate = {certificate:?}\n",
        addresses.token
    );
    let connection = format!(
        "name = \"Office\"\n[business_central]\nurl = {:?}\ncompany = {:?}\n[business_central.sign_in]\n{sign_in}\
         [dataverse]\nurl = {:?}\n[dataverse.sign_in]\n{sign_in}",
        addresses.bc,
        demo::COMPANY,
        addresses.dv
    );
    let folder = tempfile::tempdir().unwrap();
    let mut requests = vec![Request::Connect(ConnectRequest {
        connection: ConnectionSource::Given(Box::new(Connection::from_toml(&connection).unwrap())),
        secrets: SecretsFrom::Environment,
        proxy_password: None,
        couplings: Couplings::Protect,
        asking: None,
    })];
    for mapping in ["CURRENCY", "PAYMENT-TERMS", "SALESPERSON", "CUSTOMER"] {
        requests.push(Request::Match(MatchRequest {
            mapping: mapping.into(),
            create: false,
            preview: false,
            choice: MatchChoice::default(),
        }));
    }
    requests.push(Request::Sync(SyncRequest::default()));
    carry_out(folder.path(), requests);
    let script = Script {
        conflicts: 3,
        ..Script::default()
    };
    let told = {
        let mut world = world.lock().unwrap_or_else(PoisonError::into_inner);
        edit_both_sides(&mut world, options, script).unwrap()
    };
    carry_out(folder.path(), vec![Request::Sync(SyncRequest::default())]);

    // The first evening: two conflicts are half done.
    let mut shown = start(folder.path());
    assert_eq!(app(&shown).conflicts().len(), 3);
    open(&mut shown, 0);
    press(&mut shown, Key::Num2);
    let kept = app(&shown).merging.as_ref().unwrap().draft.clone();
    assert!(!kept.is_empty());
    open(&mut shown, 1);
    press(&mut shown, Key::Num1);
    let second = app(&shown).merging.as_ref().unwrap().view.coupling.ids;
    until(&mut shown, "both drafts to be kept", |app| {
        let reader = app.reader().unwrap().read();
        let kept = app.conflicts().into_iter().take(2);
        kept.map(|id| reader.draft(id).unwrap())
            .all(|draft| draft.is_some())
    });
    end(shown);

    // Overnight a colleague changes the value that one of the choices was made on.
    {
        let mut world = world.lock().unwrap_or_else(PoisonError::into_inner);
        let edit = raccord::sandbox::demo::edit::Edit::plan(
            &world,
            Side::Bc,
            "customers",
            second.bc,
            "phoneNumber",
            raccord::sandbox::system::cell::Cell::text("+33 9 00 00 00 01"),
        );
        edit.unwrap().apply(&mut world).unwrap();
    }
    carry_out(folder.path(), vec![Request::Sync(SyncRequest::default())]);

    // The next morning.
    let mut shown = start(folder.path());
    open(&mut shown, 0);
    let merging = app(&shown).merging.as_ref().unwrap();
    assert_eq!(merging.draft, kept);
    assert_eq!(merging.open().count(), 0, "the choice is still there");
    open(&mut shown, 1);
    let merging = app(&shown).merging.as_ref().unwrap();
    assert_eq!(
        merging.open().count(),
        1,
        "it was made on a value that is gone"
    );
    assert_eq!(merging.reopened.len(), 1, "and is remembered");
    assert!(told.pairs.len() >= 3);
    end(shown);
}
