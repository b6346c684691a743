//! What does JavaScript call? The only file that names wasm-bindgen: every export unpacks, calls the core, packs.
//!
//! Two modules are compiled of it, by a feature each: what every application needs, and what only some options ask for.

use js_sys::{Error, TypeError};
use wasm_bindgen::prelude::*;

#[cfg(feature = "common")]
pub use common::*;
#[cfg(feature = "optional")]
pub use optional::*;

/// What every middleware asks, most of it for each request.
#[cfg(feature = "common")]
mod common {
    use super::{error, fill, type_error};
    use crate::attributes::{Attributes, Flag};
    use crate::decision::{self, Facts};
    use crate::digest::Digests;
    use crate::failure::{self, Failure};
    use crate::lifetime;
    use crate::options;
    use crate::session_cookie::{self, Verified};
    use crate::session_id::Pool;
    use crate::set_cookie;
    use crate::text_buffer::{TextBuffer, name_at_start};
    use std::borrow::Cow;
    use std::cell::RefCell;
    use wasm_bindgen::prelude::*;

    thread_local! {
        static TEXT: RefCell<TextBuffer> = const { RefCell::new(TextBuffer::new()) };
        static POOL: RefCell<Pool> = const { RefCell::new(Pool::new()) };
        static DIGESTS: RefCell<Digests> = const { RefCell::new(Digests::new()) };
    }

    /// The session cookie of one middleware.
    #[wasm_bindgen]
    pub struct SessionCookie(session_cookie::SessionCookie);

    #[wasm_bindgen]
    impl SessionCookie {
        /// A cookie called `name`, with no secret yet.
        #[wasm_bindgen(constructor)]
        pub fn new(name: String) -> SessionCookie {
            SessionCookie(session_cookie::SessionCookie::new(name))
        }

        /// Adds a secret: the first signs, every one verifies.
        #[wasm_bindgen(js_name = addSecret)]
        pub fn add_secret(&mut self, secret: &[u8]) {
            self.0.add_secret(secret);
        }

        /// Reads the session id from the `Cookie` header that is the buffer's first `length` bytes. Returns what `text_buffer`
        /// calls its place, marked if another secret than the first signed it; or -1 less the code of a `NoId`.
        #[wasm_bindgen(js_name = readId)]
        pub fn read_id(&self, length: usize) -> i32 {
            TEXT.with_borrow_mut(|text| {
                let (place, signer) = match self.0.read_id(text.read(length)) {
                    Ok(Verified { id: Cow::Borrowed(id), signer }) => (text.place_of(id), signer),
                    Ok(Verified { id: Cow::Owned(id), signer }) => return name_at_start(text.write(&id), signer > 0),
                    Err(reason) => return -1 - reason.code() as i32,
                };
                text.name(place, signer > 0)
            })
        }

        /// The id in a signed value without its `s:`, if any secret signed it.
        pub fn unsign(&self, value: &str) -> Option<String> {
            self.0.unsign(value).map(str::to_owned)
        }

        /// Writes the `Set-Cookie` text that carries the id, which is the buffer's first `length` bytes, to the buffer.
        /// Returns the text's length in bytes; or -1 less the length of npm `cookie`'s text for what cannot stand in a header.
        pub fn serialize(&self, length: usize, attributes: &CookieAttributes) -> i32 {
            let given = Given::from(attributes);
            let result = TEXT.with_borrow(|text| self.0.serialize(text.read(length), &given.attributes()));
            write_result(result.map_err(set_cookie::Error::text))
        }
    }

    #[wasm_bindgen]
    extern "C" {
        /// The attributes of a cookie: an object with a sum of codes of `Flag`, and with the properties that these name. Behind
        /// no property may be code that runs.
        pub type CookieAttributes;

        #[wasm_bindgen(method, getter)]
        fn flags(this: &CookieAttributes) -> u32;

        // Milliseconds since the epoch; NaN for an invalid date.
        #[wasm_bindgen(method, getter)]
        fn expires(this: &CookieAttributes) -> f64;

        // Seconds.
        #[wasm_bindgen(method, getter, js_name = maxAge)]
        fn max_age(this: &CookieAttributes) -> f64;

        #[wasm_bindgen(method, getter)]
        fn domain(this: &CookieAttributes) -> String;

        #[wasm_bindgen(method, getter)]
        fn path(this: &CookieAttributes) -> String;
    }

    /// Attributes that have crossed: what each property holds that is there.
    struct Given {
        flags: u32,
        expires: Option<f64>,
        max_age: Option<f64>,
        domain: Option<String>,
        path: Option<String>,
    }

    impl From<&CookieAttributes> for Given {
        fn from(given: &CookieAttributes) -> Given {
            let flags = given.flags();
            Given {
                flags,
                expires: Flag::Expires.is_in(flags).then(|| given.expires()),
                max_age: Flag::MaxAge.is_in(flags).then(|| given.max_age()),
                domain: Flag::Domain.is_in(flags).then(|| given.domain()),
                path: Flag::Path.is_in(flags).then(|| given.path()),
            }
        }
    }

    impl Given {
        fn attributes(&self) -> Attributes<'_> {
            let Given { flags, expires, max_age, .. } = *self;
            let simple = Attributes::from_flags(flags);
            let (domain, path) = (self.domain.as_deref(), self.path.as_deref().or(simple.path));
            Attributes { expires, max_age, domain, path, ..simple }
        }
    }

    /// Makes room for text of `length` bytes in the buffer through which text crosses; returns where it begins, or null when
    /// there is no memory for it.
    #[wasm_bindgen(js_name = reserveText)]
    pub fn reserve_text(length: usize) -> *mut u8 {
        TEXT.with_borrow_mut(|text| text.reserve(length))
    }

    /// The `Set-Cookie` text of an unsigned cookie.
    ///
    /// # Errors
    /// A `TypeError` with npm `cookie`'s text for what cannot stand in a header.
    #[wasm_bindgen(js_name = serializeCookie)]
    pub fn serialize_cookie(name: &str, value: &str, attributes: &CookieAttributes) -> Result<String, JsValue> {
        set_cookie::serialize(name, value, &Given::from(attributes).attributes())
            .map_err(|reason| type_error(reason.text()))
    }

    /// Writes a fresh session id to the buffer: 32 characters that stand for 192 bits of `crypto.getRandomValues`.
    /// Returns its length in bytes; or, when the platform's random source fails, -1 less the length of the reason.
    #[wasm_bindgen(js_name = generateSessionId)]
    pub fn generate_session_id() -> i32 {
        write_result(POOL.with_borrow_mut(|pool| pool.next_id(fill)))
    }

    /// Eight characters that stand for an id in debug output, different in every process.
    ///
    /// # Errors
    /// An `Error` when the platform's random source fails.
    #[wasm_bindgen(js_name = digestId)]
    pub fn digest_id(id: &str) -> Result<String, JsValue> {
        DIGESTS.with_borrow_mut(|digests| digests.digest(id, |bytes| fill(bytes).map_err(error)))
    }

    /// What to do when headers are about to go out, as a code of `HeaderAction`; `facts` is a sum of `Fact` codes.
    #[wasm_bindgen(js_name = headerAction)]
    pub fn header_action(facts: u32) -> u32 {
        decision::header_action(Facts::from_bits(facts)).code()
    }

    /// What to do when a response ends, as a code of `EndAction`; `facts` is a sum of `Fact` codes.
    #[wasm_bindgen(js_name = endAction)]
    pub fn end_action(facts: u32) -> u32 {
        decision::end_action(Facts::from_bits(facts)).code()
    }

    /// What becomes of a response whose session could not be stored, as a code of `FailureAction`; `failure` is a code of
    /// `Failure`, `circumstances` a sum of `Circumstance` codes.
    #[wasm_bindgen(js_name = failureAction)]
    pub fn failure_action(failure: usize, circumstances: u32) -> u32 {
        let failure = Failure::ALL.get(failure).copied().unwrap_or(Failure::Session);
        failure::failure_action(failure, circumstances).code()
    }

    /// Whether the headers `Sec-Purpose`, `Purpose` and `X-Moz` are those of a prefetch.
    #[wasm_bindgen(js_name = isPrefetch)]
    pub fn is_prefetch(sec_purpose: &str, purpose: &str, x_moz: &str) -> bool {
        lifetime::is_prefetch(sec_purpose, purpose, x_moz)
    }

    #[wasm_bindgen]
    extern "C" {
        /// Options of a middleware: an object with a property for each field of `options::Given`, behind which no code may run.
        pub type GivenOptions;

        #[wasm_bindgen(method, getter, js_name = genidIsFunction)]
        fn genid_is_function(this: &GivenOptions) -> Option<bool>;

        #[wasm_bindgen(method, getter)]
        fn name(this: &GivenOptions) -> Option<String>;

        #[wasm_bindgen(method, getter)]
        fn resave(this: &GivenOptions) -> Option<bool>;

        #[wasm_bindgen(method, getter, js_name = saveUninitialized)]
        fn save_uninitialized(this: &GivenOptions) -> Option<bool>;

        #[wasm_bindgen(method, getter)]
        fn rolling(this: &GivenOptions) -> bool;

        #[wasm_bindgen(method, getter)]
        fn unset(this: &GivenOptions) -> Option<String>;

        #[wasm_bindgen(method, getter)]
        fn secrets(this: &GivenOptions) -> Option<u32>;

        #[wasm_bindgen(method, getter, js_name = secretIsUndefined)]
        fn secret_is_undefined(this: &GivenOptions) -> bool;

        #[wasm_bindgen(method, getter)]
        fn resign(this: &GivenOptions) -> bool;

        #[wasm_bindgen(method, getter, js_name = onSaveError)]
        fn on_save_error(this: &GivenOptions) -> Option<String>;

        #[wasm_bindgen(method, getter, js_name = storeTouches)]
        fn store_touches(this: &GivenOptions) -> bool;

        #[wasm_bindgen(method, getter, js_name = storeAnswers)]
        fn store_answers(this: &GivenOptions) -> Option<bool>;

        #[wasm_bindgen(method, getter, js_name = storeTimeout)]
        fn store_timeout(this: &GivenOptions) -> Option<f64>;

        #[wasm_bindgen(method, getter, js_name = clearOnDestroy)]
        fn clear_on_destroy(this: &GivenOptions) -> bool;

        #[wasm_bindgen(method, getter)]
        fn prefetch(this: &GivenOptions) -> Option<String>;

        #[wasm_bindgen(method, getter, js_name = userIsFunction)]
        fn user_is_function(this: &GivenOptions) -> Option<bool>;
        #[wasm_bindgen(method, getter)]
        fn concurrency(this: &GivenOptions) -> Option<String>;

        #[wasm_bindgen(method, getter, js_name = mergesByFunctions)]
        fn merges_by_functions(this: &GivenOptions) -> Option<bool>;
    }

    impl From<&GivenOptions> for options::Given {
        fn from(given: &GivenOptions) -> options::Given {
            options::Given {
                genid_is_function: given.genid_is_function(),
                name: given.name(),
                resave: given.resave(),
                save_uninitialized: given.save_uninitialized(),
                rolling: given.rolling(),
                unset: given.unset(),
                secrets: given.secrets(),
                secret_is_undefined: given.secret_is_undefined(),
                resign: given.resign(),
                on_save_error: given.on_save_error(),
                store_touches: given.store_touches(),
                store_answers: given.store_answers(),
                store_timeout: given.store_timeout(),
                clear_on_destroy: given.clear_on_destroy(),
                prefetch: given.prefetch(),
                user_is_function: given.user_is_function(),
                concurrency: given.concurrency(),
                merges_by_functions: given.merges_by_functions(),
            }
        }
    }

    /// Checks the options of a middleware and fills in defaults: what comes back is an `options::Resolved`, as a list.
    ///
    /// # Errors
    /// An `Error` when JavaScript cannot make the list.
    #[wasm_bindgen(js_name = resolveOptions)]
    pub fn resolve_options(given: &GivenOptions) -> Result<JsValue, JsValue> {
        serde_wasm_bindgen::to_value(&options::resolve(given.into())).map_err(JsValue::from)
    }

    fn write_result(result: Result<String, &str>) -> i32 {
        match result {
            Ok(text) => write_text(&text),
            Err(reason) => -1 - write_text(reason),
        }
    }

    fn write_text(text: &str) -> i32 {
        TEXT.with_borrow_mut(|buffer| buffer.write(text)) as i32
    }
}

/// What only a middleware asks that limits the lives of sessions, merges them, or spares its store.
#[cfg(feature = "optional")]
mod optional {
    use super::{error, fill, type_error};
    use crate::lifetime::{self, Policy, Times, instant};
    use crate::merge::{self, Mode};
    use crate::touches;
    use wasm_bindgen::prelude::*;

    /// How long the sessions of one middleware live. Instants and spans are in milliseconds.
    #[wasm_bindgen]
    pub struct Lifetime(Policy);

    #[wasm_bindgen]
    impl Lifetime {
        /// The policy that options ask for.
        ///
        /// # Errors
        /// A `TypeError` for options that cannot be.
        #[wasm_bindgen(constructor)]
        pub fn new(
            absolute_timeout: Option<f64>,
            idle_timeout: Option<f64>,
            touch_after: Option<f64>,
            probation: Option<f64>,
            max_age: Option<f64>,
        ) -> Result<Lifetime, JsValue> {
            let given = lifetime::Given { absolute_timeout, idle_timeout, touch_after, probation, max_age };
            Policy::new(given).map(Lifetime).map_err(type_error)
        }

        /// Whether a request may go on with a session that the store found, as a code of `LoadAction`.
        #[wasm_bindgen(js_name = loadAction)]
        pub fn load_action(&self, created: Option<f64>, touched: Option<f64>, end: Option<f64>, now: f64) -> u32 {
            lifetime::load_action(&self.0, &times(created, touched, end), lifetime::clock(now)).code()
        }

        /// When a session was created, as far as a policy has to know it: now, where its record does not say.
        pub fn created(&self, created: Option<f64>, now: f64) -> Option<f64> {
            times(created, None, None).stamped(&self.0, lifetime::clock(now)).created.map(milliseconds)
        }

        /// The last use of a session that its record tells of, as far as a policy has to know it: now, where it does not say.
        pub fn touched(&self, touched: Option<f64>, now: f64) -> Option<f64> {
            times(None, touched, None).stamped(&self.0, lifetime::clock(now)).touched.map(milliseconds)
        }

        /// The last use of a session that is being written.
        pub fn renewed(&self, touched: Option<f64>, now: f64) -> Option<f64> {
            times(None, touched, None).renewed(&self.0, lifetime::clock(now)).touched.map(milliseconds)
        }

        /// Whether a use of an unmodified session is written down, as a code of `Renewal`.
        pub fn renewal(&self, touched: Option<f64>, now: f64) -> u32 {
            lifetime::renewal(&self.0, &times(None, touched, None), lifetime::clock(now)).code()
        }

        /// When a cookie expires that would expire when `wanted` says.
        #[wasm_bindgen(js_name = cookieExpiry)]
        pub fn cookie_expiry(&self, created: Option<f64>, end: Option<f64>, wanted: Option<f64>) -> Option<f64> {
            lifetime::cookie_expiry(&self.0, &times(created, None, end), wanted.and_then(instant)).map(milliseconds)
        }

        /// When the store may forget a session, whose `probation` is a code of `Probation`.
        #[wasm_bindgen(js_name = storeExpiry)]
        pub fn store_expiry(
            &self,
            created: Option<f64>,
            end: Option<f64>,
            probation: usize,
            wanted: Option<f64>,
            now: f64,
        ) -> Option<f64> {
            let (times, wanted) = (times(created, None, end), wanted.and_then(instant));
            let probation = lifetime::Probation::ALL.get(probation).copied().unwrap_or(lifetime::Probation::None);
            lifetime::store_expiry(&self.0, &times, probation, wanted, lifetime::clock(now)).map(milliseconds)
        }

        /// How long a store keeps a session, as a code of `Probation`.
        pub fn probation(&self, is_marked: bool, came_back: bool) -> u32 {
            lifetime::probation(&self.0, is_marked, came_back).code()
        }
    }

    /// The earlier of two instants, of which either may not be known.
    #[wasm_bindgen]
    pub fn earlier(one: Option<f64>, other: Option<f64>) -> Option<f64> {
        times(None, None, one).joined(times(None, None, other)).end.map(milliseconds)
    }

    /// What becomes of a request with an id that was given up when `regenerated` says, as a code of `Grace`.
    #[wasm_bindgen(js_name = graceAction)]
    pub fn grace_action(regenerated: f64, grace: f64, now: f64) -> u32 {
        let gone = lifetime::Grace::Gone;
        let known = instant(regenerated).zip(lifetime::span(grace));
        known.map_or(gone, |(then, span)| lifetime::grace(then, span, lifetime::clock(now))).code()
    }

    /// Checks that a session may be regenerated with a grace of so many milliseconds.
    ///
    /// # Errors
    /// A `TypeError` that says why not.
    #[wasm_bindgen(js_name = checkGrace)]
    pub fn check_grace(grace: f64, old_user: Option<String>, new_user: Option<String>) -> Result<(), JsValue> {
        lifetime::span(grace).ok_or("grace must be a number of milliseconds, 1 or more").map_err(type_error)?;
        lifetime::check_grace(old_user.as_deref(), new_user.as_deref()).map_err(type_error)
    }

    /// Which sessions the store of one middleware was told of lately.
    #[wasm_bindgen]
    pub struct Touches(touches::Touches);

    #[wasm_bindgen]
    impl Touches {
        /// Room for so many sessions.
        ///
        /// # Errors
        /// An `Error` when the platform's random source fails.
        #[wasm_bindgen(constructor)]
        pub fn new(sessions: usize) -> Result<Touches, JsValue> {
            let mut key = [0; touches::KEY_BYTES];
            fill(&mut key).map_err(error)?;
            Ok(Touches(touches::Touches::new(key, sessions)))
        }

        /// Whether the store is to be told of a session now; remembers that it is.
        #[wasm_bindgen(js_name = shouldTouch)]
        pub fn should_touch(&mut self, id: &str, now: f64, touch_after: f64) -> bool {
            self.0.should_touch(id, now as u64, touch_after as u64)
        }

        /// Remembers that the store is told of a session now, as by a save.
        pub fn remember(&mut self, id: &str, now: f64) {
            self.0.remember(id, now as u64);
        }

        /// Forgets a session: telling the store failed, or it was destroyed.
        pub fn forget(&mut self, id: &str) {
            self.0.forget(id);
        }
    }

    /// What a store keeps of a session that two requests changed: the text of `merge::Merged::to_json`, or a code of `Verdict`.
    #[wasm_bindgen(js_name = mergeRecords)]
    pub fn merge_records(base: &str, ours: &str, theirs: &str, rejects: bool) -> JsValue {
        let mode = if rejects { Mode::Reject } else { Mode::Merge };
        merge::merge(base, ours, theirs, mode)
            .text()
            .map_or_else(|verdict| JsValue::from(verdict.code()), JsValue::from)
    }

    fn times(created: Option<f64>, touched: Option<f64>, end: Option<f64>) -> Times {
        let [created, touched, end] = [created, touched, end].map(|ms| ms.and_then(instant));
        Times { created, touched, end }
    }

    fn milliseconds(instant: i64) -> f64 {
        instant as f64
    }
}

/// Random bytes of the platform. What `getrandom` says of an error, it formats, which takes a fiftieth of the module.
fn fill(bytes: &mut [u8]) -> Result<(), &'static str> {
    getrandom::fill(bytes).map_err(|_| "crypto.getRandomValues failed")
}

fn error(reason: &str) -> JsValue {
    Error::new(reason).into()
}

fn type_error(reason: &str) -> JsValue {
    TypeError::new(reason).into()
}
