//! How is text percent-encoded and decoded, as JavaScript's `encodeURIComponent` and `decodeURIComponent` do it?

use std::borrow::Cow;

/// Decodes like `decodeURIComponent` (ECMA-262 19.2.6.4): every `%XX` is a byte, and the bytes must be UTF-8.
///
/// Returns `None` where JavaScript throws a `URIError`.
pub fn decode(text: &str) -> Option<Cow<'_, str>> {
    let Some((before, _)) = text.split_once('%') else {
        return Some(Cow::Borrowed(text));
    };
    let mut bytes = Vec::with_capacity(text.len());
    bytes.extend_from_slice(before.as_bytes());
    let mut rest = text.as_bytes().iter().skip(before.len());
    while let Some(&byte) = rest.next() {
        if byte == b'%' {
            let high = hex_value(*rest.next()?)?;
            let low = hex_value(*rest.next()?)?;
            bytes.push(high << 4 | low);
        } else {
            bytes.push(byte);
        }
    }
    // Literal characters are whole UTF-8 sequences already, so an escaped sequence cannot be completed by one.
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// Encodes like `encodeURIComponent` (ECMA-262 19.2.6.5) and appends the result to `out`.
pub fn encode_into(text: &str, out: &mut String) {
    // By bytes: only ASCII is unescaped, and of any other character every byte is escaped.
    for byte in text.bytes() {
        if is_unescaped(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(hex_digit(byte >> 4));
            out.push(hex_digit(byte & 0x0f));
        }
    }
}

/// Encodes like `encodeURIComponent` (ECMA-262 19.2.6.5).
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    encode_into(text, &mut out);
    out
}

// uriUnescaped without the reserved characters, ECMA-262 19.2.6.5
fn is_unescaped(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')')
}

fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

fn hex_digit(value: u8) -> char {
    char::from(if value < 10 { b'0' + value } else { b'A' + value - 10 })
}
