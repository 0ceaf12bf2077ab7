//! Percent and plus encoding of URL parts.

/// Decodes a query name or value: `+` is a space, `%XX` is a byte, a broken escape stays as written.
pub fn decode_query(raw: &str) -> String {
    decode(raw, true)
}

/// Decodes a path segment: like a query value, but `+` stays a plus.
pub fn decode_path(raw: &str) -> String {
    decode(raw, false)
}

fn decode(raw: &str, plus_is_space: bool) -> String {
    if !raw.contains(|next| next == '%' || (plus_is_space && next == '+')) {
        return raw.to_owned();
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' if plus_is_space => out.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                match (hex_digit(ahead.next()), hex_digit(ahead.next())) {
                    (Some(high), Some(low)) => {
                        out.push(high * 16 + low);
                        rest = ahead;
                    }
                    _ => out.push(b'%'),
                }
            }
            other => out.push(other),
        }
    }
    String::from_utf8(out)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn hex_digit(byte: Option<u8>) -> Option<u8> {
    let digit = char::from(byte?).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// Encodes a query value so that decoding gives it back, keeping unreserved characters readable.
pub fn encode(text: &str) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
    let mut out = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(digit(byte >> 4));
            out.push(digit(byte & 0x0f));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plus_is_a_space_in_queries_only() {
        assert_eq!(decode_query("statecode+eq+0"), "statecode eq 0");
        assert_eq!(decode_path("a+b"), "a+b");
    }

    #[test]
    fn broken_escapes_stay() {
        assert_eq!(decode_query("100%"), "100%");
        assert_eq!(decode_query("%zz%2"), "%zz%2");
        assert_eq!(decode_query("%24select"), "$select");
    }

    proptest! {
        #[test]
        fn encoding_survives_a_round_trip(text in any::<String>()) {
            prop_assert_eq!(decode_query(&encode(&text)), text);
        }

        #[test]
        fn decoding_never_panics(raw in any::<String>()) {
            let _ = decode_query(&raw);
            let _ = decode_path(&raw);
        }
    }
}
