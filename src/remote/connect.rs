//! Makes both connectors from a connection.

use super::Remote;
use super::address::Address;
use super::auth::Auth;
use super::bc::Bc;
use super::budget::Limits;
use super::connection::Connection;
use super::dv::Dv;
use super::http::{Http, Transport};
use super::learnt::{BothLearnt, Learnt};
use super::odata::client::Client;
use super::retry::Cancel;
use super::secrets::SecretStore;
use crate::model::reason::Problem;
use crate::model::{Side, Sides};
use jiff::Timestamp;
use jiff::civil::Date;
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
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self {
            limits: Sides::from_fn(Limits::of),
            cancel: Cancel::new(),
            today: None,
            learnt: BothLearnt::default(),
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
    let transport = Transport::new(connection.network.clone());
    let bc = client(
        connection,
        &transport,
        secrets,
        options,
        Side::Bc,
        connection.bc.url.clone(),
    )?;
    let dv_root = if connection.dv.url.path().is_empty() {
        connection.dv.url.join(WEB_API)?
    } else {
        connection.dv.url.clone()
    };
    let dv = client(connection, &transport, secrets, options, Side::Dv, dv_root)?;
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

fn client(
    connection: &Connection,
    transport: &Transport,
    secrets: &dyn SecretStore,
    options: &ConnectOptions,
    side: Side,
    root: Address,
) -> Result<Client, Problem> {
    let sign_in = connection.sign_in(side);
    let patience = connection.network.patience;
    let limits = &patience.applied_to(options.limits.get(side));
    let secret = if sign_in.needs_secret() {
        let names = connection.secret_names();
        secrets.get(names.get(side)).map_err(|p| p.on(side))?
    } else {
        None
    };
    let auth = Auth::new(side, sign_in, &root, secret, limits, transport)?;
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
