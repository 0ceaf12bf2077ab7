//! From nothing to a connection that is trusted: each way to sign in, and secrets that are found nowhere.

use super::support::{Desk, Ended, Shop, ended};
use base64::Engine as _;
use raccord::cli::demo::services::{CLIENT_ID, SECRET, Wish};
use raccord::sandbox::demo::DemoOptions;
use raccord::sandbox::http::faults::Plan;
use raccord::sandbox::http::token::app::SANDBOX_CERTIFICATE;
use raccord::sandbox::http::token::broken::{Broken, SignInPlan};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

pub(crate) const PASSPHRASE: &str = "a passphrase that nobody guesses";

fn shop() -> Shop {
    Shop::with(Wish {
        demo: DemoOptions {
            records: 3,
            seed: 7,
        },
        ..Wish::default()
    })
}

fn sign_in(shop: &Shop, sign_in: SignInPlan) {
    shop.services.server.common().set_faults(Plan {
        sign_in,
        ..Plan::default()
    });
}

/// The file for a way to sign in, written where the program finds it.
pub(crate) fn file(shop: &Shop, kind: &str) -> String {
    let certificate = shop.path("certificate.pem");
    std::fs::write(&certificate, SANDBOX_CERTIFICATE).unwrap();
    let path = shop.path("wanted.toml");
    let certificate = (kind == "certificate").then_some(certificate.as_path());
    let text = shop.services.connection_file_of(kind, certificate);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// A file with a user and a web service access key for Business Central, as on premises.
fn with_basic(shop: &Shop) -> String {
    let text = shop.services.connection_file();
    let (before, rest) = text.split_once("kind = ").unwrap();
    let (_, after) = rest.split_once("secret_env").unwrap();
    let path = shop.path("basic.toml");
    let text = format!("{before}kind = \"basic\"\nuser = \"sync\"\nsecret_env{after}");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn visit(address: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let browser = reqwest::Client::builder().no_proxy().build().unwrap();
        browser.get(address).send().await.unwrap();
    });
}

/// Runs the program as a person does who follows what it says on standard error.
pub(crate) fn followed(mut command: Command) -> Ended {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    let mut page = None;
    for line in BufReader::new(child.stderr.take().unwrap()).lines() {
        let line = line.unwrap();
        let shown = line.trim();
        if shown.contains("/authorize?") {
            visit(shown);
        } else if let Some(found) = line.split(' ').find(|word| word.ends_with("/deviceauth")) {
            page = Some(found.to_owned());
        } else if let Some(page) = page.take() {
            visit(&format!("{page}?user_code={shown}"));
        }
        said.push_str(&line);
        said.push('\n');
    }
    let mut stdout = Vec::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_end(&mut stdout)
        .unwrap();
    let status = child.wait().unwrap();
    ended(std::process::Output {
        status,
        stdout,
        stderr: said.into_bytes(),
    })
}

pub(crate) fn with_passphrase(shop: &Shop, arguments: &[&str]) -> Command {
    let mut command = shop.command(arguments);
    command.env("RACCORD_PASSPHRASE", PASSPHRASE);
    command
}

fn code(ended: &Ended) -> String {
    assert_eq!(ended.code, 1, "{ended:?}");
    ended.json()["error"]["code"].as_str().unwrap().to_owned()
}

/// Everything that looks like a token or a code of the emulated service, or is one of the known secrets.
fn secrets_in(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let given =
        regex::Regex::new(r"(sandbox|refresh|code|device)\.[0-9a-f]{32}\.[0-9a-f]{32}").unwrap();
    let mut found: Vec<String> = given
        .find_iter(&text)
        .map(|token| token.as_str().to_owned())
        .collect();
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("sync:{SECRET}"));
    for known in [SECRET, PASSPHRASE, "PRIVATE KEY", &basic] {
        found.extend(text.contains(known).then(|| known.to_owned()));
    }
    found
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn nothing_leaked(shop: &Shop, told: &[Ended]) {
    for ended in told {
        assert_eq!(secrets_in(ended.stdout.as_bytes()), [""; 0], "{ended:?}");
        assert_eq!(secrets_in(ended.stderr.as_bytes()), [""; 0], "{ended:?}");
    }
    let mut all = Vec::new();
    files(&shop.data(), &mut all);
    assert!(all.len() >= 3, "{all:?}");
    all.extend([shop.path("backup"), shop.path("mappings.toml")]);
    let logged = std::fs::read_to_string(shop.data().join("log/raccord.log")).unwrap();
    assert!(logged.contains("request=\"sync\""), "{logged}");
    nothing_in_the_diagnostics(shop);
    for path in all {
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(secrets_in(&bytes), [""; 0], "{}", path.display());
        #[cfg(unix)]
        if path.starts_with(shop.data()) || path.ends_with("backup") {
            use std::os::unix::fs::PermissionsExt as _;
            // Nothing for the group, nothing for others.
            let closed = |mode: u32| mode.is_multiple_of(0o100);
            let mode = path.metadata().unwrap().permissions().mode();
            let inside = shop.data().metadata().unwrap().permissions().mode();
            assert!(
                closed(mode) || closed(inside),
                "{} {mode:o}",
                path.display()
            );
        }
    }
}

/// The diagnostics hold neither a secret nor a value of a record, but what helps.
fn nothing_in_the_diagnostics(shop: &Shop) {
    let file = std::fs::File::open(shop.path("diagnostics.zip")).unwrap();
    let mut zip = zip::ZipArchive::new(file).unwrap();
    let mut text = String::new();
    for place in 0..zip.len() {
        let part = zip.by_index(place).unwrap();
        text.push_str(&std::io::read_to_string(part).unwrap());
    }
    assert_eq!(secrets_in(text.as_bytes()), [""; 0]);
    for kept in ["CUSTOMER", "127.0.0.1", "request=", "couplings"] {
        assert!(text.contains(kept), "{kept} is not in {text}");
    }
    let mut names = 0;
    for customer in Desk::at(shop).all_bc("customers?$select=displayName,email,phoneNumber") {
        for field in ["displayName", "email", "phoneNumber"] {
            let value = customer[field].as_str().unwrap_or_default();
            assert!(value.len() < 4 || !text.contains(value), "{value} is in it");
            names += 1;
        }
    }
    assert!(names >= 9);
}

/// Everything that writes or says something, as loudly as it can.
fn a_full_run(shop: &Shop) -> Vec<Ended> {
    let (backup, export) = (shop.path("backup"), shop.path("mappings.toml"));
    let diagnostics = shop.path("diagnostics.zip");
    let verbs: [&[&str]; 13] = [
        &["-vvv", "sync"],
        &["-vvv", "doctor"],
        &["status"],
        &["jobs", "list"],
        &["errors", "list"],
        &["history", "list"],
        &["skipped", "list"],
        &["couplings", "list"],
        &["folder"],
        &["backup", backup.to_str().unwrap()],
        &["mappings", "export", export.to_str().unwrap()],
        &["diagnostics", "--preview"],
        &["diagnostics", diagnostics.to_str().unwrap()],
    ];
    verbs
        .iter()
        .map(|verb| {
            let told = ended(with_passphrase(shop, verb).output().unwrap());
            assert!([0, 3].contains(&told.code), "{verb:?}: {told:?}");
            told
        })
        .collect()
}

#[test]
fn a_person_signs_in_once_and_stays_signed_in_until_signing_out() {
    for kind in ["browser", "device_code"] {
        let shop = shop();
        sign_in(
            &shop,
            SignInPlan {
                device_interval: Some(1),
                refresh_once: true,
                check_audience: true,
                ..SignInPlan::default()
            },
        );
        let file = file(&shop, kind);
        let connect = [
            "--json",
            "-vvv",
            "connect",
            &file,
            "--secrets",
            "file",
            "--no-browser",
        ];
        let connected = followed(with_passphrase(&shop, &connect));
        connected.ok(&[0]);
        let mut told = vec![connected];
        told.extend(a_full_run(&shop));

        // Without the passphrase nothing is opened and nothing is sent.
        let locked = shop.run(&["sync"]);
        assert_eq!(code(&locked), "passphrase_needed");
        let mut wrong = shop.command(&["--json", "sync"]);
        let wrong = ended(
            wrong
                .env("RACCORD_PASSPHRASE", "another one")
                .output()
                .unwrap(),
        );
        assert_eq!(code(&wrong), "wrong_passphrase");

        let out = ended(
            with_passphrase(&shop, &["--json", "sign-out"])
                .output()
                .unwrap(),
        );
        out.ok(&[0]);
        let nobody = ended(
            with_passphrase(&shop, &["--json", "sync"])
                .output()
                .unwrap(),
        );
        assert_eq!(code(&nobody), "sign_in_needed");
        let again = followed(with_passphrase(
            &shop,
            &["--json", "sign-in", "--no-browser"],
        ));
        assert_eq!(
            again.ok(&[0])["dataverse"],
            Value::from("sync@contoso.onmicrosoft.com")
        );
        let sync = ended(
            with_passphrase(&shop, &["--json", "sync"])
                .output()
                .unwrap(),
        );
        sync.ok(&[0, 3]);
        told.extend([locked, wrong, out, nobody, again, sync]);
        nothing_leaked(&shop, &told);
    }
}

#[test]
fn secrets_and_certificates_of_applications_leave_no_trace() {
    for kind in ["client_credentials", "certificate", "basic"] {
        let shop = shop();
        let file = if kind == "basic" {
            with_basic(&shop)
        } else {
            file(&shop, kind)
        };
        let connect = ["--json", "-vvv", "connect", &file, "--secrets", "file"];
        let connected = ended(with_passphrase(&shop, &connect).output().unwrap());
        connected.ok(&[0]);
        let mut told = vec![connected];
        told.extend(a_full_run(&shop));
        nothing_leaked(&shop, &told);
    }
}

#[test]
fn any_address_will_do_and_what_there_is_to_choose_is_listed() {
    let shop = shop();
    let addresses = shop.services.server.addresses().clone();
    let (bc, dv) = (
        format!(
            "{}/companies(6f9619ff-8b86-d011-b42d-00c04fc964ff)/customers?$top=1",
            addresses.bc
        ),
        format!("{}/main.aspx?pagetype=entitylist&etn=account", addresses.dv),
    );
    let client = CLIENT_ID.to_string();
    let common = [
        "--json",
        "connect",
        "--bc",
        &bc,
        "--dv",
        &dv,
        "--authority",
        &addresses.token,
        "--client-id",
        &client,
    ];
    let mut list = common.to_vec();
    list.extend([
        "--sign-in",
        "browser",
        "--no-browser",
        "--list",
        "--secrets",
        "session",
    ]);
    let offers = followed(shop.command(&list)).ok(&[0]);
    assert_eq!(offers["environments"][0]["name"], "sandbox");
    assert_eq!(offers["companies"][0]["name"], "Vauclair & Filles");
    assert_eq!(
        offers["organisations"][0]["url"],
        Value::from(addresses.dv.clone())
    );

    let mut connect = common.to_vec();
    connect.extend([
        "--company",
        "Vauclair & Filles",
        "--sign-in",
        "client-secret",
        "--session-secrets",
    ]);
    let connected = ended(shop.command(&connect).output().unwrap()).ok(&[0]);
    assert_eq!(connected["dataverse"]["url"], Value::from(addresses.dv));

    let nonsense = ended(
        shop.command(&[
            "--json",
            "connect",
            "--bc",
            "hello world",
            "--dv",
            &dv,
            "--client-id",
            "x",
        ])
        .output()
        .unwrap(),
    );
    assert_eq!(
        (nonsense.code, nonsense.json()["error"]["code"].as_str()),
        (2, Some("usage"))
    );
}

#[test]
fn the_only_company_need_not_be_named_and_several_are_listed() {
    let shop = shop();
    let addresses = shop.services.server.addresses().clone();
    let described = |more: &[&str]| {
        let mut all = vec![
            "connect",
            "--bc",
            &addresses.bc,
            "--dv",
            &addresses.dv,
            "--sign-in",
            "client-secret",
            "--session-secrets",
        ];
        all.extend(more);
        shop.plain(&all)
    };
    let client = CLIENT_ID.to_string();
    // What is missing is called as on the command line.
    let nobody = described(&["--tenant", "contoso"]);
    assert!(nobody.stderr.contains("--client-id"), "{nobody:?}");
    let nowhere = described(&["--client-id", &client]);
    assert!(nowhere.stderr.contains("--tenant"), "{nowhere:?}");
    let known = ["--tenant", "contoso", "--client-id", &client];
    let connected = described(&known);
    assert_eq!(connected.code, 0, "{connected:?}");
    for said in ["Vauclair & Filles", "raccord-cli plan"] {
        assert!(connected.stdout.contains(said), "{connected:?}");
    }
    shop.services.world().bc.add_company("Filiale Nord");
    let asked = described(&known);
    assert_eq!(asked.code, 2, "{asked:?}");
    for company in ["Vauclair & Filles", "Filiale Nord", "--company"] {
        assert!(asked.stderr.contains(company), "{asked:?}");
    }
}

/// A crash must not leave the memory of the process on the disk.
#[cfg(target_os = "linux")]
#[test]
fn the_program_writes_no_core_dumps() {
    let shop = shop();
    let mut child = shop
        .command(&["sandbox", "--records", "3"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let words: Vec<&str> = core.unwrap().split_whitespace().collect();
    assert_eq!(words.get(4..6), Some(["0", "0"].as_slice()), "{limits}");
}

#[test]
fn each_broken_sign_in_says_what_to_do() {
    let shop = shop();
    let file = file(&shop, "client_credentials");
    for (broken, expected) in [
        (Broken::WrongSecret, "wrong_secret"),
        (Broken::SecretExpired, "secret_expired"),
        (Broken::UnknownApplication, "unknown_application"),
        (Broken::UnknownTenant, "unknown_tenant"),
        (Broken::ConsentMissing, "consent_missing"),
        (Broken::ConditionalAccess, "conditional_access"),
    ] {
        sign_in(
            &shop,
            SignInPlan {
                broken: vec![broken],
                ..SignInPlan::default()
            },
        );
        let told = shop.run(&["connect", "--session-secrets", &file]);
        assert_eq!(code(&told), expected);
        let error = &told.json()["error"];
        assert!(error["next_step"].as_str().unwrap().len() > 30, "{error}");
        assert!(!error["detail"]["said"].as_str().unwrap().is_empty());
    }
}

#[test]
fn what_a_certificate_or_a_passphrase_lacks_is_said_in_words() {
    let shop = shop();
    let certificate = shop.path("certificate.pfx");
    std::fs::write(&certificate, [0x30, 0x82, 0x0a, 0xff, 0x00]).unwrap();
    let path = shop.path("pfx.toml");
    let text = shop
        .services
        .connection_file_of("certificate", Some(&certificate));
    std::fs::write(&path, text).unwrap();
    let told = shop.run(&["connect", path.to_str().unwrap(), "--session-secrets"]);
    assert_eq!(code(&told), "invalid_file");
    let next = told.json()["error"]["next_step"].to_string();
    assert!(next.contains("openssl pkcs12"), "{next}");

    let file = file(&shop, "client_credentials");
    let mut short = shop.command(&["--json", "connect", &file, "--secrets", "file"]);
    let short = ended(short.env("RACCORD_PASSPHRASE", "short").output().unwrap());
    assert_eq!(code(&short), "wrong_passphrase");
    let message = short.json()["error"]["message"].to_string();
    assert!(message.contains("at least 8 characters"), "{message}");
}
