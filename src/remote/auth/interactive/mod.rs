//! A person signs in: with a browser on this machine, or by a code on another device.
//!
//! The browser's way is the authorisation code with PKCE: it comes back to an address of this machine alone, on a port
//! that was free, once, within a time; state and nonce tie the answer to the question, the code verifier ties the code to
//! this process. Nothing that comes back is shown or followed.
//!
//! - `browser`: the question and the code; `listener`: where the browser comes back to
//! - `device`: codes for other devices

mod browser;
mod device;
mod listener;

use super::desk::{Desk, Given};
use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use crate::remote::budget::Limits;
use crate::remote::connection::{AppSignIn, PersonHow};
use crate::remote::http::Transport;
use crate::remote::retry::Cancel;
use secrecy::SecretString;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What a person must do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Sign in on the page that was opened in the browser, or at this address if none was.
    Browser {
        /// The service.
        side: Side,
        /// The page. It holds no secret: without this process nobody can do anything with what it gives.
        address: String,
        /// Whether a browser was asked to show it.
        opened: bool,
    },
    /// Go to this page on any device and type this code.
    Device {
        /// The service.
        side: Side,
        /// The page.
        page: String,
        /// The code.
        code: String,
        /// How long it can be used, in seconds.
        seconds: u64,
    },
}

/// Shows an address in a browser; whether that was possible.
pub type Opener = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// What the browser shows when it came back, in the person's language. The texts are put into a page as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// It worked; the page can be closed.
    pub done: String,
    /// It did not; the program says why.
    pub failed: String,
}

/// How a person is asked.
#[derive(Clone)]
pub struct Asking {
    /// Shows the page.
    pub opener: Opener,
    /// What the browser shows in the end.
    pub pages: Pages,
    /// How long the person has.
    pub patience: Duration,
}

impl fmt::Debug for Asking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asking")
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

/// How long a person has to sign in.
pub const PATIENCE: Duration = Duration::from_mins(15);

/// What a sign-in left.
pub struct SignedIn {
    /// With what tokens are got from now on.
    pub refresh: SecretString,
    /// Who it was, if the service told.
    pub user: Option<String>,
}

/// Lets a person sign in to a service and says who it was.
///
/// # Errors
/// Why it did not come to that: declined, timed out, refused by the tenant, forged; [`Cause::Cancelled`].
#[allow(
    clippy::too_many_arguments,
    reason = "each is another thing, and there is one caller"
)]
pub async fn sign_in(
    side: Side,
    (app, how): (&AppSignIn, PersonHow),
    scope: &str,
    limits: &Limits,
    transport: &Transport,
    asking: &Asking,
    tell: &mut dyn FnMut(&Prompt),
    cancel: &Cancel,
) -> Result<SignedIn, Problem> {
    let desk = Desk::new(side, app, limits, transport)?;
    let question = Question {
        desk: &desk,
        app,
        scope: format!("{} {scope}", super::person::BESIDE),
        asking,
    };
    let signed_in = match how {
        PersonHow::Browser => browser::sign_in(&question, tell, cancel).await,
        PersonHow::DeviceCode => device::sign_in(&question, tell, cancel).await,
    };
    signed_in
        .map_err(super::person::without_secret_of_its_own)
        .map_err(|problem| desk.about(problem))
}

/// What both ways need.
struct Question<'a> {
    desk: &'a Desk,
    app: &'a AppSignIn,
    scope: String,
    asking: &'a Asking,
}

/// What the sign-in left, out of what the service gave; with the nonce that the person's token must hold, if one was sent.
fn signed_in(given: Given, nonce: Option<&str>) -> Result<SignedIn, Problem> {
    let claims = given.claims();
    if let Some(nonce) = nonce {
        let held = claims.as_ref().and_then(|claims| claims.get("nonce"));
        if held.and_then(serde_json::Value::as_str) != Some(nonce) {
            return Err(Problem::new(Cause::SignInForged).saying("the nonce is not ours"));
        }
    }
    let user = claims
        .as_ref()
        .and_then(|claims| claims.get("preferred_username"))
        .and_then(serde_json::Value::as_str)
        .map(str::to_owned);
    let refresh = given.refresh.ok_or_else(|| {
        Problem::new(Cause::MalformedAnswer)
            .with("field", "refresh_token")
            .saying("the sign-in gave nothing to be renewed with")
    })?;
    Ok(SignedIn { refresh, user })
}
