//! Does the core find in a `Cookie` header what one finds who reads it letter by letter?

use super::fields::Fields;
use express_session_wasm::cookie_header;

/// Fields: name, header.
pub fn check(data: &[u8]) {
    let mut fields = Fields::of(data);
    let (name, header) = (fields.text(), fields.text());
    let found: Vec<&str> = cookie_header::values(&header, &name).collect();
    assert_eq!(found, values(&header, &name));
    for value in found {
        assert!(!value.contains(';'), "a value holds a separator: {value:?}");
        assert!(header.contains(value), "a value stands nowhere in the header: {value:?}");
    }
    for (key, value) in pairs(&header) {
        assert!(cookie_header::values(&header, &key).any(|found| found == value), "{key:?} is lost");
    }
}

/// The values of the cookies called `name`, in order.
pub fn values(header: &str, name: &str) -> Vec<String> {
    pairs(header).into_iter().filter(|(key, _)| key == name).map(|(_, value)| value).collect()
}

fn pairs(header: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut name = None;
    let mut text = String::new();
    for character in header.chars().chain([';']) {
        match (character, &name) {
            ('=', None) => name = Some(blanks_cut(&std::mem::take(&mut text))),
            (';', _) => {
                let value = blanks_cut(&std::mem::take(&mut text));
                pairs.extend(name.take().map(|name| (name, quotes_cut(value))));
            }
            _ => text.push(character),
        }
    }
    pairs
}

fn blanks_cut(text: &str) -> String {
    let is_blank = |character: &char| matches!(character, ' ' | '\t');
    let reversed: Vec<char> = text.chars().rev().skip_while(is_blank).collect();
    reversed.into_iter().rev().skip_while(is_blank).collect()
}

// npm cookie asks whether the first character and the last are quotes: one quote is both.
fn quotes_cut(value: String) -> String {
    if value.starts_with('"') && value.ends_with('"') {
        return value.chars().take(value.chars().count() - 1).skip(1).collect();
    }
    value
}
