//! Do texts mean the same exactly when the values they were made of are the same?

use crate::inputs::{cases, text_with};
use express_session_wasm::json::{MAX_DEPTH, Members, same};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn a_value_means_the_same_however_it_is_spelled(value in value(), dice in any::<u64>()) {
        let mut spelling = Spelling::with(dice);
        let (one, other) = (spelling.of(&value), spelling.of(&value));
        prop_assert!(same(&one, &other), "{one} {other}");
    }

    #[test]
    fn another_value_never_means_the_same(value in value(), other in value(), dice in any::<u64>()) {
        let mut spelling = Spelling::with(dice);
        let texts = (spelling.of(&value), spelling.of(&other));
        prop_assert_eq!(same(&texts.0, &texts.1), value == other, "{:?}", texts);
    }

    #[test]
    fn a_change_anywhere_is_seen(value in value(), place in any::<Index>(), dice in any::<u64>()) {
        let mut changed = value.clone();
        change_one(&mut changed, place);
        let mut spelling = Spelling::with(dice);
        let texts = (spelling.of(&value), spelling.of(&changed));
        prop_assert!(!same(&texts.0, &texts.1), "{texts:?}");
    }

    #[test]
    fn an_object_is_what_serde_takes_for_one(text in text_with("{{}}[]\"\"\"a:,1-0.eE+ \n\\u\u{feff}tnul"), dice in any::<u64>(), record in record()) {
        let mut near = Spelling::with(dice).of(&record);
        let cut = near.char_indices().map(|(at, _)| at).nth(dice as usize % near.chars().count()).unwrap_or(0);
        near.replace_range(cut..cut + near[cut..].chars().next().map_or(0, char::len_utf8), text.get(..1).unwrap_or(""));
        for text in [text, near] {
            match serde_json::from_str::<Map<String, Value>>(&text) {
                Ok(map) => prop_assert_eq!(Members::of(&text).map(|members| members.iter().count()), Some(map.len()), "{}", text),
                Err(error) if ["hex escape", "surrogate", "range"].iter().any(|what| error.to_string().contains(what)) => {}
                Err(error) => prop_assert!(Members::of(&text).is_none(), "{text}: {error}"),
            }
        }
    }

    #[test]
    fn members_are_found_where_they_stand(record in record(), dice in any::<u64>()) {
        let text = Spelling::with(dice).of(&record);
        let members = Members::of(&text).unwrap();
        let expected = record.as_object().unwrap();
        prop_assert_eq!(members.iter().count(), expected.len());
        for member in members.iter() {
            let key: String = serde_json::from_str(member.spelling).unwrap();
            prop_assert!(member.is(&key));
            prop_assert_eq!(members.like(member), Some(member));
            prop_assert_eq!(doubles(serde_json::from_str(member.value).unwrap()), expected[&key].clone(), "{}", text);
        }
    }
}

#[test]
fn numbers_are_the_same_where_they_have_one_value() {
    for texts in [
        ["1", "1.0"],
        ["1", "10e-1"],
        ["100", "1E+2"],
        ["-0.00120", "-12e-4"],
        ["0", "-0"],
        ["0", "0.0e9"],
        ["-0e5", "0.000"],
        ["1e400", "10e399"],
        ["12345678901234567890", "1.2345678901234567890E19"],
        ["1e21", "1000000000000000000000"],
    ] {
        assert!(same(texts[0], texts[1]), "{texts:?}");
    }
    for texts in [
        ["1", "-1"],
        ["1", "10"],
        ["1", "0.1"],
        ["0.01", "0.1"],
        ["101", "11"],
        ["1", "1.0000000000000002"],
        ["1e5", "1e-5"],
        ["1", "true"],
        ["0", "null"],
        ["0", "\"0\""],
        // One double for JavaScript, which writes no more than one of each two.
        ["0.1", "0.1000000000000000055"],
        ["9007199254740992", "9007199254740993"],
        ["1e99999999999", "1e99999999998"],
    ] {
        assert!(!same(texts[0], texts[1]), "{texts:?}");
    }
}

#[test]
fn strings_are_the_same_where_javascript_holds_the_same_units() {
    for texts in [
        [r#""é""#, r#""\u00e9""#],
        [r#""é""#, r#""\u00E9""#],
        [r#""/""#, r#""\/""#],
        [r#""\n\t\r\b\f\"\\""#, r#""\u000a\u0009\u000d\u0008\u000c\u0022\u005c""#],
        [r#""🍪""#, r#""\ud83c\udf6a""#],
        [r#""\ud800""#, r#""\uD800""#],
        [r#""\udf6a\ud83c""#, r#""\uDF6A\uD83C""#],
        [r#""\ud800🍪""#, r#""\ud800\ud83c\udf6a""#],
        [r#""\u0000""#, r#""\u0000""#],
    ] {
        assert!(same(texts[0], texts[1]), "{texts:?}");
    }
    for texts in [
        [r#""e\u0301""#, r#""é""#],
        [r#""\ud800""#, r#""\ud801""#],
        [r#""\ud800""#, r#""\ufffd""#],
        [r#""\udf6a\ud83c""#, r#""\ud83c\udf6a""#],
        [r#""\\u0061""#, r#""a""#],
        [r#""""#, r#""\u0000""#],
    ] {
        assert!(!same(texts[0], texts[1]), "{texts:?}");
    }
}

#[test]
fn a_value_that_holds_more_is_another() {
    for texts in
        [["[]", "[1]"], ["[1]", "[1,2]"], ["{}", r#"{"a":1}"#], [r#"{"a":1}"#, r#"{"a":1,"b":2}"#], ["[]", "{}"]]
    {
        assert!(!same(texts[0], texts[1]), "{texts:?}");
        assert!(!same(texts[1], texts[0]), "{texts:?}");
    }
}

#[test]
fn a_control_character_stands_in_no_string() {
    for control in '\0'..=' ' {
        let text = format!("{{\"{control}\":\"{control}\"}}");
        assert_eq!(Members::of(&text).is_some(), control == ' ', "{control:?}");
    }
}

#[test]
fn the_last_of_several_members_with_one_name_counts() {
    assert!(same(r#"{"a":1,"a":2}"#, r#"{"a":2}"#));
    assert!(same(r#"{"a":1,"b":0,"\u0061":2,"a":3}"#, r#"{"b":0,"a":3}"#));
    assert!(!same(r#"{"a":2,"a":1}"#, r#"{"a":2}"#));
    assert!(same(r#"{"__proto__":1,"__proto__":{}}"#, r#"{"__proto__":{}}"#));
    assert!(!same(r#"{"__proto__":{}}"#, "{}"));
}

#[test]
fn what_lies_too_deep_is_the_same_only_letter_by_letter() {
    let nested = |depth: usize, inner: &str| format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(same(&nested(MAX_DEPTH, "1"), &nested(MAX_DEPTH, "1.0")));
    assert!(!same(&nested(MAX_DEPTH + 1, "1"), &nested(MAX_DEPTH + 1, "1.0")));
    let (one, other) = (nested(MAX_DEPTH + 1, "1"), format!(" {}", nested(MAX_DEPTH + 1, "1")));
    assert!(same(&one, &other));

    let endless =
        [nested(300_000, ""), nested(300_000, "0"), format!("{}1{}", r#"{"a":"#.repeat(200_000), "}".repeat(200_000))];
    for text in &endless {
        assert!(Members::of(&format!(r#"{{"a":{text}}}"#)).is_some());
        assert!(same(text, &text.clone()));
        assert!(!same(text, &endless[0].replace("[]", "[ ]")));
    }
    assert_eq!(Members::of(&format!(r#"{{"a":{}}}"#, "[".repeat(300_000))), None);
}

/// Numbers as JavaScript holds them.
pub(crate) fn doubles(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, |double| Value::from(double + 0.0)),
        Value::Array(elements) => elements.into_iter().map(doubles).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, doubles(value))).collect(),
        Value::Null | Value::Bool(_) | Value::String(_) => value,
    }
}

/// Any value, with names that mean something to JavaScript.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        select(vec![
            json!(0),
            json!(1),
            json!(-1),
            json!(1.5),
            json!(1e21),
            json!(5e-324),
            json!(9007199254740993_u64)
        ]),
        any::<i32>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
    ];
    let leaf = prop_oneof![
        select(vec![json!(null), json!(true), json!(false), json!(""), json!("a"), json!([]), json!({})]),
        // Doubles alone: what differs as an integer may be one number to JavaScript.
        number.prop_map(|number| number.as_f64().map_or(Value::Null, |double| Value::from(double + 0.0))),
        string().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..5).prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

/// A session as stores keep it: data, and most often a cookie.
pub(crate) fn record() -> impl Strategy<Value = Value> {
    let members = prop::collection::vec((name(), value()), 0..6);
    (members, prop::option::weighted(0.9, value())).prop_map(|(members, cookie)| {
        let cookie = cookie.map(|cookie| ("cookie".to_owned(), cookie));
        Value::Object(cookie.into_iter().chain(members.into_iter().filter(|(name, _)| name != "cookie")).collect())
    })
}

/// What was loaded, and what two requests made of it.
pub(crate) fn triple() -> impl Strategy<Value = (Value, Value, Value)> {
    let edits = || prop::collection::vec((any::<Index>(), edit()), 0..4);
    (record(), edits(), edits()).prop_map(|(base, ours, theirs)| {
        let (ours, theirs) = (edited(&base, ours), edited(&base, theirs));
        (base, ours, theirs)
    })
}

#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Set(String, Value),
    Replace(Value),
    Inside,
    Delete,
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (name(), value()).prop_map(|(name, value)| Edit::Set(name, value)),
        value().prop_map(Edit::Replace),
        Just(Edit::Inside),
        Just(Edit::Delete),
    ]
}

fn edited(base: &Value, edits: Vec<(Index, Edit)>) -> Value {
    let mut record = base.clone();
    let members = record.as_object_mut().unwrap();
    for (place, edit) in edits {
        let there = (!members.is_empty()).then(|| members.keys().nth(place.index(members.len())).unwrap().clone());
        match (edit, there) {
            (Edit::Set(name, value), _) => drop(members.insert(name, value)),
            (Edit::Replace(value), Some(name)) => drop(members.insert(name, value)),
            (Edit::Inside, Some(name)) => change_one(&mut members[&name], place),
            (Edit::Delete, Some(name)) => drop(members.remove(&name)),
            (Edit::Replace(_) | Edit::Inside | Edit::Delete, None) => {}
        }
    }
    record
}

/// Changes one thing somewhere in a value.
fn change_one(value: &mut Value, place: Index) {
    match value {
        Value::Array(elements) if !elements.is_empty() => {
            let index = place.index(elements.len());
            change_one(&mut elements[index], place);
        }
        Value::Object(members) if !members.is_empty() => {
            let index = place.index(members.len());
            change_one(members.values_mut().nth(index).unwrap(), place);
        }
        Value::String(text) => text.push('é'),
        Value::Null => *value = json!(false),
        Value::Bool(_) | Value::Number(_) => *value = json!("1"),
        Value::Array(elements) => elements.push(Value::Null),
        Value::Object(members) => drop(members.insert(String::new(), Value::Null)),
    }
}

fn string() -> impl Strategy<Value = String> {
    text_with("ab01\"\\/\n\t\u{8}\u{c}\r\u{0}\u{1f}\u{7f}é€\u{2028}\u{feff}\u{ffff}🍪")
}

fn name() -> impl Strategy<Value = String> {
    let known =
        ["a", "b", "c", "cart", "user", "1", "0", "__proto__", "constructor", "toJSON", "cookie", "", "é", "🍪"];
    prop_oneof![4 => select(known.to_vec()).prop_map(str::to_owned), 1 => string()]
}

/// Writes values in one of many ways that mean the same.
pub(crate) struct Spelling {
    dice: u64,
}

impl Spelling {
    pub(crate) fn with(dice: u64) -> Spelling {
        Spelling { dice: dice | 1 }
    }

    pub(crate) fn of(&mut self, value: &Value) -> String {
        let text = match value {
            Value::Null | Value::Bool(_) => value.to_string(),
            Value::Number(number) => self.number(number.as_f64().unwrap()),
            Value::String(text) => self.string(text),
            Value::Array(elements) => {
                let elements: Vec<_> = elements.iter().map(|element| self.of(element)).collect();
                format!("[{}{}]", self.space(), elements.join(","))
            }
            Value::Object(members) => self.object(members),
        };
        format!("{}{text}{}", self.space(), self.space())
    }

    fn object(&mut self, members: &Map<String, Value>) -> String {
        let mut texts: Vec<(String, bool)> = Vec::new();
        for (name, value) in members {
            let at = self.below(texts.len() + 1);
            let text = [self.space(), &self.string(name), self.space(), ":", &self.of(value)].concat();
            texts.insert(at, (text, true));
            // An earlier member with the same name does not count.
            if self.below(8) == 0 {
                let at = self.below(at + 1);
                let value = ["0", "[{}]", "\"\\u0061\""][self.below(3)];
                texts.insert(at, ([&self.string(name), ":", value].concat(), false));
            }
        }
        let texts: Vec<String> = texts.into_iter().map(|(text, _)| text).collect();
        format!("{{{}{}}}", self.space(), texts.join(","))
    }

    fn number(&mut self, number: f64) -> String {
        let text = Value::from(number).to_string();
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let exponent: i32 = exponent.parse().unwrap();
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        match self.below(6) {
            0 => format!("{whole}.{fraction}000E{exponent:+}"),
            1 if whole.trim_start_matches('-') != "0" => {
                format!("{whole}{fraction}e{}", exponent - fraction.len() as i32)
            }
            2 => format!("{whole}.{fraction}0e{exponent}"),
            3 => format!(
                "{}0.{:0>6}{fraction}e{}",
                if whole.starts_with('-') { "-" } else { "" },
                whole.trim_start_matches('-'),
                exponent + 6.max(whole.trim_start_matches('-').len() as i32)
            ),
            4 if number == 0.0 => "-0.0".to_owned(),
            _ => text,
        }
    }

    fn string(&mut self, text: &str) -> String {
        let mut spelled = String::from("\"");
        for character in text.chars() {
            let must = matches!(character, '"' | '\\' | '\0'..='\u{1f}');
            match self.below(6) {
                0 => character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| spelled += &format!("\\u{unit:04x}")),
                1 => character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| spelled += &format!("\\u{unit:04X}")),
                2 if character == '/' => spelled += "\\/",
                _ if must => {
                    let quoted = serde_json::to_string(&character).unwrap();
                    spelled += &quoted[1..quoted.len() - 1];
                }
                _ => spelled.push(character),
            }
        }
        spelled + "\""
    }

    fn space(&mut self) -> &'static str {
        ["", "", "", "", " ", "\n", "\t\r\n "][self.below(7)]
    }

    /// xorshift64
    fn below(&mut self, limit: usize) -> usize {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        (self.dice >> 11) as usize % limit
    }
}
