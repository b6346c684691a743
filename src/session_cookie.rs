//! Which session id does a request carry, and which `Set-Cookie` gives it back?

use crate::attributes::Attributes;
use crate::codes::ordinals;
use crate::cookie_header;
use crate::keyring::Keyring;
use crate::percent;
use crate::set_cookie;
use crate::signature::{Key, Signature, TEXT_LENGTH};
use std::borrow::Cow;

/// What stands in front of a signed value in a cookie, in express-session and npm `cookie-parser`.
const SIGNED_PREFIX: &str = "s:";

/// How many cookies of the name are looked at. Each costs a signature for every secret, and a browser sends one for each
/// path above the page.
pub const MOST_COOKIES: usize = 8;

/// How many bytes a signed value may have. A browser keeps no cookie whose name and value take more together (RFC 6265bis
/// section 5.7), and to hash a longer one with every secret is work that anybody could ask for.
pub const MOST_BYTES: usize = 4096;

/// The cookie of one middleware: its name and the secrets that sign it.
#[derive(Clone, Debug)]
pub struct SessionCookie {
    name: String,
    secrets: Keyring,
}

/// An id that a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified<'h> {
    /// The session id: a part of the header where it stands there as it is.
    pub id: Cow<'h, str>,
    /// The place of the secret that signed it; the first is the one that signs.
    pub signer: usize,
}

ordinals! {
    /// Why a `Cookie` header gives no session id; of several cookies, the last reason of these.
    pub enum NoId {
        /// There is no cookie of that name, or an empty one.
        Absent,
        /// The cookie lacks the mark of a signed value.
        Unsigned,
        /// None of the secrets signed the cookie.
        Forged,
    }
}

impl SessionCookie {
    /// A cookie called `name`, with no secret yet.
    ///
    /// ```
    /// use express_session_wasm::session_cookie::{NoId, SessionCookie};
    ///
    /// let cookie = SessionCookie::new("sid".to_owned());
    /// assert_eq!(cookie.read_id("other=1"), Err(NoId::Absent));
    /// ```
    pub fn new(name: String) -> SessionCookie {
        SessionCookie { name, secrets: Keyring::default() }
    }

    /// Adds a secret behind those that are there: the first signs, every one verifies.
    ///
    /// ```
    /// use express_session_wasm::{attributes::Attributes, session_cookie::{NoId, SessionCookie}};
    ///
    /// let mut before = SessionCookie::new("sid".to_owned());
    /// before.add_secret(b"old secret");
    /// let header = before.serialize("id", &Attributes::default()).unwrap();
    ///
    /// let mut cookie = SessionCookie::new("sid".to_owned());
    /// cookie.add_secret(b"new secret");
    /// assert_eq!(cookie.read_id(&header), Err(NoId::Forged));
    /// cookie.add_secret(b"old secret");
    /// assert_eq!(cookie.read_id(&header).map(|verified| verified.signer), Ok(1));
    /// ```
    pub fn add_secret(&mut self, secret: &[u8]) {
        self.secrets.push(Key::new(secret));
    }

    /// Finds the cookie in a `Cookie` header, decodes it and verifies its signature.
    ///
    /// A browser may send several cookies of one name, for one path each (RFC 6265 section 5.4): the first that a secret
    /// signed counts, of the first [`MOST_COOKIES`].
    ///
    /// ```
    /// use express_session_wasm::{attributes::Attributes, session_cookie::{NoId, SessionCookie}};
    ///
    /// let mut cookie = SessionCookie::new("sid".to_owned());
    /// cookie.add_secret(b"secret");
    /// let mine = cookie.serialize("id", &Attributes::default()).unwrap();
    /// let header = format!("sid=s%3Aguess.of-a-signature; {mine}");
    /// assert_eq!(cookie.read_id(&header).unwrap().id, "id");
    /// assert_eq!(cookie.read_id("sid=id"), Err(NoId::Unsigned));
    /// ```
    ///
    /// # Errors
    /// [`NoId`] says why the header gives no id.
    pub fn read_id<'h>(&self, header: &'h str) -> Result<Verified<'h>, NoId> {
        let mut refusal = NoId::Absent;
        for raw in cookie_header::values(header, &self.name).take(MOST_COOKIES) {
            match self.decode(raw) {
                Ok(verified) => return Ok(verified),
                Err(reason) => refusal = refusal.max(reason),
            }
        }
        Err(refusal)
    }

    /// The id in a signed value (without its `s:`), if any of the secrets signed it and it has at most [`MOST_BYTES`].
    ///
    /// ```
    /// use express_session_wasm::{session_cookie::{MOST_BYTES, SessionCookie}, signature::Key};
    ///
    /// let mut cookie = SessionCookie::new("sid".to_owned());
    /// cookie.add_secret(b"secret");
    /// assert_eq!(cookie.unsign(&Key::new(b"secret").sign("id")), Some("id"));
    /// assert_eq!(cookie.unsign("id"), None);
    ///
    /// let longest = "x".repeat(MOST_BYTES - 44);
    /// let longer = format!("{longest}x");
    /// assert_eq!(cookie.unsign(&Key::new(b"secret").sign(&longest)), Some(longest.as_str()));
    /// assert_eq!(cookie.unsign(&Key::new(b"secret").sign(&longer)), None);
    /// ```
    pub fn unsign<'v>(&self, value: &'v str) -> Option<&'v str> {
        self.verify(value).map(|(id, _)| id)
    }

    /// The `Set-Cookie` text that carries `id`, signed with the first secret.
    ///
    /// ```
    /// use express_session_wasm::{attributes::Attributes, session_cookie::SessionCookie, set_cookie::Error};
    ///
    /// let mut cookie = SessionCookie::new("sid".to_owned());
    /// let attributes = Attributes { path: Some("/"), http_only: true, ..Attributes::default() };
    /// assert_eq!(cookie.serialize("id", &attributes), Err(Error::Secret));
    /// cookie.add_secret(b"secret");
    /// let text = cookie.serialize("id", &attributes).unwrap();
    /// assert!(text.starts_with("sid=s%3Aid.") && text.ends_with("; Path=/; HttpOnly"));
    /// ```
    ///
    /// # Errors
    /// [`set_cookie::Error`] for a name or attribute that cannot stand in a header, or where there is no secret.
    pub fn serialize(&self, id: &str, attributes: &Attributes<'_>) -> Result<String, set_cookie::Error> {
        let signer = self.secrets.signer().ok_or(set_cookie::Error::Secret)?;
        let mut value = String::with_capacity(SIGNED_PREFIX.len() + id.len() + 1 + TEXT_LENGTH);
        value.push_str(SIGNED_PREFIX);
        signer.sign_into(id, &mut value);
        set_cookie::serialize(&self.name, &value, attributes)
    }

    fn decode<'h>(&self, raw: &'h str) -> Result<Verified<'h>, NoId> {
        if let Some((id, signature)) = usual(raw) {
            let signer = self.secrets.signer_of(id, &signature).ok_or(NoId::Forged)?;
            return Ok(Verified { id: Cow::Borrowed(id), signer });
        }
        // A value that does not percent-decode is taken as it stands, as npm `cookie` does.
        match percent::decode(raw).unwrap_or(Cow::Borrowed(raw)) {
            Cow::Borrowed(value) => self.examine(value).map(|(id, signer)| Verified { id: Cow::Borrowed(id), signer }),
            Cow::Owned(value) => {
                self.examine(&value).map(|(id, signer)| Verified { id: Cow::Owned(id.to_owned()), signer })
            }
        }
    }

    fn examine<'v>(&self, value: &'v str) -> Result<(&'v str, usize), NoId> {
        match value.strip_prefix(SIGNED_PREFIX) {
            Some(signed) => self.verify(signed).ok_or(NoId::Forged),
            None if value.is_empty() => Err(NoId::Absent),
            None => Err(NoId::Unsigned),
        }
    }

    fn verify<'v>(&self, signed: &'v str) -> Option<(&'v str, usize)> {
        if signed.len() > MOST_BYTES { None } else { self.secrets.unsign(signed) }
    }
}

/// The id and the signature in a value as it is usually written: there the id stands as it is, and only the mark and the
/// signature have anything escaped. `None` where it takes a closer look.
fn usual(raw: &str) -> Option<(&str, Signature)> {
    if raw.len() > MOST_BYTES {
        return None;
    }
    let (id, escaped) = raw.strip_prefix("s%3A")?.rsplit_once('.')?;
    if id.contains('%') {
        return None;
    }
    let mut signature = [0; TEXT_LENGTH];
    percent::decode_ascii(escaped, &mut signature)?;
    // It would be the last dot, with another id in front of it.
    (!signature.contains(&b'.')).then_some((id, signature))
}
