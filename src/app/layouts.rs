//! How each table stands: widths, order and choice of columns, kept beside the cache.

use super::App;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The remembered layouts, each as text that only tables understand.
#[derive(Clone, Debug, Default)]
pub(super) struct Layouts(Option<BTreeMap<String, String>>);

impl App {
    /// The remembered layout of a table.
    pub fn table_layout(&mut self, table: &str) -> Option<String> {
        let file = self.layouts_file();
        self.layouts.read(file).get(table).cloned()
    }

    /// Remembers the layout of a table. That it cannot be kept is no reason to stop anything.
    pub fn keep_table_layout(&mut self, table: &str, layout: String) {
        let file = self.layouts_file();
        let layouts = self.layouts.read(file.clone());
        layouts.insert(table.to_owned(), layout);
        let (Some(file), Ok(text)) = (file, serde_json::to_string(layouts)) else {
            return;
        };
        if let Err(error) = std::fs::write(file, text) {
            tracing::warn!(%error, "the layout of a table could not be kept");
        }
    }

    fn layouts_file(&self) -> Option<PathBuf> {
        Some(self.data_folder()?.join("tables.json"))
    }
}

impl Layouts {
    fn read(&mut self, file: Option<PathBuf>) -> &mut BTreeMap<String, String> {
        self.0.get_or_insert_with(|| {
            // What is missing or damaged is as for a new user.
            file.and_then(|file| std::fs::read_to_string(file).ok())
                .and_then(|text| serde_json::from_str(&text).ok())
                .unwrap_or_default()
        })
    }
}
