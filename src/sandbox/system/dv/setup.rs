//! The organization that a service begins with.

use std::sync::Arc;

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell, clock::SkewedClock, row::Row, store::Store, table::Table,
};

use super::{Dv, Places, Settings, pairs::Pairs, tables};

/// The template id of the role System Administrator, the same in every organization.
pub(super) const ADMINISTRATOR_TEMPLATE: Uuid =
    Uuid::from_u128(0x6270_90ff_40a3_4053_8790_584e_dc5b_e201);
/// The template id of the role Basic User.
pub(super) const BASIC_USER_TEMPLATE: Uuid =
    Uuid::from_u128(0x2367_50cd_45ae_4939_ab12_b24b_920c_ed93);

/// Builds the service and the rows that it cannot be without.
pub(super) fn organization(clock: SkewedClock, seed: u64, base_currency: &str) -> Dv {
    let mut store = Store::new(clock, seed);
    let defs: Vec<_> = tables::all().into_iter().map(Arc::new).collect();
    let tables = defs
        .iter()
        .map(|def| {
            let (unique, indexed) = tables::indexes(&def.set);
            let mut table = Table::new(Arc::clone(def), unique, indexed);
            for key in &def.keys {
                let fields = key.fields.iter().filter_map(|name| def.position(name));
                table.add_unique(fields.collect());
            }
            (def.set.clone(), store.add(table))
        })
        .collect();
    let places = Places {
        organization: store.new_id(),
        business_unit: store.new_id(),
        base_currency: store.new_id(),
        service_user: store.new_id(),
        administrator: store.new_id(),
    };
    let choices = tables::global_choices()
        .into_iter()
        .map(|choice| (choice.name.clone(), choice))
        .collect();
    let mut dv = Dv {
        settings: Settings::default(),
        store,
        defs,
        tables,
        choices,
        pairs: Pairs::default(),
        places,
        tokens_expired_at: None,
        principal: Arc::new(tables::principal()),
    };
    dv.furnish(base_currency);
    dv.furnish_settings();
    dv
}

/// The rules about duplicates that are in force from the beginning, by table.
pub(super) const DUPLICATE_RULES: [(&str, &str); 4] = [
    ("Accounts with the same Account Name", "account"),
    ("Accounts with the same e-mail address", "account"),
    ("Contacts with the same e-mail address", "contact"),
    ("Contacts with the same first name and last name", "contact"),
];
/// The id of the first of them.
pub(super) const FIRST_DUPLICATE_RULE: u128 = 0xd0b1_e000_0000_4000_8000_0000_0000_0001;

impl Dv {
    fn furnish(&mut self, iso: &str) {
        let places = self.places;
        let (symbol, name) = currency_words(iso);
        let unit = reference(10, places.business_unit);
        self.place(
            "organizations",
            places.organization,
            &[
                ("name", Cell::from("Raccord Demo")),
                ("basecurrencyid", reference(9105, places.base_currency)),
                ("basecurrencysymbol", Cell::from(symbol)),
                ("basecurrencyprecision", Cell::Int(2)),
                ("baseisocurrencycode", Cell::from(iso)),
                ("languagecode", Cell::Int(1033)),
                ("localeid", Cell::Int(1033)),
                ("expirechangetrackingindays", Cell::Int(7)),
                (
                    "createproductswithoutparentinactivestate",
                    Cell::Bool(false),
                ),
            ],
        );
        self.place(
            "businessunits",
            places.business_unit,
            &[
                ("name", Cell::from("Raccord Demo")),
                ("isdisabled", Cell::Bool(false)),
            ],
        );
        self.place(
            "transactioncurrencies",
            places.base_currency,
            &[
                ("currencyname", Cell::from(name)),
                ("isocurrencycode", Cell::from(iso)),
                ("currencysymbol", Cell::from(symbol)),
                ("currencyprecision", Cell::Int(2)),
                ("exchangerate", Cell::Decimal(Decimal::ONE)),
                ("statecode", Cell::Int(0)),
                ("statuscode", Cell::Int(1)),
            ],
        );
        let users = [
            (places.service_user, "Raccord", "Service", 4),
            (places.administrator, "Ada", "Administrator", 0),
        ];
        for (id, first, last, mode) in users {
            let mail = format!(
                "{}.{}@example.com",
                first.to_lowercase(),
                last.to_lowercase()
            );
            let values = self.user_values(first, last, &mail, mode);
            self.place("systemusers", id, &values);
        }
        let roles = [
            ("System Administrator", ADMINISTRATOR_TEMPLATE),
            ("Basic User", BASIC_USER_TEMPLATE),
        ];
        let mut made = Vec::new();
        for (name, template) in roles {
            let id = self.store.new_id();
            self.place(
                "roles",
                id,
                &[
                    ("name", Cell::from(name)),
                    ("businessunitid", unit.clone()),
                    ("roletemplateid", reference(1037, template)),
                ],
            );
            made.push(id);
        }
        if let [administrator, basic] = made.as_slice() {
            let holders = [
                (places.administrator, *administrator),
                (places.service_user, *basic),
            ];
            for (user, role) in holders {
                self.pairs
                    .add("systemuserroles_association".into(), user, role);
            }
        }
        let team = self.store.new_id();
        self.place(
            "teams",
            team,
            &[
                ("name", Cell::from("Raccord Demo")),
                ("businessunitid", unit),
                ("administratorid", reference(8, places.administrator)),
                ("isdefault", Cell::Bool(true)),
                ("systemmanaged", Cell::Bool(false)),
                ("teamtype", Cell::Int(0)),
            ],
        );
    }

    /// The rules about duplicates and the languages of users that every organization begins with.
    pub(super) fn furnish_settings(&mut self) {
        for (number, (name, entity)) in DUPLICATE_RULES.into_iter().enumerate() {
            let id = Uuid::from_u128(FIRST_DUPLICATE_RULE + number as u128);
            self.place(
                "duplicaterules",
                id,
                &[
                    ("name", Cell::from(name)),
                    ("baseentityname", Cell::from(entity)),
                    ("matchingentityname", Cell::from(entity)),
                    ("statecode", Cell::Int(1)),
                    ("statuscode", Cell::Int(2)),
                ],
            );
        }
        for user in [self.places.service_user, self.places.administrator] {
            self.place(
                "usersettingscollection",
                user,
                &[
                    ("uilanguageid", Cell::Int(1033)),
                    ("helplanguageid", Cell::Int(1033)),
                    ("localeid", Cell::Int(1033)),
                ],
            );
        }
    }

    /// The columns of a user who may work.
    pub(super) fn user_values(
        &self,
        first: &str,
        last: &str,
        mail: &str,
        mode: i64,
    ) -> Vec<(&'static str, Cell)> {
        vec![
            ("firstname", Cell::from(first)),
            ("lastname", Cell::from(last)),
            ("internalemailaddress", Cell::from(mail)),
            ("domainname", Cell::from(mail)),
            ("accessmode", Cell::Int(mode)),
            ("businessunitid", reference(10, self.places.business_unit)),
            ("isdisabled", Cell::Bool(false)),
            ("islicensed", Cell::Bool(mode == 0)),
            ("isintegrationuser", Cell::Bool(false)),
            ("caltype", Cell::Int(0)),
            ("invitestatuscode", Cell::Int(4)),
            ("setupuser", Cell::Bool(false)),
        ]
    }

    /// Stores a row past the rules that clients are held to.
    pub(super) fn place(&mut self, set: &str, id: Uuid, values: &[(&str, Cell)]) {
        let Ok(number) = self.number(set) else {
            return;
        };
        let stamp = self.store.created(self.places.administrator);
        let Some(table) = self.store.table(number) else {
            return;
        };
        let cells: Vec<(u16, Cell)> = values
            .iter()
            .filter_map(|(name, cell)| Some((table.def.position(name)?, cell.clone())))
            .collect();
        self.store.put(number, id, Row::new(stamp, cells));
    }
}

fn reference(table: i32, id: Uuid) -> Cell {
    Cell::Reference { id, table }
}

fn currency_words(iso: &str) -> (&str, &str) {
    match iso {
        "EUR" => ("€", "Euro"),
        "USD" => ("$", "US Dollar"),
        "GBP" => ("£", "Pound Sterling"),
        "DKK" => ("kr", "Danish Krone"),
        "CHF" => ("CHF", "Swiss Franc"),
        other => (other, other),
    }
}
