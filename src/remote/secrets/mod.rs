//! Where secrets are kept: the system's key store, a file that a passphrase encrypts, or memory for one session. Never the
//! cache, a log or an error.
//!
//! A secret is a [`SecretString`]: it has no `Display`, its `Debug` shows nothing, and its memory is overwritten when it goes.

mod file;

pub use file::{FILE_NAME, FileSecrets, PASSPHRASE_VARIABLE, SHORTEST};

use super::connection::Connection;
use crate::model::reason::{Cause, Problem};
use crate::model::{Side, Sides};
use secrecy::{ExposeSecret as _, SecretString};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;

/// The name of a secret, `raccord/<connection>/business_central`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SecretName(String);

impl SecretName {
    /// The name of a connection's secret for one side.
    pub fn new(connection: &str, side: Side) -> Self {
        Self(format!("raccord/{connection}/{}", side.as_str()))
    }

    /// The name of the password of the user whom a connection's proxy is told.
    pub fn of_proxy(connection: &str) -> Self {
        Self(format!("raccord/{connection}/proxy"))
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Keeps secrets by name.
pub trait SecretStore {
    /// The secret, if there is one.
    fn get(&self, name: &SecretName) -> Result<Option<SecretString>, Problem>;
    /// Keeps a secret, replacing an older one.
    fn set(&self, name: &SecretName, secret: &SecretString) -> Result<(), Problem>;
    /// Forgets a secret; one that is not there is forgotten already.
    fn delete(&self, name: &SecretName) -> Result<(), Problem>;
}

/// Secrets that are gone when the program ends.
#[derive(Default)]
pub struct MemorySecrets(Mutex<HashMap<SecretName, SecretString>>);

impl MemorySecrets {
    /// No secrets yet.
    pub fn new() -> Self {
        Self::default()
    }
}

impl SecretStore for MemorySecrets {
    fn get(&self, name: &SecretName) -> Result<Option<SecretString>, Problem> {
        let secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(secrets.get(name).cloned())
    }

    fn set(&self, name: &SecretName, secret: &SecretString) -> Result<(), Problem> {
        let mut secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.insert(name.clone(), secret.clone());
        Ok(())
    }

    fn delete(&self, name: &SecretName) -> Result<(), Problem> {
        let mut secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.remove(name);
        Ok(())
    }
}

/// Secrets read from the environment variables that a connection names (`--session-secrets`); set ones stay in memory.
pub struct SessionSecrets {
    memory: MemorySecrets,
}

impl SessionSecrets {
    /// Reads the variables that a connection names; one that is not set leaves its secret missing.
    pub fn from_environment(connection: &Connection) -> Self {
        let memory = MemorySecrets::new();
        let names = connection.secret_names();
        for side in Side::BOTH {
            if let Some(secret) = secret_from_environment(connection, side) {
                // Memory never refuses.
                memory.set(names.get(side), &secret).ok();
            }
        }
        if let Some(password) = proxy_password_from_environment(connection) {
            memory.set(&connection.proxy_secret_name(), &password).ok();
        }
        Self { memory }
    }
}

impl SecretStore for SessionSecrets {
    fn get(&self, name: &SecretName) -> Result<Option<SecretString>, Problem> {
        self.memory.get(name)
    }

    fn set(&self, name: &SecretName, secret: &SecretString) -> Result<(), Problem> {
        self.memory.set(name, secret)
    }

    fn delete(&self, name: &SecretName) -> Result<(), Problem> {
        self.memory.delete(name)
    }
}

/// The secret of one side from the environment variable that the connection names, if that is set and not blank.
pub fn secret_from_environment(connection: &Connection, side: Side) -> Option<SecretString> {
    let variable = connection.sign_in(side).secret_env()?;
    let secret = std::env::var(variable).ok()?;
    (!secret.is_empty()).then(|| SecretString::from(secret))
}

/// The password of the proxy's user from the environment variable that the connection names.
pub fn proxy_password_from_environment(connection: &Connection) -> Option<SecretString> {
    let variable = connection.network.proxy.secret_env()?;
    let secret = std::env::var(variable).ok()?;
    (!secret.is_empty()).then(|| SecretString::from(secret))
}

/// The password of the user whom the proxy is told: from its variable, else from where the connection's secrets are kept.
///
/// # Errors
/// [`Cause::SecretMissing`] if a variable is named, it is not set, and no password is kept; the store's problem.
pub fn proxy_password(
    connection: &Connection,
    store: &dyn SecretStore,
) -> Result<Option<SecretString>, Problem> {
    let proxy = &connection.network.proxy;
    if !proxy.names_a_user() {
        return Ok(None);
    }
    if let Some(password) = proxy_password_from_environment(connection) {
        return Ok(Some(password));
    }
    let kept = store.get(&connection.proxy_secret_name())?;
    match (&kept, proxy.secret_env()) {
        (None, Some(variable)) => {
            Err(Problem::new(Cause::SecretMissing).with("variable", &variable))
        }
        _ => Ok(kept),
    }
}

/// Which sides' secrets are needed but missing, in a store.
///
/// # Errors
/// The store's problem.
pub fn missing_secrets(
    connection: &Connection,
    store: &dyn SecretStore,
) -> Result<Sides<bool>, Problem> {
    let names = connection.secret_names();
    let missing = |side: Side| -> Result<bool, Problem> {
        Ok(connection.sign_in(side).needs_secret() && store.get(names.get(side))?.is_none())
    };
    Ok(Sides::new(missing(Side::Bc)?, missing(Side::Dv)?))
}

/// The system's key store: Keychain, Windows credentials, Secret Service.
///
/// Each call runs on a thread of its own and is given up after a while: a key store may ask a person to unlock it, and
/// one that never answers must not hang the program.
pub struct SystemSecrets {
    patience: Duration,
}

const SERVICE: &str = "raccord";

impl SystemSecrets {
    /// The key store, waiting up to a minute for a person to unlock it.
    pub fn new() -> Self {
        Self {
            patience: Duration::from_mins(1),
        }
    }

    /// Whether the key store can be used at all.
    ///
    /// # Errors
    /// [`Cause::KeyStoreUnusable`] with the reason.
    pub fn check(&self) -> Result<(), Problem> {
        self.ask(|| match keyring::Entry::store_status() {
            Ok(()) => Ok(()),
            Err(error) => Err(error.to_string()),
        })
    }

    fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, String> + Send + 'static,
    ) -> Result<T, Problem> {
        let unusable = |why: String| Problem::new(Cause::KeyStoreUnusable).saying(why);
        let (answer, wait) = mpsc::channel();
        std::thread::Builder::new()
            .name("key-store".to_owned())
            .spawn(move || answer.send(work()).ok())
            .map_err(|error| unusable(error.to_string()))?;
        match wait.recv_timeout(self.patience) {
            Ok(done) => done.map_err(unusable),
            Err(_) => Err(unusable("the system's key store did not answer".to_owned())),
        }
    }
}

impl Default for SystemSecrets {
    fn default() -> Self {
        Self::new()
    }
}

/// Words of the key store about an error; never the stored bytes, which some of its errors carry.
fn words(error: &keyring::Error) -> String {
    match error {
        keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) => {
            "the stored secret is not text".to_owned()
        }
        other => other.to_string(),
    }
}

fn entry(name: &SecretName) -> Result<keyring::Entry, String> {
    keyring::Entry::new(SERVICE, name.as_str()).map_err(
        |error| match keyring::Entry::store_status() {
            Ok(()) => words(&error),
            Err(status) => format!("there is no key store: {}", words(status)),
        },
    )
}

impl SecretStore for SystemSecrets {
    fn get(&self, name: &SecretName) -> Result<Option<SecretString>, Problem> {
        let name = name.clone();
        self.ask(move || match entry(&name)?.get_password() {
            Ok(secret) => Ok(Some(SecretString::from(secret))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(words(&error)),
        })
    }

    fn set(&self, name: &SecretName, secret: &SecretString) -> Result<(), Problem> {
        let (name, secret) = (name.clone(), secret.clone());
        self.ask(move || {
            entry(&name)?
                .set_password(secret.expose_secret())
                .map_err(|error| words(&error))
        })
    }

    fn delete(&self, name: &SecretName) -> Result<(), Problem> {
        let name = name.clone();
        self.ask(move || match entry(&name)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(words(&error)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_keeps_and_forgets() {
        let store = MemorySecrets::new();
        let name = SecretName::new("Contoso", Side::Bc);
        assert_eq!(name.as_str(), "raccord/Contoso/business_central");
        let proxy = SecretName::of_proxy("Contoso");
        assert_eq!(proxy.as_str(), "raccord/Contoso/proxy");
        store.set(&name, &SecretString::from("x")).unwrap();
        assert_eq!(store.get(&name).unwrap().unwrap().expose_secret(), "x");
        store.delete(&name).unwrap();
        assert!(store.get(&name).unwrap().is_none());
    }

    #[test]
    fn a_key_store_that_does_not_answer_is_given_up() {
        let store = SystemSecrets {
            patience: Duration::from_millis(1),
        };
        let (hold, wait) = mpsc::channel::<()>();
        let problem = store
            .ask(move || wait.recv().map_err(|e| e.to_string()))
            .unwrap_err();
        assert_eq!(problem.cause, Cause::KeyStoreUnusable);
        drop(hold);
    }
}
