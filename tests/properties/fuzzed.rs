//! Do the checks that the fuzzers make hold for the inputs they kept, and for fields that somebody thought of?

#[path = "../../fuzz/oracles/mod.rs"]
mod oracles;

use crate::inputs::{cases, header, secret, text, text_with, token};
use crate::json::{Spelling, triple};
use oracles::fields::SEPARATOR;
use oracles::{cookie_header, http_date, lifetime, merge, percent, session_cookie, set_cookie, signature, touches};
use proptest::prelude::*;
use std::fs;

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn every_cookie_header_reads_as_letter_by_letter(name in "[ab\" \u{a0}%]{1,2}", header in header()) {
        cookie_header::check(&fields(&[&name, &header]));
    }

    #[test]
    fn every_date_reads_back(ms in -9e15_f64..9e15, anything in any::<f64>()) {
        http_date::check(&ms.to_le_bytes());
        http_date::check(&anything.to_le_bytes());
    }

    #[test]
    fn every_session_that_two_requests_changed_is_merged_key_by_key(
        (base, ours, theirs) in triple(), dice in any::<u64>(), broken in prop::option::weighted(0.1, any::<(usize, char)>()),
    ) {
        let mut spelling = Spelling::with(dice);
        let mut texts = [base, ours, theirs].map(|record| spelling.of(&record));
        if let Some((place, character)) = broken {
            let text = &mut texts[place % 3];
            *text = text.char_indices().map(|(at, old)| if at == place / 3 % 40 { character } else { old }).collect();
        }
        let [base, ours, theirs] = &texts;
        merge::check(&fields(&[base, ours, theirs]));
    }

    #[test]
    fn every_text_decodes_run_by_run(text in text_with("%%%%0278abcdefABCDEFg+é")) {
        percent::check(text.as_bytes());
    }

    #[test]
    fn every_header_gives_the_id_that_was_signed(
        secrets in [secret(), secret(), secret()], name in token(), id in text(), parts in prop::collection::vec(part(), 0..5),
    ) {
        let header: String = parts.iter().map(|(key, value)| format!("{}={value};", key.replace('n', &name))).collect();
        let [newer, older, stranger] = secrets;
        session_cookie::check(&joined(&[newer, older, stranger, name.into(), id.into(), header.into()]));
    }

    #[test]
    fn every_set_cookie_tells_what_it_was_made_of(
        flags in any::<u32>(), age in any::<f64>(), expires in -9e15_f64..9e15, name in token(), value in text(),
        domain in "[.]?[a-z0-9-]{0,4}([.][a-z0-9-]{1,4}){0,2}", path in "[ -~é\n]{0,9}",
    ) {
        let numbers = [flags.to_le_bytes().to_vec(), age.to_le_bytes().to_vec(), expires.to_le_bytes().to_vec()].concat();
        set_cookie::check(&[numbers, fields(&[&name, &value, &domain, &path])].concat());
    }

    #[test]
    fn every_signature_holds_for_what_was_signed(
        change in any::<u32>(), secret in secret(), other in secret(), value in text(),
        tail in prop::sample::select(vec![".\u{1}", ".\u{1}=", "\u{1}", ".", ".\u{1}.\u{1}"]),
    ) {
        let signed = value.clone() + tail;
        let texts = joined(&[secret, other, value.into(), signed.into()]);
        signature::check(&[change.to_le_bytes().to_vec(), texts].concat());
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn every_limit_of_a_session_holds_exactly(
        bits in any::<u32>(), spans in prop::array::uniform5(1..50_u32), times in prop::array::uniform5(-50..50_i32),
        odd in prop::option::weighted(0.3, (0..10_usize, any::<f64>())),
    ) {
        let mut numbers: Vec<f64> = spans.map(f64::from).into_iter().chain(times.map(f64::from)).collect();
        if let Some((place, number)) = odd { numbers[place] = number; }
        // Where every bit is set, a touchAfter is nearly always too long.
        for bits in [bits, bits & !(1 << 3), !(1 << 3)] {
            let bytes = numbers.iter().flat_map(|number| number.to_le_bytes());
            lifetime::check(&bits.to_le_bytes().into_iter().chain(bytes).collect::<Vec<u8>>());
        }
    }

    #[test]
    fn no_touch_is_missing(data in prop::collection::vec(any::<u8>(), 0..600)) {
        touches::check(&data);
    }
}

type Check = fn(&[u8]);

#[test]
fn every_input_that_the_fuzzers_kept_holds() {
    let checks: [(&str, Check); 9] = [
        ("cookie_header", cookie_header::check),
        ("http_date", http_date::check),
        ("lifetime", lifetime::check),
        ("merge", merge::check),
        ("percent", percent::check),
        ("session_cookie", session_cookie::check),
        ("set_cookie", set_cookie::check),
        ("signature", signature::check),
        ("touches", touches::check),
    ];
    for (target, check) in checks {
        let folder = format!("{}/fuzz/seeds/{target}", env!("CARGO_MANIFEST_DIR"));
        let inputs: Vec<Vec<u8>> =
            fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect();
        assert!(!inputs.is_empty(), "{target} has none");
        inputs.iter().for_each(|input| check(input));
    }
}

/// A cookie whose name holds an `n` for the real one, and whose value may stand for a signed one.
fn part() -> impl Strategy<Value = (String, String)> {
    let value = prop_oneof![
        6 => prop::sample::select(vec![session_cookie::SIGNED, session_cookie::SIGNED_PLAIN, session_cookie::FORGED])
            .prop_map(str::to_owned),
        1 => text_with("s:.%3A;"),
    ];
    (" ?(n|n|n|nx|m) ?", value)
}

fn fields(texts: &[&str]) -> Vec<u8> {
    joined(&texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>())
}

fn joined(fields: &[Vec<u8>]) -> Vec<u8> {
    let without_separators = |field: &Vec<u8>| field.iter().copied().filter(|&byte| byte != SEPARATOR).collect();
    fields.iter().map(without_separators).collect::<Vec<Vec<u8>>>().join(&SEPARATOR)
}
