//! The core of express-session-wasm: reading and writing signed session cookies, making session ids, and deciding what
//! happens to a session when a response ends.
//!
//! Everything but `wasm` is plain data in, plain data out: no clock, no random source, no I/O and no host. The
//! boundary to JavaScript is `wasm.rs`, which exists only on `wasm32`.

#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]
#![warn(missing_docs, unreachable_pub)]
// A panic would poison the wasm instance for the whole process.
#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::todo,
    clippy::unreachable,
    clippy::unwrap_used
)]

pub mod attributes;
mod codes;
pub mod cookie_header;
pub mod decision;
pub mod digest;
pub mod failure;
pub mod http_date;
pub mod json;
pub mod keyring;
pub mod lifetime;
pub mod merge;
pub mod options;
pub mod percent;
pub mod session_cookie;
pub mod session_id;
pub mod set_cookie;
pub mod signature;
pub mod text_buffer;
pub mod touches;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
