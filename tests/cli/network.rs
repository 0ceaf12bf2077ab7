//! A company's network in between: a proxy that asks who is there, a certificate of the company's own authority.
//!
//! The services stand under a name that only the proxy knows, so that everything that arrives went through it.

use super::support::{Ended, Shop, ended};
use base64::Engine as _;
use raccord::cli::demo::services::{SECRET, Wish};
use raccord::sandbox::demo::DemoOptions;
use raccord::sandbox::http::tls::{AUTHORITY, Leaf, TlsOptions};
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

const HOST: &str = "elsewhere.example";
const PASSPHRASE: &str = "a passphrase that nobody guesses";
const PROXY_PASSWORD: &str = "open:sesame-of-the-proxy";
const VARIABLE: &str = "RACCORD_PROXY_SECRET";

fn known() -> String {
    let engine = &base64::engine::general_purpose::STANDARD;
    engine.encode(format!("raccord:{PROXY_PASSWORD}"))
}

/// What the proxy does with those who come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Leads those to this machine whom it knows.
    AskWho,
    /// Leads nobody anywhere.
    Refuse,
}

/// A proxy of the company.
struct Proxy {
    address: String,
    manner: Arc<Mutex<Manner>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            manner: Arc::new(Mutex::new(Manner::AskWho)),
            asked: Arc::default(),
        };
        let (manner, asked) = (Arc::clone(&proxy.manner), Arc::clone(&proxy.asked));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (manner, asked) = (*manner.lock().unwrap(), Arc::clone(&asked));
                std::thread::spawn(move || lead(client, manner, &asked));
            }
        });
        proxy
    }

    fn turn(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn lead(mut client: TcpStream, manner: Manner, asked: &Mutex<Vec<String>>) -> Option<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte).ok()?;
        head.extend(byte);
    }
    let head = String::from_utf8(head).ok()?;
    let target = head.split(' ').nth(1)?.to_owned();
    asked.lock().unwrap().push(target.clone());
    let refusal = match manner {
        Manner::Refuse => Some("HTTP/1.1 403 Forbidden\r\n\r\n"),
        Manner::AskWho if !head.contains(&format!(": Basic {}\r\n", known())) => Some(
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"c\"\r\n\r\n",
        ),
        Manner::AskWho => None,
    };
    if let Some(refusal) = refusal {
        return client.write_all(refusal.as_bytes()).ok();
    }
    let port = target.strip_prefix(&format!("{HOST}:"))?.parse().ok()?;
    let mut service = TcpStream::connect(("127.0.0.1", port)).ok()?;
    client.write_all(b"HTTP/1.1 200 Led\r\n\r\n").ok()?;
    let (mut from, mut to) = (client.try_clone().ok()?, service.try_clone().ok()?);
    std::thread::spawn(move || {
        std::io::copy(&mut from, &mut to).ok();
        to.shutdown(Shutdown::Write).ok();
    });
    std::io::copy(&mut service, &mut client).ok();
    client.shutdown(Shutdown::Write).ok()
}

/// Services under TLS whose certificate is like that, with the authority's beside the data folder.
fn shop(leaf: Leaf) -> Shop {
    let shop = Shop::with(Wish {
        demo: DemoOptions {
            records: 3,
            seed: 7,
        },
        tls: Some(TlsOptions {
            leaf,
            ..TlsOptions::default()
        }),
        ..Wish::default()
    });
    let authority = shop.path("company-ca.pem");
    let pem = shop.services.server.authority().unwrap().to_owned();
    std::fs::write(&authority, pem).unwrap();
    shop
}

/// The connection file under the name that only the proxy knows, with more about the way.
fn file(shop: &Shop, network: &str) -> String {
    let own = regex::Regex::new(r"https?://(localhost|127\.0\.0\.1|\[::1\]):").unwrap();
    let text = shop.services.connection_file();
    let text = own.replace_all(&text, format!("https://{HOST}:"));
    let path = shop.path("company.toml");
    std::fs::write(&path, format!("{text}\n[network]\n{network}")).unwrap();
    path.display().to_string()
}

fn run(shop: &Shop, arguments: &[&str], change: impl Fn(&mut Command)) -> Ended {
    let mut command = shop.command(&[&["--json"], arguments].concat());
    command.env("RACCORD_PASSPHRASE", PASSPHRASE);
    command.env_remove(VARIABLE);
    change(&mut command);
    ended(command.output().unwrap())
}

/// What a check of the doctor says: its status, its cause and its words.
fn check(shop: &Shop, name: &str) -> (String, String, String) {
    let checks = run(shop, &["doctor", name, "--side", "bc"], |_| {}).ok(&[0, 3]);
    let checks = checks.as_array().unwrap();
    let found = checks.iter().find(|check| check["check"] == name).unwrap();
    let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
    (
        text("status"),
        text("cause"),
        format!("{} {}", text("message"), text("next_step")),
    )
}

fn code(ended: &Ended) -> (String, String) {
    assert_eq!(ended.code, 1, "{ended:?}");
    let error = &ended.json()["error"];
    let text = |key: &str| error[key].as_str().unwrap().to_owned();
    (
        text("code"),
        format!("{} {}", text("message"), text("next_step")),
    )
}

fn holds(folder: PathBuf, secret: &str) -> bool {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries.into_iter().any(|path| {
        if path.is_dir() {
            holds(path, secret)
        } else {
            String::from_utf8_lossy(&std::fs::read(path).unwrap()).contains(secret)
        }
    })
}

#[test]
fn a_proxy_that_asks_and_an_authority_of_the_company_are_passed_and_leave_no_trace() {
    let (shop, proxy) = (shop(Leaf::WrongHost), Proxy::start());
    let authority = shop.path("company-ca.pem").display().to_string();
    let way = format!(
        "proxy = {:?}\nproxy_user = \"raccord\"\nproxy_secret_env = {VARIABLE:?}\n",
        proxy.address
    );
    let trusted = format!("{way}ca_file = {authority:?}\n");
    let connect = |network: &str, password: Option<&str>| {
        let wanted = file(&shop, network);
        run(
            &shop,
            &["-vvv", "connect", &wanted, "--secrets", "file"],
            |command| {
                if let Some(password) = password {
                    command.env(VARIABLE, password);
                }
            },
        )
    };
    // Whoever gives no password, or a wrong one, is told so, and what to do.
    let (cause, words) = code(&connect(&trusted, None));
    assert_eq!(cause, "secret_missing");
    assert!(words.contains(VARIABLE), "{words}");
    let (cause, words) = code(&connect(&trusted, Some("wrong")));
    assert_eq!(cause, "proxy_sign_in");
    assert!(words.contains(&proxy.address), "{words}");
    // The company's authority is not the system's: its name is said, and how to trust it.
    let (cause, words) = code(&connect(&way, Some(PROXY_PASSWORD)));
    assert_eq!(cause, "certificate_unknown");
    assert!(words.contains(AUTHORITY), "{words}");
    assert!(words.contains("ca_file"), "{words}");

    let connected = connect(&trusted, Some(PROXY_PASSWORD));
    connected.ok(&[0]);
    // From now on the variable is not needed: the password is kept with the other secrets.
    let (status, _, words) = check(&shop, "proxy");
    assert_eq!(status, "ok", "{words}");
    assert!(words.contains(&proxy.address), "{words}");
    assert_eq!(check(&shop, "tls").0, "ok");
    let synced = run(&shop, &["-vvv", "sync"], |_| {});
    synced.ok(&[0, 3]);
    for target in proxy.asked() {
        assert!(target.starts_with(HOST), "{target}");
    }
    let zip = shop.path("data/diagnostics.zip");
    let diagnostics = run(&shop, &["diagnostics", zip.to_str().unwrap()], |_| {});
    diagnostics.ok(&[0]);
    let preview = run(&shop, &["-vvv", "diagnostics", "--preview"], |_| {});
    for secret in [PROXY_PASSWORD, &known()] {
        for told in [&connected, &synced, &diagnostics, &preview] {
            assert!(!told.stdout.contains(secret), "{told:?}");
            assert!(!told.stderr.contains(secret), "{told:?}");
        }
        assert!(!holds(shop.data(), secret), "{secret} lies on disk");
    }

    // Moved to another place, everything goes along, and nothing is readable there either.
    let moved = shop.path("elsewhere");
    let moving = run(&shop, &["folder", "move", moved.to_str().unwrap()], |_| {});
    assert_eq!(moving.ok(&[0])["folder"], moved.to_str().unwrap());
    assert!(!shop.data().join("cache.sqlite3").exists());
    run(&shop, &["sync"], |_| {}).ok(&[0, 3]);
    for secret in [PROXY_PASSWORD, &known(), PASSPHRASE, SECRET] {
        for place in [shop.data(), moved.clone()] {
            assert!(!holds(place, secret), "{secret} lies on disk");
        }
    }

    // Each trouble of the way is found by its check, over the wire.
    proxy.turn(Manner::Refuse);
    let (status, cause, words) = check(&shop, "proxy");
    assert_eq!((&*status, &*cause), ("failed", "proxy_refused"), "{words}");
    proxy.turn(Manner::AskWho);
    std::fs::remove_file(&authority).unwrap();
    let (cause, words) = code(&run(&shop, &["sync"], |_| {}));
    assert_eq!(cause, "file_problem", "{words}");
}

#[test]
fn the_systems_store_is_trusted_too_and_what_becomes_of_a_certificate_is_found_by_its_check() {
    let (shop, proxy) = (shop(Leaf::WrongHost), Proxy::start());
    let authority = shop.path("company-ca.pem");
    let way = format!(
        "proxy = {:?}\nproxy_user = \"raccord\"\nproxy_secret_env = {VARIABLE:?}\n",
        proxy.address
    );
    let wanted = file(&shop, &way);
    let installed = |command: &mut Command| {
        command.env(VARIABLE, PROXY_PASSWORD);
        command.env("SSL_CERT_FILE", &authority);
    };
    run(&shop, &["connect", &wanted, "--secrets", "file"], installed).ok(&[0]);
    // Without it in the store, the certificate is nobody's.
    let (status, cause, words) = check(&shop, "tls");
    assert_eq!(
        (&*status, &*cause),
        ("failed", "certificate_unknown"),
        "{words}"
    );
    assert!(words.contains(AUTHORITY), "{words}");
}

#[test]
fn certificates_that_are_old_or_for_somebody_else_are_told_apart() {
    for (leaf, cause) in [
        (Leaf::Expired, "certificate_expired"),
        (Leaf::NotYetValid, "certificate_expired"),
        (Leaf::WrongHost, "certificate_for_other_host"),
    ] {
        let shop = shop(leaf);
        let path = shop.path("direct.toml");
        let authority = shop.path("company-ca.pem").display().to_string();
        let text = format!(
            "{}\n[network]\nca_file = {authority:?}\n",
            shop.services.connection_file()
        );
        std::fs::write(&path, text).unwrap();
        let refused = run(
            &shop,
            &["connect", path.to_str().unwrap(), "--secrets", "session"],
            |_| {},
        );
        let (found, words) = code(&refused);
        assert_eq!(found, cause, "{words}");
    }
}
