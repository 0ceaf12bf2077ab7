//! The columns that a page defines.

/// Where a column's text stands.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Figures.
    Right,
}

/// A column as the page defines it; the person may hide, move and resize it.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The stable name, used by the model and in the remembered layout.
    pub key: &'static str,
    /// The heading.
    pub title: String,
    /// Width in points until the person changes it.
    pub width: f32,
    /// Least width in points.
    pub min_width: f32,
    /// Where the text stands.
    pub align: Align,
    /// Whether a click on the heading sorts.
    pub sortable: bool,
    /// Whether it is shown until the person says otherwise.
    pub shown: bool,
    /// Explains the heading in its tooltip.
    pub help: Option<String>,
}

impl Column {
    /// Defines a column of words that can be sorted.
    pub fn new(key: &'static str, title: impl Into<String>, width: f32) -> Self {
        Self {
            key,
            title: title.into(),
            width,
            min_width: 48.0,
            align: Align::Left,
            sortable: true,
            shown: true,
            help: None,
        }
    }

    /// Aligns the column at the right, as figures are.
    #[must_use]
    pub fn number(mut self) -> Self {
        self.align = Align::Right;
        self
    }

    /// Makes a heading that does not sort.
    #[must_use]
    pub fn unsortable(mut self) -> Self {
        self.sortable = false;
        self
    }

    /// Hides the column until the person asks for it.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.shown = false;
        self
    }

    /// Explains the heading.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
