//! The first plan as a file: every record with what would be done and, where it would fail, why and what to do.

use super::plan::problem_of;
use crate::app::App;
use crate::i18n::Texts;
use crate::model::Direction;
use crate::model::plan::ActionLine;
use crate::worker::explain::explain;
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
        let texts = self.texts;
        let rows = plan.actions.iter().map(|line| row(texts, line)).collect();
        let headings = HEADINGS.map(|key| texts.t(key).into_owned()).to_vec();
        let name = texts.t("wizard-step-plan").to_lowercase();
        self.export_rows(&name, headings, rows);
    }
}

/// A line of the plan in words, in the order of [`HEADINGS`].
fn row(texts: Texts, line: &ActionLine) -> Vec<String> {
    let direction = match line.direction {
        Direction::Both => "direction-both",
        Direction::ToDataverse => "direction-to-dv",
        Direction::ToBusinessCentral => "direction-to-bc",
    };
    let words = problem_of(line).map(|problem| explain(texts, problem));
    let (why, next) = words.map_or_else(Default::default, |words| (words.message, words.next_step));
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
        next,
        id(line.bc_id),
        id(line.dv_id),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::model::reason::{Cause, Problem, Reason};

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
