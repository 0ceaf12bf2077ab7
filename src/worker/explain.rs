//! Problems in words: the cause catalogue of `assets/i18n/*/causes.ftl` filled in.

use super::captions::fields_in_words;
use crate::i18n::{Arg, Texts, visible};
use crate::model::Side;
use crate::model::reason::{Cause, Fixer, Problem};
use crate::remote::auth::interactive::Prompt;
use crate::remote::budget::{WaitReason, Waiting};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::borrow::Cow;
use std::time::Duration;

/// A problem as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// A few words, the same for every problem of this cause.
    pub title: String,
    /// What happened, in one sentence or two.
    pub message: String,
    /// What to do about it.
    pub next_step: String,
    /// Who can do it, in a few words.
    pub who: String,
    /// Whether it may go away by itself.
    pub heals: bool,
}

/// The parameters that sentences may use; each has a stand-in (`cause-any-…`) for when it is not known.
const PARAMETERS: [&str; 40] = [
    "side",
    "mapping",
    "field",
    "value",
    "limit",
    "record",
    "privilege",
    "target",
    "path",
    "address",
    "company",
    "table",
    "currency",
    "program",
    "pid",
    "since",
    "line",
    "variable",
    "user",
    "count",
    "what",
    "tenant",
    "client_id",
    "issuer",
    "proxy",
    "host",
    "seconds",
    "total",
    "share",
    "destination",
    "source",
    "list",
    "days",
    "until",
    "span",
    "every",
    "was",
    "is",
    "version",
    "supported",
];

/// Puts a problem into words.
pub fn explain(texts: Texts, problem: &Problem) -> Explanation {
    let code = problem.cause.code();
    let stand_ins = stand_ins(texts, problem);
    let args: Vec<(&str, Arg<'_>)> = stand_ins
        .iter()
        .map(|(name, value)| (name.as_ref(), Arg::from(visible(value))))
        .collect();
    let key = match own_words(problem) {
        Some(reason) => format!("cause-{code}-{reason}"),
        None => format!("cause-{code}"),
    };
    Explanation {
        title: title(texts, problem.cause),
        message: texts.t_args(&key, &args),
        next_step: texts.t_args(&format!("{key}-next"), &args),
        who: who(texts, problem.cause.fixer()),
        heals: problem.cause.heals_by_itself(),
    }
}

/// The reason of a problem, where that has words of its own.
fn own_words(problem: &Problem) -> Option<&str> {
    let reason = problem.params.get("reason")?;
    let has_own = matches!(
        (problem.cause, reason.as_str()),
        (Cause::DuplicateKey, "already_coupled" | "coupled_elsewhere")
            | (Cause::InvalidFile, "pfx")
            | (Cause::WrongPassphrase, "too_short")
            | (
                Cause::FileProblem,
                "moved_away" | "not_empty" | "inside" | "copy_differs"
            )
            | (
                Cause::SecretExpired | Cause::SecretExpiresSoon,
                "certificate"
            )
            | (
                Cause::RecordGone,
                "out_of_filter" | "not_coupled" | "unknown" | "no_such_number"
            )
            | (Cause::CacheDamaged, "newer" | "foreign")
            | (Cause::ValueRefused, "no_such_pick")
            | (
                Cause::BusinessRule,
                "cannot_be_reverted" | "both_sides_exist"
            )
    );
    has_own.then_some(reason.as_str())
}

/// Who can do something about a failure, in a few words.
pub fn who(texts: Texts, fixer: Fixer) -> String {
    let name: &str = fixer.into();
    texts.t(&format!("fixer-{name}")).into_owned()
}

/// A cause in a few words, for lists and groups.
pub fn title(texts: Texts, cause: Cause) -> String {
    texts
        .t(&format!("cause-{}-title", cause.code()))
        .into_owned()
}

/// The name of a side.
pub fn side_name(texts: Texts, side: Side) -> Cow<'static, str> {
    match side {
        Side::Bc => texts.t("word-bc"),
        Side::Dv => texts.t("word-dv"),
    }
}

/// Why requests wait, in a sentence without its end: "Waiting 12 s: Dataverse allows 6,000 requests in 5 minutes".
pub fn waiting_words(texts: Texts, waiting: &Waiting) -> String {
    let whole = |span: Duration| span.as_secs() + u64::from(span.subsec_nanos() > 0);
    let minutes = |span: Duration| span.as_secs().div_ceil(60);
    let side = side_name(texts, waiting.side);
    let mut words = vec![
        ("seconds", whole(waiting.left).into()),
        ("side", side.as_ref().into()),
    ];
    let key = match waiting.reason {
        WaitReason::Requests { allowed, window } => {
            words.push(("allowed", (allowed as u64).into()));
            words.push(("minutes", minutes(window).into()));
            "waiting-requests"
        }
        WaitReason::Work { allowed, window } => {
            words.push(("allowed", minutes(allowed).into()));
            words.push(("minutes", minutes(window).into()));
            "waiting-work"
        }
        WaitReason::Asked => "waiting-asked",
    };
    texts.t_args(key, &words)
}

/// What a person must do to sign in, with the address or the code on a line of its own.
pub fn prompt_words(texts: Texts, prompt: &Prompt) -> String {
    match prompt {
        Prompt::Browser {
            side,
            address,
            opened,
        } => {
            let key = if *opened {
                "sign-in-browser-opened"
            } else {
                "sign-in-browser"
            };
            let side = side_name(texts, *side);
            format!(
                "{}\n  {address}",
                texts.t_args(key, &[("side", side.into())])
            )
        }
        Prompt::Device {
            side,
            page,
            code,
            seconds,
        } => {
            let words = [
                ("side", side_name(texts, *side).into()),
                ("page", page.as_str().into()),
                ("minutes", (seconds / 60).into()),
            ];
            format!("{}\n  {code}", texts.t_args("sign-in-device", &words))
        }
    }
}

fn stand_ins(texts: Texts, problem: &Problem) -> Vec<(Cow<'static, str>, String)> {
    let known = |name: &str| -> Option<String> {
        match name {
            "side" => problem.side.map(|side| side_name(texts, side).into_owned()),
            "mapping" => problem
                .mapping
                .as_ref()
                .map(ToString::to_string)
                .or_else(|| problem.params.get(name).cloned()),
            "span" | "every" => problem
                .params
                .get(name)
                .map(|minutes| length_words(texts, minutes)),
            "until" => problem.params.get(name).map(|day| day_words(texts, day)),
            "field" => problem
                .params
                .get(name)
                .map(|names| fields_in_words(texts, problem, names)),
            name => problem.params.get(name).cloned(),
        }
        .filter(|text| !text.is_empty())
    };
    PARAMETERS
        .iter()
        .flat_map(|&name| {
            let value = known(name);
            let has = if value.is_some() { "yes" } else { "no" };
            let value = value.unwrap_or_else(|| texts.t(&format!("cause-any-{name}")).into_owned());
            [
                (Cow::Borrowed(name), value),
                (Cow::Owned(format!("has_{name}")), has.to_owned()),
            ]
        })
        .collect()
}

/// A length of time in minutes as people read it; anything else as it stands.
fn length_words(texts: Texts, minutes: &str) -> String {
    match minutes.parse() {
        Ok(minutes) => texts.duration(SignedDuration::from_mins(minutes)),
        Err(_) => minutes.to_owned(),
    }
}

/// The day of a moment as people read it; anything else as it stands.
fn day_words(texts: Texts, moment: &str) -> String {
    match moment.parse::<Timestamp>() {
        // Expiries are days of the service, which counts them in UTC.
        Ok(moment) => texts.date(moment.to_zoned(TimeZone::UTC).date()),
        Err(_) => moment.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use strum::IntoEnumIterator as _;

    #[test]
    fn every_cause_has_its_words_in_every_language() {
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            for cause in Cause::iter() {
                let explanation = explain(texts, &Problem::new(cause));
                for text in [
                    explanation.title,
                    explanation.message,
                    explanation.next_step,
                    explanation.who,
                ] {
                    assert!(
                        !text.contains('[') && !text.contains('{') && !text.is_empty(),
                        "{cause:?} in {lang:?}: {text}"
                    );
                }
            }
        }
    }

    /// The rows of the page about causes: code and the other cells.
    fn documented() -> Vec<(&'static str, Vec<&'static str>)> {
        let page = include_str!("../../docs/causes.md");
        page.lines()
            .filter_map(|line| line.strip_prefix("| `"))
            .filter_map(|row| row.split_once("` | "))
            .map(|(code, rest)| (code, rest.split(" | ").map(str::trim).collect()))
            .collect()
    }

    #[test]
    fn the_page_of_causes_lists_all_of_them_as_they_are() {
        let rows = documented();
        for cause in Cause::iter() {
            let own: Vec<_> = rows
                .iter()
                .filter(|(code, _)| *code == cause.code())
                .collect();
            let [(_, cells)] = own.as_slice() else {
                panic!(
                    "{} stands {} times in docs/causes.md",
                    cause.code(),
                    own.len()
                );
            };
            let yes = |is: bool| if is { "yes" } else { "" };
            let who: &str = cause.fixer().into();
            let who = match who {
                "user" => "you".to_owned(),
                who => who.replace('_', " "),
            };
            assert_eq!(
                cells.get(..4).unwrap(),
                [
                    title(Texts::new(Lang::En), cause).as_str(),
                    who.as_str(),
                    yes(cause.heals_by_itself()),
                    yes(cause.stops_the_run()),
                ],
                "{}",
                cause.code()
            );
        }
    }

    #[test]
    fn the_numbers_on_the_page_of_causes_lead_to_their_causes() {
        let mut numbers = 0;
        for (code, cells) in documented() {
            for text in cells.iter().flat_map(|cell| cell.split("AADSTS").skip(1)) {
                let number: String = text.chars().take_while(char::is_ascii_digit).collect();
                let body = format!(r#"{{"error":"invalid_grant","error_codes":[{number}]}}"#);
                let problem = crate::remote::auth::entra_problem(&crate::remote::http::Answer {
                    status: 400,
                    body: body.into(),
                    ..Default::default()
                });
                assert_eq!(problem.cause.code(), code, "AADSTS{number}");
                numbers += 1;
            }
            for text in cells.iter().flat_map(|cell| cell.split("`0x").skip(1)) {
                let (hex, _) = text.split_once('`').unwrap();
                let body = format!(r#"{{"error":{{"code":"0x{hex}","message":"no words"}}}}"#);
                let problem = crate::remote::errors::problem_of(
                    Side::Dv,
                    &crate::remote::http::Answer {
                        status: if hex == "80044151" { 504 } else { 500 },
                        body: body.into(),
                        ..Default::default()
                    },
                );
                assert_eq!(problem.cause.code(), code, "0x{hex}");
                numbers += 1;
            }
        }
        assert!(numbers > 80, "{numbers}");
    }

    #[test]
    fn a_wait_says_how_long_for_whom_and_why() {
        let said = |lang, reason| {
            let waiting = Waiting {
                side: Side::Dv,
                left: Duration::from_millis(11_200),
                reason,
            };
            waiting_words(Texts::new(lang), &waiting)
        };
        let requests = WaitReason::Requests {
            allowed: 6_000,
            window: Duration::from_mins(5),
        };
        let work = WaitReason::Work {
            allowed: Duration::from_mins(20),
            window: Duration::from_mins(5),
        };
        assert_eq!(
            said(Lang::En, requests),
            "Waiting 12 s: Dataverse allows 6,000 requests in 5 minutes"
        );
        assert_eq!(
            said(Lang::En, work),
            "Waiting 12 s: Dataverse allows 20 minutes of work in 5 minutes"
        );
        assert_eq!(
            said(Lang::En, WaitReason::Asked),
            "Waiting 12 s: Dataverse asked for a pause"
        );
        for reason in [requests, work, WaitReason::Asked] {
            let french = said(Lang::Fr, reason);
            assert!(
                french.starts_with("Attente de 12") && !french.contains('{'),
                "{french}"
            );
        }
    }

    #[test]
    fn the_rule_of_2019_is_said_in_the_words_of_its_time() {
        let said = |lang, destination: &str, source: &str| {
            let problem = Problem::new(Cause::Conflict)
                .with("destination", destination)
                .with("source", source);
            explain(Texts::new(lang), &problem).message
        };
        assert_eq!(
            said(Lang::En, "customers", "accounts"),
            "Cannot update the customer record because it has a later modified date than the account record."
        );
        assert_eq!(
            said(Lang::En, "accounts", "customers"),
            "Cannot update the account record because it has a later modified date than the customer record."
        );
        assert_eq!(
            said(Lang::Fr, "customers", "accounts"),
            "Impossible de mettre à jour l’enregistrement client, car sa date de dernière modification est postérieure à celle \
             de l’enregistrement de compte."
        );
        assert_eq!(
            said(Lang::Fr, "accounts", "customers"),
            "Impossible de mettre à jour l’enregistrement de compte, car sa date de dernière modification est postérieure à \
             celle de l’enregistrement client."
        );
    }

    #[test]
    fn a_known_parameter_is_named_and_an_unknown_one_is_not_missed() {
        let problem = Problem::new(Cause::TooLong).on(Side::Bc);
        let texts = Texts::new(Lang::En);
        assert_eq!(
            explain(texts, &problem).message,
            "The text of the field in question is longer than Business Central takes."
        );
        let problem = problem.with("field", "displayName").with("limit", "100");
        assert_eq!(
            explain(texts, &problem).message,
            "The text of the field “Name” is longer than the 100 characters that Business Central takes."
        );
        assert_eq!(
            explain(Texts::new(Lang::Fr), &problem).message,
            "Le texte du champ «\u{202f}Nom\u{202f}» dépasse les 100 caractères que Business Central accepte."
        );
    }
}
