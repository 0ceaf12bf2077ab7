//! What the connectors read from a service.

use std::rc::Rc;
use std::time::SystemTime;

use raccord::model::schema::OptionLabel;
use raccord::model::{EntitySchema, FieldKind, FieldName, SetName, Side};
use raccord::remote::connection::Connection;
use raccord::remote::errors;
use raccord::remote::http::Answer;
use raccord::remote::odata::batch::{self, BatchForm};
use raccord::remote::odata::cell;
use raccord::remote::odata::csdl::Csdl;
use raccord::remote::odata::page::{self, RowPlan};
use raccord::remote::odata::table::{Blank, Table, WireField};
use raccord::remote::retry::retry_after;

use crate::drive::Target;

const PAGES: &[&str] = &[
    "{\"@odata.context\":\"http://x/$metadata#accounts\",\"@odata.count\":3,\"value\":[{\"@odata.etag\":\"W/\\\"123\\\"\",\
     \"accountid\":\"01234567-89ab-cdef-0123-456789abcdef\",\"name\":\"O\\u2019Neil \\ud83d\\ude00\",\"creditlimit\":12500.2500,\
     \"statecode\":0,\"statecode@OData.Community.Display.V1.FormattedValue\":\"Active\",\"donotemail\":false,\
     \"modifiedon\":\"2026-11-22T10:00:00Z\",\"birthdate\":\"1990-02-28\",\"_primarycontactid_value\":null,\
     \"_parent_value\":\"01234567-89ab-cdef-0123-456789abcdea\",\"_parent_value@Microsoft.Dynamics.CRM.lookuplogicalname\":\"contact\",\
     \"extra\":{\"deep\":[1,2,{\"a\":null}]}}],\"@odata.nextLink\":\"http://x/accounts?$skiptoken=%3Ccookie%20p%3D%221%22%2F%3E\"}",
    "{\"value\":[{\"@odata.context\":\"http://x/$metadata#accounts/$deletedEntity\",\"id\":\"01234567-89ab-cdef-0123-456789abcdef\",\
     \"reason\":\"deleted\"},{\"accountid\":\"01234567-89ab-cdef-0123-456789abcdee\",\"name\":null,\"creditlimit\":-0.00001,\"count\":7}],\
     \"@odata.deltaLink\":\"http://x/accounts?$deltatoken=919042%2108%2f22%2f2026\"}",
];

const ROWS: &[&str] = &[
    "{\"@odata.etag\":\"W/\\\"JzE5Ozc2Mzg5MzU4NjE1NTE1MTYyNzAxOzAwOyc=\\\"\",\"accountid\":\"01234567-89ab-cdef-0123-456789abcdef\",\
     \"name\":\"x\",\"creditlimit\":79228162514264337593543950335,\"blocked\":\"_x0020_\",\"birthdate\":\"0001-01-01\"}",
];

const CSDL: &[&str] = &[
    "<?xml version=\"1.0\" encoding=\"utf-8\"?><edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\
     <edmx:DataServices><Schema Namespace=\"Microsoft.NAV\" Alias=\"n\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\
     <EnumType Name=\"blocked\"><Member Name=\"_x0020_\" Value=\"0\"/><Member Name=\"All\" Value=\"1\"/></EnumType>\
     <EntityType Name=\"base\" Abstract=\"true\"><Key><PropertyRef Name=\"id\"/></Key><Property Name=\"id\" Type=\"Edm.Guid\" Nullable=\"false\"/>\
     </EntityType><EntityType Name=\"customer\" BaseType=\"n.base\"><Property Name=\"number\" Type=\"Edm.String\" MaxLength=\"20\"/>\
     <Property Name=\"balance\" Type=\"Edm.Decimal\" Scale=\"Variable\"><Annotation Term=\"Org.OData.Core.V1.Computed\" Bool=\"true\"/></Property>\
     <Property Name=\"blocked\" Type=\"Microsoft.NAV.blocked\"/><NavigationProperty Name=\"currency\" Type=\"Microsoft.NAV.currency\">\
     <ReferentialConstraint Property=\"currencyId\" ReferencedProperty=\"id\"/></NavigationProperty>\
     <NavigationProperty Name=\"lines\" Type=\"Collection(Microsoft.NAV.line)\" ContainsTarget=\"true\"/></EntityType>\
     <EntityContainer Name=\"NAV\"><EntitySet Name=\"customers\" EntityType=\"Microsoft.NAV.customer\">\
     <NavigationPropertyBinding Path=\"currency\" Target=\"currencies\"/></EntitySet></EntityContainer></Schema></edmx:DataServices></edmx:Edmx>",
    "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>\
     <Schema Namespace=\"mscrm\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\"><EntityType Name=\"account\"><Key><PropertyRef Name=\"accountid\"/>\
     </Key><Property Name=\"accountid\" Type=\"Edm.Guid\"/><Property Name=\"modifiedon\" Type=\"Edm.DateTimeOffset\" Precision=\"7\"/></EntityType>\
     <EntityContainer Name=\"System\"><EntitySet Name=\"accounts\" EntityType=\"mscrm.account\"/></EntityContainer>\
     <Annotations Target=\"mscrm.account/accountid\"><Annotation Term=\"Org.OData.Core.V1.Computed\"/></Annotations></Schema>\
     </edmx:DataServices></edmx:Edmx>",
];

const PARTS: &[&str] = &[
    "--r\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: 1\r\n\r\nHTTP/1.1 204 No Content\r\n\
     OData-Version: 4.0\r\nOData-EntityId: http://x/accounts(01234567-89ab-cdef-0123-456789abcdef)\r\n\r\n\r\n--r\r\n\
     Content-Type: application/http\r\nContent-ID: 2\r\n\r\nHTTP/1.1 412 Precondition Failed\r\nContent-Type: application/json\r\n\r\n\
     {\"error\":{\"code\":\"0x80060882\",\"message\":\"stale\"}}\r\n--r--\r\n",
    "--r\r\nContent-Type: multipart/mixed; boundary=\"changesetresponse_1\"\r\n\r\n--changesetresponse_1\r\n\
     Content-Type: application/http\r\nContent-ID: 1\r\n\r\nHTTP/1.1 201 Created\r\nETag: W/\"1\"\r\n\r\n{\"name\":\"x\"}\r\n\
     --changesetresponse_1--\r\n--r--\r\n",
];

const JSON_PARTS: &[&str] = &[
    "{\"responses\":[{\"id\":\"1\",\"status\":201,\"headers\":{\"Location\":\"x\",\"ETag\":\"W/\\\"1\\\"\"},\"body\":{\"id\":\"1\",\"n\":1.50}},\
     {\"id\":\"2\",\"status\":404,\"headers\":{},\"body\":{\"error\":{\"code\":\"BadRequest_NotFound\",\"message\":\"gone\"}}}]}",
];

const ERRORS: &[&str] = &[
    "{\"error\":{\"code\":\"0x80040237\",\"message\":\"A record with matching key values already exists.\"}}",
    "{\"error\":{\"code\":\"Application_StringExceededLength\",\"message\":\"The length of the string is 51, but it must be less than or equal \
     to 50 characters. Value: x  CorrelationId:  01234567-89ab-cdef-0123-456789abcdef.\"}}",
    "{\"error\":{\"code\":\"0x80048306\",\"message\":\"Principal user (Id=01234567-89ab-cdef-0123-456789abcdef, type=8) is missing prvWriteAccount \
     privilege (Id=01234567-89ab-cdef-0123-456789abcdef) on OTC=1 for entity 'account'.\",\"innererror\":{\"message\":\"x\"}}}",
    "{\"error\":{\"code\":\"Internal_EntityWithSameKeyExists\",\"message\":\"The record in table Customer already exists. Identification fields \
     and values: No.='10000'\"}}",
];

const WORDS: &[&str] = &[
    "120",
    "7.5",
    "Sun, 22 Nov 2026 10:00:00 GMT",
    "2026-11-22T10:00:00Z",
    "2026-11-22T10:00:00.1234567+01:00",
    "2026-02-28",
    "12500.2500",
    "\"O\\u2019Neil\"",
    "true",
    "null",
    "01234567-89ab-cdef-0123-456789abcdef",
    "\"01234567-89AB-CDEF-0123-456789ABCDEF\"",
    "http://x/accounts(01234567-89ab-cdef-0123-456789abcdef)",
    "\"W/123\"",
    "\"_x0020_\"",
    "1e3",
];

const CONNECTIONS: &[&str] = &[
    "name = \"t\"\n[business_central]\nurl = \"https://api.businesscentral.dynamics.com/v2.0/tenant/production/api/v2.0\"\ncompany = \"C\"\n\
     [business_central.sign_in]\nkind = \"client_credentials\"\ntenant = \"t\"\nclient_id = \"c\"\nsecret_env = \"S\"\n[dataverse]\n\
     url = \"https://x.crm4.dynamics.com\"\n[dataverse.sign_in]\nkind = \"client_credentials\"\ntenant = \"t\"\n\
     client_id = \"c\"\nsecret_env = \"S\"\n",
];

fn fields() -> Vec<WireField> {
    let field = |name: &str, property: &str, kind: FieldKind, target: Option<&str>| WireField {
        name: FieldName::new(name),
        kind,
        property: property.to_owned(),
        target: target.map(str::to_owned),
        bind: None,
        quoted: false,
    };
    kinds()
        .into_iter()
        .zip([
            "name",
            "blocked",
            "donotemail",
            "count",
            "creditlimit",
            "birthdate",
            "createdon",
            "guid",
            "statecode",
        ])
        .map(|(kind, name)| field(name, name, kind, None))
        .chain([
            field(
                "parent_account",
                "_parent_value",
                FieldKind::Lookup { target: None },
                Some("account"),
            ),
            field(
                "parent_contact",
                "_parent_value",
                FieldKind::Lookup { target: None },
                Some("contact"),
            ),
        ])
        .collect()
}

/// Every kind but references.
fn kinds() -> [FieldKind; 9] {
    let option = OptionLabel {
        value: 0,
        label: "Active".to_owned(),
    };
    [
        FieldKind::Text { max: Some(100) },
        FieldKind::Enum {
            members: vec!["_x0020_".to_owned()],
        },
        FieldKind::Boolean,
        FieldKind::Integer,
        FieldKind::Decimal { scale: None },
        FieldKind::Date,
        FieldKind::DateTime,
        FieldKind::Guid,
        FieldKind::OptionSet {
            options: vec![option],
        },
    ]
}

thread_local! {
    static ACCOUNTS: Table = Table {
        schema: Rc::new(EntitySchema {
            set: SetName::new("accounts"),
            key: FieldName::new("accountid"),
            change_tracking: true,
            modified_field: Some(FieldName::new("modifiedon")),
            fields: Vec::new(),
        }),
        entity: "account".to_owned(),
        path: "accounts".to_owned(),
        key: "accountid".to_owned(),
        key_is_text: false,
        modified: Some("modifiedon".to_owned()),
        modified_by: Some("_modifiedby_value".to_owned()),
        blank: Blank::Null,
        fields: fields(),
    };
}

fn answer(status: u16, content_type: &str, input: &[u8]) -> Answer {
    Answer {
        status,
        headers: vec![("content-type".to_owned(), content_type.to_owned())],
        body: input.to_vec().into(),
    }
}

fn whole_page(input: &[u8]) -> bool {
    let answer = answer(200, "application/json", input);
    ACCOUNTS.with(|table| {
        let plan = RowPlan::reading(table, table.fields.iter().collect());
        match plan.page(Side::Dv, &answer) {
            Ok(read) => {
                page::newest(&read.records);
                true
            }
            Err(_) => false,
        }
    })
}

fn row(input: &[u8]) -> bool {
    let answer = answer(200, "application/json", input);
    ACCOUNTS.with(|table| RowPlan::anything(table).record(Side::Bc, &answer).is_ok())
}

fn description(input: &[u8]) -> bool {
    let Ok(csdl) = Csdl::parse(input) else {
        return false;
    };
    for set in csdl.sets() {
        if let Some(declared) = csdl.declared(set.as_str()) {
            let _ = csdl.fields(&declared);
        }
    }
    let _ = (csdl.set_of("customer"), csdl.has_set("customers"));
    true
}

fn parts(input: &[u8]) -> bool {
    let answer = answer(200, "multipart/mixed; boundary=r", input);
    matches!(batch::decode(BatchForm::Multipart, &answer, 2), Ok(Some(_)))
}

fn json_parts(input: &[u8]) -> bool {
    let answer = answer(200, "application/json", input);
    matches!(batch::decode(BatchForm::Json, &answer, 2), Ok(Some(_)))
}

fn refusal(input: &[u8]) -> bool {
    for (side, status) in [
        (Side::Bc, 400),
        (Side::Dv, 403),
        (Side::Dv, 500),
        (Side::Bc, 409),
    ] {
        let _ = errors::problem_of(side, &answer(status, "application/json", input));
    }
    errors::is_refusal(&answer(400, "application/json", input))
}

fn words(input: &[u8]) -> bool {
    let text = String::from_utf8_lossy(input);
    let mut taken = retry_after(&text, SystemTime::UNIX_EPOCH).is_some();
    taken |= cell::moment(&text).is_some() || page::id_in(&text).is_some();
    taken |= cell::guid(&text).is_some() || cell::string(&text).is_some();
    for kind in kinds() {
        taken |= cell::read(&text, &kind).is_ok();
    }
    taken
}

fn connection(input: &[u8]) -> bool {
    Connection::from_toml(&String::from_utf8_lossy(input)).is_ok()
}

pub fn targets() -> Vec<Target> {
    let target = |name, seeds, read| Target { name, seeds, read };
    vec![
        target("remote: pages", PAGES, whole_page as fn(&[u8]) -> bool),
        target("remote: single records", ROWS, row),
        target("remote: CSDL", CSDL, description),
        target("remote: batches in parts", PARTS, parts),
        target("remote: batches in JSON", JSON_PARTS, json_parts),
        target("remote: refusals", ERRORS, refusal),
        target("remote: times, ids, values", WORDS, words),
        target("remote: connection files", CONNECTIONS, connection),
    ]
}
