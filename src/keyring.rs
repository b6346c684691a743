//! Which of several secrets signs, and which may have signed?

use crate::signature::{self, Key, Signature};

/// Secrets in the order in which an application lists them: the first signs, every one verifies.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    keys: Vec<Key>,
}

impl Keyring {
    /// Adds a secret behind those that are there.
    ///
    /// ```
    /// use express_session_wasm::{keyring::Keyring, signature::Key};
    ///
    /// let mut keyring = Keyring::default();
    /// assert!(keyring.signer().is_none());
    /// keyring.push(Key::new(b"new secret"));
    /// keyring.push(Key::new(b"old secret"));
    /// assert!(keyring.signer().is_some());
    /// ```
    pub fn push(&mut self, key: Key) {
        self.keys.push(key);
    }

    /// The secret that signs; `None` when there is none.
    ///
    /// ```
    /// use express_session_wasm::{keyring::Keyring, signature::Key};
    ///
    /// let mut keyring = Keyring::default();
    /// keyring.push(Key::new(b"new secret"));
    /// keyring.push(Key::new(b"old secret"));
    /// let signed = keyring.signer().map(|key| key.sign("id"));
    /// assert_eq!(signed, Some(Key::new(b"new secret").sign("id")));
    /// ```
    pub fn signer(&self) -> Option<&Key> {
        self.keys.first()
    }

    /// The place of the first secret whose signature of `value` is `signature`.
    ///
    /// ```
    /// use express_session_wasm::{keyring::Keyring, signature::{Key, split}};
    ///
    /// let mut keyring = Keyring::default();
    /// keyring.push(Key::new(b"new secret"));
    /// keyring.push(Key::new(b"old secret"));
    /// let signed = Key::new(b"old secret").sign("id");
    /// let (value, signature) = split(&signed).unwrap();
    /// assert_eq!(keyring.signer_of(value, signature), Some(1));
    /// assert_eq!(keyring.signer_of("another", signature), None);
    /// ```
    pub fn signer_of(&self, value: &str, signature: &Signature) -> Option<usize> {
        self.keys.iter().position(|key| key.verifies(value, signature))
    }

    /// The value of `signed` and the place of the secret that signed it, if any did.
    ///
    /// ```
    /// use express_session_wasm::{keyring::Keyring, signature::Key};
    ///
    /// let mut keyring = Keyring::default();
    /// keyring.push(Key::new(b"new secret"));
    /// keyring.push(Key::new(b"old secret"));
    /// assert_eq!(keyring.unsign(&Key::new(b"old secret").sign("id")), Some(("id", 1)));
    /// assert_eq!(keyring.unsign(&Key::new(b"guess").sign("id")), None);
    /// ```
    pub fn unsign<'s>(&self, signed: &'s str) -> Option<(&'s str, usize)> {
        let (value, signature) = signature::split(signed)?;
        Some((value, self.signer_of(value, signature)?))
    }
}
