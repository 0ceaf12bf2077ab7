//! From an address to what it means.

use uuid::Uuid;

use super::super::common::Common;
use super::super::exchange::Call;
use super::errors;
use crate::sandbox::odata::literal::Literal;
use crate::sandbox::odata::url::{Arguments, Segment, segments};
use crate::sandbox::system::refusal::Refusal;

/// An address, understood.
#[derive(Clone, Debug)]
pub struct Place {
    /// Scheme, host and path up to the version: the service's root, without a slash at the end.
    pub root: String,
    /// The API that the root is of.
    pub api: Api,
    /// What is asked for.
    pub target: Target,
    /// The tenant and environment of printed addresses.
    pub tenant: String,
    /// The environment's name.
    pub environment: String,
}

/// Which API an address belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Api {
    /// The standard one, `v2.0`.
    Standard,
    /// A custom one.
    Custom {
        /// The publisher.
        publisher: String,
        /// The group.
        group: String,
        /// The version.
        version: String,
    },
}

/// What is asked for.
#[derive(Clone, Debug)]
pub enum Target {
    /// `/environments/v1.2`.
    Environments,
    /// The root itself.
    Service,
    /// `$metadata`.
    Metadata,
    /// `entityDefinitions`.
    EntityDefinitions,
    /// `$batch`.
    Batch,
    /// `companies` or one of them.
    Companies(Companies),
    /// Records of a company.
    Records(Records),
}

/// The set of companies, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Companies {
    /// All of them.
    All,
    /// Their number.
    Count,
    /// One.
    One(Uuid),
}

/// Records of a company.
#[derive(Clone, Debug)]
pub struct Records {
    /// The company by id or name; the first one when `None`.
    pub company: Option<String>,
    /// Segments behind the company: at least one.
    pub path: Vec<Segment>,
}

/// Understands the address of a request.
pub fn place(common: &Common, call: &Call) -> Result<Place, Refusal> {
    let found = segments(&call.path).map_err(|_unreadable| errors::bad_url())?;
    let tenant = common.tenants.first().cloned().unwrap_or_default();
    let environment = common.environment.clone();
    let names: Vec<&str> = found.iter().map(|segment| segment.name.as_str()).collect();
    let environments = match names.as_slice() {
        ["environments", version] => version.starts_with('v'),
        // The administration API knows them, too.
        ["admin", version, "applications", rest @ ..] => {
            version.starts_with('v')
                && matches!(rest, ["environments"] | ["businesscentral", "environments"])
        }
        _ => false,
    };
    if environments {
        let root = call.origin.clone();
        return Ok(Place {
            root,
            api: Api::Standard,
            target: Target::Environments,
            tenant,
            environment,
        });
    }
    let api_at = found
        .iter()
        .position(|segment| segment.name == "api" && segment.arguments.is_none())
        .ok_or_else(|| errors::no_segment(found.last().map_or("", |segment| &segment.name)))?;
    let before: Vec<&str> = found
        .iter()
        .take(api_at)
        .map(|segment| segment.name.as_str())
        .collect();
    check_before(common, &before)?;
    let after = found.get(api_at + 1..).unwrap_or_default();
    let (api, version_segments) = api(after)?;
    let rest = after.get(version_segments..).unwrap_or_default();
    let root = root(call, api_at + 1 + version_segments);
    let target = behind_root(call, rest)?;
    Ok(Place {
        root,
        api,
        target,
        tenant,
        environment,
    })
}

/// `/v2.0/{environment}`, `/v2.0/{tenant}/{environment}`, or an on-premises `/{instance}`.
fn check_before(common: &Common, before: &[&str]) -> Result<(), Refusal> {
    let environment = match before {
        ["v2.0", environment] => environment,
        ["v2.0", tenant, environment] => {
            if !common
                .tenants
                .iter()
                .any(|known| known.eq_ignore_ascii_case(tenant))
            {
                return Err(Refusal::new(
                    404,
                    "Internal_TenantNotFound",
                    format!("The tenant '{tenant}' does not exist."),
                ));
            }
            environment
        }
        [_] | [] => return Ok(()),
        _ => return Err(errors::bad_url()),
    };
    if environment.eq_ignore_ascii_case(&common.environment)
        || environment.eq_ignore_ascii_case("production")
    {
        Ok(())
    } else {
        Err(Refusal::new(
            404,
            "NoEnvironment",
            format!("Environment '{environment}' does not exist."),
        ))
    }
}

/// The API and how many segments name it.
fn api(after: &[Segment]) -> Result<(Api, usize), Refusal> {
    match after {
        [version, ..] if version.name == "v2.0" => Ok((Api::Standard, 1)),
        [publisher, group, version, ..] if is_version(&version.name) => Ok((
            Api::Custom {
                publisher: publisher.name.clone(),
                group: group.name.clone(),
                version: version.name.clone(),
            },
            3,
        )),
        [other, ..] => Err(errors::no_segment(&other.name)),
        [] => Err(errors::no_segment("api")),
    }
}

fn is_version(text: &str) -> bool {
    text == "beta"
        || text
            .strip_prefix('v')
            .is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_alphabetic))
}

/// The address up to and with its first so many segments, as the client wrote it.
fn root(call: &Call, segments: usize) -> String {
    let mut root = call.origin.clone();
    for part in call
        .path
        .split('/')
        .filter(|part| !part.is_empty())
        .take(segments)
    {
        root.push('/');
        root.push_str(part);
    }
    root
}

/// Understands the address of a batch item, which belongs to the batch's own root.
pub fn target(call: &Call, root: &str) -> Result<Target, Refusal> {
    let root_path = root.strip_prefix(&call.origin).unwrap_or(root);
    let local = call
        .path
        .strip_prefix(root_path)
        .ok_or_else(errors::bad_url)?;
    behind_root(
        call,
        &segments(local).map_err(|_unreadable| errors::bad_url())?,
    )
}

fn behind_root(call: &Call, rest: &[Segment]) -> Result<Target, Refusal> {
    let by_query = call
        .query
        .filled("company")
        .or_else(|| call.header("company"))
        .map(str::to_owned);
    let Some((first, more)) = rest.split_first() else {
        return Ok(Target::Service);
    };
    match first.name.as_str() {
        "$metadata" => Ok(Target::Metadata),
        "$batch" => Ok(Target::Batch),
        "entityDefinitions" => Ok(Target::EntityDefinitions),
        "companies" => match (&first.arguments, more) {
            (None, []) => Ok(Target::Companies(Companies::All)),
            (None, [count]) if count.name == "$count" => Ok(Target::Companies(Companies::Count)),
            (Some(Arguments::Single(key)), []) => {
                Ok(Target::Companies(Companies::One(company_id(key)?)))
            }
            (Some(Arguments::Single(key)), path) => Ok(Target::Records(Records {
                company: Some(company_id(key)?.to_string()),
                path: path.to_vec(),
            })),
            _ => Err(errors::bad_url()),
        },
        _ => Ok(Target::Records(Records {
            company: by_query,
            path: rest.to_vec(),
        })),
    }
}

fn company_id(key: &Literal) -> Result<Uuid, Refusal> {
    id_of(key).ok_or_else(errors::bad_url)
}

/// The id that a key is; quotes round it are forgiven.
pub fn id_of(key: &Literal) -> Option<Uuid> {
    match key {
        Literal::Guid(id) => Some(*id),
        Literal::Text(text) => text.parse().ok(),
        _ => None,
    }
}
