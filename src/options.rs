//! What do the options of `session(options)` mean, and which of them are wrong?
//!
//! Defaults, errors, deprecations and their order are express-session 1.19.0's; behind them come errors that it does not
//! notice before a request fails. Values that JavaScript alone can use
//! (functions, stores, secrets) are described here by what the rules need to know of them.

use crate::decision::Fact;
use crate::set_cookie;
use serde::{Serialize, Serializer};

/// Name of the session cookie where none is given.
const DEFAULT_NAME: &str = "connect.sid";

/// The longest time that a timer of JavaScript can be set to, in milliseconds: it keeps it in 31 bits.
const LONGEST_TIMEOUT: f64 = 2_147_483_647.0;

/// Options as an application gave them.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Whether `genid` is a function; `None` where it is not given.
    pub genid_is_function: Option<bool>,
    /// `name`, or else its old spelling `key`.
    pub name: Option<String>,
    /// Truth of `resave`; `None` where it is undefined.
    pub resave: Option<bool>,
    /// Truth of `saveUninitialized`; `None` where it is undefined.
    pub save_uninitialized: Option<bool>,
    /// Truth of `rolling`.
    pub rolling: bool,
    /// `unset`; empty for a value that is not a text.
    pub unset: Option<String>,
    /// Number of secrets; `None` where `secret` is not given.
    pub secrets: Option<u32>,
    /// Whether `secret` is there, but undefined.
    pub secret_is_undefined: bool,
    /// Truth of `resign`.
    pub resign: bool,
    /// `onSaveError`; empty for a value that is not a text, `None` where it is not given.
    pub on_save_error: Option<String>,
    /// Whether the store has a `touch` method.
    pub store_touches: bool,
    /// Whether the store has a `get` method, or emits events and may still get one; `None` where none is given.
    pub store_answers: Option<bool>,
    /// `storeTimeout` in milliseconds, NaN for what is no number; `None` where it is not given.
    pub store_timeout: Option<f64>,
    /// Truth of `clearOnDestroy`.
    pub clear_on_destroy: bool,
    /// `prefetch`; empty for a value that is not a text, `None` where it is not given.
    pub prefetch: Option<String>,
    /// Whether `user` is a function; `None` where it is not given.
    pub user_is_function: Option<bool>,
    /// `concurrency`; empty for a value that is not a text, `None` where it is not given.
    pub concurrency: Option<String>,
    /// Whether `merge` is an object that holds functions alone; `None` where it is not given.
    pub merges_by_functions: Option<bool>,
}

/// What [`Given`] options come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// What to warn of, also where an error follows.
    pub deprecated: Deprecated,
    /// Message of the `TypeError` to throw; the fields below hold nothing then.
    pub error: Option<&'static str>,
    /// Name of the session cookie.
    pub name: String,
    /// The options that decide what happens to a session, as a sum of [`Fact`]s.
    pub policy: u32,
    /// What becomes of a session that several requests change.
    pub concurrency: Concurrency,
}

/// What becomes of a session that several requests change at the same time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Concurrency {
    /// The request that saves last saves all of it, as in express-session 1.19.0.
    #[default]
    LastWrite,
    /// Each top-level key is as the request left it that changed it.
    Merge,
    /// A request that would undo what another saved fails.
    Reject,
}

impl Concurrency {
    /// What the option calls it.
    ///
    /// ```
    /// use express_session_wasm::options::Concurrency;
    ///
    /// assert_eq!(Concurrency::default().text(), "last-write");
    /// ```
    pub const fn text(self) -> &'static str {
        match self {
            Concurrency::LastWrite => "last-write",
            Concurrency::Merge => "merge",
            Concurrency::Reject => "reject",
        }
    }

    fn named(text: &str) -> Option<Concurrency> {
        [Concurrency::LastWrite, Concurrency::Merge, Concurrency::Reject].into_iter().find(|mode| mode.text() == text)
    }
}

/// Messages to pass to `depd`, in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecated {
    /// `resave` is not given.
    pub resave: Option<&'static str>,
    /// `saveUninitialized` is not given.
    pub save_uninitialized: Option<&'static str>,
    /// `secret` is not given.
    pub secret: Option<&'static str>,
}

/// A list of the fields in their order, and for deprecations another: to make properties of them, serde-wasm-bindgen keeps a
/// table of names, which takes a thirtieth of the module.
impl Serialize for Resolved {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Resolved { deprecated, error, name, policy, concurrency } = self;
        let deprecated = (deprecated.resave, deprecated.save_uninitialized, deprecated.secret);
        (deprecated, error, name, policy, concurrency.text()).serialize(serializer)
    }
}

/// Checks options and fills in what is missing.
///
/// ```
/// use express_session_wasm::options::{Given, resolve};
///
/// let given = Given { resave: Some(false), save_uninitialized: Some(false), secrets: Some(1), ..Given::default() };
/// let resolved = resolve(given.clone());
/// assert_eq!((resolved.name.as_str(), resolved.error), ("connect.sid", None));
/// let wrong = resolve(Given { unset: Some("drop".to_owned()), ..given });
/// assert_eq!(wrong.error, Some("unset option must be \"destroy\" or \"keep\""));
/// ```
pub fn resolve(given: Given) -> Resolved {
    let mut resolved = Resolved::default();
    if let Err(error) = fill(&mut resolved, given) {
        resolved.error = Some(error);
    }
    resolved
}

fn fill(resolved: &mut Resolved, given: Given) -> Result<(), &'static str> {
    if given.genid_is_function == Some(false) {
        return Err("genid option must be a function");
    }
    if given.resave.is_none() {
        resolved.deprecated.resave = Some("undefined resave option; provide resave option");
    }
    if given.save_uninitialized.is_none() {
        resolved.deprecated.save_uninitialized =
            Some("undefined saveUninitialized option; provide saveUninitialized option");
    }
    let unset_destroy = match given.unset.as_deref() {
        None | Some("keep") => false,
        Some("destroy") => true,
        Some(_) => return Err("unset option must be \"destroy\" or \"keep\""),
    };
    match given.secrets {
        Some(0) => return Err("secret option array must contain one or more strings"),
        Some(_) => {}
        None if given.secret_is_undefined => {
            resolved.deprecated.secret = Some("secret is undefined: is the environment variable set?");
        }
        None => resolved.deprecated.secret = Some("req.secret; provide secret option"),
    }
    if given.store_answers == Some(false) {
        return Err("store option must be a session store");
    }
    if given.store_timeout.is_some_and(|ms| !(1.0..=LONGEST_TIMEOUT).contains(&ms)) {
        return Err("storeTimeout option must be a number of milliseconds from 1 to 2147483647");
    }
    let fail_on_save_error = match given.on_save_error.as_deref() {
        None | Some("send") => false,
        Some("fail") => true,
        Some(_) => return Err("onSaveError option must be \"send\" or \"fail\""),
    };
    let neutral_prefetch = match given.prefetch.as_deref() {
        None => false,
        Some("neutral") => true,
        Some(_) => return Err("prefetch option must be \"neutral\""),
    };
    if given.user_is_function == Some(false) {
        return Err("user option must be a function");
    }
    resolved.concurrency = match given.concurrency.as_deref() {
        None => Concurrency::default(),
        Some(text) => {
            Concurrency::named(text).ok_or("concurrency option must be \"last-write\", \"merge\" or \"reject\"")?
        }
    };
    if given.merges_by_functions == Some(false) {
        return Err("merge option must be an object of functions");
    }
    let name = given.name.unwrap_or_else(|| DEFAULT_NAME.to_owned());
    if !set_cookie::is_token(&name) {
        return Err("name option must be the name of a cookie");
    }
    resolved.name = name;
    resolved.policy = [
        (given.save_uninitialized.unwrap_or(true), Fact::SaveUninitialized),
        (given.rolling, Fact::Rolling),
        (unset_destroy, Fact::UnsetDestroy),
        (given.store_touches, Fact::StoreTouches),
        (given.resave.unwrap_or(true), Fact::Resave),
        (given.resign, Fact::Resign),
        (fail_on_save_error, Fact::FailOnSaveError),
        (given.clear_on_destroy, Fact::ClearOnDestroy),
        (neutral_prefetch, Fact::Prefetch),
    ]
    .into_iter()
    .filter_map(|(holds, fact)| holds.then_some(fact.code()))
    .sum();
    Ok(())
}
