//! The merge editor in the whole window, against the emulated services: by keyboard only, over a restart, while a side
//! changes, in both languages, in small windows.

use crate::raster::CpuRenderer;
use eframe::egui;
use eframe::egui::{Event, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use raccord::app::command::{Command, MergeCommand, RulesCommand};
use raccord::app::merging_rules::Rule;
use raccord::app::route::Route;
use raccord::app::settings::Theme;
use raccord::app::{App, AppOptions};
use raccord::i18n::{Lang, Texts};
use raccord::model::{Side, SkippedId, Value};
use raccord::sandbox::demo::DemoOptions;
use raccord::sandbox::demo::edit::Edit;
use raccord::sandbox::demo::story::Script;
use raccord::sandbox::system::cell::Cell;
use raccord::ui::design::{self, Appearance, ThemeChoice};
use raccord::ui::window::Window;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long the worker may take for anything here; far more than it needs.
const PATIENCE: Duration = Duration::from_mins(2);

/// How many conflicts the colleagues leave.
pub(crate) const CONFLICTS: u32 = 4;

/// The window, and the folder that it must not share with the person's own.
pub(crate) struct Stage {
    window: Option<Window>,
    lang: Lang,
    folder: tempfile::TempDir,
}

impl Stage {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let window = self.window.get_or_insert_with(|| {
            let options = AppOptions {
                folder: Some(self.folder.path().to_owned()),
                lang: Some(self.lang),
                demo: None,
                ..AppOptions::default()
            };
            let mut window = Window::new(options, ui.ctx());
            let demo = DemoOptions {
                records: 60,
                ..DemoOptions::default()
            };
            let script = Script {
                conflicts: CONFLICTS,
                ..Script::default()
            };
            window.app_mut().play_demo(demo, script);
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

pub(crate) fn demo(lang: Lang, size: [f32; 2]) -> Shown {
    let appearance = Appearance {
        theme: ThemeChoice::Dark,
        reduce_motion: true,
    };
    let stage = Stage {
        window: None,
        lang,
        folder: tempfile::tempdir().unwrap(),
    };
    let mut shown = Harness::builder()
        .with_size(size)
        .with_render_cursor(false)
        .renderer(CpuRenderer::default())
        .with_context_setup(move |ctx| design::install(ctx, appearance))
        .build_ui_state(|ui, stage: &mut Stage| stage.frame(ui), stage);
    until(&mut shown, "the demo to be ready", |app| {
        app.demo_is_ready() && app.is_quiet()
    });
    shown
}

/// Draws frames until something is so.
pub(crate) fn until(shown: &mut Shown, what: &str, so: impl Fn(&App) -> bool) {
    let begun = Instant::now();
    loop {
        shown.step();
        let app = shown.state().app();
        assert!(app.notice.is_none(), "waiting for {what}: {:?}", app.notice);
        if so(app) {
            // What was drawn last was drawn before; the page is asked after what it shows now.
            shown.run_steps(3);
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

pub(crate) fn press(shown: &mut Shown, modifiers: Modifiers, key: Key) {
    shown.key_press_modifiers(modifiers, key);
    shown.run_steps(3);
}

pub(crate) fn send(shown: &mut Shown, command: Command) {
    let window = shown.state_mut().window.as_mut().unwrap();
    window.app_mut().send(command);
    shown.run_steps(3);
}

pub(crate) fn open(shown: &mut Shown, place: usize) -> SkippedId {
    let id = shown.state().app().conflicts()[place];
    send(shown, Command::OpenSkipped(id));
    until(shown, "the conflict to open", |app| {
        app.merging.as_ref().is_some_and(|merging| merging.id == id)
    });
    id
}

fn merging(shown: &Shown) -> &raccord::app::merging::Merging {
    shown.state().app().merging.as_ref().unwrap()
}

fn open_fields(shown: &Shown) -> usize {
    merging(shown).open().count()
}

/// What a service holds.
pub(crate) fn held(
    shown: &Shown,
    side: Side,
    set: &'static str,
    id: Uuid,
    field: &'static str,
) -> String {
    let world = shown.state().app().demo_world().unwrap();
    let world = world.lock().unwrap();
    // A change to what nobody would type shows what is there now.
    let edit = Edit::plan(&world, side, set, id, field, Cell::text("\u{1}")).unwrap();
    edit.before.as_text().unwrap_or_default().to_owned()
}

/// A colleague changes a field.
pub(crate) fn colleague(shown: &Shown, side: Side, id: Uuid, field: &'static str, text: &str) {
    let set = match side {
        Side::Bc => "customers",
        Side::Dv => "accounts",
    };
    let world = shown.state().app().demo_world().unwrap();
    let mut world = world.lock().unwrap();
    let edit = Edit::plan(&world, side, set, id, field, Cell::text(text)).unwrap();
    edit.apply(&mut world).unwrap();
}

/// Saves what the window shows, where somebody wants to look at it.
pub(crate) fn picture(shown: &mut Shown, name: &str) {
    let Ok(folder) = std::env::var("RACCORD_PICTURES") else {
        return;
    };
    let image = shown.render().unwrap();
    let file = std::path::Path::new(&folder).join(format!("{name}.png"));
    image.save(file).unwrap();
}

#[test]
fn every_conflict_is_resolved_one_after_another_by_keyboard_only() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let all = shown.state().app().conflicts().len();
    assert_eq!(all, CONFLICTS as usize);
    press(&mut shown, Modifiers::COMMAND, Key::Num2);
    for _ in 0..20 {
        press(&mut shown, Modifiers::NONE, Key::Enter);
        if matches!(shown.state().app().way.here(), Route::Merge(_)) {
            break;
        }
        press(&mut shown, Modifiers::NONE, Key::ArrowDown);
    }
    until(&mut shown, "the conflict to open", |app| {
        app.merging.is_some()
    });
    for left in (0..all).rev() {
        // Whatever opens is at its first open field; the arrow that points to the column takes it.
        let id = merging(&shown).id;
        let ids = merging(&shown).view.coupling.ids;
        let wanted = merging(&shown).focused().unwrap().values.dv.to_plain();
        while open_fields(&shown) > 0 {
            press(&mut shown, Modifiers::NONE, Key::ArrowRight);
            press(&mut shown, Modifiers::NONE, Key::N);
        }
        press(&mut shown, Modifiers::COMMAND, Key::Enter);
        until(&mut shown, "the next conflict", |app| {
            app.is_quiet()
                && app.home.conflicts == left as u64
                && (left == 0 || app.merging.as_ref().is_some_and(|now| now.id != id))
        });
        // Both services are asked themselves.
        assert_eq!(
            held(&shown, Side::Bc, "customers", ids.bc, "phoneNumber"),
            wanted
        );
        assert_eq!(
            held(&shown, Side::Dv, "accounts", ids.dv, "telephone1"),
            wanted
        );
    }
    assert_eq!(shown.state().app().way.here(), Route::Skipped);
}

#[test]
fn one_answer_is_given_to_all_conflicts_that_wait_for_it() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, 0);
    press(&mut shown, Modifiers::NONE, Key::Num1);
    until(&mut shown, "the conflicts that wait for it", |app| {
        let merging = app.merging.as_ref();
        merging.is_some_and(|merging| merging.alike.is_some())
    });
    let alike = merging(&shown).alike.clone().unwrap();
    assert_eq!(alike.others.len(), CONFLICTS as usize - 1);
    picture(&mut shown, "alike");
    shown
        .get_by_role_and_label(Role::Button, "Look at them…")
        .click();
    shown.run_steps(3);
    until(&mut shown, "the conflicts to be read", |app| {
        app.rules
            .as_ref()
            .is_some_and(|rules| rules.read() == rules.total)
    });
    let rules = shown.state().app().rules.as_ref().unwrap();
    assert_eq!(rules.rule, Rule::Side(Side::Bc));
    assert_eq!(rules.sum().fields, CONFLICTS as usize - 1);
    picture(&mut shown, "rules");
    shown
        .get_by_role_and_label(Role::Button, "Fill the drafts of 3 conflicts")
        .click();
    shown.run_steps(3);
    picture(&mut shown, "rules-filled");
    // Nothing is written yet, and all of it can be taken back.
    assert_eq!(shown.state().app().home.conflicts, u64::from(CONFLICTS));
    shown
        .get_by_role_and_label(Role::Button, "Take the drafts back")
        .click();
    shown.run_steps(3);
    send(&mut shown, Command::Rules(RulesCommand::Fill));
    shown
        .get_by_role_and_label(Role::Button, "Write 3 conflicts to both sides")
        .click();
    shown.run_steps(3);
    until(&mut shown, "the conflicts to be written", |app| {
        app.home.conflicts == 1 && app.is_quiet()
    });
    picture(&mut shown, "rules-written");
    shown.get_by_role_and_label(Role::Button, "Close").click();
    shown.run_steps(3);
    until(&mut shown, "the open conflict with its draft", |app| {
        app.merging
            .as_ref()
            .is_some_and(|merging| merging.hindrance().is_none())
    });
}

#[test]
fn the_same_answer_goes_to_all_similar_conflicts_with_five_keys() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, 0);
    press(&mut shown, Modifiers::NONE, Key::ArrowRight);
    until(&mut shown, "the conflicts that wait for it", |app| {
        let merging = app.merging.as_ref();
        merging.is_some_and(|merging| merging.alike.is_some())
    });
    press(&mut shown, Modifiers::NONE, Key::A);
    until(&mut shown, "the conflicts to be read", |app| {
        app.rules
            .as_ref()
            .is_some_and(|rules| rules.read() == rules.total)
    });
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    assert!(shown.state().app().rules.as_ref().unwrap().filled);
    assert_eq!(shown.state().app().home.conflicts, u64::from(CONFLICTS));
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    until(&mut shown, "the conflicts to be written", |app| {
        app.home.conflicts == 1 && app.is_quiet()
    });
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    assert!(shown.state().app().rules.is_none());
    until(&mut shown, "the open conflict with its draft", |app| {
        app.merging
            .as_ref()
            .is_some_and(|merging| merging.hindrance().is_none())
    });
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    until(&mut shown, "the last one to be written", |app| {
        app.home.conflicts == 0 && app.is_quiet()
    });
}

#[test]
fn language_and_look_change_in_the_middle_of_a_merge_and_nothing_is_lost() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, 0);
    press(&mut shown, Modifiers::NONE, Key::E);
    shown.event(Event::Text("+33 1 99".to_owned()));
    shown.run_steps(2);
    picture(&mut shown, "typing");
    send(&mut shown, Command::SetTheme(Theme::Light));
    send(&mut shown, Command::SetLang(Lang::Fr));
    let editing = merging(&shown).editing.clone().unwrap();
    assert_eq!(editing.text, "+33 1 99");
    shown.event(Event::Text(" 00".to_owned()));
    shown.run_steps(2);
    press(&mut shown, Modifiers::NONE, Key::Enter);
    assert_eq!(open_fields(&shown), 0);
    let fr = Texts::new(Lang::Fr);
    let field = merging(&shown).focused().unwrap().result.clone().unwrap();
    assert_eq!(field.bc, Value::text("+33 1 99 00"));
    assert!(
        shown
            .query_all_by_label(&fr.t("merge-apply"))
            .next()
            .is_some()
    );
    picture(&mut shown, "editor-light-fr");
    send(&mut shown, Command::SetLang(Lang::En));
    picture(&mut shown, "editor-light-en");
    send(&mut shown, Command::SetTheme(Theme::Dark));
    picture(&mut shown, "editor-dark-en");
    send(&mut shown, Command::SetLang(Lang::Fr));
    picture(&mut shown, "editor-dark-fr");
    press(&mut shown, Modifiers::NONE, Key::V);
    press(&mut shown, Modifiers::NONE, Key::U);
    picture(&mut shown, "editor-all-preview");
    press(&mut shown, Modifiers::NONE, Key::F1);
    picture(&mut shown, "help-fr");
    press(&mut shown, Modifiers::NONE, Key::Escape);
    assert_eq!(shown.state().app().layer, None);
    assert!(
        matches!(shown.state().app().way.here(), Route::Merge(_)),
        "Esc closes the topmost layer only"
    );
}

#[test]
fn every_key_of_the_editor_does_what_the_help_says() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let first = open(&mut shown, 1);
    let none = Modifiers::NONE;
    let picked = |shown: &Shown| merging(shown).focused().unwrap().pick.code();
    for (key, pick) in [
        (Key::ArrowLeft, "bc"),
        (Key::ArrowRight, "dv"),
        (Key::Num1, "bc"),
        (Key::Num2, "dv"),
        (Key::Num0, "base"),
        (Key::Backspace, "undecided"),
    ] {
        press(&mut shown, none, key);
        assert_eq!(picked(&shown), pick, "{key:?}");
    }
    press(&mut shown, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(picked(&shown), "dv");
    press(&mut shown, Modifiers::COMMAND, Key::Z);
    assert_eq!(picked(&shown), "undecided");
    press(&mut shown, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(picked(&shown), "dv");
    press(
        &mut shown,
        Modifiers::COMMAND | Modifiers::SHIFT,
        Key::ArrowLeft,
    );
    assert_eq!(picked(&shown), "dv", "only open fields are taken");
    for (key, is) in [
        (
            Key::U,
            (|m| m.sight.unchanged) as fn(&raccord::app::merging::Merging) -> bool,
        ),
        (Key::V, |m| m.sight.preview),
        (Key::D, |m| m.sight.detail),
    ] {
        let before = is(merging(&shown));
        press(&mut shown, none, key);
        assert_eq!(is(merging(&shown)), !before, "{key:?}");
        press(&mut shown, none, key);
        assert_eq!(is(merging(&shown)), before, "{key:?}");
    }
    for (modifiers, key, back) in [
        (Modifiers::COMMAND, Key::PageDown, Key::PageUp),
        (Modifiers::ALT, Key::ArrowDown, Key::ArrowUp),
    ] {
        for (key, other) in [(key, true), (back, false)] {
            press(&mut shown, modifiers, key);
            until(&mut shown, "the other conflict", |app| {
                app.merging
                    .as_ref()
                    .is_some_and(|now| (now.id != first) == other)
            });
        }
    }
    // A letter is a letter while the filter has the keyboard.
    press(&mut shown, Modifiers::COMMAND, Key::F);
    shown.event(Event::Text("phone".to_owned()));
    shown.run_steps(3);
    assert_eq!(merging(&shown).filter, "phone");
    assert_eq!(merging(&shown).shown().len(), 1);
    press(&mut shown, none, Key::Escape);
    assert_eq!(merging(&shown).filter, "");
}

#[test]
fn a_coupled_record_is_found_by_its_name_and_written_to_both() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, 0);
    press(&mut shown, Modifiers::NONE, Key::Num1);
    press(&mut shown, Modifiers::NONE, Key::U);
    let index = merging(&shown).merge.field("paymentTermsId").unwrap().index;
    send(&mut shown, Command::Merge(MergeCommand::BeginEdit(index)));
    let found = |app: &App| {
        let editing = app.merging.as_ref().unwrap().editing.as_ref().unwrap();
        !editing.is_searching()
    };
    until(&mut shown, "the records that are offered", found);
    picture(&mut shown, "picker");
    let offered = shown.query_all_by_role(Role::ListBoxOption).count();
    assert!(offered > 2, "{offered} payment terms are offered");
    shown.event(Event::Text("14".to_owned()));
    shown.run_steps(4);
    until(&mut shown, "the records with these words", found);
    let fewer = shown.query_all_by_role(Role::ListBoxOption).count();
    assert!(
        (1..offered).contains(&fewer),
        "{fewer} of {offered} are left"
    );
    press(&mut shown, Modifiers::NONE, Key::Enter);
    let field = merging(&shown)
        .merge
        .field("paymentTermsId")
        .unwrap()
        .clone();
    assert_eq!(field.problem, None);
    let result = field.result.unwrap();
    assert!(matches!(result.bc, Value::Guid(_)), "{result:?}");
    assert!(matches!(result.dv, Value::Choice(_)), "{result:?}");
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    until(&mut shown, "the decision to be written", |app| {
        app.home.conflicts == u64::from(CONFLICTS) - 1 && app.is_quiet()
    });
}

#[test]
fn nothing_is_cut_off_in_small_windows() {
    for (name, size, zoom) in [
        ("800", [800.0, 600.0], 1.0),
        ("1280-zoom-200", [1280.0, 800.0], 2.0),
    ] {
        let mut shown = demo(Lang::Fr, size);
        shown.ctx.set_zoom_factor(zoom);
        open(&mut shown, 0);
        shown.run_steps(4);
        picture(&mut shown, &format!("small-{name}"));
        let room = shown.ctx.content_rect().expand(1.0);
        for key in ["merge-apply", "action-skip", "action-help"] {
            let label = Texts::new(Lang::Fr).t(key);
            let button = shown
                .query_all_by_role(Role::Button)
                .find(|button| button.accesskit_node().label().as_deref() == Some(&*label))
                .unwrap_or_else(|| panic!("{name}: no button {label}"));
            let place = button.rect();
            assert!(
                room.contains_rect(place),
                "{name}: {label} is at {place:?}, outside {room:?}"
            );
        }
    }
}

#[test]
fn what_a_colleague_changes_meanwhile_is_said_and_only_that_is_open_again() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, 0);
    let ids = merging(&shown).view.coupling.ids;
    press(&mut shown, Modifiers::NONE, Key::Num1);
    assert_eq!(open_fields(&shown), 0);
    colleague(&shown, Side::Dv, ids.dv, "telephone1", "+48 555 000");
    send(&mut shown, Command::SyncNow);
    until(&mut shown, "the editor to notice", |app| {
        app.is_quiet()
            && app
                .merging
                .as_ref()
                .is_some_and(|merging| merging.moved.is_some())
    });
    picture(&mut shown, "moved");
    let moved = merging(&shown).moved.clone().unwrap();
    assert_eq!((moved.fields.bc.len(), moved.fields.dv.len()), (0, 1));
    assert_eq!(
        open_fields(&shown),
        1,
        "the choice was made on a value that is gone"
    );
    let said = "Dataverse changed Phone since you opened this. One choice is open again";
    assert!(shown.query_all_by_label(said).next().is_some());
    // The notification that the demo is ready has a button of this name too.
    send(&mut shown, Command::Merge(MergeCommand::ReviewMoved));
    assert_eq!(merging(&shown).moved, None);
    // A colleague who is quicker than the next synchronisation is noticed when the decision is written.
    press(&mut shown, Modifiers::NONE, Key::Num1);
    colleague(&shown, Side::Dv, ids.dv, "telephone1", "+48 555 111");
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    until(&mut shown, "the editor to notice again", |app| {
        app.is_quiet()
            && app
                .merging
                .as_ref()
                .is_some_and(|merging| merging.moved.is_some())
    });
    assert_eq!(open_fields(&shown), 1);
    assert_eq!(
        held(&shown, Side::Dv, "accounts", ids.dv, "telephone1"),
        "+48 555 111"
    );
    press(&mut shown, Modifiers::NONE, Key::ArrowRight);
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    until(&mut shown, "the decision to be written", |app| {
        app.is_quiet() && app.home.conflicts == u64::from(CONFLICTS) - 1
    });
    assert_eq!(
        held(&shown, Side::Bc, "customers", ids.bc, "phoneNumber"),
        "+48 555 111"
    );
}

#[test]
fn what_is_decided_is_written_and_the_rest_stays_a_conflict() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, 0);
    let ids = merging(&shown).view.coupling.ids;
    colleague(&shown, Side::Bc, ids.bc, "email", "bc@example.com");
    colleague(&shown, Side::Dv, ids.dv, "emailaddress1", "dv@example.com");
    send(&mut shown, Command::SyncNow);
    until(&mut shown, "the second open field", |app| {
        let open = app.merging.as_ref().map(|merging| merging.open().count());
        app.is_quiet() && open == Some(2)
    });
    assert!(
        !merging(&shown).may_apply_decided(),
        "nothing is decided yet"
    );
    let phone = merging(&shown).merge.field("phoneNumber").unwrap().clone();
    let take = MergeCommand::Take(phone.index, Side::Bc);
    send(&mut shown, Command::Merge(take));
    send(&mut shown, Command::Merge(MergeCommand::ApplyDecided));
    until(&mut shown, "the decision to be written", |app| {
        app.is_quiet() && app.merging.as_ref().is_some_and(|now| !now.applying)
    });
    assert_eq!(
        held(&shown, Side::Dv, "accounts", ids.dv, "telephone1"),
        phone.values.bc.to_plain()
    );
    assert_eq!(
        held(&shown, Side::Bc, "customers", ids.bc, "email"),
        "bc@example.com"
    );
    assert_eq!(shown.state().app().home.conflicts, u64::from(CONFLICTS));
    let reader = shown.state().app().reader().unwrap().read();
    let coupling = reader
        .coupling_of(&"CUSTOMER".into(), Side::Bc, ids.bc)
        .unwrap();
    let rest = reader.skipped_of(coupling.unwrap().id).unwrap().unwrap();
    let open: Vec<&str> = rest
        .open_fields
        .iter()
        .map(raccord::model::FieldName::as_str)
        .collect();
    assert_eq!(open, ["email"]);
}

#[test]
fn the_way_from_conflict_to_conflict_keeps_the_filter_of_the_list() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let all = shown.state().app().conflicts();
    let reader = shown.state().app().reader().unwrap().read();
    let label = reader.skipped(all[1]).unwrap().unwrap().labels.bc;
    press(&mut shown, Modifiers::COMMAND, Key::Num2);
    let search = raccord::app::lists::ListCommand::Search(label);
    send(&mut shown, Command::List(search));
    assert_eq!(shown.state().app().conflicts(), [all[1]]);
    open(&mut shown, 0);
    assert_eq!(merging(&shown).around, [all[1]]);
    press(&mut shown, Modifiers::COMMAND, Key::PageDown);
    assert_eq!(shown.state().app().way.here(), Route::Skipped);
}

#[test]
fn a_draft_is_in_the_cache_after_each_choice() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let id = open(&mut shown, 0);
    let stored = |app: &App| app.reader().unwrap().read().draft(id).unwrap();
    assert_eq!(stored(shown.state().app()), None);
    press(&mut shown, Modifiers::NONE, Key::Num2);
    until(&mut shown, "the draft to be kept", |app| {
        stored(app).is_some()
    });
    let kept = stored(shown.state().app());
    // What another start of the program would open.
    let view = merging(&shown).view.clone();
    let again = raccord::app::merging::Merging::new(id, view, kept.as_deref());
    assert_eq!(again.open().count(), 0);
    assert_eq!(again.draft, merging(&shown).draft);
    press(&mut shown, Modifiers::NONE, Key::Backspace);
    until(&mut shown, "the draft to be forgotten", |app| {
        stored(app).is_none()
    });
}

#[test]
fn a_record_that_is_deleted_meanwhile_offers_what_can_be_done() {
    let mut shown = demo(Lang::Fr, [1280.0, 800.0]);
    open(&mut shown, 0);
    let ids = merging(&shown).view.coupling.ids;
    {
        let world = shown.state().app().demo_world().unwrap();
        let mut world = world.lock().unwrap();
        let user = world.dv.places().administrator;
        let caller = raccord::sandbox::system::dv::Caller { user };
        let any = raccord::sandbox::system::given::IfMatch::Any;
        world.dv.delete(caller, "accounts", ids.dv, &any).unwrap();
    }
    send(&mut shown, Command::SyncNow);
    until(&mut shown, "the editor to notice", |app| {
        app.is_quiet()
            && app
                .merging
                .as_ref()
                .is_some_and(|merging| merging.gone().is_some())
    });
    picture(&mut shown, "gone");
    let fr = Texts::new(Lang::Fr);
    assert!(
        shown
            .query_all_by_label(&fr.t("merge-gone-uncouple"))
            .next()
            .is_some()
    );
    shown
        .get_by_role_and_label(Role::Button, "Garder\u{202f}: recréer dans Dataverse")
        .click();
    shown.run_steps(3);
    until(&mut shown, "the record to be created again", |app| {
        app.is_quiet()
            && app
                .merging
                .as_ref()
                .is_none_or(|merging| merging.gone().is_none())
    });
}
