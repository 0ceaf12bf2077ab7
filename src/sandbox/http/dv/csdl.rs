//! `$metadata`.

use std::fmt::Write as _;

use super::super::exchange::{Call, Reply};
use super::Session;
use super::json::wire_name;
use crate::sandbox::system::def::{FieldDef, FieldKind, Join, TableDef};
use crate::sandbox::system::dv::tables::PRINCIPALS;

/// The schema of the service.
pub fn answer(session: &Session<'_>, call: &Call) -> Reply {
    let defs: Vec<&TableDef> = session.dv.defs().collect();
    Reply::body(
        200,
        "application/xml; charset=utf-8",
        schema(&defs, call.query.flag("annotations")),
    )
}

/// Writing into a `String` cannot fail, so results of `write!` are dropped here.
fn schema(defs: &[&TableDef], annotations: bool) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>\
         <Schema Namespace=\"Microsoft.Dynamics.CRM\" Alias=\"mscrm\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n\
         <EntityType Name=\"crmbaseentity\" Abstract=\"true\"/>\n\
         <EntityType Name=\"expando\" BaseType=\"mscrm.crmbaseentity\" OpenType=\"true\"/>\n",
    );
    out.push_str(
        "<EntityType Name=\"principal\" BaseType=\"mscrm.crmbaseentity\"><Key><PropertyRef Name=\"ownerid\"/></Key>\
         <Property Name=\"ownerid\" Type=\"Edm.Guid\" Nullable=\"false\"/></EntityType>\n",
    );
    for def in defs {
        entity(&mut out, def, defs);
    }
    out.push_str(OPERATIONS);
    out.push_str("<EntityContainer Name=\"System\">\n");
    for def in defs {
        let _ = write!(
            out,
            "<EntitySet Name=\"{}\" EntityType=\"Microsoft.Dynamics.CRM.{}\">",
            def.set, def.entity
        );
        for nav in def.navigation.iter().filter(|nav| nav.target != PRINCIPALS) {
            let _ = write!(
                out,
                "<NavigationPropertyBinding Path=\"{}\" Target=\"{}\"/>",
                nav.name, nav.target
            );
        }
        if annotations && def.change_tracking {
            out.push_str(
                "<Annotation Term=\"Org.OData.Capabilities.V1.ChangeTracking\"><Record>\
                 <PropertyValue Property=\"Supported\" Bool=\"true\"/></Record></Annotation>",
            );
        }
        out.push_str("</EntitySet>\n");
    }
    out.push_str(
        "<FunctionImport Name=\"WhoAmI\" Function=\"Microsoft.Dynamics.CRM.WhoAmI\"/>\n\
         <FunctionImport Name=\"RetrieveVersion\" Function=\"Microsoft.Dynamics.CRM.RetrieveVersion\"/>\n\
         </EntityContainer></Schema></edmx:DataServices></edmx:Edmx>\n",
    );
    out
}

const OPERATIONS: &str = "<ComplexType Name=\"WhoAmIResponse\"><Property Name=\"BusinessUnitId\" Type=\"Edm.Guid\" Nullable=\"false\"/>\
    <Property Name=\"UserId\" Type=\"Edm.Guid\" Nullable=\"false\"/>\
    <Property Name=\"OrganizationId\" Type=\"Edm.Guid\" Nullable=\"false\"/></ComplexType>\n\
    <ComplexType Name=\"RetrieveVersionResponse\"><Property Name=\"Version\" Type=\"Edm.String\" Unicode=\"false\"/></ComplexType>\n\
    <Function Name=\"WhoAmI\"><ReturnType Type=\"mscrm.WhoAmIResponse\" Nullable=\"false\"/></Function>\n\
    <Function Name=\"RetrieveVersion\"><ReturnType Type=\"mscrm.RetrieveVersionResponse\" Nullable=\"false\"/></Function>\n";

fn entity(out: &mut String, def: &TableDef, defs: &[&TableDef]) {
    let _ = writeln!(
        out,
        "<EntityType Name=\"{}\" BaseType=\"mscrm.crmbaseentity\"><Key><PropertyRef Name=\"{}\"/></Key>",
        def.entity, def.key
    );
    for field in &def.fields {
        let nullable = if field.name == def.key {
            " Nullable=\"false\""
        } else {
            ""
        };
        let (kind, facets) = edm(field);
        let _ = writeln!(
            out,
            "<Property Name=\"{}\" Type=\"{kind}\"{nullable}{facets}/>",
            wire_name(field)
        );
    }
    for nav in &def.navigation {
        if let Join::Holds { field } = &nav.join
            && nav.target == PRINCIPALS
        {
            let _ = writeln!(
                out,
                "<NavigationProperty Name=\"{}\" Type=\"mscrm.principal\" Nullable=\"false\">\
                 <ReferentialConstraint Property=\"_{field}_value\" ReferencedProperty=\"ownerid\"/></NavigationProperty>",
                nav.name
            );
            continue;
        }
        let Some(other) = defs.iter().find(|other| other.set == nav.target) else {
            continue;
        };
        match &nav.join {
            Join::Holds { field } => {
                let _ = writeln!(
                    out,
                    "<NavigationProperty Name=\"{}\" Type=\"mscrm.{}\" Nullable=\"false\">\
                     <ReferentialConstraint Property=\"_{field}_value\" ReferencedProperty=\"{}\"/></NavigationProperty>",
                    nav.name, other.entity, other.key
                );
            }
            Join::HeldBy { .. } | Join::Pairs { .. } => {
                let _ = writeln!(
                    out,
                    "<NavigationProperty Name=\"{}\" Type=\"Collection(mscrm.{})\"/>",
                    nav.name, other.entity
                );
            }
        }
    }
    for key in &def.keys {
        let _ = write!(
            out,
            "<Annotation Term=\"Org.OData.Core.V1.AlternateKeys\"><Collection><Record><PropertyValue Property=\"Key\"><Collection>"
        );
        for field in &key.fields {
            let _ = write!(
                out,
                "<Record><PropertyValue Property=\"Name\" PropertyPath=\"{field}\"/></Record>"
            );
        }
        out.push_str("</Collection></PropertyValue></Record></Collection></Annotation>\n");
    }
    out.push_str("</EntityType>\n");
}

fn edm(field: &FieldDef) -> (&'static str, String) {
    let plain = |name| (name, String::new());
    match &field.kind {
        FieldKind::Text { max } | FieldKind::Code { max } | FieldKind::Memo { max } => (
            "Edm.String",
            format!(" MaxLength=\"{max}\" Unicode=\"false\""),
        ),
        FieldKind::Enum { .. } | FieldKind::EntityName => plain("Edm.String"),
        FieldKind::Bool => plain("Edm.Boolean"),
        FieldKind::Int
        | FieldKind::Picklist { .. }
        | FieldKind::State { .. }
        | FieldKind::Status { .. } => plain("Edm.Int32"),
        FieldKind::BigInt | FieldKind::RowVersion => plain("Edm.Int64"),
        FieldKind::Decimal | FieldKind::Money => ("Edm.Decimal", " Scale=\"Variable\"".to_owned()),
        FieldKind::Double => plain("Edm.Double"),
        FieldKind::Date => plain("Edm.Date"),
        FieldKind::DateTime => plain("Edm.DateTimeOffset"),
        FieldKind::Guid | FieldKind::Lookup { .. } | FieldKind::Customer | FieldKind::Owner => {
            plain("Edm.Guid")
        }
    }
}
