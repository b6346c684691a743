//! Can a `Set-Cookie` text be read back, and does it never say more than it was told to?

use crate::inputs::{cases, text, text_with, token};
use express_session_wasm::attributes::{Attributes, Flag, Priority, SameSite};
use express_session_wasm::set_cookie::{Error, serialize};
use express_session_wasm::{cookie_header, percent};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

// The patterns that npm cookie tests a domain and a path with.
const DOMAIN: &str =
    "[.]?[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?([.][a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?){0,3}";
const PATH: &str = "[ -:=-~]{1,12}";

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn what_was_serialized_reads_back(name in token(), value in text()) {
        let text = serialize(&name, &value, &Attributes::default()).unwrap();
        let read = cookie_header::values(&text, &name).next().and_then(percent::decode).map(String::from);
        prop_assert_eq!(read, Some(value));
    }

    #[test]
    fn every_attribute_given_is_told_once_in_order_and_nothing_else_is(
        name in token(),
        value in text(),
        max_age in option::of(any::<i32>().prop_map(f64::from)),
        domain in option::of(DOMAIN),
        path in option::of(PATH),
        expires in option::of(-8.64e15..8.64e15),
        flags in 0_u32..8,
        priority in option::of(select(vec![Priority::Low, Priority::Medium, Priority::High])),
        same_site in option::of(select(vec![SameSite::Lax, SameSite::Strict, SameSite::None])),
    ) {
        let attributes = Attributes {
            max_age,
            domain: domain.as_deref(),
            path: path.as_deref(),
            expires,
            priority,
            same_site,
            ..Attributes::from_flags(flags)
        };
        let expected = [
            max_age.map(|_| "Max-Age"),
            domain.as_ref().map(|_| "Domain"),
            path.as_ref().map(|_| "Path"),
            expires.map(|_| "Expires"),
            attributes.http_only.then_some("HttpOnly"),
            attributes.secure.then_some("Secure"),
            attributes.partitioned.then_some("Partitioned"),
            priority.map(|_| "Priority"),
            same_site.map(|_| "SameSite"),
        ];
        let text = serialize(&name, &value, &attributes).unwrap();
        let told: Vec<&str> = text.split("; ").skip(1).map(|part| part.split('=').next().unwrap()).collect();
        prop_assert_eq!(told, expected.into_iter().flatten().collect::<Vec<&str>>());
    }

    #[test]
    fn whatever_is_given_the_text_is_printable_ascii_on_one_line(
        name in text_with("aab;=\n"),
        value in text(),
        domain in text_with("aab.-;\r"),
        path in text_with("/a<;\n\0"),
        expires in any::<f64>(),
    ) {
        let none = Attributes::default();
        let each = [
            serialize(&name, &value, &none),
            serialize("a", &value, &Attributes { domain: Some(&domain), ..none }),
            serialize("a", &value, &Attributes { path: Some(&path), ..none }),
            serialize("a", &value, &Attributes { expires: Some(expires), ..none }),
        ];
        for text in each.into_iter().flatten() {
            prop_assert!(text.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{:?}", text);
            prop_assert!(text.matches(';').count() <= 1, "{:?}", text);
        }
    }

    #[test]
    fn a_name_with_a_character_that_is_not_of_a_token_is_refused(
        before in token(), bad in any::<char>(), after in token(),
    ) {
        prop_assume!(!bad.is_ascii_alphanumeric() && !"!#$%&'*+-.^_`|~".contains(bad));
        let name = format!("{before}{bad}{after}");
        prop_assert_eq!(serialize(&name, "", &Attributes::default()), Err(Error::Name));
    }

    #[test]
    fn a_domain_with_a_character_that_is_not_of_a_host_name_is_refused(
        before in DOMAIN, bad in any::<char>(), after in DOMAIN,
    ) {
        prop_assume!(!bad.is_ascii_alphanumeric() && bad != '-' && bad != '.');
        prop_assert_eq!(with_domain(&format!("{before}{bad}{after}")), Err(Error::Domain));
    }

    #[test]
    fn a_domain_with_an_empty_or_overlong_or_hyphened_label_is_refused(
        before in "[a-z]{1,3}[.]", bad in "|-[a-z]{1,3}|[a-z]{1,3}-|[a-z]{64,70}", after in "[.][a-z]{1,3}",
    ) {
        prop_assert_eq!(with_domain(&format!("{before}{bad}{after}")), Err(Error::Domain));
    }

    #[test]
    fn a_path_with_a_control_character_or_a_separator_is_refused(before in PATH, bad in any::<char>(), after in PATH) {
        prop_assume!(!(' '..='~').contains(&bad) || bad == ';' || bad == '<');
        prop_assert_eq!(with_path(&format!("{before}{bad}{after}")), Err(Error::Path));
    }
}

#[test]
fn every_ascii_character_is_allowed_exactly_where_npm_cookie_allows_it() {
    for character in '\0'..='\u{7f}' {
        let text = format!("a{character}a");
        let in_name = character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character);
        let in_domain = character.is_ascii_alphanumeric() || "-.".contains(character);
        let in_path = (' '..='~').contains(&character) && !";<".contains(character);
        assert_eq!(serialize(&text, "", &Attributes::default()).is_ok(), in_name, "{character:?} in a name");
        assert_eq!(with_domain(&text).is_ok(), in_domain, "{character:?} in a domain");
        assert_eq!(with_path(&text).is_ok(), in_path, "{character:?} in a path");
    }
}

#[test]
fn every_flag_has_a_bit_of_its_own_and_is_read_unless_it_names_a_property() {
    let bits = Flag::ALL.iter().fold(0, |bits, flag| bits | flag.code());
    assert_eq!(bits.count_ones() as usize, Flag::ALL.len());
    for flag in Flag::ALL {
        let attributes = Attributes::from_flags(flag.code());
        let names_property = matches!(flag, Flag::Path | Flag::Domain | Flag::Expires | Flag::MaxAge);
        assert_eq!(attributes == Attributes::default(), names_property, "{flag:?}");
        assert_eq!(attributes, Attributes::from_flags(flag.code() | !bits), "{flag:?}");
    }
}

fn with_domain(domain: &str) -> Result<String, Error> {
    serialize("a", "", &Attributes { domain: Some(domain), ..Attributes::default() })
}

fn with_path(path: &str) -> Result<String, Error> {
    serialize("a", "", &Attributes { path: Some(path), ..Attributes::default() })
}
