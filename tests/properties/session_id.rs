//! Is every session id made of random bytes that nothing else was made of?

use crate::inputs::cases;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use express_session_wasm::session_id::{self, BYTES, Pool};
use proptest::prelude::*;
use std::collections::HashSet;
use std::convert::Infallible;

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn an_id_is_32_url_safe_characters_that_spell_its_bytes(bytes in any::<[u8; BYTES]>()) {
        let id = session_id::from_bytes(&bytes);
        prop_assert_eq!(id.len(), 32);
        prop_assert!(id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{}", id);
        prop_assert_eq!(URL_SAFE_NO_PAD.decode(&id).unwrap(), bytes);
    }
}

#[test]
fn ids_come_from_the_bytes_of_the_random_source_and_no_bytes_serve_twice() {
    let mut source = Counter::default();
    let mut pool = Pool::new();
    let ids: HashSet<String> = (0..10_000).map(|_| pool.next_id(|bytes| source.fill(bytes)).unwrap()).collect();
    assert_eq!(ids.len(), 10_000);
    for id in ids {
        let bytes: [u8; BYTES] = URL_SAFE_NO_PAD.decode(id).unwrap().try_into().unwrap();
        assert!(source.given.contains(&bytes), "{bytes:?} never came from the source");
    }
}

#[test]
fn the_random_source_is_asked_for_more_than_one_id_and_only_when_bytes_run_out() {
    let mut pool = Pool::new();
    let mut source = Counter::default();
    pool.next_id(|bytes| source.fill(bytes)).unwrap();
    let ahead = source.given.len();
    assert!(ahead > 1);
    for _ in 1..ahead {
        pool.next_id(|_| Err("asked too early")).unwrap();
    }
    assert_eq!(pool.next_id(|_| Err("asked again")), Err("asked again"));
}

#[test]
fn a_failing_random_source_gives_its_error_and_never_an_id() {
    let mut pool = Pool::new();
    let fail_half_way = |bytes: &mut [u8]| {
        let half = bytes.len() / 2;
        bytes[..half].fill(7);
        Err("no random bytes")
    };
    assert_eq!(pool.next_id(fail_half_way), Err("no random bytes"));
    assert_eq!(pool.next_id(fail_half_way), Err("no random bytes"));
    let mut source = Counter::default();
    let id = pool.next_id(|bytes| source.fill(bytes)).unwrap();
    let bytes: [u8; BYTES] = URL_SAFE_NO_PAD.decode(id).unwrap().try_into().unwrap();
    assert!(source.given.contains(&bytes));
}

#[test]
fn debug_text_of_a_pool_tells_how_many_ids_are_left_and_shows_no_bytes() {
    let [one, other] = [1, 2].map(|byte| {
        let mut pool = Pool::new();
        pool.next_id(|bytes| {
            bytes.fill(byte);
            Ok::<(), Infallible>(())
        })
        .unwrap();
        format!("{pool:?}")
    });
    assert_eq!(one, other);
    assert_ne!(one, format!("{:?}", Pool::new()));
}

/// A source whose chunks are all different and none of them zero.
#[derive(Default)]
struct Counter {
    given: HashSet<[u8; BYTES]>,
}

impl Counter {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        let (chunks, rest) = bytes.as_chunks_mut::<BYTES>();
        assert!(rest.is_empty());
        for chunk in chunks {
            // An odd factor, so that every number gives another one.
            let number = (self.given.len() as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            for (place, byte) in chunk.iter_mut().zip(number.to_be_bytes().into_iter().cycle()) {
                *place = byte;
            }
            self.given.insert(*chunk);
        }
        Ok(())
    }
}
