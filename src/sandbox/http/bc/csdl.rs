//! `$metadata`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::exchange::Reply;
use super::Session;
use super::read::served;
use super::route::Place;
use crate::sandbox::system::bc::media::{FILES, PICTURED};
use crate::sandbox::system::def::{FieldDef, FieldKind, Name, TableDef};

/// The schema of the API that a root belongs to.
pub fn answer(session: &Session<'_>, place: &Place) -> Reply {
    let defs: Vec<&TableDef> = session
        .bc
        .defs()
        .filter(|def| served(&place.api, def))
        .collect();
    Reply::body(200, "application/xml; charset=utf-8", schema(&defs))
}

/// Writing into a `String` cannot fail, so results of `write!` are dropped here.
fn schema(defs: &[&TableDef]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>\
         <Schema Namespace=\"Microsoft.NAV\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n",
    );
    out.push_str(COMPANY);
    if defs.iter().any(|def| pictured(def)) {
        out.push_str(PICTURE);
    }
    let mut enums: BTreeMap<&str, &[Name]> = BTreeMap::new();
    for def in defs {
        entity(&mut out, def, defs, &mut enums);
    }
    for (name, members) in enums {
        let _ = write!(out, "<EnumType Name=\"{name}\">");
        for (value, member) in members.iter().enumerate() {
            let _ = write!(out, "<Member Name=\"{member}\" Value=\"{value}\"/>");
        }
        out.push_str("</EnumType>\n");
    }
    for def in defs {
        for action in &def.actions {
            let _ = writeln!(
                out,
                "<Action Name=\"{}\" IsBound=\"true\"><Parameter Name=\"bindingParameter\" Type=\"Microsoft.NAV.{}\"/></Action>",
                action.name, def.entity
            );
        }
    }
    out.push_str("<EntityContainer Name=\"NAV\">\n<EntitySet Name=\"companies\" EntityType=\"Microsoft.NAV.company\">");
    for def in defs {
        let _ = write!(
            out,
            "<NavigationPropertyBinding Path=\"{0}\" Target=\"{0}\"/>",
            def.set
        );
    }
    out.push_str("</EntitySet>\n");
    for def in defs {
        let _ = write!(
            out,
            "<EntitySet Name=\"{}\" EntityType=\"Microsoft.NAV.{}\">",
            def.set, def.entity
        );
        for nav in def
            .navigation
            .iter()
            .filter(|nav| defs.iter().any(|other| other.set == nav.target))
        {
            let _ = write!(
                out,
                "<NavigationPropertyBinding Path=\"{}\" Target=\"{}\"/>",
                nav.name, nav.target
            );
        }
        out.push_str("</EntitySet>\n");
    }
    out.push_str("</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>\n");
    out
}

const COMPANY: &str = "<EntityType Name=\"company\"><Key><PropertyRef Name=\"id\"/></Key>\
    <Property Name=\"id\" Type=\"Edm.Guid\" Nullable=\"false\"/>\
    <Property Name=\"systemVersion\" Type=\"Edm.String\"/><Property Name=\"timestamp\" Type=\"Edm.Int64\"/>\
    <Property Name=\"name\" Type=\"Edm.String\" MaxLength=\"30\"/>\
    <Property Name=\"displayName\" Type=\"Edm.String\" MaxLength=\"250\"/>\
    <Property Name=\"businessProfileId\" Type=\"Edm.String\"/>\
    <Property Name=\"systemCreatedAt\" Type=\"Edm.DateTimeOffset\"/><Property Name=\"systemCreatedBy\" Type=\"Edm.Guid\"/>\
    <Property Name=\"systemModifiedAt\" Type=\"Edm.DateTimeOffset\"/><Property Name=\"systemModifiedBy\" Type=\"Edm.Guid\"/>\
    </EntityType>\n";

const PICTURE: &str = "<EntityType Name=\"picture\"><Key><PropertyRef Name=\"id\"/></Key>\
    <Property Name=\"id\" Type=\"Edm.Guid\" Nullable=\"false\"/><Property Name=\"parentType\" Type=\"Edm.String\"/>\
    <Property Name=\"width\" Type=\"Edm.Int32\"/><Property Name=\"height\" Type=\"Edm.Int32\"/>\
    <Property Name=\"contentType\" Type=\"Edm.String\" MaxLength=\"100\"/>\
    <Property Name=\"pictureContent\" Type=\"Edm.Stream\"/></EntityType>\n";

fn pictured(def: &TableDef) -> bool {
    PICTURED.iter().any(|(set, _)| *set == def.set)
}

fn entity<'a>(
    out: &mut String,
    def: &'a TableDef,
    defs: &[&TableDef],
    enums: &mut BTreeMap<&'a str, &'a [Name]>,
) {
    let _ = writeln!(
        out,
        "<EntityType Name=\"{}\"><Key><PropertyRef Name=\"{}\"/></Key>",
        def.entity, def.key
    );
    for field in &def.fields {
        if let FieldKind::Enum { type_name, members } = &field.kind {
            enums.insert(type_name, members);
        }
        property(out, def, field);
    }
    if FILES.contains(&def.set.as_ref()) {
        out.push_str("<Property Name=\"attachmentContent\" Type=\"Edm.Stream\"/>\n");
    }
    if pictured(def) {
        out.push_str("<NavigationProperty Name=\"picture\" Type=\"Microsoft.NAV.picture\" ContainsTarget=\"true\"/>\n");
    }
    for nav in &def.navigation {
        if let Some(other) = defs.iter().find(|other| other.set == nav.target) {
            let single = format!("Microsoft.NAV.{}", other.entity);
            let kind = if nav.is_collection() {
                format!("Collection({single})")
            } else {
                single
            };
            let _ = writeln!(
                out,
                "<NavigationProperty Name=\"{}\" Type=\"{kind}\" ContainsTarget=\"true\"/>",
                nav.name
            );
        }
    }
    out.push_str("</EntityType>\n");
}

fn property(out: &mut String, def: &TableDef, field: &FieldDef) {
    let (kind, facets) = edm(&field.kind);
    let nullable = if field.name == def.key {
        " Nullable=\"false\""
    } else {
        ""
    };
    let _ = writeln!(
        out,
        "<Property Name=\"{}\" Type=\"{kind}\"{nullable}{facets}/>",
        field.name
    );
}

fn edm(kind: &FieldKind) -> (String, String) {
    let plain = |name: &str| (format!("Edm.{name}"), String::new());
    match kind {
        FieldKind::Text { max } | FieldKind::Code { max } | FieldKind::Memo { max } => {
            ("Edm.String".to_owned(), format!(" MaxLength=\"{max}\""))
        }
        FieldKind::Bool => plain("Boolean"),
        FieldKind::Int => plain("Int32"),
        FieldKind::BigInt | FieldKind::RowVersion => plain("Int64"),
        FieldKind::Decimal | FieldKind::Double | FieldKind::Money => {
            ("Edm.Decimal".to_owned(), " Scale=\"Variable\"".to_owned())
        }
        FieldKind::Date => plain("Date"),
        FieldKind::DateTime => plain("DateTimeOffset"),
        FieldKind::Guid | FieldKind::Lookup { .. } | FieldKind::Customer | FieldKind::Owner => {
            plain("Guid")
        }
        FieldKind::Enum { type_name, .. } => (format!("Microsoft.NAV.{type_name}"), String::new()),
        FieldKind::Picklist { .. } | FieldKind::State { .. } | FieldKind::Status { .. } => {
            plain("Int32")
        }
        FieldKind::EntityName => plain("String"),
    }
}
