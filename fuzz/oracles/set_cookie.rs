//! Does a `Set-Cookie` header tell a browser what it was made of, and nothing else?

use super::fields::Fields;
use super::http_date;
use express_session_wasm::attributes::{Attributes, Priority, SameSite};
use express_session_wasm::set_cookie::{self, Error};
use express_session_wasm::{cookie_header, percent};

/// Above the flags: is there an age; is there an expiry?
const HAS_MAX_AGE: u32 = 1 << 30;
const HAS_EXPIRES: u32 = 1 << 31;

/// Fields: flags, age in seconds, expiry in milliseconds; name, value, domain, path.
pub fn check(data: &[u8]) {
    let mut fields = Fields::of(data);
    let (flags, max_age, expires) = (fields.bits(), fields.number(), fields.number());
    let [name, value, domain, path] = [fields.text(), fields.text(), fields.text(), fields.text()];
    let attributes = Attributes {
        max_age: (flags & HAS_MAX_AGE != 0).then_some(max_age),
        expires: (flags & HAS_EXPIRES != 0).then_some(expires),
        domain: Some(&domain),
        path: Some(&path),
        ..Attributes::from_flags(flags)
    };
    match set_cookie::serialize(&name, &value, &attributes) {
        Ok(text) => {
            assert!(is_name(&name) && is_domain(&domain) && is_path(&path), "{text:?} was not refused");
            told(&text, &name, &value, &attributes);
        }
        Err(error) => assert!(has_fault(error, &name, &attributes), "{error} although it is not"),
    }
}

/// As a browser reads it, RFC 6265 section 5.2.
fn told(text: &str, name: &str, value: &str, attributes: &Attributes<'_>) {
    assert!(text.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "a control character: {text:?}");
    assert_eq!(cookie_header::values(text, name).next().and_then(percent::decode).as_deref(), Some(value));

    let mut told =
        text.split(';').skip(1).map(|part| part.trim_start().split_once('=').unwrap_or((part.trim_start(), "")));
    let mut is_next = |name: &str| told.next().filter(|(told, _)| *told == name).map(|(_, value)| value);
    if let Some(seconds) = attributes.max_age {
        let expected = seconds.floor().clamp(i64::MIN as f64, i64::MAX as f64);
        assert_eq!(is_next("Max-Age").and_then(|age| age.parse::<i64>().ok()), Some(expected as i64));
    }
    for (name, text) in [("Domain", attributes.domain), ("Path", attributes.path)] {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            assert_eq!(is_next(name), Some(text));
        }
    }
    if let Some(ms) = attributes.expires {
        assert_eq!(is_next("Expires").and_then(http_date::read), Some((ms.trunc() / 1000.0).floor() as i64));
    }
    let flags =
        [("HttpOnly", attributes.http_only), ("Secure", attributes.secure), ("Partitioned", attributes.partitioned)];
    for (name, _) in flags.into_iter().filter(|(_, is_set)| *is_set) {
        assert_eq!(is_next(name), Some(""));
    }
    if let Some(priority) = attributes.priority {
        assert_eq!(is_next("Priority").map(str::to_owned), Some(format!("{priority:?}")));
    }
    if let Some(same_site) = attributes.same_site {
        assert_eq!(is_next("SameSite").map(str::to_owned), Some(format!("{same_site:?}")));
    }
    assert_eq!(told.next(), None, "more than was given: {text:?}");
}

fn has_fault(error: Error, name: &str, attributes: &Attributes<'_>) -> bool {
    match error {
        Error::Name => !is_name(name),
        Error::MaxAge => attributes.max_age.is_some_and(|seconds| !seconds.is_finite()),
        Error::Domain => attributes.domain.is_some_and(|domain| !is_domain(domain)),
        Error::Path => attributes.path.is_some_and(|path| !is_path(path)),
        Error::Expires => attributes.expires.is_some_and(|ms| !(-8.64e15..=8.64e15).contains(&ms)),
        Error::Priority => attributes.priority == Some(Priority::Invalid),
        Error::SameSite => attributes.same_site == Some(SameSite::Invalid),
        Error::Secret => false,
    }
}

fn is_name(name: &str) -> bool {
    let delimiters = "\"(),/:;<=>?@[\\]{}";
    !name.is_empty() && name.chars().all(|c| c.is_ascii_graphic() && !delimiters.contains(c))
}

fn is_domain(domain: &str) -> bool {
    let names = domain.strip_prefix('.').unwrap_or(domain);
    let is_plain = names.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    let framed = format!(".{names}.");
    let has_bad_label = ["..", ".-", "-."].iter().any(|bad| framed.contains(bad));
    domain.is_empty() || is_plain && !has_bad_label && names.split('.').all(|label| label.len() < 64)
}

fn is_path(path: &str) -> bool {
    path.chars().all(|c| (c.is_ascii_graphic() || c == ' ') && c != ';' && c != '<')
}
