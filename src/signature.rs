//! Is a value signed with a secret, and how is it signed?
//!
//! The format is that of npm `cookie-signature` 1.0.7: the value, a dot, and the HMAC-SHA256 of the value in base64
//! without padding.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

/// Length in bytes of a signature's text: 32 bytes of HMAC in base64 without padding.
pub const TEXT_LENGTH: usize = 43;

/// The text of a signature. Texts are compared, not the bytes they stand for: base64 decoders accept several spellings of
/// one MAC.
pub type Signature = [u8; TEXT_LENGTH];

/// A signed value's parts: what stands in front of its last dot, and the signature behind that; `None` where it has none.
///
/// ```
/// use express_session_wasm::signature::{Key, split};
///
/// let signed = Key::new(b"secret").sign("a.b");
/// assert_eq!(split(&signed).map(|(value, signature)| (value, signature.len())), Some(("a.b", 43)));
/// assert_eq!(split("a.b"), None);
/// ```
pub fn split(signed: &str) -> Option<(&str, &Signature)> {
    let (value, text) = signed.rsplit_once('.')?;
    Some((value, text.as_bytes().try_into().ok()?))
}

/// A secret, ready to sign and verify: both HMAC pads (RFC 2104 section 2) are hashed once, here.
#[derive(Clone)]
pub struct Key {
    keyed: Hmac<Sha256>,
}

impl Key {
    /// Takes the bytes of a secret; any length is allowed, as in `crypto.createHmac`.
    ///
    /// ```
    /// use express_session_wasm::signature::Key;
    ///
    /// let key = Key::new(b"keyboard cat");
    /// assert_eq!(format!("{key:?}"), "Key(..)");
    /// ```
    pub fn new(secret: &[u8]) -> Key {
        let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
        if secret.len() > block.len() {
            // RFC 2104 section 2. `new_from_slice` would do it too, but its type says that it can fail.
            block.iter_mut().zip(Sha256::digest(secret)).for_each(|(to, from)| *to = from);
        } else {
            block.iter_mut().zip(secret).for_each(|(to, from)| *to = *from);
        }
        Key { keyed: Hmac::new(&block) }
    }

    /// `value` followed by a dot and its signature.
    ///
    /// ```
    /// use express_session_wasm::signature::Key;
    ///
    /// // as npm cookie-signature has it in its README
    /// assert_eq!(Key::new(b"tobiiscool").sign("hello"), "hello.DGDUkGlIkCzPz+C0B064FNgHdEjox7ch8tOBGslZ5QI");
    /// ```
    pub fn sign(&self, value: &str) -> String {
        let mut signed = String::with_capacity(value.len() + 1 + TEXT_LENGTH);
        self.sign_into(value, &mut signed);
        signed
    }

    /// Appends `value`, a dot and its signature to `out`.
    ///
    /// ```
    /// use express_session_wasm::signature::Key;
    ///
    /// let key = Key::new(b"secret");
    /// let mut text = String::from("s:");
    /// key.sign_into("id", &mut text);
    /// assert_eq!(text, format!("s:{}", key.sign("id")));
    /// ```
    pub fn sign_into(&self, value: &str, out: &mut String) {
        out.push_str(value);
        out.push('.');
        if let Some(signature) = self.signature(value) {
            out.push_str(str::from_utf8(&signature).unwrap_or_default());
        }
    }

    /// Whether `signature` is that of `value`. The comparison takes the same time wherever the texts differ.
    ///
    /// ```
    /// use express_session_wasm::signature::{Key, split};
    ///
    /// let key = Key::new(b"secret");
    /// let signed = key.sign("id");
    /// let (value, signature) = split(&signed).unwrap();
    /// assert!(key.verifies(value, signature));
    /// assert!(!key.verifies("another", signature));
    /// ```
    pub fn verifies(&self, value: &str, signature: &Signature) -> bool {
        self.signature(value).is_some_and(|expected| words(&expected).as_slice().ct_eq(&words(signature)).into())
    }

    /// The value in front of the last dot of `signed`, if what follows that dot is its signature.
    ///
    /// ```
    /// use express_session_wasm::signature::Key;
    ///
    /// let key = Key::new(b"secret");
    /// assert_eq!(key.unsign(&key.sign("id")), Some("id"));
    /// assert_eq!(key.unsign("id.forged"), None);
    /// ```
    pub fn unsign<'s>(&self, signed: &'s str) -> Option<&'s str> {
        let (value, signature) = split(signed)?;
        self.verifies(value, signature).then_some(value)
    }

    /// The signature of `value` alone; there always is one.
    ///
    /// ```
    /// use express_session_wasm::signature::{Key, split};
    ///
    /// let key = Key::new(b"secret");
    /// assert_eq!(split(&key.sign("id")).map(|(_, signature)| *signature), key.signature("id"));
    /// ```
    // Into an array, which has the room: with a `String`, base64 expects UTF-8 and would say what it found instead, which takes
    // four of a hundred bytes of the module.
    pub fn signature(&self, value: &str) -> Option<Signature> {
        let mut mac = self.keyed.clone();
        mac.update(value.as_bytes());
        let mut text = [0; TEXT_LENGTH];
        STANDARD_NO_PAD.encode_slice(mac.finalize().into_bytes(), &mut text).ok().map(|_| text)
    }
}

/// A text in words, to be compared: `subtle` hides every element from the optimizer, and for 43 bytes that takes a third
/// of the time of the HMAC.
fn words(text: &Signature) -> [u64; TEXT_LENGTH.div_ceil(8)] {
    let mut padded = [0; TEXT_LENGTH.next_multiple_of(8)];
    padded.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
    let mut words = [0; TEXT_LENGTH.div_ceil(8)];
    words.iter_mut().zip(padded.as_chunks().0).for_each(|(word, bytes)| *word = u64::from_le_bytes(*bytes));
    words
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(..)")
    }
}
