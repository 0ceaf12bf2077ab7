//! What was found in the draft, and what saving it would do.

use super::Drawn;
use crate::app::command::MappingCommand;
use crate::app::mapping::editor::Impact;
use crate::app::mapping::findings::{Finding, FindingKind};
use crate::i18n::{Arg, Texts};
use crate::ui::design::DesignExt as _;
use crate::ui::design::{Icon, Tone, icon, space, text};
use crate::ui::widgets::{Button, card};
use crate::worker::explain::{explain, side_name};
use eframe::egui::{Align, Label, Layout, Ui};

/// How many findings are shown; the others follow once these are dealt with.
const SHOWN: usize = 6;

/// Draws both, as far as there is something to say.
pub(super) fn show(ui: &mut Ui, drawn: &mut Drawn<'_>) {
    if drawn.editor.trying {
        card(ui, |ui| {
            ui.label(drawn.texts.t("mappings-trying"));
        });
        ui.add_space(space::M);
    }
    if let Some(impact) = &drawn.editor.impact {
        consequences(ui, drawn, impact);
        ui.add_space(space::M);
    }
    let findings = &drawn.editor.findings;
    if findings.is_empty() {
        return;
    }
    card(ui, |ui| {
        let count = [("count", Arg::from(findings.len()))];
        ui.label(text::strong(
            drawn.texts.t_args("mappings-problems", &count),
        ));
        for finding in findings.iter().take(SHOWN) {
            line(ui, drawn, finding);
        }
        if let Some(more) = findings.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            let more = [("count", Arg::from(more))];
            ui.label(text::small(
                drawn.texts.t_args("question-brake-more", &more),
            ));
        }
    });
    ui.add_space(space::M);
}

fn line(ui: &mut Ui, drawn: &mut Drawn<'_>, finding: &Finding) {
    let tone = if finding.kind.is_fault() {
        Tone::Error
    } else {
        Tone::Warning
    };
    let color = tone.color(ui.tokens());
    ui.horizontal(|ui| {
        ui.add(icon(tone.icon()).color(color));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(index) = finding.field {
                let name = field_name(drawn, index);
                let show = drawn
                    .texts
                    .t_args("mappings-show", &[("field", name.into())]);
                if ui.add(Button::quiet(show).small()).clicked() {
                    drawn.send(MappingCommand::Focus(Some(index)));
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(words(drawn.texts, &finding.kind)).wrap());
            });
        });
    });
}

fn field_name(drawn: &Drawn<'_>, index: usize) -> String {
    let field = drawn.editor.draft.fields.get(index);
    field
        .map(|field| field.name().to_string())
        .unwrap_or_default()
}

fn words(texts: Texts, kind: &FindingKind) -> String {
    let about = |key: &str, side, field: &str| {
        let side = side_name(texts, side);
        let args = [
            ("side", Arg::from(side.as_ref())),
            ("field", Arg::from(field)),
        ];
        texts.t_args(key, &args)
    };
    match kind {
        FindingKind::Fault(code, detail) => {
            let key = format!("fault-{code}");
            texts.t_args(&key, &[("detail", Arg::from(detail.as_str()))])
        }
        FindingKind::NoField(side, field) => about("finding-no-field", *side, field),
        FindingKind::ReadOnly(side, field) => about("finding-read-only", *side, field),
        FindingKind::Required(side, field) => about("finding-required", *side, field),
        FindingKind::Refused {
            failed,
            of,
            problem,
        } => {
            let message = explain(texts, problem).message;
            let args = [
                ("failed", Arg::from(*failed)),
                ("of", Arg::from(*of)),
                ("why", Arg::from(message)),
            ];
            texts.t_args("finding-refused", &args)
        }
    }
}

fn consequences(ui: &mut Ui, drawn: &mut Drawn<'_>, impact: &Impact) {
    let texts = drawn.texts;
    card(ui, |ui| {
        ui.label(text::strong(texts.t("impact-title")));
        if impact.actions.is_empty() {
            ui.label(texts.t("impact-nothing"));
        }
        for (action, side, count) in &impact.actions {
            let side = side.map(|side| side_name(texts, side)).unwrap_or_default();
            let args = [
                ("count", Arg::from(*count)),
                ("side", Arg::from(side.as_ref())),
            ];
            let key = format!("impact-{action}");
            let words = if texts.has(&key) {
                texts.t_args(&key, &args)
            } else {
                format!("{action}: {}", texts.count(*count))
            };
            ui.label(words);
        }
        if !impact.first.is_empty() {
            let names = impact.first.join(" · ");
            ui.add(Label::new(text::small(names)).wrap());
        }
        if let Some(problem) = &impact.stopped {
            let color = Tone::Warning.color(ui.tokens());
            ui.horizontal(|ui| {
                ui.add(icon(Icon::Warning).color(color));
                ui.add(Label::new(explain(texts, problem).message).wrap());
            });
        }
        if drawn.editor.is_changed() {
            let save = Button::primary(texts.t("action-save")).enabled(!drawn.editor.saving);
            if ui.add(save).clicked() {
                drawn.send(MappingCommand::Save);
            }
        }
    });
}
