//! The question before something that cannot be undone.

use eframe::egui::CornerRadius;
use eframe::egui::Frame;
use eframe::egui::Id;
use eframe::egui::Label;
use eframe::egui::Margin;
use eframe::egui::Modal;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::Stroke;
use eframe::egui::TextEdit;
use eframe::egui::Ui;

use crate::ui::design::DesignExt as _;
use crate::ui::design::space;
use crate::ui::design::text;
use crate::ui::words::WordsExt as _;

use super::button::Button;
use super::chip::from_right;

/// Height of everything in the dialog but its words, with what it keeps from the window's edge, in points.
const BESIDES: f32 = 200.0;

/// What became of the question.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Answer {
    /// Still open.
    Waiting,
    /// Do it.
    Confirmed,
    /// Leave it: the button, Esc, or a click beside the dialog.
    Cancelled,
}

/// A dialog whose button says the deed with object and count ("Delete 12 log entries"). Cancel has the keyboard
/// when it opens, and Esc cancels. Never "Are you sure?".
#[must_use = "show it with .show(ui)"]
pub struct Confirm<'a> {
    title: String,
    consequence: String,
    verb: String,
    danger: bool,
    impossible: bool,
    number: Option<(u64, &'a mut String)>,
    more: Option<More<'a>>,
}

/// Controls of the question's own.
type More<'a> = Box<dyn FnOnce(&mut Ui) + 'a>;

impl<'a> Confirm<'a> {
    /// Asks about a deed: a title, what follows from it, and the verb with object and count.
    pub fn new(
        title: impl Into<String>,
        consequence: impl Into<String>,
        verb: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            consequence: consequence.into(),
            verb: verb.into(),
            danger: false,
            impossible: false,
            number: None,
            more: None,
        }
    }

    /// Marks a deed that destroys something.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Says that there is nothing to do as things are chosen: only "Cancel" can be pressed.
    pub fn impossible(mut self) -> Self {
        self.impossible = true;
        self
    }

    /// Makes the person type the count first, for deeds on very many remote records.
    pub fn type_number(mut self, number: u64, typed: &'a mut String) -> Self {
        self.number = Some((number, typed));
        self
    }

    /// Adds controls of the question's own, such as a check box, below the consequence.
    pub fn with(mut self, more: impl FnOnce(&mut Ui) + 'a) -> Self {
        self.more = Some(Box::new(more));
        self
    }

    /// Shows the dialog over the window.
    pub fn show(self, ui: &mut Ui) -> Answer {
        let tokens = ui.tokens();
        let texts = ui.texts();
        let id = Id::unique("confirm");
        let just_opened = !ui
            .ctx()
            .data(|data| data.get_temp::<bool>(id).unwrap_or(false));
        let frame = Frame::new()
            .fill(tokens.surface.raised)
            .stroke(Stroke::new(1.0, tokens.line.edge))
            .corner_radius(CornerRadius::same(space::RADIUS_LARGE))
            .shadow(ui.visuals().window_shadow)
            .inner_margin(Margin::same(24));
        let modal = Modal::new(id)
            .frame(frame)
            .backdrop_color(tokens.backdrop)
            .show(ui.ctx(), |ui| {
                ui.set_width(400.0_f32.min(ui.ctx().content_rect().width() - 2.0 * space::XXL));
                ui.add(Label::new(text::heading(&self.title)).wrap());
                // In a low window the words scroll, and the buttons stay.
                let room = (ui.ctx().content_rect().height() - BESIDES).max(60.0);
                ScrollArea::vertical()
                    .max_height(room)
                    .min_scrolled_height(room)
                    .auto_shrink([false, true])
                    .show(ui, |ui| {
                        ui.add(Label::new(&self.consequence).wrap());
                        if let Some(more) = self.more {
                            ui.add_space(space::XS);
                            more(ui);
                        }
                    });
                let mut ready = !self.impossible;
                if let Some((number, typed)) = self.number {
                    ui.add_space(space::XS);
                    let asked = texts.t_args(
                        "confirm-type-number",
                        &[("number", texts.count(number).into())],
                    );
                    let label = ui.label(asked);
                    ui.add(TextEdit::singleline(typed).desired_width(160.0))
                        .labelled_by(label.id);
                    ready &= texts.parse_decimal(typed) == Some(number.into());
                }
                ui.add_space(space::M);
                from_right(ui, |ui| {
                    let verb = if self.danger {
                        Button::danger(&self.verb)
                    } else {
                        Button::primary(&self.verb)
                    };
                    let confirmed = ui.add(verb.enabled(ready)).clicked();
                    let cancel = ui.add(Button::quiet(texts.t("action-cancel")));
                    if just_opened {
                        cancel.request_focus();
                    }
                    match (confirmed, cancel.clicked()) {
                        (true, _) => Answer::Confirmed,
                        (false, true) => Answer::Cancelled,
                        (false, false) => Answer::Waiting,
                    }
                })
            });
        ui.ctx().accesskit_node_builder(modal.response.id, |node| {
            node.set_role(Role::AlertDialog);
            node.set_label(self.title.as_str());
            node.set_description(self.consequence.as_str());
            node.set_modal();
        });
        let answer = match modal.inner {
            Answer::Waiting if modal.should_close() => Answer::Cancelled,
            answer => answer,
        };
        ui.ctx()
            .data_mut(|data| data.insert_temp(id, answer == Answer::Waiting));
        answer
    }
}
