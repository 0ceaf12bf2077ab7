//! The browser's way: authorisation code with PKCE.

use super::listener::Listener;
use super::{Prompt, Question, SignedIn};
use crate::model::reason::{Cause, Problem};
use crate::remote::auth::{form_encode, random_text, redirected_problem};
use crate::remote::retry::Cancel;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use secrecy::{ExposeSecret as _, SecretString};

/// Signs a person in.
pub(super) async fn sign_in(
    question: &Question<'_>,
    tell: &mut dyn FnMut(&Prompt),
    cancel: &Cancel,
) -> Result<SignedIn, Problem> {
    let Question {
        desk,
        app,
        scope,
        asking,
    } = question;
    let listener = Listener::bind().await?;
    let redirect = listener.redirect();
    let (state, nonce) = (random_text(32)?, random_text(32)?);
    let verifier = SecretString::from(random_text(48)?);
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.expose_secret().as_bytes()));
    let address = format!(
        "{}?{}",
        app.authority.authorize_url(),
        form_encode(&[
            ("client_id", &app.client_id),
            ("response_type", "code"),
            ("redirect_uri", &redirect),
            ("response_mode", "query"),
            ("scope", scope),
            ("state", &state),
            ("nonce", &nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
            ("prompt", "select_account"),
        ])
    );
    let opened = (asking.opener)(&address);
    tell(&Prompt::Browser {
        side: desk.side(),
        address,
        opened,
    });
    // One answer is looked at, so that nothing can be learnt from how long the comparison takes.
    let is_ours = |brought: &str| brought == state;
    let waited = tokio::time::timeout(
        asking.patience,
        cancel.race(listener.answer(&asking.pages, is_ours)),
    );
    let Ok(came) = waited.await else {
        return Err(Problem::new(Cause::SignInTimedOut));
    };
    let code = match came?? {
        Came::Code(code) => code,
        Came::Refused { error, description } => {
            return Err(redirected_problem(&error, &description));
        }
        Came::Forged => {
            return Err(Problem::new(Cause::SignInForged).saying("the state is not ours"));
        }
    };
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", desk.client_id()),
        ("code", code.expose_secret()),
        ("redirect_uri", &redirect),
        ("code_verifier", verifier.expose_secret()),
        ("scope", scope),
    ];
    let given = desk.ask(&form, cancel).await?;
    super::signed_in(given, Some(&nonce))
}

/// What the browser came back with.
pub(super) enum Came {
    /// The code.
    Code(SecretString),
    /// Why there is none.
    Refused {
        /// The standard's word.
        error: String,
        /// The service's words.
        description: String,
    },
    /// The answer to somebody else's question.
    Forged,
}
