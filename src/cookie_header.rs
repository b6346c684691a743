//! Which values does a `Cookie` request header give for a name?

/// The raw (still percent-encoded) values of the cookies called `name`, in their order, without surrounding quotes.
///
/// The grammar is that of npm `cookie` 0.7.2, which is laxer than RFC 6265 section 4.2.1: a part without `=` is skipped,
/// and names and values may hold any character.
///
/// ```
/// use express_session_wasm::cookie_header::values;
///
/// let found: Vec<_> = values("sid=a; other=1; sid=\"b%20c\"", "sid").collect();
/// assert_eq!(found, ["a", "b%20c"]);
/// ```
pub fn values<'h>(header: &'h str, name: &str) -> impl Iterator<Item = &'h str> {
    header
        .split(';')
        // Most pairs are somebody else's.
        .filter(move |pair| pair.trim_start_matches(BLANKS).starts_with(name))
        .filter_map(|pair| pair.split_once('='))
        .filter(move |(key, _)| trim(key) == name)
        .map(|(_, value)| unquote(trim(value)))
}

// OWS = *( SP / HTAB ), RFC 9110 5.6.3. A Unicode trim would let "\u{a0}name" pass for "name" (GHSA-r5rp-j6wh-rvv4).
const BLANKS: [char; 2] = [' ', '\t'];

fn trim(text: &str) -> &str {
    text.trim_matches(BLANKS)
}

// DQUOTE *cookie-octet DQUOTE, RFC 6265 4.1.1. A lone quote counts as both, as in npm cookie.
fn unquote(value: &str) -> &str {
    match value.strip_prefix('"') {
        Some("") => "",
        Some(rest) => rest.strip_suffix('"').unwrap_or(value),
        None => value,
    }
}
