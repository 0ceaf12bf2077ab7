//! What a person's sign-in left: a refresh token, from which the tokens of every service of the tenant are got.

use super::desk::{Desk, Given};
use crate::model::reason::{Cause, Problem};
use crate::remote::retry::Cancel;
use crate::remote::secrets::{SecretName, SecretStore};
use secrecy::{ExposeSecret as _, SecretString};
use std::rc::Rc;
use tokio::sync::Mutex;

/// A person's sign-in, shared by the connectors that it serves.
///
/// The refresh token is replaced by each newer one, and the newer one goes into the store before anything is done with
/// what came along: a service may take each only once.
pub struct PersonGrant {
    name: SecretName,
    store: Option<Rc<dyn SecretStore>>,
    refresh: Mutex<Option<SecretString>>,
}

/// Asked for beside a service's scope: who it is, and the next refresh token.
pub(super) const BESIDE: &str = "openid profile offline_access";

impl PersonGrant {
    /// A sign-in by what is kept of it; the store, if there is one, gets what replaces it.
    pub fn new(
        name: SecretName,
        refresh: Option<SecretString>,
        store: Option<Rc<dyn SecretStore>>,
    ) -> Self {
        Self {
            name,
            store,
            refresh: Mutex::new(refresh),
        }
    }

    /// Gets a token of one service.
    pub(super) async fn renew(
        &self,
        desk: &Desk,
        scope: &str,
        cancel: &Cancel,
    ) -> Result<Given, Problem> {
        // One at a time: both services would use up the same refresh token otherwise.
        let mut refresh = self.refresh.lock().await;
        let Some(current) = refresh.clone() else {
            return Err(desk.about(Problem::new(Cause::SignInNeeded)));
        };
        let given = match self.ask(desk, &current, scope, cancel).await {
            Err(problem) if problem.cause == Cause::SignInExpired => {
                // Another program of the same data folder may have signed in or renewed meanwhile.
                match self.kept(&current) {
                    Some(newer) => self.ask(desk, &newer, scope, cancel).await?,
                    None => return Err(problem),
                }
            }
            asked => asked?,
        };
        if let Some(next) = &given.refresh {
            *refresh = Some(next.clone());
            if let Some(store) = &self.store
                && let Err(problem) = store.set(&self.name, next)
            {
                // This run can go on; the next one may have to ask the person again.
                tracing::warn!(
                    cause = problem.cause.code(),
                    "the renewed sign-in could not be kept"
                );
            }
        }
        Ok(given)
    }

    async fn ask(
        &self,
        desk: &Desk,
        refresh: &SecretString,
        scope: &str,
        cancel: &Cancel,
    ) -> Result<Given, Problem> {
        let scope = format!("{BESIDE} {scope}");
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", desk.client_id()),
            ("refresh_token", refresh.expose_secret()),
            ("scope", &scope),
        ];
        desk.ask(&form, cancel)
            .await
            .map_err(without_secret_of_its_own)
    }

    /// What the store has, if that is another one.
    fn kept(&self, current: &SecretString) -> Option<SecretString> {
        let kept = self.store.as_ref()?.get(&self.name).ok()??;
        (kept.expose_secret() != current.expose_secret()).then_some(kept)
    }
}

/// A client of people has no secret: that one is asked for means that the application is not set up for people.
pub(super) fn without_secret_of_its_own(mut problem: Problem) -> Problem {
    if problem.service_code.as_deref() == Some("AADSTS7000218") {
        problem.cause = Cause::PublicClientOff;
    }
    problem
}
