//! What do the attributes of a cookie say?

use crate::codes::bits;

/// The attributes behind name and value; the default has none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Attributes<'a> {
    /// `Max-Age`, in seconds.
    pub max_age: Option<f64>,
    /// `Domain`; empty means none.
    pub domain: Option<&'a str>,
    /// `Path`; empty means none.
    pub path: Option<&'a str>,
    /// `Expires`, in milliseconds since the epoch; NaN stands for an invalid date.
    pub expires: Option<f64>,
    /// `HttpOnly`.
    pub http_only: bool,
    /// `Secure`.
    pub secure: bool,
    /// `Partitioned` (CHIPS).
    pub partitioned: bool,
    /// `Priority` (draft-west-cookie-priority-00).
    pub priority: Option<Priority>,
    /// `SameSite` (RFC 6265bis section 4.1.2.7).
    pub same_site: Option<SameSite>,
}

bits! {
    /// What a cookie's attributes without a text or a number say, each a bit, where they cross the boundary as one integer.
    pub enum Flag {
        /// [`Attributes::http_only`]
        HttpOnly,
        /// [`Attributes::secure`]
        Secure,
        /// [`Attributes::partitioned`]
        Partitioned,
        /// [`Priority::Low`]
        PriorityLow,
        /// [`Priority::Medium`]
        PriorityMedium,
        /// [`Priority::High`]
        PriorityHigh,
        /// [`Priority::Invalid`]
        PriorityInvalid,
        /// [`SameSite::Lax`]
        SameSiteLax,
        /// [`SameSite::Strict`]
        SameSiteStrict,
        /// [`SameSite::None`]
        SameSiteNone,
        /// [`SameSite::Invalid`]
        SameSiteInvalid,
        /// [`Attributes::path`] is `/`, as nearly all are: that text need not cross.
        RootPath,
        /// There is an [`Attributes::path`], which crosses by itself.
        Path,
        /// There is an [`Attributes::domain`], which crosses by itself.
        Domain,
        /// There is an [`Attributes::expires`], which crosses by itself.
        Expires,
        /// There is an [`Attributes::max_age`], which crosses by itself.
        MaxAge,
    }
}

impl Attributes<'_> {
    /// Attributes as the sum of [`Flag`]s says; those with a text or a number are left out.
    ///
    /// ```
    /// use express_session_wasm::attributes::{Attributes, Flag, SameSite};
    ///
    /// let attributes = Attributes::from_flags(Flag::HttpOnly.code() | Flag::SameSiteLax.code());
    /// assert!(attributes.http_only && !attributes.secure);
    /// assert_eq!(attributes.same_site, Some(SameSite::Lax));
    /// ```
    pub fn from_flags(flags: u32) -> Self {
        let priority = [
            (Flag::PriorityLow, Priority::Low),
            (Flag::PriorityMedium, Priority::Medium),
            (Flag::PriorityHigh, Priority::High),
            (Flag::PriorityInvalid, Priority::Invalid),
        ];
        let same_site = [
            (Flag::SameSiteLax, SameSite::Lax),
            (Flag::SameSiteStrict, SameSite::Strict),
            (Flag::SameSiteNone, SameSite::None),
            (Flag::SameSiteInvalid, SameSite::Invalid),
        ];
        Attributes {
            http_only: Flag::HttpOnly.is_in(flags),
            secure: Flag::Secure.is_in(flags),
            partitioned: Flag::Partitioned.is_in(flags),
            path: Flag::RootPath.is_in(flags).then_some("/"),
            priority: priority.into_iter().find_map(|(flag, value)| flag.is_in(flags).then_some(value)),
            same_site: same_site.into_iter().find_map(|(flag, value)| flag.is_in(flags).then_some(value)),
            ..Attributes::default()
        }
    }
}

/// A value of `Priority`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// `Low`.
    Low,
    /// `Medium`.
    Medium,
    /// `High`.
    High,
    /// Any other value: an error.
    Invalid,
}

/// A value of `SameSite`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameSite {
    /// `Lax`.
    Lax,
    /// `Strict`.
    Strict,
    /// `None`: the cookie goes with cross-site requests too.
    None,
    /// Any other value: an error.
    Invalid,
}

impl Priority {
    /// Its text in a header; `None` for a wrong value.
    ///
    /// ```
    /// use express_session_wasm::attributes::Priority;
    ///
    /// assert_eq!(Priority::High.text(), Some("High"));
    /// assert_eq!(Priority::Invalid.text(), None);
    /// ```
    pub fn text(self) -> Option<&'static str> {
        match self {
            Priority::Low => Some("Low"),
            Priority::Medium => Some("Medium"),
            Priority::High => Some("High"),
            Priority::Invalid => None,
        }
    }
}

impl SameSite {
    /// Its text in a header; `None` for a wrong value.
    ///
    /// ```
    /// use express_session_wasm::attributes::SameSite;
    ///
    /// assert_eq!(SameSite::Strict.text(), Some("Strict"));
    /// assert_eq!(SameSite::Invalid.text(), None);
    /// ```
    pub fn text(self) -> Option<&'static str> {
        match self {
            SameSite::Lax => Some("Lax"),
            SameSite::Strict => Some("Strict"),
            SameSite::None => Some("None"),
            SameSite::Invalid => None,
        }
    }
}
