//! Who this program is in a service, and what it may do there.

use super::{Check, CheckKind, Examination, listed};
use crate::model::mapping::{DeletionPolicy, FieldSource};
use crate::model::reason::{Cause, Problem};
use crate::model::{SetName, Side, TableMapping};
use crate::remote::survey::{Account, Privilege, Right, Survey};
use crate::remote::{ReadFrom, ReadRequest};
use std::collections::{BTreeMap, BTreeSet};

const SIDE: Option<Side> = Some(Side::Dv);

/// What a mapping needs of Dataverse's tables.
type Needs = BTreeMap<SetName, BTreeSet<Right>>;

/// The user, whether it is an administrator, and its privileges.
pub(super) async fn checks(examination: &Examination<'_>) -> Vec<Check> {
    use CheckKind as K;
    let Some(survey) = examination.remote(Side::Dv).survey() else {
        let kinds = [K::User, K::Administrator, K::Privileges];
        return kinds.map(|kind| Check::unknown(kind, SIDE)).into();
    };
    let mut checks = Vec::new();
    if examination.wants(K::User) || examination.wants(K::Administrator) {
        match survey.account().await {
            Ok(Some(account)) => {
                checks.push(user(&account));
                checks.push(administrator(&account));
            }
            Ok(None) => {
                checks.push(Check::unknown(K::User, SIDE));
                checks.push(Check::unknown(K::Administrator, SIDE));
            }
            // The service refuses the question itself, and says why.
            Err(problem) if is_about_the_user(problem.cause) => {
                checks.push(Check::failed(K::User, SIDE, problem));
                checks.push(Check::unknown(K::Administrator, SIDE));
            }
            Err(problem) => {
                checks.push(Check::unanswered(K::User, Side::Dv, problem));
                checks.push(Check::unknown(K::Administrator, SIDE));
            }
        }
    }
    if examination.wants(K::Privileges) {
        checks.push(match privileges(examination, survey).await {
            Ok(check) => check,
            Err(problem) => Check::unanswered(K::Privileges, Side::Dv, problem),
        });
    }
    checks
}

fn is_about_the_user(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::NoRoles | Cause::AccessMode | Cause::LicenceMissing | Cause::UserDisabled
    )
}

fn user(account: &Account) -> Check {
    let cause = if account.disabled {
        Some(Cause::UserDisabled)
    } else if !account.access.may_work() {
        Some(Cause::AccessMode)
    } else if account.roles.is_empty() {
        Some(Cause::NoRoles)
    } else {
        None
    };
    let mode: &str = account.access.into();
    if let Some(cause) = cause {
        let problem = Problem::new(cause).with("what", &mode.replace('_', " "));
        return Check::failed(CheckKind::User, SIDE, problem);
    }
    // Applications need no licence, and users that only programs sign in with get none either.
    let needs_licence =
        !account.is_application && account.access == crate::remote::survey::Access::ReadWrite;
    if needs_licence && account.licensed == Some(false) {
        return Check::failed(CheckKind::User, SIDE, Problem::new(Cause::LicenceMissing));
    }
    let name = account.name.clone();
    Check::ok(
        CheckKind::User,
        SIDE,
        Some(name.unwrap_or_else(|| account.id.hyphenated().to_string())),
    )
}

fn administrator(account: &Account) -> Check {
    let role = account.roles.iter().find(|role| role.administrator);
    match role {
        Some(role) => Check::warning(
            CheckKind::Administrator,
            SIDE,
            Problem::new(Cause::AdministratorAccount).with("what", &role.name),
        ),
        None => Check::ok(
            CheckKind::Administrator,
            SIDE,
            Some(listed(account.roles.iter().map(|role| &role.name))),
        ),
    }
}

async fn privileges(examination: &Examination<'_>, survey: &dyn Survey) -> Result<Check, Problem> {
    let kind = CheckKind::Privileges;
    let Some(owned) = survey.privileges().await? else {
        return Ok(Check::unknown(kind, SIDE));
    };
    let needs = needs(examination);
    let sets: Vec<SetName> = needs.keys().cloned().collect();
    let known = survey.privileges_of(&sets).await?;
    let mut missing = BTreeSet::new();
    let mut wanted = 0_usize;
    for (rights, privileges) in needs.values().zip(&known) {
        for Privilege { right, name } in privileges {
            if rights.contains(right) {
                wanted += 1;
                if !owned.iter().any(|own| own.eq_ignore_ascii_case(name)) {
                    missing.insert(name);
                }
            }
        }
    }
    Ok(if missing.is_empty() {
        Check::ok(kind, SIDE, Some(wanted.to_string()))
    } else {
        let list = listed(missing);
        Check::failed(
            kind,
            SIDE,
            Problem::new(Cause::MissingPermission).with("list", &list),
        )
    })
}

/// What the enabled mappings need of each table of Dataverse.
fn needs(examination: &Examination<'_>) -> Needs {
    let mut needs = Needs::new();
    for mapping in examination.enabled() {
        let set = table_of(&mapping.sets.dv);
        let own = needs.entry(set).or_default();
        own.insert(Right::Read);
        // The values of an option set are the customizer's; rows of its table are not touched.
        if mapping.is_option_set() || !mapping.direction.writes(Side::Dv) {
            continue;
        }
        own.insert(Right::Write);
        if !mapping.only_coupled {
            own.insert(Right::Create);
        }
        if mapping.on_deletion == DeletionPolicy::Delete {
            own.insert(Right::Delete);
        }
        let targets = references(examination, mapping);
        if !targets.is_empty() {
            own.insert(Right::Append);
        }
        if owns(mapping) {
            own.insert(Right::Assign);
        }
        for target in targets {
            needs.entry(target).or_default().insert(Right::AppendTo);
        }
    }
    needs
}

/// The table behind a set; that of its column for an option set.
fn table_of(set: &SetName) -> SetName {
    match set.as_str().split_once('.') {
        Some((table, _)) => SetName::new(table),
        None => set.clone(),
    }
}

/// The tables that written rows will refer to, owners excepted.
fn references(examination: &Examination<'_>, mapping: &TableMapping) -> BTreeSet<SetName> {
    let written = mapping.active_fields().filter(|field| {
        let direction = mapping.direction_of(field);
        direction.is_some_and(|direction| direction.writes(Side::Dv))
    });
    written
        .filter_map(|field| {
            let lookup = field.lookup.as_ref()?;
            let target = examination
                .mappings
                .iter()
                .find(|other| other.name == lookup.mapping)?;
            (!target.is_option_set()).then(|| target.sets.dv.clone())
        })
        .filter(|target| !matches!(target.as_str(), "systemusers" | "teams"))
        .collect()
}

/// Whether the owner of rows is written.
fn owns(mapping: &TableMapping) -> bool {
    mapping.active_fields().any(|field| {
        let written = mapping
            .direction_of(field)
            .is_some_and(|direction| direction.writes(Side::Dv));
        let is_owner = match &field.source {
            FieldSource::Pair(pair) => pair.dv.as_str().starts_with("ownerid"),
            FieldSource::Constant { side, field, .. } => {
                *side == Side::Dv && field.as_str().starts_with("ownerid")
            }
            FieldSource::Name { .. } => false,
        };
        written && is_owner
    })
}

/// Tries to read one record of each mapped table.
pub(super) async fn readable(examination: &Examination<'_>, side: Side) -> Option<Check> {
    let kind = CheckKind::Readable;
    if !examination.wants(kind) {
        return None;
    }
    let mut sets: BTreeSet<SetName> = BTreeSet::new();
    for mapping in examination.enabled() {
        sets.insert(match side {
            Side::Bc => mapping.sets.bc.clone(),
            Side::Dv => table_of(&mapping.sets.dv),
        });
    }
    let requests: Vec<ReadRequest> = sets
        .iter()
        .map(|set| ReadRequest {
            set: set.clone(),
            fields: Vec::new(),
            filter: None,
            from: ReadFrom::Start,
            page_size: 1,
            count: false,
        })
        .collect();
    let pages = examination.remote(side).read_pages(&requests).await;
    let mut refused: Vec<(&SetName, Problem)> = Vec::new();
    for (set, page) in sets.iter().zip(pages) {
        match page {
            // What does not exist is told by the check of tables.
            Err(problem) if problem.cause == Cause::UnknownTable => {}
            Err(problem) => refused.push((set, problem)),
            Ok(_) => {}
        }
    }
    let denied = |problem: &Problem| problem.cause == Cause::MissingPermission;
    let Some((_, first)) = refused
        .iter()
        .find(|(_, problem)| denied(problem))
        .or_else(|| refused.first())
    else {
        return Some(Check::ok(kind, Some(side), Some(listed(&sets))));
    };
    let alike = refused
        .iter()
        .filter(|(_, problem)| problem.cause == first.cause)
        .map(|(set, _)| set.as_str());
    let mut problem = first.clone();
    if denied(&problem) {
        let list = listed(alike);
        problem.params.remove("privilege");
        problem = problem.with("list", &list);
    }
    Some(Check::failed(kind, Some(side), problem))
}
