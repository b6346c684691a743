//! How is text percent-encoded and decoded, as JavaScript's `encodeURIComponent` and `decodeURIComponent` do it?

use std::borrow::Cow;

/// Decodes like `decodeURIComponent` (ECMA-262 19.2.6.4): every `%XX` is a byte, and the bytes must be UTF-8.
///
/// Returns `None` where JavaScript throws a `URIError`.
///
/// ```
/// use express_session_wasm::percent::decode;
///
/// assert_eq!(decode("s%3Aid").as_deref(), Some("s:id"));
/// assert_eq!(decode("100%"), None);
/// ```
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

/// Decodes text that comes to exactly as many bytes as `out` has, all of them ASCII. `None` for any other.
///
/// ```
/// use express_session_wasm::percent::decode_ascii;
///
/// let mut out = [0; 3];
/// assert_eq!(decode_ascii("a%2Fb", &mut out), Some(()));
/// assert_eq!(&out, b"a/b");
/// assert_eq!(decode_ascii("too long", &mut out), None);
/// ```
pub fn decode_ascii(text: &str, out: &mut [u8]) -> Option<()> {
    let mut bytes = text.bytes();
    for place in out {
        let byte = match bytes.next()? {
            b'%' => hex_value(bytes.next()?)? << 4 | hex_value(bytes.next()?)?,
            byte => byte,
        };
        *place = Some(byte).filter(u8::is_ascii)?;
    }
    bytes.next().is_none().then_some(())
}

/// Encodes like `encodeURIComponent` (ECMA-262 19.2.6.5) and appends the result to `out`.
///
/// ```
/// use express_session_wasm::percent::encode_into;
///
/// let mut text = String::from("sid=");
/// encode_into("s:é", &mut text);
/// assert_eq!(text, "sid=s%3A%C3%A9");
/// ```
pub fn encode_into(text: &str, out: &mut String) {
    let mut rest = text;
    // By runs: what is left as it is, which is most of a cookie, is copied as a whole.
    while let Some(index) = rest.bytes().position(|byte| !is_unescaped(byte)) {
        let (run, escaped) = rest.split_at_checked(index).unwrap_or((rest, ""));
        out.push_str(run);
        let Some(character) = escaped.chars().next() else { return };
        // Only ASCII is unescaped, and of any other character every byte is escaped.
        for &byte in character.encode_utf8(&mut [0; 4]).as_bytes() {
            out.push('%');
            out.push(hex_digit(byte >> 4));
            out.push(hex_digit(byte & 0x0f));
        }
        rest = escaped.get(character.len_utf8()..).unwrap_or("");
    }
    out.push_str(rest);
}

/// Encodes like `encodeURIComponent` (ECMA-262 19.2.6.5).
///
/// ```
/// use express_session_wasm::percent::encode;
///
/// assert_eq!(encode("s:a b"), "s%3Aa%20b");
/// ```
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    encode_into(text, &mut out);
    out
}

fn is_unescaped(byte: u8) -> bool {
    UNESCAPED.get(usize::from(byte)).copied().unwrap_or(false)
}

// uriUnescaped without the reserved characters, ECMA-262 19.2.6.5. A look into a table is faster than the ranges.
const UNESCAPED: [bool; 128] = {
    let mut table = [false; 128];
    let mut rest: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
    while let Some((&byte, others)) = rest.split_first() {
        let (_, from) = table.split_at_mut(byte as usize);
        if let Some(place) = from.first_mut() {
            *place = true;
        }
        rest = others;
    }
    table
};

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
