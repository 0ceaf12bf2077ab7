//! Match-based coupling: the rules, what they find, and coupling what a person agrees with.

use super::full_plan::in_sight;
use crate::app::App;
use crate::app::command::{Command, MatchCommand};
use crate::app::matching::{MatchField, MatchMapping, MatchTab};
use crate::app::merging_sections::caption;
use crate::app::route::Route;
use crate::engine::outcome::{Doubtful, MatchReport, MatchedPair, NearMatch};
use crate::engine::request::AfterCoupling;
use crate::i18n::{Arg, Texts};
use crate::model::mapping::MatchRule;
use crate::model::{MappingName, Side, Sides};
use crate::ui::design::{Icon, Tone, space, text};
use crate::ui::widgets::{
    Button, Choice, Notice, PageState, SideBadge, StateChip, card, check, page_header, scrolled,
    select,
};
use crate::worker::captions::known_caption;
use eframe::egui::{Align, Id, Label, Layout, Ui, vec2};
use uuid::Uuid;

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let can = app.connection.is_some() && app.running.is_none();
    let matchable = app
        .matching
        .mapping()
        .is_some_and(|one| !one.groups.is_empty());
    page_header(
        ui,
        texts.t("word-match-based-coupling"),
        texts.t("match-sentence"),
        |ui| {
            let preview = if app.matching.report.is_some() {
                Button::quiet(texts.t("match-preview-again"))
            } else {
                Button::primary(texts.t("match-preview"))
            };
            let preview = preview.icon(Icon::Search).enabled(can && matchable);
            if ui.add(preview).clicked() {
                app.send(Command::Match(MatchCommand::Preview));
            }
        },
    );
    if let Some(problem) = app.matching.problem.clone() {
        if super::unreadable(texts, &problem).show(ui) {
            app.send(Command::Refresh);
        }
        return;
    }
    let Some(mapping) = app.matching.mapping().cloned() else {
        if super::unconnected(ui, app) {
            return;
        }
        let empty = PageState::Empty {
            icon: Icon::Match,
            title: texts.t("match-empty-title").into_owned(),
            why: texts.t("match-empty-why").into_owned(),
            action: Some(texts.t("nav-mappings").into_owned()),
        };
        if empty.show(ui) {
            app.send(Command::Go(Route::Mappings));
        }
        return;
    };
    scrolled(ui, "match", |ui| {
        rules(ui, app, &mapping);
        ui.add_space(space::M);
        if app.matching.busy && app.matching.report.is_none() {
            PageState::Loading.show(ui);
            return;
        }
        if let Some(report) = app.matching.report.clone() {
            found(ui, app, &mapping, &report);
        }
    });
}

fn rules(ui: &mut Ui, app: &mut App, mapping: &MatchMapping) {
    let texts = app.texts;
    card(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(text::strong(texts.t("word-table-mapping")));
            let options: Vec<(MappingName, String)> = app
                .matching
                .mappings
                .iter()
                .map(|one| (one.name.clone(), one.name.to_string()))
                .collect();
            let mut chosen = mapping.name.clone();
            if select(ui, &texts.t("word-table-mapping"), &mut chosen, &options) {
                app.send(Command::Match(MatchCommand::Choose(chosen)));
            }
            let alone = [
                ("bc", Arg::from(texts.count(mapping.alone.bc))),
                ("dv", Arg::from(texts.count(mapping.alone.dv))),
            ];
            ui.add(Label::new(text::weak(texts.t_args("match-alone", &alone))).wrap());
        });
        ui.add_space(space::S);
        ui.label(text::strong(texts.t("word-coupling-criteria")));
        if mapping.groups.is_empty() {
            ui.add(Label::new(texts.t("match-no-rules")).wrap());
        }
        for (place, group) in (1_u32..).zip(&mapping.groups) {
            let criteria = group.criteria.iter().map(|(names, strict)| {
                let rule = rule_in_words(texts, names);
                if *strict {
                    texts.t_args("match-rule-strict", &[("rule", Arg::from(rule))])
                } else {
                    rule
                }
            });
            let criteria: Vec<String> = criteria.collect();
            let and = texts.t("match-and");
            let line = criteria.join(&format!(" {and} "));
            ui.add(Label::new(format!("{place}. {line}")).wrap());
        }
        ui.add(Label::new(text::small(texts.t("match-rules-help"))).wrap());
        criteria(ui, app, mapping);
    });
}

/// Which fields must agree: what people call them, and what the services do.
fn rule_in_words(texts: Texts, names: &Sides<String>) -> String {
    let args = [
        ("bc", Arg::from(names.bc.as_str())),
        ("dv", Arg::from(names.dv.as_str())),
    ];
    let rule = texts.t_args("match-rule", &args);
    match known_caption(texts, &names.bc) {
        Some(field) => {
            let args = [("field", Arg::from(field)), ("rule", Arg::from(rule))];
            texts.t_args("match-rule-called", &args)
        }
        None => rule,
    }
}

/// How many priorities are offered.
const PRIORITIES: u32 = 6;

/// Where criteria are changed; folded until somebody wants to.
fn criteria(ui: &mut Ui, app: &mut App, mapping: &MatchMapping) {
    let texts = app.texts;
    let id = Id::unique("match-criteria-open");
    let mut open: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let sign = if open {
        Icon::ChevronUp
    } else {
        Icon::ChevronDown
    };
    let fold = Button::plain(texts.t("match-change-criteria")).trailing(sign);
    if ui.add(fold.small()).clicked() {
        open = !open;
        ui.data_mut(|data| data.insert_temp(id, open));
    }
    if !open {
        return;
    }
    let free = !app.matching.busy && app.running.is_none();
    let name = |field: &MatchField| rule_in_words(texts, &field.names);
    let mut sent = None;
    ui.add_enabled_ui(free, |ui| {
        for field in &mapping.fields {
            let Some(rule) = field.rule else { continue };
            ui.push_id(field.index, |ui| {
                ui.horizontal_wrapped(|ui| {
                    let mut new = rule;
                    let of = name(field);
                    ui.label(text::weak(texts.t("word-match-priority")));
                    let priorities: Vec<(u32, String)> = (0..PRIORITIES.max(rule.priority + 1))
                        .map(|place| (place, (place + 1).to_string()))
                        .collect();
                    let label = texts.named(&of, &texts.t("word-match-priority"));
                    select(ui, &label, &mut new.priority, &priorities);
                    ui.label(text::strong(of.as_str()));
                    check(ui, &texts.t("mappings-case"), &mut new.case_sensitive);
                    let args = [("field", Arg::from(of.as_str()))];
                    let remove = texts.t_args("match-remove-criterion", &args);
                    if ui
                        .add(Button::icon_only(Icon::Cross, remove).small())
                        .clicked()
                    {
                        sent = Some(MatchCommand::Criterion(field.index, None));
                    } else if new != rule {
                        sent = Some(MatchCommand::Criterion(field.index, Some(new)));
                    }
                });
            });
        }
        let mut add: Option<usize> = None;
        let mut others = vec![(None, texts.t("match-add-criterion").into_owned())];
        let unused = mapping.fields.iter().filter(|field| field.rule.is_none());
        others.extend(unused.map(|field| (Some(field.index), name(field))));
        if select(ui, &texts.t("match-add-criterion"), &mut add, &others)
            && let Some(index) = add
        {
            // After those that there are: it is tried when they find nothing.
            let last = mapping.groups.iter().map(|group| group.priority + 1).max();
            let rule = MatchRule {
                priority: last.unwrap_or_default(),
                case_sensitive: false,
            };
            sent = Some(MatchCommand::Criterion(index, Some(rule)));
        }
    });
    if let Some(command) = sent {
        app.send(Command::Match(command));
    }
}

fn found(ui: &mut Ui, app: &mut App, mapping: &MatchMapping, report: &MatchReport) {
    let texts = app.texts;
    let near = report.near.len() as u64;
    let tabs = [
        (MatchTab::Sure, "match-tab-sure", report.coupled),
        (MatchTab::Near, "match-tab-near", near),
        (
            MatchTab::Several,
            "match-tab-several",
            report.doubtful.len() as u64,
        ),
        (
            MatchTab::Alone,
            "match-tab-alone",
            report.unmatched.bc + report.unmatched.dv,
        ),
    ];
    let mut tab = app.matching.tab;
    ui.horizontal_wrapped(|ui| {
        let mut choice = Choice::new(texts.t("match-result"), &mut tab);
        for (value, key, count) in tabs {
            let words = texts.t_args(key, &[("count", Arg::from(count))]);
            choice = choice.option(value, words);
        }
        if choice.show(ui) {
            app.send(Command::Match(MatchCommand::Tab(tab)));
        }
    });
    ui.add_space(space::S);
    card(ui, |ui| match app.matching.tab {
        MatchTab::Sure => sure(ui, app, report),
        MatchTab::Near => nearly(ui, app, &report.near),
        MatchTab::Several => several(ui, app, &report.doubtful),
        MatchTab::Alone => alone(ui, app, report),
    });
    ui.add_space(space::M);
    couple(ui, app, mapping);
}

fn sure(ui: &mut Ui, app: &mut App, report: &MatchReport) {
    let texts = app.texts;
    if report.pairs.is_empty() {
        ui.label(text::weak(texts.t("match-none-sure")));
        return;
    }
    let all = app.matching.except.is_empty();
    let mut every = all;
    let words = texts.t("action-select-all");
    if check(ui, &words, &mut every).changed() {
        app.send(Command::Match(MatchCommand::LeaveAll(!every)));
    }
    rows(ui, &report.pairs, |ui, pair| sure_pair(ui, app, pair));
    let more = report.coupled.saturating_sub(report.pairs.len() as u64);
    if more > 0 {
        let more = [("count", Arg::from(more))];
        ui.label(text::weak(texts.t_args("match-more", &more)));
    }
}

fn sure_pair(ui: &mut Ui, app: &mut App, pair: &MatchedPair) {
    let texts = app.texts;
    let mut on = !app.matching.except.contains(&pair.bc_id);
    let label = both(texts, &pair.bc_label, &pair.dv_label);
    ui.horizontal(|ui| {
        if check(ui, &label, &mut on).changed() {
            app.send(Command::Match(MatchCommand::Leave(pair.bc_id, !on)));
        }
    });
    let fields: Vec<_> = pair
        .fields
        .iter()
        .map(|field| caption(texts, field.as_str()))
        .collect();
    let why = [("fields", Arg::from(fields.join(", ")))];
    below(ui, texts.t_args("match-why-equal", &why));
}

/// From which scores on all nearly matching pairs are offered to be ticked at once.
const FROM: [u32; 3] = [90, 80, 70];

fn nearly(ui: &mut Ui, app: &mut App, near: &[NearMatch]) {
    let texts = app.texts;
    if near.is_empty() {
        ui.label(text::weak(texts.t("match-none-near")));
        return;
    }
    ui.add(Label::new(text::weak(texts.t("match-near-help"))).wrap());
    ui.horizontal_wrapped(|ui| {
        for least in FROM {
            let count = near.iter().filter(|pair| pair.score >= least).count();
            let args = [
                ("score", Arg::from(least)),
                ("count", Arg::from(count as u64)),
            ];
            let tick = Button::quiet(texts.t_args("match-near-tick", &args)).small();
            if ui.add(tick.enabled(count > 0)).clicked() {
                app.send(Command::Match(MatchCommand::AlsoFrom(least)));
            }
        }
        let none = Button::plain(texts.t("match-near-tick-none")).small();
        if ui.add(none).clicked() {
            app.send(Command::Match(MatchCommand::AlsoFrom(u32::MAX)));
        }
    });
    rows(ui, near, |ui, pair| {
        let mut on = app.matching.also.get(&pair.bc_id) == Some(&pair.dv_id);
        let label = both(texts, &pair.bc_label, &pair.dv_label);
        let taken = app.matching.is_taken(pair.dv_id, pair.bc_id);
        ui.add_enabled_ui(!taken, |ui| {
            if check(ui, &label, &mut on).changed() {
                let row = on.then_some(pair.dv_id);
                app.send(Command::Match(MatchCommand::Also(pair.bc_id, row)));
            }
        });
        let fields: Vec<String> = pair
            .fields
            .iter()
            .map(|own| {
                let caption = caption(texts, own.field.as_str());
                let args = [
                    ("field", Arg::from(caption)),
                    ("score", Arg::from(own.score)),
                ];
                texts.t_args("match-why-field", &args)
            })
            .collect();
        let args = [
            ("score", Arg::from(pair.score)),
            ("fields", Arg::from(fields.join(" · "))),
        ];
        below(ui, texts.t_args("match-why-near", &args));
    });
}

fn several(ui: &mut Ui, app: &mut App, doubtful: &[Doubtful]) {
    let texts = app.texts;
    if doubtful.is_empty() {
        ui.label(text::weak(texts.t("match-none-several")));
        return;
    }
    ui.add(Label::new(text::weak(texts.t("match-several-help"))).wrap());
    for one in doubtful {
        ui.horizontal_wrapped(|ui| {
            ui.add(SideBadge::new(Side::Bc).word(&one.bc_label));
            let mut chosen = app.matching.also.get(&one.bc_id).copied();
            let mut options: Vec<(Option<Uuid>, String)> =
                vec![(None, texts.t("match-choose-none").into_owned())];
            let free = one
                .candidates
                .iter()
                .filter(|candidate| !app.matching.is_taken(candidate.dv_id, one.bc_id));
            options
                .extend(free.map(|candidate| (Some(candidate.dv_id), candidate.dv_label.clone())));
            let name = texts.t_args("match-partner-of", &[("record", Arg::from(&one.bc_label))]);
            if select(ui, &name, &mut chosen, &options) {
                app.send(Command::Match(MatchCommand::Also(one.bc_id, chosen)));
            }
            let count = [("count", Arg::from(one.candidates.len()))];
            ui.label(text::small(texts.t_args("match-candidates", &count)));
        });
    }
}

fn alone(ui: &mut Ui, app: &mut App, report: &MatchReport) {
    let texts = app.texts;
    for (side, count) in [
        (Side::Bc, report.unmatched.bc),
        (Side::Dv, report.unmatched.dv),
    ] {
        ui.horizontal(|ui| {
            ui.add(SideBadge::new(side));
            ui.label(texts.t_args("match-without", &[("count", Arg::from(count))]));
        });
    }
    ui.add_space(space::S);
    let mut create = app.matching.create;
    if check(ui, &texts.t("word-create-if-no-match"), &mut create).changed() {
        app.send(Command::Match(MatchCommand::Create(create)));
    }
    ui.add(Label::new(text::small(texts.t("match-create-help"))).wrap());
}

/// The last step: what happens to the new pairs, and the button.
fn couple(ui: &mut Ui, app: &mut App, mapping: &MatchMapping) {
    let texts = app.texts;
    let selected = app.matching.selected();
    let creates = app.matching.create && app.matching.except.is_empty();
    if app.matching.create && !creates {
        Notice::new(Tone::Info, texts.t("match-create-held")).show(ui);
        ui.add_space(space::S);
    }
    ui.horizontal_wrapped(|ui| {
        let button = texts.t_args("match-couple", &[("count", Arg::from(selected))]);
        let can = app.running.is_none() && app.connection.is_some();
        let enabled = can && (selected > 0 || creates);
        let button = Button::primary(button).icon(Icon::Link).enabled(enabled);
        if ui.add(button).clicked() {
            app.send(Command::Match(MatchCommand::Couple));
        }
        ui.label(texts.t("match-then"));
        let options = [
            (
                AfterCoupling::Nothing,
                texts.t("match-then-compare").into_owned(),
            ),
            (
                AfterCoupling::Take(Side::Bc),
                texts.t("match-then-bc").into_owned(),
            ),
            (
                AfterCoupling::Take(Side::Dv),
                texts.t("match-then-dv").into_owned(),
            ),
        ];
        let mut then = app.matching.then;
        if select(ui, &texts.t("match-then"), &mut then, &options) {
            app.send(Command::Match(MatchCommand::Then(then)));
        }
        if creates {
            ui.add(StateChip::tone(Tone::Warning, texts.t("match-creates")));
        }
    });
    let name = [("mapping", Arg::from(mapping.name.as_str()))];
    ui.add(Label::new(text::small(texts.t_args("match-couple-help", &name))).wrap());
}

fn both(texts: Texts, bc: &str, dv: &str) -> String {
    let or_none = |label: &str| {
        if label.is_empty() {
            texts.t("value-none").into_owned()
        } else {
            label.to_owned()
        }
    };
    format!("{} ⇄ {}", or_none(bc), or_none(dv))
}

/// Height of a pair and of the reason under it, in points.
const PAIR: f32 = space::CONTROL + REASON;
/// Height of the reason.
const REASON: f32 = 22.0;

/// Draws the pairs in sight, and some around them for the keyboard: there may be a thousand of them.
fn rows<T>(ui: &mut Ui, all: &[T], mut row: impl FnMut(&mut Ui, &T)) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let top = ui.cursor().top();
        let (first, last) = in_sight(ui.clip_rect().y_range(), top, PAIR, all.len());
        ui.add_space(PAIR * first as f32);
        let size = vec2(ui.available_width(), PAIR);
        for (place, one) in (first..).zip(all.get(first..last).unwrap_or_default()) {
            ui.push_id(place, |ui| {
                ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                    ui.set_min_size(size);
                    ui.set_max_height(PAIR);
                    row(ui, one);
                });
            });
        }
        ui.add_space(PAIR * all.len().saturating_sub(last) as f32);
    });
}

/// The reason under a pair, in line with its words.
fn below(ui: &mut Ui, words: String) {
    ui.horizontal(|ui| {
        ui.add_space(space::ICON + space::S);
        ui.add(Label::new(text::small(words)).truncate());
    });
}
