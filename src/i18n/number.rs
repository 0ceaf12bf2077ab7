//! Writes numbers as each language does: English `1,234.5`, French `1 234,5` with a narrow no-break space.

use rust_decimal::Decimal;

use super::{Lang, NumberFormat, Texts};

/// The space between groups of three digits in French, which never breaks a line.
const NARROW_NO_BREAK_SPACE: char = '\u{202f}';
/// The minus sign, as wide as a plus sign and a figure.
const MINUS: char = '\u{2212}';

struct Marks {
    group: char,
    point: char,
}

const fn marks((lang, form): (Lang, NumberFormat)) -> Marks {
    let (group, point) = match (form, lang) {
        (NumberFormat::Comma, _) | (NumberFormat::Language, Lang::En) => (',', '.'),
        (NumberFormat::Space, _) | (NumberFormat::Language, Lang::Fr) => {
            (NARROW_NO_BREAK_SPACE, ',')
        }
        (NumberFormat::Point, _) => ('.', ','),
        (NumberFormat::Apostrophe, _) => ('\u{2019}', '.'),
    };
    Marks { group, point }
}

/// Groups the digits of a number written with ASCII digits, an optional sign and an optional point.
pub(super) fn group(form: (Lang, NumberFormat), plain: &str) -> String {
    let Marks { group, point } = marks(form);
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => (Some(MINUS), rest),
        None => (None, plain),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out: String = sign.into_iter().collect();
    let length = whole.chars().count();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (length - index).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

impl Texts {
    fn form(self) -> (Lang, NumberFormat) {
        (self.lang(), self.formats().numbers)
    }

    /// Writes a count: `12,345` or `12 345`.
    pub fn count(self, count: impl Into<i128>) -> String {
        group(self.form(), &count.into().to_string())
    }

    /// Writes an amount with exactly the digits that it has.
    pub fn decimal(self, amount: Decimal) -> String {
        group(self.form(), &amount.to_string())
    }

    /// Writes an amount rounded to a number of decimal places, for columns that must line up.
    pub fn decimal_places(self, amount: Decimal, places: u32) -> String {
        let mut rounded = amount.round_dp(places);
        rounded.rescale(places);
        group(self.form(), &rounded.to_string())
    }

    /// Reads an amount that a person typed, with this language's marks or with a plain point.
    ///
    /// Spaces of any kind and group marks are ignored; `None` when it is not a number.
    pub fn parse_decimal(self, typed: &str) -> Option<Decimal> {
        let Marks { group, point } = marks(self.form());
        let plain: String = typed
            .chars()
            .filter(|&c| c != group && !c.is_whitespace())
            .map(|c| match c {
                c if c == point => '.',
                MINUS => '-',
                c => c,
            })
            .collect();
        plain.parse().ok()
    }

    /// Writes a share of a whole: `42%` or `42 %`.
    pub fn percent(self, share: f32) -> String {
        let number = format!("{:.0}", share * 100.0);
        match self.lang() {
            Lang::En => format!("{number}%"),
            Lang::Fr => format!("{number}{NARROW_NO_BREAK_SPACE}%"),
        }
    }

    /// Writes a size in bytes with one decimal from a kilobyte up: `2.1 MB` or `2,1 Mo`.
    pub fn bytes(self, bytes: u64) -> String {
        let units = [
            "unit-byte",
            "unit-kilobyte",
            "unit-megabyte",
            "unit-gigabyte",
            "unit-terabyte",
        ];
        let mut size = bytes;
        let mut tenths = 0;
        let mut unit = 0;
        while size >= 1000 && unit + 1 < units.len() {
            tenths = size % 1000 / 100;
            size /= 1000;
            unit += 1;
        }
        let number = if unit == 0 {
            size.to_string()
        } else {
            format!("{size}.{tenths}")
        };
        let name = units.get(unit).map(|key| self.t(key)).unwrap_or_default();
        format!("{}{}{}", group(self.form(), &number), '\u{a0}', name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Texts = Texts::new(Lang::En);
    const FR: Texts = Texts::new(Lang::Fr);

    #[test]
    fn digits_are_grouped_from_the_right() {
        for (plain, en, fr) in [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("1000", "1,000", "1\u{202f}000"),
            (
                "-1234567.50",
                "\u{2212}1,234,567.50",
                "\u{2212}1\u{202f}234\u{202f}567,50",
            ),
        ] {
            assert_eq!(group(EN.form(), plain), en);
            assert_eq!(group(FR.form(), plain), fr);
        }
    }

    #[test]
    fn decimals_keep_every_digit() {
        let amount: Decimal = "79228162514264337593543950.335".parse().unwrap();
        assert_eq!(EN.decimal(amount), "79,228,162,514,264,337,593,543,950.335");
        assert_eq!(
            FR.decimal_places("10000".parse().unwrap(), 2),
            "10\u{202f}000,00"
        );
        assert_eq!(
            EN.decimal_places("2.345".parse().unwrap(), 2),
            "2.34",
            "ties go to the even digit, as at a bank"
        );
    }

    #[test]
    fn what_was_written_can_be_typed_back() {
        for plain in ["0", "-12500.75", "1234567", "0.0001"] {
            let amount: Decimal = plain.parse().unwrap();
            for texts in [EN, FR] {
                assert_eq!(
                    texts.parse_decimal(&texts.decimal(amount)),
                    Some(amount),
                    "{plain} in {:?}",
                    texts.lang()
                );
            }
        }
        assert_eq!(
            FR.parse_decimal("12 500.5"),
            Some("12500.5".parse().unwrap()),
            "a plain point is understood too"
        );
        assert_eq!(EN.parse_decimal("twelve"), None);
    }

    #[test]
    fn sizes_have_their_unit() {
        assert_eq!(EN.bytes(999), "999\u{a0}B");
        assert_eq!(EN.bytes(2_150_000), "2.1\u{a0}MB");
        assert_eq!(FR.bytes(2_150_000), "2,1\u{a0}Mo");
    }
}
