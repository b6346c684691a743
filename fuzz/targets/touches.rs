//! Is there an input for which `oracles/touches.rs` does not hold?
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracles::touches::check(data));
