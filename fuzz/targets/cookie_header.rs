//! Is there an input for which `oracles/cookie_header.rs` does not hold?
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracles::cookie_header::check(data));
