//! Which session id does a request carry, and which `Set-Cookie` gives it back?

use crate::attributes::Attributes;
use crate::codes::ordinals;
use crate::cookie_header;
use crate::keyring::Keyring;
use crate::percent;
use crate::set_cookie;
use crate::signature::Key;
use std::borrow::Cow;

/// What stands in front of a signed value in a cookie, in express-session and npm `cookie-parser`.
const SIGNED_PREFIX: &str = "s:";

/// The cookie of one middleware: its name and the secrets that sign it.
#[derive(Clone, Debug)]
pub struct SessionCookie {
    name: String,
    secrets: Keyring,
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
    pub fn new(name: String) -> SessionCookie {
        SessionCookie { name, secrets: Keyring::default() }
    }

    /// Adds a secret behind those that are there: the first signs, every one verifies.
    pub fn add_secret(&mut self, secret: &[u8]) {
        self.secrets.push(Key::new(secret));
    }

    /// Finds the cookie in a `Cookie` header, decodes it and verifies its signature.
    ///
    /// A browser may send several cookies of one name, for one path each (RFC 6265 section 5.4): the first that a secret
    /// signed counts.
    ///
    /// # Errors
    /// [`NoId`] says why the header gives no id.
    pub fn read_id<'h>(&self, header: &'h str) -> Result<Cow<'h, str>, NoId> {
        let mut refusal = NoId::Absent;
        for raw in cookie_header::values(header, &self.name) {
            match self.decode(raw) {
                Ok(id) => return Ok(id),
                Err(reason) => refusal = refusal.max(reason),
            }
        }
        Err(refusal)
    }

    /// The id in a signed value (without its `s:`), if any of the secrets signed it.
    pub fn unsign<'v>(&self, value: &'v str) -> Option<&'v str> {
        self.secrets.unsign(value)
    }

    /// The `Set-Cookie` text that carries `id`, signed with the first secret.
    ///
    /// # Errors
    /// [`set_cookie::Error`] for a name or attribute that cannot stand in a header, or where there is no secret.
    pub fn serialize(&self, id: &str, attributes: &Attributes<'_>) -> Result<String, set_cookie::Error> {
        let signer = self.secrets.signer().ok_or(set_cookie::Error::Secret)?;
        let mut value = String::from(SIGNED_PREFIX);
        signer.sign_into(id, &mut value);
        set_cookie::serialize(&self.name, &value, attributes)
    }

    // A value that does not percent-decode is taken as it stands, as npm `cookie` does.
    fn decode<'h>(&self, raw: &'h str) -> Result<Cow<'h, str>, NoId> {
        match percent::decode(raw).unwrap_or(Cow::Borrowed(raw)) {
            Cow::Borrowed(value) => self.verify(value).map(Cow::Borrowed),
            Cow::Owned(value) => self.verify(&value).map(|id| Cow::Owned(id.to_owned())),
        }
    }

    fn verify<'v>(&self, value: &'v str) -> Result<&'v str, NoId> {
        match value.strip_prefix(SIGNED_PREFIX) {
            Some(signed) => self.unsign(signed).ok_or(NoId::Forged),
            None if value.is_empty() => Err(NoId::Absent),
            None => Err(NoId::Unsigned),
        }
    }
}
