//! What there is to choose from once somebody is signed in: environments, companies, organisations.
//!
//! Directories that are closed to whoever asks are no failure: the name can be typed instead.

use super::connecting::{self, Known};
use super::protocol::{
    ConnectRequest, OfferedCompany, OfferedEnvironment, OfferedOrganisation, Offers,
};
use super::signing_in::{self, Person};
use crate::engine::context::Reporter;
use crate::model::Side;
use crate::model::reason::Problem;
use crate::remote::connection::Connection;
use crate::remote::discover::{self, Discovery};
use crate::remote::secrets::SecretStore;
use crate::store::Store;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Looks what there is. Nothing is stored but a person's sign-in, where the request says that it is kept.
pub(super) async fn look(
    store: &Store,
    folder: &Path,
    known: Known<'_>,
    request: ConnectRequest,
    reporter: &mut dyn Reporter,
    stop: Arc<AtomicBool>,
) -> Result<Offers, Problem> {
    let ConnectRequest {
        connection,
        secrets: from,
        proxy_password,
        asking,
        couplings: _,
    } = request;
    let connection = connecting::described(connection, connecting::folder_id(&store.read())?)?;
    let password = proxy_password.as_ref();
    let secrets = connecting::offered_secrets(&connection, &from, password, folder, known)?;
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
    let offers = gather(&connection, &secrets, &stop, Side::Bc).await?;
    connecting::keep_people(&connection, &secrets, &from, folder)?;
    Ok(offers)
}

/// Asks the directories of somebody who is signed in to a side. Environments and companies are Business Central's own.
///
/// # Errors
/// The environment's companies cannot be read although nothing says that there are other environments.
pub(super) async fn gather(
    connection: &Connection,
    secrets: &Rc<dyn SecretStore>,
    stop: &Arc<AtomicBool>,
    side: Side,
) -> Result<Offers, Problem> {
    let discovery = Discovery::new(connection, secrets, stop)?;
    let mut offers = Offers::default();
    if side == Side::Bc {
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
    }
    for organisation in discovery.organisations().await.unwrap_or_default() {
        let discover::Organisation { name, url } = organisation;
        offers.organisations.push(OfferedOrganisation { name, url });
    }
    Ok(offers)
}
