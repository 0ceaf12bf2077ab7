//! People and certificates against the emulated sign-in service, over the wire.

use raccord::model::reason::{Cause, Problem};
use raccord::model::{Side, Sides};
use raccord::remote::auth::interactive::{Asking, Pages, Prompt, SignedIn, sign_in};
use raccord::remote::auth::scope;
use raccord::remote::budget::Limits;
use raccord::remote::connection::Connection;
use raccord::remote::http::Transport;
use raccord::remote::retry::Cancel;
use raccord::remote::secrets::{MemorySecrets, SecretStore};
use raccord::remote::{ConnectOptions, Keeper, Remote, connect};
use raccord::sandbox::http::faults::Plan;
use raccord::sandbox::http::server::{DEFAULT_CLIENT_ID, SandboxServer, ServerOptions};
use raccord::sandbox::http::token::broken::{Broken, SignInPlan};
use raccord::sandbox::system::world::{Setup, World};
use secrecy::ExposeSecret as _;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

fn serve() -> SandboxServer {
    let options = ServerOptions {
        any_bearer: false,
        ..ServerOptions::default()
    };
    SandboxServer::start(World::new(&Setup::default()).shared(), options).unwrap()
}

fn connection(server: &SandboxServer, kind: &str, more: &str) -> Connection {
    let addresses = server.addresses();
    let sign_in = format!(
        "kind = {kind:?}\ntoken_url = {:?}\nclient_id = \"{DEFAULT_CLIENT_ID}\"\n{more}",
        addresses.token
    );
    let text = format!(
        "name = \"t\"\n[business_central]\nurl = {:?}\ncompany = \"Raccord Demo\"\n[business_central.sign_in]\n{sign_in}\
         [dataverse]\nurl = {:?}\n[dataverse.sign_in]\n{sign_in}",
        addresses.bc, addresses.dv
    );
    Connection::from_toml(&text).unwrap()
}

fn plan(server: &SandboxServer, sign_in: SignInPlan) {
    let plan = Plan {
        sign_in,
        ..Plan::default()
    };
    server.common().set_faults(plan);
}

fn broken(what: Broken) -> SignInPlan {
    SignInPlan {
        broken: vec![what],
        device_interval: Some(1),
        ..SignInPlan::default()
    }
}

fn asking() -> Asking {
    Asking {
        opener: Arc::new(|_| true),
        pages: Pages {
            done: "well".into(),
            failed: "not well".into(),
        },
        patience: Duration::from_secs(20),
    }
}

/// Somebody who follows what the program says: opens the page as a browser without pages does.
fn follower(seen: &mut Vec<Prompt>) -> impl FnMut(&Prompt) + '_ {
    move |prompt| {
        seen.push(prompt.clone());
        match prompt.clone() {
            Prompt::Browser { address, .. } => {
                tokio::spawn(async move { follow(&address).await });
            }
            Prompt::Device { page, code, .. } => {
                tokio::spawn(async move { follow(&format!("{page}?user_code={code}")).await });
            }
        }
    }
}

async fn follow(address: &str) -> (u16, String) {
    let browser = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = browser.get(address).send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.text().await.unwrap_or_default())
}

async fn signed_in(
    connection: &Connection,
    side: Side,
    tell: &mut dyn FnMut(&Prompt),
    asking: &Asking,
    cancel: &Cancel,
) -> Result<SignedIn, Problem> {
    let (app, how) = connection.sign_in(side).person().unwrap();
    let service = match side {
        Side::Bc => &connection.bc.url,
        Side::Dv => &connection.dv.url,
    };
    let limits = Limits::of(side);
    let transport = Transport::new(connection.network.clone());
    let scope = scope(side, app, service);
    sign_in(
        side,
        (app, how),
        &scope,
        &limits,
        &transport,
        asking,
        tell,
        cancel,
    )
    .await
}

/// Signs in as somebody who does what the program says; with that, how often it said something.
async fn walk(connection: &Connection, side: Side) -> (Result<SignedIn, Problem>, usize) {
    let mut seen = Vec::new();
    let mut tell = follower(&mut seen);
    let done = signed_in(connection, side, &mut tell, &asking(), &Cancel::new()).await;
    drop(tell);
    (done, seen.len())
}

fn remotes(connection: &Connection, store: &Rc<dyn SecretStore>) -> Sides<Rc<dyn Remote>> {
    let options = ConnectOptions {
        keeper: Keeper(Some(Rc::clone(store))),
        ..ConnectOptions::default()
    };
    connect(connection, store.as_ref(), &options).unwrap()
}

#[tokio::test]
async fn one_sign_in_serves_both_services_and_is_renewed() {
    for kind in ["browser", "device_code"] {
        let server = serve();
        let own = SignInPlan {
            refresh_once: true,
            check_audience: true,
            device_interval: Some(1),
            ..SignInPlan::default()
        };
        plan(&server, own.clone());
        let connection = connection(&server, kind, "");
        let (done, asked) = walk(&connection, Side::Bc).await;
        let done = done.unwrap_or_else(|problem| panic!("{kind}: {problem:?}"));
        assert_eq!(
            done.user.as_deref(),
            Some("sync@contoso.onmicrosoft.com"),
            "{kind}"
        );
        assert_eq!(asked, 1);

        let store: Rc<dyn SecretStore> = Rc::new(MemorySecrets::new());
        let names = connection.secret_names();
        store.set(&names.bc, &done.refresh).unwrap();
        let both = remotes(&connection, &store);
        both.bc.identify().await.unwrap();
        both.dv.identify().await.unwrap();
        // Each refresh token worked once; the last one was kept, so that the next process gets on.
        let kept = store.get(&names.dv).unwrap().unwrap();
        assert_ne!(kept.expose_secret(), done.refresh.expose_secret());
        remotes(&connection, &store).dv.identify().await.unwrap();

        // Taken back by an administrator, it has ended, and says so.
        let revoked = SignInPlan {
            broken: vec![Broken::RefreshRevoked],
            ..own
        };
        plan(&server, revoked);
        let problem = remotes(&connection, &store)
            .bc
            .identify()
            .await
            .unwrap_err();
        assert_eq!(problem.cause, Cause::SignInExpired);
        assert_eq!(problem.service_code.as_deref(), Some("AADSTS50173"));
    }
}

#[tokio::test]
async fn nobody_is_asked_while_nobody_is_there() {
    let server = serve();
    let connection = connection(&server, "browser", "");
    let store: Rc<dyn SecretStore> = Rc::new(MemorySecrets::new());
    let problem = remotes(&connection, &store)
        .dv
        .identify()
        .await
        .unwrap_err();
    assert_eq!(
        (problem.cause, problem.side),
        (Cause::SignInNeeded, Some(Side::Dv))
    );
}

#[tokio::test]
async fn each_refusal_at_the_page_comes_back_as_its_cause() {
    let server = serve();
    for (kind, what, cause) in [
        ("browser", Broken::Declined, Cause::SignInDeclined),
        ("browser", Broken::ConsentMissing, Cause::ConsentMissing),
        (
            "browser",
            Broken::AdminConsentMissing,
            Cause::ConsentMissing,
        ),
        (
            "browser",
            Broken::ConditionalAccess,
            Cause::ConditionalAccess,
        ),
        (
            "browser",
            Broken::DeviceNotManaged,
            Cause::ConditionalAccess,
        ),
        ("browser", Broken::MfaRequired, Cause::MfaRequired),
        ("browser", Broken::MfaSetup, Cause::MfaRequired),
        ("browser", Broken::PasswordChange, Cause::PasswordChange),
        ("browser", Broken::WrongPassword, Cause::WrongPassword),
        ("browser", Broken::UserDisabled, Cause::UserDisabled),
        ("browser", Broken::UserLocked, Cause::UserLocked),
        ("browser", Broken::UserUnknown, Cause::UserUnknown),
        ("browser", Broken::UserNotAssigned, Cause::UserNotAssigned),
        ("browser", Broken::WrongResource, Cause::UnknownResource),
        ("browser", Broken::PublicClientOff, Cause::PublicClientOff),
        ("browser", Broken::ForgedState, Cause::SignInForged),
        ("browser", Broken::ForgedNonce, Cause::SignInForged),
        ("device_code", Broken::UnknownTenant, Cause::UnknownTenant),
        (
            "device_code",
            Broken::UnknownApplication,
            Cause::UnknownApplication,
        ),
        ("device_code", Broken::DeviceExpired, Cause::SignInTimedOut),
        (
            "device_code",
            Broken::ConditionalAccess,
            Cause::ConditionalAccess,
        ),
        ("device_code", Broken::MfaRequired, Cause::MfaRequired),
        (
            "device_code",
            Broken::PublicClientOff,
            Cause::PublicClientOff,
        ),
    ] {
        plan(&server, broken(what));
        let connection = connection(&server, kind, "");
        let (refused, _) = walk(&connection, Side::Bc).await;
        let Err(problem) = refused else {
            panic!("{kind} {what:?}");
        };
        assert_eq!(problem.cause, cause, "{kind} {what:?}: {problem:?}");
        assert_eq!(problem.side, Some(Side::Bc));
    }
}

#[tokio::test]
async fn each_refusal_of_an_application_comes_back_as_its_cause() {
    let server = serve();
    let certificate = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/assets/sandbox/certificate.pem"
    );
    let store: Rc<dyn SecretStore> = Rc::new(MemorySecrets::new());
    let connection = connection(
        &server,
        "certificate",
        &format!("certificate = {certificate:?}\n"),
    );
    let own = SignInPlan {
        check_audience: true,
        ..SignInPlan::default()
    };
    plan(&server, own);
    let both = remotes(&connection, &store);
    both.bc.identify().await.unwrap();
    both.dv.identify().await.unwrap();
    for (what, cause) in [
        (Broken::UnknownTenant, Cause::UnknownTenant),
        (Broken::UnknownApplication, Cause::UnknownApplication),
        (Broken::WrongSecret, Cause::WrongSecret),
        (Broken::SecretExpired, Cause::SecretExpired),
        (Broken::CertificateRefused, Cause::CertificateRefused),
        (Broken::ConsentMissing, Cause::ConsentMissing),
        (Broken::WrongResource, Cause::UnknownResource),
        (Broken::ConditionalAccess, Cause::ConditionalAccess),
        (Broken::InvalidScope, Cause::WrongScope),
    ] {
        plan(&server, broken(what));
        let problem = remotes(&connection, &store)
            .bc
            .identify()
            .await
            .unwrap_err();
        assert_eq!(problem.cause, cause, "{what:?}: {problem:?}");
        assert!(
            problem
                .service_code
                .as_deref()
                .unwrap()
                .starts_with("AADSTS")
        );
        assert!(problem.request_id.is_some());
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_registered_is_refused() {
    let server = serve();
    let other = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/remote/keys/unregistered.pem"
    );
    let store: Rc<dyn SecretStore> = Rc::new(MemorySecrets::new());
    let refused = connection(
        &server,
        "certificate",
        &format!("certificate = {other:?}\n"),
    );
    let problem = remotes(&refused, &store).dv.identify().await.unwrap_err();
    assert_eq!(problem.cause, Cause::CertificateRefused);

    // The registered certificate with somebody else's key: the signature gives it away.
    let dir = tempfile::tempdir().unwrap();
    let mixed = dir.path().join("mixed.pem");
    let certificate = include_str!("../../assets/sandbox/certificate.pem");
    let (certificate, _) = certificate
        .split_once("-----BEGIN PRIVATE KEY-----")
        .unwrap();
    let key = include_str!("keys/unregistered.pem");
    let (_, key) = key.split_once("-----BEGIN PRIVATE KEY-----").unwrap();
    std::fs::write(
        &mixed,
        format!("{certificate}-----BEGIN PRIVATE KEY-----{key}"),
    )
    .unwrap();
    let path = mixed.display().to_string();
    let forged = connection(&server, "certificate", &format!("certificate = {path:?}\n"));
    let problem = remotes(&forged, &store).dv.identify().await.unwrap_err();
    assert_eq!(problem.cause, Cause::CertificateRefused);
    assert_eq!(problem.service_code.as_deref(), Some("AADSTS700027"));

    let missing = Path::new("/nowhere/certificate.pem").display().to_string();
    let missing = connection(
        &server,
        "certificate",
        &format!("certificate = {missing:?}\n"),
    );
    let Err(problem) = connect(&missing, store.as_ref(), &ConnectOptions::default()) else {
        panic!("connected without a certificate");
    };
    assert_eq!(problem.cause, Cause::FileProblem);
}

/// Where the browser is to come back to, out of the page's address.
fn redirect_of(prompt: &Prompt) -> (String, String) {
    let Prompt::Browser { address, .. } = prompt else {
        panic!("{prompt:?}");
    };
    let url = reqwest::Url::parse(address).unwrap();
    let value = |name: &str| {
        let mut found = url.query_pairs().filter(|(key, _)| key == name);
        found.next().unwrap().1.into_owned()
    };
    assert_eq!(value("code_challenge_method"), "S256");
    assert!(value("nonce").len() >= 43 && value("code_challenge").len() == 43);
    (value("redirect_uri"), value("state"))
}

#[tokio::test]
async fn the_way_back_takes_one_answer_of_this_machine_and_nothing_else() {
    let server = serve();
    let connection = connection(&server, "browser", "");
    let (send, receive) = tokio::sync::oneshot::channel();
    let mut send = Some(send);
    let mut tell = |prompt: &Prompt| {
        send.take().unwrap().send(redirect_of(prompt)).unwrap();
    };
    let asking = asking();
    let cancel = Cancel::new();
    let waiting = signed_in(&connection, Side::Bc, &mut tell, &asking, &cancel);
    let visitor = async {
        let (redirect, _) = receive.await.unwrap();
        let port = redirect.rsplit(':').next().unwrap().to_owned();
        assert!(redirect.starts_with("http://localhost:"));
        // Reached on 127.0.0.1 only.
        let elsewhere = tokio::net::TcpStream::connect(format!("[::1]:{port}")).await;
        assert!(elsewhere.is_err());
        // An icon, another path, another host's name, another method: refused, and waiting goes on.
        let here = format!("http://127.0.0.1:{port}");
        assert_eq!(follow(&format!("{here}/favicon.ico")).await.0, 404);
        assert_eq!(follow(&format!("{here}/other?code=x&state=y")).await.0, 404);
        let browser = reqwest::Client::builder().no_proxy().build().unwrap();
        let rebound = browser
            .get(format!("{here}/?code=x&state=y"))
            .header("host", "evil.example");
        assert_eq!(rebound.send().await.unwrap().status(), 404);
        let posted = browser
            .post(format!("{here}/?code=x&state=y"))
            .send()
            .await
            .unwrap();
        assert_eq!(posted.status(), 404);
        // An answer with a state of its own ends it, and shows nothing of what it brought.
        let (status, page) = follow(&format!("{here}/?code=<script>x</script>&state=y")).await;
        assert_eq!(status, 400);
        assert!(
            page.contains("not well") && !page.contains("script"),
            "{page}"
        );
        port
    };
    let (outcome, port) = tokio::join!(waiting, visitor);
    assert_eq!(outcome.err().unwrap().cause, Cause::SignInForged);
    let again = tokio::net::TcpStream::connect(format!("127.0.0.1:{port}")).await;
    assert!(again.is_err(), "one answer, then nobody listens");
}

#[tokio::test]
async fn a_person_may_cancel_and_does_not_wait_for_ever() {
    let server = serve();
    let connection = connection(&server, "browser", "");
    let cancel = Cancel::new();
    let mut stop = |_: &Prompt| cancel.cancel();
    let stopped = signed_in(&connection, Side::Bc, &mut stop, &asking(), &cancel).await;
    assert_eq!(stopped.err().unwrap().cause, Cause::Cancelled);
    let hasty = Asking {
        patience: Duration::from_millis(50),
        ..asking()
    };
    let mut nobody = |_: &Prompt| {};
    let late = signed_in(&connection, Side::Bc, &mut nobody, &hasty, &Cancel::new()).await;
    assert_eq!(late.err().unwrap().cause, Cause::SignInTimedOut);
}

#[tokio::test]
async fn a_short_token_is_renewed_before_it_ends_and_a_revoked_one_when_refused() {
    let server = serve();
    let connection = connection(&server, "client_credentials", "");
    let store: Rc<dyn SecretStore> = Rc::new(MemorySecrets::new());
    for side in Side::BOTH {
        let secret = raccord::sandbox::http::server::DEFAULT_SECRET
            .to_owned()
            .into();
        store
            .set(connection.secret_names().get(side), &secret)
            .unwrap();
    }
    let both = remotes(&connection, &store);
    both.dv.identify().await.unwrap();
    server.common().tokens().revoke_all();
    both.dv.identify().await.unwrap();
}
