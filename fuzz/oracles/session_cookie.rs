//! Does a request carry an id only if it was signed, and does the cookie that was set bring its id back?

use super::cookie_header::values;
use super::fields::Fields;
use super::signature::{block, signature};
use express_session_wasm::attributes::Attributes;
use express_session_wasm::percent;
use express_session_wasm::session_cookie::{NoId, SessionCookie, Verified};
use express_session_wasm::set_cookie::Error;

/// What these characters stand for in the header: the id signed with the older secret, encoded or plain; and signed with
/// a secret that is none of ours.
pub const SIGNED: &str = "\u{1}";
pub const SIGNED_PLAIN: &str = "\u{2}";
pub const FORGED: &str = "\u{3}";

/// Fields: newer secret, older secret, a stranger's secret, name, id, header.
pub fn check(data: &[u8]) {
    let mut fields = Fields::of(data);
    let secrets = [fields.bytes(), fields.bytes()];
    let stranger = fields.bytes();
    let (name, id, header) = (fields.text(), fields.text(), fields.text());
    let header = header
        .replace(SIGNED, &percent::encode(&signed(secrets[1], &id)))
        .replace(SIGNED_PLAIN, &signed(secrets[1], &id))
        .replace(FORGED, &percent::encode(&signed(stranger, &id)));

    let mut cookie = SessionCookie::new(name.clone().into_owned());
    secrets.iter().for_each(|secret| cookie.add_secret(secret));
    reads(&cookie, &secrets, &name, &header);
    match cookie.serialize(&id, &Attributes::default()) {
        Ok(text) => {
            assert_eq!(text, format!("{name}={}", percent::encode(&signed(secrets[0], &id))));
            let behind_others = format!("x{name}=1; {text}; {name}x=1");
            assert_eq!(
                cookie.read_id(&behind_others).map(|read| (read.id.into_owned(), read.signer)),
                Ok((id.to_string(), 0))
            );
        }
        Err(error) => assert_eq!(error, Error::Name),
    }

    let mut foreign = SessionCookie::new(name.into_owned());
    foreign.add_secret(stranger);
    if let Ok(text) = foreign.serialize(&id, &Attributes::default()) {
        let is_ours = secrets.iter().any(|secret| block(secret) == block(stranger));
        assert_eq!(cookie.read_id(&text).map(|read| read.id.into_owned()).ok(), is_ours.then_some(id.into_owned()));
    }
}

// Of the first eight cookies the first that is signed counts; without one, the reason that came nearest to it.
fn reads(cookie: &SessionCookie, secrets: &[&[u8]], name: &str, header: &str) {
    let mut values = values(header, name);
    values.truncate(8);
    let expected = values.iter().find_map(|value| verified(secrets, value)).ok_or_else(|| {
        if values.iter().any(|value| decoded(value).starts_with("s:")) {
            NoId::Forged
        } else if values.iter().any(|value| !decoded(value).is_empty()) {
            NoId::Unsigned
        } else {
            NoId::Absent
        }
    });
    let read = cookie.read_id(header).map(|Verified { id, signer }| (id.into_owned(), signer));
    assert_eq!(read, expected, "{header:?}");
}

/// The id in a cookie's value, if one of the secrets signed it, and which.
fn verified(secrets: &[&[u8]], value: &str) -> Option<(String, usize)> {
    let value = decoded(value);
    let (id, _) = value.strip_prefix("s:")?.rsplit_once('.')?;
    let signer = secrets.iter().position(|secret| signed(secret, id) == value)?;
    Some((id.to_owned(), signer))
}

fn decoded(value: &str) -> String {
    percent::decode(value).map_or(value.to_owned(), String::from)
}

fn signed(secret: &[u8], id: &str) -> String {
    format!("s:{id}.{}", signature(secret, id))
}
