//! A cell of the merge editor: its whole area is a radio button.

use std::sync::Arc;

use eframe::egui::Align;
use eframe::egui::Color32;
use eframe::egui::CornerRadius;
use eframe::egui::FontSelection;
use eframe::egui::Galley;
use eframe::egui::Rect;
use eframe::egui::Response;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::Stroke;
use eframe::egui::StrokeKind;
use eframe::egui::TextStyle;
use eframe::egui::TextWrapMode;
use eframe::egui::Ui;
use eframe::egui::Vec2;
use eframe::egui::Widget;
use eframe::egui::WidgetInfo;
use eframe::egui::WidgetText;
use eframe::egui::pos2;
use eframe::egui::text::TextWrapping;
use eframe::egui::vec2;

use crate::model::Side;
use crate::ui::design::DesignExt as _;
use crate::ui::design::Icon;
use crate::ui::design::side_color;
use crate::ui::design::space;
use crate::ui::words::WordsExt as _;

use super::focus::paint_focus_ring;

/// What a cell shows.
#[derive(Clone)]
pub enum CellContent {
    /// A value, possibly marked word by word.
    Value(WidgetText),
    /// The value is as it was last synced; saying so instead of repeating it lets changes stand out.
    Unchanged,
    /// The field is empty there.
    Empty,
}

/// Who can take a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Nobody.
    Nobody,
    /// Whoever points at it; Tab does not stop there.
    Pointer,
    /// Tab stops there too.
    Stop,
}

/// A value of one side that can be taken. Taken is shown by an outline and a tick, never by a fill, which would
/// spoil the contrast of marked words.
#[must_use = "add it with ui.add(…)"]
pub struct RadioCell {
    side: Side,
    field: String,
    spoken: String,
    content: CellContent,
    taken: bool,
    reach: Reach,
    number: bool,
    lines: usize,
}

impl RadioCell {
    /// The cell of a field; `spoken` is the whole value as words.
    pub fn new(
        side: Side,
        field: impl Into<String>,
        spoken: impl Into<String>,
        content: CellContent,
    ) -> Self {
        Self {
            side,
            field: field.into(),
            spoken: spoken.into(),
            content,
            taken: false,
            reach: Reach::Stop,
            number: false,
            lines: 1,
        }
    }

    /// Says whether Tab stops here. In a grid only one row's cells are stops, and the arrows move between rows.
    pub fn stop(mut self, is_stop: bool) -> Self {
        if self.reach != Reach::Nobody {
            self.reach = if is_stop { Reach::Stop } else { Reach::Pointer };
        }
        self
    }

    /// Shows up to so many lines of the value.
    pub fn lines(mut self, lines: usize) -> Self {
        self.lines = lines;
        self
    }

    /// Marks the value as the one that is taken.
    pub fn taken(mut self, taken: bool) -> Self {
        self.taken = taken;
        self
    }

    /// Says whether the value may be taken; a locked field's may not.
    pub fn can_take(mut self, can_take: bool) -> Self {
        if !can_take {
            self.reach = Reach::Nobody;
        }
        self
    }

    /// Aligns the value at the right, as figures are.
    pub fn number(mut self, number: bool) -> Self {
        self.number = number;
        self
    }

    fn spoken(&self, ui: &Ui) -> (String, String) {
        let texts = ui.texts();
        let side = texts.t(match self.side {
            Side::Bc => "word-bc",
            Side::Dv => "word-dv",
        });
        let value = if self.spoken.is_empty() {
            texts.t("value-empty")
        } else {
            self.spoken.as_str().into()
        };
        let name = texts.t_args(
            "merge-cell",
            &[("side", side.into()), ("value", value.into())],
        );
        let changed = match self.content {
            CellContent::Unchanged => texts.t("merge-cell-unchanged"),
            CellContent::Value(_) | CellContent::Empty => texts.t("merge-cell-changed"),
        };
        let state = if self.taken {
            format!("{}, {changed}, {}", self.field, texts.t("merge-cell-taken"))
        } else {
            format!("{}, {changed}", self.field)
        };
        (name, state)
    }
}

impl Widget for RadioCell {
    fn ui(self, ui: &mut Ui) -> Response {
        let tokens = ui.tokens();
        let color = side_color(tokens, self.side);
        let size = vec2(
            ui.available_width(),
            ui.available_height().max(space::TARGET),
        );
        let sense = match self.reach {
            Reach::Stop => Sense::click(),
            Reach::Pointer => Sense::CLICK,
            Reach::Nobody => Sense::hover(),
        };
        let can_take = self.reach != Reach::Nobody;
        let (rect, response) = ui.allocate_exact_size(size, sense);
        let (name, state) = self.spoken(ui);
        response
            .widget_info(|| WidgetInfo::selected(Role::RadioButton, can_take, self.taken, &name));
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_description(state));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let cell = rect.shrink2(vec2(2.0, 2.0));
        let painter = ui.painter_at(rect.expand(3.0));
        let radius = CornerRadius::same(space::RADIUS - 2);
        let lit = can_take && (response.hovered() || response.has_focus());
        let fill = if lit {
            tokens.surface.hover
        } else {
            tokens.surface.none
        };
        let edge = if self.taken {
            Stroke::new(2.0, color)
        } else {
            Stroke::NONE
        };
        painter.rect(cell, radius, fill, edge, StrokeKind::Inside);
        let edge_at = cell.left() + if self.taken { 6.0 } else { 4.0 };
        paint_side_edge(&painter, edge_at, cell, self.side, color);
        let sign =
            Rect::from_center_size(pos2(cell.left() + 22.0, cell.center().y), Vec2::splat(14.0));
        if self.taken {
            Icon::Check.paint(&painter, sign, color);
        } else if can_take && (lit || !matches!(self.content, CellContent::Unchanged)) {
            painter.circle_stroke(sign.center(), 5.5, Stroke::new(1.5, tokens.line.control));
        }
        let texts = ui.texts();
        let (words, ink) = match self.content {
            CellContent::Value(words) => (words, tokens.text.body),
            CellContent::Unchanged => (texts.t("value-unchanged").into(), tokens.text.weak),
            CellContent::Empty => (texts.t("value-empty").into(), tokens.text.weak),
        };
        let left = sign.right() + space::S;
        let room = (cell.right() - space::S - left).max(0.0);
        let galley = in_lines(ui, words, room, self.lines);
        let x = if self.number {
            cell.right() - space::S - galley.size().x
        } else {
            left
        };
        painter.galley(
            pos2(x, cell.center().y - galley.size().y / 2.0),
            galley,
            ink,
        );
        paint_focus_ring(ui, &response, cell);
        response
    }
}

/// Lays words out in so many lines at most; what does not fit is left out, with a sign for it.
pub fn in_lines(ui: &Ui, words: WidgetText, room: f32, lines: usize) -> Arc<Galley> {
    let font = FontSelection::Style(TextStyle::Body);
    if lines <= 1 {
        return words.into_galley(ui, Some(TextWrapMode::Truncate), room, font);
    }
    let job = words.into_layout_job(ui.style(), font, Align::Min);
    let mut job = Arc::unwrap_or_clone(job);
    job.wrap = TextWrapping {
        max_width: room,
        max_rows: lines,
        ..TextWrapping::default()
    };
    ui.painter().layout_job(job)
}

/// Marks the side at the left edge: a solid bar for Business Central, a dashed one for Dataverse.
fn paint_side_edge(
    painter: &eframe::egui::Painter,
    x: f32,
    cell: Rect,
    side: Side,
    color: Color32,
) {
    let (top, bottom) = (cell.top() + 6.0, cell.bottom() - 6.0);
    let stroke = Stroke::new(2.0, color);
    match side {
        Side::Bc => {
            painter.line_segment([pos2(x, top), pos2(x, bottom)], stroke);
        }
        Side::Dv => {
            let dashes = eframe::egui::Shape::dashed_line(
                &[pos2(x, top), pos2(x, bottom)],
                stroke,
                3.0,
                3.0,
            );
            painter.extend(dashes);
        }
    }
}
