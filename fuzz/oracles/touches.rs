//! Is a touch left out only where the store was told of that very session lately?

use super::fields::Fields;
use express_session_wasm::touches::{KEY_BYTES, Touches};
use std::collections::HashMap;

/// Fields: how many sessions there is room for, how often the store is told, the first instant; then steps of four bytes:
/// what to do, with which session, after how long.
pub fn check(data: &[u8]) {
    let mut fields = Fields::of(data);
    let (room, after, mut now) = (fields.bits() % 64, fields.bits() % 5000, u64::from(fields.bits()));
    let mut touches = Touches::new([room as u8; KEY_BYTES], room as usize);
    let mut told: HashMap<u8, u64> = HashMap::new();
    for _ in 0..data.len() / 4 {
        let [what, session, pauses @ ..] = fields.bits().to_le_bytes();
        now = now.saturating_add_signed(i64::from(i16::from_le_bytes(pauses)));
        let id = session.to_string();
        match what % 8 {
            0 => {
                touches.remember(&id, now);
                told.insert(session, now);
            }
            1 => {
                touches.forget(&id);
                told.remove(&session);
            }
            _ if touches.should_touch(&id, now, after.into()) => {
                told.insert(session, now);
            }
            _ => {
                let age = told.get(&session).and_then(|&then| now.checked_sub(then));
                assert!(age.is_some_and(|age| age < after.into()), "session {session}, told {age:?} ago");
            }
        }
    }
}
