//! Is text percent-encoded and decoded as ECMA-262 says?

use crate::inputs::{cases, text, text_with};
use express_session_wasm::percent;
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn what_was_encoded_decodes_to_itself(text in text()) {
        let encoded = percent::encode(&text);
        prop_assert_eq!(decode(&encoded), Some(text));
    }

    #[test]
    fn encoded_text_holds_no_character_that_would_need_encoding(text in text()) {
        let encoded = percent::encode(&text);
        prop_assert!(encoded.chars().all(|c| c.is_ascii_alphanumeric() || "-_.!~*'()%".contains(c)), "{}", encoded);
        prop_assert_eq!(percent::encode(&encoded), encoded.replace('%', "%25"));
    }

    #[test]
    fn every_text_decodes_as_ecma_262_decodes_it(text in text_with("%%%%0278abcdefABCDEFg+é")) {
        prop_assert_eq!(decode(&text), ecma_262_decode(&text));
    }

    #[test]
    fn every_sequence_of_escaped_bytes_decodes_as_ecma_262_decodes_it(bytes in nearly_utf8()) {
        let text: String = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
        prop_assert_eq!(decode(&text), ecma_262_decode(&text));
    }
}

#[test]
fn every_pair_of_escaped_bytes_decodes_as_ecma_262_decodes_it() {
    for pair in 0..=u16::MAX {
        let [first, second] = pair.to_be_bytes();
        let text = format!("%{first:02X}%{second:02X}");
        assert_eq!(decode(&text), ecma_262_decode(&text), "{text}");
    }
}

fn decode(text: &str) -> Option<String> {
    percent::decode(text).map(String::from)
}

// Bytes that start and continue UTF-8 sequences, with those next to the borders of what is allowed.
fn nearly_utf8() -> impl Strategy<Value = Vec<u8>> {
    let starts = vec![0, 0x7f, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xf8, 0xff];
    let follows = vec![0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0];
    let follow = prop_oneof![5 => prop::sample::select(follows), 1 => any::<u8>()];
    let sequence = (prop::sample::select(starts), prop::collection::vec(follow, 0..4));
    prop::collection::vec(sequence, 0..3)
        .prop_map(|sequences| sequences.into_iter().flat_map(|(start, rest)| [vec![start], rest].concat()).collect())
}

/// Decode (ECMA-262 19.2.6.6) with no character preserved, step by step; `None` for a `URIError`.
fn ecma_262_decode(string: &str) -> Option<String> {
    let string: Vec<char> = string.chars().collect();
    let mut result = String::new();
    let mut k = 0;
    while k < string.len() {
        if string[k] != '%' {
            result.push(string[k]);
            k += 1;
            continue;
        }
        let first = hex_octet(&string, k)?;
        k += 3;
        let length = first.leading_ones() as usize;
        if length == 0 {
            result.push(char::from(first));
            continue;
        }
        if length == 1 || length > 4 {
            return None;
        }
        let mut code_point = u32::from(first) & (0x7f >> length);
        for _ in 1..length {
            let octet = hex_octet(&string, k)?;
            k += 3;
            if octet & 0xc0 != 0x80 {
                return None;
            }
            code_point = code_point << 6 | u32::from(octet & 0x3f);
        }
        let shortest = [0, 0, 0x80, 0x800, 0x10000][length];
        if code_point < shortest {
            return None;
        }
        // Surrogates and what is above U+10FFFF are no char.
        result.push(char::from_u32(code_point)?);
    }
    Some(result)
}

fn hex_octet(string: &[char], at: usize) -> Option<u8> {
    let &['%', high, low] = string.get(at..at + 3)? else { return None };
    Some((high.to_digit(16)? * 16 + low.to_digit(16)?) as u8)
}
