//! The one way to make a window for a test.

use eframe::egui::Theme;
use eframe::egui::Ui;
use egui_kittest::Harness;
use raccord::ui::design;
use raccord::ui::design::Appearance;
use raccord::ui::design::ThemeChoice;

use crate::raster::CpuRenderer;

/// Makes a window of the given size that draws `app` with our design and fonts, without motion and without a pointer.
///
/// The theme is shown whatever the machine's own theme is; high contrast is shown in its dark form.
pub(crate) fn harness<'a, S: 'a>(
    size: [f32; 2],
    theme: ThemeChoice,
    state: S,
    app: impl FnMut(&mut Ui, &mut S) + 'a,
) -> Harness<'a, S> {
    let appearance = Appearance {
        theme,
        reduce_motion: true,
    };
    let egui_theme = match theme {
        ThemeChoice::Light => Theme::Light,
        ThemeChoice::Dark | ThemeChoice::System | ThemeChoice::HighContrast => Theme::Dark,
    };
    Harness::builder()
        .with_size(size)
        .with_theme(egui_theme)
        .with_render_cursor(false)
        .renderer(CpuRenderer::default())
        .with_context_setup(move |ctx| design::install(ctx, appearance))
        .build_ui_state(app, state)
}
