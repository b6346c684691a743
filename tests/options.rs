//! Are options checked and filled in as express-session 1.19.0 does it, in its order?
#![cfg(not(target_arch = "wasm32"))]

use express_session_wasm::decision::Facts;
use express_session_wasm::options::{Concurrency, Deprecated, Given, resolve};

const NO_RESAVE: &str = "undefined resave option; provide resave option";
const NO_SAVE_UNINITIALIZED: &str = "undefined saveUninitialized option; provide saveUninitialized option";
const NO_SECRET: &str = "req.secret; provide secret option";

#[test]
fn complete_options_are_neither_wrong_nor_deprecated() {
    let resolved = resolve(complete());
    assert_eq!(resolved.error, None);
    assert_eq!(resolved.deprecated, Deprecated::default());
}

#[test]
fn missing_options_take_their_defaults_and_are_deprecated_in_order() {
    let resolved = resolve(Given::default());
    assert_eq!(resolved.error, None);
    assert_eq!(messages(&resolved.deprecated), [NO_RESAVE, NO_SAVE_UNINITIALIZED, NO_SECRET]);
    assert_eq!(resolved.name, "connect.sid");
    let expected = Facts { save_uninitialized: true, resave: true, ..Facts::default() };
    assert_eq!(Facts::from_bits(resolved.policy), expected);
}

#[test]
fn given_options_are_kept() {
    for resave in [false, true] {
        let resolved = resolve(Given { name: Some("sid".to_owned()), resave: Some(resave), ..complete() });
        assert_eq!(resolved.name, "sid");
    }
}

#[test]
fn the_policy_holds_exactly_the_options_that_are_on() {
    for bits in 0..512 {
        let on = |option: u32| bits & 1 << option != 0;
        let resolved = resolve(Given {
            save_uninitialized: Some(on(0)),
            rolling: on(1),
            unset: Some(if on(2) { "destroy" } else { "keep" }.to_owned()),
            store_touches: on(3),
            resave: Some(on(4)),
            resign: on(5),
            on_save_error: Some(if on(6) { "fail" } else { "send" }.to_owned()),
            clear_on_destroy: on(7),
            prefetch: on(8).then(|| "neutral".to_owned()),
            ..complete()
        });
        let expected = Facts {
            save_uninitialized: on(0),
            rolling: on(1),
            unset_destroy: on(2),
            store_touches: on(3),
            resave: on(4),
            resign: on(5),
            fail_on_save_error: on(6),
            clear_on_destroy: on(7),
            prefetch: on(8),
            ..Facts::default()
        };
        assert_eq!(Facts::from_bits(resolved.policy), expected);
    }
}

#[test]
fn a_genid_that_is_no_function_is_an_error() {
    let given = Given { genid_is_function: Some(false), ..complete() };
    assert_eq!(resolve(given).error, Some("genid option must be a function"));
    let given = Given { genid_is_function: Some(true), ..complete() };
    assert_eq!(resolve(given).error, None);
}

#[test]
fn an_unset_that_is_neither_destroy_nor_keep_is_an_error() {
    for unset in ["", "Destroy", "destroy ", "true"] {
        let given = Given { unset: Some(unset.to_owned()), ..complete() };
        assert_eq!(resolve(given).error, Some("unset option must be \"destroy\" or \"keep\""), "{unset:?}");
    }
}

#[test]
fn an_on_save_error_that_is_neither_send_nor_fail_is_an_error() {
    for on_save_error in ["", "Fail", "fail ", "true"] {
        let given = Given { on_save_error: Some(on_save_error.to_owned()), ..complete() };
        assert_eq!(resolve(given).error, Some("onSaveError option must be \"send\" or \"fail\""), "{on_save_error:?}");
    }
}

#[test]
fn a_prefetch_that_is_not_neutral_is_an_error() {
    for prefetch in ["", "Neutral", "use"] {
        let given = Given { prefetch: Some(prefetch.to_owned()), ..complete() };
        assert_eq!(resolve(given).error, Some("prefetch option must be \"neutral\""), "{prefetch:?}");
    }
}

#[test]
fn a_user_that_is_no_function_is_an_error() {
    let given = Given { user_is_function: Some(false), ..complete() };
    assert_eq!(resolve(given).error, Some("user option must be a function"));
    assert_eq!(resolve(Given { user_is_function: Some(true), ..complete() }).error, None);
}

#[test]
fn a_secret_that_is_undefined_is_deprecated_in_words_of_its_own() {
    let undefined = Given { secrets: None, secret_is_undefined: true, ..complete() };
    let messages = messages(&resolve(undefined.clone()).deprecated);
    assert_eq!(messages, ["secret is undefined: is the environment variable set?"]);
    assert_eq!(resolve(Given { secrets: Some(1), ..undefined }).deprecated, Deprecated::default());
}

#[test]
fn an_empty_list_of_secrets_is_an_error() {
    let given = Given { secrets: Some(0), ..complete() };
    assert_eq!(resolve(given).error, Some("secret option array must contain one or more strings"));
}

#[test]
fn of_several_errors_the_first_is_told_and_deprecations_before_it_are_kept() {
    let wrong =
        Given { genid_is_function: Some(false), unset: Some(String::new()), secrets: Some(0), ..Given::default() };
    let genid = resolve(wrong.clone());
    assert_eq!(genid.error, Some("genid option must be a function"));
    assert_eq!(genid.deprecated, Deprecated::default());
    let unset = resolve(Given { genid_is_function: None, ..wrong.clone() });
    assert_eq!(unset.error, Some("unset option must be \"destroy\" or \"keep\""));
    assert_eq!(messages(&unset.deprecated), [NO_RESAVE, NO_SAVE_UNINITIALIZED]);
    let secrets = resolve(Given { genid_is_function: None, unset: None, ..wrong });
    assert_eq!(secrets.error, Some("secret option array must contain one or more strings"));
    assert_eq!(messages(&secrets.deprecated), [NO_RESAVE, NO_SAVE_UNINITIALIZED]);
}

#[test]
fn a_store_that_cannot_answer_is_an_error() {
    assert_eq!(resolve(Given { store_answers: Some(true), ..complete() }).error, None);
    let error = resolve(Given { store_answers: Some(false), ..complete() }).error;
    assert_eq!(error, Some("store option must be a session store"));
}

#[test]
fn a_store_timeout_that_no_timer_keeps_is_an_error() {
    for ms in [1.0, 1.5, 2_147_483_647.0] {
        assert_eq!(resolve(Given { store_timeout: Some(ms), ..complete() }).error, None);
    }
    for ms in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0, 0.5, 2_147_483_648.0] {
        let error = resolve(Given { store_timeout: Some(ms), ..complete() }).error;
        assert_eq!(error, Some("storeTimeout option must be a number of milliseconds from 1 to 2147483647"));
    }
}

#[test]
fn a_name_that_no_cookie_can_have_is_an_error() {
    for name in ["", "a b", "a;b", "a=b", "ü", "a\n"] {
        let resolved = resolve(Given { name: Some(name.to_owned()), ..complete() });
        assert_eq!(resolved.error, Some("name option must be the name of a cookie"));
        assert_eq!(resolved.name, "");
    }
}

fn messages(deprecated: &Deprecated) -> Vec<&'static str> {
    [deprecated.resave, deprecated.save_uninitialized, deprecated.secret].into_iter().flatten().collect()
}

fn complete() -> Given {
    Given { resave: Some(false), save_uninitialized: Some(false), secrets: Some(1), ..Given::default() }
}

#[test]
fn concurrency_is_one_of_three_and_last_write_where_it_is_not_given() {
    let concurrency = |name: &str| resolve(Given { concurrency: Some(name.to_owned()), ..complete() });
    assert_eq!(resolve(complete()).concurrency, Concurrency::LastWrite);
    assert_eq!(concurrency("last-write").concurrency, Concurrency::LastWrite);
    assert_eq!(concurrency("merge").concurrency, Concurrency::Merge);
    assert_eq!(concurrency("reject").concurrency, Concurrency::Reject);
    for wrong in ["", "Merge", "last"] {
        let error = concurrency(wrong).error;
        assert_eq!(error, Some("concurrency option must be \"last-write\", \"merge\" or \"reject\""));
    }
}

#[test]
fn what_merges_keys_are_functions() {
    let error = |functions| resolve(Given { merges_by_functions: Some(functions), ..complete() }).error;
    assert_eq!(error(true), None);
    assert_eq!(error(false), Some("merge option must be an object of functions"));
}
