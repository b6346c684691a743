//! Who answers a request whose session could not be stored, in every case there is?
#![cfg(not(target_arch = "wasm32"))]

use express_session_wasm::failure::FailureAction::{Close, HandOver, Send};
use express_session_wasm::failure::{Circumstance, Failure, FailureAction, failure_action};

const NONE: u32 = 0;

fn actions(circumstances: u32) -> [FailureAction; 4] {
    [Failure::Session, Failure::Save, Failure::Destroy, Failure::Touch].map(|what| failure_action(what, circumstances))
}

#[test]
fn every_case() {
    let strict = Circumstance::Strict.code();
    let sent = Circumstance::HeadersSent.code();
    let page = Circumstance::ErrorPage.code();
    for (circumstances, expected) in [
        (NONE, [HandOver, Send, Send, Send]),
        (page, [Send, Send, Send, Send]),
        (sent, [Send, Send, Send, Send]),
        (sent | page, [Send, Send, Send, Send]),
        (strict, [HandOver, HandOver, HandOver, Send]),
        (strict | page, [Send, Send, Send, Send]),
        (strict | sent, [Close, Close, Close, Send]),
        (strict | sent | page, [Close, Close, Close, Send]),
    ] {
        assert_eq!(actions(circumstances), expected, "{circumstances:b}");
    }
}
