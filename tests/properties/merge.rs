//! Which laws hold for a session that two requests changed?

use crate::inputs::cases;
use crate::json::{Spelling, doubles, record, triple};
use express_session_wasm::json::same;
use express_session_wasm::merge::{Answer, Merged, Mode, Verdict, merge};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

const MODES: [Mode; 2] = [Mode::Merge, Mode::Reject];

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn what_nobody_else_changed_is_ours((base, ours, _) in triple(), mode in select(&MODES[..]), dice in any::<u64>()) {
        let mut spelling = Spelling::with(dice);
        let (base, ours, again) = (spelling.of(&base), spelling.of(&ours), spelling.of(&base));
        prop_assert_eq!(merge(&base, &ours, &again, mode), Answer::Ours);
        prop_assert_eq!(merge(&base, &ours, &base, mode), Answer::Ours);
    }

    #[test]
    fn what_we_did_not_change_is_theirs((base, _, theirs) in triple(), mode in select(&MODES[..]), dice in any::<u64>()) {
        let mut spelling = Spelling::with(dice);
        let (base, theirs) = (with_cookie(&base, &json!({})), with_cookie(&theirs, &json!({})));
        let texts = (spelling.of(&base), spelling.of(&base), spelling.of(&theirs));
        let expected = if data(&base) == data(&theirs) { Answer::Ours } else { Answer::Theirs };
        prop_assert_eq!(merge(&texts.0, &texts.1, &texts.2, mode), expected);
    }

    #[test]
    fn a_cookie_that_expires_later_is_no_change_and_ours(
        (base, ours, theirs) in triple(), expiries in prop::collection::vec(0..9, 3), dice in any::<u64>(),
    ) {
        let with = |record: &Value, expires: i32| with_cookie(record, &json!({ "path": "/", "expires": expires }));
        let mut spelling = Spelling::with(dice);
        let texts = [with(&base, expiries[0]), with(&ours, expiries[1]), with(&theirs, expiries[2])].map(|it| spelling.of(&it));
        let answer = merge(&texts[0], &texts[1], &texts[2], Mode::Merge);
        let changed = (data(&base) != data(&ours), data(&base) != data(&theirs));
        match (changed, answer) {
            ((_, false), answer) => prop_assert_eq!(answer, Answer::Ours),
            ((false, true), answer) => prop_assert_eq!(answer, Answer::Theirs),
            ((true, true), Answer::Merged(merged)) => {
                prop_assert_eq!(read(&merged.record)["cookie"]["expires"].as_f64(), Some(f64::from(expiries[1])));
            }
            ((true, true), answer) => prop_assert!(false, "{answer:?}"),
        }
    }

    #[test]
    fn a_cookie_with_other_attributes_is_a_change_like_any(
        (base, ours, theirs) in triple(), ages in prop::collection::vec(0..3, 3), dice in any::<u64>(),
    ) {
        let with = |record: &Value, age: usize| with_cookie(record, &json!({ "originalMaxAge": ages[age], "expires": age }));
        let mut spelling = Spelling::with(dice);
        let texts = [with(&base, 0), with(&ours, 1), with(&theirs, 2)].map(|it| spelling.of(&it));
        let changed = [(&ours, 1), (&theirs, 2)].map(|(side, age)| data(&base) != data(side) || ages[0] != ages[age]);
        match (changed, merge(&texts[0], &texts[1], &texts[2], Mode::Merge)) {
            ([_, false], answer) => prop_assert_eq!(answer, Answer::Ours),
            ([false, true], answer) => prop_assert_eq!(answer, Answer::Theirs),
            ([true, true], Answer::Merged(merged)) => {
                let is_theirs = ages[0] == ages[1] && ages[0] != ages[2];
                let expected = f64::from(ages[if is_theirs { 2 } else { 1 }]);
                prop_assert_eq!(read(&merged.record)["cookie"]["originalMaxAge"].as_f64(), Some(expected));
                prop_assert!(!merged.both.contains(&r#""cookie""#.to_owned()));
            }
            ([true, true], answer) => prop_assert!(false, "{answer:?}"),
        }
    }

    #[test]
    fn changes_of_different_keys_commute((base, ours, theirs) in triple(), dice in any::<u64>()) {
        let theirs = without_common_changes(&base, &ours, &theirs);
        let mut spelling = Spelling::with(dice);
        let (base, ours, theirs) = (spelling.of(&base), spelling.of(&ours), spelling.of(&theirs));
        match (merge(&base, &ours, &theirs, Mode::Merge), merge(&base, &theirs, &ours, Mode::Merge)) {
            (Answer::Merged(one), Answer::Merged(other)) => {
                prop_assert_eq!(data(&read(&one.record)), data(&read(&other.record)));
                prop_assert_eq!((one.both, other.both), (vec![], vec![]));
            }
            (Answer::Ours, Answer::Theirs | Answer::Ours) | (Answer::Theirs, Answer::Ours) => {}
            answers => prop_assert!(false, "{answers:?}"),
        }
    }

    #[test]
    fn a_merged_record_merges_into_itself((base, ours, theirs) in triple(), dice in any::<u64>()) {
        let mut spelling = Spelling::with(dice);
        let (base, ours, theirs) = (spelling.of(&base), spelling.of(&ours), spelling.of(&theirs));
        if let Answer::Merged(merged) = merge(&base, &ours, &theirs, Mode::Merge) {
            // What of ours the store has by now changes nothing when it is merged again.
            match merge(&base, &ours, &merged.record, Mode::Merge) {
                Answer::Merged(again) => {
                    prop_assert!(same(&again.record, &merged.record));
                }
                // What they changed was ours as well.
                answer => prop_assert_eq!(answer, Answer::Ours),
            }
        }
    }

    #[test]
    fn where_both_changed_data_a_conflict_is_one_in_one_mode_alone((base, ours, theirs) in triple(), dice in any::<u64>()) {
        let mut spelling = Spelling::with(dice);
        let (base, ours, theirs) = (spelling.of(&base), spelling.of(&ours), spelling.of(&theirs));
        let verdicts = MODES.map(|mode| merge(&base, &ours, &theirs, mode).verdict());
        prop_assert!(
            verdicts == [Verdict::Merged, Verdict::Conflict] || verdicts[0] == verdicts[1] && verdicts[0] != Verdict::Conflict,
            "{:?}", verdicts
        );
    }

    #[test]
    fn values_keep_their_text(record in record(), dice in any::<u64>()) {
        let theirs = Spelling::with(dice).of(&record);
        let value = r#"[1.50,"\u00e9é\/\ud83c\udf6a\ud800" , {"b":1,"a":2,"b":3}]"#;
        let ours = format!(r#"{{"new\u0020key" : {value} }}"#);
        if let Answer::Merged(merged) = merge("{}", &ours, &theirs, Mode::Merge) {
            let expected = format!(r#""new\u0020key":{value}"#);
            prop_assert!(merged.record.contains(&expected), "{}", merged.record);
        }
    }
}

fn with_cookie(record: &Value, cookie: &Value) -> Value {
    let mut record = record.clone();
    record["cookie"] = cookie.clone();
    record
}

#[test]
fn deleting_is_a_change() {
    let base = r#"{"cookie":{},"a":1,"b":2}"#;
    let one = r#"{"cookie":{},"b":2}"#;
    assert_eq!(merge(base, one, base, Mode::Merge), Answer::Ours);
    assert_eq!(merge(base, base, one, Mode::Merge), Answer::Theirs);
    assert_eq!(made(base, one, r#"{"cookie":{},"a":1,"b":3}"#), (r#"{"cookie":{},"b":3}"#.to_owned(), vec![]));
    assert_eq!(made(base, r#"{"cookie":{},"a":1,"b":3}"#, one), (r#"{"cookie":{},"b":3}"#.to_owned(), vec![]));
}

#[test]
fn a_key_that_one_side_deleted_and_the_other_set_is_as_in_ours_and_named() {
    let (base, gone, set) = (r#"{"a":1}"#, "{}", r#"{"a":2}"#);
    assert_eq!(made(base, gone, set), ("{}".to_owned(), vec![r#""a""#.to_owned()]));
    assert_eq!(made(base, set, gone), (r#"{"a":2}"#.to_owned(), vec![r#""a""#.to_owned()]));
}

#[test]
fn a_key_that_both_deleted_is_gone_and_not_named() {
    assert_eq!(made(r#"{"a":1}"#, "{}", r#"{ }"#), ("{}".to_owned(), vec![]));
}

#[test]
fn a_key_that_both_set_to_one_value_is_named_because_a_counter_was_raised_twice() {
    let (base, raised) = (r#"{"cookie":1,"views":1}"#, r#"{"cookie":1,"views":2}"#);
    assert_eq!(made(base, raised, raised), (raised.to_owned(), vec![r#""views""#.to_owned()]));
    assert_eq!(merge(base, raised, raised, Mode::Reject), Answer::Conflict);
}

#[test]
fn the_order_is_theirs_and_new_keys_of_ours_follow() {
    let base = r#"{"cookie":0,"a":1,"b":1,"c":1}"#;
    let ours = r#"{"y":1,"a":2,"c":1,"cookie":1,"x":1}"#;
    let theirs = r#"{"z":1,"c":3,"cookie":2,"b":1,"a":1}"#;
    assert_eq!(made(base, ours, theirs).0, r#"{"z":1,"c":3,"cookie":1,"a":2,"y":1,"x":1}"#);
}

#[test]
fn a_cookie_that_only_one_side_has_is_kept() {
    assert_eq!(made("{}", r#"{"a":1,"cookie":1}"#, r#"{"b":1}"#).0, r#"{"b":1,"a":1,"cookie":1}"#);
    assert_eq!(made("{}", r#"{"a":1}"#, r#"{"cookie":1,"b":1}"#).0, r#"{"cookie":1,"b":1,"a":1}"#);
    assert_eq!(made(r#"{"cookie":1}"#, r#"{"a":1}"#, r#"{"cookie":1,"b":1}"#).0, r#"{"b":1,"a":1}"#);
    assert_eq!(made("{}", r#"{"a":1,"c\u006fokie":1}"#, r#"{"cookie":2,"b":1}"#).0, r#"{"cookie":1,"b":1,"a":1}"#);
}

#[test]
fn a_cookie_within_data_is_data() {
    let (base, ours, theirs) = (r#"{"a":{"cookie":1}}"#, r#"{"a":{"cookie":2}}"#, r#"{"a":{"cookie":1},"b":1}"#);
    assert_eq!(made(base, ours, theirs).0, r#"{"a":{"cookie":2},"b":1}"#);
}

#[test]
fn names_that_mean_something_to_javascript_are_data() {
    let (base, ours, theirs) =
        (r#"{"__proto__":1}"#, r#"{"__proto__":{"x":1}}"#, r#"{"__proto__":1,"constructor":{}}"#);
    assert_eq!(made(base, ours, theirs).0, r#"{"__proto__":{"x":1},"constructor":{}}"#);
}

#[test]
fn names_are_named_as_they_are_spelled() {
    let (base, ours, theirs) = (r#"{"\ud800":1}"#, r#"{"\uD800":2}"#, r#"{ "\uD800" : 3 }"#);
    let (record, both) = made(base, ours, theirs);
    assert_eq!((record.as_str(), both.as_slice()), (r#"{"\uD800":2}"#, &[r#""\uD800""#.to_owned()][..]));
    assert_eq!(Merged { record, both }.to_json(), r#"[["\uD800"],{"\uD800":2}]"#);
}

#[test]
fn what_is_no_record_is_not_merged() {
    let (one, two) = (r#"{"a":1}"#, r#"{"a":2}"#);
    for text in [
        "",
        "null",
        "[]",
        "1",
        "\"{}\"",
        "{",
        "{}{}",
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        r#"{a:1}"#,
        "\u{feff}{}",
        r#"{"a":"\x"}"#,
    ] {
        for texts in [[text, one, two], [one, text, two], [one, two, text]] {
            for mode in MODES {
                assert_eq!(merge(texts[0], texts[1], texts[2], mode), Answer::Unreadable, "{texts:?}");
            }
        }
    }
    assert_eq!(Answer::Unreadable.text(), Err(Verdict::Unreadable));
}

#[test]
fn every_verdict_has_a_code_of_its_own() {
    assert!(Verdict::ALL.iter().map(|verdict| verdict.code()).eq(0..5));
}

fn made(base: &str, ours: &str, theirs: &str) -> (String, Vec<String>) {
    match merge(base, ours, theirs, Mode::Merge) {
        Answer::Merged(merged) => (merged.record, merged.both),
        answer => panic!("{answer:?}"),
    }
}

fn read(record: &str) -> Value {
    serde_json::from_str(record).unwrap()
}

fn data(record: &Value) -> Map<String, Value> {
    let mut members = record.as_object().unwrap().clone();
    members.remove("cookie");
    members.into_iter().map(|(name, value)| (name, doubles(value))).collect()
}

/// Theirs with every key as in base that ours changed.
fn without_common_changes(base: &Value, ours: &Value, theirs: &Value) -> Value {
    let (base, ours) = (base.as_object().unwrap(), ours.as_object().unwrap());
    let mut kept = theirs.as_object().unwrap().clone();
    let names: Vec<String> =
        base.keys().chain(ours.keys()).filter(|&name| base.get(name) != ours.get(name)).cloned().collect();
    for name in names {
        match base.get(&name) {
            Some(value) => drop(kept.insert(name, value.clone())),
            None => drop(kept.remove(&name)),
        }
    }
    Value::Object(kept)
}
