//! The states of a page other than its content: loading, empty, error.

use eframe::egui::CornerRadius;
use eframe::egui::Label;
use eframe::egui::Layout;
use eframe::egui::Rect;
use eframe::egui::Response;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::Ui;
use eframe::egui::WidgetInfo;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::ui::design::DesignExt as _;
use crate::ui::design::Icon;
use crate::ui::design::Tone;
use crate::ui::design::icon;
use crate::ui::design::space;
use crate::ui::design::text;
use crate::ui::words::WordsExt as _;

use super::button::Button;
use super::card::card;

/// Why a page cannot show its content, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct PageProblem {
    /// What happened, in one sentence.
    pub what: String,
    /// Why, as far as it is known.
    pub why: Option<String>,
    /// What the person can do about it.
    pub next: Option<String>,
    /// The stable code, to search for and to tell support.
    pub code: String,
    /// The technical text, copied with the details.
    pub details: String,
}

/// What a page shows instead of its content.
#[derive(Clone, Debug, PartialEq)]
pub enum PageState {
    /// The first rows are on their way. Stale content stays visible instead, marked as such.
    Loading,
    /// There is nothing, and that is why.
    Empty {
        /// A sign for what would be here.
        icon: Icon,
        /// What is not here: "No conflicts".
        title: String,
        /// Why, and what would bring something here.
        why: String,
        /// The one thing to do about it.
        action: Option<String>,
    },
    /// The content could not be had.
    Problem(PageProblem),
}

impl PageState {
    /// Shows the state; true when its one action was chosen (start, or try again).
    pub fn show(&self, ui: &mut Ui) -> bool {
        match self {
            Self::Loading => {
                skeleton(ui, 6);
                false
            }
            Self::Empty {
                icon,
                title,
                why,
                action,
            } => {
                let actions: Vec<&str> = action.as_deref().into_iter().collect();
                empty(ui, *icon, title, why, &actions).is_some()
            }
            Self::Problem(problem) => show_problem(ui, problem),
        }
    }
}

/// Shows grey bars where rows will be, named "Loading…".
fn skeleton(ui: &mut Ui, rows: u8) -> Response {
    let tokens = ui.tokens();
    let width = ui.available_width();
    let (rect, response) =
        ui.allocate_exact_size(vec2(width, f32::from(rows) * space::ROW), Sense::hover());
    let name = ui.texts().t("state-loading");
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &name));
    let painter = ui.painter_at(rect);
    for row in 0..rows {
        let top = rect.top() + f32::from(row) * space::ROW + 10.0;
        let mut left = rect.left() + space::M;
        // Uneven lengths look like text; the same ones each time, so that nothing flickers.
        for (column, share) in [(0_u8, 0.22), (1, 0.3), (2, 0.16), (3, 0.12)] {
            let length = width * (share - 0.02 * f32::from((row + 2 * column) % 3));
            let bar = Rect::from_min_size(pos2(left, top), vec2(length, 12.0));
            painter.rect_filled(bar, CornerRadius::same(4), tokens.surface.hover);
            left += width * share + space::M;
        }
    }
    response
}

/// Shows that there is nothing, why, and what can be done about it, the best first; gives the place of what was chosen.
pub(in crate::ui) fn empty(
    ui: &mut Ui,
    sign: Icon,
    title: &str,
    why: &str,
    actions: &[&str],
) -> Option<usize> {
    let tokens = ui.tokens();
    let mut chosen = None;
    ui.add_space(space::XXL);
    ui.vertical_centered(|ui| {
        ui.add(icon(sign).size(40.0).color(tokens.text.weak));
        ui.add_space(space::XS);
        ui.label(text::heading(title));
        let width = ui.available_width().min(space::READING_WIDTH);
        let centred = Layout::top_down(eframe::egui::Align::Center);
        ui.allocate_ui_with_layout(vec2(width, 0.0), centred, |ui| {
            ui.add(Label::new(text::weak(why)).wrap());
        });
        for (place, action) in actions.iter().enumerate() {
            ui.add_space(space::S);
            let button = match place {
                0 => Button::primary(*action),
                _ => Button::quiet(*action),
            };
            if ui.add(button).clicked() {
                chosen = Some(place);
            }
        }
    });
    ui.add_space(space::XXL);
    chosen
}

fn show_problem(ui: &mut Ui, problem: &PageProblem) -> bool {
    let tokens = ui.tokens();
    let texts = ui.texts();
    let mut again = false;
    card(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.add_space(space::XS);
            ui.add(
                icon(Icon::Error)
                    .size(20.0)
                    .color(Tone::Error.color(tokens)),
            );
            ui.add_space(space::XS);
            ui.with_layout(Layout::top_down(eframe::egui::Align::Min), |ui| {
                ui.set_max_width(space::READING_WIDTH);
                ui.add(Label::new(text::heading(&problem.what)).wrap());
                if let Some(why) = &problem.why {
                    ui.add(Label::new(why).wrap());
                }
                if let Some(next) = &problem.next {
                    ui.add_space(space::XS);
                    ui.label(text::strong(texts.t("state-error-next")));
                    ui.add(Label::new(next).wrap());
                }
                ui.add_space(space::XS);
                let code = texts.t_args("state-error-code", &[("code", (&problem.code).into())]);
                ui.label(text::small(code));
                ui.add_space(space::S);
                ui.horizontal(|ui| {
                    again = ui
                        .add(Button::primary(texts.t("action-try-again")).icon(Icon::Retry))
                        .clicked();
                    if ui
                        .add(Button::quiet(texts.t("action-copy-details")).icon(Icon::Copy))
                        .clicked()
                    {
                        ui.ctx().copy_text(problem.to_clipboard());
                    }
                });
            });
        });
    });
    again
}

impl PageProblem {
    /// Writes everything for a message to support; the long part stands last so that it can be cut off.
    fn to_clipboard(&self) -> String {
        let lines = [
            Some(self.code.as_str()),
            Some(&self.what),
            self.why.as_deref(),
            Some(&self.details),
        ];
        let lines: Vec<&str> = lines.into_iter().flatten().collect();
        lines.join("\n")
    }
}
