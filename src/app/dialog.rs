//! The system's file dialogs, on a thread of their own: they must not hold up the window.

use super::App;
use super::command::Command;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};

/// A dialog that is open, and what happens with the file that is chosen in it.
pub(super) struct Dialog {
    chosen: Receiver<Option<PathBuf>>,
    then: fn(PathBuf) -> Command,
}

impl App {
    /// Asks for a file: to be written under this name, or to be read if none is given.
    pub(super) fn ask_file(
        &mut self,
        title: String,
        filters: &'static [(&'static str, &'static str)],
        write_as: Option<String>,
        then: fn(PathBuf) -> Command,
    ) {
        let (send, chosen) = sync_channel(1);
        let wake = std::sync::Arc::clone(&self.wake);
        let spawned = std::thread::Builder::new()
            .name("raccord-dialog".to_owned())
            .spawn(move || {
                let mut dialog = rfd::FileDialog::new().set_title(title);
                for (kind, ending) in filters {
                    dialog = dialog.add_filter(*kind, &[*ending]);
                }
                let file = match write_as {
                    Some(name) => dialog.set_file_name(name).save_file(),
                    None => dialog.pick_file(),
                };
                send.send(file).ok();
                wake();
            });
        match spawned {
            Ok(_) => self.dialog = Some(Dialog { chosen, then }),
            Err(error) => tracing::error!(%error, "the file dialog could not be opened"),
        }
    }

    /// Asks for a folder.
    pub(super) fn ask_folder(&mut self, title: String, then: fn(PathBuf) -> Command) {
        let (send, chosen) = sync_channel(1);
        let wake = std::sync::Arc::clone(&self.wake);
        let spawned = std::thread::Builder::new()
            .name("raccord-dialog".to_owned())
            .spawn(move || {
                let folder = rfd::FileDialog::new().set_title(title).pick_folder();
                send.send(folder).ok();
                wake();
            });
        match spawned {
            Ok(_) => self.dialog = Some(Dialog { chosen, then }),
            Err(error) => tracing::error!(%error, "the folder dialog could not be opened"),
        }
    }

    /// Goes on with the file that was chosen, if one was.
    pub(super) fn receive_file(&mut self) {
        let Some(dialog) = &self.dialog else { return };
        let then = dialog.then;
        if let Ok(chosen) = dialog.chosen.try_recv() {
            self.dialog = None;
            if let Some(file) = chosen {
                self.send(then(file));
            }
        }
    }
}
