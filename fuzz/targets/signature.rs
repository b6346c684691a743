//! Is there an input for which `oracles/signature.rs` does not hold?
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracles::signature::check(data));
