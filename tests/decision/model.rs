//! What does express-session 1.19.0 decide? Its functions one by one, in JavaScript's order of evaluation.

use express_session_wasm::decision::{EndAction, Facts, HeaderAction};
use std::cell::Cell;

#[derive(Clone, Copy, PartialEq)]
enum Value {
    Undefined,
    Text(&'static str),
    Number(u32),
}

#[derive(Clone, Copy, PartialEq)]
enum Session {
    Null,
    False,
    Object,
}

/// The variables that the middleware's closures see for one request.
pub(crate) struct World {
    facts: Facts,
    cookie_id: Value,
    session_id: Value,
    session: Session,
    own_id: &'static str,
    original_id: &'static str,
    original_hash: &'static str,
    saved_hash: Option<&'static str>,
    hashes: Cell<u32>,
}

const HASH: &str = "hash of the session as it is now";

impl World {
    pub(crate) fn new(facts: Facts) -> World {
        let session_id = match (facts.id_present, facts.id_is_text) {
            (true, true) => Value::Text("id"),
            (false, true) => Value::Text(""),
            (true, false) => Value::Number(1),
            (false, false) => Value::Undefined,
        };
        let session = match (facts.session_null, facts.session_present) {
            (_, true) => Session::Object,
            (true, false) => Session::Null,
            (false, false) => Session::False,
        };
        World {
            facts,
            cookie_id: if facts.returning { session_id } else { Value::Text("id of another session") },
            session_id,
            session,
            own_id: "id",
            original_id: if facts.same_id { "id" } else { "id before" },
            original_hash: if facts.modified { "hash when loaded" } else { HASH },
            saved_hash: facts.saved_before.then_some(if facts.saved { HASH } else { "hash when saved" }),
            hashes: Cell::new(0),
        }
    }

    pub(crate) fn hashes_in<A>(&self, answer: fn(&World) -> A) -> bool {
        let before = self.hashes.get();
        answer(self);
        self.hashes.get() > before
    }

    fn hash(&self) -> &'static str {
        self.hashes.set(self.hashes.get() + 1);
        HASH
    }

    fn is_modified(&self) -> bool {
        self.original_id != self.own_id || self.original_hash != self.hash()
    }

    fn is_saved(&self) -> bool {
        self.original_id == self.own_id && self.saved_hash == Some(self.hash())
    }

    fn should_destroy(&self) -> bool {
        let truthy = !matches!(self.session_id, Value::Undefined | Value::Text(""));
        truthy && self.facts.unset_destroy && self.session == Session::Null
    }

    fn should_save(&self) -> bool {
        if !matches!(self.session_id, Value::Text(_)) {
            return false;
        }
        if !self.facts.save_uninitialized && self.saved_hash.is_none() && self.cookie_id != self.session_id {
            self.is_modified()
        } else {
            !self.is_saved()
        }
    }

    fn should_touch(&self) -> bool {
        if !matches!(self.session_id, Value::Text(_)) {
            return false;
        }
        self.cookie_id == self.session_id && !self.should_save()
    }

    fn should_set_cookie(&self) -> bool {
        if !matches!(self.session_id, Value::Text(_)) {
            return false;
        }
        if self.cookie_id != self.session_id {
            self.facts.save_uninitialized || self.is_modified()
        } else {
            self.facts.rolling || self.facts.expires && self.is_modified()
        }
    }
}

pub(crate) fn header_action(world: &World) -> HeaderAction {
    if world.session != Session::Object {
        return HeaderAction::None;
    }
    if world.should_set_cookie() { HeaderAction::SetCookie } else { HeaderAction::None }
}

pub(crate) fn end_action(world: &World) -> EndAction {
    if world.should_destroy() {
        return EndAction::Destroy;
    }
    if world.session != Session::Object {
        return EndAction::None;
    }
    if world.should_save() {
        return EndAction::Save;
    }
    if world.facts.store_touches && world.should_touch() {
        return EndAction::Touch;
    }
    EndAction::None
}
