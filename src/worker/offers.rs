//! What there is to choose from once somebody is signed in: environments, companies, organisations.
//!
//! Directories that are closed to whoever asks are no failure: the name can be typed instead.

use super::connecting;
use super::protocol::{
    ConnectRequest, OfferedCompany, OfferedEnvironment, OfferedOrganisation, Offers,
};
use super::signing_in::{self, Person};
use crate::engine::context::Reporter;
use crate::model::Side;
use crate::model::reason::Problem;
use crate::remote::discover::{self, Discovery};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Looks what there is. Nothing is stored but a person's sign-in, where the request says that it is kept.
pub(super) async fn look(
    folder: &Path,
    request: ConnectRequest,
    reporter: &mut dyn Reporter,
    stop: Arc<AtomicBool>,
) -> Result<Offers, Problem> {
    let ConnectRequest {
        connection,
        secrets: from,
        asking,
        couplings: _,
    } = request;
    let connection = connecting::described(connection)?;
    let secrets = connecting::offered_secrets(&connection, &from, folder)?;
    let mut person = Person {
        connection: &connection,
        secrets: &secrets,
        asking: asking.as_ref(),
        reporter,
        stop: &stop,
    };
    if let Err(problem) = Discovery::new(&connection, &secrets, &stop)?
        .sign_in()
        .await
    {
        if !person.may_help(problem.cause, Side::Bc) {
            return Err(problem);
        }
        signing_in::ask(&mut person, Side::Bc).await?;
    }
    let discovery = Discovery::new(&connection, &secrets, &stop)?;
    let mut offers = Offers::default();
    for environment in discovery.environments().await.unwrap_or_default() {
        let discover::BcEnvironment { name, kind } = environment;
        offers.environments.push(OfferedEnvironment { name, kind });
    }
    match discovery.companies().await {
        Ok(companies) => offers
            .companies
            .extend(companies.into_iter().map(|company| OfferedCompany {
                id: company.id,
                name: company.name,
                display_name: company.display_name,
            })),
        // The environment is among those that are listed, and its name is yet to be chosen.
        Err(_) if !offers.environments.is_empty() => {}
        Err(problem) => return Err(problem.on(Side::Bc)),
    }
    for organisation in discovery.organisations().await.unwrap_or_default() {
        let discover::Organisation { name, url } = organisation;
        offers.organisations.push(OfferedOrganisation { name, url });
    }
    connecting::keep_people(&connection, &secrets, &from, folder)?;
    Ok(offers)
}
