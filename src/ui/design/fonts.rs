//! The bundled letters, so that every machine shows the same page.
//!
//! egui's own fonts are left out. Where the program runs for people, the operating system's fonts stand behind
//! these for scripts they lack (`NativeOptions::system_font_fallback`); in tests they do not, and a missing
//! character fails the test.

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::Context;
use eframe::egui::FontData;
use eframe::egui::FontDefinitions;
use eframe::egui::FontFamily;

const REGULAR: &str = "raccord-sans-regular";
const SEMIBOLD: &str = "raccord-sans-semibold";
const MONO: &str = "raccord-mono";
const SIGNS: &str = "raccord-signs";

/// Gives the family of emphasised letters.
pub(super) fn semibold() -> FontFamily {
    FontFamily::Name(SEMIBOLD.into())
}

/// Registers the bundled fonts; takes effect from the next frame on.
pub(super) fn install(ctx: &Context) {
    let data: [(&str, &'static [u8]); 4] = [
        (
            REGULAR,
            include_bytes!("../../../assets/fonts/raccord-sans-regular.otf"),
        ),
        (
            SEMIBOLD,
            include_bytes!("../../../assets/fonts/raccord-sans-semibold.otf"),
        ),
        (
            MONO,
            include_bytes!("../../../assets/fonts/raccord-mono.ttf"),
        ),
        (
            SIGNS,
            include_bytes!("../../../assets/fonts/raccord-signs.ttf"),
        ),
    ];
    let font_data = data
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), Arc::new(FontData::from_static(bytes))))
        .collect();
    let family = |fonts: [&str; 3]| fonts.map(str::to_owned).to_vec();
    let families = BTreeMap::from([
        (FontFamily::Proportional, family([REGULAR, MONO, SIGNS])),
        (semibold(), family([SEMIBOLD, REGULAR, SIGNS])),
        (FontFamily::Monospace, family([MONO, REGULAR, SIGNS])),
    ]);
    ctx.set_fonts(FontDefinitions {
        font_data,
        families,
    });
}
