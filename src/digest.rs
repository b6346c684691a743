//! What stands for a session id in debug output?

use crate::signature::Key;

/// Short stand-ins for ids in debug output: equal ids read equal while a process runs, and nobody can find the id.
#[derive(Debug, Default)]
pub struct Digests {
    key: Option<Key>,
}

impl Digests {
    /// Digests without a key; the first one makes it.
    ///
    /// ```
    /// use express_session_wasm::digest::Digests;
    ///
    /// let mut digests = Digests::new();
    /// let fill = |bytes: &mut [u8]| { bytes.fill(7); Ok::<(), ()>(()) };
    /// assert_eq!(digests.digest("id", fill).map(|text| text.len()), Ok(8));
    /// ```
    pub const fn new() -> Digests {
        Digests { key: None }
    }

    /// Eight characters that stand for `id`. Calls `fill` once, for the bytes of a key that never leaves the process.
    ///
    /// ```
    /// use express_session_wasm::digest::Digests;
    ///
    /// let mut digests = Digests::new();
    /// let first = digests.digest("id", |bytes| { bytes.fill(7); Ok(()) });
    /// // The key is there: no more bytes are asked for.
    /// let again = digests.digest("id", |_| Err("no random bytes"));
    /// assert_eq!(first, again);
    /// assert_ne!(digests.digest("another", |_| Err("no random bytes")), first);
    /// ```
    ///
    /// # Errors
    /// Returns the error of `fill`.
    pub fn digest<E>(&mut self, id: &str, fill: impl FnOnce(&mut [u8]) -> Result<(), E>) -> Result<String, E> {
        let key = match self.key.take() {
            Some(key) => key,
            None => {
                let mut bytes = [0; 32];
                fill(&mut bytes)?;
                Key::new(&bytes)
            }
        };
        let signature = self.key.insert(key).signature(id);
        Ok(signature.iter().flatten().take(8).copied().map(char::from).collect())
    }
}
