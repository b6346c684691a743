//! Are the rules those of express-session 1.19.0, in every state a request can be in?
#![cfg(not(target_arch = "wasm32"))]

mod model;

use express_session_wasm::decision::{EndAction, Fact, Facts, HeaderAction, end_action, header_action};
use model::World;

#[test]
fn every_fact_has_a_bit_of_its_own_and_is_read_into_the_field_of_its_name() {
    for fact in Fact::ALL {
        let read = format!("{:?}", Facts::from_bits(fact.code())).replace('_', "").to_lowercase();
        let field = format!("{fact:?}: true").to_lowercase();
        assert_eq!((read.matches(": true").count(), read.matches(&field).count()), (1, 1), "{fact:?} in {read}");
    }
    let bits = Fact::ALL.iter().fold(0, |bits, fact| bits | fact.code());
    assert_eq!(Facts::from_bits(!bits), Facts::default());
}

#[test]
fn both_rules_answer_as_express_session_in_every_state() {
    let mut compared = 0;
    for facts in possible_states().filter(|facts| !is_known_difference(facts)) {
        assert_eq!(
            header_action(facts),
            expected(facts, model::header_action, HeaderAction::NeedSnapshot),
            "{facts:?}"
        );
        assert_eq!(end_action(facts), expected(facts, model::end_action, EndAction::NeedSnapshot), "{facts:?}");
        compared += 1;
    }
    assert!(compared > 20_000, "{compared} states");
}

#[test]
fn a_snapshot_is_asked_for_only_where_express_session_serializes_the_session() {
    let mut asked = 0;
    for facts in possible_states().filter(|facts| !facts.snapshot_taken && !is_known_difference(facts)) {
        if header_action(facts) == HeaderAction::NeedSnapshot {
            assert!(contents(facts).all(|world| world.hashes_in(model::header_action)), "{facts:?}");
            asked += 1;
        }
        if end_action(facts) == EndAction::NeedSnapshot {
            assert!(contents(facts).all(|world| world.hashes_in(model::end_action)), "{facts:?}");
            asked += 1;
        }
    }
    assert!(asked > 0);
}

#[test]
fn a_snapshot_is_asked_for_once() {
    for facts in possible_states().filter(|facts| facts.snapshot_taken) {
        assert_ne!(header_action(facts), HeaderAction::NeedSnapshot, "{facts:?}");
        assert_ne!(end_action(facts), EndAction::NeedSnapshot, "{facts:?}");
    }
}

#[test]
fn an_unmodified_session_is_touched_not_saved() {
    let facts = Facts { saved_before: true, saved: true, ..returning_session() };
    assert_eq!(end_action(facts), EndAction::Touch);
}

#[test]
fn an_unmodified_session_is_left_alone_by_a_store_that_cannot_touch() {
    let facts = Facts { saved_before: true, saved: true, store_touches: false, ..returning_session() };
    assert_eq!(end_action(facts), EndAction::None);
}

#[test]
fn a_modified_session_is_saved() {
    let facts = Facts { saved_before: true, modified: true, ..returning_session() };
    assert_eq!(end_action(facts), EndAction::Save);
}

#[test]
fn with_resave_an_unmodified_session_is_saved_without_a_look_at_it() {
    let facts = Facts { snapshot_taken: false, ..returning_session() };
    assert_eq!(end_action(facts), EndAction::Save);
}

#[test]
fn a_session_saved_by_the_application_is_not_saved_again() {
    let facts = Facts { saved_before: true, modified: true, saved: true, ..returning_session() };
    assert_eq!(end_action(facts), EndAction::Touch);
}

#[test]
fn a_session_changed_after_the_application_saved_it_is_saved_again() {
    let facts = Facts { saved_before: true, modified: true, saved: false, ..new_session() };
    assert_eq!(end_action(facts), EndAction::Save);
}

#[test]
fn an_uninitialized_session_is_neither_saved_nor_given_a_cookie() {
    assert_eq!(end_action(new_session()), EndAction::None);
    assert_eq!(header_action(new_session()), HeaderAction::None);
}

#[test]
fn an_uninitialized_session_is_saved_and_given_a_cookie_if_the_option_says_so() {
    let facts = Facts { save_uninitialized: true, snapshot_taken: false, ..new_session() };
    assert_eq!(end_action(facts), EndAction::Save);
    assert_eq!(header_action(facts), HeaderAction::SetCookie);
}

#[test]
fn a_new_session_that_holds_something_is_saved_and_given_a_cookie() {
    let facts = Facts { modified: true, ..new_session() };
    assert_eq!(end_action(facts), EndAction::Save);
    assert_eq!(header_action(facts), HeaderAction::SetCookie);
}

#[test]
fn a_regenerated_session_is_saved_and_given_a_cookie_even_if_it_is_empty() {
    let facts = Facts { same_id: false, snapshot_taken: false, ..new_session() };
    assert_eq!(end_action(facts), EndAction::Save);
    assert_eq!(header_action(facts), HeaderAction::SetCookie);
}

#[test]
fn a_new_session_is_never_touched() {
    for facts in possible_states().filter(|facts| !facts.returning && facts.same_id) {
        assert_ne!(end_action(facts), EndAction::Touch, "{facts:?}");
    }
}

#[test]
fn a_returning_client_keeps_its_cookie() {
    let facts = Facts { modified: true, ..returning_session() };
    assert_eq!(header_action(facts), HeaderAction::None);
}

#[test]
fn a_returning_client_gets_a_new_cookie_when_a_change_moves_its_expiry() {
    let facts = Facts { expires: true, modified: true, ..returning_session() };
    assert_eq!(header_action(facts), HeaderAction::SetCookie);
    assert_eq!(header_action(Facts { modified: false, ..facts }), HeaderAction::None);
}

#[test]
fn a_rolling_cookie_is_set_on_every_response_to_a_returning_client() {
    let facts = Facts { rolling: true, snapshot_taken: false, ..returning_session() };
    assert_eq!(header_action(facts), HeaderAction::SetCookie);
}

#[test]
fn rolling_gives_no_cookie_to_an_uninitialized_session() {
    assert_eq!(header_action(Facts { rolling: true, ..new_session() }), HeaderAction::None);
}

#[test]
fn a_dropped_session_is_destroyed_only_with_unset_destroy() {
    let dropped = Facts { session_null: true, session_present: false, ..returning_session() };
    assert_eq!(end_action(dropped), EndAction::None);
    assert_eq!(end_action(Facts { unset_destroy: true, ..dropped }), EndAction::Destroy);
    assert_eq!(header_action(Facts { unset_destroy: true, ..dropped }), HeaderAction::None);
}

#[test]
fn the_cookie_of_a_destroyed_session_is_cleared_only_with_clear_on_destroy_and_where_the_client_sent_one() {
    let gone = Facts { session_null: true, session_present: false, ..returning_session() };
    let destroyed = Facts { clear_on_destroy: true, cookie_sent: true, destroyed: true, ..gone };
    assert_eq!(header_action(destroyed), HeaderAction::ClearCookie);
    assert_eq!(header_action(Facts { clear_on_destroy: false, ..destroyed }), HeaderAction::None);
    assert_eq!(header_action(Facts { cookie_sent: false, ..destroyed }), HeaderAction::None);
    // dropped, and kept in the store
    let dropped = Facts { destroyed: false, ..destroyed };
    assert_eq!(header_action(dropped), HeaderAction::None);
    assert_eq!(header_action(Facts { unset_destroy: true, ..dropped }), HeaderAction::ClearCookie);
    // destroyed, and another one made since
    assert_eq!(header_action(Facts { session_null: false, session_present: true, ..destroyed }), HeaderAction::None);
}

#[test]
fn a_prefetch_uses_the_session_only_where_it_changes_it() {
    let read =
        Facts { prefetch: true, rolling: true, saved_before: true, loaded: true, saved: true, ..returning_session() };
    assert_eq!((header_action(read), end_action(read)), (HeaderAction::None, EndAction::None));
    let unknown = Facts { snapshot_taken: false, saved: false, ..read };
    assert_eq!((header_action(unknown), end_action(unknown)), (HeaderAction::NeedSnapshot, EndAction::NeedSnapshot));
    let changed = Facts { modified: true, saved: false, ..read };
    assert_eq!((header_action(changed), end_action(changed)), (HeaderAction::SetCookie, EndAction::Save));
    let regenerated = Facts { same_id: false, snapshot_taken: false, ..unknown };
    assert_eq!(header_action(regenerated), HeaderAction::SetCookie);
    // One that was started, saved by the application, or only looked at.
    let started = Facts { prefetch: true, save_uninitialized: true, ..new_session() };
    assert_eq!((header_action(started), end_action(started)), (HeaderAction::None, EndAction::None));
    assert_eq!(header_action(Facts { saved_before: true, saved: true, ..started }), HeaderAction::SetCookie);
}

#[test]
fn who_brings_an_id_from_before_a_rotation_is_not_told_the_new_one() {
    let follower = Facts { following: true, rolling: true, modified: true, ..returning_session() };
    assert_eq!(header_action(follower), HeaderAction::None);
    assert_eq!(end_action(follower), EndAction::Save);
    // It regenerated the session once more.
    assert_eq!(header_action(Facts { returning: false, same_id: false, ..follower }), HeaderAction::SetCookie);
}

#[test]
fn a_falsy_session_that_is_not_null_is_neither_saved_nor_destroyed() {
    let falsy = Facts { unset_destroy: true, session_present: false, ..returning_session() };
    assert_eq!(end_action(falsy), EndAction::None);
    assert_eq!(header_action(falsy), HeaderAction::None);
}

#[test]
fn an_id_that_is_not_text_sets_no_cookie_and_saves_nothing() {
    let facts =
        Facts { id_is_text: false, modified: true, rolling: true, save_uninitialized: true, ..returning_session() };
    assert_eq!(end_action(facts), EndAction::None);
    assert_eq!(header_action(facts), HeaderAction::None);
}

/// A session the store knew under the id in the request's cookie; its snapshot shows no change. `resave` is on.
fn returning_session() -> Facts {
    Facts { returning: true, ..new_session() }
}

/// A session that was just generated and has nothing put into it; the options are off, the store can touch.
fn new_session() -> Facts {
    Facts {
        store_touches: true,
        id_present: true,
        id_is_text: true,
        session_present: true,
        same_id: true,
        snapshot_taken: true,
        begun: true,
        ..Facts::default()
    }
}

/// With the options of express-session: its facts come first.
fn possible_states() -> impl Iterator<Item = Facts> {
    let with_loaded = |bits| [false, true].map(|loaded| Facts { begun: true, loaded, ..Facts::from_bits(bits) });
    (0..Fact::Resave.code()).flat_map(with_loaded).filter(|facts| {
        let two_sessions = facts.session_null && facts.session_present;
        let saved_as_nothing = facts.snapshot_taken && facts.saved && !facts.saved_before;
        !two_sessions && !saved_as_nothing
    })
}

/// Where COMPATIBILITY.md says that we do something else; each has a test below.
fn is_known_difference(facts: &Facts) -> bool {
    let regenerated_and_saved = !facts.same_id && facts.saved_before;
    let saved_by_the_application = facts.saved_before && !facts.loaded && !facts.returning;
    regenerated_and_saved || saved_by_the_application
}

#[test]
fn a_regenerated_session_that_was_saved_is_not_saved_again() {
    let facts = Facts { same_id: false, saved_before: true, saved: true, modified: true, ..new_session() };
    assert_eq!(end_action(facts), EndAction::Touch);
    assert_eq!(end_action(Facts { store_touches: false, ..facts }), EndAction::None);
    assert_eq!(end_action(Facts { saved: false, ..facts }), EndAction::Save);
    assert_eq!(end_action(Facts { saved_before: false, saved: false, ..facts }), EndAction::Save);
}

#[test]
fn an_uninitialized_session_that_the_application_saved_is_given_a_cookie() {
    assert_eq!(header_action(Facts { saved_before: true, saved: true, ..new_session() }), HeaderAction::SetCookie);
}

#[test]
fn a_session_that_was_never_loaded_is_not_destroyed() {
    let facts = Facts { unset_destroy: true, id_present: true, session_null: true, ..Facts::default() };
    assert_eq!(end_action(facts), EndAction::None);
    assert_eq!(end_action(Facts { begun: true, ..facts }), EndAction::Destroy);
}

#[test]
fn a_cookie_signed_by_an_older_secret_is_set_again_only_with_resign() {
    let facts = Facts { stale_signature: true, ..returning_session() };
    assert_eq!(header_action(facts), HeaderAction::None);
    assert_eq!(header_action(Facts { resign: true, ..facts }), HeaderAction::SetCookie);
    assert_eq!(header_action(Facts { resign: true, stale_signature: false, ..facts }), HeaderAction::None);
}

/// What the model answers, or `need_snapshot` where that depends on content that is not known.
fn expected<A: PartialEq>(facts: Facts, answer: fn(&World) -> A, need_snapshot: A) -> A {
    let mut answers: Vec<A> = contents(facts).map(|world| answer(&world)).collect();
    answers.dedup();
    match answers.pop() {
        Some(only) if answers.is_empty() => only,
        _ => need_snapshot,
    }
}

/// The requests that `facts` may describe: one when a snapshot was taken, else one for each content it might show.
fn contents(facts: Facts) -> impl Iterator<Item = World> {
    let with = move |modified, saved| Facts { modified, saved, ..facts };
    let guesses = [with(false, false), with(true, false), with(false, true), with(true, true)];
    let known = if facts.snapshot_taken { vec![facts] } else { guesses.to_vec() };
    known.into_iter().filter(|facts| facts.saved_before || !facts.saved).map(World::new)
}
