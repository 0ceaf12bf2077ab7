//! Text in fewer bits: frequent letters of names, addresses and links take less room than rare ones.
//!
//! A fixed Huffman code over bytes. The table is part of the file's form: it is never changed.

use super::codec::meaningless;
use compact_str::CompactString;
use std::cell::RefCell;
use std::sync::OnceLock;

/// How often bytes occur in ten thousand or so, as far as they are not rare.
const FREQUENT: &[(u32, &str)] = &[
    (750, "e"),
    (600, "a"),
    (520, "n"),
    (500, " "),
    (480, "i"),
    (470, "or"),
    (430, "s"),
    (420, "t"),
    (350, "l0"),
    (300, "1"),
    (260, "c"),
    (250, "2."),
    (240, "d"),
    (230, "u"),
    (220, "m"),
    (200, "3456789"),
    (170, "ph"),
    (160, "w"),
    (150, "-"),
    (140, "g"),
    (110, "b"),
    (90, "f/"),
    (80, "ky"),
    (70, "v@"),
    (50, "+"),
    (40, "xz,CS"),
    (35, "ABM"),
    (30, ":"),
    (25, "jDEFGLPRT"),
    (20, "HNW"),
    (15, "IKOU"),
    (10, "qJV_&"),
    (8, "'"),
    (5, "()X"),
    (4, "QYZ"),
];
/// The first byte of most accented letters, and the second of the most frequent one.
const ACCENTED: [(u8, u32); 2] = [(0xc3, 60), (0xa9, 20)];
/// Second bytes of other letters.
const CONTINUED: (std::ops::RangeInclusive<u8>, u32) = (0x80..=0xbf, 4);
/// Longer codes than this are not looked up at once. Most pairs of letters are no longer either.
const AT_ONCE: u32 = 11;

#[derive(Clone, Copy, Default)]
struct Code {
    bits: u32,
    length: u32,
}

/// What the next bits begin with.
#[derive(Clone, Copy, Default)]
struct Start {
    /// One letter or two; the second means nothing if there is one.
    letters: [u8; 2],
    /// Bits of the first letter; 0 where its code is longer than [`AT_ONCE`].
    first: u8,
    /// Bits of both letters; 0 where the second one's code does not fit.
    both: u8,
}

/// Codes of one length, which follow each other.
struct Long {
    length: u32,
    first: u32,
    bytes: Vec<u8>,
}

struct Codes {
    /// By byte.
    by_byte: Vec<Code>,
    /// By the next [`AT_ONCE`] bits.
    starts: Vec<Start>,
    /// Codes that are longer, the shorter ones first.
    long: Vec<Long>,
}

fn codes() -> &'static Codes {
    static CODES: OnceLock<Codes> = OnceLock::new();
    CODES.get_or_init(|| Codes::of(&lengths(&weights())))
}

fn weights() -> Vec<u32> {
    let mut weights = vec![1; 256];
    let mut set = |byte: u8, weight: u32| {
        if let Some(place) = weights.get_mut(usize::from(byte)) {
            *place = weight;
        }
    };
    for byte in CONTINUED.0 {
        set(byte, CONTINUED.1);
    }
    for (byte, weight) in ACCENTED {
        set(byte, weight);
    }
    for (weight, bytes) in FREQUENT {
        for byte in bytes.bytes() {
            set(byte, *weight);
        }
    }
    weights
}

/// The length of each byte's code: the two lightest are joined until one is left.
fn lengths(weights: &[u32]) -> Vec<u32> {
    let mut lengths = vec![0; weights.len()];
    let mut groups: Vec<(u32, usize, Vec<usize>)> = weights
        .iter()
        .enumerate()
        .map(|(byte, weight)| (*weight, byte, vec![byte]))
        .collect();
    while groups.len() > 1 {
        groups.sort_by_key(|group| std::cmp::Reverse((group.0, group.1)));
        let (Some(one), Some(mut other)) = (groups.pop(), groups.pop()) else {
            break;
        };
        other.2.extend(one.2);
        for byte in &other.2 {
            if let Some(length) = lengths.get_mut(*byte) {
                *length += 1;
            }
        }
        groups.push((one.0 + other.0, other.1.min(one.1), other.2));
    }
    lengths
}

impl Codes {
    /// Codes of the same length follow each other, so that the lengths say everything.
    fn of(lengths: &[u32]) -> Self {
        let mut order: Vec<(u32, usize)> = lengths.iter().copied().zip(0..).collect();
        order.sort_unstable();
        let mut codes = vec![Code::default(); lengths.len()];
        let mut starts = vec![Start::default(); 1 << AT_ONCE];
        let mut long: Vec<Long> = Vec::new();
        let (mut bits, mut before) = (0_u32, 0_u32);
        for (length, at) in order {
            bits <<= length - before;
            before = length;
            let code = Code { bits, length };
            let byte = u8::try_from(at).unwrap_or(0);
            if let Some(place) = codes.get_mut(at) {
                *place = code;
            }
            if length <= AT_ONCE {
                let spread = AT_ONCE - length;
                let first = usize::try_from(bits << spread).unwrap_or(0);
                for place in starts.iter_mut().skip(first).take(1 << spread) {
                    place.letters = [byte, 0];
                    place.first = u8::try_from(length).unwrap_or(0);
                }
            } else if let Some(same) = long.last_mut().filter(|long| long.length == length) {
                same.bytes.push(byte);
            } else {
                long.push(Long {
                    length,
                    first: bits,
                    bytes: vec![byte],
                });
            }
            bits += 1;
        }
        Self {
            by_byte: codes,
            starts: with_second_letters(&starts),
            long,
        }
    }

    fn long_code(&self, window: u64, held: u32) -> Option<(u8, u32)> {
        self.long.iter().find_map(|long| {
            let bits = window >> held.checked_sub(long.length)?;
            let nth = usize::try_from(bits.checked_sub(u64::from(long.first))?).ok()?;
            Some((*long.bytes.get(nth)?, long.length))
        })
    }
}

/// The same, with the letter that follows the first one where its code ends within the bits.
fn with_second_letters(starts: &[Start]) -> Vec<Start> {
    let with_second = |(bits, start): (usize, &Start)| {
        let mut start = *start;
        let after = bits << start.first & (starts.len() - 1);
        if let Some(next) = starts.get(after).filter(|_| start.first > 0) {
            let both = start.first + next.first;
            if next.first > 0 && u32::from(both) <= AT_ONCE {
                start.letters = [start.letters[0], next.letters[0]];
                start.both = both;
            }
        }
        start
    };
    starts.iter().enumerate().map(with_second).collect()
}

/// Text in fewer bits; the last byte is filled up with ones, which are no letter.
pub(super) fn pack(out: &mut Vec<u8>, text: &str) {
    let codes = &codes().by_byte;
    let (mut window, mut held) = (0_u64, 0_u32);
    for byte in text.bytes() {
        let code = codes.get(usize::from(byte)).copied().unwrap_or_default();
        window = window << code.length | u64::from(code.bits);
        held += code.length;
        while held >= 8 {
            held -= 8;
            out.push(u8::try_from(window >> held & 0xff).unwrap_or(0));
        }
        window &= (1 << held) - 1;
    }
    if held > 0 {
        let filled = window << (8 - held) | ((1 << (8 - held)) - 1);
        out.push(u8::try_from(filled & 0xff).unwrap_or(0));
    }
}

thread_local! {
    /// Where texts are put together; short ones never have memory of their own.
    static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The text of such bits.
pub(super) fn unpack(packed: &[u8]) -> rusqlite::Result<CompactString> {
    SCRATCH.with_borrow_mut(|text| {
        text.clear();
        unpack_into(packed, text)?;
        CompactString::from_utf8(text).map_err(super::problem::damaged)
    })
}

fn unpack_into(packed: &[u8], text: &mut Vec<u8>) -> rusqlite::Result<()> {
    let codes = codes();
    let mut bytes = packed.iter();
    let (mut window, mut held) = (0_u64, 0_u32);
    loop {
        while held <= 48 {
            let Some(byte) = bytes.next() else { break };
            window = window << 8 | u64::from(*byte);
            held += 8;
        }
        let next = if held >= AT_ONCE {
            window >> (held - AT_ONCE)
        } else {
            window << (AT_ONCE - held) | ((1 << (AT_ONCE - held)) - 1)
        };
        let at = usize::try_from(next).unwrap_or(0);
        let start = codes.starts.get(at).copied().unwrap_or_default();
        let length = if (1..=held).contains(&u32::from(start.both)) {
            text.extend_from_slice(&start.letters);
            u32::from(start.both)
        } else if (1..=held).contains(&u32::from(start.first)) {
            text.push(start.letters[0]);
            u32::from(start.first)
        } else if let Some((byte, length)) = codes.long_code(window, held) {
            text.push(byte);
            length
        } else if held < 8 && window + 1 == 1 << held {
            break;
        } else {
            return Err(meaningless("text that ends in the middle of a letter"));
        };
        held -= length;
        window &= (1 << held) - 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        pack(&mut out, text);
        out
    }

    #[test]
    fn the_code_is_what_it_was() {
        // Every cache that was ever written leans on it.
        let lengths = lengths(&weights());
        let whole: u64 = lengths.iter().map(|length| 1 << (32 - length)).sum();
        assert_eq!(whole, 1 << 32, "no code is left over");
        let longest = lengths.iter().copied().max().unwrap();
        assert!(
            (9..=24).contains(&longest),
            "{longest}: padding must be no letter"
        );
        let sample = packed("info@adatum.example, 75008 Saint-Rémy");
        let expected = [
            0x69, 0xed, 0x7e, 0xb1, 0xb8, 0x65, 0x9e, 0x28, 0x2e, 0x91, 0xc7, 0x27, 0x17, 0x18,
            0x57, 0x4a, 0x53, 0x60, 0x74, 0x0b, 0x4e, 0x53, 0x78, 0x7a, 0xfc, 0xb8, 0xf0,
        ];
        assert_eq!(sample, expected);
    }

    #[test]
    fn usual_text_takes_less_room() {
        for text in [
            "Adatum Corporation",
            "https://www.adatum.example",
            "rue du Faubourg Saint-Honoré",
            "+33 142 684 531",
        ] {
            assert!(packed(text).len() * 4 <= text.len() * 3, "{text}");
        }
    }

    #[test]
    fn bits_that_nobody_wrote_are_damage_or_text_but_no_panic() {
        for bytes in [&[0xff, 0xff][..], &[0xff; 9], &[0x00, 0xff, 0xff], &[0xfe]] {
            unpack(bytes).ok();
        }
        assert!(unpack(&[0xff; 9]).is_err());
    }

    proptest! {
        #[test]
        fn text_comes_back_as_it_was(text in ".{0,80}") {
            prop_assert_eq!(unpack(&packed(&text)), Ok(text.into()));
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            unpack(&bytes).ok();
        }
    }
}
