//! When secrets, certificates and sign-ins end.

use super::Record;
use crate::model::Side;
use crate::remote::certificate;
use crate::remote::connection::{Connection, SignIn};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::path::{Path, PathBuf};

/// Microsoft Entra lets a person's sign-in lie unused for so long.
const UNUSED: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// A client secret; a person told its date, since no service tells it.
    Secret,
    /// A certificate, by the date in it.
    Certificate,
    /// A person's sign-in, if it is not used before.
    SignIn,
}

/// Something that ends at a known time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiry {
    /// The side.
    pub side: Side,
    /// What.
    pub what: Credential,
    /// When.
    pub at: Timestamp,
    /// Where it lies, for a certificate.
    pub path: Option<PathBuf>,
}

/// Everything of a connection of which it is known when it ends; what serves both sides is named once.
pub fn expiries(connection: &Connection, record: &Record) -> Vec<Expiry> {
    let names = connection.secret_names();
    let mut found: Vec<Expiry> = Vec::new();
    for side in Side::BOTH {
        let expiry = |what, at, path: Option<&Path>| Expiry {
            side,
            what,
            at,
            path: path.map(Path::to_owned),
        };
        let next = match connection.sign_in(side) {
            SignIn::None | SignIn::Basic { .. } => None,
            SignIn::ClientCredentials { secret_expires, .. } => secret_expires
                .filter(|_| side == Side::Bc || !shares_a_secret(connection))
                .and_then(|date| date.to_zoned(TimeZone::UTC).ok())
                .map(|day| expiry(Credential::Secret, day.timestamp(), None)),
            // A file that cannot be read is told by the run that needs it.
            SignIn::Certificate { file, .. } => certificate::end_of_file(file)
                .map(|at| expiry(Credential::Certificate, at, Some(file))),
            SignIn::Person { .. } if side == Side::Dv && names.bc == names.dv => None,
            SignIn::Person { .. } => record
                .used
                .get(side)
                .and_then(|used| used.checked_add(UNUSED).ok())
                .map(|at| expiry(Credential::SignIn, at, None)),
        };
        let Some(next) = next else { continue };
        let same = |known: &Expiry| {
            known.what == Credential::Certificate && known.path == next.path && known.at == next.at
        };
        if !found.iter().any(same) {
            found.push(next);
        }
    }
    found
}

/// Whether both sides show the same secret of the same application.
fn shares_a_secret(connection: &Connection) -> bool {
    match (&connection.bc.sign_in, &connection.dv.sign_in) {
        (
            SignIn::ClientCredentials {
                app: bc,
                secret_expires: one,
                ..
            },
            SignIn::ClientCredentials {
                app: dv,
                secret_expires: other,
                ..
            },
        ) => {
            one == other
                && bc.client_id.eq_ignore_ascii_case(&dv.client_id)
                && bc.authority.token_url() == dv.authority.token_url()
        }
        _ => false,
    }
}
