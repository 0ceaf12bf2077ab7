//! Secrets in one file that a passphrase encrypts: for machines without a key store.
//!
//! The key is made of the passphrase by Argon2id, slowly and with much memory; the secrets are sealed together by
//! ChaCha20-Poly1305 with all the figures of the file as associated data, so that a file that was changed in any way does
//! not open. Each write makes a new salt and nonce and replaces the file as a whole.

use super::{SecretName, SecretStore};
use crate::model::reason::{Cause, Problem};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The environment variable in which the passphrase may stand.
pub const PASSPHRASE_VARIABLE: &str = "RACCORD_PASSPHRASE";

/// The file's name in a data folder.
pub const FILE_NAME: &str = "secrets.json";

/// The shortest passphrase that a new file is made with, in characters.
pub const SHORTEST: usize = 8;

/// What new files are made with: 64 MiB, three passes, one lane.
const COST: Cost = Cost {
    memory_kib: 64 * 1_024,
    passes: 3,
};

/// A file that demands more than this was not written by this program.
const MOST: Cost = Cost {
    memory_kib: 1_024 * 1_024,
    passes: 20,
};

/// An encrypted file of secrets.
pub struct FileSecrets {
    path: PathBuf,
    passphrase: Option<SecretString>,
    /// What the file holds, once it was opened.
    open: Mutex<Option<Held>>,
}

type Held = BTreeMap<String, SecretString>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cost {
    memory_kib: u32,
    passes: u32,
}

/// The file as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    format: u8,
    key: String,
    cost: Cost,
    salt: String,
    cipher: String,
    nonce: String,
    secrets: String,
}

const FORMAT: u8 = 1;
const KEY: &str = "argon2id";
const CIPHER: &str = "chacha20-poly1305";

impl FileSecrets {
    /// The file at a path, with its passphrase if that is known yet.
    pub fn new(path: PathBuf, passphrase: Option<SecretString>) -> Self {
        Self {
            path,
            passphrase,
            open: Mutex::new(None),
        }
    }

    /// Opens the file, which is made with the first secret if there is none yet.
    ///
    /// # Errors
    /// [`Cause::PassphraseNeeded`], [`Cause::WrongPassphrase`], [`Cause::InvalidFile`], [`Cause::FileProblem`].
    pub fn unlock(&self) -> Result<(), Problem> {
        self.with(|_| Ok(()))
    }

    fn with<T>(&self, work: impl FnOnce(&mut Held) -> Result<T, Problem>) -> Result<T, Problem> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.is_none() {
            *open = Some(self.read()?);
        }
        match open.as_mut() {
            Some(held) => work(held),
            None => Err(self.about(Cause::PassphraseNeeded)),
        }
    }

    fn about(&self, cause: Cause) -> Problem {
        Problem::new(cause)
            .with("path", &self.path.display())
            .with("variable", PASSPHRASE_VARIABLE)
    }

    fn passphrase(&self) -> Result<&SecretString, Problem> {
        self.passphrase
            .as_ref()
            .ok_or_else(|| self.about(Cause::PassphraseNeeded))
    }

    fn read(&self) -> Result<Held, Problem> {
        let passphrase = self.passphrase()?;
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return if passphrase.expose_secret().chars().count() < SHORTEST {
                    Err(self
                        .about(Cause::WrongPassphrase)
                        .with("reason", "too_short")
                        .with("limit", &SHORTEST))
                } else {
                    Ok(Held::new())
                };
            }
            Err(error) => return Err(self.about(Cause::FileProblem).saying(error.to_string())),
        };
        let invalid = || self.about(Cause::InvalidFile).with("field", "secrets");
        let file: Sealed = serde_json::from_slice(&bytes).map_err(|_hidden| invalid())?;
        let known = file.format == FORMAT && file.key == KEY && file.cipher == CIPHER;
        let affordable = file.cost.memory_kib <= MOST.memory_kib && file.cost.passes <= MOST.passes;
        if !known || !affordable {
            return Err(invalid());
        }
        let decoded = |text: &str| STANDARD.decode(text).map_err(|_hidden| invalid());
        let (salt, nonce) = (decoded(&file.salt)?, decoded(&file.nonce)?);
        let nonce = <[u8; NONCE_LEN]>::try_from(nonce).map_err(|_hidden| invalid())?;
        let mut sealed = decoded(&file.secrets)?;
        let key = key(passphrase, &salt, file.cost).ok_or_else(invalid)?;
        let opened = key
            .open_in_place(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(figures(&file)),
                &mut sealed,
            )
            .map_err(|_unspecified| self.about(Cause::WrongPassphrase))?;
        let held: BTreeMap<String, String> =
            serde_json::from_slice(opened).map_err(|_hidden| invalid())?;
        let held = held.into_iter();
        Ok(held.map(|(name, secret)| (name, secret.into())).collect())
    }

    fn write(&self, held: &Held) -> Result<(), Problem> {
        let failed = |error: io::Error| self.about(Cause::FileProblem).saying(error.to_string());
        let unusable = || {
            self.about(Cause::FileProblem)
                .saying("the encryption failed")
        };
        let plain: BTreeMap<&str, &str> = held
            .iter()
            .map(|(name, secret)| (name.as_str(), secret.expose_secret()))
            .collect();
        let mut sealed = serde_json::to_vec(&plain).map_err(|_hidden| unusable())?;
        let (mut salt, mut nonce) = ([0; 16], [0; NONCE_LEN]);
        getrandom::fill(&mut salt).map_err(|_none| unusable())?;
        getrandom::fill(&mut nonce).map_err(|_none| unusable())?;
        let mut file = Sealed {
            format: FORMAT,
            key: KEY.to_owned(),
            cost: COST,
            salt: STANDARD.encode(salt),
            cipher: CIPHER.to_owned(),
            nonce: STANDARD.encode(nonce),
            secrets: String::new(),
        };
        let key = key(self.passphrase()?, &salt, COST).ok_or_else(unusable)?;
        key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(figures(&file)),
            &mut sealed,
        )
        .map_err(|_unspecified| unusable())?;
        file.secrets = STANDARD.encode(sealed);
        let text = serde_json::to_vec_pretty(&file).map_err(|_hidden| unusable())?;
        replace(&self.path, &text).map_err(failed)
    }
}

impl SecretStore for FileSecrets {
    fn get(&self, name: &SecretName) -> Result<Option<SecretString>, Problem> {
        self.with(|held| Ok(held.get(name.as_str()).cloned()))
    }

    fn set(&self, name: &SecretName, secret: &SecretString) -> Result<(), Problem> {
        self.with(|held| {
            held.insert(name.as_str().to_owned(), secret.clone());
            self.write(held)
        })
    }

    fn delete(&self, name: &SecretName) -> Result<(), Problem> {
        self.with(|held| {
            if held.remove(name.as_str()).is_some() {
                self.write(held)?;
            }
            Ok(())
        })
    }
}

/// Everything in the file but the secrets, in one form whatever the file's own layout.
fn figures(file: &Sealed) -> Vec<u8> {
    let Cost { memory_kib, passes } = file.cost;
    format!(
        "raccord secrets {} {} {memory_kib} {passes} {} {} {}",
        file.format, file.key, file.salt, file.cipher, file.nonce
    )
    .into_bytes()
}

fn key(passphrase: &SecretString, salt: &[u8], cost: Cost) -> Option<LessSafeKey> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).ok()?;
    let mut key = SecretBox::new(Box::new([0; 32]));
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon
        .hash_password_into(
            passphrase.expose_secret().as_bytes(),
            salt,
            secrecy::ExposeSecretMut::expose_secret_mut(&mut key),
        )
        .ok()?;
    let key = UnboundKey::new(&CHACHA20_POLY1305, key.expose_secret()).ok()?;
    Some(LessSafeKey::new(key))
}

/// Replaces a file as a whole, readable by its owner only.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let next = path.with_extension("next");
    // What an interrupted write left is in nobody's way.
    fs::remove_file(&next).ok();
    let mut file = private(&next)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&next, path)
}

#[cfg(unix)]
fn private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    File::options()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn private(path: &Path) -> io::Result<File> {
    File::options().create_new(true).write(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Side;

    fn at(path: &Path, passphrase: &str) -> FileSecrets {
        FileSecrets::new(path.to_owned(), Some(passphrase.to_owned().into()))
    }

    #[test]
    fn secrets_come_back_with_the_passphrase_and_not_without() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE_NAME);
        let name = SecretName::new("Contoso", Side::Bc);
        let store = at(&path, "correct horse");
        store
            .set(&name, &"hunter2hunter2".to_owned().into())
            .unwrap();
        let found = at(&path, "correct horse").get(&name).unwrap().unwrap();
        assert_eq!(found.expose_secret(), "hunter2hunter2");
        let wrong = at(&path, "battery staple").get(&name).err().unwrap();
        assert_eq!(wrong.cause, Cause::WrongPassphrase);
        let none = FileSecrets::new(path.clone(), None)
            .get(&name)
            .err()
            .unwrap();
        assert_eq!(none.cause, Cause::PassphraseNeeded);
        assert_eq!(none.params["variable"], PASSPHRASE_VARIABLE);

        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("hunter2") && !text.contains("correct horse"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }

        // Whatever is changed in the file, it does not open.
        let cheaper = text.replace("\"passes\": 3", "\"passes\": 2");
        assert_ne!(cheaper, text);
        fs::write(&path, cheaper).unwrap();
        let changed = at(&path, "correct horse").get(&name).err().unwrap();
        assert_eq!(changed.cause, Cause::WrongPassphrase);
        let greedy = text.replace("65536", "4000000000");
        fs::write(&path, greedy).unwrap();
        let refused = at(&path, "correct horse").get(&name).err().unwrap();
        assert_eq!(refused.cause, Cause::InvalidFile);
    }

    #[test]
    fn a_new_file_wants_a_passphrase_that_is_one() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE_NAME);
        let name = SecretName::new("Contoso", Side::Bc);
        let short = at(&path, "short").set(&name, &"x".to_owned().into());
        assert_eq!(short.unwrap_err().cause, Cause::WrongPassphrase);
        assert!(!path.exists());
    }
}
