//! Puts the tokens into egui and gives them back to widgets.

use eframe::egui;
use eframe::egui::Context;
use eframe::egui::CornerRadius;
use eframe::egui::Id;
use eframe::egui::Margin;
use eframe::egui::Shadow;
use eframe::egui::Stroke;
use eframe::egui::Style;
use eframe::egui::Theme;
use eframe::egui::ThemePreference;
use eframe::egui::Ui;
use eframe::egui::Visuals;
use eframe::egui::style::Selection;
use eframe::egui::style::WidgetVisuals;
use eframe::egui::style::Widgets;
use eframe::egui::vec2;
use serde::Deserialize;
use serde::Serialize;

use super::fonts;
use super::palette;
use super::space;
use super::text;
use super::tokens::Tokens;

/// What a person chooses for the colours of the window.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// As the operating system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// High contrast, dark or light as the operating system says.
    HighContrast,
}

/// Everything about the look that a person can set.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Appearance {
    /// Colours.
    pub theme: ThemeChoice,
    /// No movement at all.
    pub reduce_motion: bool,
}

/// Puts fonts, colours, distances and letter sizes into egui. Call it once at start and after each change.
pub fn install(ctx: &Context, appearance: Appearance) {
    if ctx
        .data(|data| data.get_temp::<Installed>(Id::NULL))
        .is_none()
    {
        fonts::install(ctx);
    }
    let high = appearance.theme == ThemeChoice::HighContrast;
    ctx.data_mut(|data| {
        data.insert_temp(
            Id::NULL,
            Installed {
                high_contrast: high,
            },
        )
    });
    for theme in [Theme::Dark, Theme::Light] {
        ctx.set_style_of(
            theme,
            style(tokens_of(theme, high), appearance.reduce_motion),
        );
    }
    ctx.set_theme(match appearance.theme {
        ThemeChoice::System | ThemeChoice::HighContrast => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    });
}

/// Remembers in egui's memory that the tokens are in place, and which set.
#[derive(Clone, Copy)]
struct Installed {
    high_contrast: bool,
}

/// Reaches the tokens from anything that draws.
pub trait DesignExt {
    /// Gives the tokens of the colours that are shown now.
    fn tokens(&self) -> &'static Tokens;

    /// Gives the height of a row that has this height, in points, where there is room; less if things stand close together,
    /// never too little to be hit.
    fn row_height(&self, roomy: f32) -> f32;
}

/// What a compact row has less than a roomy one, in points.
const CLOSER: f32 = 6.0;

/// Whether things stand close together.
#[derive(Clone, Copy, Default)]
struct Compact(bool);

/// Lets things stand close together, or with room around them.
pub fn set_compact(ctx: &Context, compact: bool) {
    ctx.data_mut(|data| data.insert_temp(Id::NULL, Compact(compact)));
}

fn row_height(ctx: &Context, roomy: f32) -> f32 {
    let compact = ctx.data(|data| data.get_temp::<Compact>(Id::NULL));
    if compact.unwrap_or_default().0 {
        (roomy - CLOSER).max(space::TARGET)
    } else {
        roomy
    }
}

impl DesignExt for Ui {
    fn tokens(&self) -> &'static Tokens {
        shown_tokens(self.ctx(), self.visuals().dark_mode)
    }

    fn row_height(&self, roomy: f32) -> f32 {
        row_height(self.ctx(), roomy)
    }
}

impl DesignExt for Context {
    fn tokens(&self) -> &'static Tokens {
        shown_tokens(self, self.theme() == Theme::Dark)
    }

    fn row_height(&self, roomy: f32) -> f32 {
        row_height(self, roomy)
    }
}

fn shown_tokens(ctx: &Context, dark: bool) -> &'static Tokens {
    let high = ctx
        .data(|data| data.get_temp::<Installed>(Id::NULL))
        .is_some_and(|installed| installed.high_contrast);
    tokens_of(if dark { Theme::Dark } else { Theme::Light }, high)
}

fn tokens_of(theme: Theme, high_contrast: bool) -> &'static Tokens {
    match (theme, high_contrast) {
        (Theme::Dark, false) => &palette::DARK,
        (Theme::Light, false) => &palette::LIGHT,
        (Theme::Dark, true) => &palette::HIGH_CONTRAST_DARK,
        (Theme::Light, true) => &palette::HIGH_CONTRAST_LIGHT,
    }
}

fn style(tokens: &Tokens, reduce_motion: bool) -> Style {
    let mut style = Style {
        text_styles: text::styles(),
        visuals: Visuals {
            text_cursor: egui::style::TextCursorStyle {
                // What blinks moves, and draws the window anew twice a second.
                blink: !reduce_motion,
                ..visuals(tokens).text_cursor
            },
            ..visuals(tokens)
        },
        animation_time: if reduce_motion { 0.0 } else { 0.1 },
        explanation_tooltips: false,
        ..Style::default()
    };
    if reduce_motion {
        style.scroll_animation = egui::style::ScrollAnimation::none();
    }
    let s = &mut style.spacing;
    s.item_spacing = vec2(space::S, space::S);
    s.button_padding = vec2(space::M, space::XS);
    s.window_margin = Margin::same(16);
    s.menu_margin = Margin::same(4);
    s.interact_size = vec2(space::TARGET, space::CONTROL);
    s.icon_width = space::ICON;
    s.icon_width_inner = 10.0;
    s.icon_spacing = space::S;
    s.indent = space::L;
    s.combo_width = 120.0;
    s.text_edit_width = 280.0;
    s.tooltip_width = 360.0;
    // Lines of 20 points for letters of 14: five steps of the grid.
    s.extra_text_line_spacing = 3.0;
    s.menu_width = 240.0;
    s.scroll = egui::style::ScrollStyle::solid();
    s.scroll.bar_width = 8.0;
    let i = &mut style.interaction;
    i.tooltip_delay = 0.5;
    i.tooltip_grace_time = 0.2;
    i.show_tooltips_only_when_still = true;
    // Dragging over a page must not leave half of it selected; values offer "copy" instead.
    i.selectable_labels = false;
    style
}

fn visuals(tokens: &Tokens) -> Visuals {
    let base = if tokens.scheme.is_dark() {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    let edge = Stroke::new(1.0, tokens.line.hairline);
    let shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: tokens.shadow,
    };
    Visuals {
        dark_mode: tokens.scheme.is_dark(),
        override_text_color: None,
        weak_text_color: Some(tokens.text.weak),
        widgets: widgets(tokens),
        selection: Selection {
            bg_fill: tokens.text.selection,
            stroke: Stroke::new(1.0, tokens.text.strong),
        },
        hyperlink_color: tokens.text.link,
        faint_bg_color: tokens.table.stripe,
        extreme_bg_color: tokens.surface.sunken,
        text_edit_bg_color: Some(tokens.surface.sunken),
        code_bg_color: tokens.surface.raised,
        warn_fg_color: tokens.mark.open,
        error_fg_color: tokens.danger.ink,
        window_corner_radius: CornerRadius::same(space::RADIUS_LARGE),
        window_shadow: shadow,
        window_fill: tokens.surface.raised,
        window_stroke: edge,
        window_highlight_topmost: false,
        menu_corner_radius: CornerRadius::same(space::RADIUS_LARGE),
        panel_fill: tokens.surface.canvas,
        popup_shadow: shadow,
        text_cursor: egui::style::TextCursorStyle {
            stroke: Stroke::new(2.0, tokens.text.strong),
            ..base.text_cursor
        },
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        disabled_alpha: 0.55,
        ..base
    }
}

fn widgets(tokens: &Tokens) -> Widgets {
    let corner_radius = CornerRadius::same(space::RADIUS);
    let line = |width: f32, color| Stroke::new(width, color);
    let widget = |fill, edge: Stroke, ink: Stroke| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: edge,
        corner_radius,
        fg_stroke: ink,
        expansion: 0.0,
    };
    let surface = &tokens.surface;
    // What is drawn here fills its ground with `weak_bg_fill`; `bg_fill` is left for the handles of scroll bars, which must be
    // found on raised and on sunken ground alike.
    let handle = |own: WidgetVisuals, color| WidgetVisuals {
        bg_fill: color,
        ..own
    };
    Widgets {
        noninteractive: widget(
            surface.card,
            line(1.0, tokens.line.hairline),
            line(1.0, tokens.text.body),
        ),
        inactive: handle(
            widget(
                surface.raised,
                line(1.0, tokens.line.control),
                line(1.5, tokens.text.body),
            ),
            tokens.line.control,
        ),
        hovered: handle(
            widget(
                surface.hover,
                line(1.0, tokens.line.control),
                line(1.5, tokens.text.strong),
            ),
            tokens.text.weak,
        ),
        active: handle(
            widget(
                surface.pressed,
                line(2.0, tokens.line.focus),
                line(1.5, tokens.text.strong),
            ),
            tokens.text.body,
        ),
        open: widget(
            surface.hover,
            line(1.0, tokens.line.control),
            line(1.0, tokens.text.strong),
        ),
    }
}
