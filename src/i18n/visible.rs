//! Text from elsewhere as it is safe to show: signs that act on what stands around them are written out.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text with the signs that would act on the ones around them (control signs, signs that turn the direction of writing,
/// signs without width) written out as their numbers. Ends of lines stay.
///
/// Whoever writes a record in a connected system decides what its name holds: an escape sequence would otherwise be carried
/// out by the terminal that lists it.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && acts(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c == '\n' || !acts(c) {
            shown.push(c);
        } else {
            // Writing to a string never fails.
            write!(shown, "[U+{:04X}]", u32::from(c)).ok();
        }
    }
    Cow::Owned(shown)
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_act_are_shown_and_not_obeyed() {
        assert_eq!(
            visible("a\u{202e}b\u{200b}\u{7}\n"),
            "a[U+202E]b[U+200B][U+0007]\n"
        );
        assert_eq!(visible("\u{1b}[2Jx"), "[U+001B][2Jx");
        assert!(matches!(visible("é 日本 Ω"), Cow::Borrowed("é 日本 Ω")));
    }
}
