//! Is a `Cookie` header read as npm `cookie` 0.7.2 reads it?

use crate::inputs::{cases, header, text, token};
use express_session_wasm::{cookie_header, percent};
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn every_header_reads_as_npm_cookie_reads_it(header in header(), name in "[ab\" \u{a0}%]{1,2}") {
        let cookies = npm_cookie(&header);
        let expected = cookies.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
        prop_assert_eq!(cookie_header::values(&header, &name).next(), expected);
    }

    #[test]
    fn every_name_that_npm_cookie_finds_is_found(header in header()) {
        for (name, value) in npm_cookie(&header) {
            prop_assert_eq!(cookie_header::values(&header, &name).next(), Some(value.as_str()));
        }
    }

    #[test]
    fn a_cookie_is_found_among_others(name in token(), value in text(), before in text(), after in text()) {
        let [value, before, after] = [value, before, after].map(|text| percent::encode(&text));
        let header = format!("x{name}={before}; {name}={value}; {name}x={after}; {name}={after}");
        prop_assert_eq!(cookie_header::values(&header, &name).next(), Some(value.as_str()));
    }

    #[test]
    fn a_name_is_never_found_in_a_value(name in token(), value in token()) {
        prop_assume!(name != value);
        let header = format!("{value}={name}={name}");
        prop_assert_eq!(cookie_header::values(&header, &name).next(), None);
    }
}

/// All cookies of a header with their raw values, by the index arithmetic of npm `cookie`'s loop.
fn npm_cookie(header: &str) -> Vec<(String, String)> {
    let text: Vec<char> = header.chars().collect();
    let length = text.len();
    let mut cookies: Vec<(String, String)> = Vec::new();
    if length < 2 {
        return cookies;
    }
    let mut index = 0;
    while index < length {
        let Some(equals) = (index..length).find(|&at| text[at] == '=') else { break };
        let end = (index..length).find(|&at| text[at] == ';').unwrap_or(length);
        if equals > end {
            index = (0..equals).rev().find(|&at| text[at] == ';').map_or(0, |at| at + 1);
            continue;
        }
        let name_start = start_index(&text, index, equals);
        let name_end = end_index(&text, equals, name_start);
        let name = String::from_iter(&text[name_start..name_end]);
        if cookies.iter().all(|(key, _)| *key != name) {
            let mut start = start_index(&text, equals + 1, end);
            let mut stop = end_index(&text, end, start);
            if text.get(start) == Some(&'"') && text.get(stop.wrapping_sub(1)) == Some(&'"') {
                start += 1;
                stop -= 1;
            }
            // slice() of a start behind its end is empty.
            cookies.push((name, text[start.min(stop)..stop].iter().collect()));
        }
        index = end + 1;
    }
    cookies
}

fn start_index(text: &[char], mut index: usize, max: usize) -> usize {
    loop {
        if !matches!(text.get(index), Some(' ' | '\t')) {
            return index;
        }
        index += 1;
        if index >= max {
            return max;
        }
    }
}

fn end_index(text: &[char], mut index: usize, min: usize) -> usize {
    while index > min {
        index -= 1;
        if !matches!(text[index], ' ' | '\t') {
            return index + 1;
        }
    }
    min
}
