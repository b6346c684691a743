//! Is there an input for which `oracles/lifetime.rs` does not hold?
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracles::lifetime::check(data));
