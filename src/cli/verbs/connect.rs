//! `connect`: tries and stores a connection.

use super::described::Described;
use super::signing_in::asking;
use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, misplaced};
use crate::i18n::{Texts, visible};
use crate::model::Side;
use crate::remote::secrets::proxy_password_from_environment;
use crate::worker::explain::side_name;
use crate::worker::protocol::{
    Answer, ConnectRequest, ConnectionSource, Couplings, EndpointInfo, Offers, Request, SecretsFrom,
};
use clap::{Args, ValueEnum};
use secrecy::SecretString;
use std::io::{self, Write as _};
use std::path::PathBuf;

/// Arguments of `connect`.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub struct ConnectArgs {
    /// The connection file; without one, the options below describe the connection.
    #[arg(conflicts_with_all = ["bc", "dv"])]
    pub file: Option<PathBuf>,
    /// What the connection is like, where there is no file.
    #[command(flatten)]
    pub described: Described,
    /// Where secrets are kept.
    #[arg(long, value_name = "WHERE", default_value = "key-store")]
    pub secrets: Secrets,
    /// Keeps secrets in memory only.
    #[arg(long, conflicts_with = "secrets")]
    pub session_secrets: bool,
    /// Gives up the couplings that were made with another environment or company.
    #[arg(long, conflicts_with = "same_environment")]
    pub start_anew: bool,
    /// Keeps the couplings: it is the same environment under another address.
    #[arg(long)]
    pub same_environment: bool,
    /// Opens no browser.
    #[arg(long)]
    pub no_browser: bool,
    /// Lists environments, companies and organisations; stores nothing.
    #[arg(long)]
    pub list: bool,
}

/// Where secrets are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Secrets {
    /// In the system's key store.
    KeyStore,
    /// In a file of the data folder that a passphrase encrypts.
    File,
    /// In memory, read from their variables at every start.
    Session,
}

/// Reads a connection file, tries it, stores it.
pub fn run(args: ConnectArgs, terminal: &Terminal) -> Outcome {
    let ConnectArgs {
        file,
        described,
        secrets,
        session_secrets,
        start_anew,
        same_environment,
        no_browser,
        list,
    } = args;
    let connection = match file {
        Some(file) => ConnectionSource::File(file),
        None => ConnectionSource::Given(Box::new(described.connection(terminal.texts())?)),
    };
    let secrets = match (session_secrets, secrets) {
        (true, _) | (_, Secrets::Session) => SecretsFrom::Environment,
        (_, Secrets::KeyStore) => SecretsFrom::KeyStore,
        (_, Secrets::File) => SecretsFrom::File(terminal.passphrase()?),
    };
    let proxy_password = proxy_password(&connection, terminal)?;
    let mut work = terminal.open_locked()?;
    let mut request = ConnectRequest {
        connection,
        secrets,
        proxy_password,
        asking: Some(asking(terminal.texts(), no_browser)),
        couplings: match (start_anew, same_environment) {
            (true, _) => Couplings::StartAnew,
            (false, true) => Couplings::Keep,
            (false, false) => Couplings::Protect,
        },
    };
    if list {
        let answer = work.ask(Request::Offers(request))?;
        let Answer::Offers(offers) = answer else {
            return Err(misplaced(&answer));
        };
        terminal
            .output
            .either(&offers, |offers| show_offers(terminal, offers))?;
        return Ok(Exit::Done);
    }
    if let ConnectionSource::Given(connection) = &request.connection
        && connection.bc.company.is_none()
    {
        let company = only_company(work.ask(Request::Offers(request.clone()))?, terminal)?;
        if let ConnectionSource::Given(connection) = &mut request.connection {
            connection.bc.company = Some(company);
        }
    }
    let hint = match &request.connection {
        ConnectionSource::File(file) if !terminal.output.json => Some(file.display().to_string()),
        _ => None,
    };
    let answer = work.ask(Request::Connect(request)).inspect_err(|_| {
        // The first thing that stands in the way is told; there may be more.
        if let Some(path) = hint {
            let words = [("path", path.into())];
            let said = terminal.texts().t_args("cli-connect-doctor", &words);
            writeln!(io::stderr().lock(), "{}", visible(&said)).ok();
        }
    })?;
    let Answer::Connected(info) = answer else {
        return Err(misplaced(&answer));
    };
    let texts = terminal.texts();
    terminal.output.either(&info, |info| {
        let sides = [
            (Side::Bc, &info.business_central),
            (Side::Dv, &info.dataverse),
        ];
        let mut table = Table::new()
            .text(texts.t("cli-col-side"))
            .text(texts.t("cli-col-name"))
            .text(texts.t("cli-col-user"))
            .text(texts.t("cli-col-currency"))
            .text(texts.t("cli-col-address"));
        for (side, endpoint) in sides {
            table.row(endpoint_row(texts, side, endpoint));
        }
        let said = texts.t_args("cli-connected", &[("name", (&info.name).into())]);
        terminal.output.say(&said)?;
        terminal.output.table(&table, "cli-nothing")?;
        terminal.output.say("")?;
        terminal.output.say(&texts.t("cli-connected-next"))
    })?;
    Ok(Exit::Done)
}

/// The company of a person who named none: the only one there is. Several are listed, for the person to choose from.
fn only_company(answer: Answer, terminal: &Terminal) -> Result<String, Failure> {
    let Answer::Offers(offers) = answer else {
        return Err(misplaced(&answer));
    };
    if let [only] = offers.companies.as_slice() {
        return Ok(only.name.clone());
    }
    let texts = terminal.texts();
    let names = offers.companies.iter().map(|one| format!("“{}”", one.name));
    let list = names.collect::<Vec<_>>().join(", ");
    Err(Failure::Usage(if list.is_empty() {
        let words = [("argument", "--company".into())];
        texts.t_args("cli-usage-missing", &words)
    } else {
        texts.t_args("cli-connect-company", &[("list", list.into())])
    }))
}

/// The password of the user whom the proxy is told, typed if its variable is not set. Whoever types nothing means the one that
/// was kept before.
fn proxy_password(
    connection: &ConnectionSource,
    terminal: &Terminal,
) -> Result<Option<SecretString>, Failure> {
    let ConnectionSource::Given(connection) = connection else {
        return Ok(None);
    };
    if !connection.network.proxy.names_a_user() {
        return Ok(None);
    }
    if proxy_password_from_environment(connection).is_some() {
        return Ok(None);
    }
    terminal.typed_secret("cli-proxy-password")
}

fn show_offers(terminal: &Terminal, offers: &Offers) -> Result<(), Failure> {
    let texts = terminal.texts();
    let mut table = Table::new()
        .text(texts.t("cli-col-offer"))
        .text(texts.t("cli-col-name"))
        .text(texts.t("cli-col-found"));
    let mut row = |kind: &str, name: &str, more: &str| {
        let kind = texts.t(kind).into_owned();
        table.row([kind, name.to_owned(), more.to_owned()]);
    };
    for one in &offers.environments {
        row("cli-offer-environment", &one.name, &one.kind);
    }
    for one in &offers.companies {
        row("cli-offer-company", &one.name, &one.display_name);
    }
    for one in &offers.organisations {
        row("cli-offer-organisation", &one.name, &one.url);
    }
    terminal.output.table(&table, "cli-nothing")
}

fn endpoint_row(texts: Texts, side: Side, endpoint: &EndpointInfo) -> [String; 5] {
    let EndpointInfo {
        url,
        name,
        user,
        version: _,
        local_currency,
    } = endpoint.clone();
    [
        side_name(texts, side).into_owned(),
        name.unwrap_or_default(),
        user.unwrap_or_default(),
        local_currency.unwrap_or_default(),
        url,
    ]
}
