//! How do bytes become numbers and texts, so that a small change of the one is a small change of the other?

use std::borrow::Cow;

/// No text in UTF-8 has this byte.
pub const SEPARATOR: u8 = 0xff;

/// Arguments that are read one after the other; what is not there is zero or empty.
#[derive(Debug)]
pub struct Fields<'d> {
    left: &'d [u8],
}

impl<'d> Fields<'d> {
    /// Begins at the first byte.
    pub fn of(data: &'d [u8]) -> Fields<'d> {
        Fields { left: data }
    }

    /// Four bytes.
    pub fn bits(&mut self) -> u32 {
        u32::from_le_bytes(self.array())
    }

    /// Eight bytes: any number, also NaN and those without end.
    pub fn number(&mut self) -> f64 {
        f64::from_le_bytes(self.array())
    }

    /// Bytes up to a separator.
    pub fn bytes(&mut self) -> &'d [u8] {
        let mut halves = self.left.splitn(2, |&byte| byte == SEPARATOR);
        let bytes = halves.next().unwrap_or_default();
        self.left = halves.next().unwrap_or_default();
        bytes
    }

    /// Text up to a separator.
    pub fn text(&mut self) -> Cow<'d, str> {
        String::from_utf8_lossy(self.bytes())
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        let (bytes, left) = self.left.split_at(N.min(self.left.len()));
        self.left = left;
        let mut array = [0; N];
        array[..bytes.len()].copy_from_slice(bytes);
        array
    }
}
