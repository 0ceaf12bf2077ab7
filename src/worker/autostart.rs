//! Starting with the system: each platform's own list of what is started when a person signs in, for that person alone.

use super::folder::file_problem;
use crate::model::reason::Problem;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
#[cfg(windows)]
use std::process::Command;

/// Where the entry is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Autostart {
    place: Place,
}

/// The kinds of places that there are.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// A file that the desktop reads: an entry of freedesktop.org, or a property list of macOS.
    File(PathBuf),
    /// A value under the person's `Run` key of the registry.
    #[cfg_attr(not(windows), expect(dead_code, reason = "only Windows has one"))]
    Registry,
}

impl Autostart {
    /// The platform's own place for this person; nothing where there is none.
    pub fn of_this_person() -> Option<Self> {
        if cfg!(windows) {
            #[cfg(windows)]
            return Some(Self {
                place: Place::Registry,
            });
        }
        let dirs = directories::BaseDirs::new()?;
        Some(Self::in_folder(&if cfg!(target_os = "macos") {
            dirs.home_dir().join("Library/LaunchAgents")
        } else {
            dirs.config_dir().join("autostart")
        }))
    }

    /// An entry in this folder.
    pub fn in_folder(folder: &Path) -> Self {
        let name = if cfg!(target_os = "macos") {
            "com.example.raccord.plist"
        } else {
            "raccord.desktop"
        };
        Self {
            place: Place::File(folder.join(name)),
        }
    }

    /// Whether the program starts with the system.
    pub fn is_on(&self) -> bool {
        match &self.place {
            Place::File(file) => file.exists(),
            Place::Registry => registry(&["query", RUN, "/v", NAME]).is_ok(),
        }
    }

    /// Makes the program start with the system, minimised, on this data folder, or not.
    ///
    /// # Errors
    /// [`crate::model::reason::Cause::FileProblem`] with the entry's path.
    pub fn set(&self, on: bool, program: &Path, folder: Option<&Path>) -> Result<(), Problem> {
        match &self.place {
            Place::File(file) => {
                let done = if on {
                    write(file, &entry(program, folder))
                } else {
                    fs::remove_file(file)
                };
                match done {
                    Err(error) if error.kind() == io::ErrorKind::NotFound && !on => Ok(()),
                    done => done.map_err(|error| file_problem(file, &error)),
                }
            }
            Place::Registry => {
                let line = command_line(program, folder);
                let done = if on {
                    registry(&["add", RUN, "/v", NAME, "/t", "REG_SZ", "/d", &line, "/f"])
                } else {
                    registry(&["delete", RUN, "/v", NAME, "/f"])
                };
                done.map_err(|error| file_problem(Path::new(RUN), &error))
            }
        }
    }
}

/// The key of the registry that Windows reads at sign-in.
const RUN: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run";
/// The value under it.
const NAME: &str = "Raccord";

#[cfg(windows)]
fn registry(arguments: &[&str]) -> io::Result<()> {
    let ended = Command::new("reg").args(arguments).output()?;
    if ended.status.success() {
        Ok(())
    } else {
        Err(io::Error::other(String::from_utf8_lossy(&ended.stderr)))
    }
}

#[cfg(not(windows))]
fn registry(_: &[&str]) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)
}

/// The program with its arguments, each between quotation marks.
fn command_line(program: &Path, folder: Option<&Path>) -> String {
    arguments(program, folder)
        .map(|part| format!("\"{part}\""))
        .collect::<Vec<_>>()
        .join(" ")
}

fn arguments(program: &Path, folder: Option<&Path>) -> impl Iterator<Item = String> {
    let own = [program.display().to_string(), "--minimized".to_owned()];
    let folder = folder.map(|folder| ["--data-dir".to_owned(), folder.display().to_string()]);
    own.into_iter().chain(folder.into_iter().flatten())
}

/// What the entry says.
fn entry(program: &Path, folder: Option<&Path>) -> String {
    if cfg!(target_os = "macos") {
        return property_list(program, folder);
    }
    // The signs that have a meaning in such a line, as its specification has them.
    let quoted = arguments(program, folder).map(|part| {
        let part = part
            .replace('\\', r"\\\\")
            .replace('"', "\\\\\"")
            .replace('`', r"\\`")
            .replace('$', r"\\$")
            .replace('%', "%%");
        format!("\"{part}\"")
    });
    let line = quoted.collect::<Vec<_>>().join(" ");
    format!(
        "[Desktop Entry]\nType=Application\nName=Raccord\nIcon=raccord\nExec={line}\nTerminal=false\n\
         X-GNOME-Autostart-enabled=true\n"
    )
}

fn property_list(program: &Path, folder: Option<&Path>) -> String {
    let escaped = arguments(program, folder).map(|part| {
        let part = part
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        format!("    <string>{part}</string>\n")
    });
    let lines: String = escaped.collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n  <key>Label</key>\n  \
         <string>com.example.raccord</string>\n  <key>ProgramArguments</key>\n  <array>\n{lines}  </array>\n  \
         <key>RunAtLoad</key>\n  <true/>\n</dict>\n</plist>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_comes_and_goes_and_names_program_and_folder() {
        let dir = tempfile::tempdir().unwrap();
        let autostart = Autostart::in_folder(&dir.path().join("not/yet/there"));
        assert!(!autostart.is_on());
        autostart
            .set(false, Path::new("/usr/bin/raccord"), None)
            .unwrap();
        let folder = Path::new("/home/jo/100% of $ales");
        autostart
            .set(true, Path::new("/usr/bin/raccord"), Some(folder))
            .unwrap();
        assert!(autostart.is_on());
        let Place::File(file) = &autostart.place else {
            panic!()
        };
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains("--minimized"), "{text}");
        if cfg!(target_os = "linux") {
            let line =
                r#"Exec="/usr/bin/raccord" "--minimized" "--data-dir" "/home/jo/100%% of \\$ales""#;
            assert!(text.contains(line), "{text}");
        }
        autostart
            .set(false, Path::new("/usr/bin/raccord"), None)
            .unwrap();
        assert!(!autostart.is_on());
    }

    #[test]
    fn a_property_list_escapes_what_has_a_meaning_in_it() {
        let text = property_list(Path::new("/Applications/R&D <x>/raccord"), None);
        assert!(text.contains("/Applications/R&amp;D &lt;x&gt;/raccord"));
    }
}
