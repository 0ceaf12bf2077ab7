//! `sign-in` and `sign-out`: the person of a connection that stands already.

use crate::cli::exit::{Exit, Outcome};
use crate::cli::terminal::{Terminal, misplaced};
use crate::i18n::Texts;
use crate::remote::auth::interactive::Asking;
use crate::worker::protocol::{Answer, Request};
use crate::worker::signing_in::{by_address, in_browser};
use clap::Args;
use serde_json::json;

/// Arguments of `sign-in`.
#[derive(Debug, Args)]
pub struct SignInArgs {
    /// Opens no browser.
    #[arg(long)]
    pub no_browser: bool,
}

/// How a person at this terminal is asked.
pub(super) fn asking(texts: Texts, no_browser: bool) -> Asking {
    if no_browser {
        by_address(texts)
    } else {
        in_browser(texts)
    }
}

/// Lets the connection's person sign in anew.
pub fn sign_in(args: &SignInArgs, terminal: &Terminal) -> Outcome {
    let mut work = terminal.open()?;
    let answer = work.ask(Request::SignIn(asking(terminal.texts(), args.no_browser)))?;
    let Answer::SignedIn(users) = answer else {
        return Err(misplaced(&answer));
    };
    let document = json!({"business_central": users.bc, "dataverse": users.dv});
    let user = users.bc.or(users.dv);
    let known = if user.is_some() { "yes" } else { "no" };
    let user = user.unwrap_or_default();
    let texts = terminal.texts();
    terminal.output.either(&document, |_| {
        terminal.output.say(&texts.t_args(
            "cli-signed-in",
            &[("known", known.into()), ("user", user.as_str().into())],
        ))
    })?;
    Ok(Exit::Done)
}

/// Forgets the connection's person here.
pub fn sign_out(terminal: &Terminal) -> Outcome {
    let mut work = terminal.open()?;
    work.ask(Request::SignOut)?;
    let texts = terminal.texts();
    terminal.output.either(&json!({"signed_out": true}), |_| {
        terminal.output.say(&texts.t("cli-signed-out"))
    })?;
    Ok(Exit::Done)
}
