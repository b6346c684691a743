//! Does every limit of a session hold exactly as long as it says, counted with numbers that cannot overflow?

use super::fields::Fields;
use express_session_wasm::lifetime::{
    Given, Grace, LoadAction, Policy, Probation, Renewal, Times, cookie_expiry, grace, instant, load_action, renewal,
    store_expiry,
};

/// Fields: which of the others are there; the five options; created, touched, end, now, what the cookie wants.
pub fn check(data: &[u8]) {
    let mut fields = Fields::of(data);
    let bits = fields.bits();
    let mut place = 0;
    let mut number = || {
        place += 1;
        let number = fields.number();
        (bits >> place & 1 != 0).then_some(number)
    };
    let given = Given {
        absolute_timeout: number(),
        idle_timeout: number(),
        touch_after: number(),
        probation: number(),
        max_age: number(),
    };
    let [created, touched, end, now, wanted] = [(); 5].map(|()| number().and_then(instant));
    let options = [given.absolute_timeout, given.idle_timeout, given.touch_after, given.probation];
    let are_spans = options.iter().flatten().all(|&ms| (1.0..=8.64e15).contains(&ms));
    let is_too_rare =
        |limit: Option<f64>| matches!((given.touch_after, limit), (Some(ms), Some(limit)) if ms >= limit / 2.0);
    let Ok(policy) = Policy::new(given) else {
        return assert!(!are_spans || is_too_rare(given.idle_timeout) || is_too_rare(given.max_age), "{given:?}");
    };
    assert!(are_spans && !is_too_rare(given.idle_timeout) && !is_too_rare(given.max_age), "{given:?}");

    let now = now.unwrap_or_default();
    let times = Times { created, touched, end };
    let sum = |time: Option<i64>, span: Option<i64>| Some(i128::from(time?) + i128::from(span?));
    let absolute = sum(created, policy.absolute_timeout).into_iter().chain(end.map(i128::from)).min();
    let is_over = absolute.into_iter().chain(sum(touched, policy.idle_timeout)).any(|end| end <= i128::from(now));
    let lacks =
        policy.absolute_timeout.is_some() && created.is_none() || policy.idle_timeout.is_some() && touched.is_none();
    let expected = match (is_over, lacks) {
        (true, _) => LoadAction::Discard,
        (false, true) => LoadAction::AcceptAndStamp,
        (false, false) => LoadAction::Accept,
    };
    assert_eq!(load_action(&policy, &times, now), expected, "{policy:?} {times:?} {now}");

    let quarters = |idle: i64, touched: i64| (i128::from(now) - i128::from(touched)) * 4 >= i128::from(idle);
    let is_due = policy.idle_timeout.is_some_and(|idle| touched.is_none_or(|touched| quarters(idle, touched)));
    assert_eq!(renewal(&policy, &times, now) == Renewal::Due, is_due, "{policy:?} {times:?} {now}");

    let ends = absolute.into_iter().chain(wanted.map(i128::from)).min();
    assert_eq!(cookie_expiry(&policy, &times, wanted).map(i128::from), wanted.and(ends));
    assert_eq!(store_expiry(&policy, &times, Probation::None, wanted, now).map(i128::from), ends);
    let served = ends.into_iter().chain(sum(Some(now), policy.probation)).min();
    assert_eq!(store_expiry(&policy, &times, Probation::Serve, wanted, now).map(i128::from), served);

    let (start, span) = (created.unwrap_or_default(), policy.probation.unwrap_or_default());
    let passed = i128::from(now) - i128::from(start);
    let is_within = (-i128::from(span)..i128::from(span)).contains(&passed);
    assert_eq!(grace(start, span, now) == Grace::Follow, is_within, "{start} {span} {now}");
}
