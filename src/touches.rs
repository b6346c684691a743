//! Which sessions has the store been told of lately, so that it need not be told again?

use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::Hasher;

/// Bytes of a key.
pub const KEY_BYTES: usize = 16;

/// Sessions whose hashes compete for the same places.
const PLACES: usize = 8;

/// Instants are kept in 48 bits: up to the year 10889.
const MAX_MS: u64 = (1 << 48) - 1;

/// What is remembered of up to a fixed number of sessions, in 14 bytes for each: 64 bits of a hash of its id, and when the
/// store was last told.
///
/// What is not remembered costs a touch too many: a session whose place others needed (that of the eight whose last touch
/// is the oldest goes), a clock that was turned back. A touch too few would take two sessions in use with one hash, which
/// would share their touches while both are in use: for each question, with `n` sessions remembered, a chance of `n` in
/// 2^64 (65,536 sessions: 1 in 2.8 * 10^14). The hash is keyed, so that nobody can look for two such ids.
#[derive(Default)]
pub struct Touches {
    key: [u8; KEY_BYTES],
    sessions: usize,
    buckets: Vec<Bucket>,
}

/// The upper 32 and the lower 16 bits of an instant lie apart, so that nothing is lost to alignment. The epoch itself stands
/// for an empty place.
#[derive(Clone, Copy, Default)]
struct Bucket {
    hashes: [u64; PLACES],
    upper: [u32; PLACES],
    lower: [u16; PLACES],
}

impl Touches {
    /// Room for `sessions` or a few more, which is taken when the first session is remembered. Each process needs a `key`
    /// of its own, from a source of random bytes.
    ///
    /// ```
    /// use express_session_wasm::touches::Touches;
    ///
    /// let mut touches = Touches::new([7; 16], 1000);
    /// assert!(touches.should_touch("id", 10_000, 5_000));
    /// assert!(!touches.should_touch("id", 14_999, 5_000));
    /// assert!(touches.should_touch("id", 15_000, 5_000));
    /// ```
    pub const fn new(key: [u8; KEY_BYTES], sessions: usize) -> Touches {
        Touches { key, sessions, buckets: Vec::new() }
    }

    /// Whether the store is to be told of a session, since it was last told `touch_after` milliseconds ago or more, or nobody
    /// knows when; remembers that it is told now. Where that fails, [`forget`](Touches::forget) has to be called.
    ///
    /// ```
    /// use express_session_wasm::touches::Touches;
    ///
    /// let mut touches = Touches::new([7; 16], 1000);
    /// assert!(touches.should_touch("id", 10_000, 5_000));
    /// assert!(!touches.should_touch("id", 14_999, 5_000));
    /// assert!(touches.should_touch("another", 14_999, 5_000));
    /// ```
    pub fn should_touch(&mut self, id: &str, now_ms: u64, touch_after: u64) -> bool {
        let is_fresh = self.last(id).and_then(|then| now_ms.checked_sub(then)).is_some_and(|age| age < touch_after);
        if !is_fresh {
            self.remember(id, now_ms);
        }
        !is_fresh
    }

    /// Remembers that the store is told of a session now, as by a save.
    ///
    /// ```
    /// use express_session_wasm::touches::Touches;
    ///
    /// let mut touches = Touches::new([7; 16], 1000);
    /// touches.remember("id", 10_000);
    /// assert!(!touches.should_touch("id", 12_000, 5_000));
    /// ```
    pub fn remember(&mut self, id: &str, now_ms: u64) {
        if now_ms > MAX_MS {
            return self.forget(id);
        }
        self.make_room();
        let hash = self.hash(id);
        if let Some(bucket) = self.bucket(hash) {
            let place = bucket.place_of(hash).or_else(|| bucket.oldest());
            bucket.set(place, hash, now_ms);
        }
    }

    /// Forgets a session, so that the store is told of it again: where telling it failed, or it was destroyed.
    ///
    /// ```
    /// use express_session_wasm::touches::Touches;
    ///
    /// let mut touches = Touches::new([7; 16], 1000);
    /// touches.remember("id", 10_000);
    /// touches.forget("id");
    /// assert!(touches.should_touch("id", 12_000, 5_000));
    /// ```
    pub fn forget(&mut self, id: &str) {
        let hash = self.hash(id);
        if let Some(bucket) = self.bucket(hash) {
            let place = bucket.place_of(hash);
            bucket.set(place, 0, 0);
        }
    }

    /// The memory that this takes at most, in bytes, beside itself.
    ///
    /// ```
    /// use express_session_wasm::touches::Touches;
    ///
    /// assert_eq!(Touches::new([7; 16], 1000).bytes(), 14_000);
    /// ```
    pub fn bytes(&self) -> usize {
        self.bucket_count().saturating_mul(size_of::<Bucket>())
    }

    fn bucket_count(&self) -> usize {
        self.sessions.div_ceil(PLACES)
    }

    /// Takes the memory at once. Where there is none, every session is touched.
    fn make_room(&mut self) {
        let count = self.bucket_count();
        if self.buckets.is_empty() && self.buckets.try_reserve_exact(count).is_ok() {
            self.buckets.resize(count, Bucket::default());
        }
    }

    fn last(&mut self, id: &str) -> Option<u64> {
        let hash = self.hash(id);
        let bucket = self.bucket(hash)?;
        bucket.place_of(hash).and_then(|place| bucket.time(place))
    }

    fn bucket(&mut self, hash: u64) -> Option<&mut Bucket> {
        // The upper half of a product with the number of buckets: no division, and any number will do.
        let index = (u128::from(hash) * self.buckets.len() as u128) >> 64;
        self.buckets.get_mut(index as usize)
    }

    /// SipHash of the key and the id.
    fn hash(&self, id: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.key);
        hasher.write(id.as_bytes());
        hasher.finish()
    }
}

impl Bucket {
    /// Milliseconds since the epoch; `None` where nothing is kept.
    fn time(&self, place: usize) -> Option<u64> {
        let (upper, lower) = (self.upper.get(place)?, self.lower.get(place)?);
        Some(u64::from(*upper) << 16 | u64::from(*lower)).filter(|&time| time > 0)
    }

    fn place_of(&self, hash: u64) -> Option<usize> {
        (0..PLACES).find(|&place| self.hashes.get(place) == Some(&hash) && self.time(place).is_some())
    }

    fn oldest(&self) -> Option<usize> {
        (0..PLACES).min_by_key(|&place| self.time(place))
    }

    fn set(&mut self, place: Option<usize>, hash: u64, time: u64) {
        let Some(place) = place else { return };
        if let (Some(hashes), Some(upper), Some(lower)) =
            (self.hashes.get_mut(place), self.upper.get_mut(place), self.lower.get_mut(place))
        {
            (*hashes, *upper, *lower) = (hash, (time >> 16) as u32, time as u16);
        }
    }
}

impl fmt::Debug for Touches {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Touches").field("sessions", &self.sessions).finish_non_exhaustive()
    }
}
