//! Embeds the word files and parses them once, on first use.

use std::cell::Cell;
use std::sync::LazyLock;

use fluent_bundle::FluentResource;
use fluent_bundle::FluentValue;
use fluent_bundle::concurrent::FluentBundle;
use unic_langid::LanguageIdentifier;

use super::number;
use super::{Lang, NumberFormat};

/// Embeds the files of one language; both languages have the same files.
macro_rules! word_files {
    ($lang:literal) => {
        &[
            (
                "common",
                include_str!(concat!("../../assets/i18n/", $lang, "/common.ftl")),
            ),
            (
                "words",
                include_str!(concat!("../../assets/i18n/", $lang, "/words.ftl")),
            ),
            (
                "home",
                include_str!(concat!("../../assets/i18n/", $lang, "/home.ftl")),
            ),
            (
                "conflicts",
                include_str!(concat!("../../assets/i18n/", $lang, "/conflicts.ftl")),
            ),
            (
                "merge",
                include_str!(concat!("../../assets/i18n/", $lang, "/merge.ftl")),
            ),
            (
                "errors",
                include_str!(concat!("../../assets/i18n/", $lang, "/errors.ftl")),
            ),
            (
                "lists",
                include_str!(concat!("../../assets/i18n/", $lang, "/lists.ftl")),
            ),
            (
                "mappings",
                include_str!(concat!("../../assets/i18n/", $lang, "/mappings.ftl")),
            ),
            (
                "wizard",
                include_str!(concat!("../../assets/i18n/", $lang, "/wizard.ftl")),
            ),
            (
                "settings",
                include_str!(concat!("../../assets/i18n/", $lang, "/settings.ftl")),
            ),
            (
                "pages",
                include_str!(concat!("../../assets/i18n/", $lang, "/pages.ftl")),
            ),
            (
                "causes",
                include_str!(concat!("../../assets/i18n/", $lang, "/causes.ftl")),
            ),
            (
                "checks",
                include_str!(concat!("../../assets/i18n/", $lang, "/checks.ftl")),
            ),
            (
                "commands",
                include_str!(concat!("../../assets/i18n/", $lang, "/commands.ftl")),
            ),
            (
                "cli",
                include_str!(concat!("../../assets/i18n/", $lang, "/cli.ftl")),
            ),
        ]
    };
}

const EN: &[(&str, &str)] = word_files!("en");
const FR: &[(&str, &str)] = word_files!("fr");

/// All words of one language.
pub(super) type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| load(Lang::En));
static FRENCH: LazyLock<Bundle> = LazyLock::new(|| load(Lang::Fr));

/// Gives the parsed words of a language.
pub(super) fn bundle(lang: Lang) -> &'static Bundle {
    match lang {
        Lang::En => &ENGLISH,
        Lang::Fr => &FRENCH,
    }
}

/// Gives the embedded files of a language as (name, source).
pub(super) const fn files(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::En => EN,
        Lang::Fr => FR,
    }
}

fn load(lang: Lang) -> Bundle {
    let locale: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // Fluent's invisible isolation marks would be drawn as boxes and copied with the text.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::En => english_number,
        Lang::Fr => french_number,
    }));
    for (name, source) in files(lang) {
        let resource =
            FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(rest, problems)| {
                tracing::error!(
                    lang = lang.tag(),
                    file = name,
                    ?problems,
                    "word file has broken entries"
                );
                rest
            });
        if let Err(problems) = bundle.add_resource(resource) {
            tracing::error!(
                lang = lang.tag(),
                file = name,
                ?problems,
                "word file repeats keys"
            );
        }
    }
    bundle
}

thread_local! {
    /// The marks of numbers in the sentence that is being made: Fluent asks for numbers without saying for whom.
    static NUMBERS: Cell<NumberFormat> = const { Cell::new(NumberFormat::Language) };
}

/// Makes a sentence with numbers written in a form.
pub(super) fn with_numbers<T>(numbers: NumberFormat, make: impl FnOnce() -> T) -> T {
    let before = NUMBERS.replace(numbers);
    let made = make();
    NUMBERS.set(before);
    made
}

fn english_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    count(Lang::En, value)
}

fn french_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    count(Lang::Fr, value)
}

/// Writes a whole number inside a sentence; anything else is left to Fluent.
fn count(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let form = (lang, NUMBERS.get());
    Some(number::group(form, &format!("{:.0}", number.value)))
}
