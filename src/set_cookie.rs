//! What does a `Set-Cookie` header say?
//!
//! Grammar: RFC 6265 section 4.1.1. Order of the attributes, what is allowed in them and the texts of errors: npm
//! `cookie` 0.7.2.

use crate::attributes::Attributes;
use crate::{http_date, percent};
use std::{error, fmt};

/// Which part of a cookie cannot stand in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The name is not a token (RFC 9110 section 5.6.2).
    Name,
    /// `max_age` is not finite.
    MaxAge,
    /// `domain` is not a domain name (RFC 1034 section 3.5, RFC 1123 section 2.1).
    Domain,
    /// `path` holds a control character, `;`, `<` or a character beyond ASCII.
    Path,
    /// `expires` is an invalid date.
    Expires,
    /// `priority` is [`Priority::Invalid`](crate::attributes::Priority::Invalid).
    Priority,
    /// `same_site` is [`SameSite::Invalid`](crate::attributes::SameSite::Invalid).
    SameSite,
    /// There is no secret to sign with.
    Secret,
}

impl Error {
    /// npm `cookie`'s text for it.
    ///
    /// ```
    /// use express_session_wasm::set_cookie::Error;
    ///
    /// assert_eq!(Error::Path.text(), "option path is invalid");
    /// assert_eq!(Error::Path.to_string(), Error::Path.text());
    /// ```
    pub const fn text(self) -> &'static str {
        match self {
            Error::Name => "argument name is invalid",
            Error::MaxAge => "option maxAge is invalid",
            Error::Domain => "option domain is invalid",
            Error::Path => "option path is invalid",
            Error::Expires => "option expires is invalid",
            Error::Priority => "option priority is invalid",
            Error::SameSite => "option sameSite is invalid",
            // npm cookie-signature's text
            Error::Secret => "Secret key must be provided.",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text())
    }
}

impl error::Error for Error {}

/// The text of a `Set-Cookie` header for `name` and the percent-encoded `value`.
///
/// ```
/// use express_session_wasm::{attributes::{Attributes, SameSite}, set_cookie::{Error, serialize}};
///
/// let attributes = Attributes { path: Some("/"), secure: true, same_site: Some(SameSite::Lax), ..Attributes::default() };
/// assert_eq!(serialize("theme", "a b", &attributes).as_deref(), Ok("theme=a%20b; Path=/; Secure; SameSite=Lax"));
/// assert_eq!(serialize("the me", "", &attributes), Err(Error::Name));
/// ```
///
/// # Errors
/// The first part, in the order of [`Error`], that cannot stand in a header.
pub fn serialize(name: &str, value: &str, attributes: &Attributes<'_>) -> Result<String, Error> {
    if !is_token(name) {
        return Err(Error::Name);
    }
    let mut text = String::with_capacity(name.len() + value.len() + 128);
    text.push_str(name);
    text.push('=');
    // encodeURIComponent leaves only characters that are cookie-octets, so a value is always valid.
    percent::encode_into(value, &mut text);
    if let Some(seconds) = attributes.max_age {
        if !seconds.is_finite() {
            return Err(Error::MaxAge);
        }
        attribute(&mut text, "Max-Age=", &(seconds.floor() as i64).to_string());
    }
    if let Some(domain) = given(attributes.domain) {
        if !is_domain(domain) {
            return Err(Error::Domain);
        }
        attribute(&mut text, "Domain=", domain);
    }
    if let Some(path) = given(attributes.path) {
        if !is_path(path) {
            return Err(Error::Path);
        }
        attribute(&mut text, "Path=", path);
    }
    if let Some(ms) = attributes.expires {
        attribute(&mut text, "Expires=", &http_date::format(ms).ok_or(Error::Expires)?);
    }
    if attributes.http_only {
        attribute(&mut text, "HttpOnly", "");
    }
    if attributes.secure {
        attribute(&mut text, "Secure", "");
    }
    if attributes.partitioned {
        attribute(&mut text, "Partitioned", "");
    }
    if let Some(priority) = attributes.priority {
        attribute(&mut text, "Priority=", priority.text().ok_or(Error::Priority)?);
    }
    if let Some(same_site) = attributes.same_site {
        attribute(&mut text, "SameSite=", same_site.text().ok_or(Error::SameSite)?);
    }
    Ok(text)
}

fn attribute(text: &mut String, name: &str, value: &str) {
    text.push_str("; ");
    text.push_str(name);
    text.push_str(value);
}

fn given(value: Option<&str>) -> Option<&str> {
    value.filter(|text| !text.is_empty())
}

/// Whether `name` can be the name of a cookie: `token = 1*tchar`, RFC 9110 section 5.6.2.
///
/// ```
/// use express_session_wasm::set_cookie::is_token;
///
/// assert!(is_token("connect.sid"));
/// assert!(!is_token("a;b"));
/// ```
pub fn is_token(name: &str) -> bool {
    let is_tchar = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_tchar)
}

// <subdomain>, RFC 1034 3.5 with RFC 1123 2.1's leading digits; one leading dot is allowed (RFC 6265 4.1.2.3)
fn is_domain(domain: &str) -> bool {
    domain.strip_prefix('.').unwrap_or(domain).split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let is_edge = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    label.len() <= 63
        && is_edge(label.bytes().next())
        && is_edge(label.bytes().next_back())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

// path-value = *av-octet, RFC 6265 4.1.1. npm cookie leaves out "<" too (%x20-3A / %x3D-7E).
fn is_path(path: &str) -> bool {
    path.bytes().all(|byte| matches!(byte, 0x20..=0x3a | 0x3d..=0x7e))
}
