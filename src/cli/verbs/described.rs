//! A connection described by options instead of a file; any address that a person copies will do.

use crate::cli::exit::Failure;
use crate::i18n::Texts;
use crate::model::Side;
use crate::remote::connection::{Connection, RawConnection, RawEndpoint, RawKind, RawSignIn};
use crate::remote::network::RawNetwork;
use crate::remote::paste::{self, Pasted, api_address};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What a connection is like.
#[derive(Debug, Args)]
pub struct Described {
    /// The connection's name.
    #[arg(long, value_name = "NAME", requires = "bc")]
    pub name: Option<String>,
    /// Business Central: any address of it.
    #[arg(long, value_name = "URL", requires = "dv")]
    pub bc: Option<String>,
    /// Dataverse: any address of it.
    #[arg(long, value_name = "URL", requires = "bc")]
    pub dv: Option<String>,
    /// Another environment of Business Central than the address names.
    #[arg(long, value_name = "NAME", requires = "bc")]
    pub environment: Option<String>,
    /// The company.
    #[arg(long, value_name = "NAME", requires = "bc")]
    pub company: Option<String>,
    /// How to sign in.
    #[arg(long, value_name = "KIND", default_value = "browser")]
    pub sign_in: Kind,
    /// How to sign in to Business Central, if otherwise.
    #[arg(long, value_name = "KIND", requires = "bc")]
    pub bc_sign_in: Option<Kind>,
    /// The tenant.
    #[arg(long, value_name = "TENANT", requires = "bc")]
    pub tenant: Option<String>,
    /// The sign-in service of another cloud.
    #[arg(long, value_name = "URL", requires = "bc")]
    pub authority: Option<String>,
    /// The application.
    #[arg(long, value_name = "ID", requires = "bc")]
    pub client_id: Option<String>,
    /// The certificate.
    #[arg(long, value_name = "FILE", requires = "bc")]
    pub certificate: Option<PathBuf>,
    /// The day on which the client secret expires.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "bc")]
    pub secret_expires: Option<jiff::civil::Date>,
    /// The user of Basic sign-in.
    #[arg(long, value_name = "NAME", requires = "bc")]
    pub user: Option<String>,
    /// The proxy.
    #[arg(long, value_name = "URL", requires = "bc")]
    pub proxy: Option<String>,
    /// Hosts that are reached without the proxy.
    #[arg(long, value_name = "HOST", requires = "proxy")]
    pub no_proxy: Vec<String>,
    /// The user whom the proxy is told.
    #[arg(long, value_name = "NAME", requires = "proxy")]
    pub proxy_user: Option<String>,
    /// A further authority of certificates to trust.
    #[arg(long, value_name = "FILE", requires = "bc")]
    pub ca_file: Option<PathBuf>,
}

/// How to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A person in a browser.
    Browser,
    /// A person on another device.
    DeviceCode,
    /// An application with a client secret.
    ClientSecret,
    /// An application with a certificate.
    Certificate,
    /// A user with a web service access key, on premises.
    Basic,
}

/// Where `connect` looks for secrets when no file says otherwise.
const BC_VARIABLE: &str = "RACCORD_BC_SECRET";
const DV_VARIABLE: &str = "RACCORD_DV_SECRET";
const PROXY_VARIABLE: &str = "RACCORD_PROXY_SECRET";

impl Described {
    /// The connection; its company may be left open.
    pub(super) fn connection(self, texts: Texts) -> Result<Connection, Failure> {
        let (Some(bc), Some(dv)) = (&self.bc, &self.dv) else {
            return Err(Failure::Usage(texts.t("cli-connect-what").into_owned()));
        };
        let understood = |text: &str, side: Side| -> Result<Pasted, Failure> {
            let found = paste::read(text, Some(side));
            let found = found.filter(|found| found.side.is_none_or(|found| found == side));
            found.ok_or_else(|| {
                let words = [("address", text.into())];
                Failure::Usage(texts.t_args("cli-connect-address", &words))
            })
        };
        let (bc, dv) = (understood(bc, Side::Bc)?, understood(dv, Side::Dv)?);
        let missing = |option: &str| {
            let words = [("argument", option.into())];
            Failure::Usage(texts.t_args("cli-usage-missing", &words))
        };
        let tenant = self
            .tenant
            .clone()
            .or_else(|| bc.tenant.clone())
            .or_else(|| dv.tenant.clone());
        let is_online = bc
            .url
            .as_ref()
            .is_some_and(|url| url.host().starts_with("api.businesscentral.dynamics."));
        let bc_url = match &self.environment {
            Some(environment) if is_online => api_address(bc.tenant.as_deref(), environment),
            _ => bc.url,
        };
        let bc_url = bc_url.ok_or_else(|| missing("--bc"))?;
        let dv_url = dv
            .url
            .ok_or_else(|| Failure::Usage(texts.t("cli-connect-organisation").into_owned()))?;
        let company = self.company.clone().or(bc.company);
        // The emulated services bring their sign-in service along.
        let authority = self
            .authority
            .clone()
            .or_else(|| bc_url.is_loopback().then(|| bc_url.origin()));
        let of_directory = |kind: Kind| kind != Kind::Basic;
        if of_directory(self.sign_in) || self.bc_sign_in.is_some_and(of_directory) {
            let has_tenant = tenant.is_some() || authority.as_deref().is_some_and(is_token_url);
            if !has_tenant {
                return Err(missing("--tenant"));
            }
            if self.client_id.is_none() {
                return Err(missing("--client-id"));
            }
        }
        let raw = RawConnection {
            name: self
                .name
                .clone()
                .unwrap_or_else(|| dv_url.host().to_owned()),
            business_central: RawEndpoint {
                sign_in: self.sign_in(
                    self.bc_sign_in.unwrap_or(self.sign_in),
                    (tenant.clone(), authority.clone()),
                    BC_VARIABLE,
                ),
                url: bc_url.into(),
                company,
            },
            dataverse: RawEndpoint {
                sign_in: self.sign_in(self.sign_in, (tenant, authority), DV_VARIABLE),
                url: dv_url.into(),
                company: None,
            },
            network: RawNetwork {
                ca_file: self.ca_file.clone().map(absolute),
                proxy: self.proxy.clone(),
                no_proxy: self.no_proxy.clone(),
                proxy_user: self.proxy_user.clone(),
                proxy_secret_env: self.proxy_user.is_some().then(|| PROXY_VARIABLE.to_owned()),
                ..RawNetwork::default()
            },
        };
        Ok(raw.try_into()?)
    }

    fn sign_in(
        &self,
        kind: Kind,
        (tenant, authority): (Option<String>, Option<String>),
        variable: &str,
    ) -> RawSignIn {
        let secret_env =
            matches!(kind, Kind::ClientSecret | Kind::Basic).then(|| variable.to_owned());
        let whole = authority.as_deref().is_some_and(is_token_url);
        RawSignIn {
            kind: match kind {
                Kind::Browser => RawKind::Browser,
                Kind::DeviceCode => RawKind::DeviceCode,
                Kind::ClientSecret => RawKind::ClientCredentials,
                Kind::Certificate => RawKind::Certificate,
                Kind::Basic => RawKind::Basic,
            },
            tenant,
            authority: authority.clone().filter(|_| !whole),
            token_url: authority.filter(|_| whole),
            client_id: self.client_id.clone(),
            scope: None,
            user: self.user.clone(),
            certificate: self
                .certificate
                .clone()
                .map(|file| absolute(file).to_string_lossy().into_owned()),
            secret_expires: self
                .secret_expires
                .filter(|_| kind == Kind::ClientSecret)
                .map(|day| day.to_string()),
            secret_env,
        }
    }
}

/// Whether an address is the whole one of tokens, in which the tenant stands.
fn is_token_url(address: &str) -> bool {
    address.trim_end_matches('/').ends_with("/token")
}

fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}
