//! What is typed in the wizard, and the connection that it describes. Holds no secret.

use super::Step;
use crate::model::reason::Problem;
use crate::model::{Side, Sides};
use crate::remote::address::Address;
use crate::remote::connection::{Connection, RawConnection, RawEndpoint, RawKind, RawSignIn};
use crate::remote::network::RawNetwork;
use crate::remote::paste::{self, Pasted};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The draft's file in the data folder.
const FILE: &str = "connect-draft.json";
/// Where Dataverse is taken to be while only Business Central is known: the directory of its organisations.
const DIRECTORY: &str = "https://globaldisco.crm.dynamics.com";

/// Where secrets are to be kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// In the system's key store.
    #[default]
    KeyStore,
    /// In a file that a passphrase encrypts.
    File,
    /// In memory, for this session.
    Session,
}

/// How one side is signed in to, as it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInDraft {
    /// The kind.
    pub kind: RawKind,
    /// The tenant: a domain name or an id.
    pub tenant: String,
    /// The sign-in service, or the whole address of tokens, where it is not the usual one.
    pub authority: String,
    /// The application's id.
    pub client_id: String,
    /// The scope, where a file named one.
    pub scope: Option<String>,
    /// The day on which the client secret expires, if it is known.
    pub secret_expires: String,
    /// The user of Basic sign-in.
    pub user: String,
    /// The certificate's file.
    pub certificate: String,
}

impl Default for SignInDraft {
    fn default() -> Self {
        Self {
            kind: RawKind::Browser,
            tenant: String::new(),
            authority: String::new(),
            client_id: String::new(),
            scope: None,
            secret_expires: String::new(),
            user: String::new(),
            certificate: String::new(),
        }
    }
}

impl SignInDraft {
    /// Whether the sign-in service has part in it.
    pub fn is_of_directory(&self) -> bool {
        !matches!(self.kind, RawKind::Basic | RawKind::None)
    }

    /// Whether a secret is typed.
    pub fn wants_secret(&self) -> bool {
        matches!(self.kind, RawKind::Basic | RawKind::ClientCredentials)
    }

    /// Whether a person signs in.
    pub fn is_person(&self) -> bool {
        matches!(self.kind, RawKind::Browser | RawKind::DeviceCode)
    }

    /// Whether the authority is a whole address of tokens, which needs no tenant.
    pub fn is_token_url(&self) -> bool {
        self.authority
            .trim()
            .trim_end_matches('/')
            .ends_with("/token")
    }

    fn raw(&self) -> RawSignIn {
        let filled = |text: &str, wanted: bool| {
            let text = text.trim();
            (wanted && !text.is_empty()).then(|| text.to_owned())
        };
        let directory = self.is_of_directory();
        let whole = self.is_token_url();
        RawSignIn {
            kind: self.kind,
            tenant: filled(&self.tenant, directory && !whole),
            authority: filled(&self.authority, directory && !whole),
            token_url: filled(&self.authority, directory && whole),
            client_id: filled(&self.client_id, directory),
            scope: self.scope.clone().filter(|_| directory),
            user: filled(&self.user, self.kind == RawKind::Basic),
            certificate: filled(&self.certificate, self.kind == RawKind::Certificate),
            secret_expires: filled(
                &self.secret_expires,
                self.kind == RawKind::ClientCredentials,
            ),
            secret_env: None,
        }
    }

    fn of(raw: RawSignIn) -> Self {
        Self {
            kind: raw.kind,
            tenant: raw.tenant.unwrap_or_default(),
            authority: raw.token_url.or(raw.authority).unwrap_or_default(),
            client_id: raw.client_id.unwrap_or_default(),
            scope: raw.scope,
            secret_expires: raw.secret_expires.unwrap_or_default(),
            user: raw.user.unwrap_or_default(),
            certificate: raw.certificate.unwrap_or_default(),
        }
    }
}

/// What is typed in the wizard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The step that was left.
    pub step: Step,
    /// The connection's name.
    pub name: String,
    /// Where both services are.
    pub addresses: Sides<String>,
    /// The environment of Business Central, where its address has one.
    pub environment: String,
    /// The company.
    pub company: String,
    /// Whether Business Central's sign-in is used for Dataverse too.
    pub same_sign_in: bool,
    /// How both sides are signed in to.
    pub sign_in: Sides<SignInDraft>,
    /// Where secrets are kept.
    pub keep: Keep,
    /// The way to both services.
    pub network: RawNetwork,
    /// Nothing is written: the checks found something that stands in the way.
    pub read_only: bool,
    /// Whether fields that few people need are shown.
    pub more: bool,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            step: Step::Start,
            name: String::new(),
            addresses: Sides::default(),
            environment: String::new(),
            company: String::new(),
            same_sign_in: true,
            sign_in: Sides::default(),
            keep: Keep::default(),
            network: RawNetwork::default(),
            read_only: false,
            more: false,
        }
    }
}

impl Draft {
    /// Whether nothing was typed.
    pub fn is_blank(&self) -> bool {
        let blank = Self {
            step: self.step,
            keep: self.keep,
            name: self.name.clone(),
            ..Self::default()
        };
        *self == blank && self.step <= Step::BusinessCentral
    }

    /// The draft of an earlier time; nothing if there is none, or it cannot be read any more.
    pub fn kept(folder: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(folder.join(FILE)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Keeps the draft. That it cannot be kept is no reason to stop anything.
    pub fn keep(&self, folder: &Path) {
        let written = serde_json::to_string_pretty(self)
            .map_err(std::io::Error::from)
            .and_then(|text| std::fs::write(folder.join(FILE), text));
        if let Err(error) = written {
            tracing::warn!(%error, "what was typed in the wizard could not be kept");
        }
    }

    /// Forgets the draft of this folder.
    pub fn forget(folder: &Path) {
        std::fs::remove_file(folder.join(FILE)).ok();
    }

    /// How a side is signed in to.
    pub fn sign_in_of(&self, side: Side) -> &SignInDraft {
        let own = side == Side::Bc || !self.shares_sign_in();
        self.sign_in.get(if own { side } else { Side::Bc })
    }

    /// Whether one sign-in serves both sides: Dataverse takes none that Microsoft Entra has no part in.
    pub fn shares_sign_in(&self) -> bool {
        let of_bc = &self.sign_in.bc;
        self.same_sign_in && (of_bc.is_of_directory() || of_bc.kind == RawKind::None)
    }

    /// Whether the address of Business Central has an environment: online, and at the emulated service.
    pub fn has_environment(&self) -> bool {
        let address = self.addresses.bc.trim();
        address.is_empty()
            || address.contains("/v2.0/")
            || address.contains("businesscentral.dynamics")
    }

    /// The whole connection.
    ///
    /// # Errors
    /// What is missing or wrong; the fields say the same before.
    pub fn connection(&self) -> Result<Connection, Problem> {
        let raw = RawConnection {
            name: self.name.trim().to_owned(),
            business_central: self.endpoint(Side::Bc),
            dataverse: self.endpoint(Side::Dv),
            network: self.network.clone(),
        };
        raw.try_into()
    }

    /// The connection as far as a side's way in needs it; the directory stands for an address that is not known yet.
    ///
    /// # Errors
    /// What is missing or wrong.
    pub fn connection_to(&self, side: Side) -> Result<Connection, Problem> {
        let mut draft = self.clone();
        if side == Side::Bc {
            draft.same_sign_in = true;
            draft.sign_in.dv = draft.sign_in.bc.clone();
            let known = !self.addresses.dv.trim().is_empty() && self.shares_sign_in();
            if !known {
                let bc = Address::parse(&self.addresses.bc)?;
                draft.addresses.dv = if bc.is_loopback() {
                    bc.origin()
                } else {
                    DIRECTORY.to_owned()
                };
            }
            let mut raw = RawConnection {
                name: draft.name.trim().to_owned(),
                business_central: draft.endpoint(Side::Bc),
                dataverse: draft.endpoint(Side::Dv),
                network: draft.network.clone(),
            };
            raw.dataverse.sign_in = raw.business_central.sign_in.clone();
            return raw.try_into();
        }
        draft.connection()
    }

    fn endpoint(&self, side: Side) -> RawEndpoint {
        let company = self.company.trim();
        let company = (side == Side::Bc && !company.is_empty()).then(|| company.to_owned());
        RawEndpoint {
            url: self.addresses.get(side).trim().to_owned(),
            company,
            sign_in: self.sign_in_of(side).raw(),
        }
    }

    /// Fills the draft with a connection that exists.
    pub fn fill(&mut self, connection: Connection) {
        let raw = RawConnection::from(connection);
        self.name = raw.name;
        let company = raw.business_central.company.unwrap_or_default();
        self.same_sign_in = raw.business_central.sign_in == raw.dataverse.sign_in
            || same_but_for_secret(&raw.business_central.sign_in, &raw.dataverse.sign_in);
        self.addresses = Sides::new(raw.business_central.url, raw.dataverse.url);
        self.sign_in = Sides::new(
            SignInDraft::of(raw.business_central.sign_in),
            SignInDraft::of(raw.dataverse.sign_in),
        );
        self.network = raw.network;
        self.environment = environment_in(&self.addresses.bc).unwrap_or_default();
        self.company = company;
        self.more = !self.sign_in.bc.authority.is_empty() || !self.network.is_empty();
    }

    /// Reads what stands in a side's address field as any address that a person copies, and fills the other fields with it.
    /// Gives the other side if the address belongs there, where it was put instead.
    pub fn read_address(&mut self, side: Side) -> Option<Side> {
        let text = self.addresses.get(side).trim().to_owned();
        let pasted = paste::read(&text, Some(side))?;
        let own = pasted.side.unwrap_or(side);
        if own != side {
            self.addresses.get_mut(side).clear();
        }
        self.take_over(own, pasted);
        (own != side).then_some(own)
    }

    fn take_over(&mut self, side: Side, pasted: Pasted) {
        if let Some(url) = &pasted.url {
            url.as_str().clone_into(self.addresses.get_mut(side));
            // The emulated services bring their sign-in service along.
            for of in [Side::Bc, side] {
                let sign_in = self.sign_in.get_mut(of);
                if url.is_loopback() && sign_in.authority.is_empty() {
                    sign_in.authority = url.origin();
                    self.more = true;
                }
            }
        }
        if let Some(tenant) = pasted.tenant
            && (self.sign_in.bc.tenant.is_empty() || side == Side::Bc)
        {
            self.sign_in.bc.tenant = tenant;
        }
        if side == Side::Bc {
            if let Some(environment) = pasted.environment {
                self.environment = environment;
            }
            if let Some(company) = pasted.company {
                self.company = company;
            }
        }
    }

    /// Writes the environment into the address of Business Central; makes one of tenant and environment if there is none.
    pub fn apply_environment(&mut self) {
        let environment = self.environment.trim();
        if environment.is_empty() {
            return;
        }
        let address = self.addresses.bc.trim();
        if address.is_empty() {
            let tenant = Some(self.sign_in.bc.tenant.trim()).filter(|tenant| !tenant.is_empty());
            if let Some(made) = tenant.and_then(|_| paste::api_address(tenant, environment)) {
                made.as_str().clone_into(&mut self.addresses.bc);
            }
            return;
        }
        let Some((before, api)) = address.split_once("/api/") else {
            return;
        };
        if let Some((head, _)) = before.rsplit_once('/')
            && head.contains("/v2.0")
        {
            self.addresses.bc = format!("{head}/{environment}/api/{api}");
        }
    }

    /// The proxy as it is typed.
    pub fn proxy(&self) -> String {
        self.network.proxy.clone().unwrap_or_default()
    }

    /// Sets the proxy.
    pub fn set_proxy(&mut self, text: &str) {
        let text = text.trim();
        self.network.proxy = (!text.is_empty()).then(|| text.to_owned());
    }

    /// The user whom the proxy is told, as it is typed.
    pub fn proxy_user(&self) -> String {
        self.network.proxy_user.clone().unwrap_or_default()
    }

    /// Sets the user whom the proxy is told.
    pub fn set_proxy_user(&mut self, text: &str) {
        let text = text.trim();
        self.network.proxy_user = (!text.is_empty()).then(|| text.to_owned());
    }

    /// The file with further authorities, as it is typed.
    pub fn ca_file(&self) -> String {
        let file = self.network.ca_file.as_ref();
        file.map_or_else(String::new, |file| file.display().to_string())
    }

    /// Sets the file with further authorities.
    pub fn set_ca_file(&mut self, text: &str) {
        let text = text.trim();
        self.network.ca_file = (!text.is_empty()).then(|| PathBuf::from(text));
    }
}

fn same_but_for_secret(one: &RawSignIn, other: &RawSignIn) -> bool {
    let bare = |sign_in: &RawSignIn| RawSignIn {
        secret_env: None,
        ..sign_in.clone()
    };
    bare(one) == bare(other)
}

/// The environment that an address of Business Central names.
fn environment_in(address: &str) -> Option<String> {
    let (before, _) = address.split_once("/api/")?;
    let (head, environment) = before.rsplit_once('/')?;
    head.contains("/v2.0").then(|| environment.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use pretty_assertions::assert_eq;

    #[test]
    fn a_pasted_address_fills_the_fields_and_one_of_the_other_side_goes_there() {
        let mut draft = Draft::default();
        draft.addresses.bc =
            "https://businesscentral.dynamics.com/contoso.com/uat/?company=CRONUS%20FR".to_owned();
        assert_eq!(draft.read_address(Side::Bc), None);
        assert_eq!(
            draft.addresses.bc,
            "https://api.businesscentral.dynamics.com/v2.0/contoso.com/uat/api/v2.0"
        );
        assert_eq!(draft.sign_in.bc.tenant, "contoso.com");
        assert_eq!(draft.environment, "uat");
        assert_eq!(draft.company, "CRONUS FR");
        draft.addresses.bc = "https://contoso.crm4.dynamics.com/main.aspx?appid=1".to_owned();
        assert_eq!(draft.read_address(Side::Bc), Some(Side::Dv));
        assert_eq!(draft.addresses.dv, "https://contoso.crm4.dynamics.com");
        assert!(draft.addresses.bc.is_empty());
    }

    #[test]
    fn another_environment_goes_into_the_address() {
        let mut draft = Draft::default();
        draft.sign_in.bc.tenant = "contoso.com".to_owned();
        draft.environment = "production".to_owned();
        draft.apply_environment();
        let root = "https://api.businesscentral.dynamics.com/v2.0/contoso.com";
        assert_eq!(draft.addresses.bc, format!("{root}/production/api/v2.0"));
        draft.environment = "uat".to_owned();
        draft.apply_environment();
        assert_eq!(draft.addresses.bc, format!("{root}/uat/api/v2.0"));
        draft.addresses.bc = "https://bc.example:7048/BC260/api/v2.0".to_owned();
        draft.apply_environment();
        assert_eq!(draft.addresses.bc, "https://bc.example:7048/BC260/api/v2.0");
    }

    #[test]
    fn a_connection_survives_the_draft_and_the_draft_survives_the_disk() {
        let text = "name = \"Contoso\"\n[business_central]\nurl = \"https://api.businesscentral.dynamics.com/v2.0/contoso.com/uat/api/v2.0\"\n\
                    company = \"CRONUS\"\n[business_central.sign_in]\nkind = \"browser\"\ntenant = \"contoso.com\"\nclient_id = \"a\"\n\
                    [dataverse]\nurl = \"https://contoso.crm4.dynamics.com\"\n[dataverse.sign_in]\nkind = \"browser\"\n\
                    tenant = \"contoso.com\"\nclient_id = \"a\"\n[network]\nproxy = \"http://proxy.example:3128\"\ntotal_timeout = 600\n";
        let connection = Connection::from_toml(text).unwrap();
        let mut draft = Draft::default();
        draft.fill(connection.clone());
        assert!(draft.same_sign_in);
        assert_eq!(draft.environment, "uat");
        assert_eq!(draft.connection().unwrap(), connection);
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Draft::kept(folder.path()), None);
        draft.keep(folder.path());
        assert_eq!(Draft::kept(folder.path()), Some(draft));
        Draft::forget(folder.path());
        assert_eq!(Draft::kept(folder.path()), None);
    }

    #[test]
    fn business_central_is_tried_before_dataverse_is_known() {
        let mut draft = Draft {
            name: "t".to_owned(),
            ..Draft::default()
        };
        draft.addresses.bc = "https://bc.example:7048/BC260/api/v2.0".to_owned();
        draft.sign_in.bc.kind = RawKind::Basic;
        draft.sign_in.bc.user = "admin".to_owned();
        assert!(!draft.shares_sign_in(), "Dataverse takes no key");
        let connection = draft.connection_to(Side::Bc).unwrap();
        assert_eq!(connection.dv.url.as_str(), DIRECTORY);
    }
}
