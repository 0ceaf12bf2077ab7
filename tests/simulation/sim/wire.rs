//! Values of the engine and cells of the services, turned into each other; and what the services say about their tables.

use raccord::model::schema::{FieldKind, FieldSchema, OptionLabel};
use raccord::model::{EntitySchema, Etag, FieldName, Fields, Record, SetName, Side, Value};
use raccord::sandbox::http::read::binder::TableBinder;
use raccord::sandbox::http::read::rows::passes;
use raccord::sandbox::odata::filter;
use raccord::sandbox::system::cell::Cell;
use raccord::sandbox::system::def::{
    Access, FieldDef, FieldKind as Kind, Join, OptionDef, TableDef,
};
use raccord::sandbox::system::given::{Given, Values};
use raccord::sandbox::system::view::{RowView, TableView, Through};
use rust_decimal::Decimal;
use uuid::Uuid;

/// A field's value as the engine's connectors read it.
pub(crate) fn value(field: &FieldDef, cell: &Cell) -> Value {
    match (cell, &field.kind) {
        (Cell::Null, _) => Value::Empty,
        (Cell::Bool(yes), _) => Value::Bool(*yes),
        (Cell::Int(number), Kind::Picklist { .. } | Kind::State { .. } | Kind::Status { .. }) => {
            Value::Choice(i32::try_from(*number).unwrap())
        }
        (Cell::Int(number), Kind::Decimal | Kind::Double | Kind::Money) => {
            Value::Decimal(Decimal::from(*number))
        }
        (Cell::Int(number), _) => Value::Int(*number),
        (Cell::Decimal(number), _) => Value::Decimal(*number),
        (Cell::Text(text), Kind::Enum { .. }) if &**text == "_x0020_" => Value::Empty,
        (Cell::Text(text), _) => Value::text(text.to_string()),
        (Cell::Guid(id) | Cell::Reference { id, .. }, _) if id.is_nil() => Value::Empty,
        (Cell::Guid(id) | Cell::Reference { id, .. }, _) => Value::Guid(*id),
        (Cell::Date(date), _) if date.year() == 1 => Value::Empty,
        (Cell::Date(date), _) => Value::Date(*date),
        (Cell::Instant(moment), _) => Value::Instant(*moment),
    }
}

fn cell(side: Side, kind: &Kind, value: &Value) -> Cell {
    match value {
        Value::Empty => match (side, kind) {
            (Side::Dv, _) => Cell::Null,
            (Side::Bc, Kind::Decimal | Kind::Int | Kind::BigInt) => Cell::Int(0),
            (Side::Bc, Kind::Bool) => Cell::Bool(false),
            (Side::Bc, Kind::Date) => Cell::text("0001-01-01"),
            (Side::Bc, Kind::Guid) => Cell::Guid(Uuid::nil()),
            (Side::Bc, Kind::Enum { .. }) => Cell::text("_x0020_"),
            (Side::Bc, _) => Cell::text(""),
        },
        Value::Text(text) => Cell::text(text),
        Value::Bool(yes) => Cell::Bool(*yes),
        Value::Int(number) => Cell::Int(*number),
        Value::Decimal(number) => Cell::Decimal(*number),
        Value::Date(date) => Cell::Date(*date),
        Value::Instant(moment) => Cell::Instant(*moment),
        Value::Guid(id) => Cell::Guid(*id),
        Value::Choice(number) => Cell::Int(i64::from(*number)),
    }
}

/// A body as a client sends it.
pub(crate) fn body(side: Side, def: &TableDef, fields: &Fields) -> Values {
    let mut values = Values::new();
    for (name, value) in fields.iter() {
        let Some(field) = def.position(name.as_str()).and_then(|at| def.at(at)) else {
            values.push((name.to_string(), Given::Value(Cell::Null)));
            continue;
        };
        if field.is_reference() {
            let nav = def.navigation.iter().find(
                |nav| matches!(&nav.join, Join::Holds { field } if field.as_ref() == name.as_str()),
            );
            let nav = nav.unwrap();
            let given = match value {
                Value::Guid(id) => Given::Bind {
                    set: nav.target.to_string(),
                    id: *id,
                },
                _ => Given::Value(Cell::Null),
            };
            values.push((nav.name.to_string(), given));
        } else {
            values.push((
                name.to_string(),
                Given::Value(cell(side, &field.kind, value)),
            ));
        }
    }
    values
}

/// A record as a connector hands it on.
pub(crate) fn record(side: Side, row: &RowView<'_>, fields: &[FieldName]) -> Record {
    let stamp = row.stamp();
    let modified = match side {
        Side::Bc => stamp.modified,
        // Dataverse shows whole seconds.
        Side::Dv => jiff::Timestamp::from_second(stamp.modified.as_second()).unwrap(),
    };
    Record {
        id: row.id(),
        etag: Some(Etag(row.etag())),
        modified: Some(modified),
        modified_by: Some(stamp.modified_by.to_string()),
        fields: fields
            .iter()
            .map(|name| (name.clone(), shown(row, name.as_str())))
            .collect(),
    }
}

/// What a row shows in a field.
pub(crate) fn shown(row: &RowView<'_>, name: &str) -> Value {
    let def = row.def();
    // A column that a customizer took away is there under another name, for when it comes back.
    let hidden = super::reshape::hidden(name);
    let name = def.position(name).map_or(hidden.as_str(), |_| name);
    let field = def.position(name).and_then(|at| def.at(at));
    match (field, row.get(name)) {
        (Some(field), Some(cell)) => value(field, &cell),
        _ => Value::Empty,
    }
}

/// Whether a row passes a mapping's filter.
pub(crate) fn fits(
    filter: Option<&str>,
    through: Through<'_>,
    table: TableView<'_>,
    row: &RowView<'_>,
) -> bool {
    let Some(text) = filter else { return true };
    let parsed = filter::parse(text, jiff::Timestamp::UNIX_EPOCH, &|_| None).unwrap();
    let Ok(test) = filter::bind(&parsed, &mut TableBinder::new(through, table)) else {
        panic!("{text} cannot be bound")
    };
    passes(&test, row)
}

pub(crate) fn schema(side: Side, def: &TableDef, tracking: bool) -> EntitySchema {
    EntitySchema {
        set: SetName::new(def.set.as_ref()),
        key: FieldName::new(def.key.as_ref()),
        change_tracking: side == Side::Dv && tracking,
        modified_field: Some(FieldName::new(match side {
            Side::Bc => "lastModifiedDateTime",
            Side::Dv => "modifiedon",
        })),
        fields: def.fields.iter().map(field_schema).collect(),
    }
}

fn field_schema(field: &FieldDef) -> FieldSchema {
    let kind = match &field.kind {
        Kind::Text { max } | Kind::Code { max } | Kind::Memo { max } => FieldKind::Text {
            max: u32::try_from(*max).ok(),
        },
        Kind::Enum { members, .. } => FieldKind::Enum {
            members: members.iter().map(ToString::to_string).collect(),
        },
        Kind::Bool => FieldKind::Boolean,
        Kind::Int | Kind::BigInt | Kind::RowVersion => FieldKind::Integer,
        Kind::Decimal | Kind::Double => FieldKind::Decimal { scale: None },
        Kind::Money => FieldKind::Decimal { scale: Some(2) },
        Kind::Date => FieldKind::Date,
        Kind::DateTime => FieldKind::DateTime,
        Kind::Guid => FieldKind::Guid,
        Kind::Picklist { options, .. } | Kind::State { options } | Kind::Status { options } => {
            let label = |option: &OptionDef| OptionLabel {
                value: option.value,
                label: option.label.en.to_string(),
            };
            FieldKind::OptionSet {
                options: options.iter().map(label).collect(),
            }
        }
        Kind::Lookup { .. } | Kind::Customer | Kind::Owner => FieldKind::Lookup { target: None },
        Kind::EntityName => FieldKind::Text { max: None },
    };
    FieldSchema {
        name: FieldName::new(field.name.as_ref()),
        kind,
        read_only: field.access == Access::ReadOnly || field.computed,
        required: field.required,
    }
}
