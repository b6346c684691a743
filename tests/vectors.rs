//! Does the core answer what the npm packages and the platform answered when tests/vectors was recorded?
#![cfg(not(target_arch = "wasm32"))]

use base64::{Engine, engine::general_purpose::STANDARD};
use express_session_wasm::attributes::{Attributes, Flag};
use express_session_wasm::signature::Key;
use express_session_wasm::{cookie_header, http_date, percent, session_id, set_cookie};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Cases<T> {
    cases: Vec<T>,
}

#[derive(Deserialize)]
struct Parsed {
    header: String,
    name: String,
    raw: Option<String>,
    decoded: Option<String>,
}

#[test]
fn a_cookie_header_reads_as_npm_cookie_reads_it() {
    for case in read::<Cases<Parsed>>("parse").cases {
        let Parsed { header, name, .. } = &case;
        let raw = cookie_header::values(header, name).next();
        assert_eq!(raw, case.raw.as_deref(), "{name:?} in {header:?}");
        let decoded = raw.map(|raw| percent::decode(raw).map_or(raw.to_owned(), String::from));
        assert_eq!(decoded, case.decoded, "{name:?} in {header:?}");
    }
}

#[derive(Deserialize)]
struct Serialized {
    name: String,
    value: String,
    attributes: Given,
    text: Option<String>,
    error: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Given {
    max_age: Option<Number>,
    domain: Option<String>,
    path: Option<String>,
    expires: Option<Number>,
    #[serde(default)]
    http_only: bool,
    #[serde(default)]
    secure: bool,
    #[serde(default)]
    partitioned: bool,
    priority: Option<Setting>,
    same_site: Option<Setting>,
}

/// JSON holds neither NaN, Infinity nor -0: they are recorded as text.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Number {
    Plain(f64),
    Text(String),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Setting {
    Flag(bool),
    Text(String),
}

#[test]
fn a_cookie_is_serialized_as_npm_cookie_serializes_it() {
    for case in read::<Cases<Serialized>>("serialize").cases {
        let given = &case.attributes;
        let attributes = Attributes {
            max_age: given.max_age.as_ref().map(Number::value),
            domain: given.domain.as_deref(),
            path: given.path.as_deref(),
            expires: given.expires.as_ref().map(Number::value),
            ..Attributes::from_flags(flags(given))
        };
        let outcome = set_cookie::serialize(&case.name, &case.value, &attributes);
        let recorded = case.text.ok_or(case.error.unwrap_or_default());
        assert_eq!(outcome.map_err(|error| error.to_string()), recorded, "{:?} {:?} {given:?}", case.name, case.value);
    }
}

#[derive(Deserialize)]
struct Signatures {
    sign: Vec<Signed>,
    unsign: Vec<Unsigned>,
}

#[derive(Deserialize)]
struct Signed {
    secret: String,
    value: String,
    signed: String,
}

#[derive(Deserialize)]
struct Unsigned {
    secret: String,
    signed: String,
    value: Option<String>,
}

#[test]
fn a_value_is_signed_as_npm_cookie_signature_signs_it() {
    for case in read::<Signatures>("sign").sign {
        assert_eq!(key(&case.secret).sign(&case.value), case.signed, "{:?} with {}", case.value, case.secret);
    }
}

#[test]
fn a_signature_is_accepted_where_npm_cookie_signature_accepts_it() {
    for case in read::<Signatures>("sign").unsign {
        let value = key(&case.secret).unsign(&case.signed).map(str::to_owned);
        assert_eq!(value, case.value, "{:?} with {}", case.signed, case.secret);
    }
}

#[derive(Deserialize)]
struct Uid {
    bytes: String,
    id: String,
}

#[test]
fn bytes_spell_the_id_that_npm_uid_safe_spells() {
    for case in read::<Cases<Uid>>("uid").cases {
        let mut bytes = [0; session_id::BYTES];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(case.bytes.get(2 * at..2 * at + 2).unwrap(), 16).unwrap();
        }
        assert_eq!(session_id::from_bytes(&bytes), case.id, "{}", case.bytes);
    }
}

#[derive(Deserialize)]
struct Instant {
    ms: Number,
    text: Option<String>,
}

#[test]
fn an_instant_reads_as_date_to_utc_string_writes_it() {
    for case in read::<Cases<Instant>>("dates").cases {
        assert_eq!(http_date::format(case.ms.value()), case.text, "{:?}", case.ms);
    }
}

#[derive(Deserialize)]
struct Percent {
    encode: Vec<Encoded>,
    decode: Vec<Decoded>,
}

#[derive(Deserialize)]
struct Encoded {
    text: String,
    encoded: String,
}

#[derive(Deserialize)]
struct Decoded {
    text: String,
    decoded: Option<String>,
}

#[test]
fn text_is_encoded_as_encode_uri_component_encodes_it() {
    for case in read::<Percent>("percent").encode {
        assert_eq!(percent::encode(&case.text), case.encoded, "{:?}", case.text);
    }
}

#[test]
fn text_is_decoded_as_decode_uri_component_decodes_it() {
    for case in read::<Percent>("percent").decode {
        assert_eq!(percent::decode(&case.text).map(String::from), case.decoded, "{:?}", case.text);
    }
}

fn read<T: DeserializeOwned>(name: &str) -> T {
    let file = format!("{}/tests/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

impl Number {
    fn value(&self) -> f64 {
        match self {
            Number::Plain(value) => *value,
            Number::Text(text) => text.parse().unwrap(),
        }
    }
}

fn flags(given: &Given) -> u32 {
    [
        given.http_only.then_some(Flag::HttpOnly),
        given.secure.then_some(Flag::Secure),
        given.partitioned.then_some(Flag::Partitioned),
        given.priority.as_ref().and_then(priority),
        given.same_site.as_ref().and_then(same_site),
    ]
    .into_iter()
    .flatten()
    .map(Flag::code)
    .sum()
}

// npm cookie ignores case, and what is falsy.
fn priority(given: &Setting) -> Option<Flag> {
    match given {
        Setting::Flag(false) => None,
        Setting::Flag(true) => Some(Flag::PriorityInvalid),
        Setting::Text(text) => match text.to_lowercase().as_str() {
            "" => None,
            "low" => Some(Flag::PriorityLow),
            "medium" => Some(Flag::PriorityMedium),
            "high" => Some(Flag::PriorityHigh),
            _ => Some(Flag::PriorityInvalid),
        },
    }
}

fn same_site(given: &Setting) -> Option<Flag> {
    match given {
        Setting::Flag(false) => None,
        Setting::Flag(true) => Some(Flag::SameSiteStrict),
        Setting::Text(text) => match text.to_lowercase().as_str() {
            "" => None,
            "lax" => Some(Flag::SameSiteLax),
            "strict" => Some(Flag::SameSiteStrict),
            "none" => Some(Flag::SameSiteNone),
            _ => Some(Flag::SameSiteInvalid),
        },
    }
}

fn key(secret: &str) -> Key {
    Key::new(&STANDARD.decode(secret).unwrap())
}
