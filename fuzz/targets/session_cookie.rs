//! Is there an input for which `oracles/session_cookie.rs` does not hold?
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracles::session_cookie::check(data));
