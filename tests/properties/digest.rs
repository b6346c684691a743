//! Does a digest stand for one id, in one process, without showing it?

use crate::inputs::{cases, text};
use express_session_wasm::digest::Digests;
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_digest_tells_ids_and_processes_apart(id in text(), other in text(), process in any::<[u8; 32]>()) {
        let mut digests = digests(process);
        let digest = digests(&id);
        prop_assert_eq!(digest.len(), 8);
        prop_assert!(digest.chars().all(|c| c.is_ascii_alphanumeric() || c == '+' || c == '/'), "{}", digest);
        prop_assert_eq!(&digests(&id), &digest);
        prop_assert_ne!(&self::digests(process.map(|byte| !byte))(&id), &digest);
        prop_assert!(id == other || digests(&other) != digest);
    }
}

#[test]
fn a_failing_random_source_gives_no_digest() {
    assert_eq!(Digests::new().digest("id", |_| Err("no bytes")), Err("no bytes"));
}

/// Digests as the process makes them whose random source gives these bytes, and gives them once.
fn digests(process: [u8; 32]) -> impl FnMut(&str) -> String {
    let mut digests = Digests::new();
    let mut source = Some(process);
    move |id| {
        let fill = |bytes: &mut [u8]| source.take().map(|given| bytes.copy_from_slice(&given)).ok_or("asked twice");
        digests.digest(id, fill).unwrap()
    }
}
