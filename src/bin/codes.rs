//! Which codes cross the boundary? Prints all by kind and name, as JSON: the build writes them down for JavaScript, so that
//! they have one source, and the module need not carry their names.

use express_session_wasm::attributes::Flag;
use express_session_wasm::decision::{EndAction, Fact, HeaderAction};
use express_session_wasm::failure::{Circumstance, Failure, FailureAction};
use express_session_wasm::lifetime::{Grace, LoadAction, Probation, Renewal};
use express_session_wasm::merge::Verdict;
use express_session_wasm::session_cookie::{MOST_COOKIES, NoId};

macro_rules! kinds {
    ($($kind:ident),+) => {
        [$((stringify!($kind), members($kind::ALL.iter().map(|value| (format!("{value:?}"), value.code()))))),+]
    };
}

fn main() {
    let kinds = kinds!(
        NoId,
        Flag,
        Fact,
        HeaderAction,
        EndAction,
        Failure,
        Circumstance,
        FailureAction,
        LoadAction,
        Renewal,
        Probation,
        Grace,
        Verdict
    );
    let limits = ("Limit", members([("Cookies", MOST_COOKIES)]));
    println!("{}", members(kinds.into_iter().chain([limits])));
}

fn members<Name: std::fmt::Display, Value: std::fmt::Display>(
    members: impl IntoIterator<Item = (Name, Value)>,
) -> String {
    let members: Vec<_> = members.into_iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}
