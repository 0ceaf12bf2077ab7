//! The literal colours of the four schemes. The only place in the program where a colour is written as a number.
//!
//! Sides and states come from the Okabe–Ito set, which people with any colour vision can tell apart, lightened for
//! dark and darkened for light surfaces until each ink reaches 4.5:1 (7:1 in high contrast).

use eframe::egui::Color32;

use super::tokens::Hue;
use super::tokens::Inks;
use super::tokens::Lines;
use super::tokens::Marks;
use super::tokens::Rows;
use super::tokens::Scheme;
use super::tokens::Sides;
use super::tokens::Surface;
use super::tokens::Tokens;

/// Reads a colour written as `0xRRGGBB`.
#[expect(clippy::disallowed_methods, reason = "this is the palette")]
const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

/// Black of the given opacity.
#[expect(clippy::disallowed_methods, reason = "this is the palette")]
const fn black(alpha: u8) -> Color32 {
    Color32::from_black_alpha(alpha)
}

pub(super) static DARK: Tokens = Tokens {
    scheme: Scheme::Dark,
    surface: Surface {
        none: Color32::TRANSPARENT,
        canvas: rgb(0x1A_1B1E),
        nav: rgb(0x14_1518),
        card: rgb(0x20_2226),
        raised: rgb(0x28_2A30),
        sunken: rgb(0x13_1417),
        hover: rgb(0x32_353D),
        pressed: rgb(0x3A_3E47),
        tooltip: rgb(0x3A_3E47),
    },
    text: Inks {
        strong: rgb(0xF5_F6F8),
        body: rgb(0xDD_DFE4),
        weak: rgb(0xA3_A8B3),
        link: rgb(0x93_A5FF),
        on_tooltip: rgb(0xF5_F6F8),
        selection: rgb(0x38_4585),
    },
    line: Lines {
        hairline: rgb(0x31_343B),
        edge: rgb(0x43_474F),
        control: rgb(0x73_7A87),
        focus: rgb(0x93_A5FF),
    },
    accent: Hue {
        fill: rgb(0x4F_5FE0),
        hover: rgb(0x5A_69E2),
        pressed: rgb(0x43_52CC),
        on_fill: rgb(0xFF_FFFF),
        ink: rgb(0x93_A5FF),
        wash: rgb(0x25_2A44),
    },
    danger: Hue {
        fill: rgb(0xC0_362C),
        hover: rgb(0xCB_3E34),
        pressed: rgb(0xA8_2C23),
        on_fill: rgb(0xFF_FFFF),
        ink: rgb(0xFF_8A80),
        wash: rgb(0x3A_2224),
    },
    side: Sides {
        bc: rgb(0x56_B4E9),
        dv: rgb(0xE6_9F00),
        bc_wash: rgb(0x1D_2C38),
        dv_wash: rgb(0x34_2A18),
    },
    mark: Marks {
        open: rgb(0xFF_8A65),
        done: rgb(0x4C_C9A4),
        auto: rgb(0xA3_A8B3),
        suggested: rgb(0xDB_8CB8),
        blocked: rgb(0xF0_E442),
        locked: rgb(0xA3_A8B3),
        open_wash: rgb(0x39_2822),
        done_wash: rgb(0x1B_312C),
    },
    table: Rows {
        header: rgb(0x24_262B),
        stripe: rgb(0x1D_1F23),
        hover: rgb(0x2A_2D33),
        selected: rgb(0x2A_3252),
        group: rgb(0x24_262B),
    },
    shadow: black(110),
    backdrop: black(140),
};

pub(super) static LIGHT: Tokens = Tokens {
    scheme: Scheme::Light,
    surface: Surface {
        none: Color32::TRANSPARENT,
        canvas: rgb(0xF7_F8FA),
        nav: rgb(0xED_EFF3),
        card: rgb(0xFF_FFFF),
        raised: rgb(0xFF_FFFF),
        sunken: rgb(0xFF_FFFF),
        hover: rgb(0xEA_ECF1),
        pressed: rgb(0xDD_E0E8),
        tooltip: rgb(0x2A_2E36),
    },
    text: Inks {
        strong: rgb(0x14_161A),
        body: rgb(0x2A_2E36),
        weak: rgb(0x5A_606C),
        link: rgb(0x3A_48C4),
        on_tooltip: rgb(0xF5_F6F8),
        selection: rgb(0xC9_D2FB),
    },
    line: Lines {
        hairline: rgb(0xDF_E2E8),
        edge: rgb(0xCC_D0D8),
        control: rgb(0x7C_8391),
        focus: rgb(0x3A_48C4),
    },
    accent: Hue {
        fill: rgb(0x3F_4FCB),
        hover: rgb(0x34_43B8),
        pressed: rgb(0x2B_389D),
        on_fill: rgb(0xFF_FFFF),
        ink: rgb(0x3A_48C4),
        wash: rgb(0xEC_EFFE),
    },
    danger: Hue {
        fill: rgb(0xB3_261E),
        hover: rgb(0x9E_1F18),
        pressed: rgb(0x86_1811),
        on_fill: rgb(0xFF_FFFF),
        ink: rgb(0xB3_261E),
        wash: rgb(0xFC_EDEC),
    },
    side: Sides {
        bc: rgb(0x00_629B),
        dv: rgb(0x8A_5A00),
        bc_wash: rgb(0xE6_F2FA),
        dv_wash: rgb(0xFC_F2DF),
    },
    mark: Marks {
        open: rgb(0xB2_3C00),
        done: rgb(0x00_694B),
        auto: rgb(0x5A_606C),
        suggested: rgb(0x8E_3B6C),
        blocked: rgb(0x6B_6200),
        locked: rgb(0x5A_606C),
        open_wash: rgb(0xFD_EFE8),
        done_wash: rgb(0xE5_F5EF),
    },
    table: Rows {
        header: rgb(0xF1_F3F6),
        stripe: rgb(0xFA_FBFC),
        hover: rgb(0xEE_F0F4),
        selected: rgb(0xDF_E5FD),
        group: rgb(0xF1_F3F6),
    },
    shadow: black(36),
    backdrop: black(90),
};

pub(super) static HIGH_CONTRAST_DARK: Tokens = Tokens {
    scheme: Scheme::HighContrastDark,
    surface: Surface {
        none: Color32::TRANSPARENT,
        canvas: rgb(0x00_0000),
        nav: rgb(0x00_0000),
        card: rgb(0x00_0000),
        raised: rgb(0x0D_0D0D),
        sunken: rgb(0x00_0000),
        hover: rgb(0x26_2626),
        pressed: rgb(0x3A_3A3A),
        tooltip: rgb(0x1A_1A1A),
    },
    text: Inks {
        strong: rgb(0xFF_FFFF),
        body: rgb(0xFF_FFFF),
        weak: rgb(0xD6_D6D6),
        link: rgb(0xB5_C2FF),
        on_tooltip: rgb(0xFF_FFFF),
        selection: rgb(0x2B_3A8C),
    },
    line: Lines {
        hairline: rgb(0x8C_8C8C),
        edge: rgb(0xFF_FFFF),
        control: rgb(0xFF_FFFF),
        focus: rgb(0xFF_E45C),
    },
    accent: Hue {
        fill: rgb(0xB5_C2FF),
        hover: rgb(0xD0_D9FF),
        pressed: rgb(0x93_A5FF),
        on_fill: rgb(0x00_0000),
        ink: rgb(0xB5_C2FF),
        wash: rgb(0x12_1630),
    },
    danger: Hue {
        fill: rgb(0xFF_9D94),
        hover: rgb(0xFF_B8B1),
        pressed: rgb(0xFF_8A80),
        on_fill: rgb(0x00_0000),
        ink: rgb(0xFF_9D94),
        wash: rgb(0x2B_0F0C),
    },
    side: Sides {
        bc: rgb(0x7C_CBF7),
        dv: rgb(0xFF_B81F),
        bc_wash: rgb(0x08_1C29),
        dv_wash: rgb(0x27_1B00),
    },
    mark: Marks {
        open: rgb(0xFF_A285),
        done: rgb(0x5F_E3BC),
        auto: rgb(0xD6_D6D6),
        suggested: rgb(0xF2_AAD0),
        blocked: rgb(0xF0_E442),
        locked: rgb(0xD6_D6D6),
        open_wash: rgb(0x2B_140B),
        done_wash: rgb(0x07_251C),
    },
    table: Rows {
        header: rgb(0x1A_1A1A),
        stripe: rgb(0x0A_0A0A),
        hover: rgb(0x1F_1F1F),
        selected: rgb(0x1B_2350),
        group: rgb(0x1A_1A1A),
    },
    shadow: black(0),
    backdrop: black(180),
};

pub(super) static HIGH_CONTRAST_LIGHT: Tokens = Tokens {
    scheme: Scheme::HighContrastLight,
    surface: Surface {
        none: Color32::TRANSPARENT,
        canvas: rgb(0xFF_FFFF),
        nav: rgb(0xFF_FFFF),
        card: rgb(0xFF_FFFF),
        raised: rgb(0xFF_FFFF),
        sunken: rgb(0xFF_FFFF),
        hover: rgb(0xE6_E6E6),
        pressed: rgb(0xCF_CFCF),
        tooltip: rgb(0x00_0000),
    },
    text: Inks {
        strong: rgb(0x00_0000),
        body: rgb(0x00_0000),
        weak: rgb(0x33_3333),
        link: rgb(0x1C_2A94),
        on_tooltip: rgb(0xFF_FFFF),
        selection: rgb(0xBF_CAFF),
    },
    line: Lines {
        hairline: rgb(0x59_5959),
        edge: rgb(0x00_0000),
        control: rgb(0x00_0000),
        focus: rgb(0x1C_2A94),
    },
    accent: Hue {
        fill: rgb(0x1C_2A94),
        hover: rgb(0x14_1F73),
        pressed: rgb(0x0D_1552),
        on_fill: rgb(0xFF_FFFF),
        ink: rgb(0x1C_2A94),
        wash: rgb(0xEE_F0FF),
    },
    danger: Hue {
        fill: rgb(0x8A_130C),
        hover: rgb(0x6E_0D07),
        pressed: rgb(0x52_0804),
        on_fill: rgb(0xFF_FFFF),
        ink: rgb(0x8A_130C),
        wash: rgb(0xFF_F0EF),
    },
    side: Sides {
        bc: rgb(0x00_3F66),
        dv: rgb(0x5A_3A00),
        bc_wash: rgb(0xEA_F5FC),
        dv_wash: rgb(0xFF_F6E5),
    },
    mark: Marks {
        open: rgb(0x7A_2900),
        done: rgb(0x00_4733),
        auto: rgb(0x33_3333),
        suggested: rgb(0x64_2549),
        blocked: rgb(0x47_4100),
        locked: rgb(0x33_3333),
        open_wash: rgb(0xFF_F3ED),
        done_wash: rgb(0xEB_FAF5),
    },
    table: Rows {
        header: rgb(0xEB_EBEB),
        stripe: rgb(0xFA_FAFA),
        hover: rgb(0xE8_E8E8),
        selected: rgb(0xD9_E0FF),
        group: rgb(0xEB_EBEB),
    },
    shadow: black(0),
    backdrop: black(140),
};
