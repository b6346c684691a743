//! Is there an input for which `oracles/set_cookie.rs` does not hold?
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracles::set_cookie::check(data));
