//! Is there an input for which `oracles/merge.rs` does not hold?
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracles::merge::check(data));
