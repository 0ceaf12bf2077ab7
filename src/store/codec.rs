//! Values as bytes: one tag, then as few bytes as the value needs.
//!
//! A value that occurred before in the same text of bytes is stored as its place, in one byte. What both sides of a pair
//! hold alike is therefore stored once. Equal bytes mean equal values; the opposite need not hold (`1.0` and `1.00`).

use super::letters;
use super::problem::{Meaningless, damaged};
use crate::model::Value;
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

const EMPTY: u8 = 0;
const YES: u8 = 1;
const NO: u8 = 2;
const WHOLE: u8 = 3;
const CHOICE: u8 = 4;
const DECIMAL: u8 = 5;
const DATE: u8 = 6;
const INSTANT: u8 = 7;
const GUID: u8 = 8;
const KNOWN_GUID: u8 = 9;
const TEXT: u8 = 10;
const PACKED_TEXT: u8 = 11;
/// Texts that take up to 63 bytes in fewer bits (`letters`) carry that length in the tag, from here on.
const SHORT_TEXT: u8 = 0x40;
const SHORT_MOST: usize = 63;
/// The value at a place before, from here on.
const SAME_AS: u8 = 0x80;
const PLACES: usize = 128;

/// Where bytes of values were written, so that later ones can refer to them.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<(usize, usize)>);

/// Writes a number in groups of seven bits, the lowest first.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u128) {
    while number > 0x7f {
        out.push(u8::try_from(number & 0x7f).unwrap_or(0) | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).unwrap_or(0));
}

/// Writes a number with a sign, small ones of either sign in few bytes.
pub(super) fn put_signed(out: &mut Vec<u8>, number: i64) {
    let number = i128::from(number);
    let folded = if number < 0 {
        -number * 2 - 1
    } else {
        number * 2
    };
    put_number(out, folded.unsigned_abs());
}

/// How texts are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Texts {
    /// In few bits: for what stays.
    #[default]
    Short,
    /// As they are: for what is read once, if ever.
    Plain,
}

/// Writes values, each at its place. `known` answers the number under which an id is kept elsewhere.
pub(super) fn put_value(
    out: &mut Vec<u8>,
    places: &mut Places,
    value: &Value,
    texts: Texts,
    known: impl FnOnce(Uuid) -> rusqlite::Result<Option<u32>>,
) -> rusqlite::Result<()> {
    let start = out.len();
    match (value, texts) {
        (Value::Text(text), Texts::Plain) => put_letters(out, text),
        _ => put_plain(out, value, known)?,
    }
    let end = out.len();
    if end - start > 1 {
        let (before, own) = out.split_at_checked(start).unwrap_or_default();
        let same = |place: &(usize, usize)| before.get(place.0..place.1) == Some(own);
        let found = places.0.iter().take(PLACES).position(same);
        if let Some(at) = found
            && let Ok(at) = u8::try_from(at)
        {
            out.truncate(start);
            out.push(SAME_AS | at);
            let first = places.0.get(usize::from(at)).copied().unwrap_or_default();
            places.0.push(first);
            return Ok(());
        }
    }
    places.0.push((start, end));
    Ok(())
}

fn put_plain(
    out: &mut Vec<u8>,
    value: &Value,
    known: impl FnOnce(Uuid) -> rusqlite::Result<Option<u32>>,
) -> rusqlite::Result<()> {
    match value {
        Value::Empty => out.push(EMPTY),
        Value::Bool(true) => out.push(YES),
        Value::Bool(false) => out.push(NO),
        Value::Int(number) => {
            out.push(WHOLE);
            put_signed(out, *number);
        }
        Value::Choice(number) => {
            out.push(CHOICE);
            put_signed(out, i64::from(*number));
        }
        Value::Decimal(number) => {
            out.push(DECIMAL);
            let sign = u8::from(number.is_sign_negative()) << 7;
            out.push(sign | u8::try_from(number.scale()).unwrap_or(0));
            put_number(out, number.mantissa().unsigned_abs());
        }
        Value::Date(date) => {
            out.push(DATE);
            let (month, day) = (i64::from(date.month()), i64::from(date.day()));
            put_signed(out, i64::from(date.year()) * 512 + month * 32 + day);
        }
        Value::Instant(moment) => {
            out.push(INSTANT);
            put_signed(out, moment.as_second());
            put_signed(out, i64::from(moment.subsec_nanosecond()));
        }
        Value::Guid(id) => {
            if let Some(number) = known(*id)? {
                out.push(KNOWN_GUID);
                put_number(out, number.into());
            } else {
                out.push(GUID);
                out.extend_from_slice(id.as_bytes());
            }
        }
        Value::Text(text) => put_text(out, text),
    }
    Ok(())
}

fn put_letters(out: &mut Vec<u8>, text: &str) {
    out.push(TEXT);
    put_number(out, text.len() as u128);
    out.extend_from_slice(text.as_bytes());
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    let tag = out.len();
    out.push(0);
    letters::pack(out, text);
    let length = out.len() - tag - 1;
    if length > text.len() {
        out.truncate(tag);
        put_letters(out, text);
        return;
    }
    match (u8::try_from(length), out.get_mut(tag)) {
        (Ok(short), Some(place)) if length <= SHORT_MOST => *place = SHORT_TEXT | short,
        _ => {
            let mut head = vec![PACKED_TEXT];
            put_number(&mut head, length as u128);
            out.splice(tag..=tag, head);
        }
    }
}

/// Reads what was written, from the front.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes<'b>(pub(super) &'b [u8]);

/// A value as it stands in the bytes.
pub(super) enum Found {
    /// The value itself.
    Plain(Value),
    /// The value at that place.
    SameAs(usize),
    /// The id that is kept elsewhere under that number.
    Known(u32),
}

impl<'b> Bytes<'b> {
    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn byte(&mut self) -> rusqlite::Result<u8> {
        let (first, rest) = self.0.split_first().ok_or_else(cut_short)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(super) fn take(&mut self, length: usize) -> rusqlite::Result<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(cut_short)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn number(&mut self) -> rusqlite::Result<u128> {
        let mut number = 0_u128;
        let mut shift = 0_u32;
        loop {
            let byte = self.byte()?;
            let part = u128::from(byte & 0x7f);
            number |= part.checked_shl(shift).ok_or_else(cut_short)?;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
            shift += 7;
        }
    }

    /// A number that fits in a smaller type.
    pub(super) fn small<N: TryFrom<u128>>(&mut self) -> rusqlite::Result<N> {
        let number = self.number()?;
        N::try_from(number)
            .ok()
            .ok_or_else(|| meaningless(&number.to_string()))
    }

    pub(super) fn signed(&mut self) -> rusqlite::Result<i64> {
        let folded = self.number()?;
        let half = i128::try_from(folded >> 1).unwrap_or(i128::MAX);
        let number = if folded & 1 == 1 { -half - 1 } else { half };
        i64::try_from(number)
            .ok()
            .ok_or_else(|| meaningless(&number.to_string()))
    }

    pub(super) fn text(&mut self, length: usize) -> rusqlite::Result<&'b str> {
        std::str::from_utf8(self.take(length)?).map_err(damaged)
    }

    pub(super) fn guid(&mut self) -> rusqlite::Result<Uuid> {
        Uuid::from_slice(self.take(16)?).map_err(damaged)
    }

    /// The next value.
    pub(super) fn value(&mut self) -> rusqlite::Result<Found> {
        let tag = self.byte()?;
        if tag >= SAME_AS {
            return Ok(Found::SameAs(usize::from(tag ^ SAME_AS)));
        }
        if tag >= SHORT_TEXT {
            let packed = self.take(usize::from(tag ^ SHORT_TEXT))?;
            return Ok(Found::Plain(Value::Text(letters::unpack(packed)?)));
        }
        let value = match tag {
            EMPTY => Value::Empty,
            YES => Value::Bool(true),
            NO => Value::Bool(false),
            WHOLE => Value::Int(self.signed()?),
            CHOICE => {
                let number = self.signed()?;
                let choice = i32::try_from(number).ok();
                Value::Choice(choice.ok_or_else(|| meaningless(&number.to_string()))?)
            }
            DECIMAL => Value::Decimal(self.decimal()?),
            DATE => Value::Date(self.date()?),
            INSTANT => {
                let (seconds, rest) = (self.signed()?, self.signed()?);
                let rest = i32::try_from(rest).map_err(damaged)?;
                Value::Instant(Timestamp::new(seconds, rest).map_err(damaged)?)
            }
            GUID => Value::Guid(self.guid()?),
            KNOWN_GUID => return Ok(Found::Known(self.small()?)),
            TEXT => {
                let length = self.small()?;
                Value::Text(self.text(length)?.into())
            }
            PACKED_TEXT => {
                let length = self.small()?;
                Value::Text(letters::unpack(self.take(length)?)?)
            }
            other => return Err(meaningless(&other.to_string())),
        };
        Ok(Found::Plain(value))
    }

    /// Passes over a value; the place that it names, if it does.
    pub(super) fn pass(&mut self) -> rusqlite::Result<Option<usize>> {
        let Some(tag) = self.0.first().copied() else {
            return Err(cut_short());
        };
        match tag {
            TEXT | PACKED_TEXT => {
                self.byte()?;
                let length = self.small()?;
                self.take(length)?;
            }
            SHORT_TEXT.. if tag < SAME_AS => {
                self.take(1 + usize::from(tag ^ SHORT_TEXT))?;
            }
            _ => {
                if let Found::SameAs(at) = self.value()? {
                    return Ok(Some(at));
                }
            }
        }
        Ok(None)
    }

    fn decimal(&mut self) -> rusqlite::Result<Decimal> {
        let form = self.byte()?;
        let mantissa: i128 = self.small()?;
        let signed = if form & 0x80 == 0 {
            mantissa
        } else {
            -mantissa
        };
        let mut number =
            Decimal::try_from_i128_with_scale(signed, u32::from(form & 0x7f)).map_err(damaged)?;
        if mantissa == 0 {
            number.set_sign_negative(form & 0x80 != 0);
        }
        Ok(number)
    }

    fn date(&mut self) -> rusqlite::Result<Date> {
        let packed = self.signed()?;
        let parts = (
            i16::try_from(packed.div_euclid(512)),
            i8::try_from(packed.rem_euclid(512) / 32),
            i8::try_from(packed.rem_euclid(32)),
        );
        match parts {
            (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).map_err(damaged),
            _ => Err(meaningless(&packed.to_string())),
        }
    }

    /// Passes over the rest of the values, noting their places as if they had just been written. `at` is where these bytes
    /// begin in the whole.
    pub(super) fn note_places(mut self, at: usize, places: &mut Places) -> rusqlite::Result<()> {
        let whole = self.0.len();
        while !self.is_empty() {
            let start = at + whole - self.0.len();
            let same_as = self.pass()?;
            let end = at + whole - self.0.len();
            let place = match same_as {
                Some(before) => *places.0.get(before).ok_or_else(cut_short)?,
                None => (start, end),
            };
            places.0.push(place);
        }
        Ok(())
    }
}

fn cut_short() -> rusqlite::Error {
    meaningless("packed fields that end too early")
}

pub(super) fn meaningless(what: &str) -> rusqlite::Error {
    damaged(Meaningless(what.to_owned()))
}
