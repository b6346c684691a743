//! Is the store told of every session that it has to be told of?

use crate::inputs::cases;
use express_session_wasm::touches::{KEY_BYTES, Touches};
use proptest::prelude::*;
use std::collections::{HashMap, HashSet};

const KEY: [u8; KEY_BYTES] = *b"0123456789abcdef";
const NOW: u64 = 1_800_000_000_000;

#[derive(Clone, Debug)]
enum Step {
    Ask,
    Remember,
    Forget,
}

fn steps() -> impl Strategy<Value = Vec<(Step, u32, i64)>> {
    let step = prop_oneof![8 => Just(Step::Ask), 1 => Just(Step::Remember), 1 => Just(Step::Forget)];
    // The clock goes back now and then.
    let pause = prop_oneof![8 => 0_i64..400, 1 => -2000_i64..0];
    prop::collection::vec((step, 0_u32..60, pause), 1..400)
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn with_room_for_all_it_answers_as_a_map_does(key in any::<[u8; KEY_BYTES]>(), steps in steps(), after in 0_u64..2000) {
        let mut touches = Touches::new(key, 100_000);
        let mut model: HashMap<u32, u64> = HashMap::new();
        let mut now = NOW;
        for (step, session, pause) in steps {
            now = now.saturating_add_signed(pause);
            let id = session.to_string();
            match step {
                Step::Ask => {
                    let expected = !model.get(&session).is_some_and(|&then| then <= now && now - then < after);
                    prop_assert_eq!(touches.should_touch(&id, now, after), expected);
                    if expected { model.insert(session, now); }
                }
                Step::Remember => { touches.remember(&id, now); model.insert(session, now); }
                Step::Forget => { touches.forget(&id); model.remove(&session); }
            }
        }
    }

    #[test]
    fn with_too_little_room_no_touch_is_missing(room in 0_usize..40, steps in steps(), after in 0_u64..2000) {
        let mut touches = Touches::new(KEY, room);
        let mut told: HashMap<u32, u64> = HashMap::new();
        let mut now = NOW;
        for (step, session, pause) in steps {
            now = now.saturating_add_signed(pause);
            let id = session.to_string();
            match step {
                Step::Ask if touches.should_touch(&id, now, after) => drop(told.insert(session, now)),
                Step::Ask => {
                    let then = told.get(&session).copied();
                    prop_assert!(then.is_some_and(|then| then <= now && now - then < after), "{session}: {then:?}, {now}");
                }
                Step::Remember => { touches.remember(&id, now); told.insert(session, now); }
                Step::Forget => { touches.forget(&id); told.remove(&session); }
            }
        }
    }

    #[test]
    fn any_instant_is_kept_to_the_millisecond(now in 1_u64..1 << 48, after in 1_u64..1 << 40) {
        let mut touches = Touches::new(KEY, 1);
        prop_assert!(touches.should_touch("id", now, after));
        prop_assert!(!touches.should_touch("id", now, after));
        if now + after < 1 << 48 {
            prop_assert!(!touches.should_touch("id", now + after - 1, after));
            prop_assert!(touches.should_touch("id", now + after, after));
        }
        prop_assert!(touches.should_touch("id", now - 1, after), "the clock was turned back");
    }
}

#[test]
fn an_instant_beyond_what_is_kept_is_always_a_touch() {
    let mut touches = Touches::new(KEY, 10);
    for now in [0, 1 << 48, (1 << 48) + 5, u64::MAX] {
        assert!(touches.should_touch("id", now, 5000), "{now}");
        assert!(touches.should_touch("id", now, 5000), "{now}");
    }
    touches.remember("id", (1 << 48) - 1);
    assert!(!touches.should_touch("id", (1 << 48) + 4998, 5000));
    assert!(touches.should_touch("id", (1 << 48) + 4999, 5000));
}

#[test]
fn a_session_takes_fourteen_bytes_and_memory_is_bounded() {
    assert_eq!(Touches::new(KEY, 65_536).bytes(), 65_536 * 14);
    assert_eq!(Touches::new(KEY, 1).bytes(), 8 * 14);
    assert_eq!(Touches::new(KEY, 0).bytes(), 0);

    let mut touches = Touches::new(KEY, 1000);
    let bytes = touches.bytes();
    (0..50_000).for_each(|session| touches.remember(&session.to_string(), NOW));
    assert_eq!(touches.bytes(), bytes);
    let remembered = (0..50_000).filter(|session| !touches.should_touch(&session.to_string(), NOW, 1)).count();
    assert!(remembered <= 1000, "{remembered}");
}

#[test]
fn memory_that_is_not_there_costs_touches_and_no_process() {
    let mut touches = Touches::new(KEY, usize::MAX);
    assert!(touches.should_touch("id", NOW, 5000));
    assert!(touches.should_touch("id", NOW, 5000));
}

#[test]
fn the_sessions_used_last_are_remembered() {
    let mut touches = Touches::new(KEY, 10_000);
    let ids: Vec<String> = (0..100_000).map(|session| format!("session {session}")).collect();
    for (passed, id) in ids.iter().enumerate() {
        touches.remember(id, NOW + passed as u64);
    }
    let now = NOW + 100_000;
    let remembered = |ids: &[String], touches: &mut Touches| {
        ids.iter()
            .filter(|id| {
                let is_remembered = !touches.should_touch(id, now, 1_000_000);
                if !is_remembered {
                    touches.forget(id);
                }
                is_remembered
            })
            .count()
    };
    let last = remembered(&ids[95_000..], &mut touches);
    assert!(last > 4700, "{last} of the last 5,000");
    let first = remembered(&ids[..50_000], &mut touches);
    assert!(first < 100, "{first} of the first 50,000");
}

#[test]
fn ids_that_share_a_place_under_one_key_do_not_under_another() {
    // With room for eight sessions in each of 125 buckets: who fell out tells who shared a bucket.
    let lost = |key: u8| -> HashSet<usize> {
        let mut touches = Touches::new([key; KEY_BYTES], 1000);
        (0..1000).for_each(|session| touches.remember(&session.to_string(), NOW + session as u64));
        (0..1000).filter(|session| touches.should_touch(&session.to_string(), NOW + 5000, 100_000)).collect()
    };
    assert_eq!(lost(1), lost(1));
    assert_ne!(lost(1), lost(2));
}

#[test]
fn debug_shows_no_key() {
    assert_eq!(format!("{:?}", Touches::new(KEY, 5)), "Touches { sessions: 5, .. }");
}
