//! Is there an input for which `oracles/http_date.rs` does not hold?
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracles::http_date::check(data));
