//! What there is to choose from before a connection names it: environments and companies of Business Central,
//! organisations of Dataverse.

use super::address::Address;
use super::auth::{Auth, Credentials, PersonGrant};
use super::budget::Limits;
use super::connect::{ConnectOptions, Keeper, client_of, transport};
use super::connection::{Connection, SignIn};
use super::http::{Call, Http, Method};
use super::odata::client::Client;
use super::retry::Cancel;
use super::secrets::SecretStore;
use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The directory of Dataverse's organisations, open to people and closed to applications.
const ORGANISATIONS: &str = "https://globaldisco.crm.dynamics.com";
const INSTANCES: &str = "api/discovery/v2.0/Instances";
const ENVIRONMENTS: &str = "environments/v1.2";

/// An environment of Business Central.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct BcEnvironment {
    /// Its name, as it stands in addresses.
    pub name: String,
    /// `Production` or `Sandbox`.
    #[serde(default, rename = "type")]
    pub kind: String,
}

/// A company of Business Central.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Company {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// The name that people see.
    #[serde(default)]
    pub display_name: String,
}

/// An organisation of Dataverse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// The name that people see.
    pub name: String,
    /// Its address.
    pub url: String,
}

/// Asks the directories with a connection's sign-in.
pub struct Discovery<'a> {
    connection: &'a Connection,
    secrets: &'a Rc<dyn SecretStore>,
    cancel: Cancel,
    bc: Client,
}

#[derive(Deserialize)]
struct List<T> {
    value: Vec<T>,
}

impl<'a> Discovery<'a> {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// A secret is missing or cannot be had.
    pub fn new(
        connection: &'a Connection,
        secrets: &'a Rc<dyn SecretStore>,
        stop: &Arc<AtomicBool>,
    ) -> Result<Self, Problem> {
        let cancel = Cancel::from_flag(Arc::clone(stop));
        let options = ConnectOptions {
            cancel: cancel.clone(),
            keeper: Keeper(Some(Rc::clone(secrets))),
            ..ConnectOptions::default()
        };
        Ok(Self {
            connection,
            secrets,
            cancel,
            bc: client_of(connection, secrets.as_ref(), &options, Side::Bc)?,
        })
    }

    /// Tries whether there is a token for Business Central.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn sign_in(&self) -> Result<(), Problem> {
        self.bc.sign_in().await
    }

    /// The environments of Business Central's tenant.
    ///
    /// # Errors
    /// There is no such directory, or it is closed to whoever asks.
    pub async fn environments(&self) -> Result<Vec<BcEnvironment>, Problem> {
        self.listed(&format!("{}/{ENVIRONMENTS}", self.bc.root().origin()))
            .await
    }

    /// The companies of the environment that the connection names.
    ///
    /// # Errors
    /// The environment does not exist, or its companies may not be read.
    pub async fn companies(&self) -> Result<Vec<Company>, Problem> {
        self.listed(&format!("{}/companies", self.bc.root().as_str()))
            .await
    }

    async fn listed<T: DeserializeOwned>(&self, url: &str) -> Result<Vec<T>, Problem> {
        let answer = self.bc.read(&Call::get(url)).await?;
        read(Side::Bc, &answer.body)
    }

    /// The organisations of Dataverse that the person may use.
    ///
    /// # Errors
    /// The directory is closed to whoever asks.
    pub async fn organisations(&self) -> Result<Vec<Organisation>, Problem> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Instance {
            #[serde(default)]
            friendly_name: String,
            url: String,
        }
        let side = Side::Dv;
        let SignIn::Person { app, how } = &self.connection.dv.sign_in else {
            return Ok(Vec::new());
        };
        // Services on this machine have their directory beside them.
        let directory = if self.connection.dv.url.is_loopback() {
            Address::parse(&self.connection.dv.url.origin())?
        } else {
            Address::parse(ORGANISATIONS)?
        };
        let mut app = app.clone();
        app.scope = Some(format!("{}/.default", directory.origin()));
        let limits = self
            .connection
            .network
            .patience
            .applied_to(&Limits::of(side));
        let transport = transport(self.connection, self.secrets.as_ref())?;
        let names = self.connection.secret_names();
        let name = names.get(side).clone();
        let kept = self.secrets.get(&name)?;
        let person = PersonGrant::new(name, kept, Some(Rc::clone(self.secrets)));
        let sign_in = SignIn::Person { app, how: *how };
        let auth = Auth::new(
            side,
            &sign_in,
            &directory,
            Credentials::Person(Rc::new(person)),
            &limits,
            &transport,
        )?;
        let authorization = auth.authorization(None, &self.cancel).await?;
        let http = Http::new(&directory, &limits, &transport)?;
        let call = Call {
            method: Method::Get,
            url: directory.join(INSTANCES)?.as_str().to_owned(),
            headers: Vec::new(),
            body: None,
        };
        let answer = self
            .cancel
            .race(http.once(&call, authorization.header.as_ref()))
            .await?
            .map_err(super::http::Broken::into_problem)?;
        if !answer.is_success() {
            return Err(super::errors::problem_of(side, &answer));
        }
        let instances: Vec<Instance> = read(side, &answer.body)?;
        Ok(instances
            .into_iter()
            .map(|instance| Organisation {
                name: instance.friendly_name,
                url: instance.url,
            })
            .collect())
    }
}

fn read<T: DeserializeOwned>(side: Side, body: &[u8]) -> Result<Vec<T>, Problem> {
    let list: List<T> = serde_json::from_slice(body).map_err(|error| {
        Problem::new(Cause::MalformedAnswer)
            .on(side)
            .with("field", "value")
            .saying(error.to_string())
    })?;
    Ok(list.value)
}
