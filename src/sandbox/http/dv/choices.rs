//! Actions that customize option sets.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::super::exchange::{Call, JSON, Reply};
use super::body::members;
use super::{Session, errors};
use crate::sandbox::system::def::Label;
use crate::sandbox::system::dv::ChoiceName;
use crate::sandbox::system::refusal::Refusal;

/// `InsertOptionValue`, `UpdateOptionValue`, `DeleteOptionValue`.
pub fn answer(session: &mut Session<'_>, action: &str, call: &Call) -> Result<Reply, Refusal> {
    let body = members(call)?;
    let text = |name: &str| {
        body.get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let choice = match (
        text("OptionSetName"),
        text("EntityLogicalName"),
        text("AttributeLogicalName"),
    ) {
        (_, Some(table), Some(column)) => ChoiceName::Column { table, column },
        (Some(name), _, _) => ChoiceName::Global(name),
        _ => {
            return Err(errors::bad_request(
                "Neither a global option set nor a column is named.",
            ));
        }
    };
    let value = body
        .get("Value")
        .and_then(Value::as_i64)
        .and_then(|value| i32::try_from(value).ok());
    let missing = |name: &str| errors::bad_request(format!("The parameter '{name}' is missing."));
    match action {
        "InsertOptionValue" => {
            let caption = body
                .get("Label")
                .and_then(label)
                .ok_or_else(|| missing("Label"))?;
            let made = session.dv.insert_option(choice, value, caption)?;
            let context = format!(
                "{}/$metadata#Microsoft.Dynamics.CRM.InsertOptionValueResponse",
                session.root
            );
            Ok(Reply::body(
                200,
                JSON,
                json!({"@odata.context": context, "NewOptionValue": made}).to_string(),
            ))
        }
        "UpdateOptionValue" => {
            let caption = body
                .get("Label")
                .and_then(label)
                .ok_or_else(|| missing("Label"))?;
            session
                .dv
                .update_option(choice, value.ok_or_else(|| missing("Value"))?, caption)?;
            Ok(Reply::empty(204))
        }
        _ => {
            session
                .dv
                .delete_option(choice, value.ok_or_else(|| missing("Value"))?)?;
            Ok(Reply::empty(204))
        }
    }
}

/// A caption: that of a language where one is given, else the first for both.
pub fn label(tree: &Value) -> Option<Label> {
    let localized = tree.get("LocalizedLabels")?.as_array()?;
    let of = |code: i64| {
        localized
            .iter()
            .find(|label| label.get("LanguageCode").and_then(Value::as_i64) == Some(code))
            .and_then(|label| label.get("Label")?.as_str())
    };
    let first = localized.first()?.get("Label")?.as_str()?;
    let owned = |text: &str| Cow::Owned(text.to_owned());
    Some(Label {
        en: owned(of(1033).unwrap_or(first)),
        fr: owned(of(1036).unwrap_or(first)),
    })
}
