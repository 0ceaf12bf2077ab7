//! What is missing or wrong, field by field, before anything is asked of a service.

use super::draft::{Draft, Keep, SignInDraft};
use super::{KeyStore, Step, Wizard};
use crate::model::Side;
use crate::model::reason::Cause;
use crate::remote::address::Address;
use crate::remote::connection::RawKind;
use crate::remote::secrets::SHORTEST;

/// A field of the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldName {
    /// The connection's name.
    Name,
    /// The passphrase of the file of secrets.
    Passphrase,
    /// Where a service is.
    Address(Side),
    /// The environment of Business Central.
    Environment,
    /// The company.
    Company,
    /// The tenant.
    Tenant(Side),
    /// The sign-in service.
    Authority(Side),
    /// The application.
    ClientId(Side),
    /// The user of Basic sign-in.
    User(Side),
    /// The certificate's file.
    Certificate(Side),
    /// The secret.
    Secret(Side),
    /// The day on which the secret expires.
    Expires(Side),
    /// The proxy.
    Proxy,
    /// The user whom the proxy is told.
    ProxyUser,
    /// That user's password.
    ProxyPassword,
    /// The file with further authorities.
    CaFile,
}

/// What is wrong with a field: the key of a sentence that says the fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field.
    pub field: FieldName,
    /// The key of the sentence.
    pub key: &'static str,
}

impl Wizard {
    /// What a step still lacks, whether or not its fields were left.
    pub fn faults(&self, step: Step) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault = |field, key| faults.push(Fault { field, key });
        match step {
            Step::Start => {
                if self.draft.name.trim().is_empty() {
                    fault(FieldName::Name, "wizard-fault-name");
                }
                if self.draft.keep == Keep::KeyStore && self.key_store == KeyStore::Missing {
                    fault(FieldName::Passphrase, "wizard-fault-key-store");
                }
                if self.draft.keep == Keep::File && self.passphrase.length() < SHORTEST {
                    fault(FieldName::Passphrase, "wizard-fault-passphrase");
                }
            }
            Step::BusinessCentral => {
                address(&self.draft, Side::Bc, &mut fault);
                sign_in(self, Side::Bc, &mut fault);
                network(&self.draft, &mut fault);
                let several = self.offers.companies.len() > 1;
                if self.draft.company.trim().is_empty() && several {
                    fault(FieldName::Company, "wizard-fault-company");
                }
            }
            Step::Dataverse => {
                address(&self.draft, Side::Dv, &mut fault);
                if !self.draft.shares_sign_in() {
                    sign_in(self, Side::Dv, &mut fault);
                }
            }
            Step::Checks | Step::Tables | Step::Plan | Step::Schedule => {}
        }
        faults
    }

    /// What is said beside a field: only after the person has left it, or has wished to go on.
    pub fn said(&self, step: Step, field: FieldName) -> Option<&'static str> {
        let faults = self.faults(step);
        let fault = faults.iter().find(|fault| fault.field == field)?;
        self.left.contains(&field).then_some(fault.key)
    }
}

fn address(draft: &Draft, side: Side, fault: &mut impl FnMut(FieldName, &'static str)) {
    let field = FieldName::Address(side);
    let text = draft.addresses.get(side).trim();
    if text.is_empty() {
        let key = match side {
            Side::Bc => "wizard-fault-address-bc",
            Side::Dv => "wizard-fault-address-dv",
        };
        fault(field, key);
        return;
    }
    match Address::parse(text) {
        Err(problem) if problem.cause == Cause::NotHttps => {
            fault(field, "wizard-fault-not-https");
        }
        Err(_) => fault(field, "wizard-fault-no-address"),
        Ok(address) if side == Side::Bc && !address.path().contains("/api") => {
            fault(field, "wizard-fault-no-api");
        }
        Ok(_) => {}
    }
}

fn sign_in(wizard: &Wizard, side: Side, fault: &mut impl FnMut(FieldName, &'static str)) {
    let own: &SignInDraft = wizard.draft.sign_in.get(side);
    if own.is_of_directory() {
        let tenant = own.tenant.trim();
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        if !own.is_token_url() && tenant.is_empty() {
            fault(FieldName::Tenant(side), "wizard-fault-tenant");
        } else if !tenant.chars().all(fits) {
            fault(FieldName::Tenant(side), "wizard-fault-tenant-form");
        }
        if uuid::Uuid::try_parse(own.client_id.trim()).is_err() {
            fault(FieldName::ClientId(side), "wizard-fault-client-id");
        }
        if !own.authority.trim().is_empty() && Address::parse(&own.authority).is_err() {
            fault(FieldName::Authority(side), "wizard-fault-no-address");
        }
    }
    // A stored connection has its secret already; none typed means that one.
    if own.wants_secret() && wizard.secrets.get(side).is_empty() && !wizard.has_secrets() {
        fault(FieldName::Secret(side), "wizard-fault-secret");
    }
    let expires = own.secret_expires.trim();
    let is_day = expires.is_empty() || expires.parse::<jiff::civil::Date>().is_ok();
    if own.kind == RawKind::ClientCredentials && !is_day {
        fault(FieldName::Expires(side), "wizard-fault-expires");
    }
    match own.kind {
        RawKind::Basic if own.user.trim().is_empty() => {
            fault(FieldName::User(side), "wizard-fault-user");
        }
        RawKind::Basic if own.user.contains(':') || !own.user.is_ascii() => {
            fault(FieldName::User(side), "wizard-fault-user-form");
        }
        RawKind::Certificate => {
            let file = std::path::Path::new(own.certificate.trim());
            if !file.is_absolute() {
                fault(FieldName::Certificate(side), "wizard-fault-certificate");
            }
        }
        RawKind::None => {
            let local = Address::parse(wizard.draft.addresses.get(side));
            if local.is_ok_and(|address| !address.is_loopback()) {
                fault(FieldName::Address(side), "wizard-fault-no-sign-in");
            }
        }
        _ => {}
    }
}

fn network(draft: &Draft, fault: &mut impl FnMut(FieldName, &'static str)) {
    let proxy = draft.proxy();
    let named = matches!(proxy.as_str(), "" | "system" | "none");
    if !named && !proxy.contains("://") {
        fault(FieldName::Proxy, "wizard-fault-proxy");
    }
    let user = draft.proxy_user();
    if !user.is_empty() && named {
        fault(FieldName::ProxyUser, "wizard-fault-proxy-user");
    } else if user.contains(':') {
        fault(FieldName::ProxyUser, "wizard-fault-user-form");
    }
    let file = draft.network.ca_file.as_ref();
    if file.is_some_and(|file| !file.is_absolute()) {
        fault(FieldName::CaFile, "wizard-fault-certificate");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::wizard::secret::Typed;

    #[test]
    fn faults_are_said_after_a_field_was_left_and_each_goes_when_it_is_mended() {
        let mut wizard = Wizard::default();
        let step = Step::BusinessCentral;
        let field = FieldName::Address(Side::Bc);
        assert!(wizard.faults(step).iter().any(|fault| fault.field == field));
        assert_eq!(wizard.said(step, field), None);
        wizard.left.insert(field);
        assert_eq!(wizard.said(step, field), Some("wizard-fault-address-bc"));
        wizard.draft.addresses.bc = "http://bc.example/BC260/api/v2.0".to_owned();
        assert_eq!(wizard.said(step, field), Some("wizard-fault-not-https"));
        wizard.draft.addresses.bc = "https://bc.example/BC260/api/v2.0".to_owned();
        assert_eq!(wizard.said(step, field), None);
        wizard.draft.sign_in.bc.kind = RawKind::Basic;
        wizard.draft.sign_in.bc.user = "admin".to_owned();
        assert_eq!(wizard.faults(step).len(), 1, "the secret");
        wizard.secrets.bc = Typed::new("key".to_owned());
        assert!(wizard.faults(step).is_empty());
        wizard.draft.set_proxy_user("raccord");
        assert_eq!(wizard.faults(step).len(), 1, "of which proxy");
        wizard.draft.set_proxy("http://proxy.example:3128");
        assert!(wizard.faults(step).is_empty());
        wizard.draft.name = "Contoso".to_owned();
        assert!(wizard.draft.connection_to(Side::Bc).is_ok());
    }

    #[test]
    fn every_fault_has_its_words() {
        let mut wizard = Wizard::default();
        wizard.draft.keep = Keep::File;
        wizard.draft.set_proxy_user("raccord");
        for lang in crate::i18n::Lang::ALL {
            let texts = crate::i18n::Texts::new(lang);
            for step in Step::ALL {
                for fault in wizard.faults(step) {
                    assert!(texts.has(fault.key), "{}", fault.key);
                }
            }
        }
    }
}
