//! Does a merged record hold what each side changed, as a reader that builds whole values sees it?

use super::fields::Fields;
use express_session_wasm::json;
use express_session_wasm::merge::{Answer, Mode, merge};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// Fields: base, ours, theirs.
pub fn check(data: &[u8]) {
    let mut fields = Fields::of(data);
    let [base, ours, theirs] = [fields.text(), fields.text(), fields.text()];
    let merging = merge(&base, &ours, &theirs, Mode::Merge);
    let rejecting = merge(&base, &ours, &theirs, Mode::Reject);
    if base == theirs {
        assert_eq!((&merging, &rejecting), (&Answer::Ours, &Answer::Ours));
    }
    let (base, ours, theirs) = match (read(&base), read(&ours), read(&theirs)) {
        (Read::Record(base), Read::Record(ours), Read::Record(theirs)) => (base, ours, theirs),
        (Read::Broken, ..) | (_, Read::Broken, _) | (.., Read::Broken) => {
            assert!([Answer::Ours, Answer::Unreadable].contains(&merging), "{merging:?} of what is no record");
            return assert_eq!(merging, rejecting);
        }
        _ => return,
    };
    assert_ne!(merging, Answer::Unreadable, "{base:?} {ours:?} {theirs:?}");

    let names = || base.names().chain(ours.names()).chain(theirs.names());
    let we_changed = |name: &str| !same(base.compared(name).as_ref(), ours.compared(name).as_ref());
    let they_changed = |name: &str| !same(base.compared(name).as_ref(), theirs.compared(name).as_ref());
    match (names().any(we_changed), names().any(they_changed)) {
        (_, false) => assert_eq!((merging, rejecting), (Answer::Ours, Answer::Ours)),
        (false, true) => assert_eq!((merging, rejecting), (Answer::Theirs, Answer::Theirs)),
        (true, true) => {
            assert_eq!(rejecting, Answer::Conflict);
            let Answer::Merged(merged) = merging else { panic!("{merging:?}, where both changed data") };
            let Read::Record(record) = read(&merged.record) else { panic!("{} is no record", merged.record) };

            let expected = |name: &str| {
                let is_renewed = name == "cookie" && !they_changed(name);
                if is_renewed || we_changed(name) { ours.get(name) } else { theirs.get(name) }
            };
            let new = ours.names().filter(|name| theirs.get(name).is_none());
            let order: Vec<&str> = theirs.names().chain(new).filter(|name| expected(name).is_some()).collect();
            assert_eq!(record.names().collect::<Vec<_>>(), order);
            order.iter().for_each(|name| assert!(same(record.get(name), expected(name)), "{name:?} of {record:?}"));

            let both = |name: &&str| *name != "cookie" && we_changed(name) && they_changed(name);
            let has_value = theirs.names().chain(ours.names().filter(|name| theirs.get(name).is_none()));
            let named: Vec<String> = merged.both.iter().map(|name| serde_json::from_str(name).unwrap()).collect();
            assert_eq!(named, has_value.filter(both).collect::<Vec<_>>());
        }
    }
}

/// What the members of an object are; names once each, in order.
#[derive(Debug, Default)]
struct Record(Vec<(String, Value)>);

impl Record {
    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// What counts as a change where it differs: of a cookie all but what its use sets anew.
    fn compared(&self, name: &str) -> Option<Value> {
        let mut value = self.get(name)?.clone();
        if let (true, Some(cookie)) = (name == "cookie", value.as_object_mut()) {
            cookie.remove("expires");
            cookie.remove("life");
        }
        Some(value)
    }
}

enum Read {
    Record(Record),
    Broken,
    /// JSON that one of the two readers takes, and the other does not or does not look into.
    Beyond,
}

fn read(text: &str) -> Read {
    match serde_json::from_str::<Record>(text) {
        Ok(_) if has_numbers_that_doubles_round(text) => Read::Beyond,
        Ok(record) if record.0.iter().any(|(_, value)| depth(value) > json::MAX_DEPTH) => Read::Beyond,
        Ok(record) => Read::Record(record),
        Err(error) => {
            // Lone surrogates, numbers that are no double, and depth: JSON for the core and for JavaScript.
            let text = error.to_string();
            let limits = ["surrogate", "hex escape", "out of range", "recursion limit", "unicode code point"];
            if limits.iter().any(|limit| text.contains(limit)) { Read::Beyond } else { Read::Broken }
        }
    }
}

/// Up to 15 digits and two of an exponent, doubles are the same exactly when their decimals are.
fn has_numbers_that_doubles_round(text: &str) -> bool {
    text.split(|character: char| !character.is_ascii_digit() && character != '.')
        .any(|run| run.replace('.', "").trim_matches('0').len() > 15)
        || text.split(['e', 'E']).skip(1).any(|rest| {
            let exponent = rest.trim_start_matches(['+', '-']);
            exponent.len() - exponent.trim_start_matches(|digit: char| digit.is_ascii_digit()).len() > 2
        })
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn same(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => means_the_same(one, other),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Whether two values are one to JavaScript, which has one kind of number.
pub fn means_the_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| means_the_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len() && one.iter().all(|(name, value)| same(Some(value), other.get(name)))
        }
        _ => one == other,
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Record, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Record;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut record = Record::default();
                while let Some((name, value)) = map.next_entry::<String, Value>().map_err(A::Error::custom)? {
                    match record.0.iter_mut().find(|(other, _)| *other == name) {
                        Some((_, last)) => *last = value,
                        None => record.0.push((name, value)),
                    }
                }
                Ok(record)
            }
        }

        deserializer.deserialize_map(Members)
    }
}
