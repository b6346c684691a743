//! Does a signature hold exactly for what was signed?

use crate::inputs::{cases, secret, text};
use express_session_wasm::keyring::Keyring;
use express_session_wasm::signature::Key;
use proptest::prelude::*;
use proptest::sample::Index;

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn what_a_key_signed_it_unsigns(secret in secret(), value in text()) {
        let key = Key::new(&secret);
        prop_assert_eq!(unsign(&key, &key.sign(&value)), Some(value));
    }

    #[test]
    fn a_signed_value_with_one_character_changed_is_rejected(
        secret in secret(), value in text(), at in any::<Index>(), other in signature_character(),
    ) {
        let key = Key::new(&secret);
        let mut changed: Vec<char> = key.sign(&value).chars().collect();
        let at = at.index(changed.len());
        prop_assume!(changed[at] != other);
        changed[at] = other;
        prop_assert_eq!(unsign(&key, &String::from_iter(changed)), None);
    }

    #[test]
    fn a_signed_value_with_a_character_more_or_less_is_rejected(
        secret in secret(), value in text(), at in any::<Index>(), other in signature_character(),
    ) {
        let key = Key::new(&secret);
        let signed: Vec<char> = key.sign(&value).chars().collect();
        let mut longer = signed.clone();
        longer.insert(at.index(signed.len() + 1), other);
        prop_assert_eq!(unsign(&key, &String::from_iter(longer)), None);
        let mut shorter = signed.clone();
        shorter.remove(at.index(signed.len()));
        prop_assert_eq!(unsign(&key, &String::from_iter(shorter)), None);
    }

    #[test]
    fn another_key_rejects(secret in secret(), other in secret(), value in text()) {
        prop_assume!(padded(&secret) != padded(&other));
        prop_assert_eq!(unsign(&Key::new(&other), &Key::new(&secret).sign(&value)), None);
    }

    #[test]
    fn one_signature_does_not_serve_another_value(secret in secret(), value in text(), other in text()) {
        prop_assume!(value != other);
        let key = Key::new(&secret);
        let signature = key.sign(&value).split_off(value.len());
        prop_assert_eq!(unsign(&key, &(other + &signature)), None);
    }

    #[test]
    fn the_first_key_of_a_ring_signs_and_every_key_verifies(
        secrets in prop::collection::vec(secret(), 1..4), stranger in secret(), value in text(),
    ) {
        prop_assume!(secrets.iter().all(|secret| padded(secret) != padded(&stranger)));
        let mut ring = Keyring::default();
        secrets.iter().for_each(|secret| ring.push(Key::new(secret)));
        prop_assert_eq!(ring.signer().map(|key| key.sign(&value)), Some(Key::new(&secrets[0]).sign(&value)));
        for secret in &secrets {
            let signed = Key::new(secret).sign(&value);
            let place = secrets.iter().position(|other| padded(other) == padded(secret)).unwrap();
            prop_assert_eq!(ring.unsign(&signed), Some((value.as_str(), place)));
        }
        let signed = Key::new(&stranger).sign(&value);
        prop_assert_eq!(ring.unsign(&signed), None);
    }
}

#[test]
fn an_empty_ring_neither_signs_nor_verifies() {
    let signed = Key::new(b"").sign("id");
    assert!(Keyring::default().signer().is_none());
    assert_eq!(Keyring::default().unsign(&signed), None);
}

#[test]
fn debug_text_of_a_key_does_not_depend_on_its_secret() {
    assert_eq!(format!("{:?}", Key::new(b"keyboard cat")), format!("{:?}", Key::new(b"another")));
}

fn unsign(key: &Key, signed: &str) -> Option<String> {
    key.unsign(signed).map(str::to_owned)
}

fn signature_character() -> impl Strategy<Value = char> {
    prop::sample::select("ABCXYZabcxyz0189+/=-_. %\0é🍪".chars().collect::<Vec<char>>())
}

// HMAC fills short keys up with zeros (RFC 2104 section 2): "a" and "a\0" are one key.
fn padded(secret: &[u8]) -> Vec<u8> {
    let mut block = secret.to_vec();
    block.resize(secret.len().max(64), 0);
    block
}
