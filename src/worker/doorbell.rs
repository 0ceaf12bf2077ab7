//! One window per data folder: whoever starts a second one rings at the first, which comes to the front.
//!
//! The bell is a port of this machine's own loopback, told in a file that only the folder's owner can read, with a word that
//! must be said there. A thread waits at it; nothing is asked for again and again. A bell of a process that is gone is no harm:
//! nobody answers, and the second start goes on as the first.

use super::folder::create_private;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

/// The file that says where the bell is.
const FILE: &str = "window.bell";
/// How long either side waits for the other.
const PATIENCE: Duration = Duration::from_secs(2);
/// What is answered to somebody who knew the word.
const HEARD: &[u8] = b"heard";

/// Where a bell is, and the word.
#[derive(Debug, Serialize, Deserialize)]
struct Place {
    port: u16,
    word: Uuid,
}

/// A bell that hangs at a data folder until this is dropped.
#[derive(Debug)]
pub struct Doorbell {
    file: PathBuf,
}

impl Doorbell {
    /// Hangs a bell; `rung` is called on a thread of its own.
    ///
    /// # Errors
    /// The operating system's, if it gives no port, no thread or no file; the window then goes without.
    pub fn hang(folder: &Path, rung: impl Fn() + Send + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let place = Place {
            port: listener.local_addr()?.port(),
            word: Uuid::new_v4(),
        };
        let word = place.word;
        std::thread::Builder::new()
            .name("raccord-bell".to_owned())
            .spawn(move || {
                for visitor in listener.incoming().flatten() {
                    if answer(visitor, word).unwrap_or(false) {
                        rung();
                    }
                }
            })?;
        let file = folder.join(FILE);
        create_private(folder)?;
        write_private(&file, &serde_json::to_vec(&place)?)?;
        Ok(Self { file })
    }
}

impl Drop for Doorbell {
    fn drop(&mut self) {
        fs::remove_file(&self.file).ok();
    }
}

/// Rings at the window that works in this folder; whether it heard.
pub fn ring(folder: &Path) -> bool {
    let place = fs::read(folder.join(FILE))
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Place>(&bytes).ok());
    place.is_some_and(|place| ring_at(&place).unwrap_or(false))
}

fn ring_at(place: &Place) -> io::Result<bool> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, place.port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(place.word.as_bytes())?;
    let mut heard = [0; HEARD.len()];
    stream.read_exact(&mut heard)?;
    Ok(heard == HEARD)
}

/// Answers whoever says the word.
fn answer(mut visitor: TcpStream, word: Uuid) -> io::Result<bool> {
    visitor.set_read_timeout(Some(PATIENCE))?;
    let mut said = [0; 16];
    visitor.read_exact(&mut said)?;
    if said != *word.as_bytes() {
        return Ok(false);
    }
    visitor.write_all(HEARD)?;
    Ok(true)
}

fn write_private(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(file)?.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn who_knows_the_word_is_heard_and_nobody_else() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!ring(dir.path()), "nobody is there");
        let (send, rung) = channel();
        let bell = Doorbell::hang(dir.path(), move || send.send(()).unwrap()).unwrap();
        assert!(ring(dir.path()));
        rung.recv_timeout(PATIENCE).unwrap();
        let bytes = fs::read(dir.path().join(FILE)).unwrap();
        let mut place: Place = serde_json::from_slice(&bytes).unwrap();
        place.word = Uuid::nil();
        assert!(!ring_at(&place).unwrap_or(false));
        assert!(rung.try_recv().is_err());
        drop(bell);
        assert!(!ring(dir.path()));
    }
}
