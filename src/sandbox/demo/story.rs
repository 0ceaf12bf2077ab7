//! The edits of the demo's story, made by scripted colleagues after a first synchronisation.
//!
//! They touch only customers that both sides know under the same number, each pair once, so that
//! the numbers of the following synchronisation can be told beforehand and add up.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    bc::customer_number,
    business::{LOCAL_CURRENCY, business},
    cultures::culture_of,
    dice::{Dice, Topic},
    edit::Edit,
    fill::DemoError,
    ids::{self, BcTable, DvTable},
    ledger::CURRENCIES,
    presence::{DemoOptions, Presence},
    text::numbered,
};
use crate::{
    model::Side,
    sandbox::system::{cell::Cell, world::World},
};

/// How many pairs the colleagues edit, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script {
    /// Pairs edited in Business Central only.
    pub bc_only: u32,
    /// Pairs edited in Dataverse only.
    pub dv_only: u32,
    /// Pairs edited on both sides in different fields: both edits are to survive.
    pub merged: u32,
    /// Pairs edited on both sides in the same field: a person is to decide.
    pub conflicts: u32,
}

impl Script {
    /// A Monday morning: what waits for a person grows with the world, 37 conflicts among 2,000 customers.
    pub fn monday(options: DemoOptions) -> Self {
        let conflicts = u64::from(options.records) * 37 / 2_000;
        Self {
            conflicts: u32::try_from(conflicts).unwrap_or(u32::MAX).max(1),
            ..Self::default()
        }
    }
}

impl Default for Script {
    fn default() -> Self {
        Self {
            bc_only: 5,
            dv_only: 4,
            merged: 3,
            conflicts: 1,
        }
    }
}

/// What became of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Edited in Business Central only.
    BcOnly,
    /// Edited in Dataverse only.
    DvOnly,
    /// Edited on both sides in different fields.
    Merged,
    /// Edited on both sides in the same field, to different values.
    Conflict,
}

/// An edited pair.
#[derive(Clone, Debug, PartialEq)]
pub struct EditedPair {
    /// How it was edited.
    pub kind: Kind,
    /// The customer's number.
    pub number: String,
    /// The customer's id.
    pub bc: Uuid,
    /// The account's id.
    pub dv: Uuid,
    /// The edits, one or two.
    pub edits: Vec<Edit>,
}

/// What the colleagues did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The edited pairs: conflicts first, then merged, then one side only.
    pub pairs: Vec<EditedPair>,
}

impl Told {
    /// How many pairs were edited in this way.
    pub fn count(&self, kind: Kind) -> usize {
        self.pairs.iter().filter(|pair| pair.kind == kind).count()
    }

    /// How many edits were made altogether.
    pub fn edits(&self) -> usize {
        self.pairs.iter().map(|pair| pair.edits.len()).sum()
    }
}

/// Lets the colleagues do what the script says; a pair that a side no longer has is passed over for the next one.
///
/// Small worlds may have fewer pairs than the script wants: what was done is in the answer.
///
/// # Errors
/// When a side refuses an edit.
pub fn edit_both_sides(
    world: &mut World,
    options: DemoOptions,
    script: Script,
) -> Result<Told, DemoError> {
    let kinds = [
        (Kind::Conflict, script.conflicts),
        (Kind::Merged, script.merged),
        (Kind::BcOnly, script.bc_only),
        (Kind::DvOnly, script.dv_only),
    ];
    let mut wanted = kinds
        .into_iter()
        .flat_map(|(kind, count)| std::iter::repeat_n(kind, count as usize))
        .peekable();
    let mut told = Told::default();
    for index in 0..options.customers() {
        let Some(kind) = wanted.peek().copied() else {
            break;
        };
        if Presence::of(options.seed, index) != Presence::Same
            || !can_be_synchronised(options.seed, index)
        {
            continue;
        }
        if let Some(pair) = edit_pair(world, options.seed, index, kind, told.pairs.len())? {
            told.pairs.push(pair);
            wanted.next();
        }
    }
    Ok(told)
}

/// Whether nothing but the story's edits stands between the pair and its synchronisation.
fn can_be_synchronised(seed: u64, index: u64) -> bool {
    let currency = business(seed, index).currency;
    currency == LOCAL_CURRENCY
        || CURRENCIES
            .iter()
            .any(|each| each.code == currency && each.rate.is_some())
}

/// A field that both sides change to different values.
#[derive(Clone, Copy)]
enum Contested {
    Phone,
    Email,
    Website,
    CreditLimit,
}

/// What a conflict is about: mostly telephone numbers, so that one answer serves several, and now and then something else.
fn contested(before: usize) -> &'static [Contested] {
    match before {
        0..4 => &[Contested::Phone],
        _ => match before % 6 {
            0 => &[Contested::Email],
            2 => &[Contested::Phone, Contested::Email],
            3 => &[Contested::CreditLimit],
            5 => &[Contested::Website],
            _ => &[Contested::Phone],
        },
    }
}

fn edit_pair(
    world: &mut World,
    seed: u64,
    index: u64,
    kind: Kind,
    before: usize,
) -> Result<Option<EditedPair>, DemoError> {
    let (bc, dv) = (
        ids::bc(seed, BcTable::Customer, index),
        ids::dv(seed, DvTable::Account, index),
    );
    let mut dice = Dice::new(seed, Topic::Story, index);
    let premises = business(seed, index).address;
    let mut phone = || {
        let patterns = culture_of(premises.country).phones;
        Cell::text(numbered(dice.pick(patterns), &mut dice))
    };
    let (phone_left, phone_right) = (phone(), phone());
    let address = Cell::text(format!("{} — new premises", premises.line1));
    let wish = |side, field, after| {
        let (set, id) = match side {
            Side::Bc => ("customers", bc),
            Side::Dv => ("accounts", dv),
        };
        Edit::plan(world, side, set, id, field, after)
    };
    let edits = match kind {
        Kind::BcOnly => vec![wish(Side::Bc, "phoneNumber", phone_left)],
        Kind::DvOnly => vec![wish(Side::Dv, "telephone1", phone_right)],
        Kind::Merged => vec![
            wish(Side::Bc, "phoneNumber", phone_left),
            wish(Side::Dv, "address1_line1", address),
        ],
        Kind::Conflict => contested(before)
            .iter()
            .flat_map(|field| {
                let (bc, dv, left, right) = match field {
                    Contested::Phone => (
                        "phoneNumber",
                        "telephone1",
                        phone_left.clone(),
                        phone_right.clone(),
                    ),
                    Contested::Email => (
                        "email",
                        "emailaddress1",
                        Cell::text(format!("office{index}@example.com")),
                        Cell::text(format!("contact{index}@example.com")),
                    ),
                    Contested::Website => (
                        "website",
                        "websiteurl",
                        Cell::text(format!("https://www.house{index}.example")),
                        Cell::text(format!("https://house{index}.example/home")),
                    ),
                    Contested::CreditLimit => (
                        "creditLimit",
                        "creditlimit",
                        Cell::Decimal(Decimal::from(15_000 + 500 * (index % 7))),
                        Cell::Decimal(Decimal::from(12_500 + 500 * (index % 5))),
                    ),
                };
                [wish(Side::Bc, bc, left), wish(Side::Dv, dv, right)]
            })
            .collect(),
    };
    let Some(edits) = edits.into_iter().collect::<Option<Vec<Edit>>>() else {
        return Ok(None);
    };
    for edit in &edits {
        edit.apply(world)?;
    }
    Ok(Some(EditedPair {
        kind,
        number: customer_number(index),
        bc,
        dv,
        edits,
    }))
}
