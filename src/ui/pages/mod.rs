//! One file per page. A page reads the window's state, draws it and sends commands.

mod about;
mod below;
mod couplings;
mod errors;
mod full;
mod full_plan;
mod history;
mod home;
mod jobs;
mod list;
mod mappings;
mod matching;
mod plots;
mod preview;
mod settings;
mod skipped;
mod timeline;
mod welcome;

pub(in crate::ui) use list::Chosen;

use super::design::Icon;
use super::merge;
use super::state::UiState;
use super::widgets::{PageProblem, PageState, empty};
use crate::app::App;
use crate::app::command::Command;
use crate::app::offers::Offer;
use crate::app::route::Route;
use crate::app::wizard::command::WizardCommand;
use crate::i18n::Texts;
use crate::model::reason::Problem;
use crate::worker::explain::explain;
use eframe::egui::Ui;

/// Draws the page that is shown; gives what can be done on it, for the palette.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState) -> Vec<Offer> {
    let deeds = match app.way.here() {
        Route::Skipped => skipped::deeds(app, state),
        Route::Errors => errors::deeds(app, state),
        Route::Couplings => couplings::deeds(app, state),
        Route::Jobs => jobs::deeds(app, state),
        Route::History => history::deeds(app, state),
        _ => Vec::new(),
    };
    match app.way.here() {
        Route::Welcome => welcome::show(ui, app),
        Route::Wizard => super::wizard::show(ui, app),
        Route::Home => home::show(ui, app, state),
        Route::Skipped => skipped::show(ui, app, state, &deeds),
        Route::Merge(_) => merge::show(ui, app),
        Route::Errors => errors::show(ui, app, state, &deeds),
        Route::Couplings => couplings::show(ui, app, state, &deeds),
        Route::Jobs => jobs::show(ui, app, state, &deeds),
        Route::History => history::show(ui, app, state, &deeds),
        Route::Mappings => mappings::show(ui, app),
        Route::Match => matching::show(ui, app),
        Route::Full => full::show(ui, app),
        Route::Settings => settings::show(ui, app),
        Route::About => about::show(ui, app),
    }
    deeds.into_iter().map(|deed| deed.offer).collect()
}

/// Where nothing was ever connected, no page has anything to show or to do: says so, with the way to begin. True where it did.
pub(super) fn unconnected(ui: &mut Ui, app: &mut App) -> bool {
    let home = &app.home;
    let fresh = home.rows.is_empty() && home.problem.is_none() && app.running.is_none();
    if app.connection.is_some() || !fresh {
        return false;
    }
    let texts = app.texts;
    let actions = [texts.t("welcome-connect"), texts.t("welcome-try-demo")];
    let (title, why) = (texts.t("home-empty-title"), texts.t("home-empty-why"));
    match empty(
        ui,
        Icon::Plug,
        &title,
        &why,
        &actions.each_ref().map(|action| &**action),
    ) {
        Some(0) => app.send(Command::Wizard(WizardCommand::Open)),
        Some(_) => app.send(Command::TryDemo),
        None => {}
    }
    true
}

/// The state of a page that could not be read.
pub(super) fn unreadable(texts: Texts, problem: &Problem) -> PageState {
    let words = explain(texts, problem);
    PageState::Problem(PageProblem {
        what: words.message,
        why: None,
        next: Some(words.next_step),
        code: problem.cause.code().to_owned(),
        details: problem.raw.clone().unwrap_or_default(),
    })
}
