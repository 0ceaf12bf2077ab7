//! What a person must do to sign in, and the question for the passphrase: over whatever page is shown.

use super::form::forget_steps;
use super::send;
use crate::app::App;
use crate::app::command::Command;
use crate::app::wizard::Lock;
use crate::app::wizard::command::WizardCommand;
use crate::app::wizard::secret::Typed;
use crate::i18n::Arg;
use crate::model::reason::Problem;
use crate::remote::auth::interactive::Prompt;
use crate::ui::design::{DesignExt as _, Icon, space, text};
use crate::ui::widgets::{Button, Field};
use crate::worker::explain::{explain, side_name};
use eframe::egui::{
    CornerRadius, Frame, Id, Key, Label, Margin, Modal, Role, ScrollArea, Stroke, Ui,
};

/// Width of the dialogs, in points.
const WIDTH: f32 = 460.0;
/// Height of the letters of a code for another device, in points.
const CODE: f32 = 34.0;

/// Draws what is asked of the person now, if anything is.
pub(in crate::ui) fn show(ui: &mut Ui, app: &mut App) {
    let prompt = app.running.as_ref().and_then(|run| run.prompt.clone());
    if let Some(prompt) = prompt {
        asked(ui, app, &prompt);
    } else if let Lock::Asked(problem) = app.lock.clone()
        && app.question.is_none()
    {
        locked(ui, app, problem.as_ref());
    }
}

fn dialog(ui: &Ui, name: &str, content: impl FnOnce(&mut Ui)) {
    let tokens = ui.tokens();
    let frame = Frame::new()
        .fill(tokens.surface.raised)
        .stroke(Stroke::new(1.0, tokens.line.edge))
        .corner_radius(CornerRadius::same(space::RADIUS_LARGE))
        .shadow(ui.visuals().window_shadow)
        .inner_margin(Margin::same(20));
    let room = ui.ctx().content_rect();
    let modal = Modal::new(Id::unique("signing-in"))
        .frame(frame)
        .backdrop_color(tokens.backdrop)
        .show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(room.width() - 2.0 * space::XL));
            ScrollArea::vertical()
                .max_height((room.height() - 96.0).max(120.0))
                .auto_shrink([false, true])
                .show(ui, content);
        });
    ui.ctx().accesskit_node_builder(modal.response.id, |node| {
        node.set_role(Role::Dialog);
        node.set_label(name);
        node.set_modal();
    });
}

/// Says where to sign in, and how; the request goes on by itself when that is done.
fn asked(ui: &Ui, app: &mut App, prompt: &Prompt) {
    let texts = app.texts;
    let (Prompt::Browser { side, .. } | Prompt::Device { side, .. }) = prompt;
    let side = side_name(texts, *side);
    let side = [("side", Arg::from(side.as_ref()))];
    let title = texts.t_args("wizard-prompt-title", &side);
    let stopping = app.running.as_ref().is_some_and(|run| run.stopping);
    dialog(ui, &title, |ui| {
        ui.label(text::heading(&title));
        ui.add_space(space::S);
        match prompt {
            Prompt::Browser {
                address, opened, ..
            } => {
                let key = if *opened {
                    "wizard-prompt-opened"
                } else {
                    "wizard-prompt-open"
                };
                ui.add(Label::new(texts.t(key)).wrap());
                ui.add_space(space::S);
                let copy = texts.t("wizard-prompt-copy-address");
                ui.add(Label::new(text::mono(address)).truncate());
                buttons(ui, app, &copy, address, "wizard-prompt-browser");
            }
            Prompt::Device {
                page,
                code,
                seconds,
                ..
            } => {
                let args = [
                    ("page", Arg::from(page.as_str())),
                    ("minutes", Arg::from(seconds / 60)),
                ];
                ui.add(Label::new(texts.t_args("wizard-prompt-device", &args)).wrap());
                ui.add_space(space::S);
                ui.vertical_centered(|ui| {
                    ui.label(text::mono(code).size(CODE).line_height(Some(CODE + 8.0)));
                });
                ui.add_space(space::S);
                let copy = texts.t("wizard-prompt-copy-code");
                buttons(ui, app, &copy, code, "wizard-prompt-page");
            }
        }
        ui.add_space(space::M);
        ui.horizontal_wrapped(|ui| {
            // Where nothing is to move, the words alone say that it waits.
            if ui.style().animation_time > 0.0 {
                ui.add(eframe::egui::Spinner::new().size(space::ICON));
            }
            let key = if stopping {
                "status-stopping"
            } else {
                "wizard-prompt-waiting"
            };
            ui.label(text::weak(texts.t(key)));
            let cancel = Button::quiet(texts.t("action-cancel"));
            let escape = ui.input(|input| input.key_pressed(Key::Escape));
            if ui.add(cancel.enabled(!stopping)).clicked() || (escape && !stopping) {
                app.send(Command::Stop);
            }
        });
    });
}

fn buttons(ui: &mut Ui, app: &mut App, copy: &str, what: &str, open: &str) {
    let texts = app.texts;
    ui.horizontal_wrapped(|ui| {
        let copy = ui.add(Button::primary(copy).icon(Icon::Copy));
        if ui.memory(|memory| memory.focused().is_none()) {
            copy.request_focus();
        }
        if copy.clicked() {
            ui.ctx().copy_text(what.to_owned());
        }
        let open = Button::quiet(texts.t(open)).icon(Icon::External);
        if ui.add(open).clicked() {
            send(app, WizardCommand::OpenPrompt);
        }
    });
}

/// Asks for the passphrase of the file of secrets.
fn locked(ui: &Ui, app: &mut App, problem: Option<&Problem>) {
    let texts = app.texts;
    let title = texts.t("wizard-unlock-title").into_owned();
    let id = Id::unique("unlock");
    dialog(ui, &title, |ui| {
        let mut typed: Typed = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let revealed_id = id.with("revealed");
        let mut revealed = ui.data(|data| data.get_temp(revealed_id)).unwrap_or(false);
        ui.label(text::heading(&title));
        ui.add_space(space::S);
        ui.add(Label::new(texts.t("wizard-unlock-why")).wrap());
        ui.add_space(space::S);
        let error = problem.map(|problem| explain(texts, problem));
        let error = error.map(|words| format!("{} {}", words.message, words.next_step));
        let mut text = typed.shown().to_owned();
        let width = ui.available_width() - space::L;
        let input = Field::new(texts.t("wizard-passphrase"))
            .width(width)
            .error(error.as_deref())
            .secret(ui, &mut text, &mut revealed);
        forget_steps(ui, &input);
        let entered = input.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.memory(|memory| memory.focused().is_none()) {
            input.request_focus();
        }
        typed = Typed::new(text);
        ui.add_space(space::M);
        let mut sent = false;
        ui.horizontal_wrapped(|ui| {
            let unlock = Button::primary(texts.t("wizard-unlock")).icon(Icon::Key);
            let unlock = unlock.enabled(!typed.is_empty());
            if ui.add(unlock).clicked() || (entered && !typed.is_empty()) {
                send(app, WizardCommand::Unlock(typed.clone()));
                sent = true;
            }
            let later = Button::quiet(texts.t("wizard-unlock-later"));
            if ui.add(later).clicked() || ui.input(|input| input.key_pressed(Key::Escape)) {
                send(app, WizardCommand::StayLocked);
                sent = true;
            }
        });
        if sent {
            typed = Typed::default();
        }
        ui.data_mut(|data| {
            data.insert_temp(id, typed);
            data.insert_temp(revealed_id, revealed);
        });
    });
}
