//! Fields of the wizard: each knows what is wrong with it, once it was left.

use crate::app::App;
use crate::app::command::Command;
use crate::app::wizard::Step;
use crate::app::wizard::command::WizardCommand;
use crate::app::wizard::draft::Draft;
use crate::app::wizard::fields::FieldName;
use crate::app::wizard::secret::Typed;
use crate::ui::design::space;
use crate::ui::widgets::Field;
use eframe::egui::{Id, Response, Ui};

/// So many characters at once were pasted, not typed.
const PASTED: usize = 8;
/// Widest that a field gets, in points.
const WIDEST: f32 = 460.0;

/// How a value that is not text itself is read and written.
pub(super) type Access = (fn(&Draft) -> String, fn(&mut Draft, &str));

/// What is changed in one frame.
pub(super) struct Form {
    step: Step,
    before: Draft,
    pub(super) draft: Draft,
    left: Vec<FieldName>,
}

impl Form {
    /// Begins with what is typed so far.
    pub(super) fn of(app: &App) -> Self {
        Self {
            step: app.wizard.step(),
            before: app.wizard.draft.clone(),
            draft: app.wizard.draft.clone(),
            left: Vec::new(),
        }
    }

    /// Shows a line of text.
    pub(super) fn text(
        &mut self,
        ui: &mut Ui,
        app: &App,
        field: FieldName,
        words: Words<'_>,
        value: impl Fn(&mut Draft) -> &mut String,
    ) {
        let texts = app.texts;
        let error = app.wizard.said(self.step, field).map(|key| texts.t(key));
        let shown = words.field(ui, app).error(error.as_deref());
        let own = value(&mut self.draft);
        let length = own.len();
        let response = shown.text(ui, own);
        let pasted = response.changed() && own.len() >= length + PASTED;
        if response.lost_focus() || (pasted && matches!(field, FieldName::Address(_))) {
            self.left.push(field);
        }
        ui.add_space(space::S);
    }

    /// Shows a line of text over a value that is not text itself.
    pub(super) fn text_of(
        &mut self,
        ui: &mut Ui,
        app: &App,
        field: FieldName,
        words: Words<'_>,
        (read, write): Access,
    ) {
        let texts = app.texts;
        let error = app.wizard.said(self.step, field).map(|key| texts.t(key));
        let mut own = read(&self.draft);
        let shown = words.field(ui, app).error(error.as_deref());
        let response = shown.text(ui, &mut own);
        if response.changed() {
            write(&mut self.draft, &own);
        }
        if response.lost_focus() {
            self.left.push(field);
        }
        ui.add_space(space::S);
    }

    /// Sends what was changed and left.
    pub(super) fn done(self, app: &mut App) {
        if self.draft != self.before {
            app.send(Command::Wizard(WizardCommand::Change(Box::new(self.draft))));
        }
        for field in self.left {
            app.send(Command::Wizard(WizardCommand::Left(field)));
        }
    }
}

/// The words around a field.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    /// The key of its label.
    pub(super) label: &'a str,
    /// The key of what helps.
    pub(super) help: Option<&'a str>,
    /// An example, the same in every language.
    pub(super) hint: &'a str,
}

impl Words<'_> {
    fn field<'e>(self, ui: &Ui, app: &App) -> Field<'e> {
        let texts = app.texts;
        let width = ui.available_width().min(WIDEST) - space::L;
        let field = Field::new(texts.t(self.label)).hint(self.hint).width(width);
        match self.help {
            Some(help) => field.help(texts.t(help)),
            None => field,
        }
    }
}

/// Shows a secret, masked, with a button that reveals it; true when it was left.
pub(super) fn secret(
    ui: &mut Ui,
    app: &mut App,
    field: FieldName,
    words: Words<'_>,
    typed: &Typed,
) -> Option<Typed> {
    let texts = app.texts;
    let id = Id::unique(("wizard-revealed", words.label, ui.scope_id()));
    let mut revealed = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    let error = app.wizard.said(app.wizard.step(), field);
    let error = error.map(|key| texts.t(key));
    let mut text = typed.shown().to_owned();
    let shown = words.field(ui, app).error(error.as_deref());
    let response = shown.secret(ui, &mut text, &mut revealed);
    ui.data_mut(|data| data.insert_temp(id, revealed));
    forget_steps(ui, &response);
    if response.lost_focus() {
        app.send(Command::Wizard(WizardCommand::Left(field)));
    }
    ui.add_space(space::S);
    let text = Typed::new(text);
    response.changed().then_some(text)
}

/// What was typed before must not stay in the input's own memory of steps.
pub(super) fn forget_steps(ui: &Ui, response: &Response) {
    use eframe::egui::widgets::text_edit::TextEditState;
    if let Some(mut state) = TextEditState::load(ui.ctx(), response.id) {
        state.clear_undoer();
        state.store(ui.ctx(), response.id);
    }
}
