//! Small text tools of the generator: digits for patterns, letters for e-mail addresses.

use super::dice::Dice;

/// Letters of British and Irish postal codes, without those that look like digits.
const LETTERS: [char; 20] = [
    'A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'W', 'X', 'Y',
    'Z',
];

/// Replaces each `#` of a pattern by a digit and each `X` by a letter.
pub(super) fn numbered(pattern: &str, dice: &mut Dice) -> String {
    pattern
        .chars()
        .map(|symbol| match symbol {
            '#' => char::from_digit(dice.below(10), 10).unwrap_or('0'),
            'X' => dice.pick(&LETTERS),
            other => other,
        })
        .collect()
}

/// A name in the plain letters that an e-mail address or a web address takes, words joined by dots.
pub(super) fn plain(name: &str, most: usize) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if out.len() >= most {
            break;
        }
        match letter {
            'a'..='z' | '0'..='9' => out.push(letter),
            'A'..='Z' => out.push(letter.to_ascii_lowercase()),
            ' ' | '-' | '.' if !out.is_empty() && !out.ends_with('.') => out.push('.'),
            other => out.push_str(transliterated(other)),
        }
    }
    let plain = out.trim_end_matches('.');
    if plain.is_empty() {
        "office".to_owned()
    } else {
        plain.to_owned()
    }
}

fn transliterated(letter: char) -> &'static str {
    match letter.to_lowercase().next().unwrap_or(letter) {
        'à' | 'á' | 'â' | 'ã' | 'ą' => "a",
        'å' => "aa",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ð' | 'ď' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' => "s",
        'ß' => "ss",
        'ť' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ů' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::demo::{cultures::ROUND, dice::Topic};

    #[test]
    fn patterns_lose_their_marks() {
        let mut dice = Dice::new(1, Topic::Fixed, 0);
        let code = numbered("HR3 #XX", &mut dice);
        assert_eq!(code.len(), 7);
        assert!(code.starts_with("HR3 ") && !code.contains(['#']));
    }

    #[test]
    fn names_become_addresses() {
        assert_eq!(plain("L'Épicerie d'Anaïs", 40), "lepicerie.danais");
        assert_eq!(plain("Þórður Ægisson", 40), "thordur.aegisson");
        assert_eq!(plain("Łucja Żuraw", 40), "lucja.zuraw");
        assert_eq!(plain("書店", 40), "office");
    }

    #[test]
    fn every_letter_of_the_word_lists_has_a_plain_form() {
        for culture in ROUND {
            let people = culture
                .families
                .iter()
                .flat_map(|f| f.given.iter().chain(f.surnames));
            for letter in people
                .flat_map(|name| name.chars())
                .filter(|c| c.is_alphabetic())
            {
                assert_ne!(plain(&letter.to_string(), 8), "office", "{letter}");
            }
        }
    }
}
