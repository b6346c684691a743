//! Does the cookie that was set give its id back, and no other cookie give one?

use crate::inputs::{cases, header, secret, text, token};
use express_session_wasm::attributes::Attributes;
use express_session_wasm::percent;
use express_session_wasm::session_cookie::{NoId, SessionCookie};
use express_session_wasm::set_cookie::Error;
use express_session_wasm::signature::Key;
use proptest::collection;
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn the_cookie_that_was_set_gives_its_id_back(name in token(), secret in secret(), id in text()) {
        let cookie = cookie(&name, &[&secret]);
        let text = cookie.serialize(&id, &Attributes::default()).unwrap();
        prop_assert_eq!(read_id(&cookie, &text), Ok(id.clone()));
        let value = text.split_once('=').unwrap().1;
        let quoted_among_others = format!("x; x{name}=1; {name} = \"{value}\" ;{name}=2");
        prop_assert_eq!(read_id(&cookie, &quoted_among_others), Ok(id));
    }

    #[test]
    fn a_rotated_secret_is_still_read(old in secret(), new in secret(), id in text()) {
        let before = cookie("sid", &[&old]).serialize(&id, &Attributes::default()).unwrap();
        let rotated = cookie("sid", &[&new, &old]);
        prop_assert_eq!(read_id(&rotated, &before), Ok(id.clone()));
        let after = rotated.serialize(&id, &Attributes::default()).unwrap();
        prop_assert_eq!(read_id(&cookie("sid", &[&new]), &after), Ok(id));
    }

    #[test]
    fn no_header_that_nobody_signed_gives_an_id(header in header(), name in "[ab]", secret in secret()) {
        let cookie = cookie(&name, &[&secret]);
        prop_assert!(read_id(&cookie, &header).is_err());
        let marked_as_signed = format!("{name}=s%3A{header}");
        prop_assert!(read_id(&cookie, &marked_as_signed).is_err());
    }

    #[test]
    fn an_id_without_a_signature_of_ours_is_told_from_no_cookie(
        id in "[a-z.]{1,9}", secret in secret(), stranger in "[a-z]{1,9}",
    ) {
        prop_assume!(!secret.starts_with(stranger.as_bytes()));
        let cookie = cookie("sid", &[&secret]);
        let forged = percent::encode(&Key::new(stranger.as_bytes()).sign(&id));
        prop_assert_eq!(read_id(&cookie, &format!("sid={id}")), Err(NoId::Unsigned));
        prop_assert_eq!(read_id(&cookie, &format!("sid=s:{id}")), Err(NoId::Forged));
        prop_assert_eq!(read_id(&cookie, &format!("sid=s%3A{forged}")), Err(NoId::Forged));
        prop_assert_eq!(read_id(&cookie, &format!("dis=s%3A{forged}")), Err(NoId::Absent));
    }

    #[test]
    fn of_several_cookies_the_first_that_is_signed_counts(
        before in collection::vec("[a-z:.%=\"]{0,9}", 0..4), after in "[a-z]{0,9}", secret in secret(), id in "[a-z]{1,9}",
    ) {
        let cookie = cookie("sid", &[&secret]);
        let signed = percent::encode(&Key::new(&secret).sign(&id));
        let stale: String = before.iter().map(|value| format!("sid={value}; ")).collect();
        let later = percent::encode(&Key::new(&secret).sign(&after));
        prop_assert_eq!(read_id(&cookie, &format!("{stale}sid=s%3A{signed}; sid=s%3A{later}; sid={after}")), Ok(id));
    }
}

#[test]
fn of_several_cookies_that_give_no_id_the_gravest_reason_is_told() {
    let cookie = cookie("sid", &[b"secret"]);
    assert_eq!(read_id(&cookie, "sid=; sid="), Err(NoId::Absent));
    assert_eq!(read_id(&cookie, "sid=; sid=x; sid="), Err(NoId::Unsigned));
    assert_eq!(read_id(&cookie, "sid=x; sid=s:y; sid="), Err(NoId::Forged));
}

#[test]
fn of_many_cookies_the_first_eight_are_looked_at() {
    let cookie = cookie("sid", &[b"secret"]);
    let signed = cookie.serialize("id", &Attributes::default()).unwrap();
    let behind = |others: usize| read_id(&cookie, &format!("{}; {signed}", "sid=s:x.y; a=1; ".repeat(others)));
    assert_eq!(behind(7), Ok("id".to_owned()));
    assert_eq!(behind(8), Err(NoId::Forged));
}

#[test]
fn the_place_of_the_secret_that_signed_is_told() {
    let header = cookie("sid", &[b"old"]).serialize("id", &Attributes::default()).unwrap();
    let signer = |secrets: &[&[u8]]| cookie("sid", secrets).read_id(&header).unwrap().signer;
    assert_eq!(signer(&[b"old"]), 0);
    assert_eq!(signer(&[b"old", b"older"]), 0);
    assert_eq!(signer(&[b"newest", b"newer", b"old"]), 2);
}

#[test]
fn an_escaped_dot_in_a_signature_is_the_last_dot() {
    let cookie = cookie("sid", &[b"secret"]);
    let signed = Key::new(b"secret").sign("id");
    let (id, signature) = signed.split_once('.').unwrap();
    // 43 characters behind the last dot that is not escaped
    let header = format!("sid=s%3Aa.{}%2E{}", &signature[..20], &signature[..22]);
    assert_eq!(read_id(&cookie, &header), Err(NoId::Forged));
    assert_eq!(read_id(&cookie, &format!("sid=s%3A{id}%2E{signature}")), Ok("id".to_owned()));
    let dotted = Key::new(b"secret").sign("a.b");
    assert_eq!(read_id(&cookie, &format!("sid=s%3A{}", dotted.replace('.', "%2e"))), Ok("a.b".to_owned()));
}

#[test]
fn a_value_that_does_not_percent_decode_is_taken_as_it_stands() {
    let signed = Key::new(b"secret").sign("100%");
    assert_eq!(read_id(&cookie("sid", &[b"secret"]), &format!("sid=s:{signed}")), Ok("100%".to_owned()));
}

#[test]
fn without_a_secret_nothing_is_read_or_set() {
    let cookie = cookie("sid", &[]);
    let signed = percent::encode(&Key::new(b"").sign("id"));
    assert_eq!(read_id(&cookie, &format!("sid=s%3A{signed}")), Err(NoId::Forged));
    assert_eq!(cookie.serialize("id", &Attributes::default()), Err(Error::Secret));
}

#[test]
fn debug_text_of_a_cookie_does_not_depend_on_its_secrets() {
    assert_eq!(format!("{:?}", cookie("sid", &[b"keyboard cat"])), format!("{:?}", cookie("sid", &[b"another"])));
}

fn read_id(cookie: &SessionCookie, header: &str) -> Result<String, NoId> {
    cookie.read_id(header).map(|read| read.id.into_owned())
}

fn cookie(name: &str, secrets: &[&[u8]]) -> SessionCookie {
    let mut cookie = SessionCookie::new(name.to_owned());
    secrets.iter().for_each(|secret| cookie.add_secret(secret));
    cookie
}
