//! What is looked at: every page in the states in which people meet it, and how the window gets there.

use super::stage::{Shown, press, rest, scroll_down, send, until};
use eframe::egui::{Event, Key, Modifiers};
use raccord::app::command::{
    AboutCommand, ClearErrorsWish, Command, FullCommand, Layer, MappingCommand, MatchCommand,
    MergeCommand, PlanCommand, RulesCommand,
};
use raccord::app::lists::ListCommand;
use raccord::app::matching::MatchTab;
use raccord::app::route::Route;
use raccord::app::wizard::command::WizardCommand;
use raccord::model::Side;

/// One thing to look at.
pub(super) struct Scene {
    pub(super) name: &'static str,
    /// The part of the window of which pictures are kept, in points (left, top, width, height); none where it is not the same at every run.
    pub(super) part: Option<[u16; 4]>,
    pub(super) begin: fn(&mut Shown),
    /// Leaves the window as the next scene wants it.
    pub(super) end: fn(&mut Shown),
}

/// The beginning of a page, beside the navigation.
const PAGE: [u16; 4] = [200, 12, 440, 230];
/// The middle of the window, where something lies over it.
const MIDDLE: [u16; 4] = [320, 44, 440, 230];

impl Scene {
    /// Keeps pictures of this part.
    fn kept(mut self, part: [u16; 4]) -> Self {
        self.part = Some(part);
        self
    }
}

fn scene(name: &'static str, begin: fn(&mut Shown)) -> Scene {
    Scene {
        name,
        part: None,
        begin,
        end: |_| {},
    }
}

fn over(name: &'static str, begin: fn(&mut Shown)) -> Scene {
    Scene {
        name,
        part: None,
        begin,
        end: |shown| {
            press(shown, Modifiers::NONE, Key::Escape);
            press(shown, Modifiers::NONE, Key::Escape);
        },
    }
}

fn go(shown: &mut Shown, route: Route) {
    send(shown, Command::Go(route));
    rest(shown);
}

fn merge(shown: &mut Shown, command: MergeCommand) {
    send(shown, Command::Merge(command));
}

fn open_conflict(shown: &mut Shown, place: usize) {
    let id = shown.state().app().conflicts()[place];
    send(shown, Command::OpenSkipped(id));
    until(shown, "the conflict to open", |app| {
        app.merging.as_ref().is_some_and(|merging| merging.id == id)
    });
    rest(shown);
}

/// Before anything is connected.
pub(super) fn empty() -> Vec<Scene> {
    vec![
        scene("welcome", |shown| go(shown, Route::Welcome)).kept([420, 130, 440, 230]),
        scene("wizard", |shown| {
            send(shown, Command::Wizard(WizardCommand::Open));
            rest(shown);
        })
        .kept([180, 12, 440, 230]),
        scene("home-empty", |shown| go(shown, Route::Home)).kept(PAGE),
        scene("skipped-empty", |shown| go(shown, Route::Skipped)).kept(PAGE),
        scene("errors-empty", |shown| go(shown, Route::Errors)),
        scene("couplings-empty", |shown| go(shown, Route::Couplings)).kept(PAGE),
        scene("mappings-empty", |shown| go(shown, Route::Mappings)),
        scene("match-empty", |shown| go(shown, Route::Match)),
        scene("full-empty", |shown| go(shown, Route::Full)),
        scene("jobs-empty", |shown| go(shown, Route::Jobs)),
        scene("history-empty", |shown| go(shown, Route::History)),
        scene("settings-empty", |shown| go(shown, Route::Settings)),
        scene("about-empty", |shown| go(shown, Route::About)),
    ]
}

/// After the demo's beginning. The order counts: what comes later may change what the window shows.
pub(super) fn demo() -> Vec<Scene> {
    let mut scenes = lists();
    scenes.extend(tools());
    scenes.extend(layers());
    scenes.extend(editor());
    scenes
}

fn lists() -> Vec<Scene> {
    vec![
        scene("home", |shown| go(shown, Route::Home)).kept(PAGE),
        scene("home-plots", scroll_down),
        scene("skipped", |shown| {
            go(shown, Route::Skipped);
            press(shown, Modifiers::NONE, Key::ArrowDown);
            for _ in 0..12 {
                rest(shown);
            }
        })
        .kept(PAGE),
        Scene {
            name: "skipped-none-fits",
            part: None,
            begin: |shown| {
                send(
                    shown,
                    Command::List(ListCommand::Search("nobody".to_owned())),
                );
                rest(shown);
            },
            end: |shown| {
                send(shown, Command::List(ListCommand::Search(String::new())));
                rest(shown);
            },
        },
        scene("errors", |shown| {
            go(shown, Route::Errors);
            press(shown, Modifiers::NONE, Key::ArrowDown);
            press(shown, Modifiers::NONE, Key::ArrowDown);
            rest(shown);
        })
        .kept(PAGE),
        over("errors-clear", |shown| {
            send(shown, Command::AskClearErrors(ClearErrorsWish::All));
            rest(shown);
        }),
        scene("couplings", |shown| {
            go(shown, Route::Couplings);
            press(shown, Modifiers::NONE, Key::ArrowDown);
            press(shown, Modifiers::NONE, Key::Space);
            rest(shown);
        })
        .kept(PAGE),
        scene("jobs", |shown| {
            go(shown, Route::Jobs);
            press(shown, Modifiers::NONE, Key::ArrowDown);
            rest(shown);
        })
        .kept(PAGE),
        scene("history", |shown| {
            go(shown, Route::History);
            press(shown, Modifiers::NONE, Key::ArrowDown);
            rest(shown);
        })
        .kept(PAGE),
    ]
}

fn tools() -> Vec<Scene> {
    vec![
        scene("mappings", |shown| {
            go(shown, Route::Mappings);
            until(shown, "the mappings", |app| app.mapping.is_read);
            send(
                shown,
                Command::Mapping(MappingCommand::Open("CUSTOMER".into())),
            );
            until(shown, "the fields of both sides", |app| {
                let editor = app.mapping.editor.as_ref();
                editor.is_some_and(|editor| {
                    let ready = |side: &Side| editor.schemas.get(*side).ready().is_some();
                    Side::BOTH.iter().all(ready)
                })
            });
            rest(shown);
        })
        .kept(PAGE),
        scene("mappings-field", |shown| {
            send(shown, Command::Mapping(MappingCommand::Focus(Some(2))));
            rest(shown);
            scroll_down(shown);
        }),
        scene("match", |shown| {
            go(shown, Route::Match);
            until(shown, "the mappings", |app| {
                app.matching.mapping().is_some()
            });
        }),
        scene("match-preview", |shown| {
            send(shown, Command::Match(MatchCommand::Preview));
            until(shown, "the preview", |app| {
                app.matching.report.is_some() && !app.matching.busy
            });
            send(shown, Command::Match(MatchCommand::Tab(MatchTab::Alone)));
            rest(shown);
        })
        .kept(PAGE),
        scene("full", |shown| {
            go(shown, Route::Full);
            until(shown, "the lines", |app| app.full.rows.is_some());
            send(shown, Command::Full(FullCommand::Review));
            until(shown, "the review", |app| {
                !app.full.busy && app.is_quiet() && app.full.is_reviewed()
            });
            rest(shown);
        })
        .kept(PAGE),
        scene("full-plan", |shown| {
            send(shown, Command::Plan(PlanCommand::Compare));
            until(shown, "the plan", |app| {
                app.full.plan.is_some() && app.is_quiet()
            });
            rest(shown);
            scroll_down(shown);
        }),
        scene("settings", |shown| go(shown, Route::Settings)).kept(PAGE),
        scene("settings-end", scroll_down),
        scene("about", |shown| {
            go(shown, Route::About);
            send(shown, Command::About(AboutCommand::Check));
            until(shown, "the checks", |app| {
                app.about.checks.is_some() && app.is_quiet()
            });
            rest(shown);
        })
        .kept([200, 12, 440, 96]),
    ]
}

fn layers() -> Vec<Scene> {
    vec![
        over("palette", |shown| {
            go(shown, Route::Home);
            send(shown, Command::Show(Layer::Palette));
            rest(shown);
        })
        .kept(MIDDLE),
        over("shortcuts", |shown| {
            send(shown, Command::Show(Layer::Shortcuts));
            rest(shown);
        })
        .kept(MIDDLE),
        over("notifications", |shown| {
            send(shown, Command::Show(Layer::Notifications));
            rest(shown);
        })
        .kept(MIDDLE),
        over("help", |shown| {
            go(shown, Route::Skipped);
            send(shown, Command::Show(Layer::Help));
            rest(shown);
        })
        .kept(MIDDLE),
    ]
}

fn editor() -> Vec<Scene> {
    vec![
        scene("merge", |shown| open_conflict(shown, 0)).kept([224, 150, 640, 230]),
        scene("merge-decided", |shown| {
            press(shown, Modifiers::NONE, Key::ArrowRight);
            press(shown, Modifiers::NONE, Key::U);
            rest(shown);
        }),
        scene("merge-typed", |shown| {
            press(shown, Modifiers::NONE, Key::U);
            press(shown, Modifiers::NONE, Key::E);
            shown.event(Event::Text("+33 1 99".to_owned()));
            rest(shown);
        }),
        scene("merge-preview", |shown| {
            press(shown, Modifiers::NONE, Key::Enter);
            merge(shown, MergeCommand::TogglePreview);
            rest(shown);
        }),
        over("rules", |shown| {
            merge(shown, MergeCommand::TogglePreview);
            go(shown, Route::Skipped);
            send(shown, Command::Rules(RulesCommand::Open(Vec::new())));
            until(shown, "the conflicts to be read", |app| {
                let rules = app.rules.as_ref();
                rules.is_some_and(|rules| rules.waiting.is_empty())
            });
            rest(shown);
        })
        .kept([240, 150, 440, 230]),
        scene("merge-gone", |shown| {
            open_conflict(shown, 1);
            delete_account(shown);
            send(shown, Command::SyncNow);
            until(shown, "the editor to notice", |app| {
                let merging = app.merging.as_ref();
                app.is_quiet() && merging.is_some_and(|merging| merging.gone().is_some())
            });
            rest(shown);
        }),
    ]
}

/// A colleague deletes the account of the open conflict.
fn delete_account(shown: &Shown) {
    let app = shown.state().app();
    let ids = app.merging.as_ref().unwrap().view.coupling.ids;
    let world = app.demo_world().unwrap();
    let mut world = world.lock().unwrap();
    let user = world.dv.places().administrator;
    let caller = raccord::sandbox::system::dv::Caller { user };
    let any = raccord::sandbox::system::given::IfMatch::Any;
    world.dv.delete(caller, "accounts", ids.dv, &any).unwrap();
}
