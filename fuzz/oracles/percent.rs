//! Is text encoded so that it decodes to itself, and decoded run by run as the bytes of UTF-8?

use super::fields::Fields;
use express_session_wasm::percent;

/// Fields: text.
pub fn check(data: &[u8]) {
    let text = Fields::of(data).text();
    round_trip(&text);

    let decoded = percent::decode(&text).map(String::from);
    assert_eq!(decoded, run_by_run(&text), "{text:?}");
    if let Some(decoded) = decoded {
        round_trip(&decoded);
    }
}

fn round_trip(text: &str) {
    let escaped = |byte: u8| match char::from(byte) {
        plain if plain.is_ascii_alphanumeric() || "-_.!~*'()".contains(plain) => plain.to_string(),
        _ => format!("%{byte:02X}"),
    };
    let encoded = percent::encode(text);
    assert_eq!(encoded, text.bytes().map(escaped).collect::<String>());
    assert_eq!(percent::decode(&encoded).as_deref(), Some(text));
}

/// Each run of escapes has to be UTF-8 on its own; `None` for a `URIError`.
fn run_by_run(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut run = Vec::new();
    let mut left = text.chars();
    while let Some(character) = left.next() {
        if character == '%' {
            let high = left.next()?.to_digit(16)?;
            let low = left.next()?.to_digit(16)?;
            run.push((high * 16 + low) as u8);
        } else {
            decoded.push_str(&String::from_utf8(std::mem::take(&mut run)).ok()?);
            decoded.push(character);
        }
    }
    decoded.push_str(&String::from_utf8(run).ok()?);
    Some(decoded)
}
