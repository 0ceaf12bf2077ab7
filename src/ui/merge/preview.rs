//! Exactly what would be sent to each side: the record, the version that it must still have, and each field's old and new
//! value.

use super::words;
use crate::app::App;
use crate::app::merging::Merging;
use crate::model::plan::FieldChange;
use crate::model::{FieldKind, Side, Value};
use crate::ui::design::{DesignExt as _, Icon, text};
use crate::ui::widgets::{Button, SideBadge};
use eframe::egui::{Label, Ui};
use serde_json::{Map, Value as Json, json};

/// Draws the preview.
pub(super) fn show(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let texts = app.texts;
    let writes = merging.merge.writes();
    ui.horizontal_wrapped(|ui| {
        ui.label(text::small(texts.t("merge-preview-title")));
        let copy = Button::quiet(texts.t("merge-copy-json"))
            .icon(Icon::Copy)
            .small();
        if ui.add(copy).clicked() {
            ui.ctx().copy_text(as_json(merging));
        }
    });
    for side in Side::BOTH {
        let changes = writes.get(side);
        ui.horizontal_wrapped(|ui| {
            ui.add(SideBadge::new(side));
            if changes.is_empty() {
                ui.label(text::weak(texts.t("merge-writes-nothing")));
            } else {
                ui.label(text::mono(request_line(merging, side)));
            }
        });
        for change in changes {
            let tokens = ui.tokens();
            let show = |value: &Value| {
                if value.is_empty() {
                    texts.t("value-empty").into_owned()
                } else {
                    words::cut(texts, &value.to_plain())
                }
            };
            let line = format!(
                "    {}: {} → {}",
                change.field,
                show(&change.before),
                show(&change.after)
            );
            ui.add(Label::new(text::mono(line).color(tokens.text.body)).wrap());
        }
    }
}

/// The request as a service's log would show it.
fn request_line(merging: &Merging, side: Side) -> String {
    let set = merging.view.mapping.sets.get(side);
    let id = merging.view.coupling.ids.get(side);
    let tag = merging.view.coupling.seen.get(side).etag();
    let condition = tag.map(|tag| format!("  If-Match: {}", tag.0));
    format!(
        "PATCH {}({}){}",
        set.as_str(),
        id.hyphenated(),
        condition.unwrap_or_default()
    )
}

/// Both requests with their bodies, as JSON.
fn as_json(merging: &Merging) -> String {
    let writes = merging.merge.writes();
    let requests: Vec<Json> = Side::BOTH
        .into_iter()
        .filter(|side| !writes.get(*side).is_empty())
        .map(|side| {
            let body: Map<String, Json> = writes
                .get(side)
                .iter()
                .map(|change| member(merging, side, change))
                .collect();
            let view = &merging.view;
            json!({
                "side": match side { Side::Bc => "business_central", Side::Dv => "dataverse" },
                "method": "PATCH",
                "path": format!("{}({})", view.mapping.sets.get(side).as_str(), view.coupling.ids.get(side).hyphenated()),
                "if_match": view.coupling.seen.get(side).etag().map(|tag| tag.0.clone()),
                "body": body,
            })
        })
        .collect();
    serde_json::to_string_pretty(&requests).unwrap_or_default()
}

/// A member of the body; a Dataverse reference is bound to its record.
fn member(merging: &Merging, side: Side, change: &FieldChange) -> (String, Json) {
    let name = change.field.as_str().to_owned();
    let schema = merging.view.schemas.get(side).field(&name);
    if let (Side::Dv, Some(FieldKind::Lookup { target }), Value::Guid(id)) =
        (side, schema.map(|schema| &schema.kind), &change.after)
        && let Some(target) = target
    {
        let bound = format!("/{}({})", target.as_str(), id.hyphenated());
        return (format!("{name}@odata.bind"), Json::String(bound));
    }
    (name, change.after.to_json())
}
