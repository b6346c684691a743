//! Does the boundary give JavaScript what the core says? Runs as WebAssembly: `wasm-pack test --node -- --test boundary`.

#![cfg(target_arch = "wasm32")]

use express_session_wasm::attributes::Flag;
use express_session_wasm::decision::{EndAction, Fact, HeaderAction};
use express_session_wasm::lifetime::{Grace, LoadAction, Probation, Renewal};
use express_session_wasm::merge::Verdict;
use express_session_wasm::session_cookie::NoId;
use express_session_wasm::wasm::{
    CookieAttributes, GivenOptions, Lifetime, SessionCookie, Touches, check_grace, digest_id, earlier, end_action,
    generate_session_id, grace_action, header_action, is_prefetch, merge_records, reserve_text, resolve_options,
    serialize_cookie,
};
use js_sys::{JSON, Reflect, TypeError, Uint8Array, WebAssembly};
use std::collections::HashSet;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// `cookie-signature`'s own example: `sign('hello', 'tobiiscool')`.
const SIGNED_HELLO: &str = "hello.DGDUkGlIkCzPz+C0B064FNgHdEjox7ch8tOBGslZ5QI";

fn session_cookie(secrets: &[&str]) -> SessionCookie {
    let mut cookie = SessionCookie::new("sid".to_owned());
    secrets.iter().for_each(|secret| cookie.add_secret(secret.as_bytes()));
    cookie
}

fn get(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |value, key| Reflect::get(&value, &key.into()).unwrap())
}

/// Where the buffer begins through which text crosses, as JavaScript sees it.
fn buffer(length: usize) -> Uint8Array {
    let start = reserve_text(length) as u32;
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    Uint8Array::new(&memory.buffer()).subarray(start, start + length as u32)
}

fn put(text: &str) -> usize {
    buffer(text.len()).copy_from(text.as_bytes());
    text.len()
}

fn take(length: usize) -> String {
    String::from_utf8(buffer(length).to_vec()).unwrap()
}

fn read_id(cookie: &SessionCookie, header: &str) -> Result<String, u32> {
    read_id_and_mark(cookie, header).map(|(id, _)| id)
}

fn read_id_and_mark(cookie: &SessionCookie, header: &str) -> Result<(String, bool), u32> {
    let name = cookie.read_id(put(header));
    let (start, low) = match name {
        0.. => (name >> 16, name & 0xffff),
        -15..=-1 => return Err((-1 - name) as u32),
        _ => (0, -16 - name),
    };
    let (start, length) = (start as usize, (low >> 1) as usize);
    let bytes = buffer(start + length).subarray(start as u32, (start + length) as u32).to_vec();
    Ok((String::from_utf8(bytes).unwrap(), low & 1 == 1))
}

/// What the core left in the buffer: a text, or the reason why there is none.
fn text_or_reason(length: i32) -> Result<String, String> {
    if length < 0 { Err(take((-1 - length) as usize)) } else { Ok(take(length as usize)) }
}

fn set_cookie(cookie: &SessionCookie, id: &str) -> String {
    text_or_reason(cookie.serialize(put(id), &attributes("{\"flags\":0}"))).unwrap()
}

/// As `js/core/attributes.js` makes them.
fn attributes(given: &str) -> CookieAttributes {
    JSON::parse(given).unwrap().unchecked_into()
}

#[wasm_bindgen_test]
fn a_signed_id_is_read() {
    let header = format!("a=b; sid=s:{SIGNED_HELLO}; c=d");
    assert_eq!(read_id(&session_cookie(&["tobiiscool"]), &header).as_deref(), Ok("hello"));
}

#[wasm_bindgen_test]
fn an_escaped_id_is_read_decoded() {
    let cookie = session_cookie(&["k"]);
    assert_eq!(read_id(&cookie, &set_cookie(&cookie, "ü 1")).as_deref(), Ok("ü 1"));
}

#[wasm_bindgen_test]
fn a_missing_id_is_read_as_the_code_of_its_reason() {
    let no_id = |header: &str| read_id(&session_cookie(&["tobiiscool"]), header).unwrap_err();
    assert_eq!(no_id("other=1"), NoId::Absent.code());
    assert_eq!(no_id("sid="), NoId::Absent.code());
    assert_eq!(no_id("sid=hello"), NoId::Unsigned.code());
    assert_eq!(no_id(&format!("sid=s:{SIGNED_HELLO}x")), NoId::Forged.code());
}

#[wasm_bindgen_test]
fn text_longer_than_the_buffer_makes_it_grow() {
    let cookie = session_cookie(&["k"]);
    let id = "x".repeat(4_000);
    let header = format!("{}; {}", "y".repeat(300_000), set_cookie(&cookie, &id));
    assert_eq!(read_id(&cookie, &header), Ok(id));
}

#[wasm_bindgen_test]
fn a_length_beyond_the_buffer_is_an_empty_header() {
    assert_eq!(session_cookie(&["k"]).read_id(usize::MAX), -1 - NoId::Absent.code() as i32);
}

#[wasm_bindgen_test]
fn a_length_that_memory_cannot_hold_gives_null_and_harms_nothing() {
    assert!(reserve_text(1 << 31).is_null());
    assert!(reserve_text(usize::MAX).is_null());
    a_signed_id_is_read();
}

#[wasm_bindgen_test]
fn every_secret_verifies_and_the_first_signs() {
    let cookie = session_cookie(&["newer", "tobiiscool"]);
    assert_eq!(cookie.unsign(SIGNED_HELLO).as_deref(), Some("hello"));
    assert_eq!(session_cookie(&["newer"]).unsign(SIGNED_HELLO), None);
    let header = set_cookie(&cookie, "hello");
    assert_eq!(read_id(&session_cookie(&["newer"]), &header).as_deref(), Ok("hello"));
}

#[wasm_bindgen_test]
fn an_id_is_marked_that_another_secret_than_the_first_signed() {
    for id in ["hello", "ü 1", &"x".repeat(4_000)] {
        let header = set_cookie(&session_cookie(&["older"]), id);
        for (secrets, is_marked) in [(["older", "newer"], false), (["newer", "older"], true)] {
            assert_eq!(read_id_and_mark(&session_cookie(&secrets), &header), Ok((id.to_owned(), is_marked)));
        }
    }
}

#[wasm_bindgen_test]
fn attributes_cross_as_flags_numbers_and_texts() {
    let flags = Flag::HttpOnly.code() | Flag::Secure.code() | Flag::SameSiteNone.code() | Flag::PriorityHigh.code();
    let flags = flags | Flag::Expires.code() | Flag::MaxAge.code() | Flag::Domain.code() | Flag::Path.code();
    let given =
        format!("{{\"flags\":{flags},\"expires\":0,\"maxAge\":1.9,\"domain\":\"example.com\",\"path\":\"/app\"}}");
    let text = serialize_cookie("a", "b c", &attributes(&given));
    let expected = "a=b%20c; Max-Age=1; Domain=example.com; Path=/app; Expires=Thu, 01 Jan 1970 00:00:00 GMT; \
                    HttpOnly; Secure; Priority=High; SameSite=None";
    assert_eq!(text.unwrap(), expected);
}

#[wasm_bindgen_test]
fn what_cannot_stand_in_a_header_is_a_type_error_with_npm_cookies_text() {
    let error =
        serialize_cookie("a", "b", &attributes(&format!("{{\"flags\":{},\"path\":\"/;x\"}}", Flag::Path.code())))
            .unwrap_err();
    assert_eq!(error.dyn_into::<TypeError>().unwrap().message(), "option path is invalid");
}

#[wasm_bindgen_test]
fn a_cookie_without_a_secret_cannot_be_signed() {
    let length = session_cookie(&[]).serialize(put("id"), &attributes("{\"flags\":0}"));
    assert_eq!(text_or_reason(length).unwrap_err(), "Secret key must be provided.");
}

#[wasm_bindgen_test]
fn ids_are_32_url_safe_characters_and_never_the_same() {
    let ids: HashSet<String> = (0..1000).map(|_| text_or_reason(generate_session_id()).unwrap()).collect();
    assert_eq!(ids.len(), 1000);
    let is_url_safe = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    assert!(ids.iter().all(|id| id.len() == 32 && id.bytes().all(is_url_safe)));
}

#[wasm_bindgen_test]
fn a_digest_stands_for_an_id_without_showing_it() {
    let digest = digest_id("hello").unwrap();
    assert_eq!(digest.len(), 8);
    assert_eq!(digest, digest_id("hello").unwrap());
    assert_ne!(digest, digest_id("hellp").unwrap());
    assert!(!digest.contains("hello"));
}

#[wasm_bindgen_test]
fn decisions_cross_as_codes() {
    let new = Fact::IdPresent.code() | Fact::IdIsText.code() | Fact::SessionPresent.code() | Fact::SameId.code();
    assert_eq!(header_action(new), HeaderAction::NeedSnapshot.code());
    assert_eq!(header_action(new | Fact::SnapshotTaken.code()), HeaderAction::None.code());
    assert_eq!(header_action(new | Fact::SaveUninitialized.code()), HeaderAction::SetCookie.code());
    assert_eq!(end_action(new), EndAction::NeedSnapshot.code());
    assert_eq!(end_action(new | Fact::SnapshotTaken.code()), EndAction::None.code());
    assert_eq!(end_action(new | Fact::SnapshotTaken.code() | Fact::Modified.code()), EndAction::Save.code());
    let returning = new | Fact::Returning.code() | Fact::SavedBefore.code() | Fact::StoreTouches.code();
    assert_eq!(end_action(returning | Fact::SnapshotTaken.code() | Fact::Saved.code()), EndAction::Touch.code());
    let unset = Fact::IdPresent.code() | Fact::SessionNull.code() | Fact::UnsetDestroy.code() | Fact::Begun.code();
    assert_eq!(end_action(unset), EndAction::Destroy.code());
}

/// Places in the list that `options::Resolved` crosses as, and in that of deprecations in it.
const SAVE_UNINITIALIZED_DEPRECATED: &str = "0.1";
const SECRET_DEPRECATED: &str = "0.2";
const ERROR: &str = "1";
const NAME: &str = "2";
const POLICY: &str = "3";
const CONCURRENCY: &str = "4";

#[wasm_bindgen_test]
fn options_cross_as_an_object_and_come_back_as_a_list() {
    let given = "{\"name\":\"sid\",\"rolling\":true,\"secrets\":1,\"onSaveError\":\"fail\"}";
    let resolved = resolve_options(&options(given)).unwrap();
    assert_eq!(get(&resolved, NAME), JsValue::from("sid"));
    let policy = [Fact::Rolling, Fact::SaveUninitialized, Fact::Resave, Fact::FailOnSaveError].map(Fact::code);
    assert_eq!(get(&resolved, POLICY), JsValue::from(policy.iter().sum::<u32>()));
    let deprecated = get(&resolved, SAVE_UNINITIALIZED_DEPRECATED);
    assert_eq!(deprecated, JsValue::from("undefined saveUninitialized option; provide saveUninitialized option"));
    assert!(get(&resolved, SECRET_DEPRECATED).is_undefined());
    assert_eq!(get(&resolved, CONCURRENCY), JsValue::from("last-write"));
}

#[wasm_bindgen_test]
fn every_option_crosses_under_its_name() {
    let error = |given: &str| get(&resolve_options(&options(given)).unwrap(), ERROR);
    for given in [
        "{\"genidIsFunction\":false}",
        "{\"name\":\"a b\"}",
        "{\"unset\":\"\"}",
        "{\"secrets\":0}",
        "{\"onSaveError\":\"\"}",
        "{\"storeAnswers\":false}",
        "{\"storeTimeout\":0}",
        "{\"prefetch\":\"\"}",
        "{\"userIsFunction\":false}",
    ] {
        let (name, _) = given[2..].split_once('"').unwrap();
        let text = error(given).as_string().unwrap_or_default();
        assert!(text.starts_with(&name[..4]), "{name}: {text:?}");
    }
    let policy = |given: &str| get(&resolve_options(&options(given)).unwrap(), POLICY).as_f64().unwrap() as u32;
    let none = policy("{\"resave\":false,\"saveUninitialized\":false}");
    assert_eq!(none, 0);
    for (given, fact) in [
        ("\"rolling\":true", Fact::Rolling),
        ("\"unset\":\"destroy\"", Fact::UnsetDestroy),
        ("\"storeTouches\":true", Fact::StoreTouches),
        ("\"resign\":true", Fact::Resign),
        ("\"onSaveError\":\"fail\"", Fact::FailOnSaveError),
        ("\"clearOnDestroy\":true", Fact::ClearOnDestroy),
        ("\"prefetch\":\"neutral\"", Fact::Prefetch),
    ] {
        let given = format!("{{\"resave\":false,\"saveUninitialized\":false,{given}}}");
        assert_eq!(policy(&given), fact.code(), "{given}");
    }
    let resolved = resolve_options(&options("{\"secretIsUndefined\":true}")).unwrap();
    let text = get(&resolved, SECRET_DEPRECATED).as_string().unwrap();
    assert!(text.starts_with("secret is undefined"), "{text}");
}

/// As `js/options.js` makes them: what is not given is undefined, or false where it has to be a boolean.
fn options(given: &str) -> GivenOptions {
    let needed = "\"rolling\":false,\"secretIsUndefined\":false,\"resign\":false,\"storeTouches\":false,\"clearOnDestroy\":false";
    // the last value of a name counts
    JSON::parse(&format!("{{{needed},{}", &given[1..])).unwrap().unchecked_into()
}

#[wasm_bindgen_test]
fn a_lifetime_answers_with_codes_and_instants() {
    let lifetime = Lifetime::new(Some(1000.0), Some(400.0), None, Some(100.0), None).unwrap();
    let now = 1.8e12;
    let load = |created, touched, now| lifetime.load_action(created, touched, None, now);
    assert_eq!(load(Some(now), Some(now), now + 399.0), LoadAction::Accept.code());
    assert_eq!(load(Some(now), Some(now), now + 400.0), LoadAction::Discard.code());
    assert_eq!(load(Some(f64::NAN), Some(now), now), LoadAction::AcceptAndStamp.code());
    assert_eq!(lifetime.created(None, now), Some(now));
    assert_eq!(lifetime.created(Some(1.0), now), Some(1.0));
    assert_eq!(lifetime.touched(Some(1.0), now), Some(1.0));
    assert_eq!(lifetime.renewed(Some(1.0), now), Some(now));
    assert_eq!(lifetime.renewal(Some(now), now + 99.0), Renewal::None.code());
    assert_eq!(lifetime.renewal(Some(now), now + 100.0), Renewal::Due.code());
    assert_eq!(lifetime.cookie_expiry(Some(now), None, Some(now + 5000.0)), Some(now + 1000.0));
    assert_eq!(lifetime.cookie_expiry(Some(now), Some(now + 5.0), None), None);
    let serve = Probation::Serve.code() as usize;
    assert_eq!(lifetime.store_expiry(Some(now), Some(now + 5.0), usize::MAX, None, now), Some(now + 5.0));
    assert_eq!(lifetime.store_expiry(Some(now), None, serve, None, now), Some(now + 100.0));
    assert_eq!(lifetime.probation(true, true), Probation::Pass.code());
    let refused = Lifetime::new(Some(0.0), None, None, None, None).err().unwrap();
    assert!(refused.is_instance_of::<TypeError>());
}

#[wasm_bindgen_test]
fn ends_graces_and_prefetches_cross() {
    assert_eq!(earlier(Some(2.0), Some(1.0)), Some(1.0));
    assert_eq!(earlier(None, Some(f64::NAN)), None);
    assert_eq!(grace_action(1000.0, 10.0, 1009.0), Grace::Follow.code());
    assert_eq!(grace_action(1000.0, 10.0, 1010.0), Grace::Gone.code());
    assert_eq!(grace_action(f64::NAN, 10.0, 1000.0), Grace::Gone.code());
    let user = || Some("user".to_owned());
    assert!(check_grace(1.0, user(), user()).is_ok());
    for (ms, old_user) in [(1.0, None), (0.0, user()), (f64::NAN, user())] {
        assert!(check_grace(ms, old_user, user()).unwrap_err().is_instance_of::<TypeError>());
    }
    assert!(is_prefetch("prefetch;prerender", "", ""));
}

#[wasm_bindgen_test]
fn touches_are_remembered_by_id_and_millisecond() {
    let mut touches = Touches::new(1000).unwrap();
    let now = 1.8e12;
    assert!(touches.should_touch("id", now, 500.0));
    assert!(!touches.should_touch("id", now + 499.0, 500.0));
    assert!(touches.should_touch("other", now, 500.0));
    touches.forget("id");
    assert!(touches.should_touch("id", now, 500.0));
    touches.remember("saved", now);
    assert!(!touches.should_touch("saved", now, 500.0));
    assert!(touches.should_touch("saved", f64::NAN, 500.0));
}

#[wasm_bindgen_test]
fn a_merged_record_crosses_as_text_and_what_needs_none_as_a_code() {
    let merged = |ours, theirs| merge_records(r#"{"a":1}"#, ours, theirs, false);
    let answer = merged(r#"{"a":2,"é":1}"#, r#"{"a":3}"#);
    assert_eq!(answer.as_string().as_deref(), Some(r#"[["a"],{"a":2,"é":1}]"#));
    for (theirs, verdict) in [(r#"{"a":1.0}"#, Verdict::Ours), ("[]", Verdict::Unreadable)] {
        assert_eq!(merged(r#"{"a":2}"#, theirs).as_f64(), Some(f64::from(verdict.code())));
    }
    let rejected = merge_records(r#"{"a":1}"#, r#"{"a":2}"#, r#"{"a":3}"#, true);
    assert_eq!(rejected.as_f64(), Some(f64::from(Verdict::Conflict.code())));
}
