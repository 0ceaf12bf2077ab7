//! Where a new user begins.

use crate::app::App;
use crate::app::command::{Command, SettingCommand};
use crate::app::wizard::command::WizardCommand;
use crate::i18n::Lang;
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, Choice, card, scrolled};
use eframe::egui::{Id, Label, TextStyle, Ui};

/// Width of the page, in points: the title keeps to one line.
const WIDTH: f32 = 620.0;

/// Below this height, in points, the page begins near the top.
const LOW: f32 = 640.0;
/// What is asked, and the answer.
const ANSWERS: [(&str, &str); 3] = [
    ("welcome-does", "welcome-does-answer"),
    ("welcome-does-not", "welcome-does-not-answer"),
    ("welcome-privacy", "welcome-privacy-answer"),
];

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    scrolled(ui, "welcome", |ui| content(ui, app));
}

fn content(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let high = ui.clip_rect().height();
    ui.vertical_centered(|ui| {
        // In a low window everything is to be in sight at once.
        let above = if high < LOW { 0.06 } else { 0.18 };
        ui.add_space((high * above).max(space::L));
        ui.set_max_width(WIDTH.min(ui.available_width()));
        ui.label(text::title(texts.t("welcome-title")));
        ui.add_space(space::S);
        ui.label(text::weak(texts.t("welcome-sentence")));
        ui.add_space(space::XL);
        card(ui, |ui| {
            ui.set_width(ui.available_width());
            if ui
                .add(Button::quiet(texts.t("welcome-try-demo")).icon(Icon::Sync))
                .clicked()
            {
                app.send(Command::TryDemo);
            }
            ui.label(text::weak(texts.t("welcome-try-demo-help")));
        });
        ui.add_space(space::M);
        card(ui, |ui| {
            ui.set_width(ui.available_width());
            if ui
                .add(Button::primary(texts.t("welcome-connect")).icon(Icon::Plug))
                .clicked()
            {
                app.send(Command::Wizard(WizardCommand::Open));
            }
            ui.label(text::weak(texts.t("welcome-connect-help")));
            if app.wizard.kept.is_some()
                && ui
                    .add(Button::plain(texts.t("wizard-anew")).small())
                    .clicked()
            {
                app.send(Command::Wizard(WizardCommand::Anew));
            }
        });
        ui.add_space(space::XL);
        let mut lang = texts.lang();
        let choice = Choice::new(texts.t("settings-language"), &mut lang)
            .option(Lang::En, Lang::En.own_name())
            .option(Lang::Fr, Lang::Fr.own_name());
        if choice.show(ui) {
            app.send(Command::SetLang(lang));
        }
        ui.add_space(space::L);
        answers(ui, app);
    });
}

/// How wide small buttons with these words and a sign are beside each other, about.
fn width_of(ui: &Ui, words: &[&str]) -> f32 {
    let font = TextStyle::Button.resolve(ui.style());
    let colour = ui.visuals().text_color();
    let each = words.iter().map(|words| {
        let laid = ui
            .painter()
            .layout_no_wrap((*words).to_owned(), font.clone(), colour);
        laid.size().x + space::ICON + space::XS + 2.0 * space::S
    });
    let between = ui.spacing().item_spacing.x * words.len().saturating_sub(1) as f32;
    each.sum::<f32>() + between
}

/// What a newcomer asks before anything else, and the backup of somebody who comes from another computer.
fn answers(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let id = Id::unique("welcome-answer");
    let shown: Option<usize> = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let mut wanted = shown;
    let words = ANSWERS.map(|(question, _)| texts.t(question));
    let room = ui.available_width() - width_of(ui, &words.each_ref().map(|words| &**words));
    ui.horizontal_wrapped(|ui| {
        // In the middle like everything above; where one line is too little, lines begin at the left.
        ui.add_space((room / 2.0).max(0.0));
        for (place, (question, _)) in ANSWERS.into_iter().enumerate() {
            let open = shown == Some(place);
            let sign = if open {
                Icon::ChevronUp
            } else {
                Icon::ChevronDown
            };
            let button = Button::plain(texts.t(question)).trailing(sign).small();
            if ui.add(button).clicked() {
                wanted = (!open).then_some(place);
            }
        }
    });
    let backup = Button::plain(texts.t("welcome-backup"))
        .icon(Icon::Folder)
        .small();
    if ui
        .add(backup.enabled(app.data_folder().is_some()))
        .clicked()
    {
        app.send(Command::Setting(SettingCommand::ChooseRestore));
    }
    ui.add_space(space::S);
    let answer = shown.and_then(|place| ANSWERS.get(place));
    let words = texts.t(answer.map_or("welcome-never", |(_, answer)| *answer));
    ui.add(Label::new(text::small(words)).wrap());
    if wanted != shown {
        ui.data_mut(|data| data.insert_temp(id, wanted));
    }
}
