//! Plans as files: every record with what would be done and, where it would fail, why and what to do.

use super::plan::problem_of;
use crate::app::App;
use crate::i18n::{Arg, Texts};
use crate::model::Direction;
use crate::model::plan::ActionLine;
use crate::model::reason::Reason;
use crate::worker::explain::{explain, side_name};
use uuid::Uuid;

/// The keys of the headings, left to right.
const HEADINGS: [&str; 9] = [
    "word-table-mapping",
    "cli-col-action",
    "word-direction",
    "cli-col-record",
    "cli-col-field",
    "wizard-plan-why",
    "state-error-next",
    "wizard-plan-id-bc",
    "wizard-plan-id-dv",
];

impl App {
    /// Asks where to, and writes the whole first plan there.
    pub(super) fn export_plan(&mut self) {
        let Some(plan) = &self.wizard.plan else {
            return;
        };
        let rows = rows(self.texts, &plan.actions);
        let name = self.texts.t("wizard-step-plan").to_lowercase();
        self.export_rows(&name, headings(self.texts), rows);
    }

    /// Asks where to, and writes what a full comparison would do there.
    pub(in crate::app) fn export_comparison(&mut self) {
        let Some(plan) = &self.full.plan else {
            return;
        };
        let rows = rows(self.texts, plan.rows.iter().map(|row| &row.line));
        let name = self.texts.t("nav-full").to_lowercase();
        self.export_rows(&name, headings(self.texts), rows);
    }
}

fn headings(texts: Texts) -> Vec<String> {
    HEADINGS.map(|key| texts.t(key).into_owned()).to_vec()
}

fn rows<'l>(texts: Texts, lines: impl IntoIterator<Item = &'l ActionLine>) -> Vec<Vec<String>> {
    lines.into_iter().map(|line| row(texts, line)).collect()
}

/// Why a line of a plan is there, in a few words.
pub fn reason_words(texts: Texts, reason: &Reason) -> String {
    let (key, side) = match reason {
        Reason::Changed { side } => ("changed", Some(*side)),
        Reason::Merged => ("merged", None),
        Reason::New { side } => ("new", Some(*side)),
        Reason::Matched => ("matched", None),
        Reason::Conflict { .. } => ("conflict", None),
        Reason::Policy { winner } => ("policy", Some(*winner)),
        Reason::Decided => ("decided", None),
        Reason::Taken { winner } => ("taken", Some(*winner)),
        Reason::Deleted { side } => ("deleted", Some(*side)),
        Reason::Restored { side } => ("restored", Some(*side)),
        Reason::Reverted => ("reverted", None),
        Reason::Problem(problem) => return explain(texts, problem).message,
    };
    let side = side.map_or("".into(), |side| side_name(texts, side));
    let args = [("side", Arg::from(side.as_ref()))];
    texts.t_args(&format!("plan-reason-{key}"), &args)
}

/// A line of the plan in words, in the order of [`HEADINGS`].
fn row(texts: Texts, line: &ActionLine) -> Vec<String> {
    let direction = match line.direction {
        Direction::Both => "direction-both",
        Direction::ToDataverse => "direction-to-dv",
        Direction::ToBusinessCentral => "direction-to-bc",
    };
    let why = reason_words(texts, &line.reason);
    let next = problem_of(line).map(|problem| explain(texts, problem).next_step);
    let id = |id: Option<Uuid>| id.map_or_else(String::new, |id| id.hyphenated().to_string());
    let fields: Vec<&str> = line
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    vec![
        line.mapping.to_string(),
        texts.t(&format!("cli-action-{}", line.action)).into_owned(),
        texts.t(direction).into_owned(),
        line.label.clone(),
        fields.join(", "),
        why,
        next.unwrap_or_default(),
        id(line.bc_id),
        id(line.dv_id),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::model::Side;
    use crate::model::reason::{Cause, Problem};

    #[test]
    fn every_reason_has_words_in_both_languages() {
        let reasons = [
            Reason::Changed { side: Side::Bc },
            Reason::Merged,
            Reason::New { side: Side::Dv },
            Reason::Matched,
            Reason::Conflict { fields: Vec::new() },
            Reason::Policy { winner: Side::Bc },
            Reason::Decided,
            Reason::Taken { winner: Side::Dv },
            Reason::Deleted { side: Side::Bc },
            Reason::Restored { side: Side::Dv },
            Reason::Reverted,
        ];
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            let words: std::collections::HashSet<String> = reasons
                .iter()
                .map(|reason| reason_words(texts, reason))
                .collect();
            assert_eq!(words.len(), reasons.len());
            assert!(
                words.iter().all(|words| !words.contains("plan-reason")),
                "{words:?}"
            );
        }
    }

    #[test]
    fn a_record_that_would_fail_stands_there_with_its_cause_and_the_next_step() {
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            let problem = Problem::new(Cause::LookupNotCoupled).with("target", "Adatum");
            let line = ActionLine {
                mapping: "CONTACT".into(),
                bc_id: Some(Uuid::from_u128(1)),
                dv_id: None,
                label: "O'Brien' or 1 eq 1".to_owned(),
                action: "fail".to_owned(),
                direction: Direction::ToDataverse,
                fields: Vec::new(),
                reason: Reason::Problem(problem.clone()),
            };
            let row = row(texts, &line);
            assert_eq!(row.len(), HEADINGS.len());
            let words = explain(texts, &problem);
            assert!(row.contains(&words.message) && row.contains(&words.next_step));
            assert!(row.contains(&line.label));
            for key in HEADINGS {
                assert!(texts.has(key), "{key}");
            }
        }
    }
}
