//! What holds for every input, and not only for the recorded ones?
#![cfg(not(target_arch = "wasm32"))]

mod cookie_header;
mod digest;
mod fuzzed;
mod http_date;
mod inputs;
mod json;
mod lifetime;
mod merge;
mod percent;
mod robustness;
mod session_cookie;
mod session_id;
mod set_cookie;
mod signature;
mod text_buffer;
mod touches;
