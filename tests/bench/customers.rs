//! Customers with values of the usual lengths, the same every time.

use raccord::model::{Etag, FieldName, Record, Side, Value};
use raccord::store::Naming;
use uuid::Uuid;

const NAMES: [(&str, &str); 13] = [
    ("number", "accountnumber"),
    ("displayName", "name"),
    ("addressLine1", "address1_line1"),
    ("addressLine2", "address1_line2"),
    ("postalCode", "address1_postalcode"),
    ("city", "address1_city"),
    ("state", "address1_stateorprovince"),
    ("country", "address1_country"),
    ("phoneNumber", "telephone1"),
    ("email", "emailaddress1"),
    ("website", "websiteurl"),
    ("creditLimit", "creditlimit"),
    ("paymentTermsId", "paymenttermscode"),
];

/// The id of a customer on one side.
pub(crate) fn key_of(number: u64, side: Side) -> Uuid {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    match side {
        Side::Bc => Uuid::from_u64_pair(mixed, !mixed),
        Side::Dv => Uuid::from_u64_pair(0x0199_0000_0000_7000 + (number << 16), mixed),
    }
}

/// A customer as one side holds it.
pub(crate) fn customer(number: u64, side: Side) -> Record {
    let texts = [
        format!("C{:06}", 10_000 + number),
        format!("Adatum Corporation {number}"),
        format!("{} Station Road", number % 400),
        String::new(),
        "31772".to_owned(),
        "Atlanta".to_owned(),
        "GA".to_owned(),
        "US".to_owned(),
        format!("+1 425 555 {:04}", number % 10_000),
        format!("info@adatum-{number}.example"),
        format!("https://www.adatum-{number}.example"),
    ];
    let limit = rust_decimal::Decimal::new(1_250_000, 2);
    let others = match side {
        Side::Bc => [
            Value::Decimal(limit),
            Value::Guid(Uuid::from_u128(u128::from(number % 9) + 1)),
        ],
        Side::Dv => [Value::Decimal(limit), Value::Choice(3)],
    };
    let values = texts.into_iter().map(Value::text).chain(others);
    let names = NAMES.iter().map(|(bc, dv)| match side {
        Side::Bc => FieldName::new(bc),
        Side::Dv => FieldName::new(dv),
    });
    Record {
        id: key_of(number, side),
        etag: Some(Etag(format!("W/\"{}\"", 1_000_000 + number))),
        modified: None,
        modified_by: None,
        fields: names.zip(values).collect(),
    }
}

/// How it is called.
pub(crate) fn naming(record: &Record, side: Side) -> Naming {
    let (key, name) = match side {
        Side::Bc => ("number", "displayName"),
        Side::Dv => ("accountnumber", "name"),
    };
    let key = record.fields.value(key).to_plain();
    let name = record.fields.value(name).to_plain();
    Naming {
        label: format!("{key} {name}"),
        key: Some(key),
    }
}
