//! What happens to a session: is a cookie set, is the store told, and what is it told?
//!
//! The rules are those of express-session 1.19.0. They are asked twice for a response: when its headers are about to
//! go out ([`header_action`]) and when it ends ([`end_action`]). Serializing a session runs code of the application
//! (`toJSON`), so a rule that depends on the session's content first answers `NeedSnapshot`, and is asked again with
//! what the snapshot showed.

/// What the rules depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Option `saveUninitialized`: new sessions are stored even if nothing was put into them.
    pub save_uninitialized: bool,
    /// Option `rolling`: the cookie is set on every response.
    pub rolling: bool,
    /// Option `unset: 'destroy'`: a request that dropped its session destroys it.
    pub unset_destroy: bool,
    /// The store has a `touch` method.
    pub store_touches: bool,
    /// `req.sessionID` is truthy.
    pub id_present: bool,
    /// `req.sessionID` is a string.
    pub id_is_text: bool,
    /// `req.session` is null or undefined.
    pub session_null: bool,
    /// `req.session` is truthy.
    pub session_present: bool,
    /// The request's cookie carried the very id the session has now.
    pub returning: bool,
    /// The session still has the id it was loaded or generated with.
    pub same_id: bool,
    /// The session's cookie expires at a given time.
    pub expires: bool,
    /// The session was saved in this request, or counts as saved since it was loaded (`resave: false`).
    pub saved_before: bool,
    /// The two facts below are known.
    pub snapshot_taken: bool,
    /// The session's content differs from what was loaded or generated.
    pub modified: bool,
    /// The session's content equals what was last saved.
    pub saved: bool,
}

/// The bit of each [fact](Facts) where they cross the boundary as one integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Fact {
    /// [`Facts::save_uninitialized`]
    SaveUninitialized = 1 << 0,
    /// [`Facts::rolling`]
    Rolling = 1 << 1,
    /// [`Facts::unset_destroy`]
    UnsetDestroy = 1 << 2,
    /// [`Facts::store_touches`]
    StoreTouches = 1 << 3,
    /// [`Facts::id_present`]
    IdPresent = 1 << 4,
    /// [`Facts::id_is_text`]
    IdIsText = 1 << 5,
    /// [`Facts::session_null`]
    SessionNull = 1 << 6,
    /// [`Facts::session_present`]
    SessionPresent = 1 << 7,
    /// [`Facts::returning`]
    Returning = 1 << 8,
    /// [`Facts::same_id`]
    SameId = 1 << 9,
    /// [`Facts::expires`]
    Expires = 1 << 10,
    /// [`Facts::saved_before`]
    SavedBefore = 1 << 11,
    /// [`Facts::snapshot_taken`]
    SnapshotTaken = 1 << 12,
    /// [`Facts::modified`]
    Modified = 1 << 13,
    /// [`Facts::saved`]
    Saved = 1 << 14,
}

impl Fact {
    /// Every fact.
    pub const ALL: [Fact; 15] = [
        Fact::SaveUninitialized,
        Fact::Rolling,
        Fact::UnsetDestroy,
        Fact::StoreTouches,
        Fact::IdPresent,
        Fact::IdIsText,
        Fact::SessionNull,
        Fact::SessionPresent,
        Fact::Returning,
        Fact::SameId,
        Fact::Expires,
        Fact::SavedBefore,
        Fact::SnapshotTaken,
        Fact::Modified,
        Fact::Saved,
    ];
}

impl Facts {
    /// Reads the sum of [`Fact`]s.
    pub fn from_bits(bits: u32) -> Facts {
        let has = |fact: Fact| bits & fact as u32 != 0;
        Facts {
            save_uninitialized: has(Fact::SaveUninitialized),
            rolling: has(Fact::Rolling),
            unset_destroy: has(Fact::UnsetDestroy),
            store_touches: has(Fact::StoreTouches),
            id_present: has(Fact::IdPresent),
            id_is_text: has(Fact::IdIsText),
            session_null: has(Fact::SessionNull),
            session_present: has(Fact::SessionPresent),
            returning: has(Fact::Returning),
            same_id: has(Fact::SameId),
            expires: has(Fact::Expires),
            saved_before: has(Fact::SavedBefore),
            snapshot_taken: has(Fact::SnapshotTaken),
            modified: has(Fact::Modified),
            saved: has(Fact::Saved),
        }
    }

    /// Whether the session differs from what was loaded; `None` while that takes a snapshot.
    fn is_modified(&self) -> Option<bool> {
        if !self.same_id {
            return Some(true);
        }
        self.snapshot_taken.then_some(self.modified)
    }

    /// Whether the store holds the session as it is; `None` while that takes a snapshot.
    fn is_saved(&self) -> Option<bool> {
        if !self.same_id || !self.saved_before {
            return Some(false);
        }
        self.snapshot_taken.then_some(self.saved)
    }
}

/// What to do when the headers of a response are about to go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderAction {
    /// Leave the headers alone.
    None,
    /// Set the session cookie.
    SetCookie,
    /// Take a snapshot of the session and ask again.
    NeedSnapshot,
}

/// What to do when a response ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl HeaderAction {
    /// Every action.
    pub const ALL: [HeaderAction; 3] = [HeaderAction::None, HeaderAction::SetCookie, HeaderAction::NeedSnapshot];
}

impl EndAction {
    /// Every action.
    pub const ALL: [EndAction; 5] =
        [EndAction::None, EndAction::Destroy, EndAction::Save, EndAction::Touch, EndAction::NeedSnapshot];
}

/// Decides whether the session cookie is set.
pub fn header_action(facts: Facts) -> HeaderAction {
    if !facts.session_present || !facts.id_is_text {
        return HeaderAction::None;
    }
    let wanted = if !facts.returning {
        if facts.save_uninitialized { Some(true) } else { facts.is_modified() }
    } else if facts.rolling {
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
pub fn end_action(facts: Facts) -> EndAction {
    if facts.session_null && facts.id_present && facts.unset_destroy {
        return EndAction::Destroy;
    }
    if !facts.session_present || !facts.id_is_text {
        return EndAction::None;
    }
    let uninitialized = !facts.save_uninitialized && !facts.saved_before && !facts.returning;
    let unsaved = if uninitialized { facts.is_modified() } else { facts.is_saved().map(|saved| !saved) };
    match unsaved {
        Some(true) => EndAction::Save,
        Some(false) if facts.returning && facts.store_touches => EndAction::Touch,
        Some(false) => EndAction::None,
        None => EndAction::NeedSnapshot,
    }
}
