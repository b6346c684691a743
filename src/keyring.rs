//! Which of several secrets signs, and which may have signed?

use crate::signature::Key;

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

    /// The value of `signed`, if any secret signed it.
    pub fn unsign<'s>(&self, signed: &'s str) -> Option<&'s str> {
        self.keys.iter().find_map(|key| key.unsign(signed))
    }
}
