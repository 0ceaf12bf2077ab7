//! The control address `/_sandbox/…`: counts, faults, limits and clocks while the services run.

use serde::{Deserialize, Serialize};
use serde_json::json;
use strum::IntoEnumIterator as _;

use super::common::Common;
use super::exchange::{Call, Reply, Service};
use super::faults::{Plan, Skew};
use super::flaws::Flaw;
use super::limits::Limits;
use super::stats::Stats;
use super::token::broken::SignInPlan;
use crate::sandbox::system::decree::Decree;

#[derive(Serialize)]
struct BothLimits {
    bc: Limits,
    dv: Limits,
}

/// Limits to be changed: those that are not named stay as they are.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SomeLimits {
    bc: serde_json::Map<String, serde_json::Value>,
    dv: serde_json::Map<String, serde_json::Value>,
}

/// The limits with some of them changed.
fn changed(
    limits: &Limits,
    changes: serde_json::Map<String, serde_json::Value>,
) -> Result<Limits, serde_json::Error> {
    let mut whole = serde_json::to_value(limits)?;
    if let Some(whole) = whole.as_object_mut() {
        whole.extend(changes);
    }
    serde_json::from_value(whole)
}

/// A broken set-up to be switched on or put right.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Switch {
    name: Flaw,
    #[serde(default = "on")]
    on: bool,
}

fn on() -> bool {
    true
}

/// Answers a request whose path goes on with `rest`.
pub fn answer(common: &Common, call: &Call, rest: &str) -> Reply {
    match (call.method.as_str(), rest.trim_end_matches('/')) {
        ("GET", "stats") => json(&*common.stats()),
        ("POST" | "DELETE", "reset-stats" | "stats") => {
            *common.stats() = Stats::default();
            Reply::empty(204)
        }
        ("GET", "faults") => {
            let faults = common.faults();
            json(&json!({"plan": faults.plan(), "fired": faults.fired()}))
        }
        ("POST" | "PUT", "faults") => match read::<Plan>(call) {
            Ok(plan) => {
                common.set_faults(plan);
                Reply::empty(204)
            }
            Err(refused) => refused,
        },
        ("DELETE", "faults") => {
            common.set_faults(Plan::default());
            Reply::empty(204)
        }
        ("GET", "limits") => json(&BothLimits {
            bc: common.limits(Service::Bc).0.clone(),
            dv: common.limits(Service::Dv).0.clone(),
        }),
        ("POST" | "PUT", "limits") => match read::<SomeLimits>(call) {
            Ok(some) => {
                let mut both = Vec::new();
                for (service, changes) in [(Service::Bc, some.bc), (Service::Dv, some.dv)] {
                    match changed(&common.limits(service).0, changes) {
                        Ok(limits) => both.push((service, limits)),
                        Err(problem) => return error(400, &problem.to_string()),
                    }
                }
                for (service, limits) in both {
                    common.limits(service).0 = limits;
                }
                Reply::empty(204)
            }
            Err(refused) => refused,
        },
        ("POST" | "PUT", "clock") => match read::<Skew>(call) {
            Ok(clock) => {
                let plan = Plan {
                    clock,
                    ..common.faults().plan().clone()
                };
                common.set_faults(plan);
                Reply::empty(204)
            }
            Err(refused) => refused,
        },
        ("POST" | "PUT", "sign-in") => match read::<SignInPlan>(call) {
            Ok(sign_in) => {
                let plan = Plan {
                    sign_in,
                    ..common.faults().plan().clone()
                };
                common.set_faults(plan);
                Reply::empty(204)
            }
            Err(refused) => refused,
        },
        ("POST", "decree") => match read::<Decree>(call) {
            Ok(decree) => match common.world().decree(&decree) {
                Ok(()) => Reply::empty(204),
                Err(refusal) => error(refusal.status, &refusal.to_string()),
            },
            Err(refused) => refused,
        },
        ("GET", "flaws") => {
            let known: Vec<Flaw> = Flaw::iter().collect();
            json(&json!({"on": common.flaws(), "known": known}))
        }
        ("POST" | "PUT", "flaws") => match read::<Switch>(call) {
            Ok(Switch { name, on }) => match common.set_flaw(name, on) {
                Ok(()) => Reply::empty(204),
                Err(refusal) => error(refusal.status, &refusal.to_string()),
            },
            Err(refused) => refused,
        },
        ("DELETE", "flaws") => {
            for flaw in common.flaws() {
                if let Err(refusal) = common.set_flaw(flaw, false) {
                    return error(refusal.status, &refusal.to_string());
                }
            }
            Reply::empty(204)
        }
        ("POST", "revoke-tokens") => {
            common.tokens().revoke_all();
            Reply::empty(204)
        }
        _ => error(404, "No such control address."),
    }
}

/// Control bodies may be JSON or TOML, whichever is at hand.
fn read<T: serde::de::DeserializeOwned>(call: &Call) -> Result<T, Reply> {
    let text = String::from_utf8_lossy(&call.body);
    if text.trim_start().starts_with('{') {
        serde_json::from_str(&text).map_err(|problem| error(400, &problem.to_string()))
    } else {
        toml::from_str(&text).map_err(|problem| error(400, &problem.to_string()))
    }
}

fn json<T: Serialize>(value: &T) -> Reply {
    match serde_json::to_vec(value) {
        Ok(body) => Reply::body(200, "application/json", body),
        Err(problem) => error(500, &problem.to_string()),
    }
}

fn error(status: u16, message: &str) -> Reply {
    Reply::body(
        status,
        "application/json",
        json!({"error": message}).to_string(),
    )
}
