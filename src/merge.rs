//! What becomes of a session that two requests changed?
//!
//! Three records as stores keep them, JSON texts of the form `{"cookie":{...},...data}`: what a request loaded (`base`),
//! what it made of that (`ours`), and what the store has by now (`theirs`). `cookie` is no data: it is not compared, and
//! where a record is made, it has the one of ours. Values are compared by their meaning ([`json`]).

use crate::codes::ordinals;
use crate::json::{self, Member, Members};

const COOKIE: &str = "cookie";

/// What every use of a session sets anew in its cookie: no change that anybody asked for.
const RENEWED: [&str; 2] = ["expires", "life"];

/// What to do where both sides changed data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Take each top-level key from the side that changed it.
    Merge,
    /// Take none: the request has to be told.
    Reject,
}

/// Which record the store keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Ours: nobody else has changed data.
    Ours,
    /// Theirs: we have not.
    Theirs,
    /// One that is made of both.
    Merged(Merged),
    /// Both changed data, and the mode is [`Mode::Reject`].
    Conflict,
    /// No answer: one of the texts is no JSON or no object.
    Unreadable,
}

/// A record that holds the changes of both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The record: keys in the order of theirs, new keys of ours behind them. Where both sides changed a key, it is as in
    /// ours.
    pub record: String,
    /// The keys that both changed, as JSON spells them, quotes included; the record may hold a better value for those,
    /// if somebody knows how to make it. Keys that both set to one and the same value are among them: a counter that
    /// both raised by one was raised by two. Keys that both deleted are not: there is nothing to make a value of.
    pub both: Vec<String>,
}

ordinals! {
    /// The kind of an [`Answer`] where it crosses the boundary.
    pub enum Verdict {
        /// [`Answer::Ours`]
        Ours,
        /// [`Answer::Theirs`]
        Theirs,
        /// [`Answer::Merged`]
        Merged,
        /// [`Answer::Conflict`]
        Conflict,
        /// [`Answer::Unreadable`]
        Unreadable,
    }
}

impl Merged {
    /// Both fields as one JSON text: `[["key",...],{record}]`.
    ///
    /// ```
    /// use express_session_wasm::merge::Merged;
    ///
    /// let merged = Merged { record: r#"{"a":1}"#.to_owned(), both: vec![r#""a""#.to_owned()] };
    /// assert_eq!(merged.to_json(), r#"[["a"],{"a":1}]"#);
    /// ```
    pub fn to_json(&self) -> String {
        ["[[", &self.both.join(","), "],", &self.record, "]"].concat()
    }
}

impl Answer {
    /// What kind of answer this is.
    ///
    /// ```
    /// use express_session_wasm::merge::{Mode, Verdict, merge};
    ///
    /// assert_eq!(merge("{}", r#"{"a":1}"#, r#"{"b":2}"#, Mode::Reject).verdict(), Verdict::Conflict);
    /// assert_eq!(merge("{}", "no JSON", r#"{"b":2}"#, Mode::Merge).verdict(), Verdict::Unreadable);
    /// ```
    pub fn verdict(&self) -> Verdict {
        match self {
            Answer::Ours => Verdict::Ours,
            Answer::Theirs => Verdict::Theirs,
            Answer::Merged(_) => Verdict::Merged,
            Answer::Conflict => Verdict::Conflict,
            Answer::Unreadable => Verdict::Unreadable,
        }
    }

    /// The answer as the boundary gives it: `Ok` with [`Merged::to_json`], or `Err` with what needs no text.
    ///
    /// ```
    /// use express_session_wasm::merge::{Mode, Verdict, merge};
    ///
    /// let answer = merge("{}", r#"{"a":1}"#, r#"{"b":2}"#, Mode::Merge);
    /// assert_eq!(answer.text().as_deref(), Ok(r#"[[],{"b":2,"a":1}]"#));
    /// assert_eq!(merge("{}", r#"{"a":1}"#, "{}", Mode::Merge).text(), Err(Verdict::Ours));
    /// ```
    ///
    /// # Errors
    /// Returns the verdict of every answer but [`Answer::Merged`].
    pub fn text(&self) -> Result<String, Verdict> {
        match self {
            Answer::Merged(merged) => Ok(merged.to_json()),
            Answer::Ours | Answer::Theirs | Answer::Conflict | Answer::Unreadable => Err(self.verdict()),
        }
    }
}

/// Decides what the store keeps.
///
/// A key that is gone counts as changed, and a cookie whose attributes are others; that it expires later is no change. Where
/// neither side changed anything, the answer is [`Answer::Ours`], so that it does expire later. Texts of base and theirs that are equal are not looked into.
///
/// ```
/// use express_session_wasm::merge::{Answer, Mode, merge};
///
/// let base = r#"{"cookie":{},"user":1,"cart":[]}"#;
/// let ours = r#"{"cookie":{},"user":1,"cart":["tea"]}"#;
/// let theirs = r#"{"cookie":{},"cart":[],"theme":"dark"}"#;
///
/// let Answer::Merged(merged) = merge(base, ours, theirs, Mode::Merge) else { panic!() };
/// assert_eq!(merged.record, r#"{"cookie":{},"cart":["tea"],"theme":"dark"}"#);
/// assert!(merged.both.is_empty());
///
/// assert_eq!(merge(base, ours, theirs, Mode::Reject), Answer::Conflict);
/// assert_eq!(merge(base, ours, base, Mode::Reject), Answer::Ours);
/// assert_eq!(merge(base, base, theirs, Mode::Reject), Answer::Theirs);
/// ```
///
/// Keys that both changed are ours, and are named:
///
/// ```
/// # use express_session_wasm::merge::{Answer, Mode, merge};
/// let answer = merge(r#"{"views":1}"#, r#"{"views":2}"#, r#"{"views":2.0,"é":true}"#, Mode::Merge);
/// let Answer::Merged(merged) = answer else { panic!() };
/// assert_eq!(merged.record, r#"{"views":2,"é":true}"#);
/// assert_eq!(merged.both, [r#""views""#]);
/// ```
pub fn merge(base: &str, ours: &str, theirs: &str, mode: Mode) -> Answer {
    if theirs == base {
        return Answer::Ours;
    }
    let (Some(base), Some(ours), Some(theirs)) = (Members::of(base), Members::of(ours), Members::of(theirs)) else {
        return Answer::Unreadable;
    };
    if !changes(&base, &theirs) {
        return Answer::Ours;
    }
    if !changes(&base, &ours) {
        return Answer::Theirs;
    }
    match mode {
        Mode::Merge => Answer::Merged(merged(&base, &ours, &theirs)),
        Mode::Reject => Answer::Conflict,
    }
}

/// Whether a side changed anything.
fn changes(base: &Members<'_>, side: &Members<'_>) -> bool {
    base.iter().chain(side.iter()).any(|name| differs(base, side, name))
}

/// Whether a side set, changed or deleted the key that `name` has.
fn differs(base: &Members<'_>, side: &Members<'_>, name: &Member<'_>) -> bool {
    match (base.like(name), side.like(name)) {
        (Some(was), Some(is)) if name.is(COOKIE) => !same_attributes(was.value, is.value),
        (Some(was), Some(is)) => !json::same(was.value, is.value),
        (None, None) => false,
        (Some(_), None) | (None, Some(_)) => true,
    }
}

/// Whether two cookies differ in nothing but what a use of the session sets.
fn same_attributes(was: &str, is: &str) -> bool {
    let (Some(was), Some(is)) = (Members::of(was), Members::of(is)) else { return json::same(was, is) };
    let mut names = was.iter().chain(is.iter()).filter(|member| !RENEWED.iter().any(|name| member.is(name)));
    names.all(|name| match (was.like(name), is.like(name)) {
        (Some(was), Some(is)) => json::same(was.value, is.value),
        _ => false,
    })
}

fn merged(base: &Members<'_>, ours: &Members<'_>, theirs: &Members<'_>) -> Merged {
    let mut record = Vec::new();
    let mut both = Vec::new();
    let new = ours.iter().filter(|member| theirs.like(member).is_none());
    for name in theirs.iter().chain(new) {
        let is_cookie = name.is(COOKIE);
        let (is_changed, is_theirs) = (differs(base, ours, name), differs(base, theirs, name));
        // A cookie that nobody changed is the one that was used last.
        let side = if is_changed || (is_cookie && !is_theirs) { ours } else { theirs };
        record.extend(side.like(name).map(|member| [name.spelling, ":", member.value].concat()));
        if is_changed && is_theirs && !is_cookie {
            both.push(name.spelling.to_owned());
        }
    }
    Merged { record: ["{", &record.join(","), "}"].concat(), both }
}
