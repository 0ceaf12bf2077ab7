//! One file per page. A page reads the window's state, draws it and sends commands.

mod couplings;
mod errors;
mod full;
mod history;
mod home;
mod jobs;
mod list;
mod mappings;
mod matching;
mod settings;
mod skipped;
mod welcome;

use super::merge;
use super::state::UiState;
use super::widgets::{PageProblem, PageState};
use crate::app::App;
use crate::app::route::Route;
use crate::i18n::Texts;
use crate::model::reason::Problem;
use crate::worker::explain::explain;
use eframe::egui::Ui;

/// Draws the page that is shown.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState) {
    match app.way.here() {
        Route::Welcome => welcome::show(ui, app),
        Route::Home => home::show(ui, app),
        Route::Skipped => skipped::show(ui, app, state),
        Route::Merge(_) => merge::show(ui, app),
        Route::Errors => errors::show(ui, app, state),
        Route::Couplings => couplings::show(ui, app, state),
        Route::Mappings => mappings::show(ui, app),
        Route::Match => matching::show(ui, app),
        Route::Full => full::show(ui, app),
        Route::Jobs => jobs::show(ui, app, state),
        Route::History => history::show(ui, app, state),
        Route::Settings => settings::show(ui, app),
    }
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
