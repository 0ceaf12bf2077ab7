//! Makes both connectors from a connection.

use super::Remote;
use super::address::Address;
use super::auth::{Auth, Credentials, PersonGrant};
use super::bc::Bc;
use super::budget::Limits;
use super::connection::Connection;
use super::dv::Dv;
use super::http::{Http, Transport};
use super::learnt::{BothLearnt, Learnt};
use super::odata::client::Client;
use super::retry::Cancel;
use super::secrets::{SecretStore, proxy_password};
use crate::model::reason::Problem;
use crate::model::{Side, Sides};
use jiff::Timestamp;
use jiff::civil::Date;
use std::fmt;
use std::rc::Rc;

/// Where the Web API is below an organisation's address.
const WEB_API: &str = "api/data/v9.2";

/// What may differ from one run to the next.
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    /// The limits of each service.
    pub limits: Sides<Limits>,
    /// Stops the work.
    pub cancel: Cancel,
    /// The day that exchange rates are taken for; the system's if there is none.
    pub today: Option<Date>,
    /// What earlier processes learnt of the services.
    pub learnt: BothLearnt,
    /// Gets what replaces a person's sign-in when it is renewed.
    pub keeper: Keeper,
}

/// A store that outlives the connectors, or none.
#[derive(Clone, Default)]
pub struct Keeper(pub Option<Rc<dyn SecretStore>>);

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeper").finish_non_exhaustive()
    }
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self {
            limits: Sides::from_fn(Limits::of),
            cancel: Cancel::new(),
            today: None,
            learnt: BothLearnt::default(),
            keeper: Keeper::default(),
        }
    }
}

/// Makes both connectors. Nothing is sent yet.
///
/// # Errors
/// A secret is missing, the key store cannot be used, or a kind of sign-in cannot be used yet.
pub fn connect(
    connection: &Connection,
    secrets: &dyn SecretStore,
    options: &ConnectOptions,
) -> Result<Sides<Rc<dyn Remote>>, Problem> {
    let transport = transport(connection, secrets)?;
    let people = people(connection, secrets, options)?;
    let client = |side: Side| -> Result<Client, Problem> {
        let credentials = credentials(connection, secrets, &people, side)?;
        client(connection, &transport, credentials, options, side)
    };
    let (bc, dv) = (client(Side::Bc)?, client(Side::Dv)?);
    let now = Timestamp::now();
    let earlier = |client: &Client, side: Side| {
        let text = options.learnt.get(side).as_deref()?;
        Learnt::read(text, client, now)
    };
    let (bc_learnt, dv_learnt) = (earlier(&bc, Side::Bc), earlier(&dv, Side::Dv));
    let bc = Bc::new(bc, connection.bc.clone(), options.today);
    let dv = Dv::new(dv, connection.dv.clone());
    if let Some(learnt) = bc_learnt {
        bc.restore(&learnt);
    }
    if let Some(learnt) = dv_learnt {
        dv.restore(learnt);
    }
    Ok(Sides {
        bc: Rc::new(bc),
        dv: Rc::new(dv),
    })
}

/// A client of one side alone, for what there is to know before a connection is whole.
pub(super) fn client_of(
    connection: &Connection,
    secrets: &dyn SecretStore,
    options: &ConnectOptions,
    side: Side,
) -> Result<Client, Problem> {
    let transport = transport(connection, secrets)?;
    let people = people(connection, secrets, options)?;
    let credentials = credentials(connection, secrets, &people, side)?;
    client(connection, &transport, credentials, options, side)
}

/// The way to the services, with what the proxy wants to know.
pub fn transport(connection: &Connection, secrets: &dyn SecretStore) -> Result<Transport, Problem> {
    let password = proxy_password(connection, secrets)?;
    Ok(Transport::new(connection.network.clone()).with_proxy_password(password))
}

fn credentials(
    connection: &Connection,
    secrets: &dyn SecretStore,
    people: &Sides<Option<Rc<PersonGrant>>>,
    side: Side,
) -> Result<Credentials, Problem> {
    Ok(match people.get(side) {
        Some(person) => Credentials::Person(Rc::clone(person)),
        None if connection.sign_in(side).needs_secret() => {
            let names = connection.secret_names();
            Credentials::Secret(secrets.get(names.get(side)).map_err(|p| p.on(side))?)
        }
        None => Credentials::None,
    })
}

/// The people's sign-ins; one for both sides where the same person serves both.
fn people(
    connection: &Connection,
    secrets: &dyn SecretStore,
    options: &ConnectOptions,
) -> Result<Sides<Option<Rc<PersonGrant>>>, Problem> {
    let names = connection.secret_names();
    let mut people: Sides<Option<Rc<PersonGrant>>> = Sides::default();
    for side in Side::BOTH {
        if connection.sign_in(side).person().is_none() {
            continue;
        }
        let name = names.get(side);
        let same = people.bc.clone().filter(|_| *name == names.bc);
        let person = match same {
            Some(person) => person,
            None => Rc::new(PersonGrant::new(
                name.clone(),
                secrets.get(name).map_err(|problem| problem.on(side))?,
                options.keeper.0.clone(),
            )),
        };
        *people.get_mut(side) = Some(person);
    }
    Ok(people)
}

/// Where a side's requests go.
pub fn root_of(connection: &Connection, side: Side) -> Result<Address, Problem> {
    match side {
        Side::Bc => Ok(connection.bc.url.clone()),
        Side::Dv if connection.dv.url.path().is_empty() => connection.dv.url.join(WEB_API),
        Side::Dv => Ok(connection.dv.url.clone()),
    }
}

fn client(
    connection: &Connection,
    transport: &Transport,
    credentials: Credentials,
    options: &ConnectOptions,
    side: Side,
) -> Result<Client, Problem> {
    let root = root_of(connection, side)?;
    let sign_in = connection.sign_in(side);
    let patience = connection.network.patience;
    let limits = &patience.applied_to(options.limits.get(side));
    let auth = Auth::new(side, sign_in, &root, credentials, limits, transport)?;
    let http = Http::new(&root, limits, transport).map_err(|p| p.on(side))?;
    Ok(Client::new(
        side,
        root,
        http,
        auth,
        limits.clone(),
        options.cancel.clone(),
    ))
}
