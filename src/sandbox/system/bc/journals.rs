//! Journals: lines that wait, and the entries of the general ledger that they become.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, draft::Draft, refusal::Refusal};

use super::{Bc, Caller, links::key_of, refusals};

const LINES: &str = "journalLines";
const ENTRIES: &str = "generalLedgerEntries";
const GENERAL: &str = "G_x002F_L_x0020_Account";

/// Where the account of a line is found, by its type.
fn accounts_of(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "" | GENERAL => ("accounts", "Account"),
        "Customer" => ("customers", "Customer"),
        "Vendor" => ("vendors", "Vendor"),
        "Bank_x0020_Account" => ("bankAccounts", "Bank Account"),
        "Employee" => ("employees", "Employee"),
        _ => return None,
    })
}

/// Checks and completes a line.
pub(super) fn before_write(bc: &Bc, company: Uuid, draft: &mut Draft) -> Result<(), Refusal> {
    if draft.def.set != LINES {
        return Ok(());
    }
    let journal = draft.value("journalId");
    if journal.is_null() {
        return Err(refusals::dialog(
            "You must specify a journal batch ID or a journal ID to get a journal line.",
        ));
    }
    if !draft.is_new() && draft.sent("journalId").is_some() && journal != draft.old("journalId") {
        return Err(refusals::dialog("The Journal Batch Id isn't editable."));
    }
    let by_id = draft.sent("accountId").cloned();
    let by_number = draft.sent("accountNumber").cloned();
    if by_id.is_some() || by_number.is_some() {
        let kind = draft.text("accountType");
        let Some((set, what)) = accounts_of(&kind) else {
            return Err(refusals::dialog(format!(
                "The \"accountType\" {kind} is not supported."
            )));
        };
        account(bc, company, draft, (set, what), [by_id, by_number])?;
    }
    if draft.is_new() {
        draft.set_default("postingDate", Cell::Date(bc.today()));
        if draft.is_blank("balancingAccountId") {
            let of = |field: &str| {
                let journal = draft.guid("journalId");
                bc.stored(company, "journals", journal, field)
                    .unwrap_or(Cell::Null)
            };
            let (id, number) = (of("balancingAccountId"), of("balancingAccountNumber"));
            draft.set("balancingAccountId", id);
            draft.set("balancingAccountNumber", number);
        }
        if draft.is_blank("lineNumber") {
            let last = bc
                .all_holding(company, LINES, "journalId", &journal)
                .into_iter()
                .filter_map(|line| bc.stored(company, LINES, line, "lineNumber")?.as_int())
                .max()
                .unwrap_or(0);
            draft.set("lineNumber", Cell::Int(last.saturating_add(10_000)));
        }
    }
    Ok(())
}

/// Brings id and number of a line's account into agreement, and takes its name over.
fn account(
    bc: &Bc,
    company: Uuid,
    draft: &mut Draft,
    (set, what): (&str, &str),
    [by_id, by_number]: [Option<Cell>; 2],
) -> Result<(), Refusal> {
    let unmatched =
        |field: &str| refusals::dialog(format!("The \"{field}\" does not match to an {what}."));
    let named = by_number.as_ref().filter(|number| !number.is_null());
    let found = match named {
        Some(number) => {
            let found = bc.find(company, set, key_of(set), number);
            Some(found.ok_or_else(|| unmatched("accountNumber"))?)
        }
        None => None,
    };
    let sent = by_id.and_then(|id| id.as_guid());
    if let (Some(sent), Some(found)) = (sent, found)
        && sent != found
    {
        return Err(refusals::dialog(
            "The account values do not match to a specific Account.",
        ));
    }
    let Some(id) = found.or(sent) else {
        draft.set("accountId", Cell::Null);
        draft.set("accountNumber", Cell::Null);
        return Ok(());
    };
    let number = bc.stored(company, set, id, key_of(set));
    draft.set("accountId", Cell::Guid(id));
    draft.set(
        "accountNumber",
        number.ok_or_else(|| unmatched("accountId"))?,
    );
    if draft.sent("description").is_none() && draft.is_blank("description") {
        let name = bc.stored(company, set, id, "displayName");
        draft.set("description", name.unwrap_or(Cell::Null));
    }
    Ok(())
}

/// The lines of a deleted journal go with it.
pub(super) fn after_delete(bc: &mut Bc, caller: Caller, draft: &Draft) {
    if draft.def.set == "journals" {
        drop_lines(bc, caller.company, draft.id);
    }
}

fn drop_lines(bc: &mut Bc, company: Uuid, journal: Uuid) {
    let Ok(number) = bc.number(company, LINES) else {
        return;
    };
    for line in bc.all_holding(company, LINES, "journalId", &Cell::Guid(journal)) {
        bc.store.remove(number, line);
    }
}

/// The general ledger account that a line is posted to: customers, vendors and banks have a common one each.
fn ledger_account(bc: &Bc, company: Uuid, line: Uuid, account: Cell) -> Result<Cell, Refusal> {
    let kind = bc.stored(company, LINES, line, "accountType");
    let number = match kind.as_ref().and_then(Cell::as_text) {
        None | Some(GENERAL) => return Ok(account),
        Some("Customer") => "1200",
        Some("Vendor") => "2100",
        Some("Bank_x0020_Account") => "1100",
        Some(_) => "6000",
    };
    bc.find(company, "accounts", "number", &Cell::from(number))
        .map(Cell::Guid)
        .ok_or_else(|| refusals::dialog("There is no general ledger account to post to."))
}

/// Posts a journal: each line becomes one entry, or two when it has a balancing account.
///
/// # Errors
/// There are no lines, a line has no account, or the lines do not balance.
pub(super) fn post(bc: &mut Bc, caller: Caller, journal: Uuid) -> Result<(), Refusal> {
    let company = caller.company;
    let lines = bc.all_holding(company, LINES, "journalId", &Cell::Guid(journal));
    if lines.is_empty() {
        return Err(refusals::dialog("There is nothing to post."));
    }
    let held =
        |bc: &Bc, line, field: &str| bc.stored(company, LINES, line, field).unwrap_or(Cell::Null);
    let mut unbalanced = Decimal::ZERO;
    let mut entries = Vec::new();
    for line in lines {
        let amount = held(bc, line, "amount").as_decimal().unwrap_or_default();
        let account = held(bc, line, "accountId");
        if account.is_null() {
            return Err(refusals::dialog(
                "Account No. must have a value in Gen. Journal Line. It cannot be zero or empty.",
            ));
        }
        let account = ledger_account(bc, company, line, account)?;
        entries.push((line, account, amount));
        match held(bc, line, "balancingAccountId") {
            Cell::Null => unbalanced += amount,
            balancing => entries.push((line, balancing, -amount)),
        }
    }
    if !unbalanced.is_zero() {
        return Err(refusals::dialog(format!(
            "The lines of the journal are out of balance by {unbalanced}."
        )));
    }
    for (line, account, amount) in entries {
        let number = i64::try_from(bc.len(company, ENTRIES)).unwrap_or(i64::MAX);
        let side = if amount.is_sign_negative() {
            "creditAmount"
        } else {
            "debitAmount"
        };
        let values = [
            ("entryNumber", Cell::Int(number.saturating_add(1))),
            ("postingDate", held(bc, line, "postingDate")),
            ("documentNumber", held(bc, line, "documentNumber")),
            ("accountId", account),
            ("description", held(bc, line, "description")),
            (side, Cell::Decimal(amount.abs())),
        ];
        bc.place(company, ENTRIES, &values)?;
    }
    drop_lines(bc, company, journal);
    Ok(())
}
