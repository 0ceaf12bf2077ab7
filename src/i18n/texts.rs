//! The handle through which the program speaks.

use std::borrow::Cow;

use fluent_bundle::FluentArgs;
use fluent_bundle::FluentValue;

use super::catalog;
use super::{DateFormat, Formats, Lang, NumberFormat};

/// Speaks one language; copy it freely and replace it when the person chooses another language.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Texts {
    lang: Lang,
    formats: Formats,
}

/// A value put into a sentence.
///
/// There is no float: an amount is written first with [`Texts::decimal`], so that it keeps its digits.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg<'a> {
    /// Words, or anything already written out.
    Text(Cow<'a, str>),
    /// A count, which also chooses the plural form.
    Count(i64),
}

impl Texts {
    /// Speaks the given language.
    pub const fn new(lang: Lang) -> Self {
        Self {
            lang,
            formats: Formats {
                numbers: NumberFormat::Language,
                dates: DateFormat::Language,
            },
        }
    }

    /// The same language with other numbers and dates.
    #[must_use]
    pub const fn with_formats(self, formats: Formats) -> Self {
        Self { formats, ..self }
    }

    /// Tells how numbers and dates are written.
    pub const fn formats(self) -> Formats {
        self.formats
    }

    /// Puts a name before a value, with the colon as the language sets it.
    pub fn named(self, name: &str, value: &str) -> String {
        self.t_args(
            "name-and-value",
            &[("name", name.into()), ("value", value.into())],
        )
    }

    /// Speaks the operating system's language, or English.
    pub fn system() -> Self {
        Self::new(Lang::system())
    }

    /// Tells which language this is.
    pub const fn lang(self) -> Lang {
        self.lang
    }

    /// Gives the text of a key that takes no arguments.
    pub fn t(self, key: &str) -> Cow<'static, str> {
        self.format(key, None)
    }

    /// Gives the text of a key with its arguments filled in: `texts.t_args("toast-copied", &[("rows", 3.into())])`.
    pub fn t_args(self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Arg::Text(text) => FluentValue::from(text.as_ref()),
                    Arg::Count(count) => FluentValue::from(*count),
                };
                ((*name).to_owned(), value)
            })
            .collect();
        self.format(key, Some(&args)).into_owned()
    }

    /// Gives the text of a key, or `None` when this language does not have it.
    ///
    /// For keys built from codes, such as an error's explanation, which may not have been written yet.
    pub fn try_t(self, key: &str) -> Option<Cow<'static, str>> {
        self.has(key).then(|| self.t(key))
    }

    /// Tells whether a key exists.
    pub fn has(self, key: &str) -> bool {
        catalog::bundle(self.lang)
            .get_message(key)
            .is_some_and(|message| message.value().is_some())
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let bundle = catalog::bundle(self.lang);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::warn!(key, lang = self.lang.tag(), "text is missing");
            return Cow::Owned(format!("[{key}]"));
        };
        let mut problems = Vec::new();
        let text = catalog::with_numbers(self.formats.numbers, || {
            bundle.format_pattern(pattern, args, &mut problems)
        });
        if !problems.is_empty() {
            tracing::warn!(
                key,
                lang = self.lang.tag(),
                ?problems,
                "text could not be filled in"
            );
        }
        text
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Arg<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

macro_rules! count_from {
    ($($int:ty)+) => {$(
        impl From<$int> for Arg<'_> {
            fn from(count: $int) -> Self {
                Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
            }
        }
    )+};
}

count_from!(i64 u64 usize isize);

macro_rules! small_count_from {
    ($($int:ty)+) => {$(
        impl From<$int> for Arg<'_> {
            fn from(count: $int) -> Self {
                Self::Count(i64::from(count))
            }
        }
    )+};
}

small_count_from!(i8 i16 i32 u8 u16 u32);
