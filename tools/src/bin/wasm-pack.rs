//! Compiles the Rust tests for wasm and hands them to the test runner beside it.

use clap::Parser;

fn main() -> Result<(), impl std::fmt::Debug> {
    wasm_pack::command::run_wasm_pack(wasm_pack::Cli::parse().cmd)
}
