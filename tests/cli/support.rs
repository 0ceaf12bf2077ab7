//! Emulated services, a data folder, and the real program between them.

use raccord::cli::demo::services::{CLIENT_ID, SECRET, Services, VARIABLES, Wish};
use raccord::sandbox::demo::DemoOptions;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// What is served, and where the program keeps its data.
pub(crate) struct Shop {
    pub(crate) services: Services,
    dir: tempfile::TempDir,
}

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// The one JSON document on standard output.
    pub(crate) fn json(&self) -> Value {
        let parsed = serde_json::from_str(&self.stdout);
        parsed.unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The same, after a verb that should have succeeded with one of these exit codes.
    pub(crate) fn ok(&self, codes: &[i32]) -> Value {
        assert!(codes.contains(&self.code), "{self:?}");
        self.json()
    }
}

impl Shop {
    /// Services with so many customers, nothing connected yet.
    pub(crate) fn open(records: u32) -> Self {
        Self::with(Wish {
            demo: DemoOptions { records, seed: 7 },
            ..Wish::default()
        })
    }

    pub(crate) fn with(wish: Wish) -> Self {
        install_tls();
        let dir = tempfile::tempdir().unwrap();
        let services = Services::start(wish).unwrap();
        std::fs::write(
            dir.path().join("connection.toml"),
            services.connection_file(),
        )
        .unwrap();
        Self { services, dir }
    }

    /// Services that the data folder is connected with.
    pub(crate) fn connected(records: u32) -> Self {
        let shop = Self::open(records);
        shop.connect().ok(&[0]);
        shop
    }

    pub(crate) fn connect(&self) -> Ended {
        let file = self.path("connection.toml");
        self.run(&["connect", "--session-secrets", file.to_str().unwrap()])
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Runs the program with `--json`.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        let mut all = vec!["--json"];
        all.extend(arguments);
        self.plain(&all)
    }

    /// Runs the program as a person does.
    pub(crate) fn plain(&self, arguments: &[&str]) -> Ended {
        ended(self.command(arguments).output().unwrap())
    }

    /// Starts the program and leaves it to itself.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(&self.data());
        command.args(arguments);
        for variable in [VARIABLES.bc, VARIABLES.dv] {
            command.env(variable, SECRET);
        }
        command
    }
}

/// The program over a data folder, in English, without anybody's secrets.
pub(crate) fn program(data: &Path) -> Command {
    speaking(data, "en")
}

/// The same in another language.
pub(crate) fn speaking(data: &Path, lang: &str) -> Command {
    // The optimised program can be put to the same trials.
    let program = std::env::var_os("RACCORD_CLI");
    let mut command =
        Command::new(program.unwrap_or_else(|| env!("CARGO_BIN_EXE_raccord-cli").into()));
    command
        .arg("--data-dir")
        .arg(data)
        .args(["--lang", lang])
        .env_remove(VARIABLES.bc)
        .env_remove(VARIABLES.dv)
        .env_remove("RACCORD_LOG");
    command
}

pub(crate) fn ended(output: Output) -> Ended {
    let Output {
        status,
        stdout,
        stderr,
    } = output;
    let ended = Ended {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    };
    assert!(!ended.stderr.contains("panicked"), "{ended:?}");
    ended
}

/// Every code that a document has anywhere: causes of the catalogue, reasons, codes of problems.
pub(crate) fn codes(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(document, &mut found);
    found
}

fn collect(document: &Value, found: &mut BTreeSet<String>) {
    match document {
        Value::Array(parts) => parts.iter().for_each(|part| collect(part, found)),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(code) if matches!(&**name, "code" | "cause" | "reason") => {
                        found.insert(code.clone());
                    }
                    other => collect(other, found),
                }
            }
        }
        _ => {}
    }
}

/// The counters of a `sync` over all jobs of a mapping and direction.
pub(crate) fn job<'a>(report: &'a Value, mapping: &str, direction: &str) -> &'a Value {
    let jobs = report["jobs"].as_array().unwrap();
    jobs.iter()
        .find(|job| job["mapping"] == mapping && job["direction"] == direction)
        .unwrap_or_else(|| panic!("no {mapping} {direction} in {report}"))
}

/// The sum of one counter over all jobs.
pub(crate) fn sum(report: &Value, counter: &str) -> u64 {
    let jobs = report["jobs"].as_array().unwrap();
    jobs.iter().map(|job| job[counter].as_u64().unwrap()).sum()
}

/// All requests of a `sync` on one side.
pub(crate) fn requests(report: &Value, side: &str) -> u64 {
    let counts = &report["requests"][side];
    ["get", "post", "patch", "delete", "batch"]
        .iter()
        .map(|kind| counts[kind].as_u64().unwrap())
        .sum()
}

fn install_tls() {
    // Already installed by an earlier test.
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
}

/// Both services as somebody else's program sees them: plain HTTP, no code shared with the connectors.
pub(crate) struct Desk {
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
    token: String,
    bc: String,
    dv: String,
}

impl Desk {
    pub(crate) fn at(shop: &Shop) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let addresses = shop.services.server.addresses().clone();
        let client = reqwest::Client::new();
        let mut desk = Self {
            client,
            runtime,
            token: String::new(),
            bc: addresses.bc,
            dv: format!("{}/api/data/v9.2", addresses.dv),
        };
        let id = CLIENT_ID.to_string();
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", id.as_str()),
            ("client_secret", SECRET),
            ("scope", "https://api.businesscentral.dynamics.com/.default"),
        ];
        let request = desk.client.post(addresses.token).form(&form);
        let token = desk.send(request);
        desk.token = token["access_token"].as_str().unwrap().into();
        let companies = desk.get_at(&format!("{}/companies", desk.bc));
        let company = companies["value"][0]["id"].as_str().unwrap();
        desk.bc = format!("{}/companies({company})", desk.bc);
        desk
    }

    fn send(&self, request: reqwest::RequestBuilder) -> Value {
        self.runtime.block_on(async {
            let answer = request.send().await.unwrap();
            let status = answer.status();
            let text = answer.text().await.unwrap();
            assert!(status.is_success(), "{status} {text}");
            if text.is_empty() {
                Value::Null
            } else {
                serde_json::from_str(&text).unwrap()
            }
        })
    }

    fn get_at(&self, url: &str) -> Value {
        self.send(self.client.get(url).bearer_auth(&self.token))
    }

    /// Reads one record of Business Central.
    pub(crate) fn bc(&self, place: &str) -> Value {
        self.get_at(&format!("{}/{place}", self.bc))
    }

    /// Reads one row of Dataverse.
    pub(crate) fn dv(&self, place: &str) -> Value {
        self.get_at(&format!("{}/{place}", self.dv))
    }

    /// Changes a record of Business Central as a person would.
    pub(crate) fn edit_bc(&self, place: &str, fields: &Value) {
        let url = format!("{}/{place}", self.bc);
        let request = self.client.patch(url).bearer_auth(&self.token);
        self.send(request.header("If-Match", "*").json(fields));
    }

    /// Adds a record to Business Central as a person would.
    pub(crate) fn add_bc(&self, set: &str, fields: &Value) {
        let url = format!("{}/{set}", self.bc);
        self.send(self.client.post(url).bearer_auth(&self.token).json(fields));
    }

    /// Deletes a record of Business Central; answers what it held in a field, or nothing if it was gone already.
    pub(crate) fn delete_bc(&self, set: &str, id: &str, field: &str) -> Option<String> {
        let all = self.all_bc(&format!("{set}?$filter=id eq {id}"));
        let was = all.first()?[field].as_str()?.to_owned();
        let url = format!("{}/{set}({id})", self.bc);
        let request = self.client.delete(url).bearer_auth(&self.token);
        self.send(request.header("If-Match", "*"));
        Some(was)
    }

    /// Changes a row of Dataverse as a person would.
    pub(crate) fn edit_dv(&self, place: &str, fields: &Value) {
        let url = format!("{}/{place}", self.dv);
        let request = self.client.patch(url).bearer_auth(&self.token);
        self.send(request.header("If-Match", "*").json(fields));
    }

    /// Adds a row to Dataverse as a person would.
    pub(crate) fn add_dv(&self, set: &str, fields: &Value) {
        let url = format!("{}/{set}", self.dv);
        self.send(self.client.post(url).bearer_auth(&self.token).json(fields));
    }

    /// Deletes a row of Dataverse as a person would.
    pub(crate) fn delete_dv(&self, place: &str) {
        let url = format!("{}/{place}", self.dv);
        self.send(self.client.delete(url).bearer_auth(&self.token));
    }

    /// All rows of a Dataverse table, page after page.
    pub(crate) fn all_dv(&self, place: &str) -> Vec<Value> {
        self.all(format!("{}/{place}", self.dv))
    }

    /// All records of a Business Central set, page after page.
    pub(crate) fn all_bc(&self, place: &str) -> Vec<Value> {
        self.all(format!("{}/{place}", self.bc))
    }

    fn all(&self, first: String) -> Vec<Value> {
        let mut rows = Vec::new();
        let mut next = Some(first);
        while let Some(url) = next {
            let page = self.get_at(&url);
            rows.extend(page["value"].as_array().unwrap().iter().cloned());
            next = page["@odata.nextLink"].as_str().map(str::to_owned);
        }
        rows
    }
}
