//! Broken set-ups by name: everything that administrators, customizers and copies get wrong, switchable while the services run.
//!
//! What the sign-in service refuses is elsewhere (`token`); here is what stands in the two services themselves.

use serde::{Deserialize, Serialize};

use super::common::Common;
use super::exchange::{Call, Reply, Service};
use super::faults::{Plan, Skew};
use super::{bc, dv};
use crate::sandbox::system::bc::Permission;
use crate::sandbox::system::cell::Cell;
use crate::sandbox::system::refusal::Refusal;
use crate::sandbox::system::world::World;

/// One broken set-up.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Flaw {
    /// Business Central's list of Entra applications lacks the clients.
    ApplicationNotRegistered,
    /// The server's API services are switched off.
    ApiSwitchedOff,
    /// The user of Business Central has no licence.
    LicenceMissing,
    /// The user may not read customers.
    NoPermission,
    /// The user may read customers, but neither add nor change them.
    NoWritePermission,
    /// The company was deleted; putting it right again makes an empty one.
    CompanyDeleted,
    /// The currency USD of Business Central has lost its rates; putting it right enters one.
    NoExchangeRate,
    /// Both services take tokens of other services only.
    WrongAudience,
    /// Dataverse belongs to another tenant.
    OtherTenant,
    /// Both clocks are ten minutes ahead.
    ClocksAhead,
    /// Dataverse lets only administrators in.
    AdministrationMode,
    /// Dataverse has no user for the client.
    NotAMember,
    /// The user of Dataverse is disabled.
    UserDisabled,
    /// The user is a person without a licence.
    UserUnlicensed,
    /// The user may only administer.
    AdministrativeAccess,
    /// The user has no role.
    NoRoles,
    /// The user is a system administrator.
    AdministratorAccount,
    /// The user is a system administrator through a team.
    AdministratorByTeam,
    /// The user lacks `prvWriteAccount` and `prvCreateContact`.
    MissingPrivileges,
    /// The user may not read contacts.
    NoTableAccess,
    /// Accounts do not track their changes.
    ChangeTrackingOff,
    /// A column of accounts that nothing is mapped to is required.
    RequiredColumn,
    /// The rules about duplicates are out of force.
    DuplicateRulesOff,
    /// The user sees labels in French.
    OtherLanguage,
    /// The base currency has no decimals in Dataverse.
    FewerDecimals,
    /// The base currency of Dataverse is another one than Business Central's local currency, which it lacks.
    OtherBaseCurrency,
    /// The name of accounts takes 50 characters.
    FieldShortened,
    /// The telephone of accounts is gone.
    FieldMissing,
    /// Products have no type for what is sold from stock.
    OptionMissing,
    /// Dataverse is a copy: the same rows in another organization.
    CopiedEnvironment,
}

/// The id of a tenant that is not the one of the clients.
const OTHER_TENANT: &str = "fab51ca0-0000-4000-8000-00000000c0de";

impl Common {
    /// The broken set-ups that are switched on.
    pub fn flaws(&self) -> Vec<Flaw> {
        self.broken().iter().copied().collect()
    }

    /// Switches a broken set-up on, or puts it right; what is so already stays so.
    ///
    /// # Errors
    /// The services' rules are against it.
    pub fn set_flaw(&self, flaw: Flaw, on: bool) -> Result<(), Refusal> {
        let changed = if on {
            self.broken().insert(flaw)
        } else {
            self.broken().remove(&flaw)
        };
        if !changed {
            return Ok(());
        }
        match flaw {
            Flaw::ApplicationNotRegistered => {
                for app in &mut self.tokens().apps {
                    app.known_to_bc = !on;
                }
            }
            Flaw::ClocksAhead => {
                let ahead = if on { 600 } else { 0 };
                let clock = Skew {
                    bc: ahead,
                    dv: ahead,
                };
                let plan = Plan {
                    clock,
                    ..self.faults().plan().clone()
                };
                self.set_faults(plan);
            }
            // The gate looks for them.
            Flaw::ApiSwitchedOff
            | Flaw::LicenceMissing
            | Flaw::WrongAudience
            | Flaw::OtherTenant
            | Flaw::NotAMember => {}
            other => apply(&mut self.world(), other, on)?,
        }
        Ok(())
    }

    /// What a broken set-up answers in the services' stead.
    pub fn intercept(&self, service: Service, call: &Call) -> Option<Reply> {
        let broken = self.broken();
        let has = |flaw| broken.contains(&flaw);
        let signed = call.header("authorization").is_some();
        match service {
            Service::Bc if has(Flaw::ApiSwitchedOff) => {
                Some(Reply::empty(405).with("Allow", "OPTIONS"))
            }
            Service::Bc if has(Flaw::LicenceMissing) && signed => {
                let text = "The user has no license to use this environment.";
                let refusal = Refusal::new(401, "Authentication_InvalidCredentials", text);
                Some(bc::errors::refused(&refusal))
            }
            Service::Dv if has(Flaw::NotAMember) && signed => {
                let refusal = crate::sandbox::system::dv::refusals::not_member();
                Some(dv::errors::refused(&refusal))
            }
            service if has(Flaw::WrongAudience) && signed => {
                let refusal = Refusal::new(401, "InvalidAuthenticationToken", "Invalid token.");
                let reply = match service {
                    Service::Bc => bc::errors::refused(&refusal),
                    Service::Dv => dv::errors::refused(&refusal),
                };
                Some(reply.with(
                    "WWW-Authenticate",
                    "Bearer error=\"invalid_token\", error_description=\"The audience is invalid\"",
                ))
            }
            _ => None,
        }
    }

    /// The tenant that callers who are not signed in are sent to.
    pub fn told_tenant(&self) -> &str {
        if self.broken().contains(&Flaw::OtherTenant) {
            OTHER_TENANT
        } else {
            // The real service names the id, whatever the client called the tenant.
            self.tenants.last().map_or("common", String::as_str)
        }
    }
}

fn apply(world: &mut World, flaw: Flaw, on: bool) -> Result<(), Refusal> {
    let World { bc, dv } = world;
    let me = dv.places().service_user;
    match flaw {
        Flaw::NoPermission => {
            let entry = (bc.service_user(), "Customer".to_owned(), Permission::Read);
            if on {
                bc.settings.denied.insert(entry);
            } else {
                bc.settings.denied.remove(&entry);
            }
        }
        Flaw::NoWritePermission => {
            for permission in [Permission::Insert, Permission::Modify] {
                let entry = (bc.service_user(), "Customer".to_owned(), permission);
                if on {
                    bc.settings.denied.insert(entry);
                } else {
                    bc.settings.denied.remove(&entry);
                }
            }
        }
        Flaw::CompanyDeleted => {
            if let Some(company) = bc.companies().first().map(|company| company.id) {
                bc.remove_company(company);
            } else {
                bc.add_company("Raccord Demo");
            }
        }
        Flaw::NoExchangeRate => bc.set_rates_of("USD", !on)?,
        Flaw::AdministrationMode => dv.settings.administration_mode = on,
        Flaw::UserDisabled => dv.disable_user(me, on),
        Flaw::UserUnlicensed => dv.set_service_user(&[
            ("accessmode", Cell::Int(if on { 0 } else { 4 })),
            ("islicensed", Cell::Bool(false)),
        ]),
        Flaw::AdministrativeAccess => {
            dv.set_service_user(&[("accessmode", Cell::Int(if on { 1 } else { 4 }))]);
        }
        Flaw::NoRoles => dv.set_without_roles(on),
        Flaw::AdministratorAccount => dv.set_administrator(on),
        Flaw::AdministratorByTeam => dv.set_administrator_by_team(on),
        Flaw::MissingPrivileges => take(dv, &["prvWriteAccount", "prvCreateContact"], on),
        Flaw::NoTableAccess => take(dv, &["prvReadContact"], on),
        Flaw::ChangeTrackingOff => {
            let changes = crate::sandbox::system::dv::customizing::TableChanges {
                change_tracking: Some(!on),
                ..Default::default()
            };
            dv.change_table("accounts", changes)?;
        }
        Flaw::RequiredColumn => {
            dv.shape_column("accounts", "tickersymbol", |field| field.required = on)?;
        }
        Flaw::DuplicateRulesOff => dv.set_duplicate_rules(!on),
        Flaw::OtherLanguage => dv.set_language(if on { 1036 } else { 1033 }),
        Flaw::FewerDecimals => {
            dv.set_base_currency(&[("currencyprecision", Cell::Int(if on { 0 } else { 2 }))]);
        }
        Flaw::OtherBaseCurrency => {
            let code = if on { "CHF" } else { "EUR" };
            dv.set_base_currency(&[("isocurrencycode", Cell::from(code))]);
        }
        Flaw::FieldShortened => dv.set_length("accounts", "name", if on { 50 } else { 160 })?,
        Flaw::FieldMissing => {
            let names = ["telephone1", "old_telephone1"];
            let [from, to] = if on {
                names
            } else {
                ["old_telephone1", "telephone1"]
            };
            dv.rename_column("accounts", from, to)?;
        }
        Flaw::OptionMissing => {
            let caption = (!on).then_some("Sales Inventory");
            dv.set_option("product", "producttypecode", 1, caption)?;
        }
        Flaw::CopiedEnvironment => dv.copy_organization(),
        Flaw::ApplicationNotRegistered
        | Flaw::ApiSwitchedOff
        | Flaw::LicenceMissing
        | Flaw::WrongAudience
        | Flaw::OtherTenant
        | Flaw::NotAMember
        | Flaw::ClocksAhead => {}
    }
    Ok(())
}

fn take(dv: &mut crate::sandbox::system::dv::Dv, privileges: &[&str], on: bool) {
    let me = dv.places().service_user;
    for privilege in privileges {
        if on {
            dv.revoke(me, privilege);
        } else {
            dv.grant(me, privilege);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator as _;

    #[test]
    fn every_broken_set_up_stands_in_the_documentation() {
        let page = include_str!("../../../docs/sandbox.md");
        for flaw in Flaw::iter() {
            let name: &str = flaw.into();
            assert!(page.contains(&format!("| `{name}` |")), "{name}");
        }
    }
}
