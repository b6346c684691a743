//! When does a session end, and what is written so that it does?
//!
//! Instants are milliseconds since the epoch, and the clock is a parameter. It may be turned back: no time of a record is
//! ever lowered, so that this logs nobody out, and ends are counted from what the record says, so that it moves none. A
//! limit of `n` milliseconds holds for `n - 1` and is over at `n`, as `expires` is in a cookie.

use crate::codes::ordinals;

/// The largest distance from the epoch that a JavaScript `Date` holds (ECMA-262 21.4.1.1). Sums of two fit an `i64`.
const MAX_MS: f64 = 8.64e15;

/// An instant that somebody gave or a record holds; `None` for what no `Date` holds.
///
/// ```
/// use express_session_wasm::lifetime::instant;
///
/// assert_eq!(instant(1_000.5), Some(1_000));
/// assert_eq!(instant(f64::NAN), None);
/// ```
pub fn instant(ms: f64) -> Option<i64> {
    (ms.abs() <= MAX_MS).then_some(ms as i64)
}

/// What a clock shows. One that shows no instant at all is at the end of time: it ends sessions, and keeps none.
///
/// ```
/// use express_session_wasm::lifetime::clock;
///
/// assert_eq!(clock(1_000.0), 1_000);
/// assert_eq!(clock(f64::NAN), i64::MAX);
/// ```
pub fn clock(ms: f64) -> i64 {
    instant(ms).unwrap_or(i64::MAX)
}

/// A span of a millisecond or more; `None` for what is none.
///
/// ```
/// use express_session_wasm::lifetime::span;
///
/// assert_eq!(span(1.0), Some(1));
/// assert_eq!(span(0.0), None);
/// ```
pub fn span(ms: f64) -> Option<i64> {
    (1.0..=MAX_MS).contains(&ms).then_some(ms as i64)
}

/// Options as they are given, in milliseconds; `None` where one is not given.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Given {
    /// `absoluteTimeout`
    pub absolute_timeout: Option<f64>,
    /// `idleTimeout`
    pub idle_timeout: Option<f64>,
    /// `touchAfter`
    pub touch_after: Option<f64>,
    /// `probation`
    pub probation: Option<f64>,
    /// `cookie.maxAge`, which belongs to others: only compared.
    pub max_age: Option<f64>,
}

/// How long the sessions of a middleware may live; what is `None` has no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// A session ends so long after it was created.
    pub absolute_timeout: Option<i64>,
    /// A session ends so long after the last use that was written down.
    pub idle_timeout: Option<i64>,
    /// The store hears of an unmodified session at most so often.
    pub touch_after: Option<i64>,
    /// How long the store keeps what a first visit saves.
    pub probation: Option<i64>,
}

impl Policy {
    /// The policy that options ask for.
    ///
    /// # Errors
    /// Returns what is wrong: a span that is none, or a `touchAfter` that lets a session in use end.
    ///
    /// ```
    /// use express_session_wasm::lifetime::{Given, Policy};
    ///
    /// let hour = 3_600_000.0;
    /// let given = Given { idle_timeout: Some(hour), touch_after: Some(hour / 4.0), ..Given::default() };
    /// assert_eq!(Policy::new(given).unwrap().idle_timeout, Some(3_600_000));
    /// assert_eq!(
    ///     Policy::new(Given { touch_after: Some(hour / 2.0), ..given }),
    ///     Err("touchAfter option must be less than half of idleTimeout"),
    /// );
    /// ```
    pub fn new(given: Given) -> Result<Policy, &'static str> {
        let checked = |option: Option<f64>, error| option.map(|ms| span(ms).ok_or(error)).transpose();
        let touch_after = given.touch_after.unwrap_or(0.0);
        let is_too_rare = |limit: Option<f64>| limit.is_some_and(|limit| touch_after * 2.0 >= limit);
        let policy = Policy {
            absolute_timeout: checked(
                given.absolute_timeout,
                "absoluteTimeout option must be a number of milliseconds, 1 or more",
            )?,
            idle_timeout: checked(
                given.idle_timeout,
                "idleTimeout option must be a number of milliseconds, 1 or more",
            )?,
            touch_after: checked(given.touch_after, "touchAfter option must be a number of milliseconds, 1 or more")?,
            probation: checked(given.probation, "probation option must be a number of milliseconds, 1 or more")?,
        };
        if policy.touch_after.is_some() && is_too_rare(given.idle_timeout) {
            return Err("touchAfter option must be less than half of idleTimeout");
        }
        if policy.touch_after.is_some() && is_too_rare(given.max_age) {
            return Err("touchAfter option must be less than half of cookie.maxAge");
        }
        Ok(policy)
    }
}

/// What a record says of its session's life; `None` for what it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// When the session was created, or was first seen with an `absoluteTimeout`.
    pub created: Option<i64>,
    /// The last use that was written down.
    pub touched: Option<i64>,
    /// The end that `expireAt` set.
    pub end: Option<i64>,
}

impl Times {
    /// A life that begins now, with what the policy needs to know of it: of a new session, and of one that was regenerated.
    ///
    /// ```
    /// use express_session_wasm::lifetime::{Policy, Times};
    ///
    /// let policy = Policy { idle_timeout: Some(1_000), ..Policy::default() };
    /// assert_eq!(Times::begun(&policy, 5_000), Times { touched: Some(5_000), ..Times::default() });
    /// ```
    pub fn begun(policy: &Policy, now: i64) -> Times {
        Times::default().stamped(policy, now)
    }

    /// These times, and now for those which the policy needs and which are not there, so that switching an option on
    /// logs nobody out.
    ///
    /// ```
    /// use express_session_wasm::lifetime::{Policy, Times};
    ///
    /// let policy = Policy { absolute_timeout: Some(1_000), ..Policy::default() };
    /// let old = Times { created: Some(10), ..Times::default() };
    /// assert_eq!(old.stamped(&policy, 500), old);
    /// assert_eq!(Times::default().stamped(&policy, 500).created, Some(500));
    /// ```
    pub fn stamped(self, policy: &Policy, now: i64) -> Times {
        let or_now = |time: Option<i64>, option: Option<i64>| time.or(option.map(|_| now));
        Times {
            created: or_now(self.created, policy.absolute_timeout),
            touched: or_now(self.touched, policy.idle_timeout),
            end: self.end,
        }
    }

    /// These times after a use of the session that is written down.
    ///
    /// ```
    /// use express_session_wasm::lifetime::{Policy, Times};
    ///
    /// let policy = Policy { idle_timeout: Some(1_000), ..Policy::default() };
    /// let times = Times::begun(&policy, 500);
    /// assert_eq!(times.renewed(&policy, 900).touched, Some(900));
    /// // The clock was turned back.
    /// assert_eq!(times.renewed(&policy, 100).touched, Some(500));
    /// ```
    pub fn renewed(self, policy: &Policy, now: i64) -> Times {
        let stamped = self.stamped(policy, now);
        Times { touched: stamped.touched.map(|touched| touched.max(now)), ..stamped }
    }

    /// These times with an end, which can only be brought forward.
    ///
    /// ```
    /// use express_session_wasm::lifetime::Times;
    ///
    /// let times = Times::default().ending_at(2_000);
    /// assert_eq!(times.ending_at(1_000).end, Some(1_000));
    /// assert_eq!(times.ending_at(3_000).end, Some(2_000));
    /// ```
    pub fn ending_at(self, end: i64) -> Times {
        Times { end: earlier(self.end, Some(end)), ..self }
    }

    /// What two requests say of one session, where both may have written: the earliest start and end, the latest use.
    ///
    /// ```
    /// use express_session_wasm::lifetime::Times;
    ///
    /// let one = Times { created: Some(10), touched: Some(20), end: None };
    /// let other = Times { created: Some(12), touched: Some(30), end: Some(90) };
    /// assert_eq!(one.joined(other), Times { created: Some(10), touched: Some(30), end: Some(90) });
    /// ```
    pub fn joined(self, other: Times) -> Times {
        Times {
            created: earlier(self.created, other.created),
            touched: self.touched.max(other.touched),
            end: earlier(self.end, other.end),
        }
    }

    /// When the session is over however much it is used.
    ///
    /// ```
    /// use express_session_wasm::lifetime::{Policy, Times};
    ///
    /// let policy = Policy { absolute_timeout: Some(1_000), ..Policy::default() };
    /// let times = Times::begun(&policy, 500);
    /// assert_eq!(times.absolute_end(&policy), Some(1_500));
    /// assert_eq!(times.ending_at(700).absolute_end(&policy), Some(700));
    /// ```
    pub fn absolute_end(&self, policy: &Policy) -> Option<i64> {
        earlier(after(self.created, policy.absolute_timeout), self.end)
    }

    /// Whether the session is over.
    ///
    /// ```
    /// use express_session_wasm::lifetime::{Policy, Times};
    ///
    /// let policy = Policy { idle_timeout: Some(1_000), ..Policy::default() };
    /// let times = Times::begun(&policy, 500);
    /// assert!(!times.are_over(&policy, 1_499));
    /// assert!(times.are_over(&policy, 1_500));
    /// ```
    pub fn are_over(&self, policy: &Policy, now: i64) -> bool {
        let end = earlier(self.absolute_end(policy), after(self.touched, policy.idle_timeout));
        end.is_some_and(|end| now >= end)
    }
}

ordinals! {
    /// What to do with what a store found.
    pub enum LoadAction {
        /// Go on with the session.
        Accept,
        /// Go on with the session, and write it when the response ends, with [`Times::stamped`], even if nothing else changes:
        /// otherwise it would begin with every request.
        AcceptAndStamp,
        /// It is over: destroy it, and start anew.
        Discard,
    }
}

/// Decides whether a request may go on with the session of its cookie.
///
/// ```
/// use express_session_wasm::lifetime::{LoadAction, Policy, Times, load_action};
///
/// let policy = Policy { absolute_timeout: Some(1000), ..Policy::default() };
/// let times = Times::begun(&policy, 5000);
/// assert_eq!(load_action(&policy, &times, 5999), LoadAction::Accept);
/// assert_eq!(load_action(&policy, &times, 6000), LoadAction::Discard);
/// assert_eq!(load_action(&policy, &Times::default(), 6000), LoadAction::AcceptAndStamp);
/// ```
pub fn load_action(policy: &Policy, found: &Times, now: i64) -> LoadAction {
    if found.are_over(policy, now) {
        LoadAction::Discard
    } else if *found != found.stamped(policy, now) {
        LoadAction::AcceptAndStamp
    } else {
        LoadAction::Accept
    }
}

ordinals! {
    /// Whether a use of an unmodified session is written down.
    pub enum Renewal {
        /// It is not.
        None,
        /// The record is written, with [`Times::renewed`].
        Due,
    }
}

/// Decides whether this use is written down: once in a quarter of `idleTimeout`, whatever the store's own `touch` does.
///
/// The timeout counts from the last use that was written down, so that a session ends after no less than three quarters of it
/// without a request, and never after more than all of it.
///
/// ```
/// use express_session_wasm::lifetime::{Policy, Renewal, Times, renewal};
///
/// let policy = Policy { idle_timeout: Some(4000), ..Policy::default() };
/// let times = Times::begun(&policy, 0);
/// assert_eq!(renewal(&policy, &times, 999), Renewal::None);
/// assert_eq!(renewal(&policy, &times, 1000), Renewal::Due);
/// ```
pub fn renewal(policy: &Policy, times: &Times, now: i64) -> Renewal {
    match (policy.idle_timeout, times.touched) {
        (None, _) => Renewal::None,
        (Some(_), None) => Renewal::Due,
        (Some(idle), Some(touched)) if now.saturating_sub(touched).saturating_mul(4) >= idle => Renewal::Due,
        (Some(_), Some(_)) => Renewal::None,
    }
}

/// When the cookie of a session expires: as it would without limits (`None`: when the browser ends), but never behind the
/// session's end.
///
/// ```
/// use express_session_wasm::lifetime::{Policy, Times, cookie_expiry};
///
/// let policy = Policy { absolute_timeout: Some(1_000), ..Policy::default() };
/// let times = Times::begun(&policy, 0);
/// assert_eq!(cookie_expiry(&policy, &times, Some(5_000)), Some(1_000));
/// assert_eq!(cookie_expiry(&policy, &times, Some(500)), Some(500));
/// ```
pub fn cookie_expiry(policy: &Policy, times: &Times, wanted: Option<i64>) -> Option<i64> {
    wanted.map(|wanted| times.absolute_end(policy).map_or(wanted, |end| end.min(wanted)))
}

/// When the store may forget a session whose cookie expires when `wanted` says; `None` for whenever it does by itself.
///
/// ```
/// use express_session_wasm::lifetime::{Policy, Probation, Times, cookie_expiry, store_expiry};
///
/// let policy = Policy { absolute_timeout: Some(1000), probation: Some(10), ..Policy::default() };
/// let times = Times::begun(&policy, 0);
/// assert_eq!(store_expiry(&policy, &times, Probation::None, Some(5000), 0), Some(1000));
/// assert_eq!(store_expiry(&policy, &times, Probation::None, None, 0), Some(1000));
/// assert_eq!(store_expiry(&policy, &times, Probation::Serve, None, 0), Some(10));
/// assert_eq!(cookie_expiry(&policy, &times, Some(5000)), Some(1000));
/// // A cookie that ends with the browser still does.
/// assert_eq!(cookie_expiry(&policy, &times, None), None);
/// ```
pub fn store_expiry(
    policy: &Policy,
    times: &Times,
    probation: Probation,
    wanted: Option<i64>,
    now: i64,
) -> Option<i64> {
    let end = earlier(wanted, times.absolute_end(policy));
    match probation {
        Probation::None | Probation::Pass => end,
        Probation::Serve => earlier(end, after(Some(now), policy.probation)),
    }
}

ordinals! {
    /// Whether the store keeps a session for the short time in which its visitor has to come back.
    pub enum Probation {
        /// It keeps the session for its full life.
        None,
        /// It keeps the session shortly: nobody has brought its cookie back. The record is marked.
        Serve,
        /// The cookie came back: the session is written with its full life and without the mark, even if nothing else changes.
        Pass,
    }
}

/// Decides how long the store keeps a session. `is_marked`: its record says that it is on probation. `came_back`: the request
/// brought a cookie with the id of a session that the store knows, be it this one or one that was regenerated since.
///
/// ```
/// use express_session_wasm::lifetime::{Policy, Probation, probation};
///
/// let policy = Policy { probation: Some(300_000), ..Policy::default() };
/// assert_eq!(probation(&policy, false, false), Probation::Serve);
/// assert_eq!(probation(&policy, true, true), Probation::Pass);
/// assert_eq!(probation(&policy, false, true), Probation::None);
/// ```
pub fn probation(policy: &Policy, is_marked: bool, came_back: bool) -> Probation {
    match (policy.probation, came_back) {
        // Also where the option has been switched off since.
        (_, true) if is_marked => Probation::Pass,
        (_, true) | (None, false) => Probation::None,
        (Some(_), false) => Probation::Serve,
    }
}

ordinals! {
    /// Whether a request with the id that a session had before it was regenerated is given the session.
    pub enum Grace {
        /// The request follows to the new session, and sets no cookie.
        Follow,
        /// The old id is not known any more.
        Gone,
    }
}

/// Decides for a request that brings an id which was given up when `regenerated` says.
///
/// A clock that was turned back since by more than `grace` ends it: nobody can tell how much of it has passed.
///
/// ```
/// use express_session_wasm::lifetime::{Grace, grace};
///
/// assert_eq!(grace(5000, 1000, 5999), Grace::Follow);
/// assert_eq!(grace(5000, 1000, 6000), Grace::Gone);
/// assert_eq!(grace(5000, 1000, 3999), Grace::Gone);
/// ```
pub fn grace(regenerated: i64, grace: i64, now: i64) -> Grace {
    let known = regenerated.saturating_sub(grace)..regenerated.saturating_add(grace);
    if known.contains(&now) { Grace::Follow } else { Grace::Gone }
}

/// Whether a session may be regenerated with a grace. It is about a user who has logged in already and stays the same: at
/// log-in, who knows the old id (and may have planted it) would be let into the new session.
///
/// ```
/// use express_session_wasm::lifetime::check_grace;
///
/// assert!(check_grace(Some("amy"), Some("amy")).is_ok());
/// assert!(check_grace(None, Some("amy")).is_err());
/// assert!(check_grace(Some("amy"), Some("bob")).is_err());
/// ```
///
/// # Errors
/// Returns what is wrong.
pub fn check_grace(old_user: Option<&str>, new_user: Option<&str>) -> Result<(), &'static str> {
    match (old_user, new_user) {
        (None, _) => Err("grace needs a session that belongs to a user already"),
        (Some(_), None) => Err("grace needs a new session that belongs to a user"),
        (Some(old), Some(new)) if old != new => Err("grace needs a new session of the same user"),
        (Some(_), Some(_)) => Ok(()),
    }
}

ordinals! {
    /// Whether a request is a use of its session.
    pub enum Use {
        /// It is.
        Counts,
        /// It is not: no touch, no save, no cookie, no renewal.
        Neutral,
        /// Take a snapshot of the session and ask again.
        NeedSnapshot,
    }
}

/// Decides whether a request is a use of its session, with `prefetch: 'neutral'`: a prefetch is one where it changed the
/// session, regenerated or destroyed it. `changed` is `None` while that takes a snapshot.
///
/// ```
/// use express_session_wasm::lifetime::{Use, session_use};
///
/// assert_eq!(session_use(false, None), Use::Counts);
/// assert_eq!(session_use(true, None), Use::NeedSnapshot);
/// assert_eq!(session_use(true, Some(false)), Use::Neutral);
/// assert_eq!(session_use(true, Some(true)), Use::Counts);
/// ```
pub fn session_use(is_prefetch: bool, changed: Option<bool>) -> Use {
    match (is_prefetch, changed) {
        (false, _) | (true, Some(true)) => Use::Counts,
        (true, Some(false)) => Use::Neutral,
        (true, None) => Use::NeedSnapshot,
    }
}

/// Whether the headers `Sec-Purpose`, `Purpose` and `X-Moz`, empty where they are not there, are those of a prefetch.
///
/// ```
/// use express_session_wasm::lifetime::is_prefetch;
///
/// assert!(is_prefetch("prefetch", "", ""));
/// assert!(is_prefetch("prefetch;prerender", "prefetch", ""));
/// assert!(is_prefetch("", "", "prefetch"));
/// assert!(!is_prefetch("", "preview", ""));
/// ```
pub fn is_prefetch(sec_purpose: &str, purpose: &str, x_moz: &str) -> bool {
    // A token with parameters (RFC 9651 section 3.3).
    [sec_purpose, purpose, x_moz]
        .iter()
        .any(|header| header.split(';').next().is_some_and(|token| token.trim_ascii().eq_ignore_ascii_case("prefetch")))
}

fn after(time: Option<i64>, span: Option<i64>) -> Option<i64> {
    Some(time?.saturating_add(span?))
}

fn earlier(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, None) => one,
        (None, other) => other,
    }
}
