//! Which members does a JSON object have, and do two JSON texts mean the same?
//!
//! A text means what `JSON.parse` (ECMA-262 25.5.1) makes of it: `1` and `1.0` are one number, `"a"` and `"\u0061"` one
//! string, the last of several members with one name counts, and their order does not. One thing is left out: decimals
//! that round to the same double are two numbers here, because `JSON.stringify` never writes two of them, and telling would
//! take a sixth of the module. No value is ever built: most members of two records have one and the same text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::iter::successors;

/// How deep [`same`] looks into two values: recursion has to end before the stack of a WebAssembly instance does.
pub const MAX_DEPTH: usize = 100;

/// What an object has under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member<'t> {
    /// The name as it is spelled, quotes included.
    pub spelling: &'t str,
    /// The text of the value.
    pub value: &'t str,
    name: Name<'t>,
    /// Where [`Tokens`] have the value.
    index: usize,
}

/// The members of an object: each name once, at its first place, with its last value, as with `JSON.parse`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members<'t> {
    list: Vec<Member<'t>>,
    places: BTreeMap<Name<'t>, usize>,
}

impl<'t> Members<'t> {
    /// The members of the object that `text` is; `None` where it is no JSON or no object.
    ///
    /// ```
    /// use express_session_wasm::json::Members;
    ///
    /// let members = Members::of(r#"{"a": 1, "b": [2], "\u0061": 3}"#).unwrap();
    /// assert_eq!(members.iter().map(|member| member.value).collect::<Vec<_>>(), ["3", "[2]"]);
    /// assert_eq!(Members::of("[1]"), None);
    /// assert_eq!(Members::of(r#"{"a": 01}"#), None);
    /// ```
    pub fn of(text: &'t str) -> Option<Members<'t>> {
        let mut members = Members::default();
        let mut scanner = Scanner { text, at: 0 };
        scanner.space();
        scanner.expect(b'{')?;
        scanner.space();
        if !scanner.eat(b'}') {
            loop {
                let spelling = text.get(scanner.name()?)?;
                let value = text.get(scanner.value(&mut Skipped)?)?;
                members.add(spelling, value, 0);
                scanner.space();
                if !scanner.eat(b',') {
                    break;
                }
                scanner.space();
            }
            scanner.expect(b'}')?;
        }
        scanner.space();
        scanner.is_at_end().then_some(members)
    }

    /// In the order of the text.
    ///
    /// ```
    /// use express_session_wasm::json::Members;
    ///
    /// let members = Members::of(r#"{"b":1,"a":2}"#).unwrap();
    /// assert_eq!(members.iter().map(|member| member.spelling).collect::<Vec<_>>(), [r#""b""#, r#""a""#]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &Member<'t>> {
        self.list.iter()
    }

    /// The member with the name of `member`, which may be another object's.
    ///
    /// ```
    /// use express_session_wasm::json::Members;
    ///
    /// let one = Members::of(r#"{"a":1}"#).unwrap();
    /// let other = Members::of(r#"{"\u0061":2}"#).unwrap();
    /// let member = one.iter().next().unwrap();
    /// assert_eq!(other.like(member).map(|found| found.value), Some("2"));
    /// ```
    pub fn like(&self, member: &Member<'_>) -> Option<&Member<'t>> {
        self.places.get(&member.name).and_then(|&place| self.list.get(place))
    }

    fn add(&mut self, spelling: &'t str, value: &'t str, index: usize) {
        let name = Name(unescaped(spelling));
        let place = self.places.get(&name).copied();
        match place.and_then(|place| self.list.get_mut(place)) {
            Some(there) => (there.value, there.index) = (value, index),
            None => {
                self.places.insert(name.clone(), self.list.len());
                self.list.push(Member { spelling, value, name, index });
            }
        }
    }
}

/// Whether two JSON values mean the same.
///
/// What lies deeper than [`MAX_DEPTH`] means the same only where its text is the same. What is no JSON equals itself alone.
///
/// ```
/// use express_session_wasm::json::same;
///
/// assert!(same(r#"{"a":[1,"é"],"b":null}"#, r#"{ "b": null, "a": [1.0, "\u00e9"] }"#));
/// assert!(!same("[1,2]", "[2,1]"));
/// assert!(!same("1", r#""1""#));
/// ```
pub fn same(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    match (Tokens::of(one), Tokens::of(other)) {
        (Some(tokens), Some(others)) => tokens.same(0, &others, 0, 0),
        (_, None) | (None, _) => false,
    }
}

impl Member<'_> {
    /// Whether this member is called `name`.
    ///
    /// ```
    /// use express_session_wasm::json::Members;
    ///
    /// let members = Members::of(r#"{"\u0061":1}"#).unwrap();
    /// assert!(members.iter().all(|member| member.is("a")));
    /// ```
    pub fn is(&self, name: &str) -> bool {
        *self.name.0 == *name.as_bytes()
    }
}

/// What a name holds: equal where JavaScript's strings are equal.
///
/// Lone surrogates, which only escapes can spell, stand in it as three bytes (WTF-8), so that none equals another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name<'t>(Cow<'t, [u8]>);

/// Part of a text, by bytes.
type Extent = std::ops::Range<usize>;

/// Is told what stands in a text.
trait Listener {
    /// A name, or a value that holds no other.
    fn token(&mut self, kind: Kind, extent: Extent);
    /// An array or an object begins.
    fn open(&mut self, kind: Kind, start: usize);
    /// The one that began last and has not ended ends.
    fn close(&mut self, end: usize);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Array,
    Object,
    Name,
    Scalar,
}

/// For those who only want to know where a value ends.
struct Skipped;

impl Listener for Skipped {
    fn token(&mut self, _: Kind, _: Extent) {}
    fn open(&mut self, _: Kind, _: usize) {}
    fn close(&mut self, _: usize) {}
}

/// Reads by the grammar of ECMA-404; each method returns `None` where the text breaks it.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// A value, however deep: open brackets are remembered in a list, and not on the stack.
    fn value(&mut self, listener: &mut impl Listener) -> Option<Extent> {
        self.space();
        let start = self.at;
        let mut open = Vec::new();
        loop {
            self.space();
            let begin = self.at;
            let is_open = match self.peek()? {
                b'{' => self.open(Kind::Object, b'}', listener, &mut open),
                b'[' => self.open(Kind::Array, b']', listener, &mut open),
                _ => {
                    self.scalar()?;
                    listener.token(Kind::Scalar, begin..self.at);
                    false
                }
            };
            let has_more = is_open || self.ends(listener, &mut open)?;
            if !has_more {
                return Some(start..self.at);
            }
            if open.last() == Some(&b'}') {
                self.space();
                listener.token(Kind::Name, self.name()?);
            }
        }
    }

    /// Whether something stands in the array or object that begins here.
    fn open(&mut self, kind: Kind, closing: u8, listener: &mut impl Listener, open: &mut Vec<u8>) -> bool {
        listener.open(kind, self.at);
        self.at += 1;
        self.space();
        let is_empty = self.eat(closing);
        if is_empty {
            listener.close(self.at);
        } else {
            open.push(closing);
        }
        !is_empty
    }

    /// Behind a value: ends what ends there, and says whether another value follows.
    fn ends(&mut self, listener: &mut impl Listener, open: &mut Vec<u8>) -> Option<bool> {
        while let Some(&closing) = open.last() {
            self.space();
            if self.eat(b',') {
                return Some(true);
            }
            self.expect(closing)?;
            open.pop();
            listener.close(self.at);
        }
        Some(false)
    }

    /// The name of a member and its colon.
    fn name(&mut self) -> Option<Extent> {
        let start = self.at;
        self.string()?;
        let extent = start..self.at;
        self.space();
        self.expect(b':')?;
        Some(extent)
    }

    fn scalar(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => self.string(),
            b'n' => self.word("null"),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.text.get(self.at..)?.starts_with(word).then(|| self.at += word.len())
    }

    fn string(&mut self) -> Option<()> {
        self.expect(b'"')?;
        loop {
            match self.next()? {
                b'"' => return Some(()),
                b'\\' => self.escape()?,
                0..=0x1f => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.next()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => (0..4).try_for_each(|_| self.next()?.is_ascii_hexdigit().then_some(())),
            _ => None,
        }
    }

    fn number(&mut self) -> Option<()> {
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _is_signed = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        Some(())
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}

/// What stands in a value, in the order of its text.
struct Tokens<'t> {
    text: &'t str,
    list: Vec<Token>,
    open: Vec<usize>,
}

struct Token {
    kind: Kind,
    extent: Extent,
    /// Index of the token behind this one and all that it holds.
    next: usize,
}

impl Listener for Tokens<'_> {
    fn token(&mut self, kind: Kind, extent: Extent) {
        let next = self.list.len() + 1;
        self.list.push(Token { kind, extent, next });
    }

    fn open(&mut self, kind: Kind, start: usize) {
        self.open.push(self.list.len());
        self.token(kind, start..start);
    }

    fn close(&mut self, end: usize) {
        let next = self.list.len();
        if let Some(token) = self.open.pop().and_then(|index| self.list.get_mut(index)) {
            token.extent.end = end;
            token.next = next;
        }
    }
}

impl<'t> Tokens<'t> {
    /// `None` where the text is not one value.
    fn of(text: &'t str) -> Option<Tokens<'t>> {
        let mut tokens = Tokens { text, list: Vec::new(), open: Vec::new() };
        let mut scanner = Scanner { text, at: 0 };
        scanner.value(&mut tokens)?;
        scanner.space();
        scanner.is_at_end().then_some(tokens)
    }

    fn same(&self, index: usize, other: &Tokens<'_>, other_index: usize, depth: usize) -> bool {
        let (Some(one), Some(two)) = (self.list.get(index), other.list.get(other_index)) else {
            return false;
        };
        let (text, other_text) = (self.text_of(one), other.text_of(two));
        if one.kind != two.kind || depth > MAX_DEPTH {
            return text == other_text;
        }
        match one.kind {
            Kind::Name | Kind::Scalar => same_scalar(text, other_text),
            Kind::Array => {
                let mut others = other.children(other_index);
                let mut are_same = |at| others.next().is_some_and(|there| self.same(at, other, there, depth + 1));
                self.children(index).all(&mut are_same) && others.next().is_none()
            }
            Kind::Object => {
                let (members, others) = (self.members(index), other.members(other_index));
                let is_there = |member: &Member<'_>| {
                    others.like(member).is_some_and(|there| self.same(member.index, other, there.index, depth + 1))
                };
                members.list.len() == others.list.len() && members.iter().all(is_there)
            }
        }
    }

    fn text_of(&self, token: &Token) -> &'t str {
        self.text.get(token.extent.clone()).unwrap_or_default()
    }

    /// Indexes of what an array or object holds: elements, or names and values in turn.
    fn children(&self, index: usize) -> impl Iterator<Item = usize> {
        let end = self.list.get(index).map_or(0, |token| token.next);
        let behind = |&at: &usize| self.list.get(at).map(|token| token.next);
        successors(Some(index + 1), behind).take_while(move |&at| at < end)
    }

    fn members(&self, index: usize) -> Members<'t> {
        let mut members = Members::default();
        let mut children = self.children(index);
        while let (Some(name), Some(value)) = (children.next(), children.next()) {
            if let (Some(spelling), Some(text)) = (self.list.get(name), self.list.get(value)) {
                members.add(self.text_of(spelling), self.text_of(text), value);
            }
        }
        members
    }
}

/// Strings by what they hold, numbers by their value; every other value has one spelling.
fn same_scalar(one: &str, other: &str) -> bool {
    let is_string = |text: &str| text.starts_with('"');
    one == other
        || match (is_string(one), is_string(other)) {
            (true, true) => (one.contains('\\') || other.contains('\\')) && unescaped(one) == unescaped(other),
            (false, false) => Decimal::of(one).is_some_and(|number| Some(number) == Decimal::of(other)),
            (true, false) | (false, true) => false,
        }
}

/// A number as its digits, without zeros at either end, and the power of ten that they are multiplied by. -0 is 0: JavaScript
/// writes them alike.
#[derive(PartialEq, Eq)]
struct Decimal {
    is_negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// `None` for what is no number, or has an exponent beyond all doubles.
    fn of(text: &str) -> Option<Decimal> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let (is_negative, whole) = whole.strip_prefix('-').map_or((false, whole), |whole| (true, whole));
        let exponent = i64::from(exponent.parse::<i32>().ok()?) - fraction.len() as i64;

        let digits = [whole, fraction].concat();
        if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let significant = digits.trim_matches('0');
        let zeros = digits.len() - digits.trim_end_matches('0').len();
        if significant.is_empty() {
            return Some(Decimal { is_negative: false, digits: Vec::new(), exponent: 0 });
        }
        Some(Decimal { is_negative, digits: significant.into(), exponent: exponent + zeros as i64 })
    }
}

/// What a string holds, from its spelling with quotes.
fn unescaped(spelling: &str) -> Cow<'_, [u8]> {
    let inner = spelling.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(spelling);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner.as_bytes());
    }
    let mut held = Vec::with_capacity(inner.len());
    let mut bytes = inner.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            held.push(byte);
            continue;
        }
        match bytes.next() {
            Some(b'b') => held.push(8),
            Some(b'f') => held.push(12),
            Some(b'n') => held.push(b'\n'),
            Some(b'r') => held.push(b'\r'),
            Some(b't') => held.push(b'\t'),
            Some(b'u') => {
                let digits = bytes.by_ref().take(4).filter_map(|digit| char::from(digit).to_digit(16));
                push_unit(&mut held, digits.fold(0, |unit, digit| unit << 4 | digit));
            }
            Some(itself) => held.push(itself),
            None => {}
        }
    }
    Cow::Owned(held)
}

/// Appends a unit of UTF-16, and makes one character of the two halves of a pair.
fn push_unit(held: &mut Vec<u8>, unit: u32) {
    if let (0xdc00..=0xdfff, &[.., 0xed, second @ 0xa0..=0xaf, third]) = (unit, held.as_slice()) {
        let high = u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f);
        held.truncate(held.len() - 3);
        // The high half counts from 0xd800, whose bits under 0xf000 are 0x800.
        push_character(held, 0x1_0000 + ((high - 0x800) << 10) + (unit - 0xdc00));
    } else {
        push_character(held, unit);
    }
}

fn push_character(held: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(character) => held.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        None => held.extend([0xe0 | (code >> 12) as u8, 0x80 | (code >> 6 & 0x3f) as u8, 0x80 | (code & 0x3f) as u8]),
    }
}
