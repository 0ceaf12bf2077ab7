//! What the emulated services read from a client.

use jiff::Timestamp;
use raccord::sandbox::odata::filter::{self, rules};
use raccord::sandbox::odata::query::Query;
use raccord::sandbox::odata::{batch_json, body, fetch_xml, multipart, text, url};

use crate::drive::Target;

const URLS: &[&str] = &[
    "/v2.0/contoso/sandbox/api/v2.0/companies(01234567-89ab-cdef-0123-456789abcdef)/customers('10''0')/$count",
    "/api/data/v9.2/accounts(accountnumber='10000',name='a%2Fb')/primarycontactid/$ref?$id=x",
    "/api/data/v9.2/RetrieveCurrentOrganization(AccessType=@p1)?@p1='Default'",
    "http://127.0.0.1:80/api/data/v9.2/accounts?$select=a,b&$expand=c($select=d;$expand=e($top=1)),f&$orderby=g desc,h",
    "accounts?%24filter=%28number+eq+%2710000%27%29&%24top=5&%24count=true&%24skiptoken=%3Ccookie%20pagenumber=%222%22",
];

const FILTERS: &[&str] = &[
    "startswith(tolower(name),'a') and (creditlimit gt 12.50 or not (statecode eq 0)) and modifiedon ge 2026-11-22T10:00:00.123Z",
    "Microsoft.Dynamics.CRM.In(PropertyName='accountid',PropertyValues=[\"a\",\"b\"]) or contacts/any(c:c/lastname eq 'x')",
    "number in ('1','2','O''Neil') and blocked eq Microsoft.NAV.customerBlocked'_x0020_' or id eq 01234567-89ab-cdef-0123-456789abcdef",
    "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=7) and substring(a,1,2) eq @p1",
];

const PARTS: &[&str] = &[
    "--b\r\nContent-Type: multipart/mixed; boundary=\"c\"\r\n\r\n--c\r\nContent-Type: application/http\r\nContent-ID: 1\r\n\r\n\
     POST /api/data/v9.2/accounts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{\"name\":\"x\"}\r\n--c--\r\n\
     --b\r\nContent-Type: application/http\r\n\r\nGET accounts HTTP/1.1\r\n\r\n\r\n--b--\r\n",
    "--b\r\ncontent-type: application/http\r\ncontent-transfer-encoding: binary\r\ncontent-id: 1\r\n\r\n\
     PATCH http://127.0.0.1/api/data/v9.2/contacts(01234567-89ab-cdef-0123-456789abcdef) HTTP/1.1\r\nIf-Match: W/\"12\"\r\n\
     content-type: application/json\r\ncontent-length: 16\r\n\r\n{\"lastname\":\"é\"}\r\n--b--\r\n",
];

const JSON: &[&str] = &[
    "{\"requests\":[{\"id\":\"1\",\"method\":\"PATCH\",\"url\":\"customers(1)\",\"headers\":{\"If-Match\":\"*\"},\
     \"body\":{\"creditLimit\":12.5e-3,\"a\":[{\"b\":null}]},\"dependsOn\":[\"0\"]}]}",
    "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"companies\"},{\"id\":\"2\",\"method\":\"POST\",\"url\":\"customers\",\
     \"body\":{\"displayName\":\"O\\u2019Neil\",\"blocked\":\"_x0020_\",\"id\":\"01234567-89ab-cdef-0123-456789abcdef\"}}]}",
];

const BODIES: &[&str] = &[
    "{\"name\":\"x\",\"creditlimit\":12345678901234567.1234,\"primarycontactid@odata.bind\":\"/contacts(01234567-89ab-cdef-0123-456789abcdef)\"}",
    "{\"Targets\":[{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"\\ud83d\\ude00\",\"donotemail\":false,\"revenue\":-1e3}]}",
];

const FETCHES: &[&str] = &[
    "<fetch count='5' page='2'><entity name='account'><attribute name='name'/><order attribute='name'/>\
     <filter type='or'><condition attribute='a' operator='in'><value>1</value></condition></filter></entity></fetch>",
    "<fetch aggregate=\"true\"><entity name=\"account\"><attribute name=\"revenue\" alias=\"sum\" aggregate=\"sum\"/>\
     <attribute name=\"statecode\" alias=\"state\" groupby=\"true\"/><filter><condition attribute=\"name\" operator=\"like\" value=\"A%\"/>\
     </filter></entity></fetch>",
];

fn address(input: &[u8]) -> bool {
    let address = String::from_utf8_lossy(input);
    let (path, query) = url::path_and_query(&address);
    let segments = url::segments(path);
    let query = Query::parse(query);
    let _ = (
        query.select(),
        query.number("$top"),
        query.number("$skip"),
        query.flag("$count"),
    );
    let _ = text::decode_query(&address);
    segments.is_ok() && query.expand().is_ok() && query.order_by().is_ok()
}

fn condition(input: &[u8]) -> bool {
    let alias = |name: &str| (name == "p1").then(|| "'b'".to_owned());
    let Ok(parsed) = filter::parse(
        &String::from_utf8_lossy(input),
        Timestamp::UNIX_EPOCH,
        &alias,
    ) else {
        return false;
    };
    let _ = rules::dataverse(&parsed);
    let _ = rules::business_central(parsed, false);
    true
}

fn parts(input: &[u8]) -> bool {
    let _ = multipart::boundary(&String::from_utf8_lossy(input));
    multipart::read(input, "multipart/mixed; boundary=b").is_ok()
}

fn json_batch(input: &[u8]) -> bool {
    batch_json::read(input).is_ok()
}

fn members(input: &[u8]) -> bool {
    let Ok(members) = body::read(input) else {
        return false;
    };
    for value in members.values() {
        let _ = body::cell(value);
    }
    true
}

fn fetch(input: &[u8]) -> bool {
    fetch_xml::read(
        &String::from_utf8_lossy(input),
        fetch_xml::Setting::at(jiff::Timestamp::UNIX_EPOCH),
    )
    .is_ok()
}

pub fn targets() -> Vec<Target> {
    let target = |name, seeds, read| Target { name, seeds, read };
    vec![
        target(
            "sandbox: addresses and queries",
            URLS,
            address as fn(&[u8]) -> bool,
        ),
        target("sandbox: filters", FILTERS, condition),
        target("sandbox: batches in parts", PARTS, parts),
        target("sandbox: batches in JSON", JSON, json_batch),
        target("sandbox: bodies", BODIES, members),
        target("sandbox: FetchXML", FETCHES, fetch),
    ]
}
