//! Painted signs. A sign is a shape, never a character that a font may lack.

use eframe::egui::Color32;
use eframe::egui::Painter;
use eframe::egui::Pos2;
use eframe::egui::Rect;
use eframe::egui::Response;
use eframe::egui::Sense;
use eframe::egui::Shape;
use eframe::egui::Stroke;
use eframe::egui::Ui;
use eframe::egui::Vec2;
use eframe::egui::Widget;
use eframe::egui::pos2;

use super::icon_shapes;
use super::icon_shapes::Piece;
use super::space;

/// Every sign of the window.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, strum::EnumIter)]
pub enum Icon {
    /// Page: home.
    Home,
    /// Page: conflicts; two arrows that meet.
    Conflict,
    /// Page: errors; a cross in a circle.
    Error,
    /// Page: couplings; two links of a chain.
    Link,
    /// Page: mappings; lines from left to right.
    Mapping,
    /// Page: match.
    Match,
    /// Page: jobs; a list with a clock hand.
    Jobs,
    /// Page: history; a clock turned back.
    History,
    /// Page: settings; sliders.
    Settings,
    /// Page: about, and notes.
    Info,
    /// Start a synchronisation; two turning arrows.
    Sync,
    /// Stop.
    Stop,
    /// Pause.
    Pause,
    /// Try again.
    Retry,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Decided, chosen, done.
    Check,
    /// Done without a person; a tick in a circle.
    CheckCircle,
    /// Not valid, close.
    Cross,
    /// Needs a person; a triangle with a mark.
    Warning,
    /// Fixed.
    Lock,
    /// Both values together.
    Merge,
    /// Search and filter by text.
    Search,
    /// Filter.
    Filter,
    /// Choose columns.
    Columns,
    /// Fold open, show a menu.
    ChevronDown,
    /// Fold shut.
    ChevronUp,
    /// Closed group, go in.
    ChevronRight,
    /// Go back.
    ChevronLeft,
    /// To Dataverse.
    ArrowRight,
    /// To Business Central.
    ArrowLeft,
    /// Both directions.
    ArrowBoth,
    /// Sorted ascending.
    SortUp,
    /// Sorted descending.
    SortDown,
    /// Opens outside of the program.
    External,
    /// Copy.
    Copy,
    /// Delete.
    Trash,
    /// Edit.
    Edit,
    /// Add.
    Plus,
    /// Less, and a box that is partly chosen.
    Minus,
    /// More actions.
    More,
    /// Can be dragged to another place; six points.
    Grip,
    /// Notifications.
    Bell,
    /// Save to a file.
    Export,
    /// Open a file or folder.
    Folder,
    /// Show a secret.
    Eye,
    /// Hide a secret.
    EyeOff,
    /// Help.
    Help,
    /// Skip.
    Skip,
    /// A filled dot: connected.
    Dot,
    /// An empty dot: not connected.
    Ring,
    /// Business Central: a square with its left half filled.
    SideBc,
    /// Dataverse: a square with its right half filled.
    SideDv,
    /// Shield: the safety brake.
    Shield,
    /// Key: sign-in.
    Key,
    /// Plug: connection.
    Plug,
    /// Inbox: nothing here.
    Inbox,
}

/// The grid on which signs are drawn.
const GRID: f32 = 16.0;

impl Icon {
    /// Paints the sign centred in a rectangle, as large as its shorter side allows.
    pub fn paint(self, painter: &Painter, rect: Rect, color: Color32) {
        let side = rect.width().min(rect.height());
        let scale = side / GRID;
        let origin = rect.center() - Vec2::splat(side / 2.0);
        let place =
            |&(x, y): &(f32, f32)| -> Pos2 { pos2(origin.x + x * scale, origin.y + y * scale) };
        // Large signs keep a thin line: they are quiet, not loud.
        let stroke = Stroke::new((1.5 * scale).clamp(1.0, 2.0), color);
        for piece in icon_shapes::pieces(self) {
            match piece {
                Piece::Line(points) => {
                    painter.add(Shape::line(points.iter().map(place).collect(), stroke));
                }
                Piece::Loop(points) => {
                    painter.add(Shape::closed_line(
                        points.iter().map(place).collect(),
                        stroke,
                    ));
                }
                Piece::Fill(points) => {
                    painter.add(Shape::convex_polygon(
                        points.iter().map(place).collect(),
                        color,
                        Stroke::NONE,
                    ));
                }
                Piece::Circle(center, radius) => {
                    painter.circle_stroke(place(center), radius * scale, stroke);
                }
                Piece::Disc(center, radius) => {
                    painter.circle_filled(place(center), radius * scale, color);
                }
                Piece::Arc(center, radius, from, to) => {
                    painter.add(Shape::line(
                        arc(place(center), radius * scale, *from, *to),
                        stroke,
                    ));
                }
            }
        }
    }
}

/// Lays points along an arc; angles in degrees, clockwise from three o'clock.
fn arc(center: Pos2, radius: f32, from: f32, to: f32) -> Vec<Pos2> {
    const STEPS: u8 = 16;
    (0..=STEPS)
        .map(|step| {
            let angle = (from + (to - from) * f32::from(step) / f32::from(STEPS)).to_radians();
            center + radius * Vec2::angled(angle)
        })
        .collect()
}

/// A sign as a widget. It says nothing aloud: put a word beside it or name the control that it stands in.
#[must_use]
pub struct IconWidget {
    icon: Icon,
    size: f32,
    color: Option<Color32>,
}

/// Makes a sign of body-text size in the colour of the text around it.
pub fn icon(icon: Icon) -> IconWidget {
    IconWidget {
        icon,
        size: space::ICON,
        color: None,
    }
}

impl IconWidget {
    /// Sets width and height in points.
    pub fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    /// Sets the colour, one of the tokens.
    pub fn color(mut self, color: Color32) -> Self {
        self.color = Some(color);
        self
    }
}

impl Widget for IconWidget {
    fn ui(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(self.size), Sense::hover());
        if ui.is_rect_visible(rect) {
            let color = self.color.unwrap_or_else(|| ui.visuals().text_color());
            self.icon.paint(ui.painter(), rect, color);
        }
        response
    }
}

impl From<Icon> for IconWidget {
    fn from(sign: Icon) -> Self {
        icon(sign)
    }
}
