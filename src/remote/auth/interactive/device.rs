//! The other device's way: a code that a person types there, while this program asks whether it was used.

use super::{Prompt, Question, SignedIn};
use crate::model::reason::{Cause, Problem};
use crate::remote::retry::Cancel;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use std::time::Duration;
use tokio::time::Instant;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// Added to the pause when the service finds that it is asked too often, as the standard has it.
const SLOWER: Duration = Duration::from_secs(5);

/// Signs a person in.
pub(super) async fn sign_in(
    question: &Question<'_>,
    tell: &mut dyn FnMut(&Prompt),
    cancel: &Cancel,
) -> Result<SignedIn, Problem> {
    #[derive(Deserialize)]
    struct Reply {
        device_code: String,
        user_code: String,
        verification_uri: String,
        expires_in: u64,
        #[serde(default = "usual")]
        interval: u64,
    }
    fn usual() -> u64 {
        5
    }
    let Question {
        desk,
        app,
        scope,
        asking,
    } = question;
    let form = [("client_id", desk.client_id()), ("scope", scope)];
    let answer = desk
        .post(&app.authority.device_code_url(), &form, cancel)
        .await?;
    // The error of the parser is not kept: it could quote a part of the code.
    let reply: Reply = serde_json::from_slice(&answer.body).map_err(|_hidden| {
        Problem::new(Cause::MalformedAnswer)
            .with("field", "device_code")
            .saying("the sign-in service gave no device code")
    })?;
    let device_code = SecretString::from(reply.device_code);
    let life = Duration::from_secs(reply.expires_in.clamp(1, 3_600)).min(asking.patience);
    tell(&Prompt::Device {
        side: desk.side(),
        page: reply.verification_uri,
        code: reply.user_code,
        seconds: life.as_secs(),
    });
    let end = Instant::now() + life;
    let mut pause = Duration::from_secs(reply.interval.clamp(1, 60));
    loop {
        cancel.sleep(pause).await?;
        if Instant::now() >= end {
            return Err(Problem::new(Cause::SignInTimedOut));
        }
        let form = [
            ("grant_type", GRANT),
            ("client_id", desk.client_id()),
            ("device_code", device_code.expose_secret()),
        ];
        match desk.ask(&form, cancel).await {
            Ok(given) => return super::signed_in(given, None),
            Err(problem) => match waits(&problem) {
                Some(longer) => pause += longer,
                None => return Err(problem),
            },
        }
    }
}

/// By how much longer to wait for the person, if the refusal only says that nothing happened yet.
fn waits(problem: &Problem) -> Option<Duration> {
    match problem.service_code.as_deref()? {
        "AADSTS70016" | "authorization_pending" => Some(Duration::ZERO),
        "AADSTS70020" | "slow_down" => Some(SLOWER),
        _ => None,
    }
}
