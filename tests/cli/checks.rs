//! Every check of a connection, on each of its sides: seen passing and seen failing, over the wire.

use super::support::{Desk, Shop, ended};
use raccord::cli::demo::services::{SECRET, VARIABLES, Wish};
use raccord::sandbox::demo::DemoOptions;
use raccord::sandbox::http::faults::Plan;
use raccord::sandbox::http::flaws::Flaw;
use raccord::sandbox::http::tls::TlsOptions;
use raccord::sandbox::system::decree::Decree;
use raccord::sandbox::system::dv::customizing::TableChanges;
use raccord::worker::checks::CheckKind;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use strum::IntoEnumIterator as _;

/// Checks of a side that cannot fail over the wire, and why.
const NEVER_ILL: [(&str, &str, &str); 3] = [
    (
        "api_version",
        "dataverse",
        "the version stands in no address that a person gives: this program adds it",
    ),
    (
        "required_fields",
        "business_central",
        "the interface marks no field as required",
    ),
    (
        "exchange_rates",
        "dataverse",
        "the service stores no currency without a rate",
    ),
];

/// How often each check was seen in which state, by its name and side.
#[derive(Default)]
struct Seen(BTreeMap<(String, String), BTreeSet<String>>);

impl Seen {
    fn note(&mut self, checks: &Value) {
        for check in checks.as_array().unwrap() {
            let text = |name: &str| check[name].as_str().unwrap_or_default().to_owned();
            let state = match text("status").as_str() {
                // What is left open by an earlier failure was not provoked itself.
                "unknown" if check["check"] != "base_currency" => continue,
                "ok" => "well",
                _ => "ill",
            };
            let key = (text("check"), text("side"));
            self.0.entry(key).or_default().insert(state.to_owned());
        }
    }

    /// Notes the checks that are made with a flaw switched on.
    fn with(&mut self, shop: &Shop, flaw: Flaw) {
        let common = shop.services.server.common();
        common.set_flaw(flaw, true).unwrap();
        self.note(&shop.run(&["doctor"]).ok(&[3]));
        common.set_flaw(flaw, false).unwrap();
    }

    /// Notes the checks of a connection file that is not stored.
    fn of_file(&mut self, shop: &Shop, text: &str) {
        let path = shop.path("looked-at.toml");
        std::fs::write(&path, text).unwrap();
        let checks = shop.run(&["doctor", "--connection", path.to_str().unwrap()]);
        self.note(&checks.ok(&[0, 3]));
    }
}

fn faults(shop: &Shop, faults: Value) {
    let plan: Plan = serde_json::from_value(faults).unwrap();
    shop.services.server.common().set_faults(plan);
}

/// Services in which nothing is to be found: what the demo company lacks on purpose is mended.
fn sound() -> Shop {
    let shop = Shop::open(6);
    let mut world = shop.services.world();
    world.bc.set_rates_of("ISK", true).unwrap();
    for set in ["uoms", "uomschedules"] {
        let changes = TableChanges {
            change_tracking: Some(true),
            ..TableChanges::default()
        };
        world.dv.change_table(set, changes).unwrap();
    }
    drop(world);
    shop.connect().ok(&[0]);
    shop
}

/// Mappings that neither side has everything for.
const DEMANDING: &str = r#"
[[mapping]]
name = "DEMANDING"
bc = "vendors"
dv = "accounts"
direction = "both"

[[mapping.field]]
bc = "taxRegistrationNumber"
dv = "description"

[[mapping.field]]
bc = "blocked"
dv = "accountcategorycode"

[[mapping]]
name = "NOWHERE"
bc = "nothings"
dv = "contacts"
direction = "both"

[[mapping.field]]
bc = "displayName"
dv = "lastname"
"#;

#[test]
fn every_check_is_seen_well_and_ill_on_each_of_its_sides() {
    let mut seen = Seen::default();
    let shop = sound();
    let file = shop.services.connection_file();
    // Before the first synchronisation: rules about duplicates are worth a word.
    seen.note(&shop.run(&["doctor"]).ok(&[3]));
    shop.run(&["sync"]).ok(&[0, 3]);
    let all = shop.run(&["doctor"]);
    assert_eq!(all.code, 0, "a sound pair has nothing to find: {all:?}");
    seen.note(&all.json());
    for flaw in [
        Flaw::ApplicationNotRegistered,
        Flaw::ApiSwitchedOff,
        Flaw::NoPermission,
        Flaw::NoExchangeRate,
        Flaw::WrongAudience,
        Flaw::OtherTenant,
        Flaw::ClocksAhead,
        Flaw::AdministrationMode,
        Flaw::NotAMember,
        Flaw::AdministrativeAccess,
        Flaw::AdministratorAccount,
        Flaw::MissingPrivileges,
        Flaw::NoTableAccess,
        Flaw::ChangeTrackingOff,
        Flaw::RequiredColumn,
        Flaw::OtherLanguage,
        Flaw::FewerDecimals,
        Flaw::OtherBaseCurrency,
        Flaw::FieldShortened,
        Flaw::FieldMissing,
        Flaw::OptionMissing,
        Flaw::CopiedEnvironment,
    ] {
        seen.with(&shop, flaw);
    }
    // The way: nobody there, a proxy that is not there, a secret and a tenant that are wrong.
    let addresses = shop.services.server.addresses().clone();
    let nobody = "http://127.0.0.1:9";
    seen.of_file(
        &shop,
        &file
            .replace(
                &format!("url = \"{}", addresses.bc_origin),
                &format!("url = \"{nobody}"),
            )
            .replace(
                &format!("url = \"{}", addresses.dv),
                &format!("url = \"{nobody}"),
            ),
    );
    let away = file.replace("http://127.0.0.1", "https://services.example");
    seen.of_file(&shop, &format!("{away}\n[network]\nproxy = \"{nobody}\"\n"));
    seen.of_file(&shop, &file.replace("/contoso/", "/fabrikam/"));
    let mut wrong = shop.command(&["--json", "doctor", "--connection"]);
    wrong.arg(shop.path("connection.toml"));
    for variable in [VARIABLES.bc, VARIABLES.dv] {
        wrong.env(variable, "not the secret");
    }
    seen.note(&ended(wrong.output().unwrap()).ok(&[3]));
    // Single answers.
    let denied = json!({"fault": [
        {"kind": "status", "status": 403, "code": "0x80040220", "message": "is missing prvReadOrganization privilege", "path": "WhoAmI"},
        {"kind": "status", "status": 500, "path": "generalLedgerSetup"},
    ]});
    faults(&shop, denied);
    seen.note(&shop.run(&["doctor"]).ok(&[3]));
    faults(&shop, json!({}));
    // Mappings that ask for more than there is.
    let path = shop.path("demanding.toml");
    std::fs::write(&path, DEMANDING).unwrap();
    shop.run(&["mappings", "import", path.to_str().unwrap()])
        .ok(&[0]);
    seen.note(&shop.run(&["doctor"]).ok(&[3]));
    // Another company of the same name, and none at all.
    for (name, verb) in [
        ("Vauclair & Filles", "remove"),
        ("Vauclair & Filles", "add"),
    ] {
        let decree = json!({"do": format!("{verb}-company"), "name": name});
        let decree: Decree = serde_json::from_value(decree).unwrap();
        shop.services.world().decree(&decree).unwrap();
        seen.note(&shop.run(&["doctor"]).ok(&[3]));
    }
    seen.under_tls();

    let all: BTreeSet<&str> = CheckKind::iter().map(Into::into).collect();
    let found: BTreeSet<&str> = seen.0.keys().map(|(name, _)| name.as_str()).collect();
    assert_eq!(found, all, "a check was never made");
    let lacking: Vec<String> = seen
        .0
        .iter()
        .flat_map(|((name, side), states)| {
            let never_ill = NEVER_ILL
                .iter()
                .any(|(check, of, why)| check == name && of == side && why.len() > 30);
            ["well", "ill"]
                .into_iter()
                .filter(move |state| !(states.contains(*state) || never_ill && *state == "ill"))
                .map(move |state| format!("{name} {side} was never {state}"))
        })
        .collect();
    assert_eq!(lacking, [""; 0]);
}

impl Seen {
    /// Under TLS by an authority that this machine does not know, and with it.
    fn under_tls(&mut self) {
        let shop = Shop::with(Wish {
            demo: DemoOptions {
                records: 3,
                seed: 7,
            },
            tls: Some(TlsOptions::default()),
            ..Wish::default()
        });
        let authority = shop.path("company-ca.pem");
        let pem = shop.services.server.authority().unwrap().to_owned();
        std::fs::write(&authority, pem).unwrap();
        let file = shop.services.connection_file();
        self.of_file(&shop, &file);
        let trusted = format!(
            "{file}\n[network]\nca_file = {:?}\n",
            authority.display().to_string()
        );
        self.of_file(&shop, &trusted);
    }
}

#[test]
fn whoever_signs_in_from_any_tenant_is_told_if_the_services_are_in_another_one() {
    use super::connecting::{file, followed, with_passphrase};
    let shop = Shop::open(3);
    let own = file(&shop, "browser");
    let text = std::fs::read_to_string(&own).unwrap();
    let any = text.replace("/contoso/", "/organizations/");
    assert_ne!(any, text);
    std::fs::write(&own, any).unwrap();
    let connect = [
        "--json",
        "connect",
        &own,
        "--secrets",
        "file",
        "--no-browser",
    ];
    followed(with_passphrase(&shop, &connect)).ok(&[0]);
    let tenant = || {
        let check = ["--json", "doctor", "tenant", "--side", "dv"];
        let checks = ended(with_passphrase(&shop, &check).output().unwrap());
        checks.ok(&[0, 3])[0].clone()
    };
    assert_eq!(tenant()["status"], "ok");
    let common = shop.services.server.common();
    common.set_flaw(Flaw::OtherTenant, true).unwrap();
    let found = tenant();
    assert_eq!(found["status"], "failed", "{found}");
    assert_eq!(found["cause"], "other_tenant");
    // Both are named: the one that was signed in to, and the one where the service is.
    let message = found["message"].as_str().unwrap();
    for id in [
        "5a17d0e5-0000-4000-8000-00000000c0de",
        "fab51ca0-0000-4000-8000-00000000c0de",
    ] {
        assert!(message.contains(id), "{message}");
    }
    // A sign-in to a tenant by its name is compared as well.
    let (name, desk) = (shop.services.connection_file(), Desk::at(&shop));
    assert!(name.contains("/contoso/") && !desk.all_bc("customers").is_empty());
    let path = shop.path("named.toml");
    std::fs::write(&path, name).unwrap();
    let checks = ["--json", "doctor", "tenant", "--side", "dv", "--connection"];
    let mut by_name = shop.command(&checks);
    by_name.arg(path).env(VARIABLES.dv, SECRET);
    let found = ended(by_name.output().unwrap()).ok(&[3]);
    assert_eq!(found[0]["cause"], "other_tenant", "{found}");
}
