//! Faults on demand: which requests go wrong, and how.
//!
//! A plan is a list of rules. Every rule that matches a request counts it; one whose count, chance and number of times
//! allow it fires. Chances come from the plan's seed, so that the same requests in the same order fail again.

use std::time::Duration;

use rand::{Rng, SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};

use super::exchange::{Reply, Service};
use super::limits::{Exceeded, Limits};
use super::token::broken::SignInPlan;
use super::{bc, dv};

/// A plan as it stands in a file or is sent to the control address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    /// Decides the chances.
    pub seed: u64,
    /// How far the services' clocks are off.
    pub clock: Skew,
    /// What the sign-in service refuses, and how long what it gives lasts.
    pub sign_in: SignInPlan,
    /// The rules, all of which are tried on each request.
    pub fault: Vec<Rule>,
}

/// How far the services' clocks are ahead, in seconds; negative when behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Skew {
    /// Business Central's clock.
    pub bc: i64,
    /// Dataverse's clock.
    pub dv: i64,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What goes wrong.
    pub kind: Kind,
    /// The service; both when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Service>,
    /// The method in upper case; every one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Whether it is about operations inside batches instead of whole requests; only `status` makes sense then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub item: bool,
    /// Text that the decoded path and query must contain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Fires only for the n-th matching request, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<u64>,
    /// Fires for every n-th matching request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
    /// Fires with this probability, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// Fires at most so often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// For `delay`: how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<u64>,
    /// For `status`: the status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// For `status`: the error code; the service's usual one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// For `status`: the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// For `status`: the `Retry-After` header as it is to be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<String>,
    /// For `content_type`: the header's value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
}

/// What may go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The answer comes late.
    Delay,
    /// The connection ends; nothing was done.
    DropBefore,
    /// The request was done, then the connection ends without an answer.
    DropAfter,
    /// The connection is reset; nothing was done.
    Reset,
    /// The request was done; half of the answer comes.
    Half,
    /// The request was done; the answer is no JSON.
    Garbage,
    /// The request was done; the answer is a gateway's page with status 200.
    Html,
    /// The request was done; the answer names another media type.
    ContentType,
    /// Nothing was done; the answer is this status.
    Status,
    /// A delta token counts as expired.
    ExpiredDelta,
    /// The answers inside a batch come in another order.
    Reorder,
}

/// A fault that is to happen now.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Wait first.
    Delay(Duration),
    /// End the connection without doing anything.
    DropBefore,
    /// Do it, then end the connection.
    DropAfter,
    /// Reset the connection without doing anything.
    Reset,
    /// Do it, then send half.
    Half,
    /// Do it, then send garbage.
    Garbage,
    /// Do it, then send a page.
    Html,
    /// Do it, then send it as something else.
    ContentType(String),
    /// Answer with an error without doing anything.
    Status(FaultStatus),
    /// Refuse the delta token.
    ExpiredDelta,
    /// Mix the answers of a batch.
    Reorder,
}

/// An error that a plan asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultStatus {
    /// The status.
    pub status: u16,
    /// The error code, if not the usual one.
    pub code: Option<String>,
    /// The message, if not the usual one.
    pub message: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<String>,
}

impl FaultStatus {
    /// The answer in the service's own shape.
    pub fn reply(&self, service: Service) -> Reply {
        let (code, message) = (self.code.as_deref(), self.message.as_deref());
        let reply = match service {
            Service::Bc if self.status == 429 && code.is_none() => bc::errors::throttled(),
            Service::Bc => bc::errors::plain(self.status, code, message),
            Service::Dv if self.status == 429 && code.is_none() => {
                dv::errors::throttled(Exceeded::Concurrency, &Limits::dataverse())
            }
            Service::Dv => dv::errors::plain(self.status, code, message),
        };
        match &self.retry_after {
            Some(text) => reply.with("Retry-After", text.clone()),
            None => reply,
        }
    }
}

/// A plan at work.
#[derive(Debug)]
pub struct Faults {
    plan: Plan,
    counters: Vec<Counter>,
    chance: StdRng,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counter {
    seen: u64,
    fired: u64,
}

impl Faults {
    /// Puts a plan to work.
    pub fn new(plan: Plan) -> Self {
        Self {
            counters: vec![Counter::default(); plan.fault.len()],
            chance: StdRng::seed_from_u64(plan.seed),
            plan,
        }
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// How often each rule fired, in the plan's order.
    pub fn fired(&self) -> Vec<u64> {
        self.counters.iter().map(|counter| counter.fired).collect()
    }

    /// The faults that hit a request; `target` is its decoded path and query.
    pub fn hit(&mut self, service: Service, method: &str, target: &str) -> Vec<Fault> {
        self.fire(service, method, target, false)
    }

    /// The error that hits an operation inside a batch.
    pub fn hit_item(
        &mut self,
        service: Service,
        method: &str,
        target: &str,
    ) -> Option<FaultStatus> {
        self.fire(service, method, target, true)
            .into_iter()
            .find_map(|fault| match fault {
                Fault::Status(status) => Some(status),
                _ => None,
            })
    }

    fn fire(&mut self, service: Service, method: &str, target: &str, item: bool) -> Vec<Fault> {
        let mut found = Vec::new();
        for (rule, counter) in self.plan.fault.iter().zip(&mut self.counters) {
            let matches = rule.item == item
                && rule.side.is_none_or(|side| side == service)
                && rule
                    .method
                    .as_deref()
                    .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
                && rule
                    .path
                    .as_deref()
                    .is_none_or(|wanted| target.contains(wanted));
            if !matches {
                continue;
            }
            counter.seen += 1;
            let due = rule.nth.is_none_or(|nth| counter.seen == nth)
                && rule
                    .every
                    .is_none_or(|every| every > 0 && counter.seen.is_multiple_of(every))
                && rule.times.is_none_or(|times| counter.fired < times)
                && rule
                    .probability
                    .is_none_or(|chance| self.chance.random::<f64>() < chance);
            if due {
                counter.fired += 1;
                found.push(rule.fault());
            }
        }
        found
    }
}

impl Rule {
    fn fault(&self) -> Fault {
        match self.kind {
            Kind::Delay => Fault::Delay(Duration::from_millis(self.milliseconds.unwrap_or(1_000))),
            Kind::DropBefore => Fault::DropBefore,
            Kind::DropAfter => Fault::DropAfter,
            Kind::Reset => Fault::Reset,
            Kind::Half => Fault::Half,
            Kind::Garbage => Fault::Garbage,
            Kind::Html => Fault::Html,
            Kind::ContentType => Fault::ContentType(
                self.content_type
                    .clone()
                    .unwrap_or_else(|| "text/html".to_owned()),
            ),
            Kind::Status => Fault::Status(FaultStatus {
                status: self.status.unwrap_or(503),
                code: self.code.clone(),
                message: self.message.clone(),
                retry_after: self.retry_after.clone(),
            }),
            Kind::ExpiredDelta => Fault::ExpiredDelta,
            Kind::Reorder => Fault::Reorder,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Faults {
        Faults::new(toml::from_str(text).unwrap())
    }

    #[test]
    fn a_rule_fires_where_and_when_it_says() {
        let mut faults = plan(
            r#"
            [clock]
            bc = -30
            [[fault]]
            kind = "drop_after"
            side = "bc"
            method = "POST"
            path = "customers"
            nth = 2
            "#,
        );
        assert_eq!(faults.plan().clock.bc, -30);
        assert!(faults.hit(Service::Bc, "POST", "/x/customers").is_empty());
        assert!(faults.hit(Service::Dv, "POST", "/x/customers").is_empty());
        assert!(faults.hit(Service::Bc, "GET", "/x/customers").is_empty());
        assert_eq!(
            faults.hit(Service::Bc, "POST", "/x/customers"),
            [Fault::DropAfter]
        );
        assert!(faults.hit(Service::Bc, "POST", "/x/customers").is_empty());
        assert_eq!(faults.fired(), [1]);
    }

    #[test]
    fn chances_repeat_with_the_seed() {
        let text = "seed = 7\n[[fault]]\nkind = \"reset\"\nprobability = 0.3\n";
        let run = || {
            let mut faults = plan(text);
            (0..100)
                .map(|_| faults.hit(Service::Dv, "GET", "/").len())
                .collect::<Vec<_>>()
        };
        assert_eq!(run(), run());
        let hits: usize = run().iter().sum();
        assert!((10..60).contains(&hits), "{hits}");
    }

    #[test]
    fn a_misspelled_rule_is_refused() {
        assert!(toml::from_str::<Plan>("[[fault]]\nkind = \"delay\"\nmiliseconds = 5\n").is_err());
    }
}
