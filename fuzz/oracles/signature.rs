//! Is exactly that accepted which was signed?

use super::fields::Fields;
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use express_session_wasm::signature::Key;
use sha2::{Digest, Sha256};

/// Stands, in the text to unsign, for a signature of the value.
pub const SIGNATURE: &str = "\u{1}";

/// Fields: where to change a signed value, and to what; secret, other secret, value, text to unsign.
pub fn check(data: &[u8]) {
    let mut fields = Fields::of(data);
    let change = fields.bits();
    let (secret, other, value, text) = (fields.bytes(), fields.bytes(), fields.text(), fields.text());
    let (key, other_key) = (Key::new(secret), Key::new(other));

    let signed = key.sign(&value);
    assert_eq!(signed, format!("{value}.{}", signature(secret, &value)));
    assert_eq!(key.unsign(&signed), Some(&*value));
    let is_same_key = block(secret) == block(other);
    assert_eq!(other_key.unsign(&signed), is_same_key.then_some(&*value));

    let text = text.replace(SIGNATURE, &signature(secret, &value));
    for text in [text, changed(&signed, change)] {
        let expected =
            text.rsplit_once('.').filter(|(front, _)| text == format!("{front}.{}", signature(secret, front)));
        assert_eq!(key.unsign(&text), expected.map(|(front, _)| front), "{text:?}");
    }
}

fn changed(text: &str, change: u32) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = (change >> 8) as usize % characters.len();
    characters[at] = char::from(change as u8);
    String::from_iter(characters)
}

/// RFC 2104 section 2, in base64 without padding.
pub fn signature(secret: &[u8], value: &str) -> String {
    let padded = |pad: u8| block(secret).map(|byte| byte ^ pad);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(value).finalize();
    STANDARD_NO_PAD.encode(Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize())
}

/// The key of HMAC that a secret makes.
pub fn block(secret: &[u8]) -> [u8; 64] {
    let hashed = Sha256::digest(secret);
    let key = if secret.len() > 64 { &hashed[..] } else { secret };
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    block
}
