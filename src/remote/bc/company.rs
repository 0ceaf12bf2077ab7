//! Finds the company, and tells whom the connector reached.

use super::{Bc, problem};
use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use crate::remote::Identity;
use crate::remote::errors;
use crate::remote::http::{Answer, Call};
use crate::remote::learnt::LearntCompany;
use crate::remote::odata::notes::Note;
use serde::Deserialize;
use std::rc::Rc;
use uuid::Uuid;

/// The company that the connector works in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Company {
    /// Its path below the service root; empty if entity sets stand at the root.
    pub path: String,
    /// Its id.
    pub id: Option<Uuid>,
    /// Its name, as the web client's addresses use it.
    pub name: Option<String>,
    /// Whether this is a service without companies, written by somebody else.
    pub foreign: bool,
}

impl Company {
    /// A company that an earlier process found.
    pub(super) fn found(known: &LearntCompany) -> Self {
        Self {
            path: format!("companies({})", known.id.hyphenated()),
            id: Some(known.id),
            name: known.name.clone(),
            foreign: false,
        }
    }
}

#[derive(Deserialize)]
struct Companies {
    value: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    id: Uuid,
    #[serde(default)]
    name: String,
    #[serde(default, rename = "displayName")]
    display_name: Option<String>,
}

/// The company, found once.
///
/// # Errors
/// It does not exist, or the service cannot be asked.
pub(super) async fn company(bc: &Bc) -> Result<Rc<Company>, Problem> {
    let found = bc.company.get_or_try_init(|| find(bc)).await?;
    Ok(Rc::clone(found))
}

async fn find(bc: &Bc) -> Result<Rc<Company>, Problem> {
    let rootless = Company {
        path: String::new(),
        id: None,
        name: None,
        foreign: true,
    };
    let Some(wanted) = &bc.endpoint.company else {
        bc.client.set_foreign();
        return Ok(Rc::new(rootless));
    };
    if let Ok(id) = Uuid::try_parse(wanted) {
        return Ok(Rc::new(Company {
            path: format!("companies({})", id.hyphenated()),
            id: Some(id),
            name: None,
            foreign: false,
        }));
    }
    let answer = bc
        .client
        .read_any(&Call::get(bc.client.url("companies")))
        .await?;
    if answer.status == 404 {
        // Either nothing of Business Central is here, or a service that has no companies.
        return match super::tables::csdl(bc).await {
            Ok(csdl) if !csdl.has_set("companies") => {
                bc.client.set_foreign();
                bc.client.notes.take(Note::NoCompanies, None);
                Ok(Rc::new(rootless))
            }
            _ => Err(wrong_address(bc, &answer)),
        };
    }
    if !answer.is_success() {
        return Err(switched_off(errors::problem_of(Side::Bc, &answer)));
    }
    let listed = list(bc, &answer)?;
    let by_name = listed.iter().find(|company| company.name == *wanted);
    let company = by_name.or_else(|| {
        listed.iter().find(|company| {
            let display = company.display_name.as_deref().unwrap_or_default();
            display == wanted
                || company.name.eq_ignore_ascii_case(wanted)
                || display.eq_ignore_ascii_case(wanted)
        })
    });
    let Some(company) = company else {
        let names: Vec<&str> = listed.iter().map(|company| company.name.as_str()).collect();
        return Err(problem(Cause::UnknownCompany)
            .with("company", wanted)
            .with("companies", &names.join(", ")));
    };
    Ok(Rc::new(Company {
        path: format!("companies({})", company.id.hyphenated()),
        id: Some(company.id),
        name: Some(company.name.clone()),
        foreign: false,
    }))
}

fn list(bc: &Bc, answer: &Answer) -> Result<Vec<Listed>, Problem> {
    serde_json::from_slice::<Companies>(&answer.body)
        .map(|companies| companies.value)
        .map_err(|error| {
            let root = bc.client.root();
            errors::not_the_service(
                Side::Bc,
                answer,
                root.as_str(),
                "companies",
                &error.to_string(),
            )
        })
}

/// A server whose API services are switched off refuses every method, reading too.
fn switched_off(mut problem: Problem) -> Problem {
    if problem.status == Some(405) {
        problem.cause = Cause::ApiSwitchedOff;
    }
    problem
}

fn wrong_address(bc: &Bc, answer: &Answer) -> Problem {
    let mut wrong = errors::problem_of(Side::Bc, answer);
    wrong.cause = Cause::WrongAddress;
    wrong.with("address", bc.client.root().as_str())
}

/// Whom the connector reached.
///
/// # Errors
/// The service cannot be asked, or the company does not exist.
pub(super) async fn identify(bc: &Bc) -> Result<Identity, Problem> {
    let company = company(bc).await?;
    let root = bc.client.root();
    let Some(id) = company.id else {
        // Asking for the schema is the one thing that such a service surely answers.
        super::tables::csdl(bc).await?;
        return Ok(Identity {
            environment: root.as_str().to_owned(),
            name: root.host().to_owned(),
            user: None,
            version: None,
            local_currency: None,
        });
    };
    let companies = bc.client.read(&Call::get(bc.client.url("companies"))).await;
    let answer = companies.map_err(|problem| {
        let mut problem = switched_off(problem);
        if problem.status == Some(404) {
            problem.cause = Cause::WrongAddress;
            problem = problem.with("address", root.as_str());
        }
        problem
    })?;
    let listed = list(bc, &answer)?;
    let Some(found) = listed.into_iter().find(|listed| listed.id == id) else {
        return Err(problem(Cause::UnknownCompany).with("company", &id.hyphenated()));
    };
    let setup = format!("{}/generalLedgerSetup", company.path);
    let setup = bc.client.read(&Call::get(bc.client.url(&setup))).await;
    let local_currency = setup.ok().and_then(|answer| local_currency(&answer));
    Ok(Identity {
        environment: format!("{}#{}", root.as_str(), id.hyphenated()),
        name: found
            .display_name
            .filter(|name| !name.is_empty())
            .unwrap_or(found.name),
        user: None,
        version: None,
        local_currency,
    })
}

/// The code in `generalLedgerSetup`, which answers as one record or as a list of one.
fn local_currency(answer: &Answer) -> Option<String> {
    #[derive(Deserialize)]
    struct Setup {
        #[serde(default, rename = "localCurrencyCode")]
        code: Option<String>,
        #[serde(default)]
        value: Vec<Setup>,
    }
    let setup: Setup = serde_json::from_slice(&answer.body).ok()?;
    let mut listed = setup.value.into_iter();
    setup
        .code
        .or_else(|| listed.next().and_then(|setup| setup.code))
        .filter(|code| !code.is_empty())
}
