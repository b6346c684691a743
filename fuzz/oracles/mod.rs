//! What must hold for whatever a fuzzer, or a property test, comes up with?
//!
//! Each file takes bytes, makes the arguments of one part of the core of them, and panics where its answer is wrong. None
//! of them does it the way the core does.

pub mod cookie_header;
pub mod fields;
pub mod http_date;
pub mod lifetime;
pub mod merge;
pub mod percent;
pub mod session_cookie;
pub mod set_cookie;
pub mod signature;
pub mod touches;
