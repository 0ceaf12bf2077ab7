//! Contrast between two colours as WCAG 2 defines it.

use eframe::egui::Color32;

/// Computes the contrast ratio of two opaque colours, from 1 (equal) to 21 (black on white).
pub fn contrast_ratio(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: Color32) -> f32 {
    let linear = |channel: u8| {
        let c = f32::from(channel) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
}

#[cfg(test)]
mod tests {
    use super::super::palette;
    use super::super::tokens::Tokens;
    use super::*;

    const ALL: [&Tokens; 4] = [
        &palette::DARK,
        &palette::LIGHT,
        &palette::HIGH_CONTRAST_DARK,
        &palette::HIGH_CONTRAST_LIGHT,
    ];

    fn surfaces(tokens: &Tokens) -> [(&'static str, Color32); 8] {
        let s = &tokens.surface;
        let t = &tokens.table;
        [
            ("canvas", s.canvas),
            ("nav", s.nav),
            ("card", s.card),
            ("raised", s.raised),
            ("sunken", s.sunken),
            ("hover", t.hover),
            ("selected", t.selected),
            ("stripe", t.stripe),
        ]
    }

    fn inks(tokens: &Tokens) -> [(&'static str, Color32); 12] {
        let t = &tokens.text;
        let m = &tokens.mark;
        [
            ("strong", t.strong),
            ("body", t.body),
            ("weak", t.weak),
            ("link", t.link),
            ("danger", tokens.danger.ink),
            ("side.bc", tokens.side.bc),
            ("side.dv", tokens.side.dv),
            ("state.open", m.open),
            ("state.done", m.done),
            ("state.suggested", m.suggested),
            ("state.blocked", m.blocked),
            ("state.auto", m.auto),
        ]
    }

    #[test]
    fn black_on_white_is_21() {
        assert!((contrast_ratio(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        assert!((contrast_ratio(Color32::WHITE, Color32::WHITE) - 1.0).abs() < 0.01);
    }

    #[test]
    fn every_ink_is_readable_on_every_surface() {
        for tokens in ALL {
            let least = if tokens.scheme.is_high_contrast() {
                7.0
            } else {
                4.5
            };
            for (ink_name, ink) in inks(tokens) {
                for (surface_name, surface) in surfaces(tokens) {
                    let ratio = contrast_ratio(ink, surface);
                    assert!(
                        ratio >= least,
                        "{:?}: {ink_name} on {surface_name} is {ratio:.2}:1",
                        tokens.scheme
                    );
                }
            }
        }
    }

    #[test]
    fn words_on_coloured_controls_are_readable() {
        for tokens in ALL {
            for (name, fill, ink) in [
                ("accent", tokens.accent.fill, tokens.accent.on_fill),
                ("accent hover", tokens.accent.hover, tokens.accent.on_fill),
                ("danger", tokens.danger.fill, tokens.danger.on_fill),
                ("danger hover", tokens.danger.hover, tokens.danger.on_fill),
                ("tooltip", tokens.surface.tooltip, tokens.text.on_tooltip),
                ("selected text", tokens.text.selection, tokens.text.strong),
            ] {
                let ratio = contrast_ratio(fill, ink);
                assert!(ratio >= 4.5, "{:?}: {name} is {ratio:.2}:1", tokens.scheme);
            }
        }
    }

    #[test]
    fn edges_and_focus_are_visible() {
        for tokens in ALL {
            for (name, line) in [
                ("control", tokens.line.control),
                ("focus", tokens.line.focus),
            ] {
                for (surface_name, surface) in surfaces(tokens)
                    .into_iter()
                    .filter(|(name, _)| *name != "selected")
                {
                    let ratio = contrast_ratio(line, surface);
                    assert!(
                        ratio >= 3.0,
                        "{:?}: {name} edge on {surface_name} is {ratio:.2}:1",
                        tokens.scheme
                    );
                }
            }
        }
    }
}
