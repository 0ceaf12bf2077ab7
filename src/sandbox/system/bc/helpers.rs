//! Small questions that the rules of several tables ask, and what an administrator may enter.

use std::sync::Arc;

use jiff::{civil::Date, tz::TimeZone};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, def::TableDef, refusal::Refusal, row::Row};

use super::{Bc, intake, refusals};

impl Bc {
    /// A stored value; `None` when there is no such record.
    pub(super) fn stored(&self, company: Uuid, set: &str, id: Uuid, field: &str) -> Option<Cell> {
        let table = self.store.table(self.number(company, set).ok()?)?;
        let row = table.row(id)?;
        Some(row.get(table.def.position(field)?))
    }

    /// The record that holds a value in a field; nothing holds "empty".
    pub(super) fn find(&self, company: Uuid, set: &str, field: &str, value: &Cell) -> Option<Uuid> {
        if value.is_null() {
            return None;
        }
        self.all_holding(company, set, field, value)
            .into_iter()
            .next()
    }

    /// The records that hold a value in a field, in the order of their ids.
    pub(super) fn all_holding(
        &self,
        company: Uuid,
        set: &str,
        field: &str,
        value: &Cell,
    ) -> Vec<Uuid> {
        let Some(table) = self
            .number(company, set)
            .ok()
            .and_then(|number| self.store.table(number))
        else {
            return Vec::new();
        };
        let Some(position) = table.def.position(field) else {
            return Vec::new();
        };
        let holds = |id: &Uuid| {
            table
                .row(*id)
                .is_some_and(|row| row.get(position) == *value)
        };
        match table.holding(position, value) {
            Some(candidates) => candidates.into_iter().filter(holds).collect(),
            None => table
                .rows(None)
                .filter(|(_, row)| row.get(position) == *value)
                .map(|(id, _)| id)
                .collect(),
        }
    }

    /// Changes fields of a record as the service itself does: past access rules, with a new stamp.
    pub(super) fn patch(
        &mut self,
        company: Uuid,
        user: Uuid,
        set: &str,
        id: Uuid,
        changes: &[(&str, Cell)],
    ) {
        let Ok(number) = self.number(company, set) else {
            return;
        };
        let Some(table) = self.store.table(number) else {
            return;
        };
        let Some(before) = table.row(id).cloned() else {
            return;
        };
        let cells: Vec<(u16, Cell)> = changes
            .iter()
            .filter_map(|(name, cell)| Some((table.def.position(name)?, cell.clone())))
            .collect();
        let stamp = self.store.modified(before.stamp, user);
        self.store.put(number, id, before.with(stamp, cells));
    }

    /// Pays a posted invoice in full, as an accountant does in a journal: its status follows, and its time of last change
    /// stands still, since that is worked out and not written.
    ///
    /// # Errors
    /// No such company or invoice, or the invoice is not open.
    pub fn pay(&mut self, company: Uuid, invoice: Uuid) -> Result<(), Refusal> {
        const SET: &str = "salesInvoices";
        let number = self.number(company, SET)?;
        let def = self.shared_def(company, SET)?;
        let row = self
            .store
            .table(number)
            .and_then(|table| table.row(invoice));
        let position = def.position("status");
        let (Some(row), Some(position)) = (row.cloned(), position) else {
            return Err(refusals::no_action("pay"));
        };
        if row.get(position) != Cell::from("Open") {
            return Err(refusals::no_action("pay"));
        }
        let paid = row.with(row.stamp, vec![(position, Cell::from("Paid"))]);
        self.store.put(number, invoice, paid);
        Ok(())
    }

    /// A table's definition, to be kept while the service changes.
    pub(super) fn shared_def(&self, company: Uuid, set: &str) -> Result<Arc<TableDef>, Refusal> {
        self.company(company)?;
        self.defs
            .iter()
            .find(|def| def.set == set)
            .map(Arc::clone)
            .ok_or_else(|| refusals::no_set(set))
    }

    /// The service's date.
    pub(in crate::sandbox::system) fn today(&self) -> Date {
        self.store.now().to_zoned(TimeZone::UTC).date()
    }

    /// Stores a record past the rules that clients are held to.
    pub(super) fn place(
        &mut self,
        company: Uuid,
        set: &str,
        values: &[(&str, Cell)],
    ) -> Result<Uuid, Refusal> {
        self.place_as(company, set, None, values)
    }

    /// Stores a record under an id of one's choice past the rules that clients are held to.
    pub(super) fn place_as(
        &mut self,
        company: Uuid,
        set: &str,
        id: Option<Uuid>,
        values: &[(&str, Cell)],
    ) -> Result<Uuid, Refusal> {
        let number = self.number(company, set)?;
        let def = self.shared_def(company, set)?;
        let mut cells = Vec::new();
        for (name, cell) in values {
            let position = def
                .position(name)
                .ok_or_else(|| refusals::unknown_property(&def, name))?;
            if let Some(field) = def.at(position) {
                cells.push((position, intake::read(field, cell)?));
            }
        }
        let id = id.unwrap_or_else(|| self.store.new_id());
        let stamp = self.store.created(self.service_user());
        self.store.put(number, id, Row::new(stamp, cells));
        Ok(id)
    }

    /// Enters an exchange rate as of today, as an accountant does: `amount` of a currency is worth `relational` of the
    /// company's. A rate of the same day is replaced.
    ///
    /// # Errors
    /// No such company or currency.
    pub fn set_exchange_rate(
        &mut self,
        company: Uuid,
        currency: &str,
        amount: Decimal,
        relational: Decimal,
    ) -> Result<Uuid, Refusal> {
        let today = self.today();
        self.set_exchange_rate_from(company, currency, today, amount, relational)
    }

    /// Takes all rates of a currency away in every company, or enters one that holds from long ago on.
    ///
    /// # Errors
    /// No such currency.
    pub fn set_rates_of(&mut self, currency: &str, rated: bool) -> Result<(), Refusal> {
        const SET: &str = "currencyExchangeRates";
        let companies: Vec<Uuid> = self.companies().iter().map(|company| company.id).collect();
        for company in companies {
            if rated {
                let from = Date::constant(2026, 1, 1);
                let (amount, relational) = (Decimal::from(100), Decimal::from(92));
                self.set_exchange_rate_from(company, currency, from, amount, relational)?;
                continue;
            }
            let number = self.number(company, SET)?;
            let code = Cell::from(currency);
            for id in self.all_holding(company, SET, "currencyCode", &code) {
                self.store.remove(number, id);
            }
        }
        Ok(())
    }

    /// Enters an exchange rate that holds from a date on.
    ///
    /// # Errors
    /// No such company or currency.
    pub fn set_exchange_rate_from(
        &mut self,
        company: Uuid,
        currency: &str,
        from: Date,
        amount: Decimal,
        relational: Decimal,
    ) -> Result<Uuid, Refusal> {
        const SET: &str = "currencyExchangeRates";
        let code = Cell::from(currency);
        if self.find(company, "currencies", "code", &code).is_none() {
            let def = self.shared_def(company, SET)?;
            return Err(refusals::no_relation(
                "currencyCode",
                &def,
                currency,
                "Currency",
            ));
        }
        let same_day = self
            .all_holding(company, SET, "currencyCode", &code)
            .into_iter()
            .find(|id| self.stored(company, SET, *id, "startingDate") == Some(Cell::Date(from)));
        let amounts = [
            ("exchangeRateAmount", Cell::Decimal(amount)),
            ("relationalExchangeRateAmount", Cell::Decimal(relational)),
        ];
        if let Some(id) = same_day {
            let user = self.service_user();
            self.patch(company, user, SET, id, &amounts);
            return Ok(id);
        }
        let [amount, relational] = amounts;
        let values = [
            ("currencyCode", code),
            ("startingDate", Cell::Date(from)),
            amount,
            relational,
        ];
        self.place(company, SET, &values)
    }
}
