//! The addresses of the web client.

use super::Bc;
use crate::model::{Fields, SetName};
use crate::remote::address::encode_query;
use std::fmt::Write as _;
use uuid::Uuid;

/// Where Business Central online is asked.
const ONLINE: &str = "api.businesscentral.dynamics.com";

/// Card pages: entity set, page, business key, that key's caption.
const CARDS: [(&str, u32, &str, &str); 14] = [
    ("customers", 21, "number", "No."),
    ("contacts", 5050, "number", "No."),
    ("items", 30, "number", "No."),
    ("vendors", 26, "number", "No."),
    ("salesOrders", 42, "number", "No."),
    ("salesInvoices", 43, "number", "No."),
    ("opportunities", 5124, "number", "No."),
    ("employees", 5200, "number", "No."),
    ("currencies", 495, "code", "Code"),
    ("salespeoplePurchasers", 5116, "code", "Code"),
    ("paymentTerms", 4, "code", "Code"),
    ("shipmentMethods", 11, "code", "Code"),
    ("unitsOfMeasure", 209, "code", "Code"),
    ("itemCategories", 5730, "code", "Code"),
];

/// The address that opens a record: its card in the web client, or the record itself at services without one.
pub(super) fn record_url(
    bc: &Bc,
    set: &SetName,
    id: Uuid,
    fields: Option<&Fields>,
) -> Option<String> {
    let root = bc.client.root();
    let company = bc.company.get()?;
    let online = root.host() == ONLINE;
    if company.foreign || root.is_loopback() {
        if let Some(table) = bc.tables.borrow().get(set) {
            return Some(bc.client.url(&table.record_path(id)));
        }
        let path = if company.path.is_empty() {
            set.as_str().to_owned()
        } else {
            format!("{}/{}", company.path, set.as_str())
        };
        return Some(bc.client.url(&format!("{path}({})", id.hyphenated())));
    }
    let (_, page, key, caption) = CARDS.iter().find(|(of, ..)| *of == set.as_str())?;
    let mut address = if online {
        let (_, rest) = root.path().split_once("/v2.0/")?;
        let (place, _) = rest.split_once("/api/")?;
        format!("https://businesscentral.dynamics.com/{place}/")
    } else {
        let instance = root.path().trim_start_matches('/').split('/').next()?;
        format!("https://{}/{instance}/", root.host())
    };
    address.push('?');
    if let Some(name) = &company.name {
        write!(address, "company={}&", encode_query(name)).ok();
    }
    write!(address, "page={page}").ok();
    if let Some(value) = fields.and_then(|fields| fields.value(key).as_text()) {
        let value = value.replace('\'', "''");
        let filter = encode_query(&format!("'{caption}' IS '{value}'"));
        write!(address, "&filter={filter}").ok();
    }
    Some(address)
}
