//! Which of several secrets signs, and which may have signed?

use crate::signature::{self, Key, Signature};

/// Secrets in the order in which an application lists them: the first signs, every one verifies.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    keys: Vec<Key>,
}

impl Keyring {
    /// Adds a secret behind those that are there.
    pub fn push(&mut self, key: Key) {
        self.keys.push(key);
    }

    /// The secret that signs; `None` when there is none.
    pub fn signer(&self) -> Option<&Key> {
        self.keys.first()
    }

    /// The place of the first secret whose signature of `value` is `signature`.
    pub fn signer_of(&self, value: &str, signature: &Signature) -> Option<usize> {
        self.keys.iter().position(|key| key.verifies(value, signature))
    }

    /// The value of `signed` and the place of the secret that signed it, if any did.
    pub fn unsign<'s>(&self, signed: &'s str) -> Option<(&'s str, usize)> {
        let (value, signature) = signature::split(signed)?;
        Some((value, self.signer_of(value, signature)?))
    }
}
