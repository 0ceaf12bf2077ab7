//! What an administrator of either service can do that a client cannot; for tests, demos and the control address.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use uuid::Uuid;

use super::{bc::Permission, def::Access, refusal::Refusal, world::World};

/// Something that an administrator does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Decree {
    /// Dataverse lets only administrators in.
    AdministrationMode {
        /// Whether it does.
        on: bool,
    },
    /// Disables a Dataverse user, or enables one.
    DisableUser {
        /// The `systemuserid`; nobody means the service user.
        #[serde(default)]
        user: Option<Uuid>,
        /// Whether the user is disabled from now on.
        disabled: bool,
    },
    /// Takes a Dataverse privilege from a user, or gives it back.
    Privilege {
        /// The `systemuserid`; nobody means the service user.
        #[serde(default)]
        user: Option<Uuid>,
        /// The privilege (`prvWriteAccount`).
        name: String,
        /// Whether the user has it from now on.
        granted: bool,
    },
    /// Takes a Business Central permission from a user, or gives it back.
    Permission {
        /// The security id; nobody means the service user.
        #[serde(default)]
        user: Option<Uuid>,
        /// The table (`Customer`).
        table: String,
        /// What it allows.
        what: Permission,
        /// Whether the user has it from now on.
        granted: bool,
    },
    /// Makes every delta token given so far too old.
    ExpireDeltaTokens,
    /// New Dataverse products are active at once.
    ProductsStartActive {
        /// Whether they are.
        on: bool,
    },
    /// Makes a Dataverse column one that clients cannot write, or lets them: it takes their values and forgets them.
    ReadOnlyColumn {
        /// The entity set.
        set: String,
        /// The column's logical name.
        column: String,
        /// Whether it is from now on.
        on: bool,
    },
    /// A plug-in of Dataverse gives a column back what it held whenever it is changed.
    PutBackColumn {
        /// The entity set.
        set: String,
        /// The column's logical name.
        column: String,
        /// Whether it does from now on.
        on: bool,
    },
    /// Adds an alternate key to a Dataverse table.
    AddKey {
        /// The entity set.
        set: String,
        /// The key's logical name.
        name: String,
        /// Its columns.
        columns: Vec<String>,
    },
    /// Adds a Business Central company.
    AddCompany {
        /// Its name.
        name: String,
    },
    /// Deletes a Business Central company.
    RemoveCompany {
        /// Its name.
        name: String,
    },
    /// New customers and vendors bring a company contact.
    ContactForCustomer {
        /// Whether they do.
        on: bool,
    },
    /// Clients may choose numbers.
    ManualNumbers {
        /// Whether they may.
        on: bool,
    },
    /// Clients may choose the ids of new records.
    ClientIds {
        /// Whether they may; otherwise what they send is passed over.
        on: bool,
    },
    /// Enters an exchange rate in a Business Central company.
    ExchangeRate {
        /// The company's name; none means the first.
        #[serde(default)]
        company: Option<String>,
        /// The currency's code.
        currency: String,
        /// The first day on which it holds; none means today.
        #[serde(default)]
        from: Option<Date>,
        /// So much of the currency …
        amount: Decimal,
        /// … is worth so much of the company's.
        relational: Decimal,
    },
}

impl World {
    /// Carries a decree out.
    ///
    /// # Errors
    /// What it is about does not exist, or the service's rules are against it.
    pub fn decree(&mut self, decree: &Decree) -> Result<(), Refusal> {
        match decree {
            Decree::AdministrationMode { on } => self.dv.settings.administration_mode = *on,
            Decree::DisableUser { user, disabled } => {
                let user = user.unwrap_or(self.dv.places().service_user);
                self.dv.get("systemusers", user)?;
                self.dv.disable_user(user, *disabled);
            }
            Decree::Privilege {
                user,
                name,
                granted,
            } => {
                let user = user.unwrap_or(self.dv.places().service_user);
                if *granted {
                    self.dv.grant(user, name);
                } else {
                    self.dv.revoke(user, name);
                }
            }
            Decree::Permission {
                user,
                table,
                what,
                granted,
            } => {
                let user = user.unwrap_or(self.bc.service_user());
                let entry = (user, table.clone(), *what);
                if *granted {
                    self.bc.settings.denied.remove(&entry);
                } else {
                    self.bc.settings.denied.insert(entry);
                }
            }
            Decree::ExpireDeltaTokens => self.dv.expire_tokens(),
            Decree::ProductsStartActive { on } => self.dv.settings.products_start_active = *on,
            Decree::ReadOnlyColumn { set, column, on } => {
                let access = if *on {
                    Access::ReadOnly
                } else {
                    Access::ReadWrite
                };
                self.dv
                    .shape_column(set, column, |field| field.access = access)?;
            }
            Decree::PutBackColumn { set, column, on } => {
                let named = (set.clone(), column.clone());
                if *on {
                    self.dv.settings.put_back.insert(named);
                } else {
                    self.dv.settings.put_back.remove(&named);
                }
            }
            Decree::AddKey { set, name, columns } => {
                let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                self.dv.add_key(set, name, &columns)?;
            }
            Decree::AddCompany { name } => {
                self.bc.add_company(name);
            }
            Decree::RemoveCompany { name } => {
                let company = self.bc.company_named(name)?.id;
                self.bc.remove_company(company);
            }
            Decree::ContactForCustomer { on } => self.bc.settings.contact_for_customer = *on,
            Decree::ManualNumbers { on } => self.bc.settings.manual_numbers = *on,
            Decree::ClientIds { on } => self.bc.settings.client_ids = *on,
            Decree::ExchangeRate {
                company,
                currency,
                from,
                amount,
                relational,
            } => {
                let company = match company {
                    Some(name) => self.bc.company_named(name)?.id,
                    None => self
                        .bc
                        .companies()
                        .first()
                        .map_or(Uuid::nil(), |first| first.id),
                };
                let from = from.unwrap_or(self.bc.today());
                self.bc
                    .set_exchange_rate_from(company, currency, from, *amount, *relational)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::system::world::Setup;

    fn carry_out(world: &mut World, text: &str) -> Result<(), Refusal> {
        world.decree(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn decrees_are_read_and_carried_out() {
        let mut world = World::new(&Setup::default());
        let me = world.dv.service_user();
        for (text, code) in [
            (r#"{"do":"administration-mode","on":true}"#, "0x8004a104"),
            (r#"{"do":"disable-user","disabled":true}"#, "0x80040225"),
        ] {
            carry_out(&mut world, text).unwrap();
            assert_eq!(world.dv.admit(me).unwrap_err().code, code);
            let undone = text.replace("true", "false");
            carry_out(&mut world, &undone).unwrap();
            world.dv.admit(me).unwrap();
        }
        carry_out(
            &mut world,
            r#"{"do":"privilege","name":"prvReadAccount","granted":false}"#,
        )
        .unwrap();
        assert!(world.dv.may_read(me, "accounts").is_err());
        carry_out(
            &mut world,
            r#"{"do":"permission","table":"Item","what":"Insert","granted":false}"#,
        )
        .unwrap();
        assert_eq!(world.bc.settings.denied.len(), 1);
        carry_out(
            &mut world,
            r#"{"do":"remove-company","name":"Raccord Demo"}"#,
        )
        .unwrap();
        assert!(world.bc.companies().is_empty());
        let again = carry_out(
            &mut world,
            r#"{"do":"remove-company","name":"Raccord Demo"}"#,
        );
        assert_eq!(again.unwrap_err().code, "Internal_CompanyNotFound");
    }

    #[test]
    fn rates_and_keys_are_entered() {
        let mut world = World::new(&Setup::default());
        let rate = r#"{"do":"exchange-rate","currency":"USD","amount":"100","relational":"92.12"}"#;
        assert_eq!(
            carry_out(&mut world, rate).unwrap_err().code,
            "Internal_InvalidTableRelation"
        );
        let company = world.bc.companies().first().unwrap().id;
        let caller = crate::sandbox::system::bc::Caller {
            company,
            user: world.bc.service_user(),
        };
        let usd = crate::sandbox_values!["code" => "USD"];
        world.bc.create(caller, "currencies", usd).unwrap();
        carry_out(&mut world, rate).unwrap();
        assert_eq!(world.bc.len(company, "currencyExchangeRates"), 1);
        let key = r#"{"do":"add-key","set":"accounts","name":"k","columns":["accountnumber"]}"#;
        carry_out(&mut world, key).unwrap();
        assert_eq!(world.dv.def("accounts").unwrap().keys.len(), 1);
    }
}
