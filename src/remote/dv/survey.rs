//! What the checks ask of Dataverse: who this program is there, what it may do, and what the organisation is set to.

use super::{Dv, attributes, definitions, problem};
use crate::model::SetName;
use crate::model::reason::{Cause, Problem};
use crate::remote::http::{Answer, Call};
use crate::remote::survey::{Access, Account, Languages, Privilege, Right, Role, Survey};
use async_trait::async_trait;
use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The template of the role System Administrator, the same in every organisation, whatever the role is called there.
const ADMINISTRATOR: Uuid = Uuid::from_u128(0x6270_90ff_40a3_4053_8790_584e_dc5b_e201);
/// The state of a duplicate detection rule that is in force.
const PUBLISHED: i64 = 2;

#[derive(Deserialize)]
struct List<T> {
    value: Vec<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WhoAmI {
    user_id: Uuid,
    organization_id: Uuid,
}

#[derive(Deserialize)]
struct RoleRow {
    #[serde(default)]
    name: String,
    #[serde(default, rename = "_roletemplateid_value")]
    template: Option<Uuid>,
}

impl From<RoleRow> for Role {
    fn from(row: RoleRow) -> Self {
        Self {
            administrator: row.template == Some(ADMINISTRATOR),
            name: row.name,
        }
    }
}

fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Problem> {
    serde_json::from_slice(&answer.body)
        .map_err(|error| problem(Cause::MalformedAnswer).saying(error.to_string()))
}

impl Dv {
    async fn ask<T: DeserializeOwned>(&self, path: &str) -> Result<T, Problem> {
        let call = Call::get(self.client.url(path));
        read(&self.client.read(&call).await?)
    }

    async fn me(&self) -> Result<Uuid, Problem> {
        Ok(self.ask::<WhoAmI>("WhoAmI").await?.user_id)
    }

    /// A question that services of somebody else, and older versions, have no answer to.
    async fn ask_if_known<T: DeserializeOwned>(&self, path: &str) -> Result<Option<T>, Problem> {
        match self.ask(path).await {
            Ok(found) => Ok(Some(found)),
            Err(refused) if matches!(refused.status, Some(400 | 404 | 405 | 501)) => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    async fn roles(&self, user: Uuid) -> Result<Vec<Role>, Problem> {
        #[derive(Deserialize)]
        struct Team {
            #[serde(default, rename = "teamroles_association")]
            roles: Vec<RoleRow>,
        }
        let user = format!("systemusers({})", user.hyphenated());
        let own: List<RoleRow> = self
            .ask(&format!(
                "{user}/systemuserroles_association?$select=name,_roletemplateid_value"
            ))
            .await?;
        let mut roles: Vec<Role> = own.value.into_iter().map(Role::from).collect();
        let teams: Option<List<Team>> = self
            .ask_if_known(&format!(
                "{user}/teammembership_association?$select=name&$expand=teamroles_association($select=name,_roletemplateid_value)"
            ))
            .await?;
        for team in teams.into_iter().flat_map(|teams| teams.value) {
            roles.extend(team.roles.into_iter().map(Role::from));
        }
        Ok(roles)
    }
}

#[async_trait(?Send)]
impl Survey for Dv {
    fn clock_ahead(&self) -> Option<SignedDuration> {
        self.client.clock_ahead()
    }

    fn token_left(&self) -> Option<std::time::Duration> {
        self.client.token_left()
    }

    async fn token_tenant(&self) -> Option<String> {
        self.client.token_tenant().await
    }

    async fn environment(&self) -> Result<Option<String>, Problem> {
        let who: Option<WhoAmI> = self.ask_if_known("WhoAmI").await?;
        Ok(who.map(|who| who.organization_id.hyphenated().to_string()))
    }

    async fn tenant(&self) -> Result<Option<String>, Problem> {
        let challenge = self.client.challenge("WhoAmI").await?;
        Ok(challenge.as_deref().and_then(tenant_in).map(str::to_owned))
    }

    async fn account(&self) -> Result<Option<Account>, Problem> {
        #[derive(Deserialize)]
        struct User {
            #[serde(default)]
            fullname: Option<String>,
            #[serde(default)]
            isdisabled: Option<bool>,
            #[serde(default)]
            islicensed: Option<bool>,
            #[serde(default)]
            accessmode: Option<i64>,
            #[serde(default)]
            applicationid: Option<Uuid>,
        }
        let id = self.me().await?;
        let user: Option<User> = self
            .ask_if_known(&format!(
                "systemusers({})?$select=fullname,isdisabled,islicensed,accessmode,applicationid",
                id.hyphenated()
            ))
            .await?;
        let Some(user) = user else { return Ok(None) };
        Ok(Some(Account {
            id,
            name: user.fullname.filter(|name| !name.trim().is_empty()),
            is_application: user.applicationid.is_some_and(|id| !id.is_nil()),
            disabled: user.isdisabled == Some(true),
            licensed: user.islicensed,
            access: match user.accessmode {
                Some(0) => Access::ReadWrite,
                Some(1) => Access::Administrative,
                Some(2) => Access::Read,
                Some(3) => Access::Support,
                Some(4) => Access::NonInteractive,
                Some(5) => Access::DelegatedAdministrator,
                _ => Access::Unknown,
            },
            roles: self.roles(id).await?,
        }))
    }

    async fn privileges(&self) -> Result<Option<BTreeSet<String>>, Problem> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Owned {
            role_privileges: Vec<One>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct One {
            #[serde(default)]
            privilege_name: Option<String>,
        }
        let path = format!(
            "systemusers({})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()",
            self.me().await?.hyphenated()
        );
        let owned: Option<Owned> = self.ask_if_known(&path).await?;
        let names: Option<BTreeSet<String>> = owned.and_then(|owned| {
            let privileges = owned.role_privileges.into_iter();
            privileges.map(|one| one.privilege_name).collect()
        });
        Ok(names)
    }

    async fn privileges_of(&self, sets: &[SetName]) -> Result<Vec<Vec<Privilege>>, Problem> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Row {
            name: String,
        }
        let known = definitions::definitions(self).await?;
        let entities: Vec<Option<String>> = sets
            .iter()
            .map(|set| known.entity_of(set.as_str()))
            .collect();
        let calls: Vec<Call> = entities
            .iter()
            .flatten()
            .map(|entity| {
                let path = format!("{}/Privileges", attributes::path_of(entity));
                Call::get(self.client.url(&path))
            })
            .collect();
        let mut answers = self.client.read_all(&calls).await.into_iter();
        let mut found = Vec::new();
        for entity in entities {
            let Some(answer) = entity.and_then(|_| answers.next()) else {
                found.push(Vec::new());
                continue;
            };
            let rows: List<Row> = read(&answer?)?;
            let names = rows.value.into_iter();
            found.push(names.filter_map(|row| privilege(row.name)).collect());
        }
        Ok(found)
    }

    async fn duplicate_rules(
        &self,
        sets: &[SetName],
    ) -> Result<Option<Vec<(SetName, String)>>, Problem> {
        #[derive(Deserialize)]
        struct Rule {
            #[serde(default)]
            name: String,
            #[serde(default)]
            baseentityname: String,
        }
        let path =
            format!("duplicaterules?$select=name,baseentityname&$filter=statuscode eq {PUBLISHED}");
        let rules: Option<List<Rule>> = self.ask_if_known(&path).await?;
        let Some(rules) = rules else { return Ok(None) };
        let known = definitions::definitions(self).await?;
        let of = |rule: &Rule| {
            let set = known.set_of(&rule.baseentityname)?;
            sets.iter().find(|wanted| wanted.as_str() == set).cloned()
        };
        let found = rules.value.into_iter();
        Ok(Some(
            found
                .filter_map(|rule| Some((of(&rule)?, rule.name)))
                .collect(),
        ))
    }

    async fn languages(&self) -> Result<Option<Languages>, Problem> {
        #[derive(Deserialize)]
        struct Organisation {
            #[serde(default)]
            languagecode: Option<i64>,
        }
        #[derive(Deserialize)]
        struct Settings {
            #[serde(default)]
            uilanguageid: Option<i64>,
        }
        let me = self.me().await?;
        let organisation: Option<List<Organisation>> = self
            .ask_if_known("organizations?$select=languagecode")
            .await?;
        let settings: Option<Settings> = self
            .ask_if_known(&format!(
                "usersettingscollection({})?$select=uilanguageid",
                me.hyphenated()
            ))
            .await?;
        let organisation = organisation
            .and_then(|list| list.value.into_iter().next())
            .and_then(|row| row.languagecode);
        // Users that were never set up have 0: they see the organisation's language.
        let user = settings
            .and_then(|settings| settings.uilanguageid)
            .map(|code| if code == 0 { organisation } else { Some(code) });
        Ok(match (organisation, user) {
            (Some(organisation), Some(Some(user))) => Some(Languages { organisation, user }),
            _ => None,
        })
    }
}

/// A privilege by its name: `prvAppendToAccount`.
fn privilege(name: String) -> Option<Privilege> {
    let rest = name.strip_prefix("prv")?;
    let mut rights = Right::ALL.to_vec();
    // AppendTo before Append.
    rights.sort_by_key(|right| std::cmp::Reverse(right.word().len()));
    let right = rights
        .into_iter()
        .find(|right| rest.starts_with(right.word()))?;
    Some(Privilege { right, name })
}

/// The tenant in `Bearer authorization_uri=https://login.microsoftonline.com/TENANT/oauth2/authorize, resource_id=…`.
fn tenant_in(challenge: &str) -> Option<&str> {
    let (_, rest) = challenge.split_once("authorization_uri=")?;
    let (_, path) = rest.trim_start_matches('"').split_once("://")?;
    let (_, path) = path.split_once('/')?;
    let tenant = path.split(['/', ',', '"', ' ']).next()?;
    (!tenant.is_empty() && tenant != "common").then_some(tenant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tenant_is_read_from_the_challenge() {
        let challenge = "Bearer authorization_uri=https://login.microsoftonline.com/5a17d0e5-0000-4000-8000-00000000c0de/oauth2/authorize, resource_id=https://x.crm4.dynamics.com/";
        assert_eq!(
            tenant_in(challenge),
            Some("5a17d0e5-0000-4000-8000-00000000c0de")
        );
        let common = r#"Bearer authorization_uri="https://login.microsoftonline.com/common""#;
        assert_eq!(tenant_in(common), None);
        assert_eq!(tenant_in("Bearer"), None);
    }

    #[test]
    fn privileges_are_told_apart_by_their_names() {
        let right = |name: &str| privilege(name.to_owned()).map(|found| found.right);
        assert_eq!(right("prvAppendToAccount"), Some(Right::AppendTo));
        assert_eq!(right("prvAppendAccount"), Some(Right::Append));
        assert_eq!(right("prvReadUoM"), Some(Right::Read));
        assert_eq!(right("prvShareAccount"), None);
    }
}
