//! Does a session end when it should, and never before, whatever the clock does?

use crate::inputs::cases;
use express_session_wasm::lifetime::{
    Given, Grace, LoadAction, Policy, Probation, Renewal, Times, Use, check_grace, clock, cookie_expiry, grace,
    instant, is_prefetch, load_action, probation, renewal, session_use, span, store_expiry,
};
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000_000;
const ABSOLUTE: i64 = 43_200_000;
const IDLE: i64 = 900_001;

/// How a time of a record lies to the limit that counts from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Age {
    Missing,
    InTheFuture,
    New,
    LastMillisecond,
    AtTheLimit,
    Past,
}

const AGES: [Age; 6] = [Age::Missing, Age::InTheFuture, Age::New, Age::LastMillisecond, Age::AtTheLimit, Age::Past];

impl Age {
    fn time(self, limit: i64) -> Option<i64> {
        match self {
            Age::Missing => None,
            Age::InTheFuture => Some(NOW + 86_400_000),
            Age::New => Some(NOW),
            Age::LastMillisecond => Some(NOW - limit + 1),
            Age::AtTheLimit => Some(NOW - limit),
            Age::Past => Some(NOW - limit - 1),
        }
    }

    fn is_over(self) -> bool {
        match self {
            Age::Missing | Age::InTheFuture | Age::New | Age::LastMillisecond => false,
            Age::AtTheLimit | Age::Past => true,
        }
    }
}

#[test]
fn every_stored_session_is_accepted_stamped_or_discarded_as_its_times_say() {
    let mut met = [0; 3];
    for absolute_timeout in [None, Some(ABSOLUTE)] {
        for idle_timeout in [None, Some(IDLE)] {
            let policy = Policy { absolute_timeout, idle_timeout, ..Policy::default() };
            for (created, touched, end) in AGES.iter().flat_map(|&created| {
                AGES.iter().flat_map(move |&touched| AGES.iter().map(move |&end| (created, touched, end)))
            }) {
                let times = Times { created: created.time(ABSOLUTE), touched: touched.time(IDLE), end: end.time(0) };
                let counts = [(created, absolute_timeout.is_some()), (touched, idle_timeout.is_some()), (end, true)];
                // An end without a span is over when it is there: the last millisecond is the one before.
                let is_over = counts.iter().any(|(age, counts)| *counts && age.is_over()) || end == Age::New;
                let lacks = |(age, counts): &(Age, bool)| *counts && *age == Age::Missing;
                let expected = if is_over {
                    LoadAction::Discard
                } else if counts[..2].iter().any(lacks) {
                    LoadAction::AcceptAndStamp
                } else {
                    LoadAction::Accept
                };
                assert_eq!(load_action(&policy, &times, NOW), expected, "{policy:?} {created:?} {touched:?} {end:?}");
                assert_eq!(times.are_over(&policy, NOW), is_over);
                met[expected as usize] += 1;
            }
        }
    }
    assert_eq!(met.iter().sum::<i32>(), 4 * 6 * 6 * 6);
    assert!(
        [LoadAction::Accept, LoadAction::AcceptAndStamp, LoadAction::Discard].iter().all(|&one| met[one as usize] > 20),
        "{met:?}"
    );
}

#[test]
fn without_options_every_session_is_accepted_and_nothing_is_written() {
    let policy = Policy::default();
    let times = Times { created: Some(0), touched: Some(0), end: None };
    assert_eq!(load_action(&policy, &times, NOW), LoadAction::Accept);
    assert_eq!(load_action(&policy, &Times::default(), NOW), LoadAction::Accept);
    assert_eq!(Times::begun(&policy, NOW), Times::default());
    assert_eq!(Times::default().renewed(&policy, NOW), Times::default());
    assert_eq!(renewal(&policy, &times, NOW), Renewal::None);
    assert_eq!(cookie_expiry(&policy, &times, Some(i64::MAX)), Some(i64::MAX));
    assert_eq!(store_expiry(&policy, &times, Probation::None, None, NOW), None);
    assert_eq!(probation(&policy, false, false), Probation::None);
}

#[test]
fn every_limit_holds_a_millisecond_before_and_is_over_at_its_end() {
    let absolute = Policy { absolute_timeout: Some(ABSOLUTE), ..Policy::default() };
    let idle = Policy { idle_timeout: Some(IDLE), ..Policy::default() };
    for (policy, times, end) in [
        (absolute, Times::begun(&absolute, NOW), NOW + ABSOLUTE),
        (idle, Times::begun(&idle, NOW), NOW + IDLE),
        (idle, Times::begun(&idle, NOW).renewed(&idle, NOW + 5), NOW + 5 + IDLE),
        (absolute, Times::begun(&absolute, NOW).ending_at(NOW + 5), NOW + 5),
        (Policy::default(), Times::default().ending_at(NOW + 5), NOW + 5),
    ] {
        assert_eq!(load_action(&policy, &times, end - 1), LoadAction::Accept);
        assert_eq!(load_action(&policy, &times, end), LoadAction::Discard);
        assert_eq!(load_action(&policy, &times, end + 1), LoadAction::Discard);
    }
}

#[test]
fn a_use_is_written_down_once_in_a_quarter_of_the_timeout() {
    for (idle, due) in [(4000, 1000), (4001, 1001), (4003, 1001), (3, 1), (1, 1)] {
        let policy = Policy { idle_timeout: Some(idle), ..Policy::default() };
        let times = Times::begun(&policy, NOW);
        assert_eq!(renewal(&policy, &times, NOW + due - 1), Renewal::None, "{idle}");
        assert_eq!(renewal(&policy, &times, NOW + due), Renewal::Due, "{idle}");
        assert_eq!(renewal(&policy, &Times::default(), NOW), Renewal::Due);
        assert_eq!(renewal(&policy, &times, NOW - idle), Renewal::None);
    }
}

#[test]
fn an_end_can_only_be_brought_forward() {
    let policy = Policy { absolute_timeout: Some(100), ..Policy::default() };
    let times = Times::begun(&policy, NOW);
    assert_eq!(times.ending_at(NOW + 101).absolute_end(&policy), Some(NOW + 100));
    assert_eq!(times.ending_at(NOW + 99).absolute_end(&policy), Some(NOW + 99));
    assert_eq!(times.ending_at(NOW + 50).ending_at(NOW + 70).end, Some(NOW + 50));
    assert_eq!(times.ending_at(NOW + 70).ending_at(NOW + 50).end, Some(NOW + 50));
}

#[test]
fn a_first_visit_is_kept_shortly_until_its_cookie_comes_back() {
    let on = Policy { probation: Some(300_000), ..Policy::default() };
    for (policy, is_marked, came_back, expected) in [
        (on, false, false, Probation::Serve),
        (on, true, false, Probation::Serve),
        (on, true, true, Probation::Pass),
        (on, false, true, Probation::None),
        (Policy::default(), false, false, Probation::None),
        (Policy::default(), true, false, Probation::None),
        (Policy::default(), true, true, Probation::Pass),
        (Policy::default(), false, true, Probation::None),
    ] {
        assert_eq!(probation(&policy, is_marked, came_back), expected, "{policy:?} {is_marked} {came_back}");
    }
    let times = Times::default();
    assert_eq!(store_expiry(&on, &times, Probation::Serve, Some(NOW + 299_999), NOW), Some(NOW + 299_999));
    assert_eq!(store_expiry(&on, &times, Probation::Serve, Some(NOW + 300_001), NOW), Some(NOW + 300_000));
    assert_eq!(store_expiry(&on, &times, Probation::Pass, Some(NOW + 300_001), NOW), Some(NOW + 300_001));
    assert_eq!(store_expiry(&on, &times, Probation::Pass, None, NOW), None);
    assert_eq!(store_expiry(&on, &times.ending_at(NOW + 7), Probation::Serve, None, NOW), Some(NOW + 7));
}

#[test]
fn an_old_id_is_followed_for_its_grace() {
    for (now, expected) in [
        (NOW, Grace::Follow),
        (NOW + 9_999, Grace::Follow),
        (NOW + 10_000, Grace::Gone),
        (NOW + 10_001, Grace::Gone),
        (NOW - 10_000, Grace::Follow),
        (NOW - 10_001, Grace::Gone),
    ] {
        assert_eq!(grace(NOW, 10_000, now), expected, "{}", now - NOW);
    }
    assert_eq!(grace(NOW, 0, NOW), Grace::Gone);
}

#[test]
fn grace_is_for_one_user_who_was_known_before() {
    assert_eq!(check_grace(Some("7"), Some("7")), Ok(()));
    for (old, new) in
        [(None, None), (None, Some("7")), (Some("7"), None), (Some("7"), Some("8")), (Some("7"), Some(""))]
    {
        assert!(check_grace(old, new).is_err(), "{old:?} {new:?}");
    }
}

#[test]
fn a_prefetch_that_changes_nothing_is_no_use() {
    assert_eq!(session_use(true, Some(false)), Use::Neutral);
    assert_eq!(session_use(true, Some(true)), Use::Counts);
    assert_eq!(session_use(true, None), Use::NeedSnapshot);
    for changed in [None, Some(false), Some(true)] {
        assert_eq!(session_use(false, changed), Use::Counts);
    }
}

#[test]
fn a_prefetch_says_so_in_one_of_three_headers() {
    for text in ["prefetch", "Prefetch", " prefetch ", "prefetch;prerender", "prefetch ; anonymous-client-ip"] {
        for place in 0..3 {
            let mut headers = [""; 3];
            headers[place] = text;
            assert!(is_prefetch(headers[0], headers[1], headers[2]), "{headers:?}");
        }
    }
    for text in ["", "prefetching", "no-prefetch", "prerender;prefetch", "preview", "\"prefetch\""] {
        assert!(!is_prefetch(text, text, text), "{text}");
    }
}

#[test]
fn a_touch_after_that_lets_a_session_in_use_end_is_refused() {
    let touch_after = |ms| Given { touch_after: Some(ms), ..Given::default() };
    assert_eq!(Policy::new(touch_after(1e12)).map(|policy| policy.touch_after), Ok(Some(1_000_000_000_000)));
    for (given, name) in [
        (Given { idle_timeout: Some(1000.0), ..touch_after(499.0) }, "idleTimeout"),
        (Given { max_age: Some(1000.0), ..touch_after(499.0) }, "cookie.maxAge"),
    ] {
        assert!(Policy::new(given).is_ok());
        let error = Policy::new(Given { touch_after: Some(500.0), ..given }).unwrap_err();
        assert_eq!(error, format!("touchAfter option must be less than half of {name}"));
        assert!(Policy::new(Given { touch_after: Some(2000.0), ..given }).is_err());
        assert!(Policy::new(Given { touch_after: None, ..given }).is_ok());
    }
    assert!(Policy::new(Given { max_age: Some(0.0), ..touch_after(1.0) }).is_err());
    assert!(Policy::new(Given { max_age: Some(f64::NAN), ..touch_after(1.0) }).is_ok());
}

#[test]
fn a_span_that_is_none_is_refused_by_its_name() {
    for ms in [0.0, -1.0, 0.99, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 8.65e15] {
        assert_eq!(span(ms), None);
        for (given, name) in [
            (Given { absolute_timeout: Some(ms), ..Given::default() }, "absoluteTimeout"),
            (Given { idle_timeout: Some(ms), ..Given::default() }, "idleTimeout"),
            (Given { touch_after: Some(ms), ..Given::default() }, "touchAfter"),
            (Given { probation: Some(ms), ..Given::default() }, "probation"),
        ] {
            let expected = format!("{name} option must be a number of milliseconds, 1 or more");
            assert_eq!(Policy::new(given), Err(expected.as_str()), "{ms}");
        }
    }
    assert_eq!((span(1.0), span(1.9), span(8.64e15)), (Some(1), Some(1), Some(8_640_000_000_000_000)));
    assert_eq!(Policy::new(Given::default()), Ok(Policy::default()));
}

#[test]
fn a_time_that_no_date_holds_is_none() {
    for ms in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 8.640_000_000_000_001e15] {
        assert_eq!(instant(ms), None);
    }
    assert_eq!((instant(-8.64e15), instant(1.5), instant(0.0)), (Some(-8_640_000_000_000_000), Some(1), Some(0)));
}

#[test]
fn a_clock_that_shows_no_instant_keeps_no_session() {
    let policy = Policy { absolute_timeout: Some(ABSOLUTE), ..Policy::default() };
    let times = Times::begun(&policy, NOW);
    assert_eq!(load_action(&policy, &times, clock(NOW as f64)), LoadAction::Accept);
    assert_eq!(load_action(&policy, &times, clock(f64::NAN)), LoadAction::Discard);
    assert_eq!(load_action(&policy, &times, clock(f64::NEG_INFINITY)), LoadAction::Discard);
}

/// What happens to a session, at a distance of milliseconds from when it began.
#[derive(Clone, Debug)]
enum Event {
    Request(i64),
    ExpireAt(i64),
}

fn policy() -> impl Strategy<Value = Policy> {
    let span = || prop::option::of(1_i64..3000);
    (span(), span()).prop_map(|(absolute_timeout, idle_timeout)| Policy {
        absolute_timeout,
        idle_timeout,
        ..Policy::default()
    })
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![9 => (-4000_i64..4000).prop_map(Event::Request), 1 => (-100_i64..4000).prop_map(Event::ExpireAt)]
}

fn times() -> impl Strategy<Value = Times> {
    let time = || prop::option::of(-4000_i64..4000);
    (time(), time(), time()).prop_map(|(created, touched, end)| Times { created, touched, end })
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn no_clock_moves_an_end_and_none_but_the_present_one_ends_a_session(
        policy in policy(), given in times(), events in prop::collection::vec(event(), 1..40),
    ) {
        let mut times = given;
        for event in events {
            let before = times;
            let now = match event {
                Event::ExpireAt(end) => { times = times.ending_at(end); 0 }
                Event::Request(now) => {
                    match load_action(&policy, &times, now) {
                        LoadAction::Discard => {
                            // A session whose clock was turned back lives on: nothing but the present counts.
                            let earlier = now - 10_000;
                            prop_assert!(load_action(&policy, &times, earlier) != LoadAction::Discard || earlier >= times.end.unwrap_or(i64::MAX));
                        }
                        LoadAction::Accept => {
                            prop_assert_eq!(times, times.stamped(&policy, now));
                            if renewal(&policy, &times, now) == Renewal::Due { times = times.renewed(&policy, now); }
                        }
                        LoadAction::AcceptAndStamp => times = times.stamped(&policy, now),
                    }
                    now
                }
            };
            // What a record says of its start stays, of its last use only grows, of its end only shrinks.
            prop_assert!(before.created.is_none_or(|created| times.created == Some(created)));
            prop_assert!(times.touched >= before.touched);
            prop_assert!(before.absolute_end(&policy).is_none_or(|end| times.absolute_end(&policy).unwrap() <= end));

            for wanted in [None, Some(now), Some(now + 100_000)] {
                if let Some(end) = times.absolute_end(&policy) {
                    prop_assert!(cookie_expiry(&policy, &times, wanted).is_none_or(|expiry| expiry <= end));
                    prop_assert!(store_expiry(&policy, &times, Probation::None, wanted, now).unwrap() <= end);
                }
                if let (Some(wanted), Some(cookie)) = (wanted, cookie_expiry(&policy, &times, wanted)) {
                    prop_assert!(cookie <= wanted);
                }
            }
        }
    }

    #[test]
    fn a_session_in_use_outlives_pauses_below_three_quarters_of_the_timeout(
        idle in 4_i64..100_000, parts in prop::collection::vec(0.0..0.749_f64, 1..40),
    ) {
        let policy = Policy { idle_timeout: Some(idle), ..Policy::default() };
        let (mut now, mut times) = (NOW, Times::begun(&policy, NOW));
        let mut written = 1;
        for part in parts {
            now += (idle as f64 * part) as i64;
            prop_assert_eq!(load_action(&policy, &times, now), LoadAction::Accept);
            if renewal(&policy, &times, now) == Renewal::Due {
                times = times.renewed(&policy, now);
                written += 1;
            }
        }
        prop_assert!((written - 1) * idle <= (now - NOW) * 4, "{} in {}", written, now - NOW);
        prop_assert_eq!(load_action(&policy, &times, now + idle), LoadAction::Discard);
    }

    #[test]
    fn a_clock_that_went_back_and_forth_has_done_nothing(policy in policy(), now in 0_i64..4000, back in 1_i64..100_000) {
        let times = Times::begun(&policy, 0);
        let mut moved = times;
        for now in [now, now - back] {
            if load_action(&policy, &moved, now) == LoadAction::Accept {
                moved = moved.renewed(&policy, now);
            }
        }
        prop_assert_eq!(moved.created, times.created);
        let over_at = |times: &Times, now| load_action(&policy, times, now) == LoadAction::Discard;
        // Used at `now` and before it, a session is no sooner over than one that was used at `now` alone.
        let used = if over_at(&times, now) { times } else { times.renewed(&policy, now) };
        for later in [now, now + 1, now + 1000, now + 3000] {
            prop_assert!(!over_at(&moved, later) || over_at(&used, later));
        }
    }

    #[test]
    fn what_two_requests_say_is_joined_in_any_order(one in times(), two in times(), three in times(), policy in policy()) {
        prop_assert_eq!(one.joined(two), two.joined(one));
        prop_assert_eq!(one.joined(two).joined(three), one.joined(two.joined(three)));
        prop_assert_eq!(one.joined(one), one);
        let both = one.joined(two);
        for side in [one, two] {
            prop_assert!(side.absolute_end(&policy).is_none_or(|end| both.absolute_end(&policy).unwrap() <= end));
        }
        prop_assert!([one, two].iter().any(|side| side.touched == both.touched));
        prop_assert!([one, two].iter().all(|side| side.touched <= both.touched));
    }

    #[test]
    fn no_number_overflows(numbers in prop::collection::vec(any::<f64>(), 8), times in prop::array::uniform4(any::<i64>()), spans in prop::array::uniform4(1_i64..i64::MAX)) {
        let at = |index: usize| Some(numbers[index]);
        let given = Given { absolute_timeout: at(0), idle_timeout: at(1), touch_after: at(2), probation: at(3), max_age: at(4) };
        let _ = Policy::new(given);
        let [absolute_timeout, idle_timeout, touch_after, probation] = spans.map(Some);
        let policy = Policy { absolute_timeout, idle_timeout, touch_after, probation };
        let [created, touched, end, now] = times;
        let times = Times { created: Some(created), touched: Some(touched), end: Some(end) };
        let _ = load_action(&policy, &times, now);
        let _ = (renewal(&policy, &times, now), times.renewed(&policy, now), grace(created, spans[0], now));
        let _ = store_expiry(&policy, &times, Probation::Serve, Some(end), now);
    }
}
