//! The connectors' way to the services: trust, proxies, compression, HTTP/2, time limits, cancel.

use super::tunnel::{Manner, Tunnel};
use raccord::model::Side;
use raccord::model::reason::{Cause, Problem};
use raccord::remote::address::Address;
use raccord::remote::budget::Limits;
use raccord::remote::http::{Answer, Broken, Call, Http, Transport};
use raccord::remote::network::{Network, ProxyWish};
use raccord::remote::retry::Cancel;
use raccord::sandbox::http::tls::{AUTHORITY, Leaf, Protocols, TlsOptions};
use raccord::sandbox::http::{SandboxServer, ServerOptions};
use raccord::sandbox::system::world::{Setup, World};
use reqwest::header::HeaderValue;
use secrecy::SecretString;
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A service under TLS with its authority in a file.
struct Secured {
    server: SandboxServer,
    folder: tempfile::TempDir,
}

impl Secured {
    fn start(leaf: Leaf) -> Self {
        Self::with(ServerOptions {
            tls: Some(TlsOptions {
                leaf,
                protocols: Protocols::Both,
            }),
            ..ServerOptions::default()
        })
    }

    fn with(options: ServerOptions) -> Self {
        let world = World::new(&Setup::default()).shared();
        let server = SandboxServer::start(world, options).unwrap();
        let folder = tempfile::tempdir().unwrap();
        if let Some(pem) = server.authority() {
            std::fs::write(folder.path().join("ca.pem"), pem).unwrap();
        }
        Self { server, folder }
    }

    fn authority(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    fn port(&self) -> u16 {
        let (_, port) = self.server.addresses().dv.rsplit_once(':').unwrap();
        port.parse().unwrap()
    }

    fn http(&self, network: Network) -> Http {
        http(&self.server.addresses().dv, network)
    }
}

fn limits() -> Limits {
    Limits::of(Side::Dv)
}

fn http(address: &str, network: Network) -> Http {
    http_within(address, network, &limits())
}

fn http_within(address: &str, network: Network, limits: &Limits) -> Http {
    let address = Address::parse(address).unwrap();
    Http::new(&address, limits, &Transport::new(network)).unwrap()
}

fn trusting(ca_file: impl Into<Option<PathBuf>>) -> Network {
    Network {
        ca_file: ca_file.into(),
        ..Network::default()
    }
}

fn through(proxy: &str, ca_file: impl Into<Option<PathBuf>>) -> Network {
    Network {
        proxy: ProxyWish::Named {
            address: proxy.to_owned(),
            except: Vec::new(),
            user: None,
            secret_env: None,
        },
        ca_file: ca_file.into(),
        ..Network::default()
    }
}

async fn who_am_i(http: &Http, origin: &str) -> Result<Answer, Broken> {
    let call = Call::get(format!("{origin}/api/data/v9.2/WhoAmI"));
    http.once(&call, Some(&HeaderValue::from_static("Bearer x")))
        .await
}

fn not_sent(result: Result<Answer, Broken>) -> Problem {
    match result.unwrap_err() {
        Broken::NotSent(problem) => problem,
        Broken::Lost(problem) => panic!("{problem:?}"),
    }
}

fn lost(result: Result<Answer, Broken>) -> Problem {
    match result.unwrap_err() {
        Broken::Lost(problem) => problem,
        Broken::NotSent(problem) => panic!("{problem:?}"),
    }
}

fn param<'a>(problem: &'a Problem, name: &str) -> &'a str {
    problem.params.get(name).map_or("", String::as_str)
}

#[tokio::test]
async fn an_authority_in_a_file_is_trusted_and_http2_is_spoken() {
    let service = Secured::start(Leaf::Good);
    let origin = service.server.addresses().dv.clone();
    let http = service.http(trusting(service.authority()));
    for _ in 0..3 {
        assert_eq!(who_am_i(&http, &origin).await.unwrap().status, 200);
    }
    let counts = service.server.common().stats().dv.clone();
    assert_eq!((counts.requests, counts.http2), (3, 3));

    // Windows saves certificates in their binary form.
    let pem = service.server.authority().unwrap();
    let body: String = pem.lines().filter(|line| !line.contains('-')).collect();
    let der = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body).unwrap();
    let file = service.folder.path().join("ca.cer");
    std::fs::write(&file, der).unwrap();
    let http = service.http(trusting(file));
    assert_eq!(who_am_i(&http, &origin).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_service_without_http2_is_spoken_to_as_it_can() {
    let service = Secured::with(ServerOptions {
        tls: Some(TlsOptions {
            leaf: Leaf::Good,
            protocols: Protocols::Http1,
        }),
        ..ServerOptions::default()
    });
    let origin = service.server.addresses().dv.clone();
    let http = service.http(trusting(service.authority()));
    assert_eq!(who_am_i(&http, &origin).await.unwrap().status, 200);
    assert_eq!(service.server.common().stats().dv.http2, 0);
}

#[tokio::test]
async fn a_certificate_that_is_not_good_is_refused_with_what_is_wrong() {
    for (leaf, trusted, cause) in [
        (Leaf::Good, false, Cause::CertificateUnknown),
        (Leaf::WrongHost, true, Cause::CertificateForOtherHost),
        (Leaf::Expired, true, Cause::CertificateExpired),
        (Leaf::NotYetValid, true, Cause::CertificateExpired),
    ] {
        let service = Secured::start(leaf);
        let origin = service.server.addresses().dv.clone();
        let http = service.http(trusting(trusted.then(|| service.authority())));
        let problem = not_sent(who_am_i(&http, &origin).await);
        assert_eq!(problem.cause, cause, "{problem:?}");
        assert_eq!(
            param(&problem, "issuer"),
            format!("{AUTHORITY} (Raccord)"),
            "{problem:?}"
        );
        assert_eq!(param(&problem, "host"), "127.0.0.1");
        assert_eq!(service.server.common().stats().dv.requests, 0);
    }
}

#[tokio::test]
async fn what_does_not_speak_tls_is_told_apart_from_a_bad_certificate() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.write_all(b"220 mail.example ESMTP\r\n").await.ok();
        }
    });
    let problem = not_sent(who_am_i(&http(&origin, Network::default()), &origin).await);
    assert_eq!(problem.cause, Cause::TlsFailed, "{problem:?}");
}

#[test]
fn a_file_of_authorities_that_is_none_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let address = Address::parse("https://org.crm4.dynamics.com").unwrap();
    for (name, content, cause) in [
        ("missing.pem", None, Cause::FileProblem),
        ("empty.pem", Some(""), Cause::InvalidFile),
        ("text.pem", Some("hello"), Cause::InvalidFile),
        (
            "broken.pem",
            Some("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
            Cause::InvalidFile,
        ),
        ("broken.der", Some("0\u{1}abc"), Cause::InvalidFile),
    ] {
        let path = folder.path().join(name);
        if let Some(content) = content {
            std::fs::write(&path, content).unwrap();
        }
        let transport = Transport::new(trusting(path.clone()));
        let problem = Http::new(&address, &limits(), &transport).unwrap_err();
        assert_eq!(problem.cause, cause, "{name}: {problem:?}");
        assert_eq!(param(&problem, "path"), path.display().to_string());
        // A service of this machine without TLS does not need it, so it does not fail by it.
        let here = Address::parse("http://127.0.0.1:1").unwrap();
        assert!(Http::new(&here, &limits(), &transport).is_ok());
    }
}

#[tokio::test]
async fn a_proxy_sees_where_requests_go_and_nothing_of_them() {
    let service = Secured::start(Leaf::WrongHost);
    let tunnel = Tunnel::start(Manner::LeadTo(service.port())).await;
    let origin = "https://elsewhere.example";
    let http = http(origin, through(&tunnel.address, service.authority()));
    assert_eq!(who_am_i(&http, origin).await.unwrap().status, 200);
    let heads = tunnel.heads();
    assert_eq!(heads.len(), 1);
    assert!(
        heads[0].starts_with("CONNECT elsewhere.example:443 HTTP/1.1\r\n"),
        "{heads:?}"
    );
    assert!(!heads[0].contains("Bearer"), "{heads:?}");
    assert_eq!(service.server.common().stats().dv.http2, 1);
}

#[tokio::test]
async fn this_machine_is_never_asked_for_through_a_proxy() {
    let service = Secured::start(Leaf::Good);
    let tunnel = Tunnel::start(Manner::Refuse(403)).await;
    let origin = service.server.addresses().dv.clone();
    let http = service.http(through(&tunnel.address, service.authority()));
    assert_eq!(who_am_i(&http, &origin).await.unwrap().status, 200);
    assert!(tunnel.heads().is_empty());
}

#[tokio::test]
async fn a_proxy_that_asks_who_is_there_is_answered_or_told_of() {
    let service = Secured::start(Leaf::WrongHost);
    let tunnel = Tunnel::start(Manner::LeadKnown(
        service.port(),
        ": Basic bWU6b3BlbjpzZXNhbWU=\r\n",
    ))
    .await;
    let origin = "https://elsewhere.example";

    let nobody = http(origin, through(&tunnel.address, service.authority()));
    let problem = not_sent(who_am_i(&nobody, origin).await);
    assert_eq!(problem.cause, Cause::ProxySignIn, "{problem:?}");
    assert_eq!(param(&problem, "proxy"), tunnel.address);

    let named = Network {
        proxy: ProxyWish::Named {
            address: tunnel.address.clone(),
            except: Vec::new(),
            user: Some("me".to_owned()),
            secret_env: None,
        },
        ca_file: Some(service.authority()),
        ..Network::default()
    };
    let password = Some(SecretString::from("open:sesame"));
    let transport = Transport::new(named).with_proxy_password(password);
    let address = Address::parse(origin).unwrap();
    let somebody = Http::new(&address, &limits(), &transport).unwrap();
    assert_eq!(who_am_i(&somebody, origin).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_proxy_that_does_not_lead_there_is_not_taken_for_the_service() {
    let origin = "https://elsewhere.example";
    for status in [403, 502, 503] {
        let tunnel = Tunnel::start(Manner::Refuse(status)).await;
        let problem =
            not_sent(who_am_i(&http(origin, through(&tunnel.address, None)), origin).await);
        assert_eq!(problem.cause, Cause::ProxyRefused, "{problem:?}");
    }
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let problem = not_sent(who_am_i(&http(origin, through(&address, None)), origin).await);
    assert_eq!(problem.cause, Cause::ProxyUnreachable, "{problem:?}");
    assert_eq!(param(&problem, "proxy"), address);
    // The certificate behind a proxy that inspects is judged like any other.
    let service = Secured::start(Leaf::WrongHost);
    let tunnel = Tunnel::start(Manner::LeadTo(service.port())).await;
    let problem = not_sent(who_am_i(&http(origin, through(&tunnel.address, None)), origin).await);
    assert_eq!(problem.cause, Cause::CertificateUnknown, "{problem:?}");
}

#[tokio::test]
async fn the_environments_proxy_is_used_by_the_program() {
    let service = Secured::start(Leaf::WrongHost);
    let tunnel = Tunnel::start(Manner::LeadTo(service.port())).await;
    let sign_in = "kind = \"basic\"\nuser = \"u\"\nsecret_env = \"RACCORD_TEST_KEY\"\n";
    let connection = |network: &str| {
        format!(
            "name = \"t\"\n[business_central]\nurl = \"https://elsewhere.example/v2.0/sandbox/api/v2.0\"\n\
             company = \"x\"\n[business_central.sign_in]\n{sign_in}[dataverse]\nurl = \"https://elsewhere.example\"\n\
             [dataverse.sign_in]\n{sign_in}[network]\nca_file = {:?}\n{network}",
            service.authority()
        )
    };
    let run = async |network: &str, variable: &str| {
        let file = service.folder.path().join("connection.toml");
        std::fs::write(&file, connection(network)).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_raccord-cli"));
        for name in ["ALL_PROXY", "HTTPS_PROXY", "NO_PROXY", "REQUEST_METHOD"] {
            command.env_remove(name).env_remove(name.to_lowercase());
        }
        command
            .arg("--data-dir")
            .arg(service.folder.path().join("data"))
            .args(["--json", "--lang", "en", "connect", "--session-secrets"])
            .arg(file)
            .env("RACCORD_TEST_KEY", "k")
            .env(variable, &tunnel.address);
        let output = tokio::task::spawn_blocking(move || command.output().unwrap());
        let output = output.await.unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    // The stand-in knows no such company, or no such user; that it says so shows that it was reached.
    let out = run("", "HTTPS_PROXY").await;
    let seen = tunnel.heads().len();
    assert!(seen > 0, "{out}");
    assert!(tunnel.heads()[0].starts_with("CONNECT elsewhere.example:443"));
    let out = run("proxy = \"none\"\n", "HTTPS_PROXY").await;
    assert_eq!(tunnel.heads().len(), seen, "{out}");
    assert!(out.contains("\"unreachable\""), "{out}");
}

#[tokio::test]
async fn answers_come_compressed() {
    let bytes = async |gzip: bool| {
        let service = Secured::with(ServerOptions {
            gzip,
            ..ServerOptions::default()
        });
        let origin = service.server.addresses().dv.clone();
        let http = service.http(Network::default());
        let call = Call::get(format!(
            "{origin}/api/data/v9.2/EntityDefinitions(LogicalName='account')/Attributes"
        ));
        let bearer = HeaderValue::from_static("Bearer x");
        let answer = http.once(&call, Some(&bearer)).await.unwrap();
        let sent = service.server.common().stats().dv.bytes_out;
        (answer.body, usize::try_from(sent).unwrap())
    };
    let (plain, plain_sent) = bytes(false).await;
    let (packed, packed_sent) = bytes(true).await;
    assert_eq!(plain_sent, plain.len());
    assert_eq!(packed.len(), plain.len());
    assert!(packed_sent * 5 < plain_sent, "{packed_sent} {plain_sent}");
}

/// A service that sends these pieces of an answer, and after the last one nothing any more, without ending it.
async fn mute(pieces: &'static [&'static str]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4_096];
                let _some = stream.read(&mut request).await;
                for piece in pieces.iter().cycle() {
                    if piece.is_empty() {
                        std::future::pending::<()>().await;
                    }
                    if stream.write_all(piece.as_bytes()).await.is_err() {
                        return;
                    }
                    tokio::task::yield_now().await;
                }
            });
        }
    });
    origin
}

const HEAD: &str =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n";

#[tokio::test]
async fn each_time_limit_has_its_own_cause() {
    let soon = Duration::from_millis(150);
    let far = Duration::from_mins(10);
    let usual = Limits {
        connect_timeout: far,
        first_byte_timeout: far,
        read_timeout: far,
        total_timeout: far,
        answer_bytes: 2_000_000_000,
        ..limits()
    };

    // The connection: a listener that accepts and never says hello.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    let quick = Limits {
        connect_timeout: soon,
        ..usual.clone()
    };
    let http = http_within(&origin, Network::default(), &quick);
    let problem = not_sent(who_am_i(&http, &origin).await);
    assert_eq!(problem.cause, Cause::ConnectTimeout, "{problem:?}");

    // The first byte: it counts after the time that a connection may take.
    let origin = mute(&[""]).await;
    let quick = Limits {
        connect_timeout: soon,
        first_byte_timeout: soon,
        ..usual.clone()
    };
    let http = http_within(&origin, Network::default(), &quick);
    let problem = lost(who_am_i(&http, &origin).await);
    assert_eq!(problem.cause, Cause::FirstByteTimeout, "{problem:?}");

    // Between two parts.
    let origin = mute(&[HEAD, "{\"value\":", ""]).await;
    let quick = Limits {
        read_timeout: soon,
        ..usual.clone()
    };
    let http = http_within(&origin, Network::default(), &quick);
    let problem = lost(who_am_i(&http, &origin).await);
    assert_eq!(problem.cause, Cause::ReadTimeout, "{problem:?}");

    // The whole, although something comes all the time.
    let origin = mute(&[HEAD, " ", " "]).await;
    let quick = Limits {
        total_timeout: soon,
        ..usual
    };
    let http = http_within(&origin, Network::default(), &quick);
    let problem = lost(who_am_i(&http, &origin).await);
    assert_eq!(problem.cause, Cause::Timeout, "{problem:?}");
}

#[tokio::test]
async fn cancelling_ends_a_read_under_way() {
    let origin = mute(&[""]).await;
    let http = http(&origin, Network::default());
    let cancel = Cancel::new();
    let reading = cancel.race(who_am_i(&http, &origin));
    let other = async {
        tokio::task::yield_now().await;
        cancel.cancel();
    };
    let (read, ()) = tokio::join!(reading, other);
    assert_eq!(read.unwrap_err().cause, Cause::Cancelled);
}

#[tokio::test]
async fn cancelling_ends_reads_at_once_and_writes_after_a_grace() {
    use super::stub::{names, write};
    use raccord::model::{SetName, Value};
    use raccord::remote::connection::Connection;
    use raccord::remote::secrets::{MemorySecrets, SecretStore as _};
    use raccord::remote::{ConnectOptions, Write, WriteOutcome, connect};
    use raccord::sandbox::http::server::{DEFAULT_CLIENT_ID, DEFAULT_SECRET};

    let service = Secured::with(ServerOptions::default());
    let addresses = service.server.addresses();
    let sign_in = format!(
        "kind = \"client_credentials\"\ntoken_url = \"{}\"\nclient_id = \"{DEFAULT_CLIENT_ID}\"\n",
        addresses.token
    );
    let text = format!(
        "name = \"t\"\n[business_central]\nurl = \"{}\"\n[business_central.sign_in]\n{sign_in}\
         [dataverse]\nurl = \"{}\"\n[dataverse.sign_in]\n{sign_in}",
        addresses.bc, addresses.dv
    );
    let connection = Connection::from_toml(&text).unwrap();
    let secrets = MemorySecrets::new();
    let secret = DEFAULT_SECRET.to_owned().into();
    secrets
        .set(connection.secret_names().get(Side::Dv), &secret)
        .unwrap();
    secrets
        .set(connection.secret_names().get(Side::Bc), &secret)
        .unwrap();
    let set = SetName::new("accounts");
    let id = uuid::Uuid::from_u128(7);
    for writes in [false, true] {
        let mut options = ConnectOptions::default();
        options.limits.dv.after_cancel = Duration::from_millis(50);
        let remotes = connect(&connection, &secrets, &options).unwrap();
        remotes.dv.schema(&set).await.unwrap();
        // From here on the service takes its time; somebody stops the work as soon as a request is with it.
        let plan = "[[fault]]\nkind = \"delay\"\nmilliseconds = 3600000\n";
        let common = service.server.common();
        common.set_faults(toml::from_str(plan).unwrap());
        let stop = async {
            while common.faults().fired() == [0] {
                tokio::task::yield_now().await;
            }
            options.cancel.cancel();
        };
        if writes {
            let fields = super::stub::fields(&[("name", Value::text("A"))]);
            let create = vec![Write::Create { id, fields }];
            let (outcomes, ()) = tokio::join!(write(remotes.dv.as_ref(), "accounts", create), stop);
            assert!(
                matches!(&outcomes[0], WriteOutcome::Unknown(problem) if problem.cause == Cause::Cancelled),
                "{outcomes:?}"
            );
        } else {
            let (wanted, ids) = (names(&["name"]), [id]);
            let (read, ()) = tokio::join!(remotes.dv.read_by_ids(&set, &wanted, &ids), stop);
            assert_eq!(read.unwrap_err().cause, Cause::Cancelled);
        }
        common.set_faults(raccord::sandbox::http::faults::Plan::default());
    }
}
