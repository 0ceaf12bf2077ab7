//! `connect`: tries and stores a connection.

use crate::cli::exit::{Exit, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, misplaced};
use crate::i18n::Texts;
use crate::model::Side;
use crate::worker::explain::side_name;
use crate::worker::protocol::{
    Answer, ConnectRequest, ConnectionSource, EndpointInfo, Request, SecretsFrom,
};
use clap::Args;
use std::path::PathBuf;

/// Arguments of `connect`.
#[derive(Debug, Args)]
pub struct ConnectArgs {
    /// The connection file.
    pub file: PathBuf,
    /// Keeps secrets in memory only.
    #[arg(long)]
    pub session_secrets: bool,
}

/// Reads a connection file, tries it, stores it.
pub fn run(args: ConnectArgs, terminal: &Terminal) -> Outcome {
    let ConnectArgs {
        file,
        session_secrets,
    } = args;
    let mut work = terminal.open()?;
    let request = Request::Connect(ConnectRequest {
        connection: ConnectionSource::File(file),
        secrets: if session_secrets {
            SecretsFrom::Environment
        } else {
            SecretsFrom::KeyStore
        },
    });
    let answer = work.ask(request)?;
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
        terminal.output.table(&table, "cli-nothing")
    })?;
    Ok(Exit::Done)
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
