//! What are properties tried on?

use proptest::prelude::*;
use proptest::sample;

/// Runs `cases` of each property; what failed is printed, and no file is left behind.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Any text, with more of `interesting` in it than chance would give.
pub(crate) fn text_with(interesting: &'static str) -> impl Strategy<Value = String> {
    let interesting: Vec<char> = interesting.chars().collect();
    let character = prop_oneof![4 => sample::select(interesting), 1 => any::<char>()];
    prop::collection::vec(character, 0..24).prop_map(String::from_iter)
}

/// Text that may be a value, a secret or an id.
pub(crate) fn text() -> impl Strategy<Value = String> {
    text_with("aZ09-_.!~* \"%&+,/:;<=>?@\\\r\n\0\u{7f}\u{80}\u{a0}é\u{7ff}\u{800}€\u{d7ff}\u{e000}\u{ffff}\u{10000}🍪")
}

/// A `Cookie` header, or what somebody sends as one.
pub(crate) fn header() -> impl Strategy<Value = String> {
    text_with("aabb===;;;  \t\"\"%2F,\u{a0}é\u{feff}")
}

/// A name that may stand in a `Set-Cookie` header.
pub(crate) fn token() -> impl Strategy<Value = String> {
    "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}"
}

/// The bytes of a secret, shorter and longer than a block of SHA-256.
pub(crate) fn secret() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..130)
}
