//! JSON values, written straight into a buffer: a page of 20,000 rows must not become a tree first.

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use rust_decimal::Decimal;
use uuid::Uuid;

/// A JSON object being written.
///
/// It opens its brace when made and closes it with [`Object::end`].
#[derive(Debug)]
pub struct Object<'a> {
    out: &'a mut Vec<u8>,
    empty: bool,
}

impl<'a> Object<'a> {
    /// Opens an object.
    pub fn begin(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, empty: true }
    }

    /// Writes a name, and gives the buffer to write its value to.
    pub fn name(&mut self, name: &str) -> &mut Vec<u8> {
        if !self.empty {
            self.out.push(b',');
        }
        self.empty = false;
        text(self.out, name);
        self.out.push(b':');
        self.out
    }

    /// Writes a name made of two pieces, as annotations have.
    pub fn annotation(&mut self, name: &str, term: &str) -> &mut Vec<u8> {
        if !self.empty {
            self.out.push(b',');
        }
        self.empty = false;
        self.out.push(b'"');
        self.out.extend(name.as_bytes());
        self.out.push(b'@');
        self.out.extend(term.as_bytes());
        self.out.extend(b"\":");
        self.out
    }

    /// Writes a member whose value is text.
    pub fn text(&mut self, name: &str, value: &str) {
        let out = self.name(name);
        text(out, value);
    }

    /// Closes the object.
    pub fn end(self) {
        self.out.push(b'}');
    }
}

/// Writes a JSON string.
pub fn text(out: &mut Vec<u8>, value: &str) {
    let plain = value
        .bytes()
        .all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
    out.push(b'"');
    if plain {
        out.extend(value.as_bytes());
    } else {
        for next in value.chars() {
            match next {
                '"' => out.extend(b"\\\""),
                '\\' => out.extend(b"\\\\"),
                '\n' => out.extend(b"\\n"),
                '\r' => out.extend(b"\\r"),
                '\t' => out.extend(b"\\t"),
                control if u32::from(control) < 0x20 => {
                    out.extend(format!("\\u{:04x}", u32::from(control)).into_bytes());
                }
                other => out.extend(other.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
    }
    out.push(b'"');
}

/// Writes a number with the digits that it has.
pub fn number(out: &mut Vec<u8>, value: Decimal) {
    out.extend(value.to_string().into_bytes());
}

/// Writes an id as a JSON string.
pub fn id(out: &mut Vec<u8>, value: Uuid) {
    out.push(b'"');
    out.extend(
        value
            .hyphenated()
            .encode_lower(&mut Uuid::encode_buffer())
            .as_bytes(),
    );
    out.push(b'"');
}

/// Writes a point in time as a JSON string, with as many digits behind the second as it needs.
pub fn instant(out: &mut Vec<u8>, value: Timestamp) {
    static PRINTER: DateTimePrinter = DateTimePrinter::new();
    out.push(b'"');
    // Printing into a Vec cannot fail.
    let _ = PRINTER.print_timestamp(&value, &mut *out);
    out.push(b'"');
}

/// Writes `true` or `false`.
pub fn flag(out: &mut Vec<u8>, value: bool) {
    out.extend(if value { b"true".as_slice() } else { b"false" });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn objects_hold_members_in_order() {
        let mut out = Vec::new();
        let mut object = Object::begin(&mut out);
        object.text("a", "x\"y\u{1}");
        number(object.name("b"), "12.50".parse().unwrap());
        instant(
            object.annotation("c", "d.e"),
            "2026-11-22T10:00:00.5Z".parse().unwrap(),
        );
        object.end();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            r#"{"a":"x\"y\u0001","b":12.50,"c@d.e":"2026-11-22T10:00:00.5Z"}"#
        );
    }

    proptest! {
        #[test]
        fn every_text_is_read_back_as_it_was(value in any::<String>()) {
            let mut out = Vec::new();
            text(&mut out, &value);
            prop_assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), value);
        }
    }
}
