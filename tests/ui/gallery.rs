//! Pictures of the design system.

use eframe::egui;
use raccord::ui::design::DesignExt as _;
use raccord::ui::design::Icon;
use raccord::ui::design::ThemeChoice;
use raccord::ui::design::icon;
use raccord::ui::design::space;
use raccord::ui::design::text;
use strum::IntoEnumIterator as _;

use crate::harness::harness;

#[test]
fn icons() {
    let mut window = harness([420.0, 320.0], ThemeChoice::Dark, (), |ui, ()| {
        ui.label(text::title("Customers & accounts 10 000,00"));
        ui.label(text::heading("Needs you"));
        ui.label("Station Road, 21 — Łódź, Ærø, Ελλάδα");
        ui.label(text::weak("not changed since 14:05"));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::splat(space::M);
            for sign in Icon::iter() {
                ui.add(icon(sign));
            }
            ui.add(icon(Icon::SideBc).color(ui.tokens().side.bc).size(24.0));
            ui.add(icon(Icon::SideDv).color(ui.tokens().side.dv).size(24.0));
        });
    });
    window.snapshot("icons");
}
