//! Connecting a data folder with both services: reading, trying, storing; secrets stay outside of the cache.

use super::environment::{self, identity_fact};
use super::folder::file_problem;
use super::protocol::{
    ConnectRequest, ConnectionInfo, ConnectionSource, EndpointInfo, Keep, SecretsFrom,
};
use super::session::Link;
use super::signing_in::{self, Person};
use crate::engine::LOCAL_CURRENCY;
use crate::engine::context::Reporter;
use crate::model::TableMapping;
use crate::model::defaults;
use crate::model::reason::{Cause, Problem};
use crate::model::{Side, Sides};
use crate::remote::connection::Connection;
use crate::remote::learnt::BothLearnt;
use crate::remote::retry::Cancel;
use crate::remote::secrets::{
    FILE_NAME, FileSecrets, MemorySecrets, PASSPHRASE_VARIABLE, SecretName, SecretStore,
    SessionSecrets, SystemSecrets, proxy_password_from_environment, secret_from_environment,
};
use crate::remote::{self, ConnectOptions, Identity, Keeper, Remote};
use crate::store::{Reader, Store, Writer};
use secrecy::SecretString;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use uuid::Uuid;

/// The name of the cached fact that holds the name of the connection in use.
const IN_USE: &str = "connection";
/// The name of the cached fact that holds the data folder's id.
const FOLDER_ID: &str = "folder_id";
/// The name of the cached fact that says where its secrets are: [`KEY_STORE`], [`ENVIRONMENT`],
/// [`FILE`] or [`MEMORY`].
const SECRETS: &str = "connection_secrets";
const KEY_STORE: &str = "key_store";
const ENVIRONMENT: &str = "environment";
const MEMORY: &str = "memory";
const FILE: &str = "file";

/// The name of the cached fact that holds what one side's connector learnt of its service.
fn learnt_fact(side: Side) -> String {
    format!("learnt_{}", side.short())
}

/// What connectors of earlier processes learnt of both services; it saves the next ones requests.
pub(super) fn learnt(reader: &Reader<'_>) -> Result<BothLearnt, Problem> {
    Ok(Sides::new(
        reader.fact(&learnt_fact(Side::Bc))?,
        reader.fact(&learnt_fact(Side::Dv))?,
    ))
}

/// Keeps what connectors learnt since they were made.
pub(super) fn keep_learnt(store: &Store, remotes: &Sides<Rc<dyn Remote>>) -> Result<(), Problem> {
    let news = Sides::from_fn(|side| remotes.get(side).learnt());
    if news.bc.is_none() && news.dv.is_none() {
        return Ok(());
    }
    store.write(|writer| {
        for side in Side::BOTH {
            if let Some(text) = news.get(side) {
                writer.set_fact(&learnt_fact(side), Some(text))?;
            }
        }
        Ok(())
    })
}

/// Forgets what was learnt: whoever looks at a service now wants to see it as it is.
pub(super) fn forget_learnt(writer: &Writer<'_>) -> Result<(), Problem> {
    for side in Side::BOTH {
        writer.set_fact(&learnt_fact(side), None)?;
    }
    Ok(())
}

/// The stored connection as it is, if there is one.
pub(super) fn stored_connection(reader: &Reader<'_>) -> Result<Option<Connection>, Problem> {
    let Some(name) = reader.fact(IN_USE)? else {
        return Ok(None);
    };
    let Some(definition) = reader.connection(&name)? else {
        return Ok(None);
    };
    Ok(Some(Connection {
        id: folder_id(reader)?,
        ..Connection::from_toml(&definition)?
    }))
}

/// The stored connection with where its secrets are, if there is one.
pub(super) fn stored(reader: &Reader<'_>, folder: &Path) -> Result<Option<Link>, Problem> {
    let Some(connection) = stored_connection(reader)? else {
        return Ok(None);
    };
    let mut locked = false;
    let secrets: Rc<dyn SecretStore> = match reader.fact(SECRETS)?.as_deref() {
        Some(ENVIRONMENT) => Rc::new(SessionSecrets::from_environment(&connection)),
        Some(FILE) => {
            let passphrase = passphrase_from_environment();
            let file = folder.join(FILE_NAME);
            // A certificate needs no secret: then there is no file yet, and nothing to unlock.
            locked = passphrase.is_none() && file.exists();
            Rc::new(FileSecrets::new(file, passphrase))
        }
        Some(MEMORY) => Rc::new(MemorySecrets::new()),
        _ => Rc::new(SystemSecrets::new()),
    };
    Ok(Some(Link {
        connection,
        secrets,
        remotes: None,
        made: jiff::Timestamp::UNIX_EPOCH,
        verified: false,
        locked,
        stop: Arc::default(),
    }))
}

/// The passphrase of the file with the secrets, if its environment variable holds one.
pub fn passphrase_from_environment() -> Option<SecretString> {
    let passphrase = std::env::var(PASSPHRASE_VARIABLE).ok()?;
    (!passphrase.is_empty()).then(|| SecretString::from(passphrase))
}

/// Opens the file with the secrets of a connection.
pub(super) fn unlock(
    link: &mut Link,
    folder: &Path,
    passphrase: SecretString,
) -> Result<(), Problem> {
    let file = FileSecrets::new(folder.join(FILE_NAME), Some(passphrase));
    file.unlock()?;
    link.secrets = Rc::new(file);
    link.remotes = None;
    link.locked = false;
    Ok(())
}

/// Makes the connectors of both sides; no request is sent yet.
pub(super) fn remotes(
    connection: &Connection,
    secrets: &Rc<dyn SecretStore>,
    stop: &Arc<AtomicBool>,
    learnt: BothLearnt,
) -> Result<Sides<Rc<dyn Remote>>, Problem> {
    let options = ConnectOptions {
        learnt,
        keeper: Keeper(Some(Rc::clone(secrets))),
        cancel: Cancel::from_flag(Arc::clone(stop)),
        ..ConnectOptions::default()
    };
    remote::connect(connection, secrets.as_ref(), &options)
}

/// Reads the connection that a request is about.
pub(super) fn described(source: ConnectionSource, id: Option<Uuid>) -> Result<Connection, Problem> {
    let connection = match source {
        ConnectionSource::Given(connection) => *connection,
        ConnectionSource::File(path) => {
            let text =
                std::fs::read_to_string(&path).map_err(|error| file_problem(&path, &error))?;
            Connection::from_toml(&text).map_err(|problem| problem.with("path", &path.display()))?
        }
    };
    Ok(Connection { id, ..connection })
}

/// The id of a data folder, under which its secrets are kept; folders of earlier versions with a connection have none.
pub(super) fn folder_id(reader: &Reader<'_>) -> Result<Option<Uuid>, Problem> {
    let id = reader.fact(FOLDER_ID)?;
    Ok(id.and_then(|id| Uuid::try_parse(&id).ok()))
}

/// Gives a data folder without a connection an id of its own, once.
pub(super) fn settle_folder_id(store: &Store, new: Uuid) -> Result<(), Problem> {
    let reader = store.read();
    let settled = reader.fact(FOLDER_ID)?.is_some() || reader.fact(IN_USE)?.is_some();
    if settled {
        return Ok(());
    }
    store.write(|writer| writer.set_fact(FOLDER_ID, Some(&new.hyphenated().to_string())))
}

/// Tries a connection and stores it if both services let this program in.
pub(super) async fn connect(
    store: &Store,
    folder: &Path,
    known: Known<'_>,
    request: ConnectRequest,
    reporter: &mut dyn Reporter,
    stop: Arc<AtomicBool>,
) -> Result<(Link, ConnectionInfo), Problem> {
    let ConnectRequest {
        connection,
        secrets,
        proxy_password,
        couplings,
        asking,
    } = request;
    let connection = described(connection, folder_id(&store.read())?)?;
    let offered = offered_secrets(
        &connection,
        &secrets,
        proxy_password.as_ref(),
        folder,
        known,
    )?;
    let mut person = Person {
        connection: &connection,
        secrets: &offered,
        asking: asking.as_ref(),
        reporter,
        stop: &stop,
    };
    let mut identities = Vec::new();
    for side in Side::BOTH {
        let identity = signing_in::identify(&mut person, side).await;
        identities.push((side, identity.map_err(|problem| problem.on(side))?));
    }
    environment::admit(store, &identities, couplings)?;
    // Only secrets that work are kept.
    let (kind, kept) = keep(&connection, offered, &secrets, folder)?;
    store.write(|writer| {
        writer.put_connection(&connection.name, &connection.to_toml()?)?;
        writer.set_fact(IN_USE, Some(&connection.name))?;
        forget_learnt(writer)?;
        environment::note(writer, &identities, couplings)?;
        writer.set_fact(SECRETS, Some(kind))?;
        for (side, identity) in &identities {
            remember(writer, *side, identity)?;
        }
        if writer.mappings()?.is_empty() {
            for (place, mapping) in default_mappings()?.iter().enumerate() {
                writer.put_mapping(mapping, place)?;
            }
        }
        Ok(())
    })?;
    let info = info(&store.read(), &connection)?;
    let link = Link {
        connection,
        secrets: kept,
        verified: true,
        // Made anew when they are needed: a person's sign-in that is renewed must go where the secrets are kept.
        remotes: None,
        made: jiff::Timestamp::UNIX_EPOCH,
        locked: false,
        stop,
    };
    Ok((link, info))
}

/// Secrets that this process has at hand already.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// What people's sign-ins left on the way to a connection.
    pub(super) people: &'a MemorySecrets,
    /// Where those of the connection in use are.
    pub(super) in_use: Option<&'a dyn SecretStore>,
}

impl Known<'_> {
    /// A secret that somebody gave before.
    fn get(self, name: &SecretName) -> Option<SecretString> {
        let own = self.people.get(name).ok().flatten();
        own.or_else(|| self.in_use?.get(name).ok().flatten())
    }
}

/// Keeps what people's sign-ins left, in memory.
pub(super) fn remember_people(
    connection: &Connection,
    offered: &Rc<dyn SecretStore>,
    people: &MemorySecrets,
) -> Result<(), Problem> {
    let names = connection.secret_names();
    for side in Side::BOTH {
        if connection.sign_in(side).person().is_some()
            && let Some(secret) = offered.get(names.get(side))?
        {
            people.set(names.get(side), &secret)?;
        }
    }
    Ok(())
}

/// The secrets of a request, in memory, so that they can be tried before they are kept.
pub(super) fn offered_secrets(
    connection: &Connection,
    from: &SecretsFrom,
    proxy_password: Option<&SecretString>,
    folder: &Path,
    known: Known<'_>,
) -> Result<Rc<dyn SecretStore>, Problem> {
    let memory = MemorySecrets::new();
    let names = connection.secret_names();
    let file = match from {
        SecretsFrom::File(passphrase)
        | SecretsFrom::Given {
            keep: Keep::File(passphrase),
            ..
        } => {
            let file = FileSecrets::new(folder.join(FILE_NAME), Some(passphrase.clone()));
            // A wrong passphrase is told before anything is sent.
            file.unlock()?;
            Some(file)
        }
        _ => None,
    };
    let wants_any = Side::BOTH
        .into_iter()
        .map(|side| connection.sign_in(side))
        .any(|sign_in| sign_in.needs_secret() || sign_in.person().is_some())
        || connection.network.proxy.names_a_user();
    let in_key_store = matches!(
        from,
        SecretsFrom::KeyStore
            | SecretsFrom::Given {
                keep: Keep::KeyStore,
                ..
            }
    );
    if wants_any && in_key_store {
        // That there is none is told before a person signs in for nothing.
        SystemSecrets::new().check()?;
    }
    for side in Side::BOTH {
        let name = names.get(side);
        if connection.sign_in(side).person().is_some() {
            // An earlier sign-in may still do; if it cannot be had, the person signs in again.
            let kept = known.get(name).or_else(|| match (from, &file) {
                (_, Some(file)) => file.get(name).ok().flatten(),
                _ if in_key_store => SystemSecrets::new().get(name).ok().flatten(),
                _ => None,
            });
            if let Some(kept) = kept {
                memory.set(name, &kept)?;
            }
            continue;
        }
        if !connection.sign_in(side).needs_secret() {
            continue;
        }
        let offered = match from {
            SecretsFrom::Given { secrets, .. } => {
                // A person who gives none means the one that is in use.
                secrets.get(side).clone().or_else(|| known.get(name))
            }
            SecretsFrom::Environment => secret_from_environment(connection, side),
            SecretsFrom::File(_) | SecretsFrom::KeyStore => {
                match (secret_from_environment(connection, side), &file) {
                    (Some(secret), _) => Some(secret),
                    // Kept there by an earlier connect.
                    (None, Some(file)) => file.get(name)?,
                    (None, None) => SystemSecrets::new().get(name)?,
                }
            }
        };
        let Some(secret) = offered else {
            let problem = Problem::new(Cause::SecretMissing).on(side);
            return Err(match connection.sign_in(side).secret_env() {
                Some(variable) => problem.with("variable", variable),
                None => problem,
            });
        };
        memory.set(name, &secret)?;
    }
    if connection.network.proxy.names_a_user() {
        let name = connection.proxy_secret_name();
        let password = proxy_password
            .cloned()
            .or_else(|| proxy_password_from_environment(connection))
            // One that was given before; if it cannot be had, the proxy's own refusal says that it is needed.
            .or_else(|| known.get(&name))
            .or_else(|| match &file {
                Some(file) => file.get(&name).ok().flatten(),
                None if in_key_store => SystemSecrets::new().get(&name).ok().flatten(),
                None => None,
            });
        if let Some(password) = password {
            memory.set(&name, &password)?;
        }
    }
    Ok(Rc::new(memory))
}

/// Puts secrets where they are to be found at the next start.
fn keep(
    connection: &Connection,
    offered: Rc<dyn SecretStore>,
    from: &SecretsFrom,
    folder: &Path,
) -> Result<(&'static str, Rc<dyn SecretStore>), Problem> {
    let Some((kind, store)) = lasting(from, folder) else {
        let kind = match from {
            SecretsFrom::Environment => ENVIRONMENT,
            _ => MEMORY,
        };
        return Ok((kind, offered));
    };
    let names = connection.secret_names();
    for side in Side::BOTH {
        if let Some(secret) = offered.get(names.get(side))? {
            store.set(names.get(side), &secret)?;
        }
    }
    let proxy = connection.proxy_secret_name();
    if let Some(password) = offered.get(&proxy)? {
        store.set(&proxy, &password)?;
    }
    Ok((kind, store))
}

/// Keeps what the sign-ins of a connection's people left, so that nobody signs in twice while a connection is made.
pub(super) fn keep_people(
    connection: &Connection,
    offered: &Rc<dyn SecretStore>,
    from: &SecretsFrom,
    folder: &Path,
) -> Result<(), Problem> {
    let names = connection.secret_names();
    for side in Side::BOTH {
        if connection.sign_in(side).person().is_some()
            && let Some(secret) = offered.get(names.get(side))?
            && let Some((_, store)) = lasting(from, folder)
        {
            store.set(names.get(side), &secret)?;
        }
    }
    Ok(())
}

/// The store that outlives this session, if secrets are to be kept in one.
fn lasting(from: &SecretsFrom, folder: &Path) -> Option<(&'static str, Rc<dyn SecretStore>)> {
    match from {
        SecretsFrom::KeyStore
        | SecretsFrom::Given {
            keep: Keep::KeyStore,
            ..
        } => Some((KEY_STORE, Rc::new(SystemSecrets::new()))),
        SecretsFrom::File(passphrase)
        | SecretsFrom::Given {
            keep: Keep::File(passphrase),
            ..
        } => {
            let passphrase = Some(passphrase.clone());
            let file = FileSecrets::new(folder.join(FILE_NAME), passphrase);
            Some((FILE, Rc::new(file)))
        }
        SecretsFrom::Environment
        | SecretsFrom::Given {
            keep: Keep::Memory, ..
        } => None,
    }
}

fn remember(writer: &Writer<'_>, side: Side, identity: &Identity) -> Result<(), Problem> {
    let text = serde_json::to_string(identity)
        .map_err(|error| Problem::new(Cause::Unknown).saying(error.to_string()))?;
    writer.set_fact(&identity_fact(side), Some(&text))?;
    if side == Side::Bc {
        // The row of the local currency in Dataverse is looked up again by the engine.
        writer.set_fact(LOCAL_CURRENCY, identity.local_currency.as_deref())?;
    }
    Ok(())
}

/// What is known of a connection, without asking the services.
pub(super) fn info(
    reader: &Reader<'_>,
    connection: &Connection,
) -> Result<ConnectionInfo, Problem> {
    let endpoint = |side: Side, url: &str| -> Result<EndpointInfo, Problem> {
        let known = reader.fact(&identity_fact(side))?;
        let known = known.and_then(|text| serde_json::from_str::<Identity>(&text).ok());
        let (name, user, version, local_currency) = match known {
            Some(identity) => (
                Some(identity.name),
                identity.user,
                identity.version,
                identity.local_currency,
            ),
            None => (None, None, None, None),
        };
        Ok(EndpointInfo {
            url: url.to_owned(),
            name,
            user,
            version,
            local_currency,
        })
    };
    Ok(ConnectionInfo {
        name: connection.name.clone(),
        business_central: endpoint(Side::Bc, connection.bc.url.as_str())?,
        dataverse: endpoint(Side::Dv, connection.dv.url.as_str())?,
    })
}

/// The mappings that a new data folder begins with.
pub(super) fn default_mappings() -> Result<Vec<TableMapping>, Problem> {
    defaults::default_mappings().map_err(|faults| {
        // Only a mistake in this program can cause it: the file is part of it, and a test reads it.
        faults
            .first()
            .map_or_else(|| Problem::new(Cause::InvalidFile), Problem::from)
    })
}
/// A problem with the company's name as the person gave it: the service knows it by its id alone.
pub(super) fn named(connection: Option<&Connection>, problem: Problem) -> Problem {
    let company = connection.and_then(|connection| connection.bc.company.as_deref());
    match company {
        Some(company)
            if problem.cause == Cause::UnknownCompany
                && !problem.params.contains_key("company") =>
        {
            problem.with("company", company)
        }
        _ => problem,
    }
}
