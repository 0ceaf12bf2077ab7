//! Option sets seen as entity sets: `accounts.paymenttermscode` has one record for each value, with `value` and `label`.

use super::attributes::path_of;
use super::definitions::{Definitions, definitions};
use super::metadata::{OptionItem, OptionSet, list};
use super::{Dv, problem};
use crate::model::ids::{option_record_id, option_value_of};
use crate::model::reason::{Cause, Problem};
use crate::model::{
    EntitySchema, FieldKind, FieldName, FieldSchema, Fields, Record, SetName, Value,
};
use crate::remote::errors;
use crate::remote::http::{Answer, Broken, Call, Method};
use crate::remote::odata::client::Effect;
use crate::remote::{Page, Write, WriteOutcome, WriteProgress};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use std::rc::Rc;

/// The language of labels where the service does not say which it uses: English.
const ENGLISH: i32 = 1033;

/// The table and the column of an option set.
pub(super) struct Column {
    /// The entity set.
    pub table: SetName,
    /// The column.
    pub column: String,
}

/// Splits `accounts.paymenttermscode`; nothing for an ordinary entity set.
pub(super) fn split(set: &SetName) -> Option<Column> {
    let (table, column) = set.as_str().split_once('.')?;
    Some(Column {
        table: SetName::new(table),
        column: column.to_owned(),
    })
}

/// What an option set offers.
///
/// # Errors
/// There is no such option set.
pub(super) async fn schema(
    dv: &Dv,
    set: &SetName,
    column: Column,
) -> Result<Rc<EntitySchema>, Problem> {
    page(dv, set, &column).await?;
    let field = |name: &str, kind, read_only| FieldSchema {
        name: FieldName::new(name),
        kind,
        read_only,
        required: !read_only,
    };
    Ok(Rc::new(EntitySchema {
        set: set.clone(),
        key: FieldName::new("value"),
        change_tracking: false,
        modified_field: None,
        fields: vec![
            field("value", FieldKind::Integer, true),
            field("label", FieldKind::Text { max: Some(200) }, false),
        ],
    }))
}

/// All values of an option set in one page, from the answer to [`ask`].
///
/// # Errors
/// There is no such option set, or the answer cannot be read.
pub(super) fn page_from(set: &SetName, column: &Column, answer: &Answer) -> Result<Page, Problem> {
    let option_set = option_set_in(set, column, answer)?;
    let records = option_set.options.iter();
    Ok(Page {
        records: records
            .map(|option| record(option.value, option.label()))
            .collect(),
        deleted: Vec::new(),
        next: None,
        watermark: None,
        complete: true,
        unfiltered: false,
        count: None,
    })
}

/// All values of an option set.
///
/// # Errors
/// There is no such option set, or it cannot be read.
pub(super) async fn page(dv: &Dv, set: &SetName, column: &Column) -> Result<Page, Problem> {
    let call = ask(dv, set, column).await?;
    page_from(set, column, &dv.client.read(&call).await?)
}

fn record(value: i32, label: String) -> Record {
    let fields: Fields = [
        (FieldName::new("value"), Value::Int(i64::from(value))),
        (FieldName::new("label"), Value::text(label)),
    ]
    .into_iter()
    .collect();
    Record {
        id: option_record_id(value),
        etag: None,
        modified: None,
        modified_by: None,
        fields,
    }
}

async fn entity(dv: &Dv, set: &SetName, column: &Column) -> Result<String, Problem> {
    if let Some(entity) = dv.entities.borrow().get(&column.table) {
        return Ok(entity.clone());
    }
    let known = definitions(dv).await?;
    let unknown = || problem(Cause::UnknownTable).with("table", set.as_str());
    let entity = match &*known {
        Definitions::Listed(tables) => tables
            .iter()
            .find(|table| table.entity_set_name.as_deref() == Some(column.table.as_str()))
            .map(|table| table.logical_name.clone())
            .ok_or_else(unknown)?,
        Definitions::Declared(_) => {
            return Err(unknown().saying("the service has no metadata of option sets"));
        }
    };
    dv.has_news.set(true);
    let mut entities = dv.entities.borrow_mut();
    entities.insert(column.table.clone(), entity.clone());
    Ok(entity)
}

/// The call that asks for an option set's values.
///
/// # Errors
/// There is no such table.
pub(super) async fn ask(dv: &Dv, set: &SetName, column: &Column) -> Result<Call, Problem> {
    let path = format!(
        "{}/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet,GlobalOptionSet",
        path_of(&entity(dv, set, column).await?)
    );
    // Labels are cached by the service for a while; this asks past its cache.
    Ok(Call::get(dv.client.url(&path)).with("consistency", "Strong"))
}

fn option_set_in(set: &SetName, column: &Column, answer: &Answer) -> Result<OptionSet, Problem> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Picklist {
        logical_name: String,
        #[serde(default)]
        option_set: Option<OptionSet>,
        #[serde(default)]
        global_option_set: Option<OptionSet>,
    }
    let picklists: Vec<Picklist> = list(answer)?;
    let found = picklists
        .into_iter()
        .find(|picklist| picklist.logical_name == column.column);
    let unknown = || problem(Cause::UnknownTable).with("table", set.as_str());
    let Picklist {
        option_set,
        global_option_set,
        ..
    } = found.ok_or_else(unknown)?;
    let global = global_option_set.filter(|set| !set.options.is_empty());
    global.or(option_set).ok_or_else(unknown)
}

/// Adds, renames and removes values one after the other, and publishes once.
pub(super) async fn write(
    dv: &Dv,
    set: &SetName,
    column: Column,
    writes: &[Write],
    progress: &mut WriteProgress<'_>,
) {
    let prepared = async {
        let entity = entity(dv, set, &column).await?;
        let call = ask(dv, set, &column).await?;
        let answer = dv.client.read(&call).await?;
        Ok((entity, option_set_in(set, &column, &answer)?))
    };
    let (entity, present) = match prepared.await {
        Ok(prepared) => prepared,
        Err(problem) => {
            let none = writes
                .iter()
                .map(|_| WriteOutcome::NotSent(Problem::clone(&problem)));
            progress(0, none.collect());
            return;
        }
    };
    let editor = Editor {
        dv,
        entity: &entity,
        column: &column.column,
        language: present
            .options
            .iter()
            .find_map(OptionItem::language)
            .unwrap_or(ENGLISH),
        global: present
            .name
            .clone()
            .filter(|_| present.is_global == Some(true)),
    };
    let mut changed = false;
    for (index, write) in writes.iter().enumerate() {
        let outcome = editor.one(write).await;
        changed |= matches!(outcome, WriteOutcome::Done(_) | WriteOutcome::Deleted);
        if !progress(index, vec![outcome]) {
            let problem = problem(Cause::Cancelled);
            let rest = writes.iter().skip(index + 1);
            let rest: Vec<_> = rest
                .map(|_| WriteOutcome::NotSent(problem.clone()))
                .collect();
            if !rest.is_empty() {
                progress(index + 1, rest);
            }
            break;
        }
    }
    if changed {
        editor.publish().await;
    }
}

struct Editor<'a> {
    dv: &'a Dv,
    entity: &'a str,
    column: &'a str,
    language: i32,
    global: Option<String>,
}

impl Editor<'_> {
    async fn one(&self, write: &Write) -> WriteOutcome {
        let refused = |id: uuid::Uuid| {
            WriteOutcome::Refused(problem(Cause::OptionMissing).with("value", &id.hyphenated()))
        };
        match write {
            Write::Create { fields, .. } => self.insert(fields).await,
            Write::Update { id, fields, .. } => match option_value_of(*id) {
                Some(value) => {
                    let label = fields.value("label").to_plain();
                    let mut body = self.target();
                    body.insert("Value".to_owned(), json!(value));
                    body.insert("Label".to_owned(), self.label(&label));
                    body.insert("MergeLabels".to_owned(), json!(true));
                    let sent = self.act("UpdateOptionValue", &body).await;
                    sent.map_or_else(
                        |outcome| outcome,
                        |_| WriteOutcome::Done(Some(record(value, label))),
                    )
                }
                None => refused(*id),
            },
            Write::Delete { id, .. } => match option_value_of(*id) {
                Some(value) => {
                    let mut body = self.target();
                    body.insert("Value".to_owned(), json!(value));
                    let sent = self.act("DeleteOptionValue", &body).await;
                    sent.map_or_else(|outcome| outcome, |_| WriteOutcome::Deleted)
                }
                None => refused(*id),
            },
        }
    }

    async fn insert(&self, fields: &Fields) -> WriteOutcome {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Inserted {
            new_option_value: i32,
        }
        let label = fields.value("label").to_plain();
        if label.is_empty() {
            let missing = problem(Cause::RequiredMissing).with("field", "label");
            return WriteOutcome::Refused(missing);
        }
        let mut body = self.target();
        body.insert("Label".to_owned(), self.label(&label));
        if let Some(value) = fields.value("value").as_decimal() {
            body.insert(
                "Value".to_owned(),
                json!(i32::try_from(value).unwrap_or_default()),
            );
        }
        match self.act("InsertOptionValue", &body).await {
            Err(outcome) => outcome,
            Ok(answer) => match serde_json::from_slice::<Inserted>(&answer) {
                Ok(inserted) => WriteOutcome::Done(Some(record(inserted.new_option_value, label))),
                // It was done; which value it got is found by its label.
                Err(error) => WriteOutcome::Unknown(
                    problem(Cause::MalformedAnswer)
                        .with("field", "NewOptionValue")
                        .saying(error.to_string()),
                ),
            },
        }
    }

    fn target(&self) -> Map<String, Json> {
        match &self.global {
            Some(name) => Map::from_iter([("OptionSetName".to_owned(), json!(name))]),
            None => Map::from_iter([
                ("EntityLogicalName".to_owned(), json!(self.entity)),
                ("AttributeLogicalName".to_owned(), json!(self.column)),
            ]),
        }
    }

    fn label(&self, label: &str) -> Json {
        json!({
            "@odata.type": "Microsoft.Dynamics.CRM.Label",
            "LocalizedLabels": [{
                "@odata.type": "Microsoft.Dynamics.CRM.LocalizedLabel",
                "Label": label,
                "LanguageCode": self.language,
            }],
        })
    }

    async fn act(
        &self,
        action: &str,
        body: &Map<String, Json>,
    ) -> Result<bytes::Bytes, WriteOutcome> {
        let call = Call::json(
            Method::Post,
            self.dv.client.url(action),
            Json::from(body.clone()).to_string(),
        );
        match self.dv.client.exchange(&call, Effect::Writes).await {
            Ok(answer) if answer.is_success() => Ok(answer.body),
            Ok(answer) => {
                let problem = errors::problem_of(crate::model::Side::Dv, &answer);
                Err(if answer.status == 429 {
                    WriteOutcome::NotSent(problem)
                } else if answer.status >= 500 && !errors::is_refusal(&answer) {
                    WriteOutcome::Unknown(problem)
                } else {
                    WriteOutcome::Refused(problem)
                })
            }
            Err(Broken::NotSent(problem)) => Err(WriteOutcome::NotSent(problem)),
            Err(Broken::Lost(problem)) => Err(WriteOutcome::Unknown(problem)),
        }
    }

    /// Makes new labels visible. Values can be used before; a failure shows only in forms, so it is logged and no more.
    async fn publish(&self) {
        let xml = match &self.global {
            Some(name) => format!(
                "<importexportxml><optionsets><optionset>{name}</optionset></optionsets></importexportxml>"
            ),
            None => format!(
                "<importexportxml><entities><entity>{}</entity></entities></importexportxml>",
                self.entity
            ),
        };
        if let Err(outcome) = self
            .act(
                "PublishXml",
                &Map::from_iter([("ParameterXml".to_owned(), json!(xml))]),
            )
            .await
        {
            tracing::warn!(?outcome, "new option labels are not published yet");
        }
    }
}
