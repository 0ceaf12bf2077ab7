//! Settings of the Dataverse organisation that synchronisation depends on.

use super::{Check, CheckKind, Examination, listed};
use crate::model::reason::{Cause, Problem};
use crate::model::{SetName, Side};

const SIDE: Option<Side> = Some(Side::Dv);

/// Rules about duplicates, and the language of labels.
pub(super) async fn checks(examination: &Examination<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    if examination.wants(CheckKind::DuplicateRules) {
        checks.push(duplicates(examination).await);
    }
    if examination.wants(CheckKind::Language) {
        checks.push(language(examination).await);
    }
    checks
}

/// Rules matter before the first synchronisation only: they do not hold back a program, and what is coupled is not created.
async fn duplicates(examination: &Examination<'_>) -> Check {
    let kind = CheckKind::DuplicateRules;
    let Some(survey) = examination.remote(Side::Dv).survey() else {
        return Check::unknown(kind, SIDE);
    };
    let created: Vec<SetName> = examination
        .enabled()
        .filter(|mapping| {
            !mapping.only_coupled
                && mapping.direction.writes(Side::Dv)
                && !examination.coupled.contains(&mapping.name)
        })
        .map(|mapping| mapping.sets.dv.clone())
        .collect();
    match survey.duplicate_rules(&created).await {
        Ok(Some(rules)) => {
            let named = rules.iter().map(|(set, rule)| format!("{set} ({rule})"));
            Check::none_of(kind, SIDE, Cause::DuplicateRules, &listed(named))
        }
        Ok(None) => Check::unknown(kind, SIDE),
        Err(problem) => Check::unanswered(kind, Side::Dv, problem),
    }
}

async fn language(examination: &Examination<'_>) -> Check {
    let kind = CheckKind::Language;
    let Some(survey) = examination.remote(Side::Dv).survey() else {
        return Check::unknown(kind, SIDE);
    };
    match survey.languages().await {
        Ok(Some(languages)) if languages.organisation == languages.user => {
            Check::ok(kind, SIDE, Some(language_name(languages.user)))
        }
        Ok(Some(languages)) => Check::warning(
            kind,
            SIDE,
            Problem::new(Cause::LanguageDiffers)
                .with("is", &language_name(languages.user))
                .with("was", &language_name(languages.organisation)),
        ),
        Ok(None) => Check::unknown(kind, SIDE),
        Err(problem) => Check::unanswered(kind, Side::Dv, problem),
    }
}

/// A language by its Windows number, as people know it: its tag, with the number beside it.
fn language_name(number: i64) -> String {
    let tag = match number {
        1025 => "ar-SA",
        1028 => "zh-TW",
        1029 => "cs-CZ",
        1030 => "da-DK",
        1031 => "de-DE",
        1033 => "en-US",
        1035 => "fi-FI",
        1036 => "fr-FR",
        1038 => "hu-HU",
        1040 => "it-IT",
        1041 => "ja-JP",
        1043 => "nl-NL",
        1044 => "nb-NO",
        1045 => "pl-PL",
        1046 => "pt-BR",
        1049 => "ru-RU",
        1053 => "sv-SE",
        1055 => "tr-TR",
        2052 => "zh-CN",
        2057 => "en-GB",
        2070 => "pt-PT",
        3082 => "es-ES",
        _ => return number.to_string(),
    };
    format!("{tag} ({number})")
}
