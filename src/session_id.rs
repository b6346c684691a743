//! What is a fresh session id?

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::{fmt, mem};

/// Random bytes in one id: 192 bits, as npm `uid-safe` makes them for express-session.
pub const BYTES: usize = 24;

/// Length in bytes of an id's text.
const TEXT_LENGTH: usize = BYTES.div_ceil(3) * 4;

/// Ids that one call to the random source pays for.
const IDS_PER_REFILL: usize = 128;

/// The id that `bytes` spell: 32 characters of base64url (RFC 4648 section 5) without padding.
///
/// ```
/// use express_session_wasm::session_id::{BYTES, from_bytes};
///
/// assert_eq!(from_bytes(&[255; BYTES]), "_".repeat(32));
/// ```
pub fn from_bytes(bytes: &[u8; BYTES]) -> String {
    let mut text = [0; TEXT_LENGTH];
    // Into an array, as in signature.rs. Text that did not fit, as this always does, would be no id.
    let length = URL_SAFE_NO_PAD.encode_slice(bytes, &mut text).unwrap_or_default();
    text.get(..length).and_then(|text| str::from_utf8(text).ok()).unwrap_or_default().to_owned()
}

/// Random bytes fetched ahead, because a call to the platform's random source costs far more than an id.
///
/// Bytes are used once.
#[derive(Default)]
pub struct Pool {
    unused: Vec<[u8; BYTES]>,
}

impl Pool {
    /// An empty pool; the first id fills it.
    ///
    /// ```
    /// use express_session_wasm::session_id::Pool;
    ///
    /// let mut pool = Pool::new();
    /// assert_eq!(pool.next_id(|_| Err("no random bytes")), Err("no random bytes"));
    /// ```
    pub const fn new() -> Pool {
        Pool { unused: Vec::new() }
    }

    /// The next id. Calls `fill` for random bytes when the pool is empty.
    ///
    /// ```
    /// use express_session_wasm::session_id::Pool;
    ///
    /// let mut pool = Pool::new();
    /// let id = pool.next_id(|bytes| {
    ///     bytes.fill(1);
    ///     Ok::<(), ()>(())
    /// });
    /// assert_eq!(id.map(|text| text.len()), Ok(32));
    /// // There are bytes left for the next one.
    /// assert!(pool.next_id(|_| Err(())).is_ok());
    /// ```
    ///
    /// # Errors
    /// Returns the error of `fill`; the pool stays empty then, so that no id is ever made of bytes that are not random.
    pub fn next_id<E>(&mut self, fill: impl FnOnce(&mut [u8]) -> Result<(), E>) -> Result<String, E> {
        if let Some(last) = self.unused.last_mut() {
            let bytes = mem::take(last);
            self.unused.pop();
            return Ok(from_bytes(&bytes));
        }
        let mut fresh = [[0; BYTES]; IDS_PER_REFILL];
        fill(fresh.as_flattened_mut())?;
        let [first, rest @ ..] = fresh;
        self.unused.extend(rest);
        Ok(from_bytes(&first))
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pool").field("unused", &self.unused.len()).finish()
    }
}
