//! What happens to a session: is a cookie set, is the store told, and what is it told?
//!
//! The rules are those of express-session 1.19.0, but for what COMPATIBILITY.md names. They are asked twice for a response: when its headers are about to
//! go out ([`header_action`]) and when it ends ([`end_action`]). Serializing a session runs code of the application
//! (`toJSON`), so a rule that depends on the session's content first answers `NeedSnapshot`, and is asked again with
//! what the snapshot showed.

use crate::codes::{bits, ordinals};
use crate::lifetime::{Use, session_use};

bits! {
    /// The bit of each [fact](Facts) where they cross the boundary as one integer.
    pub enum Fact;

    /// What the rules depend on.
    pub struct Facts {
        /// Option `saveUninitialized`: new sessions are stored even if nothing was put into them.
        SaveUninitialized => save_uninitialized,
        /// Option `rolling`: the cookie is set on every response.
        Rolling => rolling,
        /// Option `unset: 'destroy'`: a request that dropped its session destroys it.
        UnsetDestroy => unset_destroy,
        /// The store has a `touch` method.
        StoreTouches => store_touches,
        /// `req.sessionID` is truthy.
        IdPresent => id_present,
        /// `req.sessionID` is a string.
        IdIsText => id_is_text,
        /// `req.session` is null or undefined.
        SessionNull => session_null,
        /// `req.session` is truthy.
        SessionPresent => session_present,
        /// The request's cookie carried the very id the session has now.
        Returning => returning,
        /// The session still has the id it was loaded or generated with.
        SameId => same_id,
        /// The session's cookie expires at a given time.
        Expires => expires,
        /// The session that has this id was saved in this request, or counts as saved since it was loaded (`resave: false`).
        SavedBefore => saved_before,
        /// The two facts below are known.
        SnapshotTaken => snapshot_taken,
        /// The session's content differs from what was loaded or generated.
        Modified => modified,
        /// The session's content equals what was last saved.
        Saved => saved,
        /// Option `resave`: a session that was loaded does not count as saved.
        Resave => resave,
        /// Option `onSaveError: 'fail'`: no response claims what was not stored.
        FailOnSaveError => fail_on_save_error,
        /// Option `resign`: a cookie that an older secret signed is set again.
        Resign => resign,
        /// A secret other than the first signed the request's cookie.
        StaleSignature => stale_signature,
        /// The request has been given a session.
        Begun => begun,
        /// The session that the request was given came from the store.
        Loaded => loaded,
        /// Option `clearOnDestroy`: who destroys a session takes its cookie from the client.
        ClearOnDestroy => clear_on_destroy,
        /// The request's cookie carried an id.
        CookieSent => cookie_sent,
        /// The application destroyed the session itself.
        Destroyed => destroyed,
        /// Option `prefetch: 'neutral'`, and the request is a prefetch: it uses the session only where it changes it.
        Prefetch => prefetch,
        /// The request brought the id that its session had before it was regenerated with a grace.
        Following => following,
    }
}

impl Facts {
    /// Whether the session differs from what was loaded; `None` while that takes a snapshot.
    fn is_modified(&self) -> Option<bool> {
        if !self.same_id {
            return Some(true);
        }
        self.snapshot_taken.then_some(self.modified)
    }

    /// Whether the request is a use of the session.
    fn session_use(&self) -> Use {
        let saved_here = self.saved_before && !self.loaded;
        session_use(self.prefetch, if saved_here { Some(true) } else { self.is_modified() })
    }

    /// Whether the store holds the session as it is; `None` while that takes a snapshot.
    fn is_saved(&self) -> Option<bool> {
        if !self.saved_before {
            return Some(false);
        }
        self.snapshot_taken.then_some(self.saved)
    }

    /// Whether the session was dropped so that it is destroyed when the response ends.
    fn is_unset(&self) -> bool {
        // What was never loaded was never unset.
        self.session_null && self.id_present && self.unset_destroy && self.begun
    }
}

ordinals! {
    /// What to do when the headers of a response are about to go out.
    pub enum HeaderAction {
        /// Leave the headers alone.
        None,
        /// Set the session cookie.
        SetCookie,
        /// Have the client drop the session cookie.
        ClearCookie,
        /// Take a snapshot of the session and ask again.
        NeedSnapshot,
    }
}

ordinals! {
    /// What to do when a response ends.
    pub enum EndAction {
        /// End the response; the store is not told.
        None,
        /// Destroy the session in the store.
        Destroy,
        /// Save the session to the store.
        Save,
        /// Tell the store that the session is in use.
        Touch,
        /// Take a snapshot of the session and ask again.
        NeedSnapshot,
    }
}

/// Decides whether the session cookie is set.
///
/// ```
/// use express_session_wasm::decision::{Fact, Facts, HeaderAction, header_action};
///
/// let present = Fact::SessionPresent.code() | Fact::IdIsText.code();
/// let ask = |more: u32| header_action(Facts::from_bits(present | more));
/// assert_eq!(ask(Fact::SaveUninitialized.code()), HeaderAction::SetCookie);
/// assert_eq!(ask(Fact::Returning.code()), HeaderAction::None);
/// assert_eq!(ask(Fact::Returning.code() | Fact::Rolling.code()), HeaderAction::SetCookie);
/// // A new session is worth a cookie once something was put into it.
/// assert_eq!(ask(Fact::SameId.code()), HeaderAction::NeedSnapshot);
/// ```
pub fn header_action(facts: Facts) -> HeaderAction {
    if facts.clear_on_destroy && facts.cookie_sent && facts.session_null && (facts.destroyed || facts.is_unset()) {
        return HeaderAction::ClearCookie;
    }
    if !facts.session_present || !facts.id_is_text {
        return HeaderAction::None;
    }
    // Whoever knows the old id alone is not to learn the new one.
    if facts.following && facts.returning {
        return HeaderAction::None;
    }
    match facts.session_use() {
        Use::Counts => {}
        Use::Neutral => return HeaderAction::None,
        Use::NeedSnapshot => return HeaderAction::NeedSnapshot,
    }
    let wanted = if !facts.returning {
        // What the application saved itself is in the store: without a cookie nobody would ever come back to it.
        let saved_here = facts.saved_before && !facts.loaded;
        if facts.save_uninitialized || saved_here { Some(true) } else { facts.is_modified() }
    } else if facts.rolling || (facts.resign && facts.stale_signature) {
        Some(true)
    } else if facts.expires {
        // The client's copy expires at a time that this change moved.
        facts.is_modified()
    } else {
        Some(false)
    };
    match wanted {
        Some(true) => HeaderAction::SetCookie,
        Some(false) => HeaderAction::None,
        None => HeaderAction::NeedSnapshot,
    }
}

/// Decides what the store is told.
///
/// ```
/// use express_session_wasm::decision::{EndAction, Fact, Facts, end_action};
///
/// let sum = |facts: &[Fact]| Facts::from_bits(facts.iter().map(|fact| fact.code()).sum());
/// let unset = [Fact::SessionNull, Fact::IdPresent, Fact::UnsetDestroy, Fact::Begun];
/// assert_eq!(end_action(sum(&unset)), EndAction::Destroy);
/// let returning = [Fact::SessionPresent, Fact::IdIsText, Fact::SameId, Fact::Returning, Fact::SavedBefore, Fact::StoreTouches];
/// assert_eq!(end_action(sum(&returning)), EndAction::NeedSnapshot);
/// let unchanged = [returning.as_slice(), &[Fact::SnapshotTaken, Fact::Saved]].concat();
/// assert_eq!(end_action(sum(&unchanged)), EndAction::Touch);
/// ```
pub fn end_action(facts: Facts) -> EndAction {
    if facts.is_unset() {
        return EndAction::Destroy;
    }
    if !facts.session_present || !facts.id_is_text {
        return EndAction::None;
    }
    match facts.session_use() {
        Use::Counts => {}
        Use::Neutral => return EndAction::None,
        Use::NeedSnapshot => return EndAction::NeedSnapshot,
    }
    let uninitialized = !facts.save_uninitialized && !facts.saved_before && !facts.returning;
    let unsaved = if uninitialized { facts.is_modified() } else { facts.is_saved().map(|saved| !saved) };
    match unsaved {
        Some(true) => EndAction::Save,
        // What was regenerated may have the cookie of the session before, whose time the end of the response starts anew.
        Some(false) if facts.store_touches && (facts.returning || !facts.same_id) => EndAction::Touch,
        Some(false) => EndAction::None,
        None => EndAction::NeedSnapshot,
    }
}
