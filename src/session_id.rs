//! What is a fresh session id?

use crate::signature::Key;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt;

/// Random bytes in one id: 192 bits, as npm `uid-safe` makes them for express-session.
pub const BYTES: usize = 24;

/// Ids that one call to the random source pays for.
const IDS_PER_REFILL: usize = 128;

/// The id that `bytes` spell: 32 characters of base64url (RFC 4648 section 5) without padding.
pub fn from_bytes(bytes: &[u8; BYTES]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Random bytes fetched ahead, because a call to the platform's random source costs far more than an id.
///
/// Bytes are used once and wiped when they are.
pub struct Pool {
    chunks: [[u8; BYTES]; IDS_PER_REFILL],
    unused: usize,
}

impl Pool {
    /// An empty pool; the first id fills it.
    pub const fn new() -> Pool {
        Pool { chunks: [[0; BYTES]; IDS_PER_REFILL], unused: 0 }
    }

    /// The next id. Calls `fill` for random bytes when the pool is empty.
    ///
    /// # Errors
    /// Returns the error of `fill`; the pool stays empty then, so that no id is ever made of bytes that are not random.
    pub fn next_id<E>(&mut self, fill: impl FnOnce(&mut [u8]) -> Result<(), E>) -> Result<String, E> {
        if self.unused == 0 {
            fill(self.chunks.as_flattened_mut())?;
            self.unused = self.chunks.len();
        }
        self.unused -= 1;
        let bytes = self.chunks.get_mut(self.unused).map(std::mem::take).unwrap_or_default();
        Ok(from_bytes(&bytes))
    }
}

impl Default for Pool {
    fn default() -> Pool {
        Pool::new()
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pool").field("unused", &self.unused).finish_non_exhaustive()
    }
}

/// A short stand-in for an id in debug output: equal ids read equal while a process runs, and nobody can find the id.
///
/// `key` is a random key that never leaves the process.
pub fn digest(key: &Key, id: &str) -> String {
    let signed = key.sign(id);
    signed.chars().skip(id.chars().count() + 1).take(8).collect()
}
